//! What the card of each thing that is drawn over time says.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Cause, Trace};
use crate::text::Words;
use crate::text::numbers::in_bytes;
use crate::ui::card::Told;
use crate::ui::stage::details::{About, Subject};
use crate::ui::stage::facts::written;
use crate::ui::stage::labels::Telling;

use super::model::{Conversation, Direction, Known, Wait, Way, Why};
use super::scale::duration_label;
use super::scene::Chart;

/// A thing that is drawn over time.
#[derive(Clone, Debug)]
pub enum Thing<'a> {
    /// Sends of a direction, by the places of their messages.
    Sends(Range<usize>),
    /// Reads of a direction, by their places.
    Reads(Range<usize>),
    /// Messages on their way, by their places.
    Ways(Range<usize>),
    /// The acknowledgement of a message, by its place.
    Ack(usize),
    /// A wait, by its place.
    Wait(usize),
    /// A queue.
    Queue(&'a Chart),
    /// Calls of a side, by their places.
    Calls(usize, Range<usize>),
    /// What came before the measured part.
    WarmUp,
    /// A lane, with its name and whether it is a kernel's.
    Lane(&'a str, bool),
}

/// Words beside a wait.
#[derive(Clone, Debug)]
pub struct WaitForm {
    /// Who waits for what; lines may be broken between its words.
    pub who: Option<String>,
    /// How long, how many bytes, or for what: each stays on one line.
    pub parts: Vec<String>,
    /// What stands between two of them on the same line.
    pub between: &'static str,
}

/// Who tells of the things of a conversation.
#[derive(Clone, Copy)]
pub struct Teller<'a> {
    /// What is drawn.
    pub conversation: &'a Conversation,
    /// Its run.
    pub trace: Option<&'a Arc<Trace>>,
    /// The language.
    pub words: &'static Words,
}

impl<'a> Teller<'a> {
    /// The place of a direction, and a thing of it.
    pub fn of(self, direction: usize, thing: Thing<'a>) -> Telltale<'a> {
        Telltale { teller: self, direction, thing }
    }

    /// A direction.
    pub fn direction(self, place: usize) -> &'a Direction {
        &self.conversation.directions[place]
    }

    /// Who tells of a direction's bytes.
    pub fn telling(self, place: usize) -> Telling<'a> {
        Telling { facts: &self.direction(place).facts, trace: self.trace, words: &self.words.stage }
    }

    /// The numbers of the first and the last of some messages, as learners count.
    pub fn numbers(self, place: usize, messages: &Range<usize>) -> (u32, u32) {
        let facts = &self.direction(place).facts;
        let number = |at: usize| facts.message_number(facts.view.messages[at].number);
        (number(messages.start), number(messages.end - 1))
    }

    /// What stands beside a wait: in whole sentences, in short, and only how long it is.
    pub fn wait_forms(self, place: usize, wait: usize) -> [WaitForm; 3] {
        let words = &self.words.time.waits;
        let who = self.who_waits(place, wait);
        let wait = &self.direction(place).waits[wait];
        let several = wait.messages.len() > 1;
        let time = duration_label(wait.longest);
        let whole = vec![(words.how_long)(&time, several), (words.bytes)(wait.bytes, several)];
        let brief = match wait.why {
            Why::ForAck(_) => words.brief.ack,
            Why::Corked => words.brief.cork,
            Why::More => words.brief.more,
            Why::ForWindow => words.brief.window,
            Why::InKernel => words.brief.kernel,
            Why::ForRecv => words.brief.recv,
            Why::ForWakeUp => words.brief.wake_up,
            Why::ForRoom => words.brief.room,
        };
        [
            WaitForm { who: Some(who), parts: whole, between: words.between },
            WaitForm { who: None, parts: vec![time.clone(), brief.to_owned()], between: " " },
            WaitForm { who: None, parts: vec![time], between: "" },
        ]
    }

    /// What is said of a wait to those who listen.
    fn wait_name(self, place: usize, wait: usize) -> String {
        let [form, ..] = self.wait_forms(place, wait);
        let who = form.who.unwrap_or_default();
        format!("{who}{}{}", self.words.stage.comma, form.parts.join(form.between))
    }

    fn who_waits(self, place: usize, wait: usize) -> String {
        let wait = &self.direction(place).waits[wait];
        let (first, last) = self.numbers(place, &wait.messages);
        let words = &self.words.time.waits;
        let who = match wait.why {
            Why::ForAck(ack) => (words.for_ack)(first, last, ack),
            Why::Corked => (words.corked)(first, last),
            Why::More => (words.more)(first, last),
            Why::ForWindow => (words.for_window)(first, last),
            Why::InKernel => (words.in_kernel)(first, last),
            Why::ForRecv => (words.for_recv)(first, last),
            Why::ForWakeUp => (words.for_wake_up)(first, last),
            Why::ForRoom => words.for_room.to_owned(),
        };
        if !self.conversation.is_mutual() {
            return who;
        }
        let (left, right) = &self.conversation.ends;
        let sender = if self.direction(place).forward { left } else { right };
        (words.of_sender)(sender, &who)
    }

    /// The names of the lanes from left to right; those of kernels are not those of calls.
    pub fn lanes(self) -> [String; 4] {
        let words = &self.words.time.lanes;
        let (left, right) = &self.conversation.ends;
        match self.conversation.directions.first() {
            Some(direction) if !self.conversation.is_mutual() => {
                let (send, recv) = direction.facts.call_names;
                let mut names = [
                    format!("{send}()"),
                    words.sending_kernel.to_owned(),
                    words.receiving_kernel.to_owned(),
                    format!("{recv}()"),
                ];
                if !direction.forward {
                    names.reverse();
                }
                names
            }
            _ => [left.clone(), (words.kernel_of)(left), (words.kernel_of)(right), right.clone()],
        }
    }
}

