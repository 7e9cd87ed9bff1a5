//! The engine over real sockets, with gated scripts and exact expectations.

#[expect(dead_code, reason = "the other tests use the rest")]
mod common;

use std::sync::Arc;
use std::time::Duration;

use common::*;
use stickylab::engine::{self, Cancel, RunError};
use stickylab::model::step::Direction;
use stickylab::model::trace::{FailureKind, Verified};
use stickylab::model::{
    Acks, Action, CallKind, Endpoint, ErrorName, Family, Gate, Scenario, SocketOption, Step, StreamView,
    Trace, Transport, Verdict,
};

fn two_sends(transport: Transport, size: u32) -> Scenario {
    let client = vec![send("hello"), send("feng"), close()];
    let server = if transport.is_connected() {
        vec![wait(Gate::AllQueued), recv_until_end(size)]
    } else {
        vec![wait(Gate::AllQueued), repeat(2, vec![recv(size)])]
    };
    scenario(transport, client, server)
}

#[test]
fn every_transport_delivers_two_queued_sends_in_its_own_way() {
    let check = |transport, size, expected: &[u64]| {
        let trace = run_whole(two_sends(transport, size));
        assert_eq!(read_sizes(&trace, TO_SERVER), expected, "{transport:?} recv({size})");
        assert_eq!(trace.stream(TO_SERVER).verified, Verified::Whole, "{transport:?}");
    };
    for stream in [Transport::Tcp, Transport::UnixStream] {
        check(stream, 10, &[9, 0]);
        check(stream, 3, &[3, 3, 3, 0]);
    }
    for datagrams in [Transport::Udp, Transport::UnixDgram] {
        check(datagrams, 10, &[5, 4]);
        check(datagrams, 3, &[3, 3]);
    }
    check(Transport::UnixSeqpacket, 10, &[5, 4, 0]);
    check(Transport::UnixSeqpacket, 3, &[3, 3, 0]);
}

#[test]
fn a_merged_read_is_named_with_its_pieces() {
    let trace = run_whole(two_sends(Transport::Tcp, 10));
    let view = StreamView::of(&trace, TO_SERVER);
    let verdicts: Vec<_> = view.reads.iter().map(|read| read.verdict).collect();
    assert_eq!(verdicts, [Verdict::Merged, Verdict::EndOfStream]);
    assert_eq!((view.summary.kept, view.summary.lost, view.summary.unreached), (0, 1, 0));
    assert!(view.summary.broken);
    assert_eq!(trace.bytes(TO_SERVER, view.reads[0].span), b"hellofeng");
}

#[test]
fn a_truncated_datagram_is_named() {
    let trace = run_whole(two_sends(Transport::Udp, 3));
    let view = StreamView::of(&trace, TO_SERVER);
    assert_eq!((view.summary.truncated, view.summary.delivered, view.summary.lost), (2, 0, 0));
}

#[test]
fn lock_step_keeps_every_boundary() {
    for transport in Transport::ALL {
        let turn = vec![wait(Gate::Taken), send_bytes(7)];
        let reader =
            if transport.is_connected() { recv_until_end(100) } else { repeat(20, vec![recv(100)]) };
        let trace = run_whole(scenario(transport, vec![repeat(20, turn), close()], vec![reader]));
        let view = StreamView::of(&trace, TO_SERVER);
        assert_eq!((view.summary.reads, view.summary.lost), (20, 0), "{transport:?}");
    }
}

