//! What one endpoint's calls returned, in columns, appended while the run goes on.

use std::sync::Arc;

use super::error_name::ErrorName;
use super::scenario::{EndpointId, StreamId};
use super::span::StreamOffset;

/// Calls in a sealed chunk.
const CHUNK: usize = 4096;
const NONE_16: u16 = u16::MAX;
const NONE_32: u32 = u32::MAX;
const NONE_8: u8 = u8::MAX;
const TRUNCATED: u8 = 1;
const REFUSED: u8 = 2;
const MORE: u8 = 4;

/// The call of the socket API that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallKind {
    /// connect(2)
    Connect,
    /// bind(2), where a script's step asks for it
    Bind,
    /// listen(2), where a script's step asks for it
    Listen,
    /// getsockname(2), where a script's step asks for it
    SocketName,
    /// getpeername(2), where a script's step asks for it
    PeerName,
    /// accept(2), made as accept4
    Accept,
    /// send(2), made as sendto without an address
    Send,
    /// sendto(2)
    SendTo,
    /// recv(2), made as recvfrom without an address
    Recv,
    /// recvmsg(2): on transports that keep boundaries, for the truncation flag and the drop counter
    RecvMsg,
    /// shutdown(2)
    Shutdown,
    /// close(2)
    Close,
    /// setsockopt(2), where a script's step asks for it
    SetOption,
}

impl CallKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Connect,
        Self::Bind,
        Self::Listen,
        Self::SocketName,
        Self::PeerName,
        Self::Accept,
        Self::Send,
        Self::SendTo,
        Self::Recv,
        Self::RecvMsg,
        Self::Shutdown,
        Self::Close,
        Self::SetOption,
    ];

    /// The name of the call as the program writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Bind => "bind",
            Self::Listen => "listen",
            Self::SocketName => "getsockname",
            Self::PeerName => "getpeername",
            Self::Accept => "accept",
            Self::Send => "send",
            Self::SendTo => "sendto",
            Self::Recv => "recv",
            Self::RecvMsg => "recvmsg",
            Self::Shutdown => "shutdown",
            Self::Close => "close",
            Self::SetOption => "setsockopt",
        }
    }

    /// The name under which a system-call tracer on Linux shows it.
    pub fn system_call(self) -> &'static str {
        match self {
            Self::Accept => "accept4",
            Self::Send => "sendto",
            Self::Recv => "recvfrom",
            other => other.name(),
        }
    }

    /// Whether it offers bytes to the kernel.
    pub fn is_send(self) -> bool {
        matches!(self, Self::Send | Self::SendTo)
    }

    /// Whether it asks the kernel for bytes.
    pub fn is_recv(self) -> bool {
        matches!(self, Self::Recv | Self::RecvMsg)
    }
}

/// One system call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who made it.
    pub endpoint: EndpointId,
    /// Which call.
    pub kind: CallKind,
    /// When it was entered, in nanoseconds since the run began.
    pub start_ns: u64,
    /// When it returned.
    pub end_ns: u64,
    /// The length argument, in bytes; zero where the call has none.
    pub asked: u32,
    /// What it returned.
    pub outcome: Result<u32, ErrorName>,
    /// The stream whose bytes it moved or tried to move.
    pub stream: Option<StreamId>,
    /// Where in the stream its first byte stands.
    pub offset: StreamOffset,
    /// For sends: the message that the bytes belong to, counted from zero in its stream.
    pub message: Option<u32>,
    /// For datagrams: the sequence number, counted from zero in its stream.
    pub datagram: Option<u32>,
    /// For sends: `MSG_MORE` was passed, see send(2).
    pub more: bool,
    /// The rest of the datagram did not fit and is gone.
    pub truncated: bool,
    /// The peer was not one of ours, so its bytes belong to no stream.
    pub refused: bool,
    /// The peer's address, as an index into [`Recording::addresses`].
    pub address: Option<u8>,
}

