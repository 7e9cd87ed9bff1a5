//! Everything that the window can show, on displays of many sizes and scales, in all sizes of text.

use std::fs;

use eframe::egui::{Key, Modifiers, Vec2, vec2};
use stickylab::lesson::Lang;

use crate::driver::{Opening, Window, folder};
use crate::every_step::unnamed;
use crate::legible;

/// A display, and how its user wants the text.
struct Display {
    /// In pixels.
    size: Vec2,
    /// Pixels to a point.
    scale: f32,
    /// Of the text.
    percent: u16,
}

const fn display(width: f32, height: f32, scale: f32, percent: u16) -> Display {
    Display { size: vec2(width, height), scale, percent }
}

/// What stands on desks, from the largest text to the smallest pixels.
const DISPLAYS: [Display; 10] = [
    display(1366.0, 768.0, 1.5, 100),
    display(1366.0, 768.0, 1.25, 100),
    display(1920.0, 1080.0, 2.0, 100),
    display(1920.0, 1080.0, 1.5, 110),
    display(1920.0, 1080.0, 1.0, 175),
    display(1280.0, 720.0, 1.0, 150),
    display(1280.0, 720.0, 1.0, 200),
    display(1024.0, 640.0, 1.0, 125),
    display(2560.0, 1440.0, 2.0, 100),
    display(3840.0, 2160.0, 2.0, 100),
];

/// A thing to look at: the lesson, and the keys that lead to it.
struct Sight {
    name: &'static str,
    lesson: &'static str,
    keys: &'static [(Modifiers, Key)],
}

const fn key(key: Key) -> (Modifiers, Key) {
    (Modifiers::NONE, key)
}

const fn alt(key: Key) -> (Modifiers, Key) {
    (Modifiers::ALT, key)
}

const fn control(key: Key) -> (Modifiers, Key) {
    (Modifiers::COMMAND, key)
}

const TWO_SENDS: &str = "two-sends-one-recv";
/// To the question, its answer, and what the run said.
const ANSWER: [(Modifiers, Key); 2] = [key(Key::PageDown), key(Key::A)];

const SIGHTS: [Sight; 15] = [
    Sight { name: "reading", lesson: TWO_SENDS, keys: &[] },
    Sight { name: "asking", lesson: TWO_SENDS, keys: &[key(Key::PageDown)] },
    Sight { name: "bytes", lesson: TWO_SENDS, keys: &[] },
    Sight { name: "time", lesson: TWO_SENDS, keys: &[alt(Key::Num2)] },
    Sight { name: "outcomes", lesson: TWO_SENDS, keys: &[alt(Key::Num3), control(Key::R)] },
    Sight { name: "replay", lesson: TWO_SENDS, keys: &[key(Key::R)] },
    Sight { name: "replay over time", lesson: TWO_SENDS, keys: &[alt(Key::Num2), key(Key::R)] },
    Sight { name: "by hand", lesson: TWO_SENDS, keys: &[key(Key::H)] },
    Sight { name: "three panes", lesson: "write-write-read", keys: &[] },
    Sight { name: "three panes of bytes", lesson: "folk-cures", keys: &[] },
    Sight { name: "frames", lesson: "length-prefix", keys: &[] },
    Sight { name: "calls", lesson: "who-is-who", keys: &[] },
    Sight { name: "terms", lesson: TWO_SENDS, keys: &[key(Key::T)] },
    Sight { name: "keys", lesson: TWO_SENDS, keys: &[key(Key::F1)] },
    Sight { name: "settings", lesson: TWO_SENDS, keys: &[control(Key::Comma)] },
];

#[test]
fn everything_is_legible_on_every_other_display_in_english() {
    walk(Lang::En, 0);
}

#[test]
fn everything_is_legible_on_the_displays_between_in_chinese() {
    walk(Lang::Zh, 1);
}

fn walk(lang: Lang, from: usize) {
    let mut flaws = Vec::new();
    for display in DISPLAYS.iter().skip(from).step_by(2) {
        let greeting = open(display, lang, None);
        note(&greeting.0, "greeting", display, &mut flaws);
        let mut lesson = "";
        let mut opened: Option<(Window, tempfile::TempDir)> = None;
        for sight in &SIGHTS {
            if lesson != sight.lesson || opened.is_none() {
                lesson = sight.lesson;
                opened = Some(open(display, lang, Some(lesson)));
            }
            let Some((window, _folder)) = &mut opened else { continue };
            show(window, sight);
            note(window, sight.name, display, &mut flaws);
            // Back to the stage: closes what is open, ends the replay or the hand.
            (0..2).for_each(|_| window.press(Key::Escape));
            window.press_with(Modifiers::ALT, Key::Num1);
            window.settle();
        }
    }
    flaws.dedup();
    assert!(flaws.is_empty(), "{} flaws:\n{}", flaws.len(), flaws.join("\n"));
}

fn open(display: &Display, lang: Lang, lesson: Option<&str>) -> (Window, tempfile::TempDir) {
    let folder = folder();
    let settings = format!("format = 1\nruns = 10\ntext_scale = {}\n", display.percent);
    fs::write(folder.path().join("settings.toml"), settings).unwrap();
    let mut opening = Opening::new(folder.path()).lang(lang).pixels_per_point(display.scale);
    if let Some(lesson) = lesson {
        opening = opening.lesson(lesson);
    }
    let mut window = opening.size(display.size / display.scale).open();
    window.settle();
    (window, folder)
}

fn show(window: &mut Window, sight: &Sight) {
    let is_of_question = matches!(sight.name, "reading" | "asking");
    while !is_of_question && window.session().is_hidden() {
        for (modifiers, key) in ANSWER {
            window.press_with(modifiers, key);
            window.settle();
        }
    }
    for &(modifiers, key) in sight.keys {
        window.press_with(modifiers, key);
        window.settle();
    }
    window.step_until("all runs are counted", |window| !window.session().is_counting());
    window.settle();
}

fn note(window: &Window, what: &str, display: &Display, flaws: &mut Vec<String>) {
    let Display { size, scale, percent } = display;
    let points = window.harness.ctx.content_rect().size();
    let place = format!("{what}, {size} at {scale} and {percent} %, {points} points");
    let found = [legible::flaws(window), unnamed(window)].concat();
    // Where it is very narrow, the title of the lesson may be shortened: the list has the whole.
    let is_flaw = |flaw: &String| points.x >= 1024.0 || !flaw.starts_with("shortened");
    flaws.extend(found.into_iter().filter(is_flaw).map(|flaw| format!("{place}: {flaw}")));
}
