//! Claims and answers: a fact, and what it is compared with.

use serde_json::{Value, json};

use super::parts::{list, name, names, none_of, reference, switch, table, text, told, when_is};
use crate::lesson::condition::Fact;
use crate::lesson::facts::FactKind;
use crate::lesson::parse::{NUMBERED, VERDICTS};
use crate::model::{CallKind, Cause, ErrorName, FrameError};

pub(super) fn choice() -> Value {
    let mut schema = condition();
    schema["properties"]["label"] = reference("bilingual");
    schema["required"] = json!(["label", "fact", "pane"]);
    schema
}

pub(super) fn claim() -> Value {
    let share = json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let runs = json!({ "type": "integer", "minimum": 1, "maximum": 100_000 });
    let mut shares = table(&["runs"], json!({ "runs": runs, "at-least": share, "at-most": share }));
    shares["anyOf"] = json!([{ "required": ["at-least"] }, { "required": ["at-most"] }]);
    let mut schema = condition();
    let of_one_run = Fact::ALL.iter().filter(|(fact, ..)| !fact.is_over_runs());
    schema["properties"]["fact"] = names(of_one_run.map(|&(_, name, _)| name));
    schema["properties"]["set"] = told("Other knob values than the defaults.", &reference("settings"));
    schema["properties"]["share"] =
        told("In how many of its own runs; in every run if left out.", &shares);
    schema
}

/// A fact and exactly one comparison.
fn condition() -> Value {
    let place = json!({ "type": "integer", "minimum": 0 });
    let mut schema = table(
        &["fact", "pane"],
        json!({
            "fact": told("What is asked about a run.", &names(Fact::ALL.iter().map(|&(_, name, _)| name))),
            "pane": told("In which pane.", &name()),
            "stream": told("The first endpoint's to the second if left out.", &name()),
            "read": told("Which recv, counted from 0.", &place),
            "frame": told("Which frame, counted from 0.", &place),
            "equals": told("It is exactly this.", &json!({})),
            "differs": told("It is another.", &json!({})),
            "at-least": told("It is a number of at least this.", &json!({ "type": "integer" })),
            "at-most": told("It is a number of at most this.", &json!({ "type": "integer" })),
        }),
    );
    let either = json!({ "anyOf": [{ "required": ["at-least"] }, { "required": ["at-most"] }] });
    schema["oneOf"] = json!([{ "required": ["equals"] }, { "required": ["differs"] }, either]);
    schema["allOf"] = json!([reference("compared")]);
    schema
}

/// What goes with which fact, wherever one is named.
pub(super) fn comparisons() -> Value {
    json!({ "allOf": KINDS.into_iter().map(compared).chain(numbered()).collect::<Vec<_>>() })
}

const KINDS: [FactKind; 9] = [
    FactKind::Number,
    FactKind::Switch,
    FactKind::Text,
    FactKind::Numbers,
    FactKind::Verdicts,
    FactKind::Errors,
    FactKind::FrameErrors,
    FactKind::Causes,
    FactKind::Calls,
];

/// What facts of one kind can be compared with.
fn compared(kind: FactKind) -> Value {
    let integer = json!({ "type": "integer" });
    let value = match kind {
        FactKind::Number => integer,
        FactKind::Switch => switch(),
        FactKind::Text => text(),
        FactKind::Numbers => list(&integer),
        FactKind::Verdicts => list(&names(VERDICTS.into_iter())),
        FactKind::Errors => list(&names(ErrorName::ALL.iter().map(|error| error.name()))),
        FactKind::FrameErrors => list(&names(FrameError::NAMES.into_iter())),
        FactKind::Causes => list(&names(Cause::ALL.iter().map(|&(_, name)| name))),
        FactKind::Calls => list(&names(CallKind::ALL.iter().map(|call| call.name()))),
    };
    let mut then = json!({ "properties": { "equals": value, "differs": value } });
    if kind != FactKind::Number {
        then["not"] = none_of(&["at-least", "at-most"]);
    }
    let facts: Vec<&str> =
        Fact::ALL.iter().filter(|&&(.., of)| of == kind).map(|&(_, name, _)| name).collect();
    when_is("fact", &facts, &then)
}

/// Facts about one read or one frame name it, and no other does.
fn numbered() -> impl Iterator<Item = Value> {
    NUMBERED.into_iter().map(|(key, facts, _)| {
        let facts: Vec<&str> = facts.iter().map(|fact| fact.name()).collect();
        let mut schema = when_is("fact", &facts, &json!({ "required": [key] }));
        schema["else"] = json!({ "not": { "required": [key] } });
        schema
    })
}
