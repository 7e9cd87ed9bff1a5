//! By keys alone, in a window that has no room for the list of lessons: the mouse is never moved.

use serde_json::Value as Json;
use toml::Value;

use super::desk::{Desk, wait_for};
use super::screenshot::Screenshot;
use super::{LESSON, record, recv_size};

/// A learner, and then a teacher, with nothing but a keyboard.
struct Typist {
    desk: Desk,
}

impl Typist {
    /// Presses one key after the other; after each the window looks different.
    #[track_caller]
    fn press(&mut self, keys: &[&str]) {
        for key in keys {
            self.desk.press(key);
        }
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

    fn chooses_a_lesson(&mut self) {
        // The first button has the focus.
        self.press(&["Return"]);
        self.keeps("settings.toml", &["lesson"], "first-echo");
        // The list comes as a drawer, with the focus in it.
        self.press(&["ctrl+o", "Down", "Return"]);
        self.keeps("settings.toml", &["lesson"], LESSON);
    }

    fn predicts_and_turns(&mut self) {
        self.press(&["Next", "b"]);
        let answer = ["lessons", LESSON, "answers", "guess"];
        self.keeps("progress.toml", &[&answer[..], &["choice"]].concat(), 1);
        self.press(&["Next", "Next"]);
        // To the knobs, past the box of the value to its slider.
        self.press(&["F6", "F6", "F6", "Tab", "Left", "Left", "Left", "Left", "Left", "Left"]);
        self.press(&["Escape", "ctrl+s", "Escape"]);
        let path = self.desk.home().join(format!("runs/{LESSON}-1.json"));
        let saved = wait_for("a saved run", || std::fs::read_to_string(&path).ok());
        let saved: Json = serde_json::from_str(&saved).expect("a saved run is JSON, and whole");
        assert_eq!(recv_size(&saved), 4);
    }

    fn counts_and_sweeps(&mut self) {
        self.press(&["alt+3"]);
        let empty = self.desk.shown().clone();
        self.press(&["ctrl+r"]);
        self.desk.look_until("counted", |now| now.difference(&empty) > 0.02);
        // From the step back into the form: the number of runs, points, two values, two ways, the button.
        self.press(&["F6", "F6"]);
        self.press(&["shift+Tab"; 7]);
        let form = self.desk.shown().clone();
        self.press(&["Return"]);
        self.desk.look_until("swept", |now| now.difference(&form) > 0.02);
        // It leaves the form, which has made room for the picture.
        self.desk.hands(&["key", "Escape"]);
    }

    fn asks_the_class(&mut self) {
        const NEXT: &str = "one-send-two-recvs";
        self.press(&["ctrl+Next", "Next", "F5", "a", "a", "b", "shift+a", "a", "space"]);
        let votes = ["lessons", NEXT, "votes", "guess"];
        self.keeps("progress.toml", &votes, vec![2, 1, 0]);
        let shown: Screenshot = self.desk.shown().clone();
        self.desk.hands(&["key", "period"]);
        self.desk.wait_for_look("black", |now| now.colours() == 1 && now.pixel(0, 0) == [0; 3]);
        self.desk.hands(&["key", "Escape"]);
        self.desk.look_until("awake", |now| now.difference(&shown) < 0.001);
        self.press(&["Escape", "ctrl+l"]);
        self.keeps("settings.toml", &["lang"], "zh");
    }
}

#[test]
fn a_lesson_is_gone_through_by_keys_alone() {
    let mut typist = Typist { desk: Desk::open(900, 600, &["--lang", "en"]) };
    typist.chooses_a_lesson();
    typist.predicts_and_turns();
    typist.counts_and_sweeps();
    typist.asks_the_class();
    assert_eq!(typist.desk.close(), (Some(0), String::new()), "the window closes in order");
}
