//! Real runs whose cause is certain, and the cause that the lab names for each.

#[expect(dead_code, reason = "the other tests use the rest")]
mod common;

use std::sync::Arc;

use common::*;
use stickylab::engine::{self, Cancel};
use stickylab::model::{
    Acks, Action, Cause, Cuts, Gate, Handover, Payload, QueueHistory, Scenario, SocketOption, Step,
    StreamView, Trace, Transport, cause, handover, journey,
};

#[expect(clippy::expect_used, reason = "a helper of tests: a run that cannot be made is a failed test")]
fn observed(scenario: Scenario) -> (Trace, StreamView) {
    let trace = engine::run_observed(&Arc::new(scenario), &Cancel::new()).expect("the run can be made");
    assert_eq!(trace.failures, [], "every script comes to its end");
    let view = StreamView::of(&trace, TO_SERVER);
    (trace, view)
}

/// The causes of the lost boundaries, in order.
fn lost(trace: &Trace, view: &StreamView) -> Vec<Vec<Cause>> {
    cause::lost(trace, view).into_iter().map(|(_, why)| why.causes).collect()
}

fn cut(trace: &Trace, view: &StreamView) -> Vec<Vec<Cause>> {
    cause::cut(trace, view).into_iter().map(|(_, why)| why.causes).collect()
}

#[expect(clippy::expect_used, reason = "a helper of tests: on Linux segments are counted")]
fn measured(trace: &Trace, view: &StreamView) -> Vec<Handover> {
    let list = handover::handovers(trace, view).expect("Linux counts segments");
    list.into_iter().filter(|handover| handover.measured).collect()
}

fn set(option: SocketOption) -> Step {
    Step::new(Action::Set(option))
}

fn send_more(text: &str) -> Step {
    Step::new(Action::Send { payload: Payload::text(text), all: false, more: true, to: None })
}

/// Reads everything, once all of it waits.
fn late_reader(size: u32) -> Vec<Step> {
    vec![wait(Gate::AllQueued), recv_until_end(size)]
}

#[test]
fn two_segments_that_wait_together_are_merged_by_the_reader() {
    let mut two = scenario(
        Transport::Tcp,
        // Without Nagle's algorithm each send leaves at once.
        vec![send("hello"), send("feng"), wait(Gate::Taken), close()],
        late_reader(10),
    );
    two.endpoints[0].options = vec![SocketOption::NoDelay(true)];
    let (trace, view) = observed(two);
    let handed = measured(&trace, &view);
    assert_eq!(handed.len(), 2, "{handed:?}");
    assert!(handed.iter().all(|one| one.cuts == Cuts::Measured(Vec::new())), "{handed:?}");
    let list = cause::lost(&trace, &view);
    assert_eq!(lost(&trace, &view), [[Cause::LateRead]], "{handed:?}");
    assert!(!list[0].1.inferred);
    assert_eq!(list[0].1.wait_ns, None);
}

/// The always delayed ACK of the first message holds back all others, which leave as one segment.
#[test]
fn nagle_holds_what_follows_until_the_ack() {
    let mut ten = scenario(
        Transport::Tcp,
        vec![repeat(10, vec![send_bytes(10)]), wait(Gate::Taken), close()],
        vec![recv_until_end(100)],
    );
    ten.endpoints[1].acks = Acks::Delayed;
    let (trace, view) = observed(ten);
    assert_eq!(read_sizes(&trace, TO_SERVER), [10, 90, 0]);
    let list = cause::lost(&trace, &view);
    assert_eq!(list.len(), 8);
    for (message, why) in list {
        assert_eq!(why.causes, [Cause::Nagle], "after message {message}");
        assert!(!why.inferred, "after message {message}: {why:?}");
        let wait_ms = why.wait_ns.expect("the kernel stamped the segment") as f64 / 1e6;
        assert!((15.0..=250.0).contains(&wait_ms), "{wait_ms} ms");
    }
    let ways = journey::journeys(&trace, &view);
    assert!(ways[1].held_ns() >= Some(15_000_000), "{ways:?}");
    assert!(ways[9].left.is_some_and(|left| !left.inferred), "{ways:?}");
    assert!(ways[0].acked_ns <= ways[9].left.map(|left| left.ns), "{ways:?}");
}

#[test]
fn a_corked_socket_collects_until_it_is_uncorked() {
    let client = vec![
        set(SocketOption::Cork(true)),
        repeat(10, vec![send_bytes(10)]),
        set(SocketOption::Cork(false)),
        wait(Gate::Taken),
        close(),
    ];
    let (trace, view) = observed(scenario(Transport::Tcp, client, late_reader(200)));
    let handed = measured(&trace, &view);
    assert_eq!((handed.len(), handed[0].segments, handed[0].span.len), (1, 1, 100), "{handed:?}");
    let list = cause::lost(&trace, &view);
    assert_eq!(list.len(), 9);
    assert!(list.iter().all(|(_, why)| why.causes == [Cause::Cork] && !why.inferred), "{list:?}");
    assert!(list.iter().all(|(_, why)| why.wait_ns.is_some()), "{list:?}");
}

