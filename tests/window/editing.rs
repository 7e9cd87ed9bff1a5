//! A teacher edits a lesson while the window is open.

use std::fs;
use std::path::Path;

use eframe::egui::accesskit::Role;

use crate::driver::{Opening, Window, folder};

const TOML: &str = r#"format = 1
id = "mine"
covers = []

[title]
en = "Mine"
zh = "我的"

[[pane]]
name = "tcp"
transport = "tcp"
title = { en = "TCP", zh = "TCP" }

[[endpoint]]
name = "client"
script = [{ send = "hello" }, { send = "feng" }, { close = true }]

[[endpoint]]
name = "server"
script = [{ wait = "all-queued" }, { recv = 10, until = "end" }]

[[step]]
id = "look"
kind = "observe"

[[claim]]
pane = "tcp"
fact = "read-sizes"
equals = [9, 0]
"#;

fn write(lessons: &Path, toml: &str) {
    let lesson = lessons.join("mine");
    fs::create_dir_all(&lesson).unwrap();
    for file in ["en.md", "zh.md"] {
        fs::write(lesson.join(file), "## look\nText.\n").unwrap();
    }
    fs::write(lesson.join("lesson.toml"), toml).unwrap();
}

#[track_caller]
fn reads(window: &mut Window, said: &str) {
    window.step_until(&format!("the pane says {said:?}"), |window| {
        window.pane("TCP").iter().any(|label| label == said)
    });
}

#[test]
fn what_is_saved_shows_up_and_an_error_takes_nothing_away() {
    let (home, lessons) = (folder(), folder());
    write(lessons.path(), TOML);
    let mut window = Opening::new(home.path()).watching(lessons.path()).lesson("mine").open();
    reads(&mut window, "2 sends → 1 recv");

    write(lessons.path(), &TOML.replace("recv = 10", "recv = 3"));
    reads(&mut window, "2 sends → 3 recvs");

    write(lessons.path(), &TOML.replace("recv = 10", "reecv = 10"));
    window.step_until_says("This lesson's files have an error; the stage keeps its last run");
    window.says("`reecv`");
    window.says("lesson.toml:20:");
    reads(&mut window, "2 sends → 3 recvs");

    write(lessons.path(), &TOML.replace("hello", "good morning"));
    reads(&mut window, "send 1: 12 bytes, 'good morning'");
    window.is_silent_about("have an error");
}

#[test]
fn a_folder_that_goes_away_takes_no_lesson_with_it() {
    let (home, lessons) = (folder(), folder());
    let inner = lessons.path().join("teaching");
    write(&inner, TOML);
    let mut window = Opening::new(home.path()).watching(&inner).lesson("mine").open();
    reads(&mut window, "2 sends → 1 recv");
    fs::remove_dir_all(&inner).unwrap();
    window.step_until_says(&format!("The folder {} is gone.", inner.display()));
    window.settle();
    window.node(Role::ListBoxOption, "Mine, finished");
    reads(&mut window, "2 sends → 1 recv");
}
