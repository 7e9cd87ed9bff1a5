//! A run is played once more: by keys, by buttons, and by dragging the playhead.

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT;
use stickylab::session::{Pace, Playback};

use crate::driver::{Opening, Window, folder, stage};

const LESSON: &str = "two-sends-one-recv";
const FPS: f64 = 60.0;

/// The lesson with its result in sight, and its replay loaded and held at the beginning.
fn replaying(folder: &Path) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).open();
    window.settle();
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.says("Step 3 of 5 · Observe");
    window.settle();
    window.press(Key::R);
    window.says("A real run, slowed");
    window.press(Key::Space);
    window.press(Key::Home);
    window.settle();
    window
}

fn playback(window: &Window) -> &Playback {
    window.session().playback().expect("a replay is loaded")
}

#[test]
fn a_question_that_is_open_is_not_replayed() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.press(Key::PageDown);
    window.settle();
    assert!(window.node(Role::Button, "Replay").accesskit_node().is_disabled());
    window.press(Key::R);
    window.is_silent_about("A real run");
    window.pane_says("TCP", &["2 sends → ?"]);
}

#[test]
fn arrows_step_from_event_to_event() {
    let folder = folder();
    let mut window = replaying(folder.path());
    window.pane_says("TCP", &["send 1: not sent yet", "send 2: not sent yet"]);
    let events = playback(&window).events().to_vec();
    let mut verdicts = Vec::new();
    for &event in events.iter().filter(|event| **event > 0.0) {
        window.press(Key::ArrowRight);
        assert_eq!(window.session().playhead_ns(), Some(event));
        let verdict = window.pane("TCP").into_iter().find(|label| label.contains('→')).unwrap();
        if verdicts.last() != Some(&verdict) {
            verdicts.push(verdict);
        }
    }
    verdicts.retain(|verdict| verdict.contains(" recv"));
    let expected = ["0 sends → 0 recvs", "1 send → 0 recvs", "2 sends → 0 recvs", "2 sends → 1 recv"];
    assert!(expected.ends_with(&verdicts.iter().map(String::as_str).collect::<Vec<_>>()), "{verdicts:?}");
    window.press(Key::ArrowLeft);
    assert_eq!(window.session().playhead_ns(), Some(events[events.len() - 2]));
    assert!(!playback(&window).is_playing());
}

#[test]
fn home_and_end_are_the_ends_and_escape_leaves() {
    let folder = folder();
    let mut window = replaying(folder.path());
    let whole = ["2 sends → 1 recv", "boundary after message 1: lost"];
    window.press(Key::End);
    assert!(playback(&window).is_at_end());
    window.pane_says("TCP", &whole);
    window.press(Key::Home);
    assert_eq!(window.session().playhead_ns(), Some(0.0));
    window.pane_says("TCP", &["send 2: not sent yet"]);
    window.press(Key::Escape);
    assert!(window.session().playback().is_none());
    window.settle();
    window.pane_says("TCP", &whole);
    window.is_silent_about("A real run");
}

#[test]
fn space_plays_at_the_pace_that_is_told_and_stops_at_the_end() {
    let folder = folder();
    let mut window = replaying(folder.path());
    let run = stage(&window).number;
    let Pace::EvenTime { slowdown } = playback(&window).pace() else { panic!("evenly in time") };
    window.says(&format!("{slowdown} times slower").replace("10000", "10,000"));
    window.press(Key::Space);
    let before = playback(&window).position_ns();
    assert!(playback(&window).is_playing());
    window.harness.run_steps(6);
    let moved = playback(&window).position_ns() - before;
    let expected = 6.0 / FPS * 1e9 / f64::from(slowdown);
    assert!((moved - expected).abs() <= expected * 1e-6, "{moved}, not {expected}");
    window.press(Key::Space);
    let held = playback(&window).position_ns();
    window.harness.run_steps(3);
    assert_eq!(window.session().playhead_ns(), Some(held), "paused");
    window.settle();

    window.press(Key::Space);
    window.step_until("the replay is over", |window| !playback(window).is_playing());
    assert!(playback(&window).is_at_end());
    window.settle();
    assert_eq!(stage(&window).number, run, "Space ran nothing");
}

