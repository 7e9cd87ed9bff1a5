//! An outside witness: the real window on a real display, with a real mouse and real keys, judged by
//! what it draws and by the files that it writes.
#![cfg(all(feature = "witness", target_os = "linux"))]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says why")]

mod desk;
#[expect(dead_code, reason = "the tests of the window use the rest")]
#[path = "../window/driver.rs"]
mod driver;
mod keyboard;
mod screenshot;
mod twin;

use std::path::Path;

use eframe::egui::accesskit::Role;
use serde_json::Value as Json;
use stickylab::ui::theme::Palette;
use toml::Value;

use desk::{Desk, wait_for};
use screenshot::{Screenshot, rgb};
use twin::Twin;

const LESSON: &str = "two-sends-one-recv";

/// The saved run of that number, as soon as it is there.
#[track_caller]
fn saved_run(home: &Path, number: u32) -> Json {
    let path = home.join(format!("runs/{LESSON}-{number}.json"));
    let text = wait_for("a saved run", || std::fs::read_to_string(&path).ok());
    serde_json::from_str(&text).expect("a saved run is JSON, and whole")
}

/// What one of the window's own files says.
fn record(home: &Path, file: &str) -> Option<toml::Table> {
    let text = std::fs::read_to_string(home.join(file)).ok()?;
    Some(text.parse().expect("the file is TOML"))
}

/// The setting with which a run was made, after checking that its TCP reads agree with it.
#[track_caller]
fn recv_size(run: &Json) -> u64 {
    assert_eq!((&run["schema"], &run["lesson"]), (&"stickylab.run/1".into(), &LESSON.into()));
    let size = run["settings"]["recv-size"].as_u64().expect("recv-size is a number");
    let tcp = run["panes"].as_array().expect("panes").iter().find(|pane| pane["pane"] == "tcp");
    let calls = tcp.expect("a TCP pane")["calls"].as_array().expect("calls");
    let reads: Vec<&Json> = calls
        .iter()
        .filter(|row| row["call"].as_str().is_some_and(|call| call.starts_with("recv")))
        .collect();
    for read in &reads {
        assert_eq!(read["asked"], size);
    }
    let sizes: Vec<u64> =
        reads.iter().map(|read| read["returned"].as_u64().expect("a recv returned")).collect();
    // Everything waits before the first recv: each takes all it may, the last what is left, then the end.
    let mut expected = vec![size; usize::try_from(9 / size).expect("few reads")];
    expected.extend([9 % size, 0].into_iter().filter(|&rest| rest > 0));
    expected.push(0);
    assert_eq!(sizes, expected, "recv({size}) of 9 bytes");
    size
}

/// A learner at the window, from the first start to the last.
struct Learner {
    desk: Desk,
    twin: Twin,
    /// The runs that were saved.
    saved: u32,
}

impl Learner {
    fn sit_down(width: usize, height: usize) -> Self {
        Self { desk: Desk::open(width, height, &[]), twin: Twin::open(width, height), saved: 0 }
    }

    /// Clicks on what has that role and name; the twin does it too.
    #[track_caller]
    fn click(&mut self, role: Role, name: &str) {
        self.desk.click(self.twin.place(role, name));
        self.twin.click(role, name);
    }

    /// Presses keys, in both windows.
    #[track_caller]
    fn press(&mut self, keys: &str) {
        self.desk.press(keys);
        self.twin.press(keys);
    }

    /// Waits until one of the window's files says so.
    #[track_caller]
    fn keeps(&self, file: &str, path: &[&str], expected: impl Into<Value>) {
        let expected = expected.into();
        wait_for(&format!("{expected} as {path:?} in {file}"), || {
            let record = Value::Table(record(self.desk.home(), file)?);
            let value = path.iter().try_fold(&record, |value, key| value.get(key))?;
            (*value == expected).then_some(())
        });
    }

    /// Saves the run on the stage. That is told beside what there is to see, until Escape.
    #[track_caller]
    fn save(&mut self) -> Json {
        let before = self.save_and_see();
        self.desk.hands(&["key", "Escape"]);
        self.sees_again(&before)
    }

    /// The same where Escape would mean something else: what is told goes by itself.
    #[track_caller]
    fn save_and_wait(&mut self) -> Json {
        let before = self.save_and_see();
        self.sees_again(&before)
    }

    /// Returns what there was to see before.
    #[track_caller]
    fn save_and_see(&mut self) -> Screenshot {
        let before = self.desk.shown().clone();
        let covered = self.desk.press("ctrl+s").difference(&before);
        assert!(covered < 0.15, "the message covers {covered} of the window");
        before
    }

    #[track_caller]
    fn sees_again(&mut self, before: &Screenshot) -> Json {
        self.desk.look_until("told", |now| now.difference(before) < 0.0005);
        self.saved += 1;
        saved_run(self.desk.home(), self.saved)
    }

    fn chooses_language_and_lesson(&mut self) {
        self.click(Role::RadioButton, "中文");
        self.keeps("settings.toml", &["lang"], "zh");
        self.click(Role::Button, "开始：第一次对话");
        self.keeps("settings.toml", &["lesson"], "first-echo");
        self.click(Role::ListBoxOption, "两次 send，一次 recv，未开始");
        self.keeps("settings.toml", &["lesson"], LESSON);
    }

