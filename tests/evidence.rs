//! What the kernel says about the sockets of a run, over real sockets and with gated scripts.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "helpers of tests: what is missing fails them")]

#[expect(dead_code, reason = "the other tests use the rest")]
mod common;

use std::sync::Arc;

use common::*;
use stickylab::engine::{self, Cancel, RunError};
use stickylab::model::trace::Verified;
use stickylab::model::{
    Acks, Action, Call, CallIndex, CallKind, Departure, EndpointId, Evidence, Family, Gate, Handover,
    Payload, Quantity, QueueHistory, Sample, Scenario, SocketOption, Step, StreamView, Trace, Transport,
    handover, journey,
};

fn evidence(trace: &Trace) -> &Evidence {
    trace.evidence.as_ref().expect("the kernel was asked")
}

/// The calls of that kind with the samples taken after them.
fn after(trace: &Trace, kind: CallKind) -> Vec<(Call, Sample)> {
    let calls = trace.calls().filter(|(_, call)| call.kind == kind);
    let with_sample =
        |(index, call): (CallIndex, Call)| (call, *evidence(trace).after(index).expect("a sample"));
    calls.map(with_sample).collect()
}

fn values(samples: &[(Call, Sample)], quantity: Quantity) -> Vec<Option<u64>> {
    samples.iter().map(|(_, sample)| sample.get(quantity)).collect()
}

fn delayed_acks(mut scenario: Scenario) -> Scenario {
    scenario.endpoints[SERVER.index()].acks = Acks::Delayed;
    scenario
}

fn more(text: &str) -> Step {
    Step::new(Action::Send { payload: Payload::text(text), all: false, more: true, to: None })
}

/// The last bytes of sends that the kernel told of, by their offsets.
fn departure(trace: &Trace, end: u64) -> Option<Departure> {
    evidence(trace).departures(TO_SERVER).iter().find(|departure| departure.end.0 == end).copied()
}

#[test]
fn nagle_is_seen_holding_bytes_back() {
    let client = vec![repeat(10, vec![send_bytes(10)]), wait(Gate::Taken), close()];
    let trace = run_observed(delayed_acks(scenario(Transport::Tcp, client, vec![recv_until_end(100)])));
    let sends = after(&trace, CallKind::Send);
    // The first byte string leaves at once; the others wait for its acknowledgement, some 40 ms. Whether
    // the ten sends are over before is up to the machine, so only those before it are looked at.
    let first = departure(&trace, 10).expect("the first send left by itself");
    let sent = first.sent_ns.expect("it was handed to the device");
    let acked = first.acked_ns.expect("it was acknowledged");
    assert!(first.scheduled_ns <= first.sent_ns && sent < acked);
    assert!(sent >= sends[0].0.start_ns, "{sent} before the send");
    let (waiting, _): (Vec<_>, Vec<_>) = sends.iter().partition(|(_, sample)| sample.at_ns < acked);
    assert!(!waiting.is_empty());
    for (held, (_, sample)) in (0..).zip(&waiting) {
        assert_eq!(sample.get(Quantity::DataSegsOut), Some(1));
        assert_eq!(sample.get(Quantity::NotSent), Some(10 * held));
        assert_eq!(sample.get(Quantity::BytesSent), Some(10));
    }
    let last = departure(&trace, 100).expect("the last byte left");
    assert!(last.sent_ns >= first.acked_ns, "what was held back left with the acknowledgement");
    assert_eq!(evidence(&trace).why_missing(CLIENT, "timestamps"), None);
    let close = evidence(&trace).of(CLIENT).last().expect("a sample before the close");
    assert_eq!((close.call, close.get(Quantity::NotSent)), (None, Some(0)));
}

