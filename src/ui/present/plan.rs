//! What of the stage stands on which page: panes one below the other as long as they fit, the parts of a
//! pane that is too high on pages of their own, and a sweep behind the outcomes.

use std::collections::HashMap;
use std::ops::Range;

use eframe::egui::{Rect, Ui, UiBuilder};

use crate::lesson::{Lesson, Pane, View};
use crate::session::Session;
use crate::text::Words;
use crate::ui::outcomes::rounds;
use crate::ui::stage::Density;
use crate::ui::theme::{Scale, space};
use crate::ui::time;

use super::{Present, inside, outcomes, pages};

/// About the height of a compact pane.
const PANE: f32 = 352.0;
/// The height of one that is not.
const ROOMY: f32 = 460.0;
/// What a pane has around its parts.
const AROUND: f32 = 40.0;

/// What stands on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shown {
    /// Some panes.
    Panes(Range<usize>),
    /// Some parts of one pane: its calls, its streams.
    Parts(usize, Range<usize>),
    /// How long rounds of question and answer took.
    Rounds,
    /// The sweep.
    Sweep,
}

/// How high the panes are, as long as they have that room.
#[derive(Default)]
pub(super) struct Heights {
    known_for: Option<(String, f32, bool, Option<u64>)>,
    /// By the name of the pane.
    panes: HashMap<String, Height>,
}

#[derive(Clone)]
struct Height {
    density: Density,
    /// `None` until it was drawn like that.
    whole: Option<f32>,
    parts: Vec<f32>,
}

impl Height {
    /// Puts the lanes as close as can be.
    fn press(&mut self) {
        if self.density != Density::Dense {
            (self.density, self.whole) = (Density::Dense, None);
        }
    }
}

impl Heights {
    /// Forgets what was of something else. Says whether it was.
    fn keep_for(&mut self, session: &Session, lesson: &Lesson, room: Rect) -> bool {
        let run = session.run_kept().map(|run| run.number);
        let key = (lesson.id.clone(), room.height(), session.is_hidden(), run);
        let is_other = self.known_for.as_ref() != Some(&key);
        if is_other {
            self.known_for = Some(key);
            self.panes.clear();
        }
        is_other
    }

    fn of(&self, pane: &str) -> f32 {
        self.panes.get(pane).and_then(|height| height.whole).unwrap_or(PANE)
    }

    fn density(&self, pane: &str, loosest: Density) -> Density {
        self.panes.get(pane).map_or(loosest, |height| height.density)
    }

    /// The parts on each page of a pane that is too high even when its lanes stand close.
    fn split(&self, pane: &str, room: f32) -> Option<Vec<Range<usize>>> {
        let height = self.panes.get(pane)?;
        let is_too_high = height.density == Density::Dense && height.whole? > room + 1.0;
        let gap = space::GAP * Scale::Present.factor();
        is_too_high.then(|| pages::fill(&height.parts, gap, room - AROUND))
    }

    /// Takes down how high a pane came out. Says whether it has to be drawn anew.
    fn note(&mut self, pane: &str, density: Density, (whole, parts): (f32, &[f32]), room: f32) -> bool {
        let known = self.of(pane);
        let parts = parts.to_vec();
        if whole > room + 1.0 && density != Density::Dense {
            let dense = Height { density: Density::Dense, whole: None, parts };
            self.panes.insert(pane.to_owned(), dense);
            return true;
        }
        self.panes.insert(pane.to_owned(), Height { density, whole: Some(whole), parts });
        (whole - known).abs() > 0.5
    }
}

/// Many runs: the sweep behind the outcomes, and alone if that is all there is. Where nothing breaks, how
/// long it took is what there is to see.
fn many(session: &Session, counted: Vec<Shown>) -> Vec<Shown> {
    let outcomes = session.outcomes().filter(|_| !session.is_hidden());
    let rounds = outcomes.filter(|outcomes| rounds::has_any(outcomes)).map(|_| Shown::Rounds);
    let is_intact =
        outcomes.is_some_and(|outcomes| outcomes.panes.iter().all(|pane| pane.tally.broken() == 0));
    let (before, behind) = if is_intact { (rounds, None) } else { (None, rounds) };
    let swept = session.sweep().filter(|_| !session.is_hidden()).map(|_| Shown::Sweep);
    let only_swept = swept.is_some() && outcomes.is_none();
    let counted = counted.into_iter().filter(|_| !only_swept);
    before.into_iter().chain(counted).chain(behind).chain(swept).collect()
}

impl Present {
    /// What stands on each page.
    pub(super) fn plan(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (lesson, room): (&Lesson, Rect),
        words: &'static Words,
    ) -> Vec<Shown> {
        let on_stage = session.panes_on_stage();
        let (first, count) = (on_stage.start, on_stage.len());
        let panes = |pages: Vec<Range<usize>>| {
            let shown = |page: Range<usize>| Shown::Panes(page.start + first..page.end + first);
            pages.into_iter().map(shown).collect::<Vec<_>>()
        };
        match session.view() {
            View::Bytes => {
                if self.heights.keep_for(session, lesson, room) {
                    self.measure(ui, session, (lesson, room), words);
                }
                self.tapes(lesson, on_stage, room.height())
            }
            View::Time => {
                let least = time::least_width(Scale::Present);
                panes(pages::fill(&vec![least; count], space::GAP, room.width()))
            }
            View::Outcomes => many(
                session,
                panes(pages::fill(&vec![outcomes::LEAST; count], space::GAP, room.height())),
            ),
        }
    }

