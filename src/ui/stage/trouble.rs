//! What went wrong with the run itself, in the window's language.

use crate::model::Trace;
use crate::model::trace::{Failure, FailureKind, Verified};
use crate::text::StageWords;
use crate::ui::refusals;

use super::facts::StreamFacts;

/// Failed calls that are named on the line under the verdict.
const MOST_ERRORS: usize = 4;

/// A line under the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it says.
    pub text: String,
    /// Whether the run cannot be trusted or did not come to its end.
    pub is_failure: bool,
}

/// Everything that must be said about a run before its tapes are believed, and which calls failed.
pub fn notes(trace: &Trace, streams: &[StreamFacts], words: &StageWords) -> Vec<Note> {
    let mut notes = of_run(trace, streams, words);
    // On one line, however many there are: a slider must not make the pane jump.
    let errors = streams.iter().flat_map(|facts| &facts.errors);
    let errors: Vec<String> =
        errors.map(|(call, error, times)| (words.trouble.error)(call, error.name(), *times)).collect();
    if let Some((first, rest)) = errors.split_first() {
        let shown =
            rest.iter().take(MOST_ERRORS - 1).fold(first.clone(), |all, next| all + words.comma + next);
        let more = if errors.len() > MOST_ERRORS { " …" } else { "" };
        notes.push(Note { text: shown + more, is_failure: false });
    }
    notes
}

/// Everything that must be said about a run before its tapes are believed.
pub fn of_run(trace: &Trace, streams: &[StreamFacts], words: &StageWords) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let mut add = |text: String, is_failure: bool| notes.push(Note { text, is_failure });
    for failure in &trace.failures {
        add(failure_text(trace, failure, words), true);
    }
    for facts in streams {
        match trace.stream(facts.stream).verified {
            Verified::Whole => {}
            Verified::UpTo(bytes) => add((words.trouble.unverified)(bytes), false),
            Verified::DiffersAt(at) => add((words.trouble.differs)(at), true),
        }
    }
    for peer in &trace.refused {
        add((words.trouble.refused)(peer), false);
    }
    notes
}

/// What stopped a script.
pub fn failure_text(trace: &Trace, failure: &Failure, words: &StageWords) -> String {
    let trouble = &words.trouble;
    let endpoint = trace.scenario.endpoint(failure.endpoint).name.as_str();
    let what = match &failure.what {
        FailureKind::Deadline { call, after } => (trouble.deadline)(endpoint, call, after.as_millis()),
        FailureKind::Gate(gate) => {
            let (wanted, saw) = refusals::gate(gate, &trouble.gates);
            (trouble.gate)(endpoint, &wanted, &saw)
        }
        FailureKind::Closed => (trouble.closed)(endpoint),
        FailureKind::Option(what) => (trouble.option)(endpoint, what),
    };
    match failure.line {
        0 => what,
        line => what + &(trouble.line)(line),
    }
}
