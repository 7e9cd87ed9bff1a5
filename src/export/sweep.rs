//! A sweep of one knob as `stickylab.sweep/1`, or as comma-separated values.

use std::fmt::{self, Write as _};

use serde::Serialize;
use serde_json::Value;

use super::json::{as_object, write_on_one_line};
use crate::model::{Share, Transport};

/// The schema of [`SweepJson`].
pub const SWEEP_SCHEMA: &str = "stickylab.sweep/1";

/// What was swept.
#[derive(Clone, Copy, Debug)]
pub struct SweepPlan<'a> {
    /// The lesson's id.
    pub lesson: &'a str,
    /// The other knobs, in the lesson's order.
    pub settings: &'a [(String, Value)],
    /// The knob that took several values.
    pub knob: &'a str,
    /// Its unit; empty without one.
    pub unit: &'a str,
    /// Runs wanted at each value.
    pub asked: u64,
    /// Whether somebody stopped before.
    pub cancelled: bool,
}

/// What one pane came to.
#[derive(Clone, Copy, Debug)]
pub struct PaneSweep<'a> {
    /// The pane's name.
    pub pane: &'a str,
    /// What it ran over.
    pub transport: Transport,
    /// In the order of the values.
    pub points: &'a [SweepPoint],
    /// Why it could not be run here.
    pub unavailable: Option<&'a str>,
}

/// One value, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepPoint {
    /// The knob's value.
    pub value: Value,
    /// In how many of its runs a program that takes each recv for one message would be wrong.
    pub broken: Share,
}

/// A sweep of one knob. [`Display`](fmt::Display) writes it on one line.
#[derive(Debug, Serialize)]
pub struct SweepJson<'a> {
    schema: &'static str,
    lesson: &'a str,
    knob: &'a str,
    unit: &'a str,
    #[serde(serialize_with = "as_object")]
    settings: &'a [(String, Value)],
    panes: Vec<PaneJson<'a>>,
    asked: u64,
    cancelled: bool,
}

#[derive(Debug, Serialize)]
struct PaneJson<'a> {
    pane: &'a str,
    transport: &'static str,
    points: Vec<PointJson<'a>>,
    unavailable: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PointJson<'a> {
    value: &'a Value,
    runs: u64,
    broken: u64,
    low: f64,
    high: f64,
}

impl<'a> PointJson<'a> {
    fn of(point: &'a SweepPoint) -> Self {
        let (low, high) = point.broken.interval();
        Self { value: &point.value, runs: point.broken.of, broken: point.broken.hits, low, high }
    }
}

/// Puts a sweep in the form of [`SWEEP_SCHEMA`]; `low` and `high` are the 95 % interval of the share.
pub fn sweep_json<'a>(plan: SweepPlan<'a>, panes: &[PaneSweep<'a>]) -> SweepJson<'a> {
    let pane = |sweep: &PaneSweep<'a>| PaneJson {
        pane: sweep.pane,
        transport: sweep.transport.name(),
        points: sweep.points.iter().map(PointJson::of).collect(),
        unavailable: sweep.unavailable,
    };
    SweepJson {
        schema: SWEEP_SCHEMA,
        lesson: plan.lesson,
        knob: plan.knob,
        unit: plan.unit,
        settings: plan.settings,
        panes: panes.iter().map(pane).collect(),
        asked: plan.asked,
        cancelled: plan.cancelled,
    }
}

/// The same as comma-separated values with a header: one line per pane and value.
pub fn sweep_csv(plan: SweepPlan<'_>, panes: &[PaneSweep<'_>]) -> String {
    let mut text = String::from("lesson,pane,knob,value,runs,broken,share,low,high\n");
    for sweep in panes {
        for PointJson { value, runs, broken, low, high } in sweep.points.iter().map(PointJson::of) {
            let share = broken as f64 / runs.max(1) as f64;
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let (lesson, pane, knob) = (plan.lesson, sweep.pane, plan.knob);
            // Names are kebab-case and values are words or numbers: nothing needs quotes.
            let _ = writeln!(
                text,
                "{lesson},{pane},{knob},{value},{runs},{broken},{share:.4},{low:.4},{high:.4}"
            );
        }
    }
    text
}

impl fmt::Display for SweepJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_on_one_line(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn points() -> Vec<SweepPoint> {
        let point =
            |value: i64, hits| SweepPoint { value: json!(value), broken: Share { hits, of: 200 } };
        vec![point(0, 69), point(5, 0)]
    }

    const SETTINGS: &[(String, Value)] = &[];

    fn plan() -> SweepPlan<'static> {
        SweepPlan {
            lesson: "two-sends",
            settings: SETTINGS,
            knob: "gap-ms",
            unit: "ms",
            asked: 200,
            cancelled: false,
        }
    }

    #[test]
    fn a_sweep_has_its_points_and_their_intervals() {
        let points = points();
        let pane =
            PaneSweep { pane: "eager", transport: Transport::Tcp, points: &points, unavailable: None };
        let document: Value = serde_json::from_str(&sweep_json(plan(), &[pane]).to_string()).unwrap();
        assert_eq!(document["schema"], "stickylab.sweep/1");
        assert_eq!((&document["knob"], &document["unit"]), (&json!("gap-ms"), &json!("ms")));
        let told = &document["panes"][0]["points"];
        assert_eq!((&told[0]["value"], &told[0]["runs"]), (&json!(0), &json!(200)));
        assert_eq!((&told[0]["broken"], &told[1]["broken"]), (&json!(69), &json!(0)));
        assert!((told[1]["high"].as_f64().unwrap() - 0.0149).abs() < 1e-4);
    }

    #[test]
    fn comma_separated_values_have_a_header() {
        let points = points();
        let pane =
            PaneSweep { pane: "eager", transport: Transport::Tcp, points: &points, unavailable: None };
        let expected = "lesson,pane,knob,value,runs,broken,share,low,high\n\
            two-sends,eager,gap-ms,0,200,69,0.3450,0.2826,0.4132\n\
            two-sends,eager,gap-ms,5,200,0,0.0000,0.0000,0.0149\n";
        assert_eq!(sweep_csv(plan(), &[pane]), expected);
    }
}
