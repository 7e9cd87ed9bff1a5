//! The middle of the window above the step: the run bar, and the stage in the view that is chosen.

use std::collections::HashMap;
use std::ops::Range;

use eframe::egui::{
    Align, Align2, Label, Layout, Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2,
};

use crate::lesson::{Lesson, Pane, View};
use crate::session::{LessonRun, PaneError, Session};
use crate::text::window::RunWords;
use crate::text::{EN, Words, ZH};

use super::command::Command;
use super::outcomes::{self, OutcomesState};
use super::stage::{self, Density, PaneView, StageState};
use super::theme::{Palette, Scale, space};
use super::time::{self, TimeState};
use super::{focus, parts, refusals, scrolling, waiting, wording};

/// The narrowest run bar in which buttons have their usual width.
const ROOM_FOR_KEY: f32 = 690.0;

/// A number of a run, and a time that it took, that are as wide as most are.
const WIDEST: (u64, &str) = (888, "888.88 ms");

/// The height of the run bar: that of its buttons, so that none stands on half a pixel.
const BAR: f32 = 33.0;

/// What the middle of the window keeps from frame to frame.
#[derive(Default)]
pub struct Center {
    panes: HashMap<String, StageState>,
    time: TimeState,
    /// The lesson whose panes are kept.
    lesson: String,
    /// The step whose panes were brought in sight.
    step: Option<usize>,
    outcomes: OutcomesState,
}

impl Center {
    /// Closes the cards that clicks have pinned. Says whether there were any.
    pub fn unpin(&mut self) -> bool {
        let pinned = self.panes.values_mut().filter_map(|pane| pane.unpin().then_some(()));
        let closed = pinned.count() > 0;
        self.time.unpin() || closed
    }

    /// Draws the bar and the stage over the room that there is.
    pub fn show(&mut self, ui: &mut Ui, session: &mut Session, words: &'static Words) -> Vec<Command> {
        let pressed = run_bar(ui, session, words);
        ui.add_space(space::GAP);
        let (left, right) = (ui.max_rect().left(), ui.max_rect().right());
        let gap = Rect::from_x_y_ranges(left..=right, ui.cursor().top() - 7.0..=ui.cursor().top() - 3.0);
        outcomes::bar::progress(ui, gap, session, words);
        waiting::progress(ui, gap, session, words);
        let Some(lesson) = session.lesson().cloned() else { return pressed };
        self.keep_for(&lesson);
        let all: Vec<usize> = session.panes_on_stage().collect();
        let entered = self.step.replace(session.step_index()) != Some(session.step_index());
        let mut sought = if entered { session.panes_of_step() } else { Vec::new() };
        if sought.len() == lesson.panes.len() {
            // A step about all of them begins with the first.
            sought.truncate(1);
        }
        let sought: Vec<String> = sought.iter().map(|&place| lesson.panes[place].name.clone()).collect();
        match session.view() {
            View::Bytes => self.bytes(ui, session, (&lesson, &sought), words),
            View::Time => {
                self.time.seek(sought);
                time::show(ui, session, &lesson, (words, Scale::Window), &all, &mut self.time);
            }
            View::Outcomes => outcomes::show(ui, session, &mut self.outcomes, words),
        }
        pressed
    }

    fn keep_for(&mut self, lesson: &Lesson) {
        if self.lesson != lesson.id {
            self.lesson.clone_from(&lesson.id);
            self.panes.clear();
            self.step = None;
            self.time = TimeState::default();
        }
    }

    /// Draws some panes over time, for a classroom.
    pub fn present_time(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        lesson: &Lesson,
        panes: &[usize],
        words: &'static Words,
    ) {
        self.keep_for(lesson);
        time::show(ui, session, lesson, (words, Scale::Present), panes, &mut self.time);
    }

    /// How high each part of a pane was that was drawn last, in points.
    pub fn heights(&self, pane: &str) -> &[f32] {
        self.panes.get(pane).map_or(&[], StageState::heights)
    }

    /// Draws one pane's tapes as large as is asked for; returns their height.
    pub fn present_bytes(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (lesson, pane): (&Lesson, &Pane),
        look: (Scale, Density, Option<Range<usize>>),
        words: &'static Words,
    ) -> f32 {
        self.keep_for(lesson);
        let run = session.run_kept().cloned();
        let top = ui.cursor().top();
        ui.push_id(&pane.name, |ui| {
            parts::region(ui, pane.title.get(session.lang()));
            self.pane(ui, session, (lesson, pane), run.as_deref(), look, words);
        });
        ui.min_rect().bottom() - top
    }

