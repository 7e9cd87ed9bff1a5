//! A playhead that is handed its time: never outside the run, exact, and fair to each event.

use proptest::prelude::*;

use super::*;
use crate::model::made::Made;
use crate::model::{StreamOffset, Transport};

const MS: u64 = 1_000_000;

fn playing(moments: &[u64], pace: Pace) -> Playback {
    let mut playback = Playback::new(moments.to_vec());
    playback.set_pace(pace);
    playback.play();
    playback
}

#[test]
fn a_run_takes_about_eight_seconds_to_watch() {
    let check = |duration_ns: u64, expected: u32| {
        let pace = Playback::new(vec![duration_ns]).pace();
        assert_eq!(pace, Pace::EvenTime { slowdown: expected }, "{duration_ns} ns");
    };
    check(43 * MS, 200);
    check(80 * MS, 100);
    check(8_000 * MS, 1);
    check(60_000 * MS, 1);
    check(8 * MS, 1000);
    check(1, 10_000);
}

#[test]
fn evenly_in_time_a_second_is_a_slowed_second() {
    let mut playback = playing(&[0, 50 * MS], Pace::EvenTime { slowdown: 100 });
    assert!(playback.advance(1.0));
    assert!((playback.position_ns() - 1e7).abs() < 1e-6);
    assert!(!playback.advance(100.0), "it stops at the end");
    assert!((playback.position_ns() - 5e7).abs() < 1e-6);
    assert!(!playback.is_playing());
}

#[test]
fn per_event_each_way_takes_equally_long() {
    let moments = [10, 20, 1_000_000, 1_000_001];
    let mut playback = playing(&moments, Pace::PerEvent { seconds: 0.5 });
    for moment in moments {
        playback.advance(0.25);
        let before = playback.position_ns();
        playback.advance(0.25);
        assert!((playback.position_ns() - moment as f64).abs() < 1e-3, "{moment}");
        assert!(before < playback.position_ns());
    }
    assert!(!playback.is_playing());
}

#[test]
fn at_the_end_it_stops_and_plays_again_from_the_beginning() {
    let mut playback = playing(&[5, 9], Pace::EvenTime { slowdown: 1 });
    playback.advance(1.0);
    assert!(playback.is_at_end() && !playback.is_playing());
    playback.toggle();
    assert!(playback.is_playing() && playback.position_ns() < 1.0);
    playback.toggle();
    assert!(!playback.is_playing());
}

#[test]
fn a_loop_shows_its_end_and_begins_anew() {
    let mut playback = playing(&[5, 9], Pace::EvenTime { slowdown: 1 });
    playback.set_looping(true);
    assert!(playback.advance(1.0));
    assert!(playback.is_at_end());
    assert!(playback.advance(0.6));
    assert!(playback.is_at_end(), "the end is shown for a second");
    assert!(playback.advance(0.6));
    assert!(playback.position_ns() < 1.0);
}

#[test]
fn nothing_happened_and_nothing_plays() {
    let mut playback = Playback::new(Vec::new());
    playback.play();
    assert!(!playback.is_playing());
    playback.step_next();
    playback.scrub(f64::NAN);
    assert!(!playback.advance(1.0));
    assert!(playback.position_ns().abs() < f64::EPSILON);
}

#[test]
fn steps_stop_and_home_and_end_are_the_ends() {
    let mut playback = playing(&[0, 5, 9], Pace::EvenTime { slowdown: 1 });
    playback.step_next();
    assert!(!playback.is_playing());
    let mut at = |act: fn(&mut Playback), expected: f64| {
        act(&mut playback);
        assert!((playback.position_ns() - expected).abs() < f64::EPSILON);
    };
    at(Playback::home, 0.0);
    at(Playback::step_previous, 0.0);
    at(Playback::step_next, 5.0);
    at(Playback::end, 9.0);
    at(Playback::step_next, 9.0);
    at(Playback::step_previous, 5.0);
}

