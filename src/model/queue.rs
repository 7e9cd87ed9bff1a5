//! How many bytes of a stream waited where, over time.
//!
//! A byte passes four posts: accepted by the sender's kernel, handed to the network (on loopback it is
//! then with the receiver's kernel), acknowledged, taken by the receiving program. Each post counts
//! the bytes that passed it, and no byte passes one before the posts ahead of it: so what lies between
//! two posts is never less than nothing, however coarse the clocks.

use super::boundary::{Message, StreamView};
use super::evidence::Quantity;
use super::scenario::Transport;
use super::sender::Sender;
use super::span::StreamOffset;
use super::trace::Trace;
use super::{DatagramFate, handover};

/// What waits from a moment on until the next point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueuePoint {
    /// From when on, in nanoseconds since the run began.
    pub ns: u64,
    /// Bytes that the sender's kernel has accepted and not handed over.
    pub not_sent: u64,
    /// Bytes that it handed over, and of which it keeps a copy until they are acknowledged.
    pub unacknowledged: u64,
    /// Bytes that wait in the receiver's kernel to be read.
    pub unread: u64,
    /// Whether the moment or an amount is a conclusion.
    pub inferred: bool,
}

/// The queues of one stream as steps in time. Before the first point nothing waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueHistory {
    points: Vec<QueuePoint>,
}

/// The post that bytes pass, from the program that sends to the program that receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Post {
    Accepted,
    Left,
    Acked,
    Taken,
}

/// By then, so many bytes had passed.
struct Event {
    ns: u64,
    post: Post,
    bytes: u64,
    inferred: bool,
}

impl QueueHistory {
    /// The queues of one stream of a run.
    ///
    /// An `AF_UNIX` stream and datagrams have no queue at the sender: their bytes are the receiver's
    /// once a send has returned, except those of dropped datagrams.
    ///
    /// # Errors
    /// Why it is not known where the bytes waited.
    pub fn of(trace: &Trace, view: &StreamView) -> Result<Self, String> {
        let mut events = Vec::new();
        match trace.scenario.transport {
            Transport::Tcp => {
                let sender = Sender::of(trace, view.stream);
                if sender.looks.is_empty() && sender.departures.is_empty() && !sender.accepted.is_empty()
                {
                    return Err(handover::why_unknown(trace, view.stream));
                }
                tcp_events(trace, view, &sender, &mut events);
            }
            Transport::UnixStream => {
                let sender = Sender::of(trace, view.stream);
                let accepted = sender.accepted.iter();
                events.extend(accepted.map(|call| event(call.end_ns, Post::Left, call.span.end().0)));
                taken_events(trace, view, &mut events);
            }
            _ => datagram_events(trace, view, &mut events),
        }
        Ok(Self { points: walk(events, trace.scenario.transport == Transport::Tcp) })
    }

    /// All points in the order of time; no two at one moment.
    pub fn points(&self) -> &[QueuePoint] {
        &self.points
    }

    /// What waited at a moment.
    pub fn at(&self, ns: u64) -> QueuePoint {
        let begun = self.points.partition_point(|point| point.ns <= ns);
        begun.checked_sub(1).map_or_else(QueuePoint::default, |last| self.points[last])
    }
}

fn event(ns: u64, post: Post, bytes: u64) -> Event {
    Event { ns, post, bytes, inferred: false }
}

fn tcp_events(trace: &Trace, view: &StreamView, sender: &Sender<'_>, events: &mut Vec<Event>) {
    events
        .extend(sender.accepted.iter().map(|call| event(call.end_ns, Post::Accepted, call.span.end().0)));
    for look in &sender.looks {
        // While a call waits for room, the counters alone tell how much of it was accepted.
        let accepted = look.not_sent.map(|waiting| look.left.advanced_by(waiting).min(sender.end()));
        let seen = |post, bytes: StreamOffset| Event {
            ns: look.at_ns,
            post,
            bytes: bytes.0,
            inferred: look.during_send,
        };
        events.extend(accepted.map(|end| seen(Post::Accepted, end)));
        events.extend([seen(Post::Left, look.left), seen(Post::Acked, look.acked)]);
    }
    for call in &sender.accepted {
        if let Some(left) = sender.left(call.span.end()) {
            let bytes = call.span.end().0;
            events.push(Event { ns: left.ns, post: Post::Left, bytes, inferred: left.inferred });
        }
    }
    for departure in sender.departures {
        let acked = departure.acked_ns.map(|ns| event(ns, Post::Acked, departure.end.0));
        events.extend(acked);
    }
    taken_events(trace, view, events);
    arrived_events(trace, view, sender, events);
}

