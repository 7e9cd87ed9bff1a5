//! What is to be run: sockets, their options, and one script per endpoint.
//!
//! A scenario is fully resolved: no knob, no language, no lesson is left in it.

use std::time::Duration;

use super::codec::Codec;
use super::step::{Action, Payload, Step};

/// How long a scripted step may take unless the scenario says otherwise.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(2);

/// What carries the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// A TCP connection: two byte streams.
    Tcp,
    /// UDP sockets: datagrams, which may be lost.
    Udp,
    /// An `AF_UNIX` connection of type `SOCK_STREAM`: two byte streams without a network.
    UnixStream,
    /// `AF_UNIX` sockets of type `SOCK_DGRAM`: datagrams with flow control, see unix(7).
    UnixDgram,
    /// An `AF_UNIX` connection of type `SOCK_SEQPACKET`: datagrams in order, with an end, see unix(7).
    UnixSeqpacket,
}

impl Transport {
    /// All of them, in the order in which they are taught.
    pub const ALL: [Self; 5] =
        [Self::Tcp, Self::Udp, Self::UnixStream, Self::UnixDgram, Self::UnixSeqpacket];

    /// The name used in lessons and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::UnixStream => "unix-stream",
            Self::UnixDgram => "unix-dgram",
            Self::UnixSeqpacket => "unix-seqpacket",
        }
    }

    /// The transport of that [`name`](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|transport| transport.name() == name)
    }

    /// Whether it delivers bytes without message boundaries.
    pub fn is_stream(self) -> bool {
        matches!(self, Self::Tcp | Self::UnixStream)
    }

    /// Whether a connection is made before data flows, so that a reader can learn that it ended.
    pub fn is_connected(self) -> bool {
        matches!(self, Self::Tcp | Self::UnixStream | Self::UnixSeqpacket)
    }

    /// Whether it goes through the network code of the kernel and so has an address family.
    pub fn is_internet(self) -> bool {
        matches!(self, Self::Tcp | Self::Udp)
    }
}

/// The version of the internet protocol; without meaning for `AF_UNIX`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Family {
    /// 127.0.0.1
    #[default]
    V4,
    /// `::1`
    V6,
}

/// An endpoint of a scenario: its place in [`Scenario::endpoints`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EndpointId(pub u16);

impl EndpointId {
    /// The place in [`Scenario::endpoints`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One direction of a link: twice the link's place, plus one for passive to active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId(pub u16);

impl StreamId {
    /// The place in lists that hold one entry per stream.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Whether it runs to the endpoint that opened the connection.
    pub fn is_backward(self) -> bool {
        !self.0.is_multiple_of(2)
    }
}

/// Two endpoints that talk: `active` connects to `passive`, or sends the first datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The one that connects.
    pub active: EndpointId,
    /// The one that listens.
    pub passive: EndpointId,
}

/// How the receiver acknowledges, see `TCP_QUICKACK` in tcp(7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Acks {
    /// As the kernel decides.
    #[default]
    Kernel,
    /// Quick acknowledgements switched off at the start and again after every recv.
    Delayed,
    /// Quick acknowledgements switched on at the start and again after every recv.
    Quick,
}

/// A socket option with the value that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketOption {
    /// `TCP_NODELAY`: true switches Nagle's algorithm off.
    NoDelay(bool),
    /// `TCP_CORK`: true holds back all but full segments.
    Cork(bool),
    /// `TCP_QUICKACK`, once; see [`Acks`] for the lasting setting.
    QuickAck(bool),
    /// `TCP_MAXSEG` in bytes, 88 to 32 767 on Linux.
    MaxSegment(u32),
    /// `SO_SNDBUF` in bytes; Linux doubles it.
    SendBuffer(u32),
    /// `SO_RCVBUF` in bytes; Linux doubles it. Set on a listener before it listens.
    ReceiveBuffer(u32),
    /// `SO_LINGER` in seconds; `None` switches it off, zero resets the connection on close.
    Linger(Option<u16>),
    /// `SO_REUSEADDR`
    ReuseAddress(bool),
    /// `O_NONBLOCK`
    NonBlocking(bool),
    /// `SO_SNDTIMEO` in milliseconds; zero waits for ever.
    SendTimeout(u32),
    /// `SO_RCVTIMEO` in milliseconds; zero waits for ever.
    ReceiveTimeout(u32),
}

