//! The card of one link: its title and fact, its lanes' names, its chart.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align2, Color32, CursorIcon, FontId, Galley, Id, Label, Rect, Response, RichText, Role, Sense,
    Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::model::Trace;
use crate::ui::stage::code::Code;
use crate::ui::stage::trouble;
use crate::ui::theme::{Scale, space};

use super::columns::Columns;
use super::details::Teller;
use super::heading::{self, Heading, Typeset};
use super::heads::Heads;
use super::layout::Frame;
use super::model::{Conversation, Direction};
use super::notes::{self, Note};
use super::paint::{Painting, tag_height};
use super::scale::{Stretch, TimeScale};
use super::scene::Scene;
use super::zoom::Zoom;
use super::{TimePane, TimeView, palette, plan};

/// What all cards leave free, whether they need it or not.
#[derive(Clone, Copy, Debug)]
pub struct Bands {
    /// A row for what came before the measured part.
    pub warm_up: bool,
    /// A line for what went wrong.
    pub noted: bool,
}

/// Where everything of a link lies, until it has to lie elsewhere.
#[derive(Default)]
pub struct Kept {
    for_what: Option<Key>,
    scene: Scene,
    notes: Vec<Note>,
    troubles: Vec<trouble::Note>,
}

#[derive(PartialEq)]
struct Key {
    scale: TimeScale,
    columns: Columns,
    words: *const crate::text::Words,
    ground: Color32,
}

/// One card.
#[derive(Clone, Copy)]
pub struct Card<'a> {
    /// What is shown.
    pub view: &'a TimeView<'a>,
    /// Of which pane.
    pub pane: &'a TimePane<'a>,
    /// The stretch that all cards show.
    pub stretch: Stretch,
    /// The stretch in which something moved.
    pub whole: Stretch,
    /// What stands above it.
    pub heading: &'a Heading,
    /// In which type.
    pub typeset: &'a Typeset,
    /// What is left free.
    pub bands: Bands,
    /// Which of the pane's links.
    pub link: usize,
}

/// The parts of a card from top to bottom.
struct Parts {
    title: Option<Rect>,
    header: Rect,
    heads: Rect,
    warm_up: Rect,
    chart: Rect,
    notes: Rect,
}

/// What a card leaves free at both sides.
fn aside(rect: Rect, sizes: Scale) -> f32 {
    let factor = sizes.factor();
    factor * if rect.width() < heading::NARROW_BELOW * factor { 8.0 } else { 14.0 }
}

/// The room from left to right that a card has for what stands in it.
pub fn inner_width(rect: Rect, sizes: Scale) -> f32 {
    rect.width() - 2.0 * aside(rect, sizes)
}

impl Parts {
    fn new(rect: Rect, view: &TimeView<'_>, stacked: bool, bands: Bands) -> Self {
        let factor = view.scale.factor();
        let is_narrow = rect.width() < heading::NARROW_BELOW * factor;
        let inner = rect.shrink2(vec2(aside(rect, view.scale), 6.0 * factor));
        let mut top = inner.top();
        let mut row = |height: f32| {
            let row = Rect::from_min_max(pos2(inner.left(), top), pos2(inner.right(), top + height));
            top = row.bottom();
            row
        };
        let title = stacked.then(|| row(view.scale.label().size * 1.5));
        let header = row(view.scale.verdict().size * if stacked { 1.1 } else { 1.55 });
        let heads = row(view.scale.label().size * if is_narrow { 1.7 } else { 2.5 });
        let warm_up = row(if bands.warm_up { 20.0 * factor } else { 5.0 * factor });
        let below = if bands.noted { view.scale.remark().size * 1.6 } else { 0.0 };
        let chart_bottom = (inner.bottom() - below).max(top + 20.0);
        let chart = Rect::from_min_max(pos2(inner.left(), top), pos2(inner.right(), chart_bottom));
        let notes = Rect::from_min_max(pos2(inner.left(), chart_bottom), inner.max);
        Self { title, header, heads, warm_up, chart, notes }
    }
}

/// Whether there is something to say beneath the chart of a pane.
pub fn is_noted<'a>(trace: &Trace, directions: impl Iterator<Item = &'a Direction>) -> bool {
    !trace.failures.is_empty()
        || !trace.refused.is_empty()
        || directions.into_iter().any(|direction| !direction.facts.errors.is_empty())
}

