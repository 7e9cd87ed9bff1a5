//! A pointer that rests while somebody works by keys: what is told of the thing beneath it would lie over
//! what they look at.

use eframe::egui::{Context, Event, Plugin, Pos2, RawInput};

/// Where the pointer rests, once a key was pressed and until it is used again.
#[derive(Debug, Default)]
pub struct Resting {
    at: Option<Pos2>,
}

impl Plugin for Resting {
    fn debug_name(&self) -> &'static str {
        "resting"
    }

    /// Takes the pointer out of the picture with a key, and puts it back before what it does next.
    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let (here, is_down) = ctx.input(|input| (input.pointer.hover_pos(), input.pointer.any_down()));
        self.pass(&mut input.events, here.filter(|_| !is_down));
    }
}

impl Resting {
    fn pass(&mut self, events: &mut Vec<Event>, mut here: Option<Pos2>) {
        for event in std::mem::take(events) {
            match &event {
                Event::PointerMoved(to) => (self.at, here) = (None, Some(*to)),
                Event::PointerGone => (self.at, here) = (None, None),
                // The wheel turns what is under the pointer, and does not say where that is.
                Event::MouseWheel { .. } | Event::Zoom(_) | Event::PointerButton { .. } => {
                    here = self.at.or(here);
                    events.extend(self.at.take().map(Event::PointerMoved));
                }
                _ => {}
            }
            let is_key = matches!(event, Event::Key { pressed: true, .. });
            let holds = matches!(event, Event::PointerButton { pressed: true, .. });
            events.push(event);
            if holds {
                here = None;
            } else if is_key && let Some(at) = here.take() {
                self.at = Some(at);
                events.push(Event::PointerGone);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{
        Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, TouchPhase, Vec2, pos2,
    };

    use super::*;

    const HERE: Pos2 = pos2(3.0, 4.0);

    fn key() -> Event {
        let (key, modifiers) = (Key::Space, Modifiers::NONE);
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn button(pressed: bool) -> Event {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos: HERE, button, pressed, modifiers }
    }

    fn wheel() -> Event {
        Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: Vec2::Y,
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        }
    }

    fn check(events: &[Event], here: Option<Pos2>, expected: &[Event]) {
        let mut events = events.to_vec();
        Resting::default().pass(&mut events, here);
        assert_eq!(events, expected);
    }

    #[test]
    fn a_key_takes_the_pointer_away_and_its_next_use_brings_it_back() {
        let moved = Event::PointerMoved(HERE);
        check(&[key()], Some(HERE), &[key(), Event::PointerGone]);
        check(&[key(), key()], Some(HERE), &[key(), Event::PointerGone, key()]);
        check(&[key()], None, &[key()]);
        check(&[key(), wheel()], Some(HERE), &[key(), Event::PointerGone, moved.clone(), wheel()]);
        let click = [button(true), button(false)];
        check(
            &[&[key()], &click[..]].concat(),
            Some(HERE),
            &[&[key(), Event::PointerGone, moved.clone()], &click[..]].concat(),
        );
        let known = [moved.clone(), key(), moved.clone()];
        check(&known, None, &[moved.clone(), key(), Event::PointerGone, moved]);
    }

    #[test]
    fn what_is_held_is_not_lost() {
        check(&[button(true), key()], Some(HERE), &[button(true), key()]);
    }
}