impl SocketOption {
    /// The name in the manual pages.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoDelay(_) => "TCP_NODELAY",
            Self::Cork(_) => "TCP_CORK",
            Self::QuickAck(_) => "TCP_QUICKACK",
            Self::MaxSegment(_) => "TCP_MAXSEG",
            Self::SendBuffer(_) => "SO_SNDBUF",
            Self::ReceiveBuffer(_) => "SO_RCVBUF",
            Self::Linger(_) => "SO_LINGER",
            Self::ReuseAddress(_) => "SO_REUSEADDR",
            Self::NonBlocking(_) => "O_NONBLOCK",
            Self::SendTimeout(_) => "SO_SNDTIMEO",
            Self::ReceiveTimeout(_) => "SO_RCVTIMEO",
        }
    }

    /// The value asked for as one number: 0 or 1, bytes, milliseconds, seconds; -1 for no linger.
    pub fn asked(self) -> i64 {
        match self {
            Self::NoDelay(on)
            | Self::Cork(on)
            | Self::QuickAck(on)
            | Self::ReuseAddress(on)
            | Self::NonBlocking(on) => i64::from(on),
            Self::MaxSegment(value)
            | Self::SendBuffer(value)
            | Self::ReceiveBuffer(value)
            | Self::SendTimeout(value)
            | Self::ReceiveTimeout(value) => i64::from(value),
            Self::Linger(seconds) => seconds.map_or(-1, i64::from),
        }
    }

    /// Whether only TCP has it.
    pub fn is_tcp_only(self) -> bool {
        matches!(self, Self::NoDelay(_) | Self::Cork(_) | Self::QuickAck(_) | Self::MaxSegment(_))
    }
}

/// One socket with its name, its options and what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Endpoint {
    /// "client", "server", or another name that is unique in the scenario.
    pub name: String,
    /// Options in the order in which they are set.
    pub options: Vec<SocketOption>,
    /// How this endpoint acknowledges what it receives.
    pub acks: Acks,
    /// How it frames what it sends, which its payloads show already, and decodes what it reads;
    /// `None` on transports that keep boundaries, and where a program takes the bytes as they come.
    pub codec: Option<Codec>,
    /// What it does once its links are up.
    pub script: Vec<Step>,
}

/// What a pane counts, to judge what arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counts {
    /// Each recv ought to bring one message.
    #[default]
    Messages,
    /// The bytes ought to arrive, in whatever pieces.
    Bytes,
}

/// Everything that one run needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The name of the variation: the lesson's pane.
    pub pane: String,
    /// What carries the bytes.
    pub transport: Transport,
    /// IPv4 or IPv6.
    pub family: Family,
    /// The sockets. On connected transports each has exactly one link.
    pub endpoints: Vec<Endpoint>,
    /// Who talks with whom.
    pub links: Vec<Link>,
    /// How long a step may take before the run is given up.
    pub deadline: Duration,
    /// How what arrived is judged.
    pub counts: Counts,
}

impl Endpoint {
    /// An endpoint with a script and nothing else: no options, no codec, acknowledging as the kernel decides.
    pub fn new(name: &str, script: Vec<Step>) -> Self {
        Self { name: name.to_owned(), options: Vec::new(), acks: Acks::Kernel, codec: None, script }
    }
}

impl Scenario {
    /// A `client` that connects to a `server`, or sends to it first, over IPv4 where there is a choice.
    pub fn pair(transport: Transport, client: Vec<Step>, server: Vec<Step>) -> Self {
        Self {
            pane: "pane".to_owned(),
            transport,
            family: Family::V4,
            endpoints: vec![Endpoint::new("client", client), Endpoint::new("server", server)],
            links: vec![Link { active: EndpointId(0), passive: EndpointId(1) }],
            deadline: DEFAULT_DEADLINE,
            counts: Counts::default(),
        }
    }

