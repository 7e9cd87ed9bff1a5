//! Present mode: what its keys do, the show of hands, and that nothing is cut off from the last row.

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Vec2, vec2};
use stickylab::lesson::{Catalog, Lang, LessonStep, View};
use stickylab::session::JobState;

use crate::driver::{Opening, Window, folder, stage};
use crate::every_step::unnamed;
use crate::legible::{self, Seen, texts};
use crate::turning::each_page;

const LESSON: &str = "two-sends-one-recv";

/// The canvas of a screen: its height is 1080 points, whatever its pixels.
fn canvas(pixels: Vec2) -> Vec2 {
    pixels * 1080.0 / pixels.y
}

fn presenting(folder: &Path) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).size(canvas(vec2(1920.0, 1080.0))).open();
    window.settle();
    window.press(Key::F5);
    window.settle();
    window
}

#[test]
fn f5_shows_stage_and_step_alone_and_escape_brings_everything_back() {
    let folder = folder();
    let mut window = presenting(folder.path());
    window.region("Present mode");
    window.says("1 / 5");
    window.pane_says("TCP", &["2 sends → ?"]);
    for gone in ["What to turn", "Course", "Next"] {
        window.is_silent_about(gone);
    }
    window.press(Key::Escape);
    window.settle();
    window.is_silent_about("Present mode");
    window.says("Step 1 of 5 · Read");
    window.says("What to turn");
}

#[test]
fn the_lines_of_code_that_matter_stand_on_the_stage_and_follow_the_knobs() {
    let folder = folder();
    let mut window = presenting(folder.path());
    window.pane_says("TCP", &["send(b'hello'); send(b'feng')", "while recv(10)"]);
    window.pane_says("UDP", &["sendto(b'hello'); sendto(b'feng')", "recvfrom(10) × 2"]);
    window.press(Key::Escape);
    window.settle();
    window.is_silent_about("while recv(10)");
    window.drag("Bytes per recv(n)", &[4], |_| {});
    window.press(Key::F5);
    window.settle();
    window.pane_says("TCP", &["while recv(4)"]);
    // Over time they stand where the names of the calls stand at a desk.
    let mut window = Opening::new(folder.path()).lesson("nagle").size(vec2(1440.0, 1080.0)).open();
    window.settle();
    window.press(Key::F5);
    window.settle();
    window.says("send(10 B) × 10 → recv(100)");
}

#[test]
fn a_clicker_goes_through_pages_steps_and_lessons() {
    let folder = folder();
    let mut window = presenting(folder.path());
    let mut steps = vec![window.session().step_index()];
    while window.session().lesson().unwrap().id == LESSON {
        assert!(steps.len() < 20, "{steps:?}");
        window.press(Key::PageDown);
        window.settle();
        steps.push(window.session().step_index());
    }
    steps.pop();
    assert!(steps.is_sorted(), "{steps:?}");
    steps.dedup();
    assert_eq!(steps, [0, 1, 2, 3, 4]);
    assert!(window.session().page().is_none());
}

#[test]
fn going_back_arrives_at_the_last_page() {
    let folder = folder();
    // Its first step is about more panes than one page has room for.
    let opening = Opening::new(folder.path()).lesson("not-only-tcp").size(vec2(1440.0, 1080.0));
    let mut window = opening.open();
    window.settle();
    window.press(Key::F5);
    let place = |window: &Window| -> Vec<String> {
        let names_it = |label: &String| label.contains(" / ") || label.starts_with("Page ");
        window.labels().into_iter().filter(names_it).collect()
    };
    let mut seen = Vec::new();
    for _ in 0..4 {
        window.settle();
        seen.push(place(&window));
        window.press(Key::PageDown);
    }
    assert!(seen[0].contains(&"Page 1 of 2".to_owned()), "{seen:?}");
    for before in seen.iter().rev() {
        window.press(Key::PageUp);
        window.settle();
        assert_eq!(place(&window), *before);
    }
}

#[test]
fn one_press_too_many_is_taken_back() {
    let folder = folder();
    let mut window = presenting(folder.path());
    let lesson = |window: &Window| window.session().lesson().unwrap().id.clone();
    window.press(Key::PageUp);
    window.settle();
    assert_ne!(lesson(&window), LESSON);
    assert_eq!(window.session().step_index(), 0, "nobody has read it");
    while lesson(&window) != LESSON {
        window.press(Key::PageDown);
        window.settle();
    }
    window.press(Key::PageUp);
    window.settle();
    let steps = window.session().lesson().unwrap().steps.len();
    assert_eq!(window.session().step_index() + 1, steps, "where it was left");
    window.press(Key::PageDown);
    window.settle();
    assert_eq!(
        (window.session().lesson().unwrap().id.as_str(), window.session().step_index()),
        (LESSON, 0)
    );
}

