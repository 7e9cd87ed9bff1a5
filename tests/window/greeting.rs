//! The first start: a greeting that offers language and the first lesson, once.

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use stickylab::lesson::Lang;
use stickylab::text::{EN, ZH};

use crate::driver::{Opening, PROJECTOR, Window, folder};
use crate::every_step::unnamed;
use crate::legible;

fn open(folder: &Path) -> Window {
    let mut window = Opening::new(folder).language_as_left().open();
    window.settle();
    window
}

#[track_caller]
fn has_begun(window: &mut Window) {
    window.settle();
    assert!(!window.session().is_greeting());
    window.is_silent_about(EN.welcome.title);
    window.is_silent_about(ZH.welcome.title);
}

#[test]
fn the_first_start_offers_language_and_the_first_lesson_and_the_second_does_not() {
    let folder = folder();
    let mut window = open(folder.path());
    window.region(EN.welcome.title);
    window.is_silent_about("What to turn");
    window.click(Role::RadioButton, "中文");
    window.region(ZH.welcome.title);
    assert_eq!(window.session().lang(), Lang::Zh);
    let first = window.session().catalog().lessons().next().unwrap().clone();
    window.click(Role::Button, &(ZH.welcome.begin)(first.title.get(Lang::Zh)));
    has_begun(&mut window);
    assert_eq!(
        (window.session().lesson().unwrap().id.clone(), 0),
        (first.id.clone(), window.session().step_index())
    );
    window.says("可以调节");
    drop(window);

    let mut window = open(folder.path());
    has_begun(&mut window);
    assert_eq!(window.session().lang(), Lang::Zh, "it was chosen");
}

/// A name, and what is done.
type Way = (&'static str, fn(&mut Window));

#[test]
fn every_other_way_on_leads_on_too() {
    let ways: [Way; 6] = [
        ("Enter", |window| window.press(Key::Enter)),
        ("Escape", |window| window.press(Key::Escape)),
        ("Next", |window| window.press(Key::PageDown)),
        ("Present", |window| window.press(Key::F5)),
        ("a lesson", |window| window.click(Role::ListBoxOption, "Two sends, one recv, not begun")),
        ("a chapter", |window| {
            window.click(Role::Button, "Chapter 1 Streams and datagrams: 0 of 6 lessons finished");
        }),
    ];
    for (way, go) in ways {
        let folder = folder();
        let mut window = open(folder.path());
        assert!(window.session().is_greeting(), "{way}");
        go(&mut window);
        has_begun(&mut window);
        assert_eq!(window.session().step_index(), 0, "{way}: nothing is skipped");
    }
}

#[test]
fn language_theme_and_keys_can_be_looked_at_before() {
    let folder = folder();
    let mut window = open(folder.path());
    window.press_with(Modifiers::COMMAND, Key::L);
    window.press_with(Modifiers::COMMAND, Key::T);
    window.press(Key::F1);
    window.press(Key::Escape);
    window.press(Key::ArrowDown);
    window.settle();
    window.region(ZH.welcome.title);
}

#[test]
fn who_asks_for_a_lesson_is_not_greeted() {
    let folder = folder();
    let window = Opening::new(folder.path()).lesson("nagle").open();
    assert!(!window.session().is_greeting());
}

#[test]
fn it_fits_windows_of_every_size() {
    for lang in Lang::ALL {
        for size in [PROJECTOR, vec2(1024.0, 640.0), vec2(1920.0, 1080.0), vec2(800.0, 560.0)] {
            let folder = folder();
            let mut window = Opening::new(folder.path()).lang(lang).size(size).open();
            window.settle();
            assert!(window.session().is_greeting());
            let flaws = [legible::flaws(&window), unnamed(&window)].concat();
            assert!(flaws.is_empty(), "{lang:?}, {size}: {flaws:#?}");
        }
    }
}

#[test]
fn there_is_nothing_to_save_yet() {
    let folder = folder();
    let mut window = open(folder.path());
    let save = window.node(Role::Button, EN.window.actions.save.0);
    assert!(egui_kittest::kittest::NodeT::accesskit_node(&save).is_disabled());
    window.press_with(Modifiers::COMMAND, Key::S);
    window.settle();
    window.says(EN.window.messages.nothing_to_save);
    assert!(window.session().is_greeting());
}

#[test]
fn the_tab_key_begins_in_the_step() {
    let folder = folder();
    let mut window = open(folder.path());
    window.press(Key::Enter);
    window.settle();
    window.press(Key::Tab);
    window.settle();
    let focused = crate::by_keyboard::focused(&window).unwrap();
    let rect = window.harness.ctx.read_response(focused).unwrap().rect;
    assert!(rect.top() > window.place_of("Step 1 of 8 · Read").top() - 10.0, "{rect}");
}
