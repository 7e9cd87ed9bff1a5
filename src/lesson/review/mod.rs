//! What a lesson that runs still gets wrong: claims that say nothing, knobs that do nothing,
//! characters that nobody can read. The window shows such a lesson; `check` does not let it pass.

mod characters;
mod claims;
mod terms;
mod uses;

use super::catalog::Catalog;
use super::diagnostic::{Diagnostic, Problems};
use super::glossary::Glossary;
use super::lesson::Lesson;
use super::parse;

/// Everything found, file by file in the order of the text.
pub fn review(lesson: &Lesson, glossary: &Glossary) -> Vec<Diagnostic> {
    let problems = Problems::new(lesson.source.clone());
    parse::document(&problems, |root| {
        uses::check(lesson, &root);
        claims::check(lesson, &root);
        characters::check_words(&root);
    });
    let mut found = problems.into_list();
    let [en, zh] = &lesson.texts;
    for (text, other) in [(en, zh), (zh, en)] {
        let problems = Problems::new(text.clone());
        characters::check_text(&problems);
        terms::check(&problems, other, glossary);
        found.extend(problems.into_list());
    }
    found
}

/// What is wrong with the last glossary that a catalog took in: terms that no lesson links to, and
/// characters that nobody can read. Where a lesson is broken, it is not known what it links to.
pub fn review_glossary(catalog: &Catalog) -> Vec<Diagnostic> {
    let Some(source) = catalog.last_glossary() else { return Vec::new() };
    let problems = Problems::new(source.clone());
    parse::document(&problems, |root| characters::check_words(&root));
    if catalog.diagnostics().is_empty() {
        let unused = catalog.glossary().terms().filter(|term| term.is_from(source));
        for term in unused.filter(|term| !catalog.links_to(&term.id)) {
            let problem = term.problem(format!("no lesson links to the term `{}`", term.id));
            let expected = format!("expected `[{}](term:{})` in a text", term.word.en, term.id);
            problems.push(problem.expecting(expected));
        }
    }
    problems.into_list()
}
