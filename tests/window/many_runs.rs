//! Many runs and a sweep: started, watched, cancelled, and one of them brought to the stage.

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::NodeT;
use serde_json::{Value as Json, json};
use stickylab::lesson::{Lang, Value};
use stickylab::session::JobState;

use crate::driver::{Opening, Window, folder};
use crate::legible::{Seen, flaws, texts};

const LESSON: &str = "two-sends-one-recv";
const PROGRESS: &str = "Runs done";

/// The lesson at its step to explore, with the question passed over.
fn exploring(opening: Opening<'_>) -> Window {
    let mut window = opening.lesson(LESSON).open();
    window.settle();
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.settle();
    window
}

fn open(folder: &Path) -> Window {
    exploring(Opening::new(folder).size(vec2(1280.0, 1100.0)))
}

/// Until the job is over and its last word is shown.
#[track_caller]
fn finish(window: &mut Window) {
    window.step_until("the job is over", |window| !window.session().is_counting());
    window.settle();
}

/// Chooses how many runs the button asks for.
fn choose_runs(window: &mut Window, runs: &str) {
    window.click(Role::Button, "How many runs");
    window.click(Role::RadioButton, runs);
    window.press(Key::Escape);
    window.settle();
}

#[test]
fn the_same_code_many_times() {
    let folder = folder();
    let mut window = open(folder.path());
    window.press_with(Modifiers::ALT, Key::Num3);
    window.says("Run it 200 times, and see how often it breaks.");
    choose_runs(&mut window, "50");
    window.click(Role::Button, "Run × 50");
    finish(&mut window);
    let row = "recv 9: merged, 50 runs, 100 %";
    window.pane_says("TCP", &["TCP", "broken in 50 of 50", "95 % interval: 94.2 % to 100 %", row]);
    let kept = "recv 5, 4: each recv is one message, 50 runs, 100 %";
    window.pane_says("UDP", &["broken in none of 50", kept]);
    window.says("50 runs · ");
    window.is_silent_about(PROGRESS);

    // A click on a row brings one of its runs to the stage.
    window.click(Role::Button, row);
    window.says("run 1 of 50, from Outcomes");
    window.pane_says("TCP", &["2 sends → 1 recv", "recv 1: 9 bytes, merged, messages 1 and 2"]);
    window.pane_says("UDP", &["2 sends → 2 recvs"]);
    // A run of its own takes that place again.
    window.press(Key::Space);
    window.settle();
    window.is_silent_about("from Outcomes");
}

#[test]
fn a_share_is_told_whole_in_a_small_window() {
    for lang in [Lang::En, Lang::Zh] {
        let folder = folder();
        let opening = Opening::new(folder.path()).lang(lang).size(vec2(1024.0, 640.0));
        let mut window = exploring(opening);
        window.press_with(Modifiers::ALT, Key::Num3);
        window.press_with(Modifiers::COMMAND, Key::R);
        finish(&mut window);
        let share = |seen: &Seen| seen.text.ends_with("· 100 %");
        let shares = texts(&window).into_iter().filter(share).count();
        assert_eq!((shares, flaws(&window)), (2, Vec::<String>::new()), "{lang:?}");
    }
}

#[test]
fn a_long_job_is_watched_and_cancelled() {
    let folder = folder();
    let mut window = open(folder.path());
    choose_runs(&mut window, "10,000");
    window.press_with(Modifiers::COMMAND, Key::R);
    window.step_until("some runs are done", |window| {
        window.session().outcomes().is_some_and(|outcomes| outcomes.done > 0)
    });
    window.harness.step();
    window.says("of 10,000 runs · ");
    window.node(Role::ProgressIndicator, PROGRESS);
    window.press(Key::Escape);
    finish(&mut window);
    let outcomes = window.session().outcomes().unwrap();
    assert_eq!(outcomes.state, JobState::Cancelled);
    let done = outcomes.done;
    assert!(done > 0 && done < 10_000, "{done}");
    window.says("of 10,000, cancelled");
    window.says("broken in ");
    window.node(Role::Button, "Run × 10,000");
}

#[test]
fn a_turned_knob_says_whose_tally_it_is() {
    let folder = folder();
    let mut window = open(folder.path());
    choose_runs(&mut window, "10");
    window.press_with(Modifiers::COMMAND, Key::R);
    finish(&mut window);
    window.is_silent_about("have been turned since");
    window.drag("Bytes per recv(n)", &[4], |_| {});
    window.settle();
    window.says("These runs had Bytes per recv(n) 10 B. The knobs have been turned since.");
    window.press_with(Modifiers::COMMAND, Key::R);
    finish(&mut window);
    window.is_silent_about("have been turned since");
    window.pane_says("TCP", &["recv 4, 4, 1: merged and cut, 10 runs, 100 %"]);
}

#[test]
fn a_question_keeps_back_what_many_runs_would_tell() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    window.press_with(Modifiers::COMMAND, Key::R);
    assert!(!window.session().is_counting());
    window.press_with(Modifiers::ALT, Key::Num3);
    window.says("Make your prediction first");
}

