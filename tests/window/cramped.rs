//! A low window: what a learner waits for is in sight.

use eframe::egui::{Key, Rect, vec2};
use stickylab::lesson::Lang;

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
