//! What is known about the sending side of one stream: when each byte was accepted, what the kernel
//! said about it afterwards, when it left and when it was acknowledged.

use super::evidence::{Departure, Evidence, Quantity, Sample};
use super::handover::Moment;
use super::recording::Call;
use super::scenario::{EndpointId, StreamId};
use super::span::{ByteSpan, StreamOffset};
use super::trace::Trace;

/// One call that got bytes accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    pub span: ByteSpan,
    pub start_ns: u64,
    pub end_ns: u64,
    pub more: bool,
}

/// What the counters of a TCP sender said at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub at_ns: u64,
    /// Whether a send had not returned: what it says may have been so for a while.
    pub during_send: bool,
    /// Everything before it has left at least once.
    pub left: StreamOffset,
    /// Everything before it was acknowledged; at most `left`.
    pub acked: StreamOffset,
    /// Segments that left, those sent again not counted.
    pub segments: u64,
    /// The most bytes of data in a segment.
    pub segment_size: Option<u64>,
    /// Bytes that were accepted and have not left.
    pub not_sent: Option<u64>,
    /// Segments that left and are not acknowledged.
    pub unacked: Option<u64>,
    /// The window that the receiver offers, from `acked` on.
    pub window: Option<u64>,
}

impl Look {
    /// Whether the receiver's window has no room for so many bytes, or for a whole segment.
    pub fn window_is_closed_for(&self, waiting: u64) -> bool {
        let Some(window) = self.window else { return false };
        let room = window.saturating_sub(self.left.since(self.acked));
        waiting > 0 && room < waiting.min(self.segment_size.unwrap_or(waiting))
    }
}

/// The sending side of one stream.
#[derive(Debug)]
pub(super) struct Sender<'a> {
    pub endpoint: EndpointId,
    pub accepted: Vec<Accepted>,
    pub looks: Vec<Look>,
    pub departures: &'a [Departure],
}

impl<'a> Sender<'a> {
    pub fn of(trace: &'a Trace, stream: StreamId) -> Self {
        let endpoint = trace.scenario.ends(stream).0;
        let sends = trace.calls().map(|(_, call)| call).filter(|call| sends_on(call, stream));
        let mut accepted: Vec<Accepted> = sends
            .map(|call| Accepted {
                span: ByteSpan { start: call.offset, len: call.moved() },
                start_ns: call.start_ns,
                end_ns: call.end_ns,
                more: call.more,
            })
            .collect();
        accepted.sort_by_key(|call| call.span.start);
        let mut sender = Self { endpoint, accepted, looks: Vec::new(), departures: &[] };
        if let Some(evidence) = &trace.evidence {
            sender.departures = evidence.departures(stream);
            sender.looks = sender.look(evidence);
        }
        sender
    }

    /// The samples of a TCP socket as positions in its one outgoing stream; those that lack what is
    /// needed for that are left out.
    fn look(&self, evidence: &Evidence) -> Vec<Look> {
        let mut looks: Vec<Look> = Vec::new();
        let mut last = Look::default();
        let mut acked_at_start = None;
        for sample in evidence.of(self.endpoint) {
            let Some(look) = self.look_at(sample, &mut acked_at_start) else { continue };
            // Each counter is read at one moment and can only have grown since the sample before.
            last = Look {
                left: look.left.max(last.left),
                acked: look.acked.min(look.left).max(last.acked),
                segments: look.segments.max(last.segments),
                ..look
            };
            looks.push(last);
        }
        looks
    }

    fn look_at(&self, sample: &Sample, acked_at_start: &mut Option<u64>) -> Option<Look> {
        let value = |quantity| sample.get(quantity);
        let during_send = self.is_sending(sample.at_ns);
        if during_send && value(Quantity::BytesSent).is_none() {
            // How much was accepted is told by calls that have returned.
            return None;
        }
        let accepted = self.accepted_by(sample.at_ns);
        let resent = value(Quantity::BytesRetransmitted);
        let left = match (value(Quantity::BytesSent), resent, value(Quantity::NotSent)) {
            (Some(sent), Some(resent), _) => StreamOffset(sent.saturating_sub(resent)),
            (.., Some(waiting)) => StreamOffset(accepted.since(StreamOffset(waiting))),
            _ => return None,
        };
        // The end of the stream takes a number too: what left cannot be more than what was accepted.
        let left = left.min(self.end());
        let segments = value(Quantity::DataSegsOut)?;
        if left == StreamOffset(0) && !during_send {
            *acked_at_start = value(Quantity::BytesAcked);
        }
        let acked = match (value(Quantity::BytesAcked), *acked_at_start, value(Quantity::SendQueue)) {
            // The SYN is counted, so only what was added since the start are bytes.
            (Some(acked), Some(start), _) => StreamOffset(acked.saturating_sub(start)),
            (.., Some(queued)) => StreamOffset(accepted.0.saturating_sub(queued)),
            _ => StreamOffset(0),
        };
        Some(Look {
            at_ns: sample.at_ns,
            during_send,
            left,
            acked,
            segments: segments.saturating_sub(value(Quantity::Retransmits).unwrap_or(0)),
            segment_size: value(Quantity::SendMss).filter(|&size| size > 0),
            not_sent: value(Quantity::NotSent),
            unacked: value(Quantity::Unacked),
            window: value(Quantity::SendWindow),
        })
    }

