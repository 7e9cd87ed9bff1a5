//! One run of a lesson: its panes, one after the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::engine::{Cancel, RunError};
use crate::lesson::{Lesson, Pane, Settings};
use crate::model::{Scenario, StreamView, Trace};

/// What runs a scenario: [`crate::engine::run`], or a stand-in where a test needs no sockets.
pub trait Runner: Fn(&Arc<Scenario>, &Cancel) -> Result<Trace, RunError> + Send + Sync + 'static {}

impl<F> Runner for F where
    F: Fn(&Arc<Scenario>, &Cancel) -> Result<Trace, RunError> + Send + Sync + 'static
{
}

/// One run of a lesson, every pane of it.
#[derive(Debug)]
pub struct LessonRun {
    /// Runs are counted from one, in the order in which they were asked for.
    pub number: u64,
    /// How many were asked for, where it is one of many that were counted; `number` counts these.
    pub of: Option<u64>,
    /// The lesson.
    pub lesson: Arc<Lesson>,
    /// The knobs that it ran with.
    pub settings: Settings,
    /// In the lesson's order.
    pub panes: Vec<PaneRun>,
    /// How long the panes took together.
    pub took: Duration,
}

impl LessonRun {
    /// The pane of that name.
    pub fn pane(&self, name: &str) -> Option<&PaneRun> {
        self.panes.iter().find(|pane| pane.name == name)
    }

    /// The traces of the panes that came to one.
    pub fn traces(&self) -> impl Iterator<Item = &Trace> {
        self.panes.iter().filter_map(|pane| pane.result.as_deref().ok())
    }

    /// Panes that came to no trace, though this machine has what they need.
    pub fn failed_panes(&self) -> usize {
        let is_missing = |error: &PaneError| matches!(error, PaneError::Run(RunError::NotAvailable(_)));
        let failed = |pane: &&PaneRun| pane.result.as_ref().is_err_and(|error| !is_missing(error));
        self.panes.iter().filter(failed).count()
    }

    /// The panes that came to no trace, and why.
    pub(super) fn failures(&self) -> impl Iterator<Item = (String, String)> {
        let failure = |pane: &PaneRun| {
            let error = pane.result.as_ref().err()?;
            Some((pane.name.clone(), error.to_string()))
        };
        self.panes.iter().filter_map(failure)
    }
}

/// One pane of a run.
#[derive(Debug)]
pub struct PaneRun {
    /// The pane's name in the lesson.
    pub name: String,
    /// What happened.
    pub result: Result<Arc<Trace>, Arc<PaneError>>,
    /// Both sides of each stream, in the order of the scenario's streams; empty without a trace.
    pub views: Vec<StreamView>,
}

/// Why there is no trace of a pane. The texts are English.
#[derive(Debug, thiserror::Error)]
pub enum PaneError {
    /// The lesson makes no scenario with these knobs: the whole annotated message.
    #[error("{0}")]
    Lesson(String),
    /// The engine could not run it.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// What the job thread is asked for.
pub(super) struct RunRequest {
    pub(super) number: u64,
    pub(super) of: Option<u64>,
    pub(super) lesson: Arc<Lesson>,
    pub(super) settings: Settings,
    /// Is told the place of the pane that runs.
    pub(super) at: Arc<AtomicUsize>,
}

/// Runs all panes; `None` if that was cancelled.
pub(super) fn run_lesson(
    request: &RunRequest,
    runner: &impl Runner,
    cancel: &Cancel,
) -> Option<LessonRun> {
    let RunRequest { number, of, lesson, settings, at } = request;
    let mut panes = Vec::new();
    for (place, pane) in lesson.panes.iter().enumerate() {
        at.store(place, Ordering::Relaxed);
        let result = run_pane(lesson, pane, settings, runner, cancel);
        if cancel.is_cancelled() || matches!(result, Err(PaneError::Run(RunError::Cancelled))) {
            return None;
        }
        let views = result.as_ref().map(views_of).unwrap_or_default();
        let result = result.map(Arc::new).map_err(Arc::new);
        panes.push(PaneRun { name: pane.name.clone(), result, views });
    }
    let mut run = LessonRun {
        number: *number,
        of: *of,
        lesson: Arc::clone(lesson),
        settings: settings.clone(),
        panes,
        took: Duration::ZERO,
    };
    run.took = run.traces().map(|trace| trace.took).sum();
    Some(run)
}

fn run_pane(
    lesson: &Lesson,
    pane: &Pane,
    settings: &Settings,
    runner: &impl Runner,
    cancel: &Cancel,
) -> Result<Trace, PaneError> {
    let scenario = lesson
        .scenario(pane, settings)
        .map_err(|diagnostic| PaneError::Lesson(diagnostic.to_string()))?;
    Ok(runner(&Arc::new(scenario), cancel)?)
}

pub(super) fn views_of(trace: &Trace) -> Vec<StreamView> {
    trace.scenario.stream_ids().map(|stream| StreamView::of(trace, stream)).collect()
}