#[test]
fn per_event_each_event_gets_the_same_moment() {
    let folder = folder();
    let mut window = replaying(folder.path());
    window.click(Role::Button, "Speed");
    window.click(Role::RadioButton, "0.1 s per event");
    window.settle();
    window.says("A real run, event by event");
    window.says("event 0 of");
    let events = playback(&window).events().len();
    window.press(Key::Space);
    let mut frames = 1;
    while playback(&window).is_playing() {
        window.harness.step();
        frames += 1;
    }
    let seconds = f64::from(frames) / FPS;
    let expected = events as f64 * 0.1;
    assert!((seconds - expected).abs() < 0.1, "{seconds} s for {events} events");
    window.says(&format!("event {events} of {events}"));
}

#[test]
fn the_buttons_do_what_the_keys_do() {
    let folder = folder();
    let mut window = replaying(folder.path());
    window.click(Role::Button, "Next event");
    window.click(Role::Button, "Next event");
    let second = window.session().playhead_ns();
    window.click(Role::Button, "Previous event");
    assert!(window.session().playhead_ns() < second);
    window.click(Role::Button, "To the end");
    assert!(playback(&window).is_at_end());
    window.click(Role::Button, "Loop");
    assert!(playback(&window).is_looping());
    window.press(Key::L);
    assert!(!playback(&window).is_looping());
    window.click(Role::Button, "To the start");
    assert_eq!(window.session().playhead_ns(), Some(0.0));
    window.click(Role::Button, "Play");
    assert!(playback(&window).is_playing());
    window.click(Role::Button, "Pause");
    assert!(!playback(&window).is_playing());
    window.click(Role::Button, "Close the replay");
    assert!(window.session().playback().is_none());
}

#[test]
fn the_playhead_can_be_dragged_and_says_where_it_is() {
    let folder = folder();
    let mut window = replaying(folder.path());
    let duration = playback(&window).duration_ns();
    let rail = window.node(Role::Slider, "Moment of the run").rect();
    window.drag_between(rail.left_center(), rail.center());
    let share = playback(&window).position_ns() / duration;
    assert!((share - 0.5).abs() < 0.02, "{share}");
    let value = window.node(Role::Slider, "Moment of the run").accesskit_node().value().unwrap();
    assert!(value.contains(" / ") && value.ends_with('s'), "{value}");
    // The keys still belong to the replay.
    window.press(Key::End);
    assert!(playback(&window).is_at_end());
}

#[test]
fn nothing_moves_when_a_replay_is_loaded_or_left() {
    let folder = folder();
    let mut window = replaying(folder.path());
    let places = |window: &Window| {
        let labels = ["send()", "sendto()", "Step 3 of 5 · Observe", "Next", "What to turn"];
        labels.map(|label| window.place_of(label))
    };
    let loaded = places(&window);
    window.press(Key::R);
    window.settle();
    assert_eq!(places(&window), loaded);
}

#[test]
fn a_knob_leaves_the_replay_and_run_begins_it_anew() {
    let folder = folder();
    let mut window = replaying(folder.path());
    window.press(Key::End);
    let before = stage(&window).number;
    window.click(Role::Button, "Run");
    window.step_until("the run is there", |window| stage(window).number > before);
    assert_eq!(window.session().playhead_ns(), Some(0.0));
    window.press_with(Modifiers::NONE, Key::PageDown);
    assert!(window.session().playback().is_none());
    window.settle();
    window.press(Key::R);
    window.press(Key::Space);
    window.drag("Bytes per recv(n)", &[4], |_| {});
    window.settle();
    assert!(window.session().playback().is_none());
    window.pane_says("TCP", &["2 sends → 3 recvs"]);
}
