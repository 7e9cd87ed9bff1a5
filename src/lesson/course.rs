//! The order in which lessons are taught: course.toml.

use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::{Diagnostic, Problems, Source, suggest};
use super::lesson::Bilingual;
use super::parse::table::{Node, Table};
use super::parse::{document, tables};

/// Chapters, their order, and ways through them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// Its title.
    pub title: Bilingual,
    /// In the order in which they are taught.
    pub chapters: Vec<Chapter>,
    /// Ways through the course that leave some lessons out.
    pub paths: Vec<CoursePath>,
}

/// A chapter; its lessons exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// kebab-case, or the name of the folder whose lessons no course names.
    pub id: String,
    /// Its title.
    pub title: Bilingual,
    /// The ids of its lessons.
    pub lessons: Vec<String>,
}

/// A way through the course; its lessons exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoursePath {
    /// kebab-case: "45-minutes".
    pub id: String,
    /// Its title.
    pub title: Bilingual,
    /// The ids of its lessons.
    pub lessons: Vec<String>,
}

/// A course as it was read, with the place of each lesson that it names.
pub(super) struct RawCourse {
    pub course: Course,
    pub source: Arc<Source>,
    named: Vec<(String, Range<usize>)>,
}

impl RawCourse {
    /// Reads course.toml.
    pub fn read(source: Arc<Source>) -> Result<Self, Vec<Diagnostic>> {
        let problems = Problems::new(Arc::clone(&source));
        let mut named = Vec::new();
        let course = document(&problems, |root| read(&root, &mut named)).flatten();
        match course {
            Some(course) if problems.is_empty() => Ok(Self { course, source, named }),
            _ => Err(problems.into_list()),
        }
    }

    /// Lessons that it names and that are not there, each place once.
    pub fn missing(&self, there: &[&str]) -> Vec<Diagnostic> {
        let missing = self.named.iter().filter(|(id, _)| !there.contains(&id.as_str()));
        missing
            .map(|(id, span)| {
                let problem = Diagnostic::at(&self.source, span, format!("there is no lesson `{id}`"));
                let near = suggest(id, there);
                let near =
                    if near.starts_with("did") { near } else { format!("expected a folder `{id}`") };
                problem.expecting(near)
            })
            .collect()
    }
}

fn read(root: &Table<'_>, named: &mut Vec<(String, Range<usize>)>) -> Option<Course> {
    if let Some(format) = root.need("format") {
        format.number_within(1..=1);
    }
    let title = root.need("title").and_then(|node| node.bilingual());
    let mut taught = Vec::new();
    let chapters: Vec<_> = parts(&tables(root, "chapter"), "chapter", &mut taught);
    let doubles = taught
        .iter()
        .enumerate()
        .filter(|(at, (id, _))| taught[..*at].iter().any(|(other, _)| other == id));
    for (_, (id, span)) in doubles {
        root.problems.add(span, format!("`{id}` is in the course already"), "expected each lesson once");
    }
    let mut walked = Vec::new();
    let paths: Vec<_> = parts(&tables(root, "path"), "path", &mut walked);
    root.report_unknown();
    named.extend(taught.into_iter().chain(walked));
    let chapter = |part: Part| Chapter { id: part.id, title: part.title, lessons: part.lessons };
    let path = |part: Part| CoursePath { id: part.id, title: part.title, lessons: part.lessons };
    Some(Course {
        title: title?,
        chapters: chapters.into_iter().map(|part| part.map(chapter)).collect::<Option<_>>()?,
        paths: paths.into_iter().map(|part| part.map(path)).collect::<Option<_>>()?,
    })
}

struct Part {
    id: String,
    title: Bilingual,
    lessons: Vec<String>,
}

fn parts(tables: &[Table<'_>], what: &str, named: &mut Vec<(String, Range<usize>)>) -> Vec<Option<Part>> {
    let ids = super::parse::distinct(tables, "id", what);
    let mut part = |(table, id): (&Table<'_>, Option<&str>)| {
        let title = table.need("title").and_then(|node| node.bilingual());
        let lessons = table.need("lessons").and_then(|node| node.list()).unwrap_or_default();
        let lessons: Vec<(String, Range<usize>)> = lessons
            .iter()
            .filter_map(|node: &Node<'_>| Some((node.name()?.to_owned(), node.span.clone())))
            .collect();
        named.extend(lessons.iter().cloned());
        table.report_unknown();
        let lessons = lessons.into_iter().map(|(id, _)| id).collect();
        Some(Part { id: id?.to_owned(), title: title?, lessons })
    };
    tables.iter().zip(ids).map(&mut part).collect()
}
