//! The card of the sweep: what to sweep, and what came of it.

use eframe::egui::{Align, Label, RichText, Ui};

use crate::session::{JobState, Session, Sweep};
use crate::text::Words;
use crate::ui::parts;
use crate::ui::theme::{Palette, Scale, space};
use crate::ui::wording::DOT;

use super::form::SweepForm;
use super::{bar, chart_paint, remark, settings_text};

/// Draws the card, and starts a sweep when it is asked for. Says whether it brings its picture into sight
/// just then.
pub fn show(ui: &mut Ui, session: &mut Session, form: &mut SweepForm, words: &'static Words) -> bool {
    let palette = Palette::of(ui.visuals());
    let Some(lesson) = session.lesson().cloned() else { return false };
    form.settle(&lesson, session.repeat_runs());
    let sweep = session.sweep().cloned();
    let mut plan = None;
    let card = parts::card(palette).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::SMALL;
        let text = &words.outcomes.sweep;
        let Some(knob) = form.knob(&lesson) else {
            remark(ui, text.no_knob, palette.muted);
            return;
        };
        parts::region(ui, &(text.title)(knob.label.get(session.lang())));
        plan = form.show(ui, &lesson, (session.lang(), !session.is_counting()), words);
        if let Some(sweep) = &sweep {
            other_knobs(ui, session, sweep, words);
            heading(ui, session, sweep, words);
            chart_paint::show(ui, session, sweep, (words, Scale::Window));
        } else {
            remark(ui, text.nothing_yet, palette.muted);
        }
    });
    if let Some(plan) = plan {
        session.sweep_knob(plan);
        form.brings_into_sight = true;
        return false;
    }
    let brings = sweep.is_some() && std::mem::take(&mut form.brings_into_sight);
    if brings {
        card.response.scroll_to_me(Some(Align::Max));
    }
    brings
}

/// What the picture below shows: the form may have been changed since.
fn heading(ui: &mut Ui, session: &Session, sweep: &Sweep, words: &Words) {
    let palette = Palette::of(ui.visuals());
    let text = &words.outcomes.sweep;
    let knob = sweep.lesson.knob(&sweep.plan.knob);
    let name = knob.map_or("", |knob| knob.label.get(session.lang()));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        ui.label(RichText::new((text.title)(name)).font(Scale::Window.label()));
        let mut explained = (text.explained)(sweep.plan.runs);
        if sweep.state != JobState::Done {
            explained = explained + DOT + &bar::sweep_status(sweep, words);
        }
        let explained = RichText::new(explained).font(Scale::Window.small());
        ui.add(Label::new(explained.color(palette.muted)).wrap());
    });
}

/// The swept knob has no value of its own here; the others must be as they were.
fn other_knobs(ui: &mut Ui, session: &Session, sweep: &Sweep, words: &Words) {
    let Some(now) = session.settings() else { return };
    let mut then = sweep.settings.clone();
    if let Some(value) = now.get(&sweep.plan.knob) {
        then.insert(sweep.plan.knob.clone(), value.clone());
    }
    if then != *now {
        let text = settings_text(&sweep.lesson, &then, now, session.lang(), words);
        let palette = Palette::of(ui.visuals());
        remark(ui, &(words.outcomes.job.other_knobs)(&text), palette.red);
    }
}
