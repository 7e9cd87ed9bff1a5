//! Below: the endpoints that are led by hand, beneath the text of a step that asks for it.

mod seat;
mod told;

use std::collections::HashMap;

use eframe::egui::{Align, ComboBox, Layout, RichText, ScrollArea, Ui};

use crate::lesson::{Lang, Lesson, LessonStep};
use crate::model::{Action, EndpointId, Transport};
use crate::session::{ByHand, Session};
use crate::text::Words;

use self::seat::{Draft, Seat};
use super::command::Command;
use super::theme::{Palette, Scale, space};
use super::{focus, markdown, parts, scrolling, step_panel};

/// The least height of the panel, in points; the text of a step comes on top.
const ROOM: f32 = 228.0;
/// What is left of it where there is no row of options, and no receiver to be chosen.
const ROOM_FOR_LESS: f32 = 196.0;
/// The most that a step's text takes of the height that there is.
const MOST_TEXT: f32 = 0.24;
/// The width that a row with the place, the connection and the buttons needs.
const WIDE: f32 = 640.0;
/// A row of buttons with its distance to the text.
const ROW: f32 = 40.0;

/// What is typed and not sent.
#[derive(Debug, Default)]
pub struct HandsForm {
    drafts: HashMap<EndpointId, Draft>,
    /// The opening of sockets that was seen last: at each, the first field gets the focus.
    opening: Option<u64>,
}

impl HandsForm {
    /// The window is drawn in another way: the field that has the focus asks for it there.
    pub fn keep_focus(&mut self) {
        for draft in self.drafts.values_mut().filter(|draft| draft.has_focus) {
            draft.wants_focus = seat::ASKS;
        }
    }

    /// Nobody leads by hand any more.
    pub fn rest(&mut self) {
        *self = Self::default();
    }
}

/// What the user wants of a hand.
#[derive(Debug)]
enum Wish {
    Act(EndpointId, Action),
    Interrupt(EndpointId),
    Lead(EndpointId, bool),
    Pane(String),
}

/// How high the panel is, in a window that has so much room for stage and panel together.
pub fn room(ui: &Ui, session: &Session, whole: f32) -> f32 {
    let Some(step) = session.step().filter(|step| step.hands.is_some()) else { return ROOM };
    let is_less = session.by_hand().is_some_and(|by_hand| {
        let scenario = by_hand.scenario();
        scenario.transport != Transport::Tcp && scenario.endpoints.len() < 3
    });
    let width = ui.available_width() - 2.0 * space::LARGE;
    let row = if width < WIDE { ROW } else { 0.0 };
    let least = if is_less { ROOM_FOR_LESS } else { ROOM };
    least + text_height(ui, session, step, (width, whole)) + space::SMALL + row
}

/// The height of the step's text, or as much of it as it may have.
fn text_height(ui: &Ui, session: &Session, step: &LessonStep, (width, whole): (f32, f32)) -> f32 {
    let text = step.text.get(session.lang());
    markdown::height(ui, text, Scale::Window, width).min(whole * MOST_TEXT).ceil()
}

/// Shows the hands over the room that there is, and does what the user wants of them.
pub fn show(
    ui: &mut Ui,
    session: &mut Session,
    form: &mut HandsForm,
    (all, whole): (&Words, f32),
) -> Option<Command> {
    let mut wish = None;
    let command = match (session.lesson().cloned(), session.by_hand()) {
        (Some(lesson), Some(by_hand)) => {
            let head = Head { session, lesson: &lesson, by_hand, all };
            let pressed = head.show(ui, whole, &mut wish);
            ScrollArea::vertical().auto_shrink(false).id_salt("hands").show(ui, |ui| {
                seats(ui, (session, by_hand), form, (all, Scale::Window), &mut wish);
                focus::follow(ui);
            });
            pressed
        }
        _ => None,
    };
    obey(session, wish);
    command
}

