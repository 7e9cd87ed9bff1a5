//! Long jobs: many runs, and sweeps. Single runs and long jobs never run at the same time, for they
//! would disturb each other: a single run ends a long job, and a long job waits for a single run.

use std::sync::Arc;

use crate::engine::Cancel;
use crate::lesson::View;

use super::Session;
use super::count::{CountRequest, JobState, Outcomes, count};
use super::job::{Slot, Waker};
use super::run::{LessonRun, RunRequest, Runner, run_lesson};
use super::sweep::{Sweep, SweepPlan, SweepRequest, sweep};

/// Numbers of runs that are offered.
pub const RUN_COUNTS: [u64; 5] = [10, 50, 200, 1000, 10_000];
/// What is chosen as long as nobody chose.
const USUAL_RUNS: u64 = 200;

/// What the job thread is asked for.
pub(super) enum Request {
    Run(RunRequest),
    Count(CountRequest),
    Sweep(SweepRequest),
}

/// What a long job has so far.
pub(super) enum News {
    Count(Outcomes),
    Sweep(Sweep),
}

/// A long job under way.
pub(super) struct LongJob {
    number: u64,
    stage: Stage,
}

enum Stage {
    /// It waits until the single run is delivered.
    Waiting(Request),
    /// The job thread has it.
    Started(Cancel),
}

/// What does the work on the job thread: single runs with one runner, long jobs with the other.
pub(super) fn work(
    single: impl Runner,
    counted: impl Runner,
    news: Slot<News>,
    waker: Waker,
) -> impl Fn(&Request, &Cancel) -> Option<LessonRun> + Send + Sync {
    let tell = move |latest: News| {
        news.put(latest);
        waker();
    };
    move |request, cancel| match request {
        Request::Run(request) => run_lesson(request, &single, cancel),
        Request::Count(request) => {
            count(request, &counted, cancel, &|outcomes| tell(News::Count(outcomes)));
            None
        }
        Request::Sweep(request) => {
            sweep(request, &counted, cancel, &|points| tell(News::Sweep(points)));
            None
        }
    }
}

impl Session {
    /// How many runs [`Session::repeat`] asks for.
    pub fn repeat_runs(&self) -> u64 {
        self.preferences.runs.filter(|runs| RUN_COUNTS.contains(runs)).unwrap_or(USUAL_RUNS)
    }

    /// Chooses one of [`RUN_COUNTS`], and remembers it.
    pub fn set_repeat_runs(&mut self, runs: u64) {
        self.preferences.runs = Some(runs);
        self.save_preferences();
    }

    /// Runs the lesson so many times and shows how that falls out. Nothing happens while a result is
    /// kept back.
    pub fn repeat(&mut self) {
        if !self.is_hidden() {
            self.count_runs(self.repeat_runs());
            self.set_view(View::Outcomes);
        }
    }

    /// Counts so many runs with the knobs as they are.
    pub(super) fn count_runs(&mut self, runs: u64) {
        self.drop_hands();
        let number = self.next_job();
        let Some(open) = &mut self.open else { return };
        let lesson = Arc::clone(&open.lesson);
        let settings = open.knobs.values().clone();
        let request = CountRequest { number, lesson, settings, runs };
        open.outcomes = Some(Arc::new(Outcomes::new(&request)));
        self.begin(number, Request::Count(request));
    }

    /// Sweeps one knob, the others as they are. Nothing happens while a result is kept back.
    pub fn sweep_knob(&mut self, plan: SweepPlan) {
        if self.is_hidden() {
            return;
        }
        self.drop_hands();
        let number = self.next_job();
        let Some(open) = &mut self.open else { return };
        let lesson = Arc::clone(&open.lesson);
        let settings = open.knobs.values().clone();
        let request = SweepRequest { number, lesson, settings, plan };
        open.sweep = Some(Arc::new(Sweep::new(&request)));
        self.begin(number, Request::Sweep(request));
    }

    /// Ends the long job that is under way, if there is one; what it has stands.
    pub fn cancel_job(&mut self) {
        self.end_job(JobState::Cancelled);
    }

    /// Whether many runs or a sweep are under way.
    pub fn is_counting(&self) -> bool {
        self.long.is_some()
    }

    /// How many runs fell out in which way; `None` before any were asked for, and while a question
    /// hides it.
    pub fn outcomes(&self) -> Option<&Arc<Outcomes>> {
        self.open.as_ref().filter(|_| !self.is_hidden())?.outcomes.as_ref()
    }

