//! What a lesson that runs still gets wrong: claims that say nothing, knobs that do nothing,
//! characters that nobody can read. The window shows such a lesson; `check` does not let it pass.

mod characters;
mod claims;
mod uses;

use super::diagnostic::{Diagnostic, Problems};
use super::lesson::Lesson;
use super::parse;

/// Everything found, file by file in the order of the text.
pub fn review(lesson: &Lesson) -> Vec<Diagnostic> {
    let problems = Problems::new(lesson.source.clone());
    parse::document(&problems, |root| {
        uses::check(lesson, &root);
        claims::check(lesson, &root);
        characters::check_words(&root);
    });
    let mut found = problems.into_list();
    for text in &lesson.texts {
        let problems = Problems::new(text.clone());
        characters::check_text(&problems);
        found.extend(problems.into_list());
    }
    found
}
