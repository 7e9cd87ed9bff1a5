//! Runs made by hand, with times, so that what is drawn of them is certain.

use std::sync::Arc;
use std::time::Duration;

use stickylab::model::trace::StreamRecord;
use stickylab::model::{
    Acks, Action, Call, CallKind, Departure, EndpointId, ErrorName, Evidence, Payload, Quantity,
    Recording, Sample, Scenario, Step, StreamId, StreamOffset, Trace, Transport,
};

pub const CLIENT: EndpointId = EndpointId(0);
pub const SERVER: EndpointId = EndpointId(1);

const US: u64 = 1_000;
const MS: u64 = 1_000_000;

/// A run of a client and a server, written down moment by moment.
pub struct Run {
    transport: Transport,
    recordings: [Recording; 2],
    streams: [StreamRecord; 2],
    read: [u64; 2],
    messages: [u32; 2],
    planned: [Vec<Step>; 2],
    departures: Vec<Departure>,
    samples: Vec<Sample>,
    asked: bool,
    more: bool,
    end: u64,
}

impl Run {
    pub fn new(transport: Transport) -> Self {
        let stream = || StreamRecord {
            data_segments: (transport == Transport::Tcp).then_some(0),
            dropped: (!transport.is_stream()).then_some(0),
            ..StreamRecord::default()
        };
        Self {
            transport,
            recordings: [Recording::new(CLIENT), Recording::new(SERVER)],
            streams: [stream(), stream()],
            read: [0; 2],
            messages: [0; 2],
            planned: [Vec::new(), Vec::new()],
            departures: Vec::new(),
            samples: Vec::new(),
            asked: true,
            more: false,
            end: 0,
        }
    }

    /// Nobody asked the kernel.
    pub fn unasked(mut self) -> Self {
        self.asked = false;
        self
    }

    fn push(&mut self, by: EndpointId, kind: CallKind, at: (u64, u64), fill: impl FnOnce(&mut Call)) {
        let mut call = Call::new(by, kind);
        (call.start_ns, call.end_ns) = at;
        self.end = self.end.max(at.1);
        fill(&mut call);
        self.recordings[by.index()].push(&call);
    }

    /// A send of so many bytes from one moment to another.
    pub fn send(mut self, by: EndpointId, bytes: u32, from: u64, to: u64) -> Self {
        let at = by.index();
        let (number, offset) = (self.messages[at], StreamOffset(self.streams[at].sent));
        let stream = StreamId(u16::from(by == SERVER));
        let (datagrams, more) = (!self.transport.is_stream(), self.more);
        let kind = if datagrams { CallKind::SendTo } else { CallKind::Send };
        self.push(by, kind, (from, to), |call| {
            call.asked = bytes;
            call.outcome = Ok(bytes);
            call.stream = Some(stream);
            call.offset = offset;
            call.message = Some(number);
            call.datagram = datagrams.then_some(number);
            call.more = more;
        });
        self.messages[at] += 1;
        self.streams[at].sent += u64::from(bytes);
        self.streams[at].bytes.extend((0..bytes).map(|_| b'x'));
        let action = Action::Send { payload: Payload::Pattern(bytes), all: false, more: false, to: None };
        self.planned[at].push(Step::new(action));
        self
    }

    /// Everything that was sent by then left, and was acknowledged.
    pub fn left(mut self, by: EndpointId, sent: u64, acked: u64) -> Self {
        let at = by.index();
        let end = StreamOffset(self.streams[at].sent);
        self.departures.push(Departure {
            stream: StreamId(u16::from(by == SERVER)),
            end,
            scheduled_ns: Some(sent),
            sent_ns: Some(sent),
            acked_ns: Some(acked),
        });
        if let Some(segments) = &mut self.streams[at].data_segments {
            *segments += 1;
        }
        let mut sample = Sample::new(by, sent);
        sample.set(Quantity::DataSegsOut, self.streams[at].data_segments.unwrap_or(0));
        sample.set(Quantity::BytesSent, end.0);
        sample.set(Quantity::NotSent, 0);
        self.samples.push(sample);
        self
    }

    /// The kernel was asked after a call: so many bytes have left, and so many segments of them wait for
    /// their acknowledgement.
    pub fn looked(mut self, by: EndpointId, at: u64, left: u64, unacked: u64) -> Self {
        let stream = &self.streams[by.index()];
        let mut sample = Sample::new(by, at);
        sample.set(Quantity::DataSegsOut, stream.data_segments.unwrap_or(0));
        sample.set(Quantity::BytesSent, left);
        sample.set(Quantity::BytesRetransmitted, 0);
        sample.set(Quantity::Retransmits, 0);
        sample.set(Quantity::NotSent, stream.sent - left);
        sample.set(Quantity::Unacked, unacked);
        sample.set(Quantity::SendMss, 32_741);
        sample.set(Quantity::SendWindow, 65_536);
        self.samples.push(sample);
        self
    }

