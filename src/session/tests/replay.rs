//! Replaying the run on the stage: when it is loaded, and when it is left.

use super::*;
use crate::lesson::View;

const OBSERVE: usize = 2;

fn loaded(desk: &Desk) -> Seat {
    let mut seat = Seat::at_step(desk, "alpha", OBSERVE);
    seat.session.toggle_replay();
    assert!(seat.session.playback().unwrap().is_playing(), "whoever asks for a replay sees it play");
    seat
}

fn playback(seat: &mut Seat) -> &mut Playback {
    seat.session.playback_mut().expect("a replay is loaded")
}

#[test]
fn a_replay_has_the_moments_of_its_run() {
    let desk = Desk::new();
    let mut seat = loaded(&desk);
    assert_eq!(seat.session.playhead_ns(), Some(0.0));
    let run = Arc::clone(seat.session.stage().unwrap());
    for trace in run.traces() {
        let began = trace.before_origin_ns();
        let ends = trace.calls().flat_map(|(_, call)| [call.start_ns, call.end_ns]);
        let measured: Vec<u64> = ends.filter(|&ns| ns > began).collect();
        assert!(measured.len() > 2);
        for ns in measured {
            assert!(playback(&mut seat).events().contains(&((ns - began) as f64)));
        }
    }
    playback(&mut seat).end();
    assert_eq!(seat.session.playhead_ns(), Some(playback(&mut seat).duration_ns()));
    seat.session.toggle_replay();
    assert_eq!(seat.session.playhead_ns(), None);
}

#[test]
fn what_is_kept_back_is_not_replayed() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 1);
    assert!(seat.session.is_hidden());
    seat.session.toggle_replay();
    assert!(seat.session.playback().is_none());
}

#[test]
fn at_the_beginning_it_waits_to_be_stepped() {
    let desk = Desk::new();
    let mut seat = loaded(&desk);
    let playback = playback(&mut seat);
    playback.play();
    playback.advance(0.5);
    playback.home();
    assert!(!playback.is_playing());
    playback.step_next();
    let first = playback.events().iter().copied().find(|&event| event > 0.0);
    assert_eq!(Some(playback.position_ns()), first);
}

#[test]
fn a_fresh_run_is_replayed_from_its_start() {
    let desk = Desk::new();
    let mut seat = loaded(&desk);
    playback(&mut seat).set_looping(true);
    playback(&mut seat).set_pace(Pace::PerEvent { seconds: 0.5 });
    playback(&mut seat).advance(1.0);
    let old = playback(&mut seat).events().to_vec();
    seat.session.run_again();
    seat.settle();
    let fresh = playback(&mut seat);
    assert!(fresh.position_ns() < 1.0 && fresh.is_playing() && fresh.is_looping());
    assert_eq!(fresh.pace(), Pace::PerEvent { seconds: 0.5 });
    assert_ne!(fresh.events(), old, "no two runs take equally long");

    fresh.end();
    seat.session.run_again();
    seat.settle();
    let fresh = playback(&mut seat);
    assert!(fresh.position_ns() < 1.0 && !fresh.is_playing(), "what stood still waits");
}

#[test]
fn a_knob_a_step_a_lesson_and_outcomes_leave_the_replay() {
    let desk = Desk::new();
    let check = |what: &str, act: fn(&mut Session)| {
        let mut seat = loaded(&desk);
        act(&mut seat.session);
        assert!(seat.session.playback().is_none(), "{what}");
        seat.settle();
        assert!(seat.session.playback().is_none(), "{what}, and the run that comes of it");
    };
    check("a knob", |session| session.set_knob("recv-size", Value::Number(4)));
    check("a step", Session::next);
    check("a lesson", |session| assert!(session.select_lesson("beta")));
    check("many runs", |session| session.set_view(View::Outcomes));
    check("the question again", |session| {
        session.back();
        session.ask_again();
    });
}

#[test]
fn many_runs_have_no_replay() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", OBSERVE);
    seat.session.set_view(View::Outcomes);
    assert!(!seat.session.load_replay());
    seat.session.set_view(View::Time);
    assert!(seat.session.load_replay());
}
