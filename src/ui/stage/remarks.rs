//! Beneath the reads: what they are worth in words, and what the program sees.

use std::ops::Range;

use eframe::egui::{Align2, Color32, vec2};

use crate::ui::theme::space;

use super::details::Subject;
use super::layout::Block;
use super::paint::Easel;

/// Between the edge of a box and its text.
const MARGIN: f32 = 8.0;

/// Paints both rows.
pub fn paint(easel: &mut Easel<'_, '_>) {
    worth(easel);
    sees(easel);
}

/// Reads next to each other of which none has room for a remark of its own.
struct Crowd {
    left: f32,
    right: f32,
    reads: Range<usize>,
}

impl Crowd {
    /// The crowd with one more block, which reaches to `right`.
    fn joined(crowd: Option<Self>, block: &Block, right: f32) -> Self {
        let first = crowd.unwrap_or_else(|| Self { left: block.left, right, reads: block.items.clone() });
        Self { right, reads: first.reads.start..block.items.end, ..first }
    }
}

fn worth(easel: &Easel<'_, '_>) {
    let mut crowd: Option<Crowd> = None;
    let blocks: Vec<&Block> = easel.tape.reads.iter().filter(|block| is_measured(easel, block)).collect();
    for (at, block) in blocks.iter().enumerate() {
        let is_last = at + 1 == blocks.len();
        // Behind the last read the row is free, unless something else is written there.
        let right = if is_last { free_right(easel, block) } else { block.right };
        let alone = blocks.len() == 1;
        let fits = |right| !block.is_folded() && remark(easel, block, right);
        if (!alone && fits(block.right)) || fits(right) {
            summary(easel, crowd.take());
            continue;
        }
        crowd = Some(Crowd::joined(crowd, block, right));
    }
    summary(easel, crowd);
    end_word(easel);
}

fn is_measured(easel: &Easel<'_, '_>, block: &Block) -> bool {
    easel.telling.read(block.items.start).measured
}

fn free_right(easel: &Easel<'_, '_>, block: &Block) -> f32 {
    let (_, lane_right) = easel.tape.lane;
    if easel.telling.facts.end_read.is_some() {
        lane_right
    } else {
        lane_right.max(block.right) + easel.rows.end
    }
}

/// Writes the longest remark that fits; false if none does.
fn remark(easel: &Easel<'_, '_>, block: &Block, right: f32) -> bool {
    let read = easel.telling.read(block.items.start);
    let color = color_of(easel, read.verdict.is_broken() && !easel.telling.counts_bytes());
    let margin = 5.0 * easel.factor();
    let room = easel.rect(easel.rows.remarks, block.left + margin, right);
    let mut galleys = easel.telling.remarks(read).into_iter();
    let fits = galleys.find_map(|text| easel.fitting(text, easel.scale.remark(), color, room.width()));
    let Some(galley) = fits else { return false };
    easel.place(galley, room, Align2::LEFT_CENTER);
    true
}

fn summary(easel: &Easel<'_, '_>, crowd: Option<Crowd>) {
    let Some(crowd) = crowd.filter(|crowd| crowd.reads.len() > 1) else { return };
    let broken = easel.telling.broken(crowd.reads.clone());
    let reads = crowd.reads.len() as u64;
    let words = &easel.telling.words.marks;
    let color = color_of(easel, broken > 0);
    let margin = 5.0 * easel.factor();
    let room = easel.rect(easel.rows.remarks, crowd.left + margin, crowd.right);
    let of_all = (words.broken_of)(reads, broken);
    let of_all = (!easel.telling.counts_bytes()).then_some(of_all);
    let texts = of_all.into_iter().chain([(words.reads)(reads)]);
    let font = || easel.scale.remark();
    let mut galleys = texts.filter_map(|text| easel.fitting(text, font(), color, room.width()));
    if let Some(galley) = galleys.next() {
        easel.place(galley, room, Align2::LEFT_CENTER);
    }
}

fn end_word(easel: &Easel<'_, '_>) {
    if easel.telling.facts.end_read.is_none() {
        return;
    }
    let (_, right) = easel.tape.lane;
    let room = easel.rect(easel.rows.remarks, right + 4.0 * easel.factor(), right + easel.rows.end);
    let word = easel.telling.words.marks.end.to_owned();
    let galley = easel.line(word, easel.scale.small(), easel.palette.muted, room.width());
    easel.place(galley, room, Align2::CENTER_CENTER);
}

