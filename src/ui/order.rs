//! What pointer and keys do, in the order in which they did it.

use std::mem;

use eframe::egui::{Context, Event, Id, Key, Modifiers, RawInput, Rect, Response};

/// A frame judges all of its input by what stood in the window before it. Where frames are slow, a hand
/// lets a slider go and moves on within one of them, and the slider would follow; or a key begins a
/// replay and the next one is to hold it, but would still mean another run. So what comes after a button
/// is let go, and after a key, is kept for the next frame; and so is the end of a tap on a slider, which
/// moves only while it is held.
#[derive(Default)]
pub struct Order {
    later: Vec<Event>,
}

impl Order {
    /// Leaves in the input what one frame may see, and asks for another frame if more is to come.
    pub fn keep(&mut self, ctx: &Context, input: &mut RawInput) {
        self.later.append(&mut input.events);
        input.events = mem::take(&mut self.later);
        let dragged = ctx.data_mut(|data| data.remove_temp::<Dragged>(dragged())).unwrap_or_default();
        let ends = [
            after_letting_go(&input.events),
            before_another_key(ctx, &input.events),
            amid_a_tap(&input.events, &dragged),
        ];
        if let Some(end) = ends.into_iter().flatten().min() {
            self.later = input.events.split_off(end);
            ctx.request_repaint();
        }
    }
}

/// What moves only while it is held, as it was drawn last.
type Dragged = Vec<Rect>;

fn dragged() -> Id {
    Id::unique("dragged-only")
}

/// Notes that this moves only while it is held.
pub fn is_dragged(response: &Response) {
    response.ctx.data_mut(|data| {
        data.get_temp_mut_or_default::<Dragged>(dragged()).push(response.interact_rect);
    });
}

fn amid_a_tap(events: &[Event], dragged: &[Rect]) -> Option<usize> {
    let is_on_one = |event: &Event| {
        matches!(event, Event::PointerButton { pressed: true, pos, .. }
            if dragged.iter().any(|rect| rect.contains(*pos)))
    };
    let down = events.iter().position(is_on_one)?;
    let lets_go = |event: &Event| matches!(event, Event::PointerButton { pressed: false, .. });
    Some(down + 1 + events[down + 1..].iter().position(lets_go)?)
}

fn after_letting_go(events: &[Event]) -> Option<usize> {
    let lets_go = |event: &Event| matches!(event, Event::PointerButton { pressed: false, .. });
    let moves = |event: &Event| matches!(event, Event::PointerMoved(_) | Event::PointerGone);
    let next = events.iter().position(lets_go)? + 1;
    events[next..].iter().any(|event| moves(event) || pressed(event).is_some()).then_some(next)
}

/// What is typed means the same in every frame, and a field is not to lag behind it.
fn before_another_key(ctx: &Context, events: &[Event]) -> Option<usize> {
    let first = events.iter().find_map(pressed)?;
    let is_other = |event: &Event| pressed(event).is_some_and(|key| key != first);
    events.iter().position(is_other).filter(|_| !ctx.text_edit_focused())
}

fn pressed(event: &Event) -> Option<(Key, Modifiers)> {
    match event {
        Event::Key { key, modifiers, pressed: true, .. } => Some((*key, *modifiers)),
        _ => None,
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
        let (ctx, mut order) = (Context::default(), Order::default());
        let mut input = RawInput { events, ..RawInput::default() };
        for frame in expected {
            order.keep(&ctx, &mut input);
            assert_eq!(input.events, *frame);
            input.events.clear();
        }
        order.keep(&ctx, &mut input);
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

    fn key(key: Key, pressed: bool, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }
    }

    fn stroke(of: Key) -> [Event; 2] {
        [key(of, true, Modifiers::NONE), key(of, false, Modifiers::NONE)]
    }

    #[test]
    fn another_key_is_for_the_next_frame() {
        let (replay, hold) = (stroke(Key::R), stroke(Key::Space));
        check([&replay[..], &hold, &replay].concat(), &[&replay, &hold, &replay]);
        let many = [key(Key::R, true, Modifiers::COMMAND), key(Key::R, false, Modifiers::COMMAND)];
        check([&replay[..], &many].concat(), &[&replay, &many]);
        let click = [button(1.0, true), button(1.0, false)];
        check([&click[..], &hold].concat(), &[&click, &hold]);
        let rolling = [key(Key::R, true, Modifiers::NONE), key(Key::Space, true, Modifiers::NONE)];
        check(rolling.to_vec(), &[&rolling[..1], &rolling[1..]]);
    }

    #[test]
    fn a_tap_on_what_is_dragged_is_held_for_a_frame() {
        let tap = [button(1.0, true), button(1.0, false)];
        let rail = [Rect::from_min_max(pos2(0.0, 0.0), pos2(2.0, 9.0))];
        assert_eq!(amid_a_tap(&tap, &rail), Some(1));
        assert_eq!(amid_a_tap(&tap, &[]), None, "a button is clicked at once");
        assert_eq!(amid_a_tap(&tap[..1], &rail), None, "it is held");
    }

    #[test]
    fn one_key_is_seen_as_often_as_it_was_pressed() {
        let thrice = [stroke(Key::ArrowRight), stroke(Key::ArrowRight), stroke(Key::ArrowRight)].concat();
        check(thrice.clone(), &[&thrice]);
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