#[test]
fn v6_does_the_same_or_says_that_it_is_not_available() {
    for transport in [Transport::Tcp, Transport::Udp] {
        let scenario = Scenario { family: Family::V6, ..two_sends(transport, 10) };
        match engine::run(&Arc::new(scenario), &Cancel::new()) {
            Ok(trace) => assert_eq!(StreamView::of(&trace, TO_SERVER).reads[0].span.start.0, 0),
            Err(error @ RunError::NotAvailable(_)) => {
                assert!(error.to_string().contains("IPv6"));
            }
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn segments_are_counted_since_the_baseline() {
    let client = vec![
        send("ping"),
        recv(100),
        Step::new(Action::Measure),
        repeat(3, vec![wait(Gate::Taken), send_bytes(10)]),
        wait(Gate::Taken),
    ];
    let server = vec![recv(100), send("pong"), repeat(3, vec![recv(100)])];
    let trace = run_whole(scenario(Transport::Tcp, client, server));
    assert_eq!(trace.stream(TO_SERVER).data_segments, Some(3));
    let view = StreamView::of(&trace, TO_SERVER);
    assert_eq!(view.summary.messages, 3);
    assert_eq!(view.messages.len(), 4);
    assert_eq!(StreamView::of(&trace, TO_CLIENT).summary.messages, 0);
}

/// The table of tcp(7), socket(7): what Linux makes of what was asked.
#[test]
fn options_are_read_back() {
    let check = |option: SocketOption, expected: i64| {
        let mut scenario = two_sends(Transport::Tcp, 10);
        scenario.endpoints[0].options = vec![option];
        scenario.endpoints[1].options = vec![option];
        let trace = run(scenario);
        for report in &trace.options {
            assert_eq!((report.option, report.asked), (option.name(), option.asked()));
            assert_eq!(report.got, Ok(expected), "{option:?}");
        }
        assert_eq!(trace.options.len(), 2);
    };
    check(SocketOption::NoDelay(true), 1);
    check(SocketOption::NoDelay(false), 0);
    check(SocketOption::Cork(true), 1);
    check(SocketOption::ReuseAddress(true), 1);
    check(SocketOption::SendBuffer(16_384), 32_768);
    check(SocketOption::ReceiveBuffer(16_384), 32_768);
    check(SocketOption::Linger(Some(1)), 1);
    check(SocketOption::Linger(None), -1);
    check(SocketOption::SendTimeout(1000), 1000);
    check(SocketOption::ReceiveTimeout(1000), 1000);
    check(SocketOption::MaxSegment(1460), 1448);
}

#[test]
fn quick_ack_is_set_and_read_back() {
    for (acks, expected) in [(Acks::Delayed, 0), (Acks::Quick, 1)] {
        let mut scenario = two_sends(Transport::Tcp, 10);
        scenario.endpoints[1].acks = acks;
        let trace = run_whole(scenario);
        let got: Vec<_> = trace.options.iter().map(|report| (report.asked, report.got.clone())).collect();
        assert_eq!(got, [(expected, Ok(expected))]);
    }
}

#[test]
fn an_option_that_a_transport_lacks_says_so() {
    let mut scenario = two_sends(Transport::Udp, 10);
    scenario.endpoints[0].options = vec![SocketOption::NoDelay(true)];
    let trace = run_whole(scenario);
    let reason = trace.options[0].got.clone().unwrap_err();
    assert!(reason.contains("udp sockets have no TCP_NODELAY"), "{reason}");
}

#[test]
fn an_option_out_of_the_kernels_range_says_so() {
    let mut scenario = two_sends(Transport::Tcp, 10);
    scenario.endpoints[0].options = vec![SocketOption::MaxSegment(40_000)];
    let trace = run_whole(scenario);
    assert!(trace.options[0].got.clone().unwrap_err().contains("EINVAL"));
}

#[test]
fn cork_holds_ten_messages_and_lets_one_segment_go() {
    let client = vec![
        Step::new(Action::Set(SocketOption::Cork(true))),
        repeat(10, vec![send_bytes(10)]),
        Step::new(Action::Set(SocketOption::Cork(false))),
        wait(Gate::Taken),
    ];
    let trace = run_whole(scenario(Transport::Tcp, client, vec![recv(1000)]));
    assert_eq!(read_sizes(&trace, TO_SERVER), [100]);
    assert_eq!(trace.stream(TO_SERVER).data_segments, Some(1));
    assert_eq!(trace.options.len(), 2);
}

#[test]
fn msg_more_joins_two_sends() {
    let hello = Action::Send {
        payload: stickylab::model::Payload::text("hello"),
        all: false,
        more: true,
        to: None,
    };
    let client = vec![Step::new(hello), send("feng"), wait(Gate::Taken)];
    let trace = run_whole(scenario(Transport::Tcp, client, vec![recv(10)]));
    assert_eq!(read_sizes(&trace, TO_SERVER), [9]);
    assert_eq!(trace.stream(TO_SERVER).data_segments, Some(1));
}

#[test]
fn a_non_blocking_send_takes_part_and_then_nothing() {
    let client = vec![send_bytes(4_000_000), send_bytes(4_000_000)];
    let server = vec![wait(Gate::AllSent(CLIENT))];
    let mut scenario = scenario(Transport::Tcp, client, server);
    scenario.endpoints[0].options =
        vec![SocketOption::SendBuffer(16_384), SocketOption::NonBlocking(true)];
    scenario.endpoints[1].options = vec![SocketOption::ReceiveBuffer(16_384)];
    let trace = run_whole(scenario);
    let sends: Vec<_> = trace.calls().map(|(_, call)| call).filter(|call| call.kind.is_send()).collect();
    assert!(sends[0].outcome.unwrap() < 4_000_000);
    assert!(
        sends[1].outcome.is_ok_and(|took| took < 4_000_000) || sends[1].outcome == Err(ErrorName::Again)
    );
}

#[test]
fn send_all_loops_until_everything_is_taken() {
    for non_blocking in [false, true] {
        let client = vec![send_all(300_000), close()];
        let mut scenario = scenario(Transport::Tcp, client, vec![recv_until_end(65_536)]);
        scenario.endpoints[0].options =
            vec![SocketOption::SendBuffer(8192), SocketOption::NonBlocking(non_blocking)];
        let trace = run_whole(scenario);
        let view = StreamView::of(&trace, TO_SERVER);
        assert_eq!((view.summary.messages, view.messages[0].span.len), (1, 300_000));
        assert_eq!(trace.stream(TO_SERVER).verified, Verified::Whole);
        assert_eq!(read_sizes(&trace, TO_SERVER).iter().sum::<u64>(), 300_000);
    }
}

#[test]
fn drops_are_counted_and_numbered() {
    let client = vec![
        repeat(200, vec![send_bytes(100)]),
        wait(Gate::After(SERVER, "drained".into())),
        repeat(3, vec![send_bytes(100)]),
    ];
    let server = vec![
        sleep_ms(50),
        repeat(5, vec![recv(1000)]),
        Step::new(Action::Repeat { times: 20, steps: vec![recv_within(1000, 5)] }),
        Step::new(Action::Sleep(Duration::ZERO)).labelled("drained"),
        repeat(3, vec![recv(1000)]),
    ];
    let mut scenario = scenario(Transport::Udp, client, server);
    scenario.endpoints[1].options = vec![SocketOption::ReceiveBuffer(4096)];
    let trace = run_whole(scenario);
    let view = StreamView::of(&trace, TO_SERVER);
    let summary = view.summary;
    assert_eq!(summary.messages, 203);
    assert!(summary.dropped > 100 && summary.delivered > 5, "{summary:?}");
    assert_eq!(summary.delivered + summary.truncated + summary.dropped + summary.unread, 203);
    assert_eq!(trace.stream(TO_SERVER).dropped, Some(summary.dropped));
    assert_eq!(trace.stream(TO_SERVER).verified, Verified::Whole);
    let last = view.reads.iter().rev().find(|read| !read.span.is_empty()).unwrap();
    assert_eq!(view.pieces_of(last)[0].message, 202);
}

#[test]
fn an_empty_datagram_arrives_and_an_empty_tcp_send_does_not() {
    let udp = run_whole(scenario(Transport::Udp, vec![send("")], vec![recv(10)]));
    let view = StreamView::of(&udp, TO_SERVER);
    assert_eq!(view.reads[0].verdict, Verdict::Empty);
    let tcp = run_whole(scenario(
        Transport::Tcp,
        vec![send(""), send("x"), close()],
        vec![wait(Gate::AllQueued), recv_until_end(10)],
    ));
    assert_eq!(StreamView::of(&tcp, TO_SERVER).summary.messages, 1);
    let seqpacket = run_whole(scenario(
        Transport::UnixSeqpacket,
        vec![send("ab"), send("cd"), close()],
        vec![recv_until_end(10)],
    ));
    assert_eq!(read_sizes(&seqpacket, TO_SERVER), [2, 2, 0]);
}

#[test]
fn a_datagram_that_is_too_long_is_refused_by_the_kernel() {
    let trace = run_whole(scenario(
        Transport::Udp,
        vec![send_bytes(65_508), send_bytes(65_507)],
        vec![recv(65_536)],
    ));
    let sends: Vec<_> =
        trace.calls().filter(|(_, call)| call.kind.is_send()).map(|(_, call)| call.outcome).collect();
    assert_eq!(sends, [Err(ErrorName::MessageTooLong), Ok(65_507)]);
    assert_eq!(read_sizes(&trace, TO_SERVER), [65_507]);
}

fn only_failure(trace: &Trace) -> &FailureKind {
    assert_eq!(trace.failures.len(), 1, "{:?}", trace.failures);
    &trace.failures[0].what
}

#[test]
fn a_peer_that_never_answers_ends_at_the_deadline() {
    let mut scenario = scenario(Transport::Tcp, vec![recv(10)], vec![wait(Gate::Finished(CLIENT))]);
    scenario.deadline = Duration::from_millis(100);
    let trace = run(scenario);
    let reasons: Vec<_> = trace.failures.iter().map(|failure| format!("{:?}", failure.what)).collect();
    assert!(reasons.iter().any(|reason| reason.contains("recv(10)")), "{reasons:?}");
    let call = trace.calls().map(|(_, call)| call).find(|call| call.kind == CallKind::Recv).unwrap();
    assert_eq!(call.outcome, Err(ErrorName::Interrupted));
    assert!(call.end_ns - call.start_ns >= 90_000_000);
}

#[test]
fn a_gate_that_cannot_open_says_what_it_saw() {
    let mut tcp = scenario(
        Transport::Tcp,
        vec![send("hello"), wait(Gate::Finished(SERVER))],
        vec![wait(Gate::Queued(9)), recv(10)],
    );
    tcp.deadline = Duration::from_millis(200);
    let trace = run(tcp);
    let saw = trace.failures.iter().find_map(|failure| match &failure.what {
        FailureKind::Gate(gate) if failure.endpoint == SERVER => Some(gate.saw()),
        _ => None,
    });
    assert_eq!(saw.as_deref(), Some("5 of 9 queued"));
}

#[test]
fn a_gate_on_somebody_who_has_finished_fails_at_once() {
    let trace = run(scenario(
        Transport::Tcp,
        vec![wait(Gate::After(SERVER, "greeting".into()))],
        vec![Step::new(Action::Sleep(Duration::ZERO))],
    ));
    match only_failure(&trace) {
        FailureKind::Gate(gate) => assert_eq!(gate.over.as_deref(), Some("server"), "{}", gate.saw()),
        other => panic!("{other:?}"),
    }
    assert!(trace.took < Duration::from_secs(4));
}

#[test]
fn a_closed_socket_is_not_used() {
    let trace = run(scenario(Transport::Tcp, vec![close(), send("late")], vec![recv_until_end(10)]));
    assert_eq!(only_failure(&trace), &FailureKind::Closed);
}

#[test]
fn half_close_lets_the_other_side_answer() {
    let client =
        vec![send("question"), Step::new(Action::Shutdown(Direction::Write)), recv_until_end(100)];
    let server = vec![recv_until_end(100), send("answer"), close()];
    let trace = run_whole(scenario(Transport::Tcp, client, server));
    assert_eq!(read_sizes(&trace, TO_CLIENT), [6, 0]);
}

#[test]
fn a_reset_reaches_the_peer() {
    let client = vec![Step::new(Action::Reset)];
    let server = vec![wait(Gate::Finished(CLIENT)), recv(10)];
    let trace = run_whole(scenario(Transport::Tcp, client, server));
    let read = trace.calls().map(|(_, call)| call).find(|call| call.kind == CallKind::Recv).unwrap();
    assert_eq!(read.outcome, Err(ErrorName::ConnectionReset));
}

#[test]
fn a_limit_on_recv_is_no_failure() {
    let trace =
        run_whole(scenario(Transport::Udp, vec![send("one")], vec![recv(10), recv_within(10, 20)]));
    let reads: Vec<_> =
        trace.calls().filter(|(_, call)| call.kind.is_recv()).map(|(_, call)| call.outcome).collect();
    assert_eq!(reads, [Ok(3), Err(ErrorName::Again)]);
}

#[test]
fn three_endpoints_talk_over_datagrams() {
    use stickylab::model::{EndpointId, Link, Payload, StreamId};
    let to = |text: &str, id| {
        Step::new(Action::Send { payload: Payload::text(text), all: false, more: false, to: Some(id) })
    };
    let anna = EndpointId(0);
    let (server, ben) = (EndpointId(1), EndpointId(2));
    let mut chat = scenario(
        Transport::Udp,
        vec![send("from anna"), recv(100)],
        vec![repeat(2, vec![recv(100)]), to("for anna", anna), to("for ben", ben)],
    );
    chat.endpoints
        .push(Endpoint::new("ben", vec![wait(Gate::AllSent(anna)), send("from ben"), recv(100)]));
    chat.links.push(Link { active: ben, passive: server });
    let trace = run_whole(chat);
    let text = |stream| {
        let view = StreamView::of(&trace, stream);
        String::from_utf8_lossy(trace.bytes(stream, view.reads[0].span)).into_owned()
    };
    let all: Vec<_> = [0, 2, 1, 3].map(StreamId).map(text).to_vec();
    assert_eq!(all, ["from anna", "from ben", "for anna", "for ben"]);
    assert_eq!(trace.scenario.stream_name(StreamId(3)), "server-to-ben");
}
