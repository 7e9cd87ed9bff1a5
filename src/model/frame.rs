//! Frames: what a receiver's codec made of the bytes that its reads brought.

use std::fmt;
use std::ops::Range;

use super::boundary::{Piece, Verdict};
use super::codec::Codec;
use super::scenario::StreamId;
use super::span::{ByteSpan, StreamOffset};

/// One whole frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its bytes in the stream: header, delimiter and padding too.
    pub span: ByteSpan,
    /// The bytes that the program gets, a part of `span`.
    pub payload: ByteSpan,
    /// The read that made it whole, by its place in [`super::StreamView::reads`].
    pub read: usize,
    /// Whose bytes it holds: a range of [`Frames::pieces`].
    pub pieces: Range<usize>,
    /// What the frame is worth, as [`Verdict`] tells it of a read.
    pub verdict: Verdict,
    /// Whether it belongs to the measured part.
    pub measured: bool,
}

/// What the codec of a stream's receiver made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frames {
    /// Which stream.
    pub stream: StreamId,
    /// The receiver's codec.
    pub codec: Codec,
    /// Whole frames in the order of the stream.
    pub list: Vec<Frame>,
    /// The pieces of messages in the frames.
    pub pieces: Vec<Piece>,
    /// What was read behind the last whole frame: it waits for more, or was refused.
    pub rest: ByteSpan,
    /// Why the decoder gave up, and the read at which it did, by its place in [`super::StreamView::reads`].
    pub refused: Option<(FrameError, usize)>,
    /// Where the bytes that the trace has kept end, if they end before the reads do: what was read
    /// behind is not decoded.
    pub kept_to: Option<StreamOffset>,
}

impl Frames {
    /// The frames of the measured part.
    pub fn measured(&self) -> impl Iterator<Item = &Frame> {
        self.list.iter().filter(|frame| frame.measured)
    }

    /// The pieces of messages in a frame.
    pub fn pieces_of(&self, frame: &Frame) -> &[Piece] {
        &self.pieces[frame.pieces.clone()]
    }

    /// Bytes that wait in the decoder for the rest of their frame; none once it has given up.
    pub fn waiting(&self) -> u64 {
        if self.refused.is_some() { 0 } else { self.rest.len }
    }

    /// Whether a frame ends there, so that the receiver knows of it.
    pub fn ends_at(&self, place: StreamOffset) -> bool {
        self.list.binary_search_by_key(&place, |frame| frame.span.end()).is_ok()
    }

    /// The same as they were when only the reads before that place had returned, which had come to
    /// `read_to`.
    #[must_use]
    pub fn as_of(&self, returned: usize, read_to: StreamOffset) -> Self {
        let mut then = self.clone();
        then.list.retain(|frame| frame.read < returned);
        then.refused = self.refused.filter(|&(_, read)| read < returned);
        let end = then.list.last().map_or(StreamOffset::default(), |frame| frame.span.end());
        then.rest = ByteSpan { start: end, len: read_to.since(end) };
        then
    }

    /// The frames that a read made whole, as places in the list.
    pub fn completed_by(&self, read: usize) -> Range<usize> {
        let first = self.list.partition_point(|frame| frame.read < read);
        first..self.list.partition_point(|frame| frame.read <= read)
    }

    /// Whether every frame of the measured part holds whole messages, and nothing is left.
    ///
    /// A frame may hold several: a header may be sent by itself.
    pub fn are_whole(&self) -> bool {
        self.rest.is_empty() && !self.went_wrong()
    }

    /// Whether it was refused, or a frame of the measured part does not hold whole messages. What is left may
    /// still become one.
    pub fn went_wrong(&self) -> bool {
        let whole = |frame: &Frame| matches!(frame.verdict, Verdict::Intact | Verdict::Merged);
        self.refused.is_some() || !self.measured().all(whole)
    }
}

/// Why a decoder gives a stream up. Nobody can tell any more where the next frame would begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// A header announces more than the limit. Nothing was allocated for it.
    TooLong {
        /// Bytes that it announces.
        announced: u64,
        /// Bytes that it may have.
        limit: u32,
    },
    /// So many bytes have come, and none of them is a delimiter.
    NoDelimiter {
        /// Bytes that a frame may have.
        limit: u32,
    },
    /// A header announces less than its own bytes, which it counts.
    TooShort {
        /// Bytes that it announces.
        announced: u64,
        /// Bytes of the header.
        header: u8,
    },
    /// So many bytes have come, and the header has no end.
    EndlessHeader {
        /// Bytes that a header may have.
        limit: u32,
    },
    /// The header says nothing that the codec understands.
    BadHeader(HeaderFault),
}

/// What is wrong with a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFault {
    /// It is no JSON object with a `name` and a `size`.
    NotJson,
    /// It is no head of an HTTP/1.1 message.
    NotHttp,
    /// It says `Transfer-Encoding`, or says no length where one is needed.
    NoLength,
    /// `Content-Length` is no number, or two that differ.
    BadLength,
}

impl FrameError {
    /// All names, as claims know them.
    pub const NAMES: [&'static str; 5] =
        ["too-long", "no-delimiter", "too-short", "endless-header", "bad-header"];

    /// The name used in JSON and in claims.
    pub fn name(self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too-long",
            Self::NoDelimiter { .. } => "no-delimiter",
            Self::TooShort { .. } => "too-short",
            Self::EndlessHeader { .. } => "endless-header",
            Self::BadHeader(_) => "bad-header",
        }
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { announced, limit } => {
                write!(f, "the header announces {announced} bytes, and the limit is {limit}")
            }
            Self::NoDelimiter { limit } => {
                write!(f, "more than {limit} bytes, the limit, came without a delimiter")
            }
            Self::TooShort { announced, header } => {
                write!(f, "the length {announced} counts itself and is below its own {header} bytes")
            }
            Self::EndlessHeader { limit } => {
                write!(f, "the header has no end within {limit} bytes, the limit")
            }
            Self::BadHeader(fault) => f.write_str(match fault {
                HeaderFault::NotJson => "the header is no JSON object with a name and a size",
                HeaderFault::NotHttp => "the header is not HTTP/1.1",
                HeaderFault::NoLength => "the header does not say how long the body is",
                HeaderFault::BadLength => "the header's Content-Length is not one number",
            }),
        }
    }
}

impl std::error::Error for FrameError {}
