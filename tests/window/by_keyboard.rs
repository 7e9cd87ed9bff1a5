//! With the keyboard alone: the sheet of keys, and a focus that is seen and never trapped.

use std::collections::BTreeSet;
use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Key, Memory, Modifiers, Popup, Rect, Shape, Vec2, vec2};
use egui_kittest::kittest::NodeT;
use stickylab::lesson::{Lang, StepKind};
use stickylab::text::{EN, Words, ZH};
use stickylab::ui::command::Command;

use crate::driver::{Opening, PROJECTOR, Window, folder};
use crate::legible;

const LESSON: &str = "two-sends-one-recv";

fn open(folder: &Path) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).open();
    window.settle();
    window
}

pub fn focused(window: &Window) -> Option<Id> {
    window.harness.ctx.memory(Memory::focused)
}

/// Where the focus is, if it has a ring around it that can be seen.
fn ring(window: &Window) -> Option<Rect> {
    let rect = window.harness.ctx.read_response(focused(window)?)?.interact_rect;
    let has_ring = window.harness.output().shapes.iter().any(|shape| match &shape.shape {
        Shape::Rect(ring) => {
            ring.stroke.width >= 2.0
                && ring.fill.a() == 0
                && rect.expand(6.0).contains_rect(ring.rect)
                && ring.rect.contains_rect(rect)
        }
        _ => false,
    });
    has_ring.then_some(rect)
}

fn told_of(command: Command, words: &Words) -> &'static str {
    if command == Command::Language { words.keys.language } else { command.words(words).1 }
}

#[test]
fn the_sheet_names_every_key_and_fits() {
    for (lang, words) in [(Lang::En, &EN), (Lang::Zh, &ZH)] {
        for (size, present) in [
            (vec2(1024.0, 640.0), false),
            (PROJECTOR, false),
            (vec2(1920.0, 1080.0), true),
            (vec2(1440.0, 1080.0), true),
        ] {
            let folder = folder();
            let mut window = Opening::new(folder.path()).lesson(LESSON).lang(lang).size(size).open();
            window.settle();
            if present {
                window.press(Key::F5);
            }
            window.settle();
            window.press(Key::F1);
            window.settle();
            let title = if present { words.keys.title_present } else { words.keys.title };
            window.region(title);
            for command in Command::all().filter(|command| command.belongs_to(present)) {
                let told =
                    window.labels().into_iter().filter(|label| label.ends_with(told_of(command, words)));
                let is_told =
                    |label: &String| command.key_names(words).iter().all(|key| label.contains(key));
                let is_one_of_many =
                    matches!(command, Command::Answer(_) | Command::HandUp(_) | Command::HandDown(_));
                assert!(told.into_iter().any(|label| is_one_of_many || is_told(&label)), "{command:?}");
            }
            assert_eq!(legible::flaws(&window), Vec::<String>::new(), "{lang:?}, {size:?}");
            let last = words.keys.walk[2];
            let last = window.place_of(&format!("{}: {}", last.0, last.1));
            assert!(last.bottom() < size.y - 10.0, "{last:?} in {size:?}");
            window.press(Key::F1);
            window.settle();
            window.is_silent_about(words.keys.how_to_close);
            // Escape closes the sheet, and not what it lies over.
            window.press(Key::F1);
            window.settle();
            window.press(Key::Escape);
            window.settle();
            window.is_silent_about(words.keys.how_to_close);
            assert_eq!(window.is_saying("1 / 5"), present);
        }
    }
}

#[test]
fn the_sheet_opens_by_its_button_and_holds_all_other_keys_back() {
    let folder = folder();
    let mut window = open(folder.path());
    window.click(Role::Button, "Keys");
    window.settle();
    window.says(EN.keys.how_to_close);
    let step = window.session().step_index();
    for key in [Key::PageDown, Key::H, Key::F5] {
        window.press(key);
    }
    window.settle();
    assert_eq!(window.session().step_index(), step);
    window.says(EN.keys.how_to_close);
    window.press(Key::Escape);
    window.settle();
    window.says("Step 1 of 5");
}

/// Goes from control to control until it comes round; every one is in sight and has its ring.
pub fn goes_round(window: &mut Window, key: Modifiers, what: &str) -> usize {
    let screen = window.harness.ctx.content_rect();
    let mut seen = BTreeSet::new();
    let mut first = None;
    for _ in 0..600 {
        window.press_with(key, Key::Tab);
        window.settle();
        // At the end of the round the focus is nowhere for a moment.
        let Some(id) = focused(window) else { continue };
        let rect = ring(window).unwrap_or_else(|| panic!("{what}: no ring around {id:?}"));
        assert!(rect.is_positive() && screen.expand(1.0).contains_rect(rect), "{what}: {rect:?}");
        if first == Some(id) {
            return seen.len();
        }
        first = first.or(Some(id));
        seen.insert(id.value());
    }
    panic!("{what}: {} seen, and never round", seen.len());
}

