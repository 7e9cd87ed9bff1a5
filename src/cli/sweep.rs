//! `stickylab sweep`: how the share of broken runs follows one knob.

use crate::export::{PaneSweep, SweepPlan, SweepPoint, sweep_csv, sweep_json};
use crate::lesson::{Knob, Lesson, Pane, SettingError, Settings, SweepError, Value};

use super::arguments::SweepArguments;
use super::count::{Watch, count};
use super::exit::{Exit, Failure};
use super::output::Output;
use super::progress::{Progress, cancelled_by_keyboard};
use super::run::{with_unit, write_not_available, write_title};
use super::tape::{self, Line};
use super::{lookup, mention};

/// A pane and its points so far.
struct Curve<'a> {
    pane: &'a Pane,
    points: Vec<SweepPoint>,
    unavailable: Option<String>,
}

/// Sweeps a knob as the arguments say.
///
/// # Errors
/// When they ask for what does not exist, or sockets cannot be made.
pub fn sweep(
    lesson: &Lesson,
    arguments: &SweepArguments,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let panes = lookup::panes(lesson, arguments.pane.as_deref())?;
    let mut settings = lookup::settings(lesson, &arguments.set)?;
    let knob = knob(lesson, arguments)?;
    let values = values(knob, arguments)?;
    settings.remove(&knob.name);

    let runs = u64::from(arguments.repeat) * values.len() as u64;
    let cancel = cancelled_by_keyboard();
    let mut watch = Watch { cancel, progress: Progress::new(runs), exit: Exit::Done };
    let curves = run(lesson, &panes, &settings, (knob, &values, arguments.repeat), &mut watch)?;
    let Watch { cancel, progress, exit } = watch;
    drop(progress);
    let cancelled = cancel.is_cancelled();
    if cancelled {
        mention("cancelled; what was run until then is told");
    }
    let others = lesson.settings_json(&settings);
    let plan = SweepPlan {
        lesson: &lesson.id,
        settings: &others,
        knob: &knob.name,
        unit: knob.unit(),
        asked: u64::from(arguments.repeat),
        cancelled,
    };
    tell(lesson, &settings, (plan, &values), &curves, arguments, output)?;
    Ok(if cancelled { Exit::Failed } else { exit })
}

fn knob<'a>(lesson: &'a Lesson, arguments: &SweepArguments) -> Result<&'a Knob, Failure> {
    let name = &arguments.knob;
    let refuse = |error: String| Failure::Usage(format!("--knob {name}: {error}"));
    let knob = lesson.knob(name).ok_or_else(|| {
        let known = lesson.knobs.iter().map(|knob| knob.name.clone()).collect();
        refuse(SettingError::UnknownKnob { name: name.clone(), known }.to_string())
    })?;
    if !lesson.turns(knob) {
        return Err(refuse("every pane holds it to a value of its own".to_owned()));
    }
    if arguments.set.iter().any(|(other, _)| other == name) {
        return Err(refuse("it is swept, and cannot be held with --set too".to_owned()));
    }
    Ok(knob)
}

fn values(knob: &Knob, arguments: &SweepArguments) -> Result<Vec<Value>, Failure> {
    let values = match (arguments.from, arguments.to, arguments.points) {
        (Some(from), Some(to), Some(points)) => {
            let values = knob.sweep_range(from, to, points);
            if let Some(fewer) = values.as_ref().ok().map(Vec::len).filter(|&len| len < points) {
                mention(&format!(
                    "from {from} to {to} there are only {fewer} whole values, not {points}"
                ));
            }
            values
        }
        _ => knob.sweep_values(arguments.values.iter().map(String::as_str)),
    };
    let option = if arguments.from.is_some() { "--from, --to, --points" } else { "--values" };
    values.map_err(|error: SweepError| Failure::Usage(format!("{option}: {error}")))
}

fn run<'a>(
    lesson: &Lesson,
    panes: &[&'a Pane],
    settings: &Settings,
    (knob, values, runs): (&Knob, &[Value], u32),
    watch: &mut Watch,
) -> Result<Vec<Curve<'a>>, Failure> {
    let curve = |&pane: &&'a Pane| Curve { pane, points: Vec::new(), unavailable: None };
    let mut curves: Vec<_> = panes.iter().map(curve).collect();
    for value in values {
        let mut settings = settings.clone();
        settings.insert(knob.name.clone(), value.clone());
        let open: Vec<&Pane> =
            curves.iter().filter(|curve| curve.unavailable.is_none()).map(|curve| curve.pane).collect();
        for counted in count(lesson, &open, &settings, runs, watch)? {
            let Some(curve) = curves.iter_mut().find(|curve| curve.pane.name == counted.pane.name) else {
                continue;
            };
            curve.unavailable = counted.unavailable;
            if counted.tally.runs() > 0 {
                let broken = counted.tally.broken_share();
                curve.points.push(SweepPoint { value: value.json(), broken });
            }
        }
        if watch.cancel.is_cancelled() {
            break;
        }
    }
    Ok(curves)
}

fn tell(
    lesson: &Lesson,
    settings: &Settings,
    (plan, values): (SweepPlan<'_>, &[Value]),
    curves: &[Curve<'_>],
    arguments: &SweepArguments,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let sweeps: Vec<PaneSweep<'_>> = curves
        .iter()
        .map(|curve| PaneSweep {
            pane: &curve.pane.name,
            transport: curve.pane.transport,
            points: &curve.points,
            unavailable: curve.unavailable.as_deref(),
        })
        .collect();
    if arguments.json {
        writeln!(output.to, "{}", sweep_json(plan, &sweeps))?;
        return Ok(());
    }
    if arguments.csv {
        write!(output.to, "{}", sweep_csv(plan, &sweeps))?;
        return Ok(());
    }
    write_title(lesson, settings, output)?;
    let labels: Vec<String> = values.iter().map(|value| with_unit(lesson, plan.knob, value)).collect();
    let name = lesson.knob(plan.knob).map_or(plan.knob, |knob| knob.label.get(output.lang));
    for curve in curves {
        output.line(&Line::empty())?;
        let title = curve.pane.title.get(output.lang);
        if let Some(reason) = &curve.unavailable {
            write_not_available(title, reason, output)?;
            continue;
        }
        let points: Vec<_> = labels
            .iter()
            .zip(&curve.points)
            .map(|(label, point)| (label.as_str(), point.broken))
            .collect();
        let style = output.tape_style();
        for line in tape::curve((title, name), &points, style) {
            output.line(&line)?;
        }
    }
    Ok(())
}