#[test]
fn space_counts_where_many_runs_are_looked_at() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("works-on-my-machine").open();
    window.settle();
    window.press(Key::F5);
    while window.session().is_hidden() || window.session().step_index() < 2 {
        window.press(Key::PageDown);
        window.settle();
    }
    assert!(window.session().outcomes().is_none());
    window.says("Space runs it many times.");
    window.press(Key::Space);
    window.harness.run_steps(2);
    window.press(Key::Space);
    window.step_until("all is counted", |window| {
        window.session().outcomes().is_some_and(|outcomes| !outcomes.is_running())
    });
    let outcomes = window.session().outcomes().unwrap();
    assert_eq!(outcomes.state, JobState::Done, "a second press ends nothing");
}

#[test]
fn large_type_at_the_desk_is_no_hindrance() {
    let folder = folder();
    std::fs::write(folder.path().join("settings.toml"), "format = 1\ntext_scale = 150\n").unwrap();
    let mut window = Opening::new(folder.path()).lesson("nagle").size(vec2(1280.0, 720.0)).open();
    window.settle();
    for _ in 0..2 {
        window.press(Key::PageDown);
        window.settle();
    }
    for _ in 0..2 {
        window.press(Key::F5);
        window.settle();
        window.region("Present mode");
        window.press(Key::Escape);
        window.settle();
        window.says("What to turn");
    }
}

#[test]
fn black_and_white_hide_everything_until_any_key() {
    let folder = folder();
    let mut window = presenting(folder.path());
    for (key, name) in [(Key::B, "black"), (Key::Period, "black"), (Key::W, "white")] {
        window.press(key);
        window.settle();
        window.says(&format!("The screen is {name}"));
        window.is_silent_about("send");
        // The key that brings it back does nothing else; not even Escape.
        for back in [key, Key::PageDown, Key::Escape] {
            window.press(back);
            window.settle();
            window.says("1 / 5");
            window.press(key);
            window.settle();
        }
        window.press(key);
        window.settle();
    }
}

#[test]
fn hands_are_counted_by_keys_and_clicks_and_the_answer_stands_beside_them() {
    let folder = folder();
    let mut window = presenting(folder.path());
    window.press(Key::PageDown);
    window.settle();
    window.says("A b'hello': 0 hands");
    for (modifiers, key) in [
        (Modifiers::NONE, Key::A),
        (Modifiers::NONE, Key::B),
        (Modifiers::NONE, Key::B),
        (Modifiers::NONE, Key::C),
        (Modifiers::SHIFT, Key::C),
        (Modifiers::SHIFT, Key::C),
    ] {
        window.press_with(modifiers, key);
    }
    window.click(Role::Button, "One hand more for A");
    window.click(Role::Button, "One hand more for A");
    window.click(Role::Button, "One hand less for A");
    window.settle();
    assert_eq!(window.session().votes(), [2, 2, 0]);
    window.is_silent_about("right");
    window.is_silent_about("merged");
    window.press(Key::Space);
    window.settle();
    window.says("B b'hellofeng': 2 hands, right");
    window.says("2 of 4 were right.");
    window.pane_says("TCP", &["2 sends → 1 recv"]);
    window.press(Key::A);
    assert_eq!(window.session().votes(), [2, 2, 0], "it is decided");
    drop(window);

    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    assert_eq!(window.session().votes(), [2, 2, 0], "kept with the lesson's progress");
    window.press(Key::F5);
    window.press(Key::Enter);
    window.settle();
    window.click(Role::Button, "Ask again");
    window.settle();
    assert_eq!(window.session().votes(), [0, 0, 0]);
    assert!(window.session().is_asking());
}

/// Whoever has tried it at the desk can ask the class all the same.
#[test]
fn a_class_is_asked_what_was_answered_at_the_desk() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    window.press(Key::PageDown);
    window.settle();
    window.press(Key::B);
    window.press(Key::PageDown);
    window.settle();
    let at_the_desk = window.session().answered();
    window.press(Key::F5);
    window.press(Key::PageUp);
    window.settle();
    window.says("B b'hellofeng': 0 hands");
    window.pane_says("TCP", &["2 sends → ?"]);
    window.press(Key::A);
    window.press(Key::Space);
    window.settle();
    window.says("0 of 1 were right.");
    window.click(Role::Button, "Ask again");
    window.settle();
    assert!(window.session().is_asking());
    window.press(Key::Escape);
    window.settle();
    window.says("You said B");
    assert!(at_the_desk.is_none() && window.session().answered().unwrap().right == Some(true));

    // What is in sight when the class is let in stays in sight.
    window.press(Key::F5);
    window.settle();
    window.says("B b'hellofeng': 0 hands, right");
}

