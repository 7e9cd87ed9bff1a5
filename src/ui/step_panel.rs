//! Below: the step, its question, and the way on.

use eframe::egui::{
    Button, CursorIcon, Id, Label, Response, RichText, Role, ScrollArea, Stroke, Ui, UiBuilder,
    WidgetInfo, vec2,
};

use crate::lesson::{LessonStep, StepKind, View};
use crate::session::{Prediction, Session};
use crate::text::Words;

use super::command::Command;
use super::term::Terms;
use super::theme::{Palette, Scale, space};
use super::{focus, markdown, parts, scrolling, waiting};

/// The buttons' own row at the lower edge, with its distance to the text.
const FOOT: f32 = 40.0;
/// The buttons alone.
const BUTTONS: f32 = 36.0;
/// How far down the heading is put to stand on their line, in points.
const HEADING_DOWN: f32 = 3.5;
/// A panel that has no room for a row of its own.
const LOW: f32 = 200.0;
/// One in which heading and buttons of their usual width are too much for one row.
const NARROW: f32 = 500.0;

/// The least and the greatest height of the panel.
const USUAL: (f32, f32) = (210.0, 264.0);
/// A window that is lower than this; and the most that the panel has of stage and panel then.
const CRAMPED: f32 = 648.0;
const MOST: f32 = 0.47;

/// What the user did in the panel.
pub enum StepAction {
    /// A command with keys of its own.
    Command(Command),
    /// Committed to an answer.
    Answer(usize),
    /// Took the answer back.
    AskAgain,
    /// Wants to see the result without an answer.
    Reveal,
}

/// How high the panel is beneath a stage, in points. Where the window is so low that the stage is scrolled
/// anyway, what there is to read gets more of it; in all steps of a lesson alike, so that nothing jumps.
pub fn room(ui: &Ui, session: &Session) -> f32 {
    let whole = ui.available_height();
    let usual = (whole * 0.3).clamp(USUAL.0, USUAL.1);
    // Time is not scrolled, and needs its height.
    if !is_cramped(ui) || session.view() == View::Time {
        return usual;
    }
    let around = space::CARD.sum();
    let width = ui.available_width() - around.x;
    let steps = session.lesson().into_iter().flat_map(|lesson| &lesson.steps);
    let text = |step: &LessonStep| {
        markdown::height(ui, step.text.get(session.lang()), Scale::Window, width - scrolling::CLEAR)
    };
    let highest = steps.map(text).fold(0.0, f32::max);
    (highest + BUTTONS + space::LARGE + around.y).clamp(usual, usual.max(MOST * whole).min(USUAL.1))
}

fn is_cramped(ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < CRAMPED
}

/// Shows the step over the whole available room. In a low panel the way on stands beside the heading.
///
/// `taken` is what the panel has lent of its height: it does not change where things stand.
pub fn show(ui: &mut Ui, session: &Session, words: &Words, taken: f32) -> Option<StepAction> {
    let step = session.step()?;
    let mut done = None;
    let whole = ui.available_rect_before_wrap();
    let low = whole.height() + taken < LOW || is_cramped(ui);
    let mut text = whole;
    text.max.y -= if low { 0.0 } else { FOOT };
    ui.scope_builder(UiBuilder::new().max_rect(text), |ui| {
        let place = place(session, step, words);
        // In a low panel it stands in one row with the buttons.
        let down = if low { HEADING_DOWN } else { 0.0 };
        ui.add_space(down);
        heading(ui, &place);
        ui.add_space(if low { BUTTONS - 20.0 - down } else { space::TIGHT });
        let id = ui.unique_id().with("text");
        let area = ScrollArea::vertical().auto_shrink(false).id_salt(&step.id);
        let text = area.show(ui, |ui| {
            parts::region(ui, &place);
            scrolling::clear_the_bar(ui, id);
            if text_of(ui, session, step, words) {
                done = Some(StepAction::Command(Command::Terms));
            }
            if step.kind == StepKind::Predict {
                ui.add_space(space::SMALL);
                done = question(ui, session, step, words).or(done.take());
            }
            scrolling::obey_focus(ui, id);
            focus::follow(ui);
        });
        scrolling::reach(ui, id, &text, &place);
    });
    let mut foot = whole;
    if low {
        foot.max.y = foot.min.y + BUTTONS;
        foot = foot.translate(vec2(0.0, -6.0));
    } else {
        foot.min.y = foot.max.y - BUTTONS;
    }
    ui.scope_builder(UiBuilder::new().max_rect(foot), |ui| {
        if low && foot.width() < NARROW {
            parts::tighten(ui);
        }
        if let Some(command) = foot_row(ui, session, words) {
            done = Some(StepAction::Command(command));
        }
    });
    done
}

