//! A pointer at rest, short taps, and keys after the pointer.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, Vec2, vec2};
use egui_kittest::kittest::NodeT;
use stickylab::lesson::Value;

use crate::driver::{Opening, Window, folder};

const KNOB: &str = "Bytes per recv(n)";

/// The step in which the knobs may be turned.
fn exploring(folder: &std::path::Path) -> Window {
    let mut window = Opening::new(folder).lesson("two-sends-one-recv").open();
    window.settle();
    for _ in 0..3 {
        window.press(Key::PageDown);
    }
    window.settle();
    window
}

fn size(window: &Window) -> Option<&Value> {
    window.session().settings().unwrap().get("recv-size")
}

#[test]
fn a_slider_that_the_pointer_took_is_turned_by_arrows_and_space_still_runs() {
    let folder = folder();
    let mut window = exploring(folder.path());
    window.drag(KNOB, &[4], |_| {});
    assert!(window.node(Role::Slider, KNOB).accesskit_node().is_focused());
    for (key, value) in [(Key::ArrowRight, 5), (Key::Home, 1), (Key::End, 20)] {
        window.press(key);
        window.harness.step();
        assert_eq!(size(&window), Some(&Value::Number(value)), "{key:?}");
    }
    window.settle();
    let before = crate::driver::stage(&window).number;
    window.press(Key::Space);
    window.step_until("it ran", |window| crate::driver::stage(window).number > before);
}

#[test]
fn what_is_told_of_a_thing_under_the_pointer_goes_with_a_key_and_comes_back_with_the_pointer() {
    let folder = folder();
    let mut window = exploring(folder.path());
    let told = "Plays this run once more, slowly";
    let replay = window.place_of("Replay").center();
    window.harness.hover_at(replay);
    window.harness.run_steps(60);
    assert!(window.is_saying(told), "{:#?}", window.labels());
    window.press(Key::PageUp);
    window.harness.run_steps(60);
    window.is_silent_about(told);
    window.harness.hover_at(replay + vec2(1.0, 0.0));
    window.harness.run_steps(60);
    window.says(told);
}

#[test]
fn the_wheel_turns_what_the_resting_pointer_is_over() {
    let folder = folder();
    let mut window = exploring(folder.path());
    let lesson = "Not only TCP, not begun";
    let before = window.place_of(lesson);
    window.harness.hover_at(before.center());
    window.harness.step();
    window.press(Key::Space);
    window.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -60.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    window.harness.run_steps(30);
    assert!(window.place_of(lesson).top() < before.top() - 20.0);
}

#[test]
fn a_menu_that_the_pointer_opened_has_the_arrows() {
    let folder = folder();
    let mut window =
        Opening::new(folder.path()).lesson("two-sends-one-recv").size(vec2(1024.0, 640.0)).open();
    window.settle();
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.settle();
    let lane = window.place_of("send()");
    window.click(Role::Button, "How many runs");
    window.settle();
    for _ in 0..2 {
        window.press(Key::ArrowDown);
        window.settle();
    }
    assert_eq!(window.place_of("send()"), lane, "the stage stays");
    window.press(Key::Enter);
    window.settle();
    assert_eq!(window.session().repeat_runs(), 10_000, "two further than 200");
}
