//! How long something has taken so far, for rates and for news that must not come too often.

use std::time::{Duration, Instant};

/// Runs from its start on.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts it.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since its start, on the monotonic clock.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    /// Whether `period` has passed since the start; then it starts anew.
    pub fn has_passed(&mut self, period: Duration) -> bool {
        let passed = self.elapsed() >= period;
        if passed {
            *self = Self::start();
        }
        passed
    }
}
