//! Beneath the reads: what they are worth in words, and what the program sees.

use std::ops::Range;

use eframe::egui::{Align2, Color32, FontId, vec2};

use crate::model::Verdict;
use crate::ui::theme::space;

use super::details::Subject;
use super::layout::Block;
use super::paint::Easel;

/// Between the edge of a box and its text.
const MARGIN: f32 = 8.0;
/// The same in a narrow box.
const NARROW_MARGIN: f32 = 3.0;
/// A literal of which less than so many characters fit is not worth showing from both ends.
const WORTH_CUTTING: usize = 14;

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
        // The last of a crowd is told with it.
        let right = match crowd {
            Some(_) => block.right,
            None => free_right(easel, block, blocks.get(at + 1).copied()),
        };
        let alone = blocks.len() == 1 || is_truncated(easel, block);
        let fits = |right| !block.is_folded() && remark(easel, block, right);
        if (!alone && fits(block.right)) || fits(right) {
            summary(easel, crowd.take());
            continue;
        }
        crowd = Some(Crowd::joined(crowd, block, block.right));
    }
    summary(easel, crowd);
    end_word(easel);
}

fn is_truncated(easel: &Easel<'_, '_>, block: &Block) -> bool {
    easel.telling.read(block.items.start).verdict == Verdict::Truncated
}

/// How far a remark may reach: over what was cut off the read's datagram, and behind the last read to the
/// end of the tape.
fn free_right(easel: &Easel<'_, '_>, block: &Block, next: Option<&Block>) -> f32 {
    match next {
        None => easel.tape.lane.1.max(block.right),
        Some(next) if is_truncated(easel, block) => next.left,
        Some(_) => block.right,
    }
}

fn is_measured(easel: &Easel<'_, '_>, block: &Block) -> bool {
    easel.telling.read(block.items.start).measured
}

/// Writes the longest remark that fits; false if none does.
fn remark(easel: &Easel<'_, '_>, block: &Block, right: f32) -> bool {
    let read = easel.telling.read(block.items.start);
    let color = color_of(easel, read.verdict.is_broken() && !easel.telling.counts_bytes());
    let margin = 5.0 * easel.factor();
    let room = easel.rect(easel.rows.remarks, block.left + margin, right - margin);
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
    let room = easel.rect(easel.rows.remarks, crowd.left + margin, crowd.right - margin);
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

    fn tail(self, easel: &Easel<'_, '_>, place: usize, columns: usize) -> Option<String> {
        let span = if self.frames {
            easel.telling.frame(place)?.payload
        } else {
            easel.telling.read(place).span
        };
        easel.telling.tail(span, columns)
    }

    /// What stands in the cell of one of them: as much of the literal as is worth it, or its end.
    fn text(self, easel: &Easel<'_, '_>, block: &Block) -> Option<Written> {
        let (place, width) = (block.items.start, block.width() - 2.0);
        let (large, small) = (easel.scale.mono(), easel.scale.small_mono());
        let room = columns(easel, &large, width - 2.0 * MARGIN * easel.factor());
        let text = self.literal(easel, place, room);
        if let Some(text) = text.filter(|text| room >= WORTH_CUTTING || !text.contains('…')) {
            return Some(Written { text, font: large, margin: MARGIN });
        }
        let room = columns(easel, &small, width - 2.0 * NARROW_MARGIN * easel.factor());
        let whole = self.literal(easel, place, room).filter(|text| !text.contains('…'));
        let text = whole.or_else(|| self.tail(easel, place, room))?;
        Some(Written { text, font: small, margin: NARROW_MARGIN })
    }
}

/// A text in a cell, with the margin at its ends.
struct Written {
    text: String,
    font: FontId,
    margin: f32,
}

