//! The lane of frames: what the receiver's codec made of the reads above it.

use eframe::egui::{Align2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use crate::model::{ByteSpan, Frame, Frames, Verdict};
use crate::text::numbers::in_bytes;
use crate::ui::theme::space;

use super::details::Subject;
use super::layout::{Block, LABELLED_FROM};
use super::marks;
use super::paint::Easel;
use super::paint_reads::{ring_at, ring_of};

/// Paints the lane; nothing where the receiver has no codec.
pub fn paint(easel: &mut Easel<'_, '_>) {
    let Some(frames) = easel.telling.frames() else { return };
    let tape = easel.tape;
    if tape.frames.blocks.is_empty() && tape.frames.rest.is_none() {
        let rect = easel.rect(easel.rows.frames, tape.measured_left, tape.lane.1);
        marks::vacant(easel.painter(), rect, easel.palette.neutral, easel.scale.stroke());
    }
    for block in &tape.frames.blocks {
        frame(easel, frames, block);
    }
    rest(easel);
    restored(easel, frames);
}

fn frame(easel: &mut Easel<'_, '_>, frames: &Frames, block: &Block) {
    let rect = easel.rect(easel.rows.frames, block.left, block.right);
    if block.is_folded() {
        let edges = |place: usize| easel.tape.scale.span(frames.list[place].span);
        let message = |place: usize| first_message(easel, frames, &frames.list[place]);
        easel.messages(block, rect.shrink2(vec2(0.0, 2.0)), &edges, &message);
    } else {
        let one = &frames.list[block.items.start];
        let inner = rect.shrink2(vec2(0.0, if rect.width() >= 10.0 { 3.0 } else { 1.0 }));
        marks_around(easel, one, inner);
        payload(easel, frames, one, inner);
    }
    outline(easel, &frames.list[block.items.clone()], block, rect);
    easel.inspect(rect, "frame", block.items.start, &Subject::Frames(block.items.clone()));
}

/// The place of the message whose bytes a frame begins with.
fn first_message(easel: &Easel<'_, '_>, frames: &Frames, frame: &Frame) -> usize {
    let messages = &easel.telling.facts.view.messages;
    let number = frames.pieces_of(frame).first().map_or(0, |piece| piece.message);
    messages.binary_search_by_key(&number, |message| message.number).unwrap_or(0)
}

/// Header, delimiter and padding: pale, for the program never sees them.
fn marks_around(easel: &Easel<'_, '_>, frame: &Frame, row: Rect) {
    let (start, behind) = (frame.payload.start, frame.payload.end());
    let header = ByteSpan { len: start.since(frame.span.start), ..frame.span };
    let trailer = ByteSpan { start: behind, len: frame.span.end().since(behind) };
    for span in [header, trailer] {
        let (left, right) = easel.tape.scale.span(span);
        if span.is_empty() || right - left < 1.0 {
            continue;
        }
        let rect = Rect::from_x_y_ranges(left + 1.0..=right.max(left + 2.0), row.y_range());
        let pale = easel.palette.pale;
        let width = marks::inner_width(rect, 4.0 * easel.factor());
        let mut texts = easel.telling.marks_texts(span).into_iter();
        let galley = texts.find_map(|text| easel.fitting(text, easel.scale.small(), pale.text, width));
        if let Some(galley) = galley {
            easel.box_of(rect, pale);
            easel.place(galley, rect, Align2::CENTER_CENTER);
        } else {
            marks::hatch(easel.painter(), rect, easel.palette.neutral, easel.factor() * 0.7);
        }
    }
}

/// The payload, in the colours of the messages that it came from.
fn payload(easel: &Easel<'_, '_>, frames: &Frames, frame: &Frame, row: Rect) {
    let view = &easel.telling.facts.view;
    for piece in frames.pieces_of(frame) {
        let Some(message) = view.message(piece.message) else { continue };
        let start = message.span.start.advanced_by(piece.from);
        let span = ByteSpan { start, len: piece.to - piece.from };
        let Some(span) = span.intersect(frame.payload) else { continue };
        let (left, right) = easel.tape.scale.span(span);
        let rect = Rect::from_x_y_ranges(left..=right.max(left + 1.0), row.y_range());
        let place = view.messages.partition_point(|other| other.number < piece.message);
        if rect.width() < 6.0 {
            easel.painter().rect_filled(rect, 0.0, easel.fill_of(place).line);
        } else {
            easel.box_of(rect.shrink2(vec2(1.0, 0.0)), easel.fill_of(place));
        }
        let ring = ring_at(easel, left).max(ring_at(easel, right));
        let margin = if ring > 0.0 { ring + 3.0 * easel.factor() } else { 0.0 };
        easel.label(rect, place, &easel.telling.text_of_span(span), margin);
    }
}

fn is_whole(frame: &Frame) -> bool {
    matches!(frame.verdict, Verdict::Intact | Verdict::Merged)
}

fn outline(easel: &Easel<'_, '_>, list: &[Frame], block: &Block, rect: Rect) {
    if !list.iter().any(|frame| frame.measured) {
        return;
    }
    let palette = easel.palette;
    let color = if list.iter().all(is_whole) { palette.green } else { palette.red };
    let painter = easel.painter();
    if block.is_folded() || block.width() < 10.0 {
        let stroke = Stroke::new(2.0 * easel.factor(), color);
        painter.hline(rect.x_range(), rect.top() + 1.0, stroke);
        painter.hline(rect.x_range(), rect.bottom() - 1.0, stroke);
        return;
    }
    let width = if block.width() >= LABELLED_FROM { 2.5 * easel.factor() } else { 1.5 };
    let stroke = Stroke::new(width, color);
    painter.rect_stroke(
        rect.shrink2(vec2(0.75, 0.0)),
        space::BLOCK_ROUNDING + 1,
        stroke,
        StrokeKind::Inside,
    );
    // From above comes the read that made it whole.
    let (x, top, size) = (rect.right() - 8.0 * easel.factor(), rect.top(), 4.0 * easel.factor());
    if block.width() >= 4.0 * size {
        let points =
            vec![pos2(x - size, top - size - 1.0), pos2(x + size, top - size - 1.0), pos2(x, top)];
        painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
    }
}

/// What is no whole frame: it waits, or was refused.
fn rest(easel: &mut Easel<'_, '_>) {
    let Some((left, right)) = easel.tape.frames.rest else { return };
    let rect = easel.rect(easel.rows.frames, left, right.max(left + 2.0));
    let words = &easel.telling.words.frames;
    let (palette, refusal) = (easel.palette, easel.telling.refusal());
    let bytes = easel.telling.frames().map_or(0, |frames| frames.rest.len);
    let (text, color) = if refusal.is_some() {
        marks::hatch(easel.painter(), rect.shrink2(vec2(1.0, 0.0)), palette.red, easel.factor());
        (words.refused.to_owned(), palette.red)
    } else {
        marks::vacant(easel.painter(), rect, palette.neutral, easel.scale.stroke());
        ((words.waiting)(bytes), palette.muted)
    };
    let texts = [text, in_bytes(bytes)];
    let width = marks::inner_width(rect, 6.0 * easel.factor());
    let fitting =
        texts.into_iter().find_map(|text| easel.fitting(text, easel.scale.remark(), color, width));
    if let Some(galley) = fitting {
        let plate = Align2::CENTER_CENTER.align_size_within_rect(galley.size() + vec2(8.0, 2.0), rect);
        if refusal.is_some() {
            easel.painter().rect_filled(plate, space::BLOCK_ROUNDING, palette.panel);
        }
        easel.place(galley, rect, Align2::CENTER_CENTER);
    }
    easel.inspect(rect, "frame-rest", 0, &Subject::FrameRest);
    if let Some(reason) = refusal {
        // The program sees an error in the place of the bytes.
        let room = easel.rect(easel.rows.sees, left + 4.0 * easel.factor(), easel.tape.lane.1);
        let galley = easel.line(reason, easel.scale.remark(), palette.red, room.width());
        easel.place(galley, room, Align2::LEFT_CENTER);
    }
}

/// Each message boundary at which a frame ends is green again, whatever the reads did to it.
fn restored(easel: &Easel<'_, '_>, frames: &Frames) {
    for mark in &easel.tape.marks {
        let boundary = &easel.telling.facts.view.boundaries[mark.items.start];
        let radius = ring_of(easel, mark) * 0.9;
        if radius <= 0.0 || !frames.ends_at(boundary.at) {
            continue;
        }
        let row = easel.rect(easel.rows.frames, mark.left, mark.left);
        marks::tick(easel.painter(), easel.palette, pos2(mark.left, row.center().y), radius);
    }
}
