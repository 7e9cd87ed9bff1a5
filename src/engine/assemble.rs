//! From what each thread brought home to one trace.

use std::os::fd::{AsFd, AsRawFd};
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use crate::framing;
use crate::model::trace::{StreamRecord, Verified};
use crate::model::{ByteSpan, Call, CallKind, EndpointId, StreamId, Trace, Transport};

use super::board::Board;
use super::clock::Conversion;
use super::gather::gather;
use super::kernel::{self, NotAvailable, SegmentCount};
use super::observer::Observer;
use super::performance::Performance;
use super::recorder::Side;

/// Asks the sockets that are still open a last time, and closes them.
pub fn close_all(board: &Board, performances: &mut [Performance]) {
    // All are asked before the first is closed: a close can change what the other end says.
    for done in &mut *performances {
        let Some(socket) = &done.socket else { continue };
        done.at_close = Some(AtClose::ask(socket));
        if let Some(observer) = &mut done.observer {
            observer.look(socket.as_fd(), None, board.now_ns());
            observer.drain(socket.as_fd());
        }
    }
    for done in performances {
        close(board, done);
    }
}

/// Puts the recordings together. `clock` places the timestamps of the kernel, if it was asked.
pub fn assemble(
    board: &Board,
    mut performances: Vec<Performance>,
    clock: &Result<Conversion, String>,
) -> Trace {
    let scenario = &board.scenario;
    let baseline = performances.iter_mut().find_map(|done| done.baseline.take());
    let mut recordings = Vec::new();
    let mut homes = Vec::new();
    let mut observed = Vec::new();
    let (mut failures, mut options, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for done in performances {
        let (recording, sides) = done.recorder.finish();
        recordings.push(recording);
        homes.push(Home { sides, at_close: done.at_close });
        observed.extend(done.observer.map(Observer::finish));
        failures.extend(done.failure);
        options.extend(done.options);
        refused.extend(done.refused);
    }
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
    trace.baseline_ns = baseline.as_ref().map_or(0, |taken| taken.at_ns);
    for (stream, read) in
        scenario.stream_ids().zip(baseline.into_iter().flat_map(|taken| taken.datagrams))
    {
        let last = read.and_then(|read| read.checked_sub(1));
        if let Some(end) = last.and_then(|last| trace.datagram(stream, last)).map(ByteSpan::end) {
            trace.stream_mut(stream).baseline = end;
        }
    }
    for stream in scenario.stream_ids() {
        let received = &homes[scenario.ends(stream).1.index()].sides[stream.index()];
        trace.stream_mut(stream).verified = verify(&trace, stream, received);
    }
    trace.frames = framing::frames_of_run(&trace);
    (trace.failures, trace.options, trace.refused) = (failures, options, refused);
    trace.evidence = (!observed.is_empty()).then(|| gather(&trace, observed, clock));
    trace
}

/// Closes a socket that the script left open; the peer sees it, so it is recorded.
fn close(board: &Board, done: &mut Performance) {
    let Some(socket) = done.socket.take() else { return };
    board.take_back(done.recorder.endpoint(), socket.as_raw_fd());
    let call = Call::new(done.recorder.endpoint(), CallKind::Close);
    let start_ns = board.now_ns();
    drop(socket);
    done.recorder.push(&Call { start_ns, end_ns: board.now_ns(), ..call });
}

/// What an endpoint moved, and what the kernel said about its socket at the end.
struct Home {
    sides: Vec<Side>,
    at_close: Option<AtClose>,
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
    pub fn ask(socket: &impl AsFd) -> Self {
        Self { segments: kernel::data_segments(socket.as_fd()), drops: kernel::drops(socket.as_fd()) }
    }
}

fn count_segments(board: &Board, stream: StreamId, sender: &Home, record: &mut StreamRecord) {
    if board.scenario.transport != Transport::Tcp {
        return;
    }
    let before = board.flow(stream).segments_before.load(SeqCst);
    match sender.at_close.as_ref().map(|asked| &asked.segments) {
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
        // Nothing was ever there to drop a datagram.
        Transport::Udp if home.at_close.is_none() && board.scenario.opens_itself() => Some(0),
        Transport::Udp => home.at_close.as_ref().and_then(|asked| asked.drops.clone().ok()),
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
        if !trace.scenario.transport.is_stream() && len > 0 && call.datagram.is_none() {
            return Verified::UpTo(compared as u64);
        }
        compared += len;
        let span = ByteSpan { start: call.offset, len: len as u64 };
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