fn color_of(easel: &Easel<'_, '_>, broken: bool) -> Color32 {
    if broken { easel.palette.red } else { easel.palette.green }
}

/// What reaches the program: reads, or frames where a decoder stands between.
#[derive(Clone, Copy)]
struct Seen<'a> {
    blocks: &'a [Block],
    frames: bool,
}

impl Seen<'_> {
    fn is_measured(self, easel: &Easel<'_, '_>, block: &Block) -> bool {
        let place = block.items.start;
        if self.frames {
            easel.telling.frame(place).is_some_and(|frame| frame.measured)
        } else {
            easel.telling.read(place).measured
        }
    }

    fn literal(self, easel: &Easel<'_, '_>, place: usize, columns: usize) -> Option<String> {
        if self.frames {
            easel.telling.frame_literal(place, columns)
        } else {
            easel.telling.literal(easel.telling.read(place), columns)
        }
    }
}

/// Each one's bytes in a box of its own, or the first ones of a crowd in a common box.
fn sees(easel: &mut Easel<'_, '_>) {
    let tape = easel.tape;
    let seen = match easel.telling.frames() {
        Some(_) => Seen { blocks: &tape.frames.blocks, frames: true },
        None => Seen { blocks: &tape.reads, frames: false },
    };
    let mut crowd: Option<Crowd> = None;
    for block in seen.blocks {
        let columns = columns(easel, block.width() - 2.0 - 2.0 * MARGIN * easel.factor());
        let literal = seen.literal(easel, block.items.start, columns);
        if seen.is_measured(easel, block) && (block.is_folded() || literal.is_none()) {
            crowd = Some(Crowd::joined(crowd, block, block.right));
            continue;
        }
        if let Some(crowd) = crowd.take() {
            crowd_sees(easel, seen, &crowd);
        }
        field(easel, seen, block, literal.unwrap_or_default());
    }
    if let Some(mut crowd) = crowd {
        // In a replay there is nothing behind it yet.
        if easel.telling.facts.now.is_some() {
            crowd.right = tape.lane.1;
        }
        crowd_sees(easel, seen, &crowd);
    }
    if easel.telling.facts.end_read.is_some() {
        let (_, right) = tape.lane;
        let rect = easel.rect(easel.rows.sees, right + 4.0 * easel.factor(), right + easel.rows.end);
        easel.painter().rect_filled(rect, space::BLOCK_ROUNDING, easel.palette.field);
        let galley = easel.line("b''".to_owned(), easel.scale.mono(), easel.palette.text, rect.width());
        easel.place(galley, rect, Align2::CENTER_CENTER);
    }
}

fn crowd_sees(easel: &mut Easel<'_, '_>, seen: Seen<'_>, crowd: &Crowd) {
    let room = columns(easel, crowd.right - crowd.left - 2.0 - 2.0 * MARGIN * easel.factor());
    let mut text = String::new();
    for place in crowd.reads.clone() {
        let left = room.saturating_sub(text.chars().count());
        let Some(literal) = seen.literal(easel, place, left) else { break };
        text += &literal;
        text.push(' ');
    }
    let block = Block { left: crowd.left, right: crowd.right, items: crowd.reads.clone() };
    field(easel, seen, &block, text);
}

fn field(easel: &mut Easel<'_, '_>, seen: Seen<'_>, block: &Block, text: String) {
    let rect = easel.rect(easel.rows.sees, block.left, block.right);
    let inner = rect.shrink2(vec2(if rect.width() > 6.0 { 1.0 } else { 0.0 }, 0.0));
    easel.painter().rect_filled(inner, space::BLOCK_ROUNDING, easel.palette.field);
    let color = if seen.is_measured(easel, block) { easel.palette.text } else { easel.palette.muted };
    let galley = easel.line(text, easel.scale.mono(), color, inner.width());
    easel.place(galley, inner.shrink2(vec2(MARGIN * easel.factor(), 0.0)), Align2::LEFT_CENTER);
    let items = block.items.clone();
    let subject = if seen.frames { Subject::FrameSees(items) } else { Subject::Sees(items) };
    easel.inspect(rect, "sees", block.items.start, &subject);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a width in characters is small and not negative"
)]
fn columns(easel: &Easel<'_, '_>, width: f32) -> usize {
    let font = easel.scale.mono();
    let character = easel.ui.fonts_mut(|fonts| fonts.glyph_width(&font, '0')).max(1.0);
    (width / character).floor().max(0.0) as usize
}
