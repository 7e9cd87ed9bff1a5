//! Endpoints led by hand, over real sockets.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::*;
use crossbeam_channel::{Receiver, bounded};
use stickylab::engine::Hands;
use stickylab::model::step::Direction;
use stickylab::model::trace::{FailureKind, Verified};
use stickylab::model::{
    Action, CallKind, EndpointId, ErrorName, Gate, Payload, Scenario, Step, StreamView, Trace, Transport,
    Verdict,
};

/// How long a test waits for what is sure to come.
const LONG: Duration = Duration::from_secs(20);

struct Table {
    hands: Hands,
    news: Receiver<()>,
}

fn open(scenario: &Scenario, by_hand: &[EndpointId]) -> Table {
    let (tell, news) = bounded(1);
    let by_hand: BTreeSet<_> = by_hand.iter().copied().collect();
    // One piece of news that waits tells as much as many.
    let waker: stickylab::engine::ToldWaker = Arc::new(move || {
        let _ = tell.try_send(());
    });
    Table { hands: Hands::open(scenario, &by_hand, &waker).unwrap(), news }
}

impl Table {
    fn until<T>(&self, mut found: impl FnMut(&Hands) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = found(&self.hands) {
                return found;
            }
            assert!(start.elapsed() < LONG, "it did not come");
            let _ = self.news.recv_timeout(Duration::from_millis(10));
        }
    }

    /// Acts, and waits until that is done.
    fn act(&self, endpoint: EndpointId, step: Step) {
        assert!(self.hands.act(endpoint, step.action));
        self.until(|hands| hands.calling(endpoint).is_none().then_some(()));
    }

    fn trace_with(&self, calls: usize) -> Trace {
        self.until(|hands| hands.trace().filter(|trace| data_calls(trace) >= calls))
    }

    fn unread_by(&self, endpoint: EndpointId, bytes: u64) {
        self.until(|hands| (hands.queues(endpoint)?.unread == Ok(bytes)).then_some(()));
    }
}

fn data_calls(trace: &Trace) -> usize {
    trace.calls().filter(|(_, call)| call.kind.is_send() || call.kind.is_recv()).count()
}

fn empty(transport: Transport) -> Scenario {
    scenario(transport, Vec::new(), Vec::new())
}

fn last_outcome(trace: &Trace, endpoint: EndpointId) -> Result<u32, ErrorName> {
    let own = trace.calls().filter(|(_, call)| call.endpoint == endpoint);
    own.last().map(|(_, call)| call.outcome).unwrap()
}

#[test]
fn two_sends_by_hand_are_merged_as_a_scripts_are() {
    let table = open(&empty(Transport::Tcp), &[CLIENT, SERVER]);
    table.act(CLIENT, send("hello"));
    table.act(CLIENT, send("feng"));
    table.unread_by(SERVER, 9);
    table.act(SERVER, recv(10));
    let trace = table.trace_with(3);
    let view = StreamView::of(&trace, TO_SERVER);
    assert_eq!((view.reads[0].verdict, view.summary.lost), (Verdict::Merged, 1));
    assert_eq!(trace.bytes(TO_SERVER, view.reads[0].span), b"hellofeng");
    assert_eq!(trace.stream(TO_SERVER).verified, Verified::Whole);
    assert!(trace.evidence.as_ref().is_some_and(|evidence| !evidence.samples().is_empty()));
    table.unread_by(SERVER, 0);
}

#[test]
fn what_a_recv_would_find_is_known_before_it_is_called() {
    let readable = |table: &Table, expected: bool| {
        table.until(|hands| (hands.queues(SERVER)?.readable == expected).then_some(()));
    };
    for transport in Transport::ALL {
        let table = open(&empty(transport), &[CLIENT, SERVER]);
        readable(&table, false);
        // An empty message is nothing on a stream, and a message elsewhere.
        table.act(CLIENT, send(""));
        if !transport.is_stream() {
            readable(&table, true);
            table.unread_by(SERVER, 0);
            table.act(SERVER, recv(10));
        }
        readable(&table, false);
        table.act(CLIENT, send("x"));
        readable(&table, true);
        table.act(SERVER, recv(10));
        readable(&table, false);
        if transport.is_connected() {
            table.act(CLIENT, Step::new(Action::Shutdown(Direction::Write)));
            readable(&table, true);
        }
    }
}

#[test]
fn acknowledged_is_not_read() {
    let table = open(&empty(Transport::Tcp), &[CLIENT, SERVER]);
    table.act(CLIENT, send("0123456789"));
    table.until(|hands| (hands.queues(CLIENT)?.unacknowledged == Some(Ok(0))).then_some(()));
    table.unread_by(SERVER, 10);
    table.act(SERVER, recv(4));
    table.unread_by(SERVER, 6);
}

