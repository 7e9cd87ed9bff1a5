//! Scripts that go where no lesson should: every run ends, and what it records is true.

#[expect(dead_code, reason = "the other tests use the rest")]
mod common;

use std::time::Duration;

use common::*;
use stickylab::model::step::Direction;
use stickylab::model::trace::FailureKind;
use stickylab::model::{
    Action, CallKind, Counts, ErrorName, Gate, Reckoning, SocketOption, Step, StreamView, Transport,
    Verdict, Worth,
};

/// How long these runs may take at most: far more than they need, far less than for ever.
const ENDS: Duration = Duration::from_secs(3);

#[test]
fn a_recv_after_shutdown_is_no_stranger() {
    for transport in [Transport::Udp, Transport::UnixDgram] {
        let server = vec![Step::new(Action::Shutdown(Direction::Read)), recv_within(10, 20)];
        let trace = run(scenario(transport, vec![], server));
        assert!(trace.took < ENDS, "{transport:?} took {:?}", trace.took);
        assert!(trace.refused.is_empty());
        assert_eq!(trace.calls().filter(|(_, call)| call.kind.is_recv()).count(), 1);
    }
}

#[test]
fn a_close_that_lingers_does_not_outlive_the_run() {
    let client = vec![send_bytes(4_000_000)];
    let mut stuck = scenario(Transport::Tcp, client, vec![wait(Gate::AllSent(CLIENT))]);
    stuck.endpoints[0].options = vec![
        SocketOption::SendBuffer(16_384),
        SocketOption::NonBlocking(true),
        SocketOption::Linger(Some(30)),
    ];
    stuck.endpoints[1].options = vec![SocketOption::ReceiveBuffer(4096)];
    let trace = run(stuck);
    assert!(trace.took < ENDS, "took {:?}", trace.took);
}

#[test]
fn send_all_to_a_full_datagram_socket_ends_at_the_deadline() {
    let all = Step::new(Action::Send {
        payload: stickylab::model::Payload::Pattern(10),
        all: true,
        more: false,
        to: None,
    });
    let client = vec![repeat(5000, vec![all])];
    let mut full = scenario(Transport::UnixDgram, client, vec![wait(Gate::Finished(CLIENT))]);
    full.endpoints[0].options = vec![SocketOption::NonBlocking(true)];
    full.deadline = Duration::from_millis(200);
    let trace = run(full);
    assert!(trace.took < ENDS, "took {:?}", trace.took);
    assert!(!trace.failures.is_empty());
}

#[test]
fn an_empty_message_is_not_the_end_of_a_seqpacket_connection() {
    for _ in 0..300 {
        let client = vec![send("a"), send(""), send("bcd"), close()];
        let trace =
            run_whole(scenario(Transport::UnixSeqpacket, client, vec![repeat(4, vec![recv(10)])]));
        let view = StreamView::of(&trace, TO_SERVER);
        let verdicts: Vec<_> = view.reads.iter().map(|read| read.verdict).collect();
        let expected = [Verdict::Intact, Verdict::Empty, Verdict::Intact, Verdict::EndOfStream];
        assert_eq!(verdicts, expected);
    }
}

#[test]
fn buffers_are_set_on_both_sides_of_every_connection() {
    for transport in [Transport::Tcp, Transport::UnixStream, Transport::UnixSeqpacket] {
        let mut both = scenario(transport, vec![send("x"), close()], vec![recv_until_end(10)]);
        for endpoint in &mut both.endpoints {
            endpoint.options = vec![SocketOption::SendBuffer(8192), SocketOption::ReceiveBuffer(8192)];
        }
        let trace = run_whole(both);
        let got: Vec<_> = trace.options.iter().map(|report| report.got.clone()).collect();
        assert_eq!(got, vec![Ok(16_384); 4], "{transport:?}");
    }
}

#[test]
fn a_refused_option_bears_the_kernels_own_error() {
    let set = |option| Step::new(Action::Set(option));
    let client = vec![set(SocketOption::MaxSegment(50)), set(SocketOption::NonBlocking(true))];
    let trace = run_whole(scenario(Transport::Tcp, client, vec![]));
    let calls = trace.calls().map(|(_, call)| call).filter(|call| call.kind == CallKind::SetOption);
    let outcomes: Vec<_> = calls.map(|call| call.outcome).collect();
    assert_eq!(outcomes, [Err(ErrorName::Invalid)]);
}

