//! One codec, fed with reads.

use bytes::{Bytes, BytesMut};
use tokio_util::codec::{AnyDelimiterCodec, AnyDelimiterCodecError, Decoder as _};

use super::content_length::ContentLengthDecoder;
use super::fixed::FixedLengthDecoder;
use super::json_header::JsonHeaderDecoder;
use super::prefix::LengthPrefixDecoder;
use crate::model::{ByteSpan, Codec, FrameError, Framing};

/// A frame that came out of a [`Decoder`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Its bytes in all that was pushed: header, delimiter and padding too.
    pub span: ByteSpan,
    /// Where its payload stands.
    pub payload_span: ByteSpan,
    /// Its payload.
    pub payload: Bytes,
}

/// Finds frames in a byte stream, whatever pieces it comes in.
#[derive(Debug)]
pub struct Decoder {
    machine: Machine,
    limit: u32,
    buffer: BytesMut,
    /// All bytes that were pushed.
    pushed: u64,
    /// Where the last whole frame ended.
    end: u64,
    failed: Option<FrameError>,
}

#[derive(Debug)]
enum Machine {
    FixedLength(FixedLengthDecoder),
    Delimiter(AnyDelimiterCodec),
    LengthPrefix(LengthPrefixDecoder),
    JsonHeader(JsonHeaderDecoder),
    ContentLength(ContentLengthDecoder),
}

/// A payload, and how many bytes of its frame stand behind it.
pub(super) struct Taken {
    pub payload: Bytes,
    pub tail: u64,
}

impl Taken {
    /// A payload that ends its frame.
    pub fn to_the_end(payload: BytesMut) -> Self {
        Self { payload: payload.freeze(), tail: 0 }
    }
}

/// What the codecs of `tokio_util` need, which never do any input or output themselves.
pub(super) enum Fault {
    Frame(FrameError),
    Io,
}

impl From<std::io::Error> for Fault {
    fn from(_: std::io::Error) -> Self {
        Self::Io
    }
}

impl From<FrameError> for Fault {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

impl Decoder {
    /// A decoder at the beginning of a stream.
    pub fn new(codec: &Codec) -> Self {
        let limit = codec.limit;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let machine =
            match &codec.framing {
                Framing::FixedLength { length } => {
                    Machine::FixedLength(FixedLengthDecoder::new(*length, limit))
                }
                Framing::Delimiter { any_of } => Machine::Delimiter(
                    AnyDelimiterCodec::new_with_max_length(any_of.to_vec(), any_of.to_vec(), most),
                ),
                Framing::LengthPrefix { width, order, counts_itself } => {
                    Machine::LengthPrefix(LengthPrefixDecoder::new(*width, *order, *counts_itself, limit))
                }
                Framing::JsonHeader { .. } => Machine::JsonHeader(JsonHeaderDecoder::new(limit)),
                Framing::ContentLength { .. } => Machine::ContentLength(ContentLengthDecoder::new(limit)),
            };
        Self { machine, limit, buffer: BytesMut::new(), pushed: 0, end: 0, failed: None }
    }

    /// Takes what a read brought. After an error nothing is kept any more.
    pub fn push(&mut self, bytes: &[u8]) {
        self.pushed += bytes.len() as u64;
        if self.failed.is_none() {
            self.buffer.extend_from_slice(bytes);
        }
    }

    /// The next whole frame; `None` if it needs more bytes.
    ///
    /// # Errors
    /// When a frame breaks the codec's limit or its header makes no sense; from then on always.
    pub fn next_frame(&mut self) -> Result<Option<Decoded>, FrameError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.take() {
            Ok(taken) => Ok(taken.map(|taken| self.locate(taken))),
            Err(error) => {
                self.failed = Some(error);
                self.buffer = BytesMut::new();
                Err(error)
            }
        }
    }

    /// Bytes behind the last whole frame.
    pub fn waiting(&self) -> u64 {
        self.pushed - self.end
    }

    fn take(&mut self) -> Result<Option<Taken>, FrameError> {
        let (buffer, limit) = (&mut self.buffer, self.limit);
        let taken = match &mut self.machine {
            Machine::FixedLength(decoder) => decoder.decode(buffer),
            Machine::LengthPrefix(decoder) => decoder.decode(buffer),
            Machine::JsonHeader(decoder) => decoder.decode(buffer),
            Machine::ContentLength(decoder) => decoder.decode(buffer),
            Machine::Delimiter(decoder) => {
                let one_behind = |payload| Taken { payload, tail: 1 };
                decoder.decode(buffer).map(|found| found.map(one_behind)).map_err(|error| match error {
                    AnyDelimiterCodecError::MaxChunkLengthExceeded => {
                        FrameError::NoDelimiter { limit }.into()
                    }
                    AnyDelimiterCodecError::Io(_) => Fault::Io,
                })
            }
        };
        match taken {
            Ok(taken) => Ok(taken),
            Err(Fault::Frame(error)) => Err(error),
            // No decoder here reads or writes anything.
            Err(Fault::Io) => Err(FrameError::TooLong { announced: self.pushed - self.end, limit }),
        }
    }

    fn locate(&mut self, Taken { payload, tail }: Taken) -> Decoded {
        let start = self.end;
        self.end = self.pushed - self.buffer.len() as u64;
        let len = payload.len() as u64;
        Decoded {
            span: ByteSpan::new(start, self.end - start),
            payload_span: ByteSpan::new(self.end - tail - len, len),
            payload,
        }
    }
}
