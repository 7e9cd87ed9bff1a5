//! Running the panes of a lesson many times, and counting how they fall out.

use crate::engine::Cancel;
use crate::lesson::{Lesson, Pane, Settings};
use crate::model::{Signature, Tally, conversation};

use super::exit::{Exit, Failure};
use super::mention;
use super::progress::Progress;
use super::run::tell_failures;
use super::runner::{self, PaneRun};

/// What one pane came to.
pub struct PaneCount<'a> {
    /// The pane.
    pub pane: &'a Pane,
    /// Its runs.
    pub tally: Tally,
    /// How long their rounds of question and answer took, in nanoseconds.
    pub rounds: Vec<u64>,
    /// Why it could not be run here.
    pub unavailable: Option<String>,
}

/// Who watches over runs: what they are told, and when they stop.
pub struct Watch {
    /// Stops them.
    pub cancel: Cancel,
    /// Is told of each.
    pub progress: Progress,
    /// The worst that happened so far.
    pub exit: Exit,
}

/// Runs the panes in turn, `runs` times, so that other load weighs on all of them alike. Stops early
/// when that is cancelled.
///
/// # Errors
/// When sockets cannot be made.
pub fn count<'a>(
    lesson: &Lesson,
    panes: &[&'a Pane],
    settings: &Settings,
    runs: u32,
    watch: &mut Watch,
) -> Result<Vec<PaneCount<'a>>, Failure> {
    let mut counts = Vec::new();
    let mut scenarios = Vec::new();
    for &pane in panes {
        scenarios.push(runner::scenario(lesson, pane, settings)?);
        counts.push(PaneCount { pane, tally: Tally::default(), rounds: Vec::new(), unavailable: None });
    }
    for _ in 0..runs {
        for (count, scenario) in counts.iter_mut().zip(&scenarios) {
            if count.unavailable.is_some() {
                continue;
            }
            let Some(run) = runner::run_unless(scenario, &watch.cancel)? else {
                return Ok(counts);
            };
            match run {
                PaneRun::NotAvailable { sentence, reason } => {
                    watch.progress.pause(|| mention(&format!("pane {}: {sentence}", count.pane.name)));
                    count.unavailable = Some(reason);
                }
                PaneRun::Ran(trace) => {
                    // The first run that fails is told; the others would say the same.
                    if watch.exit == Exit::Done {
                        watch.exit = watch.progress.pause(|| tell_failures(&trace));
                    }
                    count.rounds.extend(conversation(&trace));
                    count.tally.add(Signature::of(&trace), ());
                }
            }
        }
        watch.progress.step();
    }
    Ok(counts)
}
