//! What came of many runs, and how often, and a sweep of one knob.
//!
//! `rows` works out what there is to say of a tally and `tally` draws it; `mini_tape` is the picture of
//! one outcome. `form` asks what to sweep, `chart` lays out its points and `chart_paint` draws them.
//! `rounds` draws how long questions and answers took, and `bar` is what the run bar has of all this.

pub mod bar;
mod chart;
pub mod chart_paint;
mod form;
mod mini_tape;
pub mod rounds;
pub mod rows;
mod sweep;
mod tally;

use std::collections::BTreeSet;

use eframe::egui::{Label, RichText, ScrollArea, Ui};

use crate::lesson::{Lang, Lesson, Settings};
use crate::session::Session;
use crate::text::Words;
use crate::text::numbers::number;

use super::command::Command;
use super::theme::{Palette, Scale, space};
use super::{focus, parts, scrolling};
use form::SweepForm;

/// What the view keeps from frame to frame.
#[derive(Default)]
pub struct OutcomesState {
    /// Panes whose folded outcomes are listed.
    unfolded: BTreeSet<String>,
    form: SweepForm,
}

/// Draws it over the room that there is.
pub fn show(ui: &mut Ui, session: &mut Session, state: &mut OutcomesState, words: &'static Words) {
    let Some(lesson) = session.lesson().cloned() else { return };
    if session.is_hidden() {
        hidden(ui, words);
        return;
    }
    ScrollArea::vertical().auto_shrink(false).id_salt(("outcomes", &lesson.id)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::GAP;
        match session.outcomes().cloned() {
            Some(outcomes) => {
                // Where nothing breaks, how long it took is what there is to see.
                let is_intact = outcomes.panes.iter().all(|pane| pane.tally.broken() == 0);
                if is_intact {
                    rounds::show(ui, session, &outcomes, words);
                }
                if let Some(run) = tally::show(ui, session, state, &outcomes, words) {
                    session.show_counted(&run);
                }
                if !is_intact {
                    rounds::show(ui, session, &outcomes, words);
                }
            }
            None => empty(ui, session, words),
        }
        let brings_picture = sweep::show(ui, session, &mut state.form, words);
        scrolling::obey(ui);
        // The picture that was asked for is of more interest than where the focus went from the button.
        if !brings_picture {
            focus::follow(ui);
        }
    });
}

fn hidden(ui: &mut Ui, words: &Words) {
    let palette = Palette::of(ui.visuals());
    parts::card(palette).show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        ui.centered_and_justified(|ui| {
            let text = RichText::new(words.outcomes.empty.hidden).font(Scale::Window.body());
            ui.label(text.color(palette.muted));
        });
    });
}

/// Before anybody has asked for many runs.
fn empty(ui: &mut Ui, session: &mut Session, words: &Words) {
    let palette = Palette::of(ui.visuals());
    let text = &words.outcomes;
    parts::card(palette).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::SMALL;
        ui.label(RichText::new((text.empty.tally)(session.repeat_runs())).font(Scale::Window.title()));
        let why = RichText::new((text.empty.why)(&Command::Repeat.keys(words)))
            .font(Scale::Window.body())
            .color(palette.muted);
        ui.add(Label::new(why).wrap());
    });
}

/// A remark in small print over as many lines as it needs.
fn remark(ui: &mut Ui, text: &str, color: eframe::egui::Color32) {
    ui.add(Label::new(RichText::new(text).font(Scale::Window.small()).color(color)).wrap());
}

/// Knobs with their values, those alone that differ from `now` if any do: "Bytes per recv(n) 3 B".
fn settings_text(
    lesson: &Lesson,
    settings: &Settings,
    now: &Settings,
    lang: Lang,
    words: &Words,
) -> String {
    let differs = |name: &String| settings.get(name) != now.get(name);
    let list = lesson.knobs.iter().filter(|knob| differs(&knob.name)).filter_map(|knob| {
        let value = settings.get(&knob.name)?;
        Some(format!("{} {}", knob.label.get(lang), form::value_text(knob, value, lang, words)))
    });
    list.collect::<Vec<_>>().join(words.stage.comma)
}

/// "2310", and "0.8" where a second is short for one run.
fn rate_text(rate: Option<f64>) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative and small")]
    match rate {
        None => "–".to_owned(),
        Some(rate) if rate < 10.0 => format!("{rate:.1}"),
        Some(rate) => number(rate.round() as u64),
    }
}
