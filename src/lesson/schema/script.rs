//! Endpoints: their options, their codecs, and the words of their scripts.

use serde_json::{Map, Value, json};

use super::parts::{
    exactly_one, list, name, names, none_of, reference, scalar, some, switch, table, text, told, when_is,
};
use crate::lesson::options::{ACKS, OPTIONS, OptionKind};
use crate::lesson::parse::{
    CODEC_KINDS, GATES, GROUPS, NAMES, PLAIN_GATES, SHUT, UNTIL, WITH_CODEC, WITH_SERVICE, WITH_WORD,
    WORDS,
};
use crate::model::{ByteOrder, Program, Transport, Width};

pub(super) fn expression() -> Value {
    let schema = json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, text()] });
    told("A number, a slider knob, or a product such as \"messages * message-size\".", &schema)
}

/// Names of knobs are the lesson's own, so any other key may be one.
pub(super) fn when() -> Value {
    let any_of = |one: &Value| json!({ "anyOf": [one, some(one)] });
    let transports = Transport::ALL.iter().map(|transport| transport.name()).chain(GROUPS);
    json!({
        "description": "Only with these knob values, in these panes, over these transports.",
        "type": "object",
        "properties": { "pane": any_of(&name()), "transport": any_of(&names(transports)) },
        "additionalProperties": any_of(&scalar()),
    })
}

pub(super) fn endpoint() -> Value {
    let codec = json!({ "anyOf": [reference("codec"), list(&reference("codec"))] });
    table(
        &["name", "script"],
        json!({
            "name": name(),
            "options": reference("options"),
            "codec": told("How its messages are framed and what it reads is decoded.", &codec),
            "script": list(&reference("word")),
        }),
    )
}

/// A value, or a table with a value and when it goes for.
pub(super) fn options() -> Value {
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
    told("Socket options.", &table(&[], Value::Object(all)))
}

pub(super) fn codec() -> Value {
    let widths = Width::ALL.map(Width::bytes);
    let orders = ByteOrder::ALL.map(|(_, name)| name).join(", ");
    let mut schema = table(
        &["kind"],
        json!({
            "kind": names(CODEC_KINDS.into_iter()),
            "length": reference("expression"),
            "delimiters": told(
                "ASCII characters, any of which ends a frame.",
                &json!({ "type": "string", "minLength": 1 }),
            ),
            "width": told(
                "Bytes of the length, or a choice knob.",
                &json!({ "anyOf": [{ "enum": widths }, text()] }),
            ),
            "order": told(&format!("{orders}, or a choice knob"), &text()),
            "counts-itself": told(
                "Whether the length counts its own bytes too; a toggle knob may decide.",
                &json!({ "type": ["boolean", "string"] }),
            ),
            "name": text(),
            "start-line": text(),
            "limit": told("Bytes of payload that a frame may have.", &reference("expression")),
            "when": reference("when"),
        }),
    );
    let only_with = |&(key, kind): &(&str, &str)| {
        (key.to_owned(), json!({ "properties": { "kind": { "const": kind } } }))
    };
    schema["dependentSchemas"] = WITH_CODEC.iter().map(only_with).collect::<Map<_, _>>().into();
    let needs = |(kind, key)| when_is("kind", &[kind], &json!({ "required": [key] }));
    let needed = [
        ("fixed-length", "length"),
        ("delimiter", "delimiters"),
        ("length-prefix", "width"),
        ("content-length", "start-line"),
    ];
    schema["allOf"] = needed.map(needs).to_vec().into();
    schema
}