    /// Whether a send that got bytes accepted was under way then.
    fn is_sending(&self, ns: u64) -> bool {
        let called = self.accepted.partition_point(|call| call.start_ns < ns);
        called.checked_sub(1).is_some_and(|last| ns < self.accepted[last].end_ns)
    }

    /// The end of what was accepted in calls that had returned by then.
    fn accepted_by(&self, ns: u64) -> StreamOffset {
        let returned = self.accepted.partition_point(|call| call.end_ns <= ns);
        returned.checked_sub(1).map_or(StreamOffset(0), |last| self.accepted[last].span.end())
    }

    /// The end of everything that was accepted.
    pub fn end(&self) -> StreamOffset {
        self.accepted.last().map_or(StreamOffset(0), |call| call.span.end())
    }

    /// The call that got the byte at that place accepted.
    pub fn call_with(&self, byte: StreamOffset) -> Option<&Accepted> {
        let behind = self.accepted.partition_point(|call| call.span.start <= byte);
        let call = self.accepted.get(behind.checked_sub(1)?)?;
        (byte < call.span.end()).then_some(call)
    }

    /// The call that got the byte before that place accepted.
    pub fn call_before(&self, end: StreamOffset) -> Option<&Accepted> {
        self.call_with(StreamOffset(end.0.checked_sub(1)?))
    }

    /// The last look at the counters that was taken by then.
    pub fn look_by(&self, ns: u64) -> Option<&Look> {
        let taken = self.looks.partition_point(|look| look.at_ns <= ns);
        self.looks.get(taken.checked_sub(1)?)
    }

    /// When the byte before that place was handed to the device.
    ///
    /// Measured where the kernel told it of just this byte. Else a conclusion: a send whose own
    /// timestamp was replaced by a later one's left with that one's bytes; what was seen to have left
    /// during its call had left by then, and what was seen to right after it left during the call.
    pub fn left(&self, end: StreamOffset) -> Option<Moment> {
        if let Some(carrier) = self.carrier(end)
            && let Some(ns) = handed(carrier)
        {
            return Some(Moment { ns, inferred: carrier.end != end });
        }
        let (not_before, not_after) = self.seen_to_leave(end);
        let call = self.call_before(end).filter(|_| not_after < u64::MAX)?;
        let ns = call.end_ns.min(not_after).max(call.start_ns);
        (not_before < call.end_ns).then_some(Moment { ns, inferred: true })
    }

    /// The timestamp of the byte before that place, or of the bytes that it left with.
    fn carrier(&self, end: StreamOffset) -> Option<&Departure> {
        let next = self.departures.partition_point(|departure| departure.end < end);
        let next = self.departures.get(next)?;
        if next.end == end {
            return Some(next);
        }
        // Both were seen to have left for the first time at the same look.
        let seen = |end| self.looks.partition_point(|look| look.left < end);
        (handed(next).is_some() && seen(end) == seen(next.end)).then_some(next)
    }

    /// The last look before the byte before that place had left, and the first one after.
    fn seen_to_leave(&self, end: StreamOffset) -> (u64, u64) {
        let seen = self.looks.partition_point(|look| look.left < end);
        let not_before = seen.checked_sub(1).map_or(0, |before| self.looks[before].at_ns);
        (not_before, self.looks.get(seen).map_or(u64::MAX, |look| look.at_ns))
    }

    /// When the byte before that place was acknowledged, or those that it left with.
    pub fn acked(&self, end: StreamOffset) -> Option<u64> {
        self.carrier(end)?.acked_ns
    }

    /// When the kernel said that everything up to just that place was acknowledged.
    pub fn acked_exactly(&self, end: StreamOffset) -> Option<u64> {
        let at = self.departures.binary_search_by_key(&end, |departure| departure.end).ok()?;
        self.departures[at].acked_ns
    }

    /// How long the bytes of a segment waited, the first one longest: from being accepted to leaving.
    pub fn waited(&self, segment: ByteSpan) -> Option<u64> {
        let accepted = self.call_with(segment.start)?.end_ns;
        // During a call that blocks it is not known when which byte was accepted.
        self.left(segment.end())?.ns.checked_sub(accepted)
    }
}

fn handed(departure: &Departure) -> Option<u64> {
    departure.sent_ns.or(departure.scheduled_ns)
}

fn sends_on(call: &Call, stream: StreamId) -> bool {
    call.stream == Some(stream) && call.kind.is_send() && call.moved() > 0
}