/// The endpoints alone, for a classroom.
pub fn present(ui: &mut Ui, session: &mut Session, form: &mut HandsForm, all: &Words) {
    let mut wish = None;
    if let Some(by_hand) = session.by_hand() {
        // The band beneath has the colour that buttons have elsewhere.
        let ground = Palette::of(ui.visuals()).panel;
        let widgets = &mut ui.visuals_mut().widgets;
        widgets.inactive.weak_bg_fill = ground;
        widgets.inactive.bg_fill = ground;
        ui.visuals_mut().text_edit_bg_color = Some(ground);
        ui.add_space(space::MEDIUM);
        seats(ui, (session, by_hand), form, (all, Scale::Present), &mut wish);
    }
    obey(session, wish);
}

/// The height of [`present`], in points of its canvas.
pub fn present_room(session: &Session) -> f32 {
    let Some(by_hand) = session.by_hand() else { return 0.0 };
    let scenario = by_hand.scenario();
    let chooses = |id: &EndpointId| {
        let peers =
            scenario.endpoint_ids().filter(|&other| scenario.stream_between(*id, other).is_some());
        peers.count() > 1
    };
    let receivers = by_hand.led().iter().any(chooses);
    // Three columns have no room for the buttons of a connection in one row.
    let ends = scenario.endpoints.len() > 2 && scenario.transport.is_connected();
    let options = scenario.endpoints.len() < 3 && scenario.transport == Transport::Tcp;
    262.0 + [receivers, ends, options].map(|row| if row { 50.0 } else { 0.0 }).iter().sum::<f32>()
}

fn obey(session: &mut Session, wish: Option<Wish>) {
    match wish {
        None => {}
        Some(Wish::Act(id, action)) => drop(session.act(id, action)),
        Some(Wish::Interrupt(id)) => session.interrupt(id),
        Some(Wish::Lead(id, led)) => session.lead(id, led),
        Some(Wish::Pane(pane)) => {
            let led = session.by_hand().map(|by_hand| by_hand.led().clone());
            session.take_over(Some(&pane), led.as_ref());
        }
    }
}

/// The endpoints side by side.
fn seats(
    ui: &mut Ui,
    (session, by_hand): (&Session, &ByHand),
    form: &mut HandsForm,
    (all, scale): (&Words, Scale),
    wish: &mut Option<Wish>,
) {
    if form.opening.replace(by_hand.number()) != Some(by_hand.number())
        && let Some(first) = by_hand.led().first()
    {
        form.drafts.entry(*first).or_default().wants_focus = seat::ASKS;
    }
    let columns = by_hand.scenario().endpoints.len().max(1);
    ui.columns(columns, |columns| {
        for (ui, id) in columns.iter_mut().zip(by_hand.scenario().endpoint_ids()) {
            let seat = Seat { session, by_hand, id, words: &all.hands, system: &all.system, scale };
            let draft = form.drafts.entry(id).or_default();
            ui.push_id(id.index(), |ui| seat.show(ui, draft, wish));
        }
    });
}

/// What stands above the endpoints.
struct Head<'a> {
    session: &'a Session,
    lesson: &'a Lesson,
    by_hand: &'a ByHand,
    all: &'a Words,
}

