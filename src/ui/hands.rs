//! Below, in the place of the step: the endpoints that are led by hand.

use std::collections::HashMap;
use std::time::Duration;

use eframe::egui::{
    Align, Button, Checkbox, Color32, ComboBox, DragValue, FontFamily, FontId, Key, Label, Layout,
    RichText, ScrollArea, TextEdit, Ui, vec2,
};

use crate::engine::Queues;
use crate::lesson::{Lang, Lesson};
use crate::model::step::Direction;
use crate::model::trace::FailureKind;
use crate::model::{Action, Call, CallKind, EndpointId, OptionReport, Payload, SocketOption, Transport};
use crate::session::{ByHand, Session};
use crate::text::window::Action as ActionText;
use crate::text::{HandsWords, Words};

use super::command::Command;
use super::theme::{Palette, Scale, space};
use super::{focus, fonts, parts};

/// The least height of the panel, in points.
pub const ROOM: f32 = 228.0;
/// How often the queues are looked at while nothing else happens: an acknowledgement comes by itself.
const LOOK: Duration = Duration::from_millis(100);
/// The most bytes that a recv may ask for.
const MOST: u32 = 1 << 20;
/// Bytes of a recv that nobody chose.
const USUAL_SIZE: u32 = 10;

/// What is typed and not sent.
#[derive(Debug, Default)]
pub struct HandsForm {
    drafts: HashMap<EndpointId, Draft>,
    /// Whether the first field has had the focus: one types at once.
    is_begun: bool,
}

impl HandsForm {
    /// Nobody leads by hand any more.
    pub fn rest(&mut self) {
        self.is_begun = false;
    }
}

#[derive(Debug)]
struct Draft {
    message: String,
    size: u32,
    wants_focus: bool,
}

impl Default for Draft {
    fn default() -> Self {
        Self { message: String::new(), size: USUAL_SIZE, wants_focus: false }
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

/// Shows the hands over the room that there is, and does what the user wants of them.
pub fn show(ui: &mut Ui, session: &mut Session, form: &mut HandsForm, all: &Words) -> Option<Command> {
    let mut wish = None;
    let command = match (session.lesson().cloned(), session.by_hand()) {
        (Some(lesson), Some(by_hand)) => {
            ui.ctx().request_repaint_after(LOOK);
            let pressed = head(ui, (&lesson, by_hand, session.lang()), all, &mut wish);
            ui.add_space(space::SMALL);
            let columns = by_hand.scenario().endpoints.len().max(1);
            ScrollArea::vertical().auto_shrink(false).id_salt("hands").show(ui, |ui| {
                ui.columns(columns, |columns| {
                    for (ui, id) in columns.iter_mut().zip(by_hand.scenario().endpoint_ids()) {
                        let seat = Seat { session, by_hand, id, words: &all.hands };
                        let draft = form.drafts.entry(id).or_default();
                        draft.wants_focus = !form.is_begun && seat.is_led();
                        form.is_begun |= draft.wants_focus;
                        ui.push_id(id.index(), |ui| seat.show(ui, draft, &mut wish));
                    }
                });
                focus::follow(ui);
            });
            pressed
        }
        _ => None,
    };
    match wish {
        None => {}
        Some(Wish::Act(id, action)) => drop(session.act(id, action)),
        Some(Wish::Interrupt(id)) => session.interrupt(id),
        Some(Wish::Lead(id, led)) => session.lead(id, led),
        Some(Wish::Pane(pane)) => drop(session.take_over(Some(&pane), None)),
    }
    command
}

/// The heading, which connection it is, and the ways out.
fn head(
    ui: &mut Ui,
    (lesson, by_hand, lang): (&Lesson, &ByHand, Lang),
    all: &Words,
    wish: &mut Option<Wish>,
) -> Option<Command> {
    let words = &all.hands;
    let palette = Palette::of(ui.visuals());
    let shown = lesson.panes.iter().find(|pane| pane.name == by_hand.pane());
    let title = shown.map_or("", |pane| pane.title.get(lang));
    let mut pressed = None;
    parts::region(ui, &(words.title)(title));
    ui.horizontal(|ui| {
        let text = RichText::new(all.window.actions.by_hand.0).font(Scale::Window.label());
        ui.label(text.color(palette.accent));
        if lesson.panes.len() > 1 {
            let shown =
                ComboBox::from_id_salt("pane-by-hand").selected_text(title).truncate().width(220.0);
            let shown = shown.show_ui(ui, |ui| {
                for pane in &lesson.panes {
                    let is_shown = pane.name == by_hand.pane();
                    if ui.selectable_label(is_shown, pane.title.get(lang)).clicked() && !is_shown {
                        *wish = Some(Wish::Pane(pane.name.clone()));
                    }
                }
            });
            shown.response.ctx.accesskit_node_builder(shown.response.id, |node| {
                node.set_label(words.pane.0);
            });
            shown.response.on_hover_text(words.pane.1);
        } else {
            ui.label(RichText::new(title).font(Scale::Window.label()));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if parts::quiet_button(ui, (words.done.0, Command::Close.hint_of(words.done.1, all)), true)
                .clicked()
            {
                pressed = Some(Command::ByHand);
            }
            let over = Command::StartOver.told(all);
            if parts::quiet_button(ui, over, true).clicked() {
                pressed = Some(Command::StartOver);
            }
        });
    });
    pressed
}

/// One endpoint.
struct Seat<'a> {
    session: &'a Session,
    by_hand: &'a ByHand,
    id: EndpointId,
    words: &'a HandsWords,
}