impl Call {
    /// A call of that kind, still without bytes.
    pub fn new(endpoint: EndpointId, kind: CallKind) -> Self {
        Self {
            endpoint,
            kind,
            start_ns: 0,
            end_ns: 0,
            asked: 0,
            outcome: Ok(0),
            stream: None,
            offset: StreamOffset(0),
            message: None,
            datagram: None,
            more: false,
            truncated: false,
            refused: false,
            address: None,
        }
    }

    /// The bytes it moved; zero if it failed.
    pub fn moved(&self) -> u64 {
        match self.outcome {
            Ok(bytes) if self.kind.is_send() || self.kind.is_recv() => u64::from(bytes),
            _ => 0,
        }
    }
}

/// The columns of up to [`CHUNK`] calls: 46 bytes a call.
#[derive(Clone, Debug, Default)]
struct Columns {
    kind: Vec<CallKind>,
    flags: Vec<u8>,
    address: Vec<u8>,
    error: Vec<u8>,
    stream: Vec<u16>,
    start_ns: Vec<u64>,
    end_ns: Vec<u64>,
    asked: Vec<u32>,
    returned: Vec<u32>,
    offset: Vec<u64>,
    message: Vec<u32>,
    datagram: Vec<u32>,
}

impl Columns {
    fn with_room() -> Self {
        Self {
            kind: Vec::with_capacity(CHUNK),
            flags: Vec::with_capacity(CHUNK),
            address: Vec::with_capacity(CHUNK),
            error: Vec::with_capacity(CHUNK),
            stream: Vec::with_capacity(CHUNK),
            start_ns: Vec::with_capacity(CHUNK),
            end_ns: Vec::with_capacity(CHUNK),
            asked: Vec::with_capacity(CHUNK),
            returned: Vec::with_capacity(CHUNK),
            offset: Vec::with_capacity(CHUNK),
            message: Vec::with_capacity(CHUNK),
            datagram: Vec::with_capacity(CHUNK),
        }
    }

    fn len(&self) -> usize {
        self.kind.len()
    }

    fn push(&mut self, call: &Call) {
        let (returned, error) = match call.outcome {
            Ok(returned) => (returned, NONE_8),
            Err(error) => (0, error as u8),
        };
        let truncated = if call.truncated { TRUNCATED } else { 0 };
        let refused = if call.refused { REFUSED } else { 0 };
        self.kind.push(call.kind);
        let more = if call.more { MORE } else { 0 };
        self.flags.push(truncated | refused | more);
        self.address.push(call.address.unwrap_or(NONE_8));
        self.error.push(error);
        self.stream.push(call.stream.map_or(NONE_16, |stream| stream.0));
        self.start_ns.push(call.start_ns);
        self.end_ns.push(call.end_ns);
        self.asked.push(call.asked);
        self.returned.push(returned);
        self.offset.push(call.offset.0);
        self.message.push(call.message.unwrap_or(NONE_32));
        self.datagram.push(call.datagram.unwrap_or(NONE_32));
    }

    fn get(&self, endpoint: EndpointId, at: usize) -> Call {
        let some_32 = |value: u32| (value != NONE_32).then_some(value);
        let error = self.error[at];
        Call {
            endpoint,
            kind: self.kind[at],
            start_ns: self.start_ns[at],
            end_ns: self.end_ns[at],
            asked: self.asked[at],
            outcome: match ErrorName::ALL.get(usize::from(error)) {
                Some(&error) => Err(error),
                None => Ok(self.returned[at]),
            },
            stream: (self.stream[at] != NONE_16).then_some(StreamId(self.stream[at])),
            offset: StreamOffset(self.offset[at]),
            message: some_32(self.message[at]),
            datagram: some_32(self.datagram[at]),
            more: self.flags[at] & MORE != 0,
            truncated: self.flags[at] & TRUNCATED != 0,
            refused: self.flags[at] & REFUSED != 0,
            address: (self.address[at] != NONE_8).then_some(self.address[at]),
        }
    }
}

