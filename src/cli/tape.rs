//! The picture of a run in text: sends above, what left below them, reads below that, aligned by
//! stream offset. Pure: a trace and a width become lines.

mod bytes;
mod canvas;
mod curve;
mod frames;
mod notes;
mod outcomes;
mod scale;
mod tracks;

use crate::account;
use crate::model::{BoundaryFate, Reckoning, StreamId, StreamView, Trace, Transport, Worth};
use crate::text::Words;
use crate::text::numbers::in_bytes;

pub use canvas::{Ink, Line, clip, wrap};
pub use curve::curve;
pub use outcomes::outcomes;

use canvas::Canvas;
use scale::Scale;
use tracks::{Block, Gap, Tracks};

/// More columns do not make a tape easier to read.
const WIDEST: usize = 100;
/// A boundary at which a read ends, and the ends of the tape.
const KEPT: char = '│';
/// A boundary that a read runs over.
const LOST: char = '╳';
/// The end of a read inside a message.
const CUT: char = '┆';
/// A boundary on its way down.
const NEUTRAL: char = '┊';

/// The rows bear the names of the calls, in every language.
const SEND: &str = "send";
const RECV: &str = "recv";

/// How a tape is to be written.
#[derive(Clone, Copy, Debug)]
pub struct TapeStyle<'a> {
    /// In which language.
    pub words: &'a Words,
    /// Columns of the terminal; no line is wider.
    pub width: usize,
}

/// A pane of a lesson: its title with the verdict, and the tape of every stream that was used.
pub fn pane(title: &str, trace: &Trace, style: TapeStyle<'_>) -> Vec<Line> {
    let views = trace.scenario.stream_ids().map(|stream| StreamView::of(trace, stream));
    let used: Vec<StreamView> = views.filter(|view| is_used(trace, view)).collect();
    let mut lines = match used.as_slice() {
        [] => vec![headline(title, style.words.tape.nothing_sent, Ink::Plain, style)],
        [only] => with_tape(title, trace, only, style),
        several => {
            let title = clip(title, style.width);
            let mut lines = vec![Line::new(title, Ink::Strong)];
            for view in several {
                let (from, to) = trace.scenario.ends(view.stream);
                let name = |endpoint| trace.scenario.endpoint(endpoint).name.as_str();
                let direction = format!("{} → {}", name(from), name(to));
                lines.extend(with_tape(&direction, trace, view, style));
            }
            lines
        }
    };
    lines.extend(notes::rounds(trace, style));
    lines
}

/// Whether a stream has anything to show in the measured part: bytes, or a call that failed.
fn is_used(trace: &Trace, view: &StreamView) -> bool {
    view.summary.messages > 0 || notes::calls(trace, view).any(|call| call.outcome.is_err())
}

fn headline(title: &str, verdict: &str, ink: Ink, style: TapeStyle<'_>) -> Line {
    let title = clip(title, style.width);
    let line = Line::new(title, Ink::Strong);
    let room = style.width.saturating_sub(line.columns() + 2);
    if room < 4 { line } else { line.then("  ", Ink::Plain).then(clip(verdict, room), ink) }
}

fn with_tape(title: &str, trace: &Trace, view: &StreamView, style: TapeStyle<'_>) -> Vec<Line> {
    let reckoning = Reckoning::of(trace, view, None);
    let account = account::of(&reckoning, frames::verdict(trace, view, style));
    let verdict = style.words.stage.line.of(&account, style.words.stage.comma);
    let ink = match reckoning.worth() {
        Worth::Good => Ink::Kept,
        Worth::Bad => Ink::Lost,
        Worth::Open => Ink::Plain,
    };
    let fits = Line::new(format!("{title}  {verdict}"), ink).columns() <= style.width;
    let mut lines = if fits {
        vec![headline(title, &verdict, ink, style)]
    } else {
        let mut lines = vec![Line::new(clip(title, style.width), Ink::Strong)];
        lines.extend(notes::indented(&verdict, ink, style));
        lines
    };
    if view.summary.messages > 0 {
        lines.extend(Tape::new(trace, view, reckoning.is_reset, style).rows());
    }
    lines.extend(notes::below(trace, view, style));
    lines
}

/// One stream and where it goes on the screen.
struct Tape<'a> {
    trace: &'a Trace,
    stream: StreamId,
    tracks: Tracks,
    /// The measured segments at their places, if it is measured where each was cut.
    segments: Option<Vec<(u64, u64)>>,
    scale: Scale,
    style: TapeStyle<'a>,
    /// Whether a reset threw away what was not read.
    is_reset: bool,
    label_columns: usize,
    columns: usize,
}

