//! The names of the lanes, each above its own.

use std::sync::Arc;

use eframe::egui::text::LayoutJob;
use eframe::egui::{Align, Color32, FontId, Galley, Id, Rect, Ui, pos2};

use crate::ui::card;
use crate::ui::theme::Scale;

use super::columns::Columns;
use super::details::{Teller, Thing};
use super::palette;
use super::pane::one_line;

/// Between two names, in points.
const GAP: f32 = 4.0;
/// Between the name of a program and that of its kernel, where there is little room, in points.
const WORD_GAP: f32 = 7.0;

/// Where the names stand.
pub struct Heads<'a> {
    /// The row.
    pub room: Rect,
    /// The identity of the card.
    pub id: Id,
    /// From left to right.
    pub columns: &'a Columns,
    /// Sizes of type.
    pub sizes: Scale,
}

impl Heads<'_> {
    /// Paints them, in two lines where one is too narrow.
    pub fn show(&self, ui: &Ui, teller: Teller<'_>, pinned: &mut Option<Id>) {
        let palette = palette(ui);
        let names = teller.lanes();
        let short = teller.words.time.lanes.kernel_in_short;
        let shown = |place: usize| {
            if self.columns.is_narrow && is_kernel(place) { short } else { names[place].as_str() }
        };
        let width = self.columns.apart() - GAP;
        let words = [0, 1, 2, 3].map(shown);
        // A program's name may stand farther out than its lane, a kernel's has neighbours on both sides.
        let squeezed = if self.columns.is_narrow { &words[1..3] } else { &words[..] };
        let size = head_size(ui, squeezed, &self.sizes.remark(), width);
        let font = FontId { size, ..self.sizes.remark() };
        let galleys = words.map(|name| {
            let width = if self.columns.is_narrow { f32::INFINITY } else { width };
            head(ui, name, font.clone(), palette.text, width)
        });
        let half = |place: usize| galleys[place].size().x / 2.0;
        let lanes = self.columns.lanes;
        for (place, name) in names.iter().enumerate() {
            let x = match place {
                _ if !self.columns.is_narrow => lanes[place],
                0 => lanes[0].min(lanes[1] - half(1) - WORD_GAP - half(0)),
                3 => lanes[3].max(lanes[2] + half(2) + WORD_GAP + half(3)),
                _ => lanes[place],
            };
            let galley = &galleys[place];
            let reach = if self.columns.is_narrow { half(place) } else { width / 2.0 };
            let rect = Rect::from_min_max(
                pos2(x - reach, self.room.bottom() - galley.size().y - 2.0),
                pos2(x + reach, self.room.bottom()),
            );
            let thing = Thing::Lane(name, is_kernel(place));
            card::inspect(ui, rect, self.id.with(("lane", place)), pinned, &teller.of(0, thing));
            ui.painter().galley(pos2(x, rect.top()), galley.clone(), palette.text);
        }
    }
}

fn is_kernel(place: usize) -> bool {
    place == 1 || place == 2
}

/// The size of type at which no word of some names is wider than that, within reason.
fn head_size(ui: &Ui, names: &[&str], font: &FontId, width: f32) -> f32 {
    let color = palette(ui).text;
    let wide = |word: &str| one_line(ui, word, font.clone(), color, f32::INFINITY).size().x;
    let widest = names.iter().flat_map(|name| name.split(' ')).map(wide).fold(1.0, f32::max);
    font.size * (width / widest).clamp(0.8, 1.0)
}

/// A lane's name, in two lines where one is too narrow. Words are not left to be torn at an apostrophe.
fn head(ui: &Ui, name: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let fits = one_line(ui, name, font.clone(), color, f32::INFINITY).size().x <= width;
    let text = if fits { name.to_owned() } else { name.replace(' ', "\n") };
    let mut job = LayoutJob::simple(text, font, color, f32::INFINITY);
    job.halign = Align::Center;
    ui.painter().layout_job(job)
}
