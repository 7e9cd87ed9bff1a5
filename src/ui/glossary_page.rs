//! The page with all terms and what they mean.

use eframe::egui::{
    Align, Button, CursorIcon, Label, Layout, Response, RichText, Role, ScrollArea, TextEdit, Ui,
    WidgetInfo, vec2,
};

use crate::lesson::Term;
use crate::session::Session;
use crate::text::Words;

use super::command::Command;
use super::theme::{Palette, Scale, space};
use super::{controls, focus, markdown, parts, scrolling, term};

/// The widest column that reads well, in points.
const COLUMN: f32 = 760.0;

/// The page while it is open.
#[derive(Default)]
pub struct GlossaryPage {
    wanted: String,
    /// It has been drawn: the field takes the focus once.
    is_shown: bool,
}

/// What the user did on the page.
pub enum GlossaryAction {
    /// Goes back to the lesson.
    Back,
    /// Opens the lesson of that id.
    Lesson(String),
}

impl GlossaryPage {
    /// Shows the page over the whole available room.
    pub fn show(&mut self, ui: &mut Ui, session: &Session, words: &Words) -> Option<GlossaryAction> {
        let palette = Palette::of(ui.visuals());
        let mut done = None;
        parts::card(palette).show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            parts::region(ui, words.terms.title);
            ui.spacing_mut().item_spacing.y = space::SMALL;
            ui.add_space(space::SMALL);
            ui.horizontal(|ui| {
                ui.label(RichText::new(words.terms.title).font(Scale::Window.verdict()));
                ui.add_space(space::LARGE);
                let field = self.field(ui, words);
                if !self.is_shown {
                    field.request_focus();
                    self.is_shown = true;
                }
            });
            ui.add_space(space::SMALL);
            let room = ui.available_height() - 48.0;
            ScrollArea::vertical().auto_shrink(false).max_height(room).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::TIGHT;
                scrolling::obey(ui);
                done = self.list(ui, session, words);
                focus::follow(ui);
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (back, tooltip) = words.window.course.back_to_lesson;
                let back = (back, Command::Close.hint_of(tooltip, words));
                if parts::quiet_button(ui, back, true).clicked() {
                    done = Some(GlossaryAction::Back);
                }
            });
        });
        done
    }

    fn field(&mut self, ui: &mut Ui, words: &Words) -> Response {
        let field = TextEdit::singleline(&mut self.wanted).hint_text(words.terms.search);
        let field = field.desired_width(260.0).font(Scale::Window.body());
        let response = controls::field(ui, field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, words.terms.search));
        response
    }

    fn list(&mut self, ui: &mut Ui, session: &Session, words: &Words) -> Option<GlossaryAction> {
        let mut done = None;
        let mut found = session.catalog().glossary().search(&self.wanted).peekable();
        if found.peek().is_none() {
            let text = (words.terms.nothing_found)(self.wanted.trim());
            ui.add(Label::new(RichText::new(text).font(Scale::Window.body())).wrap());
            if parts::link(ui, words.terms.show_all, true).clicked() {
                // The field takes the focus again.
                *self = Self::default();
                return None;
            }
        }
        for term in found {
            ui.vertical(|ui| {
                ui.set_max_width(COLUMN.min(ui.available_width()));
                done = row(ui, session, term, words).or(done.take());
            });
            ui.add_space(space::MEDIUM);
        }
        done
    }
}

/// One term, and the lesson that links to it first.
fn row(ui: &mut Ui, session: &Session, term: &Term, words: &Words) -> Option<GlossaryAction> {
    let lang = session.lang();
    term::heading(ui, term, lang);
    markdown::show(ui, term.means.get(lang), Scale::Window, None);
    let lesson = session.catalog().first_link_to(&term.id)?;
    let title = (words.terms.lesson)(lesson.title.get(lang));
    let palette = Palette::of(ui.visuals());
    let text = RichText::new(&title).font(Scale::Window.label()).color(palette.accent);
    let button = Button::new(text).frame(false).min_size(vec2(0.0, 22.0));
    let response = ui.add(button).on_hover_cursor(CursorIcon::PointingHand);
    let name = format!("{}: {title}", term.word.get(lang));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    response.clicked().then(|| GlossaryAction::Lesson(lesson.id.clone()))
}
