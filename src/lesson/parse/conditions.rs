//! Claims and predictions: facts of a run and what they are compared with.

use std::ops::Range;

use toml::de::DeValue;

use super::names::Names;
use super::table::{Node, Table};
use crate::lesson::condition::{
    Certainty, Claim, Condition, Expected, Fact, Test, cause_from_name, verdict_from_name,
};
use crate::lesson::facts::FactKind;
use crate::lesson::lesson::{PredictionChoice, Settings};
use crate::model::{CallKind, Cause, ErrorName, FrameError};

/// What a condition is judged on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    /// Each run of a claim by itself.
    EachRun,
    /// The one run of a question.
    OneRun,
    /// The many runs of a question.
    ManyRuns,
}

pub(super) fn claim(table: &Table<'_>, names: &Names) -> Option<Claim> {
    let condition = condition(table, names, On::EachRun);
    let set = match table.get("set") {
        Some(node) => super::knobs::settings(&node, names),
        None => Some(Settings::new()),
    };
    let certainty = table.get("share").map_or(Some(Certainty::Certain), |node| share(&node));
    table.report_unknown();
    let line = table.problems.source.line_of(table.span.start);
    Some(Claim { condition: condition?, set: set?, certainty: certainty?, line })
}

fn share(node: &Node<'_>) -> Option<Certainty> {
    let table = node.table()?;
    let runs = table.need("runs").and_then(|node| node.number_within(1..=100_000));
    let least = table.get("at-least");
    let most = table.get("at-most");
    if least.is_none() && most.is_none() {
        node.problem("this share is never wrong", "expected `at-least` or `at-most`");
    }
    let at_least = least.as_ref().map_or(Some(0.0), Node::share);
    let at_most = most.as_ref().map_or(Some(1.0), Node::share);
    table.finish();
    let (at_least, at_most) = (at_least?, at_most?);
    if at_least > at_most {
        let message = format!("`at-least` is {at_least} and `at-most` is {at_most}");
        least?.problem(message, "expected a share that is not above `at-most`");
        return None;
    }
    Some(Certainty::Share { runs: u32::try_from(runs?).ok()?, at_least, at_most })
}

pub(super) fn choice(table: &Table<'_>, names: &Names, on: On) -> Option<PredictionChoice> {
    let label = table.need("label").and_then(|node| node.bilingual());
    let right_if = condition(table, names, on);
    table.report_unknown();
    Some(PredictionChoice { label: label?, right_if: right_if? })
}

fn condition(table: &Table<'_>, names: &Names, on: On) -> Option<Condition> {
    let known = Fact::ALL.map(|(_, name, _)| name);
    let fact = table.need("fact").and_then(|node| node.one_of("fact", &known)).map(|at| Fact::ALL[at]);
    let fits = fact.is_none_or(|(fact, ..)| fits(table, fact, on));
    let pane = table.need("pane").and_then(|node| names.pane(&node));
    let streams = names.streams();
    let stream = match table.get("stream") {
        Some(node) => {
            let known: Vec<&str> = streams.iter().map(String::as_str).collect();
            node.one_of("stream", &known).map(|at| streams[at].clone())
        }
        None => streams.first().cloned(),
    };
    let read = number_of(table, fact.map(|(fact, ..)| fact));
    let test = test(table, fact.map(|(_, _, kind)| kind));
    if !fits {
        return None;
    }
    Some(Condition { fact: fact?.0, pane: pane?, stream: stream?, read: read?, test: test? })
}

/// Notes a fact of many runs where one is asked, and the other way round.
fn fits(table: &Table<'_>, fact: Fact, on: On) -> bool {
    let Some((_, node)) = table.entry("fact") else { return true };
    if fact.is_over_runs() != (on == On::ManyRuns) {
        let (message, expected) = match on {
            On::EachRun => ("a claim is about each run", "expected a fact of one run, with a `share`"),
            On::OneRun => ("this fact is about many runs", "expected `runs = N` in the step"),
            On::ManyRuns => ("this step asks about many runs", "expected `broken-share` or `outcomes`"),
        };
        node.problem(message, expected);
        return false;
    }
    if let (true, Some((span, _))) = (fact.is_over_runs(), table.entry("stream")) {
        table.problems.add(&span, "this fact is about whole runs", "expected no `stream`");
        return false;
    }
    true
}

/// Facts about one read or one frame name it.
pub(in crate::lesson) const NUMBERED: [(&str, &[Fact], &str); 2] = [
    ("read", &[Fact::ReadData, Fact::ReadMessages], "`read-data` or `read-messages`"),
    ("frame", &[Fact::FrameData], "`frame-data`"),
];

