//! The pages that stand in the place of a lesson, and where they lead.

use eframe::egui::{Context, Ui};

use crate::ui::chapter_page::PageAction;
use crate::ui::course_panel::CourseAction;
use crate::ui::glossary_page::{GlossaryAction, GlossaryPage};
use crate::ui::toasts::Clear;
use crate::ui::welcome::WelcomeAction;
use crate::ui::{chapter_page, welcome};

use super::walk::Part;
use super::{BAR, LabApp};

/// The share of the window's height that a greeting reads in.
const GREETING: f32 = 0.55;
/// Where the buttons of a page stand, from below, in points.
const PAGE_FOOT: f32 = 76.0;

impl LabApp {
    /// What stands in the place of a lesson: the terms, a greeting, a chapter. Says whether anything does.
    pub(super) fn page_instead(&mut self, ui: &mut Ui) -> bool {
        let chapter = self.session.page().cloned();
        if self.glossary.is_none() && !self.session.is_greeting() && chapter.is_none() {
            return false;
        }
        self.walk.enter(ui.ctx(), Part::Stage, ui.max_rect());
        // Whoever is greeted reads before mending anything.
        let greets = self.glossary.is_none() && self.session.is_greeting();
        let above = if greets { ui.ctx().content_rect().height() * GREETING } else { BAR };
        self.clear = Some(Clear { above, below: PAGE_FOOT });
        if self.glossary.is_some() {
            self.glossary_page(ui);
        } else if self.session.is_greeting() {
            let action = welcome::show(ui, &self.session, self.words());
            self.greeted(action);
        } else if let Some(chapter) = chapter {
            let action = chapter_page::show(ui, &self.session, &chapter, self.words());
            self.on_page(action);
        }
        true
    }

    fn glossary_page(&mut self, ui: &mut Ui) {
        let words = self.words();
        let Some(page) = &mut self.glossary else { return };
        match page.show(ui, &self.session, words) {
            None => return,
            Some(GlossaryAction::Back) => {}
            Some(GlossaryAction::Lesson(id)) => drop(self.session.select_lesson(&id)),
        }
        self.glossary = None;
    }

    pub(super) fn in_course(&mut self, ctx: &Context, action: Option<CourseAction>) {
        if action.is_some() {
            self.glossary = None;
            self.forget_last_step();
        }
        match action {
            None => {}
            Some(CourseAction::Terms) => self.glossary = Some(GlossaryPage::default()),
            Some(CourseAction::Lesson(id)) => drop(self.session.select_lesson(&id)),
            Some(CourseAction::Page(id)) => self.session.open_page(&id),
            Some(CourseAction::Path(id)) => self.take_path(ctx, id.as_deref()),
            Some(CourseAction::Reset) => self.session.reset_progress(),
        }
    }

    fn greeted(&mut self, action: Option<WelcomeAction>) {
        match action {
            None => {}
            Some(WelcomeAction::Language(lang)) => self.session.set_lang(lang),
            Some(WelcomeAction::Begin) => {
                self.session.end_greeting();
                self.walk.start_in(Part::Step);
            }
        }
    }

    fn on_page(&mut self, action: Option<PageAction>) {
        match action {
            None => {}
            Some(PageAction::Back) => self.session.close_page(),
            Some(PageAction::Next) => self.session.advance(),
            Some(PageAction::Lesson(id)) => drop(self.session.select_lesson(&id)),
        }
    }
}