    /// A send that says more is to come.
    pub fn send_more(mut self, by: EndpointId, bytes: u32, from: u64, to: u64) -> Self {
        self.more = true;
        self = self.send(by, bytes, from, to);
        self.more = false;
        self
    }

    /// A recv from one moment to another.
    pub fn recv(mut self, by: EndpointId, got: u32, from: u64, to: u64) -> Self {
        let stream = 1 - by.index();
        let offset = StreamOffset(self.read[stream]);
        let datagrams = !self.transport.is_stream();
        let kind = if datagrams { CallKind::RecvMsg } else { CallKind::Recv };
        self.push(by, kind, (from, to), |call| {
            call.asked = 100;
            call.outcome = Ok(got);
            call.stream = Some(StreamId(u16::from(stream == 1)));
            call.offset = offset;
        });
        self.read[stream] += u64::from(got);
        self.planned[by.index()].push(Step::new(Action::Recv { size: 100, limit: None }));
        self
    }

    /// A recv that waits in vain.
    pub fn recv_nothing(mut self, by: EndpointId, from: u64, to: u64) -> Self {
        let stream = StreamId(u16::from(by == CLIENT));
        self.push(by, CallKind::Recv, (from, to), |call| {
            call.asked = 100;
            call.outcome = Err(ErrorName::Again);
            call.stream = Some(stream);
        });
        self
    }

    /// A send for which there is no room.
    pub fn send_nothing(mut self, by: EndpointId, from: u64, to: u64) -> Self {
        let stream = StreamId(u16::from(by == SERVER));
        self.push(by, CallKind::Send, (from, to), |call| {
            call.asked = 100;
            call.outcome = Err(ErrorName::Again);
            call.stream = Some(stream);
        });
        self
    }

    /// So many of one side's datagrams found no room.
    pub fn dropped(mut self, by: EndpointId, count: u64) -> Self {
        self.streams[by.index()].dropped = Some(count);
        self
    }

    /// A call that moves no bytes.
    pub fn close(mut self, by: EndpointId, at: u64) -> Self {
        self.push(by, CallKind::Close, (at, at + US), |_| {});
        self
    }

    pub fn trace(self) -> Trace {
        let [client, server] = self.planned;
        let mut scenario = Scenario::pair(self.transport, client, server);
        for endpoint in &mut scenario.endpoints {
            endpoint.acks = Acks::Delayed;
        }
        let mut trace = Trace::new(Arc::new(scenario), self.recordings.into(), self.streams.into());
        trace.took = Duration::from_nanos(self.end);
        trace.evidence = self.asked.then(|| Evidence::new(self.samples, self.departures, Vec::new()));
        trace
    }
}

/// Ten messages; nine of them wait 41 ms for the acknowledgement of the first.
pub fn nagle() -> Trace {
    ten(true)
}

/// The same ten messages at the same moments, but the kernel was not asked while they waited: the ACK that
/// came just before they left may have been what they waited for, or not.
pub fn unexplained() -> Trace {
    ten(false)
}

fn ten(looked: bool) -> Trace {
    let mut run = Run::new(Transport::Tcp).send(CLIENT, 10, 0, 20 * US).left(CLIENT, 15 * US, 42 * MS);
    for number in 0..10 {
        if number > 0 {
            run = run.send(CLIENT, 10, number * MS, number * MS + 10 * US);
        }
        if looked {
            run = run.looked(CLIENT, number * MS + 25 * US, 10, 1);
        }
    }
    run.left(CLIENT, 42 * MS + 10 * US, 42 * MS + 60 * US)
        .recv(SERVER, 10, 0, 40 * US)
        .recv(SERVER, 90, 50 * US, 42 * MS + 50 * US)
        .close(CLIENT, 43 * MS)
        .recv(SERVER, 0, 42 * MS + 60 * US, 43 * MS + 10 * US)
        .trace()
}

