//! What the system refuses is told in the window's language, with what to do.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT;
use stickylab::engine::{self, Doing, Route, RunError};
use stickylab::lesson::Lang;
use stickylab::model::{ErrorName, Scenario};
use stickylab::session::{JobState, Runner};

use crate::driver::{Opening, Window, folder};
use crate::states::{LESSON, exploring};

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
            "请用更大的 `ulimit -n` 重新启动，再按“运行”（空格）。",
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

#[test]
fn settings_and_progress_that_cannot_be_kept_are_told_of_in_one_message() {
    let folder = folder();
    let blocked = folder.path().join("lab");
    let mut window = Opening::new(&blocked).lesson(LESSON).open();
    window.settle();
    fs::remove_dir_all(&blocked).unwrap();
    fs::write(&blocked, "in the way").unwrap();
    window.press(Key::PageDown);
    window.press_with(Modifiers::COMMAND, Key::T);
    window.settle();
    let text = format!("Settings and progress cannot be kept in {}: ", blocked.display());
    let root = window.harness.root();
    let told = root.children_recursive().filter(|node| {
        let node = node.accesskit_node();
        node.role() == Role::Alert && node.label().is_some_and(|label| label.starts_with(&text))
    });
    assert_eq!(told.count(), 1, "{:#?}", window.labels());
    window.says("a file is where a folder should be. Move it away, or name another folder");
}

#[test]
fn a_pane_that_cannot_be_led_by_hand_is_told_of_and_the_scripts_run_again() {
    let (home, lessons) = (folder(), folder());
    let path = lessons.path().join("shell");
    fs::create_dir_all(&path).unwrap();
    let toml = r#"format = 1
id = "shell"
covers = []
title = { en = "Shell", zh = "外壳" }
[[pane]]
name = "tcp"
transport = "tcp"
title = { en = "TCP", zh = "TCP" }
[[endpoint]]
name = "client"
script = [{ send = "now" }, { recv = 100 }, { close = true }]
[[endpoint]]
name = "server"
script = [{ serve = "shell", commands = [{ text = "now", run = ["no-such-command"] }] }]
[[step]]
id = "turn"
kind = "explore"
[[claim]]
pane = "tcp"
fact = "reads"
stream = "client-to-server"
equals = 1
"#;
    fs::write(path.join("lesson.toml"), toml).unwrap();
    for file in ["en.md", "zh.md"] {
        fs::write(path.join(file), "## turn\nTurn it.\n").unwrap();
    }
    let opening = Opening::new(home.path()).watching(lessons.path()).lang(Lang::Zh);
    let mut window = opening.lesson("shell").open();
    window.settle();
    let why = "本机不可用：/usr/bin, /bin 里没有命令 no-such-command";
    window.pane_says("TCP", &[why]);
    window.press(Key::H);
    window.settle();
    // Its script runs a command that is not there.
    window.pane_node("server", "我来操作").click();
    window.step_until_says("无法亲手操作 TCP，脚本重新运行。");
    window.settle();
    assert!(window.session().by_hand().is_none());
    window.pane_says("TCP", &[why]);
}

#[test]
fn a_folder_without_a_lesson_says_how_to_begin_one() {
    let (home, lessons) = (folder(), folder());
    let mut window = Opening::new(home.path()).watching(lessons.path()).lesson(LESSON).open();
    window.settle();
    let folder = lessons.path().display();
    window.says(&format!(
        "There is no lesson in {folder} yet. `stickylab new {folder}/my-lesson` begins one"
    ));
}

#[test]
fn a_defect_of_the_lab_is_told_and_the_next_run_is_as_any_other() {
    let folder = folder();
    let panics = Arc::new(AtomicU32::new(0));
    let own = Arc::clone(&panics);
    let runner = move |scenario: &Arc<Scenario>, cancel: &engine::Cancel| {
        assert!(own.load(Ordering::SeqCst) == 0, "this test wants it");
        engine::run_observed(scenario, cancel)
    };
    let mut window = exploring(Opening::new(folder.path()), runner);
    panics.store(1, Ordering::SeqCst);
    window.press(Key::Space);
    window.step_until_says("The lab has a defect, and this run came to nothing. Run it again (Space)");
    // What was there stays.
    window.pane_says("TCP", &["2 sends → 1 recv"]);
    panics.store(0, Ordering::SeqCst);
    let before = window.session().stage().unwrap().number;
    window.press(Key::Space);
    window.settle();
    assert!(window.session().stage().unwrap().number > before);
}
