//! Many runs and sweeps: progress, cancelling, knobs that are turned meanwhile.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crossbeam_channel::Sender;

use super::*;
use crate::model::{Scenario, Share};

/// Lets runs through one by one, and counts those that began.
struct Valve {
    open: Sender<()>,
    began: Receiver<()>,
}

/// A session whose runs, each a real one, wait for the valve once `gate` is shut.
fn gated(desk: &Desk) -> (Seat, Valve, Arc<AtomicBool>) {
    let (open, opened) = bounded::<()>(20_000);
    let (announce, began) = bounded(20_000);
    let shut = Arc::new(AtomicBool::new(false));
    let is_shut = Arc::clone(&shut);
    let runner = move |scenario: &Arc<Scenario>, cancel: &Cancel| {
        if is_shut.load(Ordering::SeqCst) {
            announce.send(()).unwrap();
            while opened.recv_timeout(Duration::from_millis(1)).is_err() {
                if cancel.is_cancelled() {
                    return Err(RunError::Cancelled);
                }
            }
        }
        engine::run(scenario, cancel)
    };
    let mut seat = Seat::take(desk.options(Some("alpha")), runner);
    seat.settle();
    seat.session.go_to_step(2);
    seat.settle();
    (seat, Valve { open, began }, shut)
}

impl Seat {
    /// Polls until the long job is over.
    pub(super) fn finish(&mut self) {
        self.poll_until(|session| !session.is_counting());
    }

    fn poll_until(&mut self, condition: impl Fn(&Session) -> bool) {
        while !condition(&self.session) {
            self.woken.recv_timeout(LONG).expect("there is news");
            self.session.poll();
        }
    }
}

#[test]
fn many_runs_are_counted_in_the_background() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 2);
    seat.session.set_repeat_runs(10);
    seat.session.repeat();
    assert!(seat.session.is_counting());
    assert_eq!(seat.session.view(), View::Outcomes);
    assert_eq!(seat.session.outcomes().unwrap().done, 0, "the job is shown before its first run");
    seat.finish();
    let outcomes = seat.session.outcomes().unwrap();
    assert_eq!((outcomes.done, outcomes.wanted, outcomes.state), (10, 10, JobState::Done));
    assert!(outcomes.rate().is_some());
    let tally = &outcomes.pane("tcp").unwrap().tally;
    assert_eq!(tally.broken_share(), Share { hits: 10, of: 10 });
    let told = tally.outcomes();
    assert_eq!((told.len(), &told[0].signature.read_sizes[..]), (1, &[9][..]));
}

#[test]
fn how_many_runs_is_remembered() {
    let desk = Desk::new();
    let mut seat = desk.sit(Some("alpha"));
    assert_eq!(seat.session.repeat_runs(), 200);
    seat.session.set_repeat_runs(1000);
    drop(seat);
    assert_eq!(desk.sit(None).session.repeat_runs(), 1000);
}

#[test]
fn a_cancelled_job_keeps_what_it_has() {
    let desk = Desk::new();
    let (mut seat, valve, shut) = gated(&desk);
    shut.store(true, Ordering::SeqCst);
    seat.session.count_runs(10_000);
    for _ in 0..7 {
        valve.open.send(()).unwrap();
    }
    for _ in 0..8 {
        valve.began.recv_timeout(LONG).unwrap();
    }
    seat.session.cancel_job();
    assert!(!seat.session.is_counting());
    assert_eq!(seat.session.outcomes().unwrap().state, JobState::Cancelled);
    // The eighth is cut off; what the job thread tells at its end is all that was done.
    seat.poll_until(|session| session.outcomes().unwrap().done == 7);
    let outcomes = seat.session.outcomes().unwrap();
    assert_eq!((outcomes.wanted, outcomes.state), (10_000, JobState::Cancelled));
    assert_eq!(outcomes.pane("tcp").unwrap().tally.runs(), 7);
}