impl Head<'_> {
    fn show(&self, ui: &mut Ui, whole: f32, wish: &mut Option<Wish>) -> Option<Command> {
        parts::region(ui, &(self.all.hands.title)(self.title()));
        let pressed = match self.session.step().filter(|step| step.hands.is_some()) {
            Some(step) => self.of_step(ui, step, whole, wish),
            None => self.alone(ui, wish),
        };
        ui.add_space(space::SMALL);
        pressed
    }

    fn lang(&self) -> Lang {
        self.session.lang()
    }

    /// Of the pane that is led.
    fn title(&self) -> &str {
        let shown = self.lesson.panes.iter().find(|pane| pane.name == self.by_hand.pane());
        shown.map_or("", |pane| pane.title.get(self.lang()))
    }

    /// Where the step does not ask for hands: what is led, and the ways out.
    fn alone(&self, ui: &mut Ui, wish: &mut Option<Wish>) -> Option<Command> {
        let name = self.all.window.actions.by_hand.0;
        self.row(ui, name, true, wish, &[Command::ByHand, Command::StartOver])
    }

    /// The step with its text, and the way on.
    fn of_step(
        &self,
        ui: &mut Ui,
        step: &LessonStep,
        whole: f32,
        wish: &mut Option<Wish>,
    ) -> Option<Command> {
        let height = text_height(ui, self.session, step, (ui.available_width(), whole));
        let place = step_panel::place(self.session, step, self.all);
        let narrow = ui.available_width() < WIDE;
        let mut buttons = vec![step_panel::way_on(self.session), Command::Back];
        if !narrow {
            buttons.push(Command::StartOver);
        }
        let mut pressed = self.row(ui, &place, !narrow, wish, &buttons);
        let id = ui.unique_id().with("text");
        let area = ScrollArea::vertical().id_salt(&step.id);
        let text = area.max_height(height).min_scrolled_height(height).show(ui, |ui| {
            parts::region(ui, &place);
            scrolling::clear_the_bar(ui, id);
            ui.set_min_width(ui.available_width());
            if step_panel::text_of(ui, self.session, step, self.all) {
                pressed = Some(Command::Terms);
            }
            scrolling::obey_focus(ui, id);
        });
        scrolling::reach(ui, id, &text, &place);
        if narrow {
            ui.add_space(space::SMALL);
            let row = self.row(ui, "", true, wish, &[Command::StartOver]);
            pressed = pressed.or(row);
        }
        pressed
    }

    /// A name at the left, the connection if asked for, and buttons from the right.
    fn row(
        &self,
        ui: &mut Ui,
        name: &str,
        with_pane: bool,
        wish: &mut Option<Wish>,
        buttons: &[Command],
    ) -> Option<Command> {
        let palette = Palette::of(ui.visuals());
        let mut pressed = None;
        ui.horizontal(|ui| {
            if !name.is_empty() {
                let text = RichText::new(name).font(Scale::Window.label());
                ui.label(text.color(palette.accent));
            }
            if with_pane {
                self.pane_choice(ui, wish);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for &command in buttons {
                    let is_way_on = matches!(command, Command::Next | Command::NextLesson);
                    let possible = match command {
                        Command::Back => self.session.can_back(),
                        Command::NextLesson => self.session.chapter().is_some(),
                        _ => true,
                    };
                    let button = if is_way_on { parts::primary_button } else { parts::quiet_button };
                    let words = match command {
                        Command::ByHand => {
                            let (name, hint) = self.all.hands.done;
                            (name, Command::Close.hint_of(hint, self.all))
                        }
                        _ => command.told(self.all),
                    };
                    if button(ui, words, possible).clicked() {
                        pressed = Some(command);
                    }
                }
            });
        });
        pressed
    }

    fn pane_choice(&self, ui: &mut Ui, wish: &mut Option<Wish>) {
        let words = &self.all.hands;
        if self.lesson.panes.len() == 1 {
            ui.label(RichText::new(self.title()).font(Scale::Window.label()));
            return;
        }
        let choice = ComboBox::from_id_salt("pane-by-hand").selected_text(self.title()).truncate();
        let choice = choice.width(200.0).show_ui(ui, |ui| {
            for pane in &self.lesson.panes {
                let is_shown = pane.name == self.by_hand.pane();
                if parts::option(ui, is_shown, pane.title.get(self.lang())) && !is_shown {
                    *wish = Some(Wish::Pane(pane.name.clone()));
                }
            }
        });
        choice.response.ctx.accesskit_node_builder(choice.response.id, |node| {
            node.set_label(words.pane.0);
        });
        choice.response.on_hover_text(words.pane.1);
    }
}
