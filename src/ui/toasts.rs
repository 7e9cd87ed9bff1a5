//! Messages in the corner. An error stays until it is closed, and every message can be copied.
//!
//! Our own, and not a crate's, because they have to be in the accessibility tree and their signs in
//! our fonts.

use std::time::Duration;

use eframe::egui::{
    Align, Align2, Area, Context, Frame, Id, Key, Label, Layout, Order, RichText, Stroke, Ui, vec2,
};

use crate::text::Words;

use super::command::Command;
use super::parts;
use super::theme::{Palette, Scale, space};

/// How long a message stays that needs no answer, in seconds.
const STAY: f64 = 6.0;
/// As many as fit beside the stage.
const MOST: usize = 4;

/// The messages that are shown.
#[derive(Default)]
pub struct Toasts {
    shown: Vec<Toast>,
    next: u64,
    /// How many were drawn last.
    drawn: usize,
}

struct Toast {
    id: u64,
    text: String,
    is_error: bool,
    /// On the window's clock; `None` stays.
    until: Option<f64>,
}

impl Toasts {
    /// Says that something was done.
    pub fn tell(&mut self, ctx: &Context, text: String) {
        let until = ctx.input(|input| input.time) + STAY;
        self.push(Toast { id: self.next, text, is_error: false, until: Some(until) });
    }

    /// Says that something went wrong, and what to do.
    pub fn complain(&mut self, text: String) {
        self.push(Toast { id: self.next, text, is_error: true, until: None });
    }

    fn push(&mut self, toast: Toast) {
        self.next += 1;
        if self.shown.iter().any(|other| other.text == toast.text) {
            return;
        }
        self.shown.push(toast);
        let surplus = self.shown.len().saturating_sub(MOST);
        self.shown.drain(..surplus);
    }

    /// Whether no message is shown.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// Draws the messages above everything else.
    pub fn show(&mut self, ctx: &Context, words: &Words) {
        let now = ctx.input(|input| input.time);
        self.shown.retain(|toast| toast.until.is_none_or(|until| until > now));
        if self.shown.is_empty() {
            self.drawn = 0;
            return;
        }
        if let Some(until) = self.shown.iter().filter_map(|toast| toast.until).reduce(f64::min) {
            ctx.request_repaint_after(Duration::from_secs_f64((until - now).max(0.0)));
        }
        let newest = self.shown.last().map(|toast| toast.id);
        let escape = ctx.input(|input| input.key_pressed(Key::Escape));
        let mut closed = newest.filter(|_| escape);
        Area::new(Id::unique("messages"))
            .anchor(Align2::RIGHT_BOTTOM, vec2(-space::LARGE, -space::LARGE))
            .order(Order::Foreground)
            .show(ctx, |ui| {
                for toast in &self.shown {
                    if draw(ui, toast, words) {
                        closed = Some(toast.id);
                    }
                    ui.add_space(space::SMALL);
                }
            });
        // An anchored area is placed by the size that it had in the frame before.
        if self.drawn != self.shown.len() {
            self.drawn = self.shown.len();
            ctx.request_repaint();
        }
        self.shown.retain(|toast| Some(toast.id) != closed);
    }
}

/// Draws one message; says whether it was closed.
fn draw(ui: &mut Ui, toast: &Toast, words: &Words) -> bool {
    let palette = Palette::of(ui.visuals());
    let edge = if toast.is_error { palette.red } else { palette.green };
    let frame = Frame::popup(ui.style()).stroke(Stroke::new(2.0, edge)).inner_margin(space::POPUP);
    frame
        .show(ui, |ui| {
            ui.set_width(460.0_f32.min(ui.ctx().content_rect().width() * 0.5));
            let font =
                if toast.text.contains('\n') { Scale::Window.mono() } else { Scale::Window.body() };
            ui.add(Label::new(RichText::new(&toast.text).font(font)).wrap().selectable(true));
            // Of a fixed height: a layout that centres takes all there is, and more in each frame.
            let row = vec2(ui.available_width(), 24.0);
            ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
                let (close, tooltip) = words.window.actions.close;
                let close = (close, Command::Close.hint_of(tooltip, words));
                let closed = parts::link(ui, close, true).clicked();
                if parts::link(ui, words.window.actions.copy, true).clicked() {
                    ui.ctx().copy_text(toast.text.clone());
                }
                closed
            })
            .inner
        })
        .inner
}
