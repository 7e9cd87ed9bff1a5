//! What there is to say of a tally, row by row.

use std::sync::Arc;

use crate::model::{Outcome, Signature, StreamView, Verdict, main_stream};
use crate::session::{LessonRun, PaneOutcomes};
use crate::text::OutcomesWords;

/// Read sizes that are written out.
const SIZES: usize = 10;

/// One outcome.
pub struct Row<'a> {
    /// The sizes of its reads: "5, 4".
    pub sizes: String,
    /// What it is worth, in a word.
    pub verdict: &'static str,
    /// Whether a program that takes each recv for one message would be wrong.
    pub broken: bool,
    /// In how many runs.
    pub runs: u64,
    /// Of all runs of its pane, from 0 to 1.
    pub share: f64,
    /// How the reads cut the stream.
    pub signature: &'a Signature,
    /// One of its runs.
    pub example: Option<&'a Arc<LessonRun>>,
    /// The stream of that run that the outcome is about.
    pub view: Option<&'a StreamView>,
}

/// The outcomes of a pane, the most frequent first.
pub fn rows<'a>(pane: &'a PaneOutcomes, words: &OutcomesWords) -> Vec<Row<'a>> {
    let all = pane.tally.runs().max(1) as f64;
    let ever_broken = pane.tally.broken() > 0;
    let row = |outcome: Outcome<'a, Arc<LessonRun>>| {
        let Outcome { signature, runs, example } = outcome;
        let done = example.and_then(|run| run.pane(&pane.name));
        let view = done.and_then(|done| main_stream(&done.views));
        let trace = done.and_then(|done| done.result.as_ref().ok());
        let is_stream = trace.is_some_and(|trace| trace.scenario.transport.is_stream());
        Row {
            sizes: sizes(signature, words),
            verdict: verdict(signature, view, ever_broken && is_stream, words),
            broken: signature.broken,
            runs,
            share: runs as f64 / all,
            signature,
            example,
            view,
        }
    };
    pane.tally.outcomes().into_iter().map(row).collect()
}

fn sizes(signature: &Signature, words: &OutcomesWords) -> String {
    let sizes = &signature.read_sizes;
    if sizes.is_empty() {
        return words.no_read.to_owned();
    }
    let mut list: Vec<String> = sizes.iter().take(SIZES).map(u64::to_string).collect();
    if sizes.len() > SIZES {
        list.push((words.more_sizes)(sizes.len() as u64));
    }
    list.join(", ")
}

/// Luck is what might have fallen out otherwise.
fn verdict(
    signature: &Signature,
    view: Option<&StreamView>,
    luck: bool,
    words: &OutcomesWords,
) -> &'static str {
    let words = &words.verdicts;
    let any = |wanted: &[Verdict]| {
        view.is_some_and(|view| view.data_reads().any(|read| wanted.contains(&read.verdict)))
    };
    let merged =
        any(&[Verdict::Merged, Verdict::Mixed]) || (view.is_none() && signature.boundaries_lost > 0);
    let cut = any(&[Verdict::Partial, Verdict::Mixed]);
    let dropped = view.is_some_and(|view| view.summary.dropped > 0);
    match signature.broken {
        true if any(&[Verdict::Truncated]) => words.truncated,
        true if merged && cut => words.mixed,
        true if merged => words.merged,
        true if cut || view.is_none() => words.cut,
        true => words.elsewhere,
        false if dropped => words.dropped,
        false if signature.read_sizes.is_empty() => words.nothing,
        false if luck => words.luck,
        false => words.kept,
    }
}
