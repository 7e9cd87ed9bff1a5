//! What of the stage stands on which page: panes side by side as long as they fit, the streams of a pane
//! that is too high on pages of their own, and a sweep behind the outcomes.

use std::collections::HashMap;
use std::ops::Range;

use eframe::egui::{Rect, Ui};

use crate::lesson::{Lesson, View};
use crate::session::Session;
use crate::text::Words;
use crate::ui::stage::Density;
use crate::ui::theme::{Scale, space};
use crate::ui::time;

use super::{Present, inside, outcomes, pages};

/// About the height of a compact pane.
const PANE: f32 = 352.0;
/// The height of one that is not.
const ROOMY: f32 = 460.0;
/// What a pane has around its streams.
const AROUND: f32 = 40.0;

/// What stands on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shown {
    /// Some panes.
    Panes(Range<usize>),
    /// Some streams of one pane.
    Streams(usize, Range<usize>),
    /// The sweep.
    Sweep,
}

/// How high the panes are, as long as they have that room.
#[derive(Default)]
pub(super) struct Heights {
    room: Option<(String, f32, bool)>,
    /// By the name of the pane.
    panes: HashMap<String, Height>,
}

#[derive(Clone)]
struct Height {
    density: Density,
    /// `None` until it was drawn like that.
    whole: Option<f32>,
    streams: Vec<f32>,
}

impl Heights {
    fn keep_for(&mut self, session: &Session, lesson: &Lesson, room: Rect) {
        let key = (lesson.id.clone(), room.height(), session.is_hidden());
        if self.room.as_ref() != Some(&key) {
            self.room = Some(key);
            self.panes.clear();
        }
    }

    fn of(&self, pane: &str) -> f32 {
        self.panes.get(pane).and_then(|height| height.whole).unwrap_or(PANE)
    }

    fn density(&self, pane: &str, loosest: Density) -> Density {
        self.panes.get(pane).map_or(loosest, |height| height.density)
    }

    /// The streams on each page of a pane that is too high even when its lanes stand close.
    fn split(&self, pane: &str, room: f32) -> Option<Vec<Range<usize>>> {
        let height = self.panes.get(pane)?;
        let is_too_high = height.density == Density::Dense && height.whole? > room + 1.0;
        let gap = space::GAP * Scale::Present.factor();
        is_too_high.then(|| pages::fill(&height.streams, gap, room - AROUND))
    }

    /// Takes down how high a pane came out. Says whether it has to be drawn anew.
    fn note(&mut self, pane: &str, density: Density, (whole, streams): (f32, &[f32]), room: f32) -> bool {
        let known = self.of(pane);
        let streams = streams.to_vec();
        if whole > room + 1.0 && density != Density::Dense {
            let dense = Height { density: Density::Dense, whole: None, streams };
            self.panes.insert(pane.to_owned(), dense);
            return true;
        }
        self.panes.insert(pane.to_owned(), Height { density, whole: Some(whole), streams });
        (whole - known).abs() > 0.5
    }
}

impl Present {
    /// What stands on each page.
    pub(super) fn plan(&mut self, session: &Session, lesson: &Lesson, room: Rect) -> Vec<Shown> {
        let count = lesson.panes.len();
        let panes = |pages: Vec<Range<usize>>| pages.into_iter().map(Shown::Panes).collect::<Vec<_>>();
        if session.by_hand().is_some() {
            return vec![Shown::Panes(session.panes_on_stage())];
        }
        match session.view() {
            View::Bytes => {
                self.heights.keep_for(session, lesson, room);
                self.tapes(lesson, room.height())
            }
            View::Time => {
                let least = time::least_width(Scale::Present);
                panes(pages::fill(&vec![least; count], space::GAP, room.width()))
            }
            View::Outcomes => {
                let counted =
                    panes(pages::fill(&vec![outcomes::LEAST; count], space::GAP, room.height()));
                let swept = session.sweep().filter(|_| !session.is_hidden()).map(|_| Shown::Sweep);
                let only_swept = swept.is_some() && session.outcomes().is_none();
                counted.into_iter().filter(|_| !only_swept).chain(swept).collect()
            }
        }
    }

    fn tapes(&self, lesson: &Lesson, room: f32) -> Vec<Shown> {
        let mut plan = Vec::new();
        let mut start = 0;
        let together = |range: Range<usize>| {
            let heights: Vec<f32> =
                lesson.panes[range.clone()].iter().map(|pane| self.heights.of(&pane.name)).collect();
            let pages = pages::fill(&heights, space::GAP, room).into_iter();
            pages.map(move |page| Shown::Panes(page.start + range.start..page.end + range.start))
        };
        for (place, pane) in lesson.panes.iter().enumerate() {
            if let Some(pages) = self.heights.split(&pane.name, room) {
                if start < place {
                    plan.extend(together(start..place));
                }
                plan.extend(pages.into_iter().map(|streams| Shown::Streams(place, streams)));
                start = place + 1;
            }
        }
        if start < lesson.panes.len() || plan.is_empty() {
            plan.extend(together(start..lesson.panes.len()));
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
            (View::Outcomes, Shown::Sweep) => outcomes::sweep(ui, session, words),
            (View::Bytes, Shown::Panes(panes)) => {
                self.bytes(ui, room, session, (lesson, panes.clone()), words);
            }
            (View::Bytes, Shown::Streams(pane, streams)) => {
                ui.add_space(self.above(room, lesson, *pane, streams));
                let (pane, streams) = (&lesson.panes[*pane], Some(streams.clone()));
                let look = (Scale::Present, Density::Dense, streams);
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
    fn above(&self, room: Rect, lesson: &Lesson, pane: usize, streams: &Range<usize>) -> f32 {
        let known = self.heights.panes.get(&lesson.panes[pane].name);
        let heights = known.and_then(|height| height.streams.get(streams.clone())).unwrap_or_default();
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
        let tight = lesson.panes.len() > 1 || room.height() < ROOMY;
        let loosest = if tight { Density::Compact } else { Density::Loose };
        for pane in panes {
            let density = self.heights.density(&pane.name, loosest);
            let look = (Scale::Present, density, None);
            let drawn = self.center.present_bytes(ui, session, (lesson, pane), look, words);
            let streams = self.center.heights(&pane.name);
            if self.heights.note(&pane.name, density, (drawn, streams), room.height()) {
                ui.ctx().request_discard("the heights of panes became known");
                ui.ctx().request_repaint();
            }
        }
    }
}
