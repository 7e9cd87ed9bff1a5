//! Runs made by hand, so that what the stage says of them is certain.

use std::sync::Arc;
use std::time::Duration;

use stickylab::framing::frames_of_run;
use stickylab::model::trace::{StreamRecord, Verified};
use stickylab::model::{
    Action, ByteOrder, Call, CallKind, Codec, Counts, Departure, EndpointId, ErrorName, Evidence,
    Framing, Payload, Quantity, Recording, Sample, Scenario, SocketOption, Step, StreamId, StreamOffset,
    Trace, Transport, Width,
};

pub const CLIENT: EndpointId = EndpointId(0);
pub const SERVER: EndpointId = EndpointId(1);
const FORTH: StreamId = StreamId(0);
const BACK: StreamId = StreamId(1);

/// A run of a client and a server, written down call by call.
#[derive(Clone)]
pub struct Run {
    transport: Transport,
    counts: Counts,
    options: Vec<SocketOption>,
    codec: Option<Codec>,
    planned: Vec<(EndpointId, Action)>,
    recordings: [Recording; 2],
    streams: [StreamRecord; 2],
    read: [u64; 2],
    messages: [u32; 2],
    baseline_ns: u64,
    clock: u64,
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
            counts: Counts::Messages,
            options: Vec::new(),
            codec: None,
            planned: Vec::new(),
            recordings: [Recording::new(CLIENT), Recording::new(SERVER)],
            streams: [stream(), stream()],
            read: [0; 2],
            messages: [0; 2],
            baseline_ns: 0,
            clock: 0,
        }
    }

    fn push(&mut self, endpoint: EndpointId, kind: CallKind, fill: impl FnOnce(&mut Call)) {
        let mut call = Call::new(endpoint, kind);
        call.start_ns = self.clock;
        call.end_ns = self.clock + 3_400;
        self.clock += 12_500;
        fill(&mut call);
        self.recordings[endpoint.index()].push(&call);
    }

    /// The client, or the server, sends a message of which the kernel takes `taken` bytes.
    fn send_by(mut self, by: EndpointId, bytes: &[u8], taken: usize) -> Self {
        let stream = if by == CLIENT { FORTH } else { BACK };
        let (tcp, at) = (self.transport.is_stream(), stream.index());
        let (number, datagram) = (self.messages[at], self.messages[at]);
        self.messages[at] += 1;
        let offset = StreamOffset(self.streams[at].sent);
        let kind = if tcp { CallKind::Send } else { CallKind::SendTo };
        self.push(by, kind, |call| {
            call.asked = bytes.len() as u32;
            call.outcome = Ok(taken as u32);
            call.stream = Some(stream);
            call.offset = offset;
            call.message = Some(number);
            call.datagram = (!tcp).then_some(datagram);
        });
        self.streams[at].sent += taken as u64;
        self.streams[at].bytes.extend_from_slice(&bytes[..taken]);
        if let Some(segments) = &mut self.streams[at].data_segments {
            *segments += 1;
        }
        self.plan(
            by,
            Action::Send { payload: Payload::Bytes(bytes.into()), all: false, more: false, to: None },
        )
    }

    fn plan(mut self, by: EndpointId, action: Action) -> Self {
        self.planned.push((by, action));
        self
    }

    pub fn send(self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        self.send_by(CLIENT, bytes, bytes.len())
    }

    pub fn send_short(self, offered: usize, taken: usize) -> Self {
        self.send_by(CLIENT, &letters(offered), taken)
    }

    /// The kernel does not take the message.
    pub fn send_refused(mut self, bytes: &[u8], error: ErrorName) -> Self {
        let number = self.messages[0];
        self.messages[0] += 1;
        let offset = StreamOffset(self.streams[0].sent);
        let kind = if self.transport.is_stream() { CallKind::Send } else { CallKind::SendTo };
        self.push(CLIENT, kind, |call| {
            call.asked = bytes.len() as u32;
            call.outcome = Err(error);
            call.stream = Some(FORTH);
            call.offset = offset;
            call.message = Some(number);
        });
        let payload = Payload::Bytes(bytes.into());
        self.plan(CLIENT, Action::Send { payload, all: false, more: false, to: None })
    }

    /// Its pane counts bytes, and not messages.
    pub fn in_bytes(mut self) -> Self {
        self.counts = Counts::Bytes;
        self
    }

    pub fn reply(self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        self.send_by(SERVER, bytes, bytes.len())
    }

    fn recv_by(
        mut self,
        by: EndpointId,
        asked: u32,
        got: u32,
        datagram: Option<u32>,
        truncated: bool,
    ) -> Self {
        let stream = if by == SERVER { FORTH } else { BACK };
        let offset = StreamOffset(self.read[stream.index()]);
        let kind = if self.transport.is_stream() { CallKind::Recv } else { CallKind::RecvMsg };
        self.push(by, kind, |call| {
            call.asked = asked;
            call.outcome = Ok(got);
            call.stream = Some(stream);
            call.offset = offset;
            call.datagram = datagram;
            call.truncated = truncated;
        });
        self.read[stream.index()] += u64::from(got);
        self.plan(by, Action::Recv { size: asked, limit: None })
    }

    /// The server's recv(asked) returns `got` bytes of the stream; zero is its end.
    pub fn recv(self, asked: u32, got: u32) -> Self {
        self.recv_by(SERVER, asked, got, None, false)
    }

    /// The same, called now, and returning when the next call has returned.
    pub fn blocked_recv(mut self, asked: u32, got: u32) -> Self {
        let until = self.clock + 12_500 + 3_500;
        let offset = StreamOffset(self.read[0]);
        self.push(SERVER, CallKind::Recv, |call| {
            call.end_ns = until;
            call.asked = asked;
            call.outcome = Ok(got);
            call.stream = Some(FORTH);
            call.offset = offset;
        });
        self.read[0] += u64::from(got);
        self
    }

    /// The client's recv.
    pub fn client_recv(self, asked: u32, got: u32) -> Self {
        self.recv_by(CLIENT, asked, got, None, false)
    }

    /// The server reads a datagram, whole or cut off.
    pub fn recv_datagram(self, asked: u32, number: u32, len: u32) -> Self {
        self.recv_by(SERVER, asked, len.min(asked), Some(number), len > asked)
    }

    pub fn recv_error(mut self, asked: u32, error: ErrorName) -> Self {
        let offset = StreamOffset(self.read[0]);
        self.push(SERVER, CallKind::Recv, |call| {
            call.asked = asked;
            call.outcome = Err(error);
            call.stream = Some(FORTH);
            call.offset = offset;
        });
        self
    }

    /// The server's recv waits so long and finds nothing.
    pub fn recv_in_vain(mut self, asked: u32, waited: Duration) -> Self {
        let offset = StreamOffset(self.read[0]);
        let waited = waited.as_nanos() as u64;
        self.push(SERVER, CallKind::Recv, |call| {
            call.end_ns = call.start_ns + waited;
            call.asked = asked;
            call.outcome = Err(ErrorName::Again);
            call.stream = Some(FORTH);
            call.offset = offset;
        });
        self.clock += waited;
        self
    }

    /// What came before is a warm-up.
    pub fn measure(mut self) -> Self {
        for stream in &mut self.streams {
            stream.baseline = StreamOffset(stream.sent);
            stream.data_segments = stream.data_segments.map(|_| 0);
        }
        self.baseline_ns = self.clock;
        self.plan(CLIENT, Action::Measure)
    }

    pub fn segments(mut self, count: u64) -> Self {
        self.streams[0].data_segments = Some(count);
        self
    }

    pub fn dropped(mut self, count: u64) -> Self {
        self.streams[0].dropped = Some(count);
        self
    }

    pub fn verified(mut self, verified: Verified) -> Self {
        self.streams[0].verified = verified;
        self
    }

    pub fn option(mut self, option: SocketOption) -> Self {
        self.options.push(option);
        self
    }

    /// Both ends frame with that codec; what is sent is framed already.
    pub fn codec(mut self, framing: Framing) -> Self {
        self.codec = Some(Codec::new(framing));
        self
    }

    pub fn scenario(&self) -> Scenario {
        let script = |id: EndpointId| {
            let own = self.planned.iter().filter(|(by, _)| *by == id);
            own.map(|(_, action)| Step::new(action.clone())).collect()
        };
        let mut scenario = Scenario::pair(self.transport, script(CLIENT), script(SERVER));
        scenario.counts = self.counts;
        for endpoint in &mut scenario.endpoints {
            endpoint.options.clone_from(&self.options);
            endpoint.codec.clone_from(&self.codec);
        }
        scenario
    }

    pub fn trace(self) -> Trace {
        let scenario = Arc::new(self.scenario());
        let mut trace = Trace::new(scenario, self.recordings.into(), self.streams.into());
        trace.baseline_ns = self.baseline_ns;
        trace.frames = frames_of_run(&trace);
        trace.took = Duration::from_nanos(self.clock);
        trace
    }
}

