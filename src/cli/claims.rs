//! What a lesson claims, judged by runs.

use crate::lesson::{Certainty, Claim, Lesson, Settings};
use crate::model::Trace;

use super::check::{Mark, Report};
use super::run::value_text;
use super::runner::{self, PaneRun};

/// Claims with the same pane and settings share their runs, unless only some of them need the kernel
/// to be asked meanwhile: that takes time, and must not disturb the others.
struct Group<'a> {
    pane: &'a str,
    set: &'a Settings,
    observed: bool,
    claims: Vec<(usize, &'a Claim)>,
}

/// Runs what a lesson's claims need; one report per claim, in the lesson's order.
pub(super) fn judge(lesson: &Lesson, repeat: u32) -> Vec<Report> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (index, claim) in lesson.claims.iter().enumerate() {
        let pane = claim.condition.pane.as_str();
        let observed = claim.condition.fact.needs_evidence();
        let same = |group: &&mut Group<'_>| {
            group.pane == pane && *group.set == claim.set && group.observed == observed
        };
        if let Some(group) = groups.iter_mut().find(same) {
            group.claims.push((index, claim));
        } else {
            groups.push(Group { pane, set: &claim.set, observed, claims: vec![(index, claim)] });
        }
    }
    let mut reports: Vec<(usize, Report)> =
        groups.iter().flat_map(|group| judge_group(lesson, group, repeat)).collect();
    reports.sort_by_key(|&(index, _)| index);
    reports.into_iter().map(|(_, report)| report).collect()
}

fn judge_group(lesson: &Lesson, group: &Group<'_>, repeat: u32) -> Vec<(usize, Report)> {
    let mut tallies: Vec<ClaimTally<'_>> =
        group.claims.iter().map(|&(_, claim)| ClaimTally::new(claim, repeat)).collect();
    let runs = tallies.iter().map(|tally| tally.wanted).max().unwrap_or(0);
    let end = run_all(lesson, group, runs, &mut tallies);
    let report = |(&(index, claim), tally): (&(usize, &Claim), &ClaimTally<'_>)| {
        let what = format!("{}{}", claim.condition, changed(&claim.set));
        let report = match &end {
            Err(reason) if tally.runs < tally.wanted => {
                Report { mark: reason.0, text: format!("{what}: {}", reason.1) }
            }
            _ => tally.report(&what),
        };
        (index, report)
    };
    group.claims.iter().zip(&tallies).map(report).collect()
}

/// Runs and counts. Stops early where no further run can tell more, and says why.
fn run_all(
    lesson: &Lesson,
    group: &Group<'_>,
    runs: u32,
    tallies: &mut [ClaimTally<'_>],
) -> Result<(), (Mark, String)> {
    let failed = |text: String| (Mark::Failed, text);
    let pane = lesson.pane(group.pane).ok_or_else(|| failed("there is no such pane".to_owned()))?;
    let mut settings = lesson.default_settings();
    settings.extend(group.set.clone());
    let scenario =
        runner::scenario(lesson, pane, &settings).map_err(|error| failed(error.to_string()))?;
    let run = if group.observed { runner::run_observed } else { runner::run };
    for _ in 0..runs {
        match run(&scenario).map_err(|error| failed(error.to_string()))? {
            PaneRun::NotAvailable { sentence, .. } => return Err((Mark::NotAvailable, sentence)),
            PaneRun::Ran(trace) => match runner::failures(&trace).first() {
                Some(first) => return Err(failed(first.clone())),
                None => tallies.iter_mut().for_each(|tally| tally.add(&trace)),
            },
        }
    }
    Ok(())
}

/// How often a claim held so far.
struct ClaimTally<'a> {
    claim: &'a Claim,
    wanted: u32,
    runs: u32,
    held: u32,
    /// Runs in which this machine could not tell.
    untold: u32,
    /// The value in the first run in which it did not hold, or else in the last run.
    measured: String,
}

