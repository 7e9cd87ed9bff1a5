//! The shape of lesson.toml as a JSON Schema, so that an editor completes it and marks what is wrong.
//!
//! Closed lists come from the tables that the parser reads with. What one file alone cannot tell, as
//! whether a knob of that name exists, is left to `check`.

use serde_json::{Map, Value, json};

use super::condition::Fact;
use super::lesson::{StepKind, View};
use super::options::{ACKS, OPTIONS, OptionKind};
use super::parse::{CODEC_KINDS, GATES, PANES, WORDS};
use super::resolve::LONGEST_MS;
use crate::model::{ByteOrder, Program, Transport};

/// The whole schema, in the draft 2020-12.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A lesson of stickylab",
        "type": "object",
        "additionalProperties": false,
        "required": ["format", "id", "title", "pane", "endpoint", "step", "claim"],
        "properties": {
            "format": { "const": 1 },
            "id": told("The name of the lesson's folder.", &name()),
            "title": reference("bilingual"),
            "covers": told("The article's numbers: P7, C12.", &list(&text())),
            "view": names(View::ALL.iter().map(|&(_, name)| name)),
            "deadline-ms": told(
                "How long one step of a script may take; 2000 if left out.",
                &json!({ "type": "integer", "minimum": 1, "maximum": LONGEST_MS }),
            ),
            "links": told("Who connects to whom.", &list(&list(&name()))),
            "knob": list(&reference("knob")),
            "pane": { "type": "array", "items": reference("pane"), "minItems": 1, "maxItems": PANES },
            "endpoint": { "type": "array", "items": reference("endpoint"), "minItems": 2 },
            "step": { "type": "array", "items": reference("step"), "minItems": 1 },
            "claim": { "type": "array", "items": reference("claim"), "minItems": 1 },
        },
        "$defs": {
            "bilingual": table(&["en", "zh"], json!({ "en": text(), "zh": text() })),
            "expression": expression(),
            "settings": { "type": "object", "additionalProperties": scalar() },
            "when": when(),
            "knob": knob(),
            "pane": pane(),
            "endpoint": endpoint(),
            "options": options(),
            "codec": codec(),
            "word": word(),
            "step": step(),
            "choice": choice(),
            "claim": claim(),
        },
    })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn switch() -> Value {
    json!({ "type": "boolean" })
}

fn scalar() -> Value {
    json!({ "type": ["integer", "boolean", "string"] })
}

/// A kebab-case name.
fn name() -> Value {
    json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$" })
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    json!({ "enum": names.collect::<Vec<_>>() })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// With a description, which editors show.
fn told(description: &str, schema: &Value) -> Value {
    let mut schema = schema.clone();
    schema["description"] = description.into();
    schema
}

fn table(required: &[&str], properties: Value) -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

fn expression() -> Value {
    let schema = json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, text()] });
    told("A number, a slider knob, or a product such as \"messages * message-size\".", &schema)
}

/// Names of knobs are the lesson's own, so any other key may be one.
fn when() -> Value {
    let any_of = json!({ "anyOf": [scalar(), list(&scalar())] });
    json!({
        "type": "object",
        "properties": { "pane": any_of, "transport": any_of },
        "additionalProperties": any_of,
    })
}

fn knob() -> Value {
    let choice = table(&["value", "label"], json!({ "value": name(), "label": reference("bilingual") }));
    table(
        &["name", "kind", "label", "default"],
        json!({
            "name": name(),
            "kind": { "enum": ["slider", "toggle", "choice"] },
            "label": reference("bilingual"),
            "help": reference("bilingual"),
            "folded": switch(),
            "min": { "type": "integer", "minimum": 0 },
            "max": { "type": "integer", "minimum": 0 },
            "default": scalar(),
            "scale": { "enum": ["linear", "log"] },
            "unit": text(),
            "choices": list(&choice),
        }),
    )
}

fn pane() -> Value {
    table(
        &["name", "transport", "title"],
        json!({
            "name": name(),
            "transport": names(Transport::ALL.iter().map(|transport| transport.name())),
            "family": { "enum": ["v4", "v6"] },
            "title": reference("bilingual"),
            "fixed": reference("settings"),
        }),
    )
}

