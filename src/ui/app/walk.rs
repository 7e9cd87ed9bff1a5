//! From part to part of the window by keys.

use eframe::egui::{Context, FocusDirection, Key, Memory, Rect};

/// The parts of the working window, in the order in which they are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The bar above.
    Bar,
    /// The list of lessons.
    Course,
    /// What can be turned.
    Knobs,
    /// The run bar and the stage.
    Stage,
    /// The step, or what stands in its place.
    Step,
    /// The messages, over all others.
    Messages,
}

/// In which order the parts are gone through: as one works with them.
const ORDER: [Part; 6] = [Part::Messages, Part::Stage, Part::Step, Part::Knobs, Part::Bar, Part::Course];

/// Where the parts are, and to which one the focus goes.
#[derive(Debug, Default)]
pub struct Walk {
    /// As they were drawn last.
    parts: Vec<(Part, Rect)>,
    drawn: Vec<(Part, Rect)>,
    goal: Option<Part>,
    /// Where the Tab key begins, the first time that it is pressed.
    start: Option<Part>,
}

impl Walk {
    /// Goes to the next part, or to the one before; from nowhere to the messages,
    /// or else to the stage.
    pub fn go(&mut self, ctx: &Context, on: bool) {
        let there: Vec<Part> =
            ORDER.into_iter().filter(|part| self.parts.iter().any(|(other, _)| other == part)).collect();
        let focused = ctx.memory(Memory::focused).and_then(|id| ctx.read_response(id));
        let here = focused.and_then(|response| {
            let is_in = |(_, rect): &&(Part, Rect)| rect.contains(response.rect.center());
            self.parts.iter().rev().find(is_in).map(|(part, _)| *part)
        });
        let at = here.and_then(|part| there.iter().position(|other| *other == part));
        let count = there.len().max(1);
        let next = match (at, on) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.goal = there.get(next).copied();
    }

    /// The Tab key begins in that part, unless something else gets the focus before.
    pub fn start_in(&mut self, part: Part) {
        self.start = Some(part);
    }

    /// At the beginning of a frame: sees whether the Tab key begins.
    pub fn begin(&mut self, ctx: &Context, had_focus: bool) {
        if self.start.is_some() && ctx.input(|input| input.key_pressed(Key::Tab)) {
            self.goal = self.start.take().filter(|_| !had_focus);
        }
    }

    /// What is drawn from here on stands in that part. If the focus is to go there, the first control
    /// gets it.
    pub fn enter(&mut self, ctx: &Context, part: Part, rect: Rect) {
        if self.drawn.last().is_none_or(|(last, _)| *last != part) {
            self.drawn.push((part, rect));
        }
        if self.goal == Some(part) {
            self.goal = None;
            ctx.memory_mut(|memory| {
                if let Some(id) = memory.focused() {
                    memory.surrender_focus(id);
                }
                memory.move_focus(FocusDirection::Next);
            });
        }
    }

    /// All parts are drawn.
    pub fn end(&mut self) {
        self.goal = None;
        self.parts = std::mem::take(&mut self.drawn);
    }
}
