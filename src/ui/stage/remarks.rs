//! Beneath the reads: what they are worth in words, and what the program sees.

use std::ops::Range;

use eframe::egui::{Align2, Color32, vec2};

use crate::ui::theme::space;

use super::details::Subject;
use super::layout::Block;
use super::marks;
use super::paint::Easel;

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

fn worth(easel: &Easel<'_, '_>) {
    let mut crowd: Option<Crowd> = None;
    let blocks: Vec<&Block> = easel.tape.reads.iter().filter(|block| is_measured(easel, block)).collect();
    for (at, block) in blocks.iter().enumerate() {
        let is_last = at + 1 == blocks.len();
        // Behind the last read the row is free, unless something else is written there.
        let right = if is_last { free_right(easel, block) } else { block.right };
        if !block.is_folded() && remark(easel, block, right) {
            summary(easel, crowd.take());
            continue;
        }
        match &mut crowd {
            Some(crowd) => {
                crowd.right = right;
                crowd.reads.end = block.items.end;
            }
            None => crowd = Some(Crowd { left: block.left, right, reads: block.items.clone() }),
        }
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
    let color = color_of(easel, read.verdict.is_broken());
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
    let texts = [(words.broken_of)(reads, broken), (words.reads)(reads)];
    let font = || easel.scale.remark();
    let mut galleys =
        texts.into_iter().filter_map(|text| easel.fitting(text, font(), color, room.width()));
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

fn sees(easel: &mut Easel<'_, '_>) {
    let tape = easel.tape;
    for block in &tape.reads {
        let rect = easel.rect(easel.rows.sees, block.left, block.right);
        let inner = rect.shrink2(vec2(if rect.width() > 6.0 { 1.0 } else { 0.0 }, 0.0));
        easel.painter().rect_filled(inner, space::BLOCK_ROUNDING, easel.palette.field);
        let read = easel.telling.read(block.items.start);
        let width = marks::inner_width(inner, 8.0 * easel.factor());
        if let Some(literal) = easel.telling.literal(read, columns(easel, width)) {
            let more = if block.is_folded() { " …" } else { "" };
            let color = if read.measured { easel.palette.text } else { easel.palette.muted };
            let galley = easel.line(format!("{literal}{more}"), easel.scale.mono(), color, width);
            easel.place(galley, inner.shrink2(vec2(8.0 * easel.factor(), 0.0)), Align2::LEFT_CENTER);
        }
        easel.inspect(rect, "sees", block.items.start, &Subject::Sees(block.items.clone()));
    }
    if easel.telling.facts.end_read.is_some() {
        let (_, right) = tape.lane;
        let rect = easel.rect(easel.rows.sees, right + 4.0 * easel.factor(), right + easel.rows.end);
        easel.painter().rect_filled(rect, space::BLOCK_ROUNDING, easel.palette.field);
        let galley = easel.line("b''".to_owned(), easel.scale.mono(), easel.palette.text, rect.width());
        easel.place(galley, rect, Align2::CENTER_CENTER);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a width in characters is small and not negative"
)]
fn columns(easel: &Easel<'_, '_>, width: f32) -> usize {
    let font = easel.scale.mono();
    let character = easel.ui.fonts_mut(|fonts| fonts.glyph_width(&font, '0')).max(1.0);
    (width / character).floor() as usize
}
