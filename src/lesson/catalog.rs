//! All lessons that there are: those of the program, and those of a teacher's folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::course::{Chapter, Course, RawCourse};
use super::diagnostic::{Diagnostic, Source};
use super::folder::{FILES, Folder, load, name_of, read_text};
use super::glossary::Glossary;
use super::lesson::{Bilingual, Lesson};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/lessons");
const COURSE: &str = "course.toml";
const GLOSSARY: &str = "glossary.toml";

/// Lessons in the order of their course, and what is wrong with those that were left out.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    course: Course,
    lessons: Vec<Arc<Lesson>>,
    glossary: Glossary,
    /// The file that the glossary was added to from last.
    last_glossary: Option<Arc<Source>>,
    diagnostics: Vec<Diagnostic>,
    /// How many lessons were added last.
    added: usize,
}

impl Catalog {
    /// The lessons that are part of the program.
    pub fn embedded() -> Self {
        Self::default().stock(embedded())
    }

    /// The lessons of the program and those of a folder; of two with one id, the folder's.
    ///
    /// The folder holds lesson folders, a course.toml if it has an order of its own, and a glossary.toml
    /// if it has terms of its own; it may also be a lesson itself. What is wrong with it is in [`Self::diagnostics`].
    pub fn with_folder(path: &Path) -> Self {
        let shelf = Shelf::read(path).unwrap_or_else(|error| {
            let message = format!("this folder cannot be read: {error}");
            let problem = Diagnostic::about_file(path.display().to_string(), message);
            Shelf { problems: vec![problem], ..Shelf::default() }
        });
        Self::embedded().stock(shelf)
    }

    /// Chapters and paths; they name only lessons that are there.
    pub fn course(&self) -> &Course {
        &self.course
    }

    /// All lessons in the order of the course.
    pub fn lessons(&self) -> impl Iterator<Item = &Arc<Lesson>> + '_ {
        self.lessons.iter()
    }

    /// The lesson of that id.
    pub fn lesson(&self, id: &str) -> Option<&Arc<Lesson>> {
        self.lessons.iter().find(|lesson| lesson.id == id)
    }

    /// The terms that lessons link to.
    pub fn glossary(&self) -> &Glossary {
        &self.glossary
    }

    /// The terms for the lesson in a folder, which another folder with a glossary may lie around.
    ///
    /// # Errors
    /// What is wrong with that glossary.
    pub fn glossary_for(&self, lesson: &Path) -> Result<Glossary, Vec<Diagnostic>> {
        let mut glossary = self.glossary.clone();
        if let Some(file) = read_file(&around(lesson).join(GLOSSARY)) {
            glossary.extend(Glossary::read(&file.map_err(|problem| vec![problem])?)?);
        }
        Ok(glossary)
    }

    /// Whether a text of any lesson links to that term.
    pub fn links_to(&self, term: &str) -> bool {
        self.first_link_to(term).is_some()
    }

    /// The first lesson of the course that links to that term.
    pub fn first_link_to(&self, term: &str) -> Option<&Arc<Lesson>> {
        self.lessons.iter().find(|lesson| lesson.terms.iter().any(|id| id == term))
    }

    /// The file that terms were added from last: the folder's own, where there is a folder.
    pub(super) fn last_glossary(&self) -> Option<&Arc<Source>> {
        self.last_glossary.as_ref()
    }

    /// How many lessons are the folder's, where there is a folder.
    pub fn added(&self) -> usize {
        self.added
    }

    /// What is wrong with lessons, courses and glossaries that were left out.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Adds a shelf; its lessons, chapters and paths replace those of the same id.
    fn stock(mut self, added: Shelf) -> Self {
        self.diagnostics.extend(added.problems);
        let mut ids: Vec<String> = self.lessons.iter().map(|lesson| lesson.id.clone()).collect();
        let mut own = Vec::new();
        for folder in added.folders {
            ids.push(folder.name.clone());
            match load(&folder) {
                Ok(lesson) => {
                    self.lessons.retain(|other| other.id != lesson.id);
                    own.push(lesson.id.clone());
                    self.lessons.push(Arc::new(lesson));
                }
                Err(problems) => self.diagnostics.extend(problems),
            }
        }
        match added.course.map(RawCourse::read) {
            Some(Ok(raw)) => {
                let there: Vec<&str> = ids.iter().map(String::as_str).collect();
                self.diagnostics.extend(raw.missing(&there));
                self.merge(raw.course);
            }
            Some(Err(problems)) => self.diagnostics.extend(problems),
            None => {}
        }
        // What the other lessons of a folder link to is not known where one of them is read alone.
        self.last_glossary = added.glossary.clone().filter(|_| !added.is_lesson);
        match added.glossary.as_ref().map(Glossary::read) {
            Some(Ok(glossary)) => self.glossary.extend(glossary),
            Some(Err(problems)) => self.diagnostics.extend(problems),
            None => {}
        }
        self.added = own.len();
        self.add_chapter_of_others(&added.name, &own);
        self.settle();
        self
    }

    /// A lesson has one place: the later course's.
    fn merge(&mut self, course: Course) {
        let named: Vec<&String> = course.chapters.iter().flat_map(|chapter| &chapter.lessons).collect();
        self.course.chapters.retain(|chapter| course.chapters.iter().all(|new| new.id != chapter.id));
        for chapter in &mut self.course.chapters {
            chapter.lessons.retain(|id| !named.contains(&id));
        }
        self.course.paths.retain(|path| course.paths.iter().all(|new| new.id != path.id));
        self.course.title = course.title;
        self.course.chapters.extend(course.chapters);
        self.course.paths.extend(course.paths);
    }

    fn is_taught(&self, id: &String) -> bool {
        self.course.chapters.iter().any(|chapter| chapter.lessons.contains(id))
    }

    /// Lessons that no course names get a chapter that is called as their folder.
    fn add_chapter_of_others(&mut self, name: &str, own: &[String]) {
        let dropped = self.lessons.iter().map(|lesson| &lesson.id).filter(|id| !own.contains(id));
        let others: Vec<String> =
            own.iter().chain(dropped).filter(|id| !self.is_taught(id)).cloned().collect();
        if !others.is_empty() {
            let title = Bilingual { en: name.to_owned(), zh: name.to_owned() };
            self.course.chapters.push(Chapter { id: name.to_owned(), title, lessons: others });
        }
    }

    /// Leaves out of the course what is not there, and puts the lessons in its order.
    fn settle(&mut self) {
        let lessons = std::mem::take(&mut self.lessons);
        let is_there = |id: &String| lessons.iter().any(|lesson| lesson.id == *id);
        for chapter in &mut self.course.chapters {
            chapter.lessons.retain(is_there);
        }
        self.course.chapters.retain(|chapter| !chapter.lessons.is_empty());
        for path in &mut self.course.paths {
            path.lessons.retain(is_there);
        }
        self.course.paths.retain(|path| !path.lessons.is_empty());
        let order: Vec<&String> =
            self.course.chapters.iter().flat_map(|chapter| &chapter.lessons).collect();
        let in_order = |id: &&String| lessons.iter().find(|lesson| lesson.id == **id).cloned();
        self.lessons = order.iter().filter_map(in_order).collect();
    }
}