#[derive(Clone, Debug)]
enum Act {
    Advance(f64),
    Scrub(f64),
    Next,
    Previous,
    Toggle,
    Loop(bool),
    Slow(u32),
    Each(f64),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (-1.0..30.0f64).prop_map(Act::Advance),
        (-1e12..1e12f64).prop_map(Act::Scrub),
        Just(Act::Next),
        Just(Act::Previous),
        Just(Act::Toggle),
        any::<bool>().prop_map(Act::Loop),
        any::<u32>().prop_map(Act::Slow),
        (-1.0..9.0f64).prop_map(Act::Each),
    ]
}

proptest! {
    #[test]
    fn the_playhead_never_leaves_the_run(
        moments in prop::collection::vec(0..100_000_000_000u64, 0..40),
        acts in prop::collection::vec(act(), 0..60),
    ) {
        let mut playback = Playback::new(moments);
        playback.play();
        for act in acts {
            match act {
                Act::Advance(seconds) => drop(playback.advance(seconds)),
                Act::Scrub(to) => playback.scrub(to),
                Act::Next => playback.step_next(),
                Act::Previous => playback.step_previous(),
                Act::Toggle => playback.toggle(),
                Act::Loop(on) => playback.set_looping(on),
                Act::Slow(slowdown) => playback.set_pace(Pace::EvenTime { slowdown }),
                Act::Each(seconds) => playback.set_pace(Pace::PerEvent { seconds }),
            }
            let range = 0.0..=playback.duration_ns();
            prop_assert!(range.contains(&playback.position_ns()), "{:?}", playback);
        }
    }

    #[test]
    fn steps_visit_each_event_once(moments in prop::collection::vec(1..1_000u64, 1..60)) {
        let mut playback = Playback::new(moments);
        let events = playback.events().to_vec();
        let mut there = Vec::new();
        while !playback.is_at_end() {
            playback.step_next();
            there.push(playback.position_ns());
        }
        prop_assert_eq!(&there, &events);
        let mut back = Vec::new();
        while playback.position_ns() > 0.0 {
            back.push(playback.position_ns());
            playback.step_previous();
        }
        back.reverse();
        prop_assert_eq!(&back, &events);
    }

    #[test]
    fn many_frames_come_as_far_as_one(
        frames in prop::collection::vec(0.001..0.05f64, 1..200),
        slowdown in prop::sample::select(&SLOWDOWNS[..]),
    ) {
        let long = [0, 100_000 * MS];
        let mut playback = playing(&long, Pace::EvenTime { slowdown });
        for &seconds in &frames {
            playback.advance(seconds);
        }
        let expected = frames.iter().sum::<f64>() * 1e9 / f64::from(slowdown);
        prop_assert!((playback.position_ns() - expected).abs() <= expected * 1e-12);
    }

    #[test]
    fn per_event_a_replay_takes_as_long_as_it_has_events(
        moments in prop::collection::vec(1..1_000_000u64, 1..40),
        frame in 0.004..0.05f64,
    ) {
        let mut playback = playing(&moments, Pace::PerEvent { seconds: 0.1 });
        let expected = playback.events().len() as f64 * 0.1;
        let mut took = 0.0;
        while playback.is_playing() {
            playback.advance(frame);
            took += frame;
        }
        prop_assert!((took - expected).abs() <= frame + 1e-6, "{} {}", took, expected);
    }
}

/// A run in which the client warmed up until then, or did not.
fn run_after_warm_up(until: u64) -> Trace {
    let mut made = Made::of(Transport::Tcp);
    if until > 0 {
        made = made.send(10, 3).recv(20, 10, 3);
    }
    made.record.baseline = StreamOffset(if until > 0 { 3 } else { 0 });
    let (mut trace, _) = made.send(until + 100, 5).recv(until + 400, 10, 5).trace();
    trace.baseline_ns = until;
    trace
}

#[test]
fn panes_go_side_by_side_however_long_their_warm_ups_took() {
    let [without, short, long] =
        [0, 1000, 90_000].map(|until| Playback::new(moments(&run_after_warm_up(until))));
    assert_eq!(without.events(), [1.0, 2.0, 301.0, 302.0]);
    assert_eq!(short.events(), without.events(), "a warm-up is over when the replay begins");
    assert_eq!(long.events(), without.events());
}
