//! Lessons, steps and knobs: what is run when.

use super::*;

#[test]
fn turning_a_knob_runs_at_once() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 2);
    for (recv_size, expected) in [(4, vec![4, 4, 1, 0]), (20, vec![9, 0]), (5, vec![5, 4, 0])] {
        seat.session.set_knob("recv-size", Value::Number(recv_size));
        seat.settle();
        assert_eq!(seat.read_sizes(), expected);
    }
    seat.session.end_drag();
    seat.session.undo();
    seat.settle();
    assert_eq!(seat.read_sizes(), [9, 0], "the drag is one change");
    seat.session.set_knob("no-such-knob", Value::Number(1));
    assert!(!seat.session.is_running());
}

#[test]
fn a_step_puts_its_knobs_and_reset_goes_back_to_them() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 3);
    assert_eq!(seat.knob("recv-size"), Value::Number(3));
    seat.session.set_knob("recv-size", Value::Number(7));
    seat.session.set_knob("messages", Value::Number(4));
    seat.session.reset_knobs();
    assert_eq!(seat.knob("recv-size"), Value::Number(3));
    assert_eq!(seat.knob("messages"), Value::Number(2));
    seat.settle();
    assert_eq!(seat.read_sizes(), [3, 3, 3, 0]);
}

#[test]
fn another_lesson_begins_with_its_own_run() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 2);
    seat.session.run_again();
    assert!(seat.session.select_lesson("beta"));
    assert!(!seat.session.select_lesson("gamma"));
    assert!(seat.session.run_kept().is_none());
    assert!(!seat.session.can_undo());
    seat.settle();
    assert_eq!(seat.session.run_kept().unwrap().lesson.id, "beta");
    assert_eq!(seat.session.step_index(), 0);
}

#[test]
fn a_pane_that_cannot_run_is_told_of_once() {
    let desk = Desk::new();
    let broken = |_: &Arc<crate::model::Scenario>, _: &Cancel| Err(not_here());
    let mut seat = Seat::take(desk.options(Some("alpha")), broken);
    seat.settle();
    let told = seat.told();
    assert!(matches!(&told[..], [Notice::RunFailed { .. }]), "{told:?}");
    seat.session.set_knob("recv-size", Value::Number(3));
    seat.settle();
    assert!(seat.told().is_empty());
    assert!(seat.session.run_kept().unwrap().panes[0].result.is_err());
}

#[test]
fn a_panic_in_a_run_is_a_notice() {
    let desk = Desk::new();
    let panics = |_: &Arc<crate::model::Scenario>, _: &Cancel| panic!("this test wants it");
    let mut seat = Seat::take(desk.options(Some("alpha")), panics);
    seat.settle();
    let told = seat.told();
    assert!(matches!(&told[..], [Notice::Defect]), "{told:?}");
}

#[test]
fn an_unknown_lesson_is_told_of_and_another_one_opens() {
    let desk = Desk::new();
    let mut seat = desk.sit(Some("gamma"));
    let told = seat.told();
    assert!(matches!(&told[..], [Notice::NoSuchLesson(id)] if id == "gamma"), "{told:?}");
    assert!(seat.session.lesson().is_some());
}

#[test]
fn edited_lessons_keep_what_is_open() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 2);
    seat.session.set_knob("recv-size", Value::Number(20));
    let edited = lesson_toml("alpha", "hello").replace("max = 20\ndefault = 10", "max = 8\ndefault = 4");
    write_lesson(desk.lessons.path(), "alpha", &edited);
    seat.session.replace_catalog(Catalog::with_folder(desk.lessons.path()));
    assert_eq!(seat.session.step().unwrap().id, "look");
    assert_eq!(seat.knob("recv-size"), Value::Number(8));
    seat.settle();
    assert_eq!(seat.read_sizes(), [8, 1, 0]);
}

#[test]
fn a_half_edited_lesson_stays_open_as_it_was() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 2);
    write_lesson(desk.lessons.path(), "alpha", "format = 1\nid = ");
    seat.session.replace_catalog(Catalog::with_folder(desk.lessons.path()));
    // What is wrong with it stands beside its stage, and is not told again.
    assert!(!seat.session.lesson_errors().is_empty());
    assert!(!seat.session.take_notices().iter().any(|notice| matches!(notice, Notice::LessonBroken(_))));
    assert_eq!(seat.read_sizes(), [9, 0]);
    assert!(seat.session.select_lesson("beta") && !seat.session.select_lesson("alpha"));
}

#[test]
fn closing_does_not_wait_for_a_long_run() {
    let desk = Desk::new();
    let slow = lesson_toml("alpha", "hello")
        .replace("{ wait = \"all-queued\" }", "{ sleep-ms = 60000 }")
        .replace("covers = []", "covers = []\ndeadline-ms = 60000");
    write_lesson(desk.lessons.path(), "alpha", &slow);
    let seat = desk.sit(Some("alpha"));
    let (done, closed) = bounded(1);
    let closing = std::thread::Builder::new().spawn(move || {
        drop(seat);
        done.send(()).unwrap();
    });
    closed.recv_timeout(LONG).expect("the run is cancelled and its threads are joined");
    closing.unwrap().join().unwrap();
}
