//! Going through lessons and steps, and turning knobs.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::knobs::Knobs;
use super::{Notice, OpenLesson, Session};
use crate::lesson::{Catalog, Diagnostic, Lesson, LessonStep, Settings, StepKind, Value};

/// How far someone came in a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonProgress {
    /// Nothing but its first step was seen.
    NotStarted,
    /// Another step was seen, or a question answered.
    Started,
    /// The last step was seen.
    Finished,
}

impl Session {
    /// The lesson that is open; `None` only if there is no lesson at all.
    pub fn lesson(&self) -> Option<&Arc<Lesson>> {
        self.open.as_ref().map(|open| &open.lesson)
    }

    /// Opens a lesson where it was left; one that was finished, at its beginning.
    ///
    /// Says whether there is such a lesson. The one that is open stays as it is.
    pub fn select_lesson(&mut self, id: &str) -> bool {
        let Some(lesson) = self.catalog.lesson(id).cloned() else {
            return false;
        };
        self.end_greeting();
        self.close_page();
        if self.lesson().is_none_or(|open| open.id != id) {
            let finished = self.progress(id) == LessonProgress::Finished;
            let step = if finished { 0 } else { self.step_left(&lesson) };
            self.open_lesson(lesson, step);
        }
        true
    }

    /// Opens the lesson of that id where it was left: at its end, if it is finished. Says whether there is one.
    pub fn return_to(&mut self, id: &str) -> bool {
        let Some(lesson) = self.catalog.lesson(id).cloned() else {
            return false;
        };
        let finished = self.progress(id) == LessonProgress::Finished;
        let last = lesson.steps.len().saturating_sub(1);
        let step = if finished { last } else { self.step_left(&lesson) };
        self.open_lesson(lesson, step);
        true
    }

    /// How far the learner came in that lesson.
    pub fn progress(&self, lesson_id: &str) -> LessonProgress {
        match self.progress.lessons.get(lesson_id) {
            Some(record) if record.finished => LessonProgress::Finished,
            Some(record) if record.started => LessonProgress::Started,
            _ => LessonProgress::NotStarted,
        }
    }

    /// Takes other lessons: the files were edited. What is open stays open, and stays as it was where
    /// the new lessons do not have it: a file is often saved half edited.
    pub fn replace_catalog(&mut self, catalog: Catalog) {
        let known = std::mem::replace(&mut self.catalog, catalog);
        self.tell_broken(&known);
        let Some(open) = &self.open else { return self.open_first(None) };
        let Some(lesson) = self.catalog.lesson(&open.lesson.id).cloned() else { return };
        let step = self.step_left(&lesson);
        let mut knobs = Knobs::new(lesson.default_settings());
        for knob in &lesson.knobs {
            if let Some(value) = open.knobs.values().get(&knob.name) {
                knobs.set(knob, value.clone());
            }
        }
        let values = knobs.values().clone();
        let stage = open.stage.clone();
        self.show_lesson(lesson, Knobs::new(values));
        self.enter_step(step);
        // What was there stays until the edited lesson has run.
        let asks = self.step().is_some_and(|step| step.kind == StepKind::Predict);
        if let Some(open) = self.open.as_mut().filter(|_| !asks) {
            open.stage = stage;
        }
    }

    /// Says what is wrong since the last time; what is wrong with the lesson that is open stands beside
    /// its stage.
    fn tell_broken(&mut self, before: &Catalog) {
        let own: Vec<Diagnostic> = self.lesson_errors().into_iter().cloned().collect();
        let all = self.catalog.diagnostics().iter();
        let fresh = all.filter(|error| !before.diagnostics().contains(error) && !own.contains(error));
        let told: Vec<Notice> = fresh.cloned().map(Notice::LessonBroken).collect();
        self.notices.extend(told);
    }

