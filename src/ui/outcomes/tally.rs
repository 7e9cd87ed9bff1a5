//! The tallies: one card per pane, one row per outcome.

use std::sync::Arc;

use eframe::egui::epaint::text::TextWrapping;
use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Button, Color32, CursorIcon, FontId, Label, Painter, Rect, RichText, Role, Sense, Ui, WidgetInfo,
    pos2, vec2,
};

use crate::lesson::Lesson;
use crate::model::StreamId;
use crate::session::{LessonRun, Outcomes, PaneError, PaneOutcomes, Session};
use crate::text::Words;
use crate::ui::stage::trouble;
use crate::ui::theme::{Palette, Scale, space};
use crate::ui::{parts, refusals};

use super::rows::{Row, rows};
use super::{OutcomesState, mini_tape, remark, settings_text};

/// Outcomes listed where somebody wants to see what is folded.
const MOST_LISTED: usize = 60;

/// The narrowest row that has a bar.
const ROOM_FOR_BAR: f32 = 640.0;

/// What all cards share.
struct Cards<'a> {
    session: &'a Session,
    outcomes: &'a Outcomes,
    words: &'static Words,
    palette: &'static Palette,
    /// Whether rows are low, so that three panes are in sight.
    compact: bool,
}

/// Draws the cards; returns the run of a row that was clicked.
pub fn show(
    ui: &mut Ui,
    session: &Session,
    state: &mut OutcomesState,
    outcomes: &Outcomes,
    words: &'static Words,
) -> Option<Arc<LessonRun>> {
    let palette = Palette::of(ui.visuals());
    let lesson = Arc::clone(&outcomes.lesson);
    let compact = lesson.panes.len() > 1 || ui.available_height() < 420.0;
    let cards = Cards { session, outcomes, words, palette, compact };
    cards.other_knobs(ui, &lesson);
    let mut picked = None;
    if compact {
        ui.spacing_mut().item_spacing.y = space::SMALL;
    }
    for (pane, counted) in lesson.panes.iter().zip(&outcomes.panes) {
        let title = pane.title.get(session.lang());
        parts::card(palette).show(ui, |ui| {
            ui.push_id(("tally", &pane.name), |ui| {
                parts::region(ui, title);
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = if compact { space::HAIR } else { space::SMALL };
                let title = (lesson.panes.len() > 1).then_some(title);
                let unfolded = state.unfolded.contains(&pane.name);
                match cards.pane(ui, title, counted, unfolded) {
                    Some(Picked::Run(run)) => picked = Some(run),
                    Some(Picked::Fold) if unfolded => drop(state.unfolded.remove(&pane.name)),
                    Some(Picked::Fold) => drop(state.unfolded.insert(pane.name.clone())),
                    None => {}
                }
            });
        });
    }
    picked
}

enum Picked {
    Run(Arc<LessonRun>),
    Fold,
}

