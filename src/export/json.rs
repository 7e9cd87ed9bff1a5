//! One run as `stickylab.run/1`, many runs as `stickylab.outcomes/1`.
//!
//! Keys come in the documented order. A value that cannot be known here is null. Beside the schema's
//! own keys stand a few more: why an option or a count is not available, what stopped a script, who
//! was turned away, how far the bytes were compared.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::pane::PaneJson;
use crate::model::{Signature, Tally, Trace, Transport};

/// The schema of [`RunJson`].
pub const RUN_SCHEMA: &str = "stickylab.run/1";
/// The schema of [`OutcomesJson`].
pub const OUTCOMES_SCHEMA: &str = "stickylab.outcomes/1";

/// One run of a lesson, every pane of it. [`Display`](fmt::Display) writes it on one line.
#[derive(Debug, Serialize)]
pub struct RunJson<'a> {
    schema: &'static str,
    lesson: &'a str,
    #[serde(serialize_with = "as_object")]
    settings: &'a [(String, Value)],
    panes: Vec<PaneJson<'a>>,
}

/// Puts a run in the form of [`RUN_SCHEMA`]: `settings` in the lesson's order, a trace per pane.
pub fn run_json<'a>(
    lesson_id: &'a str,
    settings: &'a [(String, Value)],
    panes: &[&'a Trace],
) -> RunJson<'a> {
    RunJson {
        schema: RUN_SCHEMA,
        lesson: lesson_id,
        settings,
        panes: panes.iter().map(|trace| PaneJson::of(trace)).collect(),
    }
}

/// How often each outcome came, per pane. [`Display`](fmt::Display) writes it on one line.
#[derive(Debug, Serialize)]
pub struct OutcomesJson<'a> {
    schema: &'static str,
    lesson: &'a str,
    #[serde(serialize_with = "as_object")]
    settings: &'a [(String, Value)],
    panes: Vec<TallyJson<'a>>,
}

/// Puts tallies in the form of [`OUTCOMES_SCHEMA`], each with its pane's name and transport.
pub fn outcomes_json<'a>(
    lesson_id: &'a str,
    settings: &'a [(String, Value)],
    panes: &[(&'a str, Transport, &'a Tally)],
) -> OutcomesJson<'a> {
    OutcomesJson {
        schema: OUTCOMES_SCHEMA,
        lesson: lesson_id,
        settings,
        panes: panes.iter().map(TallyJson::of).collect(),
    }
}

#[derive(Debug, Serialize)]
struct TallyJson<'a> {
    pane: &'a str,
    transport: &'static str,
    runs: u64,
    broken: u64,
    outcomes: Vec<OutcomeJson<'a>>,
}

impl<'a> TallyJson<'a> {
    fn of(&(pane, transport, tally): &(&'a str, Transport, &'a Tally)) -> Self {
        let outcomes = tally.outcomes();
        Self {
            pane,
            transport: transport.name(),
            runs: tally.runs(),
            broken: tally.broken(),
            outcomes: outcomes.into_iter().map(OutcomeJson::of).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct OutcomeJson<'a> {
    read_sizes: &'a [u64],
    boundaries_lost: u64,
    runs: u64,
    broken: bool,
}

impl<'a> OutcomeJson<'a> {
    fn of((signature, runs): (&'a Signature, u64)) -> Self {
        Self {
            read_sizes: &signature.read_sizes,
            boundaries_lost: signature.boundaries_lost,
            runs,
            broken: signature.broken,
        }
    }
}

fn as_object<S: Serializer>(settings: &&[(String, Value)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(settings.iter().map(|(name, value)| (name, value)))
}

fn write_on_one_line(document: &impl Serialize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let text = serde_json::to_string(document).map_err(|_| fmt::Error)?;
    f.write_str(&text)
}

impl fmt::Display for RunJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_on_one_line(self, f)
    }
}

impl fmt::Display for OutcomesJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_on_one_line(self, f)
    }
}
