//! Many runs of a lesson, counted, in the background.

use std::sync::Arc;
use std::time::Duration;

use crate::engine::{Cancel, Stopwatch};
use crate::lesson::{Lesson, Settings};
use crate::model::{Signature, Tally};

use super::rounds::RoundTimes;
use super::run::{LessonRun, PaneError, RunRequest, Runner, run_lesson};

/// News of a job come at most once in this time: a frame of the window.
pub(super) const BETWEEN_NEWS: Duration = Duration::from_millis(16);

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It waits for its turn, or runs.
    Running,
    /// It came to its end.
    Done,
    /// Somebody stopped it; what there was until then stands.
    Cancelled,
    /// No pane could be run any more; what there was until then stands.
    Refused,
    /// A defect of the lab stopped it; what there was until then stands.
    Failed,
}

impl JobState {
    /// What a job has come to that runs no more.
    pub(super) fn at_the_end(self, cancelled: bool) -> Self {
        match self {
            Self::Running if cancelled => Self::Cancelled,
            Self::Running => Self::Done,
            other => other,
        }
    }
}

/// How many runs of a lesson fell out in which way. It grows while the job runs.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// Which job this is; numbers are counted up over runs and jobs.
    pub number: u64,
    /// The lesson.
    pub lesson: Arc<Lesson>,
    /// The knobs that it ran with.
    pub settings: Settings,
    /// Runs of each pane that were asked for.
    pub wanted: u64,
    /// Runs of all panes that are done: the panes take turns.
    pub done: u64,
    /// In the lesson's order.
    pub panes: Vec<PaneOutcomes>,
    /// How far it is.
    pub state: JobState,
    /// How long it took until now.
    pub took: Duration,
}

/// How the runs of one pane fell out.
#[derive(Clone, Debug)]
pub struct PaneOutcomes {
    /// The pane's name in the lesson.
    pub name: String,
    /// The outcomes. What is kept of one is the whole run, with its other panes.
    pub tally: Tally<Arc<LessonRun>>,
    /// Why there are no runs, if it could not be run at all.
    pub error: Option<Arc<PaneError>>,
    /// Runs that a deadline or a gate stopped.
    pub stopped: u64,
    /// The first of them.
    pub first_stopped: Option<Arc<LessonRun>>,
    /// How long its rounds of question and answer took, where it has some.
    pub rounds: RoundTimes,
}

impl Outcomes {
    /// Before the first run.
    pub(super) fn new(request: &CountRequest) -> Self {
        let pane = |name: &String| PaneOutcomes {
            name: name.clone(),
            tally: Tally::default(),
            error: None,
            stopped: 0,
            first_stopped: None,
            rounds: RoundTimes::default(),
        };
        Self {
            number: request.number,
            lesson: Arc::clone(&request.lesson),
            settings: request.settings.clone(),
            wanted: request.runs,
            done: 0,
            panes: request.lesson.panes.iter().map(|the| pane(&the.name)).collect(),
            state: JobState::Running,
            took: Duration::ZERO,
        }
    }

    /// The pane of that name.
    pub fn pane(&self, name: &str) -> Option<&PaneOutcomes> {
        self.panes.iter().find(|pane| pane.name == name)
    }

    /// Runs of all panes in a second; `None` before there are any.
    pub fn rate(&self) -> Option<f64> {
        rate(self.done, self.took)
    }

    /// Whether it tells how so many runs of those panes fall out. Where it came to its end, runs that were refused
    /// do not come any more.
    pub fn decides<'a>(&self, runs: u32, mut panes: impl Iterator<Item = &'a str>) -> bool {
        let wanted = u64::from(runs);
        let has_enough = |name: &str| self.pane(name).is_some_and(|pane| pane.tally.runs() >= wanted);
        match self.state {
            JobState::Running => false,
            JobState::Done if self.wanted >= wanted => true,
            _ => panes.all(has_enough),
        }
    }

    /// Whether it runs, or waits for its turn.
    pub fn is_running(&self) -> bool {
        self.state == JobState::Running
    }

    fn add(&mut self, run: &Arc<LessonRun>) {
        for (pane, counted) in run.panes.iter().zip(&mut self.panes) {
            let Ok(trace) = &pane.result else { continue };
            if !trace.failures.is_empty() {
                counted.stopped += 1;
                counted.first_stopped.get_or_insert_with(|| Arc::clone(run));
            }
            counted.rounds.add(trace);
            counted.tally.add(Signature::of_views(&pane.views), Arc::clone(run));
        }
        self.done += 1;
    }
}

/// How often something was done in a second; `None` if it was not done yet.
pub(super) fn rate(done: u64, took: Duration) -> Option<f64> {
    (done > 0 && !took.is_zero()).then(|| done as f64 / took.as_secs_f64())
}

/// What the job thread is asked for.
pub(super) struct CountRequest {
    pub(super) number: u64,
    pub(super) lesson: Arc<Lesson>,
    pub(super) settings: Settings,
    pub(super) runs: u64,
}

/// Runs the lesson so many times and tells what there is, now and then and at the end.
pub(super) fn count(
    request: &CountRequest,
    runner: &impl Runner,
    cancel: &Cancel,
    tell: &dyn Fn(Outcomes),
) {
    let mut outcomes = Outcomes::new(request);
    let at = Arc::default();
    let since = Stopwatch::start();
    let mut news = since;
    while outcomes.done < request.runs {
        let next = RunRequest {
            number: outcomes.done + 1,
            of: Some(request.runs),
            lesson: Arc::clone(&request.lesson),
            settings: request.settings.clone(),
            at: Arc::clone(&at),
        };
        let Some(run) = run_lesson(&next, runner, cancel) else { break };
        let impossible = run.panes.iter().all(|pane| pane.result.is_err());
        let run = keep_errors(run, &mut outcomes);
        if impossible {
            outcomes.state = JobState::Refused;
            break;
        }
        outcomes.add(&run);
        outcomes.took = since.elapsed();
        if news.has_passed(BETWEEN_NEWS) {
            tell(outcomes.clone());
        }
    }
    outcomes.state = outcomes.state.at_the_end(cancel.is_cancelled());
    tell(outcomes);
}

/// Notes why panes could not be run.
fn keep_errors(run: LessonRun, outcomes: &mut Outcomes) -> Arc<LessonRun> {
    let run = Arc::new(run);
    for (pane, counted) in run.panes.iter().zip(&mut outcomes.panes) {
        if pane.result.is_err() && counted.error.is_none() {
            counted.error = pane.result.as_ref().err().cloned();
        }
    }
    run
}
