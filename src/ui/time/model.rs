//! What there is to draw over time, worked out once per run: ways, waits, calls, queues.
//!
//! Moments are nanoseconds since the measured part began; what came before is negative.

use std::sync::Arc;

use crate::model::queue::QueueHistory;
use crate::model::{
    Call, CallIndex, CallKind, Counts, DatagramFate, Departure, EndpointId, ErrorName, Link, Message,
    Scenario, StreamId, StreamView, Trace, journey,
};
use crate::ui::stage::facts::StreamFacts;

use super::waits;

pub use super::waits::{Wait, Why};

/// One link of a run over time: two programs, and what went between them.
#[derive(Debug)]
pub struct Conversation {
    /// The one that connects, and the one that listens.
    pub ends: (String, String),
    /// The streams that carry something; at most one each way.
    pub directions: Vec<Direction>,
    /// The calls of both ends, in the order of their starts.
    pub calls: [Vec<TimedCall>; 2],
    /// The moment from which times are told, in nanoseconds since the run began.
    pub origin_ns: f64,
    /// The last moment at which measured bytes moved.
    pub moved_until: f64,
    /// When the last call returned.
    pub ended: f64,
    /// What came before the measured part: bytes, and from when to when.
    pub warm_up: Option<(u64, f64, f64)>,
}

/// One stream over time.
#[derive(Debug)]
pub struct Direction {
    /// Both sides lined up.
    pub facts: StreamFacts,
    /// Whether it goes from the left to the right: from the one that connects.
    pub forward: bool,
    /// The way of each message; places are those of the view's messages.
    pub ways: Vec<Way>,
    /// Reads that brought data; places are those of [`StreamFacts::data_reads`].
    pub reads: Vec<Taking>,
    /// Where bytes waited.
    pub waits: Vec<Wait>,
    /// How many bytes waited where, or why that is not known.
    pub queues: Result<Vec<Level>, String>,
}

/// One message's way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// When its first send was called.
    pub offered: f64,
    /// When its last send was called.
    pub last_offered: f64,
    /// When its last send returned.
    pub accepted: f64,
    /// When its last byte was handed to the network.
    pub left: Option<f64>,
    /// How that is known.
    pub known: Known,
    /// When it was acknowledged.
    pub acked: Option<f64>,
    /// When recv returned with its last byte.
    pub taken: Option<f64>,
    /// Whether it belongs to the measured part.
    pub measured: bool,
    /// Whether the kernel dropped it.
    pub dropped: bool,
    /// How many bytes.
    pub bytes: u64,
}

/// How the moment at which bytes left is known, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// The kernel told it of just these bytes.
    Stamped,
    /// The kernel told it of later bytes, which these were seen to leave with.
    Carried,
    /// Only the calls and the kernel's counters tell it, or nothing.
    FromCalls,
}

/// One read that brought data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taking {
    /// When recv was called.
    pub called: f64,
    /// When it returned.
    pub returned: f64,
    /// Whether a program that takes it for one message would be wrong.
    pub broken: bool,
    /// Whether it belongs to the measured part.
    pub measured: bool,
    /// The first and the last of its messages, by their places.
    pub messages: (usize, usize),
}

/// Bytes that wait from a moment on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// From when on.
    pub from: f64,
    /// In the sender's kernel.
    pub sending: u64,
    /// In the receiver's kernel.
    pub receiving: u64,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallSort {
    /// Offers bytes.
    Send,
    /// Asks for bytes.
    Recv,
    /// Ends something: shutdown, close.
    End,
    /// Anything else.
    Other,
}

/// One call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimedCall {
    /// Which.
    pub index: CallIndex,
    /// When it was entered.
    pub start: f64,
    /// When it returned.
    pub end: f64,
    /// What sort.
    pub sort: CallSort,
    /// With what it failed.
    pub error: Option<ErrorName>,
    /// Whether it belongs to the measured part.
    pub measured: bool,
}

