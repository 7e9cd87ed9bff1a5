//! The page of a chapter: how far the learner came in it, and the sentences to remember.

use std::sync::Arc;

use eframe::egui::{Align, Layout, RichText, ScrollArea, Ui};

use crate::lesson::{Chapter, Lesson};
use crate::session::{LessonProgress, Session};
use crate::text::Words;

use super::command::Command;
use super::parts::{self, Dot};
use super::theme::{Palette, Scale, space};
use super::{focus, markdown, scrolling, wording};

/// What the user did on the page.
pub enum PageAction {
    /// Goes back to the lesson.
    Back,
    /// Goes on to the next lesson.
    Next,
    /// Opens the lesson of that id.
    Lesson(String),
}

/// Shows the page over the whole available room.
pub fn show(ui: &mut Ui, session: &Session, chapter: &Chapter, words: &Words) -> Option<PageAction> {
    let palette = Palette::of(ui.visuals());
    let mut done = None;
    parts::card(palette).show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        parts::region(ui, chapter.title.get(session.lang()));
        ui.spacing_mut().item_spacing.y = space::SMALL;
        heading(ui, session, chapter, words);
        let room = ui.available_height() - 48.0;
        ScrollArea::vertical().auto_shrink(false).max_height(room).show(ui, |ui| {
            done = lessons(ui, session, chapter);
            scrolling::obey(ui);
            focus::follow(ui);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let next = Command::NextLesson.told(words);
            if parts::primary_button(ui, next, session.neighbour(true).is_some()).clicked() {
                done = Some(PageAction::Next);
            }
            let (back, tooltip) = words.window.course.back_to_lesson;
            let back = (back, Command::Close.hint_of(tooltip, words));
            if parts::quiet_button(ui, back, true).clicked() {
                done = Some(PageAction::Back);
            }
        });
    });
    done
}

fn heading(ui: &mut Ui, session: &Session, chapter: &Chapter, words: &Words) {
    let palette = Palette::of(ui.visuals());
    let words = &words.window.course;
    let progress = session.chapter_progress(chapter);
    let title = chapter.title.get(session.lang());
    ui.add_space(space::SMALL);
    ui.label(RichText::new(title).font(Scale::Window.verdict()));
    ui.horizontal(|ui| {
        if progress.is_done() {
            let text = RichText::new(words.chapter_done).font(Scale::Window.label()).color(palette.green);
            ui.label(text);
            ui.add_space(space::MEDIUM);
        }
        let mut parts = vec![(words.lessons_finished)(progress.finished, progress.lessons)];
        if progress.decided > 0 {
            parts.push((words.answers_right)(progress.right, progress.decided));
        }
        ui.label(RichText::new(parts.join(wording::DOT)).font(Scale::Window.body()).color(palette.muted));
    });
    ui.add_space(space::MEDIUM);
    let is_told = |lesson: &&Arc<Lesson>| sentence(session, lesson).is_some();
    let has_sentences = session.lessons_of(chapter).iter().any(is_told);
    parts::group_title(ui, if has_sentences { words.remember } else { words.lessons });
}

/// The lessons with their sentences; says which one was picked.
fn lessons(ui: &mut Ui, session: &Session, chapter: &Chapter) -> Option<PageAction> {
    let palette = Palette::of(ui.visuals());
    let mut done = None;
    for lesson in session.lessons_of(chapter) {
        ui.add_space(space::SMALL);
        ui.horizontal(|ui| {
            let mark = match session.progress(&lesson.id) {
                LessonProgress::Finished => Dot::Full(palette.green),
                LessonProgress::Started => Dot::Half(palette.accent),
                LessonProgress::NotStarted => Dot::Empty,
            };
            parts::dot(ui, mark, palette.neutral);
            let title = lesson.title.get(session.lang());
            let text = RichText::new(title).font(Scale::Window.label()).color(palette.accent);
            let button = eframe::egui::Button::new(text).frame(false);
            if ui.add(button).clicked() {
                done = Some(PageAction::Lesson(lesson.id.clone()));
            }
        });
        if let Some(sentence) = sentence(session, lesson) {
            ui.horizontal_top(|ui| {
                ui.add_space(22.0);
                ui.vertical(|ui| {
                    markdown::show(ui, &sentence, Scale::Window, None);
                });
            });
        }
    }
    done
}

/// What is to be remembered of a lesson; one that stood here too early would answer the lesson's question.
fn sentence(session: &Session, lesson: &Lesson) -> Option<String> {
    let is_finished = session.progress(&lesson.id) == LessonProgress::Finished;
    lesson.to_remember(session.lang()).filter(|_| is_finished)
}
