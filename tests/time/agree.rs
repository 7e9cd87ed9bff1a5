//! Real runs: what the view over time says of a wait is what the model says of the boundary.
#![cfg(target_os = "linux")]

use std::sync::Arc;

use stickylab::model::{
    Acks, Action, Cause, Gate, Payload, Scenario, SocketOption, Step, StreamView, Trace, Transport, cause,
};
use stickylab::ui::time::model::{Conversation, Known, Wait, Why};

use crate::common::{
    self, close, recv_until_end, repeat, run_observed, send, send_bytes, sleep_ms, wait,
};

/// The longest wait in the sender's kernel, and the causes of all lost boundaries.
#[expect(clippy::expect_used, reason = "a helper of tests: a run without such a wait is a failed test")]
fn held(scenario: Scenario) -> (Wait, Vec<(Vec<Cause>, bool)>) {
    let trace: Arc<Trace> = Arc::new(run_observed(scenario));
    let conversation = Conversation::of_pane(&trace.scenario, Some(&trace), Some(&trace)).remove(0);
    let waits = conversation.directions[0].waits.iter();
    let at_sender = waits.filter(|wait| !wait.why.is_unread() && wait.why != Why::ForRoom);
    let longest = at_sender.max_by(|one, other| one.longest.total_cmp(&other.longest));
    let longest = longest.expect("something waits with the sender").clone();
    let view = StreamView::of(&trace, common::TO_SERVER);
    let lost = cause::lost(&trace, &view).into_iter();
    (longest, lost.map(|(_, why)| (why.causes, why.inferred)).collect())
}

#[test]
fn the_ack_that_nagle_waits_for() {
    let client = vec![repeat(10, vec![send_bytes(10)]), wait(Gate::Taken), close()];
    let mut ten = common::scenario(Transport::Tcp, client, vec![recv_until_end(100)]);
    ten.endpoints[1].acks = Acks::Delayed;
    let (wait, lost) = held(ten);
    assert_eq!((wait.messages.clone(), wait.why), (1..10, Why::ForAck(1)), "{wait:?}");
    assert!(lost.iter().all(|told| *told == (wait.causes.clone(), wait.inferred)), "{wait:?}, {lost:?}");
    assert_eq!(wait.known, Known::Stamped);
}

#[test]
fn the_message_that_msg_more_holds_alone() {
    let hello = Action::Send { payload: Payload::text("hello"), all: false, more: true, to: None };
    let client = vec![Step::new(hello), sleep_ms(20), send("feng"), wait(Gate::Taken), close()];
    let (wait, lost) = held(common::scenario(Transport::Tcp, client, vec![recv_until_end(100)]));
    assert_eq!((wait.messages.clone(), wait.why), (0..1, Why::More), "{wait:?}");
    assert_eq!(lost, [(vec![Cause::More], false)]);
    assert!(!wait.inferred && wait.longest > 15e6, "{wait:?}");
}

#[test]
fn the_cork_holds_the_last_message_too() {
    let client = vec![
        Step::new(Action::Set(SocketOption::Cork(true))),
        repeat(3, vec![send_bytes(10)]),
        sleep_ms(20),
        Step::new(Action::Set(SocketOption::Cork(false))),
        wait(Gate::Taken),
        close(),
    ];
    let (wait, lost) = held(common::scenario(Transport::Tcp, client, vec![recv_until_end(100)]));
    assert_eq!((wait.messages.clone(), wait.why), (0..3, Why::Corked), "{wait:?}");
    assert_eq!(lost, [(vec![Cause::Cork], false), (vec![Cause::Cork], false)]);
}

#[test]
fn a_send_that_blocks_waits_for_room_until_the_reader_begins() {
    let client = vec![common::send_all(200_000), close()];
    let server = vec![sleep_ms(100), recv_until_end(65_536)];
    let mut slow = common::scenario(Transport::Tcp, client, server);
    slow.endpoints[0].options = vec![SocketOption::SendBuffer(8192)];
    slow.endpoints[1].options = vec![SocketOption::ReceiveBuffer(8192)];
    let trace = Arc::new(run_observed(slow));
    let conversation = Conversation::of_pane(&trace.scenario, Some(&trace), Some(&trace)).remove(0);
    let room = |wait: &&Wait| wait.why == Why::ForRoom;
    let waits: Vec<&Wait> = conversation.directions[0].waits.iter().filter(room).collect();
    let wait = waits.iter().find(|wait| wait.longest > 50e6).expect("a long wait");
    // Meanwhile both kernels are seen to hold what they have room for.
    let queues = conversation.directions[0].queues.as_ref().expect("the queues are known");
    let during = queues.iter().filter(|level| wait.from < level.from && level.from < wait.from + 50e6);
    assert!(during.clone().any(|level| level.sending > 0 && level.receiving > 0), "{queues:?}");
}
