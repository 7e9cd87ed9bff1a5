//! From what each thread brought home to one trace.

use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use socket2::Socket;

use crate::model::trace::{StreamRecord, Verified};
use crate::model::{EndpointId, StreamId, Trace, Transport};

use super::board::Board;
use super::endpoint::Performance;
use super::kernel::{self, NotAvailable, SegmentCount};
use super::recorder::Side;

/// Puts the recordings together. The sockets that are still open are asked a last time and closed.
pub fn assemble(board: &Board, performances: Vec<Performance>) -> Trace {
    let scenario = &board.scenario;
    let mut recordings = Vec::new();
    let mut homes = Vec::new();
    for done in performances {
        let (recording, sides) = done.recorder.finish();
        recordings.push(recording);
        homes.push(Home {
            sides,
            socket: done.socket,
            at_close: done.at_close,
            failure: done.failure,
            options: done.options,
            refused: done.refused,
            baseline: done.baseline,
        });
    }
    let baseline = homes.iter_mut().find_map(|home| home.baseline.take());
    let streams = scenario.stream_ids().map(|stream| {
        let (from, to) = scenario.ends(stream);
        let sent = std::mem::take(&mut homes[from.index()].sides[stream.index()]);
        let taken = homes[to.index()].sides[stream.index()].messages;
        let mut record = StreamRecord { sent: sent.moved, bytes: sent.kept, ..StreamRecord::default() };
        record.baseline =
            baseline.as_ref().map(|taken| taken.offsets[stream.index()]).unwrap_or_default();
        count_segments(board, stream, &homes[from.index()], &mut record);
        record.dropped = dropped(board, to, &homes[to.index()], sent.messages, taken);
        record
    });
    let streams = streams.collect();
    let mut trace = Trace::new(Arc::clone(scenario), recordings, streams);
    trace.baseline_ns = baseline.map_or(0, |taken| taken.at_ns);
    for stream in scenario.stream_ids() {
        let received = &homes[scenario.ends(stream).1.index()].sides[stream.index()];
        trace.stream_mut(stream).verified = verify(&trace, stream, received);
    }
    for home in homes {
        trace.failures.extend(home.failure);
        trace.options.extend(home.options);
        trace.refused.extend(home.refused);
    }
    trace
}

/// What an endpoint brought home, but for its recording.
struct Home {
    sides: Vec<Side>,
    socket: Option<Socket>,
    at_close: Option<AtClose>,
    failure: Option<crate::model::Failure>,
    options: Vec<crate::model::OptionReport>,
    refused: Vec<String>,
    baseline: Option<super::endpoint::Baseline>,
}

/// What the kernel said about a socket right before the script closed it.
#[derive(Clone, Debug)]
pub struct AtClose {
    /// The sender's data segments.
    pub segments: Result<SegmentCount, NotAvailable>,
    /// Datagrams dropped for want of room.
    pub drops: Result<u64, NotAvailable>,
}

impl AtClose {
    /// Asks now.
    pub fn ask(socket: &Socket) -> Self {
        Self { segments: kernel::data_segments(socket.as_fd()), drops: kernel::drops(socket.as_fd()) }
    }
}

fn count_segments(board: &Board, stream: StreamId, sender: &Home, record: &mut StreamRecord) {
    if board.scenario.transport != Transport::Tcp {
        return;
    }
    let now = sender.socket.as_ref().map(|socket| kernel::data_segments(socket.as_fd()));
    let before = board.flow(stream).segments_before.load(SeqCst);
    match now.as_ref().or(sender.at_close.as_ref().map(|asked| &asked.segments)) {
        Some(Ok(count)) if count.not_sent == 0 => {
            record.data_segments = Some(count.data_segments.saturating_sub(before));
        }
        Some(Ok(count)) => {
            record.no_segments =
                Some(format!("{} bytes had not left when the kernel was asked", count.not_sent));
        }
        Some(Err(why)) => record.no_segments = Some(why.to_string()),
        None => record.no_segments = Some("the socket was closed before the kernel was asked".to_owned()),
    }
}

/// Drops are counted per socket, so they belong to a stream only where the socket receives just one.
fn dropped(board: &Board, receiver: EndpointId, home: &Home, sent: u32, taken: u32) -> Option<u64> {
    match board.scenario.transport {
        Transport::Tcp | Transport::UnixStream => None,
        // Flow-controlled: a sender waits, and nothing is dropped, see unix(7).
        Transport::UnixDgram | Transport::UnixSeqpacket => Some(0),
        Transport::Udp if sent == taken => Some(0),
        Transport::Udp if board.scenario.incoming(receiver).count() > 1 => None,
        Transport::Udp => match &home.socket {
            Some(socket) => kernel::drops(socket.as_fd()).ok(),
            None => home.at_close.as_ref().and_then(|asked| asked.drops.clone().ok()),
        },
    }
}

/// Compares what was read with what was sent, as far as both were kept.
fn verify(trace: &Trace, stream: StreamId, received: &Side) -> Verified {
    let mut compared = 0;
    for (_, call) in trace.calls() {
        let (true, true, Ok(len)) = (call.kind.is_recv(), call.stream == Some(stream), call.outcome)
        else {
            continue;
        };
        let len = len as usize;
        let Some(got) = received.kept.get(compared..compared + len) else {
            return Verified::UpTo(compared as u64);
        };
        compared += len;
        let span = crate::model::ByteSpan { start: call.offset, len: len as u64 };
        let sent = trace.bytes(stream, span);
        if sent.len() < len && trace.stream(stream).sent > trace.stream(stream).bytes.len() as u64 {
            return Verified::UpTo(compared as u64);
        }
        if sent != got {
            return Verified::DiffersAt(call.offset.0);
        }
    }
    Verified::Whole
}
