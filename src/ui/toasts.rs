//! Messages in the corner. An error stays until it is closed, and every message can be copied.
//!
//! Our own, and not a crate's, because they have to be in the accessibility tree and their signs in
//! our fonts.

use std::time::Duration;

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::style::ScrollStyle;
use eframe::egui::{
    Align, Align2, Area, Context, Frame, Id, Label, LayerId, Layout, Memory, Order, Rect, RichText,
    ScrollArea, Stroke, Ui, Vec2, vec2,
};

use crate::text::Words;

use super::command::Command;
use super::theme::{Palette, Scale, space};
use super::{focus, parts};

/// How long a message stays that needs no answer, in seconds.
const STAY: f64 = 4.0;
/// Of those that need no answer, as many as are kept.
const MOST_TOLD: usize = 3;
/// So many can be closed at once.
const PILE: usize = 3;
/// The width in a window that has room for it, the least width, and the share of others.
const WIDTH: (f32, f32, f32) = (460.0, 280.0, 0.3);
/// The share of the height that there is, for a pile.
const PILED: f32 = 0.65;
/// They get at least so much height, whatever they would cover.
const LEAST_HEIGHT: f32 = 160.0;

/// The messages that are shown.
#[derive(Default)]
pub struct Toasts {
    shown: Vec<Toast>,
    next: u64,
    /// Where they were drawn last.
    place: Option<Rect>,
    /// How many were drawn last, and how large.
    drawn: (usize, Vec2),
}

/// What must stay in sight, in points from the edges of the window.
#[derive(Clone, Copy, Debug)]
pub struct Clear {
    /// From above.
    pub above: f32,
    /// From below.
    pub below: f32,
}

struct Toast {
    id: u64,
    text: String,
    is_error: bool,
    /// On the window's clock; `None` stays.
    until: Option<f64>,
}

enum Close {
    One(u64),
    All,
}

impl Toasts {
    /// Says that something was done.
    pub fn tell(&mut self, ctx: &Context, text: String) {
        let until = Some(stays_until(ctx));
        self.push(Toast { id: self.next, text, is_error: false, until });
    }

    /// Says what can be done: it stays until it is closed.
    pub fn advise(&mut self, text: String) {
        self.push(Toast { id: self.next, text, is_error: false, until: None });
    }

    /// Says that something went wrong, and what to do.
    pub fn complain(&mut self, text: String) {
        self.push(Toast { id: self.next, text, is_error: true, until: None });
    }

    /// What is said again takes the place of what was said.
    fn push(&mut self, toast: Toast) {
        self.next += 1;
        if let Some(known) = self.shown.iter_mut().find(|other| other.text == toast.text) {
            known.until = toast.until;
            return;
        }
        self.shown.push(toast);
        let told = self.shown.iter().filter(|toast| toast.until.is_some()).count();
        if told > MOST_TOLD
            && let Some(oldest) = self.shown.iter().position(|toast| toast.until.is_some())
        {
            self.shown.remove(oldest);
        }
    }

    /// Takes back what was told and holds no longer.
    pub fn withdraw(&mut self, text: &str) {
        self.shown.retain(|toast| toast.text != text);
    }

    /// Closes the error that came last. Says whether there was one.
    pub fn close_error(&mut self) -> bool {
        self.close(|toast| toast.is_error)
    }

    /// Closes what was told last of what goes by itself. Says whether there was something.
    pub fn close_told(&mut self) -> bool {
        self.close(|toast| !toast.is_error)
    }

    fn close(&mut self, is_meant: impl Fn(&Toast) -> bool) -> bool {
        let newest = self.shown.iter().rposition(is_meant);
        newest.map(|at| self.shown.remove(at)).is_some()
    }

    /// Where they stand, if there are any.
    pub fn place(&self) -> Option<Rect> {
        self.place.filter(|_| !self.shown.is_empty())
    }

    /// Whether what has the focus stands in a message.
    pub fn has_focus(ctx: &Context, focused: Option<Id>) -> bool {
        let focused = focused.and_then(|id| ctx.read_response(id));
        focused.is_some_and(|focused| focused.layer_id == layer())
    }

    /// Whether the pointer or the focus is on a message.
    fn is_attended(&self, ctx: &Context) -> bool {
        let pointed = ctx.input(|input| input.pointer.hover_pos());
        let is_pointed_at = self.place().zip(pointed).is_some_and(|(place, at)| place.contains(at));
        is_pointed_at || Self::has_focus(ctx, ctx.memory(Memory::focused))
    }

    /// Draws the messages above everything else.
    pub fn show(&mut self, ctx: &Context, clear: Clear, (words, scale): (&Words, Scale)) {
        let now = ctx.input(|input| input.time);
        if self.is_attended(ctx) {
            // Nothing goes while somebody reads it, or is about to copy it.
            for toast in self.shown.iter_mut().filter(|toast| toast.until.is_some()) {
                toast.until = Some(stays_until(ctx));
            }
        }
        self.shown.retain(|toast| toast.until.is_none_or(|until| until > now));
        if self.shown.is_empty() {
            (self.place, self.drawn) = (None, (0, Vec2::ZERO));
            return;
        }
        if let Some(until) = self.shown.iter().filter_map(|toast| toast.until).reduce(f64::min) {
            ctx.request_repaint_after(Duration::from_secs_f64((until - now).max(0.0)));
        }
        let window = ctx.content_rect();
        let room = (window.height() - clear.above - clear.below).max(LEAST_HEIGHT);
        let below = clear.below.min(window.height() - room).max(space::LARGE);
        let area = Area::new(layer().id)
            .anchor(Align2::RIGHT_BOTTOM, vec2(-space::LARGE, -below))
            .order(Order::Foreground)
            .show(ctx, |ui| self.draw_all(ui, room, (words, scale)));
        self.place = Some(area.response.rect);
        // An anchored area is placed by the size that it had in the frame before.
        let drawn = (self.shown.len(), area.response.rect.size());
        if std::mem::replace(&mut self.drawn, drawn) != drawn {
            ctx.request_repaint();
        }
        match area.inner {
            None => {}
            Some(Close::All) => self.shown.clear(),
            Some(Close::One(id)) => self.shown.retain(|toast| toast.id != id),
        }
    }

