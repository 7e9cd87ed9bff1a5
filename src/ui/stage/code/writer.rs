//! From the script of an endpoint to the parts of a line of code.

use std::time::Duration;

use crate::model::step::Direction;
use crate::model::{
    Action, EndpointId, Payload, Program, Scenario, SocketOption, Step, StreamId, StreamOffset,
};
use crate::text::numbers::in_bytes;
use crate::ui::stage::bytes::literal;
use crate::ui::stage::facts::usual_call_names;

use super::{Part, joined, trimmed};

/// Writes what an endpoint does.
pub struct Writer<'a> {
    /// Of what it is.
    pub scenario: &'a Scenario,
    /// Its sends on that stream.
    pub sends_on: Option<StreamId>,
    /// And what it receives.
    pub receives: bool,
    /// Messages are written out in at most so many characters, and else as their size.
    pub literal: usize,
}

impl Writer<'_> {
    /// What an endpoint does once the warm-up is over. Where only its peer says when that is, the last thing that
    /// it does is all that is certain to come behind.
    pub fn script(&self, end: EndpointId) -> Vec<Part> {
        let script = |end| &self.scenario.endpoint(end).script;
        let measures = |end| script(end).iter().any(|step| step.action == Action::Measure);
        let mut parts = self.options(end);
        parts.extend(self.parts(script(end)));
        let mut parts = trimmed(parts);
        if !measures(end) && self.scenario.endpoint_ids().any(measures) {
            parts.drain(..parts.len().saturating_sub(1));
        }
        parts
    }

    /// The options that were set before, as far as they are about what is written.
    fn options(&self, end: EndpointId) -> Vec<Part> {
        let is_told = |option: &&SocketOption| match option {
            SocketOption::ReceiveBuffer(_) | SocketOption::ReceiveTimeout(_) => self.receives,
            _ => self.sends_on.is_some(),
        };
        let options = self.scenario.endpoint(end).options.iter().filter(is_told);
        options.filter_map(|&option| set(option)).collect()
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
            Action::Set(option) => vec![part_of(*option)],
            Action::Shutdown(direction) => {
                let how = match direction {
                    Direction::Write => "SHUT_WR",
                    Direction::Read => "SHUT_RD",
                    Direction::Both => "SHUT_RDWR",
                };
                vec![Part::Set(format!("shutdown({how})"))]
            }
            Action::Reset => {
                vec![Part::Set("SO_LINGER = 0".to_owned()), Part::Close("close()".to_owned())]
            }
            // In a conversation it matters what was read before.
            Action::Close if self.receives => vec![Part::Close("close()".to_owned())],
            _ => Vec::new(),
        }
    }

    fn received(&self, action: &Action) -> Option<Part> {
        let recv = usual_call_names(self.scenario.transport).1;
        // Of a byte stream an empty read is the end; a datagram may be empty.
        let until_end = if self.scenario.transport.is_connected() { "while " } else { "loop " };
        let (before, recv, size) = match action {
            Action::Recv { size, .. } => ("", recv, *size),
            Action::RecvUntilEnd { size } => (until_end, recv, *size),
            Action::RecvUntilQuiet { size, .. } => ("loop ", recv, *size),
            Action::RecvUntilFrame { size } => ("", "read_frame", *size),
            Action::Serve(service) => (until_end, recv, service.recv),
            _ => return None,
        };
        let call = format!("{before}{recv}({size})");
        // Where it is told only what is read, how much at a time is always told.
        let name = if self.sends_on.is_some() { format!("{before}{recv}") } else { call.clone() };
        Some(Part::Call(call, name))
    }

    /// A datagram socket that is connected needs no address, see connect(2).
    fn send_name(&self, end: EndpointId) -> &'static str {
        let connects = |step: &Step| matches!(step.action, Action::Connect(_));
        let is_connected = self.scenario.endpoint(end).script.iter().any(connects);
        if is_connected { "send" } else { usual_call_names(self.scenario.transport).0 }
    }
}

/// An option as it is set, unless that is how it is anyway.
fn set(option: SocketOption) -> Option<Part> {
    let is_usual = match option {
        SocketOption::Linger(seconds) => seconds.is_none(),
        _ => option.asked() == 0,
    };
    (!is_usual).then(|| part_of(option))
}

fn part_of(option: SocketOption) -> Part {
    let text = format!("{} = {}", option.name(), option.asked());
    match option {
        SocketOption::SendBuffer(_) | SocketOption::ReceiveBuffer(_) | SocketOption::MaxSegment(_) => {
            Part::Size(text)
        }
        _ => Part::Set(text),
    }
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
