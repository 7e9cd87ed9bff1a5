//! What a learner is led through, and its text in both languages.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::conditions::On;
use super::names::{Names, distinct};
use super::table::{Node, Table};
use super::text::{Section, sections};
use crate::lesson::diagnostic::{Diagnostic, Problems, Source};
use crate::lesson::lesson::{
    Bilingual, LessonStep, PredictionChoice, Settings, StepHands, StepKind, View,
};

/// How many runs may decide a question.
pub(in crate::lesson) const RUNS: std::ops::RangeInclusive<i64> = 10..=10_000;

/// The texts of a lesson, and which of their sections belong to a step.
pub(super) struct Texts {
    files: [(Problems, Vec<Section>); 2],
    used: RefCell<Vec<String>>,
    /// Whether every step has an id; a section may belong to one without.
    all_named: Cell<bool>,
}

impl Texts {
    pub fn new(en: Arc<Source>, zh: Arc<Source>) -> Self {
        let files = [en, zh].map(|source| {
            let problems = Problems::new(source);
            let sections = sections(&problems);
            (problems, sections)
        });
        Self { files, used: RefCell::default(), all_named: Cell::new(false) }
    }

    /// The text of a step; a language without one is noted at the step.
    fn of(&self, id: &str, node: &Node<'_>) -> Option<Bilingual> {
        self.used.borrow_mut().push(id.to_owned());
        let [en, zh] = [&self.files[0], &self.files[1]].map(|(problems, sections)| {
            let section = sections.iter().find(|section| section.id == id);
            if section.is_none() {
                let file = problems.source.file.as_str();
                let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
                node.problem(
                    format!("step `{id}` has no text in {file}"),
                    format!("expected a section `## {id}`"),
                );
            }
            section.map(|section| section.text.clone())
        });
        Some(Bilingual { en: en?, zh: zh? })
    }

    /// Everything that is wrong with the texts; sections that no step asked for too.
    pub fn into_list(self) -> Vec<Diagnostic> {
        let used = self.used.into_inner();
        let known: Vec<&str> = used.iter().map(String::as_str).collect();
        let check = |(problems, sections): (Problems, Vec<Section>)| {
            for section in sections.iter().filter(|_| self.all_named.get()) {
                if !used.contains(&section.id) {
                    problems.unknown(&section.place, "step", &section.id, &known);
                }
            }
            problems.into_list()
        };
        self.files.into_iter().flat_map(check).collect()
    }
}

