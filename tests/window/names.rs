//! What those hear who do not see: names in the window's language, blocks to walk through, and what
//! came of a run.

use std::collections::BTreeSet;
use std::path::Path;

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::NodeT;
use stickylab::lesson::Lang;

use crate::driver::{Opening, Window, folder};
use crate::every_step::unnamed;

const LESSON: &str = "two-sends-one-recv";

/// Keys that lead to each part of the window, one after the other, and what is seen then.
const TOUR: [(&str, &[(Modifiers, Key)]); 10] = [
    ("the first step", &[]),
    ("a question", &[(Modifiers::NONE, Key::PageDown)]),
    ("its answer", &[(Modifiers::NONE, Key::B)]),
    ("time", &[(Modifiers::NONE, Key::PageDown), (Modifiers::ALT, Key::Num2)]),
    ("a replay", &[(Modifiers::NONE, Key::R), (Modifiers::NONE, Key::Space)]),
    (
        "outcomes",
        &[(Modifiers::NONE, Key::Escape), (Modifiers::ALT, Key::Num3), (Modifiers::COMMAND, Key::R)],
    ),
    ("settings", &[(Modifiers::ALT, Key::Num1), (Modifiers::COMMAND, Key::Comma)]),
    ("the sheet of keys", &[(Modifiers::NONE, Key::Escape), (Modifiers::NONE, Key::F1)]),
    (
        "present mode",
        &[(Modifiers::NONE, Key::Escape), (Modifiers::NONE, Key::Escape), (Modifiers::NONE, Key::F5)],
    ),
    ("a show of hands", &[(Modifiers::COMMAND, Key::PageDown), (Modifiers::NONE, Key::PageDown)]),
];

pub fn tour_in(lang: Lang, mut look: impl FnMut(&str, &mut Window)) {
    let folder = folder();
    let size = vec2(1600.0, 900.0);
    let mut window = Opening::new(folder.path()).lesson(LESSON).lang(lang).size(size).open();
    window.settle();
    for (place, keys) in TOUR {
        for &(modifiers, key) in keys {
            window.press_with(modifiers, key);
            window.settle();
        }
        window.step_until("all is counted", |window| !window.session().is_counting());
        window.settle();
        look(place, &mut window);
    }
}

#[test]
fn everything_has_a_name_in_every_part_of_the_window() {
    for lang in [Lang::En, Lang::Zh] {
        tour_in(lang, |place, window| {
            assert_eq!(unnamed(window), Vec::<String>::new(), "{place}, {lang:?}");
            let drawn = window.harness.root().children_recursive().count();
            assert!(drawn > 20, "{place}, {lang:?}: {drawn}");
        });
    }
}

/// Names of calls, transports, keys and options, units, and the lab's name in both languages.
const EVERYWHERE: &str = "send recv sendto recvfrom recvmsg TCP UDP ACK Sticky Packet Lab English Language client while \
     server Ctrl Shift Alt Enter PageDown PageUp Home End Esc Tab JSON ms AF UNIX SO RCVBUF SNDBUF NODELAY";

#[test]
fn chinese_names_are_chinese() {
    let mut english = BTreeSet::new();
    tour_in(Lang::En, |_, window| english.extend(window.labels()));
    let known: BTreeSet<&str> = EVERYWHERE.split_whitespace().collect();
    tour_in(Lang::Zh, |place, window| {
        for label in window.labels().iter().filter(|label| english.contains(*label)) {
            // What is quoted is what was sent.
            let quoted: Vec<&str> = label.split('\'').skip(1).step_by(2).collect();
            let bare = quoted.iter().fold(label.clone(), |bare, quoted| bare.replace(quoted, ""));
            let mut words = bare.split(|character: char| !character.is_ascii_alphabetic());
            let foreign = words.find(|word| word.len() > 1 && !known.contains(word));
            assert_eq!(foreign, None, "{place}: {label:?}");
        }
    });
}

fn revealed(folder: &Path) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).open();
    window.settle();
    for _ in 0..2 {
        window.press(Key::PageDown);
        window.settle();
    }
    window
}

fn announced(window: &Window) -> String {
    let nodes: Vec<_> = window.harness.root().children_recursive().collect();
    let status = nodes.iter().find(|node| node.accesskit_node().role() == Role::Status).unwrap();
    assert_eq!(status.accesskit_node().live(), Live::Polite);
    status.accesskit_node().label().unwrap_or_default()
}