#[test]
fn results_grow_while_the_job_runs() {
    let desk = Desk::new();
    let (mut seat, valve, shut) = gated(&desk);
    shut.store(true, Ordering::SeqCst);
    seat.session.count_runs(50);
    // Slower than news may come, so that there is some in between.
    for _ in 0..3 {
        valve.began.recv_timeout(LONG).unwrap();
        std::thread::sleep(Duration::from_millis(20));
        valve.open.send(()).unwrap();
    }
    seat.poll_until(|session| session.outcomes().unwrap().done >= 1);
    let outcomes = seat.session.outcomes().unwrap();
    assert!(outcomes.is_running() && outcomes.done < 50);
    shut.store(false, Ordering::SeqCst);
    valve.open.send(()).unwrap();
    seat.finish();
    assert_eq!(seat.session.outcomes().unwrap().done, 50);
}

#[test]
fn turning_a_knob_ends_the_job_and_its_tally_stays_that_of_the_old_knobs() {
    let desk = Desk::new();
    let (mut seat, valve, shut) = gated(&desk);
    shut.store(true, Ordering::SeqCst);
    seat.session.count_runs(1000);
    valve.began.recv_timeout(LONG).unwrap();
    shut.store(false, Ordering::SeqCst);
    seat.session.set_knob("recv-size", Value::Number(4));
    seat.settle();
    assert_eq!(seat.read_sizes(), [4, 4, 1, 0], "the run of the turned knob is not kept waiting");
    assert!(!seat.session.is_counting());
    let outcomes = seat.session.outcomes().unwrap();
    assert_eq!(outcomes.state, JobState::Cancelled);
    assert_eq!(outcomes.settings["recv-size"], Value::Number(10));
    assert_ne!(Some(&outcomes.settings), seat.session.settings());
}

#[test]
fn many_runs_wait_for_the_single_run_that_is_on_its_way() {
    let desk = Desk::new();
    let (mut seat, valve, shut) = gated(&desk);
    shut.store(true, Ordering::SeqCst);
    seat.session.set_knob("recv-size", Value::Number(4));
    valve.began.recv_timeout(LONG).unwrap();
    seat.session.set_repeat_runs(10);
    seat.session.repeat();
    // Longer than a job is let finish when a newer one waits: this one is not pushed aside.
    std::thread::sleep(job::PATIENCE * 2);
    shut.store(false, Ordering::SeqCst);
    valve.open.send(()).unwrap();
    seat.finish();
    assert_eq!(seat.read_sizes(), [4, 4, 1, 0]);
    assert_eq!(seat.session.outcomes().unwrap().done, 10);
}

#[test]
fn a_run_of_a_tally_comes_to_the_stage_with_its_knobs() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 2);
    seat.session.count_runs(3);
    seat.finish();
    seat.session.set_knob("recv-size", Value::Number(4));
    seat.settle();
    let outcomes = Arc::clone(seat.session.outcomes().unwrap());
    let run = outcomes.panes[0].tally.outcomes()[0].example.cloned().unwrap();
    seat.session.show_counted(&run);
    assert_eq!((run.number, run.of), (1, Some(3)));
    assert_eq!(seat.session.view(), View::Bytes);
    assert_eq!(seat.read_sizes(), [9, 0]);
    assert_eq!(seat.knob("recv-size"), Value::Number(10));
    assert!(!seat.session.is_running());
    seat.session.undo();
    seat.settle();
    assert_eq!((seat.knob("recv-size"), seat.read_sizes()), (Value::Number(4), vec![4, 4, 1, 0]));
}

#[test]
fn a_sweep_has_a_point_for_each_value() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 2);
    let values = [5, 9, 20].map(Value::Number).to_vec();
    seat.session.sweep_knob(SweepPlan { knob: "recv-size".to_owned(), values, runs: 4 });
    seat.finish();
    let sweep = seat.session.sweep().unwrap();
    assert_eq!((sweep.done, sweep.wanted(), sweep.state), (12, 12, JobState::Done));
    let hits: Vec<(u64, u64)> =
        sweep.panes[0].points.iter().map(|share| (share.hits, share.of)).collect();
    // "hello" and "feng" are queued: recv(5) cuts them where they end, the others run over.
    assert_eq!(hits, [(0, 4), (4, 4), (4, 4)]);
    assert_eq!(seat.knob("recv-size"), Value::Number(10), "the knob itself is not turned");
}

