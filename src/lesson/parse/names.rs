//! The names that a lesson declares, gathered before anything refers to them.

use std::ops::Range;

use toml::de::DeValue;

use super::table::{Node, Table};
use crate::lesson::diagnostic::Problems;
use crate::lesson::lesson::KnobKind;
use crate::model::EndpointId;

/// Every name that other parts of the lesson may use, of broken declarations too, so that one
/// mistake is shown once.
#[derive(Default)]
pub(super) struct Names {
    /// Knobs with their values; `None` where the declaration is broken.
    pub knobs: Vec<(String, Option<KnobKind>)>,
    pub panes: Vec<String>,
    pub endpoints: Vec<String>,
    /// The labels of each endpoint's steps.
    pub labels: Vec<Vec<String>>,
    /// Who connects to whom.
    pub links: Vec<(usize, usize)>,
}

impl Names {
    /// The kind of a knob; an unknown knob is noted, and one whose declaration is broken has been.
    pub fn knob(&self, node: &Node<'_>, span: &Range<usize>, name: &str) -> Option<&KnobKind> {
        let Some((_, kind)) = self.knobs.iter().find(|(known, _)| known == name) else {
            let known: Vec<&str> = self.knobs.iter().map(|(name, _)| name.as_str()).collect();
            node.problems.unknown(span, "knob", name, &known);
            return None;
        };
        kind.as_ref()
    }

    pub fn pane(&self, node: &Node<'_>) -> Option<String> {
        let known: Vec<&str> = self.panes.iter().map(String::as_str).collect();
        node.one_of("pane", &known).map(|at| self.panes[at].clone())
    }

    pub fn endpoint(&self, node: &Node<'_>) -> Option<EndpointId> {
        let known: Vec<&str> = self.endpoints.iter().map(String::as_str).collect();
        node.one_of("endpoint", &known).and_then(id)
    }

    /// The endpoints that one is linked with.
    pub fn peers(&self, of: EndpointId) -> Vec<EndpointId> {
        let of = of.index();
        let other = |&(active, passive): &(usize, usize)| match of {
            _ if active == of => id(passive),
            _ if passive == of => id(active),
            _ => None,
        };
        self.links.iter().filter_map(other).collect()
    }

    /// "client-to-server" of every stream, the one that is meant by default first.
    pub fn streams(&self) -> Vec<String> {
        let name = |from: usize, to: usize| format!("{}-to-{}", self.endpoints[from], self.endpoints[to]);
        let both =
            self.links.iter().flat_map(|&(active, passive)| [(active, passive), (passive, active)]);
        let mut streams: Vec<(usize, usize)> = both.collect();
        streams.sort_by_key(|&ends| ends != (0, 1));
        streams.into_iter().map(|(from, to)| name(from, to)).collect()
    }
}

/// The number of the endpoint at that place.
pub(super) fn id(place: usize) -> Option<EndpointId> {
    u16::try_from(place).ok().map(EndpointId)
}

/// Reads the name of each table of a list, and notes those that come twice.
pub(in crate::lesson) fn distinct<'a>(
    tables: &[Table<'a>],
    key: &'static str,
    what: &str,
) -> Vec<Option<&'a str>> {
    let mut seen: Vec<&str> = Vec::new();
    let read = |table: &Table<'a>| {
        let node = table.need(key)?;
        let name = node.name()?;
        if seen.contains(&name) {
            node.problem(format!("there is another {what} `{name}`"), "expected a name of its own");
        }
        seen.push(name);
        Some(name)
    };
    tables.iter().map(read).collect()
}

/// Notes labels that two steps of a script share, unless `when` picks one of them.
pub(super) fn labels(problems: &Problems, script: &Node<'_>) -> Vec<String> {
    let mut found = Vec::new();
    gather(script, false, &mut found);
    let mut labels: Vec<(String, bool)> = Vec::new();
    for (node, label, conditional) in found {
        if labels.iter().any(|(other, also)| *other == label && !(*also && conditional)) {
            let message = format!("there is another step `{label}` in this script");
            problems.add(&node.span, message, "expected a name of its own");
        }
        labels.push((label, conditional));
    }
    labels.into_iter().map(|(label, _)| label).collect()
}

fn gather<'a>(steps: &Node<'a>, conditional: bool, found: &mut Vec<(Node<'a>, String, bool)>) {
    let DeValue::Array(items) = steps.value else { return };
    for item in items {
        let DeValue::Table(step) = item.get_ref() else { continue };
        let value =
            |key: &str| step.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value);
        let node = |value: &'a toml::Spanned<DeValue<'a>>| Node {
            value: value.get_ref(),
            span: value.span(),
            problems: steps.problems,
        };
        let conditional = conditional || value("when").is_some();
        if let Some(id) = value("id")
            && let Some(label) = id.get_ref().as_str()
        {
            found.push((node(id), label.to_owned(), conditional));
        }
        if let Some(inner) = value("steps") {
            gather(&node(inner), conditional, found);
        }
    }
}
