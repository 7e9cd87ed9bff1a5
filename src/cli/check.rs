//! `stickylab check`: lessons are well-formed, and what they claim happens.

use std::path::Path;
use std::sync::Arc;

use crate::lesson::{Catalog, Diagnostic, Glossary, Lesson, review, review_glossary};

use super::arguments::CheckArguments;
use super::by_hand;
use super::claims;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::questions;
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
            count.add(report.mark, |count| &mut count.shut_steps);
            write_line(report.mark, &lesson.id, &report.text, output)?;
        }
        for report in questions::judge(&lesson, arguments.repeat) {
            count.add(report.mark, |count| &mut count.open_questions);
            write_line(report.mark, &lesson.id, &report.text, output)?;
        }
        for report in claims::judge(&lesson, arguments.repeat) {
            count.held += usize::from(report.mark == Mark::Ok);
            count.add(report.mark, |count| &mut count.failed);
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
    /// Counts something that was checked; what failed is counted where it is told.
    fn add(&mut self, mark: Mark, failed: fn(&mut Self) -> &mut usize) {
        match mark {
            Mark::Ok => {}
            Mark::Failed => *failed(self) += 1,
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
