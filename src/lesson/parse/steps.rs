//! Scripts, step by step.

use std::sync::Arc;

use toml::de::DeValue;

use super::expressions::expression;
use super::gates::gate;
use super::names::Names;
use super::table::{Node, Table};
use super::when::when;
use crate::lesson::lesson::EndpointScript;
use crate::lesson::script::{ScriptStep, SendPayload, TimeUnit, When, Word};
use crate::model::EndpointId;
use crate::model::step::Direction;

/// Whose script is read, and what it may refer to.
pub(super) struct Place<'n> {
    pub names: &'n Names,
    pub own: EndpointId,
}

/// The words of which each step has exactly one.
pub(in crate::lesson) const WORDS: [&str; 16] = [
    "send", "recv", "sleep-ms", "sleep-us", "wait", "set", "bind", "listen", "connect", "accept", "name",
    "shutdown", "close", "serve", "measure", "repeat",
];
/// The keys that go with one word only.
pub(in crate::lesson) const WITH: [(&str, &str); 14] = [
    ("all", "send"),
    ("more", "send"),
    ("raw", "send"),
    ("to", "send"),
    ("times", "recv"),
    ("until", "recv"),
    ("limit-ms", "recv"),
    ("request-size", "serve"),
    ("requests", "serve"),
    ("last", "serve"),
    ("answers", "serve"),
    ("commands", "serve"),
    ("files", "serve"),
    ("steps", "repeat"),
];

/// Whose name a socket is asked for.
pub(in crate::lesson) const NAMES: [&str; 2] = ["own", "peer"];
/// The directions that a shutdown ends.
pub(in crate::lesson) const SHUT: [&str; 3] = ["write", "read", "both"];
/// What a recv may go on until.
pub(in crate::lesson) const UNTIL: [&str; 3] = ["end", "quiet", "frame"];

pub(super) fn endpoint(
    table: Table<'_>,
    name: Option<&str>,
    own: EndpointId,
    names: &Names,
) -> Option<EndpointScript> {
    let options = table.get("options").map(|node| super::endpoints::options(&node, names));
    let codecs = table.get("codec").map(|node| super::codec::codecs(&node, names));
    let script = table.need("script").map(|node| steps(&node, &Place { names, own }));
    table.finish();
    Some(EndpointScript {
        name: name?.to_owned(),
        options: options.unwrap_or_default(),
        codecs: codecs.unwrap_or_default(),
        script: script?,
    })
}

fn steps(node: &Node<'_>, place: &Place<'_>) -> Vec<ScriptStep> {
    let nodes = node.list().unwrap_or_default();
    nodes.iter().filter_map(|node| step(&node.table()?, place)).collect()
}

fn step(table: &Table<'_>, place: &Place<'_>) -> Option<ScriptStep> {
    let label = table.get("id").and_then(|node| node.name()).map(Arc::from);
    let when = table.get("when").map_or(Some(When::default()), |node| when(&node, place.names));
    let found = table.exactly_one(&WORDS);
    for (key, word) in WITH {
        let (Some(node), Some((found, ..))) = (table.get(key), &found) else { continue };
        if *found != word {
            let span = table.entry(key).map_or(node.span, |(span, _)| span);
            let message = format!("`{key}` does not go with `{found}`");
            table.problems.add(&span, message, format!("expected `{key}` only with `{word}`"));
        }
    }
    let read = found.map(|(word, key, node)| {
        let span = key.start..node.span.end;
        (word_of(word, &node, table, place), span)
    });
    table.report_unknown();
    let (word, span) = read?;
    let line = table.problems.source.line_of(span.start);
    Some(ScriptStep { label, when: when?, word: word?, line, span })
}

fn word_of(word: &str, node: &Node<'_>, table: &Table<'_>, place: &Place<'_>) -> Option<Word> {
    match word {
        "send" => send(node, table, place),
        "recv" => recv(node, table, place),
        "sleep-ms" => expression(node, place.names).map(|time| Word::Sleep(time, TimeUnit::Milliseconds)),
        "sleep-us" => expression(node, place.names).map(|time| Word::Sleep(time, TimeUnit::Microseconds)),
        "wait" => gate(node, place).map(Word::Wait),
        "set" => super::endpoints::set(node, place.names).map(Word::Set),
        "bind" => match node.value {
            DeValue::String(_) => place.names.endpoint(node).map(|other| Word::Bind(Some(other))),
            _ => {
                only_true(node, "true or an endpoint, whose address is taken").map(|()| Word::Bind(None))
            }
        },
        "listen" => expression(node, place.names).map(Word::Listen),
        "connect" => peer(node, place).map(Word::Connect),
        "accept" => only_true(node, "true").map(|()| Word::Accept),
        "name" => node.one_of("name", &NAMES).map(|at| Word::Name { peer: at == 1 }),
        "shutdown" => {
            let ends = [Direction::Write, Direction::Read, Direction::Both];
            node.one_of("end", &SHUT).map(|at| Word::Shutdown(ends[at]))
        }
        "close" => match node.value {
            DeValue::String(_) => node.one_of("way to close", &["reset"]).map(|_| Word::Reset),
            _ => only_true(node, "true or \"reset\"").map(|()| Word::Close),
        },
        "serve" => super::services::serve(node, table, place.names).map(Word::Serve),
        "measure" => only_true(node, "true").map(|()| Word::Measure),
        _ => {
            let inner = table.need("steps").map(|node| steps(&node, place));
            Some(Word::Repeat { times: expression(node, place.names)?, steps: inner? })
        }
    }
}

