//! An outside witness: the real window on a real display, with a real mouse and real keys, judged by
//! what it draws and by the files that it writes.
#![cfg(all(feature = "witness", target_os = "linux"))]
#![expect(clippy::expect_used, reason = "a test that cannot go on says why")]

mod desk;
mod screenshot;

use std::path::Path;

use serde_json::Value as Json;
use stickylab::ui::theme::Palette;

use desk::{Desk, wait_for};
use screenshot::rgb;

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

/// Goes through a lesson as a learner does.
fn a_lesson_is_gone_through(width: usize, height: usize) {
    let palette = &Palette::LIGHT;
    let mut desk = Desk::open(width, height, LESSON);
    let home = desk.home().to_owned();

    desk.press("Next");
    let answers = desk.shown().answers(palette);
    assert_eq!(answers.len(), 3, "the question has three answers: {answers:?}");
    desk.click((usize::midpoint(answers[1].from, answers[1].to), answers[1].y));
    let answer = wait_for("the judged answer", || {
        let answer = &record(&home, "progress.toml")?["lessons"][LESSON]["answers"]["guess"];
        (answer.get("right").is_some()).then(|| answer.clone())
    });
    assert_eq!((answer["choice"].as_integer(), answer["right"].as_bool()), (Some(1), Some(true)));

    desk.press("Next");
    desk.press("Next");
    assert_eq!(recv_size(&save(&mut desk, 1)), 10);

    let turned = drag_to_a_quarter(&mut desk);
    assert!(turned > 0.01, "the tapes are cut anew before the mouse is let go: {turned}");
    let size = recv_size(&save(&mut desk, 2));
    assert!((1..10).contains(&size), "the slider was dragged to a quarter of where it was: {size}");

    desk.press("ctrl+l");
    wait_for("the language", || {
        (record(&home, "settings.toml")?.get("lang")?.as_str() == Some("zh")).then_some(())
    });
    assert_eq!(recv_size(&save(&mut desk, 3)), size, "another language is no other run");

    desk.press("ctrl+z");
    assert_eq!(recv_size(&save(&mut desk, 4)), 10, "the turn was taken back");

    for (theme, palette) in [("light", &Palette::LIGHT), ("dark", &Palette::DARK)] {
        desk.press("ctrl+t");
        assert_eq!(desk.shown().pixel(2, 2), rgb(palette.panel), "{theme}");
        wait_for("the theme", || {
            (record(&home, "settings.toml")?.get("theme")?.as_str() == Some(theme)).then_some(())
        });
    }
    assert_eq!(desk.close(), (Some(0), String::new()), "the window closes in order");
}

/// Saves the run on the stage. That is told beside what there is to see, until Escape.
#[track_caller]
fn save(desk: &mut Desk, number: u32) -> Json {
    let before = desk.shown().clone();
    let covered = desk.press("ctrl+s").difference(&before);
    assert!(covered < 0.15, "the message covers {covered} of the window");
    desk.hands(&["key", "Escape"]);
    desk.look_until("escape", |now| now.difference(&before) < 0.001);
    saved_run(desk.home(), number)
}

/// Drags the first slider; returns how much of the screen changed before the mouse was let go.
fn drag_to_a_quarter(desk: &mut Desk) -> f64 {
    let rail = desk.shown().slider(&Palette::LIGHT);
    let before = desk.shown().clone();
    // The handle begins where the filled part of the rail ends.
    desk.move_to((rail.to + 4, rail.y));
    desk.hands(&["mousedown", "1"]);
    let target = rail.from + (rail.to - rail.from) / 4;
    for part in (0..4).rev() {
        desk.move_to((target + (rail.to - target) * part / 4, rail.y));
    }
    let turned = desk.look("dragging").difference(&before);
    desk.hands(&["mouseup", "1", "mousemove", "4", "4"]);
    desk.look("let-go");
    turned
}

#[test]
fn a_display_that_goes_away_ends_the_program_without_a_panic() {
    let desk = Desk::open(1024, 640, LESSON);
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
