//! Many runs for a classroom: how often the same program broke, and the most frequent ways.

use eframe::egui::{
    Align2, Color32, Label, Rect, RichText, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2,
};

use crate::session::{PaneError, PaneOutcomes, Session};
use crate::text::Words;
use crate::ui::outcomes::rows::rows;
use crate::ui::outcomes::{chart_paint, rounds};
use crate::ui::stage::code::Code;
use crate::ui::theme::{Palette, Scale, space};
use crate::ui::{parts, refusals};

/// The lowest card.
pub const LEAST: f32 = 210.0;
const HEADER: f32 = 70.0;
/// The line above the columns.
const HEAD: f32 = 30.0;
const ROW: f32 = 52.0;

/// Draws those panes over the room that there is.
pub fn show(ui: &mut Ui, session: &Session, shown: &[usize], words: &'static Words) {
    let room = ui.max_rect();
    let Some(lesson) = session.lesson() else { return };
    let count = shown.len().max(1) as f32;
    let height = (room.height() - space::GAP * (count - 1.0)) / count;
    let mut top = room.top();
    for &at in shown {
        let pane = &lesson.panes[at];
        let rect = Rect::from_min_size(pos2(room.left(), top), vec2(room.width(), height));
        let counted = session.outcomes().filter(|_| !session.is_hidden());
        let settings = counted.map(|counted| &counted.settings).or_else(|| session.settings());
        let scenario = settings.and_then(|settings| lesson.scenario(pane, settings).ok());
        let code = scenario.map(|scenario| Code::of_pane(&scenario)).unwrap_or_default();
        ui.push_id(&pane.name, |ui| {
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
                let title = pane.title.get(session.lang());
                parts::region(ui, title);
                match counted.and_then(|counted| counted.panes.get(at)) {
                    Some(counted) => card(ui, rect, (title, &code), counted, words),
                    None => vacant(ui, rect, (title, &code), session.is_hidden(), words),
                }
            });
        });
        top += height + space::GAP;
    }
}

/// How long rounds of question and answer took, over the room that there is.
pub fn rounds(ui: &mut Ui, session: &Session, words: &'static Words) {
    let Some(outcomes) = session.outcomes() else { return };
    let rect = ui.max_rect();
    let inner = frame(ui, rect);
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        rounds::chart(ui, session, outcomes, (words, Scale::Present));
    });
}

/// Draws the sweep over the room that there is.
pub fn sweep(ui: &mut Ui, session: &Session, words: &'static Words) {
    let Some(sweep) = session.sweep() else { return };
    let inner = frame(ui, ui.max_rect());
    let knob = sweep.lesson.knob(&sweep.plan.knob);
    let title = (words.outcomes.sweep.title)(knob.map_or("", |knob| knob.label.get(session.lang())));
    let header = inner.with_max_y(inner.top() + HEADER);
    super::say(ui, header, Align2::LEFT_CENTER, &title, Scale::Present.title());
    ui.scope_builder(UiBuilder::new().max_rect(inner.with_min_y(header.bottom())), |ui| {
        parts::region(ui, &title);
        chart_paint::show(ui, session, sweep, (words, Scale::Present));
    });
}

/// Paints a card; returns the room in it.
fn frame(ui: &Ui, rect: Rect) -> Rect {
    let palette = Palette::of(ui.visuals());
    let stroke = Stroke::new(1.0, palette.border);
    ui.painter().rect(rect, space::PANEL_ROUNDING, palette.panel, stroke, StrokeKind::Inside);
    rect.shrink2(vec2(26.0, 10.0))
}

/// A pane of which there is nothing to see yet.
fn vacant(ui: &Ui, rect: Rect, (title, code): (&str, &Code), is_hidden: bool, words: &'static Words) {
    let palette = Palette::of(ui.visuals());
    let inner = frame(ui, rect);
    let header = inner.with_max_y(inner.top() + HEADER);
    let name = super::say(ui, header, Align2::LEFT_CENTER, title, Scale::Present.title());
    let beside = header.with_min_x(name.right() + space::LARGE);
    say_code(ui, beside.with_max_x(beside.right() - HEADER), code);
    let field = inner.with_min_y(header.bottom()).with_max_y(inner.bottom() - space::MEDIUM);
    ui.painter().rect_filled(field, space::PANEL_ROUNDING, palette.field);
    let told = if is_hidden { words.outcomes.empty.hidden } else { words.present.no_outcomes };
    super::say_in(ui, field, Align2::CENTER_CENTER, told, (Scale::Present.body(), palette.muted));
    if is_hidden {
        super::say_in(ui, header, Align2::RIGHT_CENTER, "?", (Scale::Present.verdict(), palette.muted));
    }
}