/// A thing with who tells of it.
pub struct Telltale<'a> {
    teller: Teller<'a>,
    direction: usize,
    thing: Thing<'a>,
}

impl Told for Telltale<'_> {
    fn name(&self) -> String {
        let teller = self.teller;
        let names = &teller.words.time.names;
        let bytes = |messages: &Range<usize>| -> u64 {
            teller.direction(self.direction).ways[messages.clone()].iter().map(|way| way.bytes).sum()
        };
        match &self.thing {
            Thing::Sends(messages) => teller.telling(self.direction).send_name(messages.clone()),
            Thing::Reads(reads) => teller.telling(self.direction).read_name(reads.clone()),
            Thing::Ways(messages) => {
                let (first, last) = teller.numbers(self.direction, messages);
                let way = &teller.direction(self.direction).ways[messages.start];
                match messages.len() {
                    1 if way.dropped => (names.dropped)(first),
                    1 => (names.way)(first, bytes(messages)),
                    _ => (names.ways)(first, last, bytes(messages)),
                }
            }
            Thing::Ack(message) => {
                (names.ack)(teller.numbers(self.direction, &(*message..message + 1)).0)
            }
            Thing::Wait(wait) => teller.wait_name(self.direction, *wait),
            Thing::Queue(chart) => {
                let lanes = teller.lanes();
                let forward = teller.direction(self.direction).forward;
                let lane = if chart.sending == forward { &lanes[1] } else { &lanes[2] };
                (names.queue)(chart.most, lane)
            }
            Thing::Calls(side, calls) => self.calls_name(*side, calls),
            Thing::WarmUp => {
                let bytes = teller.conversation.warm_up.map_or(0, |(bytes, ..)| bytes);
                (teller.words.stage.names.warm_up)(bytes)
            }
            Thing::Lane(name, _) => (*name).to_owned(),
        }
    }

    fn rows(&self) -> Vec<(&'static str, String)> {
        let teller = self.teller;
        let words = teller.words;
        match &self.thing {
            Thing::Sends(messages) => {
                let mut rows = self.about(&Subject::Sends(messages.clone()));
                if let [way] = &teller.direction(self.direction).ways[messages.clone()] {
                    rows.extend(way_rows(way, words));
                }
                rows
            }
            Thing::Reads(reads) => self.about(&Subject::Reads(reads.clone())),
            Thing::Ways(messages) => match &teller.direction(self.direction).ways[messages.clone()] {
                [way] => way_rows(way, words),
                _ => Vec::new(),
            },
            Thing::Ack(message) => {
                let acked = teller.direction(self.direction).ways[*message].acked;
                let at = acked.map(|acked| (words.time.card.acked, exact(acked)));
                let source = (words.stage.card.source, words.time.card.stamped.to_owned());
                at.into_iter().chain([source]).collect()
            }
            Thing::Wait(wait) => {
                let wait = &teller.direction(self.direction).waits[*wait];
                let mut rows = vec![
                    (words.time.card.from, format!("{}, {}", exact(wait.from), exact(wait.to))),
                    (words.time.card.longest, duration_label(wait.longest)),
                    (words.time.card.bytes, in_bytes(wait.bytes)),
                ];
                rows.extend(self.who_held(wait));
                rows.push(source(wait.known, words));
                rows
            }
            Thing::Calls(side, calls) => self.call_rows(*side, calls),
            Thing::Queue(_) | Thing::WarmUp => Vec::new(),
            Thing::Lane(_, kernel) => self.lane_rows(*kernel),
        }
    }
}

