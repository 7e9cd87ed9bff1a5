//! A sweep of one knob: many runs at each of its values, in the background.

use std::sync::Arc;
use std::time::Duration;

use crate::engine::{Cancel, Stopwatch};
use crate::lesson::{Lesson, Settings, Value};
use crate::model::{Share, Signature};

use super::count::{BETWEEN_NEWS, JobState, rate};
use super::run::{PaneError, RunRequest, Runner, run_lesson};

/// What is to be swept.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepPlan {
    /// The knob's name.
    pub knob: String,
    /// Its values, in the order in which they are run.
    pub values: Vec<Value>,
    /// Runs at each value.
    pub runs: u64,
}

/// What a sweep came to. It grows while the job runs.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// Which job this is.
    pub number: u64,
    /// The lesson.
    pub lesson: Arc<Lesson>,
    /// The knobs; the swept one's value does not count.
    pub settings: Settings,
    /// What was asked for.
    pub plan: SweepPlan,
    /// Runs of all panes that are done, over all values.
    pub done: u64,
    /// In the lesson's order.
    pub panes: Vec<PaneSweep>,
    /// How far it is.
    pub state: JobState,
    /// How long it took until now.
    pub took: Duration,
}

/// The points of one pane.
#[derive(Clone, Debug)]
pub struct PaneSweep {
    /// The pane's name in the lesson.
    pub name: String,
    /// The share of broken runs at each value that has any, in the order of the values.
    pub points: Vec<Share>,
    /// Why there are no points, if it could not be run.
    pub error: Option<Arc<PaneError>>,
}

impl Sweep {
    /// Before the first run.
    pub(super) fn new(request: &SweepRequest) -> Self {
        let pane = |name: &String| PaneSweep { name: name.clone(), points: Vec::new(), error: None };
        Self {
            number: request.number,
            lesson: Arc::clone(&request.lesson),
            settings: request.settings.clone(),
            plan: request.plan.clone(),
            done: 0,
            panes: request.lesson.panes.iter().map(|the| pane(&the.name)).collect(),
            state: JobState::Running,
            took: Duration::ZERO,
        }
    }

    /// Runs that were asked for, over all values.
    pub fn wanted(&self) -> u64 {
        self.plan.runs * self.plan.values.len() as u64
    }

    /// Runs of all panes in a second; `None` before there are any.
    pub fn rate(&self) -> Option<f64> {
        rate(self.done, self.took)
    }

    /// Whether it runs, or waits for its turn.
    pub fn is_running(&self) -> bool {
        self.state == JobState::Running
    }
}

/// What the job thread is asked for.
pub(super) struct SweepRequest {
    pub(super) number: u64,
    pub(super) lesson: Arc<Lesson>,
    pub(super) settings: Settings,
    pub(super) plan: SweepPlan,
}

/// Runs the lesson at each value and tells what there is, now and then and at the end.
pub(super) fn sweep(request: &SweepRequest, runner: &impl Runner, cancel: &Cancel, tell: &dyn Fn(Sweep)) {
    let mut sweep = Sweep::new(request);
    let pane = Arc::default();
    let since = Stopwatch::start();
    let mut news = since;
    'values: for (at, value) in request.plan.values.iter().enumerate() {
        let mut settings = request.settings.clone();
        settings.insert(request.plan.knob.clone(), value.clone());
        for _ in 0..request.plan.runs {
            let next = RunRequest {
                at: Arc::clone(&pane),
                number: sweep.done + 1,
                of: Some(sweep.wanted()),
                lesson: Arc::clone(&request.lesson),
                settings: settings.clone(),
            };
            let Some(run) = run_lesson(&next, runner, cancel) else { break 'values };
            for (pane, points) in run.panes.iter().zip(&mut sweep.panes) {
                match &pane.result {
                    Ok(_) => points.add(at, Signature::of_views(&pane.views).broken),
                    Err(error) => drop(points.error.get_or_insert_with(|| Arc::clone(error))),
                }
            }
            if run.panes.iter().all(|pane| pane.result.is_err()) {
                sweep.state = JobState::Refused;
                break 'values;
            }
            sweep.done += 1;
            sweep.took = since.elapsed();
            if news.has_passed(BETWEEN_NEWS) {
                tell(sweep.clone());
            }
        }
    }
    sweep.state = sweep.state.at_the_end(cancel.is_cancelled());
    tell(sweep);
}

impl PaneSweep {
    fn add(&mut self, at: usize, broken: bool) {
        if self.points.len() <= at {
            self.points.resize(at + 1, Share::default());
        }
        self.points[at].of += 1;
        self.points[at].hits += u64::from(broken);
    }
}
