//! One endpoint that is led by hand: its queues, its field, its buttons, and its last call.

use eframe::egui::{Button, Color32, DragValue, Key, Label, RichText, TextEdit, Ui, vec2};

use crate::model::step::Direction;
use crate::model::trace::FailureKind;
use crate::model::{Action, CallKind, EndpointId, OptionReport, Payload, SocketOption, Step, Transport};
use crate::session::{ByHand, Session};
use crate::text::window::Action as ActionText;
use crate::text::{HandsWords, SystemWords};

use super::{Wish, told};
use crate::ui::theme::{Palette, Scale, space};
use crate::ui::{controls, parts};

/// The most bytes that a recv may ask for.
const MOST: u32 = 1 << 20;
/// A field asks for the focus in so many frames: the click that led here takes it away once more. Not until
/// it has it, which a window that is not in front does not say: each time restarts the input method.
pub const ASKS: u8 = 3;
/// The least width of a column that has room for the button beside the field.
const LEAST_ROW: f32 = 190.0;
/// Bytes of a recv where neither a person nor a script chose.
const USUAL_SIZE: u32 = 10;

/// What is typed for one endpoint and not done.
#[derive(Debug, Default)]
pub struct Draft {
    message: String,
    /// Bytes per recv; as the script has them until somebody chose.
    size: Option<u32>,
    /// To whom it was sent last, where there are several peers.
    to: Option<EndpointId>,
    /// In how many frames more its field asks for the focus.
    pub wants_focus: u8,
    /// Whether it has the focus.
    pub has_focus: bool,
}

/// One endpoint.
pub struct Seat<'a> {
    pub session: &'a Session,
    pub by_hand: &'a ByHand,
    pub id: EndpointId,
    pub words: &'a HandsWords,
    pub system: &'a SystemWords,
    pub scale: Scale,
}