#[test]
fn the_end_of_a_run_is_announced() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    assert_eq!(announced(&window), "Run 1 is done, and is shown when you have predicted.");
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.settle();
    let told = |number: u64| {
        format!(
            "Run {number} is done. TCP: 2 sends → 1 recv, message boundaries broken. UDP: 2 sends → 2 recvs."
        )
    };
    let number = crate::driver::stage(&window).number;
    assert_eq!(announced(&window), told(number));
    window.press(Key::Space);
    window.step_until("it is announced", |window| announced(window) == told(number + 1));
    window.press_with(Modifiers::COMMAND, Key::L);
    window.settle();
    let expected = format!(
        "第 {} 次运行结束。TCP：2 次 send → 1 次 recv，没对上消息边界。UDP：2 次 send → 2 次 recv。",
        number + 1
    );
    assert_eq!(announced(&window), expected);
    window.press_with(Modifiers::ALT, Key::Num3);
    window.press_with(Modifiers::COMMAND, Key::R);
    window.step_until("the many are announced", |window| announced(window).contains("200"));
    window.press(Key::F5);
    window.settle();
    assert!(announced(&window).contains("200"));
}

#[test]
fn where_a_replay_stands_is_announced_when_it_is_held() {
    let folder = folder();
    let mut window = revealed(folder.path());
    let run = announced(&window);
    for key in [Key::R, Key::Space, Key::Home] {
        window.press(key);
    }
    window.settle();
    let mut seen = BTreeSet::new();
    for _ in 0..3 {
        window.press(Key::ArrowRight);
        window.settle();
        let events = window.session().playback().unwrap().events().len();
        assert!(announced(&window).contains(&format!("of {events} · ")), "{}", announced(&window));
        seen.insert(announced(&window));
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
    window.press(Key::Escape);
    window.settle();
    assert_eq!(announced(&window), run);
}

/// The name of what has the focus.
fn focused(window: &Window) -> String {
    let nodes: Vec<_> = window.harness.root().children_recursive().collect();
    let focused = nodes.iter().find(|node| node.accesskit_node().is_focused());
    focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

#[test]
fn arrows_walk_through_what_is_drawn_in_reading_order() {
    let folder = folder();
    let mut window = revealed(folder.path());
    window.pane_node("TCP", "send 1: 5 bytes, 'hello'").focus();
    window.settle();
    let mut check = |key: Key, expected: &str| {
        window.press(key);
        window.settle();
        let name = focused(&window);
        assert!(name.starts_with(expected), "{key:?}: {name:?}, not {expected:?}");
    };
    check(Key::ArrowRight, "send 2: 4 bytes");
    check(Key::ArrowDown, "segment");
    check(Key::ArrowLeft, "segment");
    check(Key::ArrowDown, "recv 1: 9 bytes, merged");
    check(Key::ArrowUp, "segment");
    check(Key::ArrowUp, "send 1: 5 bytes");
    check(Key::ArrowDown, "segment");
    check(Key::ArrowDown, "recv 1: 9 bytes, merged");
    // Enter pins the card, and Escape closes it and stays there.
    window.press(Key::Enter);
    window.settle();
    window.says("who did it");
    window.press(Key::Escape);
    window.settle();
    window.is_silent_about("who did it");
    assert!(focused(&window).starts_with("recv 1: 9 bytes, merged"), "{:?}", focused(&window));
}

#[test]
fn arrows_come_to_slivers_too_and_tab_leads_on_from_there() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("cork-and-more").size(vec2(1024.0, 768.0)).open();
    window.settle();
    while window.session().is_hidden() {
        window.press(Key::PageDown);
        window.settle();
    }
    window.press_with(Modifiers::ALT, Key::Num1);
    let slider = window.sliders().into_iter().find(|name| window.slider(name).max == 50);
    let (name, most) = (slider.expect("a slider of messages"), 50);
    window.drag(&name, &[most], |_| {});
    window.settle();
    let pane = window.session().lesson().unwrap().panes[0].title.get(Lang::En).to_owned();
    let width = window.pane_node(&pane, "send 1: ").rect().width();
    assert!(width < 12.0, "a sliver: {width}");
    window.pane_node(&pane, "send 1: ").focus();
    window.settle();
    let mut seen = BTreeSet::new();
    for _ in 0..2 * most {
        seen.insert(focused(&window));
        window.press(Key::ArrowRight);
        window.settle();
    }
    let sends = seen.iter().filter(|name| name.starts_with("send ")).count();
    assert_eq!(sends, usize::try_from(most).unwrap(), "{seen:?}");
    let last = focused(&window);
    window.press(Key::Tab);
    window.settle();
    assert_ne!(focused(&window), last);
    assert!(!focused(&window).is_empty());
}