#[test]
fn tab_goes_through_everything_and_comes_round() {
    let folder = folder();
    let mut window = open(folder.path());
    let lessons = window.session().catalog().lessons().count();
    window.press(Key::PageDown);
    window.settle();
    let asking = goes_round(&mut window, Modifiers::NONE, "a question");
    assert!(asking > lessons + 10, "{asking}");
    window.press(Key::Escape);
    window.press(Key::PageDown);
    window.settle();
    for (view, what) in [(Key::Num1, "bytes"), (Key::Num2, "time"), (Key::Num3, "outcomes")] {
        window.press_with(Modifiers::ALT, view);
        window.settle();
        let on = goes_round(&mut window, Modifiers::NONE, what);
        let back = goes_round(&mut window, Modifiers::SHIFT, what);
        assert_eq!(on, back, "{what}");
        window.press(Key::Escape);
        window.settle();
    }
    window.press_with(Modifiers::ALT, Key::Num1);
    window.press(Key::R);
    window.press(Key::Space);
    goes_round(&mut window, Modifiers::NONE, "a replay");
    window.press(Key::Escape);
    window.press(Key::Escape);
    assert!(window.session().playback().is_none());
    window.press(Key::F1);
    assert_eq!(goes_round(&mut window, Modifiers::NONE, "the sheet"), 1);
}

#[test]
fn tab_goes_round_in_present_mode() {
    let folder = folder();
    let size = vec2(1920.0, 1080.0);
    let mut window = Opening::new(folder.path()).lesson(LESSON).size(size).open();
    window.settle();
    window.press(Key::F5);
    window.settle();
    for place in 0..3 {
        goes_round(&mut window, Modifiers::NONE, &format!("step {place}"));
        window.press(Key::Escape);
        window.says("/ 5");
        window.press(Key::PageDown);
        window.settle();
    }
}

#[test]
fn tab_goes_round_by_hand_and_on_a_chapters_page() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("first-echo").open();
    window.settle();
    window.press(Key::H);
    window.harness.run_steps(3);
    window.press(Key::Escape);
    let mut seen = BTreeSet::new();
    for _ in 0..400 {
        window.press(Key::Tab);
        window.harness.step();
        let Some(id) = focused(&window) else { continue };
        window.harness.step();
        assert!(ring(&window).is_some(), "no ring around {id:?}");
        if !seen.insert(id.value()) {
            break;
        }
    }
    assert!((40..400).contains(&seen.len()), "{}", seen.len());
}

#[test]
fn letters_answer_a_question() {
    let folder = folder();
    let mut window = open(folder.path());
    window.press(Key::PageDown);
    window.settle();
    let step = window.session().step().unwrap();
    assert!(step.kind == StepKind::Predict && step.choices.len() >= 2);
    window.press(Key::B);
    assert_eq!(window.session().answered().unwrap().choice, 1);
    window.settle();
    window.says("You said B");
}

#[test]
fn f6_goes_from_part_to_part() {
    let folder = folder();
    let mut window = open(folder.path());
    let mut parts = Vec::new();
    for _ in 0..6 {
        window.press(Key::F6);
        window.settle();
        parts.push(ring(&window).expect("the focus is somewhere").center());
    }
    let [stage, step, knobs, bar, course, again] = parts[..] else { panic!("{parts:?}") };
    assert!(stage.x > 240.0 && stage.x < 1000.0 && step.y > stage.y && knobs.x > 1000.0, "{parts:?}");
    assert!(bar.y < 48.0 && course.x < 240.0 && again == stage, "{parts:?}");
    window.press_with(Modifiers::SHIFT, Key::F6);
    window.settle();
    assert_eq!(ring(&window).unwrap().center(), course);
    let screen = Rect::from_min_size(eframe::egui::Pos2::ZERO, Vec2::new(1280.0, 720.0));
    assert!(screen.contains(course));
}

#[test]
fn a_list_that_drops_down_closes_when_a_line_is_chosen_and_gives_the_focus_back() {
    let folder = folder();
    let mut window = open(folder.path());
    window.press_with(Modifiers::SHIFT, Key::F6);
    window.settle();
    let opener = focused(&window).expect("the choice of a path");
    // By Enter on another line, and by Escape.
    for keys in [&[Key::ArrowDown, Key::Enter][..], &[Key::ArrowUp, Key::Escape][..]] {
        window.press(Key::Enter);
        window.settle();
        assert!(Popup::is_any_open(&window.harness.ctx));
        for &key in keys {
            window.press(key);
            window.settle();
        }
        assert!(!Popup::is_any_open(&window.harness.ctx), "{keys:?}");
        assert_eq!(focused(&window), Some(opener), "{keys:?}");
        assert!(window.session().path().is_some(), "the second line is a path");
    }
}

