//! A learner goes through the second lesson.

use std::cell::Cell;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use stickylab::lesson::Value;

use crate::driver::{Opening, Window, folder, stage};

const LESSON: &str = "two-sends-one-recv";
const RECV_SIZE: &str = "Bytes per recv(n)";

/// The lesson at its step to explore, with the question passed over.
fn exploring(folder: &std::path::Path) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).open();
    window.press(Key::PageDown);
    window.click(Role::Button, "Just show me");
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.says("Step 4 of 5 · Explore");
    window.settle();
    window
}

#[test]
fn a_result_that_is_shown_without_a_prediction_marks_the_answer_too() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    window.press(Key::PageDown);
    window.node(Role::RadioButton, "B b'hellofeng'");
    window.click(Role::Button, "Just show me");
    window.settle();
    window.node(Role::RadioButton, "A b'hello'");
    window.node(Role::RadioButton, "B b'hellofeng', right");
}

#[test]
fn a_wrong_prediction_meets_what_the_run_says() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).open();
    window.settle();
    window.click(Role::ListBoxOption, "Two sends, one recv, not begun");
    window.says("Step 1 of 5 · Read");
    window.settle();
    kept_back(&window);

    window.click(Role::Button, "Next");
    window.says("Step 2 of 5 · Predict");
    window.settle();
    kept_back(&window);

    window.click(Role::RadioButton, "A b'hello'");
    window.step_until_says("You said A. This run says B: b'hellofeng'");
    window.pane_says(
        "TCP",
        &[
            "2 sends → 1 recv",
            "send 1: 5 bytes, 'hello'",
            "send 2: 4 bytes, 'feng'",
            "recv 1: 9 bytes, merged, messages 1 and 2",
            "boundary after message 1: lost",
            "the program sees b'hellofeng'",
            "recv 2: 0 bytes, end of stream",
        ],
    );
    window.pane_says(
        "UDP",
        &[
            "2 sends → 2 recvs",
            "recv 1: 5 bytes, intact, message 1",
            "recv 2: 4 bytes, intact, message 2",
            "boundary after message 1: kept",
        ],
    );
    window.node(Role::ListBoxOption, "Two sends, one recv, begun");
}

/// What was sent is no secret; what was read is.
fn kept_back(window: &Window) {
    window.says("shown when you have predicted");
    for pane in ["TCP", "UDP"] {
        window
            .pane_says(pane, &["2 sends → ?", "send 1: 5 bytes, 'hello'", "Make your prediction first"]);
    }
    for told in
        ["recv 1", "merged", "hellofeng'", "boundary after", "segment 1", "2 recvs", "This run says"]
    {
        let panes = [window.pane("TCP"), window.pane("UDP")].concat();
        assert!(panes.iter().all(|label| !label.contains(told)), "{told:?} in {panes:#?}");
    }
}

#[test]
fn dragging_a_slider_cuts_the_bytes_anew() {
    let folder = folder();
    let mut window = exploring(folder.path());
    assert_eq!(window.slider(RECV_SIZE).value, 10);

    window.drag(RECV_SIZE, &[8, 5, 3], |_| {});
    window.settle();
    window.pane_says(
        "TCP",
        &[
            "2 sends → 3 recvs",
            "recv 1: 3 bytes, partial, part of message 1",
            "recv 2: 3 bytes, mixed, messages 1 and 2",
            "recv 3: 3 bytes, partial, part of message 2",
            "the program sees b'lof'",
            "boundary after message 1: lost",
        ],
    );
    window.pane_says(
        "UDP",
        &[
            "2 sends → 2 recvs, 3 B truncated",
            "recv 1: 3 bytes, truncated, message 1",
            "recv 1: 2 bytes of the datagram lost",
            "recv 2: 3 bytes, truncated, message 2",
            "boundary after message 1: kept",
        ],
    );

    window.drag(RECV_SIZE, &[2, 1], |_| {});
    window.settle();
    window.pane_says("TCP", &["2 sends → 9 recvs", "the program sees b'g'"]);
    window.pane_says("UDP", &["2 sends → 2 recvs, 7 B truncated"]);

    // Each drag is one change.
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.settle();
    assert_eq!(window.slider(RECV_SIZE).value, 3);
    window.pane_says("TCP", &["2 sends → 3 recvs"]);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.settle();
    assert_eq!(window.slider(RECV_SIZE).value, 10);
    window.pane_says("TCP", &["2 sends → 1 recv", "recv 1: 9 bytes, merged, messages 1 and 2"]);
    window.pane_says("UDP", &["2 sends → 2 recvs", "recv 2: 4 bytes, intact, message 2"]);

    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    window.settle();
    assert_eq!(window.slider(RECV_SIZE).value, 3);
    window.pane_says("TCP", &["recv 2: 3 bytes, mixed, messages 1 and 2"]);
}

#[test]
fn of_many_quick_moves_the_last_one_is_on_the_stage() {
    let folder = folder();
    let mut window = exploring(folder.path());
    let before = stage(&window).number;
    let moves: Vec<i32> = (1..=16).chain((2..=15).rev()).collect();
    assert_eq!(moves.len(), 30);
    let latest = Cell::new(before);
    window.drag(RECV_SIZE, &moves, |window| {
        let shown = stage(window).number;
        assert!(shown >= latest.replace(shown), "an older run came back");
    });
    window.settle();
    let run = stage(&window);
    assert_eq!(run.settings["recv-size"], Value::Number(2));
    assert_eq!(run.number, before + 30, "the run that was asked for last");
    window.says(&format!("run {} took", run.number));
    let first = "recv 1: 2 bytes, partial, part of message 1";
    window.pane_says("TCP", &["2 sends → 5 recvs", first, "the program sees b'g'"]);
    window.pane_says("UDP", &["recv 1: 2 bytes, truncated, message 1", "the program sees b'fe'"]);
}
