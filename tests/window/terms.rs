//! Terms in the text: their cards, and the page with all of them.

use std::fs;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, pos2};
use stickylab::lesson::{Catalog, Lang};

use crate::driver::{Opening, Window, folder};
use crate::every_step::{SIZES, unnamed};
use crate::legible;

const LESSON: &str = "two-sends-one-recv";
const MEANS: &str = "Room in the receiver's kernel for what has arrived";

fn open(folder: &std::path::Path, lang: Lang) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).lang(lang).open();
    window.settle();
    window
}

/// Escape closes what explains the term.
fn escapes(window: &mut Window) {
    window.press(Key::Escape);
    window.settle();
    window.is_silent_about(MEANS);
}

#[test]
fn a_click_opens_the_card_and_escape_closes_it() {
    let folder = folder();
    let mut window = open(folder.path(), Lang::En);
    window.is_silent_about(MEANS);
    window.is_silent_about("term:");
    window.click(Role::Button, "Term: receive buffer");
    window.says(MEANS);
    window.says("接收缓冲区");
    escapes(&mut window);

    window.click(Role::Button, "Term: receive buffer");
    window.says(MEANS);
    window.harness.drag_at(pos2(640.0, 690.0));
    window.harness.drop_at(pos2(640.0, 690.0));
    window.settle();
    window.is_silent_about(MEANS);
}

#[test]
fn the_card_is_in_the_language_of_the_window() {
    let folder = folder();
    let mut window = open(folder.path(), Lang::Zh);
    window.click(Role::Button, "术语：接收缓冲区");
    window.says("接收方内核里的一块地方");
    window.is_silent_about(MEANS);
    window.press_with(Modifiers::COMMAND, Key::L);
    window.settle();
    window.says(MEANS);
}

#[test]
fn the_keyboard_reaches_a_term_and_opens_it() {
    let folder = folder();
    let mut window = open(folder.path(), Lang::En);
    let has_focus = |window: &Window| window.node(Role::Button, "Term: receive buffer").is_focused();
    for _ in 0..80 {
        if has_focus(&window) {
            break;
        }
        window.press(Key::Tab);
    }
    assert!(has_focus(&window));
    window.press(Key::Enter);
    window.settle();
    window.says(MEANS);
    escapes(&mut window);
}

#[test]
fn the_pointer_over_a_term_shows_the_card_too() {
    let folder = folder();
    let mut window = open(folder.path(), Lang::En);
    let place = window.node(Role::Button, "Term: receive buffer").rect().center();
    window.harness.hover_at(place);
    window.harness.run_steps(60);
    window.says(MEANS);
    window.harness.remove_cursor();
    window.harness.run_steps(60);
    window.is_silent_about(MEANS);
}

#[test]
fn all_terms_stand_on_a_page_and_can_be_searched() {
    let folder = folder();
    let mut window = open(folder.path(), Lang::En);
    window.press(Key::T);
    window.settle();
    window.says(MEANS);
    window.says("Bytes in the order in which they were sent");
    window.harness.event(Event::Text("receive window".to_owned()));
    window.settle();
    window.says("How much room the receiver's kernel says it has left");
    window.is_silent_about("Bytes in the order in which they were sent");
    window.click(Role::Button, "receive window: In the lesson “Flow control”");
    assert_eq!(window.session().lesson().unwrap().id, "flow-control");
    window.settle();
    window.is_silent_about("How much room the receiver's kernel says");

    window.click(Role::Button, "Terms");
    window.says(MEANS);
    escapes(&mut window);
    window.press(Key::T);
    window.click(Role::Button, "Back to the lesson");
    window.is_silent_about(MEANS);
    // The arrows scroll it, and do not close it.
    window.press(Key::T);
    window.settle();
    for pressed in [Some(true), Some(false)] {
        window.pointer(pos2(1000.0, 400.0), pressed);
    }
    let first = window.place_of("byte stream");
    window.press(Key::ArrowDown);
    window.settle();
    assert!(window.place_of("byte stream").top() < first.top());
    escapes(&mut window);
    // In the field it is a letter.
    window.press(Key::T);
    window.press(Key::T);
    window.settle();
    window.says(MEANS);
    escapes(&mut window);
}