#[test]
fn the_focus_goes_on_from_a_button_that_is_out_of_use() {
    let folder = folder();
    let mut window = open(folder.path());
    window.press(Key::PageDown);
    window.settle();
    window.node(Role::Button, "Back").focus();
    window.settle();
    window.press(Key::Enter);
    window.settle();
    assert_eq!(window.session().step_index(), 0);
    assert!(window.node(Role::Button, "Back").accesskit_node().is_disabled());
    // Nothing that can be used comes after it, so it is what came before.
    assert!(window.node(Role::Button, "Next").is_focused());
    assert!(ring(&window).is_some());
    // Where something comes after it, it is that.
    for key in [Key::PageDown, Key::PageDown] {
        window.press(key);
        window.settle();
    }
    window.press_with(Modifiers::ALT, Key::Num3);
    window.settle();
    window.node(Role::Button, "Sweep").focus();
    window.settle();
    window.press(Key::Enter);
    window.harness.run_steps(2);
    assert!(window.node(Role::Button, "Sweep").accesskit_node().is_disabled());
    assert!(ring(&window).is_some_and(|ring| ring.left() < 1000.0), "beside it: {:?}", ring(&window));
    window.step_until("all is counted", |window| !window.session().is_counting());
    window.settle();
    assert!(ring(&window).is_some());
}

#[test]
fn a_sheet_that_is_higher_than_the_window_is_moved_by_keys() {
    let folder = folder();
    let size = vec2(960.0, 540.0);
    let mut window = Opening::new(folder.path()).lesson(LESSON).size(size).open();
    window.settle();
    window.press(Key::F1);
    window.settle();
    let (keys, told) = EN.keys.walk[2];
    let last = format!("{keys}: {told}");
    for _ in 0..3 {
        window.press(Key::PageDown);
        window.settle();
    }
    assert!(window.place_of(&last).bottom() < size.y - 20.0, "{:?}", window.place_of(&last));
    window.press(Key::Escape);
    window.settle();
    assert_eq!(window.session().step_index(), 0, "the keys were the sheet's");
}

#[test]
fn arrows_scroll_the_stage_while_nothing_has_the_focus() {
    let folder = folder();
    let size = vec2(1024.0, 640.0);
    let mut window = Opening::new(folder.path()).lesson("first-echo").size(size).open();
    window.settle();
    let top = |window: &Window| window.pane_node("TCP", "send 1").rect().top();
    let is_at = |window: &Window, place: f32| (top(window) - place).abs() < 0.5;
    let before = top(&window);
    for (key, further) in [(Key::ArrowDown, true), (Key::ArrowUp, false)] {
        window.press(key);
        window.settle();
        assert_eq!(top(&window) < before - 40.0, further, "{key:?}: {} and {before}", top(&window));
    }
    // What stands above is in sight already.
    window.press(Key::ArrowDown);
    window.settle();
    let scrolled = top(&window);
    window.node(Role::Button, "Replay").focus();
    window.settle();
    assert!(is_at(&window, scrolled));
    window.press(Key::Escape);
    window.press(Key::ArrowUp);
    window.settle();
    // On a control they are the control's.
    window.node(Role::Slider, "Length of the long message").focus();
    window.settle();
    window.press(Key::ArrowDown);
    window.settle();
    assert!(is_at(&window, before));
}

#[test]
fn a_text_that_is_higher_than_its_panel_has_the_focus_and_is_moved_by_arrows() {
    let folder = folder();
    let size = vec2(800.0, 520.0);
    let mut window = Opening::new(folder.path()).lesson(LESSON).size(size).open();
    window.settle();
    let higher = |window: &Window| {
        let mut nodes = window.harness.root().children_recursive();
        let found = nodes.find(|node| node.accesskit_node().role() == Role::ScrollView);
        found.and_then(|node| node.accesskit_node().label()).filter(|label| label.starts_with("Step"))
    };
    let mut place = higher(&window);
    while place.is_none() {
        let on = if window.session().can_next() { Modifiers::NONE } else { Modifiers::COMMAND };
        window.press_with(on, Key::PageDown);
        window.settle();
        place = higher(&window);
        assert_ne!(window.session().lesson().unwrap().id, "sandbox", "no text is so high");
    }
    let place = place.unwrap();
    let place = place.as_str();
    let text = |window: &Window| {
        let step = window.region(place);
        step.children_recursive().find(|node| node.accesskit_node().role() == Role::Label).unwrap().rect()
    };
    let before = text(&window);
    window.node(Role::ScrollView, place).focus();
    window.settle();
    assert!(ring(&window).is_some(), "it is seen where the focus is");
    window.press(Key::ArrowDown);
    window.settle();
    assert!(text(&window).top() < before.top() - 20.0, "{:?} and {before:?}", text(&window));
    window.press(Key::End);
    window.press(Key::Home);
    window.settle();
    assert_eq!(text(&window), before);
}
