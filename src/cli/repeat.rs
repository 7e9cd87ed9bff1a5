//! `stickylab run --repeat`: how often the same code falls out in which way.

use crate::export::{PaneTally, outcomes_json};
use crate::lesson::{Lesson, Pane, Settings};
use crate::model::RoundSpread;

use super::count::{PaneCount, Watch, count};
use super::exit::{Exit, Failure};
use super::mention;
use super::output::Output;
use super::progress::{Progress, cancelled_by_keyboard};
use super::run::{write_not_available, write_title};
use super::tape::{self, Line};

/// Runs the panes so many times, and tells the outcomes as text or as JSON.
///
/// # Errors
/// When sockets cannot be made, or standard output takes no more.
pub fn repeat(
    lesson: &Lesson,
    panes: &[&Pane],
    settings: &Settings,
    (runs, json): (u32, bool),
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let progress = Progress::new(u64::from(runs));
    let mut watch = Watch { cancel: cancelled_by_keyboard(), progress, exit: Exit::Done };
    let counts = count(lesson, panes, settings, runs, &mut watch)?;
    let Watch { cancel, progress, exit } = watch;
    drop(progress);
    let cancelled = cancel.is_cancelled();
    if cancelled {
        mention("cancelled; what was run until then is told");
    }
    if json {
        let settings = lesson.settings_json(settings);
        let tallies: Vec<_> = counts.iter().map(pane_tally).collect();
        let document = outcomes_json(&lesson.id, &settings, &tallies, (u64::from(runs), cancelled));
        writeln!(output.to, "{document}")?;
    } else {
        write_title(lesson, settings, output)?;
        for count in &counts {
            write_count(count, output)?;
        }
    }
    Ok(if cancelled { Exit::Failed } else { exit })
}

fn pane_tally<'a>(count: &'a PaneCount<'_>) -> PaneTally<'a> {
    PaneTally {
        pane: &count.pane.name,
        transport: count.pane.transport,
        tally: &count.tally,
        rounds: RoundSpread::of(&count.rounds),
        unavailable: count.unavailable.as_deref(),
    }
}

fn write_count(count: &PaneCount<'_>, output: &mut Output<'_>) -> Result<(), Failure> {
    output.line(&Line::empty())?;
    let title = count.pane.title.get(output.lang);
    if let Some(reason) = &count.unavailable {
        return write_not_available(title, reason, output);
    }
    let style = output.tape_style();
    for line in tape::outcomes(title, &count.tally, RoundSpread::of(&count.rounds), style) {
        output.line(&line)?;
    }
    Ok(())
}
