//! Endpoints led by hand: who may, what is on the stage, and how it ends.

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
        let start = std::time::Instant::now();
        self.session.poll();
        while self.session.run_kept().is_none() || self.read_sizes().iter().sum::<u64>() < bytes {
            assert!(start.elapsed() < LONG, "it was not read");
            // The news may have been heard while a call was waited for.
            let _ = self.woken.recv_timeout(Duration::from_millis(10));
            self.session.poll();
        }
    }

    fn act(&mut self, endpoint: EndpointId, action: Action) {
        assert!(self.session.act(endpoint, action));
        while self.session.by_hand().is_some_and(|by_hand| by_hand.calling(endpoint).is_some()) {
            self.woken.recv_timeout(LONG).expect("the call returns");
        }
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
    assert_eq!(seat.session.by_hand().unwrap().led().len(), 2);
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
    assert!(!seat.session.act(SERVER, Action::Close));
    seat.act(CLIENT, send("by hand"));
    seat.until_read(7);
    seat.session.lead(SERVER, true);
    assert_eq!(seat.session.by_hand().unwrap().led(), [CLIENT, SERVER].into());
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
