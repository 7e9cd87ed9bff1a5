//! From what the user is doing to what is shown over time.

use eframe::egui::Ui;

use crate::lesson::Lesson;
use crate::model::{Call, Scenario, Trace};
use crate::session::Session;
use crate::text::Words;
use crate::ui::theme::Scale;
use crate::ui::{refusals, waiting};

use super::{TimePane, TimeState, TimeView, stage};

/// Draws those of the lesson's panes over the room that there is.
pub fn show(
    ui: &mut Ui,
    session: &Session,
    lesson: &Lesson,
    (words, scale): (&'static Words, Scale),
    panes: &[usize],
    state: &mut TimeState,
) {
    let Some(settings) = session.settings() else { return };
    let run = session.run_kept();
    let scenarios: Vec<Option<Scenario>> =
        lesson.panes.iter().map(|pane| lesson.scenario(pane, settings).ok()).collect();
    let chosen = panes.iter().filter_map(|&place| lesson.panes.get(place).zip(scenarios.get(place)));
    let mut panes = Vec::new();
    for (pane, scenario) in chosen {
        let Some(scenario) = scenario else { continue };
        if session.by_hand().is_some_and(|by_hand| by_hand.pane() != pane.name) {
            continue;
        }
        let done = run.and_then(|run| run.pane(&pane.name)).map(|done| &done.result);
        let ran = done.and_then(|done| done.as_ref().ok());
        // Nobody who leads by hand has begun: there is no time to be drawn, and nothing is planned.
        let waits = session.by_hand().is_some() && !ran.is_some_and(|trace| moves(trace));
        panes.push(TimePane {
            name: &pane.name,
            title: pane.title.get(session.lang()),
            scenario,
            trace: ran.filter(|_| !waits),
            trouble: done
                .and_then(|done| done.as_ref().err())
                .map(|error| refusals::reason(error, words))
                .or_else(|| waits.then(|| (waiting::in_its_place(session, words).to_owned(), false))),
        });
    }
    let view = TimeView {
        panes,
        no_run: waiting::in_its_place(session, words),
        hide_result: session.is_hidden(),
        by_hand: session.by_hand().is_some(),
        playhead_ns: session.playhead_ns(),
        words,
        scale,
    };
    stage(ui, &view, state);
}

/// Whether a program has sent or received.
fn moves(trace: &Trace) -> bool {
    trace.calls().any(|(_, call): (_, Call)| call.kind.is_send() || call.kind.is_recv())
}
