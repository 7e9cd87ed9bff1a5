//! What the sender puts around a payload.

use std::sync::Arc;

use thiserror::Error;

use super::json_header::Header;
use crate::model::codec::PADDING;
use crate::model::{ByteOrder, Codec, Framing, Payload, Width};

/// Why a payload cannot be framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EncodeError {
    /// It is longer than every frame.
    #[error("a message of {bytes} bytes does not fit into a frame of {length}")]
    FixedLength {
        /// Bytes of the payload.
        bytes: u64,
        /// Bytes of a frame.
        length: u32,
    },
    /// Its length is a larger number than the header holds.
    #[error("the length {bytes} does not fit into {width} {}", if *width == 1 { "byte" } else { "bytes" })]
    Width {
        /// The number that would stand in the header.
        bytes: u64,
        /// Bytes of the header.
        width: u8,
    },
}

/// Makes a frame of a payload. The payload's bytes are not looked at: a delimiter among them ends the
/// frame early.
///
/// # Errors
/// When the codec has no frame for a payload of that length.
pub fn enclose(codec: &Codec, payload: Payload) -> Result<Payload, EncodeError> {
    let bytes = payload.len();
    let nothing = Vec::new();
    let (head, tail) = match &codec.framing {
        Framing::FixedLength { length } => {
            let room = u64::from(*length).checked_sub(bytes);
            let room = room.ok_or(EncodeError::FixedLength { bytes, length: *length })?;
            (nothing, vec![PADDING; usize::try_from(room).unwrap_or(0)])
        }
        Framing::Delimiter { any_of } => (nothing, any_of.iter().take(1).copied().collect()),
        Framing::LengthPrefix { width, order, counts_itself } => {
            let counted = if *counts_itself { bytes + u64::from(width.bytes()) } else { bytes };
            (length(counted, *width, *order)?, nothing)
        }
        Framing::JsonHeader { name } => {
            let header = Header { name: (&**name).into(), size: bytes };
            // Two fields of plain types: this cannot fail.
            let header = serde_json::to_vec(&header).unwrap_or_default();
            let mut head = length(header.len() as u64, Width::Four, ByteOrder::Big)?;
            head.extend(header);
            (head, nothing)
        }
        Framing::ContentLength { start_line } => {
            // A request must say for which host it is, see RFC 9112, part 3.2.
            let host = if start_line.starts_with("HTTP/") { "" } else { "Host: localhost\r\n" };
            let head = format!("{start_line}\r\n{host}Content-Length: {bytes}\r\n\r\n");
            (head.into_bytes(), nothing)
        }
    };
    Ok(Payload::Framed { head: Arc::from(head), body: Box::new(payload), tail: Arc::from(tail) })
}

fn length(number: u64, width: Width, order: ByteOrder) -> Result<Vec<u8>, EncodeError> {
    let bytes = usize::from(width.bytes());
    if number > width.largest() {
        return Err(EncodeError::Width { bytes: number, width: width.bytes() });
    }
    Ok(match order {
        ByteOrder::Big => number.to_be_bytes()[8 - bytes..].to_vec(),
        ByteOrder::Little => number.to_le_bytes()[..bytes].to_vec(),
    })
}