#[test]
fn the_counters_add_up() {
    // A step is done after what was asked about it, so that no send comes in between.
    let read = wait(Gate::After(SERVER, "read".into()));
    let client = vec![repeat(20, vec![send_bytes(100), read]), close()];
    let server = vec![repeat(20, vec![recv(100).labelled("read")]), recv_until_end(100)];
    let trace = run_observed(scenario(Transport::Tcp, client, server));
    let sends = after(&trace, CallKind::Send);
    let segments: Vec<_> = (1..=20).map(Some).collect();
    assert_eq!(values(&sends, Quantity::DataSegsOut), segments);
    let bytes: Vec<_> = (1..=20).map(|sent| Some(100 * sent)).collect();
    assert_eq!(values(&sends, Quantity::BytesSent), bytes);
    let reads = after(&trace, CallKind::Recv);
    assert_eq!(values(&reads, Quantity::ReceiveQueue), vec![Some(0); 21]);
    for (_, sample) in sends.iter().chain(&reads) {
        assert!(sample.get(Quantity::SendMss) > Some(500) && sample.get(Quantity::SendWindow) > Some(0));
        assert_eq!(sample.get(Quantity::Retransmits), Some(0));
    }
    for number in 1..=20 {
        let departure = departure(&trace, 100 * number).expect("each send left by itself");
        assert!(departure.scheduled_ns.is_some() && departure.sent_ns.is_some());
    }
}

#[test]
fn bytes_that_nobody_reads_are_seen_in_the_receivers_queue() {
    for transport in [Transport::Tcp, Transport::UnixStream] {
        let client = vec![repeat(5, vec![send_bytes(10)]), close()];
        let server = vec![wait(Gate::Finished(CLIENT)), recv_until_end(100)];
        let trace = run_observed(scenario(transport, client, server));
        let unread = evidence(&trace).of(SERVER).filter(|sample| sample.call.is_none());
        let queues: Vec<_> = unread.map(|sample| sample.get(Quantity::ReceiveQueue)).collect();
        let expected = [0, 10, 20, 30, 40, 50, 0].map(Some);
        assert_eq!(queues, expected, "{transport:?}: at the start, after five sends, before the close");
    }
}

#[test]
fn bytes_sent_with_more_leave_with_what_follows() {
    let client = vec![more("hello"), send("feng"), close()];
    let server = vec![wait(Gate::AllQueued), recv_until_end(100)];
    let trace = run_observed(scenario(Transport::Tcp, client, server));
    let sends = after(&trace, CallKind::Send);
    assert_eq!(values(&sends, Quantity::DataSegsOut), [Some(0), Some(1)]);
    assert_eq!(values(&sends, Quantity::NotSent), [Some(5), Some(0)]);
    assert_eq!(values(&sends, Quantity::SendQueue)[0], Some(5));
    assert_eq!(departure(&trace, 5), None, "no segment ended there");
    assert!(departure(&trace, 9).is_some_and(|departure| departure.sent_ns.is_some()));
}

#[test]
fn drops_are_those_that_the_kernel_counted() {
    let client = vec![repeat(100, vec![send_bytes(100)])];
    let server = vec![wait(Gate::AllQueued), repeat(3, vec![recv(50)])];
    let mut scenario = scenario(Transport::Udp, client, server);
    scenario.endpoints[SERVER.index()].options = vec![SocketOption::ReceiveBuffer(4096)];
    let trace = run_observed(scenario);
    let dropped = trace.stream(TO_SERVER).dropped.expect("the kernel counted");
    assert!(dropped > 0);
    let reads = after(&trace, CallKind::RecvMsg);
    assert_eq!(values(&reads, Quantity::Drops), [Some(dropped); 3]);
    assert_eq!(values(&reads, Quantity::DatagramSize), [Some(100); 3], "cut to 50");
    let counts: Vec<u64> =
        evidence(&trace).of(SERVER).map(|sample| sample.get(Quantity::Drops).expect("drops")).collect();
    assert!(counts.is_sorted() && counts.first() == Some(&0), "{counts:?}");
    assert_eq!(counts.windows(2).filter(|pair| pair[1] == pair[0] + 1).count() as u64, dropped);
    assert!(evidence(&trace).missing.is_empty(), "{:?}", evidence(&trace).missing);
}

