//! Where the frames of a tape lie, and what there is to say of them.

use std::ops::Range;

use crate::model::codec::PADDING;
use crate::model::{ByteSpan, Frame, FrameError, Frames, HeaderFault, Verdict};

use super::bytes::{hex, literal_within, readable};
use super::details::{byte_rows, call_rows};
use super::facts::StreamFacts;
use super::labels::{NAMED_COLUMNS, Telling, first_text};
use super::layout::{Block, fold};
use super::scale::ByteScale;
use crate::text::numbers::in_bytes;

/// Bytes of a header that a card shows.
const HEADER_BYTES: usize = 48;

/// The lane of frames, in points.
#[derive(Clone, Debug, Default)]
pub struct FrameLane {
    /// Whole frames; items are places in [`Frames::list`].
    pub blocks: Vec<Block>,
    /// Left and right edge of what is no whole frame.
    pub rest: Option<(f32, f32)>,
}

impl FrameLane {
    /// Lays out the frames of a stream, if its receiver has a codec.
    pub fn new(facts: &StreamFacts, scale: &ByteScale) -> Self {
        let Some(frames) = &facts.frames else { return Self::default() };
        let edges = |frame: &Frame| (scale.span(frame.span), frame.measured);
        let rest = (!frames.rest.is_empty()).then(|| scale.span(frames.rest));
        Self { blocks: fold(frames.list.iter().map(edges)), rest }
    }
}