impl<'a> ClaimTally<'a> {
    fn new(claim: &'a Claim, repeat: u32) -> Self {
        let wanted = match claim.certainty {
            Certainty::Certain => repeat,
            Certainty::Share { runs, .. } => runs,
        };
        Self { claim, wanted, runs: 0, held: 0, untold: 0, measured: String::new() }
    }

    fn add(&mut self, trace: &Trace) {
        if self.runs == self.wanted {
            return;
        }
        let held_always = self.held == self.runs;
        let judgement = self.claim.condition.judge(trace);
        self.runs += 1;
        self.held += u32::from(judgement.holds);
        self.untold += u32::from(!judgement.is_available);
        if held_always {
            self.measured = judgement.measured;
        }
    }

    fn report(&self, what: &str) -> Report {
        // A machine that never tells cannot say that the claim is wrong.
        if self.untold > 0 && self.untold == self.runs {
            let text = format!("{what}: {}", self.measured);
            return Report { mark: Mark::NotAvailable, text };
        }
        let (holds, wanted) = match self.claim.certainty {
            Certainty::Certain => (self.held == self.runs, String::new()),
            Certainty::Share { at_least, at_most, .. } => {
                let share = f64::from(self.held) / f64::from(self.runs.max(1));
                let wanted = format!(", wanted in {}", share_text(at_least, at_most));
                ((at_least..=at_most).contains(&share), wanted)
            }
        };
        let place =
            if holds { String::new() } else { format!(" (lesson.toml line {})", self.claim.line) };
        let mark = if holds { Mark::Ok } else { Mark::Failed };
        let (held, runs, measured) = (self.held, self.runs, &self.measured);
        let of_runs = match runs {
            1 => "1 run".to_owned(),
            _ => format!("{runs} runs ({})", percent(f64::from(held) / f64::from(runs.max(1)))),
        };
        let text = format!("{what}: measured {measured}, held in {held} of {of_runs}{wanted}{place}");
        Report { mark, text }
    }
}

fn share_text(at_least: f64, at_most: f64) -> String {
    if at_most >= 1.0 {
        format!("at least {}", percent(at_least))
    } else if at_least <= 0.0 {
        format!("at most {}", percent(at_most))
    } else {
        format!("{} to {}", percent(at_least), percent(at_most))
    }
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 1000.0).round() / 10.0)
}

fn changed(set: &Settings) -> String {
    let list: Vec<String> =
        set.iter().map(|(name, value)| format!("{name}={}", value_text(value))).collect();
    if list.is_empty() { String::new() } else { format!(" with {}", list.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Condition, Fact, Test};

    #[test]
    fn a_share_is_told_by_its_limits() {
        let check =
            |at_least, at_most, expected: &str| assert_eq!(share_text(at_least, at_most), expected);
        check(0.9, 1.0, "at least 90 %");
        check(0.0, 0.125, "at most 12.5 %");
        check(0.05, 0.95, "5 % to 95 %");
    }

    #[test]
    fn what_a_machine_never_tells_is_no_failure() {
        let condition = Condition {
            fact: Fact::LargestSendQueue,
            pane: "tcp".to_owned(),
            stream: "client-to-server".to_owned(),
            read: 0,
            test: Test::AtLeast(1),
        };
        let (set, certainty) = (Settings::new(), Certainty::Certain);
        let claim = Claim { condition, set, certainty, line: 3 };
        let check = |held, untold, expected: Mark| {
            let mut tally = ClaimTally::new(&claim, 2);
            (tally.runs, tally.held, tally.untold) = (2, held, untold);
            tally.measured = "not available here: old kernel".to_owned();
            let report = tally.report("a claim");
            assert_eq!(report.mark, expected, "{}", report.text);
            assert!(report.text.contains("old kernel"), "{}", report.text);
        };
        check(0, 2, Mark::NotAvailable);
        // It was told once, and then it was wrong.
        check(0, 1, Mark::Failed);
        check(2, 0, Mark::Ok);
    }
}