    /// The newest at the lower end, in sight; what has no room above it is scrolled.
    fn draw_all(&self, ui: &mut Ui, room: f32, look: (&Words, Scale)) -> Option<Close> {
        let wide = ui.ctx().content_rect().width() * WIDTH.2;
        ui.set_width(wide.clamp(WIDTH.1, WIDTH.0 * look.1.factor()));
        ui.spacing_mut().item_spacing.y = space::SMALL;
        if self.shown.len() < PILE {
            return self.scrolled(ui, room, look);
        }
        let palette = Palette::of(ui.visuals());
        let frame = Frame::popup(ui.style()).fill(palette.background);
        let pile = frame.show(ui, |ui| {
            let top = ui.cursor().top();
            let all = self.head(ui, look);
            // A pile is looked through; it does not take the stage away.
            let room = (room * PILED).max(LEAST_HEIGHT) - (ui.cursor().top() - top);
            // Beside the bar.
            ui.spacing_mut().scroll = ScrollStyle::solid();
            let one = self.scrolled(ui, room, look);
            all.or(one)
        });
        pile.inner
    }

    /// How many there are, and the way to be rid of them all.
    fn head(&self, ui: &mut Ui, (words, scale): (&Words, Scale)) -> Option<Close> {
        let count = (words.window.messages.count)(self.shown.len());
        row(ui, scale, |ui| {
            let closed = parts::link_at(ui, words.window.actions.close_all, true, scale).clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(RichText::new(count).font(scale.label()));
            });
            closed.then_some(Close::All)
        })
    }

    fn scrolled(&self, ui: &mut Ui, room: f32, look: (&Words, Scale)) -> Option<Close> {
        let mut closed = None;
        let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
        area.stick_to_bottom(true).show(ui, |ui| {
            for toast in &self.shown {
                if draw(ui, toast, look) {
                    closed = Some(Close::One(toast.id));
                }
            }
            focus::follow(ui);
        });
        closed
    }
}

fn stays_until(ctx: &Context) -> f64 {
    ctx.input(|input| input.time) + STAY
}

/// The layer that messages lie in.
fn layer() -> LayerId {
    LayerId::new(Order::Foreground, Id::unique("messages"))
}

/// Draws one message; says whether it was closed.
fn draw(ui: &mut Ui, toast: &Toast, look: (&Words, Scale)) -> bool {
    let palette = Palette::of(ui.visuals());
    let edge = if toast.is_error { palette.red } else { palette.green };
    let frame = Frame::popup(ui.style()).stroke(Stroke::new(2.0, edge)).inner_margin(space::POPUP);
    let shown = ui.push_id(toast.id, |ui| frame.show(ui, |ui| contents(ui, toast, look)).inner);
    shown.inner
}

fn contents(ui: &mut Ui, toast: &Toast, (words, scale): (&Words, Scale)) -> bool {
    ui.set_width(ui.available_width());
    announce(ui, toast);
    // What a file says of itself keeps its lines.
    let (said, quoted) =
        toast.text.split_once('\n').map_or((&*toast.text, None), |(said, quoted)| (said, Some(quoted)));
    let text = |text: &str, font| Label::new(RichText::new(text).font(font)).selectable(true);
    // A class reads what stands beneath: this is for who leads it.
    let (body, mono) = match scale {
        Scale::Window => (scale.body(), scale.mono()),
        Scale::Present => (scale.small(), scale.small_mono()),
    };
    ui.add(text(said, body).wrap());
    if let Some(quoted) = quoted {
        ScrollArea::horizontal().show(ui, |ui| {
            ui.add(text(quoted, mono).extend());
            // For the bar of what is wider.
            ui.add_space(space::SMALL);
        });
    }
    row(ui, scale, |ui| {
        let (close, tooltip) = words.window.actions.close;
        let close = (close, Command::Close.hint_of(tooltip, words));
        let closed = parts::link_at(ui, close, true, scale).clicked();
        if parts::link_at(ui, words.window.actions.copy, true, scale).clicked() {
            ui.ctx().copy_text(toast.text.clone());
        }
        closed
    })
}

/// From the right, and of a fixed height: a layout that centres takes all there is, and more in each
/// frame.
fn row<R>(ui: &mut Ui, scale: Scale, show: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), 24.0 * scale.factor());
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), show).inner
}

/// An error is told at once to those who listen, anything else when nothing is spoken.
fn announce(ui: &Ui, toast: &Toast) {
    let (role, live) =
        if toast.is_error { (Role::Alert, Live::Assertive) } else { (Role::Status, Live::Polite) };
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(role);
        node.set_live(live);
        node.set_label(toast.text.as_str());
    });
}