    /// The place of the step that is open.
    pub fn step_index(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.step)
    }

    /// The step that is open.
    pub fn step(&self) -> Option<&LessonStep> {
        self.open.as_ref().and_then(OpenLesson::current)
    }

    /// Whether there is a step after this one.
    pub fn can_next(&self) -> bool {
        self.lesson().is_some_and(|lesson| self.step_index() + 1 < lesson.steps.len())
    }

    /// Whether there is a step before this one.
    pub fn can_back(&self) -> bool {
        self.step_index() > 0
    }

    /// The next step; nothing happens at the last one.
    pub fn next(&mut self) {
        self.go_to_step(self.step_index() + 1);
    }

    /// The step before; nothing happens at the first one.
    pub fn back(&mut self) {
        if self.can_back() {
            self.go_to_step(self.step_index() - 1);
        }
    }

    /// The step of that place, if there is one.
    pub fn go_to_step(&mut self, index: usize) {
        if self.lesson().is_some_and(|lesson| index < lesson.steps.len()) {
            self.enter_step(index);
        }
    }

    /// The values of all knobs; `None` only if there is no lesson at all.
    pub fn settings(&self) -> Option<&Settings> {
        self.open.as_ref().map(|open| open.knobs.values())
    }

    /// Turns a knob and runs. Moves of one slider are one change for undo until [`Session::end_drag`].
    ///
    /// A number out of range is put at the end of the range; an unknown knob or value is ignored.
    pub fn set_knob(&mut self, name: &str, value: Value) {
        self.change_knobs(|lesson, knobs| lesson.knob(name).is_some_and(|knob| knobs.set(knob, value)));
    }

    /// The slider was let go.
    pub fn end_drag(&mut self) {
        if let Some(open) = &mut self.open {
            open.knobs.end_drag();
        }
    }

    /// Puts the knobs back to where this step wants them, or else to the lesson's defaults.
    pub fn reset_knobs(&mut self) {
        let start = self.step().map(|step| step.set.clone()).unwrap_or_default();
        self.change_knobs(|lesson, knobs| knobs.set_all(overlaid(&lesson.default_settings(), &start)));
    }

    /// Takes back the last change of knobs.
    pub fn undo(&mut self) {
        self.change_knobs(|_, knobs| knobs.undo());
    }

    /// Makes the change again that was taken back last.
    pub fn redo(&mut self) {
        self.change_knobs(|_, knobs| knobs.redo());
    }

    /// Whether there is a change to take back.
    pub fn can_undo(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.knobs.can_undo())
    }

    /// Whether there is a change to make again.
    pub fn can_redo(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.knobs.can_redo())
    }

    fn change_knobs(&mut self, change: impl FnOnce(&Lesson, &mut Knobs) -> bool) {
        let Some(open) = &mut self.open else { return };
        if change(&open.lesson, &mut open.knobs) {
            // Whoever turns a knob wants to see what comes of it, and not its beginning.
            open.playback = None;
            if open.by_hand.is_some() {
                if self.has_talked() {
                    self.notices.push(Notice::StartedOver);
                }
                self.start_over();
            } else {
                self.run_again();
            }
        }
    }

    /// Opens the lesson that was asked for, or that was open last, or the first of the course.
    pub(super) fn open_first(&mut self, asked: Option<String>) {
        let found = asked.as_ref().and_then(|id| self.catalog.lesson(id));
        let last = || self.catalog.lesson(self.preferences.lesson.as_ref()?);
        let lesson = found.or_else(last).or_else(|| self.catalog.lessons().next()).cloned();
        if let Some(id) = asked.filter(|_| found.is_none()) {
            self.notices.push(Notice::NoSuchLesson(id));
        }
        if let Some(lesson) = lesson {
            let step = self.step_left(&lesson);
            self.open_lesson(lesson, step);
        }
    }

    fn open_lesson(&mut self, lesson: Arc<Lesson>, step: usize) {
        let knobs = Knobs::new(lesson.default_settings());
        self.preferences.lesson = Some(lesson.id.clone());
        self.save_preferences();
        self.show_lesson(lesson, knobs);
        self.enter_step(step);
        // Where a lesson begins is nothing to take back.
        if let Some(open) = &mut self.open {
            open.knobs = Knobs::new(open.knobs.values().clone());
        }
    }

    fn show_lesson(&mut self, lesson: Arc<Lesson>, knobs: Knobs) {
        self.cancel_job();
        self.forget_run();
        self.open = Some(OpenLesson {
            view: lesson.view,
            lesson,
            step: 0,
            knobs,
            revealed: BTreeSet::new(),
            shown: BTreeSet::new(),
            stage: None,
            outcomes: None,
            sweep: None,
            stage_from: self.requested + 1,
            asked_with: None,
            cancelled: None,
            failing: Vec::new(),
            playback: None,
            by_hand: None,
        });
    }

    /// Puts the knobs where the step wants them, and runs if the stage does not show that already.
    ///
    /// A question is about a run that nobody has seen, and starts from the lesson's defaults; other
    /// steps look at the run that is there, so that what was predicted is what is observed.
    pub(super) fn enter_step(&mut self, index: usize) {
        let Some(open) = &mut self.open else { return };
        open.step = index;
        open.playback = None;
        let step = open.lesson.steps.get(index);
        if let Some(view) = step.and_then(|step| step.view) {
            open.view = view;
        }
        let is_question = step.is_some_and(|step| step.kind == StepKind::Predict);
        let mut turned = false;
        if let Some(step) = step {
            let base =
                if is_question { open.lesson.default_settings() } else { open.knobs.values().clone() };
            let start = overlaid(&base, &step.set);
            turned = open.knobs.set_all(start);
        }
        if self.hands_for_step(turned) {
            return self.note_progress();
        }
        let Some(open) = &self.open else { return };
        let is_other = open.asked_with.as_ref() != Some(open.knobs.values());
        self.note_progress();
        if is_other || self.is_hidden() {
            if is_question {
                self.clear_stage();
            }
            self.run_again();
        }
        self.count_for_question();
    }

    /// Takes the runs off the stage, and what is on its way too.
    pub(super) fn clear_stage(&mut self) {
        self.cancel_job();
        if let Some(open) = &mut self.open {
            open.stage = None;
            open.outcomes = None;
            open.sweep = None;
            open.playback = None;
            open.cancelled = None;
            open.stage_from = self.requested + 1;
        }
    }

    /// The place of the step at which the lesson was left.
    fn step_left(&self, lesson: &Lesson) -> usize {
        let record = self.progress.lessons.get(&lesson.id);
        let place = |id: &str| lesson.steps.iter().position(|step| step.id == id);
        record.and_then(|record| place(&record.step)).unwrap_or(0)
    }

    /// Notes that a result was seen.
    pub(super) fn note_run(&mut self) {
        if self.is_hidden() {
            return;
        }
        if let Some(open) = &self.open {
            self.progress.lessons.entry(open.lesson.id.clone()).or_default().ran = true;
            self.save_progress();
        }
    }

    fn note_progress(&mut self) {
        let Some(open) = &self.open else { return };
        let Some(step) = open.current() else { return };
        let record = self.progress.lessons.entry(open.lesson.id.clone()).or_default();
        record.step.clone_from(&step.id);
        record.seen.insert(step.id.clone());
        record.started |= open.step > 0;
        record.finished |= open.step + 1 == open.lesson.steps.len();
        self.save_progress();
    }
}

/// The base, with other values where `top` has some.
pub(super) fn overlaid(base: &Settings, top: &Settings) -> Settings {
    let both = base.iter().chain(top);
    both.map(|(name, value)| (name.clone(), value.clone())).collect()
}
