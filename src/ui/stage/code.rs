//! The two lines of code that matter in a stream: how it is sent, and how it is read. They are short for
//! what the scripts say, and true of every setting: a knob that is turned turns a number in them.

use std::time::Duration;

use crate::model::{Action, EndpointId, Payload, Program, Scenario, Step, StreamId, StreamOffset};
use crate::text::numbers::in_bytes;

use super::bytes::literal;
use super::facts::usual_call_names;

/// Characters of a message that are written out, with the quotes.
const LITERAL: usize = 24;
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
    /// An option that is set, left out next.
    Set(String),
    Loop(u32, Vec<Part>),
}

impl Code {
    /// The lines of a stream.
    pub fn of(scenario: &Scenario, stream: StreamId) -> Self {
        let (from, to) = scenario.ends(stream);
        Self {
            sending: Writer { scenario, sends_on: Some(stream), receives: false, literal: LITERAL }
                .ways(from),
            receiving: Writer { scenario, sends_on: None, receives: true, literal: LITERAL }.ways(to),
        }
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

/// Writes what an endpoint does.
struct Writer<'a> {
    scenario: &'a Scenario,
    /// Its sends on that stream.
    sends_on: Option<StreamId>,
    /// And what it receives.
    receives: bool,
    /// Messages are written out in at most so many characters, and else as their size.
    literal: usize,
}

impl Writer<'_> {
    fn ways(&self, end: EndpointId) -> Vec<String> {
        ways(&self.script(end), &Self { literal: 0, ..*self }.script(end))
    }

    /// What an endpoint does once the warm-up is over. Where only its peer says when that is, the last thing that
    /// it does is all that is certain to come behind.
    fn script(&self, end: EndpointId) -> Vec<Part> {
        let script = |end| &self.scenario.endpoint(end).script;
        let measures = |end| script(end).iter().any(|step| step.action == Action::Measure);
        let mut parts = trimmed(self.parts(script(end)));
        if !measures(end) && self.scenario.endpoint_ids().any(measures) {
            parts.drain(..parts.len().saturating_sub(1));
        }
        parts
    }

    /// Of a script only what counts: what was before a measure is a warm-up.
    fn parts(&self, steps: &[Step]) -> Vec<Part> {
        let measured =
            steps.iter().rposition(|step| step.action == Action::Measure).map_or(0, |at| at + 1);
        let mut parts = Vec::new();
        for step in &steps[measured..] {
            if let Action::Repeat { times, steps } = &step.action {
                let inner = self.parts(steps);
                match times {
                    _ if !inner.iter().any(Part::calls) => {}
                    0 => {}
                    1 => parts.extend(inner),
                    _ => parts.push(Part::Loop(*times, inner)),
                }
                continue;
            }
            let received = if self.receives { self.received(&step.action) } else { None };
            let sent = self.sends_on.map_or_else(Vec::new, |stream| self.sent(&step.action, stream));
            match (received, &sent[..]) {
                // A service answers each request.
                (Some(Part::Call(text, name)), [Part::Call(_, answers), ..]) => {
                    let text = format!("{text}: {}", joined(&sent));
                    parts.push(Part::Call(text, format!("{name}: {answers}")));
                }
                (received, _) => parts.extend(received.into_iter().chain(sent)),
            }
        }
        parts
    }

    fn sent(&self, action: &Action, stream: StreamId) -> Vec<Part> {
        let (from, to) = self.scenario.ends(stream);
        let is_default = self.scenario.outgoing(from) == Some(stream);
        let frames = self.scenario.endpoint(from).codec.is_some() && self.scenario.transport.is_stream();
        let usual = self.send_name(from);
        let call = |what: &str| vec![Part::Call(format!("{usual}({what})"), usual.to_owned())];
        match action {
            Action::Send { payload, all, more, to: named } => {
                let meant = named.map_or(is_default, |named| named == to);
                if !meant {
                    return Vec::new();
                }
                let name = if *all { "sendall" } else { usual };
                let what = written(payload, self.literal);
                vec![if *more {
                    Part::Call(format!("{name}({what}, MSG_MORE)"), format!("{name}(MSG_MORE)"))
                } else {
                    Part::Call(format!("{name}({what})"), name.to_owned())
                }]
            }
            // A frame holds the whole answer.
            Action::Serve(_) if frames => {
                vec![Part::Call("sendall(frame)".to_owned(), "sendall".to_owned())]
            }
            Action::Serve(service) => match service.program {
                Program::Echo => call("request"),
                Program::Shell(_) => [call("stderr"), call("stdout")].concat(),
                Program::Chat(_) => call("answer"),
                Program::Time => call("time"),
            },
            Action::Sleep(pause) if !pause.is_zero() => {
                vec![Part::Pause(format!("sleep({})", pause_of(*pause)))]
            }
            Action::Set(option) => vec![Part::Set(format!("{} = {}", option.name(), option.asked()))],
            _ => Vec::new(),
        }
    }

    fn received(&self, action: &Action) -> Option<Part> {
        let recv = usual_call_names(self.scenario.transport).1;
        let (before, size) = match action {
            Action::Recv { size, .. } => ("", *size),
            Action::RecvUntilEnd { size }
            | Action::RecvUntilFrame { size }
            | Action::RecvUntilQuiet { size, .. } => ("while ", *size),
            Action::Serve(service) => ("while ", service.recv),
            _ => return None,
        };
        // Where it is told only what is read, how much at a time comes first.
        let name =
            if self.sends_on.is_some() { format!("{before}{recv}") } else { format!("{recv}({size})") };
        Some(Part::Call(format!("{before}{recv}({size})"), name))
    }

