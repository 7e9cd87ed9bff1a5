//! The endpoints are led by hand: by keys, fields and buttons.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use stickylab::lesson::{Lang, View};
use stickylab::session::ByHand;

use crate::driver::{Opening, PROJECTOR, Window, folder};
use crate::legible::texts;

const LESSON: &str = "first-echo";

/// Clicks a button of one endpoint.
fn press_in(window: &mut Window, endpoint: &str, name: &str) {
    let seat = window.region(endpoint);
    let is_meant = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().role() == Role::Button
            && node.accesskit_node().label().as_deref() == Some(name)
    };
    seat.children_recursive().find(is_meant).expect("a button").click();
}

/// Until the sockets are there, and the first field has the focus.
fn open(window: &mut Window) {
    window.settle();
    window.harness.run_steps(3);
}

fn type_and_send(window: &mut Window, text: &str) {
    window.harness.event(Event::Text(text.to_owned()));
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
    open(&mut window);
    type_and_send(&mut window, "hello");
    window.step_until_says("send(5) → 5");
    type_and_send(&mut window, "feng");
    window.step_until_says("send(4) → 4");
    window.step_until_says("9 bytes unread here");
    press_in(&mut window, "server", "recv(1024)");
    window.step_until_says("recv(1024) → 9");
    window.step_until_says("2 sends → 1 recv");
    window.press_with(Modifiers::COMMAND, Key::N);
    window.step_until_says("Open, and your turn.");
    window.is_silent_about("2 sends → 1 recv");
    window.click(Role::Button, "Done");
    assert!(window.session().by_hand().is_none());
    window.step_until_says("3 sends → 3 recvs");
}

#[test]
fn another_view_leaves_the_sockets_open() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    window.press(Key::H);
    open(&mut window);
    type_and_send(&mut window, "hello");
    window.step_until_says("send(5) → 5");
    let number = window.session().by_hand().unwrap().number();
    for view in [Key::Num3, Key::Num2, Key::Num3, Key::Num1] {
        window.press_with(Modifiers::ALT, view);
        window.settle();
        assert_eq!(window.session().by_hand().map(ByHand::number), Some(number), "{view:?}");
    }
    window.pane_says("TCP", &["send 1: 5 bytes, 'hello'"]);
}

#[test]
fn a_knob_that_takes_new_sockets_says_that_what_was_sent_is_gone() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    window.press(Key::H);
    open(&mut window);
    let gone = "what was sent before is gone";
    window.click(Role::RadioButton, "hi and bye at once");
    window.settle();
    window.is_silent_about(gone);
    type_and_send(&mut window, "hello");
    window.step_until_says("send(5) → 5");
    window.click(Role::RadioButton, "one long message");
    window.settle();
    window.says(gone);
    window.is_silent_about("send(5) → 5");
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
    open(&mut window);
    type_and_send(&mut window, &"x".repeat(70_000));
    window.step_until_says("sendto(70000) → EMSGSIZE: one datagram cannot carry so much");
}

#[test]
fn escape_leaves_the_field_first_and_keys_of_the_field_end_nothing() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    window.press(Key::H);
    open(&mut window);
    window.press(Key::Escape);
    assert!(window.session().by_hand().is_some());
    window.press(Key::Space);
    window.press(Key::H);
    assert!(window.session().by_hand().is_some());
    window.press(Key::Escape);
    assert!(window.session().by_hand().is_none());
}

#[test]
fn a_view_can_be_chosen_from_within_the_field_and_types_nothing() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    window.press(Key::H);
    open(&mut window);
    // The display sends the sign along with the key.
    let (key, modifiers) = (Key::Num2, Modifiers::ALT);
    let pressed = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    window.harness.input_mut().events.extend([pressed, Event::Text("2".to_owned())]);
    window.harness.run_steps(3);
    assert_eq!(window.session().view(), View::Time);
    // Where nobody has begun there is nothing to be drawn, and nothing went right either.
    window.says("no byte was sent");
    window.is_silent_about("no error");
    let titles = texts(&window).into_iter().filter(|seen| seen.text == "TCP").map(|seen| seen.rect);
    let run = window.place_of("Run");
    assert!(titles.map(|title| title.top()).all(|top| top > run.bottom()), "over the card's edge");
    let fields = window.harness.get_all_by_role(Role::TextInput);
    let values: Vec<_> = fields.filter_map(|field| field.accesskit_node().value()).collect();
    assert!(values.iter().all(String::is_empty), "{values:?}");
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

#[test]
fn a_step_that_asks_for_hands_has_its_text_above_them_and_the_next_one_goes_on() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("sandbox").open();
    open(&mut window);
    window.says("Step 1 of 5 · Explore");
    window.says("By hand · TCP");
    window.says("0 sends → 0 recvs");
    type_and_send(&mut window, "hello");
    type_and_send(&mut window, "feng");
    window.step_until_says("9 bytes unread here");
    window.press(Key::PageDown);
    window.says("Step 2 of 5 · Explore");
    window.says("9 bytes unread here");
    // Another connection, and back to the scripts.
    for _ in 0..2 {
        window.press(Key::PageDown);
    }
    open(&mut window);
    window.says("By hand · UDP");
    window.says("no datagram waits here");
    type_and_send(&mut window, "");
    window.step_until_says("next datagram: empty, 0 bytes");
    window.click(Role::Button, "Run");
    assert!(window.session().by_hand().is_none());
    window.settle();
    window.says("2 sends → 1 recv");
}

#[test]
fn whoever_has_several_peers_chooses_one_of_them() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("qq-chat").open();
    window.settle();
    while window.session().by_hand().is_none_or(|by_hand| by_hand.led().len() < 3) {
        if window.session().is_asking() {
            window.click(Role::Button, "Just show me");
        }
        window.press(Key::PageDown);
        window.settle();
    }
    open(&mut window);
    type_and_send(&mut window, "hi");
    window.step_until_says("next datagram: 2 bytes");
    window.click(Role::Button, "send to yun");
    window.step_until_says("next datagram: empty, 0 bytes");
    let yun = window.pane("yun");
    assert!(yun.iter().any(|label| label.contains("next datagram: empty, 0 bytes")), "{yun:#?}");
}

#[test]
fn hands_go_on_in_front_of_a_class() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("sandbox").size(PROJECTOR).open();
    open(&mut window);
    type_and_send(&mut window, "hello");
    window.press(Key::F5);
    window.settle();
    window.step_until_says("5 bytes unread here");
    // What is typed goes to the field, and makes the screen neither black nor white.
    window.node(Role::TextInput, "Message of client").click();
    window.harness.run_steps(2);
    type_and_send(&mut window, "bw.");
    window.step_until_says("8 bytes unread here");
    press_in(&mut window, "server", "recv(10)");
    window.step_until_says("2 sends → 1 recv");
}

#[test]
fn a_window_that_is_not_in_front_asks_for_the_focus_a_few_times_only() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("sandbox").open();
    open(&mut window);
    window.harness.input_mut().focused = false;
    window.press_with(Modifiers::COMMAND, Key::N);
    window.harness.run_steps(10);
    // Each time that someone asks, the input method begins anew, and the window gets no input meanwhile.
    let ime = window.harness.output().platform_output.ime.as_ref();
    assert!(ime.is_none_or(|ime| !ime.should_interrupt_composition));
}
