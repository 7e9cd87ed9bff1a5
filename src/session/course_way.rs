//! The way through the course: a path that leaves lessons out, how far each chapter is, and what to
//! remember when one is done.

use std::sync::Arc;

use super::record::Progress;
use super::{LessonProgress, Notice, Session};
use crate::lesson::{Chapter, CoursePath, Lesson};

/// How far someone came in a chapter, on the path that is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChapterProgress {
    /// Lessons of the chapter on the path.
    pub lessons: usize,
    /// Those that are finished.
    pub finished: usize,
    /// Questions that were answered and that a run has decided.
    pub decided: usize,
    /// Those that were answered rightly.
    pub right: usize,
}

impl ChapterProgress {
    /// Whether every lesson is finished.
    pub fn is_done(self) -> bool {
        self.lessons > 0 && self.finished == self.lessons
    }
}

impl Session {
    /// The path that is chosen; `None` for the whole course.
    pub fn path(&self) -> Option<&CoursePath> {
        let chosen = self.preferences.path.as_ref()?;
        self.catalog.course().paths.iter().find(|path| path.id == *chosen)
    }

    /// Chooses a path, or the whole course, and remembers it. The lesson that is open stays open.
    pub fn set_path(&mut self, id: Option<&str>) {
        self.preferences.path = id.map(str::to_owned);
        self.save_preferences();
    }

    /// Whether someone is greeted who opens the lab for the first time, until something is chosen.
    pub fn is_greeting(&self) -> bool {
        self.greets
    }

    /// Goes from the greeting to the lesson that is open.
    pub fn end_greeting(&mut self) {
        self.greets = false;
    }

    /// The lessons of a chapter that the path has.
    pub fn lessons_of(&self, chapter: &Chapter) -> Vec<&Arc<Lesson>> {
        let on_path = |id: &&String| self.path().is_none_or(|path| path.lessons.contains(id));
        let lessons = chapter.lessons.iter().filter(on_path);
        lessons.filter_map(|id| self.catalog.lesson(id)).collect()
    }

    /// Whether the path that is chosen has that lesson.
    pub fn is_on_path(&self, lesson: &Lesson) -> bool {
        self.path().is_none_or(|path| path.lessons.contains(&lesson.id))
    }

    /// The next lesson on the path, or the one before; from one that is not on it, the nearest, and behind
    /// the last one of the path its first.
    pub fn neighbour(&self, forward: bool) -> Option<&Arc<Lesson>> {
        let open = self.lesson()?;
        let on_path = |lesson: &&Arc<Lesson>| self.is_on_path(lesson);
        let all: Vec<_> = self.catalog.lessons().collect();
        let at = all.iter().position(|lesson| lesson.id == open.id)?;
        if forward {
            let first = || all.iter().copied().find(on_path).filter(|_| !self.is_on_path(open));
            all[at + 1..].iter().copied().find(on_path).or_else(first)
        } else {
            all[..at].iter().rev().copied().find(on_path)
        }
    }

    /// The chapter of the lesson that is open.
    pub fn chapter(&self) -> Option<&Chapter> {
        let open = self.lesson()?;
        self.catalog.course().chapters.iter().find(|chapter| chapter.lessons.contains(&open.id))
    }

    /// How far the learner came in a chapter.
    pub fn chapter_progress(&self, chapter: &Chapter) -> ChapterProgress {
        let mut sum = ChapterProgress::default();
        for lesson in self.lessons_of(chapter) {
            sum.lessons += 1;
            sum.finished += usize::from(self.progress(&lesson.id) == LessonProgress::Finished);
            let record = self.progress.lessons.get(&lesson.id);
            for answer in record.iter().flat_map(|record| record.answers.values()) {
                sum.decided += usize::from(answer.right.is_some());
                sum.right += usize::from(answer.right == Some(true));
            }
        }
        sum
    }

    /// The chapter whose page is shown in the place of a lesson.
    pub fn page(&self) -> Option<&Chapter> {
        let id = self.page.as_ref()?;
        self.catalog.course().chapters.iter().find(|chapter| chapter.id == *id)
    }

    /// Shows the page of a chapter: what was done in it, and what to remember.
    pub fn open_page(&mut self, chapter: &str) {
        self.end_greeting();
        self.unload_replay();
        self.page = Some(chapter.to_owned());
    }

    /// Back from the page of a chapter to the lesson that is open.
    pub fn close_page(&mut self) {
        self.page = None;
    }

    /// To the next lesson of the path. Behind the last lesson of a chapter, if it was gone through to
    /// its end, stands the chapter's page.
    pub fn advance(&mut self) {
        let next = self.neighbour(true).map(|lesson| lesson.id.clone());
        let chapter = self.chapter().map(|chapter| chapter.id.clone());
        let ends_chapter = self
            .chapter()
            .is_some_and(|chapter| next.as_ref().is_none_or(|next| !chapter.lessons.contains(next)));
        let finished =
            self.lesson().is_some_and(|open| self.progress(&open.id) == LessonProgress::Finished);
        match (self.page.is_none() && ends_chapter && finished, chapter, next) {
            (true, Some(chapter), _) => self.open_page(&chapter),
            (_, _, Some(next)) => drop(self.select_lesson(&next)),
            _ => {}
        }
    }

    /// Forgets all progress, and keeps a copy of it beside.
    pub fn reset_progress(&mut self) {
        let kept = self.progress_file.keep_copy(&self.progress);
        match kept {
            Ok(kept_as) => {
                self.progress = Progress::default();
                self.save_progress();
                self.page = None;
                self.notices.push(Notice::ProgressReset { kept_as });
                let first = self.catalog.lessons().next().map(|lesson| lesson.id.clone());
                if let Some(open) = &mut self.open {
                    open.revealed.clear();
                    open.shown.clear();
                }
                if let Some(first) = first {
                    self.select_lesson(&first);
                    self.go_to_step(0);
                }
            }
            Err(notice) => self.notices.push(notice),
        }
    }
}