fn taken_events(trace: &Trace, view: &StreamView, events: &mut Vec<Event>) {
    let taken = view.reads.iter();
    events.extend(taken.map(|read| event(trace.call(read.call).end_ns, Post::Taken, read.span.end().0)));
}

/// What the receiver's kernel said to hold beyond what was read has left the sender.
fn arrived_events(trace: &Trace, view: &StreamView, sender: &Sender<'_>, events: &mut Vec<Event>) {
    let Some(evidence) = &trace.evidence else { return };
    let receiver = trace.scenario.ends(view.stream).1;
    let mut reads = view.reads.iter().peekable();
    let mut taken = 0;
    for sample in evidence.of(receiver) {
        while let Some(read) = reads.next_if(|read| trace.call(read.call).end_ns <= sample.at_ns) {
            taken = read.span.end().0;
        }
        let queued = sample.get(Quantity::ReceiveQueue);
        let arrived = queued.map(|queued| (taken + queued).min(sender.end().0));
        events.extend(arrived.map(|bytes| event(sample.at_ns, Post::Left, bytes)));
    }
}

/// Datagrams by the sum of their bytes, those that were dropped left out.
fn datagram_events(trace: &Trace, view: &StreamView, events: &mut Vec<Event>) {
    let mut sum = 0;
    let mut behind = Vec::with_capacity(view.messages.len());
    for message in &view.messages {
        // Where only the number of drops is known, which ones waited is not.
        let inferred = is_undecided(view, message);
        if message.fate != Some(DatagramFate::Dropped) && !inferred {
            sum += message.span.len;
        }
        behind.push(sum);
        let ns = trace.call(message.last_call).end_ns;
        events.push(Event { ns, post: Post::Left, bytes: sum, inferred });
    }
    for read in &view.reads {
        let piece = view.pieces_of(read).first();
        let place = piece.and_then(|piece| {
            view.messages.binary_search_by_key(&piece.message, |message| message.number).ok()
        });
        if let Some(place) = place {
            events.push(event(trace.call(read.call).end_ns, Post::Taken, behind[place]));
        }
    }
}

fn is_undecided(view: &StreamView, message: &Message) -> bool {
    view.undecided_drops > 0 && message.fate.is_none()
}

/// Goes through the events in the order of time. Only TCP keeps what was not acknowledged.
fn walk(mut events: Vec<Event>, acknowledges: bool) -> Vec<QueuePoint> {
    events.sort_by_key(|event| (event.ns, event.post));
    let (mut accepted, mut left, mut acked, mut taken) = (0, 0, 0, 0);
    let mut points: Vec<QueuePoint> = Vec::new();
    for event in events {
        // What has passed a post has passed those ahead of it, at this moment at the latest.
        let implied = match event.post {
            Post::Accepted => false,
            Post::Left => acknowledges && event.bytes > accepted,
            Post::Acked | Post::Taken => event.bytes > left,
        };
        let passed = |count: &mut u64| *count = (*count).max(event.bytes);
        passed(&mut accepted);
        if event.post > Post::Accepted {
            passed(&mut left);
        }
        match event.post {
            Post::Acked => passed(&mut acked),
            Post::Taken => passed(&mut taken),
            Post::Accepted | Post::Left => {}
        }
        if !acknowledges {
            acked = left;
        }
        let point = QueuePoint {
            ns: event.ns,
            not_sent: accepted - left,
            unacknowledged: left - acked,
            unread: left - taken,
            inferred: event.inferred || implied,
        };
        let same = |a: &QueuePoint, b: &QueuePoint| {
            (a.not_sent, a.unacknowledged, a.unread) == (b.not_sent, b.unacknowledged, b.unread)
        };
        match points.last_mut() {
            Some(last) if same(last, &point) => {}
            Some(last) if last.ns == point.ns => {
                *last = QueuePoint { inferred: last.inferred || point.inferred, ..point };
            }
            None if same(&QueuePoint::default(), &point) => {}
            _ => points.push(point),
        }
    }
    points
}

#[cfg(test)]
mod tests;