#[test]
fn a_question_hides_tallies_and_starts_none() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 2);
    seat.session.count_runs(3);
    seat.finish();
    seat.session.ask_again();
    seat.session.back();
    seat.settle();
    assert!(seat.session.is_hidden());
    assert!(seat.session.outcomes().is_none());
    seat.session.repeat();
    assert!(!seat.session.is_counting());
}

#[test]
fn a_pane_that_cannot_run_says_why_and_ends_the_job() {
    let desk = Desk::new();
    let broken = |_: &Arc<Scenario>, _: &Cancel| Err(not_here());
    let mut seat = Seat::take(desk.options(Some("alpha")), broken);
    seat.settle();
    seat.session.go_to_step(2);
    seat.settle();
    seat.session.count_runs(10_000);
    seat.finish();
    let outcomes = seat.session.outcomes().unwrap();
    let error = outcomes.panes[0].error.as_ref().unwrap().to_string();
    assert_eq!(
        (outcomes.done, error.as_str()),
        (
            0,
            "tcp over IPv6 is not available here: binding ::1: EADDRNOTAVAIL: this machine does not have this address"
        )
    );
}

#[test]
fn a_defect_of_the_lab_in_the_middle_is_told() {
    let desk = Desk::new();
    let (count, runs) = (Arc::new(AtomicU32::new(0)), 8);
    let panics = move |scenario: &Arc<Scenario>, cancel: &Cancel| {
        assert!(count.fetch_add(1, Ordering::SeqCst) < runs, "this test wants it");
        engine::run(scenario, cancel)
    };
    let mut seat = Seat::take(desk.options(Some("alpha")), panics);
    seat.settle();
    seat.session.go_to_step(2);
    seat.settle();
    seat.session.count_runs(100);
    seat.finish();
    assert_eq!(seat.session.outcomes().unwrap().state, JobState::Failed);
}

#[test]
fn another_lesson_ends_the_job_and_begins_without_a_tally() {
    let desk = Desk::new();
    let (mut seat, valve, shut) = gated(&desk);
    shut.store(true, Ordering::SeqCst);
    seat.session.count_runs(1000);
    valve.began.recv_timeout(LONG).unwrap();
    shut.store(false, Ordering::SeqCst);
    assert!(seat.session.select_lesson("beta"));
    seat.settle();
    assert!(!seat.session.is_counting());
    seat.session.go_to_step(2);
    seat.settle();
    assert!(seat.session.outcomes().is_none());
}

#[test]
fn many_runs_decide_a_question_about_many_runs() {
    let desk = Desk::new();
    let asked = lesson_toml("alpha", "hello").replace(
        "kind = \"predict\"\nchoices = [",
        "kind = \"predict\"\nruns = 10\nchoices = [\n    \
         { label = { en = \"all\", zh = \"全部\" }, fact = \"broken-share\", pane = \"tcp\", equals = 100 },\n    \
         { label = { en = \"none\", zh = \"没有\" }, fact = \"broken-share\", pane = \"tcp\", equals = 0 },\n]\nold = [",
    );
    let old = asked.find("old = [").unwrap();
    let end = old + asked[old..].find("\n]\n").unwrap() + 3;
    write_lesson(desk.lessons.path(), "alpha", &[&asked[..old], &asked[end..]].concat());
    let mut seat = Seat::at_step(&desk, "alpha", 1);
    assert!(seat.session.is_asking() && !seat.session.is_counting());
    assert!(seat.session.answer(1));
    assert!(seat.session.is_counting());
    assert_eq!(seat.session.view(), View::Outcomes);
    assert_eq!(seat.session.prediction(), None, "one run does not decide it");
    seat.finish();
    let expected = Prediction { chosen: 1, right: vec![0], knobs_turned: false };
    assert_eq!(seat.session.prediction(), Some(expected));
    assert_eq!(seat.session.answered(), Some(Answer { choice: 1, right: Some(false) }));
    seat.session.next();
    seat.session.back();
    assert!(!seat.session.is_counting(), "what decided it is still there");
}