/// "All 200" is not answered by the first few.
#[test]
fn a_question_about_many_runs_is_not_answered_by_fewer() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("sleep-is-no-cure").open();
    window.settle();
    window.press(Key::PageDown);
    window.settle();
    window.press(Key::A);
    window.step_until("it counts", |window| {
        window.session().outcomes().is_some_and(|outcomes| outcomes.done > 1)
    });
    window.press(Key::Escape);
    window.settle();
    assert_eq!(window.session().outcomes().unwrap().state, JobState::Cancelled);
    assert_eq!(window.session().prediction(), None);
    window.says("There are too few runs to compare with: ask again.");
    window.click(Role::Button, "Ask again");
    window.settle();
    window.press(Key::C);
    finish(&mut window);
    window.says("You said C, and so say these runs.");
}

#[test]
fn a_sweep_that_nobody_chose_leaves_no_value_of_few_out_and_follows_the_number_of_runs() {
    let folder = folder();
    let mut window = open(folder.path());
    window.press_with(Modifiers::ALT, Key::Num3);
    for runs in ["1000", "10"] {
        choose_runs(&mut window, runs);
        let label = window.node(Role::ComboBox, "runs at each value");
        let expected = if runs == "10" { "10" } else { "200" };
        assert_eq!(label.accesskit_node().value().as_deref(), Some(expected));
    }
    window.click(Role::Button, "Sweep");
    finish(&mut window);
    for value in 1..=20 {
        assert!(window.is_saying(&format!("TCP at {value} B: ")), "{value}");
    }
}

#[test]
fn a_sweep_has_its_points() {
    let folder = folder();
    let mut window = open(folder.path());
    choose_runs(&mut window, "10");
    window.press_with(Modifiers::ALT, Key::Num3);
    window.settle();
    window.click(Role::RadioButton, "Chosen values");
    window.node(Role::TextInput, "Values").focus();
    window.harness.step();
    window.press_with(Modifiers::COMMAND, Key::A);
    window.node(Role::TextInput, "Values").type_text("5, 99");
    window.harness.run_steps(2);
    window.says("Whole numbers from 1 to 20, with commas between them");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.node(Role::TextInput, "Values").type_text("5, 9");
    window.harness.run_steps(2);
    window.is_silent_about("Whole numbers from");
    window.click(Role::Button, "Sweep");
    finish(&mut window);
    for point in [
        "TCP at 5 B: 0 of 10 broken, 0 % (0 % to 25.9 %)",
        "TCP at 9 B: 10 of 10 broken, 100 % (74.1 % to 100 %)",
        "UDP at 9 B: 0 of 10 broken, 0 % (0 % to 25.9 %)",
        "0 of 10 is not never: up to 25.9 %.",
    ] {
        window.says(point);
    }
    let sweep = window.session().sweep().unwrap();
    assert_eq!(sweep.plan.values, [5, 9].map(Value::Number));

    // What is saved where outcomes are looked at is what was counted.
    window.press_with(Modifiers::COMMAND, Key::R);
    finish(&mut window);
    window.press_with(Modifiers::COMMAND, Key::S);
    window.settle();
    let saved = |what: &str| -> Json {
        let path = folder.path().join(format!("runs/{LESSON}-{what}-1.json"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let (outcomes, sweep) = (saved("outcomes"), saved("sweep"));
    assert_eq!((&outcomes["schema"], &outcomes["asked"]), (&"stickylab.outcomes/1".into(), &10.into()));
    assert_eq!(outcomes["panes"][0]["outcomes"][0]["read_sizes"], json!([9]));
    assert_eq!((&outcomes["settings"]["recv-size"], &outcomes["cancelled"]), (&10.into(), &false.into()));
    assert_eq!((&sweep["schema"], &sweep["knob"]), (&"stickylab.sweep/1".into(), &"recv-size".into()));
    let values = sweep["panes"][0]["points"].as_array().unwrap().iter().map(|point| &point["value"]);
    assert_eq!(values.collect::<Vec<_>>(), [&json!(5), &json!(9)]);
    assert_eq!((&sweep["settings"]["recv-size"], &sweep["unit"]), (&Json::Null, &"B".into()));
    window.says(&format!("{LESSON}-sweep-1.json"));
    window.says(&format!("{LESSON}-outcomes-1.json"));
}

#[test]
fn rounds_of_question_and_answer_have_a_histogram() {
    let folder = folder();
    let opening = Opening::new(folder.path()).size(vec2(1280.0, 1400.0)).lesson("write-write-read");
    let mut window = opening.open();
    window.settle();
    while window.session().can_next() {
        window.press(Key::PageDown);
        window.settle();
    }
    choose_runs(&mut window, "10");
    window.press_with(Modifiers::COMMAND, Key::R);
    window.step_until("a run is done", |window| {
        window.session().outcomes().is_some_and(|outcomes| outcomes.done > 0)
    });
    window.press(Key::Escape);
    finish(&mut window);
    window.region("How long each round took");
    assert!(window.session().outcomes().unwrap().panes.iter().any(|pane| !pane.rounds.is_empty()));
    window.says(" rounds, half of them within ");
}

#[test]
fn many_runs_in_chinese() {
    let folder = folder();
    let mut window = exploring(Opening::new(folder.path()).lang(Lang::Zh).size(vec2(1280.0, 1100.0)));
    window.click(Role::Button, "运行次数");
    window.click(Role::RadioButton, "10");
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::R);
    finish(&mut window);
    window.pane_says("TCP", &["10 次中 10 次没对上边界", "recv 9：合并，10 次，100 %"]);
    window.says("共 10 次 · 每秒 ");
}
