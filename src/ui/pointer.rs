//! What the pointer does, in the order in which it did it.

use std::mem;

use eframe::egui::{Context, Event, RawInput};

/// Widgets ask where the pointer is, and a frame knows its last place alone. Where frames are slow, a
/// hand lets a slider go and moves on within one frame, and the slider would follow it. So what comes
/// after a button is let go is kept for the next frame.
#[derive(Default)]
pub struct Pointer {
    later: Vec<Event>,
}

impl Pointer {
    /// Leaves in the input what one frame may see, and asks for another frame if more is to come.
    pub fn order(&mut self, ctx: &Context, input: &mut RawInput) {
        self.later.append(&mut input.events);
        input.events = mem::take(&mut self.later);
        let lets_go = |event: &Event| matches!(event, Event::PointerButton { pressed: false, .. });
        let moves = |event: &Event| matches!(event, Event::PointerMoved(_) | Event::PointerGone);
        let Some(last) = input.events.iter().position(lets_go) else { return };
        if input.events[last..].iter().any(moves) {
            self.later = input.events.split_off(last + 1);
            ctx.request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Modifiers, PointerButton, Pos2, pos2};

    use super::*;

    fn at(x: f32) -> Pos2 {
        pos2(x, 5.0)
    }

    fn button(x: f32, pressed: bool) -> Event {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos: at(x), button, pressed, modifiers }
    }

    /// Hands all events over at once; each list is what a frame sees of them.
    fn check(events: Vec<Event>, expected: &[&[Event]]) {
        let (ctx, mut pointer) = (Context::default(), Pointer::default());
        let mut input = RawInput { events, ..RawInput::default() };
        for frame in expected {
            pointer.order(&ctx, &mut input);
            assert_eq!(input.events, *frame);
            input.events.clear();
        }
        pointer.order(&ctx, &mut input);
        assert_eq!(input.events, [], "nothing is left");
    }

    #[test]
    fn what_comes_after_letting_go_is_for_the_next_frame() {
        let moved = |x| Event::PointerMoved(at(x));
        let drag = [moved(1.0), button(1.0, true), moved(2.0), button(2.0, false)];
        check([&drag[..], &[moved(9.0)]].concat(), &[&drag, &[moved(9.0)]]);
        check([&drag[..], &[Event::PointerGone]].concat(), &[&drag, &[Event::PointerGone]]);
        let again = [button(2.0, true), moved(9.0)];
        check([&drag[..], &again].concat(), &[&drag, &again]);
        check([&drag[..], &drag, &[moved(9.0)]].concat(), &[&drag, &drag, &[moved(9.0)]]);
    }

    #[test]
    fn what_does_not_move_is_seen_at_once() {
        let click = [button(1.0, true), button(1.0, false)];
        check(click.to_vec(), &[&click]);
        let twice = [&click[..], &click].concat();
        check(twice.clone(), &[&twice]);
        check(vec![Event::PointerMoved(at(1.0))], &[&[Event::PointerMoved(at(1.0))]]);
    }
}