fn only_true(node: &Node<'_>, expected: &str) -> Option<()> {
    match node.value {
        DeValue::Boolean(true) => Some(()),
        DeValue::Boolean(false) => {
            node.problem("this step does nothing", format!("expected {expected}, or no step at all"));
            None
        }
        _ => node.wrong_type(expected),
    }
}

fn send(node: &Node<'_>, table: &Table<'_>, place: &Place<'_>) -> Option<Word> {
    let all = table.get("all").map_or(Some(false), |node| node.switch());
    let more = table.get("more").map_or(Some(false), |node| node.switch());
    let raw = table.get("raw").map_or(Some(false), |node| node.switch());
    let to = match table.get("to") {
        Some(node) => Some(peer(&node, place)?),
        None => None,
    };
    Some(Word::Send { payload: payload(node, place)?, all: all?, more: more?, to, raw: raw? })
}

fn peer(node: &Node<'_>, place: &Place<'_>) -> Option<EndpointId> {
    let to = place.names.endpoint(node)?;
    if place.names.peers(place.own).contains(&to) {
        return Some(to);
    }
    node.problem(
        "there is no link to this endpoint",
        "expected one that `links` names together with this one",
    );
    None
}

fn payload(node: &Node<'_>, place: &Place<'_>) -> Option<SendPayload> {
    match node.value {
        DeValue::String(text) => Some(SendPayload::Turns(vec![text.as_bytes().into()])),
        DeValue::Array(_) => {
            let items = node.list()?;
            if items.is_empty() {
                node.problem("there is nothing to send", "expected at least one text");
                return None;
            }
            let texts: Vec<Option<Arc<[u8]>>> =
                items.iter().map(|item| item.text().map(|text| text.as_bytes().into())).collect();
            texts.into_iter().collect::<Option<_>>().map(SendPayload::Turns)
        }
        DeValue::Table(_) => {
            let table = node.table()?;
            let found = table.exactly_one(&["bytes", "hex"]);
            table.finish();
            match found? {
                ("bytes", _, node) => expression(&node, place.names).map(SendPayload::Generated),
                (_, _, node) => hex(&node).map(|bytes| SendPayload::Turns(vec![bytes])),
            }
        }
        _ => node.wrong_type("a text, a list of texts, `{ bytes = N }` or `{ hex = \"00 ff\" }`"),
    }
}

fn hex(node: &Node<'_>) -> Option<Arc<[u8]>> {
    let digits: String = node.text()?.split_whitespace().collect();
    let pairs = digits.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
        pair.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(())?;
        u8::from_str_radix(pair, 16).ok()
    });
    let bytes: Option<Vec<u8>> = pairs.collect();
    if bytes.is_none() {
        node.problem("these are not bytes", "expected two hexadecimal digits per byte: \"00 01 ff\"");
    }
    bytes.map(Arc::from)
}

fn recv(node: &Node<'_>, table: &Table<'_>, place: &Place<'_>) -> Option<Word> {
    let names = place.names;
    let size = expression(node, names);
    let times = table.get("times").map(|node| expression(&node, names).ok_or(())).transpose();
    let limit_ms = table.get("limit-ms").map(|node| expression(&node, names).ok_or(())).transpose();
    let Some(until) = table.get("until") else {
        return Some(Word::Recv { size: size?, times: times.ok()?, limit_ms: limit_ms.ok()? });
    };
    let found = until.one_of("end", &UNTIL)?;
    let quiet = found == 1;
    let without: &[&str] = if quiet { &["times"] } else { &["times", "limit-ms"] };
    for key in without {
        if let Some((span, _)) = table.entry(key) {
            let until = if quiet { "until = \"quiet\"" } else { "until" };
            let message = format!("`{key}` does not go with `{until}`");
            table.problems.add(&span, message, "expected only one of the two");
            return None;
        }
    }
    if quiet {
        table.need("limit-ms");
        return Some(Word::RecvUntilQuiet { size: size?, limit_ms: limit_ms.ok()?? });
    }
    Some(match found {
        2 => Word::RecvUntilFrame { size: size? },
        _ => Word::RecvUntilEnd { size: size? },
    })
}
