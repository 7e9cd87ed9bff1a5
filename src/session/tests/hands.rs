//! Endpoints led by hand: who may, what is on the stage, and how it ends.

use std::collections::BTreeSet;

use super::*;
use crate::model::{Action, EndpointId, Payload};

const CLIENT: EndpointId = EndpointId(0);
const SERVER: EndpointId = EndpointId(1);
const GUESS: usize = 1;
const OBSERVE: usize = 2;

fn revealed(desk: &Desk) -> Seat {
    let mut seat = Seat::at_step(desk, "alpha", GUESS);
    seat.session.reveal();
    seat.session.go_to_step(OBSERVE);
    seat.settle();
    seat
}

fn send(text: &str) -> Action {
    Action::Send { payload: Payload::text(text), all: false, more: false, to: None }
}

fn recv(size: u32) -> Action {
    Action::Recv { size, limit: None }
}

impl Seat {
    /// Polls until so many bytes have been read by hand.
    fn until_read(&mut self, bytes: u64) {
        self.until(|session| {
            let views = session.run_kept().map(|run| &run.pane("tcp").unwrap().views[0]);
            views.is_some_and(|view| view.reads.iter().map(|read| read.span.len).sum::<u64>() >= bytes)
        });
    }

    /// Polls until the sockets are there.
    fn until_open(&mut self) {
        self.until(|session| session.by_hand().expect("led by hand").is_open());
    }

    /// Polls before each piece of news, so that none is missed.
    fn until(&mut self, is_so: impl Fn(&Session) -> bool) {
        loop {
            self.session.poll();
            if is_so(&self.session) {
                return;
            }
            self.woken.recv_timeout(LONG).expect("it comes");
        }
    }

    fn act(&mut self, endpoint: EndpointId, action: Action) {
        self.until_open();
        assert!(self.session.act(endpoint, action));
        self.until(|session| session.by_hand().is_some_and(|hand| hand.calling(endpoint).is_none()));
    }

    fn led(&self) -> BTreeSet<EndpointId> {
        self.session.by_hand().expect("led by hand").led().clone()
    }
}

#[test]
fn what_hands_do_is_on_the_stage_as_a_run_is() {
    let desk = Desk::new();
    let mut seat = revealed(&desk);
    assert!(seat.session.take_over(None, None));
    assert!(seat.session.stage().is_none_or(|run| run.traces().all(|trace| trace.options.is_empty())));
    seat.act(CLIENT, send("one"));
    seat.act(CLIENT, send("two"));
    seat.act(SERVER, recv(3));
    seat.until_read(3);
    assert_eq!(seat.read_sizes(), [3]);
    seat.session.start_over();
    assert_eq!(seat.led().len(), 2);
    seat.act(CLIENT, send("three"));
    seat.act(SERVER, recv(10));
    seat.until_read(5);
    assert_eq!(seat.read_sizes(), [5], "what was before is gone");
}

#[test]
fn the_other_endpoint_keeps_its_script() {
    let desk = Desk::new();
    let mut seat = revealed(&desk);
    assert!(seat.session.take_over(Some("tcp"), Some(&[CLIENT].into())));
    seat.until_open();
    assert!(!seat.session.act(SERVER, Action::Close));
    seat.act(CLIENT, send("by hand"));
    seat.until_read(7);
    seat.session.lead(SERVER, true);
    assert_eq!(seat.led(), [CLIENT, SERVER].into());
}

#[test]
fn hands_tell_no_result_that_is_kept_back() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", GUESS);
    assert!(!seat.session.can_take_over());
    assert!(!seat.session.take_over(None, None));
    assert!(seat.session.by_hand().is_none());
}

#[test]
fn a_run_takes_the_place_of_hands_and_a_knob_begins_them_anew() {
    let desk = Desk::new();
    let mut seat = revealed(&desk);
    seat.session.toggle_hands();
    seat.act(CLIENT, send("before"));
    seat.session.set_knob("recv-size", Value::Number(4));
    assert!(seat.session.by_hand().is_some());
    assert!(!seat.session.is_running());
    seat.session.toggle_hands();
    assert!(seat.session.by_hand().is_none());
    seat.settle();
    assert_eq!(seat.read_sizes(), [4, 4, 1, 0]);
    seat.session.toggle_hands();
    seat.session.next();
    assert!(seat.session.by_hand().is_none(), "another step is another matter");
    seat.settle();
    assert_eq!(seat.read_sizes(), [3, 3, 3, 0]);
}

