//! What is empty, under way, ended early or failed says so, and what to do.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use stickylab::engine::{self, RunError};
use stickylab::lesson::{Lang, StepKind};
use stickylab::session::{JobState, Runner};

use crate::driver::{Opening, Window, folder};

pub const LESSON: &str = "two-sends-one-recv";

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
pub fn exploring(opening: Opening<'_>, runner: impl Runner) -> Window {
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
    window.says("95\u{a0}%\u{a0}interval · ");
    window.says(" of 4000, cancelled");
    window.says("TCP at 1 B: ");
}

#[test]
fn what_is_empty_says_how_it_is_filled() {
    let folder = folder();
    let mut window = exploring(Opening::new(folder.path()), engine::run_observed);
    window.press_with(Modifiers::ALT, Key::Num3);
    window.harness.step();
    window.says("The button above does it, or Ctrl+R.");
    window.says("Runs the lesson at each value, and draws how often it breaks there.");
    window.press(Key::T);
    window.settle();
    window.node(Role::TextInput, "Find a term").type_text("zzz");
    window.harness.run_steps(2);
    window.says("No term has “zzz” in it, in either language.");
    window.click(Role::Button, "Show all terms");
    window.settle();
    window.is_silent_about("No term has");
    window.says("receive buffer");
}

#[test]
fn what_is_out_of_use_says_why() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.settle();
    for (button, why) in [
        ("Run × 200", "Make your prediction first"),
        ("Replay", "Make your prediction first"),
        ("By hand", "Make your prediction first"),
    ] {
        // The stage says it too, in the place of what it keeps back.
        let said = |window: &Window| window.labels().iter().filter(|label| *label == why).count();
        let before = said(&window);
        let place = window.place_of(button).center();
        window.harness.hover_at(place);
        window.harness.run_steps(90);
        assert!(said(&window) > before, "{button}");
        window.harness.remove_cursor();
        window.harness.run_steps(30);
    }
    for _ in 0..3 {
        window.press(Key::PageDown);
    }
    window.settle();
    window.press_with(Modifiers::ALT, Key::Num3);
    let place = window.place_of("Replay").center();
    window.harness.hover_at(place);
    window.harness.run_steps(90);
    window.says("Many runs have no common time.");
}
