//! Committing to an answer, and what the run says to it.

use super::*;

#[test]
fn a_question_hides_the_run_until_it_is_answered() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 1);
    assert!(seat.session.is_hidden() && seat.session.stage().is_none());
    assert_eq!(seat.session.prediction(), None);
    assert!(!seat.session.answer(2), "there are two choices");
    assert!(seat.session.answer(1));
    assert_eq!(seat.read_sizes(), [9, 0]);
    let prediction = Prediction { chosen: 1, right: vec![1], knobs_turned: false };
    assert_eq!(seat.session.prediction(), Some(prediction));
    assert!(!seat.session.answer(0), "an answer stands");
    seat.session.next();
    assert!(!seat.session.is_running(), "what was predicted is what is observed");
}

#[test]
fn an_answer_is_seen_also_where_outcomes_were_looked_at() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 1);
    seat.session.set_view(View::Outcomes);
    seat.session.answer(1);
    assert_eq!(seat.session.view(), View::Bytes);
    seat.session.ask_again();
    seat.session.set_view(View::Time);
    seat.session.reveal();
    assert_eq!(seat.session.view(), View::Time, "which shows the run too");
}

#[test]
fn an_answer_before_the_run_is_there_is_judged_when_it_comes() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 0);
    seat.session.next();
    assert!(seat.session.answer(0));
    seat.settle();
    assert_eq!(seat.session.answered(), Some(Answer { choice: 0, right: Some(false) }));
}

#[test]
fn no_choice_is_right_where_turned_knobs_make_none_fit() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 1);
    seat.session.answer(1);
    seat.session.set_knob("recv-size", Value::Number(3));
    seat.settle();
    let prediction = seat.session.prediction().unwrap();
    assert_eq!(prediction, Prediction { chosen: 1, right: vec![], knobs_turned: true });
    assert_eq!(prediction.is_right(), None);
    let kept = Answer { choice: 1, right: Some(true) };
    assert_eq!(seat.session.answered(), Some(kept), "it was right when it was given");
}

#[test]
fn a_question_is_asked_at_the_lessons_own_knobs() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 0);
    seat.session.set_knob("recv-size", Value::Number(3));
    seat.session.next();
    assert_eq!(seat.knob("recv-size"), Value::Number(10));
    seat.session.undo();
    assert_eq!(seat.knob("recv-size"), Value::Number(3));
    seat.session.redo();
    assert_eq!(seat.knob("recv-size"), Value::Number(10));
}

#[test]
fn asking_again_hides_a_new_run() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 1);
    seat.session.reveal();
    let first = seat.session.stage().expect("it was revealed").number;
    assert!(!seat.session.answer(1), "who has seen it predicts nothing");
    seat.session.ask_again();
    assert!(seat.session.is_hidden());
    seat.settle();
    assert!(seat.session.answer(1));
    assert!(seat.session.stage().unwrap().number > first);
}

#[test]
fn what_is_read_before_a_question_does_not_give_the_result_away() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 0);
    assert!(seat.session.is_hidden() && !seat.session.is_asking());
    assert!(seat.session.stage().is_none() && seat.session.run_kept().is_some());
    assert!(!seat.session.answer(0), "nothing is asked here");
    seat.session.next();
    assert!(seat.session.is_asking());
    assert!(seat.session.answer(0));
    seat.settle();
    seat.session.back();
    assert!(!seat.session.is_hidden() && seat.session.stage().is_some());
}