/// Each one's bytes in a box of its own, or how many there are in a common box.
fn sees(easel: &mut Easel<'_, '_>) {
    let tape = easel.tape;
    let seen = match easel.telling.frames() {
        Some(_) => Seen { blocks: &tape.frames.blocks, frames: true },
        None => Seen { blocks: &tape.reads, frames: false },
    };
    let mut crowd: Option<Crowd> = None;
    for block in seen.blocks {
        let text = if block.is_folded() { None } else { seen.text(easel, block) };
        if seen.is_measured(easel, block) && text.is_none() {
            crowd = Some(Crowd::joined(crowd, block, block.right));
            continue;
        }
        if let Some(crowd) = crowd.take() {
            crowd_sees(easel, seen, &crowd);
        }
        field(easel, seen, block, text);
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

/// How many there are and the first, or as much of that as fits: several are never one text.
fn crowd_sees(easel: &mut Easel<'_, '_>, seen: Seen<'_>, crowd: &Crowd) {
    let block = Block { left: crowd.left, right: crowd.right, items: crowd.reads.clone() };
    let many = crowd.reads.len() as u64;
    let told = easel.telling.several_seen(seen.frames);
    let in_font = |font: &FontId, margin: f32| {
        let width = block.width() - 2.0 - 2.0 * margin * easel.factor();
        let width_of = |text: String| {
            easel.painter().layout_no_wrap(text, font.clone(), easel.palette.text).size().x
        };
        let room = columns(easel, font, width - width_of(told(many, "")));
        let first = seen.literal(easel, crowd.reads.start, room).map(|literal| told(many, &literal));
        let text = first.filter(|text| width_of(text.clone()) <= width)?;
        Some(Written { text, font: font.clone(), margin })
    };
    let in_few = || {
        let texts = [easel.telling.several(seen.frames, many), format!("× {many}")];
        let font = easel.scale.small_mono();
        let width = block.width() - 2.0 - 2.0 * NARROW_MARGIN * easel.factor();
        let fits = |text: &String| {
            let galley = easel.painter().layout_no_wrap(text.clone(), font.clone(), easel.palette.text);
            galley.size().x <= width
        };
        let text = texts.into_iter().find(fits)?;
        Some(Written { text, font: font.clone(), margin: NARROW_MARGIN })
    };
    let text = match many {
        1 => None,
        _ => in_font(&easel.scale.mono(), MARGIN)
            .or_else(|| in_font(&easel.scale.small_mono(), NARROW_MARGIN))
            .or_else(in_few),
    };
    field(easel, seen, &block, text);
}

fn field(easel: &mut Easel<'_, '_>, seen: Seen<'_>, block: &Block, text: Option<Written>) {
    let rect = easel.rect(easel.rows.sees, block.left, block.right);
    let inner = rect.shrink2(vec2(if rect.width() > 6.0 { 1.0 } else { 0.0 }, 0.0));
    easel.painter().rect_filled(inner, space::BLOCK_ROUNDING, easel.palette.field);
    let color = if seen.is_measured(easel, block) { easel.palette.text } else { easel.palette.muted };
    if let Some(Written { text, font, margin }) = text {
        let galley = easel.line(text, font, color, inner.width());
        let room = inner.shrink2(vec2(margin * easel.factor(), 0.0));
        easel.place(galley, room, Align2::LEFT_CENTER);
    } else {
        let font = easel.scale.small_mono();
        if let Some(galley) = easel.fitting("…".to_owned(), font, color, inner.width()) {
            easel.place(galley, inner, Align2::CENTER_CENTER);
        }
    }
    let items = block.items.clone();
    let subject = if seen.frames { Subject::FrameSees(items) } else { Subject::Sees(items) };
    easel.inspect(rect, "sees", block.items.start, &subject);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a width in characters is small and not negative"
)]
fn columns(easel: &Easel<'_, '_>, font: &FontId, width: f32) -> usize {
    let character = easel.ui.fonts_mut(|fonts| fonts.glyph_width(font, '0')).max(1.0);
    (width / character).floor().max(0.0) as usize
}
