//! What a `wait` waits for.

use std::ops::Range;
use std::sync::Arc;

use toml::de::DeValue;

use super::expressions::expression;
use super::steps::Place;
use super::table::Node;
use crate::lesson::script::GateWord;
use crate::model::EndpointId;

/// Gates that say all by themselves.
pub(in crate::lesson) const PLAIN_GATES: [&str; 2] = ["all-queued", "taken"];
/// Gates that name what they wait for.
pub(in crate::lesson) const GATES: [&str; 5] = ["queued", "after", "sent", "replied", "finished"];

pub(super) fn gate(node: &Node<'_>, place: &Place<'_>) -> Option<GateWord> {
    match node.value {
        DeValue::String(_) => match node.one_of("gate", &PLAIN_GATES)? {
            0 => Some(GateWord::AllQueued),
            _ => Some(GateWord::Taken),
        },
        DeValue::Table(_) => {
            let table = node.table()?;
            let found = table.exactly_one(&GATES);
            table.finish();
            match found? {
                ("queued", _, node) => expression(&node, place.names).map(GateWord::Queued),
                ("after", _, node) => after(&node, place),
                ("sent", _, node) => other(&node, place).map(GateWord::Sent),
                ("replied", _, node) => replied(&node, place).map(GateWord::Replied),
                (_, _, node) => other(&node, place).map(GateWord::Finished),
            }
        }
        _ => node
            .wrong_type("\"all-queued\", \"taken\", or a table such as `{ after = \"client.hello\" }`"),
    }
}

fn other(node: &Node<'_>, place: &Place<'_>) -> Option<EndpointId> {
    let endpoint = place.names.endpoint(node)?;
    not_itself(node, &node.span, endpoint, place).then_some(endpoint)
}

/// An endpoint that may answer this one.
fn replied(node: &Node<'_>, place: &Place<'_>) -> Option<EndpointId> {
    let endpoint = other(node, place)?;
    if !place.names.peers(place.own).contains(&endpoint) {
        node.problem(
            "there is no link to this endpoint",
            "expected one that `links` names together with this one",
        );
        return None;
    }
    Some(endpoint)
}

fn not_itself(node: &Node<'_>, span: &Range<usize>, endpoint: EndpointId, place: &Place<'_>) -> bool {
    if endpoint == place.own {
        node.problems.add(span, "this script waits for itself", "expected another endpoint");
    }
    endpoint != place.own
}

fn after(node: &Node<'_>, place: &Place<'_>) -> Option<GateWord> {
    let text = node.text()?;
    let Some((name, label)) = text.split_once('.') else {
        node.problem(format!("`{text}` is not a step"), "expected endpoint and step: `\"client.hello\"`");
        return None;
    };
    let known: Vec<&str> = place.names.endpoints.iter().map(String::as_str).collect();
    let Some(at) = known.iter().position(|&known| known == name) else {
        node.problems.unknown(&node.inside(0..name.len()), "endpoint", name, &known);
        return None;
    };
    let endpoint = super::names::id(at)?;
    if !not_itself(node, &node.span, endpoint, place) {
        return None;
    }
    let labels: Vec<&str> = place.names.labels[at].iter().map(String::as_str).collect();
    if !labels.contains(&label) {
        let span = node.inside(name.len() + 1..text.len());
        node.problems.unknown(&span, "step", label, &labels);
        return None;
    }
    Some(GateWord::After(endpoint, Arc::from(label)))
}