impl Conversation {
    /// The links of a pane that carry something; without a trace, those that are meant to.
    ///
    /// `kept` is the run, also while its result is kept back: it decides which are drawn.
    pub fn of_pane(
        scenario: &Scenario,
        trace: Option<&Arc<Trace>>,
        kept: Option<&Arc<Trace>>,
    ) -> Vec<Self> {
        let mut facts = StreamFacts::of_pane(scenario, trace, kept);
        let of_link = |(place, link): (usize, &Link)| {
            let own: Vec<StreamFacts> =
                facts.extract_if(.., |facts| facts.stream.index() / 2 == place).collect();
            (!own.is_empty()).then(|| Self::of_link(scenario, *link, own, trace))
        };
        scenario.links.iter().enumerate().filter_map(of_link).collect()
    }

    fn of_link(
        scenario: &Scenario,
        link: Link,
        facts: Vec<StreamFacts>,
        trace: Option<&Arc<Trace>>,
    ) -> Self {
        let name = |id: EndpointId| scenario.endpoint(id).name.clone();
        let mut conversation = Self {
            ends: (name(link.active), name(link.passive)),
            directions: Vec::new(),
            calls: [Vec::new(), Vec::new()],
            origin_ns: 0.0,
            moved_until: 0.0,
            ended: 0.0,
            warm_up: None,
        };
        if let Some(trace) = trace {
            conversation.origin_ns = trace.origin_ns() as f64;
            conversation.calls = calls(trace, link, &facts, conversation.origin_ns);
        }
        let origin_ns = conversation.origin_ns;
        conversation.directions =
            facts.into_iter().map(|facts| Direction::new(facts, trace, origin_ns)).collect();
        conversation.find_ends();
        conversation
    }

    fn find_ends(&mut self) {
        let measured = self.directions.iter().flat_map(Direction::moments);
        self.moved_until = measured.fold(0.0, f64::max);
        let ends = self.calls.iter().flatten().map(|call| call.end);
        self.ended = ends.fold(self.moved_until, f64::max);
        for direction in &self.directions {
            let warm = direction.ways.iter().filter(|way| !way.measured);
            for way in warm {
                let (bytes, from, to) = self.warm_up.unwrap_or((0, f64::MAX, f64::MIN));
                let last = way.taken.unwrap_or(way.accepted);
                self.warm_up = Some((bytes + way.bytes, from.min(way.offered), to.max(last)));
            }
        }
    }

    /// A moment of a replay, which begins a nanosecond before the origin, see [`Trace::before_origin_ns`].
    pub fn since_origin(&self, replayed_ns: f64) -> f64 {
        replayed_ns - self.origin_ns.min(1.0)
    }

    /// Whether both sides send.
    pub fn is_mutual(&self) -> bool {
        self.directions.len() > 1
    }
}

/// The calls of both ends that concern this link.
fn calls(trace: &Trace, link: Link, facts: &[StreamFacts], origin_ns: f64) -> [Vec<TimedCall>; 2] {
    let mut calls = [Vec::new(), Vec::new()];
    for (index, call) in trace.calls() {
        let side = if call.endpoint == link.active {
            0
        } else if call.endpoint == link.passive {
            1
        } else {
            continue;
        };
        let own =
            |stream: StreamId| facts.iter().any(|facts| facts.stream.index() / 2 == stream.index() / 2);
        if call.stream.is_none_or(own) {
            calls[side].push(timed(trace, index, &call, origin_ns));
        }
    }
    calls
}

fn timed(trace: &Trace, index: CallIndex, call: &Call, origin_ns: f64) -> TimedCall {
    let sort = match call.kind {
        kind if kind.is_send() => CallSort::Send,
        kind if kind.is_recv() => CallSort::Recv,
        CallKind::Shutdown | CallKind::Close => CallSort::End,
        _ => CallSort::Other,
    };
    TimedCall {
        index,
        start: call.start_ns as f64 - origin_ns,
        end: call.end_ns.max(call.start_ns) as f64 - origin_ns,
        sort,
        error: call.outcome.err(),
        measured: trace.is_measured(call),
    }
}

