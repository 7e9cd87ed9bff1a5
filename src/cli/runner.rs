//! One pane of a lesson, run for real.

use std::sync::Arc;

use crate::engine::{self, Cancel, RunError};
use crate::export::failure_message;
use crate::lesson::{Lesson, Pane, Settings};
use crate::model::{Scenario, Trace};
use crate::text::EN;

use super::exit::Failure;

/// How a run went.
#[derive(Debug)]
pub enum PaneRun {
    /// It went to its end, or until a script was stopped: see [`Trace::failures`].
    Ran(Box<Trace>),
    /// This machine lacks something that it needs.
    NotAvailable {
        /// What is missing and why, in a sentence.
        sentence: String,
        /// Only why.
        reason: String,
    },
}

/// What is to be run in a pane.
///
/// # Errors
/// When the settings make no scenario.
pub fn scenario(lesson: &Lesson, pane: &Pane, settings: &Settings) -> Result<Arc<Scenario>, Failure> {
    let scenario = lesson.scenario(pane, settings);
    scenario.map(Arc::new).map_err(|diagnostic| Failure::Lesson(vec![diagnostic]))
}

/// Runs it once.
///
/// # Errors
/// When its sockets or threads cannot be made.
pub fn run(scenario: &Arc<Scenario>) -> Result<PaneRun, Failure> {
    told(scenario, engine::run(scenario, &Cancel::default()))
}

/// Runs it once and asks the kernel meanwhile.
///
/// # Errors
/// As [`run`].
pub fn run_observed(scenario: &Arc<Scenario>) -> Result<PaneRun, Failure> {
    told(scenario, engine::run_observed(scenario, &Cancel::default()))
}

/// Runs it once; `None` if somebody cancelled that.
///
/// # Errors
/// As [`run`].
pub fn run_unless(scenario: &Arc<Scenario>, cancel: &Cancel) -> Result<Option<PaneRun>, Failure> {
    match engine::run(scenario, cancel) {
        Err(RunError::Cancelled) => Ok(None),
        result => told(scenario, result).map(Some),
    }
}

fn told(scenario: &Scenario, result: Result<Trace, RunError>) -> Result<PaneRun, Failure> {
    match result {
        Ok(trace) => Ok(PaneRun::Ran(Box::new(trace))),
        Err(error) => {
            let sentence = error.to_string();
            match error {
                RunError::NotAvailable(lacking) => {
                    Ok(PaneRun::NotAvailable { sentence, reason: lacking.reason() })
                }
                RunError::Setup { error, .. } => {
                    let advice = (EN.system.advice)(error.name());
                    Err(Failure::Run(format!(
                        "pane {}: {sentence}. {advice}, then run it again",
                        scenario.pane
                    )))
                }
                RunError::Cancelled => Err(Failure::Run(format!("pane {}: {sentence}", scenario.pane))),
            }
        }
    }
}

/// What stopped the scripts of a run, in sentences; empty for a run as planned.
pub fn failures(trace: &Trace) -> Vec<String> {
    let scenario = &trace.scenario;
    let tell = |failure: &crate::model::Failure| {
        let place = match failure.line {
            0 => String::new(),
            line => format!(" (lesson.toml line {line})"),
        };
        let endpoint = &scenario.endpoint(failure.endpoint).name;
        format!("pane {}: {endpoint}{place}: {}", scenario.pane, failure_message(&failure.what))
    };
    trace.failures.iter().map(tell).collect()
}