impl Cards<'_> {
    /// A tally is never shown as if it were of the knobs as they are.
    fn other_knobs(&self, ui: &mut Ui, lesson: &Lesson) {
        let Some(now) = self.session.settings().filter(|now| **now != self.outcomes.settings) else {
            return;
        };
        let lang = self.session.lang();
        let text = settings_text(lesson, &self.outcomes.settings, now, lang, self.words);
        let text = (self.words.outcomes.job.other_knobs)(&text);
        ui.add(
            Label::new(RichText::new(text).font(Scale::Window.label()).color(self.palette.red)).wrap(),
        );
    }

    fn pane(
        &self,
        ui: &mut Ui,
        title: Option<&str>,
        pane: &PaneOutcomes,
        unfolded: bool,
    ) -> Option<Picked> {
        let text = &self.words.outcomes;
        self.heading(ui, title, pane);
        if let Some(error) = &pane.error {
            self.error(ui, error, pane.tally.runs());
            if pane.tally.runs() == 0 {
                return None;
            }
        }
        if let Some(run) = &pane.first_stopped {
            self.stopped(ui, pane, run);
        }
        if !self.compact {
            remark(ui, text.explained, self.palette.muted);
        }
        let rows = rows(pane, text);
        let listed = if unfolded { MOST_LISTED } else { self.listed() };
        let bytes = rows.iter().map(|row| row.signature.read_sizes.iter().sum()).max().unwrap_or(1);
        let mut picked = None;
        for (place, row) in rows.iter().take(listed).enumerate() {
            if self.row(ui, row, place, bytes) {
                picked = row.example.cloned().map(Picked::Run);
            }
        }
        let folded = rows.len().saturating_sub(listed) as u64;
        let others: u64 =
            rows.iter().skip(listed).map(|row| row.runs).sum::<u64>() + pane.tally.other_runs();
        if folded > 0 || others > 0 || unfolded {
            let label = RichText::new((text.more)(folded, others)).font(Scale::Window.remark());
            let button = Button::new(label.color(self.palette.accent)).frame(false);
            let button = ui.add(button.min_size(vec2(0.0, 20.0)));
            if button.on_hover_cursor(CursorIcon::PointingHand).clicked() {
                picked = Some(Picked::Fold);
            }
        }
        if !self.compact && !rows.is_empty() {
            remark(ui, text.click, self.palette.muted);
        }
        picked
    }

    fn listed(&self) -> usize {
        match (self.compact, self.outcomes.panes.len()) {
            (true, 3..) => 2,
            (true, 2) => 4,
            _ => 6,
        }
    }

    fn heading(&self, ui: &mut Ui, title: Option<&str>, pane: &PaneOutcomes) {
        let text = &self.words.outcomes;
        let (broken, runs) = (pane.tally.broken(), pane.tally.runs());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::MEDIUM;
            let same = (text.title)(runs.max(self.outcomes.wanted.min(1)));
            let title = title.map_or(same, str::to_owned);
            ui.label(RichText::new(title).font(Scale::Window.title()));
            if runs == 0 {
                return;
            }
            let (verdict, color) = if broken > 0 {
                ((text.broken)(broken, runs), self.palette.red)
            } else {
                ((text.none_broken)(runs), self.palette.green)
            };
            ui.label(RichText::new(verdict).font(Scale::Window.verdict()).color(color));
            let (low, high) = pane.tally.broken_share().interval();
            let interval = (text.sweep.low_to_high)(&text.percent(low), &text.percent(high));
            let named = format!("{}{}{interval}", text.sweep.interval, self.words.stage.colon);
            // A number that is cut off is another number.
            let font = Scale::Window.small();
            let fits = |told: &String| {
                let galley = ui.painter().layout_no_wrap(told.clone(), font.clone(), self.palette.muted);
                galley.size().x <= ui.available_width()
            };
            if let Some(told) = [named, interval].into_iter().find(fits) {
                ui.label(RichText::new(told).font(font).color(self.palette.muted));
            }
        });
    }

    fn error(&self, ui: &mut Ui, error: &PaneError, runs: u64) {
        let (text, is_error) = refusals::reason(error, self.words);
        let color = if is_error { self.palette.red } else { self.palette.muted };
        let before = if runs == 0 { String::new() } else { (self.words.outcomes.job.then)(runs) };
        let text = format!("{before}{text}");
        ui.add(Label::new(RichText::new(text).color(color)).wrap().selectable(true));
    }

    fn stopped(&self, ui: &mut Ui, pane: &PaneOutcomes, run: &LessonRun) {
        let trace = run.pane(&pane.name).and_then(|pane| pane.result.as_ref().ok());
        let Some((trace, failure)) = trace.and_then(|trace| Some((trace, trace.failures.first()?)))
        else {
            return;
        };
        let reason = trouble::failure_text(trace, failure, &self.words.stage);
        remark(ui, &(self.words.outcomes.job.stopped)(pane.stopped, &reason), self.palette.red);
    }

    /// Draws a row; says whether it was clicked.
    fn row(&self, ui: &mut Ui, row: &Row<'_>, place: usize, bytes: u64) -> bool {
        let text = &self.words.outcomes;
        let height = if self.compact { 27.0 } else { 44.0 };
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let clickable = row.example.is_some();
        let sense = if clickable { Sense::click() } else { Sense::hover() };
        let response = ui.interact(rect, ui.scope_id().with(("row", place)), sense);
        let share = text.percent(row.share);
        let name = (text.row)(&row.sizes, row.verdict, row.runs, &share);
        let role = if clickable { Role::Button } else { Role::Label };
        response.widget_info(|| WidgetInfo::labeled(role, true, &name));
        let around = rect.expand2(vec2(6.0, 1.0));
        if clickable && response.hovered() {
            ui.painter().rect_filled(around, space::ROUNDING, self.palette.field);
        }
        self.paint_row(ui.painter(), rect, row, bytes, &(text.share)(row.runs, &share));
        let clicked = response.clicked();
        if let Some(run) = row.example {
            let hint = format!("{name}\n{}", (text.show_run)(run.number));
            response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hint);
        }
        clicked
    }

    fn paint_row(&self, painter: &Painter, rect: Rect, row: &Row<'_>, bytes: u64, share: &str) {
        let palette = self.palette;
        let color = if row.broken { palette.red } else { palette.green };
        let column = |from: f32, to: f32| {
            let x = |part: f32| rect.left() + rect.width() * part;
            Rect::from_min_max(pos2(x(from), rect.top()), pos2(x(to), rect.bottom()))
        };
        let tape = column(0.0, 0.21).shrink2(vec2(0.0, if self.compact { 2.0 } else { 4.0 }));
        let blocks = mini_tape::layout(row, bytes, (tape.left(), tape.right()));
        // Without an example there are no messages to tell apart.
        let stream = row.view.map_or(StreamId(0), |view| view.stream);
        mini_tape::paint(painter, &blocks, stream, (tape.top(), tape.bottom()), palette);

        // In a narrow window the words are worth more than the bar, and the share more than both.
        let narrow = rect.width() < ROOM_FOR_BAR;
        let told = painter.layout_no_wrap(share.to_owned(), Scale::Window.label(), palette.text);
        let beside = column(if narrow { 0.78 } else { 0.82 }, 1.0).left();
        let beside = beside.min(rect.right() - told.size().x);
        // Where the verdict stands below the sizes, they need less width.
        let words = column(
            0.225,
            match (narrow, self.compact) {
                (true, _) => 0.77,
                (false, true) => 0.63,
                (false, false) => 0.48,
            },
        );
        let words = words.with_max_x(words.right().min(beside - space::MEDIUM));
        let (mono, verdict) = (Scale::Window.mono(), Scale::Window.remark());
        if self.compact {
            // The word is short and says more: the sizes make room for it.
            let verdict = line(painter, row.verdict, verdict, color, words.width());
            let room = words.width() - verdict.size().x - space::MEDIUM;
            let sizes = line(painter, &row.sizes, mono, palette.text, room);
            let left = words.left() + sizes.size().x + space::MEDIUM;
            let middle = |height: f32| words.center().y - height / 2.0;
            painter.galley(pos2(left, middle(verdict.size().y)), Arc::clone(&verdict), color);
            painter.galley(pos2(words.left(), middle(sizes.size().y)), sizes, palette.text);
        } else {
            let sizes = line(painter, &row.sizes, mono, palette.text, words.width());
            let verdict = line(painter, row.verdict, verdict, color, words.width());
            let top = words.center().y - f32::midpoint(sizes.size().y, verdict.size().y);
            painter.galley(pos2(words.left(), top + sizes.size().y), verdict, color);
            painter.galley(pos2(words.left(), top), sizes, palette.text);
        }

        if !narrow {
            let left = if self.compact { 0.645 } else { 0.495 };
            let room = column(left, 0.805);
            let room = room.with_max_x(room.right().min(beside - space::MEDIUM));
            self.bar(painter, room, row.share, color);
        }
        painter.galley(pos2(beside, rect.center().y - told.size().y / 2.0), told, palette.text);
    }

    fn bar(&self, painter: &Painter, room: Rect, share: f64, color: Color32) {
        let bar = room.shrink2(vec2(0.0, if self.compact { 5.0 } else { 9.0 }));
        painter.rect_filled(bar, 3.0, self.palette.field);
        let mut full = bar;
        // At least a hairline, for it did happen.
        #[expect(clippy::cast_possible_truncation, reason = "a share becomes pixels")]
        full.set_width((bar.width() * share as f32).max(2.0));
        painter.rect_filled(full, 3.0, color.gamma_multiply(0.85));
    }
}

/// Text in one line, cut off at a width.
fn line(
    painter: &Painter,
    text: &str,
    font: FontId,
    color: Color32,
    width: f32,
) -> Arc<eframe::egui::Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    painter.layout_job(job)
}