#[test]
fn space_runs_and_arrows_step_a_replay() {
    let folder = folder();
    let mut window = presenting(folder.path());
    while window.session().step_index() < 2 {
        window.press(Key::PageDown);
        window.settle();
    }
    let before = stage(&window).number;
    window.press(Key::Space);
    window.step_until("it ran", |window| stage(window).number > before);
    window.press(Key::R);
    window.press(Key::Space);
    window.press(Key::Home);
    window.settle();
    window.says("A real run, slowed");
    window.node(Role::Slider, "Moment of the run");
    window.press(Key::ArrowRight);
    let events = window.session().playback().unwrap().events().to_vec();
    let first = events.iter().copied().find(|event| *event > 0.0);
    assert_eq!(window.session().playhead_ns(), first);
}

#[test]
fn every_lesson_is_legible_in_english_on_a_wide_screen() {
    walk(Lang::En, vec2(1920.0, 1080.0), &[]);
}

#[test]
fn every_lesson_is_legible_in_chinese_on_a_small_projector() {
    walk(Lang::Zh, vec2(1024.0, 768.0), &[]);
}

#[test]
fn three_lessons_are_legible_on_every_other_screen() {
    for screen in [vec2(1280.0, 720.0), vec2(1400.0, 1050.0), vec2(3840.0, 2160.0), vec2(1366.0, 768.0)] {
        let lang = if screen.x < 1400.0 { Lang::En } else { Lang::Zh };
        walk(lang, screen, &[LESSON, "nagle", "length-prefix"]);
    }
}

/// The least size of type on the canvas, in points; of the numbers in marks, which have colours too.
const LEAST_TYPE: f32 = 22.0;
const LEAST_NUMBER: f32 = 17.0;
/// Of the fact above a pane: "2 sends → 1 recv", "2 segments · 42 ms".
const LEAST_FACT: f32 = 48.0;

/// Every page of those lessons, or of all, in the views that their steps ask for, on a screen of so many
/// pixels.
fn walk(lang: Lang, screen: Vec2, lessons: &[&str]) {
    let catalog = Catalog::embedded();
    let all = catalog.lessons().map(|lesson| &lesson.id);
    let mut flaws = Vec::new();
    for lesson in all.filter(|id| lessons.is_empty() || lessons.contains(&id.as_str())) {
        let folder = folder();
        // Few are enough to see their page.
        std::fs::write(folder.path().join("settings.toml"), "format = 1\nruns = 10\n").unwrap();
        let mut window = Opening::new(folder.path()).lesson(lesson).lang(lang).size(screen).open();
        window.settle();
        window.press(Key::F5);
        each_page(&mut window, |window, page| {
            let found = [legible::flaws(window), unnamed(window), small_texts(window)].concat();
            let place = format!("{lesson}, {page:?}, {} × {}", screen.x, screen.y);
            flaws.extend(found.into_iter().map(|flaw| format!("{place}: {flaw}")));
        });
    }
    flaws.dedup();
    assert!(flaws.is_empty(), "{} flaws:\n{}", flaws.len(), flaws.join("\n"));
}

/// What cannot be read from the last row.
fn small_texts(window: &Window) -> Vec<String> {
    let is_small = |seen: &Seen| {
        let is_number = seen.text.chars().all(|letter| letter.is_ascii_digit());
        let is_fact = seen.text.starts_with(|letter: char| letter.is_ascii_digit())
            && (seen.text.contains(" → ") || seen.text.contains(" · ") && seen.text.ends_with('s'));
        let least = match (is_number, is_fact) {
            (true, _) => LEAST_NUMBER,
            (_, true) => LEAST_FACT,
            _ => LEAST_TYPE,
        };
        seen.size < least - 0.1
    };
    let small = texts(window).into_iter().filter(is_small);
    small.map(|seen| format!("small type: {} {:?}", seen.size, seen.text)).collect()
}

#[test]
fn a_step_presents_the_panes_that_it_is_about_and_no_other() {
    let folder = folder();
    let catalog = Catalog::embedded();
    let lesson = catalog.lessons().find(|lesson| {
        let is_some = |step: &LessonStep| step.panes.len() == 1 && lesson.panes.len() == 2;
        lesson.view == View::Bytes
            && lesson.steps.first().is_some_and(|step| step.panes.is_empty())
            && lesson.steps.get(1).is_some_and(is_some)
    });
    let lesson = lesson.unwrap();
    let named = &lesson.steps[1].panes[0];
    let (about, others): (Vec<_>, Vec<_>) = lesson.panes.iter().partition(|pane| pane.name == *named);
    let opening = Opening::new(folder.path()).lesson(&lesson.id).size(canvas(vec2(1920.0, 1080.0)));
    let mut window = opening.open();
    window.settle();
    window.press(Key::PageDown);
    window.settle();
    for pane in &lesson.panes {
        window.region(&pane.title.en);
    }
    window.press(Key::F5);
    window.settle();
    window.region(&about[0].title.en);
    window.says(&about[0].title.en);
    let told = window.labels();
    assert!(others.iter().all(|pane| !told.contains(&pane.title.en)), "{told:?}");
}
