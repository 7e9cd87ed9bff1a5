//! One endpoint's own buffers for its calls and bytes: recording must not change what it records.

use crate::model::{Call, EndpointId, Recording, Scenario, StreamId, StreamOffset};

/// Bytes of a stream that are kept: 16 MiB. What lies beyond is counted, and not verified.
pub const KEPT_BYTES: usize = 16 << 20;

/// Calls of one endpoint, and the bytes it sent and received, per stream.
#[derive(Clone, Debug)]
pub struct Recorder {
    endpoint: EndpointId,
    recording: Recording,
    sides: Vec<Side>,
}

/// What an endpoint moved on one stream.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The first [`KEPT_BYTES`] of them.
    pub kept: Vec<u8>,
    /// All of them.
    pub moved: u64,
    /// Messages sent, or datagrams received.
    pub messages: u32,
}

impl Recorder {
    /// Sets aside what the scripts mean to move, so that recording does not allocate.
    pub fn new(scenario: &Scenario, endpoint: EndpointId) -> Self {
        let sides = scenario.stream_ids().map(|stream| {
            let (from, to) = scenario.ends(stream);
            let mut side = Side::default();
            if from == endpoint || to == endpoint {
                let planned = usize::try_from(scenario.planned(stream).bytes).unwrap_or(usize::MAX);
                side.kept.reserve(planned.min(KEPT_BYTES));
            }
            side
        });
        let sides = sides.collect();
        Self { endpoint, recording: Recording::new(endpoint), sides }
    }

    /// Whose calls these are.
    pub fn endpoint(&self) -> EndpointId {
        self.endpoint
    }

    /// What was moved on a stream so far.
    pub fn side(&self, stream: StreamId) -> &Side {
        &self.sides[stream.index()]
    }

    /// The position at which the next byte of a stream stands for this endpoint.
    pub fn position(&self, stream: StreamId) -> StreamOffset {
        StreamOffset(self.sides[stream.index()].moved)
    }

    /// Appends a call.
    pub fn push(&mut self, call: &Call) {
        self.recording.push(call);
    }

    /// The place of the last call among those of this endpoint.
    pub fn last_call(&self) -> Option<u32> {
        self.recording.len().checked_sub(1).and_then(|last| u32::try_from(last).ok())
    }

    /// How many calls there are.
    pub fn calls(&self) -> usize {
        self.recording.len()
    }

    /// Appends the bytes that a call moved.
    pub fn moved(&mut self, stream: StreamId, bytes: &[u8]) {
        let side = &mut self.sides[stream.index()];
        let room = KEPT_BYTES - side.kept.len();
        side.kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
        side.moved += bytes.len() as u64;
    }

    /// Counts a message sent or a datagram received, and returns its number.
    pub fn next_message(&mut self, stream: StreamId) -> u32 {
        let side = &mut self.sides[stream.index()];
        side.messages += 1;
        side.messages - 1
    }

    /// The number under which calls refer to a peer's address.
    pub fn address_index(&mut self, address: &str) -> Option<u8> {
        self.recording.address_index(address)
    }

    /// The recording and the bytes per stream, when the endpoint is done.
    pub fn finish(mut self) -> (Recording, Vec<Side>) {
        self.recording.finish();
        (self.recording, self.sides)
    }
}