#[test]
fn a_call_that_blocks_is_in_progress_until_it_is_interrupted() {
    for transport in Transport::ALL {
        let table = open(&empty(transport), &[CLIENT, SERVER]);
        let wish = Action::Recv { size: 5, limit: None };
        assert!(table.hands.act(SERVER, wish.clone()));
        assert_eq!(table.hands.calling(SERVER), Some(wish.clone()));
        assert!(!table.hands.act(SERVER, wish), "a hand does one thing at a time");
        table.hands.interrupt(SERVER);
        table.until(|hands| hands.calling(SERVER).is_none().then_some(()));
        // The socket is as it was.
        table.act(CLIENT, send("again"));
        table.act(SERVER, recv(5));
        let trace = table.trace_with(2);
        assert_eq!(last_outcome(&trace, SERVER), Ok(5), "{transport:?}");
    }
}

#[test]
fn errors_are_recorded_by_their_names() {
    let udp = open(&empty(Transport::Udp), &[CLIENT, SERVER]);
    udp.act(CLIENT, send(&"x".repeat(70_000)));
    assert_eq!(last_outcome(&udp.trace_with(1), CLIENT), Err(ErrorName::MessageTooLong));
    let tcp = open(&empty(Transport::Tcp), &[CLIENT, SERVER]);
    tcp.act(CLIENT, send("unread"));
    tcp.unread_by(SERVER, 6);
    tcp.act(SERVER, Step::new(Action::Reset));
    tcp.act(CLIENT, recv(5));
    assert_eq!(last_outcome(&tcp.trace_with(2), CLIENT), Err(ErrorName::ConnectionReset));
    tcp.act(CLIENT, send("more"));
    assert_eq!(last_outcome(&tcp.trace_with(3), CLIENT), Err(ErrorName::BrokenPipe));
    tcp.act(SERVER, send("gone"));
    assert_eq!(tcp.hands.refused(SERVER), Some(FailureKind::Closed));
    assert_eq!(tcp.hands.queues(SERVER), None);
}

#[test]
fn a_script_goes_on_beside_a_hand_and_waits_for_no_promise_of_it() {
    let server = vec![
        wait(Gate::AllQueued),
        wait(Gate::AllSent(CLIENT)),
        repeat(2, vec![recv(100)]),
        send("thanks"),
        recv_until_end(100),
    ];
    let script = vec![send("never"), send("sent")];
    let table = open(&scenario(Transport::Tcp, script, server), &[CLIENT]);
    assert!(!table.hands.act(SERVER, Action::Close), "a script takes no orders");
    table.act(CLIENT, send("one"));
    table.trace_with(2);
    table.act(CLIENT, send("two"));
    table.act(CLIENT, recv(6));
    assert_eq!(last_outcome(&table.trace_with(6), CLIENT), Ok(6));
    table.act(CLIENT, close());
    let trace = table.trace_with(7);
    assert_eq!(read_sizes(&trace, TO_SERVER), [3, 3, 0]);
    assert_eq!(trace.failures, []);
}

#[test]
fn calls_and_scripts_that_block_end_with_the_run() {
    let table = open(&scenario(Transport::Tcp, Vec::new(), vec![recv_until_end(10)]), &[CLIENT]);
    assert!(table.hands.act(CLIENT, Action::Recv { size: 5, limit: None }));
    let (tell, is_over) = bounded(1);
    let end = move || {
        drop(table);
        tell.send(()).unwrap();
    };
    let thread = std::thread::Builder::new().name("ends".to_owned()).spawn(end).unwrap();
    // Nobody sends anything: only the interruption brings both of them back.
    is_over.recv_timeout(LONG).expect("both have come back");
    thread.join().unwrap();
}

#[test]
fn any_bytes_are_sent_as_they_are() {
    let table = open(&empty(Transport::Tcp), &[CLIENT, SERVER]);
    let odd = "\0\u{7f}\r\n黏包🦀\u{202e}";
    table.act(CLIENT, send(odd));
    let len = u32::try_from(odd.len()).unwrap();
    table.unread_by(SERVER, u64::from(len));
    table.act(SERVER, recv(len));
    let trace = table.trace_with(2);
    let view = StreamView::of(&trace, TO_SERVER);
    assert_eq!(trace.bytes(TO_SERVER, view.reads[0].span), odd.as_bytes());
    let nothing = Action::Send { payload: Payload::text(""), all: false, more: false, to: None };
    table.act(CLIENT, Step::new(nothing));
    let kind = table.trace_with(3).calls().filter(|(_, call)| call.kind == CallKind::Send).count();
    assert_eq!(kind, 2);
}
