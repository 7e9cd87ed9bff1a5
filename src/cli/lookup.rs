//! From what was written to what is meant: lessons, panes, knobs.

use std::path::Path;
use std::sync::Arc;

use crate::lesson::{Catalog, Diagnostic, Lesson, Pane, Settings, load_folder};

use super::exit::Failure;

/// Names below this likeness, from 0 to 1, are not offered for a name that does not exist.
const LIKENESS: f64 = 0.75;

/// The course, and the lessons of the folder that was named with `--lessons`.
///
/// # Errors
/// When the folder cannot be read. Broken lessons in it are no error here.
pub fn catalog(folder: Option<&Path>) -> Result<Catalog, Failure> {
    let Some(folder) = folder else { return Ok(Catalog::embedded()) };
    match std::fs::read_dir(folder) {
        Ok(_) => Ok(Catalog::with_folder(folder)),
        Err(error) => Err(Failure::Usage(format!(
            "cannot read the folder {} given with --lessons: {error}",
            folder.display()
        ))),
    }
}

/// The lesson of that id, or in that folder.
///
/// # Errors
/// When there is none, or when it is broken.
pub fn lesson(catalog: &Catalog, name: &str) -> Result<Arc<Lesson>, Failure> {
    if let Some(lesson) = catalog.lesson(name) {
        return Ok(Arc::clone(lesson));
    }
    let broken = diagnostics_of(catalog, name);
    if !broken.is_empty() {
        return Err(Failure::Lesson(broken));
    }
    let path = Path::new(name);
    if path.is_dir() {
        return load_folder(path).map(Arc::new).map_err(Failure::Lesson);
    }
    let looks_like_path = name.contains(std::path::is_separator) || path.exists();
    Err(Failure::Usage(if looks_like_path {
        format!(
            "there is no lesson folder {name}: a lesson is a folder with lesson.toml, en.md and zh.md"
        )
    } else {
        let known: Vec<&str> = catalog.lessons().map(|lesson| lesson.id.as_str()).collect();
        format!("there is no lesson {name}{}\nstickylab list shows them all", nearest(name, &known))
    }))
}

/// What is wrong with the lesson of that id in the catalog.
fn diagnostics_of(catalog: &Catalog, id: &str) -> Vec<Diagnostic> {
    let is_in = |file: &str| Path::new(file).parent().is_some_and(|folder| folder.ends_with(id));
    catalog.diagnostics().iter().filter(|diagnostic| is_in(&diagnostic.file)).cloned().collect()
}

/// The panes that are to be run: all of them, or the one of that name.
///
/// # Errors
/// When the lesson has no pane of that name.
pub fn panes<'a>(lesson: &'a Lesson, name: Option<&str>) -> Result<Vec<&'a Pane>, Failure> {
    let Some(name) = name else { return Ok(lesson.panes.iter().collect()) };
    lesson.pane(name).map(|pane| vec![pane]).ok_or_else(|| {
        let known: Vec<&str> = lesson.panes.iter().map(|pane| pane.name.as_str()).collect();
        Failure::Usage(format!("{} has no pane {name}; it has {}", lesson.id, known.join(", ")))
    })
}

/// The lesson's default settings with those changes.
///
/// # Errors
/// When a knob does not exist, or cannot have that value.
pub fn settings(lesson: &Lesson, changes: &[(String, String)]) -> Result<Settings, Failure> {
    let mut settings = lesson.default_settings();
    for (knob, value) in changes {
        let parsed = lesson.parse_setting(knob, value);
        let value = parsed.map_err(|error| Failure::Usage(format!("--set {knob}={value}: {error}")))?;
        settings.insert(knob.clone(), value);
    }
    Ok(settings)
}

/// ": did you mean …?" for a name that is like the wanted one, and nothing if none is.
fn nearest(wanted: &str, known: &[&str]) -> String {
    let likeness = |name: &&&str| strsim::jaro_winkler(wanted, name);
    let best = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match best.filter(|best| likeness(best) >= LIKENESS) {
        Some(best) => format!(": did you mean {best}?"),
        None => format!("; there are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_nearly_right_is_offered() {
        let known = ["first-echo", "two-sends-one-recv", "nagle"];
        let check = |wanted, expected| assert_eq!(nearest(wanted, &known), expected);
        check("two-send-one-recv", ": did you mean two-sends-one-recv?");
        check("nagel", ": did you mean nagle?");
        check("xyz", "; there are first-echo, two-sends-one-recv, nagle");
    }
}
