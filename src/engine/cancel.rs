//! The wish to stop a run.

use std::sync::{Arc, Mutex, PoisonError};

use crossbeam_channel::{Receiver, Sender, bounded};

/// A handle with which anybody may stop a run; its clones stop the same run.
#[derive(Clone, Debug)]
pub struct Cancel {
    alive: Arc<Mutex<Option<Sender<()>>>>,
    cancelled: Receiver<()>,
}

impl Cancel {
    /// A handle that has not been used.
    pub fn new() -> Self {
        let (alive, cancelled) = bounded(0);
        Self { alive: Arc::new(Mutex::new(Some(alive))), cancelled }
    }

    /// Stops the run within 100 ms. Doing so twice, or after the run, does nothing.
    pub fn cancel(&self) {
        self.alive.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Whether [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.alive.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// A channel that is closed by [`cancel`](Self::cancel).
    pub(super) fn closed_when_cancelled(&self) -> &Receiver<()> {
        &self.cancelled
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}
