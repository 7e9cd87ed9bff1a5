//! Knobs, and values given to them.

use super::names::Names;
use super::table::{Node, Table};
use crate::lesson::lesson::{Bilingual, Knob, KnobChoice, KnobKind, Settings, Value};

/// The kinds of knobs.
pub(in crate::lesson) const KINDS: [&str; 3] = ["slider", "toggle", "choice"];
/// How a slider goes from end to end.
pub(in crate::lesson) const SCALES: [&str; 2] = ["linear", "log"];
/// How many knobs may be in sight.
const IN_SIGHT: usize = 3;
/// Words that `when` takes for itself.
const RESERVED: [&str; 2] = ["pane", "transport"];

pub(super) fn knob(table: Table<'_>, name: Option<&str>) -> Option<Knob> {
    if let (Some(name), Some(node)) = (name.filter(|name| RESERVED.contains(name)), table.get("name")) {
        node.problem(format!("a knob cannot be called `{name}`"), "`when` uses this word for itself");
    }
    let label = table.need("label").and_then(|node| node.bilingual());
    let help = match table.get("help") {
        Some(node) => node.bilingual(),
        None => Some(Bilingual::default()),
    };
    let folded = table.get("folded").map_or(Some(false), |node| node.switch());
    let kind = match table.need("kind").and_then(|node| node.one_of("kind of knob", &KINDS)) {
        Some(0) => slider(&table),
        Some(1) => {
            let default = table.need("default").and_then(|node| node.switch());
            default.map(|default| KnobKind::Toggle { default })
        }
        Some(_) => choice(&table),
        // What belongs to it cannot be told, but a misspelt `kind` can.
        None => {
            for key in ["min", "max", "default", "scale", "unit", "choices"] {
                let _ = table.get(key);
            }
            None
        }
    };
    table.finish();
    Some(Knob { name: name?.to_owned(), label: label?, help: help?, kind: kind?, folded: folded? })
}

fn slider(table: &Table<'_>) -> Option<KnobKind> {
    let min = table.need("min").and_then(|node| node.number_within(0..=i64::from(u32::MAX)));
    let max = table.need("max").and_then(|node| node.number_within(0..=i64::from(u32::MAX)));
    let default_node = table.need("default");
    let default = default_node.as_ref().and_then(Node::number);
    let scale = table.get("scale").map_or(Some(0), |node| node.one_of("scale", &SCALES));
    let unit = table.get("unit").map_or(Some(""), |node| node.text());
    let (min, max, default) = (min?, max?, default?);
    if min > max {
        let message = format!("`min` is {min} and `max` is {max}");
        table.get("min")?.problem(message, "expected a number that is not above `max`");
        return None;
    }
    if !(min..=max).contains(&default) {
        let message = format!("the default {default} is out of range");
        default_node?.problem(message, format!("expected a number from {min} to {max}"));
        return None;
    }
    Some(KnobKind::Slider { min, max, default, logarithmic: scale? == 1, unit: unit?.to_owned() })
}

fn choice(table: &Table<'_>) -> Option<KnobKind> {
    let default_node = table.need("default");
    let default = default_node.as_ref().and_then(Node::text);
    let nodes = table.need("choices").and_then(|node| node.list())?;
    let tables: Vec<Table<'_>> = nodes.iter().filter_map(Node::table).collect();
    let values = super::names::distinct(&tables, "value", "choice");
    let read = |(table, value): (Table<'_>, Option<&str>)| {
        let label = table.need("label").and_then(|node| node.bilingual());
        table.finish();
        Some(KnobChoice { value: value?.to_owned(), label: label? })
    };
    let choices: Vec<Option<KnobChoice>> = tables.into_iter().zip(values.clone()).map(read).collect();
    let choices: Vec<KnobChoice> = choices.into_iter().collect::<Option<_>>()?;
    let known: Vec<&str> = values.into_iter().flatten().collect();
    let default = default?;
    default_node?.one_of("choice", &known)?;
    Some(KnobKind::Choice { default: default.to_owned(), choices })
}

/// Notes the first knob too many in sight.
pub(super) fn check_in_sight(
    knobs: &[Option<Knob>],
    tables: &[std::ops::Range<usize>],
    root: &Table<'_>,
) {
    let seen =
        knobs.iter().zip(tables).filter(|(knob, _)| knob.as_ref().is_some_and(|knob| !knob.folded));
    if let Some((_, span)) = seen.into_iter().nth(IN_SIGHT) {
        let message = format!("more than {IN_SIGHT} knobs are in sight");
        root.problems.add(span, message, "expected `folded = true` for those that matter less");
    }
}

/// A table of knobs and values for them.
pub(super) fn settings(node: &Node<'_>, names: &Names) -> Option<Settings> {
    let mut settings = Settings::new();
    let mut whole = true;
    for (name, span, node) in node.table()?.entries() {
        let value = names.knob(&node, &span, name).and_then(|kind| value(&node, kind));
        match value {
            Some(value) => drop(settings.insert(name.to_owned(), value)),
            None => whole = false,
        }
    }
    whole.then_some(settings)
}

/// A value that fits a knob.
pub(super) fn value(node: &Node<'_>, kind: &KnobKind) -> Option<Value> {
    match kind {
        KnobKind::Slider { min, max, .. } => node.number_within(*min..=*max).map(Value::Number),
        KnobKind::Toggle { .. } => node.switch().map(Value::Switch),
        KnobKind::Choice { choices, .. } => {
            let known: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
            let at = node.one_of("choice", &known)?;
            Some(Value::Choice(choices[at].value.clone()))
        }
    }
}