    /// Draws the tapes of all panes, and brings those that are sought in sight.
    fn bytes(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (lesson, sought): (&Lesson, &[String]),
        words: &'static Words,
    ) {
        let run = session.run_kept().cloned();
        let panes = if session.by_hand().is_some() { 1 } else { lesson.panes.len() };
        let density = Density::fitting(ui.available_height(), panes);
        ScrollArea::vertical().auto_shrink(false).id_salt(("stage", &lesson.id)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = density.pick(space::GAP, space::GAP, space::SMALL);
            let by_hand = session.by_hand();
            let mut seen = Vec::new();
            let led = |pane: &&Pane| by_hand.is_none_or(|by_hand| by_hand.pane() == pane.name);
            for pane in lesson.panes.iter().filter(led) {
                let drawn = ui.push_id(&pane.name, |ui| {
                    parts::region(ui, pane.title.get(session.lang()));
                    self.pane(
                        ui,
                        session,
                        (lesson, pane),
                        run.as_deref(),
                        (Scale::Window, density, None),
                        words,
                    );
                });
                if sought.contains(&pane.name) {
                    seen.push(drawn.response.rect);
                }
            }
            scrolling::seek(ui, &seen);
            scrolling::obey(ui);
            focus::follow(ui);
        });
    }

    fn pane(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (lesson, pane): (&Lesson, &Pane),
        run: Option<&LessonRun>,
        (scale, density, parts): (Scale, Density, Option<Range<usize>>),
        words: &'static Words,
    ) {
        let title = match session.by_hand() {
            Some(_) => (words.hands.sockets)(pane.transport.name()),
            None => pane.title.get(session.lang()),
        };
        let Some(settings) = session.settings() else { return };
        let done = run.and_then(|run| run.pane(&pane.name));
        if let Some(Err(error)) = done.map(|done| &done.result) {
            broken_pane(ui, title, error, (words, scale));
            return;
        }
        let Ok(scenario) = lesson.scenario(pane, settings) else { return };
        let view = PaneView {
            title,
            scenario: &scenario,
            trace: done.and_then(|done| done.result.as_ref().ok()),
            no_run: waiting::in_its_place(session, words),
            hide_result: session.is_hidden(),
            by_hand: session.by_hand().is_some(),
            playhead_ns: done
                .and_then(|done| done.result.as_ref().ok())
                .and_then(|trace| Some(session.playhead_ns()? + trace.before_origin_ns() as f64)),
            words,
            scale,
            density,
            parts,
        };
        let state = self.panes.entry(pane.name.clone()).or_default();
        stage::pane(ui, &view, state);
    }
}

fn run_bar(ui: &mut Ui, session: &mut Session, words: &Words) -> Vec<Command> {
    let all = words;
    let mut pressed = Vec::new();
    let room = vec2(ui.available_width(), BAR);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let replaying = session.playback().is_some();
        let tight = ui.available_width() < ROOM_FOR_KEY;
        if tight {
            parts::tighten(ui);
        }
        pressed.extend(ui.scope(|ui| run_button(ui, session, tight, all)).inner);
        pressed.extend(ui.scope(|ui| outcomes::bar::controls(ui, session, all)).inner);
        let possible = session.stage().is_some_and(|run| run.traces().next().is_some())
            && session.view() != View::Outcomes;
        let replay = parts::switch_button(ui, Command::Replay.told(all), replaying, possible);
        if replay.on_disabled_hover_text(why_no_replay(session, all)).clicked() {
            pressed.push(Command::Replay);
        }
        ui.add_space(space::SMALL);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            pressed.extend(view_tabs(ui, (session.view(), tight), all));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                status(ui, session, all);
            });
        });
    });
    pressed
}

/// Why there is nothing to replay.
fn why_no_replay(session: &Session, words: &Words) -> &'static str {
    if session.is_hidden() {
        words.outcomes.empty.hidden
    } else if session.view() == View::Outcomes {
        words.waiting.no_replay_of_many
    } else {
        words.waiting.nothing_to_replay
    }
}

/// The button that runs the lesson, or ends a run that takes long; it takes equal room either way.
fn run_button(ui: &mut Ui, session: &mut Session, tight: bool, words: &Words) -> Option<Command> {
    let (_, tooltip) = Command::Run.told(words);
    let [run, cancel] = run_labels(words, tight);
    // While something else has the key, it is not named, and its room is left.
    let is_key_taken = session.playback().is_some() || session.by_hand().is_some();
    let shown = if is_key_taken { Command::Run.words(words).0 } else { &run };
    let every: Vec<String> = [&EN, &ZH].into_iter().flat_map(|words| run_labels(words, tight)).collect();
    parts::widen_for(ui, every.iter().map(String::as_str));
    if session.long_run().is_none() {
        return parts::primary_button(ui, (shown, tooltip), true).clicked().then_some(Command::Run);
    }
    let hint = Command::Close.hint_of(words.waiting.cancel.1, words);
    if parts::quiet_button(ui, (&cancel, hint), true).clicked() {
        session.cancel_run();
    }
    None
}

/// "Run (Space)" and "Cancel (Esc)", without their keys where there is little room.
fn run_labels(words: &Words, tight: bool) -> [String; 2] {
    let (run, cancel) = (Command::Run.words(words).0, words.waiting.cancel.0);
    [(run, words.keys.space), (cancel, &Command::Close.keys(words))]
        .map(|(label, key)| if tight { label.to_owned() } else { (words.keys.with_keys)(label, key) })
}

