//! What one endpoint has so far, for those who look on while it is at work.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::trace::FailureKind;
use crate::model::{Action, EndpointId};

use super::board::{Board, Stop};
use super::performance::Performance;

/// Told from any thread that there is something to see.
pub type ToldWaker = Arc<dyn Fn() + Send + Sync>;

/// An endpoint with so many calls or fewer is looked at after each of them.
const FEW_CALLS: usize = 512;
/// Any other at most so often, in nanoseconds: a look copies what there is.
const PAUSE_NS: u64 = 16_000_000;

/// Looks at one endpoint.
pub struct Onlooker {
    seen: Mutex<Seen>,
    /// Looks at all endpoints of the run.
    looks: Arc<AtomicU64>,
    waker: ToldWaker,
}

#[derive(Default)]
struct Seen {
    latest: Option<Performance>,
    at_ns: u64,
    calling: Option<Action>,
    refused: Option<FailureKind>,
}

impl std::fmt::Debug for Onlooker {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Onlooker").finish_non_exhaustive()
    }
}

impl Onlooker {
    /// Counts its looks in `looks`, and calls the waker after each.
    pub fn new(looks: Arc<AtomicU64>, waker: ToldWaker) -> Self {
        Self { seen: Mutex::default(), looks, waker }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an endpoint with so many calls is worth a look.
    pub fn wants(&self, calls: usize, now_ns: u64) -> bool {
        calls <= FEW_CALLS || now_ns >= self.seen().at_ns.saturating_add(PAUSE_NS)
    }

    /// Takes what there is in the place of what was there.
    pub fn look(&self, latest: Performance, now_ns: u64) {
        let mut seen = self.seen();
        seen.latest = Some(latest);
        seen.at_ns = now_ns;
        drop(seen);
        self.news();
    }

    /// Tells that there is something to see, if only in the queues.
    pub fn news(&self) {
        self.looks.fetch_add(1, Ordering::SeqCst);
        (self.waker)();
    }

    /// What was seen last; `None` before the endpoint began.
    pub fn latest(&self) -> Option<Performance> {
        self.seen().latest.as_ref().map(Performance::copy)
    }

    /// The hand's call that has not returned.
    pub fn calling(&self) -> Option<Action> {
        self.seen().calling.clone()
    }

    /// Why the hand's last action made no call.
    pub fn refused(&self) -> Option<FailureKind> {
        self.seen().refused.clone()
    }

    /// A hand is about to act. Says whether it may: it does one thing at a time.
    pub fn begin(&self, action: &Action) -> bool {
        let mut seen = self.seen();
        let free = seen.calling.is_none();
        if free {
            seen.calling = Some(action.clone());
            seen.refused = None;
        }
        free
    }

    /// Stops the call that has not returned. Says whether there is one.
    pub fn stop_call(&self, board: &Board, endpoint: EndpointId) -> bool {
        let seen = self.seen();
        if seen.calling.is_some() {
            board.stop(endpoint, Stop::Given);
        }
        seen.calling.is_some()
    }

    /// The hand's call has returned.
    pub fn end(
        &self,
        (board, endpoint): (&Board, EndpointId),
        latest: Performance,
        refused: Option<FailureKind>,
    ) {
        let mut seen = self.seen();
        *seen = Seen { latest: Some(latest), at_ns: board.now_ns(), calling: None, refused };
        // Under the lock, so that a wish to stop this call does not stop the next one.
        board.resume(endpoint);
        drop(seen);
        self.news();
    }
}
