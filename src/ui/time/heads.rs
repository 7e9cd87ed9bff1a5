//! The names of the lanes, each above its own.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Align, Color32, FontId, Galley, Id, Rangef, Rect, Ui, pos2};

use crate::ui::card;
use crate::ui::stage::code::Code;
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
    /// The lines of code above the outer lanes, where they are written, and whether the bytes run from left to
    /// right.
    pub code: Option<(&'a Code, bool)>,
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
        let mut galleys = words.map(|name| {
            let width = if self.columns.is_narrow { f32::INFINITY } else { width };
            head(ui, name, font.clone(), palette.text, width)
        });
        // A call is written instead of its name, what a program does beneath the program's.
        let is_mutual = teller.conversation.is_mutual();
        let written = [0, 3].map(|place| {
            let above = is_mutual.then_some(words[place]);
            let width = self.stretch(place, width).span();
            coded(ui, above, self.code(place)?, (self.sizes, palette.text, width))
        });
        match written {
            [Some(left), Some(right)] => (galleys[0], galleys[3]) = (left, right),
            [Some(left), None] if !is_mutual => galleys[0] = left,
            [None, Some(right)] if !is_mutual => galleys[3] = right,
            _ => {}
        }
        let half = |place: usize| galleys[place].size().x / 2.0;
        let lanes = self.columns.lanes;
        for (place, name) in names.iter().enumerate() {
            let x = match place {
                _ if !self.columns.is_narrow => {
                    let stretch = self.stretch(place, width);
                    let (least, most) = (stretch.min + half(place), stretch.max - half(place));
                    lanes[place].max(least).min(most.max(least))
                }
                0 => lanes[0].min(lanes[1] - half(1) - WORD_GAP - half(0)),
                3 => lanes[3].max(lanes[2] + half(2) + WORD_GAP + half(3)),
                _ => lanes[place],
            };
            let galley = &galleys[place];
            let reach = if self.columns.is_narrow { half(place) } else { half(place).max(width / 2.0) };
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

impl Heads<'_> {
    /// From where to where a head may reach: half way to its neighbours, and to the card's edge.
    fn stretch(&self, place: usize, width: f32) -> Rangef {
        let x = self.columns.lanes[place];
        let (left, right) = (x - width / 2.0, x + width / 2.0);
        match place {
            0 => Rangef::new(self.room.left(), right),
            3 => Rangef::new(left, self.room.right()),
            _ => Rangef::new(left, right),
        }
    }

    /// What is written above a lane, where that is code.
    fn code(&self, place: usize) -> Option<&[String]> {
        let (code, forward) = self.code?;
        match (place, forward) {
            (0, true) | (3, false) => Some(&code.sending),
            (3, true) | (0, false) => Some(&code.receiving),
            _ => None,
        }
    }
}

/// The longest of some ways to write a line of code that fits: beneath a name, or in two lines where it must.
fn coded(
    ui: &Ui,
    above: Option<&str>,
    ways: &[String],
    (sizes, color, width): (Scale, Color32, f32),
) -> Option<Arc<Galley>> {
    let set = |text: String| {
        let mut job = LayoutJob::default();
        if let Some(name) = above {
            job.append(&format!("{name}\n"), 0.0, TextFormat::simple(sizes.remark(), color));
        }
        job.append(&text, 0.0, TextFormat::simple(sizes.small_mono(), color));
        job.halign = Align::Center;
        ui.painter().layout_job(job)
    };
    let in_two = |way: &String| {
        let after = |mark: &'static str| way.match_indices(mark).map(|(at, mark)| at + mark.len());
        let longer = |at: &usize| (*at).max(way.len() - at);
        let mut places = ["; ", "while ", ", "].into_iter().map(|mark| after(mark).min_by_key(longer));
        let (first, second) = way.split_at(places.find_map(|at| at).or_else(|| way.find(" × "))?);
        Some(format!("{}\n{}", first.trim_end(), second.trim_start()))
    };
    let tried = |way: &String| [Some(way.clone()), in_two(way).filter(|_| above.is_none())];
    let mut tried = ways.iter().flat_map(tried).flatten().map(set);
    tried.find(|galley| galley.size().x <= width)
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
