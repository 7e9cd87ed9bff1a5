//! What greets someone who opens the lab for the first time: two languages, and the first lesson.

use eframe::egui::{Align, Id, Layout, Rect, RichText, Role, Ui, UiBuilder, WidgetInfo, vec2};

use crate::lesson::Lang;
use crate::session::Session;
use crate::text::Words;

use super::theme::{Palette, Scale, space};
use super::{markdown, parts};

/// The widest and the usual height of the text, in points.
const COLUMN: f32 = 580.0;
const HEIGHT: f32 = 400.0;

/// The room for the text, in points, so that nothing below it moves when the language changes.
const TEXT: f32 = 152.0;

/// What the user chose.
#[derive(Clone, Copy)]
pub enum WelcomeAction {
    /// Reads another language.
    Language(Lang),
    /// Begins.
    Begin,
}

/// Shows the greeting over the whole available room.
pub fn show(ui: &mut Ui, session: &Session, words: &Words) -> Option<WelcomeAction> {
    let palette = Palette::of(ui.visuals());
    let card = |ui: &mut Ui| {
        ui.set_min_size(ui.available_size());
        let room = ui.available_rect_before_wrap();
        let size = vec2(room.width().min(COLUMN), room.height().min(HEIGHT));
        let column = Align::Center.align_size_within_range(size.x, room.x_range());
        let top = room.center().y - size.y / 2.0;
        let rect = Rect::from_x_y_ranges(column, top..=top + size.y);
        ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| column_of(ui, session, words)).inner
    };
    parts::card(palette).show(ui, card).inner
}

fn column_of(ui: &mut Ui, session: &Session, words: &Words) -> Option<WelcomeAction> {
    let (palette, text) = (Palette::of(ui.visuals()), &words.welcome);
    let mut done = None;
    parts::region(ui, text.title);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.label(RichText::new(text.title).font(Scale::Window.verdict()));
    ui.add_space(space::MEDIUM);
    let top = ui.cursor().top();
    markdown::show(ui, text.text, Scale::Window, None);
    ui.add_space((top + TEXT - ui.cursor().top()).max(0.0));
    ui.add_space(space::LARGE);
    parts::group_title(ui, text.language);
    ui.add_space(space::SMALL);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (lang, action) in Lang::ALL.into_iter().zip(text.languages) {
            let chosen = session.lang() == lang;
            let tab = parts::tab(ui, action, chosen);
            tab.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, action.0));
            if tab.clicked() {
                done = Some(WelcomeAction::Language(lang));
            }
        }
    });
    ui.add_space(space::LARGE);
    let title = session.lesson().map(|lesson| lesson.title.get(session.lang()).to_owned());
    let label = (text.begin)(&title.unwrap_or_default());
    let begin = parts::primary_button(ui, (&label, text.begin_tooltip), true);
    if begin.clicked() {
        done = Some(WelcomeAction::Begin);
    }
    // Whoever presses Enter begins; once, so that Tab leads on.
    let offered = Id::unique("welcome-offered");
    if !ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<bool>(offered), true)) {
        begin.request_focus();
    }
    ui.add_space(space::MEDIUM);
    ui.with_layout(Layout::top_down(Align::Min), |ui| {
        ui.label(RichText::new(text.hint).font(Scale::Window.small()).color(palette.muted));
    });
    done
}
