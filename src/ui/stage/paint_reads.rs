//! The lower half of a tape: reads, what was lost between them, and where the boundaries went.

use eframe::egui::{Align2, Color32, Rect, Stroke, StrokeKind, pos2, vec2};

use crate::model::DatagramFate;
use crate::text::numbers::in_bytes;
use crate::ui::theme::space;

use super::details::Subject;
use super::layout::{Block, Gap, GapKind, LABELLED_FROM, Mark, count_fates};
use super::marks;
use super::paint::Easel;
use super::{paint_frames, remarks};

/// A mark with less room than this, in points, is a line without a ring.
const RING_FROM: f32 = 11.0;
/// Boundaries closer than this are not led down by a line each.
const LINE_FROM: f32 = 12.0;

/// Paints what became of the bytes that were sent.
pub fn paint(easel: &mut Easel<'_, '_>) {
    super::paint_replay::vacancy(easel);
    pieces(easel);
    let tape = easel.tape;
    for block in &tape.reads {
        read(easel, block);
    }
    for gap in &tape.gaps {
        paint_gap(easel, gap);
    }
    end(easel);
    for mark in &tape.marks {
        paint_mark(easel, mark);
    }
    remarks::paint(easel);
    paint_frames::paint(easel);
}

/// How far the pieces stand back from the outline of their read.
fn inset(easel: &Easel<'_, '_>, read: &Block) -> f32 {
    if read.is_folded() || !easel.telling.read(read.items.start).measured {
        return 0.0;
    }
    match read.width() {
        width if width >= LABELLED_FROM => 3.5 * easel.factor(),
        width if width >= 10.0 => 2.0,
        _ => 0.0,
    }
}

fn outline(easel: &Easel<'_, '_>, block: &Block) -> Color32 {
    let palette = easel.palette;
    let first = easel.telling.read(block.items.start);
    match (first.measured, easel.telling.broken(block.items.clone())) {
        (false, _) => palette.pale.edge,
        (_, 0) => palette.green,
        _ => palette.red,
    }
}

fn pieces(easel: &Easel<'_, '_>) {
    let facts = easel.telling.facts;
    let view = &facts.view;
    let place_of = |piece: usize| {
        let message = view.pieces[piece].message;
        view.messages.binary_search_by_key(&message, |message| message.number).unwrap_or(0)
    };
    let mut reads = easel.tape.reads.iter().peekable();
    for block in &easel.tape.pieces {
        // The read that the piece belongs to: both lists run from left to right.
        while reads.peek().is_some_and(|read| read.right <= block.left && read.right < block.right) {
            reads.next();
        }
        let Some(read) = reads.peek() else { break };
        let rect = piece_rect(easel, block, read);
        let edges = |piece: usize| easel.tape.piece(facts, piece);
        easel.messages(block, rect, &edges, &place_of);
        if !block.is_folded() {
            let text = easel.telling.text_of_piece(&view.pieces[block.items.start]);
            let ring = ring_at(easel, block.left).max(ring_at(easel, block.right));
            let ring = if ring > 0.0 { ring + 3.0 * easel.factor() } else { 0.0 };
            easel.label(rect, place_of(block.items.start), &text, ring);
        }
    }
}

fn piece_rect(easel: &Easel<'_, '_>, piece: &Block, read: &Block) -> Rect {
    let margin = inset(easel, read);
    let left = if piece.left <= read.left + 0.5 { piece.left + margin } else { piece.left };
    let right = if piece.right >= read.right - 0.5 { piece.right - margin } else { piece.right };
    easel.rect(easel.rows.reads, left, right.max(left + 1.0)).shrink2(vec2(0.0, margin.max(3.0)))
}

fn read(easel: &mut Easel<'_, '_>, block: &Block) {
    let rect = easel.rect(easel.rows.reads, block.left, block.right);
    let color = outline(easel, block);
    let painter = easel.painter();
    if !easel.telling.read(block.items.start).measured {
        // The warm-up is drawn by its pieces alone: nothing about it is judged.
    } else if !block.is_folded() && block.width() >= 10.0 {
        let width = if block.width() >= LABELLED_FROM { 2.5 * easel.factor() } else { 1.5 };
        let outline = rect.shrink2(vec2(0.75, 0.0));
        let rounding = if block.width() < 16.0 { 2 } else { space::BLOCK_ROUNDING + 1 };
        painter.rect_stroke(outline, rounding, Stroke::new(width, color), StrokeKind::Inside);
    } else {
        let stroke = Stroke::new(2.0 * easel.factor(), color);
        let right = if block.is_folded() { rect.right() } else { rect.right() - 1.0 };
        painter.hline(rect.left()..=right, rect.top() + 1.0, stroke);
        painter.hline(rect.left()..=right, rect.bottom() - 1.0, stroke);
    }
    easel.inspect(rect, "read", block.items.start, &Subject::Reads(block.items.clone()));
}