impl Card<'_> {
    /// What is written above the lanes of programs where a class looks on: the lines of code that matter.
    fn code(&self, conversation: &Conversation) -> Option<(Code, bool)> {
        let direction = conversation.directions.first()?;
        let scenario = self.pane.trace.map_or(self.pane.scenario, |trace| &*trace.scenario);
        let is_written = self.view.scale == Scale::Present && !self.view.by_hand;
        let write = if conversation.is_mutual() { Code::of_conversation } else { Code::of };
        is_written.then(|| (write(scenario, direction.facts.stream), direction.forward))
    }

    /// Draws the card.
    pub fn show(
        self,
        ui: &mut Ui,
        rect: Rect,
        conversation: Option<&Conversation>,
        kept: Option<&mut Kept>,
        zoom: &mut Zoom,
        pinned: &mut Option<Id>,
    ) {
        let palette = palette(ui);
        let id = Id::unique(("time", self.pane.name, self.link));
        let stroke = Stroke::new(1.0, palette.border);
        ui.painter().rect(rect, space::PANEL_ROUNDING, palette.panel, stroke, StrokeKind::Inside);
        let parts = Parts::new(rect, self.view, self.typeset.stacked, self.bands);
        let head = (parts.title, parts.header);
        let code = conversation.and_then(|conversation| self.code(conversation));
        let in_title = code.as_ref().map(|(code, _)| code);
        self.heading.show(ui, self.typeset, id, head, (in_title, palette.text));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_role(Role::Region);
            node.set_label(self.pane.title);
        });
        if let Some((reason, is_error)) = &self.pane.trouble {
            let color = if *is_error { palette.red } else { palette.muted };
            let room = parts.chart;
            // A label of its own, so that its words can be marked and copied.
            ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
                let text = RichText::new(reason).font(self.view.scale.body()).color(color);
                ui.add(Label::new(text).wrap().selectable(true));
            });
            return;
        }
        let trace = self.pane.trace.filter(|_| !self.view.hide_result);
        let Some(conversation) = conversation else { return };
        let teller = Teller { conversation, trace, words: self.view.words };
        let receives = |side: usize| {
            conversation.directions.iter().any(|direction| direction.forward == (side == 1))
        };
        let columns = Columns::new(
            parts.chart.left(),
            parts.chart.right(),
            self.view.scale,
            (receives(0), receives(1)),
        );
        let code = code.as_ref().filter(|_| !self.typeset.stacked);
        let code = code.map(|(code, forward)| (code, *forward));
        let heads = Heads { room: parts.heads, id, columns: &columns, sizes: self.view.scale, code };
        heads.show(ui, teller, pinned);
        let (Some(_), Some(kept)) = (trace, kept) else {
            return plan::paint(ui, parts.chart, id, &columns, self.view, conversation);
        };
        let scale =
            TimeScale::new(self.stretch, f64::from(parts.chart.top()), f64::from(parts.chart.height()));
        // The Tab key passes over it: its keys work from everywhere.
        let chart = ui.interact(parts.chart, id.with("chart"), Sense::CLICK | Sense::DRAG);
        let hint = self.view.words.time.tools.hint;
        chart.widget_info(|| WidgetInfo::labeled(Role::Image, true, hint));
        let chart = if chart.dragged() { chart.on_hover_cursor(CursorIcon::Grabbing) } else { chart };
        zoom.obey_pointer(ui, &chart, &scale, self.whole);
        kept.lay_out(ui, self, scale, columns, teller);
        let mut painting = Painting {
            ui,
            id,
            chart: parts.chart,
            strip: parts.warm_up,
            columns,
            scale,
            scene: &kept.scene,
            notes: &kept.notes,
            teller,
            palette,
            sizes: self.view.scale,
            pinned,
            playhead: self.view.playhead_ns.map(|ns| conversation.since_origin(ns)),
        };
        painting.paint();
        self.note(ui, parts.notes, id, &kept.troubles);
    }

    /// What went wrong, in one line beneath the chart.
    fn note(self, ui: &Ui, room: Rect, id: Id, notes: &[trouble::Note]) {
        let palette = palette(ui);
        let failed = notes.iter().any(|note| note.is_failure);
        let text = notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join(" · ");
        if text.is_empty() {
            return;
        }
        let color = if failed { palette.red } else { palette.muted };
        let lay_out = |text: &str| one_line(ui, text, self.view.scale.remark(), color, room.width());
        let (mut galley, mut kept) = (lay_out(&text), text.as_str());
        // Whole calls, as many as there is room for.
        while galley.elided
            && let Some((fewer, _)) = kept.rsplit_once(self.view.words.stage.comma)
        {
            kept = fewer;
            galley = lay_out(&format!("{kept} …"));
        }
        let rect = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), room);
        let response = label(ui, id.with("note"), rect, &text);
        if galley.elided || kept != text {
            response.on_hover_text(text);
        }
        ui.painter().galley(rect.min, galley, color);
    }
}

impl Kept {
    fn lay_out(
        &mut self,
        ui: &Ui,
        card: Card<'_>,
        scale: TimeScale,
        columns: Columns,
        teller: Teller<'_>,
    ) {
        let words: *const crate::text::Words = card.view.words;
        let key = Key { scale, columns, words, ground: ui.visuals().panel_fill };
        if self.for_what.as_ref() == Some(&key) {
            return;
        }
        let tag = tag_height(card.view.scale);
        let factor = card.view.scale.factor();
        let frame = Frame { conversation: teller.conversation, scale, columns, tag, factor };
        self.scene = Scene::new(&frame);
        self.notes = notes::place(ui, &self.scene, teller, &frame, card.view.scale);
        let facts: Vec<_> =
            teller.conversation.directions.iter().map(|direction| direction.facts.clone()).collect();
        let notes_of = |trace: &Arc<Trace>| trouble::notes(trace, &facts, &card.view.words.stage);
        self.troubles = teller.trace.filter(|_| card.bands.noted).map(notes_of).unwrap_or_default();
        self.for_what = Some(key);
    }
}

/// Text in one line, cut off at a width.
pub fn one_line(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.painter().layout_job(job)
}

/// Lets those who listen hear a text that is painted.
pub fn label(ui: &Ui, id: Id, rect: Rect, text: &str) -> Response {
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}
