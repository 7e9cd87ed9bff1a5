//! What came of many runs, and how often, and a sweep of one knob.

mod en;
mod zh;

use super::numbers::{count, number};
use super::window::Action;

/// The words of the outcomes. Runs count from one; shares come as text: "34.5 %".
#[derive(Clone, Copy, Debug)]
pub struct OutcomesWords {
    /// (runs) the heading of a tally
    pub title: fn(u64) -> String,
    /// (broken, runs)
    pub broken: fn(u64, u64) -> String,
    /// (runs) when none is broken
    pub none_broken: fn(u64) -> String,
    /// Below the heading.
    pub explained: &'static str,
    /// Below the rows.
    pub click: &'static str,
    /// What the rows are, in a word each.
    pub verdicts: OutcomeVerdicts,
    /// (runs, share) beside a bar
    pub share: fn(u64, &str) -> String,
    /// (outcomes, runs) that are folded together
    pub more: fn(u64, u64) -> String,
    /// No read at all.
    pub no_read: &'static str,
    /// (reads) after sizes that are not written out
    pub more_sizes: fn(u64) -> String,
    /// (sizes, verdict, runs, share): the accessible name of a row
    pub row: fn(&str, &str, u64, &str) -> String,
    /// (run, runs) on the stage
    pub on_stage: fn(u64, u64) -> String,
    /// The same where there is little room.
    pub on_stage_short: fn(u64, u64) -> String,
    /// The card of a row: what a click does.
    pub show_run: fn(u64) -> String,
    /// While there is nothing.
    pub empty: EmptyWords,
    /// The job that counts.
    pub job: JobWords,
    /// The sweep.
    pub sweep: SweepWords,
    /// The rounds of question and answer.
    pub rounds: RoundWords,
    /// (runs, upper end) below points at which no run was broken
    pub not_never: fn(u64, &str) -> String,
    /// (broken, runs, share, low, high) of a point
    pub point: fn(u64, u64, &str, &str, &str) -> String,
}

/// What an outcome is worth, in a word.
#[derive(Clone, Copy, Debug)]
pub struct OutcomeVerdicts {
    /// Every read is one message, on a transport that merges and cuts.
    pub luck: &'static str,
    /// Every read is one message, on a transport that keeps them.
    pub kept: &'static str,
    /// Reads hold several whole messages.
    pub merged: &'static str,
    /// Messages are in pieces.
    pub cut: &'static str,
    /// Both.
    pub mixed: &'static str,
    /// The rest of a datagram is lost.
    pub truncated: &'static str,
    /// Datagrams were dropped.
    pub dropped: &'static str,
    /// Nothing was read.
    pub nothing: &'static str,
    /// Another stream of the run is broken.
    pub elsewhere: &'static str,
}

/// While there is nothing to show.
#[derive(Clone, Copy, Debug)]
pub struct EmptyWords {
    /// Nobody has asked for many runs yet: (runs) the button is for
    pub tally: fn(u64) -> String,
    /// (keys) below it
    pub why: fn(&str) -> String,
    /// The result is kept back.
    pub hidden: &'static str,
}

/// The job that counts.
#[derive(Clone, Copy, Debug)]
pub struct JobWords {
    /// (runs) the button that starts it
    pub start: fn(u64) -> String,
    /// What the choice of how many is called.
    pub how_many: &'static str,
    /// Ends it early.
    pub cancel: Action,
    /// (done, wanted, rate) while it runs
    pub running: fn(u64, u64, &str) -> String,
    /// (done, wanted), where there is little room
    pub running_short: fn(u64, u64) -> String,
    /// (done, rate) when it has come to its end
    pub done: fn(u64, &str) -> String,
    /// (done), where there is little room
    pub done_short: fn(u64) -> String,
    /// (done, wanted) when it was cancelled
    pub cancelled: fn(u64, u64) -> String,
    /// The same where there is little room.
    pub cancelled_short: fn(u64, u64) -> String,
    /// (done, wanted) after which no pane could be run
    pub refused: fn(u64, u64) -> String,
    /// The same where there is little room.
    pub refused_short: fn(u64, u64) -> String,
    /// (runs) before a pane could not be run
    pub then: fn(u64) -> String,
    /// (done, wanted) after a defect of the lab
    pub failed: fn(u64, u64) -> String,
    /// The same where there is little room.
    pub failed_short: fn(u64, u64) -> String,
    /// (the knobs as they were) when they have been turned since
    pub other_knobs: fn(&str) -> String,
    /// (runs, the first reason) runs that were stopped
    pub stopped: fn(u64, &str) -> String,
    /// Its accessible name, while it runs.
    pub progress: &'static str,
}