#[test]
fn a_send_with_msg_more_waits_for_the_next() {
    let client = vec![send_more("hello"), send("feng"), wait(Gate::Taken), close()];
    let (trace, view) = observed(scenario(Transport::Tcp, client, vec![recv_until_end(10)]));
    assert_eq!(read_sizes(&trace, TO_SERVER), [9, 0]);
    let list = cause::lost(&trace, &view);
    assert_eq!(lost(&trace, &view), [[Cause::More]]);
    assert!(!list[0].1.inferred && list[0].1.wait_ns.is_some(), "{list:?}");
}

#[test]
fn a_recv_that_is_smaller_than_the_message_cuts_it() {
    for transport in [Transport::Tcp, Transport::UnixStream] {
        let (trace, view) =
            observed(scenario(transport, vec![send("hello feng"), close()], late_reader(4)));
        assert_eq!(cut(&trace, &view), [[Cause::SmallRecv], [Cause::SmallRecv]], "{transport:?}");
    }
    let datagram = vec![wait(Gate::AllQueued), recv(4)];
    let (trace, view) = observed(scenario(Transport::Udp, vec![send("hello feng")], datagram));
    assert_eq!(cut(&trace, &view), [[Cause::SmallRecv]]);
}

/// Nobody reads until the sender has everything accepted: what the window had no room for was
/// collected by the sender's kernel, and leaves in segments that know no messages.
#[test]
fn a_closed_window_makes_the_sender_collect() {
    let mut stopped = scenario(
        Transport::Tcp,
        vec![repeat(20, vec![send_bytes(700)]), wait(Gate::Taken), close()],
        vec![wait(Gate::AllSent(CLIENT)), recv_until_end(65_536)],
    );
    stopped.endpoints[0].options = vec![SocketOption::NoDelay(true), SocketOption::SendBuffer(200_000)];
    stopped.endpoints[1].options = vec![SocketOption::ReceiveBuffer(4096)];
    let (trace, view) = observed(stopped);
    let list = cause::lost(&trace, &view);
    let closed = list.iter().filter(|(_, why)| why.causes == [Cause::WindowClosed]).count();
    assert!(closed >= 5, "{list:#?}\n{:#?}", measured(&trace, &view));
    let known = [Cause::LateRead, Cause::WindowClosed];
    assert!(
        list.iter().all(|(_, why)| why.causes.iter().all(|cause| known.contains(cause))),
        "{list:#?}"
    );
    let queues = QueueHistory::of(&trace, &view).expect("the queues are known");
    assert!(queues.points().iter().any(|point| point.not_sent > 5000), "{queues:?}");
    assert_eq!(queues.points().last().map(|point| (point.not_sent, point.unread)), Some((0, 0)));
}

#[test]
fn an_unix_stream_has_no_segments_and_is_merged_by_the_reader() {
    let client = vec![send("hello"), send("feng"), close()];
    let (trace, view) = observed(scenario(Transport::UnixStream, client, late_reader(10)));
    let list = cause::lost(&trace, &view);
    assert_eq!(lost(&trace, &view), [[Cause::LateRead]]);
    assert!(!list[0].1.inferred);
    assert_eq!(handover::handovers(&trace, &view), Ok(Vec::new()));
}

/// The window is smaller than the message, so recv finds a part of it each time.
#[test]
fn a_large_message_is_cut_between_its_segments() {
    let mut large = scenario(
        Transport::Tcp,
        vec![send_all(10_000), wait(Gate::Taken), close()],
        vec![recv_until_end(65_536)],
    );
    large.endpoints[1].options = vec![SocketOption::ReceiveBuffer(4096)];
    let (trace, view) = observed(large);
    let list = cut(&trace, &view);
    assert!(!list.is_empty());
    let known = [Cause::Segmented, Cause::WindowClosed];
    assert!(list.iter().all(|causes| causes.iter().all(|cause| known.contains(cause))), "{list:?}");
}

#[test]
fn a_message_in_several_calls_is_cut_between_them() {
    let mut short = scenario(
        Transport::Tcp,
        vec![send_all(60_000), wait(Gate::Taken), close()],
        vec![wait(Gate::Queued(1000)), sleep_ms(20), recv_until_end(65_536)],
    );
    short.endpoints[0].options = vec![SocketOption::SendBuffer(8192), SocketOption::NonBlocking(true)];
    short.endpoints[1].options = vec![SocketOption::ReceiveBuffer(4096)];
    let (trace, view) = observed(short);
    assert!(view.messages[0].first_call != view.messages[0].last_call);
    let list = cut(&trace, &view);
    let known = [Cause::Segmented, Cause::WindowClosed, Cause::PartialSend];
    assert!(!list.is_empty());
    assert!(list.iter().all(|causes| causes.iter().all(|cause| known.contains(cause))), "{list:?}");
}

