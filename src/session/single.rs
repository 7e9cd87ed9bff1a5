//! The single run: asked for, on its way, delivered, or ended by whoever waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::job::Worker;
use super::jobs::Request;
use super::run::RunRequest;
use super::{JobState, LessonRun, Notice, Session};
use crate::engine::{Cancel, Stopwatch};

/// A run that takes no longer is over before anybody could read that it is on its way.
const SOON: Duration = Duration::from_millis(400);

/// The run that was asked for last, until it is there.
#[derive(Debug)]
pub(super) struct UnderWay {
    since: Stopwatch,
    cancel: Cancel,
    /// The place of the pane that runs.
    pane: Arc<AtomicUsize>,
}

/// How far a run is that takes long enough to be waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongRun {
    /// How long ago it was asked for.
    pub took: Duration,
    /// The place of the pane that runs, among the lesson's.
    pub pane: usize,
}

impl Session {
    pub(super) fn poll_runs(&mut self) -> bool {
        let Some(done) = self.worker.as_ref().and_then(Worker::poll) else {
            return false;
        };
        if let Ok(run) = done {
            self.take(run);
        } else if self.is_counting() && !self.is_running() {
            self.end_job(JobState::Failed);
        } else {
            self.arrived(self.requested);
            self.notices.push(Notice::Defect);
        }
        true
    }

    fn take(&mut self, run: LessonRun) {
        self.arrived(run.number);
        let Some(open) = self.open.as_mut().filter(|open| run.number >= open.stage_from) else {
            return;
        };
        let failing: Vec<(String, String)> = run.failures().collect();
        for (pane, error) in failing.iter().filter(|pane| !open.failing.contains(pane)) {
            self.notices.push(Notice::RunFailed {
                lesson: run.lesson.id.clone(),
                pane: pane.clone(),
                error: error.clone(),
            });
        }
        open.failing = failing;
        open.stage = Some(Arc::new(run));
        open.replay_from_start();
        self.note_run();
        self.settle_answer();
    }

    /// No run up to that one is on its way any more.
    fn arrived(&mut self, number: u64) {
        self.delivered = self.delivered.max(number);
        if !self.is_running() {
            self.under_way = None;
        }
    }

    /// Runs again with the same knobs. Many runs that are under way end here: they would disturb it.
    pub fn run_again(&mut self) {
        self.cancel_job();
        self.drop_hands();
        let (Some(open), Some(worker)) = (&mut self.open, &self.worker) else {
            return;
        };
        self.requested += 1;
        open.asked_with = Some(open.knobs.values().clone());
        open.cancelled = None;
        let pane = Arc::<AtomicUsize>::default();
        let cancel = worker.request(Request::Run(RunRequest {
            number: self.requested,
            of: None,
            lesson: Arc::clone(&open.lesson),
            settings: open.knobs.values().clone(),
            at: Arc::clone(&pane),
        }));
        self.under_way = Some(UnderWay { since: Stopwatch::start(), cancel, pane });
    }

    /// Whether a run is on its way.
    pub fn is_running(&self) -> bool {
        self.delivered < self.requested
    }

    /// The run that is on its way, once it has taken so long that one asks oneself what is going on.
    pub fn long_run(&self) -> Option<LongRun> {
        let under_way = self.under_way.as_ref().filter(|_| self.is_running())?;
        let took = under_way.since.elapsed();
        (took >= SOON).then(|| LongRun { took, pane: under_way.pane.load(Ordering::Relaxed) })
    }

    /// Ends the run that is on its way, if there is one; what is on the stage stays there.
    pub fn cancel_run(&mut self) {
        let Some(UnderWay { since, cancel, .. }) = self.under_way.take() else { return };
        cancel.cancel();
        self.delivered = self.requested;
        if let Some(open) = &mut self.open {
            open.cancelled = Some(since.elapsed());
            open.asked_with = None;
            // It may have come to its end in this very moment.
            open.stage_from = self.requested + 1;
        }
    }

    /// Ends the run that is on its way, if there is one: what it was for is no longer there.
    pub(super) fn forget_run(&mut self) {
        if let Some(UnderWay { cancel, .. }) = self.under_way.take() {
            cancel.cancel();
            self.delivered = self.requested;
        }
    }

    /// How long the run that was asked for last had taken when somebody ended it.
    pub fn cancelled_after(&self) -> Option<Duration> {
        self.open.as_ref()?.cancelled
    }
}
