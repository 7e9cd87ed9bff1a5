//! What the receivers' codecs made of their reads.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::pane::DATA_LIMIT;
use crate::model::trace::Verified;
use crate::model::{Frame, FrameError, Frames, StreamView, Trace};

#[derive(Debug, Serialize)]
pub(super) struct FrameJson {
    stream: String,
    /// Its bytes in the stream, marks included: the first one, and the one behind the last.
    from: u64,
    to: u64,
    payload_from: u64,
    payload_to: u64,
    /// The recv that made it whole, by its place in `calls`.
    completed_by: u32,
    /// The messages of which it holds bytes.
    messages: Vec<u32>,
    /// "intact" if it is exactly one message.
    verdict: &'static str,
    measured: bool,
    /// The payload; null where it is not written out.
    data: Option<String>,
}

/// How a stream's decoder stood at the end.
#[derive(Debug, Serialize)]
pub(super) struct DecoderJson {
    stream: String,
    codec: &'static str,
    limit: u32,
    /// Bytes that wait for the rest of their frame.
    waiting: u64,
    /// Why it gave up: "too-long".
    error: Option<&'static str>,
    /// The same in a sentence that names the limit.
    message: Option<String>,
    /// The recv at which it gave up, by its place in `calls`.
    at_call: Option<u32>,
    /// Up to which byte it could follow, where not all bytes were kept.
    decoded_to: Option<u64>,
}

pub(super) fn frames_of(trace: &Trace, views: &[StreamView]) -> Vec<FrameJson> {
    let mut budget = DATA_LIMIT;
    let mut list = Vec::new();
    for frames in &trace.frames {
        let Some(view) = views.iter().find(|view| view.stream == frames.stream) else { continue };
        let stream = trace.scenario.stream_name(frames.stream);
        for frame in &frames.list {
            list.push(FrameJson {
                stream: stream.clone(),
                from: frame.span.start.0,
                to: frame.span.end().0,
                payload_from: frame.payload.start.0,
                payload_to: frame.payload.end().0,
                completed_by: view.reads[frame.read].call.0,
                messages: frames.pieces_of(frame).iter().map(|piece| piece.message).collect(),
                verdict: frame.verdict.name(),
                measured: frame.measured,
                data: known_payload(trace, frames, frame, &mut budget),
            });
        }
    }
    list
}

/// The payload if it is known; `budget` is what may still be written.
fn known_payload(trace: &Trace, frames: &Frames, frame: &Frame, budget: &mut u64) -> Option<String> {
    let Some(left) = budget.checked_sub(frame.payload.len) else {
        *budget = 0;
        return None;
    };
    *budget = left;
    let agrees = match trace.stream(frames.stream).verified {
        Verified::DiffersAt(at) => frame.span.end().0 <= at,
        Verified::Whole | Verified::UpTo(_) => true,
    };
    agrees.then(|| STANDARD.encode(trace.bytes(frames.stream, frame.payload)))
}

pub(super) fn decoders_of(trace: &Trace, views: &[StreamView]) -> Vec<DecoderJson> {
    let row = |frames: &Frames| {
        let view = views.iter().find(|view| view.stream == frames.stream);
        let refused = frames.refused;
        DecoderJson {
            stream: trace.scenario.stream_name(frames.stream),
            codec: frames.codec.framing.name(),
            limit: frames.codec.limit,
            waiting: frames.waiting(),
            error: refused.map(|(error, _)| FrameError::name(error)),
            message: refused.map(|(error, _)| error.to_string()),
            at_call: refused.zip(view).map(|((_, read), view)| view.reads[read].call.0),
            decoded_to: frames.kept_to.map(|end| end.0),
        }
    };
    trace.frames.iter().map(row).collect()
}
