//! Sessions over real lessons and real sockets, without a window.

mod course;
mod hands;
mod jobs;
mod keeping;
mod questions;
mod replay;
mod stage;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};

use super::*;
use crate::engine::{Cancel, Lacking, Route, RunError};
use crate::lesson::Value;
use crate::model::{ErrorName, Family, Transport};

/// How long a test waits for a run before it fails.
const LONG: Duration = Duration::from_secs(20);

/// Two lessons, told apart by the text that they send.
const COURSE: [(&str, &str); 2] = [("alpha", "hello"), ("beta", "salve")];

fn lesson_toml(id: &str, text: &str) -> String {
    format!(
        r#"format = 1
id = "{id}"
covers = []

[title]
en = "{id}"
zh = "{id}"

[[knob]]
name = "recv-size"
kind = "slider"
min = 1
max = 20
default = 10
label = {{ en = "Bytes per recv(n)", zh = "每次 recv(n) 的字节数" }}

[[knob]]
name = "messages"
kind = "slider"
min = 2
max = 10
default = 2
label = {{ en = "Messages", zh = "消息数" }}

[[pane]]
name = "tcp"
transport = "tcp"
title = {{ en = "TCP", zh = "TCP" }}

[[endpoint]]
name = "client"
script = [
    {{ repeat = "messages", steps = [ {{ send = ["{text}", "feng"] }} ] }},
    {{ close = true }},
]

[[endpoint]]
name = "server"
script = [
    {{ wait = "all-queued" }},
    {{ recv = "recv-size", until = "end" }},
]

[[step]]
id = "intro"
kind = "read"

[[step]]
id = "guess"
kind = "predict"
choices = [
    {{ label = {{ en = "5", zh = "5" }}, fact = "read-data", pane = "tcp", read = 0, equals = "{text}" }},
    {{ label = {{ en = "9", zh = "9" }}, fact = "read-data", pane = "tcp", read = 0, equals = "{text}feng" }},
]

[[step]]
id = "look"
kind = "observe"

[[step]]
id = "turn"
kind = "explore"
set = {{ recv-size = 3 }}

[[claim]]
pane = "tcp"
fact = "read-sizes"
equals = [9, 0]
"#
    )
}

fn write_lesson(folder: &Path, id: &str, toml: &str) {
    let lesson = folder.join(id);
    fs::create_dir_all(&lesson).unwrap();
    fs::write(lesson.join("lesson.toml"), toml).unwrap();
    let text = ["intro", "guess", "look", "turn"].map(|step| format!("## {step}\nText.\n\n"));
    for file in ["en.md", "zh.md"] {
        fs::write(lesson.join(file), text.concat()).unwrap();
    }
}

/// What a machine without the address says.
fn not_here() -> RunError {
    let route = Route { transport: Transport::Tcp, family: Family::V6 };
    RunError::NotAvailable(Lacking::Address { route, error: ErrorName::AddressNotAvailable })
}

/// A folder of lessons and a folder of one user; sessions come and go.
struct Desk {
    folder: tempfile::TempDir,
    lessons: tempfile::TempDir,
}

/// A session with the channel that its waker writes to.
struct Seat {
    session: Session,
    woken: Receiver<()>,
}

impl Desk {
    fn new() -> Self {
        let lessons = tempfile::tempdir().unwrap();
        for (id, text) in COURSE {
            write_lesson(lessons.path(), id, &lesson_toml(id, text));
        }
        Self { folder: tempfile::tempdir().unwrap(), lessons }
    }

    fn options(&self, lesson: Option<&str>) -> StartOptions {
        let catalog = Catalog::with_folder(self.lessons.path());
        for (id, _) in COURSE {
            assert!(catalog.lesson(id).is_some(), "{:?}", catalog.diagnostics());
        }
        let storage = Storage::in_folder(self.folder.path());
        StartOptions { catalog, folder: None, lesson: lesson.map(str::to_owned), lang: None, storage }
    }

    fn sit(&self, lesson: Option<&str>) -> Seat {
        Seat::take(self.options(lesson), engine::run)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Seat {
    fn take(options: StartOptions, runner: impl Runner) -> Self {
        let (wake, woken) = bounded(1024);
        let waker: Waker = Arc::new(move || wake.send(()).unwrap());
        Self { session: Session::start_with(options, waker, runner), woken }
    }

    /// The notices, but for those about the lessons of the program.
    fn told(&mut self) -> Vec<Notice> {
        let mut told = self.session.take_notices();
        told.retain(|notice| !matches!(notice, Notice::LessonBroken(_)));
        told
    }

    /// Polls until the run that was asked for last is there.
    fn settle(&mut self) {
        while self.session.is_running() {
            self.woken.recv_timeout(LONG).expect("the run is delivered");
            self.session.poll();
        }
    }

    fn at_step(desk: &Desk, lesson: &str, step: usize) -> Self {
        let mut seat = desk.sit(Some(lesson));
        seat.settle();
        seat.session.go_to_step(step);
        seat.settle();
        seat
    }

    fn knob(&self, name: &str) -> Value {
        self.session.settings().unwrap()[name].clone()
    }

    /// What the reads of the last run returned, shown or not.
    fn read_sizes(&self) -> Vec<u64> {
        let run = self.session.run_kept().expect("there was a run");
        let views = &run.pane("tcp").unwrap().views;
        views[0].measured_reads().map(|read| read.span.len).collect()
    }
}