pub(super) fn steps(
    tables: &[Table<'_>],
    root: &Table<'_>,
    names: &Names,
    texts: &Texts,
) -> Option<Vec<LessonStep>> {
    if tables.is_empty() {
        root.problems.add(&(0..0), "this lesson has no step", "expected one `[[step]]` or more");
    }
    let ids = distinct(tables, "id", "step");
    texts.all_named.set(!ids.is_empty() && ids.iter().all(Option::is_some));
    let steps: Vec<_> = tables.iter().zip(ids).map(|(table, id)| step(table, id, names, texts)).collect();
    steps.into_iter().collect()
}

/// The name of a view.
pub(super) fn view(node: &Node<'_>) -> Option<View> {
    node.one_of("view", &View::ALL.map(|(_, name)| name)).map(|at| View::ALL[at].0)
}

fn step(table: &Table<'_>, id: Option<&str>, names: &Names, texts: &Texts) -> Option<LessonStep> {
    let text = table.get("id").zip(id).and_then(|(node, id)| texts.of(id, &node));
    let kinds = StepKind::ALL.map(|(_, name)| name);
    let kind = table.need("kind").and_then(|node| node.one_of("kind of step", &kinds));
    let kind = kind.map(|at| StepKind::ALL[at].0);
    let set = match table.get("set") {
        Some(node) => super::knobs::settings(&node, names),
        None => Some(Settings::new()),
    };
    let runs = match table.get("runs") {
        Some(node) => runs(table, &node, kind).map(Some),
        None => Some(None),
    };
    let choices = choices(table, kind, names);
    let view = match table.get("view") {
        Some(node) => view(&node).map(Some),
        None => Some(None),
    };
    let panes = match table.get("panes") {
        Some(node) => panes(&node, names),
        None => Some(Vec::new()),
    };
    let hands = hands(table, kind, names);
    table.report_unknown();
    Some(LessonStep {
        id: id?.to_owned(),
        kind: kind?,
        text: text?,
        choices: choices?,
        runs: runs?,
        set: set?,
        view: view?,
        panes: panes?,
        hands: hands.ok()?,
        line: table.problems.source.line_of(table.span.start),
    })
}

/// The panes that a step is about.
fn panes(node: &Node<'_>, names: &Names) -> Option<Vec<String>> {
    let items = node.list()?;
    if items.is_empty() {
        node.problem("the step is about no pane", "expected one pane or more");
        return None;
    }
    let mut panes: Vec<String> = Vec::new();
    for item in &items {
        let pane = names.pane(item)?;
        if panes.contains(&pane) {
            item.problem(format!("`{pane}` is there already"), "expected each pane once");
            return None;
        }
        panes.push(pane);
    }
    Some(panes)
}

/// Something is wrong, and was noted.
struct Noted;

/// Whom the learner leads by hand.
fn hands(table: &Table<'_>, kind: Option<StepKind>, names: &Names) -> Result<Option<StepHands>, Noted> {
    let pane = table.get("pane").map(|node| names.pane(&node).ok_or(Noted)).transpose();
    let Some(node) = table.get("hands") else {
        if let Some((span, _)) = table.entry("pane") {
            table.problems.add(&span, "nobody is led by hand in this pane", "expected `hands` beside it");
            return Err(Noted);
        }
        return Ok(None);
    };
    if let Some((_, name)) = StepKind::ALL.into_iter().find(|&(other, _)| Some(other) == kind)
        && !kind.is_some_and(StepKind::has_hands)
    {
        let span = table.entry("hands").map_or(node.span, |(span, _)| span);
        let message = format!("`hands` does not go with `{name}`");
        table.problems.add(&span, message, "expected `kind = \"explore\"` or another where one acts");
        return Err(Noted);
    }
    let items = node.list().ok_or(Noted)?;
    if items.is_empty() {
        node.problem("nobody is led by hand", "expected one endpoint or more");
        return Err(Noted);
    }
    let led: Vec<_> = items.iter().map(|item| names.endpoint(item).ok_or(Noted)).collect();
    let led = led.into_iter().collect::<Result<_, _>>()?;
    let pane = pane?.or_else(|| names.panes.first().cloned()).ok_or(Noted)?;
    Ok(Some(StepHands { pane, led }))
}

/// How many runs decide a question.
fn runs(table: &Table<'_>, node: &Node<'_>, kind: Option<StepKind>) -> Option<u32> {
    if kind.is_some_and(|kind| kind != StepKind::Predict) {
        let span = table.entry("runs").map_or(node.span.clone(), |(span, _)| span);
        table.problems.add(&span, "only a prediction has runs", "expected `kind = \"predict\"`");
        return None;
    }
    u32::try_from(node.number_within(RUNS)?).ok()
}

fn choices(table: &Table<'_>, kind: Option<StepKind>, names: &Names) -> Option<Vec<PredictionChoice>> {
    let node = table.get("choices");
    match (kind?, node) {
        (StepKind::Predict, Some(node)) => {
            let items = node.list()?;
            if items.len() < 2 {
                node.problem("a question needs two choices", "expected two or more");
            }
            let on = if table.entry("runs").is_some() { On::ManyRuns } else { On::OneRun };
            let read = |item: &Node<'_>| super::conditions::choice(&item.table()?, names, on);
            let choices: Vec<_> = items.iter().map(read).collect();
            choices.into_iter().collect()
        }
        (StepKind::Predict, None) => {
            table.need("choices");
            None
        }
        (_, Some(node)) => {
            let span = table.entry("choices").map_or(node.span, |(span, _)| span);
            table.problems.add(&span, "only a prediction has choices", "expected `kind = \"predict\"`");
            None
        }
        (_, None) => Some(Vec::new()),
    }
}