/// A length of four bytes before each text.
pub fn prefixed(texts: &[&str]) -> Run {
    let framing =
        Framing::LengthPrefix { width: Width::Four, order: ByteOrder::Big, counts_itself: false };
    texts.iter().fold(Run::new(Transport::Tcp).codec(framing), |run, text| {
        let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
        run.send([&len.to_be_bytes(), text.as_bytes()].concat())
    })
}

/// "hello" and "feng" with their lengths, read in threes, and half a length behind them.
pub fn framed() -> Run {
    let run = prefixed(&["hello", "feng"]).send([0, 0]);
    (0..6).fold(run, |run, _| run.recv(3, 3)).recv(3, 1).recv(3, 0)
}

/// Letters of the alphabet, over and over.
pub fn letters(len: usize) -> Vec<u8> {
    (b'a'..=b'z').cycle().take(len).collect()
}

/// "hello" and "feng" over TCP, both read by one recv.
pub fn merged() -> Trace {
    Run::new(Transport::Tcp).send("hello").send("feng").recv(10, 9).recv(10, 0).trace()
}

/// "hello" leaves at once; "feng" is held from 15 900 ns to 22 000 ns, and both are read at 28 400 ns.
pub fn held() -> Trace {
    let departure = |end, sent_ns| Departure {
        stream: FORTH,
        end: StreamOffset(end),
        scheduled_ns: None,
        sent_ns: Some(sent_ns),
        acked_ns: None,
    };
    let mut trace = merged();
    let departures = vec![departure(5, 3_000), departure(9, 22_000)];
    trace.evidence = Some(Evidence::new(Vec::new(), departures, Vec::new()));
    trace
}