fn number_of(table: &Table<'_>, fact: Option<Fact>) -> Option<usize> {
    let mut number = Some(0);
    for (key, numbered, facts) in NUMBERED {
        match (table.get(key), fact) {
            (node, Some(fact)) if numbered.contains(&fact) => {
                let node = node.or_else(|| table.need(key));
                let place = node.and_then(|node| node.number_within(0..=i64::from(u32::MAX)));
                number = place.and_then(|place| usize::try_from(place).ok());
            }
            (Some(node), Some(_)) => {
                let message = format!("this fact is not about one {key}");
                node.problem(message, format!("expected `{key}` only with {facts}"));
                number = None;
            }
            _ => {}
        }
    }
    number
}

fn test(table: &Table<'_>, kind: Option<FactKind>) -> Option<Test> {
    if let (Some((least_key, least)), Some((_, most))) = (table.entry("at-least"), table.entry("at-most"))
        && table.entry("equals").is_none()
        && table.entry("differs").is_none()
    {
        table.known(&["at-least", "at-most"]);
        return within(&least_key, &least, &most, kind?);
    }
    let (word, span, node) = table.exactly_one(&["equals", "differs", "at-least", "at-most"])?;
    let kind = kind?;
    match word {
        "equals" => expected(&node, kind).map(Test::Equals),
        "differs" => expected(&node, kind).map(Test::Differs),
        _ if kind != FactKind::Number => compares_numbers(word, &span, &node, kind),
        "at-least" => node.number().map(Test::AtLeast),
        _ => node.number().map(Test::AtMost),
    }
}

fn within(key: &Range<usize>, least: &Node<'_>, most: &Node<'_>, kind: FactKind) -> Option<Test> {
    if kind != FactKind::Number {
        return compares_numbers("at-least", key, least, kind);
    }
    let (from, to) = (least.number(), most.number());
    let (from, to) = (from?, to?);
    if from > to {
        let message = format!("`at-least` is {from} and `at-most` is {to}");
        least.problem(message, "expected a number that is not above `at-most`");
        return None;
    }
    Some(Test::Within(from, to))
}

fn compares_numbers<T>(word: &str, key: &Range<usize>, node: &Node<'_>, kind: FactKind) -> Option<T> {
    let message = format!("`{word}` compares numbers, and this fact is {}", kind.name());
    node.problems.add(key, message, "expected `equals` or `differs`");
    None
}

fn expected(node: &Node<'_>, kind: FactKind) -> Option<Expected> {
    match kind {
        FactKind::Number => match node.value {
            DeValue::Integer(_) => node.number().map(Expected::Number),
            _ => node.wrong_type(kind.name()),
        },
        FactKind::Switch => node.switch().map(Expected::Switch),
        FactKind::Text => node.text().map(|text| Expected::Text(text.to_owned())),
        FactKind::Numbers => {
            let items = list(node, kind)?;
            let numbers: Vec<Option<i64>> = items.iter().map(Node::number).collect();
            numbers.into_iter().collect::<Option<_>>().map(Expected::Numbers)
        }
        FactKind::Verdicts
        | FactKind::Errors
        | FactKind::FrameErrors
        | FactKind::Causes
        | FactKind::Calls => {
            let items = list(node, kind)?;
            let texts: Vec<Option<String>> = items.iter().map(|item| name(item, kind)).collect();
            texts.into_iter().collect::<Option<_>>().map(Expected::Texts)
        }
    }
}

fn list<'a>(node: &Node<'a>, kind: FactKind) -> Option<Vec<Node<'a>>> {
    if matches!(node.value, DeValue::Array(_)) { node.list() } else { node.wrong_type(kind.name()) }
}

fn name(node: &Node<'_>, kind: FactKind) -> Option<String> {
    let text = node.text()?;
    match kind {
        FactKind::Errors => {
            let known: Vec<&str> = ErrorName::ALL.iter().map(|error| error.name()).collect();
            node.one_of("error", &known)?;
        }
        FactKind::Calls => {
            let known: Vec<&str> = CallKind::ALL.iter().map(|call| call.name()).collect();
            node.one_of("call", &known)?;
        }
        FactKind::FrameErrors => {
            node.one_of("frame error", &FrameError::NAMES)?;
        }
        FactKind::Causes if cause_from_name(text).is_none() => {
            node.one_of("cause", &Cause::ALL.map(|(_, name)| name))?;
        }
        FactKind::Verdicts if verdict_from_name(text).is_none() => {
            node.one_of("verdict", &VERDICTS)?;
        }
        _ => {}
    }
    Some(text.to_owned())
}

/// The verdicts by name.
pub(in crate::lesson) const VERDICTS: [&str; 7] =
    ["intact", "merged", "partial", "mixed", "truncated", "empty", "end-of-stream"];