/// A corked socket sends what fills a segment and keeps the rest, so recv comes between the two.
#[test]
fn a_message_that_is_larger_than_a_segment_is_cut_where_the_segment_ends() {
    // The kernel keeps the rest for 200 ms (tcp(7)); a reader that comes later than that reads it all.
    let (trace, view) = (0..10)
        .map(|_| observed(corked_message_of_two_segments()))
        .find(|(_, view)| view.reads.len() > 1)
        .expect("one reader of ten is quick enough");
    assert_eq!(cut(&trace, &view), [[Cause::Segmented]]);
    let first = measured(&trace, &view).first().map(|handover| handover.span.len);
    assert_eq!(Some(view.reads[0].span.len), first, "the read ends where the segment does");
}

fn corked_message_of_two_segments() -> Scenario {
    let mut received = recv(65_536);
    received.label = Some("received".into());
    let client = vec![
        send_bytes(800),
        wait(Gate::After(SERVER, "received".into())),
        set(SocketOption::Cork(false)),
        wait(Gate::Taken),
        close(),
    ];
    let server = vec![wait(Gate::Queued(1)), received, recv_until_end(65_536)];
    let mut two = scenario(Transport::Tcp, client, server);
    two.endpoints[0].options = vec![SocketOption::MaxSegment(536), SocketOption::Cork(true)];
    two
}

/// The buffer takes a part of the message, and the next call comes when recv has made room.
#[test]
fn a_message_whose_next_call_waits_for_room_is_cut_by_its_sender() {
    let of = |send: Step, gate: Gate| {
        let client = vec![send, wait(Gate::Taken), close()];
        let server = vec![wait(gate), recv_until_end(65_536)];
        let mut parts = scenario(Transport::UnixStream, client, server);
        parts.endpoints[0].options =
            vec![SocketOption::SendBuffer(8192), SocketOption::NonBlocking(true)];
        observed(parts)
    };
    // As much as the buffer takes is the same in every run.
    let (_, view) = of(send_bytes(60_000), Gate::AllSent(CLIENT));
    let room = view.messages[0].span.len;
    assert!(room < 60_000, "the buffer took it all");
    // A reader that is quicker than the call's return makes room for more of the same call.
    let is_cut_between = |trace: &Trace, view: &StreamView| {
        view.reads[0].span.len == room && cut(trace, view)[0] == [Cause::PartialSend]
    };
    assert!((0..10).any(|_| {
        let (trace, view) = of(send_all(60_000), Gate::Queued(room));
        is_cut_between(&trace, &view)
    }));
}

/// One call that blocks hands over what there is room for, and recv comes while it waits.
#[test]
fn a_recv_while_the_send_is_under_way_comes_early() {
    let client = vec![send_all(60_000), wait(Gate::Taken), close()];
    let server = vec![wait(Gate::Queued(1)), recv_until_end(65_536)];
    let mut blocking = scenario(Transport::UnixStream, client, server);
    blocking.endpoints[0].options = vec![SocketOption::SendBuffer(8192)];
    let (trace, view) = observed(blocking);
    assert_eq!(view.messages[0].first_call, view.messages[0].last_call, "one call");
    let list = cut(&trace, &view);
    assert!(!list.is_empty() && list.iter().all(|causes| *causes == [Cause::EarlyRead]), "{list:?}");
}

/// Whatever the timing: no queue is ever negative, nothing waits at the end, and the journeys agree
/// with the calls.
#[test]
fn queues_and_journeys_of_every_transport_add_up() {
    for transport in Transport::ALL {
        let reader =
            if transport.is_connected() { recv_until_end(50) } else { repeat(20, vec![recv(50)]) };
        let client = vec![repeat(20, vec![send_bytes(30)]), wait(Gate::Taken), close()];
        let (trace, view) = observed(scenario(transport, client, vec![reader]));
        let queues = QueueHistory::of(&trace, &view).expect("the queues are known");
        // A reader that is quick enough to return before the send does lets nothing wait.
        let last = queues.points().last().copied().unwrap_or_default();
        assert_eq!((last.not_sent, last.unread), (0, 0), "{transport:?}");
        let most = queues.points().iter().map(|point| point.unread).max();
        assert!(most <= Some(600), "{transport:?}: {most:?}");
        for way in journey::journeys(&trace, &view) {
            // Where TCP held bytes back and stamped only a part of them, nothing tells.
            assert!(way.left.is_some() || transport == Transport::Tcp, "{transport:?}: {way:?}");
            let Some(left) = way.left else { continue };
            let in_order = way.offered_ns <= left.ns && Some(left.ns) <= way.taken_ns;
            assert!(in_order, "{transport:?}: {way:?}");
        }
    }
}

#[test]
fn a_run_that_was_not_observed_says_so() {
    let client = vec![send("hello"), send("feng"), wait(Gate::Taken), close()];
    let trace = run_whole(scenario(Transport::Tcp, client, late_reader(10)));
    let view = StreamView::of(&trace, TO_SERVER);
    assert!(QueueHistory::of(&trace, &view).is_err());
    let list = cause::lost(&trace, &view);
    let possible = [Cause::LateRead, Cause::OneSegment];
    assert!(list.iter().all(|(_, why)| why.causes.iter().all(|cause| possible.contains(cause))));
}
