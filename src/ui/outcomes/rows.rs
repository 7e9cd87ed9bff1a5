//! What there is to say of a tally, row by row.

use std::sync::Arc;

use crate::model::{Outcome, Signature, StreamView, Verdict, main_stream};
use crate::session::{LessonRun, PaneOutcomes};
use crate::text::OutcomesWords;

/// Read sizes, or groups of equal ones, that are written out.
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

/// Three equal sizes or more, one after the other, are told as "5 × 10".
fn sizes(signature: &Signature, words: &OutcomesWords) -> String {
    let sizes = &signature.read_sizes;
    if sizes.is_empty() {
        return words.no_read.to_owned();
    }
    let runs: Vec<&[u64]> = sizes.chunk_by(PartialEq::eq).collect();
    let told = runs.iter().take(SIZES).flat_map(|equal| match equal {
        [size, _, _, ..] => vec![format!("{} × {size}", equal.len())],
        few => few.iter().map(u64::to_string).collect(),
    });
    let mut list: Vec<String> = told.collect();
    if runs.len() > SIZES {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sizes_in_a_row_are_told_together() {
        let check = |read_sizes: &[u64], expected: &str| {
            let signature = Signature { read_sizes: read_sizes.to_vec(), ..Signature::default() };
            assert_eq!(sizes(&signature, &OutcomesWords::EN), expected);
        };
        check(&[], "–");
        check(&[5, 4], "5, 4");
        check(&[10, 10, 4], "10, 10, 4");
        check(&[10, 10, 10, 20, 10], "3 × 10, 20, 10");
        let many: Vec<u64> = (1..=20).collect();
        check(&many, "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, … (20 recvs)");
    }
}
