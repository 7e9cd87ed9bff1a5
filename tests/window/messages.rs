//! Messages: where they stand, how they are read, copied and closed, and that they do not pile up.

use std::fs;
use std::path::Path;

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{Event, Key, Modifiers, OutputCommand, Rect, Vec2, vec2};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT;
use stickylab::lesson::Lang;

use crate::driver::{Opening, PROJECTOR, Window, folder};

const NOTHING_TO_SAVE: &str = "There is no run on the stage yet";

/// A window in whose question nothing can be saved yet.
fn asking(folder: &Path, size: Vec2, lang: Lang) -> Window {
    let opening = Opening::new(folder).size(size).lang(lang).lesson("two-sends-one-recv");
    let mut window = opening.open();
    window.settle();
    window
}

fn complain(window: &mut Window) {
    window.press_with(Modifiers::COMMAND, Key::S);
    window.harness.run_steps(2);
}

/// Where the message of those words stands, with its frame.
#[track_caller]
fn place(window: &Window, role: Role, text: &str) -> Rect {
    let root = window.harness.root();
    let is_meant = |node: &Node<'_>| {
        let node = node.accesskit_node();
        node.role() == role && node.label().is_some_and(|label| label.starts_with(text))
    };
    let message = root.children_recursive().find(is_meant).unwrap();
    let parts = message.children_recursive();
    let drawn = parts.filter(|node| node.accesskit_node().bounding_box().is_some());
    drawn.map(|node| node.rect()).reduce(Rect::union).unwrap().expand(14.0)
}

#[test]
fn a_message_covers_neither_the_way_on_nor_a_verdict() {
    for (lang, next, verdict) in
        [(Lang::En, "Next", "2 sends → ?"), (Lang::Zh, "下一步", "2 次 send → ?")]
    {
        for size in [PROJECTOR, vec2(1024.0, 640.0), vec2(1920.0, 1080.0), vec2(800.0, 560.0)] {
            let folder = folder();
            let mut window = asking(folder.path(), size, lang);
            complain(&mut window);
            let message = place(&window, Role::Alert, "");
            for name in [next, verdict] {
                let kept = window.place_of(name);
                assert!(!message.intersects(kept), "{size} {name}: {message} over {kept}");
            }
            assert!(Rect::from_min_size(eframe::egui::Pos2::ZERO, size).contains_rect(message));
        }
    }
}

#[test]
fn the_same_message_is_shown_once_and_told_to_those_who_listen() {
    let folder = folder();
    let mut window = asking(folder.path(), PROJECTOR, Lang::En);
    for _ in 0..3 {
        complain(&mut window);
    }
    let root = window.harness.root();
    let alerts: Vec<_> =
        root.children_recursive().filter(|node| node.accesskit_node().role() == Role::Alert).collect();
    assert_eq!(alerts.len(), 1);
    let alert = alerts[0].accesskit_node();
    assert!(alert.label().unwrap().starts_with(NOTHING_TO_SAVE));
    assert_eq!(alert.live(), Live::Assertive);
    // An error stays.
    window.harness.run_steps(60 * 30);
    window.says(NOTHING_TO_SAVE);
}

#[test]
fn a_message_is_reached_copied_and_closed_by_keyboard() {
    let folder = folder();
    let mut window = asking(folder.path(), PROJECTOR, Lang::En);
    complain(&mut window);
    window.press(Key::F6);
    window.harness.step();
    assert!(window.node(Role::Button, "Close").accesskit_node().is_focused());
    window.press(Key::Tab);
    window.harness.step();
    assert!(window.node(Role::Button, "Copy").accesskit_node().is_focused());
    let (key, modifiers) = (Key::Enter, Modifiers::NONE);
    let enter = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    window.harness.event(enter);
    window.harness.step();
    let commands = &window.harness.output().platform_output.commands;
    let is_copied = |command: &OutputCommand| matches!(command, OutputCommand::CopyText(text) if text.starts_with(NOTHING_TO_SAVE));
    assert!(commands.iter().any(is_copied), "{commands:?}");
    // The next part is the stage beneath.
    window.press(Key::F6);
    window.harness.step();
    assert!(!window.node(Role::Button, "Copy").accesskit_node().is_focused());
    window.press(Key::Escape);
    window.settle();
    window.is_silent_about(NOTHING_TO_SAVE);
}

#[test]
fn what_was_done_is_told_for_a_while_and_longer_under_the_pointer() {
    let folder = folder();
    let mut window = asking(folder.path(), PROJECTOR, Lang::En);
    for _ in 0..3 {
        window.press(Key::PageDown);
    }
    window.settle();
    window.press_with(Modifiers::COMMAND, Key::S);
    window.harness.run_steps(2);
    window.says("Saved as ");
    let message = place(&window, Role::Status, "Saved as ");
    window.harness.hover_at(message.center());
    window.harness.run_steps(60 * 30);
    window.says("Saved as ");
    window.harness.remove_cursor();
    window.harness.run_steps(60 * 3);
    window.says("Saved as ");
    window.harness.run_steps(60 * 2);
    window.is_silent_about("Saved as ");
    // While the focus is on it, it stays.
    window.press_with(Modifiers::COMMAND, Key::S);
    window.harness.run_steps(2);
    window.press(Key::F6);
    window.harness.run_steps(60 * 10);
    window.says("Saved as ");
    window.press(Key::Escape);
    window.settle();
    window.is_silent_about("Saved as ");
}

#[test]
fn many_errors_are_all_there_and_closed_one_by_one_or_at_once() {
    let (home, lessons) = (folder(), folder());
    for id in ["one", "two", "three", "four", "five", "six"] {
        let folder = lessons.path().join(id);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("lesson.toml"), "format = 1\nid = ").unwrap();
    }
    let mut window =
        Opening::new(home.path()).watching(lessons.path()).lesson("two-sends-one-recv").open();
    window.settle();
    let count = |window: &Window| {
        let root = window.harness.root();
        root.children_recursive().filter(|node| node.accesskit_node().role() == Role::Alert).count()
    };
    let all = count(&window);
    assert!(all >= 6, "{all}: {:#?}", window.labels());
    window.says(&format!("{all} messages"));
    window.press(Key::Escape);
    window.harness.step();
    assert_eq!(count(&window), all - 1);
    window.click(Role::Button, "Close all");
    assert_eq!(count(&window), 0);
}

#[test]
fn a_pile_of_messages_leaves_the_greeting_to_be_read() {
    let (home, lessons) = (folder(), folder());
    for id in ["one", "two", "three", "four"] {
        let folder = lessons.path().join(id);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("lesson.toml"), "format = 1\nid = ").unwrap();
    }
    let mut window = Opening::new(home.path()).watching(lessons.path()).open();
    window.settle();
    assert!(window.session().is_greeting());
    let first = window.session().lesson().unwrap().title.get(Lang::En).to_owned();
    let begin = window.place_of(&format!("Begin: {first}"));
    let pile = window.place_of("Close all");
    assert!(pile.top() > begin.top() - 40.0, "{pile} over what is above {begin}");
    assert!(pile.left() > begin.right());
}
