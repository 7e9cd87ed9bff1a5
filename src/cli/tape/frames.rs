//! The row of frames, and what is told of them in words.

use crate::model::{ByteSpan, Frame, FrameError, Frames, HeaderFault, StreamView, Trace, Verdict};
use crate::text::FrameWords;

use super::canvas::Canvas;
use super::{CUT, Ink, KEPT, Line, Tape, TapeStyle, bytes};

/// What the program never sees: headers, delimiters, padding.
const MARKS: char = '▒';
/// Frames that are listed; the rest is counted.
const LISTED: usize = 8;

/// What the verdict says of frames: "3 frames".
pub fn verdict(trace: &Trace, view: &StreamView, style: TapeStyle<'_>) -> Option<String> {
    let frames = trace.frames_of(view.stream)?;
    let words = &style.words.stage.frames;
    let mut text = (words.frames)(frames.measured().count() as u64);
    let rest = match frames.refused {
        // The reason stands below the tape.
        Some(_) => Some(words.refused.to_owned()),
        None => rest(frames, style),
    };
    if let Some(rest) = rest {
        text = format!("{text}{}{rest}", style.words.stage.comma);
    }
    Some(text)
}

/// What became of the bytes that are no whole frame.
fn rest(frames: &Frames, style: TapeStyle<'_>) -> Option<String> {
    let words = &style.words.stage.frames;
    match (frames.refused, frames.waiting()) {
        (Some((error, _)), _) => {
            Some(format!("{}{}{}", words.refused, style.words.stage.colon, reason(error, words)))
        }
        (None, 0) => None,
        (None, waiting) => Some((words.waiting)(waiting)),
    }
}

fn reason(error: FrameError, words: &FrameWords) -> String {
    match error {
        FrameError::TooLong { announced, limit } => (words.too_long)(announced, limit),
        FrameError::NoDelimiter { limit } => (words.no_delimiter)(limit),
        FrameError::TooShort { announced, header } => (words.too_short)(announced, header),
        FrameError::EndlessHeader { limit } => (words.endless_header)(limit),
        FrameError::BadHeader(HeaderFault::NotJson) => words.not_json.to_owned(),
        FrameError::BadHeader(HeaderFault::NotHttp) => words.not_http.to_owned(),
        FrameError::BadHeader(HeaderFault::NoLength) => words.no_length.to_owned(),
        FrameError::BadHeader(HeaderFault::BadLength) => words.bad_length.to_owned(),
    }
}

/// The frames one by one, and what is left.
pub fn notes(trace: &Trace, view: &StreamView, style: TapeStyle<'_>) -> Vec<(String, Ink)> {
    let Some(frames) = trace.frames_of(view.stream) else { return Vec::new() };
    let words = &style.words.stage.frames;
    let first_read = view.reads.iter().position(|read| read.measured).unwrap_or(0);
    let tell = |(number, frame): (u64, &Frame)| {
        let text = bytes::readable(trace.bytes(view.stream, frame.payload), style.width);
        let read = frame.read.saturating_sub(first_read) as u64 + 1;
        ((words.name)(number, frame.payload.len, &text, read), ink(frame))
    };
    let measured = frames.measured().count();
    let mut notes: Vec<(String, Ink)> = (1..).zip(frames.measured()).take(LISTED).map(tell).collect();
    if measured > LISTED {
        notes.push((format!("… {}", (words.frames)((measured - LISTED) as u64)), Ink::Pale));
    }
    let ink = if frames.refused.is_some() { Ink::Lost } else { Ink::Pale };
    notes.extend(rest(frames, style).map(|text| (text, ink)));
    notes
}

fn ink(frame: &Frame) -> Ink {
    match frame.verdict {
        Verdict::Intact | Verdict::Merged => Ink::Kept,
        _ => Ink::Lost,
    }
}

impl Tape<'_> {
    fn frames(&self) -> Option<&Frames> {
        self.trace.frames_of(self.stream)
    }

    fn places(&self, span: ByteSpan) -> Option<(u64, u64)> {
        Some((self.tracks.place(span.start)?, self.tracks.place(span.end())?))
    }

    /// The row; `None` where the receiver has no codec.
    pub(super) fn frame_row(&self) -> Option<Line> {
        let frames = self.frames()?;
        let mut canvas = Canvas::new(self.columns);
        for frame in frames.measured() {
            let Some((from, to)) = self.places(frame.span) else { continue };
            let payload = self.trace.bytes(self.stream, frame.payload);
            let header = frame.payload.start > frame.span.start;
            let mark = |there: bool| if there { MARKS.to_string() } else { String::new() };
            let message = frames.pieces_of(frame).first().map(|piece| piece.message);
            let place = message.and_then(|message| message.checked_sub(self.tracks.first_message));
            let number = place.map_or(0, |place| u64::from(place) + 1);
            let text = bytes::readable(payload, self.room(from, to));
            let text = format!("{}{number} {text}", mark(header));
            self.write(&mut canvas, (from, to), &text, Ink::Message(self.stream, place.unwrap_or(0)));
        }
        for frame in frames.measured() {
            let Some((from, to)) = self.places(frame.span) else { continue };
            self.mark(&mut canvas, from, KEPT, Ink::Plain);
            self.mark(&mut canvas, to, if ink(frame) == Ink::Kept { KEPT } else { CUT }, ink(frame));
        }
        if let (false, Some((from, to))) = (frames.rest.is_empty(), self.places(frames.rest)) {
            let words = &self.style.words.stage.frames;
            let text = match frames.refused {
                Some(_) => words.refused.to_owned(),
                None => (words.waiting)(frames.rest.len),
            };
            self.note(&mut canvas, (from, to), &text);
        }
        Some(self.row(self.style.words.stage.frames.lane, canvas))
    }

    /// What the program gets of the frames.
    pub(super) fn payloads(&self) -> Option<Canvas> {
        let frames = self.frames()?;
        let mut canvas = Canvas::new(self.columns);
        for frame in frames.measured() {
            let Some((from, to)) = self.places(frame.span) else { continue };
            let payload = self.trace.bytes(self.stream, frame.payload);
            let text = bytes::literal(payload, self.room(from, to));
            self.write(&mut canvas, (from, to), &text, Ink::Plain);
        }
        Some(canvas)
    }
}