/// The sweep.
#[derive(Clone, Copy, Debug)]
pub struct SweepWords {
    /// (knob) the heading
    pub title: fn(&str) -> String,
    /// (runs a point) beside it
    pub explained: fn(u64) -> String,
    /// Before the knob.
    pub knob: &'static str,
    /// The values are at even distances.
    pub even: Action,
    /// The values are named.
    pub chosen: Action,
    /// Before the first value.
    pub from: &'static str,
    /// Before the last value.
    pub to: &'static str,
    /// Before how many.
    pub points: &'static str,
    /// Before the named values.
    pub values: &'static str,
    /// Before the runs at each value.
    pub runs: &'static str,
    /// Starts it.
    pub start: Action,
    /// The values are not numbers of the slider: (smallest, largest)
    pub bad_value: fn(i64, i64) -> String,
    /// The first value is not smaller than the last.
    pub backwards: &'static str,
    /// Too few or too many values: (least, most)
    pub bad_points: fn(usize, usize) -> String,
    /// Nothing was swept yet.
    pub nothing_yet: &'static str,
    /// The lesson has no knobs.
    pub no_knob: &'static str,
    /// (pane, value, the point in words): the accessible name of a point
    pub name: fn(&str, &str, &str) -> String,
    /// The interval, in a card.
    pub interval: &'static str,
    /// (low, high)
    pub low_to_high: fn(&str, &str) -> String,
}

/// The rounds of question and answer.
#[derive(Clone, Copy, Debug)]
pub struct RoundWords {
    /// The heading.
    pub title: &'static str,
    /// Below it.
    pub explained: &'static str,
    /// (pane, rounds, median, slowest)
    pub pane: fn(&str, u64, &str, &str) -> String,
    /// (from, to, rounds): the accessible name of a bar
    pub bar: fn(&str, &str, u64) -> String,
}

impl OutcomesWords {
    /// "34.5 %"; whole at its ends.
    pub fn percent(&self, share: f64) -> String {
        let tenths = (share * 1000.0).round() / 10.0;
        // What is not all is not rounded to all, nor to nothing.
        if share > 0.0 && tenths <= 0.0 {
            "< 0.1 %".to_owned()
        } else if share < 1.0 && tenths >= 100.0 {
            "> 99.9 %".to_owned()
        } else if tenths.fract() == 0.0 {
            format!("{tenths:.0} %")
        } else {
            format!("{tenths:.1} %")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_but_never_to_all_or_nothing() {
        let check = |share, expected: &str| assert_eq!(OutcomesWords::EN.percent(share), expected);
        check(0.345, "34.5 %");
        check(0.5, "50 %");
        check(0.0, "0 %");
        check(1.0, "100 %");
        check(0.0004, "< 0.1 %");
        check(0.9996, "> 99.9 %");
        check(0.014_867, "1.5 %");
    }

    #[test]
    fn one_run_is_singular() {
        assert_eq!((OutcomesWords::EN.share)(1, "0.5 %"), "1 run · 0.5 %");
        assert_eq!((OutcomesWords::EN.title)(1), "The same code, once");
    }
}
