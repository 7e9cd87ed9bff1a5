//! Panes, links and socket options.

use std::ops::Range;

use toml::de::DeValue;

use super::expressions::expression;
use super::names::Names;
use super::table::{Node, Table};
use crate::lesson::lesson::{BoundValue, OptionBinding, Pane, Settings};
use crate::lesson::options::{ACKS, OPTIONS, OptionKind};
use crate::lesson::script::When;
use crate::model::{Counts, Transport};

/// The address families.
pub(in crate::lesson) const FAMILIES: [&str; 2] = ["v4", "v6"];
/// What a pane may count.
pub(in crate::lesson) const COUNTS: [&str; 2] = ["messages", "bytes"];

pub(super) fn pane(table: Table<'_>, name: Option<&str>, names: &Names) -> Option<Pane> {
    let known = Transport::ALL.map(Transport::name);
    let transport = table.need("transport").and_then(|node| node.one_of("transport", &known));
    let transport = transport.map(|at| Transport::ALL[at]);
    let family = table.get("family");
    let v6 = family.as_ref().map_or(Some(0), |node| node.one_of("family", &FAMILIES));
    if let (Some(node), Some(transport)) =
        (family, transport.filter(|transport| !transport.is_internet()))
    {
        let message = format!("{} has no address family", transport.name());
        node.problem(message, "expected `family` only with `tcp` and `udp`");
    }
    let counts = table.get("counts").map_or(Some(0), |node| node.one_of("count", &COUNTS));
    let title = table.need("title").and_then(|node| node.bilingual());
    let fixed = match table.get("fixed") {
        Some(node) => super::knobs::settings(&node, names),
        None => Some(Settings::new()),
    };
    table.finish();
    Some(Pane {
        name: name?.to_owned(),
        title: title?,
        transport: transport?,
        v6: v6? == 1,
        counts: if counts? == 1 { Counts::Bytes } else { Counts::Messages },
        fixed: fixed?,
    })
}

/// Who connects to whom: the first endpoint to the second unless the lesson says otherwise.
pub(super) fn links(root: &Table<'_>, names: &Names, endpoints: &[Range<usize>]) -> Vec<(usize, usize)> {
    let Some(node) = root.get("links") else {
        return if names.endpoints.len() < 2 { Vec::new() } else { linked(root, &[(0, 1)], endpoints) };
    };
    let pairs = node.list().unwrap_or_default();
    let mut links: Vec<(usize, usize)> = Vec::new();
    for pair in &pairs {
        links.extend(link(pair, names, &links));
    }
    // A link that could not be read would make its ends look alone.
    if links.len() == pairs.len() { linked(root, &links, endpoints) } else { links }
}

fn link(pair: &Node<'_>, names: &Names, others: &[(usize, usize)]) -> Option<(usize, usize)> {
    let ends = pair.list()?;
    let [active, passive] = ends.as_slice() else {
        pair.problem("a link has two ends", "expected `[\"client\", \"server\"]`");
        return None;
    };
    let (active, passive) = (names.endpoint(active)?.index(), names.endpoint(passive)?.index());
    if active == passive {
        pair.problem("a link has two ends", "expected two different endpoints");
        None
    } else if others.contains(&(active, passive)) || others.contains(&(passive, active)) {
        pair.problem("these two are linked already", "expected one link between two endpoints");
        None
    } else {
        Some((active, passive))
    }
}

fn linked(root: &Table<'_>, links: &[(usize, usize)], endpoints: &[Range<usize>]) -> Vec<(usize, usize)> {
    for (at, span) in endpoints.iter().enumerate() {
        if !links.iter().any(|&(active, passive)| active == at || passive == at) {
            root.problems.add(span, "this endpoint is linked with no other", "expected it in `links`");
        }
    }
    links.to_vec()
}

/// Notes an endpoint with more than one link, where a pane's transport connects.
pub(super) fn check_connected(
    panes: &[Option<Pane>],
    names: &Names,
    endpoints: &[Range<usize>],
    root: &Table<'_>,
) {
    let connected = panes.iter().flatten().find(|pane| pane.transport.is_connected());
    let Some(pane) = connected else { return };
    for (at, span) in endpoints.iter().enumerate() {
        let links = names.links.iter().filter(|&&(active, passive)| active == at || passive == at);
        if links.count() > 1 {
            let message =
                format!("this endpoint has several peers, and pane `{}` makes connections", pane.name);
            root.problems.add(
                span,
                message,
                "expected one link per endpoint, or `udp` or `unix-dgram` panes",
            );
        }
    }
}

/// A table of options, in the order of the file.
pub(super) fn options(node: &Node<'_>, names: &Names) -> Vec<OptionBinding> {
    let Some(table) = node.table() else { return Vec::new() };
    table.entries().iter().filter_map(|(key, span, node)| option(key, span, node, names)).collect()
}

/// The one option that a `set` step sets.
pub(super) fn set(node: &Node<'_>, names: &Names) -> Option<OptionBinding> {
    let entries = node.table()?.entries();
    let [(key, span, value)] = entries.as_slice() else {
        node.problem("a step sets one option", "expected `set = { cork = false }`");
        return None;
    };
    let binding = option(key, span, value, names)?;
    if binding.option == "acks" {
        let expected = "expected `acks` in the endpoint's `options`";
        node.problems.add(span, "`acks` holds for the whole script", expected);
        return None;
    }
    Some(binding)
}

fn option(key: &str, span: &Range<usize>, node: &Node<'_>, names: &Names) -> Option<OptionBinding> {
    let Some((name, kind)) = OPTIONS.into_iter().find(|(name, _)| *name == key) else {
        node.problems.unknown(span, "option", key, &OPTIONS.map(|(name, _)| name));
        return None;
    };
    let span = span.start..node.span.end;
    let line = node.problems.source.line_of(span.start);
    let (value, when) = match node.value {
        DeValue::Table(_) => {
            let table = node.table()?;
            let value = table.need("value").and_then(|node| bound(&node, kind, names));
            let when = table.need("when").and_then(|node| super::when::when(&node, names));
            table.finish();
            (value?, when?)
        }
        _ => (bound(node, kind, names)?, When::default()),
    };
    Some(OptionBinding { option: name.to_owned(), value, when, line, span })
}

fn bound(node: &Node<'_>, kind: OptionKind, names: &Names) -> Option<BoundValue> {
    match (node.value, kind) {
        (DeValue::Boolean(on), OptionKind::Switch) => Some(BoundValue::Switch(*on)),
        (DeValue::Integer(_), OptionKind::Number) => expression(node, names).map(BoundValue::Number),
        (DeValue::String(text), OptionKind::Number) if text.contains('*') => {
            expression(node, names).map(BoundValue::Number)
        }
        (DeValue::String(text), _) => {
            let declared = names.knobs.iter().any(|(name, _)| name == text);
            if kind == OptionKind::Acks && !declared && ACKS.iter().any(|(name, _)| name == text) {
                return Some(BoundValue::Choice(text.to_string()));
            }
            let knob = names.knob(node, &node.span, text)?;
            if !kind.takes(knob) {
                let message = format!("knob `{text}` does not fit this option");
                node.problem(message, format!("expected {}", kind.expected()));
                return None;
            }
            Some(BoundValue::Knob(text.to_string()))
        }
        _ => node.wrong_type(kind.expected()),
    }
}
