//! Sends that did not return before the peer had made room, as far as the calls tell: so they are found in
//! runs in which nobody asked the kernel too.

use crate::model::{Call, SocketOption, StreamOffset, StreamView, Trace};

use super::model::{Known, Wait, Why};

/// A send that takes longer, in nanoseconds, was not only slow.
const LONG: u64 = 4_000_000;
/// Less than this, in bytes, the smallest buffers take at once: a send of it does not wait for room.
const SMALLEST: u64 = 2_048;

/// The sends of a stream that waited for room, each for itself.
///
/// No call says what it waited for. Of one on a blocking socket that took long while
/// the peer left more unread than the smallest buffers hold, room is all it can have waited for.
pub fn waits(trace: &Trace, view: &StreamView, origin_ns: f64) -> Vec<Wait> {
    let sender = trace.scenario.endpoint(trace.scenario.ends(view.stream).0);
    let is_blocking = !sender.options.contains(&SocketOption::NonBlocking(true));
    if !trace.scenario.transport.is_stream() || !is_blocking {
        return Vec::new();
    }
    let waited = |call: &Call| {
        call.stream == Some(view.stream)
            && call.kind.is_send()
            && call.end_ns.saturating_sub(call.start_ns) >= LONG
            && trace.is_measured(call)
    };
    let calls = trace.calls().map(|(_, call)| call).filter(waited);
    let wait = |call: Call| {
        let end = call.offset.advanced_by(u64::from(call.asked));
        let unread = end.since(taken_by(trace, view, call.start_ns));
        let place = view.messages.iter().position(|message| Some(message.number) == call.message)?;
        (unread >= SMALLEST).then(|| Wait {
            messages: place..place + 1,
            from: call.start_ns as f64 - origin_ns,
            to: call.end_ns as f64 - origin_ns,
            longest: (call.end_ns - call.start_ns) as f64,
            bytes: u64::from(call.asked),
            why: Why::ForRoom,
            causes: Vec::new(),
            inferred: true,
            known: Known::FromCalls,
        })
    };
    calls.filter_map(wait).collect()
}

/// Everything before it had been read by then.
fn taken_by(trace: &Trace, view: &StreamView, ns: u64) -> StreamOffset {
    let read = view.reads.partition_point(|read| trace.call(read.call).end_ns <= ns);
    read.checked_sub(1).map_or(StreamOffset(0), |last| view.reads[last].span.end())
}
