//! Frames of one length.

use bytes::BytesMut;
use tokio_util::codec::Decoder;

use super::decoder::{Fault, Taken};
use crate::model::FrameError;
use crate::model::codec::PADDING;

/// Takes so many bytes each time and strips the padding.
#[derive(Debug)]
pub(super) struct FixedLengthDecoder {
    length: u32,
    limit: u32,
}

impl FixedLengthDecoder {
    pub fn new(length: u32, limit: u32) -> Self {
        Self { length: length.max(1), limit }
    }
}

impl Decoder for FixedLengthDecoder {
    type Item = Taken;
    type Error = Fault;

    fn decode(&mut self, buffer: &mut BytesMut) -> Result<Option<Taken>, Fault> {
        let Self { length, limit } = *self;
        if length > limit && !buffer.is_empty() {
            return Err(FrameError::TooLong { announced: length.into(), limit }.into());
        }
        let length = length as usize;
        if buffer.len() < length {
            return Ok(None);
        }
        let mut frame = buffer.split_to(length);
        let payload = frame.iter().rposition(|&byte| byte != PADDING).map_or(0, |last| last + 1);
        frame.truncate(payload);
        Ok(Some(Taken { payload: frame.freeze(), tail: (length - payload) as u64 }))
    }
}