    /// Draws all panes where nobody sees them, so that it is known how many pages they take.
    fn measure(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (lesson, room): (&Lesson, Rect),
        words: &'static Words,
    ) {
        let on_stage = session.panes_on_stage();
        let unseen = UiBuilder::new().id_salt("measured").max_rect(room).invisible();
        ui.scope_builder(unseen, |ui| {
            self.draw_all(ui, room, session, lesson, words);
            let (loose, pages) =
                (self.heights.panes.clone(), self.tapes(lesson, on_stage, room.height()).len());
            if pages > 1 {
                // Lanes that stand closer are worth it only where fewer pages come of it.
                self.heights.panes.values_mut().for_each(Height::press);
                self.draw_all(ui, room, session, lesson, words);
                if self.tapes(lesson, session.panes_on_stage(), room.height()).len() >= pages {
                    self.heights.panes = loose;
                }
            }
        });
        ui.ctx().request_discard("the heights of panes became known");
    }

    fn draw_all(
        &mut self,
        ui: &mut Ui,
        room: Rect,
        session: &Session,
        lesson: &Lesson,
        words: &'static Words,
    ) {
        for pane in &lesson.panes[session.panes_on_stage()] {
            // Once as loose as it may be, and once more where that is too high.
            for _ in 0..2 {
                if !self.draw(ui, room, session, (lesson, pane), words) {
                    break;
                }
            }
        }
    }

    /// Draws a pane. Says whether its height was not known.
    fn draw(
        &mut self,
        ui: &mut Ui,
        room: Rect,
        session: &Session,
        (lesson, pane): (&Lesson, &Pane),
        words: &'static Words,
    ) -> bool {
        let tight = lesson.panes.len() > 1 || room.height() < ROOMY;
        let loosest = if tight { Density::Compact } else { Density::Loose };
        let density = self.heights.density(&pane.name, loosest);
        let look = (Scale::Present, density, None);
        let drawn = self.center.present_bytes(ui, session, (lesson, pane), look, words);
        let parts = self.center.heights(&pane.name);
        self.heights.note(&pane.name, density, (drawn, parts), room.height())
    }

    fn tapes(&self, lesson: &Lesson, on_stage: Range<usize>, room: f32) -> Vec<Shown> {
        let mut plan = Vec::new();
        let (mut start, end) = (on_stage.start, on_stage.end);
        let together = |range: Range<usize>| {
            let heights: Vec<f32> =
                lesson.panes[range.clone()].iter().map(|pane| self.heights.of(&pane.name)).collect();
            let pages = pages::fill(&heights, space::GAP, room).into_iter();
            pages.map(move |page| Shown::Panes(page.start + range.start..page.end + range.start))
        };
        for place in on_stage {
            if let Some(pages) = self.heights.split(&lesson.panes[place].name, room) {
                if start < place {
                    plan.extend(together(start..place));
                }
                plan.extend(pages.into_iter().map(|parts| Shown::Parts(place, parts)));
                start = place + 1;
            }
        }
        if start < end || plan.is_empty() {
            plan.extend(together(start..end));
        }
        plan
    }

    pub(super) fn stage(
        &mut self,
        ui: &mut Ui,
        room: Rect,
        session: &Session,
        (lesson, shown): (&Lesson, &Shown),
        words: &'static Words,
    ) {
        inside(ui, room, |ui| match (session.view(), shown) {
            (View::Outcomes, Shown::Rounds) => outcomes::rounds(ui, session, words),
            (View::Outcomes, Shown::Sweep) => outcomes::sweep(ui, session, words),
            (View::Bytes, Shown::Panes(panes)) => {
                self.bytes(ui, room, session, (lesson, panes.clone()), words);
            }
            (View::Bytes, Shown::Parts(pane, parts)) => {
                ui.add_space(self.above(room, lesson, *pane, parts));
                let (pane, parts) = (&lesson.panes[*pane], Some(parts.clone()));
                let look = (Scale::Present, Density::Dense, parts);
                self.center.present_bytes(ui, session, (lesson, pane), look, words);
            }
            (View::Time, Shown::Panes(panes)) => {
                self.center.present_time(ui, session, lesson, panes.clone(), words);
            }
            (View::Outcomes, Shown::Panes(panes)) => outcomes::show(ui, session, panes.clone(), words),
            // The view has changed since the page was planned.
            _ => ui.ctx().request_repaint(),
        });
    }

    /// What does not fill the stage stands in its middle: so much is above it.
    fn above(&self, room: Rect, lesson: &Lesson, pane: usize, parts: &Range<usize>) -> f32 {
        let known = self.heights.panes.get(&lesson.panes[pane].name);
        let heights = known.and_then(|height| height.parts.get(parts.clone())).unwrap_or_default();
        let gaps = space::GAP * Scale::Present.factor() * heights.len().saturating_sub(1) as f32;
        ((room.height() - AROUND - gaps - heights.iter().sum::<f32>()) / 2.0).max(0.0)
    }

    fn bytes(
        &mut self,
        ui: &mut Ui,
        room: Rect,
        session: &Session,
        (lesson, shown): (&Lesson, Range<usize>),
        words: &'static Words,
    ) {
        ui.spacing_mut().item_spacing.y = space::GAP;
        let panes = &lesson.panes[shown];
        let used: f32 = panes.iter().map(|pane| self.heights.of(&pane.name) + space::GAP).sum();
        ui.add_space(f32::midpoint(room.height() - used, space::GAP).max(0.0));
        for pane in panes {
            if self.draw(ui, room, session, (lesson, pane), words) {
                ui.ctx().request_discard("the heights of panes became known");
                ui.ctx().request_repaint();
            }
        }
    }
}
