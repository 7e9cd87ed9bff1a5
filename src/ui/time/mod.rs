//! The stage over time: lanes for both programs and both kernels, and every byte's wait.
//!
//! `model` works out once per run what there is to draw, `layout` where it lies, and `paint` draws it;
//! `details` answers when one thing is asked for. All panes share one stretch of time, which `zoom`
//! keeps, so that they can be compared.

mod big_fact;
pub mod columns;
mod details;
pub mod dodge;
mod heading;
mod heads;
pub mod layout;
pub mod model;
mod notes;
mod paint;
mod paint_ways;
mod pane;
mod plan;
mod playhead;
mod room;
pub mod scale;
pub mod scene;
mod show;
mod spots;
mod tags;
mod tools;
mod waits;
pub mod zoom;

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::scroll_area::ScrollBarVisibility;
use eframe::egui::{Id, Rect, ScrollArea, Ui, pos2, vec2};

use crate::model::{Scenario, Trace};
use crate::text::Words;

use super::scrolling;
use super::theme::{Palette, Scale, space};
use heading::{Heading, Typeset};
use model::Conversation;
use pane::{Bands, Card, Kept};
use scale::Stretch;
use zoom::Zoom;

pub use show::show;

/// The least width of a pane in the window, in points: three are in sight on the smallest usual screen.
const LEAST_WIDTH: f32 = 250.0;
/// The least width of a pane on a projector, in points before they are multiplied.
const LEAST_PRESENTED: f32 = 352.0;
/// What is left free above and below a run that is fitted, as a share of it.
const MARGIN: (f64, f64) = (0.03, 0.07);
/// What is shown of a run in which nothing moved, in nanoseconds.
const NOTHING: f64 = 1e6;

/// One pane over time.
#[derive(Clone, Debug)]
pub struct TimePane<'a> {
    /// The pane's name in the lesson.
    pub name: &'a str,
    /// What stands above it.
    pub title: &'a str,
    /// What is run; gives the lanes before there is a run.
    pub scenario: &'a Scenario,
    /// The run, if there was one.
    pub trace: Option<&'a Arc<Trace>>,
    /// Why there is none, and whether that is an error.
    pub trouble: Option<(String, bool)>,
}

/// What is shown.
#[derive(Clone, Debug)]
pub struct TimeView<'a> {
    /// The panes from left to right.
    pub panes: Vec<TimePane<'a>>,
    /// What stands where there is no run.
    pub no_run: &'static str,
    /// Keeps everything back that would tell the result: the learner has not committed yet.
    pub hide_result: bool,
    /// Whether people lead the endpoints.
    pub by_hand: bool,
    /// Up to which moment the runs are shown, in nanoseconds since the replay of each begins; all of them
    /// if `None`.
    pub playhead_ns: Option<f64>,
    /// The language.
    pub words: &'static Words,
    /// How large everything is drawn.
    pub scale: Scale,
}

/// What the view over time keeps from frame to frame.
#[derive(Default)]
pub struct TimeState {
    zoom: Zoom,
    panes: HashMap<String, PaneState>,
    pinned: Option<Id>,
    /// The names of panes that are to be brought in sight.
    sought: Vec<String>,
}

/// The links of one pane's run, worked out, and where they lie.
#[derive(Default)]
struct PaneState {
    source: Option<Source>,
    conversations: Vec<Conversation>,
    scenes: Vec<Kept>,
}

/// Holds its runs, so that no later one can lie where one of them lay.
struct Source {
    /// The run that is shown.
    trace: Option<Arc<Trace>>,
    /// The run that is kept back, or none.
    kept: Option<Arc<Trace>>,
    /// What is planned, as long as nothing is shown.
    plan: Option<Box<Scenario>>,
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        let same = |one: &Option<Arc<Trace>>, other: &Option<Arc<Trace>>| match (one, other) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        same(&self.trace, &other.trace) && same(&self.kept, &other.kept) && self.plan == other.plan
    }
}

impl TimeState {
    /// Closes the card that a click has pinned. Says whether there was one.
    pub fn unpin(&mut self) -> bool {
        self.pinned.take().is_some()
    }

    /// Brings panes in sight, the first of them above all, where not all are.
    pub fn seek(&mut self, panes: Vec<String>) {
        self.sought = panes;
    }
}

impl PaneState {
    fn prepare(&mut self, pane: &TimePane<'_>, hide_result: bool) {
        let trace = pane.trace.filter(|_| !hide_result);
        let scenario = pane.trace.map_or(pane.scenario, |trace| &*trace.scenario);
        let source = Source {
            trace: trace.cloned(),
            kept: pane.trace.cloned(),
            plan: trace.is_none().then(|| Box::new(scenario.clone())),
        };
        if self.source.as_ref() == Some(&source) {
            return;
        }
        self.conversations = Conversation::of_pane(scenario, trace, pane.trace);
        self.scenes = self.conversations.iter().map(|_| Kept::default()).collect();
        self.source = Some(source);
    }
}

/// The least width of a pane, in points; more panes than fit are scrolled or paged through.
pub fn least_width(scale: Scale) -> f32 {
    match scale {
        Scale::Window => LEAST_WIDTH,
        Scale::Present => LEAST_PRESENTED * scale.factor(),
    }
}