impl Telltale<'_> {
    fn about(&self, subject: &Subject<'_>) -> Vec<(&'static str, String)> {
        About { subject, telling: &self.teller.telling(self.direction) }.rows()
    }

    /// Who held bytes back, as the model names it.
    fn who_held(&self, wait: &Wait) -> Option<(&'static str, String)> {
        let words = &self.teller.words.stage;
        let names = |cause: &Cause| words.causes.of(cause.name()).map(|word| word.short);
        let names: Vec<_> = wait.causes.iter().filter_map(names).collect();
        let text = match names.as_slice() {
            [] => return None,
            [one] if wait.inferred => (words.causes.inferred)(one),
            [one] => (*one).to_owned(),
            several => (words.causes.possible)(&several.join(words.causes.or)),
        };
        Some((words.card.cause, text))
    }

    fn calls_name(&self, side: usize, places: &Range<usize>) -> String {
        let teller = self.teller;
        let names = &teller.words.time.names;
        let calls = &teller.conversation.calls[side][places.clone()];
        let ends = &teller.conversation.ends;
        let endpoint = if side == 0 { &ends.0 } else { &ends.1 };
        let took = duration_label(calls.iter().map(|call| call.end - call.start).sum());
        let ([call], Some(trace)) = (calls, teller.trace) else {
            let count = calls.len() as u64;
            let failed = calls.first().and_then(|call| call.error);
            return match failed {
                Some(error) => (names.all_failed)(count, endpoint, error.name()),
                None => (names.calls)(count, endpoint, &took),
            };
        };
        let made = trace.call(call.index);
        let name = written(made.kind, trace.scenario.transport);
        let written = if made.asked > 0 || made.kind.is_send() || made.kind.is_recv() {
            format!("{name}({})", made.asked)
        } else {
            format!("{name}()")
        };
        match made.outcome {
            Ok(_) => (names.call)(&written, endpoint, &took),
            Err(error) => (names.failed)(&written, endpoint, error.name()),
        }
    }

    fn call_rows(&self, side: usize, places: &Range<usize>) -> Vec<(&'static str, String)> {
        let teller = self.teller;
        let card = &teller.words.stage.card;
        let calls = &teller.conversation.calls[side][places.clone()];
        let ([call], Some(trace)) = (calls, teller.trace) else { return Vec::new() };
        let made = trace.call(call.index);
        let returned = match made.outcome {
            Ok(value) => value.to_string(),
            Err(error) => error.name().to_owned(),
        };
        vec![
            (card.returned, returned),
            (card.called, exact(call.start)),
            (card.took, exact(call.end - call.start)),
            (card.source, card.measured.to_owned()),
        ]
    }

    fn lane_rows(&self, kernel: bool) -> Vec<(&'static str, String)> {
        let words = &self.teller.words.time.lanes;
        if !kernel {
            return vec![("", words.program.to_owned())];
        }
        let why = self.teller.conversation.directions.iter().find_map(|way| way.queues.as_ref().err());
        match why {
            Some(reason) => vec![("", (words.not_available)(reason))],
            None => vec![("", words.kernel.to_owned())],
        }
    }
}

fn way_rows(way: &Way, words: &Words) -> Vec<(&'static str, String)> {
    let card = &words.time.card;
    let mut rows = vec![(card.offered, exact(way.offered)), (card.accepted, exact(way.accepted))];
    let unknown = || card.unknown.to_owned();
    rows.push((card.left, way.left.map_or_else(unknown, exact)));
    rows.extend(way.acked.map(|acked| (card.acked, exact(acked))));
    rows.extend(way.taken.map(|taken| (card.taken, exact(taken))));
    if let Some(left) = way.left {
        rows.push((card.held, exact((left - way.accepted).max(0.0))));
        rows.extend(way.taken.map(|taken| (card.waited, exact((taken - left).max(0.0)))));
    }
    rows.push(source(way.known, words));
    rows
}

fn source(known: Known, words: &Words) -> (&'static str, String) {
    let card = &words.time.card;
    let how = match known {
        Known::Stamped => card.stamped,
        Known::Carried => card.carried,
        Known::FromCalls => card.inferred,
    };
    (words.stage.card.source, how.to_owned())
}

/// A moment since the measured part began, or a duration: "43.018 ms", "12.4 µs".
fn exact(ns: f64) -> String {
    if ns.abs() < 1e5 {
        format!("{:.1} µs", ns / 1e3)
    } else if ns.abs() < 1e9 {
        format!("{:.3} ms", ns / 1e6)
    } else {
        format!("{:.4} s", ns / 1e9)
    }
}
