//! A length before the payload.

use bytes::{Buf, BytesMut};
use tokio_util::codec::{Decoder, LengthDelimitedCodec};

use super::decoder::{Fault, Taken};
use crate::model::{ByteOrder, FrameError, Width};

/// `LengthDelimitedCodec`, with errors that name the length and the limit.
#[derive(Debug)]
pub(super) struct LengthPrefixDecoder {
    inner: LengthDelimitedCodec,
    width: Width,
    order: ByteOrder,
    counts_itself: bool,
    limit: u32,
}

impl LengthPrefixDecoder {
    pub fn new(width: Width, order: ByteOrder, counts_itself: bool, limit: u32) -> Self {
        let header = usize::from(width.bytes());
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut builder = LengthDelimitedCodec::builder();
        builder.length_field_length(header);
        match order {
            ByteOrder::Big => builder.big_endian(),
            ByteOrder::Little => builder.little_endian(),
        };
        if counts_itself {
            // Nothing is skipped: the header is a part of what is counted.
            builder.num_skip(0).max_frame_length(most.saturating_add(header));
        } else {
            builder.max_frame_length(most);
        }
        Self { inner: builder.new_codec(), width, order, counts_itself, limit }
    }

    /// The length at the front of the buffer, which holds a whole header.
    fn announced(&self, buffer: &BytesMut) -> u64 {
        let bytes = usize::from(self.width.bytes());
        let mut header = buffer.get(..bytes).unwrap_or_default();
        match self.order {
            _ if header.is_empty() => 0,
            ByteOrder::Big => header.get_uint(bytes),
            ByteOrder::Little => header.get_uint_le(bytes),
        }
    }
}

impl Decoder for LengthPrefixDecoder {
    type Item = Taken;
    type Error = Fault;

    fn decode(&mut self, buffer: &mut BytesMut) -> Result<Option<Taken>, Fault> {
        let header = self.width.bytes();
        // The codec refuses a header without taking it, so it still stands there.
        let decoded = self
            .inner
            .decode(buffer)
            .map_err(|_| FrameError::TooLong { announced: self.announced(buffer), limit: self.limit })?;
        let Some(mut frame) = decoded else { return Ok(None) };
        if self.counts_itself {
            let announced = frame.len() as u64;
            if announced < u64::from(header) {
                return Err(FrameError::TooShort { announced, header }.into());
            }
            frame.advance(header.into());
        }
        Ok(Some(Taken::to_the_end(frame)))
    }
}
