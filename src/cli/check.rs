//! `stickylab check`: lessons are well-formed, and what they claim happens.

use std::path::Path;
use std::sync::Arc;

use crate::lesson::{
    Catalog, Certainty, Claim, Diagnostic, Glossary, Lesson, Settings, review, review_glossary,
};
use crate::model::Trace;

use super::arguments::CheckArguments;
use super::by_hand;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::questions;
use super::run::value_text;
use super::runner::{self, PaneRun};
use super::show;
use super::tape::{Ink, Line};

/// Checks the lessons that were named, or all of them.
///
/// # Errors
/// When a name is no lesson's, or standard output takes no more.
pub fn check(
    catalog: &Catalog,
    arguments: &CheckArguments,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let (lessons, broken) = find(catalog, &arguments.lessons)?;
    show(&broken);
    let mut count = Count { lessons: lessons.len(), errors: broken.len(), ..Count::default() };
    for lesson in lessons {
        let found = review(&lesson, &glossary_for(catalog, &lesson)?);
        count.errors += write_found(&lesson.id, &found, output)?;
        for report in by_hand::judge(&lesson) {
            count.open(report.mark);
            write_line(report.mark, &lesson.id, &report.text, output)?;
        }
        for report in questions::judge(&lesson, arguments.repeat) {
            count.ask(report.mark);
            write_line(report.mark, &lesson.id, &report.text, output)?;
        }
        for report in judge(&lesson, arguments.repeat) {
            count.add(report.mark);
            write_line(report.mark, &lesson.id, &report.text, output)?;
        }
    }
    if arguments.lessons.is_empty() {
        count.errors += write_found("glossary", &review_glossary(catalog), output)?;
    }
    output.text(&count.summary(), Ink::Strong, 2)?;
    Ok(count.exit())
}

/// The terms that a lesson may link to: of a folder that is not part of the catalog, those around it too.
fn glossary_for(catalog: &Catalog, lesson: &Arc<Lesson>) -> Result<Glossary, Failure> {
    let is_in_it = catalog.lesson(&lesson.id).is_some_and(|known| Arc::ptr_eq(known, lesson));
    match Path::new(&lesson.source.file).parent() {
        Some(folder) if !is_in_it => catalog.glossary_for(folder).map_err(Failure::Lesson),
        _ => Ok(catalog.glossary().clone()),
    }
}

/// Whether what was read is well-formed, and on standard error what is not; says how much that is.
fn write_found(id: &str, found: &[Diagnostic], output: &mut Output<'_>) -> Result<usize, Failure> {
    if found.is_empty() {
        write_line(Mark::Ok, id, "well-formed", output)?;
    } else {
        let noun = if found.len() == 1 { "thing is" } else { "things are" };
        let text = format!("{} {noun} to be put right", found.len());
        write_line(Mark::Failed, id, &text, output)?;
        show(found);
    }
    Ok(found.len())
}

/// The lessons that can be checked, and what is wrong with the others.
fn find(catalog: &Catalog, names: &[String]) -> Result<(Vec<Arc<Lesson>>, Vec<Diagnostic>), Failure> {
    if names.is_empty() {
        return Ok((catalog.lessons().cloned().collect(), catalog.diagnostics().to_vec()));
    }
    let mut lessons = Vec::new();
    let mut broken = Vec::new();
    for name in names {
        match super::lookup::lesson(catalog, name) {
            Ok(lesson) => match lessons.iter().find(|other: &&Arc<Lesson>| other.id == lesson.id) {
                Some(other) if other.source.file != lesson.source.file => {
                    broken.push(two_with_one_id(other, &lesson));
                }
                Some(_) => {}
                None => lessons.push(lesson),
            },
            Err(Failure::Lesson(diagnostics)) => broken.extend(diagnostics),
            Err(other) => return Err(other),
        }
    }
    Ok((lessons, broken))
}

