//! What cannot be run, and lessons with mistakes.

use std::fs;
use std::path::Path;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use stickylab::engine::{self, Lacking, Route, RunError};
use stickylab::lesson::Catalog;
use stickylab::model::{ErrorName, Family};

use crate::driver::{Opening, folder};

#[test]
fn a_pane_that_is_not_available_says_why_and_the_others_run() {
    let folder = folder();
    let without_ipv6 = |scenario: &_, cancel: &_| run_without_ipv6(scenario, cancel);
    let mut window = Opening::new(folder.path()).lesson("not-only-tcp").open_with(without_ipv6);
    window.press(Key::PageDown);
    window.click(Role::Button, "Just show me");
    window.settle();
    window.pane_says(
        "TCP, IPv6",
        &[
            "TCP, IPv6",
            "Not available here: ::1: this machine does not have this address (EADDRNOTAVAIL)",
        ],
    );
    window.pane_says("AF_UNIX datagram", &["2 sends → 2 recvs", "recv 1: 5 bytes, intact, message 1"]);
    window.pane_says("TCP, IPv4", &["2 sends → 1 recv"]);
}

/// A machine that has no IPv6 loopback address.
fn run_without_ipv6(
    scenario: &std::sync::Arc<stickylab::model::Scenario>,
    cancel: &engine::Cancel,
) -> Result<stickylab::model::Trace, RunError> {
    if scenario.family == Family::V6 {
        let route = Route { transport: scenario.transport, family: scenario.family };
        let error = ErrorName::AddressNotAvailable;
        return Err(RunError::NotAvailable(Lacking::Address { route, error }));
    }
    engine::run(scenario, cancel)
}

/// A lesson whose gate opens at the default, and at no value above it.
const GATE: &str = r#"format = 1
id = "too-much"
deadline-ms = 150
covers = []
[title]
en = "Too much"
zh = "等不到"
[[knob]]
name = "queued"
kind = "slider"
min = 1
max = 20
default = 5
label = { en = "Bytes to wait for", zh = "等多少字节" }
[[pane]]
name = "tcp"
transport = "tcp"
title = { en = "TCP", zh = "TCP" }
[[endpoint]]
name = "client"
script = [{ send = "hello" }]
[[endpoint]]
name = "server"
script = [
    { wait = { queued = "queued" } },
    { recv = 10 },
]
[[step]]
id = "turn"
kind = "explore"
[[claim]]
pane = "tcp"
fact = "read-sizes"
equals = [5]
"#;

fn lesson(lessons: &Path, id: &str, toml: &str) {
    let folder = lessons.join(id);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("lesson.toml"), toml).unwrap();
    fs::write(folder.join("en.md"), "## turn\nTurn it.\n").unwrap();
    fs::write(folder.join("zh.md"), "## turn\n转一下。\n").unwrap();
}

#[test]
fn a_gate_that_cannot_open_says_what_it_saw_and_the_lab_goes_on() {
    let (home, lessons) = (folder(), folder());
    lesson(lessons.path(), "too-much", GATE);
    let catalog = Catalog::with_folder(lessons.path());
    assert!(catalog.diagnostics().is_empty(), "{}", catalog.diagnostics()[0]);
    let mut window = Opening::new(home.path()).catalog(catalog).lesson("too-much").open();
    window.settle();
    window.pane_says("TCP", &["1 send → 1 recv", "recv 1: 5 bytes, intact, message 1"]);

    window.drag("Bytes to wait for", &[9], |_| {});
    window.settle();
    let line = GATE.lines().position(|line| line.contains("queued = \"queued\"")).unwrap() + 1;
    let failure = format!(
        "server: waited for 9 bytes in the receive buffer, saw 5 of 9 queued (lesson.toml, line {line})"
    );
    window.pane_says("TCP", &[&failure]);

    window.drag("Bytes to wait for", &[4], |_| {});
    window.settle();
    window.pane_says("TCP", &["1 send → 1 recv", "recv 1: 5 bytes, intact, message 1"]);
    window.is_silent_about("waited for");
}

#[test]
fn a_broken_lesson_is_told_of_by_file_and_line_and_the_others_are_there() {
    let (home, lessons) = (folder(), folder());
    lesson(lessons.path(), "too-much", GATE);
    let broken =
        GATE.replace("id = \"too-much\"", "id = \"broken\"").replace("recv = 10", "recv = \"ten\"");
    lesson(lessons.path(), "broken", &broken);
    let line = broken.lines().position(|line| line.contains("\"ten\"")).unwrap() + 1;
    let catalog = Catalog::with_folder(lessons.path());
    let mut window = Opening::new(home.path()).catalog(catalog).open();
    window.settle();
    window.says("A lesson has an error and is left out.");
    let file = lessons.path().join("broken").join("lesson.toml");
    window.says(&format!("{}:{line}:", file.display()));
    window.node(Role::ListBoxOption, "Too much, not begun");
    window.node(Role::ListBoxOption, "Two sends, one recv, not begun");

    window.press(Key::Escape);
    window.settle();
    window.is_silent_about("left out");
}