impl<'a> Tape<'a> {
    fn new(trace: &'a Trace, view: &'a StreamView, is_reset: bool, style: TapeStyle<'a>) -> Self {
        let lanes = style.words.stage.lanes;
        let frames = style.words.stage.frames.lane;
        let labels =
            [SEND, lanes.segments, lanes.datagrams, RECV, frames, lanes.program_sees].into_iter();
        let widest = labels.map(|label| Line::new(label, Ink::Plain).columns()).max().unwrap_or(0);
        let label_columns = (widest + 1).min(style.width / 3);
        let columns = style.width.saturating_sub(label_columns).min(WIDEST);
        let tracks = Tracks::of(trace, view);
        let mut cuts = tracks.cuts();
        if let Some(frames) = trace.frames_of(view.stream) {
            cuts.extend(frames.measured().filter_map(|frame| tracks.place(frame.span.end())));
            cuts.sort_unstable();
            cuts.dedup();
        }
        let scale = Scale::new(&cuts, columns);
        let segments = tracks::segments(trace, view);
        Self {
            trace,
            stream: view.stream,
            tracks,
            segments,
            scale,
            style,
            is_reset,
            label_columns,
            columns,
        }
    }

    fn rows(&self) -> Vec<Line> {
        let mut rows = vec![self.row("", self.sizes()), self.row(SEND, self.sends())];
        rows.extend(self.handed_over());
        rows.push(self.row(RECV, self.reads()));
        rows.extend(self.frame_row());
        let sees = self.payloads().unwrap_or_else(|| self.program_sees());
        rows.push(self.row(self.style.words.stage.lanes.program_sees, sees));
        rows.extend(self.legend());
        if self.scale.is_folded() {
            let shown = self.scale.end();
            let messages = self.tracks.messages.iter().filter(|block| block.from >= shown).count();
            let reads = self.tracks.reads.iter().filter(|read| read.to() > shown).count();
            let words = &self.style.words.tape;
            let more = match messages {
                0 => (words.more_reads)(reads as u64),
                _ => (words.more)(messages as u64, reads as u64),
            };
            rows.extend(notes::indented(&more, Ink::Pale, self.style));
        }
        rows
    }

    fn row(&self, label: &str, mut canvas: Canvas) -> Line {
        if self.scale.is_folded() {
            canvas.mark(self.scale.last_column() + 2, '…', Ink::Pale);
        }
        let mut labels = Canvas::new(self.label_columns);
        labels.write(0, self.label_columns, label, Ink::Pale);
        labels.into_line().join(canvas.into_line())
    }

    /// Puts text at a block's places, leaving its left edge free.
    fn write(&self, canvas: &mut Canvas, (from, to): (u64, u64), text: &str, ink: Ink) {
        if from < self.scale.end() {
            canvas.write(self.scale.column(from) + 1, self.scale.column(to), text, ink);
        }
    }

    /// Puts pale text at a block's places, as far as the text goes.
    fn note(&self, canvas: &mut Canvas, (from, to): (u64, u64), text: &str) {
        if from < self.scale.end() {
            canvas.note(self.scale.column(from) + 1, self.scale.column(to), text, Ink::Pale);
        }
    }

    fn room(&self, from: u64, to: u64) -> usize {
        self.scale.column(to).saturating_sub(self.scale.column(from))
    }

    fn mark(&self, canvas: &mut Canvas, place: u64, mark: char, ink: Ink) {
        if place <= self.scale.end() {
            canvas.mark(self.scale.column(place), mark, ink);
        }
    }

    fn neutral_lines(&self, canvas: &mut Canvas) {
        for block in self.tracks.messages.iter().filter(|block| block.to <= self.scale.end()) {
            canvas.mark_if_blank(self.scale.column(block.to), NEUTRAL, Ink::Pale);
        }
        canvas.mark_if_blank(0, NEUTRAL, Ink::Pale);
    }

    fn sizes(&self) -> Canvas {
        let mut canvas = Canvas::new(self.columns);
        for block in &self.tracks.messages {
            self.note(&mut canvas, (block.from, block.to), &in_bytes(block.span.len));
        }
        canvas
    }

    fn sends(&self) -> Canvas {
        let mut canvas = Canvas::new(self.columns);
        self.mark(&mut canvas, 0, KEPT, Ink::Plain);
        for block in &self.tracks.messages {
            self.write_message(&mut canvas, block);
            self.mark(&mut canvas, block.to, KEPT, Ink::Plain);
        }
        canvas
    }

    fn write_message(&self, canvas: &mut Canvas, block: &Block) {
        let room = self.room(block.from, block.to);
        let bytes = self.trace.bytes(self.stream, block.span);
        let place = block.message - self.tracks.first_message;
        let text = format!("{} {}", u64::from(place) + 1, bytes::readable(bytes, room));
        self.write(canvas, (block.from, block.to), &text, Ink::Message(self.stream, place));
    }

