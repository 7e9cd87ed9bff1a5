//! Paints what the kernel did not take: a refused send hatched, with its error's name; the rest of a short
//! one within dashes, for it is still in the program.

use std::ops::Range;

use eframe::egui::{Align2, Color32, Rect, vec2};

use crate::model::ErrorName;
use crate::text::numbers::in_bytes;
use crate::ui::theme::{Palette, space};

use super::details::Subject;
use super::labels::Telling;
use super::layout::Block;
use super::marks;
use super::paint::Easel;
use super::untaken::Untaken;

/// Paints all of them.
pub fn paint(easel: &mut Easel<'_, '_>) {
    let tape = easel.tape;
    for block in &tape.untaken {
        one(easel, block);
    }
}

fn one(easel: &mut Easel<'_, '_>, block: &Block) {
    let facts = easel.telling.facts;
    let first = facts.untaken[block.items.start];
    let rect = easel.rect(easel.rows.sends, block.left, block.right);
    let shown = rect.shrink2(vec2(if rect.width() > 8.0 { 1.0 } else { 0.0 }, 0.0));
    let (palette, factor) = (easel.palette, easel.factor());
    let fill = palette.message(facts.stream, facts.message_number(first.message) - 1);
    if !facts.has_been_offered(&first) {
        marks::vacant(easel.painter(), shown, palette.neutral, easel.scale.stroke());
        return;
    }
    match first.refused {
        Some(_) => {
            let color = if block.is_folded() { palette.red } else { fill.line };
            marks::hatch(easel.painter(), shown, color, factor);
        }
        None => marks::vacant(easel.painter(), shown, fill.line, easel.scale.stroke()),
    }
    let color = if first.refused.is_some() { palette.red } else { palette.text };
    write(easel, shown, easel.telling.untaken_texts(&block.items), color);
    size_above(easel, block);
    let name = easel.telling.untaken_name(&block.items);
    easel.inspect(rect, "untaken", block.items.start, &Subject::Untaken(&name, first.call));
}

/// The longest text that fits, on a plate that keeps lines off it.
fn write(easel: &Easel<'_, '_>, rect: Rect, texts: Vec<String>, color: Color32) {
    let inner = rect.shrink2(vec2(8.0 * easel.factor(), 0.0));
    let fitting = |text| easel.fitting(text, easel.scale.remark(), color, inner.width());
    let Some(galley) = texts.into_iter().find_map(fitting) else { return };
    let plate = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), inner);
    let plate = plate.expand2(vec2(4.0, 0.0)).intersect(rect.shrink(2.0));
    easel.painter().rect_filled(plate, space::BLOCK_ROUNDING, easel.palette.panel);
    easel.place(galley, inner, Align2::CENTER_CENTER);
}

fn size_above(easel: &Easel<'_, '_>, block: &Block) {
    let room = easel.rect(easel.rows.sizes, block.left, block.right);
    if room.height() <= 0.0 || easel.telling.facts.untaken[block.items.start].refused.is_none() {
        return;
    }
    let bytes = easel.telling.facts.untaken[block.items.clone()].iter().map(|one| one.bytes).sum();
    let room = room.with_min_x(room.left() + 3.0 * easel.factor());
    let (font, color): (_, Color32) = (easel.scale.small(), Palette::of(easel.ui.visuals()).muted);
    if let Some(galley) = easel.fitting(in_bytes(bytes), font, color, room.width()) {
        easel.place(galley, room, Align2::LEFT_CENTER);
    }
}

impl Telling<'_> {
    fn untaken(&self, items: &Range<usize>) -> (Untaken, Untaken, u64) {
        let list = &self.facts.untaken[items.clone()];
        (list[0], list[list.len() - 1], list.iter().map(|one| one.bytes).sum())
    }

    /// What stands in a block, from the longest to the shortest way to say it.
    fn untaken_texts(&self, items: &Range<usize>) -> Vec<String> {
        let (first, _, bytes) = self.untaken(items);
        let number = self.facts.message_number(first.message);
        let kept = self.words.line.account.kept;
        match first.refused.map(ErrorName::name) {
            Some(error) if items.len() > 1 => {
                let times = items.len();
                vec![format!("{times} × {error}"), format!("{times} ×")]
            }
            Some(error) => {
                vec![format!("{number} {error}"), error.to_owned(), number.to_string()]
            }
            None => vec![kept(bytes), in_bytes(bytes)],
        }
    }

    /// The accessible name of a block.
    fn untaken_name(&self, items: &Range<usize>) -> String {
        let (first, last, bytes) = self.untaken(items);
        let number = |one: Untaken| self.facts.message_number(one.message);
        match first.refused {
            Some(error) => (self.words.names.refused)(number(first), number(last), bytes, error.name()),
            None => (self.words.line.account.kept)(bytes),
        }
    }
}
