//! How far the bytes of a stream have come at a moment of its run: not sent yet, with the sender's
//! kernel, with the receiver's, or read. For a replay that shows what was known then and no more.

use super::boundary::{DatagramFate, StreamView};
use super::handover::handovers;
use super::journey::{Journey, journeys};
use super::scenario::Transport;
use super::span::StreamOffset;
use super::trace::Trace;

/// When each message and each read of a stream came how far, in nanoseconds since the run began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// When each message's first send was called.
    offered: Vec<u64>,
    /// When each message's last byte came to the receiver's kernel; the greatest number if it never did.
    handed: Vec<u64>,
    /// Up to which byte the stream has come there, and since when; ascending.
    reached: Vec<(u64, StreamOffset)>,
    /// Whether the kernel, or the transport, tells when that was.
    handed_known: bool,
    /// When each read was called.
    entered: Vec<u64>,
    /// When it returned.
    returned: Vec<u64>,
    /// When the last call of the run returned.
    over_ns: u64,
}

/// How far a stream has come at a moment. Places are those of its [`StreamView`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The messages before this place have been offered to the kernel; the others are not sent yet.
    pub offered: usize,
    /// The messages before this place are with the receiver's kernel, or behind it.
    pub handed: usize,
    /// The bytes before this place are with the receiver's kernel: of the next message, those segments
    /// that have left.
    pub handed_to: StreamOffset,
    /// Whether it is known when a message came to the receiver's kernel. If not, `handed` counts
    /// those that were read.
    pub handed_known: bool,
    /// The reads before this place have returned.
    pub returned: usize,
    /// Whether the next read has been called: the receiver waits in it.
    pub in_recv: bool,
    /// Whether the run is over, so that what has not come by now never does.
    pub over: bool,
}

impl Timeline {
    /// Looks up when everything happened.
    pub fn of(trace: &Trace, view: &StreamView) -> Self {
        let calls = view.reads.iter().map(|read| trace.call(read.call));
        let (entered, returned) = calls.map(|call| (call.start_ns, call.end_ns)).unzip();
        let ways = journeys(trace, view);
        // Whoever has read a byte has it, whatever the clock of another source says.
        let arrived = |way: &Journey| {
            let taken = way.taken_ns.unwrap_or(u64::MAX);
            way.left.map_or(taken, |left| left.ns.min(taken))
        };
        let mut handed: Vec<u64> = ways.iter().map(arrived).collect();
        rise(&mut handed);
        let parts = handovers(trace, view).unwrap_or_default();
        let parts = parts.iter().filter_map(|part| Some((part.left?.ns, part.span.end())));
        let wholes = handed.iter().zip(&view.messages).map(|(&ns, message)| (ns, message.span.end()));
        let mut reached: Vec<(u64, StreamOffset)> = parts.chain(wholes).collect();
        reached.sort_unstable();
        let mut furthest = StreamOffset::default();
        for (_, end) in &mut reached {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self {
            offered: ways.iter().map(|way| way.offered_ns).collect(),
            handed,
            reached,
            handed_known: ways.iter().any(|way| way.left.is_some()),
            entered,
            returned,
            over_ns: trace.calls().map(|(_, call)| call.end_ns).max().unwrap_or(0),
        }
    }

    /// How far everything has come at that moment, what happens at it included.
    pub fn at(&self, ns: f64) -> Whereabouts {
        let by = |moments: &[u64]| moments.partition_point(|&moment| moment as f64 <= ns);
        let returned = by(&self.returned);
        let handed = by(&self.handed);
        Whereabouts {
            offered: by(&self.offered).max(handed),
            handed,
            handed_to: self.reached_by(ns),
            handed_known: self.handed_known,
            returned,
            in_recv: by(&self.entered) > returned,
            over: self.over_ns as f64 <= ns,
        }
    }

    fn reached_by(&self, ns: f64) -> StreamOffset {
        let by = self.reached.partition_point(|&(moment, _)| moment as f64 <= ns);
        by.checked_sub(1).map_or_else(StreamOffset::default, |last| self.reached[last].1)
    }
}

/// No message overtakes another: what is later than its successor came with it at the latest.
fn rise(moments: &mut [u64]) {
    let mut next = u64::MAX;
    for moment in moments.iter_mut().rev() {
        *moment = (*moment).min(next);
        next = *moment;
    }
}

impl StreamView {
    /// The same stream as it was when it had come so far: with the reads that had returned, and the
    /// boundaries that they decide. The messages still to come keep their places.
    #[must_use]
    pub fn as_of(&self, now: &Whereabouts, transport: Transport) -> Self {
        let mut then = self.clone();
        then.reads.truncate(now.returned);
        then.pieces.truncate(then.reads.last().map_or(0, |read| read.pieces.end));
        if !now.over {
            then.undecided_drops = 0;
        }
        if !transport.is_stream() {
            then.forget_fates(now);
        }
        then.recount(transport.is_stream());
        let offered = &self.messages[..now.offered];
        then.summary.messages = offered.iter().filter(|message| message.measured).count() as u64;
        then
    }

    /// A datagram that was not read by then waited, unless the kernel had no room for it.
    fn forget_fates(&mut self, now: &Whereabouts) {
        let mut read: Vec<u32> = self.pieces.iter().map(|piece| piece.message).collect();
        read.sort_unstable();
        for (place, message) in self.messages.iter_mut().enumerate() {
            let is_handed = place < now.handed;
            message.fate = match message.fate {
                Some(DatagramFate::Delivered | DatagramFate::Truncated)
                    if read.binary_search(&message.number).is_ok() =>
                {
                    message.fate
                }
                Some(DatagramFate::Dropped) if is_handed => message.fate,
                Some(_) if is_handed => Some(DatagramFate::Unread),
                _ => None,
            };
        }
    }
}

#[cfg(test)]
mod tests;
