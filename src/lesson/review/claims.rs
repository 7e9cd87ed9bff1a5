//! Claims that cannot be wrong: an empty run would satisfy them too.

use std::sync::Arc;

use super::super::condition::{Certainty, Claim, Test};
use super::super::lesson::Lesson;
use super::super::parse;
use super::super::parse::table::Table;
use crate::model::trace::StreamRecord;
use crate::model::{Evidence, Recording, Scenario, Trace};

/// Notes claims that every run satisfies, and those of which nothing says that anything happened.
///
/// "No boundary was lost" is worth claiming beside "five bytes arrived", and says nothing by itself:
/// a claim that an empty run satisfies needs another of the same runs, as certain, that it does not.
pub(super) fn check(lesson: &Lesson, root: &Table<'_>) {
    let empty: Vec<bool> =
        lesson.claims.iter().map(|claim| holds_in_an_empty_run(lesson, claim)).collect();
    let tables = parse::tables(root, "claim");
    for ((claim, table), &is_empty) in lesson.claims.iter().zip(&tables).zip(&empty) {
        let place = ["equals", "differs", "at-least", "at-most"].iter().find_map(|key| table.entry(key));
        let span = place.map_or(table.span.clone(), |(key, node)| key.start..node.span.end);
        if is_always_true(&claim.condition.test) {
            root.problems.add(&span, "this claim cannot be wrong", "expected a number above zero");
        } else if is_empty
            && !lesson.claims.iter().zip(&empty).any(|(other, &empty)| !empty && vouches(other, claim))
        {
            let reads = &claim.condition.pane;
            let expected =
                format!("expected also a claim that something happened in these runs of `{reads}`");
            root.problems.add(&span, "a run in which nothing happens would satisfy this claim", expected);
        }
    }
}

/// Whether one claim says that something happened in the runs of the other.
fn vouches(witness: &Claim, claim: &Claim) -> bool {
    let is_sure = match witness.certainty {
        Certainty::Certain => true,
        Certainty::Share { at_least, .. } => at_least > 0.0 && claim.certainty != Certainty::Certain,
    };
    is_sure && witness.condition.pane == claim.condition.pane && witness.set == claim.set
}

/// No fact is below zero.
fn is_always_true(test: &Test) -> bool {
    matches!(test, Test::AtLeast(least) if *least <= 0)
}

fn holds_in_an_empty_run(lesson: &Lesson, claim: &Claim) -> bool {
    let pane = lesson.pane(&claim.condition.pane);
    let scenario = pane.and_then(|pane| lesson.scenario(pane, &claim.set).ok());
    scenario.is_some_and(|scenario| claim.condition.holds(&empty_run(scenario)))
}

/// A run in which no call was made, and of which everything is known.
fn empty_run(scenario: Scenario) -> Trace {
    let recordings = scenario.endpoint_ids().map(Recording::new).collect();
    let nothing = StreamRecord { data_segments: Some(0), dropped: Some(0), ..StreamRecord::default() };
    let streams = vec![nothing; scenario.links.len() * 2];
    let mut trace = Trace::new(Arc::new(scenario), recordings, streams);
    trace.evidence = Some(Evidence::default());
    trace
}