/// The step's text with its terms. Says whether all terms are asked for.
pub fn text_of(ui: &mut Ui, session: &Session, step: &LessonStep, words: &Words) -> bool {
    let (glossary, lang) = (session.catalog().glossary(), session.lang());
    let terms = Terms { glossary, lang, words };
    markdown::show(ui, step.text.get(lang), Scale::Window, Some(terms))
}

/// Where in the lesson the learner is.
pub fn place(session: &Session, step: &LessonStep, words: &Words) -> String {
    let steps = session.lesson().map_or(0, |lesson| lesson.steps.len());
    let kind = StepKind::ALL.iter().position(|(kind, _)| *kind == step.kind).unwrap_or(0);
    let words = &words.window.step;
    (words.place)(session.step_index() + 1, steps, words.kinds[kind])
}

/// To the next step, or from the last one to the next lesson.
pub fn way_on(session: &Session) -> Command {
    if session.can_next() { Command::Next } else { Command::NextLesson }
}

fn heading(ui: &mut Ui, place: &str) {
    let palette = Palette::of(ui.visuals());
    ui.label(RichText::new(place).font(Scale::Window.label()).color(palette.accent));
}

fn foot_row(ui: &mut Ui, session: &Session, words: &Words) -> Option<Command> {
    let mut pressed = None;
    let forward = way_on(session);
    // A button that changes its words, or its language, moves nothing.
    let all = [&[Command::ByHand][..], &[Command::Back], &[Command::Next, Command::NextLesson]];
    let usual = ui.spacing().interact_size.x;
    let widen = |ui: &mut Ui, commands: &[Command]| {
        ui.spacing_mut().interact_size.x = usual;
        parts::widen_for(ui, commands.iter().flat_map(|command| command.labels()));
        parts::button_width(ui)
    };
    let widths = all.map(|commands| widen(ui, commands));
    let [hand, back, next] = all;
    parts::at_the_right(ui, &widths, |ui| {
        widen(ui, hand);
        let words_of = Command::ByHand.told(words);
        let button = parts::quiet_button(ui, words_of, session.can_take_over());
        if button.on_disabled_hover_text(words.outcomes.empty.hidden).clicked() {
            pressed = Some(Command::ByHand);
        }
        widen(ui, back);
        if parts::quiet_button(ui, Command::Back.told(words), session.can_back()).clicked() {
            pressed = Some(Command::Back);
        }
        widen(ui, next);
        let possible = session.can_next() || session.chapter().is_some();
        if parts::primary_button(ui, forward.told(words), possible).clicked() {
            pressed = Some(forward);
        }
    });
    pressed
}

