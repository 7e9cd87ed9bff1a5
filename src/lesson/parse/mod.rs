//! The text of lesson.toml, en.md and zh.md → a lesson, or everything that is wrong with it.

mod codec;
mod conditions;
mod endpoints;
mod expressions;
mod gates;
mod knobs;
mod lesson_steps;
mod names;
mod services;
mod steps;
pub(super) mod table;
mod text;
mod when;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use toml::de::DeTable;

pub(super) use self::codec::{KINDS as CODEC_KINDS, WITH as WITH_CODEC};
pub(super) use self::conditions::{NUMBERED, VERDICTS};
pub(super) use self::endpoints::{COUNTS, FAMILIES};
pub(super) use self::gates::{GATES, PLAIN_GATES};
pub(super) use self::knobs::{KINDS as KNOB_KINDS, SCALES};
pub(super) use self::lesson_steps::RUNS;
use self::lesson_steps::Texts;
use self::names::Names;
pub(super) use self::names::distinct;
pub(super) use self::services::OF_PROGRAM as WITH_SERVICE;
pub(super) use self::steps::{NAMES, SHUT, UNTIL, WITH as WITH_WORD, WORDS};
use self::table::Table;
pub(super) use self::when::GROUPS;
use super::diagnostic::{Diagnostic, Problems, Source};
use super::lesson::{EndpointScript, Lesson, View};
use super::resolve::LONGEST_MS;
use super::terms::links;
use crate::model::scenario::DEFAULT_DEADLINE;

/// How many panes a lesson may have.
pub(super) const PANES: usize = 5;

/// The three files of a lesson, and the name of their folder.
pub(super) struct Files {
    pub folder: String,
    pub toml: Arc<Source>,
    pub en: Arc<Source>,
    pub zh: Arc<Source>,
}

/// Reads a codec as if the lesson had no knob.
#[cfg(test)]
pub(super) fn try_codec(table: &Table<'_>) {
    codec::codec(table, &Names::default());
}

/// Reads a lesson. Its scripts are not tried yet.
pub(super) fn lesson(files: Files) -> Result<Lesson, Vec<Diagnostic>> {
    let problems = Problems::new(Arc::clone(&files.toml));
    let sources = [Arc::clone(&files.en), Arc::clone(&files.zh)];
    let texts = Texts::new(files.en, files.zh);
    let lesson = document(&problems, |root| read(&root, &files.folder, &texts, sources));
    let mut list = problems.into_list();
    list.extend(texts.into_list());
    match lesson.flatten() {
        Some(lesson) if list.is_empty() => Ok(lesson),
        _ => Err(list),
    }
}