fn endpoint() -> Value {
    let codec = json!({ "anyOf": [reference("codec"), list(&reference("codec"))] });
    table(
        &["name", "script"],
        json!({
            "name": name(),
            "options": reference("options"),
            "codec": codec,
            "script": list(&reference("word")),
        }),
    )
}

/// A value, or a table with a value and when it goes for.
fn options() -> Value {
    let option = |&(name, kind): &(&str, OptionKind)| {
        let value = match kind {
            OptionKind::Switch => json!({ "type": ["boolean", "string"] }),
            OptionKind::Number => reference("expression"),
            OptionKind::Acks => {
                let known = ACKS.map(|(name, _)| name).join(", ");
                told(&format!("{known}, or a choice knob"), &text())
            }
        };
        let properties = json!({ "value": value, "when": reference("when") });
        (name.to_owned(), json!({ "anyOf": [value, table(&["value", "when"], properties)] }))
    };
    let all: Map<String, Value> = OPTIONS.iter().map(option).collect();
    table(&[], Value::Object(all))
}

fn codec() -> Value {
    table(
        &["kind"],
        json!({
            "kind": names(CODEC_KINDS.into_iter()),
            "length": reference("expression"),
            "delimiters": text(),
            "width": { "type": ["integer", "string"] },
            "order": told(&format!("{}, or a choice knob", ByteOrder::ALL.map(|(_, name)| name).join(", ")), &text()),
            "counts-itself": { "type": ["boolean", "string"] },
            "name": text(),
            "start-line": text(),
            "limit": reference("expression"),
            "when": reference("when"),
        }),
    )
}

/// One step of a script: exactly one of the parser's words, and what goes with it.
fn word() -> Value {
    let file = table(
        &["name"],
        json!({ "name": text(), "count": reference("expression"), "text": text(), "lines": reference("expression") }),
    );
    let command = table(&["text", "run"], json!({ "text": text(), "run": list(&text()) }));
    let mut schema = table(
        &[],
        json!({
            "send": { "anyOf": [text(), list(&text()), table(&[], json!({ "bytes": reference("expression"), "hex": text() }))] },
            "recv": reference("expression"),
            "sleep-ms": reference("expression"),
            "sleep-us": reference("expression"),
            "wait": { "anyOf": [{ "enum": ["all-queued", "taken"] }, gate()] },
            "set": reference("options"),
            "bind": { "anyOf": [{ "const": true }, name()] },
            "listen": reference("expression"),
            "connect": name(),
            "accept": { "const": true },
            "name": { "enum": ["own", "peer"] },
            "shutdown": { "enum": ["write", "read", "both"] },
            "close": { "enum": [true, "reset"] },
            "serve": names(Program::NAMES.into_iter()),
            "measure": { "const": true },
            "repeat": reference("expression"),
            "id": name(),
            "when": reference("when"),
            "all": switch(),
            "more": switch(),
            "raw": switch(),
            "to": name(),
            "times": reference("expression"),
            "until": { "enum": ["end", "quiet"] },
            "limit-ms": reference("expression"),
            "request-size": reference("expression"),
            "requests": reference("expression"),
            "last": text(),
            "answers": list(&text()),
            "commands": list(&command),
            "files": list(&file),
            "steps": list(&reference("word")),
        }),
    );
    schema["oneOf"] = WORDS.iter().map(|word| json!({ "required": [word] })).collect();
    schema
}

fn gate() -> Value {
    let mut gates: Map<String, Value> = GATES.iter().map(|&gate| (gate.to_owned(), text())).collect();
    gates.insert("queued".to_owned(), reference("expression"));
    table(&[], Value::Object(gates))
}

fn step() -> Value {
    table(
        &["id", "kind"],
        json!({
            "id": name(),
            "kind": names(StepKind::ALL.iter().map(|&(_, name)| name)),
            "choices": list(&reference("choice")),
            "runs": { "type": "integer", "minimum": 10, "maximum": 10_000 },
            "set": reference("settings"),
            "view": names(View::ALL.iter().map(|&(_, name)| name)),
        }),
    )
}

