//! The two lines of code that matter in a stream: how it is sent, and how it is read. They are short for
//! what the scripts say, and true of every setting: a knob that is turned turns a number in them.

mod writer;

use crate::model::{Scenario, StreamId};

use writer::Writer;

/// Characters of a message that are written out, with the quotes.
const LITERAL: usize = 24;
/// What stands before a call that is repeated until something ends it.
const LOOPS: [&str; 2] = ["while", "loop"];
/// Calls of the longest round that is told apart.
const ROUND: usize = 3;
/// Characters of the longest line.
const LINE: usize = 60;

/// The lines of a stream, each from the longest way to write it to the shortest; without any where a script
/// does not say how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The sender's.
    pub sending: Vec<String>,
    /// The receiver's.
    pub receiving: Vec<String>,
}

/// What a line is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// A call with what is passed to it, and its name alone.
    Call(String, String),
    /// What stands between calls and is left out first.
    Pause(String),
    /// The end, left out next.
    Close(String),
    /// How large a buffer or a segment may be, left out at last.
    Size(String),
    /// Any other option, and half an end: without it the calls would mean something else.
    Set(String),
    Loop(u32, Vec<Part>),
}

impl Code {
    /// The lines of a stream.
    pub fn of(scenario: &Scenario, stream: StreamId) -> Self {
        let (from, to) = scenario.ends(stream);
        let sending = Writer { scenario, sends_on: Some(stream), receives: false, literal: LITERAL };
        let receiving = Writer { sends_on: None, receives: true, ..sending };
        let sized = Writer { literal: 0, ..sending };
        let mut receives = ways(&receiving.script(to), &receiving.script(to));
        // Of a loop the call alone, where there is nothing else.
        let only =
            receives.last().and_then(|way| way.split_once(' ')).filter(|(head, _)| LOOPS.contains(head));
        if let Some(call) = only.map(|(_, call)| call).filter(|call| !call.contains(';')) {
            receives.push(call.to_owned());
        }
        Self { sending: ways(&sending.script(from), &sized.script(from)), receiving: receives }
    }

    /// What both ends of a conversation do: the one that sends on that stream, and the other.
    pub fn of_conversation(scenario: &Scenario, there: StreamId) -> Self {
        let (from, to) = scenario.ends(there);
        let ways = |end, other| {
            let sends_on = scenario.stream_between(end, other);
            let writer = Writer { scenario, sends_on, receives: true, literal: LITERAL };
            ways_of_both(&writer.script(end))
        };
        Self { sending: ways(from, to), receiving: ways(to, from) }
    }

    /// The lines of a pane whose streams are not told apart.
    pub fn of_pane(scenario: &Scenario) -> Self {
        let mut sending =
            scenario.stream_ids().filter(|&stream| !Self::of(scenario, stream).sending.is_empty());
        match (sending.next(), sending.next()) {
            (Some(there), None) => Self::of(scenario, there),
            (Some(there), Some(_)) => Self::of_conversation(scenario, there),
            (None, _) => Self::default(),
        }
    }

    /// Both in one line, from the longest way to write them to the shortest.
    pub fn in_one_line(&self) -> Vec<String> {
        let (sending, receiving) = (&self.sending, &self.receiving);
        match (sending.last(), receiving.last()) {
            (Some(_), Some(short)) => {
                let both = |one: &String, other: &String| format!("{one} → {other}");
                let pairs = receiving.iter().map(|other| both(&sending[0], other));
                pairs.chain(sending[1..].iter().map(|one| both(one, short))).collect()
            }
            _ => sending.iter().chain(receiving).cloned().collect(),
        }
    }
}

impl Part {
    fn calls(&self) -> bool {
        match self {
            Self::Call(..) => true,
            Self::Pause(_) | Self::Close(_) | Self::Size(_) | Self::Set(_) => false,
            Self::Loop(_, parts) => parts.iter().any(Self::calls),
        }
    }

    /// As far as it is kept.
    fn kept(&self, keep: Keep) -> Option<Self> {
        let is_kept = match self {
            Self::Call(..) | Self::Set(_) => true,
            Self::Pause(_) => keep >= Keep::All,
            Self::Close(_) => keep >= Keep::Close,
            Self::Size(_) => keep >= Keep::Sizes,
            Self::Loop(times, parts) => return Some(Self::Loop(*times, kept(parts, keep))),
        };
        is_kept.then(|| self.clone())
    }

