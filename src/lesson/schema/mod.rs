//! The shape of lesson.toml as a JSON Schema, so that an editor completes it and marks what is wrong.
//!
//! Closed lists, and which key goes with which word, come from the tables that the parser reads with.
//! What a shape alone cannot tell, as whether a knob of that name exists, is left to `check`.

mod condition;
mod parts;
mod script;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use self::parts::{
    list, name, names, none_of, reference, scalar, some, switch, table, text, told, when_is,
};
use super::lesson::{StepKind, View};
use super::parse::{COUNTS, FAMILIES, KNOB_KINDS, PANES, RUNS, SCALES};
use super::resolve::LONGEST_MS;
use crate::model::Transport;

/// The file that holds it: beside the lessons of the program, and in a folder that `new` makes.
pub const SCHEMA_FILE: &str = "lesson.schema.json";

/// The whole schema, in the draft 2020-12.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A lesson of stickylab",
        "type": "object",
        "additionalProperties": false,
        "required": ["format", "id", "title", "pane", "endpoint", "step", "claim"],
        "properties": {
            "format": told("The version of this format.", &json!({ "const": 1 })),
            "id": told("The name of the lesson's folder.", &name()),
            "title": reference("bilingual"),
            "covers": told("The article's numbers: P7, C12.", &list(&text())),
            "view": told("What it opens in; bytes if left out.", &view()),
            "deadline-ms": told(
                "How long one step of a script may take; 2000 if left out.",
                &json!({ "type": "integer", "minimum": 1, "maximum": LONGEST_MS }),
            ),
            "links": told(
                "Who connects to whom; the first endpoint to the second if left out.",
                &list(&json!({ "type": "array", "items": name(), "minItems": 2, "maxItems": 2 })),
            ),
            "knob": told("What a learner can turn; three of them in sight.", &list(&reference("knob"))),
            "pane": told(
                "Variations, run one after the other and drawn together.",
                &json!({ "type": "array", "items": reference("pane"), "minItems": 1, "maxItems": PANES }),
            ),
            "endpoint": told("Who talks, and what each of them does.", &at_least(2, "endpoint")),
            "step": told("What a learner is led through.", &at_least(1, "step")),
            "claim": told("What is promised, and checked.", &at_least(1, "claim")),
        },
        "$defs": {
            "bilingual": bilingual(),
            "expression": script::expression(),
            "settings": { "type": "object", "additionalProperties": scalar() },
            "when": script::when(),
            "knob": knob(),
            "pane": pane(),
            "endpoint": script::endpoint(),
            "options": script::options(),
            "codec": script::codec(),
            "word": script::word(),
            "step": step(),
            "compared": condition::comparisons(),
            "choice": condition::choice(),
            "claim": condition::claim(),
        },
    })
}

fn at_least(least: usize, items: &str) -> Value {
    json!({ "type": "array", "items": reference(items), "minItems": least })
}

fn bilingual() -> Value {
    let written = json!({ "type": "string", "pattern": "\\S" });
    told("In English and in Chinese.", &table(&["en", "zh"], json!({ "en": written, "zh": written })))
}

fn view() -> Value {
    names(View::ALL.iter().map(|&(_, name)| name))
}

fn knob() -> Value {
    let choice = table(&["value", "label"], json!({ "value": name(), "label": reference("bilingual") }));
    let end = json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX });
    let mut schema = table(
        &["name", "kind", "label", "default"],
        json!({
            "name": told("Scripts and --set know it by this name.", &name()),
            "kind": names(KNOB_KINDS.into_iter()),
            "label": reference("bilingual"),
            "help": told("One sentence on what it does.", &reference("bilingual")),
            "folded": told("Tucked away until asked for.", &switch()),
            "min": end,
            "max": end,
            "default": scalar(),
            "scale": told("Linear if left out.", &names(SCALES.into_iter())),
            "unit": text(),
            "choices": list(&choice),
        }),
    );
    let default = |kind: &str| json!({ "default": { "type": kind } });
    let slider = json!({ "required": ["min", "max"], "properties": default("integer"), "not": none_of(&["choices"]) });
    let others = ["min", "max", "scale", "unit", "choices"];
    let toggle = json!({ "properties": default("boolean"), "not": none_of(&others) });
    let choice =
        json!({ "required": ["choices"], "properties": default("string"), "not": none_of(&others[..4]) });
    schema["allOf"] = json!([
        when_is("kind", &["slider"], &slider),
        when_is("kind", &["toggle"], &toggle),
        when_is("kind", &["choice"], &choice),
    ]);
    schema
}

fn pane() -> Value {
    let mut schema = table(
        &["name", "transport", "title"],
        json!({
            "name": name(),
            "transport": names(Transport::ALL.iter().map(|transport| transport.name())),
            "family": told("v4 if left out; for tcp and udp.", &names(FAMILIES.into_iter())),
            "counts": told(
                "How what arrived is judged: message by message if left out, or by its bytes alone.",
                &names(COUNTS.into_iter()),
            ),
            "title": reference("bilingual"),
            "fixed": told("Knobs that are held to a value in this pane.", &reference("settings")),
        }),
    );
    let internet = Transport::ALL.iter().filter(|transport| transport.is_internet());
    let internet = names(internet.map(|transport| transport.name()));
    schema["dependentSchemas"] = json!({ "family": { "properties": { "transport": internet } } });
    schema
}

fn step() -> Value {
    let mut schema = table(
        &["id", "kind"],
        json!({
            "id": told("The heading of its text in en.md and zh.md: `## id`.", &name()),
            "kind": names(StepKind::ALL.iter().map(|&(_, name)| name)),
            "choices": told(
                "The answers; the run decides which is right.",
                &json!({ "type": "array", "items": reference("choice"), "minItems": 2 }),
            ),
            "runs": told(
                "How many runs decide the question, where it is about many.",
                &json!({ "type": "integer", "minimum": RUNS.start(), "maximum": RUNS.end() }),
            ),
            "set": told("Knobs that are put there when the step begins.", &reference("settings")),
            "view": told("The view that the step begins in.", &view()),
            "panes": told(
                "The panes that it is about, in this order; all of them if left out.",
                &json!({ "type": "array", "items": name(), "minItems": 1, "uniqueItems": true }),
            ),
            "hands": told("Endpoints that are led by hand from the beginning.", &some(&name())),
            "pane": told("Whose sockets hands have; the first pane's if left out.", &name()),
        }),
    );
    let asks =
        StepKind::ALL.iter().find(|(kind, _)| *kind == StepKind::Predict).map_or("", |&(_, name)| name);
    let question = json!({ "properties": { "kind": { "const": asks } } });
    schema["allOf"] = json!([when_is("kind", &[asks], &json!({ "required": ["choices"] }))]);
    let acts = StepKind::ALL.iter().filter(|(kind, _)| kind.has_hands()).map(|&(_, name)| name);
    let acts = json!({ "properties": { "kind": names(acts) } });
    schema["dependentSchemas"] = json!({ "choices": question, "runs": question, "hands": acts });
    schema["dependentRequired"] = json!({ "pane": ["hands"] });
    schema
}