impl Seat<'_> {
    fn name(&self) -> &str {
        &self.by_hand.scenario().endpoint(self.id).name
    }

    fn is_led(&self) -> bool {
        self.by_hand.led().contains(&self.id)
    }

    fn transport(&self) -> Transport {
        self.by_hand.scenario().transport
    }

    fn show(&self, ui: &mut Ui, draft: &mut Draft, wish: &mut Option<Wish>) {
        parts::region(ui, self.name());
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        ui.spacing_mut().button_padding = vec2(7.0, 3.0);
        ui.spacing_mut().interact_size.y = 24.0;
        let is_led = self.is_led();
        let queues = self.by_hand.queues(self.id);
        ui.horizontal(|ui| {
            let bold = FontId::new(Scale::Window.body().size, fonts::bold());
            ui.label(RichText::new(self.name()).font(bold));
            let mut led = is_led;
            if ui.checkbox(&mut led, self.words.led.0).on_hover_text(self.words.led.1).changed() {
                *wish = Some(Wish::Lead(self.id, led));
            }
        });
        small(ui, &self.queues_text(queues.as_ref()), Palette::of(ui.visuals()).text);
        if is_led {
            let calling = self.by_hand.calling(self.id).is_some();
            let free = queues.is_some() && !calling;
            self.send_row(ui, draft, free, wish);
            ui.horizontal_wrapped(|ui| {
                self.recv(ui, draft, (free, calling), wish);
                self.ends(ui, free, wish);
            });
            self.options_row(ui, free, wish);
            self.last(ui);
        } else {
            small(ui, self.words.follows_script, Palette::of(ui.visuals()).muted);
            self.last(ui);
        }
    }

    /// "3 bytes unread here · 10 bytes unacknowledged"
    fn queues_text(&self, queues: Option<&Queues>) -> String {
        let words = self.words;
        let Some(queues) = queues else { return words.closed.to_owned() };
        let is_single = matches!(self.transport(), Transport::Udp | Transport::UnixDgram);
        let unread = if is_single { words.next_datagram } else { words.unread };
        let tell = |known: &Result<u64, String>, tell: fn(u64) -> String| match known {
            Ok(bytes) => tell(*bytes),
            Err(reason) => (words.unknown)(reason),
        };
        let mut parts = vec![tell(&queues.unread, unread)];
        parts.extend(queues.unacknowledged.as_ref().map(|known| tell(known, words.unacknowledged)));
        parts.join(" · ")
    }

    fn send_row(&self, ui: &mut Ui, draft: &mut Draft, free: bool, wish: &mut Option<Wish>) {
        ui.horizontal(|ui| {
            let edit = TextEdit::singleline(&mut draft.message)
                .font(FontId::new(14.0, FontFamily::Monospace))
                .hint_text(self.words.message_hint)
                .desired_width((ui.available_width() - 84.0).max(60.0));
            let edit = ui.add(edit);
            let name = (self.words.message)(self.name());
            ui.ctx().accesskit_node_builder(edit.id, |node| node.set_label(name.as_str()));
            let entered = edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if button(ui, self.words.send, free) || (entered && free) {
                let payload = Payload::text(&draft.message);
                *wish =
                    Some(Wish::Act(self.id, Action::Send { payload, all: false, more: false, to: None }));
                draft.message.clear();
            }
            if entered || std::mem::take(&mut draft.wants_focus) {
                edit.request_focus();
            }
        });
    }

    /// While a recv waits, its button brings it back.
    fn recv(
        &self,
        ui: &mut Ui,
        draft: &mut Draft,
        (free, calling): (bool, bool),
        wish: &mut Option<Wish>,
    ) {
        let name = (self.words.size)(self.name());
        let size = ui.add(DragValue::new(&mut draft.size).range(1..=MOST).suffix(" B"));
        ui.ctx().accesskit_node_builder(size.id, |node| node.set_label(name.as_str()));
        size.on_hover_text(name);
        if calling {
            if button(ui, self.words.interrupt, true) {
                *wish = Some(Wish::Interrupt(self.id));
            }
        } else if button(ui, (&format!("recv({})", draft.size), self.words.recv), free) {
            *wish = Some(Wish::Act(self.id, Action::Recv { size: draft.size, limit: None }));
        }
    }

    fn ends(&self, ui: &mut Ui, free: bool, wish: &mut Option<Wish>) {
        let mut offer = |ui: &mut Ui, text: ActionText, action: Action| {
            if button(ui, text, free) {
                *wish = Some(Wish::Act(self.id, action));
            }
        };
        if self.transport().is_connected() {
            offer(ui, self.words.shutdown, Action::Shutdown(Direction::Write));
        }
        offer(ui, self.words.close, Action::Close);
        if self.transport() == Transport::Tcp {
            offer(ui, self.words.reset, Action::Reset);
        }
    }

    fn options_row(&self, ui: &mut Ui, free: bool, wish: &mut Option<Wish>) {
        if self.transport() != Transport::Tcp {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            // Each as it is when its box is ticked.
            let options = [
                (self.words.nagle, SocketOption::NoDelay(false)),
                (self.words.cork, SocketOption::Cork(true)),
                (self.words.quick_acks, SocketOption::QuickAck(true)),
            ];
            for ((label, tooltip), ticked) in options {
                // As it was read back last; a fresh socket has Nagle and quick acknowledgements.
                let fresh = !matches!(ticked, SocketOption::Cork(_));
                let got = self.report(ticked.name());
                let mut on = got.map_or(fresh, |got| (got != 0) == (ticked.asked() != 0));
                let checkbox = Checkbox::new(&mut on, label);
                if ui.add_enabled(free, checkbox).on_hover_text(tooltip).changed() {
                    let option = if on { ticked } else { opposite(ticked) };
                    *wish = Some(Wish::Act(self.id, Action::Set(option)));
                }
            }
        });
    }

    /// What the kernel made of an option that was set on this socket last.
    fn report(&self, option: &str) -> Option<i64> {
        let run = self.session.stage()?.pane(self.by_hand.pane())?;
        let reports = run.result.as_ref().ok()?.options.iter().rev();
        let own = |report: &&OptionReport| report.endpoint == self.id && report.option == option;
        reports.into_iter().find(own)?.got.as_ref().ok().copied()
    }

    /// What became of the last action.
    fn last(&self, ui: &mut Ui) {
        let palette = Palette::of(ui.visuals());
        let words = self.words;
        if let Some(action) = self.by_hand.calling(self.id) {
            return small(ui, &(words.waits)(&action_text(&action)), palette.accent);
        }
        match self.by_hand.refused(self.id) {
            Some(FailureKind::Closed) => return small(ui, words.refused_closed, palette.red),
            Some(FailureKind::Option(reason)) => {
                return small(ui, &(words.refused)(&reason), palette.red);
            }
            _ => {}
        }
        match self.session.last_call(self.id) {
            Some(call) if !matches!(call.kind, CallKind::Connect | CallKind::Accept) => {
                let color = if call.outcome.is_err() { palette.red } else { palette.text };
                small(ui, &self.outcome_text(&call), color);
            }
            _ => small(ui, words.nothing_yet, palette.muted),
        }
    }

    fn outcome_text(&self, call: &Call) -> String {
        let words = self.words;
        let name = call.kind.name();
        let moves = call.kind.is_send() || call.kind.is_recv();
        let made = if moves { format!("{name}({})", call.asked) } else { format!("{name}()") };
        let has_end = self.transport().is_connected();
        match call.outcome {
            Err(error) => {
                let told = (words.meaning)(error.name());
                let meaning = if told.is_empty() { error.meaning() } else { told };
                (words.failed)(&made, error.name(), meaning)
            }
            Ok(got) if call.truncated => (words.truncated)(&made, got),
            Ok(0) if call.kind.is_recv() && has_end && call.datagram.is_none() => (words.ended)(&made),
            Ok(got) => (words.returned)(&made, got),
        }
    }
}

