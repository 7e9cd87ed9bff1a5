//! Conditions on knobs and pane.

use toml::de::DeValue;

use super::names::Names;
use super::table::Node;
use crate::lesson::script::{When, WhenTest};
use crate::model::Transport;

/// Words for several transports at once.
pub(in crate::lesson) const GROUPS: [&str; 2] = ["stream", "datagram"];

pub(super) fn when(node: &Node<'_>, names: &Names) -> Option<When> {
    let entries = node.table()?.entries();
    let tests: Vec<Option<WhenTest>> = entries
        .into_iter()
        .map(|(key, span, node)| match key {
            "pane" => any_of(&node, |node| names.pane(node)).map(WhenTest::Pane),
            "transport" => any_of(&node, transports).map(|lists| WhenTest::Transport(lists.concat())),
            _ => {
                let kind = names.knob(&node, &span, key)?;
                let values = any_of(&node, |node| super::knobs::value(node, kind))?;
                Some(WhenTest::Knob(key.to_owned(), values))
            }
        })
        .collect();
    tests.into_iter().collect::<Option<_>>().map(When)
}

/// One value, or a list of which any will do.
fn any_of<T>(node: &Node<'_>, read: impl Fn(&Node<'_>) -> Option<T>) -> Option<Vec<T>> {
    if !matches!(node.value, DeValue::Array(_)) {
        return read(node).map(|value| vec![value]);
    }
    let items = node.list()?;
    if items.is_empty() {
        node.problem("this never holds", "expected at least one value");
        return None;
    }
    let values: Vec<Option<T>> = items.iter().map(read).collect();
    values.into_iter().collect()
}

fn transports(node: &Node<'_>) -> Option<Vec<Transport>> {
    let mut known: Vec<&str> = Transport::ALL.map(Transport::name).to_vec();
    known.extend(GROUPS);
    let at = node.one_of("transport", &known)?;
    let wanted = |transport: &Transport| match known[at] {
        "stream" => transport.is_stream(),
        "datagram" => !transport.is_stream(),
        name => transport.name() == name,
    };
    Some(Transport::ALL.into_iter().filter(wanted).collect())
}