/// A question and an answer, and a recv that waits in vain for 100 ms.
pub fn conversation() -> Trace {
    Run::new(Transport::Tcp)
        .send(CLIENT, 2, 0, 20 * US)
        .left(CLIENT, 10 * US, 90 * US)
        .recv(SERVER, 2, 0, 60 * US)
        .send(SERVER, 5, 80 * US, 100 * US)
        .left(SERVER, 90 * US, 130 * US)
        .recv(CLIENT, 5, 30 * US, 120 * US)
        .recv_nothing(CLIENT, 150 * US, 100 * MS)
        .trace()
}

/// Two messages that one late recv takes, with or without the kernel's word.
pub fn late(asked: bool) -> Trace {
    let run = Run::new(Transport::Tcp)
        .send(CLIENT, 5, 0, 20 * US)
        .left(CLIENT, 10 * US, 30 * US)
        .send(CLIENT, 4, 40 * US, 60 * US)
        .left(CLIENT, 50 * US, 70 * US)
        .recv(SERVER, 9, 400 * US, 410 * US);
    if asked { run.trace() } else { run.unasked().trace() }
}

/// Two messages, the first with `MSG_MORE`, 20 ms apart: one segment carries both.
pub fn more() -> Trace {
    Run::new(Transport::Tcp)
        .send_more(CLIENT, 5, 0, 20 * US)
        .looked(CLIENT, 25 * US, 0, 0)
        .send(CLIENT, 4, 20 * MS, 20 * MS + 20 * US)
        .left(CLIENT, 20 * MS + 25 * US, 20 * MS + 50 * US)
        .recv(SERVER, 9, 0, 20 * MS + 60 * US)
        .trace()
}

/// Questions in two writes each, the second of which waits 43 ms for the ACK of the first; then an answer.
pub fn write_write_read(rounds: u64) -> Trace {
    let mut run = Run::new(Transport::Tcp);
    for round in 0..rounds {
        let at = round * 43 * MS + round * 200 * US;
        let bytes = round * 8;
        run = run
            .send(CLIENT, 4, at, at + 20 * US)
            .left(CLIENT, at + 10 * US, at + 43 * MS)
            .looked(CLIENT, at + 22 * US, bytes + 4, 1)
            .send(CLIENT, 4, at + 25 * US, at + 35 * US)
            .looked(CLIENT, at + 38 * US, bytes + 4, 1)
            .recv(SERVER, 4, at, at + 30 * US)
            .left(CLIENT, at + 43 * MS + 5 * US, at + 43 * MS + 90 * US)
            .recv(SERVER, 4, at + 32 * US, at + 43 * MS + 15 * US)
            .send(SERVER, 2, at + 43 * MS + 20 * US, at + 43 * MS + 40 * US)
            .left(SERVER, at + 43 * MS + 30 * US, at + 43 * MS + 80 * US)
            .recv(CLIENT, 2, at + 40 * US, at + 43 * MS + 60 * US)
            .looked(CLIENT, at + 43 * MS + 95 * US, bytes + 8, 0);
    }
    run.trace()
}

/// A send of 100 000 bytes over small buffers, which takes until the reader has begun, 100 ms later.
pub fn blocked() -> Trace {
    Run::new(Transport::Tcp)
        .send(CLIENT, 100_000, 0, 100 * MS)
        .left(CLIENT, 100 * MS, 101 * MS)
        .recv(SERVER, 60_000, 99 * MS, 100 * MS - 200 * US)
        .recv(SERVER, 40_000, 100 * MS, 101 * MS)
        .trace()
}

/// 200 messages at once, of which 50 leave; 800 sends that fail; one read takes everything 30 ms later.
pub fn crowded() -> Trace {
    let mut run = Run::new(Transport::Tcp);
    for number in 0..200 {
        let at = number * 5 * US;
        run = run.send(CLIENT, 100, at, at + 3 * US);
        if number < 50 {
            run =
                run.left(CLIENT, at + 2 * US, 12 * MS).looked(CLIENT, at + 4 * US, (number + 1) * 100, 1);
        }
    }
    for number in 0..800 {
        let at = MS + number * 3 * US;
        run = run.send_nothing(CLIENT, at, at + US);
    }
    run.looked(CLIENT, 4 * MS, 5_000, 50).recv(SERVER, 20_000, 30 * MS, 30 * MS + 50 * US).trace()
}

/// So many messages, one a microsecond, each read at once.
pub fn many(messages: u64) -> Trace {
    let mut run = Run::new(Transport::Tcp);
    for number in 0..messages {
        let at = number * US;
        run = run.send(CLIENT, 1, at, at + 300).left(CLIENT, at + 200, at + 900);
    }
    for number in 0..messages {
        run = run.recv(SERVER, 1, number * US + 100, number * US + 700);
    }
    run.trace()
}
