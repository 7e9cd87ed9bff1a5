//! How far the bytes of a stream have come at a moment of its run: not sent yet, with the sender's
//! kernel, with the receiver's, or read. For a replay that shows what was known then and no more.

use super::boundary::{DatagramFate, Message, StreamView};
use super::evidence::Departure;
use super::scenario::Transport;
use super::trace::Trace;

/// When each message and each read of a stream came how far, in nanoseconds since the run began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// When each message's first send was called.
    offered: Vec<u64>,
    /// When each message's last byte came to the receiver's kernel; the greatest number if it never did.
    handed: Vec<u64>,
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
        let first_call = |message: &Message| trace.call(message.first_call).start_ns;
        let taken = taken(trace, view);
        let left = left(trace, view);
        let handed_known = left.is_some();
        // Whoever has read a byte has it, whatever the clock of another source says.
        let mut handed = match left {
            Some(left) => left.iter().zip(&taken).map(|(left, taken)| *left.min(taken)).collect(),
            None => taken,
        };
        rise(&mut handed);
        Self {
            offered: view.messages.iter().map(first_call).collect(),
            handed,
            handed_known,
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
            handed_known: self.handed_known,
            returned,
            in_recv: by(&self.entered) > returned,
            over: self.over_ns as f64 <= ns,
        }
    }
}

/// When each message's last byte was read, of a datagram the last that there was room for; the
/// greatest number if it was not.
fn taken(trace: &Trace, view: &StreamView) -> Vec<u64> {
    let is_stream = trace.scenario.transport.is_stream();
    let mut taken = vec![u64::MAX; view.messages.len()];
    for read in &view.reads {
        for piece in view.pieces_of(read) {
            let Ok(at) = view.messages.binary_search_by_key(&piece.message, |message| message.number)
            else {
                continue;
            };
            if !is_stream || piece.to == view.messages[at].span.len {
                taken[at] = trace.call(read.call).end_ns;
            }
        }
    }
    taken
}

/// When each message's last byte left for the receiver's kernel; `None` if nothing tells.
///
/// UDP on the loopback interface, and `AF_UNIX`, have queued it by the time that send returns. Over
/// TCP it may wait, and only timestamps tell.
fn left(trace: &Trace, view: &StreamView) -> Option<Vec<u64>> {
    if trace.scenario.transport != Transport::Tcp {
        return Some(view.messages.iter().map(|message| trace.call(message.last_call).end_ns).collect());
    }
    let departures = trace.evidence.as_ref()?.departures(view.stream);
    let left_at = |message: &Message| {
        let at = departures.partition_point(|departure| departure.end < message.span.end());
        let sent = |departure: &Departure| departure.sent_ns.or(departure.scheduled_ns);
        departures.get(at).and_then(sent).unwrap_or(u64::MAX)
    };
    (!departures.is_empty()).then(|| view.messages.iter().map(left_at).collect())
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
