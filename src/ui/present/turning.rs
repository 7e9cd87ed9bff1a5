//! What keys and clickers do in present mode: pages, steps, and a screen that shows nothing.

use eframe::egui::{Context, Event, Frame, Rect, Role, Sense, Ui, WidgetInfo};

use crate::lesson::View;
use crate::session::Session;
use crate::text::Words;
use crate::ui::command::Command;
use crate::ui::theme;

use super::Present;

/// The screen shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blank {
    Black,
    White,
}

impl Present {
    /// While the screen shows nothing, any key or click brings the picture back, and does nothing
    /// else.
    pub fn wake(&mut self, ctx: &Context) {
        if self.blank.is_none() {
            return;
        }
        let awake = ctx.input_mut(|input| {
            let wakes = |event: &Event| {
                matches!(
                    event,
                    Event::Key { pressed: true, .. } | Event::PointerButton { pressed: true, .. }
                )
            };
            let awake = input.events.iter().any(wakes);
            let is_input = |event: &Event| {
                matches!(event, Event::Key { .. } | Event::Text(_) | Event::PointerButton { .. })
            };
            input.events.retain(|event| !is_input(event));
            awake
        });
        if awake {
            self.blank = None;
        }
    }

    /// Does what a command means here. Says whether it means something of its own.
    pub fn obey(&mut self, session: &mut Session, command: Command) -> bool {
        match command {
            Command::Next => self.forward(session),
            Command::Back => self.back(session),
            Command::NextLesson => self.advance(session),
            Command::Black => self.blank = Some(Blank::Black),
            Command::White => self.blank = Some(Blank::White),
            Command::HandUp(place) => drop(session.vote(usize::from(place), true)),
            Command::HandDown(place) => drop(session.vote(usize::from(place), false)),
            Command::Reveal => session.reveal(),
            // Where many runs are looked at, one would not be seen.
            Command::Run if session.view() == View::Outcomes => {
                // Pressed once more, it ends nothing.
                if !session.is_counting() {
                    session.repeat();
                }
            }
            _ => return false,
        }
        true
    }

    fn forward(&mut self, session: &mut Session) {
        if self.page + 1 < self.pages {
            self.page += 1;
        } else if session.can_next() {
            session.next();
            self.arrive(session, 0);
        } else {
            self.advance(session);
        }
    }

    fn advance(&mut self, session: &mut Session) {
        session.advance();
        // A chapter's page is for someone at a desk.
        if session.page().is_some() {
            session.advance();
            session.close_page();
        }
        self.arrive(session, 0);
    }

    fn back(&mut self, session: &mut Session) {
        if self.page > 0 {
            self.page -= 1;
        } else if session.can_back() {
            session.back();
            self.arrive(session, usize::MAX);
        } else if let Some(id) = session.neighbour(false).map(|lesson| lesson.id.clone()) {
            // One press too many leads back to where it came from.
            session.return_to(&id);
            self.arrive(session, usize::MAX);
        }
    }

    pub(super) fn arrive(&mut self, session: &Session, page: usize) {
        let place = place(session);
        if self.place != place {
            (self.place, self.page) = (place, page);
        }
    }
}

fn place(session: &Session) -> (String, usize) {
    (session.lesson().map(|lesson| lesson.id.clone()).unwrap_or_default(), session.step_index())
}

/// Draws nothing over everything.
pub(super) fn cover(ui: &mut Ui, whole: Rect, blank: Blank, words: &Words) {
    let (color, name) = match blank {
        Blank::Black => (theme::BLACK, words.present.black),
        Blank::White => (theme::WHITE, words.present.white),
    };
    Frame::new().fill(color).show(ui, |ui| {
        let response = ui.allocate_rect(whole, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
        ui.painter().rect_filled(whole, 0.0, color);
    });
}