/// Draws all panes over the room that there is.
pub fn stage(ui: &mut Ui, view: &TimeView<'_>, state: &mut TimeState) {
    let TimeState { zoom, panes, pinned, sought } = state;
    panes.retain(|name, _| view.panes.iter().any(|pane| pane.name == name));
    for pane in &view.panes {
        let state = panes.entry(pane.name.to_owned()).or_default();
        state.prepare(pane, view.hide_result);
    }
    let shown = !view.hide_result && view.panes.iter().any(|pane| pane.trace.is_some());
    let whole = whole(panes);
    if shown {
        let first = panes.values().find_map(|pane| pane.conversations.first());
        let playhead = view.playhead_ns.zip(first).map(|(ns, first)| first.since_origin(ns));
        zoom.follow(playhead, whole);
        zoom.obey_keys(ui, whole);
    }
    let room = ui.available_rect_before_wrap();
    // On a projector nothing is magnified, and the room is the run's.
    let tools_height = if view.scale == Scale::Present { 0.0 } else { tools::height(view.scale) };
    let mut cards = room;
    cards.max.y -= tools_height;
    let footer = Rect::from_min_max(pos2(room.left(), cards.bottom()), room.max);
    let count = view.panes.iter().map(|pane| panes[pane.name].conversations.len().max(1)).sum::<usize>();
    let stretch = if shown { zoom.stretch(whole) } else { whole };
    row(ui, view, (cards, count), |ui, rects| {
        let card = rects.first().copied().unwrap_or(Rect::ZERO);
        let bands = bands(view, panes);
        let headings = headings(ui, view, panes);
        let typeset = Typeset::fitting(ui, &headings, card, view.scale);
        let mut places = rects.iter().zip(&headings);
        let mut seen = Vec::new();
        for pane in &view.panes {
            if sought.iter().any(|name| name == pane.name) {
                seen.extend(places.clone().next().map(|(rect, _)| *rect));
            }
            let Some(state) = panes.get_mut(pane.name) else { continue };
            for link in 0..state.conversations.len().max(1) {
                let Some((&rect, heading)) = places.next() else { continue };
                let typeset = &typeset;
                let card = Card { view, pane, stretch, whole, heading, typeset, bands, link };
                card.show(
                    ui,
                    rect,
                    state.conversations.get(link),
                    state.scenes.get_mut(link),
                    zoom,
                    pinned,
                );
            }
        }
        scrolling::seek(ui, &seen);
    });
    sought.clear();
    ui.allocate_rect(room, eframe::egui::Sense::hover());
    if tools_height > 0.0 {
        tools::show(ui, footer, view, shown.then_some((zoom, whole)));
    }
}

/// Cards of equal width side by side; scrolled sideways where they do not fit.
fn row(
    ui: &mut Ui,
    view: &TimeView<'_>,
    (room, count): (Rect, usize),
    show: impl FnOnce(&mut Ui, &[Rect]),
) {
    let least = least_width(view.scale);
    // As many as fit are seen whole, and none in part.
    let fits = ((room.width() + space::GAP) / (least + space::GAP)).floor().max(1.0);
    let count = count.max(1) as f32;
    let seen = count.min(fits);
    let width = (room.width() - space::GAP * (seen - 1.0)) / seen;
    let place = |origin: Rect, at: f32| {
        let left = origin.left() + at * (width + space::GAP);
        Rect::from_min_size(pos2(left, origin.top()), vec2(width, origin.height()))
    };
    let places = |origin: Rect| {
        let mut rects = Vec::new();
        let mut at = 0.0;
        while at < count {
            rects.push(place(origin, at));
            at += 1.0;
        }
        rects
    };
    if count <= fits {
        return show(ui, &places(room));
    }
    ui.scope_builder(eframe::egui::UiBuilder::new().max_rect(room), |ui| {
        let area = ScrollArea::horizontal().auto_shrink(false).id_salt("panes over time");
        area.scroll_bar_visibility(ScrollBarVisibility::AlwaysVisible).show(ui, |ui| {
            let size = vec2(count * width + (count - 1.0) * space::GAP, room.height() - 12.0);
            let (rect, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
            show(ui, &places(rect));
            crate::ui::focus::follow(ui);
        });
    });
}

/// What stands above each card.
fn headings(ui: &Ui, view: &TimeView<'_>, panes: &HashMap<String, PaneState>) -> Vec<Heading> {
    let palette = palette(ui);
    let of_pane = |pane: &TimePane<'_>| {
        let links = &panes[pane.name].conversations;
        let heading = |link| Heading::new(view, pane, (link, links.len()), palette);
        let none = links.is_empty().then(|| heading(None));
        links.iter().map(|link| heading(Some(link))).chain(none).collect::<Vec<_>>()
    };
    view.panes.iter().flat_map(of_pane).collect()
}

/// What all cards leave free above and below their charts, so that the times stand in line.
fn bands(view: &TimeView<'_>, panes: &HashMap<String, PaneState>) -> Bands {
    let conversations = || panes.values().flat_map(|pane| &pane.conversations);
    let warm_up = conversations().any(|conversation| conversation.warm_up.is_some());
    let noted = view.panes.iter().any(|pane| {
        let facts = panes[pane.name].conversations.iter().flat_map(|link| &link.directions);
        pane.trace.is_some_and(|trace| !view.hide_result && pane::is_noted(trace, facts))
    });
    Bands { warm_up, noted }
}

/// The stretch that holds everything that moved in any pane.
fn whole(panes: &HashMap<String, PaneState>) -> Stretch {
    let conversations = panes.values().flat_map(|pane| &pane.conversations);
    let end = conversations.map(|conversation| conversation.moved_until).fold(0.0, f64::max);
    let end = if end > 0.0 { end } else { NOTHING };
    Stretch::between(-end * MARGIN.0, end * (1.0 + MARGIN.1))
}

/// The colours of the theme in force.
fn palette(ui: &Ui) -> &'static Palette {
    Palette::of(ui.visuals())
}