    /// Calls without what is passed to them.
    fn named(&self) -> Self {
        match self {
            Self::Call(_, name) => Self::Call(name.clone(), name.clone()),
            Self::Pause(_) | Self::Close(_) | Self::Size(_) | Self::Set(_) => self.clone(),
            Self::Loop(times, parts) => Self::Loop(*times, parts.iter().map(Self::named).collect()),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Call(text, _)
            | Self::Pause(text)
            | Self::Close(text)
            | Self::Size(text)
            | Self::Set(text) => text.clone(),
            Self::Loop(times, parts) => match &parts[..] {
                [only @ Self::Call(..)] => times_of(&only.text(), *times as usize),
                _ => format!("({}) × {times}", joined(parts)),
            },
        }
    }
}

/// What of a line is kept, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Keep {
    Calls,
    Sizes,
    Close,
    All,
}

fn kept(parts: &[Part], keep: Keep) -> Vec<Part> {
    parts.iter().filter_map(|part| part.kept(keep)).collect()
}

/// With everything, and shorter and shorter.
fn shorter(parts: &[Part]) -> Vec<Vec<Part>> {
    [Keep::All, Keep::Close, Keep::Sizes, Keep::Calls].map(|keep| kept(parts, keep)).to_vec()
}

/// From the first call or the options before it to the last one: pauses before and behind them say nothing of
/// how they follow.
fn trimmed(mut parts: Vec<Part>) -> Vec<Part> {
    let Some(call) = parts.iter().position(Part::calls) else { return Vec::new() };
    // An option that is set before the first call decides how it goes, and one that is set at last how long.
    let counts =
        |part: &Part| part.calls() || matches!(part, Part::Set(_) | Part::Size(_) | Part::Close(_));
    let first = parts[..call].iter().rposition(|part| !counts(part)).map_or(0, |at| at + 1);
    parts.truncate(parts.iter().rposition(counts).map_or(0, |last| last + 1));
    parts.drain(..first);
    parts
}

/// The ways to write it, from the longest to the shortest: with messages written out, with their sizes, with
/// the calls alone. None is cut short.
fn ways(literal: &[Part], sized: &[Part]) -> Vec<String> {
    let mut all = [shorter(literal), shorter(sized)].concat();
    all.push(kept(sized, Keep::Calls).iter().map(Part::named).collect());
    fitting(all.iter().map(|parts| joined(parts)).collect())
}

/// The ways to write a part in a conversation: in what order it sends and receives comes before what.
fn ways_of_both(parts: &[Part]) -> Vec<String> {
    let named: Vec<Part> = kept(parts, Keep::Calls).iter().map(Part::named).collect();
    let mut ways: Vec<String> = shorter(parts).iter().map(|parts| joined(parts)).collect();
    ways.push(joined(&named));
    // One round stands for all, if there is nothing else but the end to wait for.
    if let [Part::Loop(_, round), rest @ ..] = &named[..]
        && rest.iter().all(|part| matches!(part, Part::Call(text, _) if text.starts_with("while ")))
        && round.len() > 1
    {
        ways.push(joined(round));
    }
    fitting(ways)
}

/// Each once, and none that is too long.
fn fitting(ways: Vec<String>) -> Vec<String> {
    let mut fitting: Vec<String> = Vec::new();
    for way in ways {
        if !way.is_empty() && way.chars().count() <= LINE && !fitting.contains(&way) {
            fitting.push(way);
        }
    }
    fitting
}

/// One behind the other; what comes several times on end is written once.
fn joined(parts: &[Part]) -> String {
    let texts: Vec<String> = parts.iter().map(Part::text).collect();
    let mut told = Vec::new();
    let mut rest = &texts[..];
    while !rest.is_empty() {
        let times = |len: usize| rest.chunks(len).take_while(|chunk| **chunk == rest[..len]).count();
        let rounds = (1..=ROUND.min(rest.len())).map(|len| (len, times(len)));
        // The most that one loop covers; the shortest round of those that cover as much.
        let repeated = rounds.filter(|&(_, times)| times > 1);
        let (len, times) = repeated.rev().max_by_key(|(len, times)| len * times).unwrap_or((1, 1));
        let round = rest[..len].join("; ");
        told.push(match (len, times) {
            (_, 1) => round,
            (1, _) => times_of(&round, times),
            _ => format!("({round}) × {times}"),
        });
        rest = &rest[len * times..];
    }
    told.join("; ")
}

fn times_of(text: &str, times: usize) -> String {
    if text.contains(" × ") { format!("({text}) × {times}") } else { format!("{text} × {times}") }
}

#[cfg(test)]
mod tests;
