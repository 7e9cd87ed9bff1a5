//! What is empty, under way, ended early or failed says so, and what to do.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use stickylab::engine::{self, Doing, Route, RunError};
use stickylab::lesson::{Lang, StepKind};
use stickylab::model::{ErrorName, Scenario};
use stickylab::session::{JobState, Runner};

use crate::driver::{Opening, Window, folder};

const LESSON: &str = "two-sends-one-recv";

/// Real runs, until `stuck` is set: then one does not end until it is cancelled.
fn stuck_once(stuck: &Arc<AtomicBool>) -> impl Runner + use<> {
    let stuck = Arc::clone(stuck);
    move |scenario: &_, cancel: &engine::Cancel| {
        while stuck.load(Ordering::SeqCst) {
            if cancel.is_cancelled() {
                return Err(RunError::Cancelled);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        engine::run_observed(scenario, cancel)
    }
}

/// Frames by the clock, for what comes with time and not with news.
#[track_caller]
fn wait_until_says(window: &mut Window, text: &str) {
    let end = Instant::now() + Duration::from_secs(20);
    while !window.is_saying(text) {
        assert!(Instant::now() < end, "waited in vain for {text:?}: {:#?}", window.labels());
        std::thread::sleep(Duration::from_millis(20));
        window.harness.step();
    }
}

/// At the first step whose result is not kept back.
fn exploring(opening: Opening<'_>, runner: impl Runner) -> Window {
    let mut window = opening.lesson(LESSON).open_with(runner);
    window.settle();
    for _ in 0..3 {
        window.press(Key::PageDown);
    }
    window.settle();
    window
}

#[test]
fn a_long_run_says_how_far_it_is_and_can_be_ended_and_the_stage_keeps_the_last_one() {
    let (folder, stuck) = (folder(), Arc::new(AtomicBool::new(false)));
    let mut window = exploring(Opening::new(folder.path()), stuck_once(&stuck));
    let run = window.session().stage().unwrap().number;
    let place = window.place_of("Run × 200");
    stuck.store(true, Ordering::SeqCst);
    window.press(Key::Space);
    wait_until_says(&mut window, "running for 0.");
    window.says(" · TCP, 1 of 2");
    window.node(Role::ProgressIndicator, "Panes done");
    window.pane_says("TCP", &["2 sends → 1 recv"]);
    assert_eq!(window.place_of("Run × 200"), place, "the way out takes the room of the button");
    window.click(Role::Button, "Cancel (Esc)");
    window.says(&format!(" · run {run} stays on the stage"));
    window.says("cancelled after ");
    window.node(Role::Button, "Run (Space)");
    window.pane_says("TCP", &["2 sends → 1 recv"]);
    assert!(!window.session().is_running());

    // Escape does the same, and the next run is as any other.
    window.press(Key::Space);
    wait_until_says(&mut window, "running for 0.");
    window.press(Key::Escape);
    window.says("cancelled after ");
    stuck.store(false, Ordering::SeqCst);
    window.press(Key::Space);
    window.settle();
    window.is_silent_about("cancelled");
    assert!(window.session().stage().unwrap().number > run);
}

#[test]
fn a_first_run_that_is_ended_leaves_a_stage_that_says_so() {
    let (folder, stuck) = (folder(), Arc::new(AtomicBool::new(false)));
    let mut window = exploring(Opening::new(folder.path()).lang(Lang::Zh), stuck_once(&stuck));
    stuck.store(true, Ordering::SeqCst);
    window.click(Role::ListBoxOption, "第一次对话，未开始");
    while window.session().step().unwrap().kind != StepKind::Predict {
        window.press(Key::PageDown);
    }
    window.press(Key::A);
    wait_until_says(&mut window, "已运行 0.");
    window.says("运行中…");
    window.press(Key::Escape);
    window.says("已取消；按空格再运行");
    window.says("没有可以对照的运行，请再运行一次。");
    stuck.store(false, Ordering::SeqCst);
    window.press(Key::Space);
    window.settle();
    window.is_silent_about("已取消");
    window.says("你选了 A");
}

#[test]
fn a_class_sees_that_a_run_takes_long_and_escape_ends_it_before_it_leaves() {
    let (folder, stuck) = (folder(), Arc::new(AtomicBool::new(false)));
    let mut window = exploring(Opening::new(folder.path()), stuck_once(&stuck));
    window.press(Key::F5);
    stuck.store(true, Ordering::SeqCst);
    window.press(Key::Space);
    wait_until_says(&mut window, "running for 0.");
    window.says(" · Esc cancels");
    window.press(Key::Escape);
    window.harness.step();
    window.says("cancelled after ");
    window.region("Present mode");
    window.press(Key::Escape);
    window.harness.step();
    window.node(Role::Button, "Present");
}

/// Runs of which the first `good` are real; then the process is out of descriptors.
fn runs_out_after(good: u32) -> impl Runner {
    let left = AtomicU32::new(good);
    move |scenario: &Arc<Scenario>, cancel: &engine::Cancel| {
        let is_left = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if is_left.is_ok() {
            return engine::run(scenario, cancel);
        }
        let route = Route { transport: scenario.transport, family: scenario.family };
        Err(RunError::Setup { doing: Doing::Opening(route), error: ErrorName::TooManyFiles })
    }
}

/// In a lesson whose result is in sight, whatever came of it.
fn answered(opening: Opening<'_>, runner: impl Runner) -> Window {
    let mut window = opening.lesson(LESSON).open_with(runner);
    window.settle();
    window.press(Key::PageDown);
    window.press(Key::A);
    window.settle();
    window
}

#[test]
fn a_refused_run_says_why_and_what_to_do_in_both_languages_and_all_views() {
    for (lang, why, what_to_do, status, nothing, unanswered) in [
        (
            Lang::En,
            "opening TCP on 127.0.0.1 failed with EMFILE, too many files are open in this process",
            "Start the lab with a higher `ulimit -n`, then press Run (Space).",
            " failed in every pane",
            "There is no run on the stage yet",
            "There is no run to compare with",
        ),
        (
            Lang::Zh,
            "在 127.0.0.1 上打开 TCP 失败，EMFILE，本进程打开的文件太多",
            "请用更大的 `ulimit -n` 启动，再按“运行”（空格）。",
            "次运行，各栏都失败",
            "台上还没有运行结果",
            "没有可以对照的运行",
        ),
    ] {
        let folder = folder();
        let mut window = answered(Opening::new(folder.path()).lang(lang), runs_out_after(0));
        window.says(unanswered);
        for view in [Key::Num2, Key::Num1] {
            window.press_with(Modifiers::ALT, view);
            window.harness.step();
            window.says(why);
            window.says(what_to_do);
            window.says(status);
        }
        window.press_with(Modifiers::COMMAND, Key::S);
        window.harness.run_steps(2);
        window.says(nothing);
        window.press_with(Modifiers::COMMAND, Key::R);
        window.step_until("the job is over", |window| !window.session().is_counting());
        window.settle();
        window.says(why);
        assert_eq!(window.session().outcomes().unwrap().state, JobState::Refused);
        window.press(Key::F5);
        window.settle();
        window.says(why);
    }
}

#[test]
fn many_runs_that_are_refused_on_their_way_keep_what_they_have() {
    let folder = folder();
    // Both panes of the run of each step, and of seven that are counted.
    let mut window = answered(Opening::new(folder.path()), runs_out_after(2 * (2 + 7)));
    window.press_with(Modifiers::COMMAND, Key::R);
    window.step_until("the job is over", |window| !window.session().is_counting());
    window.settle();
    let outcomes = window.session().outcomes().unwrap();
    assert_eq!((outcomes.done, outcomes.state), (7, JobState::Refused));
    window.says("7 of 200, then it could not be run");
    window.says("After 7 runs: This could not be run: opening TCP");
    window.pane_says("TCP", &["broken in 7 of 7", "recv 9: merged, 7 runs, 100 %"]);
}

#[test]
fn a_cancelled_sweep_keeps_its_points_and_says_how_far_it_came() {
    let (folder, stuck) = (folder(), Arc::new(AtomicBool::new(false)));
    let size = vec2(1280.0, 1100.0);
    let mut window = exploring(Opening::new(folder.path()).size(size), stuck_once(&stuck));
    window.press_with(Modifiers::ALT, Key::Num3);
    window.settle();
    window.click(Role::Button, "Sweep");
    window.step_until("some runs are done", |window| {
        window.session().sweep().is_some_and(|sweep| sweep.done > 0)
    });
    stuck.store(true, Ordering::SeqCst);
    window.harness.step();
    window.node(Role::ProgressIndicator, "Runs done");
    window.press(Key::Escape);
    window.settle();
    let sweep = window.session().sweep().unwrap();
    assert_eq!(sweep.state, JobState::Cancelled);
    assert!(sweep.done > 0 && sweep.done < sweep.wanted());
    window.says("95 % interval · ");
    window.says(" of 1400, cancelled");
    window.says("TCP at 1 B: ");
}

#[test]
fn a_gate_that_cannot_open_is_told_in_chinese_too() {
    let (home, lessons) = (folder(), folder());
    write_lesson(lessons.path());
    let opening = Opening::new(home.path()).watching(lessons.path()).lang(Lang::Zh);
    let mut window = opening.lesson("waits").open();
    window.settle();
    window.drag("等多少字节", &[9], |_| {});
    window.settle();
    window.says("server：等待接收缓冲区里有 9 字节，只看到排队的 5 字节，共需 9（lesson.toml 第 ");
    window.says("Ctrl+0");
    window.press_with(Modifiers::COMMAND, Key::Num0);
    window.settle();
    window.is_silent_about("只看到");
    window.is_silent_about("Ctrl+0");
}

/// A lesson whose gate opens where it begins, and at no larger value.
fn write_lesson(lessons: &Path) {
    let folder = lessons.join("waits");
    fs::create_dir_all(&folder).unwrap();
    let toml = r#"format = 1
id = "waits"
deadline-ms = 150
covers = []
title = { en = "Waits", zh = "等待" }
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
script = [{ wait = { queued = "queued" } }, { recv = 10 }]
[[step]]
id = "turn"
kind = "explore"
[[claim]]
pane = "tcp"
fact = "read-sizes"
equals = [5]
"#;
    fs::write(folder.join("lesson.toml"), toml).unwrap();
    for file in ["en.md", "zh.md"] {
        fs::write(folder.join(file), "## turn\nTurn it.\n").unwrap();
    }
}

#[test]
fn what_cannot_be_written_is_told_in_the_windows_language_with_what_to_do() {
    let folder = folder();
    fs::write(folder.path().join("runs"), "in the way").unwrap();
    let mut window = exploring(Opening::new(folder.path()).lang(Lang::Zh), engine::run_observed);
    window.press_with(Modifiers::COMMAND, Key::S);
    window.harness.run_steps(2);
    let runs = folder.path().join("runs");
    window.says(&format!("无法写入 {}：本该是文件夹的地方是一个文件。请把它移走再试", runs.display()));
    fs::remove_file(&runs).unwrap();
    window.press_with(Modifiers::COMMAND, Key::S);
    window.harness.run_steps(2);
    window.says("已保存为 ");
}