    /// What the kernel handed to the network; `None` where nothing of the kind is known or exists.
    fn handed_over(&self) -> Option<Line> {
        let words = self.style.words;
        let mut canvas = Canvas::new(self.columns);
        let label = match self.trace.scenario.transport {
            Transport::Tcp => {
                let record = self.trace.stream(self.stream);
                let text = match (record.data_segments, &record.no_segments) {
                    (Some(segments), _) => (words.tape.segments)(segments),
                    // Why stands below the tape.
                    (None, Some(_)) => words.stage.marks.unknown_segments.to_owned(),
                    (None, None) => return None,
                };
                if !self.draw_segments(&mut canvas) {
                    canvas.note(1, self.columns, &text, Ink::Pale);
                }
                words.stage.lanes.segments
            }
            Transport::Udp | Transport::UnixDgram | Transport::UnixSeqpacket => {
                for block in &self.tracks.messages {
                    let size = in_bytes(block.span.len);
                    self.note(&mut canvas, (block.from, block.to), &size);
                }
                words.stage.lanes.datagrams
            }
            Transport::UnixStream => return None,
        };
        self.neutral_lines(&mut canvas);
        Some(self.row(label, canvas))
    }

    /// Draws each segment with its size, if there is room for all of them.
    fn draw_segments(&self, canvas: &mut Canvas) -> bool {
        let Some(segments) = self.segments.as_ref().filter(|_| !self.scale.is_folded()) else {
            return false;
        };
        let size = |&(from, to): &(u64, u64)| in_bytes(to - from);
        let fits = |segment: &(u64, u64)| self.room(segment.0, segment.1) > size(segment).len();
        if segments.is_empty() || !segments.iter().all(fits) {
            return false;
        }
        for segment in segments {
            self.note(canvas, *segment, &size(segment));
            self.mark(canvas, segment.1, KEPT, Ink::Pale);
        }
        self.mark(canvas, 0, KEPT, Ink::Pale);
        true
    }

    fn reads(&self) -> Canvas {
        let marks = self.style.words.stage.marks;
        let mut canvas = Canvas::new(self.columns);
        for &(from, to, gap) in &self.tracks.gaps {
            let reason = match gap {
                Gap::Unread if self.is_reset => (marks.thrown_away)(to - from),
                Gap::Unread => (marks.not_read)(to - from),
                Gap::Dropped => marks.dropped.to_owned(),
                Gap::Gone => (marks.lost)(to - from),
            };
            self.note(&mut canvas, (from, to), &reason);
        }
        self.neutral_lines(&mut canvas);
        for read in &self.tracks.reads {
            for block in &read.blocks {
                self.write_message(&mut canvas, block);
            }
            self.mark(&mut canvas, read.from(), KEPT, Ink::Plain);
        }
        for read in &self.tracks.reads {
            let mark = if self.tracks.is_message_end(read.to()) { KEPT } else { CUT };
            self.mark(&mut canvas, read.to(), mark, Ink::Plain);
        }
        for &(place, fate) in &self.tracks.boundaries {
            match fate {
                BoundaryFate::Kept => self.mark(&mut canvas, place, KEPT, Ink::Kept),
                BoundaryFate::Lost(_) => self.mark(&mut canvas, place, LOST, Ink::Lost),
                BoundaryFate::Unreached => {}
            }
        }
        canvas
    }

    fn program_sees(&self) -> Canvas {
        let mut canvas = Canvas::new(self.columns);
        for read in &self.tracks.reads {
            let bytes: Vec<u8> = read
                .blocks
                .iter()
                .flat_map(|block| self.trace.bytes(self.stream, block.span))
                .copied()
                .take(self.columns)
                .collect();
            let room = self.room(read.from(), read.to());
            self.write(&mut canvas, (read.from(), read.to()), &bytes::literal(&bytes, room), Ink::Plain);
        }
        canvas
    }

    /// What the marks mean, if they were drawn.
    fn legend(&self) -> Vec<Line> {
        let words = &self.style.words.tape;
        let shown = |place: u64| place <= self.scale.end();
        let lost =
            |&(place, fate): &(u64, BoundaryFate)| shown(place) && matches!(fate, BoundaryFate::Lost(_));
        let cut = |place: u64| shown(place) && !self.tracks.is_message_end(place);
        let mut lines = Vec::new();
        if self.tracks.boundaries.iter().any(lost) {
            lines.extend(notes::indented(&format!("{LOST} {}", words.lost), Ink::Lost, self.style));
        }
        if self.tracks.reads.iter().any(|read| cut(read.to())) {
            lines.extend(notes::indented(&format!("{CUT} {}", words.cut), Ink::Pale, self.style));
        }
        lines
    }
}

#[cfg(test)]
mod tests;