    fn predicts(&mut self) {
        self.press("Next");
        self.keeps("progress.toml", &["lessons", LESSON, "step"], "guess");
        self.click(Role::RadioButton, "B b'hellofeng'");
        let answer = ["lessons", LESSON, "answers", "guess"];
        self.keeps("progress.toml", &[&answer[..], &["choice"]].concat(), 1);
        self.keeps("progress.toml", &[&answer[..], &["right"]].concat(), true);
    }

    fn runs_and_drags(&mut self) {
        for step in ["look", "turn"] {
            self.press("Next");
            self.keeps("progress.toml", &["lessons", LESSON, "step"], step);
        }
        let first = self.save();
        assert_eq!(recv_size(&first), 10);
        self.click(Role::Button, "运行（空格）");
        let second = self.save();
        assert_eq!(recv_size(&second), 10);
        assert_ne!(first, second, "each run has times of its own");

        let [from, to] = self.twin.handle("每次 recv(n) 的字节数", [10, 3]);
        let turned = self.desk.drag(from, to);
        assert!(turned > 0.01, "the tapes are cut anew before the mouse is let go: {turned}");
        // The slider has the focus, which Escape would take away.
        assert_eq!(recv_size(&self.save_and_wait()), 3);
        self.press("ctrl+z");
        assert_eq!(recv_size(&self.save_and_wait()), 10, "the turn was taken back");
        self.press("ctrl+shift+z");
        assert_eq!(recv_size(&self.save_and_wait()), 3, "and made again");
        self.desk.press("Escape");
    }

    fn looks_at_it_in_every_way(&mut self) {
        let run = self.save();
        for view in ["时间", "结果分布", "字节"] {
            self.click(Role::Button, view);
            assert_eq!(self.save(), run, "another view is no other run");
        }
        // It plays until it is held.
        self.desk.hands(&["key", "r", "key", "space"]);
        self.desk.look("replay");
        self.desk.press("Home");
        self.desk.press("Right");
        assert_eq!(self.save_and_wait(), run, "a replay is no other run");
        self.desk.press("r");
    }

    fn presents(&mut self) {
        for step in ["look", "guess", "two-sends"] {
            self.press("Prior");
            self.keeps("progress.toml", &["lessons", LESSON, "step"], step);
        }
        self.press("F5");
        let pages: Vec<Screenshot> = (0..5)
            .map(|_| {
                self.press("Next");
                let (lesson, step) = self.twin.place_in_course();
                self.keeps("progress.toml", &["lessons", &lesson, "step"], step);
                self.desk.shown().clone()
            })
            .collect();
        for (at, page) in pages.iter().enumerate() {
            assert!(pages[..at].iter().all(|other| other != page), "page {at} is shown twice");
        }
        self.desk.hands(&["key", "period"]);
        self.desk.wait_for_look("black", |now| now.colours() == 1 && now.pixel(0, 0) == [0; 3]);
        self.desk.hands(&["key", "Escape"]);
        let same = |now: &Screenshot| now.difference(pages.last().expect("five")) < 0.001;
        self.desk.look_until("awake", same);
        self.press("Escape");
    }

    fn exports_and_leaves(mut self) {
        // However many pages the lesson had.
        while self.twin.place_in_course().0 != LESSON {
            self.press("ctrl+Prior");
        }
        assert_eq!(recv_size(&self.save()), 10);
        // Where the system says nothing it is light already, and chosen it looks the same.
        assert_eq!(self.desk.shown().pixel(2, 2), rgb(Palette::LIGHT.panel));
        self.desk.hands(&["key", "ctrl+t"]);
        self.keeps("settings.toml", &["theme"], "light");
        self.desk.press("ctrl+t");
        self.keeps("settings.toml", &["theme"], "dark");
        assert_eq!(self.desk.shown().pixel(2, 2), rgb(Palette::DARK.panel));
        assert_eq!(self.desk.close(), (Some(0), String::new()), "the window closes in order");
    }
}

fn a_lesson_is_gone_through(width: usize, height: usize) {
    let mut learner = Learner::sit_down(width, height);
    learner.chooses_language_and_lesson();
    learner.predicts();
    learner.runs_and_drags();
    learner.looks_at_it_in_every_way();
    learner.presents();
    learner.exports_and_leaves();
}

#[test]
fn a_display_that_goes_away_ends_the_program_without_a_panic() {
    let desk = Desk::open(1024, 640, &["--lesson", LESSON, "--lang", "en"]);
    let (code, complaints) = desk.take_display_away();
    assert_eq!(code, Some(1), "{complaints}");
    assert!(!complaints.contains("panicked") && !complaints.contains("apt-get"), "{complaints}");
}

#[test]
fn a_lesson_is_gone_through_on_a_small_screen() {
    a_lesson_is_gone_through(1280, 720);
}

#[test]
fn a_lesson_is_gone_through_on_a_large_screen() {
    a_lesson_is_gone_through(1920, 1080);
}