/// Folders of lessons, and a course if there is one.
#[derive(Default)]
struct Shelf {
    name: String,
    course: Option<Arc<Source>>,
    glossary: Option<Arc<Source>>,
    folders: Vec<Folder>,
    /// It is one lesson's folder.
    is_lesson: bool,
    problems: Vec<Diagnostic>,
}

impl Shelf {
    fn read(path: &Path) -> std::io::Result<Self> {
        let mut shelf = Self { name: name_of(path), ..Self::default() };
        if path.join(FILES[0]).is_file() {
            shelf.folders.push(Folder::read(path)?);
            shelf.is_lesson = true;
            shelf.glossary = shelf.file(&around(path).join(GLOSSARY));
            return Ok(shelf);
        }
        for entry in fs::read_dir(path)? {
            let inner = entry?.path();
            let hidden = inner.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
            if inner.is_dir() && !hidden {
                shelf.add(&inner);
            }
        }
        shelf.folders.sort_by(|a, b| a.name.cmp(&b.name));
        shelf.course = shelf.file(&path.join(COURSE));
        shelf.glossary = shelf.file(&path.join(GLOSSARY));
        Ok(shelf)
    }

    /// A file of the folder, if it is there.
    fn file(&mut self, path: &Path) -> Option<Arc<Source>> {
        match read_file(path)? {
            Ok(source) => Some(source),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn add(&mut self, inner: &Path) {
        match Folder::read(inner) {
            Ok(folder) if folder.looks_like_a_lesson() => self.folders.push(folder),
            Ok(_) => {}
            Err(error) => self.problem(inner, &error),
        }
    }

    fn problem(&mut self, path: &Path, error: &dyn std::fmt::Display) {
        self.problems.push(unreadable(path, error));
    }
}

/// The folder that a lesson's folder lies in, also where the path ends in dots.
fn around(lesson: &Path) -> PathBuf {
    let whole = fs::canonicalize(lesson).unwrap_or_else(|_| lesson.to_path_buf());
    whole.parent().map(Path::to_path_buf).unwrap_or_default()
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::about_file(path.display().to_string(), format!("this cannot be read: {error}"))
}

/// A file, if there is one of that name.
fn read_file(path: &Path) -> Option<Result<Arc<Source>, Diagnostic>> {
    let text = path.is_file().then(|| read_text(path))?;
    Some(match text {
        Ok(text) => Ok(Source::new(path.display().to_string(), text)),
        Err(error) => Err(unreadable(path, &error)),
    })
}

fn embedded() -> Shelf {
    let text = |file: &include_dir::File<'_>| {
        file.contents_utf8().map(str::to_owned).ok_or_else(|| "it is not UTF-8".to_owned())
    };
    let name = |path: &Path| {
        path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    };
    let folder = |dir: &Dir<'_>| Folder {
        name: name(dir.path()),
        path: format!("lessons/{}", name(dir.path())),
        files: dir.files().map(|file| (name(file.path()), text(file))).collect(),
    };
    let own = |name: &str| {
        let text = EMBEDDED.get_file(name).and_then(|file| file.contents_utf8())?;
        Some(Source::new(format!("lessons/{name}"), text))
    };
    Shelf {
        name: "lessons".to_owned(),
        course: own(COURSE),
        glossary: own(GLOSSARY),
        folders: EMBEDDED.dirs().map(folder).collect(),
        ..Shelf::default()
    }
}
