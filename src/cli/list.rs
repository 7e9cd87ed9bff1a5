//! `stickylab list`: the course, chapter by chapter.

use serde_json::{Value as Json, json};
use unicode_width::UnicodeWidthStr as _;

use crate::lesson::{Bilingual, Catalog, Knob, KnobKind, Lesson};

use super::exit::{Exit, Failure};
use super::output::Output;
use super::tape::{Ink, Line};

/// Prints the lessons by chapter; those of a folder that no chapter names come last.
///
/// # Errors
/// When standard output takes no more.
pub fn list(catalog: &Catalog, json: bool, output: &mut Output<'_>) -> Result<Exit, Failure> {
    if json {
        writeln!(output.to, "{}", as_json(catalog))?;
        return Ok(Exit::Done);
    }
    let lang = output.lang;
    let course = catalog.course();
    let id_columns = catalog.lessons().map(|lesson| lesson.id.width()).max().unwrap_or(0);
    output.text(course.title.get(lang), Ink::Strong, 2)?;
    for (number, chapter) in (1..).zip(&course.chapters) {
        output.line(&Line::empty())?;
        output.text(&format!("{number} {}", chapter.title.get(lang)), Ink::Strong, 2)?;
        for lesson in chapter.lessons.iter().filter_map(|id| catalog.lesson(id)) {
            output.text(&entry(lesson, id_columns, output), Ink::Plain, id_columns + 4)?;
        }
    }
    let others: Vec<_> =
        catalog.lessons().filter(|lesson| chapter_of(catalog, lesson).is_none()).collect();
    if !others.is_empty() {
        output.line(&Line::empty())?;
        output.text("Lessons of your own", Ink::Strong, 2)?;
    }
    for lesson in others {
        output.text(&entry(lesson, id_columns, output), Ink::Plain, id_columns + 4)?;
    }
    Ok(Exit::Done)
}

fn entry(lesson: &Lesson, id_columns: usize, output: &Output<'_>) -> String {
    format!("  {:id_columns$}  {}", lesson.id, lesson.title.get(output.lang))
}

fn chapter_of<'a>(catalog: &'a Catalog, lesson: &Lesson) -> Option<&'a str> {
    let chapters = &catalog.course().chapters;
    let chapter = chapters.iter().find(|chapter| chapter.lessons.contains(&lesson.id))?;
    Some(&chapter.id)
}

fn as_json(catalog: &Catalog) -> Json {
    let course = catalog.course();
    let chapter = |chapter: &crate::lesson::Chapter| json!({"id": chapter.id, "title": both(&chapter.title), "lessons": chapter.lessons});
    let path = |path: &crate::lesson::CoursePath| json!({"id": path.id, "title": both(&path.title), "lessons": path.lessons});
    let lesson = |lesson: &std::sync::Arc<Lesson>| {
        json!({
            "id": lesson.id,
            "title": both(&lesson.title),
            "chapter": chapter_of(catalog, lesson),
            "covers": lesson.covers,
            "knobs": lesson.knobs.iter().map(knob).collect::<Vec<_>>(),
            "panes": lesson.panes.iter()
                .map(|pane| json!({"name": pane.name, "transport": pane.transport.name()}))
                .collect::<Vec<_>>(),
        })
    };
    json!({
        "schema": "stickylab.lessons/1",
        "title": both(&course.title),
        "chapters": course.chapters.iter().map(chapter).collect::<Vec<_>>(),
        "paths": course.paths.iter().map(path).collect::<Vec<_>>(),
        "lessons": catalog.lessons().map(lesson).collect::<Vec<_>>(),
    })
}

fn both(text: &Bilingual) -> Json {
    json!({"en": text.en, "zh": text.zh})
}

fn knob(knob: &Knob) -> Json {
    match &knob.kind {
        KnobKind::Slider { min, max, default, unit, .. } => json!({
            "name": knob.name, "kind": "slider", "min": min, "max": max, "default": default, "unit": unit,
        }),
        KnobKind::Toggle { default } => json!({"name": knob.name, "kind": "toggle", "default": default}),
        KnobKind::Choice { default, choices } => json!({
            "name": knob.name,
            "kind": "choice",
            "default": default,
            "choices": choices.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>(),
        }),
    }
}
