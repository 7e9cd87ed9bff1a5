//! Byte stream ↔ frames: the cure for lost message boundaries.
//!
//! [`enclose`] puts a codec's marks around a payload, [`Decoder`] finds frames again in whatever reads
//! there were, and [`frames`] does so for a finished run. The decoders are those of `tokio_util::codec`,
//! or implement its trait, and are used without a runtime.
//!
//! # Invariants
//! - The same bytes give the same frames and the same error, however the reads cut them.
//! - A decoder holds one frame's bytes at most beyond what one read brought: what a header announces is
//!   held against the limit before anything is allocated.
//! - After an error no frame comes any more: nobody can tell where it would begin.

mod content_length;
mod decoder;
mod enclose;
mod fixed;
mod json_header;
mod prefix;
#[cfg(test)]
mod tests;

pub use decoder::{Decoded, Decoder};
pub use enclose::{EncodeError, enclose};

use crate::model::boundary::cut;
use crate::model::{ByteSpan, Frame, Frames, Piece, StreamOffset, StreamView, Trace, Verdict};

/// [`frames`] of every stream that has some.
pub fn frames_of_run(trace: &Trace) -> Vec<Frames> {
    let scenario = &trace.scenario;
    let decoded = scenario.stream_ids().filter(|&stream| scenario.decoder(stream).is_some());
    decoded.filter_map(|stream| frames(trace, &StreamView::of(trace, stream))).collect()
}

/// What the codec of a stream's receiver makes of its reads; `None` if it has none, or if the transport
/// keeps boundaries by itself.
pub fn frames(trace: &Trace, view: &StreamView) -> Option<Frames> {
    let codec = trace.scenario.decoder(view.stream)?;
    let mut decoder = Decoder::new(codec);
    let mut found: Vec<(Decoded, usize)> = Vec::new();
    let mut read_to = StreamOffset::default();
    let (mut refused, mut kept_to) = (None, None);
    for (place, read) in view.reads.iter().enumerate() {
        let bytes = trace.bytes(view.stream, read.span);
        if (bytes.len() as u64) < read.span.len {
            kept_to = Some(read.span.start);
            break;
        }
        read_to = read_to.max(read.span.end());
        if refused.is_some() {
            continue;
        }
        decoder.push(bytes);
        loop {
            match decoder.next_frame() {
                Ok(Some(frame)) => found.push((frame, place)),
                Ok(None) => break,
                Err(error) => {
                    refused = Some((error, place));
                    break;
                }
            }
        }
    }
    let end = found.last().map_or(0, |(decoded, _)| decoded.span.end().0);
    let rest = ByteSpan::new(end, read_to.0.saturating_sub(end));
    let mut frames = Frames {
        stream: view.stream,
        codec: codec.clone(),
        list: Vec::new(),
        pieces: Vec::new(),
        rest,
        refused,
        kept_to,
    };
    line_up(&mut frames, &found, view, trace.stream(view.stream).baseline);
    Some(frames)
}

/// Finds out whose bytes each frame holds.
fn line_up(frames: &mut Frames, found: &[(Decoded, usize)], view: &StreamView, baseline: StreamOffset) {
    let messages: Vec<ByteSpan> = view.messages.iter().map(|message| message.span).collect();
    let spans: Vec<ByteSpan> = found.iter().map(|(decoded, _)| decoded.span).collect();
    for ((decoded, read), cut) in found.iter().zip(cut(&messages, &spans)) {
        let first = frames.pieces.len();
        let whole = cut.iter().all(|&(at, from, to)| from == 0 && to == messages[at].len);
        let verdict = match (cut.len(), whole) {
            (1, true) => Verdict::Intact,
            (0 | 1, _) => Verdict::Partial,
            (_, true) => Verdict::Merged,
            (_, false) => Verdict::Mixed,
        };
        let piece =
            |&(at, from, to): &(usize, u64, u64)| Piece { message: view.messages[at].number, from, to };
        frames.pieces.extend(cut.iter().map(piece));
        frames.list.push(Frame {
            span: decoded.span,
            payload: decoded.payload_span,
            read: *read,
            pieces: first..frames.pieces.len(),
            verdict,
            measured: decoded.span.end() > baseline,
        });
    }
}
