//! Lessons with long titles: whole where there is room, and elsewhere where the pointer rests.

use std::fs;

use eframe::egui::{Key, vec2};
use stickylab::lesson::{Catalog, Lang};

use crate::driver::{Opening, PROJECTOR, Window, folder};
use crate::every_step::unnamed;
use crate::legible;

/// As long as a title gets: 80 letters, 40 characters.
const TITLES: [&str; 2] = [
    "What becomes of two messages that are sent one right after the other, over TCP?!",
    "紧接着发出的两条消息在同一条连接里会不会被接收方当作一条来读，这到底是谁的错呢？",
];

/// A folder with one lesson of that title.
fn lessons() -> tempfile::TempDir {
    let lessons = folder();
    let own = lessons.path().join("mine");
    fs::create_dir(&own).unwrap();
    let source = Catalog::embedded().lesson("two-sends-one-recv").unwrap().clone();
    let [en, zh] = [Lang::En, Lang::Zh].map(|lang| source.title.get(lang).to_owned());
    let toml = source.source.text.replacen("two-sends-one-recv", "mine", 1);
    let toml = toml.replacen(&en, TITLES[0], 1).replacen(&zh, TITLES[1], 1);
    fs::write(own.join("lesson.toml"), toml).unwrap();
    for (name, text) in ["en.md", "zh.md"].into_iter().zip(&source.texts) {
        fs::write(own.join(name), &text.text).unwrap();
    }
    lessons
}

fn open(lang: Lang, size: eframe::egui::Vec2) -> (Window, [tempfile::TempDir; 2]) {
    let (home, lessons) = (folder(), lessons());
    let catalog = Catalog::with_folder(lessons.path());
    let mut window =
        Opening::new(home.path()).catalog(catalog).lesson("mine").lang(lang).size(size).open();
    window.settle();
    (window, [home, lessons])
}

#[test]
fn a_long_title_covers_nothing_and_is_told_whole() {
    for (lang, title) in Lang::ALL.into_iter().zip(TITLES) {
        assert!(title.chars().count() >= if lang == Lang::En { 80 } else { 40 });
        for size in [PROJECTOR, vec2(1024.0, 640.0), vec2(800.0, 560.0), vec2(1920.0, 1080.0)] {
            let (mut window, _folders) = open(lang, size);
            window.says(title);
            // Its own text alone may be shortened, in the bar and in the list.
            let is_flaw = |flaw: &String| !(flaw.starts_with("shortened") && flaw.contains(title));
            let found = [legible::flaws(&window), unnamed(&window)].concat();
            let flaws: Vec<_> = found.into_iter().filter(is_flaw).collect();
            assert!(flaws.is_empty(), "{lang:?}, {size}: {flaws:#?}");
            window.press(Key::F5);
            window.settle();
            window.says(title);
            assert_eq!(legible::flaws(&window), [""; 0], "{lang:?}, {size}, presenting");
        }
    }
}

#[test]
fn a_shortened_title_is_told_whole_where_the_pointer_rests() {
    let (mut window, _folders) = open(Lang::En, PROJECTOR);
    let shown = |window: &Window| {
        let texts = legible::texts(window).into_iter().filter(|text| text.text == TITLES[0]);
        texts.map(|text| text.rect).collect::<Vec<_>>()
    };
    let before = shown(&window);
    assert!(!before.is_empty());
    for rect in &before {
        window.harness.hover_at(rect.center());
        for _ in 0..60 {
            window.harness.step();
        }
        assert_eq!(shown(&window).len(), before.len() + 1, "a tooltip at {rect:?}");
        window.harness.remove_cursor();
        window.settle();
    }
}
