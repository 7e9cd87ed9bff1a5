//! What the run bar has of many runs: the button, how many, how far they are.

use eframe::egui::{
    Button, CursorIcon, Popup, Rect, Response, Role, Sense, Shape, Ui, WidgetInfo, pos2, vec2,
};

use crate::lesson::View;
use crate::session::{JobState, RUN_COUNTS, Session, Sweep};
use crate::text::Words;
use crate::text::numbers::number;
use crate::ui::command::Command;
use crate::ui::theme::{Palette, space};
use crate::ui::{controls, focus, parts};

use super::rate_text;

/// The button that starts many runs, or ends them; it takes equal room either way.
pub fn controls(ui: &mut Ui, session: &mut Session, words: &Words) -> Option<Command> {
    let text = &words.outcomes.job;
    let size = vec2(2.8 * ui.spacing().interact_size.x, 32.0);
    let spacing = ui.spacing().button_padding;
    ui.spacing_mut().button_padding.x = space::SMALL;
    ui.spacing_mut().item_spacing.x = space::HAIR;
    let mut pressed = None;
    if session.is_counting() {
        let button = ui.add(Button::new(parts::label_of(text.cancel.0)).min_size(size));
        if button
            .on_hover_text(Command::Close.hint_of(text.cancel.1, words))
            .on_hover_cursor(CursorIcon::PointingHand)
            .clicked()
        {
            session.cancel_job();
        }
    } else {
        let label = (text.start)(session.repeat_runs());
        let button = Button::new(parts::label_of(&label)).min_size(size);
        let button = focus::add_enabled(ui, !session.is_hidden(), button);
        if button
            .on_hover_text(Command::Repeat.hint(words))
            .on_disabled_hover_text(words.outcomes.empty.hidden)
            .on_hover_cursor(CursorIcon::PointingHand)
            .clicked()
        {
            pressed = Some(Command::Repeat);
        }
    }
    let arrow = drop_down(ui, text.how_many, !session.is_counting());
    let chosen = session.repeat_runs();
    Popup::menu(&arrow).show(|ui| {
        for runs in RUN_COUNTS {
            let choice = controls::radio(ui, runs == chosen, number(runs));
            focus::in_list(ui, &choice, runs == chosen);
            if choice.clicked() {
                session.set_repeat_runs(runs);
                ui.close();
            }
        }
    });
    ui.spacing_mut().button_padding = spacing;
    pressed
}

/// A button with an arrow that points down.
fn drop_down(ui: &mut Ui, name: &str, enabled: bool) -> Response {
    let response = focus::add_enabled(ui, enabled, Button::new("").min_size(vec2(26.0, 32.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    let palette = Palette::of(ui.visuals());
    let center = response.rect.center();
    let at = |x: f32, y: f32| pos2(center.x + x, center.y + y);
    let corners = vec![at(-4.5, -2.5), at(4.5, -2.5), at(0.0, 3.0)];
    let color = if enabled { palette.text } else { palette.muted };
    ui.painter().add(Shape::convex_polygon(corners, color, eframe::egui::Stroke::NONE));
    response.on_hover_text(name).on_hover_cursor(CursorIcon::PointingHand)
}

/// How far the job is that was asked for last, at length and in short; `None` where the status of the
/// stage is of more interest.
pub fn status(session: &Session, words: &Words) -> Option<[String; 2]> {
    if session.view() != View::Outcomes && !session.is_counting() {
        return None;
    }
    latest(session).map(|job| job.told(words))
}

/// Whether the job that was asked for last is under way, or did not come to its end.
pub fn is_unfinished(session: &Session) -> bool {
    latest(session).is_some_and(|job| job.state != JobState::Done)
}

/// How far a sweep is or came, at length.
pub fn sweep_status(sweep: &Sweep, words: &Words) -> String {
    let [told, _] = Job::of_sweep(sweep).told(words);
    told
}

/// The line of progress, drawn over `rect` while a job is under way.
pub fn progress(ui: &Ui, rect: Rect, session: &Session, words: &Words) {
    let Some(job) = latest(session).filter(|_| session.is_counting()) else { return };
    let palette = Palette::of(ui.visuals());
    let share = job.done as f32 / job.wanted.max(1) as f32;
    ui.painter().rect_filled(rect, 2.0, palette.border);
    let mut done = rect;
    done.set_width(rect.width() * share);
    ui.painter().rect_filled(done, 2.0, palette.accent);
    let response = ui.interact(rect, ui.scope_id().with("progress"), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, words.outcomes.job.progress);
        info.value = Some(f64::from(share * 100.0).floor());
        info
    });
}

struct Job {
    state: JobState,
    done: u64,
    wanted: u64,
    rate: Option<f64>,
}

impl Job {
    fn of_sweep(sweep: &Sweep) -> Self {
        Self { state: sweep.state, done: sweep.done, wanted: sweep.wanted(), rate: sweep.rate() }
    }

    fn told(&self, words: &Words) -> [String; 2] {
        let text = &words.outcomes.job;
        let both = |words: [fn(u64, u64) -> String; 2]| words.map(|words| words(self.done, self.wanted));
        match self.state {
            JobState::Running => {
                let long = (text.running)(self.done, self.wanted, &rate_text(self.rate));
                [long, (text.running_short)(self.done, self.wanted)]
            }
            JobState::Done => {
                [(text.done)(self.done, &rate_text(self.rate)), (text.done_short)(self.done)]
            }
            JobState::Cancelled => both([text.cancelled, text.cancelled_short]),
            JobState::Refused => both([text.refused, text.refused_short]),
            JobState::Failed => both([text.failed, text.failed_short]),
        }
    }
}

/// Of the many runs and the sweep, the one that was asked for later.
fn latest(session: &Session) -> Option<Job> {
    let count = session.outcomes().map(|counted| {
        let rate = counted.rate();
        (counted.number, Job { state: counted.state, done: counted.done, wanted: counted.wanted, rate })
    });
    let sweep = session.sweep().map(|sweep| (sweep.number, Job::of_sweep(sweep)));
    count.into_iter().chain(sweep).max_by_key(|(number, _)| *number).map(|(_, job)| job)
}
