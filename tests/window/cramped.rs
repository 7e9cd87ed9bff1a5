//! A low window: what a learner waits for is in sight.

use eframe::egui::{Key, Modifiers, Rect, vec2};
use stickylab::lesson::Lang;
use stickylab::text::EN;

use crate::driver::{Opening, Window, folder};
use crate::legible;

fn low(folder: &std::path::Path, lesson: &str, lang: Lang) -> Window {
    let mut window = Opening::new(folder).lesson(lesson).lang(lang).size(vec2(1024.0, 640.0)).open();
    window.settle();
    window
}

/// Where a text stands that begins so.
#[track_caller]
fn place(window: &Window, begins: &str) -> Rect {
    let mut texts = legible::texts(window).into_iter();
    texts
        .find(|seen| seen.text.starts_with(begins))
        .unwrap_or_else(|| panic!("{begins:?} out of sight"))
        .rect
}

#[test]
fn what_becomes_of_an_answer_is_scrolled_to() {
    for (lang, heading, verdict, again) in [
        (Lang::En, "Step 4 of 8 · Predict", "You said B", "Ask again"),
        (Lang::Zh, "第 4 步，共 8 步 · 预测", "你选了 B", "再问一次"),
    ] {
        let folder = folder();
        let mut window = low(folder.path(), "first-echo", lang);
        for _ in 0..3 {
            window.press(Key::PageDown);
        }
        window.settle();
        window.press(Key::B);
        window.step_until_says(verdict);
        window.settle();
        let heading = window.place_of(heading);
        for said in [verdict, again] {
            let place = place(&window, said);
            assert!(place.top() > heading.bottom() && place.bottom() < 624.0, "{said}: {place}");
        }
    }
}

/// A small screen with type that is twice as large: half as many points.
fn large(folder: &std::path::Path) -> Window {
    let mut window = Opening::new(folder).lesson("first-echo").size(vec2(512.0, 320.0)).open();
    window.settle();
    window
}

#[test]
fn in_large_type_the_settings_are_gone_through_by_arrows() {
    let folder = folder();
    let mut window = large(folder.path());
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.settle();
    let told = EN.settings.reduce_motion.0;
    let is_in_sight = |window: &Window| {
        let texts = legible::texts(window);
        texts.iter().any(|seen| seen.text == told && seen.rect.top() > 0.0 && seen.rect.bottom() < 310.0)
    };
    assert!(!is_in_sight(&window), "there is no room for all");
    for _ in 0..10 {
        window.press(Key::ArrowDown);
        window.settle();
        if is_in_sight(&window) {
            return;
        }
    }
    panic!("{told:?} was not reached");
}

#[test]
fn in_large_type_the_keys_stand_in_one_column() {
    let folder = folder();
    let mut window = large(folder.path());
    window.press(Key::F1);
    window.settle();
    let (run, next) =
        ("Space, Ctrl+Enter: Runs the lesson again, over real sockets", "PageDown: To the next step");
    let [run, next] = [run, next].map(|row| window.place_of(row));
    assert!((run.left() - next.left()).abs() < 1.0 && run.width() > 380.0, "{run} and {next}");
    assert!(run.height() < 24.0, "on one line: {run}");
}