/// What is on the stage, in the longest way that fits; those who listen hear all of it.
fn status(ui: &mut Ui, session: &Session, all: &Words) {
    let words = &all.window.run;
    let counted = outcomes::bar::status(session, all);
    let is_asked = |_: &_| counted.is_none() || session.long_run().is_some();
    let waited = waiting::status(session, all).filter(is_asked);
    let texts = match (counted, session.stage()) {
        _ if let Some(waited) = waited => waited.into(),
        _ if session.is_hidden() => [words.hidden, words.hidden_short].map(str::to_owned).into(),
        _ if session.by_hand().is_some() => {
            [all.hands.status, all.window.actions.by_hand.0].map(str::to_owned).into()
        }
        (Some(counted), _) => counted.into(),
        (None, Some(run)) => run_texts(run, session.can_undo(), all),
        (None, None) if session.is_running() => vec![words.running.to_owned()],
        (None, None) => vec![words.none.to_owned()],
    };
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &texts[0]));
    let lay_out = |text: &String| {
        let color = Palette::of(ui.visuals()).muted;
        let galley = ui.painter().layout_no_wrap(text.clone(), Scale::Window.small(), color);
        (galley.size().x <= rect.width()).then_some(galley)
    };
    // Which of them it is does not change with a digit: nothing is said now so and now so.
    let is_single = session.stage().is_some_and(|run| run.of.is_none());
    let first =
        match single_texts(WIDEST.0, WIDEST.1, words).iter().position(|text| lay_out(text).is_some()) {
            Some(first) if is_single && texts.len() == 4 => first,
            _ => 0,
        };
    if let Some(galley) = texts[first..].iter().find_map(lay_out) {
        let at = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect).min;
        ui.painter().galley(at, galley, Palette::of(ui.visuals()).muted);
    }
    response.on_hover_text(&texts[0]);
}

/// Which run is on the stage, at length and ever shorter: whoever presses Run sees that something ran.
fn run_texts(run: &LessonRun, knobs_turned: bool, words: &Words) -> Vec<String> {
    let failed = run.failed_panes();
    if failed > 0 {
        let text = &words.waiting;
        vec![
            (text.failed)(run.number, failed, run.panes.len()),
            (text.failed_short)(run.number),
            text.failed_shortest.to_owned(),
        ]
    } else if run.traces().any(|trace| !trace.failures.is_empty()) && knobs_turned {
        let (text, keys) = (&words.waiting, Command::Reset.keys(words));
        let told = [text.stopped, text.stopped_short].map(|words| words(run.number, &keys));
        told.into_iter().chain([text.stopped_shortest.to_owned()]).collect()
    } else if let Some(of) = run.of {
        let counted = &words.outcomes;
        [counted.on_stage, counted.on_stage_short].map(|words| words(run.number, of)).into()
    } else {
        single_texts(run.number, &wording::time(run.took), &words.window.run).into()
    }
}

/// Of one run that took so long.
fn single_texts(number: u64, took: &str, words: &RunWords) -> [String; 4] {
    let [done, short, brief] =
        [words.done, words.done_short, words.done_brief].map(|words| words(number, took));
    [done, short, brief, (words.done_shortest)(number)]
}

/// The views as one row of buttons; drawn from the right.
fn view_tabs(ui: &mut Ui, (shown, tight): (View, bool), words: &Words) -> Option<Command> {
    let mut pressed = None;
    ui.spacing_mut().item_spacing.x = 0.0;
    if !tight {
        let views = [Command::ViewBytes, Command::ViewTime, Command::ViewOutcomes];
        parts::widen_for(ui, views.into_iter().flat_map(Command::labels));
    }
    let views = [
        (View::Outcomes, Command::ViewOutcomes),
        (View::Time, Command::ViewTime),
        (View::Bytes, Command::ViewBytes),
    ];
    for (view, command) in views {
        if parts::tab(ui, command.told(words), view == shown).clicked() {
            pressed = Some(command);
        }
    }
    pressed
}

/// A pane that could not be run: its name and the reason, in the place of its tapes.
fn broken_pane(ui: &mut Ui, title: &str, error: &PaneError, (words, scale): (&Words, Scale)) {
    let palette = Palette::of(ui.visuals());
    let (text, is_error) = refusals::reason(error, words);
    let color = if is_error { palette.red } else { palette.muted };
    parts::card(palette).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(RichText::new(title).font(scale.title()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let copy = words.waiting.copy_reason;
                if is_error && parts::link_at(ui, copy, true, scale).clicked() {
                    ui.ctx().copy_text(format!("{title}: {text}"));
                }
            });
        });
        ui.add_space(space::SMALL);
        ui.add(Label::new(RichText::new(&text).font(scale.body()).color(color)).wrap().selectable(true));
    });
}
