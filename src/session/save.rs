//! Saving the run on the stage.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::storage::beside;
use super::{LessonRun, Notice, PaneError, PaneRun, Session, settings_json};
use crate::engine::RunError;
use crate::export::{PaneResult, run_json};
use crate::lesson::Lesson;

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
    /// Writes the run on the stage as JSON to a new file `LESSON-N.json` in the folder of saved runs.
    ///
    /// A file that was written is also in the notices; an error is not.
    ///
    /// # Errors
    /// There is nothing to save, or no place for it.
    pub fn save_run(&mut self) -> Result<PathBuf, SaveError> {
        let run = self.stage().filter(|run| run.traces().next().is_some());
        let run = run.ok_or(SaveError::NoRun)?;
        let folder = self.storage.runs_folder().ok_or(SaveError::NoFolder)?;
        let path =
            write_run(&folder, run).map_err(|error| SaveError::CannotWrite { path: folder, error })?;
        self.notices.push(Notice::Saved(path.clone()));
        Ok(path)
    }
}

fn write_run(folder: &Path, run: &LessonRun) -> io::Result<PathBuf> {
    let lesson = &run.lesson;
    let settings = settings_json(lesson, &run.settings);
    let reasons: Vec<Option<String>> = run.panes.iter().map(lacking).collect();
    let panes = run.panes.iter().zip(&reasons);
    let panes: Vec<PaneResult<'_>> =
        panes.filter_map(|(pane, reason)| result(lesson, pane, reason.as_deref())).collect();
    let mut file = beside(&folder.join("run.json"))?;
    let mut writer = BufWriter::new(&mut file);
    serde_json::to_writer_pretty(&mut writer, &run_json(&lesson.id, &settings, &panes))?;
    writer.write_all(b"\n")?;
    writer.flush()?;
    drop(writer);
    let mut number = highest_number(folder, &lesson.id)? + 1;
    loop {
        let path = folder.join(format!("{}-{number}.json", lesson.id));
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
fn lacking(run: &PaneRun) -> Option<String> {
    match run.result.as_ref().err().map(AsRef::as_ref) {
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

/// The highest N among the files `LESSON-N.json`; zero if there is none.
fn highest_number(folder: &Path, lesson: &str) -> io::Result<u64> {
    let number = |name: &str| -> Option<u32> {
        let rest = name.strip_prefix(lesson)?.strip_prefix('-')?;
        rest.strip_suffix(".json")?.parse().ok()
    };
    let mut highest = 0;
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        highest = highest.max(u64::from(name.to_str().and_then(number).unwrap_or(0)));
    }
    Ok(highest)
}