impl Direction {
    fn new(facts: StreamFacts, trace: Option<&Arc<Trace>>, origin_ns: f64) -> Self {
        let forward = !facts.stream.is_backward();
        let mut direction = Self {
            facts,
            forward,
            ways: Vec::new(),
            reads: Vec::new(),
            waits: Vec::new(),
            queues: Ok(Vec::new()),
        };
        let Some(trace) = trace else { return direction };
        let view = &direction.facts.view;
        direction.ways = ways(trace, view, origin_ns);
        direction.reads = takings(trace, &direction.facts, origin_ns);
        direction.queues = levels(trace, view, origin_ns);
        direction.waits =
            waits::waits(trace, &direction.facts, (&direction.ways, &direction.reads), origin_ns);
        direction
    }

    /// All moments at which measured bytes moved.
    fn moments(&self) -> impl Iterator<Item = f64> + '_ {
        let measured = self.ways.iter().filter(|way| way.measured);
        let of_way = |way: &Way| [Some(way.accepted), way.left, way.taken].into_iter().flatten();
        let reads = self.reads.iter().filter(|read| read.measured).map(|read| read.returned);
        measured.flat_map(of_way).chain(reads)
    }
}

fn ways(trace: &Trace, view: &StreamView, origin_ns: f64) -> Vec<Way> {
    let since = |ns: u64| ns as f64 - origin_ns;
    let journeys = journey::journeys(trace, view);
    let way = |(journey, message): (&journey::Journey, &Message)| {
        let (offered, accepted) = (since(journey.offered_ns), since(journey.accepted_ns));
        // Clocks of the kernel and of the lab are compared to some microseconds only: nothing
        // leaves before it is offered, nor is it taken before it leaves.
        let last_offered = since(journey.last_offered_ns);
        let left = journey.left.map(|left| since(left.ns).max(last_offered));
        let taken = journey.taken_ns.map(|ns| since(ns).max(last_offered));
        let left = match (left, taken) {
            (Some(left), Some(taken)) => Some(left.min(taken)),
            _ => left,
        };
        Way {
            offered,
            last_offered,
            accepted,
            left,
            known: known(trace, view, journey, message),
            acked: journey.acked_ns.map(since),
            taken,
            measured: journey.measured,
            dropped: message.fate == Some(DatagramFate::Dropped),
            bytes: message.span.len,
        }
    };
    journeys.iter().zip(&view.messages).map(way).collect()
}

fn known(trace: &Trace, view: &StreamView, journey: &journey::Journey, message: &Message) -> Known {
    let Some(left) = journey.left else { return Known::FromCalls };
    if !left.inferred {
        return Known::Stamped;
    }
    let stamps = trace.evidence.as_ref().map_or(&[][..], |evidence| evidence.departures(view.stream));
    let carrier = stamps.partition_point(|stamp| stamp.end < message.span.end());
    let told = |stamp: &Departure| [stamp.sent_ns, stamp.scheduled_ns].contains(&Some(left.ns));
    if stamps.get(carrier).is_some_and(told) { Known::Carried } else { Known::FromCalls }
}

fn takings(trace: &Trace, facts: &StreamFacts, origin_ns: f64) -> Vec<Taking> {
    let view = &facts.view;
    let counts_messages = facts.reckoning.counts == Counts::Messages;
    let place = |number: u32| view.messages.partition_point(|message| message.number < number);
    let taking = |&at: &usize| {
        let read = &view.reads[at];
        let call = trace.call(read.call);
        let pieces = view.pieces_of(read);
        let first = pieces.first().map_or(0, |piece| place(piece.message));
        Taking {
            called: call.start_ns as f64 - origin_ns,
            returned: call.end_ns as f64 - origin_ns,
            broken: counts_messages && read.measured && read.verdict.is_broken(),
            measured: read.measured,
            messages: (first, pieces.last().map_or(first, |piece| place(piece.message))),
        }
    };
    facts.data_reads.iter().map(taking).collect()
}

fn levels(trace: &Trace, view: &StreamView, origin_ns: f64) -> Result<Vec<Level>, String> {
    let history = QueueHistory::of(trace, view)?;
    let level = |point: &crate::model::queue::QueuePoint| Level {
        from: point.ns as f64 - origin_ns,
        sending: point.not_sent,
        receiving: point.unread,
    };
    Ok(history.points().iter().map(level).collect())
}
