//! What of the stage stands on which page: panes one below the other, spread evenly over as few pages as
//! can be, the parts of a pane that is too high on pages of their own, and a sweep behind the outcomes.

use std::ops::Range;

use eframe::egui::{Rect, Ui};

use crate::lesson::{Lesson, View};
use crate::session::Session;
use crate::text::Words;
use crate::ui::outcomes::rounds;
use crate::ui::stage::Density;
use crate::ui::theme::{Scale, space};
use crate::ui::time;

use super::heights::{AROUND, Part};
use super::{Present, inside, outcomes, pages};

/// The lowest stage over time, and the lowest with a chart.
const LEAST_TIME: f32 = 430.0;
const LEAST_CHART: f32 = 380.0;

/// What stands on a page. Panes are named by their places in the lesson.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shown {
    /// Some panes.
    Panes(Vec<usize>),
    /// Some panes as tapes, and how close their lanes stand.
    Tapes(Vec<usize>, Density),
    /// Some parts of one pane: its calls, its streams.
    Parts(usize, Part),
    /// How long rounds of question and answer took.
    Rounds,
    /// The sweep.
    Sweep,
}

/// Many runs: the sweep behind the outcomes, and alone if that is all there is. Where nothing breaks, how
/// long it took is what there is to see.
fn many(session: &Session, counted: Vec<Shown>) -> Vec<Shown> {
    let outcomes = session.outcomes().filter(|_| !session.is_hidden());
    let rounds = outcomes.filter(|outcomes| rounds::has_any(outcomes)).map(|_| Shown::Rounds);
    let is_intact =
        outcomes.is_some_and(|outcomes| outcomes.panes.iter().all(|pane| pane.tally.broken() == 0));
    let swept = session.sweep().filter(|_| !session.is_hidden()).map(|_| Shown::Sweep);
    let only_swept = swept.is_some() && outcomes.is_none();
    // Three green cards say nothing beside the times.
    let only_rounds = is_intact && rounds.is_some();
    let counted = counted.into_iter().filter(|_| !only_swept && !only_rounds);
    counted.chain(rounds).chain(swept).collect()
}

impl Present {
    /// Measures what is to be planned.
    pub(super) fn measure(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (lesson, room): (&Lesson, Rect),
        words: &'static Words,
    ) {
        if session.view() == View::Bytes {
            self.heights.measure(ui, &mut self.center, session, (lesson, room), words);
        }
    }

    /// What stands on each page of a stage with so much room; and whether nothing of it is cut off.
    pub(super) fn plan(&self, session: &Session, room: Rect) -> (Vec<Shown>, bool) {
        let places = session.panes_of_step();
        let panes = |pages: Vec<Range<usize>>| {
            pages.into_iter().map(|page| Shown::Panes(places[page].to_vec())).collect::<Vec<_>>()
        };
        match session.view() {
            View::Bytes => self.tapes(&places, room.height()),
            View::Time => {
                let widths = vec![time::least_width(Scale::Present); places.len()];
                (panes(pages::spread(&widths, space::GAP, room.width())), room.height() >= LEAST_TIME)
            }
            View::Outcomes => {
                let heights = vec![outcomes::LEAST; places.len()];
                let counted = panes(pages::spread(&heights, space::GAP, room.height()));
                (many(session, counted), room.height() >= LEAST_CHART)
            }
        }
    }

    fn tapes(&self, places: &[usize], room: f32) -> (Vec<Shown>, bool) {
        let mut plan = Vec::new();
        let mut fits = true;
        let together = |some: &[usize]| {
            let pages = self.heights.spread(some, room).into_iter();
            let shown = |page: Range<usize>| {
                let page = some[page].to_vec();
                let density = self.heights.loosest(&page, room);
                Shown::Tapes(page, density)
            };
            pages.map(shown).collect::<Vec<_>>()
        };
        let mut start = 0;
        for (at, &place) in places.iter().enumerate() {
            let Some(pages) = self.heights.split(place, room) else { continue };
            if start < at {
                plan.extend(together(&places[start..at]));
            }
            let parts = pages.iter().flat_map(|part| self.heights.parts(place, part));
            fits &= parts.fold(0.0, |most: f32, part| most.max(*part)) <= room - AROUND + 1.0;
            plan.extend(pages.into_iter().map(|part| Shown::Parts(place, part)));
            start = at + 1;
        }
        if start < places.len() || plan.is_empty() {
            plan.extend(together(&places[start..]));
        }
        (plan, fits)
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
            (View::Bytes, Shown::Tapes(panes, density)) => {
                self.bytes(ui, room, session, (lesson, panes, *density), words);
            }
            (View::Bytes, Shown::Parts(place, part)) => {
                ui.add_space(self.above(room, *place, part));
                let (pane, (parts, density)) = (&lesson.panes[*place], part.clone());
                let look = (Scale::Present, density, Some(parts));
                self.center.present_bytes(ui, session, (lesson, pane), look, words);
            }
            (View::Time, Shown::Panes(panes)) => {
                self.center.present_time(ui, session, lesson, panes, words);
            }
            (View::Outcomes, Shown::Panes(panes)) => outcomes::show(ui, session, panes, words),
            // The view has changed since the page was planned.
            _ => ui.ctx().request_repaint(),
        });
    }

    /// What does not fill the stage stands in its middle: so much is above it.
    fn above(&self, room: Rect, place: usize, part: &Part) -> f32 {
        let heights = self.heights.parts(place, part);
        let gaps = space::GAP * Scale::Present.factor() * heights.len().saturating_sub(1) as f32;
        ((room.height() - AROUND - gaps - heights.iter().sum::<f32>()) / 2.0).max(0.0)
    }

    fn bytes(
        &mut self,
        ui: &mut Ui,
        room: Rect,
        session: &Session,
        (lesson, shown, density): (&Lesson, &[usize], Density),
        words: &'static Words,
    ) {
        ui.spacing_mut().item_spacing.y = space::GAP;
        let heights = shown.iter().map(|&place| self.heights.whole(place, density) + space::GAP);
        let used: f32 = heights.sum();
        ui.add_space(f32::midpoint(room.height() - used, space::GAP).max(0.0));
        for &place in shown {
            let look = (Scale::Present, density, None);
            let pane = (lesson, &lesson.panes[place]);
            let drawn = self.center.present_bytes(ui, session, pane, look, words);
            if self.heights.note(place, density, drawn) {
                ui.ctx().request_discard("the heights of panes became known");
                ui.ctx().request_repaint();
            }
        }
    }
}