    /// Whether the scripts open their sockets themselves; else they begin with sockets that are
    /// connected, or know each other's addresses.
    pub fn opens_itself(&self) -> bool {
        self.endpoints.iter().any(|endpoint| endpoint.script.iter().any(|step| step.action.opens()))
    }

    /// The endpoint of that number.
    pub fn endpoint(&self, id: EndpointId) -> &Endpoint {
        &self.endpoints[id.index()]
    }

    /// All endpoints' numbers.
    pub fn endpoint_ids(&self) -> impl Iterator<Item = EndpointId> + use<> {
        (0..self.endpoints.len()).filter_map(|index| u16::try_from(index).ok().map(EndpointId))
    }

    /// The endpoint of that name.
    pub fn find_endpoint(&self, name: &str) -> Option<EndpointId> {
        self.endpoint_ids().find(|&id| self.endpoint(id).name == name)
    }

    /// All streams, two per link.
    pub fn stream_ids(&self) -> impl Iterator<Item = StreamId> + use<> {
        (0..2 * self.links.len()).filter_map(|index| u16::try_from(index).ok().map(StreamId))
    }

    /// Who sends on a stream, and who receives.
    pub fn ends(&self, stream: StreamId) -> (EndpointId, EndpointId) {
        let link = self.links[stream.index() / 2];
        if stream.is_backward() { (link.passive, link.active) } else { (link.active, link.passive) }
    }

    /// "client-to-server"
    pub fn stream_name(&self, stream: StreamId) -> String {
        let (from, to) = self.ends(stream);
        format!("{}-to-{}", self.endpoint(from).name, self.endpoint(to).name)
    }

    /// The stream of that name.
    pub fn find_stream(&self, name: &str) -> Option<StreamId> {
        self.stream_ids().find(|&stream| self.stream_name(stream) == name)
    }

    /// The stream that carries bytes from one endpoint to another.
    pub fn stream_between(&self, from: EndpointId, to: EndpointId) -> Option<StreamId> {
        self.stream_ids().find(|&stream| self.ends(stream) == (from, to))
    }

    /// The stream on which an endpoint sends when a step names no receiver: its first link's.
    pub fn outgoing(&self, from: EndpointId) -> Option<StreamId> {
        self.stream_ids().find(|&stream| self.ends(stream).0 == from)
    }

    /// The streams that an endpoint receives.
    pub fn incoming(&self, to: EndpointId) -> impl Iterator<Item = StreamId> + '_ {
        self.stream_ids().filter(move |&stream| self.ends(stream).1 == to)
    }

    /// The codec that decodes a stream: its receiver's, where the transport keeps no boundaries itself.
    pub fn decoder(&self, stream: StreamId) -> Option<&Codec> {
        let codec = self.endpoint(self.ends(stream).1).codec.as_ref();
        codec.filter(|_| self.transport.is_stream())
    }

    /// What a stream's sender means to send on it.
    pub fn planned(&self, stream: StreamId) -> Planned {
        let (from, to) = self.ends(stream);
        let default_stream = self.outgoing(from) == Some(stream);
        let mut planned = Planned::default();
        planned.add(&self.endpoint(from).script, 1, &|named: Option<EndpointId>| match named {
            Some(named) => named == to,
            None => default_stream,
        });
        planned
    }
}

/// How much a script means to send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// Send steps.
    pub messages: u64,
    /// Bytes of all of them.
    pub bytes: u64,
}

impl Planned {
    fn add(&mut self, steps: &[Step], times: u64, counts: &dyn Fn(Option<EndpointId>) -> bool) {
        for step in steps {
            match &step.action {
                Action::Send { payload, to, .. } if counts(*to) => {
                    self.messages = self.messages.saturating_add(times);
                    self.bytes = self.bytes.saturating_add(times.saturating_mul(payload.len()));
                }
                Action::Repeat { times: inner, steps } => {
                    self.add(steps, times.saturating_mul(u64::from(*inner)), counts);
                }
                _ => {}
            }
        }
    }
}

impl Payload {
    /// The number of bytes.
    pub fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Pattern(bytes) => u64::from(*bytes),
            Self::Framed { head, body, tail } => head.len() as u64 + body.len() + tail.len() as u64,
        }
    }

    /// Whether it carries no byte at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
