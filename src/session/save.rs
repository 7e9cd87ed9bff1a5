//! Saving what is on the stage.

mod counted;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::storage::beside;
use super::{LessonRun, Notice, PaneError, PaneRun, Session};
use crate::engine::RunError;
use crate::export::{PaneResult, run_json};
use crate::lesson::{Lesson, View};

/// Why a run was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// No run is on the stage, or none of its panes has a trace.
    #[error("there is no run to save")]
    NoRun,
    /// No home folder is known.
    #[error("no home folder is known; set STICKYLAB_HOME")]
    NoFolder,
    /// The folder or the file cannot be written.
    #[error("cannot write {}: {error}", path.display())]
    CannotWrite {
        /// What was to be written.
        path: PathBuf,
        /// The system's answer.
        error: io::Error,
    },
}

impl Session {
    /// Writes what is looked at as JSON to new files in the folder of saved runs: the run on the stage to
    /// `LESSON-N.json`; where outcomes are looked at, those of many runs to `LESSON-outcomes-N.json` and
    /// a sweep to `LESSON-sweep-N.json`, if there are any.
    ///
    /// Files that were written are also in the notices; an error is not.
    ///
    /// # Errors
    /// There is nothing to save, or no place for it.
    pub fn save(&mut self) -> Result<Vec<PathBuf>, SaveError> {
        let folder = self.storage.runs_folder().ok_or(SaveError::NoFolder);
        let paths = if self.view() == View::Outcomes { self.save_counted(&folder)? } else { Vec::new() };
        let paths = if paths.is_empty() { vec![self.save_run(&folder)?] } else { paths };
        self.notices.extend(paths.iter().cloned().map(Notice::Saved));
        Ok(paths)
    }

    fn save_run(&self, folder: &Result<PathBuf, SaveError>) -> Result<PathBuf, SaveError> {
        let run = self.stage().filter(|run| run.traces().next().is_some());
        let run = run.ok_or(SaveError::NoRun)?;
        in_folder(folder, |folder| write_run(folder, run))
    }

    /// Writes what was counted, as far as it has come.
    fn save_counted(&self, folder: &Result<PathBuf, SaveError>) -> Result<Vec<PathBuf>, SaveError> {
        let outcomes = self.outcomes().filter(|outcomes| outcomes.done > 0);
        let sweep = self.sweep().filter(|sweep| sweep.done > 0);
        let outcomes =
            outcomes.map(|outcomes| in_folder(folder, |to| counted::write_outcomes(to, outcomes)));
        let sweep = sweep.map(|sweep| in_folder(folder, |to| counted::write_sweep(to, sweep)));
        outcomes.into_iter().chain(sweep).collect()
    }
}

fn in_folder(
    folder: &Result<PathBuf, SaveError>,
    write: impl FnOnce(&Path) -> io::Result<PathBuf>,
) -> Result<PathBuf, SaveError> {
    let Ok(folder) = folder else { return Err(SaveError::NoFolder) };
    write(folder).map_err(|error| SaveError::CannotWrite { path: folder.clone(), error })
}

fn write_run(folder: &Path, run: &LessonRun) -> io::Result<PathBuf> {
    let lesson = &run.lesson;
    let settings = lesson.settings_json(&run.settings);
    let reasons: Vec<Option<String>> =
        run.panes.iter().map(|pane| lacking(pane.result.as_ref().err().map(AsRef::as_ref))).collect();
    let panes = run.panes.iter().zip(&reasons);
    let panes: Vec<PaneResult<'_>> =
        panes.filter_map(|(pane, reason)| result(lesson, pane, reason.as_deref())).collect();
    write_new(folder, &lesson.id, &run_json(&lesson.id, &settings, &panes))
}

/// Writes to `NAME-N.json`, with an N that no file of that name has.
fn write_new(folder: &Path, name: &str, document: &impl Serialize) -> io::Result<PathBuf> {
    let mut file = beside(&folder.join("run.json"))?;
    let mut writer = BufWriter::new(&mut file);
    serde_json::to_writer_pretty(&mut writer, document)?;
    writer.write_all(b"\n")?;
    writer.flush()?;
    drop(writer);
    let mut number = highest_number(folder, name)? + 1;
    loop {
        let path = folder.join(format!("{name}-{number}.json"));
        match file.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            // Another window was quicker.
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => {
                file = taken.file;
                number += 1;
            }
            Err(other) => return Err(other.error),
        }
    }
}

/// What this machine lacks for a pane, in English.
fn lacking(error: Option<&PaneError>) -> Option<String> {
    match error {
        Some(PaneError::Run(RunError::NotAvailable(lacking))) => Some(lacking.reason()),
        _ => None,
    }
}

/// What the file says of a pane; nothing of one that failed: its trace is what would be said.
fn result<'a>(lesson: &'a Lesson, run: &'a PaneRun, lacking: Option<&'a str>) -> Option<PaneResult<'a>> {
    match (&run.result, lacking) {
        (Ok(trace), _) => Some(PaneResult::Ran(trace)),
        (Err(_), Some(reason)) => {
            let transport = lesson.pane(&run.name)?.transport;
            Some(PaneResult::NotAvailable { pane: &run.name, transport, reason })
        }
        (Err(_), None) => None,
    }
}

/// The highest N among the files `NAME-N.json`; zero if there is none.
fn highest_number(folder: &Path, wanted: &str) -> io::Result<u64> {
    let number = |name: &str| -> Option<u32> {
        let rest = name.strip_prefix(wanted)?.strip_prefix('-')?;
        rest.strip_suffix(".json")?.parse().ok()
    };
    let mut highest = 0;
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        highest = highest.max(u64::from(name.to_str().and_then(number).unwrap_or(0)));
    }
    Ok(highest)
}
