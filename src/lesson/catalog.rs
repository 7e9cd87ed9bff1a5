//! All lessons that there are: those of the program, and those of a teacher's folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::course::{Chapter, Course, RawCourse};
use super::diagnostic::{Diagnostic, Source};
use super::folder::{FILES, Folder, load, name_of, read_text};
use super::lesson::{Bilingual, Lesson};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/lessons");
const COURSE: &str = "course.toml";

/// Lessons in the order of their course, and what is wrong with those that were left out.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    course: Course,
    lessons: Vec<Arc<Lesson>>,
    diagnostics: Vec<Diagnostic>,
}

impl Catalog {
    /// The lessons that are part of the program.
    pub fn embedded() -> Self {
        Self::default().stock(embedded())
    }

    /// The lessons of the program and those of a folder; of two with one id, the folder's.
    ///
    /// The folder holds lesson folders, and a course.toml if it has an order of its own; it may also
    /// be a lesson itself. What is wrong with it is in [`Self::diagnostics`].
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

    /// What is wrong with lessons and courses that were left out.
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
    folders: Vec<Folder>,
    problems: Vec<Diagnostic>,
}

impl Shelf {
    fn read(path: &Path) -> std::io::Result<Self> {
        let mut shelf = Self { name: name_of(path), ..Self::default() };
        if path.join(FILES[0]).is_file() {
            shelf.folders.push(Folder::read(path)?);
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
        let course = path.join(COURSE);
        if course.is_file() {
            match read_text(&course) {
                Ok(text) => shelf.course = Some(Source::new(course.display().to_string(), text)),
                Err(error) => shelf.problem(&course, &error),
            }
        }
        Ok(shelf)
    }

    fn add(&mut self, inner: &Path) {
        match Folder::read(inner) {
            Ok(folder) if folder.looks_like_a_lesson() => self.folders.push(folder),
            Ok(_) => {}
            Err(error) => self.problem(inner, &error),
        }
    }

    fn problem(&mut self, path: &Path, error: &dyn std::fmt::Display) {
        let message = format!("this cannot be read: {error}");
        self.problems.push(Diagnostic::about_file(path.display().to_string(), message));
    }
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
    let course = EMBEDDED.get_file(COURSE).and_then(|file| file.contents_utf8());
    Shelf {
        name: "lessons".to_owned(),
        course: course.map(|text| Source::new("lessons/course.toml", text)),
        folders: EMBEDDED.dirs().map(folder).collect(),
        problems: Vec::new(),
    }
}