#[test]
fn the_size_of_a_datagram_is_known_where_the_kernel_tells() {
    let check = |transport, server: Vec<Step>, expected: [Option<u64>; 2]| {
        let trace = run_observed(scenario(transport, vec![send("hello"), send("feng"), close()], server));
        let sizes = values(&after(&trace, CallKind::RecvMsg), Quantity::DatagramSize);
        assert_eq!(sizes, expected, "{transport:?}");
    };
    let queued = || vec![wait(Gate::AllQueued), recv(3), recv(10)];
    check(Transport::Udp, queued(), [Some(5), Some(4)]);
    check(Transport::UnixDgram, queued(), [Some(5), Some(4)]);
    // Its queue is told as a whole, so that a message that was cut could have any size.
    check(Transport::UnixSeqpacket, queued(), [None, Some(4)]);
}

#[test]
fn a_baseline_looks_at_every_socket() {
    let client = vec![
        send("ready?"),
        recv(100),
        Step::new(Action::Measure),
        send("go"),
        wait(Gate::Taken),
        close(),
    ];
    let server = vec![recv(100), send("ready"), recv_until_end(100)];
    let trace = run_observed(scenario(Transport::Tcp, client, server));
    for endpoint in [CLIENT, SERVER] {
        let before = evidence(&trace).of(endpoint).filter(|sample| sample.at_ns <= trace.baseline_ns);
        let last = before.last().expect("a sample at the baseline");
        assert_eq!((last.call, last.get(Quantity::DataSegsOut)), (None, Some(1)), "{endpoint:?}");
    }
}

#[test]
fn a_socket_that_a_script_opens_is_asked_from_then_on() {
    let step = Step::new;
    let client = vec![
        wait(Gate::After(SERVER, "ready".into())),
        step(Action::Connect(SERVER)),
        send("hello"),
        wait(Gate::After(SERVER, "read".into())),
        send("feng"),
        wait(Gate::Taken),
    ];
    let listens = step(Action::Listen(1)).labelled("ready");
    let reads = [recv(10).labelled("read"), recv(10)];
    let server =
        [step(Action::Bind(None)), listens, step(Action::Accept)].into_iter().chain(reads).collect();
    let trace = run_observed(scenario(Transport::Tcp, client, server));
    assert_eq!(values(&after(&trace, CallKind::Send), Quantity::DataSegsOut), [Some(1), Some(2)]);
    assert_eq!(values(&after(&trace, CallKind::Recv), Quantity::ReceiveQueue), [Some(0), Some(0)]);
    assert!([5, 9].iter().all(|&end| departure(&trace, end).is_some_and(|one| one.sent_ns.is_some())));
    assert_eq!(evidence(&trace).missing, []);

    let client = vec![wait(Gate::After(SERVER, "ready".into())), send("hello")];
    let server = vec![step(Action::Bind(None)).labelled("ready"), recv(3)];
    let trace = run_observed(scenario(Transport::Udp, client, server));
    // Whether the datagram waited when the recv was called decides whether its size is known.
    let size = values(&after(&trace, CallKind::RecvMsg), Quantity::DatagramSize)[0];
    assert!(size.is_none_or(|size| size == 5), "{size:?}");
    assert_eq!(values(&after(&trace, CallKind::RecvMsg), Quantity::Drops), [Some(0)]);
}

#[test]
fn a_run_that_is_not_observed_has_no_evidence() {
    let trace =
        run_whole(scenario(Transport::Tcp, vec![send("hello"), close()], vec![recv_until_end(9)]));
    assert_eq!(trace.evidence, None);
}

