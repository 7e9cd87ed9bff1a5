//! Trying the scripts of a lesson before anybody runs it: limits, and gates that cannot open.

use std::ops::Range;

use crate::model::Gate;

use super::diagnostic::Diagnostic;
use super::gates::{Blocked, blocked};
use super::lesson::{Lesson, Pane, Settings};
use super::script::{GateWord, ScriptStep, Word};

/// What is wrong with a lesson that reads well, in the order of lesson.toml.
pub(super) fn check(lesson: &Lesson) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for pane in &lesson.panes {
        for settings in settings_to_run(lesson, pane) {
            match lesson.scenario(pane, &settings) {
                Ok(scenario) => {
                    let stuck = blocked(&scenario);
                    found.extend(stuck.iter().map(|stuck| cannot_open(lesson, pane, stuck)));
                }
                Err(diagnostic) => found.push(diagnostic),
            }
        }
        for knob in &lesson.knobs {
            for value in knob.trial_values() {
                let set = Settings::from([(knob.name.clone(), value.clone())]);
                if let Err(mut error) = lesson.scenario(pane, &set) {
                    error.message = format!("{} (with {} = {value})", error.message, knob.name);
                    found.push(error);
                }
            }
        }
    }
    // What goes wrong in one pane, or at the defaults, is not told again for others.
    let mut places = Vec::new();
    found.retain(|diagnostic| {
        let place = (diagnostic.line, diagnostic.column);
        let new = !places.contains(&place);
        places.push(place);
        new
    });
    found.sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
    found
}

/// The defaults, what steps begin with, and what the pane's claims are judged at.
fn settings_to_run(lesson: &Lesson, pane: &Pane) -> Vec<Settings> {
    let claims =
        lesson.claims.iter().filter(|claim| claim.condition.pane == pane.name).map(|claim| &claim.set);
    let steps = lesson.steps.iter().map(|step| &step.set);
    let none = Settings::new();
    let mut sets: Vec<&Settings> = vec![&none];
    for set in steps.chain(claims) {
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets.into_iter().map(|set| lesson.settings_with(set)).collect()
}

fn cannot_open(lesson: &Lesson, pane: &Pane, stuck: &Blocked) -> Diagnostic {
    let script = lesson.endpoints.get(stuck.endpoint.index()).map(|endpoint| &endpoint.script);
    let span = script.and_then(|script| find(script, stuck.line, &stuck.gate)).unwrap_or(0..0);
    let message = format!("this gate cannot open in pane `{}`: {}", pane.name, stuck.saw);
    Diagnostic::at(&lesson.source, &span, message).expecting(format!("waits for {}", stuck.wanted))
}

/// The place of a gate: the one of its kind on that line.
fn find(script: &[ScriptStep], line: u32, gate: &Gate) -> Option<Range<usize>> {
    script.iter().find_map(|step| match &step.word {
        Word::Wait(word) if step.line == line && same(word, gate) => Some(step.span.clone()),
        Word::Repeat { steps, .. } => find(steps, line, gate),
        _ => None,
    })
}

fn same(word: &GateWord, gate: &Gate) -> bool {
    match (word, gate) {
        (GateWord::AllQueued, Gate::AllQueued)
        | (GateWord::Taken, Gate::Taken)
        | (GateWord::Queued(_), Gate::Queued(_)) => true,
        (GateWord::After(endpoint, label), Gate::After(other, other_label)) => {
            endpoint == other && label == other_label
        }
        (GateWord::Sent(endpoint), Gate::AllSent(other))
        | (GateWord::Finished(endpoint), Gate::Finished(other)) => endpoint == other,
        _ => false,
    }
}
