//! Codecs: how a program marks in a byte stream where its messages end.
//!
//! Plain data. The module [`crate::framing`] puts it into practice.

use std::sync::Arc;

/// The payload of a frame may have so many bytes unless the codec says otherwise.
pub const DEFAULT_LIMIT: u32 = 1 << 20;
/// The most bytes that a limit may be.
pub const LARGEST_LIMIT: u32 = 16 << 20;
/// Bytes of a header of [`Framing::JsonHeader`] and [`Framing::ContentLength`] at most.
pub const HEADER_LIMIT: u32 = 8 << 10;
/// What fills a frame of fixed length up, and is stripped from its end by the receiver.
pub const PADDING: u8 = b' ';

/// How an endpoint frames what it sends and decodes what it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codec {
    /// How the end of a frame is marked.
    pub framing: Framing,
    /// Bytes of payload at most; a frame that announces more, or goes on for longer, is refused.
    pub limit: u32,
}

impl Codec {
    /// With [`DEFAULT_LIMIT`].
    pub fn new(framing: Framing) -> Self {
        Self { framing, limit: DEFAULT_LIMIT }
    }
}

/// How the end of a frame is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Every frame has the same length; shorter payloads are filled up with [`PADDING`].
    FixedLength {
        /// Bytes of a frame, at least one.
        length: u32,
    },
    /// A byte that ends the frame.
    Delimiter {
        /// Any of these ends a frame; the sender writes the first. Never empty.
        any_of: Arc<[u8]>,
    },
    /// A number before the payload that says how long it is.
    LengthPrefix {
        /// How many bytes the number has.
        width: Width,
        /// In which order they stand.
        order: ByteOrder,
        /// Whether the number counts its own bytes too.
        counts_itself: bool,
    },
    /// A JSON object with the keys `name` and `size`, behind its own length in four bytes, big-endian.
    JsonHeader {
        /// What the sender writes under `name`.
        name: Arc<str>,
    },
    /// An HTTP/1.1 head whose `Content-Length` says how long the body is, see RFC 9112.
    ContentLength {
        /// The first line of what is sent: "POST / HTTP/1.1", "HTTP/1.1 200 OK".
        start_line: Arc<str>,
    },
}

impl Framing {
    /// The name used in lessons and in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::FixedLength { .. } => "fixed-length",
            Self::Delimiter { .. } => "delimiter",
            Self::LengthPrefix { .. } => "length-prefix",
            Self::JsonHeader { .. } => "json-header",
            Self::ContentLength { .. } => "content-length",
        }
    }
}

/// The bytes of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Up to 255.
    One,
    /// Up to 65 535.
    Two,
    /// Up to 4 GiB less one.
    Four,
    /// Up to 2^64 less one.
    Eight,
}

impl Width {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Four, Self::Eight];

    /// How many bytes it has.
    pub fn bytes(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    /// The width of so many bytes.
    pub fn from_bytes(bytes: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|width| u64::from(width.bytes()) == bytes)
    }

    /// The largest number that it holds.
    pub fn largest(self) -> u64 {
        u64::MAX >> (64 - 8 * u32::from(self.bytes()))
    }
}

/// The order of the bytes of a length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ByteOrder {
    /// The most significant byte first: the order of network protocols.
    #[default]
    Big,
    /// The least significant byte first: the order of most processors.
    Little,
}

impl ByteOrder {
    /// Both with their names in lessons.
    pub const ALL: [(Self, &'static str); 2] =
        [(Self::Big, "big-endian"), (Self::Little, "little-endian")];
}
