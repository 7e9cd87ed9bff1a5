//! The stage: what one pane's run did, drawn as tapes of bytes.
//!
//! `facts` works out once per run what there is to say, `layout` where it lies, `labels` how it is
//! said, and `paint` draws it; `details` answers when one thing is asked for. While a run is replayed,
//! all of them are given the stream as it was at the playhead.

pub mod bytes;
pub mod call_list;
pub mod code;
pub mod details;
pub mod facts;
pub mod frame_lane;
mod header;
pub mod labels;
pub mod layout;
pub mod marks;
pub mod needs;
mod paint;
mod paint_frames;
mod paint_handed;
mod paint_idle;
mod paint_reads;
mod paint_replay;
mod paint_untaken;
pub mod plan;
mod reasons;
mod remarks;
pub mod rows;
pub mod scale;
pub mod strays;
pub mod trouble;
pub mod untaken;
pub mod verdict;

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::epaint::text::TextWrapping;
use eframe::egui::text::LayoutJob;
use eframe::egui::{Frame, Id, Margin, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::model::{Scenario, Timeline, Trace, Whereabouts};
use crate::text::Words;

use super::theme::{Palette, Scale, space};
use details::Inspector;
use facts::StreamFacts;
use header::Heading;
use labels::Telling;
use layout::Tape;
use paint::Easel;
pub use rows::Density;
use rows::Rows;

/// What a pane shows.
#[derive(Clone)]
pub struct PaneView<'a> {
    /// The name of the variation: "TCP", "Nagle on".
    pub title: &'a str,
    /// What is run; gives the lanes before there is a run.
    pub scenario: &'a Scenario,
    /// The run, if there was one.
    pub trace: Option<&'a Arc<Trace>>,
    /// What stands where there is no run.
    pub no_run: &'static str,
    /// Keeps everything back that would tell the result: the learner has not committed yet.
    pub hide_result: bool,
    /// Whether people lead its endpoints.
    pub by_hand: bool,
    /// Up to which moment the run is shown, in nanoseconds since it began; all of it without one.
    pub playhead_ns: Option<f64>,
    /// The language.
    pub words: &'static Words,
    /// How large everything is drawn.
    pub scale: Scale,
    /// How close its lanes stand, so that more panes fit.
    pub density: Density,
    /// Which of its parts are drawn, all of them without a choice: the list of calls, if it has one, and
    /// its streams.
    pub parts: Option<Range<usize>>,
}

/// What a pane keeps from frame to frame; one per pane.
#[derive(Default)]
pub struct StageState {
    pinned: Option<Id>,
    facts: Option<Prepared>,
    then: Option<Then>,
    tapes: Option<((f32, f32), Vec<Tape>)>,
    /// The heights of the parts that were drawn last, each with its heading.
    heights: Vec<f32>,
}

/// The streams as they were at the moment that is replayed.
struct Then {
    timelines: Vec<Timeline>,
    now: Vec<Whereabouts>,
    streams: Vec<StreamFacts>,
}

/// The streams of a run, or of a plan, worked out.
struct Prepared {
    source: Source,
    streams: Vec<StreamFacts>,
}

enum Source {
    Run(Arc<Trace>),
    /// What is planned, and whether there is a run that is kept back.
    Plan(Box<Scenario>, bool),
}

impl StageState {
    /// Closes the card that a click has pinned. Says whether there was one.
    pub fn unpin(&mut self) -> bool {
        self.pinned.take().is_some()
    }

    /// How high each part was that was drawn last, in points.
    pub fn heights(&self) -> &[f32] {
        &self.heights
    }

    fn prepare(&mut self, view: &PaneView<'_>, trace: Option<&Arc<Trace>>) {
        let scenario = view.trace.map_or(view.scenario, |trace| &*trace.scenario);
        let fresh = match (self.facts.as_ref().map(|facts| &facts.source), trace) {
            (Some(Source::Run(known)), Some(trace)) => Arc::ptr_eq(known, trace),
            (Some(Source::Plan(known, kept)), None) => {
                **known == *scenario && *kept == view.trace.is_some()
            }
            _ => false,
        };
        if fresh {
            return;
        }
        let source = match trace {
            Some(trace) => Source::Run(Arc::clone(trace)),
            None => Source::Plan(Box::new(scenario.clone()), view.trace.is_some()),
        };
        let streams = if view.by_hand {
            StreamFacts::of_pane_by_hand(scenario, trace)
        } else {
            StreamFacts::of_pane(scenario, trace, view.trace)
        };
        self.facts = Some(Prepared { source, streams });
        self.then = None;
        self.tapes = None;
        self.pinned = None;
    }

    /// Works the streams out as they were at the playhead, if that is not done already.
    fn go_to(&mut self, trace: Option<&Arc<Trace>>, playhead_ns: Option<f64>) {
        let (Some(trace), Some(ns), Some(facts)) = (trace, playhead_ns, &self.facts) else {
            if self.then.take().is_some() {
                self.tapes = None;
            }
            return;
        };
        let then = self.then.get_or_insert_with(|| {
            let timelines = facts.streams.iter().map(|facts| Timeline::of(trace, &facts.view)).collect();
            Then { timelines, now: Vec::new(), streams: Vec::new() }
        });
        let now: Vec<Whereabouts> = then.timelines.iter().map(|timeline| timeline.at(ns)).collect();
        if then.now != now || then.streams.is_empty() {
            let streams = facts.streams.iter().zip(&now);
            then.streams = streams.map(|(facts, now)| facts.as_of(trace, *now)).collect();
            then.now = now;
            self.tapes = None;
        }
    }
}

