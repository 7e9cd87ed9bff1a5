//! One run as `stickylab.run/1`, many runs as `stickylab.outcomes/1`. A sweep is in [`super::sweep`].
//!
//! Keys come in the documented order. A value that cannot be known here is null. Beside the schema's
//! own keys stand a few more: when the last byte of a send left, why an option, a count, a quantity or a pane
//! is not available, what stopped a script, who was turned away, how far the bytes were compared.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::pane::PaneJson;
use crate::model::{Outcome, RoundSpread, Tally, Trace, Transport};

/// The schema of [`RunJson`].
pub const RUN_SCHEMA: &str = "stickylab.run/1";
/// The schema of [`OutcomesJson`].
pub const OUTCOMES_SCHEMA: &str = "stickylab.outcomes/1";

/// What a pane of a run came to.
#[derive(Clone, Copy, Debug)]
pub enum PaneResult<'a> {
    /// It ran.
    Ran(&'a Trace),
    /// This machine lacks something that it needs.
    NotAvailable {
        /// The pane's name.
        pane: &'a str,
        /// What it would have run over.
        transport: Transport,
        /// Why not.
        reason: &'a str,
    },
}

/// One run of a lesson, every pane of it. [`Display`](fmt::Display) writes it on one line.
#[derive(Debug, Serialize)]
pub struct RunJson<'a> {
    schema: &'static str,
    lesson: &'a str,
    #[serde(serialize_with = "as_object")]
    settings: &'a [(String, Value)],
    panes: Vec<PaneJson<'a>>,
}

/// Puts a run in the form of [`RUN_SCHEMA`]: `settings` and `panes` in the lesson's order.
pub fn run_json<'a>(
    lesson_id: &'a str,
    settings: &'a [(String, Value)],
    panes: &[PaneResult<'a>],
) -> RunJson<'a> {
    let pane = |result: &PaneResult<'a>| match *result {
        PaneResult::Ran(trace) => PaneJson::of(trace),
        PaneResult::NotAvailable { pane, transport, reason } => {
            PaneJson::not_available(pane, transport, reason)
        }
    };
    RunJson { schema: RUN_SCHEMA, lesson: lesson_id, settings, panes: panes.iter().map(pane).collect() }
}

/// How often each outcome came, per pane. [`Display`](fmt::Display) writes it on one line.
#[derive(Debug, Serialize)]
pub struct OutcomesJson<'a> {
    schema: &'static str,
    lesson: &'a str,
    #[serde(serialize_with = "as_object")]
    settings: &'a [(String, Value)],
    panes: Vec<TallyJson<'a>>,
    asked: u64,
    cancelled: bool,
}

/// How the runs of one pane fell out.
#[derive(Clone, Copy, Debug)]
pub struct PaneTally<'a, E = ()> {
    /// The pane's name.
    pub pane: &'a str,
    /// What it ran over.
    pub transport: Transport,
    /// The outcomes.
    pub tally: &'a Tally<E>,
    /// How long their rounds of question and answer took, where they have some.
    pub rounds: Option<RoundSpread>,
    /// Why it could not be run here.
    pub unavailable: Option<&'a str>,
}

/// Puts tallies in the form of [`OUTCOMES_SCHEMA`]. `asked` is how many runs of each pane were wanted;
/// `cancelled` says that somebody stopped before.
pub fn outcomes_json<'a, E>(
    lesson_id: &'a str,
    settings: &'a [(String, Value)],
    panes: &[PaneTally<'a, E>],
    (asked, cancelled): (u64, bool),
) -> OutcomesJson<'a> {
    OutcomesJson {
        schema: OUTCOMES_SCHEMA,
        lesson: lesson_id,
        settings,
        panes: panes.iter().map(TallyJson::of).collect(),
        asked,
        cancelled,
    }
}

#[derive(Debug, Serialize)]
struct TallyJson<'a> {
    pane: &'a str,
    transport: &'static str,
    runs: u64,
    broken: u64,
    outcomes: Vec<OutcomeJson<'a>>,
    broken_low: f64,
    broken_high: f64,
    other_runs: u64,
    rounds: Option<RoundsJson>,
    unavailable: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct RoundsJson {
    rounds: u64,
    shortest_ns: u64,
    median_ns: u64,
    longest_ns: u64,
}

impl RoundsJson {
    fn of(RoundSpread { rounds, shortest_ns, median_ns, longest_ns }: RoundSpread) -> Self {
        Self { rounds, shortest_ns, median_ns, longest_ns }
    }
}

impl<'a> TallyJson<'a> {
    fn of<E>(&PaneTally { pane, transport, tally, rounds, unavailable }: &PaneTally<'a, E>) -> Self {
        let (broken_low, broken_high) = tally.broken_share().interval();
        Self {
            pane,
            transport: transport.name(),
            runs: tally.runs(),
            broken: tally.broken(),
            outcomes: tally.outcomes().into_iter().map(OutcomeJson::of).collect(),
            broken_low,
            broken_high,
            other_runs: tally.other_runs(),
            rounds: rounds.map(RoundsJson::of),
            unavailable,
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
    fn of<E>(Outcome { signature, runs, .. }: Outcome<'a, E>) -> Self {
        Self {
            read_sizes: &signature.read_sizes,
            boundaries_lost: signature.boundaries_lost,
            runs,
            broken: signature.broken,
        }
    }
}

pub(super) fn as_object<S: Serializer>(settings: &&[(String, Value)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(settings.iter().map(|(name, value)| (name, value)))
}

pub(super) fn write_on_one_line(document: &impl Serialize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
