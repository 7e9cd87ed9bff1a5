//! Escape closes one thing at a time, and what comes next is what lies on top.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};

use crate::driver::{Opening, Window, folder};

const LESSON: &str = "two-sends-one-recv";

/// The step in which the result is in sight.
fn observing(folder: &std::path::Path) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).open();
    window.settle();
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.settle();
    window
}

fn save(window: &mut Window) {
    window.press_with(Modifiers::COMMAND, Key::S);
    window.harness.run_steps(2);
    window.says("Saved as ");
}

#[test]
fn in_front_of_a_class_it_ends_the_replay_first() {
    let folder = folder();
    let mut window = observing(folder.path());
    window.press(Key::F5);
    window.settle();
    window.press(Key::R);
    window.press(Key::Space);
    window.settle();
    assert!(window.session().playback().is_some());
    window.press(Key::Escape);
    window.settle();
    assert!(window.session().playback().is_none());
    window.region("Present mode");
    window.press(Key::Escape);
    window.settle();
    window.is_silent_about("Present mode");
}

#[test]
fn a_success_is_closed_after_a_replay_and_an_error_before() {
    let folder = folder();
    let mut window = observing(folder.path());
    window.press(Key::R);
    window.press(Key::Space);
    save(&mut window);
    window.press(Key::Escape);
    window.harness.step();
    assert!(window.session().playback().is_none());
    window.says("Saved as ");
    window.press(Key::Escape);
    window.harness.step();
    window.is_silent_about("Saved as ");

    std::fs::remove_dir_all(folder.path().join("runs")).unwrap();
    std::fs::write(folder.path().join("runs"), "no folder").unwrap();
    window.press(Key::R);
    window.press(Key::Space);
    window.press_with(Modifiers::COMMAND, Key::S);
    window.harness.run_steps(2);
    let runs = folder.path().join("runs").display().to_string();
    window.says(&runs);
    window.press(Key::Escape);
    window.harness.step();
    window.is_silent_about(&runs);
    assert!(window.session().playback().is_some());
}

#[test]
fn the_question_about_all_progress_is_left_and_nothing_behind_it() {
    let folder = folder();
    let mut window = observing(folder.path());
    window.press(Key::H);
    window.step_until_says("Open, and your turn.");
    let ask = |window: &mut Window| {
        window.click(Role::Button, "Reset progress…");
        window.says("Forget what was read and predicted?");
    };
    ask(&mut window);
    window.press(Key::Escape);
    window.harness.step();
    window.is_silent_about("Forget what was read and predicted?");
    assert!(window.session().by_hand().is_some());
    // Whoever goes on with something else has answered it too.
    ask(&mut window);
    window.press(Key::PageDown);
    window.harness.step();
    window.is_silent_about("Forget what was read and predicted?");
    ask(&mut window);
    window.click(Role::Button, "Time");
    window.is_silent_about("Forget what was read and predicted?");
}