fn two_with_one_id(first: &Lesson, second: &Lesson) -> Diagnostic {
    let start = second.source.text.find(&format!("\"{}\"", second.id)).unwrap_or(0);
    let span = start..start + second.id.len() + 2;
    let message = format!("there is another lesson `{}`: {}", second.id, first.source.file);
    Diagnostic::at(&second.source, &span, message).expecting("expected an id of its own")
}

/// One line, however long: whoever searches the output finds all of it.
fn write_line(mark: Mark, id: &str, text: &str, output: &mut Output<'_>) -> Result<(), Failure> {
    let (word, ink) = match mark {
        Mark::Ok => ("ok", Ink::Kept),
        Mark::Failed => ("FAILED", Ink::Lost),
        Mark::NotAvailable => ("n/a", Ink::Pale),
    };
    let line = Line::new(format!("{word:<6}"), ink).then(format!("  {id}  {text}"), Ink::Plain);
    Ok(output.line(&line)?)
}

/// How something that was checked came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// As it should.
    Ok,
    /// Otherwise.
    Failed,
    /// This machine lacks what the claim is about.
    NotAvailable,
}

#[derive(Debug, Default)]
struct Count {
    lessons: usize,
    /// Things that are wrong with lessons themselves.
    errors: usize,
    held: usize,
    failed: usize,
    not_available: usize,
    /// Questions without exactly one answer.
    open_questions: usize,
    /// Steps by hand whose sockets cannot be opened.
    shut_steps: usize,
}

impl Count {
    fn add(&mut self, mark: Mark) {
        match mark {
            Mark::Ok => self.held += 1,
            Mark::Failed => self.failed += 1,
            Mark::NotAvailable => self.not_available += 1,
        }
    }

    fn ask(&mut self, mark: Mark) {
        match mark {
            Mark::Ok => {}
            Mark::Failed => self.open_questions += 1,
            Mark::NotAvailable => self.not_available += 1,
        }
    }

    fn open(&mut self, mark: Mark) {
        match mark {
            Mark::Ok => {}
            Mark::Failed => self.shut_steps += 1,
            Mark::NotAvailable => self.not_available += 1,
        }
    }

    fn exit(&self) -> Exit {
        match (self.errors, self.failed + self.open_questions + self.shut_steps) {
            (0, 0) => Exit::Done,
            (0, _) => Exit::Failed,
            _ => Exit::Usage,
        }
    }

    fn summary(&self) -> String {
        let mut parts = vec![
            format!("lessons: {}", self.lessons),
            format!("claims that hold: {}", self.held),
            format!("that do not: {}", self.failed),
        ];
        if self.open_questions > 0 {
            parts.push(format!("questions without one answer: {}", self.open_questions));
        }
        if self.shut_steps > 0 {
            parts.push(format!("steps by hand that do not open: {}", self.shut_steps));
        }
        if self.not_available > 0 {
            parts.push(format!("not available here: {}", self.not_available));
        }
        if self.errors > 0 {
            parts.push(format!("errors: {}", self.errors));
        }
        parts.join(", ")
    }
}

/// What became of one claim or question, on one line.
pub(super) struct Report {
    pub mark: Mark,
    pub text: String,
}

/// Claims with the same pane and settings share their runs, unless only some of them need the kernel
/// to be asked meanwhile: that takes time, and must not disturb the others.
struct Group<'a> {
    pane: &'a str,
    set: &'a Settings,
    observed: bool,
    claims: Vec<(usize, &'a Claim)>,
}

/// Runs what a lesson's claims need; one report per claim, in the lesson's order.
fn judge(lesson: &Lesson, repeat: u32) -> Vec<Report> {
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
    fn a_bad_lesson_weighs_more_than_a_claim() {
        let check = |errors, failed, expected| {
            let count = Count { errors, failed, ..Count::default() };
            assert_eq!(count.exit(), expected);
        };
        check(0, 0, Exit::Done);
        check(0, 1, Exit::Failed);
        check(1, 0, Exit::Usage);
        check(1, 1, Exit::Usage);
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