#[test]
fn a_truncated_warm_up_stays_a_warm_up() {
    let client = vec![send_bytes(10), wait(Gate::After(SERVER, "measured".into())), send_bytes(3)];
    let server = vec![recv(4), Step::new(Action::Measure).labelled("measured"), recv(10)];
    let trace = run_whole(scenario(Transport::Udp, client, server));
    let summary = StreamView::of(&trace, TO_SERVER).summary;
    assert_eq!((summary.messages, summary.truncated, summary.delivered), (1, 0, 1));
}

/// Nine fit, four are read, two more fit: the last two wait, though others were dropped before them.
#[test]
fn drops_among_unread_datagrams_are_counted_and_not_guessed() {
    let client = vec![
        repeat(40, vec![send_bytes(100)]),
        wait(Gate::After(SERVER, "read".into())),
        repeat(2, vec![send_bytes(100)]),
    ];
    let server = vec![
        sleep_ms(50),
        repeat(3, vec![recv(1000)]),
        recv(1000).labelled("read"),
        wait(Gate::AllSent(CLIENT)),
    ];
    let mut full = scenario(Transport::Udp, client, server);
    full.endpoints[1].options = vec![SocketOption::ReceiveBuffer(4096)];
    let trace = run_whole(full);
    let summary = StreamView::of(&trace, TO_SERVER).summary;
    assert_eq!(Some(summary.dropped), trace.stream(TO_SERVER).dropped);
    assert_eq!(summary.delivered + summary.dropped + summary.unread, 42);
    assert!(summary.unread >= 2, "{summary:?}");
    let view = StreamView::of(&trace, TO_SERVER);
    assert_eq!(view.messages[41].fate, None, "which of them waits is not known");
}

#[test]
fn a_failure_names_the_call() {
    let mut stuck = scenario(Transport::Tcp, vec![wait(Gate::Finished(SERVER))], vec![recv(7)]);
    stuck.deadline = Duration::from_millis(100);
    let trace = run(stuck);
    let named = trace
        .failures
        .iter()
        .any(|failure| matches!(&failure.what, FailureKind::Deadline { call, .. } if call == "recv(7)"));
    assert!(named, "{:?}", trace.failures);
}

#[test]
fn a_datagram_that_is_too_big_is_refused_and_the_next_one_keeps_its_number() {
    let client = vec![send_bytes(65_508), send("after")];
    let trace = run(scenario(Transport::Udp, client, vec![wait(Gate::AllSent(CLIENT)), recv(100)]));
    let view = StreamView::of(&trace, TO_SERVER);
    let reckoning = Reckoning::of(&trace, &view, None);
    assert_eq!((reckoning.sends, reckoning.reads), (2, 1));
    assert_eq!(reckoning.refused, [(ErrorName::MessageTooLong, 1)]);
    assert_eq!(view.messages.iter().map(|message| message.number).collect::<Vec<_>>(), [1]);
    assert_eq!(reckoning.worth(), Worth::Bad);
}

#[test]
fn an_empty_send_is_counted_though_nothing_travels() {
    let client = vec![send(""), send("hello"), close()];
    let trace = run(scenario(Transport::Tcp, client, vec![wait(Gate::Finished(CLIENT)), recv(100)]));
    let reckoning = Reckoning::of(&trace, &StreamView::of(&trace, TO_SERVER), None);
    assert_eq!((reckoning.sends, reckoning.empty, reckoning.reads), (2, 1, 1));
    assert_eq!(reckoning.worth(), Worth::Bad);
}

#[test]
fn a_short_send_is_bad_however_one_counts_and_a_whole_one_is_good_in_any_pieces() {
    let wanted = [(true, Worth::Bad), (false, Worth::Good)];
    for (non_blocking, worth) in wanted {
        let client = vec![send_bytes(65_536), close()];
        let server = vec![wait(Gate::Queued(1)), recv_until_end(4096)];
        let mut scenario = scenario(Transport::Tcp, client, server);
        scenario.counts = Counts::Bytes;
        scenario.endpoints[0].options = vec![SocketOption::SendBuffer(8192)];
        if non_blocking {
            scenario.endpoints[0].options.push(SocketOption::NonBlocking(true));
            scenario.endpoints[1].script[0] = wait(Gate::AllSent(CLIENT));
        }
        scenario.endpoints[1].options = vec![SocketOption::ReceiveBuffer(4096)];
        let trace = run(scenario);
        let reckoning = Reckoning::of(&trace, &StreamView::of(&trace, TO_SERVER), None);
        assert_eq!(reckoning.offered, 65_536);
        assert_eq!(reckoning.read + reckoning.kept, 65_536);
        assert_eq!(reckoning.worth(), worth, "{reckoning:#?}");
    }
}
