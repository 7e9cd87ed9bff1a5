//! The steps of a script, fully resolved.

use std::sync::Arc;
use std::time::Duration;

use super::scenario::{EndpointId, SocketOption};
use super::service::Service;
use super::span::StreamOffset;

/// One step of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The name by which gates of other endpoints refer to it.
    pub label: Option<Arc<str>>,
    /// The line in the lesson's file, counted from one; zero if there is no file.
    pub line: u32,
    /// What it does.
    pub action: Action,
}

impl Step {
    /// A step without a name, from nowhere.
    pub fn new(action: Action) -> Self {
        Self { label: None, line: 0, action }
    }

    /// The same step with a name that gates can refer to.
    #[must_use]
    pub fn labelled(self, label: &str) -> Self {
        Self { label: Some(label.into()), ..self }
    }
}

/// What a step does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Sends one message.
    Send {
        /// Its bytes.
        payload: Payload,
        /// Calls send again until every byte is taken, as Python's sendall does.
        all: bool,
        /// Passes `MSG_MORE`: the kernel may wait for more, see send(2).
        more: bool,
        /// To whom, where an endpoint has several peers.
        to: Option<EndpointId>,
    },
    /// Receives once.
    Recv {
        /// The most bytes that the call may return.
        size: u32,
        /// How long to wait at most, as `SO_RCVTIMEO`; nothing arriving in time is no failure.
        limit: Option<Duration>,
    },
    /// Receives until the stream ends.
    RecvUntilEnd {
        /// The most bytes that each call may return.
        size: u32,
    },
    /// Receives until the endpoint's codec has one more whole frame, or the stream ends; not at all if
    /// the frame came with an earlier one. Streams only, and only with a codec.
    RecvUntilFrame {
        /// The most bytes that each call may return.
        size: u32,
    },
    /// Receives until nothing has come for a while, or the stream ends.
    RecvUntilQuiet {
        /// The most bytes that each call may return.
        size: u32,
        /// How long each call waits at most, as `SO_RCVTIMEO`; nothing arriving in time is no failure.
        limit: Duration,
    },
    /// Does nothing for a while.
    Sleep(Duration),
    /// Waits until something is certain.
    Wait(Gate),
    /// Sets a socket option.
    Set(SocketOption),
    /// Binds the socket that this script opens itself: to a free port, or to another's address.
    Bind(Option<EndpointId>),
    /// Lets others connect; so many may wait to be accepted.
    Listen(u32),
    /// Connects to another endpoint.
    Connect(EndpointId),
    /// Accepts a connection: later steps use the accepted socket, and the listener stays open.
    Accept,
    /// Asks for the socket's own address.
    SocketName,
    /// Asks for the peer's address.
    PeerName,
    /// Ends this direction of the connection, or both.
    Shutdown(Direction),
    /// Closes the socket.
    Close,
    /// Closes the socket so that the peer gets a reset: `SO_LINGER` with zero seconds, then close.
    Reset,
    /// Runs a service until its end condition.
    Serve(Arc<Service>),
    /// Takes a baseline: what came before is a warm-up.
    Measure,
    /// Does the steps several times.
    Repeat {
        /// How often.
        times: u32,
        /// What.
        steps: Vec<Step>,
    },
}

impl Action {
    /// Whether it belongs to a script that opens its socket itself.
    pub fn opens(&self) -> bool {
        match self {
            Self::Bind(_) | Self::Listen(_) | Self::Connect(_) | Self::Accept => true,
            Self::Repeat { steps, .. } => steps.iter().any(|step| step.action.opens()),
            _ => false,
        }
    }
}

/// What a shutdown ends, see shutdown(2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// No more sends: the peer reads the end of the stream.
    Write,
    /// No more receives.
    Read,
    /// Neither.
    Both,
}

/// The bytes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// These.
    Bytes(Arc<[u8]>),
    /// That many letters of the alphabet, running on from message to message, so that a byte tells
    /// its place in the stream and none tells where a message began.
    Pattern(u32),
    /// A frame: what a codec puts before and behind the payload.
    Framed {
        /// The header.
        head: Arc<[u8]>,
        /// The payload.
        body: Box<Payload>,
        /// Padding or a delimiter.
        tail: Arc<[u8]>,
    },
}

/// Many alphabets on end, so that long patterns are copied in long runs.
const ALPHABET: &[u8] = &alphabets::<{ 26 * 256 }>();

const fn alphabets<const N: usize>() -> [u8; N] {
    let mut letters = [b'a'; N];
    let mut at = 0;
    while at < N {
        letters[at] = b"abcdefghijklmnopqrstuvwxyz"[at % 26];
        at += 1;
    }
    letters
}

impl Payload {
    /// A payload of text, in UTF-8.
    pub fn text(text: &str) -> Self {
        Self::Bytes(text.as_bytes().into())
    }

    /// Appends the bytes to `buffer`, for a message that starts at `at` in its stream.
    pub fn write_to(&self, at: StreamOffset, buffer: &mut Vec<u8>) {
        match self {
            Self::Bytes(bytes) => buffer.extend_from_slice(bytes),
            Self::Pattern(len) => {
                let target = buffer.len() + *len as usize;
                let mut first = usize::try_from(at.0 % 26).unwrap_or(0);
                while buffer.len() < target {
                    let rest = &ALPHABET[first..];
                    buffer.extend_from_slice(&rest[..rest.len().min(target - buffer.len())]);
                    first = 0;
                }
            }
            Self::Framed { head, body, tail } => {
                buffer.extend_from_slice(head);
                body.write_to(at.advanced_by(head.len() as u64), buffer);
                buffer.extend_from_slice(tail);
            }
        }
    }
}

/// A condition that makes an outcome certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The receive buffer holds at least so many bytes; streams and seqpacket only.
    Queued(u64),
    /// Everything that the peers' scripts send and this endpoint has not read waits in its receive
    /// buffer; for datagrams, the peers' last sends have returned.
    AllQueued,
    /// That endpoint has done the step of that label once more than at this gate's last passing.
    After(EndpointId, Arc<str>),
    /// That endpoint's last send has returned.
    AllSent(EndpointId),
    /// The peers have read everything that this endpoint sent: lock-step.
    Taken,
    /// That endpoint's service has answered this one once more than at this gate's last passing, and on
    /// streams and seqpacket all that it sent and this endpoint has not read waits in the receive buffer.
    Replied(EndpointId),
    /// That endpoint's script is done.
    Finished(EndpointId),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_tells_its_place_and_hides_its_boundaries() {
        let mut whole = Vec::new();
        Payload::Pattern(60).write_to(StreamOffset(0), &mut whole);
        let mut parts = Vec::new();
        for len in [1, 25, 26, 8] {
            Payload::Pattern(len).write_to(StreamOffset(parts.len() as u64), &mut parts);
        }
        assert_eq!(whole, parts);
        assert_eq!(&whole[..3], b"abc");
        assert_eq!(whole[26], b'a');
    }

    #[test]
    fn a_framed_pattern_runs_on_behind_its_header() {
        let (head, tail) = (Arc::from(*b"##"), Arc::from(*b"$"));
        let framed = Payload::Framed { head, body: Box::new(Payload::Pattern(3)), tail };
        let mut bytes = Vec::new();
        framed.write_to(StreamOffset(24), &mut bytes);
        assert_eq!(bytes, b"##abc$");
        assert_eq!(framed.len(), 6);
    }
}