fn small(ui: &mut Ui, text: &str, color: Color32) {
    ui.add(Label::new(RichText::new(text).font(Scale::Window.small()).color(color)).wrap());
}

/// A button that bears the name of a call. Says whether it was clicked.
fn button(ui: &mut Ui, (label, tooltip): (&str, &str), enabled: bool) -> bool {
    let text = RichText::new(label).font(FontId::new(13.0, FontFamily::Monospace));
    ui.add_enabled(enabled, Button::new(text)).on_hover_text(tooltip).clicked()
}

fn opposite(option: SocketOption) -> SocketOption {
    match option {
        SocketOption::NoDelay(on) => SocketOption::NoDelay(!on),
        SocketOption::Cork(on) => SocketOption::Cork(!on),
        SocketOption::QuickAck(on) => SocketOption::QuickAck(!on),
        other => other,
    }
}

/// An action as a program writes it.
fn action_text(action: &Action) -> String {
    match action {
        Action::Send { payload, .. } => format!("send({})", payload.len()),
        Action::Recv { size, .. } => format!("recv({size})"),
        Action::Shutdown(_) => "shutdown()".to_owned(),
        Action::Close | Action::Reset => "close()".to_owned(),
        Action::Set(option) => format!("setsockopt({})", option.name()),
        _ => "…".to_owned(),
    }
}
