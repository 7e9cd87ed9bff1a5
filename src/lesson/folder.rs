//! A lesson's folder: which files it has, and the lesson in them.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::diagnostic::{Diagnostic, Source};
use super::lesson::Lesson;
use super::parse;
use super::schema::SCHEMA_FILE;
use super::validate;

/// The files of which a lesson consists.
pub(super) const FILES: [&str; 3] = ["lesson.toml", "en.md", "zh.md"];

/// Bytes that one of them may have.
const LARGEST_FILE: u64 = 1 << 20;

/// A folder's content, wherever it comes from.
#[derive(Default)]
pub(super) struct Folder {
    /// Its name.
    pub name: String,
    /// Its path, as messages show it.
    pub path: String,
    /// Its files with their text, or why they have none. Only those of a lesson have been read.
    pub files: Vec<(String, Result<String, String>)>,
}

/// Reads the lesson in a folder.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn load_folder(path: &Path) -> Result<Lesson, Vec<Diagnostic>> {
    let folder = Folder::read(path).map_err(|error| {
        let message = format!("this folder cannot be read: {error}");
        vec![Diagnostic::about_file(path.display().to_string(), message)]
    })?;
    load(&folder)
}

impl Folder {
    /// Reads a folder of the file system.
    pub fn read(path: &Path) -> std::io::Result<Self> {
        let mut folder =
            Self { name: name_of(path), path: path.display().to_string(), files: Vec::new() };
        for entry in fs::read_dir(path)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let text = if FILES.contains(&name.as_str()) {
                read_text(&path.join(&name))
            } else {
                Ok(String::new())
            };
            folder.files.push((name, text));
        }
        folder.files.sort();
        Ok(folder)
    }

    /// Whether there is a lesson in it, however broken.
    pub fn looks_like_a_lesson(&self) -> bool {
        self.files.iter().any(|(name, _)| FILES.contains(&name.as_str()))
    }

    fn file(&self, name: &str) -> Result<Arc<Source>, Diagnostic> {
        let path = self.path_of(name);
        match self.files.iter().find(|(other, _)| other == name) {
            // Some editors begin a file with a byte order mark.
            Some((_, Ok(text))) => Ok(Source::new(path, text.trim_start_matches('\u{feff}'))),
            Some((_, Err(error))) => {
                Err(Diagnostic::about_file(path, format!("this file cannot be read: {error}")))
            }
            None => {
                let expected = format!("a lesson consists of {}", FILES.join(", "));
                Err(Diagnostic::about_file(path, "this file is missing").expecting(expected))
            }
        }
    }

    fn path_of(&self, name: &str) -> String {
        Path::new(&self.path).join(name).display().to_string()
    }
}

/// The text of a file that is not too long to be a lesson's; of a device or a pipe, none.
pub(super) fn read_text(path: &Path) -> Result<String, String> {
    let about = fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("it is no regular file".to_owned());
    }
    if about.len() > LARGEST_FILE {
        return Err(format!("it has {} bytes, and 1 MiB ({LARGEST_FILE}) is the limit", about.len()));
    }
    fs::read_to_string(path).map_err(|error| error.to_string())
}

/// The name of a folder, also where the path ends in dots.
pub(super) fn name_of(path: &Path) -> String {
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The lesson in a folder, or everything that is wrong with it.
pub(super) fn load(folder: &Folder) -> Result<Lesson, Vec<Diagnostic>> {
    let [toml, en, zh] = FILES.map(|name| folder.file(name));
    let mut problems: Vec<Diagnostic> = strangers(folder);
    let mut take =
        |file: Result<Arc<Source>, Diagnostic>| file.map_err(|problem| problems.push(problem)).ok();
    let (toml, en, zh) = (take(toml), take(en), take(zh));
    let (Some(toml), Some(en), Some(zh)) = (toml, en, zh) else { return Err(problems) };
    let parsed = parse::lesson(parse::Files { folder: folder.name.clone(), toml, en, zh });
    let lesson = match parsed {
        Ok(lesson) => {
            problems.extend(validate::check(&lesson));
            Some(lesson)
        }
        Err(found) => {
            problems.extend(found);
            None
        }
    };
    match lesson {
        Some(lesson) if problems.is_empty() => Ok(lesson),
        _ => Err(problems),
    }
}

/// Files that do not belong to a lesson. What editors use and what they leave behind is passed over.
fn strangers(folder: &Folder) -> Vec<Diagnostic> {
    let is_editors = |name: &str| name == SCHEMA_FILE || name.starts_with('.') || name.ends_with('~');
    let is_stray = |name: &str| !FILES.contains(&name) && !is_editors(name);
    let names = folder.files.iter().map(|(name, _)| name.as_str());
    let problem = |name: &str| {
        let expected = format!("a lesson consists of {}", FILES.join(", "));
        Diagnostic::about_file(folder.path_of(name), "nobody names this file").expecting(expected)
    };
    names.filter(|name| is_stray(name)).map(problem).collect()
}