/// A fact and what it is compared with.
fn condition() -> Value {
    let place = json!({ "type": "integer", "minimum": 0 });
    json!({
        "fact": names(Fact::ALL.iter().map(|&(_, name, _)| name)),
        "pane": name(),
        "stream": name(),
        "read": place,
        "frame": place,
        "equals": { "anyOf": [scalar(), list(&scalar())] },
        "differs": { "anyOf": [scalar(), list(&scalar())] },
        "at-least": { "type": "integer" },
        "at-most": { "type": "integer" },
    })
}

fn choice() -> Value {
    let mut properties = condition();
    properties["label"] = reference("bilingual");
    table(&["label", "fact", "pane"], properties)
}

fn claim() -> Value {
    let share = json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let runs = json!({ "type": "integer", "minimum": 1, "maximum": 100_000 });
    let mut properties = condition();
    properties["set"] = reference("settings");
    properties["share"] = table(&["runs"], json!({ "runs": runs, "at-least": share, "at-most": share }));
    table(&["fact", "pane"], properties)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::lesson::Catalog;
    use crate::lesson::diagnostic::{Problems, Source};
    use crate::lesson::parse::{document, table::asked, try_codec};

    fn whole() -> jsonschema::Validator {
        jsonschema::validator_for(&schema()).unwrap()
    }

    fn read(toml: &str) -> Value {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn every_lesson_fits_it() {
        let whole = whole();
        let catalog = Catalog::embedded();
        assert!(catalog.lessons().count() > 20);
        for lesson in catalog.lessons() {
            let errors: Vec<String> = whole
                .iter_errors(&read(&lesson.source.text))
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", lesson.id);
        }
    }

    #[test]
    fn what_the_parser_refuses_does_not_fit() {
        let catalog = Catalog::embedded();
        let text = &catalog.lesson("two-sends-one-recv").unwrap().source.text;
        let whole = whole();
        for (from, to) in [
            ("format = 1", "format = 2"),
            ("kind = \"predict\"", "kind = \"guess\""),
            ("transport = \"tcp\"", "transport = \"pigeon\""),
            ("{ close = true }", "{ close = true, measure = true }"),
            ("{ close = true }", "{ clsoe = true }"),
            ("fact = \"read-sizes\"", "fact = \"read-size\""),
            ("covers = ", "cover = "),
        ] {
            assert!(text.contains(from), "{from}");
            assert!(!whole.is_valid(&read(&text.replacen(from, to, 1))), "{to} fits");
        }
    }

    /// The names of all properties in the schema.
    fn properties(schema: &Value, found: &mut BTreeSet<String>) {
        match schema {
            Value::Object(entries) => {
                for (key, inner) in entries {
                    match inner.as_object().filter(|_| key == "properties") {
                        Some(named) => {
                            found.extend(named.keys().cloned());
                            named.values().for_each(|inner| properties(inner, found));
                        }
                        None => properties(inner, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|inner| properties(inner, found)),
            _ => {}
        }
    }

    #[test]
    fn it_has_the_keys_that_the_parser_knows_and_no_other() {
        assert!(Catalog::embedded().diagnostics().is_empty());
        // Keys of kinds that the lessons may leave out.
        for kind in CODEC_KINDS {
            let problems = Problems::new(Source::new("f", format!("kind = \"{kind}\"\n")));
            document(&problems, |root| try_codec(&root));
        }
        let mut known: BTreeSet<String> = asked::keys().into_iter().map(str::to_owned).collect();
        // Course.toml has keys of its own.
        for own in ["chapter", "path", "lessons"] {
            known.remove(own);
        }
        known.extend(OPTIONS.iter().map(|(name, _)| (*name).to_owned()));
        known.insert("transport".to_owned());
        let mut named = BTreeSet::new();
        properties(&schema(), &mut named);
        assert_eq!(named, known);
    }
}