impl Seat<'_> {
    fn name(&self) -> &str {
        &self.by_hand.scenario().endpoint(self.id).name
    }

    pub fn is_led(&self) -> bool {
        self.by_hand.led().contains(&self.id)
    }

    fn transport(&self) -> Transport {
        self.by_hand.scenario().transport
    }

    /// Whom it can send to.
    fn peers(&self) -> Vec<EndpointId> {
        let scenario = self.by_hand.scenario();
        let linked = |&other: &EndpointId| scenario.stream_between(self.id, other).is_some();
        scenario.endpoint_ids().filter(linked).collect()
    }

    /// What its script reads at a time, if it reads.
    fn usual_size(&self) -> u32 {
        let script = &self.by_hand.scenario().endpoint(self.id).script;
        recv_size(script).unwrap_or(USUAL_SIZE)
    }

    pub fn show(&self, ui: &mut Ui, draft: &mut Draft, wish: &mut Option<Wish>) {
        parts::region(ui, self.name());
        // A column would stretch its texts from edge to edge.
        ui.vertical(|ui| self.rows(ui, draft, wish));
    }

    fn rows(&self, ui: &mut Ui, draft: &mut Draft, wish: &mut Option<Wish>) {
        let factor = self.scale.factor();
        ui.spacing_mut().item_spacing = vec2(space::SMALL, space::TIGHT) * factor;
        ui.spacing_mut().button_padding = vec2(space::SMALL, space::TIGHT) * factor;
        ui.spacing_mut().interact_size.y = 24.0 * factor;
        let is_led = self.is_led();
        let queues = self.by_hand.queues(self.id);
        ui.horizontal(|ui| {
            let bold = self.scale.strong();
            ui.label(RichText::new(self.name()).font(bold));
            let mut led = is_led;
            let taken = controls::check_box(ui, &mut led, self.words.led.0, true);
            if taken.on_hover_text(self.words.led.1).changed() {
                *wish = Some(Wish::Lead(self.id, led));
            }
        });
        let waiting = match &queues {
            Some(queues) => told::queues(queues, self.transport(), self.words),
            None if self.by_hand.is_open() => self.words.closed.to_owned(),
            None => self.words.opening.to_owned(),
        };
        self.small(ui, &waiting, Palette::of(ui.visuals()).text);
        if is_led {
            let calling = self.by_hand.calling(self.id).is_some();
            let free = queues.is_some() && !calling;
            self.send_row(ui, draft, free, wish);
            ui.horizontal_wrapped(|ui| {
                self.recv(ui, draft, (free, calling), wish);
                self.ends(ui, free, wish);
            });
            self.last(ui);
            if self.scale == Scale::Window || self.by_hand.scenario().endpoints.len() < 3 {
                self.options_row(ui, free, wish);
            }
        } else {
            self.small(ui, self.words.follows_script, Palette::of(ui.visuals()).muted);
            self.last(ui);
        }
    }

    /// One button, or one for each peer.
    fn send_row(&self, ui: &mut Ui, draft: &mut Draft, free: bool, wish: &mut Option<Wish>) {
        let peers = self.peers();
        let below = peers.len() > 1 || ui.available_width() < LEAST_ROW * self.scale.factor();
        let mut to = None;
        let entered = if below {
            let entered = self.field(ui, draft, 16.0);
            ui.horizontal_wrapped(|ui| to = self.send_buttons(ui, &peers, free));
            entered
        } else {
            let row = |ui: &mut Ui| {
                let entered = self.field(ui, draft, 84.0 * self.scale.factor());
                to = self.send_buttons(ui, &peers, free);
                entered
            };
            ui.horizontal(row).inner
        };
        if entered && free {
            to = draft.to.or(peers.first().copied());
        }
        if to.is_some() {
            let payload = Payload::text(&draft.message);
            *wish = Some(Wish::Act(self.id, Action::Send { payload, all: false, more: false, to }));
            draft.message.clear();
            draft.to = to;
        }
    }

    /// The field for the message, with so much room left beside it. Says whether Enter was pressed.
    fn field(&self, ui: &mut Ui, draft: &mut Draft, beside: f32) -> bool {
        let edit = TextEdit::singleline(&mut draft.message)
            .font(self.scale.typed())
            .hint_text(self.words.message_hint)
            .desired_width((ui.available_width() - beside).max(60.0));
        let edit = controls::field(ui, edit);
        let name = (self.words.message)(self.name());
        ui.ctx().accesskit_node_builder(edit.id, |node| node.set_label(name.as_str()));
        let entered = edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if entered || draft.wants_focus > 0 {
            edit.request_focus();
        }
        draft.wants_focus = draft.wants_focus.saturating_sub(1);
        draft.has_focus = edit.has_focus();
        entered
    }

    /// One button, or one for each peer. Says to whom it is sent.
    fn send_buttons(&self, ui: &mut Ui, peers: &[EndpointId], free: bool) -> Option<EndpointId> {
        let (send, tooltip) = self.words.send;
        if let [peer] = peers {
            return self.button(ui, (send, tooltip), free).then_some(*peer);
        }
        let name = |peer| (self.words.send_to)(&self.by_hand.scenario().endpoint(peer).name);
        let mut to = None;
        for &peer in peers {
            if self.button(ui, (&name(peer), tooltip), free) {
                to = Some(peer);
            }
        }
        to
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
        let bytes = draft.size.get_or_insert_with(|| self.usual_size());
        let size = ui.add(DragValue::new(bytes).range(1..=MOST).suffix(" B"));
        let bytes = *bytes;
        ui.ctx().accesskit_node_builder(size.id, |node| node.set_label(name.as_str()));
        size.on_hover_text(name);
        if calling {
            if self.button(ui, self.words.interrupt, true) {
                *wish = Some(Wish::Interrupt(self.id));
            }
        } else if self.button(ui, (&format!("recv({bytes})"), self.words.recv), free) {
            *wish = Some(Wish::Act(self.id, Action::Recv { size: bytes, limit: None }));
        }
    }

    fn ends(&self, ui: &mut Ui, free: bool, wish: &mut Option<Wish>) {
        let mut offer = |ui: &mut Ui, text: ActionText, action: Action| {
            if self.button(ui, text, free) {
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
                let set = controls::check_box(ui, &mut on, label, free);
                if set.on_hover_text(tooltip).changed() {
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
            return self.small(ui, &(words.waits)(&told::action(&action)), palette.accent);
        }
        match self.by_hand.refused(self.id) {
            Some(FailureKind::Closed) => return self.small(ui, words.refused_closed, palette.red),
            Some(FailureKind::Option(reason)) => {
                return self.small(ui, &(words.refused)(&reason), palette.red);
            }
            _ => {}
        }
        match self.session.last_call(self.id) {
            Some(call) if !matches!(call.kind, CallKind::Connect | CallKind::Accept) => {
                let color = if call.outcome.is_err() { palette.red } else { palette.text };
                self.small(ui, &told::outcome(&call, self.transport(), (words, self.system)), color);
            }
            _ if self.by_hand.is_open() && self.is_led() => {
                self.small(ui, words.nothing_yet, palette.muted);
            }
            _ => self.small(ui, "", palette.muted),
        }
    }

    fn small(&self, ui: &mut Ui, text: &str, color: Color32) {
        let font = match self.scale {
            Scale::Window => self.scale.small(),
            Scale::Present => self.scale.control(),
        };
        ui.add(Label::new(RichText::new(text).font(font).color(color)).wrap());
    }

    /// A button that bears the name of a call. Says whether it was clicked.
    fn button(&self, ui: &mut Ui, (label, tooltip): (&str, &str), enabled: bool) -> bool {
        let font = match self.scale {
            Scale::Window => self.scale.small_mono(),
            Scale::Present => self.scale.typed(),
        };
        let text = RichText::new(label).font(font);
        ui.add_enabled(enabled, Button::new(text)).on_hover_text(tooltip).clicked()
    }
}

/// Of the first read in a script.
fn recv_size(steps: &[Step]) -> Option<u32> {
    steps.iter().find_map(|step| match &step.action {
        Action::Recv { size, .. }
        | Action::RecvUntilEnd { size }
        | Action::RecvUntilFrame { size }
        | Action::RecvUntilQuiet { size, .. } => Some(*size),
        Action::Serve(service) => Some(service.recv),
        Action::Repeat { steps, .. } => recv_size(steps),
        _ => None,
    })
}

fn opposite(option: SocketOption) -> SocketOption {
    match option {
        SocketOption::NoDelay(on) => SocketOption::NoDelay(!on),
        SocketOption::Cork(on) => SocketOption::Cork(!on),
        SocketOption::QuickAck(on) => SocketOption::QuickAck(!on),
        other => other,
    }
}
