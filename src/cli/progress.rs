//! How far a long command is, on standard error, and Ctrl-C, which ends it early.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::engine::{Cancel, Stopwatch};

use super::mention;

/// Where standard error is no terminal, a line each time that this has passed.
const BETWEEN_LINES: Duration = Duration::from_secs(5);

/// Counts what is done, and tells it: a bar in a terminal, a line now and then elsewhere.
pub struct Progress {
    all: u64,
    done: u64,
    since: Stopwatch,
    told: Stopwatch,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Of so many runs none is done.
    pub fn new(all: u64) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| bar(all));
        Self { all, done: 0, since: Stopwatch::start(), told: Stopwatch::start(), bar }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        match &self.bar {
            Some(bar) => bar.inc(1),
            None if self.told.has_passed(BETWEEN_LINES) => {
                let rate = self.done as f64 / self.since.elapsed().as_secs_f64();
                mention(&format!("{} of {} runs, {rate:.0} a second", self.done, self.all));
            }
            None => {}
        }
    }

    /// Makes room for other words on the terminal.
    pub fn pause<T>(&self, say: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(all: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:32} {pos} of {len} runs · {per_sec} · {eta} left");
    let bar = ProgressBar::new(all);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// What the first Ctrl-C cancels. A second one ends the program at once.
pub fn cancelled_by_keyboard() -> Cancel {
    const INTERRUPTED: i32 = 130;
    let cancel = Cancel::new();
    let to_cancel = cancel.clone();
    let handler = move || {
        if to_cancel.is_cancelled() {
            std::process::exit(INTERRUPTED);
        }
        to_cancel.cancel();
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        mention(&format!("Ctrl-C will end this without a result: {error}"));
    }
    cancel
}