fn paint_gap(easel: &mut Easel<'_, '_>, gap: &Gap) {
    let rect = easel.rect(easel.rows.reads, gap.block.left, gap.block.right);
    let shrunk = rect.shrink2(vec2(if rect.width() > 8.0 { 1.0 } else { 0.0 }, 0.0));
    let (palette, factor) = (easel.palette, easel.factor());
    let words = &easel.telling.words.marks;
    let (text, color) = match gap.kind {
        GapKind::Lost => ((words.lost)(gap.bytes), palette.red),
        GapKind::Dropped => (words.dropped.to_owned(), palette.red),
        GapKind::Unread if easel.telling.facts.reckoning.is_reset => {
            ((words.thrown_away)(gap.bytes), palette.red)
        }
        GapKind::Unread => ((words.not_read)(gap.bytes), palette.muted),
        GapKind::Waiting => ((words.waiting)(gap.bytes), palette.text),
    };
    if gap.kind == GapKind::Waiting {
        super::paint_replay::waiting_colours(easel, rect);
    }
    let painter = easel.painter();
    match gap.kind {
        GapKind::Unread | GapKind::Waiting => {
            marks::vacant(painter, shrunk, palette.neutral, easel.scale.stroke());
        }
        GapKind::Lost | GapKind::Dropped if rect.width() < 6.0 => {
            painter.rect_filled(shrunk, 0.0, color);
        }
        GapKind::Lost | GapKind::Dropped => marks::hatch(painter, shrunk, color, factor),
    }
    write_in_gap(easel, rect, gap.kind, [text, in_bytes(gap.bytes)], color);
    let sort = if gap.kind == GapKind::Lost { "lost" } else { "gap" };
    easel.inspect(rect, sort, gap.block.items.start, &Subject::Gap(gap));
}

/// What became of the bytes: a cross for a datagram that is gone, and words where they fit.
fn write_in_gap(
    easel: &Easel<'_, '_>,
    rect: Rect,
    kind: GapKind,
    [text, size]: [String; 2],
    color: Color32,
) {
    let (palette, factor) = (easel.palette, easel.factor());
    let dropped = kind == GapKind::Dropped;
    let rect = if kind == GapKind::Unread { between_rings(easel, rect) } else { rect };
    let radius = (9.0 * factor).min(rect.width() / 2.0 - 2.0);
    let ring = if dropped { 2.0 * radius + 6.0 * factor } else { 0.0 };
    let width = rect.width() - ring - 14.0 * factor;
    if let Some(galley) = easel.fitting(text, easel.scale.remark(), color, width) {
        let size = galley.size() + vec2(10.0 + ring, 4.0);
        let plate = Rect::from_center_size(rect.center(), size);
        easel.painter().rect_filled(plate, plate.height() / 2.0, palette.panel);
        let words = plate.shrink2(vec2(6.0, 0.0));
        easel.place(galley, words, Align2::RIGHT_CENTER);
        if dropped {
            let center = pos2(plate.left() + radius, plate.center().y);
            marks::cross(easel.painter(), palette, center, radius);
        }
    } else if dropped && radius >= 4.0 {
        marks::cross(easel.painter(), palette, rect.center(), radius);
    } else if let Some(galley) =
        easel.fitting(size, easel.scale.small_strong(), color, rect.width() - 8.0)
    {
        let plate = Rect::from_center_size(rect.center(), galley.size() + vec2(4.0, 0.0));
        easel.painter().rect_filled(plate.intersect(rect.shrink(3.0)), 0.0, palette.panel);
        easel.place(galley, rect, Align2::CENTER_CENTER);
    }
}

/// The widest room in a gap that no ring of a boundary takes.
fn between_rings(easel: &Easel<'_, '_>, rect: Rect) -> Rect {
    let inside =
        easel.tape.marks.iter().filter(|mark| rect.left() < mark.left && mark.right < rect.right());
    let mut widest: Option<Rect> = None;
    let mut left = rect.left();
    let rings = inside.map(|mark| (mark.left.midpoint(mark.right), ring_of(easel, mark)));
    for (x, radius) in rings.chain([(rect.right(), 0.0)]) {
        let room = rect.with_min_x(left).with_max_x(x - radius);
        if widest.is_none_or(|widest| room.width() > widest.width()) {
            widest = Some(room);
        }
        left = x + radius;
    }
    widest.unwrap_or(rect)
}