/// Nobody reads for a while, so send waits: both queues are seen to be full before it returns.
#[test]
fn while_a_send_waits_for_room_both_ends_are_asked() {
    let client = vec![send_all(100_000), wait(Gate::Taken), close()];
    let server = vec![sleep_ms(100), recv_until_end(65_536)];
    let mut stalled = scenario(Transport::Tcp, client, server);
    stalled.endpoints[0].options = vec![SocketOption::SendBuffer(8192)];
    stalled.endpoints[1].options = vec![SocketOption::ReceiveBuffer(4096)];
    let trace = run_observed(stalled);
    let (_, send) = trace.calls().find(|(_, call)| call.kind == CallKind::Send).expect("a send");
    assert!(send.end_ns - send.start_ns > 50_000_000, "send waits for the reader");
    let during = |sample: &&Sample| sample.call.is_none() && sample.at_ns > send.start_ns + 1_000_000;
    let early = send.start_ns + 50_000_000;
    let seen = |endpoint, quantity| {
        let samples = evidence(&trace).of(endpoint).filter(during).filter(|sample| sample.at_ns < early);
        samples.filter_map(|sample| sample.get(quantity)).max()
    };
    let unread = seen(SERVER, Quantity::ReceiveQueue).expect("the receiver is asked");
    let not_sent = seen(CLIENT, Quantity::NotSent).expect("the sender is asked");
    assert!(unread > 0 && not_sent > 0 && unread + not_sent < 100_000, "{unread} {not_sent}");
    let view = StreamView::of(&trace, TO_SERVER);
    let queues = QueueHistory::of(&trace, &view).expect("the queues are known");
    let waiting = queues.at(early);
    assert_eq!((waiting.unread, waiting.not_sent), (unread, not_sent));
    // What the window had room for left at once, and the rest when there was room again.
    let handed = handover::handovers(&trace, &view).expect("segments are counted");
    let left = |handover: &Handover| handover.left.map(|left| left.ns);
    assert!(handed.first().and_then(left) < Some(early), "{handed:?}");
    assert!(handed.last().and_then(left) > Some(early), "{handed:?}");
}

/// Whoever looks at a send from outside may be late; what he says is then left out.
#[test]
fn counters_never_run_backwards_while_sends_wait() {
    let client = vec![repeat(20, vec![send_bytes(1_000_000)]), wait(Gate::Taken), close()];
    let trace = run_observed(scenario(Transport::Tcp, client, vec![recv_until_end(65_536)]));
    let samples: Vec<&Sample> = evidence(&trace).of(CLIENT).collect();
    for quantity in [Quantity::BytesSent, Quantity::BytesAcked, Quantity::DataSegsOut] {
        let values: Vec<u64> = samples.iter().filter_map(|sample| sample.get(quantity)).collect();
        assert!(values.is_sorted(), "{quantity:?}: {values:?}");
    }
    let view = StreamView::of(&trace, TO_SERVER);
    for way in journey::journeys(&trace, &view) {
        let left = way.left.map(|left| left.ns);
        assert!(left.is_none_or(|left| way.last_offered_ns <= left), "{way:?}");
    }
}

#[test]
fn every_moment_lies_within_the_run() {
    for transport in Transport::ALL {
        let server = if transport.is_connected() { vec![recv_until_end(7)] } else { vec![recv(7)] };
        let client = vec![repeat(9, vec![send_bytes(10)]), close()];
        let trace = run_observed(scenario(transport, client, server));
        let took = u64::try_from(trace.took.as_nanos()).expect("a short run");
        let evidence = evidence(&trace);
        assert!(evidence.samples().iter().all(|sample| sample.at_ns <= took));
        assert!(evidence.samples().is_sorted_by_key(|sample| sample.at_ns));
        for one in evidence.departures(TO_SERVER) {
            let known: Vec<u64> =
                [one.scheduled_ns, one.sent_ns, one.acked_ns].into_iter().flatten().collect();
            assert!(known.is_sorted() && known.iter().all(|&ns| ns <= took), "{one:?} of {took}");
        }
        // Every call of an open socket has its sample, and no other call.
        let without: Vec<CallKind> = trace
            .calls()
            .filter(|(index, _)| evidence.after(*index).is_none())
            .map(|(_, call)| call.kind)
            .collect();
        let opening =
            |kind: &CallKind| matches!(kind, CallKind::Connect | CallKind::Accept | CallKind::Close);
        assert!(without.iter().all(opening), "{transport:?}: {without:?}");
    }
}

