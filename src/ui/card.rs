//! The card that tells all about one thing that is drawn: under the pointer, or pinned by a click.

use eframe::egui::{
    Grid, Id, Memory, Popup, PopupCloseBehavior, Rect, Response, RichText, Role, Sense, TextStyle, Ui,
    WidgetInfo,
};

use super::theme::{Palette, Scale, space};
use super::{focus, fonts};

/// What is smaller is passed over by the Tab key, in points.
const FOCUSABLE_FROM: f32 = 12.0;

/// A drawn thing that can tell what it is.
pub trait Told {
    /// Its accessible name, which is the card's heading too.
    fn name(&self) -> String;

    /// What the card says beneath: what is told, and how it is told.
    fn rows(&self) -> Vec<(&'static str, String)>;
}

/// Gives the thing in `rect` its accessible name, its card under the pointer, and its pinned card.
pub fn inspect(ui: &Ui, rect: Rect, id: Id, pinned: &mut Option<Id>, told: &dyn Told) -> Response {
    // Whoever goes from thing to thing by Tab is not led through hundreds of slivers: the first of a
    // row or of a column stands for all, and arrows lead from it to the others.
    let is_passed_over = rect.width() < FOCUSABLE_FROM
        && !focus::begins_a_row(ui, rect)
        && !ui.memory(|memory| memory.has_focus(id));
    let response = ui.interact(rect, id, if is_passed_over { Sense::CLICK } else { Sense::click() });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, told.name()));
    focus::walkable(ui, &response);
    if response.has_focus() {
        let rows = told.rows().into_iter().map(|(what, value)| format!("{what}: {value}"));
        let rows = rows.collect::<Vec<_>>().join("; ");
        ui.ctx().accesskit_node_builder(id, |node| node.set_description(rows));
    }
    let size = TextStyle::Small.resolve(ui.style()).size + 1.0;
    if *pinned == Some(id) {
        let mut open = true;
        Popup::from_response(&response)
            .id(id.with("card"))
            .open_bool(&mut open)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .gap(6.0)
            .show(|ui| card(ui, told, size));
        if !open {
            *pinned = None;
        }
        return response;
    }
    if response.clicked() {
        *pinned = Some(id);
    }
    // A sheet over the window covers what the pointer rests on.
    if ui.memory(Memory::top_modal_layer).is_some() {
        return response;
    }
    // In front of a class a card is large, and comes when it is asked for.
    if size > Scale::Present.small().size {
        return response;
    }
    response.on_hover_ui(|ui| card(ui, told, size))
}

/// In the size of the type of what it is about.
fn card(ui: &mut Ui, told: &dyn Told, size: f32) {
    ui.spacing_mut().item_spacing.y = space::TIGHT;
    let palette = Palette::of(ui.visuals());
    ui.label(RichText::new(told.name()).family(fonts::bold()).size(size + 1.0));
    let rows = told.rows();
    if rows.is_empty() {
        return;
    }
    ui.spacing_mut().interact_size.y = size;
    Grid::new("card").num_columns(2).spacing([16.0, 3.0]).show(ui, |ui| {
        for (what, value) in rows {
            ui.label(RichText::new(what).size(size).color(palette.muted));
            ui.label(RichText::new(value).monospace().size(size));
            ui.end_row();
        }
    });
}
