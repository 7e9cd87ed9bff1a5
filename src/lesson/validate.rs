//! Trying the scripts of a lesson before anybody runs it: limits, gates that cannot open,
//! and streams that never end.

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
                    found.extend(stuck.iter().map(|stuck| for_ever(lesson, pane, stuck)));
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

fn for_ever(lesson: &Lesson, pane: &Pane, stuck: &Blocked) -> Diagnostic {
    let script = lesson.endpoints.get(stuck.endpoint.index()).map(|endpoint| &endpoint.script);
    let span = script.and_then(|script| find(script, stuck)).unwrap_or(0..0);
    let what = match &stuck.gate {
        Some(_) => "this gate cannot open",
        None if span.is_empty() || lesson.source.text[span.clone()].starts_with("recv") => {
            "this read cannot end"
        }
        None => "this service cannot end",
    };
    let message = format!("{what} in pane `{}`: {}", pane.name, stuck.saw);
    Diagnostic::at(&lesson.source, &span, message).expecting(format!("waits for {}", stuck.wanted))
}

/// The place of a stuck step: the one of its kind on its line.
fn find(script: &[ScriptStep], stuck: &Blocked) -> Option<Range<usize>> {
    script.iter().find_map(|step| match (&step.word, &stuck.gate) {
        (Word::Wait(word), Some(gate)) if step.line == stuck.line && same(word, gate) => {
            Some(step.span.clone())
        }
        (Word::RecvUntilEnd { .. } | Word::Serve(_), None) if step.line == stuck.line => {
            Some(step.span.clone())
        }
        (Word::Repeat { steps, .. }, _) => find(steps, stuck),
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
        | (GateWord::Replied(endpoint), Gate::Replied(other))
        | (GateWord::Finished(endpoint), Gate::Finished(other)) => endpoint == other,
        _ => false,
    }
}
