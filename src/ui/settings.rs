//! The settings, in a menu beneath their button.

use eframe::egui::{Context, Id, Popup, PopupCloseBehavior, Response, RichText, ScrollArea, Ui};

use crate::lesson::Lang;
use crate::session::{Session, TEXT_SCALES, Theme};
use crate::text::Words;

use super::command::Command;
use super::theme::{Scale, space};
use super::{controls, focus, parts};

/// The width of the menu, and what of it is left for a scroll bar, in points.
const WIDTH: f32 = 280.0;
const CLEAR: f32 = 12.0;
/// It is as high as this in the lowest window.
const LEAST_ROOM: f32 = 120.0;

fn id() -> Id {
    Id::unique("settings")
}

/// Opens the menu, or closes it.
pub fn toggle(ctx: &Context) {
    Popup::toggle_id(ctx, id());
}

/// Shows the menu, if it is open, and keeps what is chosen in it.
pub fn show(button: &Response, session: &mut Session, words: &Words) -> Option<Command> {
    if button.clicked() {
        toggle(&button.ctx);
    }
    let was_open = button.ctx.data(|data| data.get_temp::<bool>(id())).unwrap_or(false);
    let menu = Popup::from_response(button)
        .id(id())
        .open_memory(None)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .gap(space::SMALL);
    let window = button.ctx.content_rect();
    let room = window.bottom() - button.rect.bottom() - 2.0 * space::LARGE - 2.0 * space::SMALL;
    let shown = menu.show(|ui| {
        ui.set_width(WIDTH);
        ScrollArea::vertical().max_height(room.max(LEAST_ROOM)).show(ui, |ui| {
            let pressed = contents(ui, session, words, !was_open);
            focus::follow(ui);
            pressed
        })
    });
    let is_open = shown.is_some();
    button.ctx.data_mut(|data| data.insert_temp(id(), is_open));
    if was_open && !is_open && button.ctx.memory(|memory| memory.focused().is_none()) {
        button.request_focus();
    }
    shown.and_then(|shown| shown.inner.inner)
}

fn contents(ui: &mut Ui, session: &mut Session, words: &Words, is_new: bool) -> Option<Command> {
    let text = &words.settings;
    parts::region(ui, text.open.0);
    ui.set_width(WIDTH - CLEAR);
    ui.spacing_mut().item_spacing.y = space::TIGHT;
    parts::group_title(ui, text.theme);
    for (theme, label) in Theme::ALL.into_iter().zip(text.themes) {
        let is_chosen = session.theme() == theme;
        let choice = controls::radio(ui, is_chosen, label);
        focus::walkable(ui, &choice);
        if is_chosen && is_new {
            choice.request_focus();
        }
        if choice.clicked() {
            session.set_theme(theme);
        }
    }
    ui.add_space(space::SMALL);
    parts::group_title(ui, text.language);
    for (lang, (label, _)) in Lang::ALL.into_iter().zip(words.welcome.languages) {
        let choice = controls::radio(ui, session.lang() == lang, label);
        focus::walkable(ui, &choice);
        if choice.clicked() {
            session.set_lang(lang);
        }
    }
    ui.add_space(space::SMALL);
    parts::group_title(ui, text.text_scale);
    sizes(ui, session, words);
    ui.add_space(space::SMALL);
    parts::group_title(ui, text.motion);
    let mut still = session.reduces_motion();
    let motion = controls::check_box(ui, &mut still, text.reduce_motion.0, true)
        .on_hover_text(text.reduce_motion.1);
    focus::walkable(ui, &motion);
    if motion.changed() {
        session.set_reduces_motion(still);
    }
    ui.add_space(space::SMALL);
    ui.separator();
    let keys = parts::link(ui, Command::Help.told(words), true);
    focus::walkable(ui, &keys);
    let pressed = keys.clicked().then_some(Command::Help);
    if pressed.is_some() {
        ui.close();
    }
    pressed
}

/// Smaller, how large, larger.
fn sizes(ui: &mut Ui, session: &mut Session, words: &Words) {
    let now = session.text_scale();
    ui.horizontal(|ui| {
        ui.spacing_mut().button_padding.x = space::SMALL;
        let smaller =
            parts::quiet_button(ui, Command::Smaller.told(words), Some(&now) != TEXT_SCALES.first());
        focus::walkable(ui, &smaller);
        if smaller.clicked() {
            session.step_text_scale(false);
        }
        let percent = RichText::new((words.settings.percent)(now)).font(Scale::Window.label());
        ui.add_sized([64.0, 32.0], eframe::egui::Label::new(percent));
        let larger =
            parts::quiet_button(ui, Command::Larger.told(words), Some(&now) != TEXT_SCALES.last());
        focus::walkable(ui, &larger);
        if larger.clicked() {
            session.step_text_scale(true);
        }
    });
}