#[test]
fn one_of_many_runs_and_a_sweep_take_the_place_of_hands() {
    let desk = Desk::new();
    let mut seat = revealed(&desk);
    seat.session.count_runs(3);
    seat.finish();
    let outcomes = Arc::clone(seat.session.outcomes().unwrap());
    let run = outcomes.panes[0].tally.outcomes()[0].example.cloned().unwrap();
    seat.session.toggle_hands();
    seat.session.show_counted(&run);
    assert!(seat.session.by_hand().is_none());
    seat.session.toggle_hands();
    let values = vec![Value::Number(9)];
    seat.session.sweep_knob(SweepPlan { knob: "recv-size".to_owned(), values, runs: 1 });
    assert!(seat.session.by_hand().is_none());
}

#[test]
fn a_run_that_is_on_its_way_is_of_no_use_to_hands_and_to_another_lesson() {
    let desk = Desk::new();
    let mut seat = revealed(&desk);
    seat.session.run_again();
    assert!(seat.session.is_running());
    seat.session.toggle_hands();
    assert!(!seat.session.is_running());
    assert_eq!((seat.session.cancelled_after(), seat.session.long_run()), (None, None));
    seat.session.let_go();
    let mut seat = by_steps();
    assert!(seat.session.select_lesson("beta"));
    seat.session.run_again();
    assert!(seat.session.select_lesson("alpha"));
    assert!(seat.session.by_hand().is_some() && !seat.session.is_running());
}

/// The lesson `alpha` with steps by hand: two that begin alike, one with other endpoints.
fn by_steps() -> Seat {
    let desk = Desk::new();
    let steps = |id: &str, hands: &str| {
        format!("[[step]]\nid = \"{id}\"\nkind = \"explore\"\nhands = [{hands}]\n\n")
    };
    let toml = lesson_toml("alpha", "hello");
    let (before, after) = toml.split_at(toml.find("[[step]]").unwrap());
    let claim = &after[after.find("[[claim]]").unwrap()..];
    let both = "\"client\", \"server\"";
    let toml = [before, &steps("intro", both), &steps("guess", both), &steps("look", "\"client\"")];
    let last = "[[step]]\nid = \"turn\"\nkind = \"explain\"\nset = { recv-size = 3 }\n\n";
    write_lesson(desk.lessons.path(), "alpha", &[&toml.concat(), last, claim].concat());
    desk.sit(Some("alpha"))
}

#[test]
fn a_step_begins_with_the_hands_that_it_names_and_the_next_one_goes_on_with_them() {
    let mut seat = by_steps();
    assert_eq!(seat.led(), [CLIENT, SERVER].into());
    seat.act(CLIENT, send("hello"));
    seat.session.next();
    seat.act(SERVER, recv(9));
    seat.until_read(5);
    assert_eq!(seat.read_sizes(), [5], "what was sent in the step before");
    seat.session.back();
    assert!(seat.session.run_kept().is_some(), "and back again");
    seat.session.go_to_step(2);
    assert_eq!(seat.led(), [CLIENT].into());
    seat.until_open();
    assert!(!seat.session.act(SERVER, Action::Close), "it has its script");
}

#[test]
fn a_step_that_names_no_hands_runs_its_scripts() {
    let mut seat = by_steps();
    seat.act(CLIENT, send("hello"));
    seat.session.go_to_step(3);
    assert!(seat.session.by_hand().is_none());
    seat.settle();
    assert_eq!(seat.read_sizes(), [3, 3, 3, 0]);
    // Knobs that another step turned are a beginning too.
    seat.session.go_to_step(0);
    seat.session.set_knob("recv-size", Value::Number(4));
    seat.act(CLIENT, send("anew"));
    seat.session.let_go();
    seat.settle();
    assert_eq!(seat.read_sizes(), [4, 4, 1, 0]);
    seat.session.toggle_hands();
    assert_eq!(seat.led(), [CLIENT, SERVER].into(), "as the step has it");
}

#[test]
fn another_lesson_ends_the_hands_of_this_one() {
    let mut seat = by_steps();
    seat.act(CLIENT, send("hello"));
    assert!(seat.session.select_lesson("beta"));
    assert!(seat.session.by_hand().is_none());
    seat.settle();
    assert!(seat.session.run_kept().is_some_and(|run| run.lesson.id == "beta"));
    assert!(seat.session.select_lesson("alpha"));
    seat.until_open();
}
