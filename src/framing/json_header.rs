//! A header in JSON, behind its own length.

use bytes::BytesMut;
use serde::{Deserialize, Serialize};
use tokio_util::codec::Decoder;

use super::decoder::{Fault, Taken};
use super::prefix::LengthPrefixDecoder;
use crate::model::codec::HEADER_LIMIT;
use crate::model::{ByteOrder, FrameError, HeaderFault, Width};

/// What stands in the header.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Header<'a> {
    #[serde(borrow)]
    pub name: std::borrow::Cow<'a, str>,
    pub size: u64,
}

/// First the length of the header, then the header, then as many bytes as it says.
#[derive(Debug)]
pub(super) struct JsonHeaderDecoder {
    header: LengthPrefixDecoder,
    /// Bytes of the body, once its header has been read.
    body: Option<usize>,
    limit: u32,
}

impl JsonHeaderDecoder {
    pub fn new(limit: u32) -> Self {
        let header = LengthPrefixDecoder::new(Width::Four, ByteOrder::Big, false, HEADER_LIMIT);
        Self { header, body: None, limit }
    }

    /// Takes a whole header from the buffer: the length of its body.
    fn take_header(&mut self, buffer: &mut BytesMut) -> Result<Option<usize>, Fault> {
        let Some(header) = self.header.decode(buffer)? else { return Ok(None) };
        let size = size(&header.payload).ok_or(FrameError::BadHeader(HeaderFault::NotJson))?;
        Ok(Some(within(size, self.limit)?))
    }
}

impl Decoder for JsonHeaderDecoder {
    type Item = Taken;
    type Error = Fault;

    fn decode(&mut self, buffer: &mut BytesMut) -> Result<Option<Taken>, Fault> {
        if self.body.is_none() {
            self.body = self.take_header(buffer)?;
        }
        let Some(body) = self.body.filter(|&body| buffer.len() >= body) else { return Ok(None) };
        self.body = None;
        Ok(Some(Taken::to_the_end(buffer.split_to(body))))
    }
}

fn size(header: &[u8]) -> Option<u64> {
    serde_json::from_slice::<Header<'_>>(header).ok().map(|header| header.size)
}

/// The size of a body, if the limit allows it.
pub(super) fn within(announced: u64, limit: u32) -> Result<usize, FrameError> {
    let allowed = announced <= u64::from(limit);
    let size = usize::try_from(announced).ok().filter(|_| allowed);
    size.ok_or(FrameError::TooLong { announced, limit })
}
