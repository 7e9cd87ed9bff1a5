//! What the user is doing: the lesson, its step, the knobs, the answers, and the run on the stage.
//!
//! A [`Session`] has no window and no clock. It is told what the user did, asks its job thread for
//! runs, and [`Session::poll`] takes what is finished; the waker says when that is worthwhile.
//! Settings, progress and saved runs go where [`storage`] says.

mod answers;
mod count;
mod course_way;
mod hands;
mod job;
mod jobs;
mod knobs;
mod look;
mod navigation;
mod notice;
mod opener;
pub mod playback;
mod present;
mod record;
mod replay;
mod rounds;
mod run;
mod save;
mod single;
pub mod storage;
mod sweep;
#[cfg(test)]
mod tests;
mod watch;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::engine;
use crate::lesson::{Catalog, Diagnostic, Lang, Lesson, LessonStep, Settings, StepKind, View};

use crossbeam_channel::Receiver;

use job::{Slot, Worker};
use jobs::{LongJob, News, Request};
use knobs::Knobs;
use opener::Opener;
use record::{Preferences, Progress, RecordFile};
use single::UnderWay;
use watch::Watch;

pub use answers::{Prediction, Solution};
pub use count::{JobState, Outcomes, PaneOutcomes};
pub use course_way::ChapterProgress;
pub use hands::ByHand;
pub use job::Waker;
pub use jobs::RUN_COUNTS;
pub use navigation::LessonProgress;
pub use notice::Notice;
pub use playback::{Pace, Playback};
pub use record::{Answer, TEXT_SCALES, Theme};
pub use rounds::{RoundBar, RoundTimes};
pub use run::{LessonRun, PaneError, PaneRun, Runner};
pub use save::SaveError;
pub use single::LongRun;
pub use storage::Storage;
pub use sweep::{PaneSweep, Sweep, SweepPlan};

/// What a session begins with.
pub struct StartOptions {
    /// The lessons.
    pub catalog: Catalog,
    /// The folder of a teacher's lessons among them, to be looked after.
    pub folder: Option<PathBuf>,
    /// The id of the lesson to open; the one that was open last if left out.
    pub lesson: Option<String>,
    /// The language; the one that was chosen last if left out. It is not remembered.
    pub lang: Option<Lang>,
    /// Where things are kept.
    pub storage: Storage,
}

/// What the user is doing.
pub struct Session {
    catalog: Catalog,
    storage: Storage,
    preferences: Preferences,
    preferences_file: RecordFile,
    progress: Progress,
    progress_file: RecordFile,
    lang: Lang,
    open: Option<OpenLesson>,
    /// Whether a class looks on.
    presents: bool,
    /// Whether someone is greeted who opens the lab for the first time.
    greets: bool,
    /// The id of the chapter whose page is shown.
    page: Option<String>,
    notices: Vec<Notice>,
    watch: Option<Watch>,
    /// `None` if the system could not start a thread.
    worker: Option<Worker<Request, LessonRun>>,
    /// Opens and closes what is led by hand; `None` if the system could not start a thread.
    opener: Option<Opener>,
    /// The number of the order for sockets that was given last.
    hands_ordered: u64,
    /// What long jobs tell.
    news: Receiver<News>,
    /// Many runs or a sweep, if they are under way.
    long: Option<LongJob>,
    /// Long jobs that were asked for.
    jobs: u64,
    /// The number of the run that was asked for last.
    requested: u64,
    /// The number of the run that was delivered or ended last.
    delivered: u64,
    /// The run that is on its way.
    under_way: Option<UnderWay>,
}

/// The lesson that is open.
struct OpenLesson {
    lesson: Arc<Lesson>,
    step: usize,
    view: View,
    knobs: Knobs,
    /// Steps whose result was shown without an answer.
    revealed: BTreeSet<String>,
    /// Questions whose answer a class has seen.
    shown: BTreeSet<String>,
    stage: Option<Arc<LessonRun>>,
    outcomes: Option<Arc<Outcomes>>,
    sweep: Option<Arc<Sweep>>,
    /// Runs before this one belong to another lesson or question.
    stage_from: u64,
    /// The knobs of the run that was asked for last.
    asked_with: Option<Settings>,
    /// How long the run had taken that somebody ended; until another is asked for.
    cancelled: Option<Duration>,
    /// Panes that did not run, and why, so that a drag says it once.
    failing: Vec<(String, String)>,
    /// The replay of the run on the stage, while one is loaded.
    playback: Option<Playback>,
    /// The pane that is led by hand, in the place of runs.
    by_hand: Option<ByHand>,
}

impl OpenLesson {
    fn current(&self) -> Option<&LessonStep> {
        self.lesson.steps.get(self.step)
    }
}

impl Session {
    /// Opens the lesson and runs it. The waker is called whenever [`Session::poll`] has news.
    pub fn start(options: StartOptions, waker: Waker) -> Self {
        // What the kernel says is worth its cost in a run that is looked at, and not in one of many.
        Self::start_with_runners(options, waker, engine::run_observed, engine::run)
    }

    /// [`Session::start`], with something else in the engine's place.
    pub fn start_with(options: StartOptions, waker: Waker, runner: impl Runner) -> Self {
        let runner = Arc::new(runner);
        let counted = Arc::clone(&runner);
        let single = move |scenario: &_, cancel: &_| runner(scenario, cancel);
        Self::start_with_runners(options, waker, single, move |scenario: &_, cancel: &_| {
            counted(scenario, cancel)
        })
    }

