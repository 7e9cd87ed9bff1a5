//! One finished run: every call in order, the bytes of each stream once, and what the kernel said.

use std::sync::Arc;
use std::time::Duration;

use super::evidence::Evidence;
use super::frame::Frames;
use super::recording::{Call, Recording};
use super::scenario::{EndpointId, Scenario, StreamId};
use super::span::{ByteSpan, StreamOffset};
use super::unopened::Unopened;

/// A call's place among all calls of the run, sorted by start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallIndex(pub u32);

/// A socket option: what was asked for, and what the kernel made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionReport {
    /// On whose socket.
    pub endpoint: EndpointId,
    /// The option's name in the manual pages.
    pub option: &'static str,
    /// The value that was asked for, in the unit of [`super::SocketOption::asked`].
    pub asked: i64,
    /// The value read back, or why the option is not available here.
    pub got: Result<i64, String>,
}

/// Why a script did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Whose script.
    pub endpoint: EndpointId,
    /// The line of the step in the lesson's file; zero if there is none.
    pub line: u32,
    /// What the step wanted and what it saw.
    pub what: FailureKind,
}

/// What stopped a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// A call did not return in time.
    Deadline {
        /// The call, as the program writes it: "recv(10)".
        call: String,
        /// How long it was given.
        after: Duration,
    },
    /// A gate did not open in time, or can never open.
    Gate(Unopened),
    /// The step needs an open socket, and the script has closed it.
    Closed,
    /// An option that a step asks for is not available here.
    Option(String),
}

/// What is known about one direction of a link when the run is over.
#[derive(Clone, Debug, Default)]
pub struct StreamRecord {
    /// The first bytes that were sent, up to the engine's cap.
    pub bytes: Vec<u8>,
    /// Bytes sent in all.
    pub sent: u64,
    /// Where the measured part begins; zero without a `measure` step.
    pub baseline: StreamOffset,
    /// Data segments that the kernel counted since the baseline, or why it is not known.
    pub data_segments: Option<u64>,
    /// Why `data_segments` is not known, when it could be expected.
    pub no_segments: Option<String>,
    /// Datagrams that the kernel dropped because the receive buffer was full.
    pub dropped: Option<u64>,
    /// Whether the bytes that were read are the bytes that were sent.
    pub verified: Verified,
}

/// How far the bytes read were compared with the bytes sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verified {
    /// All of them, and they agree.
    #[default]
    Whole,
    /// They agree, but only this many bytes were kept for the comparison.
    UpTo(u64),
    /// They differ, first at this place: a defect of the lab or of the kernel.
    DiffersAt(u64),
}

/// One finished run.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What was run.
    pub scenario: Arc<Scenario>,
    /// Options in the order in which they were set.
    pub options: Vec<OptionReport>,
    /// Peers that were not ours and were turned away: address, and what they did.
    pub refused: Vec<String>,
    /// Scripts that did not come to their end; empty for a run as planned.
    pub failures: Vec<Failure>,
    /// When the measured part begins, in nanoseconds since the run began.
    pub baseline_ns: u64,
    /// How long the run took.
    pub took: Duration,
    /// What the kernel said meanwhile, if it was asked.
    pub evidence: Option<Evidence>,
    /// What the receivers' codecs made of their reads, for streams whose receiver has one.
    pub frames: Vec<Frames>,
    recordings: Vec<Recording>,
    streams: Vec<StreamRecord>,
    datagrams: Vec<Vec<ByteSpan>>,
    order: Vec<(EndpointId, u32)>,
}

impl Trace {
    /// Puts the recordings of all endpoints in one order, by start.
    ///
    /// `recordings` has one entry per endpoint and `streams` one per stream of the scenario.
    pub fn new(scenario: Arc<Scenario>, recordings: Vec<Recording>, streams: Vec<StreamRecord>) -> Self {
        let mut keyed: Vec<(u64, EndpointId, u32)> = Vec::new();
        for (endpoint, recording) in scenario.endpoint_ids().zip(&recordings) {
            let calls = (0u32..).zip(recording.iter());
            keyed.extend(calls.map(|(index, call)| (call.start_ns, endpoint, index)));
        }
        keyed.sort_unstable_by_key(|&(start, endpoint, index)| (start, endpoint, index));
        let order = keyed.into_iter().map(|(_, endpoint, index)| (endpoint, index)).collect();
        let datagrams = if scenario.transport.is_stream() {
            Vec::new()
        } else {
            datagrams_sent(&recordings, streams.len())
        };
        Self {
            scenario,
            options: Vec::new(),
            refused: Vec::new(),
            failures: Vec::new(),
            baseline_ns: 0,
            took: Duration::ZERO,
            evidence: None,
            frames: Vec::new(),
            recordings,
            streams,
            datagrams,
            order,
        }
    }

