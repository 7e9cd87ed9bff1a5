//! Datagrams × reads → what became of each, by sequence number.

use super::boundary::{DatagramFate, Message, Piece, Read, StreamView, Summary, Verdict, span_of};
use super::error_name::ErrorName;
use super::recording::{Call, CallKind};
use super::scenario::StreamId;
use super::trace::{CallIndex, Trace};

/// Lines up one direction of a transport that keeps boundaries.
pub(super) fn match_reads(
    trace: &Trace,
    stream: StreamId,
    mut messages: Vec<Message>,
    reads: &[(CallIndex, Call)],
) -> StreamView {
    let mut pieces = Vec::new();
    let mut list = Vec::new();
    for (index, call) in reads {
        let span = span_of(call);
        let measured = trace.is_measured(call);
        let first = pieces.len();
        let at = call.datagram.map_or(usize::MAX, |number| number as usize);
        if let Some(message) = messages.get_mut(at) {
            pieces.push(Piece { message: message.number, from: 0, to: span.len });
            message.fate =
                Some(if call.truncated { DatagramFate::Truncated } else { DatagramFate::Delivered });
        }
        // A datagram whose number is not known (several senders and a drop) is a datagram all the same.
        let ended = call.datagram.is_none() && trace.scenario.transport.is_connected();
        let verdict = match (ended, call.truncated, span.is_empty()) {
            (true, ..) => Verdict::EndOfStream,
            (_, true, _) => Verdict::Truncated,
            (.., true) => Verdict::Empty,
            (.., false) => Verdict::Intact,
        };
        list.push(Read { call: *index, span, verdict, pieces: first..pieces.len(), measured });
    }
    mark_too_early(trace, stream, &mut messages);
    let last_read_ns = reads.iter().map(|(_, call)| call.end_ns).max().unwrap_or(0);
    let undecided_drops = match trace.stream(stream).dropped {
        Some(dropped) => settle_unread(trace, &mut messages, dropped, last_read_ns),
        None => 0,
    };
    let (boundaries, summary) = (Vec::new(), Summary::default());
    StreamView { stream, messages, reads: list, pieces, boundaries, summary, undecided_drops }
}

/// Where the scripts open their sockets themselves, a datagram may have come before the receiver had its
/// port. Nobody has counted it, and nobody will read it.
fn mark_too_early(trace: &Trace, stream: StreamId, messages: &mut [Message]) {
    if !trace.scenario.opens_itself() {
        return;
    }
    let receiver = trace.scenario.ends(stream).1;
    let has_port = |call: &Call| {
        let takes_port = call.kind == CallKind::Bind || call.kind.is_send() || call.kind.is_recv();
        call.endpoint == receiver && takes_port && call.outcome != Err(ErrorName::AddressInUse)
    };
    let ready_ns = trace.calls().find(|(_, call)| has_port(call)).map(|(_, call)| call.start_ns);
    for message in messages.iter_mut().filter(|message| message.fate.is_none()) {
        let left_ns = trace.call(message.last_call).end_ns;
        if ready_ns.is_none_or(|ready_ns| left_ns <= ready_ns) {
            message.fate = Some(DatagramFate::Dropped);
        }
    }
}

/// Datagrams missing before a later one that was read are dropped. Of those behind the last read the
/// buffer keeps the first ones, if nothing was taken out of it while they came; else only their number
/// is known. Returns how many were dropped among those of which it is not known which.
fn settle_unread(trace: &Trace, messages: &mut [Message], dropped: u64, last_read_ns: u64) -> u64 {
    let behind_last = messages.iter().rposition(|message| message.fate.is_some()).map_or(0, |at| at + 1);
    let (reached, tail) = messages.split_at_mut(behind_last);
    let mut gone = 0;
    for message in reached.iter_mut().filter(|message| message.fate.is_none()) {
        message.fate = Some(DatagramFate::Dropped);
        gone += 1;
    }
    let dropped_behind = dropped.saturating_sub(gone).min(tail.len() as u64);
    let waiting = tail.len() as u64 - dropped_behind;
    let read_meanwhile =
        tail.first().is_some_and(|first| trace.call(first.first_call).start_ns < last_read_ns);
    if read_meanwhile && dropped_behind > 0 && waiting > 0 {
        return dropped_behind;
    }
    for (place, message) in (0..).zip(tail) {
        message.fate = Some(if place < waiting { DatagramFate::Unread } else { DatagramFate::Dropped });
    }
    0
}
