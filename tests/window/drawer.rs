//! The list of lessons in windows that have no room for it: a drawer over the stage.

use std::collections::BTreeSet;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Pos2, Rect, Vec2, vec2};
use stickylab::lesson::Lang;
use stickylab::text::{EN, ZH};

use crate::by_keyboard::{focused, goes_round};
use crate::driver::{Opening, PROJECTOR, Window, folder};
use crate::every_step::unnamed;
use crate::legible;

const LESSON: &str = "two-sends-one-recv";
/// The lesson that is open.
const OPEN: &str = "Two sends, one recv, not begun";
const NARROW: Vec2 = vec2(900.0, 600.0);

fn open(folder: &std::path::Path, size: Vec2) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).size(size).open();
    window.settle();
    window
}

fn asks_for_lessons(window: &mut Window) {
    window.press_with(Modifiers::COMMAND, Key::O);
    window.settle();
}

fn is_open(window: &Window) -> bool {
    window.is_saying("First echo, not begun")
}

#[test]
fn a_lesson_is_chosen_in_the_drawer_by_keys_alone() {
    let folder = folder();
    let mut window = open(folder.path(), NARROW);
    assert!(!is_open(&window));
    asks_for_lessons(&mut window);
    window.region("Course");
    assert!(window.node(Role::ListBoxOption, OPEN).is_focused());
    // A key of the window beneath does nothing.
    window.press(Key::PageDown);
    assert_eq!(window.session().step_index(), 0);
    window.press(Key::ArrowDown);
    window.settle();
    assert!(window.node(Role::ListBoxOption, "One send, two recvs, not begun").is_focused());
    window.press(Key::Enter);
    window.settle();
    assert_eq!(window.session().lesson().unwrap().id, "one-send-two-recvs");
    assert!(!is_open(&window), "a choice closes it");
}

#[test]
fn escape_its_key_and_a_click_beside_it_close_it_and_change_nothing_else() {
    let folder = folder();
    let mut window = open(folder.path(), NARROW);
    let close: [fn(&mut Window); 3] = [
        |window| window.press(Key::Escape),
        asks_for_lessons,
        |window| window.drag_between((700.0, 300.0).into(), (700.0, 300.0).into()),
    ];
    for (at, close) in close.into_iter().enumerate() {
        window.node(Role::Button, "Lessons").focus();
        window.settle();
        let before = focused(&window);
        window.press(Key::Enter);
        window.settle();
        assert!(is_open(&window), "{at}");
        assert_ne!(focused(&window), before, "{at}: the focus goes in");
        close(&mut window);
        window.settle();
        assert_eq!(focused(&window), before, "{at}: and comes back");
        assert!(!is_open(&window), "{at}");
        let session = window.session();
        assert_eq!((session.lesson().unwrap().id.as_str(), session.step_index()), (LESSON, 0), "{at}");
    }
}

#[test]
fn another_path_leaves_the_drawer_open_and_the_focus_stays_in_it() {
    let folder = folder();
    let mut window = open(folder.path(), NARROW);
    asks_for_lessons(&mut window);
    let lessons = window.session().catalog().lessons().count();
    let seen = goes_round(&mut window, Modifiers::NONE, "the drawer");
    assert!(seen > lessons && seen < lessons + 20, "{seen}");
    window.node(Role::ComboBox, "Path through the course: Whole course").focus();
    window.settle();
    for key in [Key::Enter, Key::ArrowDown, Key::Enter] {
        window.press(key);
        window.settle();
    }
    assert!(window.session().path().is_some());
    assert!(is_open(&window));
}

#[test]
fn where_there_is_room_the_key_leads_to_the_list() {
    let folder = folder();
    let mut window = open(folder.path(), PROJECTOR);
    assert!(is_open(&window));
    assert!(window.labels().iter().all(|label| label != "Lessons"), "no button is needed");
    asks_for_lessons(&mut window);
    assert!(window.node(Role::ListBoxOption, OPEN).is_focused());
    // A window that grows has the list beside the stage, and no drawer.
    window.harness.set_size(NARROW);
    window.settle();
    asks_for_lessons(&mut window);
    window.harness.set_size(PROJECTOR);
    window.settle();
    window.press(Key::PageDown);
    assert_eq!(window.session().step_index(), 1, "nothing covers the window");
}

#[test]
fn nothing_is_cut_off_in_small_windows_with_large_type() {
    for (lang, words) in [(Lang::En, &EN), (Lang::Zh, &ZH)] {
        for (size, scales) in [(NARROW, &[100][..]), (vec2(1024.0, 640.0), &[125, 150, 175, 200])] {
            for &scale in scales {
                let folder = folder();
                let mut window = Opening::new(folder.path()).lesson(LESSON).lang(lang).size(size).open();
                window.settle();
                while window.session().text_scale() < scale {
                    window.press_with(Modifiers::COMMAND, Key::Plus);
                    window.settle();
                }
                let room = size * 100.0 / f32::from(scale);
                let before: BTreeSet<String> = legible::flaws(&window).into_iter().collect();
                asks_for_lessons(&mut window);
                let what = format!("{lang:?}, {size}, {scale} %");
                let list: BTreeSet<String> = window.pane(words.window.course.title).into_iter().collect();
                assert!(list.len() > 30, "{what}: {list:?}");
                assert_eq!(unnamed(&window), [""; 0], "{what}");
                let drawer = Rect::from_min_size(Pos2::ZERO, vec2(290.0, room.y));
                let cut = legible::flaws(&window).into_iter().filter(|flaw| !before.contains(flaw));
                assert_eq!(cut.collect::<Vec<_>>(), [""; 0], "{what}");
                let terms = window.place_of(words.window.actions.terms.0);
                assert!(drawer.contains_rect(terms), "{what}: {terms:?}");
                window.press(Key::Escape);
                window.settle();
                assert_eq!(window.session().step_index(), 0);
            }
        }
    }
}
