//! Codecs of endpoints.

use std::sync::Arc;

use toml::de::DeValue;

use super::expressions::expression;
use super::names::Names;
use super::table::{Node, Table};
use super::when::when;
use crate::lesson::codec::{CodecWord, FramingWord, order_named, width_named};
use crate::lesson::lesson::{BoundValue, KnobKind};
use crate::lesson::script::When;
use crate::model::{ByteOrder, Width};

/// How the end of a frame can be marked.
pub(in crate::lesson) const KINDS: [&str; 5] =
    ["fixed-length", "delimiter", "length-prefix", "json-header", "content-length"];
/// The keys that go with one kind only.
pub(in crate::lesson) const WITH: [(&str, &str); 7] = [
    ("length", "fixed-length"),
    ("delimiters", "delimiter"),
    ("width", "length-prefix"),
    ("order", "length-prefix"),
    ("counts-itself", "length-prefix"),
    ("name", "json-header"),
    ("start-line", "content-length"),
];

/// One table, or a list of tables of which the first that holds is used.
pub(super) fn codecs(node: &Node<'_>, names: &Names) -> Vec<CodecWord> {
    let nodes = match node.value {
        DeValue::Array(_) => node.list().unwrap_or_default(),
        _ => vec![node.clone()],
    };
    nodes.iter().filter_map(|node| codec(&node.table()?, names)).collect()
}

pub(super) fn codec(table: &Table<'_>, names: &Names) -> Option<CodecWord> {
    let kind = table.need("kind").and_then(|node| node.one_of("kind of codec", &KINDS));
    let kind = kind.map(|at| KINDS[at]);
    for (key, with) in WITH {
        let (Some(node), Some(kind)) = (table.get(key), kind) else { continue };
        if kind != with {
            let span = table.entry(key).map_or(node.span, |(span, _)| span);
            let message = format!("`{key}` does not go with `{kind}`");
            table.problems.add(&span, message, format!("expected `{key}` only with `{with}`"));
        }
    }
    let limit = table.get("limit").map(|node| expression(&node, names).ok_or(())).transpose();
    let when = table.get("when").map_or(Some(When::default()), |node| when(&node, names));
    let framing = kind.and_then(|kind| framing(kind, table, names));
    table.report_unknown();
    Some(CodecWord { framing: framing?, limit: limit.ok()?, when: when? })
}

fn framing(kind: &str, table: &Table<'_>, names: &Names) -> Option<FramingWord> {
    match kind {
        "fixed-length" => {
            let length = table.need("length").and_then(|node| expression(&node, names));
            Some(FramingWord::FixedLength { length: length? })
        }
        "delimiter" => {
            let any_of = table.need("delimiters").and_then(|node| delimiters(&node));
            Some(FramingWord::Delimiter { any_of: any_of? })
        }
        "length-prefix" => {
            let width = table.need("width").and_then(|node| width(&node, names));
            let big = || BoundValue::Choice(ByteOrder::ALL[0].1.to_owned());
            let order = table.get("order").map_or_else(|| Some(big()), |node| order(&node, names));
            let counts_itself = table
                .get("counts-itself")
                .map_or(Some(BoundValue::Switch(false)), |node| switch(&node, names));
            Some(FramingWord::LengthPrefix {
                width: width?,
                order: order?,
                counts_itself: counts_itself?,
            })
        }
        "json-header" => {
            let name = table.get("name").map_or(Some("message"), |node| node.text());
            Some(FramingWord::JsonHeader { name: name?.into() })
        }
        _ => {
            let line = table.need("start-line").and_then(|node| start_line(&node));
            Some(FramingWord::ContentLength { start_line: line? })
        }
    }
}

/// One ASCII character or several, any of which ends a frame.
fn delimiters(node: &Node<'_>) -> Option<Arc<[u8]>> {
    let text = node.text()?;
    if text.is_empty() || !text.is_ascii() {
        node.problem(
            "these are no delimiters",
            "expected characters of one byte each, any of which ends a frame: \"\\n\"",
        );
        return None;
    }
    Some(text.as_bytes().into())
}

fn start_line(node: &Node<'_>) -> Option<Arc<str>> {
    let text = node.text()?;
    let is_line = !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if !is_line {
        node.problem("this is no line", "expected one line of ASCII: \"POST / HTTP/1.1\"");
        return None;
    }
    Some(text.into())
}

fn width(node: &Node<'_>, names: &Names) -> Option<BoundValue> {
    const EXPECTED: &str = "1, 2, 4 or 8, or a choice knob with such values";
    match node.value {
        DeValue::Integer(_) => {
            let bytes = u64::try_from(node.number()?).ok();
            if bytes.and_then(Width::from_bytes).is_none() {
                node.problem("a length has no such width", format!("expected {EXPECTED}"));
                return None;
            }
            expression(node, names).map(BoundValue::Number)
        }
        DeValue::String(_) => choice_knob(node, names, EXPECTED, &|name| width_named(name).is_some()),
        _ => node.wrong_type(EXPECTED),
    }
}

fn order(node: &Node<'_>, names: &Names) -> Option<BoundValue> {
    let text = node.text()?;
    let declared = names.knobs.iter().any(|(name, _)| name == text);
    if !declared && order_named(text).is_some() {
        return Some(BoundValue::Choice(text.to_owned()));
    }
    if !declared {
        let mut known = ByteOrder::ALL.map(|(_, name)| name).to_vec();
        known.extend(names.knobs.iter().map(|(name, _)| name.as_str()));
        node.one_of("byte order", &known)?;
    }
    let expected = "`\"big-endian\"`, `\"little-endian\"`, or a choice knob with these values";
    choice_knob(node, names, expected, &|name| order_named(name).is_some())
}

/// A choice knob of which every value will do.
fn choice_knob(
    node: &Node<'_>,
    names: &Names,
    expected: &str,
    fits: &dyn Fn(&str) -> bool,
) -> Option<BoundValue> {
    let name = node.text()?;
    match names.knob(node, &node.span, name)? {
        KnobKind::Choice { choices, .. } if choices.iter().all(|choice| fits(&choice.value)) => {
            Some(BoundValue::Knob(name.to_owned()))
        }
        _ => {
            node.problem(format!("knob `{name}` does not fit here"), format!("expected {expected}"));
            None
        }
    }
}

fn switch(node: &Node<'_>, names: &Names) -> Option<BoundValue> {
    const EXPECTED: &str = "true, false, or a toggle knob";
    let DeValue::String(name) = node.value else {
        return match node.value {
            DeValue::Boolean(on) => Some(BoundValue::Switch(*on)),
            _ => node.wrong_type(EXPECTED),
        };
    };
    if matches!(names.knob(node, &node.span, name)?, KnobKind::Toggle { .. }) {
        return Some(BoundValue::Knob(name.to_string()));
    }
    node.problem(format!("knob `{name}` does not fit here"), format!("expected {EXPECTED}"));
    None
}
