//! One run from the first socket to the last join; and many of them.

use std::os::fd::{AsFd, AsRawFd};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::model::scenario::Scenario;
use crate::model::{EndpointId, ErrorName, Trace, Transport};

use super::board::Board;
use super::cancel::Cancel;
use super::clock::{Conversion, Reading};
use super::endpoint;
use super::link::{self, OpenSocket, Opened};
use super::lookout::Lookout;
use super::observer::Observer;
use super::performance::{Part, Performance};
use super::recorder::Recorder;
use super::refusal::{Doing, RunError};
use super::{assemble, errno, interrupt, service, supervise};

/// Runs a scenario once, over real sockets, and waits for its end.
///
/// A step that takes too long or a gate that does not open ends the run; the trace then holds what
/// happened until then, with [`Trace::failures`].
///
/// # Errors
/// When the sockets or threads could not be made, or the run was cancelled.
pub fn run(scenario: &Arc<Scenario>, cancel: &Cancel) -> Result<Trace, RunError> {
    run_recording(scenario, cancel, false)
}

/// [`run`], with what the kernel says about the sockets after each call: [`Trace::evidence`].
///
/// Asking costs about as much as the calls themselves, so runs that are only counted go without.
///
/// # Errors
/// As [`run`]. A quantity that the kernel does not tell is no error but missing, with the reason.
pub fn run_observed(scenario: &Arc<Scenario>, cancel: &Cancel) -> Result<Trace, RunError> {
    run_recording(scenario, cancel, true)
}

fn run_recording(scenario: &Arc<Scenario>, cancel: &Cancel, ask_kernel: bool) -> Result<Trace, RunError> {
    if cancel.is_cancelled() {
        return Err(RunError::Cancelled);
    }
    interrupt::prepare().map_err(|error| RunError::Setup {
        doing: Doing::InstallingSignal,
        error: errno::name_of(error),
    })?;
    service::check_available(scenario)?;
    let board = Arc::new(Board::new(Arc::clone(scenario)));
    let (stage, parts) = set_up(&board, ask_kernel)?;
    let (performances, cancelled) = perform_all(&board, parts, cancel)?;
    if cancelled {
        return Err(RunError::Cancelled);
    }
    Ok(stage.take_down(&board, performances))
}

/// What lies around the scripts of a run.
#[derive(Debug)]
pub struct Stage {
    opened: Opened,
    /// Both clocks at the start, if the kernel is asked.
    clocks: Option<Reading>,
}

/// Opens the sockets, and everything that the endpoints need beside them. From here on any of them may
/// ask the kernel about any socket.
pub fn set_up(board: &Board, ask_kernel: bool) -> Result<(Stage, Vec<Part>), RunError> {
    let scenario = &*board.scenario;
    let mut recorders: Vec<_> = scenario.endpoint_ids().map(|id| Recorder::new(scenario, id)).collect();
    let mut opened = link::open(board, &mut recorders)?;
    let clocks = if ask_kernel { Reading::take(|| board.now_ns()) } else { None };
    let sockets = std::mem::take(&mut opened.sockets);
    let part = |(recorder, open): (Recorder, OpenSocket)| {
        let id = recorder.endpoint();
        let mut observer = ask_kernel.then(|| Observer::new(id, scenario.transport));
        if let Some(socket) = &open.socket {
            board.share_socket(id, socket.as_raw_fd());
            if let Some(observer) = &mut observer {
                observer.begin(socket.as_fd(), 0, board.now_ns());
            }
        }
        Part { recorder, observer, open }
    };
    let parts = recorders.into_iter().zip(sockets).map(part).collect();
    Ok((Stage { opened, clocks }, parts))
}

impl Stage {
    /// Closes what is open, and puts together what the endpoints brought home.
    pub fn take_down(self, board: &Board, mut performances: Vec<Performance>) -> Trace {
        assemble::close_all(board, &mut performances);
        self.picture(board, performances)
    }