    /// A datagram socket that is connected needs no address, see connect(2).
    fn send_name(&self, end: EndpointId) -> &'static str {
        let connects = |step: &Step| matches!(step.action, Action::Connect(_));
        let is_connected = self.scenario.endpoint(end).script.iter().any(connects);
        if is_connected { "send" } else { usual_call_names(self.scenario.transport).0 }
    }
}

impl Part {
    fn calls(&self) -> bool {
        match self {
            Self::Call(..) => true,
            Self::Pause(_) | Self::Set(_) => false,
            Self::Loop(_, parts) => parts.iter().any(Self::calls),
        }
    }

    /// Without pauses, and without options unless they are kept.
    fn bare(&self, keeps_options: bool) -> Option<Self> {
        match self {
            Self::Call(..) => Some(self.clone()),
            Self::Pause(_) => None,
            Self::Set(_) => keeps_options.then(|| self.clone()),
            Self::Loop(times, parts) => Some(Self::Loop(*times, bare(parts, keeps_options))),
        }
    }

    /// Calls without what is passed to them.
    fn named(&self) -> Self {
        match self {
            Self::Call(_, name) => Self::Call(name.clone(), name.clone()),
            Self::Pause(_) | Self::Set(_) => self.clone(),
            Self::Loop(times, parts) => Self::Loop(*times, parts.iter().map(Self::named).collect()),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Call(text, _) | Self::Pause(text) | Self::Set(text) => text.clone(),
            Self::Loop(times, parts) => match &parts[..] {
                [only @ Self::Call(..)] => times_of(&only.text(), *times as usize),
                _ => format!("({}) × {times}", joined(parts)),
            },
        }
    }
}

fn bare(parts: &[Part], keeps_options: bool) -> Vec<Part> {
    parts.iter().filter_map(|part| part.bare(keeps_options)).collect()
}

/// From the first call or the options before it to the last one: pauses before and behind them say nothing of
/// how they follow.
fn trimmed(mut parts: Vec<Part>) -> Vec<Part> {
    // A loop goes on with what one more call before it would do.
    let is_looped = |one: &Part, next: Option<&Part>| match (one, next) {
        (Part::Call(one, _), Some(Part::Call(next, _))) => next.strip_prefix("while ") == Some(one),
        _ => false,
    };
    let next_call = |at: usize| parts[at + 1..].iter().find(|part| part.calls());
    if let Some(at) = (0..parts.len()).find(|&at| is_looped(&parts[at], next_call(at))) {
        parts.remove(at);
    }
    let Some(call) = parts.iter().position(Part::calls) else { return Vec::new() };
    // An option that is set before the first call decides how it goes, and one that is set at last how long.
    let counts = |part: &Part| part.calls() || matches!(part, Part::Set(_));
    let first = parts[..call].iter().rposition(|part| !counts(part)).map_or(0, |at| at + 1);
    parts.truncate(parts.iter().rposition(counts).map_or(0, |last| last + 1));
    parts.drain(..first);
    parts
}

/// The ways to write it, from the longest to the shortest: with messages written out, with their sizes, with
/// the calls alone. None is cut short.
fn ways(literal: &[Part], sized: &[Part]) -> Vec<String> {
    let shorter = |parts: &[Part]| [parts.to_vec(), bare(parts, true), bare(parts, false)];
    let mut all = [shorter(literal), shorter(sized)].concat();
    all.push(bare(sized, false).iter().map(Part::named).collect());
    fitting(all.iter().map(|parts| joined(parts)).collect())
}

/// The ways to write a part in a conversation: in what order it sends and receives comes before what.
fn ways_of_both(parts: &[Part]) -> Vec<String> {
    let bare = bare(parts, false);
    let named: Vec<Part> = bare.iter().map(Part::named).collect();
    let mut ways = vec![joined(parts), joined(&bare), joined(&named)];
    if let Some(Part::Loop(_, round)) = named.iter().find(|part| matches!(part, Part::Loop(..))) {
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

/// One behind the other; the same several times on end once.
fn joined(parts: &[Part]) -> String {
    let texts: Vec<String> = parts.iter().map(Part::text).collect();
    let runs = texts.chunk_by(|one, other| one == other);
    let told = runs.map(|run| match run {
        [only] => only.clone(),
        _ => times_of(&run[0], run.len()),
    });
    told.collect::<Vec<_>>().join("; ")
}

fn times_of(text: &str, times: usize) -> String {
    if text.contains(" × ") { format!("({text}) × {times}") } else { format!("{text} × {times}") }
}

/// A message as an argument: its text where it is short, else its size.
fn written(payload: &Payload, literal_within: usize) -> String {
    fn is_fixed(payload: &Payload) -> bool {
        match payload {
            Payload::Bytes(_) => true,
            Payload::Pattern(_) => false,
            Payload::Framed { body, .. } => is_fixed(body),
        }
    }
    let size = in_bytes(payload.len());
    if payload.is_empty() {
        return literal(&[]);
    }
    if !is_fixed(payload) || payload.len() > literal_within as u64 {
        return size;
    }
    let mut bytes = Vec::new();
    payload.write_to(StreamOffset(0), &mut bytes);
    let text = literal(&bytes);
    if text.len() <= literal_within { text } else { size }
}

/// "1 ms", "250 µs"
fn pause_of(pause: Duration) -> String {
    match pause.as_micros() {
        micros if micros % 1000 == 0 => format!("{} ms", micros / 1000),
        micros => format!("{micros} µs"),
    }
}

#[cfg(test)]
mod tests;