#[test]
fn cards_and_the_page_fit_every_window_in_both_languages() {
    let folder = folder();
    for (lang, term) in [(Lang::En, "Term: receive buffer"), (Lang::Zh, "术语：接收缓冲区")] {
        let mut window = open(folder.path(), lang);
        for size in SIZES {
            window.harness.set_size(size);
            window.settle();
            window.click(Role::Button, term);
            let mut flaws = legible::flaws(&window);
            flaws.extend(unnamed(&window));
            window.press(Key::Escape);
            window.press(Key::Escape);
            window.press(Key::T);
            window.settle();
            flaws.extend(legible::flaws(&window));
            flaws.extend(unnamed(&window));
            assert_eq!(flaws, Vec::<String>::new(), "{lang:?}, {size:?}");
            window.press(Key::Escape);
            window.settle();
        }
    }
}

#[test]
fn a_card_leads_to_the_page() {
    let folder = folder();
    let mut window = open(folder.path(), Lang::En);
    window.click(Role::Button, "Term: receive buffer");
    window.click(Role::Button, "All terms");
    window.says("Bytes in the order in which they were sent");
    window.press(Key::Escape);
    window.settle();
    window.is_silent_about("Bytes in the order in which they were sent");
}

#[test]
fn present_mode_has_the_words_alone() {
    let folder = folder();
    let mut window = open(folder.path(), Lang::En);
    window.press(Key::F5);
    window.settle();
    window.says("both messages are in its receive buffer. It calls");
    window.is_silent_about("Term:");
    window.press(Key::T);
    window.settle();
    window.is_silent_about(MEANS);
}

/// A folder with one lesson, which links to a term of its own.
fn lessons_of_mine() -> tempfile::TempDir {
    let lessons = folder();
    let own = lessons.path().join("mine");
    fs::create_dir(&own).unwrap();
    let source = Catalog::embedded().lesson(LESSON).unwrap().clone();
    let toml = source.source.text.replace(&format!("id = \"{LESSON}\""), "id = \"mine\"");
    fs::write(own.join("lesson.toml"), toml).unwrap();
    for (name, text) in ["en.md", "zh.md"].into_iter().zip(&source.texts) {
        fs::write(own.join(name), text.text.replace("term:receive-buffer", "term:inbox")).unwrap();
    }
    explain(lessons.path(), "Where letters lie.");
    lessons
}

fn explain(lessons: &std::path::Path, means: &str) {
    let term = format!(
        "format = 1\n[[term]]\nid = \"inbox\"\nword = {{ en = \"inbox\", zh = \"信箱\" }}\nmeans = {{ en = \"{means}\", zh = \"放信的地方。\" }}\n"
    );
    fs::write(lessons.join("glossary.toml"), term).unwrap();
}

#[test]
fn a_folder_of_lessons_explains_terms_of_its_own_and_edits_show_up() {
    let (home, lessons) = (folder(), lessons_of_mine());
    let mut window = Opening::new(home.path()).watching(lessons.path()).lesson("mine").open();
    window.settle();
    window.click(Role::Button, "Term: inbox");
    window.says("Where letters lie.");
    explain(lessons.path(), "Where mail is put.");
    window.step_until_says("Where mail is put.");
    // Half written, it explains nothing; its lessons are there all the same.
    fs::write(lessons.path().join("glossary.toml"), "format = 1\n[[term]]\nid =").unwrap();
    window.step_until_says("glossary.toml:3:");
    window.is_silent_about("Term: inbox");
    window.says("both messages are in its receive buffer");
}
