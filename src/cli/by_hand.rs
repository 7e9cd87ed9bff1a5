//! Whether the steps of a lesson that begin by hand can: their sockets are opened, and closed again.

use std::sync::Arc;

use crate::engine::{Hands, RunError, ToldWaker};
use crate::lesson::{Lesson, LessonStep, StepHands};

use super::check::{Mark, Report};

/// One report per step that names hands, in the lesson's order.
pub fn judge(lesson: &Lesson) -> Vec<Report> {
    let led = lesson.steps.iter().filter_map(|step| Some((step, step.hands.as_ref()?)));
    led.map(|(step, hands)| open(lesson, step, hands)).collect()
}

fn open(lesson: &Lesson, step: &LessonStep, hands: &StepHands) -> Report {
    let what = format!("step {} by hand", step.id);
    let failed = |why: String| {
        let text = format!("{what}: {why} (lesson.toml line {})", step.line);
        Report { mark: Mark::Failed, text }
    };
    let Some(pane) = lesson.pane(&hands.pane) else {
        return failed(format!("there is no pane {}", hands.pane));
    };
    let mut settings = lesson.default_settings();
    settings.extend(step.set.clone());
    let scenario = match lesson.scenario_by_hand(pane, &settings) {
        Ok(scenario) => scenario,
        Err(diagnostic) => return failed(diagnostic.to_string()),
    };
    // Nobody looks on.
    let waker: ToldWaker = Arc::new(|| {});
    match Hands::open(&scenario, &hands.led, &waker) {
        Ok(opened) => {
            let led = scenario.endpoint_ids().filter(|&id| opened.is_hand(id));
            let names: Vec<&str> = led.map(|id| scenario.endpoint(id).name.as_str()).collect();
            let text = format!("{what}: {} open in pane {}", names.join(", "), hands.pane);
            Report { mark: Mark::Ok, text }
        }
        Err(error @ RunError::NotAvailable(_)) => {
            Report { mark: Mark::NotAvailable, text: format!("{what}: {error}") }
        }
        Err(error) => failed(error.to_string()),
    }
}
