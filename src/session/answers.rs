//! Questions: committing to an answer, and what the run says to it.

use super::navigation::overlaid;
use super::record::Answer;
use super::{LessonRun, Outcomes, Session};
use crate::lesson::{Condition, LessonStep, StepKind, View};

/// An answer beside what the run on the stage says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prediction {
    /// The place of the choice that was committed to.
    pub chosen: usize,
    /// The places of the choices that the run's facts agree with; none if no choice fits the run.
    pub right: Vec<usize>,
    /// Whether the run had other knobs than the question is about.
    pub knobs_turned: bool,
}

/// What the run says to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// The places of the choices that the run's facts agree with; none if no choice fits the run.
    pub right: Vec<usize>,
    /// Whether the run had other knobs than the question is about.
    pub knobs_turned: bool,
}

impl Prediction {
    /// Whether the run agrees with what was chosen; `None` if it agrees with no choice.
    pub fn is_right(&self) -> Option<bool> {
        (!self.right.is_empty()).then(|| self.right.contains(&self.chosen))
    }
}

impl Session {
    /// Commits to an answer. Says whether that was possible: the step asks, has such a choice, and
    /// is neither answered nor revealed yet.
    pub fn answer(&mut self, choice: usize) -> bool {
        let Some(step) = self.step().filter(|step| choice < step.choices.len()) else {
            return false;
        };
        let id = step.id.clone();
        if !self.is_asking() {
            return false;
        }
        let Some(open) = &self.open else { return false };
        let record = self.progress.lessons.entry(open.lesson.id.clone()).or_default();
        record.answers.insert(id, Answer { choice, right: None });
        record.started = true;
        self.save_progress();
        self.show_answer();
        self.settle_answer();
        true
    }

    /// Brings what decides the question of this step in sight.
    fn show_answer(&mut self) {
        let is_about_one = self.step().is_some_and(|step| step.runs.is_none());
        if is_about_one && self.view() == View::Outcomes {
            let of_step = self.step().and_then(|step| step.view);
            let of_lesson = self.lesson().map(|lesson| lesson.view);
            let mut views = of_step.into_iter().chain(of_lesson);
            self.set_view(views.find(|view| *view != View::Outcomes).unwrap_or_default());
        }
        self.count_for_question();
    }

    /// Runs what decides the question of this step, where many runs do and none are there.
    pub(super) fn count_for_question(&mut self) {
        let Some(step) = self.step().filter(|_| !self.is_hidden()) else { return };
        let Some(runs) = step.runs else { return };
        let settings = self.settings();
        let is_enough = |known: &Outcomes| known.is_running() || known.decides(runs, asked_of(step));
        let is_missing =
            self.outcomes().is_none_or(|known| Some(&known.settings) != settings || !is_enough(known));
        self.set_view(View::Outcomes);
        if is_missing {
            self.count_runs(u64::from(runs));
        }
    }

    /// Shows the result without an answer; the question can be asked again.
    pub fn reveal(&mut self) {
        if self.is_asking()
            && let Some(open) = &mut self.open
            && let Some(id) = open.current().map(|step| step.id.clone())
        {
            if self.presents {
                open.shown.insert(id.clone());
            }
            open.revealed.insert(id);
            self.show_answer();
        }
    }

    /// Takes the answer back and asks anew, about a new run.
    pub fn ask_again(&mut self) {
        let Some(open) = &mut self.open else { return };
        let Some(step) = open.current().filter(|step| step.kind == StepKind::Predict) else {
            return;
        };
        let id = step.id.clone();
        open.revealed.remove(&id);
        if let Some(record) = self.progress.lessons.get_mut(&open.lesson.id) {
            record.answers.remove(&id);
        }
        self.enter_step(self.step_index());
    }

    /// The answer that was given in this step, as far as the step still has such a choice.
    pub fn answered(&self) -> Option<Answer> {
        self.answer_to(self.step().filter(|step| step.kind == StepKind::Predict)?)
    }

    /// The answer that was given in a step of this lesson.
    pub(super) fn answer_to(&self, step: &LessonStep) -> Option<Answer> {
        let record = self.progress.lessons.get(&self.lesson()?.id)?;
        let answer = record.answers.get(&step.id).copied();
        answer.filter(|answer| answer.choice < step.choices.len())
    }

    /// The answer of this step beside what the run on the stage says; `None` without either.
    pub fn prediction(&self) -> Option<Prediction> {
        let chosen = self.answered()?.choice;
        let Solution { right, knobs_turned } = self.solution()?;
        Some(Prediction { chosen, right, knobs_turned })
    }

    /// What the run on the stage says to this step's question, whoever answered it; `None` before there
    /// is one that may be seen, and where nothing is asked.
    pub fn solution(&self) -> Option<Solution> {
        let step = self.step().filter(|step| step.kind == StepKind::Predict)?;
        let asked = overlaid(&self.lesson()?.default_settings(), &step.set);
        let (right, settings) = if self.is_hidden() {
            return None;
        } else if let Some(runs) = step.runs {
            let outcomes = self.outcomes().filter(|outcomes| outcomes.decides(runs, asked_of(step)))?;
            (right_choices(step, |condition| holds_over(condition, outcomes)), &outcomes.settings)
        } else {
            let run = self.stage().filter(|run| says_something(step, run))?;
            (right_choices(step, |condition| holds_in(condition, run)), &run.settings)
        };
        Some(Solution { right, knobs_turned: *settings != asked })
    }

    /// Writes down whether an answer was right, as soon as its own run is there.
    pub(super) fn settle_answer(&mut self) {
        if self.is_running() || self.answered().is_none_or(|answer| answer.right.is_some()) {
            return;
        }
        let right = self.prediction().and_then(|prediction| prediction.is_right());
        let (Some(right), Some(open)) = (right, &self.open) else {
            return;
        };
        let record = self.progress.lessons.get_mut(&open.lesson.id);
        let answers = record.map(|record| &mut record.answers);
        let step = open.current().map(|step| &step.id);
        if let (Some(answers), Some(step)) = (answers, step)
            && let Some(answer) = answers.get_mut(step)
        {
            answer.right = Some(right);
            self.save_progress();
        }
    }
}

/// Whether any pane that the choices are about came to a trace.
fn says_something(step: &LessonStep, run: &LessonRun) -> bool {
    let is_there =
        |condition: &Condition| run.pane(&condition.pane).is_some_and(|pane| pane.result.is_ok());
    step.choices.iter().any(|choice| is_there(&choice.right_if))
}

/// The panes that the choices are about.
fn asked_of(step: &LessonStep) -> impl Iterator<Item = &str> {
    step.choices.iter().map(|choice| choice.right_if.pane.as_str())
}

fn right_choices(step: &LessonStep, holds: impl Fn(&Condition) -> bool) -> Vec<usize> {
    let right = step.choices.iter().enumerate().filter(|(_, choice)| holds(&choice.right_if));
    right.map(|(place, _)| place).collect()
}

fn holds_in(condition: &Condition, run: &LessonRun) -> bool {
    let pane = run.pane(&condition.pane);
    let trace = pane.and_then(|pane| pane.result.as_ref().ok());
    trace.is_some_and(|trace| condition.holds(trace))
}

fn holds_over(condition: &Condition, outcomes: &Outcomes) -> bool {
    outcomes.pane(&condition.pane).is_some_and(|pane| condition.holds_over(&pane.tally))
}
