//! Watches the endpoints of a run: deadlines, cancelling, and the threads' end.

use std::os::unix::thread::JoinHandleExt;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, select};

use crate::model::EndpointId;

use super::board::{Board, Stop};
use super::cancel::Cancel;
use super::interrupt;
use super::lookout::{self, Lookout};

/// How often a thread that has to stop is interrupted again: it may have been between two calls.
pub const AGAIN: Duration = Duration::from_millis(1);

/// Waits until every endpoint has reported its end, and looks on meanwhile where the kernel is asked. Says
/// whether the run was cancelled.
pub fn watch<T>(
    board: &Board,
    threads: &[(EndpointId, JoinHandle<T>)],
    ended: &Receiver<(EndpointId, bool)>,
    cancel: &Cancel,
    mut lookout: Option<&mut Lookout>,
) -> bool {
    let mut running = threads.len();
    let mut cancelled = false;
    let mut stopping = false;
    let never = crossbeam_channel::never();
    while running > 0 {
        let cancelled_channel = if cancelled { &never } else { cancel.closed_when_cancelled() };
        let pause = if stopping { AGAIN } else { until_next_deadline(board, threads) };
        let pause = if lookout.is_some() { pause.min(lookout::EVERY) } else { pause };
        select! {
            recv(ended) -> news => {
                running -= 1;
                if news.is_ok_and(|(_, failed)| failed) {
                    stop_all(board, threads);
                    stopping = true;
                }
            }
            recv(cancelled_channel) -> _ => {
                cancelled = true;
                stop_all(board, threads);
                stopping = true;
            }
            default(pause) => {
                if let Some(lookout) = &mut lookout {
                    lookout.look(board);
                }
                stopping |= stop_expired(board, threads);
            }
        }
        if stopping {
            interrupt_stopped(board, threads);
        }
    }
    cancelled
}

/// Tells every endpoint to stop.
pub fn stop_all<T>(board: &Board, threads: &[(EndpointId, JoinHandle<T>)]) {
    for (endpoint, _) in threads {
        board.stop(*endpoint, Stop::Given);
    }
}

/// A deadline set later than now lies later than the earliest of now, so it is enough to wake then.
fn until_next_deadline<T>(board: &Board, threads: &[(EndpointId, JoinHandle<T>)]) -> Duration {
    let earliest = threads.iter().filter_map(|(endpoint, _)| board.deadline_ns(*endpoint)).min();
    let until = earliest.map(|at| Duration::from_nanos(at.saturating_sub(board.now_ns())));
    until.unwrap_or(board.scenario.deadline).min(board.scenario.deadline).max(AGAIN)
}

/// Stops the endpoints whose time is up, and with them those that are close to it: when two wait for
/// each other, both are named.
fn stop_expired<T>(board: &Board, threads: &[(EndpointId, JoinHandle<T>)]) -> bool {
    let now = board.now_ns();
    let close = u64::try_from(board.scenario.deadline.as_nanos()).unwrap_or(u64::MAX) / 10;
    let deadline = |endpoint: &EndpointId| board.deadline_ns(*endpoint);
    if !threads.iter().any(|(endpoint, _)| deadline(endpoint).is_some_and(|at| at <= now)) {
        return false;
    }
    for (endpoint, _) in threads {
        if deadline(endpoint).is_some_and(|at| at <= now.saturating_add(close)) {
            board.stop(*endpoint, Stop::Deadline);
        }
    }
    true
}

/// Brings those that have to stop back from blocking calls. Says whether there were any.
pub fn interrupt_stopped<T>(board: &Board, threads: &[(EndpointId, JoinHandle<T>)]) -> bool {
    let mut any = false;
    for (endpoint, thread) in threads {
        if board.stopped(*endpoint).is_some() && !board.is_finished(*endpoint) {
            thread.thread().unpark();
            interrupt::interrupt(thread.as_pthread_t() as _);
            any = true;
        }
    }
    any
}