    /// The number of calls.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether nothing was called at all.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The call of that place.
    pub fn call(&self, index: CallIndex) -> Call {
        let (endpoint, at) = self.order[index.0 as usize];
        self.row(endpoint, at)
    }

    /// A reader knows a datagram's number, and only the sender's side where its bytes stand.
    fn row(&self, endpoint: EndpointId, at: u32) -> Call {
        let mut call = self.recordings[endpoint.index()].get(at as usize);
        if let (true, Some(stream), Some(number)) = (call.kind.is_recv(), call.stream, call.datagram) {
            call.offset = self.datagram(stream, number).map_or(call.offset, |span| span.start);
        }
        call
    }

    /// Where a datagram's bytes stand in its stream, if it was sent.
    pub fn datagram(&self, stream: StreamId, number: u32) -> Option<ByteSpan> {
        self.datagrams.get(stream.index())?.get(number as usize).copied()
    }

    /// All calls, sorted by start.
    pub fn calls(&self) -> impl Iterator<Item = (CallIndex, Call)> + '_ {
        (0u32..).map(CallIndex).zip(self.order.iter().map(|&(endpoint, at)| self.row(endpoint, at)))
    }

    /// What is known about a stream.
    pub fn stream(&self, stream: StreamId) -> &StreamRecord {
        &self.streams[stream.index()]
    }

    /// The same, for the engine to complete once the calls are in order.
    pub fn stream_mut(&mut self, stream: StreamId) -> &mut StreamRecord {
        &mut self.streams[stream.index()]
    }

    /// The frames of a stream, if its receiver has a codec.
    pub fn frames_of(&self, stream: StreamId) -> Option<&Frames> {
        self.frames.iter().find(|frames| frames.stream == stream)
    }

    /// The peer address of a call.
    pub fn address(&self, call: &Call) -> Option<&str> {
        let addresses = self.recordings[call.endpoint.index()].addresses();
        call.address.and_then(|index| addresses.get(usize::from(index))).map(String::as_str)
    }

    /// The bytes of a span, as far as they were kept.
    pub fn bytes(&self, stream: StreamId, span: ByteSpan) -> &[u8] {
        let bytes = &self.streams[stream.index()].bytes;
        &bytes[span.indices(bytes.len())]
    }

    /// Whether a call belongs to the measured part: its bytes, or else its start, lie behind the baseline.
    pub fn is_measured(&self, call: &Call) -> bool {
        let Some(stream) = call.stream else {
            return call.start_ns >= self.baseline_ns;
        };
        let baseline = self.stream(stream).baseline;
        match call.moved() {
            0 => call.offset >= baseline && (baseline.0 > 0 || call.end_ns >= self.baseline_ns),
            moved => call.offset.advanced_by(moved) > baseline,
        }
    }

    /// The moment from which times are told, in nanoseconds since the run began: the first measured send,
    /// or the first measured call where the scripts open their sockets or nothing is sent.
    pub fn origin_ns(&self) -> u64 {
        let opens = self.scenario.opens_itself();
        let mut first = None;
        for (_, call) in self.calls().filter(|(_, call)| self.is_measured(call)) {
            if opens || (call.kind.is_send() && call.message.is_some()) {
                return call.start_ns;
            }
            first.get_or_insert(call.start_ns);
        }
        first.unwrap_or(self.baseline_ns)
    }

    /// The moment at which a replay begins, in nanoseconds since the run began: the last one at which
    /// nothing of the measured part had happened.
    pub fn before_origin_ns(&self) -> u64 {
        self.origin_ns().saturating_sub(1)
    }
}

/// The spans of all datagrams that the kernel took, per stream and in the order of sending.
fn datagrams_sent(recordings: &[Recording], streams: usize) -> Vec<Vec<ByteSpan>> {
    let mut sent = vec![Vec::new(); streams];
    for call in recordings.iter().flat_map(Recording::iter) {
        if let (true, Some(stream), Ok(len)) = (call.kind.is_send(), call.stream, call.outcome) {
            sent[stream.index()].push(ByteSpan { start: call.offset, len: u64::from(len) });
        }
    }
    sent
}
