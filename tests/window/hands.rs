//! The endpoints are led by hand: by keys, fields and buttons.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::NodeT;
use stickylab::lesson::Lang;

use crate::driver::{Opening, PROJECTOR, Window, folder};

const LESSON: &str = "first-echo";

fn type_and_send(window: &mut Window, text: &str) {
    window.harness.event(eframe::egui::Event::Text(text.to_owned()));
    window.harness.step();
    window.press(Key::Enter);
}

#[test]
fn two_sends_and_one_recv_by_hand() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    window.press(Key::H);
    window.says("By hand · TCP");
    window.harness.run_steps(3);
    type_and_send(&mut window, "hello");
    window.step_until_says("send(5) → 5");
    type_and_send(&mut window, "feng");
    window.step_until_says("send(4) → 4");
    window.step_until_says("9 bytes unread here");
    let server = window.region("server");
    let is_recv = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().role() == Role::Button
            && node.accesskit_node().label().as_deref() == Some("recv(10)")
    };
    server.children_recursive().find(is_recv).expect("a button").click();
    window.step_until_says("recv(10) → 9");
    window.step_until_says("2 sends → 1 recv");
    window.press_with(Modifiers::COMMAND, Key::N);
    window.step_until_says("Open, and your turn.");
    window.is_silent_about("2 sends → 1 recv");
    window.click(Role::Button, "Done");
    assert!(window.session().by_hand().is_none());
    window.step_until_says("3 sends → 3 recvs");
}

#[test]
fn a_datagram_that_is_too_long_is_refused_in_words() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("too-big").open();
    window.settle();
    while window.session().is_hidden() || !window.session().can_take_over() {
        window.press(Key::PageDown);
        window.settle();
    }
    window.press(Key::H);
    window.harness.run_steps(3);
    type_and_send(&mut window, &"x".repeat(70_000));
    window.step_until_says("sendto(70000) → EMSGSIZE: one datagram cannot carry so much");
}

#[test]
fn escape_leaves_the_field_first_and_keys_of_the_field_end_nothing() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    window.press(Key::H);
    window.harness.run_steps(3);
    window.press(Key::Escape);
    assert!(window.session().by_hand().is_some());
    window.press(Key::Space);
    window.press(Key::H);
    assert!(window.session().by_hand().is_some());
    window.press(Key::Escape);
    assert!(window.session().by_hand().is_none());
}

#[test]
fn all_of_the_panel_is_in_sight_in_both_languages() {
    for (lang, last) in [(Lang::En, "Open, and your turn."), (Lang::Zh, "已打开，请动手。")] {
        for size in [PROJECTOR, vec2(1600.0, 900.0)] {
            let folder = folder();
            let mut window = Opening::new(folder.path()).lesson(LESSON).lang(lang).size(size).open();
            window.settle();
            window.press(Key::H);
            window.step_until_says(last);
            window.harness.run_steps(3);
            let place = window.place_of(last);
            assert!(place.bottom() < size.y - 20.0, "{lang:?}: {place:?}");
        }
    }
}
