//! How high panes are at each density, measured where nobody sees them.

use std::collections::HashMap;
use std::ops::Range;

use eframe::egui::{Rect, Ui, UiBuilder};

use crate::lesson::Lesson;
use crate::session::Session;
use crate::text::Words;
use crate::ui::center::Center;
use crate::ui::stage::Density;
use crate::ui::theme::{Scale, space};

use super::pages;

/// What a pane has around its parts.
pub const AROUND: f32 = 40.0;
/// The loosest first.
const DENSITIES: [Density; 5] =
    [Density::Roomy, Density::Loose, Density::Compact, Density::Close, Density::Dense];

/// How high the panes are, as long as they show what they do.
#[derive(Default)]
pub struct Heights {
    known_for: Option<Known>,
    /// By the place of the pane.
    panes: HashMap<usize, Vec<(Density, Height)>>,
}

/// What the heights depend on.
#[derive(Debug, PartialEq)]
struct Known {
    lesson: String,
    width: f32,
    lang: &'static str,
    hidden: bool,
    run: Option<u64>,
    by_hand: Option<u64>,
}

#[derive(Clone, Debug, Default)]
struct Height {
    whole: f32,
    parts: Vec<f32>,
}

/// Some parts of a pane that has no room on one page, and how close they stand.
pub type Part = (Range<usize>, Density);

impl Heights {
    /// Measures the panes, unless that is done.
    pub fn measure(
        &mut self,
        ui: &mut Ui,
        center: &mut Center,
        session: &Session,
        (lesson, room): (&Lesson, Rect),
        words: &'static Words,
    ) {
        let known = Known {
            lesson: lesson.id.clone(),
            width: room.width(),
            lang: session.lang().code(),
            hidden: session.is_hidden(),
            run: session.run_kept().map(|run| run.number),
            by_hand: session.by_hand().map(crate::session::ByHand::number),
        };
        if self.known_for.as_ref() != Some(&known) {
            self.panes.clear();
            self.known_for = Some(known);
        }
        let places = session.panes_of_step();
        let unknown = |place: &usize| !self.panes.contains_key(place);
        let unknown: Vec<usize> = places.into_iter().filter(unknown).collect();
        if unknown.is_empty() {
            return;
        }
        let unseen = UiBuilder::new().id_salt("measured").max_rect(room).invisible();
        ui.scope_builder(unseen, |ui| {
            for place in unknown {
                for density in DENSITIES {
                    let pane = (lesson, &lesson.panes[place]);
                    let look = (Scale::Present, density, None);
                    let whole = center.present_bytes(ui, session, pane, look, words);
                    let parts = center.heights(&lesson.panes[place].name).to_vec();
                    self.panes.entry(place).or_default().push((density, Height { whole, parts }));
                }
            }
        });
        ui.ctx().request_discard("the heights of panes became known");
    }

    /// Takes down how high a pane came out. Says whether that was not to be expected: all is measured anew.
    pub fn note(&mut self, place: usize, density: Density, whole: f32) -> bool {
        let other = (self.of(place, density).whole - whole).abs() > 0.5;
        if other {
            self.panes.remove(&place);
        }
        other
    }

    fn of(&self, place: usize, density: Density) -> &Height {
        const UNKNOWN: &Height = &Height { whole: 0.0, parts: Vec::new() };
        let mut known = self.panes.get(&place).into_iter().flatten();
        known.find(|(known, _)| *known == density).map_or(UNKNOWN, |(_, height)| height)
    }

    /// The height of a pane.
    pub fn whole(&self, place: usize, density: Density) -> f32 {
        self.of(place, density).whole
    }

    /// The heights of some parts of a pane.
    pub fn parts(&self, place: usize, (parts, density): &Part) -> &[f32] {
        self.of(place, *density).parts.get(parts.clone()).unwrap_or_default()
    }

    /// Which of those panes stand together on a page of that height.
    pub fn spread(&self, places: &[usize], room: f32) -> Vec<Range<usize>> {
        let heights: Vec<f32> = places.iter().map(|&place| self.whole(place, Density::Dense)).collect();
        pages::spread(&heights, space::GAP, room)
    }

    /// The loosest density at which those panes fit one page.
    pub fn loosest(&self, places: &[usize], room: f32) -> Density {
        let fits = |density: &Density| {
            let gaps = space::GAP * places.len().saturating_sub(1) as f32;
            let heights = places.iter().map(|&place| self.whole(place, *density));
            heights.sum::<f32>() + gaps <= room + 1.0
        };
        DENSITIES.into_iter().find(fits).unwrap_or(Density::Dense)
    }

    /// The parts on each page of a pane that is too high even when its lanes stand close; each page as loose
    /// as it may be.
    pub fn split(&self, place: usize, room: f32) -> Option<Vec<Part>> {
        let dense = self.of(place, Density::Dense);
        if dense.whole <= room + 1.0 {
            return None;
        }
        let (gap, room) = (space::GAP * Scale::Present.factor(), room - AROUND);
        let loosest = |page: &Range<usize>| {
            let fits = |density: &Density| {
                let heights = self.of(place, *density).parts.get(page.clone()).unwrap_or_default();
                heights.iter().sum::<f32>() + gap * page.len().saturating_sub(1) as f32 <= room
            };
            DENSITIES.into_iter().find(fits).unwrap_or(Density::Dense)
        };
        let pages = pages::spread(&dense.parts, gap, room).into_iter();
        Some(pages.map(|page| (page.clone(), loosest(&page))).collect())
    }
}
