//! Every character of the window and of the lessons is in the embedded fonts.
#![cfg(feature = "gui")]

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::{FontFamily, FontId};
use egui_kittest::Harness;
use stickylab::ui::fonts;

#[expect(clippy::unwrap_used, reason = "a folder that cannot be read fails the test")]
/// The text files below a folder of the repository.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path
            .extension()
            .is_some_and(|ending| ["rs", "md", "toml"].iter().any(|known| ending == *known))
        {
            found.push(path);
        }
    }
    assert!(!found.is_empty(), "{folder} is empty");
    found
}

/// The Chinese characters in a text, which bold type needs a face of its own for.
fn chinese(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|character| ('\u{4e00}'..='\u{9fff}').contains(character))
}

#[test]
fn every_character_of_words_and_lessons_can_be_shown() {
    for path in files("src/text").into_iter().chain(files("lessons")) {
        let text = fs::read_to_string(&path).unwrap();
        for character in text.chars().filter(|character| !character.is_control()) {
            assert!(
                fonts::covers(character),
                "{character:?} of {} is in no font: see assets/fonts/make",
                path.display()
            );
        }
    }
}

#[test]
fn the_list_of_characters_is_what_the_fonts_have() {
    let listed = include_str!("../assets/fonts/characters.txt");
    let _ = Harness::builder().with_context_setup(fonts::install).build_ui(|ui| {
        for family in [FontFamily::Proportional, FontFamily::Monospace, fonts::bold(), fonts::mono_bold()]
        {
            let font = FontId { size: 16.0, family };
            for character in listed.chars().filter(|character| !character.is_whitespace()) {
                let has = ui.fonts_mut(|fonts| fonts.has_glyph(&font, character));
                assert!(has, "{font:?} lacks {character:?}");
            }
        }
    });
}

#[test]
fn headings_are_bold_in_chinese_too() {
    let lines = |path: PathBuf, wanted: fn(&str) -> bool| {
        let text = fs::read_to_string(path).unwrap();
        text.lines().filter(|line| wanted(line)).map(str::to_owned).collect::<Vec<_>>()
    };
    let words = files("src/text").into_iter().flat_map(|path| lines(path, |_| true));
    let titles = files("lessons").into_iter().flat_map(|path| lines(path, |line| line.contains("zh = ")));
    let needed: String = words.chain(titles).collect();
    assert!(chinese(&needed).count() > 100);
    let _ = Harness::builder().with_context_setup(fonts::install).build_ui(|ui| {
        let missing: Vec<char> = ui.fonts_mut(|fonts| {
            let faces = fonts.characters(&fonts::bold());
            let is_bold = |character: &char| {
                faces.get(character).is_some_and(|names| names.iter().any(|name| name.ends_with("Bold")))
            };
            chinese(&needed).filter(|character| !is_bold(character)).collect()
        });
        assert!(missing.is_empty(), "{missing:?}: add them to BOLD_EXTRA in assets/fonts/make");
    });
}