/// The sign of the end of a stream, behind its bytes.
pub(super) fn end(easel: &mut Easel<'_, '_>) {
    let Some(place) = easel.telling.facts.end_read else { return };
    let (_, right) = easel.tape.lane;
    let left = right + 10.0 * easel.factor();
    let room = easel.rect(easel.rows.reads, left, right + easel.rows.end);
    let bars = Rect::from_min_size(room.min, vec2(9.0 * easel.factor(), room.height()));
    marks::end(easel.painter(), easel.palette, bars, easel.scale.stroke());
    easel.inspect(room, "end", place, &Subject::End(place));
}

/// Leads each boundary down from the sends, behind everything else.
pub fn lead_down(easel: &Easel<'_, '_>) {
    let stroke = Stroke::new(easel.scale.stroke(), easel.palette.neutral);
    let facts = easel.telling.facts;
    let is_there = |mark: &&Mark| {
        let message = facts.view.boundaries[mark.items.start].after_message;
        facts.is_offered(message)
    };
    let alone = |mark: &&Mark| mark.room >= LINE_FROM && mark.items.len() == 1;
    for mark in easel.tape.marks.iter().filter(alone).filter(is_there) {
        let x = mark.left;
        let sends = easel.rect(easel.rows.sends, x, x);
        let reads = easel.rect(easel.rows.reads, x, x);
        marks::dashed_down(easel.painter(), x, sends.top() - 4.0, reads.top(), stroke);
    }
}

/// The radius of a mark's ring; zero if there is no room for one.
pub(super) fn ring_of(easel: &Easel<'_, '_>, mark: &Mark) -> f32 {
    let radius = (9.0 * easel.factor()).min(mark.room * 0.22);
    if mark.items.len() == 1 && 2.0 * radius >= RING_FROM { radius } else { 0.0 }
}

/// The radius of the ring that stands there, if one does.
pub(super) fn ring_at(easel: &Easel<'_, '_>, x: f32) -> f32 {
    let list = &easel.tape.marks;
    let near = list.partition_point(|mark| mark.right < x - 1.0);
    let mark = list.get(near).filter(|mark| (mark.left - x).abs() <= 1.0);
    mark.map_or(0.0, |mark| ring_of(easel, mark))
}

/// Whether the datagram before the boundary was never read: then no read ends there.
fn ends_unread(easel: &Easel<'_, '_>, mark: &Mark) -> bool {
    let view = &easel.telling.facts.view;
    let message = view.message(view.boundaries[mark.items.start].after_message);
    let fate = message.and_then(|message| message.fate);
    matches!(fate, Some(DatagramFate::Dropped | DatagramFate::Unread))
}

fn paint_mark(easel: &mut Easel<'_, '_>, mark: &Mark) {
    let (palette, factor) = (easel.palette, easel.factor());
    let x = mark.left.midpoint(mark.right);
    let reads = easel.rect(easel.rows.reads, x, x);
    let radius = ring_of(easel, mark);
    let painter = easel.painter();
    let (_, lost, unreached) = count_fates(easel.telling.facts, mark);
    if lost > 0 && mark.items.len() == 1 && mark.room > 2.0 * factor {
        painter.vline(
            x,
            reads.y_range().shrink(1.0),
            Stroke::new((2.0 * factor).max(easel.scale.stroke()), palette.red),
        );
    }
    let center = pos2(x, reads.center().y);
    if radius > 0.0 && !ends_unread(easel, mark) {
        match (lost, unreached) {
            (0, 0) => marks::tick(painter, palette, center, radius),
            // In a replay the verdict is still to come.
            (0, _) if easel.telling.facts.now.is_some() => {}
            (0, _) => marks::open(painter, palette, center, radius),
            _ => marks::cross(painter, palette, center, radius),
        }
    }
    // A ring answers where it is; what is too narrow for one answers in the free strip above.
    let rect = if radius > 0.0 {
        Rect::from_center_size(center, vec2(2.0, 2.0) * radius)
    } else {
        let handed = easel.rect(easel.rows.handed, x, x);
        let half = (mark.room / 2.0).min(6.0);
        Rect::from_min_max(pos2(mark.left - half, handed.bottom()), pos2(mark.right + half, reads.top()))
    };
    easel.inspect(rect, "boundary", mark.items.start, &Subject::Mark(mark));
}
