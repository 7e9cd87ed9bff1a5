//! What is wrong with the lesson that is being written, in the place of its step: the stage keeps its
//! last run.

use eframe::egui::{Align, Label, Layout, RichText, ScrollArea, Stroke, Ui};

use crate::lesson::Diagnostic;
use crate::text::Words;

use super::theme::{Palette, Scale, space};
use super::{parts, scrolling};

/// Shows the errors over the whole available room.
pub fn show(ui: &mut Ui, errors: &[&Diagnostic], words: &Words) {
    let palette = Palette::of(ui.visuals());
    let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let all = all.join("\n\n");
    let words = &words.window;
    parts::card(palette).stroke(Stroke::new(2.0, palette.red)).show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        let title = (words.messages.lesson_errors)(errors.len());
        parts::region(ui, &title);
        ui.horizontal(|ui| {
            ui.label(RichText::new(&title).font(Scale::Window.label()).color(palette.red));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if parts::link(ui, words.actions.copy, true).clicked() {
                    ui.ctx().copy_text(all.clone());
                }
            });
        });
        ui.add_space(space::SMALL);
        let id = ui.unique_id().with("errors");
        let shown = ScrollArea::both().auto_shrink(false).show(ui, |ui| {
            ui.add(Label::new(RichText::new(&all).font(Scale::Window.mono())).extend().selectable(true));
            scrolling::obey_focus(ui, id);
        });
        scrolling::reach(ui, id, &shown, &title);
    });
}
