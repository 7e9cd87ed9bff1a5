//! Each message's way: offered by the program, accepted by its kernel, handed to the network,
//! acknowledged, taken by the receiving program.

use super::boundary::{Message, Read, StreamView};
use super::handover::Moment;
use super::scenario::Transport;
use super::sender::Sender;
use super::trace::Trace;

/// The moments of one message, in nanoseconds since the run began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journey {
    /// The message's number in its stream.
    pub message: u32,
    /// When its first send was called.
    pub offered_ns: u64,
    /// When its last send was called: that is the one that got its last byte accepted.
    pub last_offered_ns: u64,
    /// When its last send returned: all its bytes are the kernel's.
    pub accepted_ns: u64,
    /// When its last byte was handed to the network; on loopback it is then with the receiving kernel.
    pub left: Option<Moment>,
    /// When its last byte was acknowledged.
    pub acked_ns: Option<u64>,
    /// When the recv returned that took its first byte.
    pub first_taken_ns: Option<u64>,
    /// When the recv returned that took its last byte.
    pub taken_ns: Option<u64>,
    /// Whether it belongs to the measured part.
    pub measured: bool,
}

impl Journey {
    /// How long its bytes waited in the sender's kernel, in nanoseconds; `None` if nothing tells.
    pub fn held_ns(&self) -> Option<u64> {
        self.left.map(|left| left.ns.saturating_sub(self.accepted_ns))
    }

    /// How long its bytes waited in the receiver's kernel, in nanoseconds.
    pub fn waited_ns(&self) -> Option<u64> {
        Some(self.taken_ns?.saturating_sub(self.left?.ns))
    }
}

/// The way of every message of a stream, the warm-up too, in order.
///
/// A datagram leaves within its call, and so do bytes on an `AF_UNIX` stream: there `left` is a
/// conclusion wherever the kernel gave no timestamp. Of TCP, `left` is not known where neither a
/// timestamp nor the sender's counters tell it.
pub fn journeys(trace: &Trace, view: &StreamView) -> Vec<Journey> {
    let sender = Sender::of(trace, view.stream);
    let way = |message: &Message| {
        let accepted_ns = trace.call(message.last_call).end_ns;
        let (first, last) = taken_by(trace, view, message);
        let ended = |read: Option<&Read>| read.map(|read| trace.call(read.call).end_ns);
        let taken_ns = ended(last);
        let told = if message.span.is_empty() { None } else { sender.left(message.span.end()) };
        let at_once = || Moment { ns: accepted_ns, inferred: true };
        // A call may return after its bytes were read, which is when they had left at the latest.
        let earliest = |left: Moment| match taken_ns {
            Some(taken_ns) if left.inferred => Moment { ns: left.ns.min(taken_ns), ..left },
            _ => left,
        };
        let is_tcp = trace.scenario.transport == Transport::Tcp;
        Journey {
            message: message.number,
            offered_ns: trace.call(message.first_call).start_ns,
            last_offered_ns: trace.call(message.last_call).start_ns,
            accepted_ns,
            left: told.or_else(|| (!is_tcp).then(at_once)).map(earliest),
            acked_ns: if is_tcp { sender.acked(message.span.end()) } else { None },
            first_taken_ns: ended(first),
            taken_ns,
            measured: message.measured,
        }
    };
    view.messages.iter().map(way).collect()
}

/// The reads that took a message's first and its last byte; of a datagram, the one that took any.
fn taken_by<'a>(
    trace: &Trace,
    view: &'a StreamView,
    message: &Message,
) -> (Option<&'a Read>, Option<&'a Read>) {
    if !trace.scenario.transport.is_stream() {
        let of_message = |read: &&Read| {
            view.pieces_of(read).first().is_some_and(|piece| piece.message == message.number)
        };
        // Datagrams come in the order of their numbers, so reads hold them in that order.
        let at = view.reads.partition_point(|read| {
            view.pieces_of(read).first().is_some_and(|piece| piece.message < message.number)
        });
        let read = view.reads[at..].iter().find(|read| !read.pieces.is_empty()).filter(of_message);
        return (read, read);
    }
    let first = view.reads.partition_point(|read| read.span.end() <= message.span.start);
    let last = view.reads.partition_point(|read| read.span.end() < message.span.end());
    (view.reads.get(first), view.reads.get(last))
}

#[cfg(test)]
mod tests;