/// All calls of one endpoint, in the order in which they were made.
///
/// Full chunks are sealed behind an [`Arc`], so that others can look while the run goes on.
#[derive(Clone, Debug)]
pub struct Recording {
    endpoint: EndpointId,
    sealed: Vec<Arc<Columns>>,
    open: Columns,
    addresses: Vec<String>,
}

impl Recording {
    /// An empty recording with room for the first chunk, so that recording does not allocate.
    pub fn new(endpoint: EndpointId) -> Self {
        Self { endpoint, sealed: Vec::new(), open: Columns::with_room(), addresses: Vec::new() }
    }

    /// Appends a call.
    pub fn push(&mut self, call: &Call) {
        if self.open.len() == CHUNK {
            let full = std::mem::replace(&mut self.open, Columns::with_room());
            self.sealed.push(Arc::new(full));
        }
        self.open.push(call);
    }

    /// The number of calls.
    pub fn len(&self) -> usize {
        self.sealed.len() * CHUNK + self.open.len()
    }

    /// Whether no call was made.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The call of that number.
    pub fn get(&self, index: usize) -> Call {
        match self.sealed.get(index / CHUNK) {
            Some(chunk) => chunk.get(self.endpoint, index % CHUNK),
            None => self.open.get(self.endpoint, index % CHUNK),
        }
    }

    /// Gives back the room that was set aside and not used.
    pub fn finish(&mut self) {
        let mut exact = Columns::default();
        for at in 0..self.open.len() {
            exact.push(&self.open.get(self.endpoint, at));
        }
        self.open = exact;
    }

    /// All calls in order.
    pub fn iter(&self) -> impl Iterator<Item = Call> + '_ {
        (0..self.len()).map(|index| self.get(index))
    }

    /// The number under which calls refer to that peer address; `None` when there are too many.
    pub fn address_index(&mut self, address: &str) -> Option<u8> {
        let known = self.addresses.iter().position(|other| other == address);
        let index = known.unwrap_or_else(|| {
            self.addresses.push(address.to_owned());
            self.addresses.len() - 1
        });
        u8::try_from(index).ok().filter(|&index| index != NONE_8)
    }

    /// The peer addresses that calls refer to.
    pub fn addresses(&self) -> &[String] {
        &self.addresses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_come_back_as_they_were_across_chunks() {
        let endpoint = EndpointId(1);
        let mut recording = Recording::new(endpoint);
        let call = |number: u32| Call {
            start_ns: u64::from(number),
            end_ns: u64::from(number) + 3,
            asked: 10,
            outcome: if number.is_multiple_of(3) { Err(ErrorName::Again) } else { Ok(number) },
            stream: number.is_multiple_of(2).then_some(StreamId(1)),
            offset: StreamOffset(u64::from(number) << 33),
            message: Some(number),
            more: number.is_multiple_of(11),
            truncated: number.is_multiple_of(5),
            refused: number.is_multiple_of(7),
            address: number.is_multiple_of(2).then_some(4),
            ..Call::new(endpoint, CallKind::RecvMsg)
        };
        for number in 0..10_000 {
            recording.push(&call(number));
        }
        recording.finish();
        assert_eq!(recording.len(), 10_000);
        for number in [0, 1, 2, 3, 4095, 4096, 9999] {
            assert_eq!(recording.get(number as usize), call(number));
        }
    }

    #[test]
    fn a_call_takes_at_most_64_bytes() {
        let row = size_of::<CallKind>() + 3 + 2 + 8 + 8 + 4 + 4 + 8 + 4 + 4;
        assert!(row <= 64, "{row}");
    }

    #[test]
    fn addresses_are_kept_once() {
        let mut recording = Recording::new(EndpointId(0));
        assert_eq!(recording.address_index("127.0.0.1:1"), Some(0));
        assert_eq!(recording.address_index("127.0.0.1:2"), Some(1));
        assert_eq!(recording.address_index("127.0.0.1:1"), Some(0));
        assert_eq!(recording.addresses().len(), 2);
    }
}
