//! Datagrams × reads → what became of each, by sequence number.

use super::boundary::{DatagramFate, Message, Piece, Read, StreamView, Summary, Verdict, span_of};
use super::recording::Call;
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
        let verdict = match messages.get_mut(at) {
            Some(message) => {
                pieces.push(Piece { message: message.number, from: 0, to: span.len });
                let truncated = call.truncated;
                message.fate =
                    Some(if truncated { DatagramFate::Truncated } else { DatagramFate::Delivered });
                match (truncated, span.is_empty()) {
                    (true, _) => Verdict::Truncated,
                    (false, true) => Verdict::Empty,
                    (false, false) => Verdict::Intact,
                }
            }
            None => Verdict::EndOfStream,
        };
        list.push(Read { call: *index, span, verdict, pieces: first..pieces.len(), measured });
    }
    settle_unread(&mut messages, trace.stream(stream).dropped.unwrap_or(0));
    StreamView {
        stream,
        messages,
        reads: list,
        pieces,
        boundaries: Vec::new(),
        summary: Summary::default(),
    }
}

/// Datagrams missing before a later one that was read are dropped. Of those behind the last read,
/// the buffer keeps the first ones and drops the later ones.
fn settle_unread(messages: &mut [Message], dropped: u64) {
    let behind_last = messages.iter().rposition(|message| message.fate.is_some()).map_or(0, |at| at + 1);
    let (reached, tail) = messages.split_at_mut(behind_last);
    let mut gone = 0;
    for message in reached.iter_mut().filter(|message| message.fate.is_none()) {
        message.fate = Some(DatagramFate::Dropped);
        gone += 1;
    }
    let dropped_behind = usize::try_from(dropped.saturating_sub(gone)).unwrap_or(usize::MAX);
    let waiting = tail.len().saturating_sub(dropped_behind);
    for (place, message) in tail.iter_mut().enumerate() {
        message.fate = Some(if place < waiting { DatagramFate::Unread } else { DatagramFate::Dropped });
    }
}