/// One step of a script: exactly one of the parser's words, and what goes with it.
pub(super) fn word() -> Value {
    let mut schema = table(&[], words());
    if let (Some(words), Some(more)) = (schema["properties"].as_object_mut(), with_words().as_object()) {
        words.extend(more.clone());
    }
    schema["oneOf"] = exactly_one(&WORDS);
    let of_word = |&(key, word): &(&str, &str)| (key.to_owned(), json!([word]));
    schema["dependentRequired"] = WITH_WORD.iter().map(of_word).collect::<Map<_, _>>().into();
    let of_service = |&(key, program): &(&str, &str)| {
        (key.to_owned(), json!({ "properties": { "serve": { "const": program } } }))
    };
    let mut dependent: Map<String, Value> = WITH_SERVICE.iter().map(of_service).collect();
    dependent.insert("repeat".to_owned(), json!({ "required": ["steps"] }));
    schema["dependentSchemas"] = dependent.into();
    let without = |keys: &[&str]| json!({ "not": none_of(keys) });
    let mut quiet = without(&["times"]);
    quiet["required"] = json!(["limit-ms"]);
    schema["allOf"] = json!([
        when_is("until", &["quiet"], &quiet),
        when_is("until", &["end", "frame"], &without(&["times", "limit-ms"])),
        when_is("serve", &["chat"], &json!({ "required": ["answers"] })),
        when_is("serve", &["shell"], &json!({ "required": ["commands"] })),
    ]);
    schema
}

/// What the steps of a script are called by.
fn words() -> Value {
    let mut generated = table(&[], json!({ "bytes": reference("expression"), "hex": text() }));
    generated["oneOf"] = exactly_one(&["bytes", "hex"]);
    let set = json!({
        "allOf": [reference("options")], "minProperties": 1, "maxProperties": 1,
        "not": { "required": ["acks"] },
    });
    let only_true = json!({ "const": true });
    json!({
        "send": told(
            "A text, texts to be sent in turn, so many generated bytes, or bytes in hexadecimal digits.",
            &json!({ "anyOf": [text(), some(&text()), generated] }),
        ),
        "recv": told("One recv of so many bytes at most.", &reference("expression")),
        "sleep-ms": reference("expression"),
        "sleep-us": reference("expression"),
        "wait": told(
            "A gate: the script goes on when this has happened.",
            &json!({ "anyOf": [names(PLAIN_GATES.into_iter()), gate()] }),
        ),
        "set": told("Sets one socket option.", &set),
        "bind": told(
            "True takes a free port; an endpoint's name takes its address.",
            &json!({ "anyOf": [only_true, name()] }),
        ),
        "listen": reference("expression"),
        "connect": name(),
        "accept": only_true,
        "name": told("Asks for the own address or the peer's.", &names(NAMES.into_iter())),
        "shutdown": names(SHUT.into_iter()),
        "close": told("True closes; \"reset\" closes with a reset.", &json!({ "enum": [true, "reset"] })),
        "serve": told("Answers one request after the other.", &names(Program::NAMES.into_iter())),
        "measure": told("What came before is a warm-up and does not count.", &only_true),
        "repeat": told("How often the steps are done.", &reference("expression")),
    })
}

/// What goes with the words.
fn with_words() -> Value {
    let mut file = table(
        &["name"],
        json!({
            "name": text(),
            "count": reference("expression"),
            "text": text(),
            "lines": reference("expression"),
        }),
    );
    file["oneOf"] = exactly_one(&["text", "lines"]);
    let command = table(&["text", "run"], json!({ "text": text(), "run": some(&text()) }));
    json!({
        "id": told("A name by which others can wait for this step.", &name()),
        "when": reference("when"),
        "all": told("On after a partial send, as sendall does.", &switch()),
        "more": told("MSG_MORE.", &switch()),
        "raw": told("Past the endpoint's codec.", &switch()),
        "to": told("To whom, where the endpoint has several peers.", &name()),
        "times": reference("expression"),
        "until": names(UNTIL.into_iter()),
        "limit-ms": told("How long a recv waits at most.", &reference("expression")),
        "request-size": told("Bytes of a request at most; 1024 if left out.", &reference("expression")),
        "requests": told("Ends after so many requests.", &reference("expression")),
        "last": told("Ends when it has answered this request.", &text()),
        "answers": some(&text()),
        "commands": told("All that the shell runs.", &some(&command)),
        "files": told("All that the shell's folder holds.", &list(&file)),
        "steps": list(&reference("word")),
    })
}

fn gate() -> Value {
    let mut gates: Map<String, Value> = GATES.iter().map(|&gate| (gate.to_owned(), text())).collect();
    gates.insert("queued".to_owned(), reference("expression"));
    let mut schema = table(&[], Value::Object(gates));
    schema["oneOf"] = exactly_one(&GATES);
    schema
}