/// Hands on the root table of a TOML file; where its syntax is wrong, that is noted instead.
pub(super) fn document<T>(problems: &Problems, read: impl FnOnce(Table<'_>) -> T) -> Option<T> {
    let source = Arc::clone(&problems.source);
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    // The first one only: what follows is most often its echo.
    if let Some(error) = errors.first() {
        let end = source.text.len();
        let span = error.span().unwrap_or(end..end);
        let (message, expected) = error.message().split_once(", ").unwrap_or((error.message(), ""));
        problems.add(&span, message, expected);
    }
    errors.is_empty().then(|| read(Table::new(root.get_ref(), 0..0, problems)))
}

fn read(root: &Table<'_>, folder: &str, texts: &Texts, sources: [Arc<Source>; 2]) -> Option<Lesson> {
    if let Some(format) = root.need("format") {
        format.number_within(1..=1);
    }
    let id = root.need("id").and_then(|node| {
        let id = node.name()?;
        if id != folder {
            node.problem(format!("the id is `{id}`"), format!("expected the folder's name, `{folder}`"));
        }
        Some(id.to_owned())
    });
    let title = root.need("title").and_then(|node| node.bilingual());
    let covers: Vec<String> =
        root.items("covers").iter().filter_map(|node| node.text().map(str::to_owned)).collect();
    let view = match root.get("view") {
        Some(node) => lesson_steps::view(&node),
        None => Some(View::default()),
    };
    let deadline = root.get("deadline-ms").map_or(Some(DEFAULT_DEADLINE), |node| {
        let longest = i64::try_from(LONGEST_MS).unwrap_or(i64::MAX);
        let number = node.number_within(1..=longest)?;
        u64::try_from(number).ok().map(Duration::from_millis)
    });

    let mut names = Names::default();
    let knobs = read_knobs(root, &mut names);
    let pane_tables = tables(root, "pane");
    let pane_names = distinct(&pane_tables, "name", "pane");
    names.panes = pane_names.iter().flatten().map(|&name| name.to_owned()).collect();
    if pane_tables.len() > PANES {
        root.problems.add(
            &pane_tables[PANES].span,
            format!("more than {PANES} panes"),
            "expected five or fewer",
        );
    }
    let endpoint_tables = tables(root, "endpoint");
    let spans: Vec<Range<usize>> = endpoint_tables.iter().map(|table| table.span.clone()).collect();
    let endpoint_names = name_endpoints(root, &endpoint_tables, &mut names);
    names.links = endpoints::links(root, &names, &spans);

    let panes: Vec<_> = pane_tables
        .into_iter()
        .zip(pane_names)
        .map(|(table, name)| endpoints::pane(table, name, &names))
        .collect();
    let scripts = read_scripts(endpoint_tables, &endpoint_names, &names);
    let by_script =
        scripts.iter().flatten().any(|endpoint| endpoint.script.iter().any(|step| step.word.opens()));
    if !by_script {
        endpoints::check_connected(&panes, &names, &spans, root);
    }
    let steps = lesson_steps::steps(&tables(root, "step"), root, &names, texts);
    let claims: Vec<_> =
        tables(root, "claim").iter().map(|table| conditions::claim(table, &names)).collect();
    require_some(root, &[("pane", panes.len()), ("claim", claims.len())]);
    root.report_unknown();
    Some(Lesson {
        id: id?,
        title: title?,
        covers,
        view: view?,
        knobs: knobs?,
        panes: panes.into_iter().collect::<Option<_>>()?,
        endpoints: scripts?,
        links: names.links,
        deadline: deadline?,
        steps: steps?,
        claims: claims.into_iter().collect::<Option<_>>()?,
        source: Arc::clone(&root.problems.source),
        terms: sources.iter().flat_map(|text| links(&text.text)).map(|link| link.id).collect(),
        texts: sources,
    })
}

/// The tables of a list such as `[[knob]]`.
pub(in crate::lesson) fn tables<'a>(root: &Table<'a>, key: &'static str) -> Vec<Table<'a>> {
    root.items(key).iter().filter_map(table::Node::table).collect()
}

fn read_knobs(root: &Table<'_>, names: &mut Names) -> Option<Vec<super::lesson::Knob>> {
    let tables = tables(root, "knob");
    let spans: Vec<Range<usize>> = tables.iter().map(|table| table.span.clone()).collect();
    let declared = distinct(&tables, "name", "knob");
    let knobs: Vec<_> =
        tables.into_iter().zip(&declared).map(|(table, name)| knobs::knob(table, *name)).collect();
    for (name, knob) in declared.iter().zip(&knobs) {
        let kind = knob.as_ref().map(|knob| knob.kind.clone());
        names.knobs.extend(name.map(|name| (name.to_owned(), kind)));
    }
    knobs::check_in_sight(&knobs, &spans, root);
    knobs.into_iter().collect()
}

fn name_endpoints<'a>(root: &Table<'_>, tables: &[Table<'a>], names: &mut Names) -> Vec<Option<&'a str>> {
    let declared = distinct(tables, "name", "endpoint");
    if tables.len() < 2 {
        let span = tables.first().map_or(0..0, |table| table.span.clone());
        root.problems.add(
            &span,
            "a conversation needs two endpoints",
            "expected two `[[endpoint]]` or more",
        );
    }
    for (table, name) in tables.iter().zip(&declared) {
        names.endpoints.push(name.unwrap_or_default().to_owned());
        let script = table.get("script");
        names.labels.push(script.map(|script| names::labels(root.problems, &script)).unwrap_or_default());
    }
    declared
}

fn read_scripts(
    tables: Vec<Table<'_>>,
    declared: &[Option<&str>],
    names: &Names,
) -> Option<Vec<EndpointScript>> {
    let read = |((at, table), name): ((usize, Table<'_>), Option<&str>)| {
        steps::endpoint(table, name, names::id(at)?, names)
    };
    let scripts: Vec<_> =
        tables.into_iter().enumerate().zip(declared.iter().copied()).map(read).collect();
    scripts.into_iter().collect()
}

fn require_some(root: &Table<'_>, lists: &[(&str, usize)]) {
    for (key, len) in lists {
        if *len == 0 {
            let message = format!("this lesson has no {key}");
            root.problems.add(&(0..0), message, format!("expected one `[[{key}]]` or more"));
        }
    }
}
