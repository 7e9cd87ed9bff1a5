//! Outcomes and sweeps in English.

use super::{
    EmptyWords, JobWords, OutcomeVerdicts, OutcomesWords, RoundWords, SweepWords, count, number,
};

impl OutcomesWords {
    /// English
    pub const EN: Self = Self {
        title: |runs| match runs {
            1 => "The same code, once".to_owned(),
            _ => format!("The same code, {} times", number(runs)),
        },
        broken: |broken, runs| format!("broken in {} of {}", number(broken), number(runs)),
        none_broken: |runs| format!("broken in none of {}", number(runs)),
        explained: "Each row is one way in which recv cut the stream. The code did not change; the timing did.",
        click: "Click a row to put one of its runs on the stage.",
        verdicts: OutcomeVerdicts {
            luck: "each recv is one message: luck",
            kept: "each recv is one message",
            merged: "merged",
            cut: "cut",
            mixed: "merged and cut",
            truncated: "truncated",
            dropped: "dropped",
            nothing: "nothing was read",
            elsewhere: "the other stream is broken",
        },
        share: |runs, share| format!("{} · {share}", count(runs, "run")),
        more: |outcomes, runs| format!("and {} more · {}", number(outcomes), count(runs, "run")),
        no_read: "–",
        more_sizes: |reads| format!("… ({})", count(reads, "recv")),
        row: |sizes, verdict, runs, share| {
            format!("recv {sizes}: {verdict}, {}, {share}", count(runs, "run"))
        },
        on_stage: |run, runs| format!("run {} of {}, from Outcomes", number(run), number(runs)),
        on_stage_short: |run, runs| format!("run {} of {}", number(run), number(runs)),
        show_run: |run| format!("Click to put run {} on the stage", number(run)),
        empty: EmptyWords {
            tally: |runs| format!("Run it {} times, and see how often it breaks.", number(runs)),
            why: |keys| {
                format!(
                    "One run proves nothing: the next one may come out another way. The button above does it, or {keys}."
                )
            },
            hidden: "Make your prediction first",
        },
        job: JobWords {
            start: |runs| format!("Run × {}", number(runs)),
            how_many: "How many runs",
            cancel: ("Cancel", "Stops, and keeps what it has"),
            running: |done, wanted, rate| {
                format!("{} of {} runs · {rate} a second", number(done), number(wanted))
            },
            running_short: |done, wanted| format!("{} of {}", number(done), number(wanted)),
            done: |done, rate| format!("{} · {rate} a second", count(done, "run")),
            done_short: |done| count(done, "run"),
            cancelled: |done, wanted| format!("{} of {}, cancelled", number(done), number(wanted)),
            cancelled_short: |done, _| format!("{}, cancelled", number(done)),
            refused: |done, wanted| {
                format!("{} of {}, then it could not be run", number(done), number(wanted))
            },
            refused_short: |done, _| format!("{}, stopped", number(done)),
            then: |runs| format!("After {}: ", count(runs, "run")),
            failed_short: |done, wanted| format!("{} of {}, failed", number(done), number(wanted)),
            failed: |done, wanted| {
                format!(
                    "{} of {}, then a defect of the lab: see the terminal",
                    number(done),
                    number(wanted)
                )
            },
            other_knobs: |knobs| format!("These runs had {knobs}. The knobs have been turned since."),
            stopped: |runs, reason| format!("{} did not come to the end: {reason}", count(runs, "run")),
            progress: "Runs done",
        },
        sweep: SweepWords {
            title: |knob| format!("Sweep: {knob}"),
            explained: |runs| {
                format!(
                    "share of broken runs, {} at each value, bars are the 95\u{a0}%\u{a0}interval",
                    count(runs, "run")
                )
            },
            knob: "Sweep",
            even: ("Range", "Values at even distances, or even ratios where the slider is logarithmic"),
            chosen: ("Chosen values", "Values that you name, with commas between them"),
            from: "from",
            to: "to",
            points: "points",
            values: "Values",
            runs: "runs at each value",
            start: ("Sweep", "Runs the lesson at each value and counts broken runs"),
            bad_value: |min, max| format!("Whole numbers from {min} to {max}, with commas between them"),
            backwards: "The first value must be smaller than the last",
            bad_points: |least, most| format!("{least} to {most} values"),
            nothing_yet: "Runs the lesson at each value, and draws how often it breaks there.",
            no_knob: "This lesson has nothing to turn, so there is nothing to sweep.",
            name: |pane, value, point| format!("{pane} at {value}: {point}"),
            interval: "95 % interval",
            low_to_high: |low, high| format!("{low} to {high}"),
        },
        rounds: RoundWords {
            title: "How long each round took",
            explained: "From the first send of a question to the recv that brings its answer, over all runs.",
            pane: |pane, rounds, median, slowest| {
                format!(
                    "{pane}: {}, half of them within {median}, the slowest {slowest}",
                    count(rounds, "round")
                )
            },
            bar: |from, to, rounds| format!("{from} to {to}: {}", count(rounds, "round")),
        },
        not_never: |runs, upper| format!("0 of {} is not never: up to {upper}.", number(runs)),
        point: |broken, runs, share, low, high| {
            format!("{} of {} broken, {share} ({low} to {high})", number(broken), number(runs))
        },
    };
}
