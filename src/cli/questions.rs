//! Whether the questions of a lesson have an answer: exactly one choice is right in the run that
//! decides.

use std::sync::Arc;

use crate::lesson::{Lang, Lesson, LessonStep, Settings};
use crate::model::{Scenario, Signature, Tally, Trace};

use super::check::{Mark, Report};
use super::runner::{self, PaneRun};

/// One report per question, in the lesson's order; `repeat` runs of those that one run decides.
pub fn judge(lesson: &Lesson, repeat: u32) -> Vec<Report> {
    let asking = lesson.steps.iter().filter(|step| !step.choices.is_empty());
    let report = |step: &LessonStep| {
        let decided = match step.runs {
            Some(runs) => decide_over(lesson, step, runs),
            None => decide(lesson, step, repeat),
        };
        let what = format!("question {}", step.id);
        match decided {
            Ok(answer) => Report { mark: Mark::Ok, text: format!("{what}: {answer}") },
            Err((mark, why)) => {
                let line = step.line;
                Report { mark, text: format!("{what}: {why} (lesson.toml line {line})") }
            }
        }
    };
    asking.map(report).collect()
}

/// What a run says, or why there is none.
type Told<T> = Result<T, (Mark, String)>;

fn failed(why: impl Into<String>) -> (Mark, String) {
    (Mark::Failed, why.into())
}

/// The panes that a question is about, each once.
fn panes(step: &LessonStep) -> Vec<&str> {
    let mut panes: Vec<&str> = Vec::new();
    for choice in &step.choices {
        if !panes.contains(&choice.right_if.pane.as_str()) {
            panes.push(&choice.right_if.pane);
        }
    }
    panes
}

fn scenarios<'a>(lesson: &Lesson, step: &'a LessonStep) -> Told<Vec<(&'a str, Arc<Scenario>)>> {
    let mut settings: Settings = lesson.default_settings();
    settings.extend(step.set.clone());
    let scenario = |name: &'a str| {
        let pane = lesson.pane(name).ok_or_else(|| failed("there is no such pane"))?;
        Ok((name, runner::scenario(lesson, pane, &settings).map_err(|error| failed(error.to_string()))?))
    };
    panes(step).into_iter().map(scenario).collect()
}

fn run(scenario: &Arc<Scenario>, observed: bool) -> Told<Box<Trace>> {
    let run = if observed { runner::run_observed } else { runner::run };
    match run(scenario).map_err(|error| failed(error.to_string()))? {
        PaneRun::NotAvailable { sentence, .. } => Err((Mark::NotAvailable, sentence)),
        PaneRun::Ran(trace) => match runner::failures(&trace).first() {
            Some(first) => Err(failed(first.as_str())),
            None => Ok(trace),
        },
    }
}

fn decide(lesson: &Lesson, step: &LessonStep, repeat: u32) -> Told<String> {
    let scenarios = scenarios(lesson, step)?;
    let observed = step.choices.iter().any(|choice| choice.right_if.fact.needs_evidence());
    let mut answer = String::new();
    for _ in 0..repeat.max(1) {
        let runs = scenarios.iter().map(|(name, scenario)| Ok((*name, run(scenario, observed)?)));
        let runs: Vec<(&str, Box<Trace>)> = runs.collect::<Told<_>>()?;
        let judge = |place: usize| {
            let condition = &step.choices[place].right_if;
            let run = runs.iter().find(|(name, _)| *name == condition.pane);
            run.map(|(_, trace)| condition.judge(trace))
        };
        let judged: Vec<_> = (0..step.choices.len()).filter_map(judge).collect();
        if let Some(unknown) = judged.iter().find(|judgement| !judgement.is_available) {
            return Err((Mark::NotAvailable, unknown.measured.clone()));
        }
        let right: Vec<bool> = judged.iter().map(|judgement| judgement.holds).collect();
        let measured = || {
            let told = step.choices.iter().zip(&judged);
            let mut told: Vec<String> = told
                .map(|(choice, judgement)| {
                    let condition = &choice.right_if;
                    format!("{} {} {}", condition.pane, condition.fact.name(), judgement.measured)
                })
                .collect();
            told.dedup();
            told.join(", ")
        };
        answer = the_one(step, &right, measured)?;
    }
    Ok(answer)
}

fn decide_over(lesson: &Lesson, step: &LessonStep, runs: u32) -> Told<String> {
    let scenarios = scenarios(lesson, step)?;
    let mut tallies: Vec<Tally> = scenarios.iter().map(|_| Tally::default()).collect();
    for _ in 0..runs {
        for ((_, scenario), tally) in scenarios.iter().zip(&mut tallies) {
            tally.add(Signature::of(&*run(scenario, false)?), ());
        }
    }
    let holds = |place: usize| {
        let condition = &step.choices[place].right_if;
        let tally = scenarios.iter().zip(&tallies).find(|((name, _), _)| *name == condition.pane);
        tally.is_some_and(|(_, tally)| condition.holds_over(tally))
    };
    let right: Vec<bool> = (0..step.choices.len()).map(holds).collect();
    let told = || {
        let broken = scenarios.iter().zip(&tallies).map(|((name, _), tally)| {
            format!("{name} broken in {} of {} runs", tally.broken(), tally.runs())
        });
        broken.collect::<Vec<_>>().join(", ")
    };
    the_one(step, &right, told)
}

/// The one choice that is right.
fn the_one(step: &LessonStep, right: &[bool], measured: impl Fn() -> String) -> Told<String> {
    let labels = step.choices.iter().zip(right).filter(|(_, right)| **right);
    let labels: Vec<String> =
        labels.map(|(choice, _)| format!("\"{}\"", choice.label.plain(Lang::En))).collect();
    match labels.as_slice() {
        [one] => Ok(format!("the answer is {one}")),
        [] => Err(failed(format!("no choice is right; measured {}", measured()))),
        several => {
            let list = several.join(" and ");
            Err(failed(format!("{list} are right; measured {}", measured())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::Catalog;

    #[test]
    fn a_question_has_one_answer() {
        let catalog = Catalog::embedded();
        let asks = |step: &&LessonStep| step.choices.len() > 1;
        let step = catalog.lessons().find_map(|lesson| lesson.steps.iter().find(asks)).unwrap();
        let check = |right: &[usize], phrase: &str| {
            let right: Vec<bool> = (0..step.choices.len()).map(|place| right.contains(&place)).collect();
            let told = the_one(step, &right, || "9, 0".to_owned());
            let text = told.unwrap_or_else(|(mark, why)| format!("{mark:?} {why}"));
            assert!(text.contains(phrase), "{text}");
        };
        check(&[1], "the answer is \"");
        check(&[], "Failed no choice is right; measured 9, 0");
        check(&[0, 1], "are right; measured 9, 0");
    }
}