fn card(
    ui: &mut Ui,
    rect: Rect,
    (title, code): (&str, &Code),
    pane: &PaneOutcomes,
    words: &'static Words,
) {
    let palette = Palette::of(ui.visuals());
    let inner = frame(ui, rect);
    let header = inner.with_max_y(inner.top() + HEADER);
    let name = super::say(ui, header, Align2::LEFT_CENTER, title, Scale::Present.title());
    let beside = header.with_min_x(name.right() + space::LARGE);
    let (broken, runs) = (pane.tally.broken(), pane.tally.runs());
    let mut top = header.bottom();
    if let Some(error) = &pane.error {
        top = say_error(ui, inner.with_min_y(top), error, (runs, words));
        if runs == 0 {
            return;
        }
    }
    if runs == 0 {
        super::say(ui, beside, Align2::RIGHT_CENTER, words.waiting.on_its_way, Scale::Present.body());
        return;
    }
    let (fact, color) = match broken {
        0 => ((words.outcomes.none_broken)(runs), palette.green),
        _ => ((words.outcomes.broken)(broken, runs), palette.red),
    };
    super::say_in(ui, beside, Align2::RIGHT_CENTER, &fact, (Scale::Present.verdict(), color));
    let list = rows(pane, &words.outcomes);
    let head = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width() * 0.6, HEAD));
    let small = (Scale::Present.small(), palette.muted);
    let told = (words.present.outcomes)(list.len());
    let told = super::say_in(ui, head, Align2::LEFT_CENTER, &told, small);
    say_code(ui, head.with_min_x(told.right() + space::LARGE).with_max_x(inner.right()), code);
    top = head.bottom();
    let fits = fitting(inner.bottom() - top, list.len());
    for row in list.iter().take(fits) {
        let line = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), ROW));
        let color = if row.broken { palette.red } else { palette.green };
        let third = inner.width() * 0.3;
        let text = |from: f32, to: f32| {
            Rect::from_x_y_ranges(line.left() + from..=line.left() + to, line.y_range())
        };
        say_start(ui, text(0.0, third), &row.sizes);
        let verdict = text(third + 16.0, third * 1.95);
        super::say_in(ui, verdict, Align2::LEFT_CENTER, row.verdict, (Scale::Present.remark(), color));
        let percent = format!("{:.1} %", row.share * 100.0);
        super::say(ui, text(0.0, line.width()), Align2::RIGHT_CENTER, &percent, Scale::Present.body());
        let room = text(third * 1.95 + 16.0, line.width() - 130.0).shrink2(vec2(0.0, 12.0));
        #[expect(clippy::cast_possible_truncation, reason = "points on a screen need no more digits")]
        let bar = room.with_max_x(room.left() + (room.width() * row.share as f32).max(4.0));
        ui.painter().rect_filled(bar, space::BLOCK_ROUNDING, color);
        top += ROW;
    }
    let folded = list.len() - fits.min(list.len());
    if folded > 0 {
        let line = Rect::from_min_max(pos2(inner.left(), top), inner.max);
        let text = (words.present.more_outcomes)(folded);
        super::say(ui, line, Align2::LEFT_TOP, &text, Scale::Present.small());
    }
}

/// The lines of code that matter, at the right, as long as there is room for them.
fn say_code(ui: &Ui, room: Rect, code: &Code) {
    let (font, color) = (Scale::Present.small_mono(), Palette::of(ui.visuals()).text);
    let fits = |line: &String| {
        ui.painter().layout_no_wrap(line.clone(), font.clone(), color).size().x <= room.width()
    };
    if let Some(line) = code.in_one_line().into_iter().find(fits) {
        super::say_in(ui, room, Align2::RIGHT_CENTER, &line, (font.clone(), color));
    }
}

/// Why there are no more runs than those. Says where it ends.
fn say_error(ui: &mut Ui, room: Rect, error: &PaneError, (runs, words): (u64, &'static Words)) -> f32 {
    let palette = Palette::of(ui.visuals());
    let (text, is_error) = refusals::reason(error, words);
    let color = if is_error { palette.red } else { palette.muted };
    let before = if runs == 0 { String::new() } else { (words.outcomes.job.then)(runs) };
    let text = RichText::new(format!("{before}{text}")).font(Scale::Present.body()).color(color);
    let label = |ui: &mut Ui| ui.add(Label::new(text).wrap()).rect.bottom();
    ui.scope_builder(UiBuilder::new().max_rect(room), label).inner
}

/// As many sizes as fit: smaller type would not be read from the last row.
fn say_start(ui: &Ui, rect: Rect, sizes: &str) {
    let fits = |text: &str| {
        let font = Scale::Present.mono();
        ui.painter().layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x <= rect.width()
    };
    let mut said = sizes.to_owned();
    let mut kept = sizes;
    while !fits(&said)
        && let Some((start, _)) = kept.rsplit_once(", ")
    {
        kept = start;
        said = format!("{start}, …");
    }
    super::say(ui, rect, Align2::LEFT_CENTER, &said, Scale::Present.mono());
}

/// How many of so many rows stand in that height, with room for the line about the others.
fn fitting(height: f32, all: usize) -> usize {
    let fits = |height: f32| (1..=all).take_while(|&rows| rows as f32 * ROW <= height).count();
    if fits(height) == all { all } else { fits(height - 32.0) }
}
