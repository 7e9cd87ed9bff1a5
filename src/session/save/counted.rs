//! Many runs and sweeps, in the form in which they are saved.

use std::io;
use std::path::{Path, PathBuf};

use super::super::{JobState, Outcomes, RoundTimes, Sweep};
use super::{lacking, write_new};
use crate::export::{PaneSweep, PaneTally, SweepPlan, SweepPoint, outcomes_json, sweep_json};
use crate::lesson::{Knob, Lesson, Value};
use crate::model::{RoundSpread, Share, Transport};

/// Writes the outcomes of many runs.
pub fn write_outcomes(folder: &Path, outcomes: &Outcomes) -> io::Result<PathBuf> {
    let lesson = &outcomes.lesson;
    let settings = lesson.settings_json(&outcomes.settings);
    let reasons: Vec<_> = outcomes.panes.iter().map(|pane| lacking(pane.error.as_deref())).collect();
    let panes = outcomes.panes.iter().zip(&reasons);
    let tallies: Vec<_> = panes
        .map(|(pane, reason)| PaneTally {
            pane: &pane.name,
            transport: transport(lesson, &pane.name),
            tally: &pane.tally,
            rounds: spread(&pane.rounds),
            unavailable: reason.as_deref(),
        })
        .collect();
    let asked = (outcomes.wanted, is_cut_short(outcomes.state));
    let document = outcomes_json(&lesson.id, &settings, &tallies, asked);
    write_new(folder, &format!("{}-outcomes", lesson.id), &document)
}

/// Writes a sweep.
pub fn write_sweep(folder: &Path, sweep: &Sweep) -> io::Result<PathBuf> {
    let (lesson, plan) = (&sweep.lesson, &sweep.plan);
    let mut settings = lesson.settings_json(&sweep.settings);
    settings.retain(|(name, _)| *name != plan.knob);
    let reasons: Vec<_> = sweep.panes.iter().map(|pane| lacking(pane.error.as_deref())).collect();
    let point = |(value, &broken): (&Value, &Share)| SweepPoint { value: value.json(), broken };
    let points: Vec<Vec<SweepPoint>> = sweep
        .panes
        .iter()
        .map(|pane| plan.values.iter().zip(&pane.points).map(point).collect())
        .collect();
    let panes = sweep.panes.iter().zip(&points).zip(&reasons);
    let panes: Vec<_> = panes
        .map(|((pane, points), reason)| PaneSweep {
            pane: &pane.name,
            transport: transport(lesson, &pane.name),
            points,
            unavailable: reason.as_deref(),
        })
        .collect();
    let unit = lesson.knob(&plan.knob).map_or("", Knob::unit);
    let cancelled = is_cut_short(sweep.state);
    let (knob, asked) = (plan.knob.as_str(), plan.runs);
    let plan = SweepPlan { lesson: &lesson.id, settings: &settings, knob, unit, asked, cancelled };
    write_new(folder, &format!("{}-sweep", lesson.id), &sweep_json(plan, &panes))
}

fn is_cut_short(state: JobState) -> bool {
    state != JobState::Done
}

fn transport(lesson: &Lesson, pane: &str) -> Transport {
    lesson.pane(pane).map_or(Transport::Tcp, |pane| pane.transport)
}

fn spread(times: &RoundTimes) -> Option<RoundSpread> {
    (!times.is_empty()).then(|| RoundSpread {
        rounds: times.len(),
        shortest_ns: times.quickest(),
        median_ns: times.quantile(0.5),
        longest_ns: times.slowest(),
    })
}