    fn start_with_runners(
        options: StartOptions,
        waker: Waker,
        single: impl Runner,
        counted: impl Runner,
    ) -> Self {
        let StartOptions { catalog, folder, lesson, lang, storage } = options;
        let (preferences_file, preferences, damaged) =
            RecordFile::open::<Preferences>(storage.settings_file());
        let mut notices = Vec::from_iter(damaged);
        let (progress_file, progress, damaged) = RecordFile::open(storage.progress_file());
        notices.extend(damaged);
        let is_blank = preferences == Preferences::default() && progress == Progress::default();
        let greets = lesson.is_none() && is_blank && notices.is_empty();
        if storage.runs_folder().is_none() {
            notices.push(Notice::NoFolder);
        }
        notices.extend(catalog.diagnostics().iter().cloned().map(Notice::LessonBroken));
        if let Some(folder) =
            folder.as_ref().filter(|_| catalog.added() + catalog.diagnostics().len() == 0)
        {
            notices.push(Notice::NoLessons(folder.clone()));
        }
        let (slot, news) = Slot::new();
        let watch = folder.and_then(|folder| {
            let watch = Watch::start(&folder, Arc::clone(&waker));
            let told = |error: notify::Error| Notice::NotWatched { folder, error: error.to_string() };
            watch.map_err(|error| notices.push(told(error))).ok()
        });
        let work = jobs::work(single, counted, slot, Arc::clone(&waker));
        let worker = Worker::start(work, job::PATIENCE, Arc::clone(&waker));
        let told = |error| Notice::NoThread(Arc::new(error));
        let worker = worker.map_err(|error| notices.push(told(error))).ok();
        let opener = Opener::start(waker).map_err(|error| notices.push(told(error))).ok();
        let mut session = Self {
            lang: lang.or_else(|| preferences.lang()).unwrap_or_default(),
            catalog,
            storage,
            preferences,
            preferences_file,
            progress,
            progress_file,
            open: None,
            presents: false,
            greets,
            page: None,
            notices,
            watch,
            worker,
            opener,
            hands_ordered: 0,
            news,
            long: None,
            jobs: 0,
            requested: 0,
            delivered: 0,
            under_way: None,
        };
        session.open_first(lesson);
        session
    }

    /// Takes what is finished, and what long jobs have so far. Says whether anything changed.
    pub fn poll(&mut self) -> bool {
        let delivered = self.poll_runs();
        let told = self.poll_jobs();
        let done_by_hand = self.poll_hands();
        let edited = self.poll_watch();
        delivered || told || done_by_hand || edited
    }

    /// Reads the lessons again if their files were edited.
    fn poll_watch(&mut self) -> bool {
        let Some(folder) = self.watch.as_ref().and_then(Watch::changed) else { return false };
        if !folder.is_dir() {
            // What was read from it stays.
            self.notices.push(Notice::FolderGone(folder.to_owned()));
            return true;
        }
        let catalog = Catalog::with_folder(folder);
        self.replace_catalog(catalog);
        true
    }

    /// The run on the stage; `None` before the first and while a question hides it.
    pub fn stage(&self) -> Option<&Arc<LessonRun>> {
        let open = self.open.as_ref().filter(|_| !self.is_hidden())?;
        open.stage.as_ref()
    }

    /// The run that the stage would show, also while a question hides it: what was sent is no secret.
    pub fn run_kept(&self) -> Option<&Arc<LessonRun>> {
        self.open.as_ref()?.stage.as_ref()
    }

    /// Whether a result must not be shown yet: this step's question is open, or what is read here
    /// leads to one that is. What a teacher answered at the desk is no secret from the teacher alone: a
    /// class is asked all the same.
    pub fn is_hidden(&self) -> bool {
        let Some(open) = &self.open else { return false };
        let mut ahead = open.lesson.steps.iter().skip(open.step);
        let next = ahead.find(|step| step.kind != StepKind::Read);
        let question = next.filter(|step| step.kind == StepKind::Predict);
        question.is_some_and(|step| {
            if self.presents {
                return !open.shown.contains(&step.id);
            }
            self.answer_to(step).is_none() && !open.revealed.contains(&step.id)
        })
    }

    /// Whether this step asks, and the question is still open.
    pub fn is_asking(&self) -> bool {
        self.is_hidden() && self.step().is_some_and(|step| step.kind == StepKind::Predict)
    }

    /// How the stage shows the run.
    pub fn view(&self) -> View {
        self.open.as_ref().map(|open| open.view).unwrap_or_default()
    }

    /// Shows the run in another way, until the lesson or a step asks for another.
    pub fn set_view(&mut self, view: View) {
        if let Some(open) = &mut self.open {
            open.view = view;
            if view == View::Outcomes {
                open.playback = None;
            }
        }
    }

    /// What is wrong with the files of the lesson that is open; what it was goes on.
    pub fn lesson_errors(&self) -> Vec<&Diagnostic> {
        let Some(open) = &self.open else { return Vec::new() };
        let is_in =
            |file: &str| Path::new(file).parent().is_some_and(|folder| folder.ends_with(&open.lesson.id));
        self.catalog.diagnostics().iter().filter(|diagnostic| is_in(&diagnostic.file)).collect()
    }

    /// The lessons.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Where things are kept.
    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    /// What the user should be told, once.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    fn save_preferences(&mut self) {
        self.notices.extend(self.preferences_file.save(&self.preferences));
    }

    fn save_progress(&mut self) {
        self.notices.extend(self.progress_file.save(&self.progress));
    }
}
