//! What a tape shows only at a moment that is replayed: what is still to come, and what waits where.

use eframe::egui::{Align2, FontId, Rect, vec2};

use crate::model::ByteSpan;
use crate::text::numbers::in_bytes;
use crate::ui::theme::{Palette, space};

use super::details::Subject;
use super::layout::Block;
use super::marks;
use super::paint::Easel;

/// Messages that are not sent yet: their place, and no more.
pub fn unsent(easel: &mut Easel<'_, '_>, block: &Block) {
    let rect = easel.rect(easel.rows.sends, block.left, block.right);
    let shrunk = rect.shrink2(vec2(if rect.width() > 8.0 { 1.0 } else { 0.0 }, 0.0));
    marks::vacant(easel.painter(), shrunk, easel.palette.neutral, easel.scale.stroke());
    let items = block.items.clone();
    easel.inspect(rect, "send", items.start, &Subject::Sends(items));
}

/// How far to the right the messages reach that have been handed over.
pub fn handed_edge(easel: &Easel<'_, '_>) -> f32 {
    let Some(now) = easel.telling.facts.now else { return easel.tape.lane.1 };
    let last = now.handed.checked_sub(1);
    last.map_or(easel.tape.lane.0, |last| easel.tape.scale.message(last).1)
}

/// What the sender's kernel holds back, in the lane that it has not reached.
pub fn held(easel: &mut Easel<'_, '_>) {
    let facts = easel.telling.facts;
    let bytes = facts.bytes_held();
    if bytes == 0 {
        return;
    }
    let span = ByteSpan { start: facts.arrived_to(), len: bytes };
    let (left, right) = easel.tape.scale.span(span);
    let rect = easel.rect(easel.rows.handed, left, right);
    easel.painter().rect_filled(rect, 0.0, easel.palette.panel);
    marks::vacant(easel.painter(), rect, easel.palette.neutral, easel.scale.stroke());
    let text = (easel.telling.words.marks.held)(bytes);
    write(easel, rect, [text.clone(), in_bytes(bytes)], &easel.scale.small(), Align2::CENTER_CENTER);
    easel.inspect(rect, "held", 0, &Subject::Bar(&text));
}

/// Where nothing was read at all, the lane shows that it is there; in a replay, also behind the bytes
/// that have come so far, with the call that waits for more.
pub fn vacancy(easel: &mut Easel<'_, '_>) {
    let tape = easel.tape;
    let (_, right) = tape.lane;
    let blocks = tape.reads.iter().chain(tape.gaps.iter().map(|gap| &gap.block));
    let covered = blocks.map(|block| block.right).reduce(f32::max);
    let left = match covered {
        None => tape.measured_left,
        Some(covered) => covered.max(tape.measured_left),
    };
    let full = covered.is_some() && (easel.telling.facts.now.is_none() || left >= right - 1.0);
    if full {
        return;
    }
    let mut rect = easel.rect(easel.rows.reads, left, right);
    marks::vacant(easel.painter(), rect, easel.palette.neutral, easel.scale.stroke());
    if covered.is_some() {
        // The sign of a boundary may stand at the edge.
        rect.min.x += 10.0 * easel.factor();
    }
    let Some(call) = easel.telling.call_in_progress() else { return };
    let text = (easel.telling.words.marks.in_call)(&call);
    write(easel, rect, [text.clone(), call], &easel.scale.remark(), Align2::LEFT_CENTER);
    easel.inspect(rect, "in-call", 0, &Subject::Bar(&text));
}

/// Bytes in the receive buffer keep their colours, but pale: no read holds them yet.
pub fn waiting_colours(easel: &Easel<'_, '_>, rect: Rect) {
    for block in easel.tape.sends.iter().filter(|block| !block.is_folded()) {
        let both = rect.intersect(easel.rect(easel.rows.reads, block.left, block.right));
        if both.width() > 0.0 {
            let color = Palette::faint(easel.fill_of(block.items.start).fill);
            easel.painter().rect_filled(both.shrink2(vec2(0.5, 1.0)), space::BLOCK_ROUNDING, color);
        }
    }
}

/// The first of the texts that fits, on a plate that keeps lines off it.
fn write(easel: &Easel<'_, '_>, rect: Rect, texts: [String; 2], font: &FontId, align: Align2) {
    let inner = rect.shrink2(vec2(10.0 * easel.factor(), 0.0));
    let color = easel.palette.muted;
    let fitting = |text| easel.fitting(text, font.clone(), color, inner.width());
    let Some(galley) = texts.into_iter().find_map(fitting) else { return };
    let plate = align.align_size_within_rect(galley.size(), inner).expand2(vec2(4.0, 0.0));
    easel.painter().rect_filled(plate, 0.0, easel.palette.panel);
    easel.place(galley, inner, align);
}
