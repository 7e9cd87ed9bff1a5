//! `stickylab run`: a lesson over real sockets, drawn as tapes or printed as JSON.

use crate::export::{PaneResult, run_json};
use crate::lesson::{KnobKind, Lesson, Pane, Settings, Value};
use crate::model::Trace;

use super::arguments::RunArguments;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::runner::{self, PaneRun};
use super::tape::{self, Ink, Line};
use super::{complain, mention};

/// Runs a lesson as the arguments say.
///
/// # Errors
/// When they ask for what does not exist, or sockets cannot be made.
pub fn run(lesson: &Lesson, arguments: &RunArguments, output: &mut Output<'_>) -> Result<Exit, Failure> {
    let panes = super::lookup::panes(lesson, arguments.pane.as_deref())?;
    let settings = super::lookup::settings(lesson, &arguments.set)?;
    match (arguments.repeat, arguments.json) {
        (None, false) => draw(lesson, &panes, &settings, output),
        (None, true) => print_json(lesson, &panes, &settings, output),
        (Some(runs), json) => super::repeat::repeat(lesson, &panes, &settings, (runs, json), output),
    }
}

/// Runs each pane once and draws its tapes.
///
/// # Errors
/// When sockets cannot be made, or standard output takes no more.
pub fn draw(
    lesson: &Lesson,
    panes: &[&Pane],
    settings: &Settings,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    write_title(lesson, settings, output)?;
    let mut exit = Exit::Done;
    for pane in panes {
        let scenario = runner::scenario(lesson, pane, settings)?;
        let title = pane.title.get(output.lang);
        output.line(&Line::empty())?;
        match runner::run_observed(&scenario)? {
            PaneRun::NotAvailable { reason, .. } => write_not_available(title, &reason, output)?,
            PaneRun::Ran(trace) => {
                for line in tape::pane(title, &trace, output.tape_style()) {
                    output.line(&line)?;
                }
                write_options(&trace, output)?;
                exit = exit.max(tell_failures(&trace));
            }
        }
    }
    Ok(exit)
}

/// The lesson's name, and where its knobs are.
pub fn write_title(lesson: &Lesson, settings: &Settings, output: &mut Output<'_>) -> Result<(), Failure> {
    output.text(&format!("{} ({})", lesson.title.get(output.lang), lesson.id), Ink::Strong, 2)?;
    let setting =
        |(name, value): (&String, &Value)| format!("{name} = {}", with_unit(lesson, name, value));
    let settings: Vec<String> = in_order(lesson, settings).map(setting).collect();
    if !settings.is_empty() {
        output.text(&settings.join(", "), Ink::Pale, 2)?;
    }
    Ok(())
}

/// A pane that this machine cannot run.
pub fn write_not_available(title: &str, reason: &str, output: &mut Output<'_>) -> Result<(), Failure> {
    let text = (output.tape_style().words.tape.not_available)(reason);
    output.text(title, Ink::Strong, 2)?;
    output.text(&format!("  {text}"), Ink::Pale, 2)?;
    Ok(())
}

/// What was asked of the sockets, and what the kernel made of it.
fn write_options(trace: &Trace, output: &mut Output<'_>) -> Result<(), Failure> {
    for report in &trace.options {
        let endpoint = &trace.scenario.endpoint(report.endpoint).name;
        let got = match &report.got {
            Ok(got) => format!("got {got}"),
            Err(reason) => (output.tape_style().words.tape.not_available)(reason),
        };
        let text = format!("  {endpoint}: {} asked {}, {got}", report.option, report.asked);
        output.text(&text, Ink::Pale, 4)?;
    }
    Ok(())
}

fn print_json(
    lesson: &Lesson,
    panes: &[&Pane],
    settings: &Settings,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    let mut runs = Vec::new();
    for pane in panes {
        let run = runner::run_observed(&runner::scenario(lesson, pane, settings)?)?;
        match &run {
            PaneRun::NotAvailable { sentence, .. } => mention(&format!("pane {}: {sentence}", pane.name)),
            PaneRun::Ran(trace) => exit = exit.max(tell_failures(trace)),
        }
        runs.push((*pane, run));
    }
    let settings = lesson.settings_json(settings);
    let results: Vec<_> = runs.iter().map(|(pane, run)| result(pane, run)).collect();
    writeln!(output.to, "{}", run_json(&lesson.id, &settings, &results))?;
    Ok(exit)
}

fn result<'a>(pane: &'a Pane, run: &'a PaneRun) -> PaneResult<'a> {
    match run {
        PaneRun::Ran(trace) => PaneResult::Ran(trace),
        PaneRun::NotAvailable { reason, .. } => {
            PaneResult::NotAvailable { pane: &pane.name, transport: pane.transport, reason }
        }
    }
}

/// Tells on standard error what stopped the scripts of a run.
pub fn tell_failures(trace: &Trace) -> Exit {
    let failures = runner::failures(trace);
    for failure in &failures {
        complain(failure);
    }
    if failures.is_empty() { Exit::Done } else { Exit::Failed }
}

/// Settings in the order in which the lesson names its knobs.
fn in_order<'a>(
    lesson: &'a Lesson,
    settings: &'a Settings,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    lesson.knobs.iter().filter_map(|knob| settings.get_key_value(&knob.name))
}

/// A setting's value as text.
pub fn value_text(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Switch(on) => on.to_string(),
        Value::Choice(choice) => choice.clone(),
    }
}

/// The same, with its knob's unit.
pub fn with_unit(lesson: &Lesson, name: &str, value: &Value) -> String {
    match lesson.knob(name).map(|knob| &knob.kind) {
        Some(KnobKind::Slider { unit, .. }) if !unit.is_empty() => {
            format!("{} {unit}", value_text(value))
        }
        _ => value_text(value),
    }
}
