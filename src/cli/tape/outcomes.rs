//! How many runs fell out in which way, in text.

use crate::model::{Outcome, RoundSpread, Signature, Tally};
use crate::text::cause::wait;

use super::{Ink, Line, TapeStyle, clip, headline, notes};

/// Outcomes that are listed; the rest is counted.
const LISTED: usize = 12;
/// Read sizes that are written out.
const SIZES: usize = 12;
const BAR: usize = 24;

/// A pane's outcomes, most frequent first, and how long its rounds took, if it has some.
pub fn outcomes(
    title: &str,
    tally: &Tally,
    rounds: Option<RoundSpread>,
    style: TapeStyle<'_>,
) -> Vec<Line> {
    let verdict = (style.words.tape.runs)(tally.runs(), tally.broken());
    let ink = if tally.broken() > 0 { Ink::Lost } else { Ink::Kept };
    let mut lines = vec![headline(title, &verdict, ink, style)];
    let outcomes = tally.outcomes();
    lines.extend(outcomes.iter().take(LISTED).map(|&Outcome { signature, runs, .. }| {
        let bar = bar(runs, tally.runs());
        let text = (style.words.tape.outcome)(&sizes(signature), signature.boundaries_lost);
        let ink = if signature.broken { Ink::Lost } else { Ink::Kept };
        let start = format!("{runs:>7} × ");
        let room = style.width.saturating_sub(BAR + 2 + start.chars().count());
        if room < 16 {
            return Line::new(clip(&format!("{start}{text}"), style.width), ink);
        }
        Line::new(start, Ink::Plain).then(format!("{bar:<BAR$}  "), ink).then(clip(&text, room), ink)
    }));
    let rest = outcomes.len().saturating_sub(LISTED);
    if rest > 0 {
        lines.extend(notes::indented(&(style.words.tape.more_outcomes)(rest as u64), Ink::Pale, style));
    }
    if let Some(RoundSpread { rounds, shortest_ns, median_ns, longest_ns }) = rounds {
        let times = [shortest_ns, median_ns, longest_ns].map(wait);
        let text = (style.words.tape.rounds_of_runs)(rounds, &times);
        lines.extend(notes::indented(&text, Ink::Plain, style));
    }
    lines
}

/// A bar as long as the share of runs; at least one cell, for it did happen.
fn bar(runs: u64, of: u64) -> String {
    let cells = u128::from(runs) * BAR as u128 / u128::from(of.max(1));
    "█".repeat(usize::try_from(cells).unwrap_or(BAR).max(1))
}

fn sizes(signature: &Signature) -> String {
    let sizes = &signature.read_sizes;
    if sizes.is_empty() {
        return "–".to_owned();
    }
    let mut list: Vec<String> = sizes.iter().take(SIZES).map(u64::to_string).collect();
    if sizes.len() > SIZES {
        list.push(format!("… ({})", sizes.len()));
    }
    list.join(", ")
}