/// The same over UDP, each datagram read by itself.
pub fn intact() -> Trace {
    let run = Run::new(Transport::Udp).send("hello").send("feng");
    run.recv_datagram(10, 0, 5).recv_datagram(10, 1, 4).trace()
}

/// The same over TCP with reads of three bytes.
pub fn mixed() -> Trace {
    let run = Run::new(Transport::Tcp).send("hello").send("feng");
    run.recv(3, 3).recv(3, 3).recv(3, 3).recv(3, 0).trace()
}

/// The same over UDP with reads that are too small.
pub fn truncated() -> Trace {
    let run = Run::new(Transport::Udp).send("hello").send("feng");
    run.recv_datagram(3, 0, 5).recv_datagram(3, 1, 4).trace()
}

/// Five datagrams, of which the third and the fourth find no room.
pub fn dropped() -> Trace {
    let mut run = Run::new(Transport::Udp);
    for number in 1..=5 {
        run = run.send(format!("datagram number {number}"));
    }
    let len = 17;
    run.recv_datagram(100, 0, len)
        .recv_datagram(100, 1, len)
        .recv_datagram(100, 4, len)
        .dropped(2)
        .trace()
}

/// A warm-up of one message, then two that are read in one piece.
pub fn warmed_up() -> Trace {
    let run = Run::new(Transport::Tcp).send("warm-up").recv(10, 7).measure();
    run.send("hello").send("feng").recv(10, 9).recv(10, 0).trace()
}

/// Many messages, read in pieces of another size.
pub fn many(messages: usize, size: usize, read: u32) -> Trace {
    let mut run = Run::new(Transport::Tcp);
    for _ in 0..messages {
        run = run.send(letters(size));
    }
    let total = (messages * size) as u32;
    let mut left = total;
    while left > 0 {
        run = run.recv(read, read.min(left));
        left -= read.min(left);
    }
    run.segments(7).recv(read, 0).trace()
}

/// What the client's kernel said: (when, bytes that left, segments, segments not acknowledged), and
/// (the byte behind the last one, when it left, when it was acknowledged).
pub fn evidence(looks: &[(u64, u64, u64, u64)], left: &[(u64, u64, u64)]) -> Evidence {
    let sample = |&(at_ns, left, segments, unacked): &(u64, u64, u64, u64)| {
        let mut sample = Sample::new(CLIENT, at_ns);
        for (quantity, value) in [
            (Quantity::DataSegsOut, segments),
            (Quantity::BytesSent, left),
            (Quantity::BytesRetransmitted, 0),
            (Quantity::Unacked, unacked),
            (Quantity::SendMss, 1000),
        ] {
            sample.set(quantity, value);
        }
        sample
    };
    let departure = |&(end, sent, acked): &(u64, u64, u64)| Departure {
        stream: FORTH,
        end: StreamOffset(end),
        scheduled_ns: Some(sent),
        sent_ns: Some(sent),
        acked_ns: Some(acked),
    };
    Evidence::new(looks.iter().map(sample).collect(), left.iter().map(departure).collect(), Vec::new())
}

/// Three messages over TCP, of which Nagle's algorithm holds back the second and the third.
pub fn nagle() -> Trace {
    let run = Run::new(Transport::Tcp).send("hello").send("feng").send("again");
    let mut trace = run.recv(100, 5).recv(100, 9).recv(100, 0).trace();
    let looks = [(5_000, 5, 1, 1), (17_000, 5, 1, 1), (30_000, 5, 1, 1), (50_000_000, 14, 2, 0)];
    let left = [(5, 2_000, 41_400_000), (14, 41_410_000, 41_420_000)];
    trace.evidence = Some(evidence(&looks, &left));
    trace
}

/// Two messages of which it is not known how they left.
pub fn unknown() -> Trace {
    let mut run = Run::new(Transport::Tcp).send("hello").send("feng");
    run.streams[0].data_segments = None;
    run.streams[0].no_segments = Some("4 bytes had not left when the kernel was asked".into());
    run.recv(10, 9).recv(10, 0).trace()
}