impl<'a> Telling<'a> {
    /// The frames, if the receiver has a codec and the run may be seen.
    pub fn frames(&self) -> Option<&'a Frames> {
        self.facts.frames.as_ref()
    }

    /// A frame, by its place.
    pub fn frame(&self, place: usize) -> Option<&'a Frame> {
        self.frames()?.list.get(place)
    }

    /// A frame's number as learners count: from one, where the measured part begins.
    fn frame_number(&self, place: usize) -> u64 {
        let warm = self.frames().map_or(0, |frames| frames.list.partition_point(|frame| !frame.measured));
        place.checked_sub(warm).unwrap_or(place) as u64 + 1
    }

    /// What the big line says of frames.
    pub fn frame_line(&self) -> Option<String> {
        let frames = self.frames()?;
        let words = &self.words.frames;
        let mut line = (words.frames)(frames.measured().count() as u64);
        if frames.refused.is_some() {
            line = format!("{line}{}{}", self.words.comma, words.refused);
        } else if frames.waiting() > 0 {
            line = format!("{line}{}{}", self.words.comma, (words.waiting)(frames.waiting()));
        }
        Some(line)
    }

    /// Why the decoder gave up.
    pub fn refusal(&self) -> Option<String> {
        let words = &self.words.frames;
        let (error, _) = self.frames()?.refused?;
        Some(match error {
            FrameError::TooLong { announced, limit } => (words.too_long)(announced, limit),
            FrameError::NoDelimiter { limit } => (words.no_delimiter)(limit),
            FrameError::TooShort { announced, header } => (words.too_short)(announced, header),
            FrameError::EndlessHeader { limit } => (words.endless_header)(limit),
            FrameError::BadHeader(fault) => match fault {
                HeaderFault::NotJson => words.not_json,
                HeaderFault::NotHttp => words.not_http,
                HeaderFault::NoLength => words.no_length,
                HeaderFault::BadLength => words.bad_length,
            }
            .to_owned(),
        })
    }

    /// The first bytes of a span as text.
    pub fn text_of_span(&self, span: ByteSpan) -> String {
        first_text(self.facts.bytes(self.trace, span), span.len)
    }

    /// What stands around a payload, from the longest to the shortest way to say it: a number in
    /// hexadecimal, or text.
    pub fn marks_texts(&self, span: ByteSpan) -> Vec<String> {
        let bytes = self.facts.bytes(self.trace, span);
        if bytes.iter().all(|&byte| byte == PADDING) {
            return vec![in_bytes(span.len)];
        }
        if bytes.len() <= 8 && bytes.iter().any(|byte| !(b' '..=b'~').contains(byte)) {
            return vec![hex(bytes, 8)];
        }
        let first_line = bytes.split(|&byte| byte == b'\r').next().unwrap_or_default();
        vec![self.text_of_span(span), format!("{} …", readable(first_line))]
    }

    /// Python's literal of a frame's payload in that many characters.
    pub fn frame_literal(&self, place: usize, columns: usize) -> Option<String> {
        let payload = self.frame(place)?.payload;
        literal_within(self.facts.bytes(self.trace, payload), payload.len, columns)
    }

    /// The name of a frame, or of many.
    pub fn frame_name(&self, places: Range<usize>) -> String {
        let words = &self.words.frames;
        let Some(frames) = self.frames() else { return String::new() };
        match &frames.list[places.clone()] {
            [] => String::new(),
            [frame] => {
                let read = self.facts.read_number(frame.read);
                let number = self.frame_number(places.start);
                let text = self.text_of_span(frame.payload);
                (words.name)(number, frame.payload.len, &text, read)
            }
            several => {
                let bytes = several.iter().map(|frame| frame.payload.len).sum();
                let (first, last) = (self.frame_number(places.start), self.frame_number(places.end - 1));
                (words.names)(first, last, bytes)
            }
        }
    }

    /// The name of what the program sees of a frame, or of many.
    pub fn frame_sees_name(&self, places: Range<usize>) -> String {
        let literal = self.frame_literal(places.start, NAMED_COLUMNS).unwrap_or_default();
        let told = match places.len() {
            1 => literal,
            many => self.several_seen(true)(many as u64, &literal),
        };
        (self.words.names.program_sees)(&told)
    }

    /// The name of what is no whole frame.
    pub fn frame_rest_name(&self) -> String {
        let words = &self.words.frames;
        let bytes = self.frames().map_or(0, |frames| frames.rest.len);
        match self.refusal() {
            Some(reason) => (words.refused_name)(bytes, &reason),
            None => (words.waiting_name)(bytes),
        }
    }

    /// What a card says of a frame.
    pub fn frame_rows(&self, place: usize) -> Vec<(&'static str, String)> {
        let (Some(frames), Some(frame)) = (self.frames(), self.frame(place)) else { return Vec::new() };
        let words = &self.words.frames;
        let mut rows = byte_rows(self, frame.payload);
        let behind = frame.payload.end();
        for (what, span) in [
            (words.header, ByteSpan { len: frame.payload.start.since(frame.span.start), ..frame.span }),
            (words.trailer, ByteSpan { start: behind, len: frame.span.end().since(behind) }),
        ] {
            if !span.is_empty() {
                rows.push((what, self.short_bytes(span)));
            }
        }
        let pieces = frames.pieces_of(frame);
        if let (Some(first), Some(last)) = (pieces.first(), pieces.last()) {
            let number = |message| self.facts.message_number(message);
            let marks = &self.words.marks;
            let whose = match (frame.verdict, pieces.len()) {
                (Verdict::Partial, _) => (marks.part_of)(number(first.message)),
                (_, 1) => (marks.messages)(&[number(first.message)]),
                _ => (marks.messages)(&[number(first.message), number(last.message)]),
            };
            rows.push((words.holds, whose));
        }
        let read = &self.facts.view.reads[frame.read];
        let number = (words.read)(self.facts.read_number(frame.read));
        let call = self.call(read.call).map_or(String::new(), |_| self.written(read.call));
        rows.push((words.completed_by, format!("{number}{call} → {}", in_bytes(read.span.len))));
        rows.push((self.words.card.source, words.decoded.to_owned()));
        rows
    }

    fn short_bytes(&self, span: ByteSpan) -> String {
        let bytes = self.facts.bytes(self.trace, span);
        let literal = literal_within(bytes, span.len, HEADER_BYTES * 2).unwrap_or_default();
        if bytes.len() <= 8 { format!("{literal}  {}", hex(bytes, 8)) } else { literal }
    }

    /// What a card says of what is no whole frame.
    pub fn frame_rest_rows(&self) -> Vec<(&'static str, String)> {
        let Some(frames) = self.frames() else { return Vec::new() };
        let mut rows = byte_rows(self, frames.rest);
        if let Some((_, read)) = frames.refused {
            rows.extend(call_rows(self, self.facts.view.reads[read].call));
        }
        rows.push((self.words.card.source, self.words.frames.decoded.to_owned()));
        rows
    }
}