/// Draws the card of one pane over the whole available width, as high as its streams need.
pub fn pane(ui: &mut Ui, view: &PaneView<'_>, state: &mut StageState) -> Response {
    let palette = Palette::of(ui.visuals());
    let factor = view.scale.factor();
    Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.border))
        .corner_radius(space::PANEL_ROUNDING)
        .inner_margin(margin(view.scale, view.density))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(space::MEDIUM, 0.0) * factor;
            streams(ui, view, state, palette);
        })
        .response
}

fn margin(scale: Scale, density: Density) -> Margin {
    match scale {
        Scale::Window => {
            let (top, bottom) = density.pick((8, 14), (4, 8), (1, 3));
            Margin { left: 18, right: 8, top, bottom }
        }
        Scale::Present => {
            let (top, bottom) = density.pick((12, 22), (10, 18), (4, 10));
            Margin { left: 26, right: 14, top, bottom }
        }
    }
}

fn streams(ui: &mut Ui, view: &PaneView<'_>, state: &mut StageState, palette: &'static Palette) {
    let trace = view.trace.filter(|_| !view.hide_result);
    state.prepare(view, trace);
    state.go_to(trace, view.playhead_ns);
    let StageState { pinned, facts, then, tapes, heights } = state;
    heights.clear();
    let Some(Prepared { streams, .. }) = facts else { return };
    let streams = then.as_ref().map_or(&*streams, |then| &then.streams);
    let density = if streams.len() > 1 { view.density.max(Density::Compact) } else { view.density };
    let room = ui.available_rect_before_wrap();
    let factor = view.scale.factor();
    let plain = Rows::new(view.scale, density, false);
    let left = room.left() + plain.names.min(room.width() * 0.3);
    let lane = (left, (room.right() - plain.end).max(left + 1.0));
    if tapes.as_ref().is_none_or(|(known, _)| *known != lane) {
        let lay_out = |facts: &StreamFacts| Tape::new(facts, lane, factor);
        *tapes = Some((lane, streams.iter().map(lay_out).collect()));
    }
    let Some((_, tapes)) = tapes else { return };
    let calls = view.trace.filter(|trace| trace.scenario.opens_itself());
    if streams.is_empty() {
        let only_calls = calls
            .filter(|_| !view.hide_result)
            .map(|trace| call_list::line(&view.words.stage.line, trace));
        header::without_bytes(ui, view, palette, only_calls);
        if let Some(trace) = calls {
            call_list::show(ui, view, palette, trace);
        }
    }
    // Where there are calls, they are the first part, and the streams follow.
    let before = usize::from(calls.is_some());
    let shown = view.parts.clone().unwrap_or(0..streams.len() + before);
    for (at, (facts, tape)) in streams.iter().zip(tapes.iter()).enumerate() {
        let calls = calls.filter(|_| at == 0 && shown.contains(&0));
        if calls.is_none() && !shown.contains(&(at + before)) {
            continue;
        }
        let telling = Telling { facts, trace, words: &view.words.stage };
        let is_first = at + before == shown.start || calls.is_some();
        if !is_first {
            ui.add_space(space::GAP * view.scale.factor());
        }
        let top = ui.cursor().top();
        let heading = match (streams.len(), is_first) {
            (1, _) => Heading::Only,
            (_, true) => Heading::First,
            (_, false) => Heading::Further,
        };
        header::show(ui, view, palette, &telling, heading);
        let headed = ui.cursor().top() - top;
        if let (0, Some(trace), true) = (at, trace, calls.is_some() || before == 0) {
            header::notes(ui, view, palette, trace, streams);
        }
        if let Some(trace) = calls {
            call_list::show(ui, view, palette, trace);
            heights.push(ui.cursor().top() - top);
            if !shown.contains(&1) {
                continue;
            }
        }
        let rows = Rows::new(view.scale, density, facts.decodes);
        let size = vec2(ui.available_width(), rows.height);
        let (rect, room) = ui.allocate_exact_size(size, Sense::hover());
        let mut inspector = Inspector { telling, pinned };
        Easel {
            ui,
            tape_id: room.id,
            top: rect.top(),
            left: rect.left(),
            rows,
            tape,
            telling,
            inspector: &mut inspector,
            palette,
            scale: view.scale,
            hidden: view.hide_result,
            no_run: view.no_run,
        }
        .paint();
        // Where scripts open their own sockets, the calls are listed above.
        if !(telling.facts.is_idle() || trace.is_some_and(|trace| trace.scenario.opens_itself())) {
            strays_of(ui, view, palette, telling.facts, lane);
        }
        let drawn = ui.cursor().top() - rect.top();
        heights.push(if calls.is_some() { headed + drawn } else { rect.top() + drawn - top });
    }
}

/// Writes beneath the end of a tape which calls moved nothing. While a replay is on its way, their place is
/// kept.
fn strays_of(ui: &mut Ui, view: &PaneView<'_>, palette: &Palette, facts: &StreamFacts, lane: (f32, f32)) {
    let Some(text) = strays::at_the_end(facts, &view.words.stage) else { return };
    let font = strays::type_of(&text, view.scale);
    let size = vec2(ui.available_width(), view.scale.remark().size * 1.45);
    let (row, response) = ui.allocate_exact_size(size, Sense::hover());
    if facts.now.is_some() {
        return;
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    let mut job = LayoutJob::simple_singleline(text.clone(), font, palette.muted);
    job.wrap = TextWrapping::truncate_at_width(row.width());
    let galley = ui.painter().layout_job(job);
    let end = Rows::new(view.scale, view.density, facts.decodes).end;
    let right = (lane.1 + end).min(row.right());
    let at = pos2((right - galley.size().x).max(row.left()), row.top());
    if galley.elided {
        response.on_hover_text(text);
    }
    ui.painter().galley(at, galley, palette.muted);
}