#[test]
fn what_a_transport_cannot_tell_has_its_reason() {
    let check = |transport: Transport, missing: &[&str]| {
        let client = vec![send("hello"), wait(Gate::Taken), close()];
        let server = if transport.is_connected() { vec![recv_until_end(9)] } else { vec![recv(9)] };
        let trace = run_observed(scenario(transport, client, server));
        let of = |endpoint: EndpointId| -> Vec<&str> {
            let own = evidence(&trace).missing.iter().filter(|missing| missing.endpoint == endpoint);
            own.map(|missing| missing.what).collect()
        };
        assert_eq!(of(SERVER), missing, "{transport:?}");
        assert_eq!(of(CLIENT), missing, "{transport:?}");
    };
    check(Transport::Tcp, &[]);
    check(Transport::Udp, &[]);
    for transport in [Transport::UnixStream, Transport::UnixDgram, Transport::UnixSeqpacket] {
        check(transport, &["send_queue"]);
    }
}

#[test]
fn a_sender_that_waits_for_room_is_not_woken_by_timestamps() {
    // Each message has its own timestamps, and the acknowledgement of one makes little room.
    let client = vec![
        Step::new(Action::Set(SocketOption::NonBlocking(true))),
        repeat(400, vec![send_all(1000)]),
        close(),
    ];
    let slowly = repeat(60, vec![recv(2000), sleep_ms(1)]);
    let server = vec![sleep_ms(30), slowly, recv_until_end(65_536)];
    let mut scenario = scenario(Transport::Tcp, client, server);
    for endpoint in &mut scenario.endpoints {
        endpoint.options = vec![SocketOption::SendBuffer(65_536), SocketOption::ReceiveBuffer(4096)];
    }
    let trace = run_observed(scenario);
    assert_eq!(trace.stream(TO_SERVER).sent, 400_000);
    let sends = trace.calls().map(|(_, call)| call).filter(|call| call.kind.is_send());
    let refused: Vec<bool> = sends.map(|call| call.outcome.is_err()).collect();
    assert!(refused.contains(&true), "the buffers were never full");
    // After a refusal it waits until there is room, and so the next call is not refused again.
    assert!(!refused.windows(2).any(|pair| pair == [true, true]), "woken without room: {refused:?}");
}

#[test]
fn timestamps_that_were_lost_are_missing_and_the_run_stands() {
    // Fifty segments are acknowledged together, when nobody takes their timestamps, and the smallest
    // receive buffer has no room for all of them.
    let client = vec![repeat(50, vec![send_bytes(1)]), sleep_ms(200), wait(Gate::Taken), close()];
    let mut scenario = delayed_acks(scenario(Transport::Tcp, client, vec![recv_until_end(100)]));
    scenario.endpoints[CLIENT.index()].options =
        vec![SocketOption::NoDelay(true), SocketOption::ReceiveBuffer(1)];
    let trace = run_observed(scenario);
    assert_eq!((trace.stream(TO_SERVER).sent, trace.stream(TO_SERVER).verified), (50, Verified::Whole));
    let reason = evidence(&trace).why_missing(CLIENT, "timestamps").expect("some were lost");
    assert!(reason.contains("did not come"), "{reason}");
    assert_eq!(evidence(&trace).why_missing(SERVER, "timestamps"), None);
    let departures = evidence(&trace).departures(TO_SERVER);
    assert!(departures.iter().any(|one| one.acked_ns.is_none()), "what was lost is not made up");
    assert!(departures.iter().any(|one| one.sent_ns.is_some()), "what came is kept");
}

#[test]
fn timestamps_come_over_ipv6_too_where_there_is_one() {
    let client = vec![send("hello"), wait(Gate::Taken), close()];
    let scenario =
        Scenario { family: Family::V6, ..scenario(Transport::Tcp, client, vec![recv_until_end(9)]) };
    match engine::run_observed(&Arc::new(scenario), &Cancel::new()) {
        Ok(trace) => assert!(departure(&trace, 5).is_some_and(|departure| departure.sent_ns.is_some())),
        Err(RunError::NotAvailable(lacking)) => assert!(lacking.reason().contains("::1"), "{lacking:?}"),
        Err(error) => panic!("{error}"),
    }
}
