//! What is said of a run that takes long, and of one that was ended early.

use std::time::Duration;

use eframe::egui::{Context, Rect, Role, Sense, Ui, WidgetInfo};

use crate::session::{LongRun, Session};
use crate::text::Words;

use super::command::Command;
use super::outcomes;
use super::theme::Palette;

/// How often the time that a run takes is told anew.
const TOLD_EVERY: Duration = Duration::from_millis(100);

/// Sees to it that a frame comes as long as a run is waited for.
pub fn watch(ctx: &Context, session: &Session) {
    if session.is_running() {
        ctx.request_repaint_after(TOLD_EVERY);
    }
}

/// How far a run is that takes long, or that somebody ended it; at length and ever shorter.
pub fn status(session: &Session, words: &Words) -> Option<[String; 3]> {
    let text = &words.waiting;
    if let Some(run) = session.long_run() {
        let time = seconds(run.took);
        return Some([running(session, run, words), (text.running_short)(&time), time]);
    }
    let time = seconds(session.cancelled_after()?);
    let on_stage = session.stage().map(|run| run.number);
    let shortest = text.cancelled_shortest.to_owned();
    Some([(text.cancelled)(&time, on_stage), (text.cancelled_short)(&time), shortest])
}

/// The same for a class, with the key that ends it.
pub fn presented(session: &Session, words: &Words) -> Option<String> {
    let waited = status(session, words).map(|[told, ..]| told);
    let told = waited.or_else(|| {
        let unfinished = outcomes::bar::is_unfinished(session);
        outcomes::bar::status(session, words).filter(|_| unfinished).map(|[told, _]| told)
    })?;
    let running = session.long_run().is_some() || session.is_counting();
    let key = Command::Close.keys(words);
    Some(if running { (words.waiting.presented)(&told, &key) } else { told })
}

/// What stands where there is no run.
pub fn in_its_place(session: &Session, words: &Words) -> &'static str {
    if let Some(by_hand) = session.by_hand() {
        if by_hand.is_open() { words.stage.line.nothing_sent } else { words.hands.opening }
    } else if session.is_running() {
        words.waiting.on_its_way
    } else if session.cancelled_after().is_some() {
        words.waiting.ended
    } else {
        words.stage.line.not_run
    }
}

/// The panes that are done, drawn over `rect` while a run takes long.
pub fn progress(ui: &Ui, rect: Rect, session: &Session, words: &Words) {
    let Some(run) = session.long_run() else { return };
    let palette = Palette::of(ui.visuals());
    let panes = session.lesson().map_or(1, |lesson| lesson.panes.len().max(1));
    let share = run.pane as f32 / panes as f32;
    ui.painter().rect_filled(rect, 2.0, palette.border);
    let mut done = rect;
    done.set_width(rect.width() * share);
    ui.painter().rect_filled(done, 2.0, palette.accent);
    let response = ui.interact(rect, ui.scope_id().with("waiting"), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, words.waiting.progress);
        info.value = Some(f64::from(share * 100.0).floor());
        info
    });
}

fn running(session: &Session, run: LongRun, words: &Words) -> String {
    let time = seconds(run.took);
    let panes = session.lesson().map_or(&[][..], |lesson| &lesson.panes);
    let title = panes.get(run.pane).map_or("", |pane| pane.title.get(session.lang()));
    (words.waiting.running)(&time, run.pane + 1, panes.len().max(1), title)
}

/// "1.2 s"
fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Why an answer has nothing beside it.
pub fn nothing_to_compare(session: &Session, words: &Words) -> &'static str {
    let is_about_many = session.step().is_some_and(|step| step.runs.is_some());
    if is_about_many && session.outcomes().is_some() {
        words.waiting.too_few_to_compare
    } else {
        words.waiting.nothing_to_compare
    }
}