    /// The sweep that was asked for last; `None` before, and while a question hides it.
    pub fn sweep(&self) -> Option<&Arc<Sweep>> {
        self.open.as_ref().filter(|_| !self.is_hidden())?.sweep.as_ref()
    }

    /// Puts one of many runs on the stage, with its knobs as they were, and shows its bytes.
    pub fn show_counted(&mut self, run: &Arc<LessonRun>) {
        if self.is_hidden() {
            return;
        }
        self.drop_hands();
        let next = self.requested + 1;
        let Some(open) = &mut self.open else { return };
        open.knobs.set_all(run.settings.clone());
        open.asked_with = Some(run.settings.clone());
        open.cancelled = None;
        open.stage = Some(Arc::clone(run));
        open.replay_from_start();
        // A run that is on its way comes too late to take its place.
        open.stage_from = next;
        open.view = View::Bytes;
    }

    fn next_job(&mut self) -> u64 {
        self.cancel_job();
        self.jobs += 1;
        self.jobs
    }

    fn begin(&mut self, number: u64, request: Request) {
        self.long = Some(LongJob { number, stage: Stage::Waiting(request) });
        self.start_waiting();
        if self.worker.is_none() {
            self.end_job(JobState::Failed);
        }
    }

    /// Starts the long job that waits, if nothing stands in its way any more.
    fn start_waiting(&mut self) {
        if self.is_running() {
            return;
        }
        let Some(worker) = &self.worker else { return };
        match self.long.take() {
            Some(LongJob { number, stage: Stage::Waiting(request) }) => {
                let cancel = worker.request(request);
                self.long = Some(LongJob { number, stage: Stage::Started(cancel) });
            }
            other => self.long = other,
        }
    }

    /// The job is over for the session. What it still tells is taken, but it runs no more.
    pub(super) fn end_job(&mut self, state: JobState) {
        let Some(LongJob { number, stage }) = self.long.take() else { return };
        if let Stage::Started(cancel) = stage {
            cancel.cancel();
        }
        let Some(open) = &mut self.open else { return };
        if let Some(outcomes) = open.outcomes.as_mut().filter(|outcomes| outcomes.number == number) {
            Arc::make_mut(outcomes).state = state;
        }
        if let Some(sweep) = open.sweep.as_mut().filter(|sweep| sweep.number == number) {
            Arc::make_mut(sweep).state = state;
        }
    }

    /// Takes what long jobs have told. Says whether that was anything.
    pub(super) fn poll_jobs(&mut self) -> bool {
        let told = self.news.try_recv().ok();
        let any = told.is_some();
        match told {
            Some(News::Count(mut outcomes)) => {
                let is_current = self.is_under_way(outcomes.number, outcomes.state);
                let known = self.open.as_mut().and_then(|open| open.outcomes.as_mut());
                if let Some(known) = known.filter(|known| known.number == outcomes.number) {
                    outcomes.state = settled(is_current, outcomes.state, known.state);
                    *known = Arc::new(outcomes);
                }
                self.settle_answer();
            }
            Some(News::Sweep(mut sweep)) => {
                let is_current = self.is_under_way(sweep.number, sweep.state);
                let known = self.open.as_mut().and_then(|open| open.sweep.as_mut());
                if let Some(known) = known.filter(|known| known.number == sweep.number) {
                    sweep.state = settled(is_current, sweep.state, known.state);
                    *known = Arc::new(sweep);
                }
            }
            None => {}
        }
        self.start_waiting();
        any
    }

    /// Whether it is the job that is under way; one that tells its end is so no more.
    fn is_under_way(&mut self, number: u64, state: JobState) -> bool {
        let is_current = self.long.as_ref().is_some_and(|long| long.number == number);
        if is_current && state != JobState::Running {
            self.long = None;
        }
        is_current
    }
}

/// A job that was ended stays so, whatever it told before it knew.
fn settled(is_current: bool, told: JobState, known: JobState) -> JobState {
    if !is_current && told == JobState::Running { known } else { told }
}

#[cfg(test)]
mod tests {
    use super::JobState::{Cancelled, Done, Failed, Running};
    use super::*;

    #[test]
    fn what_comes_late_does_not_undo_how_a_job_ended() {
        let check = |is_current, told, known, expected| {
            assert_eq!(settled(is_current, told, known), expected, "{told:?} after {known:?}");
        };
        check(true, Running, Running, Running);
        check(true, Done, Running, Done);
        check(false, Running, Failed, Failed);
        check(false, Running, Cancelled, Cancelled);
        check(false, Cancelled, Cancelled, Cancelled);
    }
}