    /// Puts together what the endpoints have so far.
    pub fn picture(&self, board: &Board, performances: Vec<Performance>) -> Trace {
        let clock = self.placing_timestamps(board);
        let mut trace = assemble::assemble(board, performances, &clock);
        trace.options.splice(0..0, self.opened.reports.iter().cloned());
        trace.refused.splice(0..0, self.opened.refused.iter().cloned());
        trace.took = Duration::from_nanos(board.now_ns());
        trace
    }

    fn placing_timestamps(&self, board: &Board) -> Result<Conversion, String> {
        let unread = || "the system's clock could not be read".to_owned();
        let start = self.clocks.ok_or_else(unread)?;
        Conversion::new(start, Reading::take(|| board.now_ns()).ok_or_else(unread)?)
    }
}

/// What a thread waits for before its first step, and where it reports its end: whether it failed.
struct Signals {
    begin: Receiver<()>,
    ended: Sender<(EndpointId, bool)>,
}

fn perform_all(
    board: &Arc<Board>,
    parts: Vec<Part>,
    cancel: &Cancel,
) -> Result<(Vec<Performance>, bool), RunError> {
    let (tell_end, ended) = bounded(parts.len());
    let (tell_begin, begin) = bounded(parts.len());
    let is_asked = parts.iter().any(|part| part.observer.is_some());
    let mut lookout = (is_asked && board.scenario.transport == Transport::Tcp).then(Lookout::default);
    let mut threads = Vec::new();
    for part in parts {
        let signals = Signals { begin: begin.clone(), ended: tell_end.clone() };
        let id = part.recorder.endpoint();
        match start(board, part, signals) {
            Ok(thread) => threads.push((id, thread)),
            Err(error) => {
                // Those that wait for the beginning learn that there is none.
                drop(tell_begin);
                for (_, thread) in threads {
                    drop(thread.join());
                }
                return Err(error);
            }
        }
    }
    for _ in &threads {
        let _ = tell_begin.send(());
    }
    let cancelled = supervise::watch(board, &threads, &ended, cancel, lookout.as_mut());
    let joined: Vec<_> = threads.into_iter().map(|(_, thread)| thread.join()).collect();
    let performances = joined.into_iter().map(|done| done.ok().flatten()).collect::<Option<Vec<_>>>();
    let mut performances =
        performances.ok_or(RunError::Setup { doing: Doing::Performing, error: ErrorName::Other })?;
    if let Some(lookout) = lookout {
        lookout.hand_over(&mut performances);
    }
    Ok((performances, cancelled))
}

fn start(
    board: &Arc<Board>,
    part: Part,
    signals: Signals,
) -> Result<JoinHandle<Option<Performance>>, RunError> {
    let id = part.recorder.endpoint();
    let name = board.scenario.endpoint(id).name.clone();
    let board = Arc::clone(board);
    let body = move || {
        signals.begin.recv().ok()?;
        // Reported on every way out: the supervisor counts the ends.
        let end = ReportEnd { board: &board, id, failed: true.into(), ended: &signals.ended };
        let done = endpoint::perform(&board, part);
        end.failed.set(done.failure.is_some());
        drop(end);
        Some(done)
    };
    thread::Builder::new().name(name).spawn(body).map_err(|error| RunError::Setup {
        doing: Doing::StartingThread,
        error: errno::name_of_io(&error),
    })
}

struct ReportEnd<'a> {
    board: &'a Board,
    id: EndpointId,
    failed: std::cell::Cell<bool>,
    ended: &'a Sender<(EndpointId, bool)>,
}

impl Drop for ReportEnd<'_> {
    fn drop(&mut self) {
        self.board.finish(self.id);
        // The channel has room for everybody, and the supervisor outlives the threads.
        let _ = self.ended.send((self.id, self.failed.get()));
    }
}

/// Runs a scenario several times, one run after the other.
///
/// # Errors
/// As [`run`]; what was handed to `on_run` before stands.
pub fn run_many(
    scenario: &Arc<Scenario>,
    runs: u32,
    cancel: &Cancel,
    mut on_run: impl FnMut(Trace),
) -> Result<(), RunError> {
    for _ in 0..runs {
        on_run(run(scenario, cancel)?);
    }
    Ok(())
}