fn question(ui: &mut Ui, session: &Session, step: &LessonStep, words: &Words) -> Option<StepAction> {
    let prediction = session.prediction();
    let right = session.solution().map(|solution| solution.right).unwrap_or_default();
    let answered = session.answered().map(|answer| answer.choice);
    let mut done = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::MEDIUM, space::TIGHT);
        ui.spacing_mut().button_padding.y = space::TIGHT;
        for (place, choice) in step.choices.iter().enumerate() {
            let text = format!("{} {}", letter(place), choice.label.plain(session.lang()));
            let look = Choice {
                chosen: answered == Some(place),
                right: right.contains(&place),
                open: session.is_asking(),
            };
            if choice_button(ui, &text, look, words).clicked() && look.open {
                done = Some(StepAction::Answer(place));
            }
        }
    });
    ui.add_space(space::SMALL);
    let decided = ui.horizontal_wrapped(|ui| {
        let words_step = &words.window.step;
        if session.is_asking() {
            if parts::link(ui, words_step.reveal, true).clicked() {
                done = Some(StepAction::Reveal);
            }
            return;
        }
        if answered.is_some() {
            verdict(ui, session, step, prediction.as_ref(), words);
        }
        if parts::link(ui, words_step.ask_again, true).clicked() {
            done = Some(StepAction::AskAgain);
        }
    });
    let state = (session.is_asking(), prediction.is_some(), session.step_index());
    bring_into_sight(ui, state, &decided.response);
    done
}

/// What has just become of the question, below it: scrolls to it once, for the learner may read on.
fn bring_into_sight(ui: &Ui, state: (bool, bool, usize), below: &Response) {
    let known = Id::unique("question-known");
    let (is_asking, _, step) = state;
    let before = ui.data(|data| data.get_temp::<(bool, bool, usize)>(known));
    let is_same = before.is_some_and(|(_, _, other)| other == step);
    if is_same && before != Some(state) && !is_asking {
        ui.scroll_to_rect(below.rect.expand(space::TIGHT), None);
    }
    ui.data_mut(|data| data.insert_temp(known, state));
}

fn verdict(
    ui: &mut Ui,
    session: &Session,
    step: &LessonStep,
    prediction: Option<&Prediction>,
    words: &Words,
) {
    let palette = Palette::of(ui.visuals());
    let nothing_to_compare = waiting::nothing_to_compare(session, words);
    let words = &words.window.step;
    let Some(prediction) = prediction else {
        let runs = session.is_running() || session.is_counting();
        ui.label(if runs { words.waiting } else { nothing_to_compare });
        return;
    };
    let chosen = letter(prediction.chosen);
    let (who_says, so_says) = words.who_says[usize::from(step.runs.is_some())];
    let (text, color) = match (prediction.is_right(), prediction.right.first()) {
        (Some(true), _) => ((words.you_said_right)(&chosen, so_says), palette.green),
        (_, Some(&right)) => {
            let answer = step.choices.get(right).map(|choice| choice.label.plain(session.lang()));
            let answer = answer.unwrap_or_default();
            ((words.you_said_wrong)(&chosen, who_says, &letter(right), &answer), palette.text)
        }
        _ => ((words.you_said_other)(&chosen, who_says), palette.text),
    };
    let text = if prediction.knobs_turned { format!("{text} {}", words.knobs_turned) } else { text };
    let font = Scale::Window.strong();
    ui.add(Label::new(RichText::new(text).font(font).color(color)).wrap());
}

/// A, B, C …
fn letter(place: usize) -> String {
    let place = u8::try_from(place).unwrap_or(25).min(25);
    char::from(b'A' + place).to_string()
}

#[derive(Clone, Copy)]
struct Choice {
    chosen: bool,
    right: bool,
    /// Whether it can still be chosen.
    open: bool,
}

fn choice_button(ui: &mut Ui, text: &str, look: Choice, words: &Words) -> Response {
    let palette = Palette::of(ui.visuals());
    let stroke = match look {
        Choice { right: true, .. } => Stroke::new(2.5, palette.green),
        Choice { chosen: true, .. } => Stroke::new(2.5, palette.neutral),
        _ => Stroke::new(1.0, palette.border),
    };
    let color = if look.open || look.chosen || look.right { palette.text } else { palette.muted };
    let label = RichText::new(text).font(Scale::Window.mono()).color(color);
    let button = Button::new(label).min_size(vec2(150.0, 31.0)).stroke(stroke);
    let response = ui.add(button);
    let comma = words.stage.comma;
    let name = if look.right { format!("{text}{comma}{}", words.present.right) } else { text.to_owned() };
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, look.open, look.chosen, &name));
    if look.open { response.on_hover_cursor(CursorIcon::PointingHand) } else { response }
}
