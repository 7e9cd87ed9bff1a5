//! From typed notices and errors to words.

use std::io;
use std::path::Path;
use std::time::Duration;

use crate::lesson::Lang;
use crate::session::{Notice, SaveError};
use crate::text::Words;

use super::refusals;

/// Between two facts on one line.
pub const DOT: &str = " · ";

/// A notice in words.
pub enum Wording {
    /// Something was done.
    Told(String),
    /// Something can be done.
    Advice(String),
    /// Something went wrong.
    Complaint(String),
    /// The stage says it already.
    Nothing,
}

/// Finds the words for a notice.
pub fn notice(notice: &Notice, lang: Lang, all: &Words) -> Wording {
    let course = &all.window.course;
    let words = &all.window.messages;
    let text = match notice {
        Notice::Saved(path) => return Wording::Told((words.saved)(&path.display().to_string())),
        Notice::StartedOver => return Wording::Told(words.started_over.to_owned()),
        Notice::RunFailed { .. } => return Wording::Nothing,
        Notice::Defect => words.defect.to_owned(),
        Notice::NotByHand { pane, error } => {
            (words.not_by_hand)(pane.get(lang), &refusals::reason(error, all).0)
        }
        Notice::Damaged { path, kept_as: Some(kept), reason } => {
            (words.damaged)(&path.display().to_string(), &kept.display().to_string(), reason.trim_end())
        }
        Notice::Damaged { path, kept_as: None, reason } => {
            (words.damaged_stays)(&path.display().to_string(), reason.trim_end())
        }
        Notice::CannotWrite { path, error } => cannot_write(path, error, all),
        Notice::ProgressReset { kept_as } => {
            let told = kept_as.as_ref().map(|path| (course.reset_done)(&path.display().to_string()));
            return Wording::Told(told.unwrap_or_else(|| course.reset_done_plain.to_owned()));
        }
        Notice::NotWatched { folder, error } => (words.not_watched)(&folder.display().to_string(), error),
        Notice::CannotKeep { folder, error } => {
            let (why, advice) = refusals::file(error, &all.system);
            (words.cannot_keep)(&folder.display().to_string(), &why, advice)
        }
        Notice::FolderGone(folder) => (words.folder_gone)(&folder.display().to_string()),
        Notice::NoLessons(folder) => {
            return Wording::Advice((words.no_lessons)(&folder.display().to_string()));
        }
        Notice::NoFolder => words.no_folder.to_owned(),
        Notice::NoThread(error) => (words.no_thread)(&refusals::file(error, &all.system).0),
        Notice::LessonBroken(diagnostic) => (words.lesson_broken)(&diagnostic.to_string()),
        Notice::NoSuchLesson(id) => (words.no_such_lesson)(id),
    };
    Wording::Complaint(text)
}

/// Finds the words for a run that was not saved.
pub fn save_error(error: &SaveError, words: &Words) -> String {
    let messages = &words.window.messages;
    match error {
        SaveError::NoRun => messages.nothing_to_save.to_owned(),
        SaveError::NoFolder => messages.no_folder.to_owned(),
        SaveError::CannotWrite { path, error } => cannot_write(path, error, words),
    }
}

fn cannot_write(path: &Path, error: &io::Error, words: &Words) -> String {
    let (why, advice) = refusals::file(error, &words.system);
    (words.window.messages.cannot_write)(&path.display().to_string(), &why, advice)
}

/// "0.21 ms", "1.20 s"
pub fn time(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{:.2} ms", time.as_secs_f64() * 1e3)
    } else {
        format!("{:.2} s", time.as_secs_f64())
    }
}

/// "28.6 / 43.4 ms": a moment and a duration, both in nanoseconds, in the unit that the longer one needs.
pub fn time_of(moment_ns: f64, duration_ns: f64) -> String {
    let (unit, size) = match duration_ns {
        ..1e6 => ("µs", 1e3),
        ..1e9 => ("ms", 1e6),
        _ => ("s", 1e9),
    };
    let (moment, duration) = (moment_ns / size, duration_ns / size);
    let digits = if duration < 10.0 { 2 } else { 1 };
    format!("{moment:.digits$} / {duration:.digits$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_the_unit_of_the_run() {
        let check = |moment, duration, expected: &str| assert_eq!(time_of(moment, duration), expected);
        check(28.64e6, 43.4e6, "28.6 / 43.4 ms");
        check(0.0, 210_000.0, "0.0 / 210.0 µs");
        check(1.5e6, 4.0e6, "1.50 / 4.00 ms");
        check(0.25e9, 2.0e9, "0.25 / 2.00 s");
        check(0.0, 0.0, "0.00 / 0.00 µs");
    }
}
