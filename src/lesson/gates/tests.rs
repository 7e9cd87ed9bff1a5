use std::time::Duration;

use super::*;
use crate::model::{Endpoint, Link, Payload, Transport};

const A: EndpointId = EndpointId(0);
const B: EndpointId = EndpointId(1);
const C: EndpointId = EndpointId(2);

fn send() -> Action {
    Action::Send { payload: Payload::text("hello"), all: false, more: false, to: None }
}

fn recv(size: u32) -> Action {
    Action::Recv { size, limit: None }
}

fn after(endpoint: EndpointId, label: &str) -> Action {
    Action::Wait(Gate::After(endpoint, label.into()))
}

/// The endpoints and lines of the gates that are reported. Lines are counted from one in each script,
/// and step number n is called "n".
fn check(transport: Transport, scripts: &[&[Action]], expected: &[(EndpointId, u32)]) {
    let step = |(line, action): (u32, &Action)| Step {
        line,
        ..Step::new(action.clone()).labelled(&line.to_string())
    };
    let endpoint = |(at, script): (usize, &&[Action])| {
        Endpoint::new(["a", "b", "c"][at], (1..).zip(script.iter()).map(step).collect())
    };
    let scenario = Scenario {
        endpoints: scripts.iter().enumerate().map(endpoint).collect(),
        links: [A, C].iter().take(scripts.len() - 1).map(|&active| Link { active, passive: B }).collect(),
        ..Scenario::pair(transport, Vec::new(), Vec::new())
    };
    let found: Vec<_> = blocked(&scenario).iter().map(|stuck| (stuck.endpoint, stuck.line)).collect();
    assert_eq!(found, expected, "{scripts:?}");
}

#[test]
fn a_ring_of_three_is_found_and_who_waits_for_it_is_not_blamed() {
    let ring: [&[Action]; 3] = [&[after(B, "1")], &[after(C, "1")], &[after(A, "1")]];
    check(Transport::Udp, &ring, &[(A, 1), (B, 1), (C, 1)]);
    let victim: [&[Action]; 3] = [&[after(B, "1")], &[after(A, "1")], &[after(A, "1")]];
    check(Transport::Udp, &victim, &[(A, 1), (B, 1)]);
    let open: [&[Action]; 3] = [&[Action::Measure, after(B, "1")], &[after(C, "1")], &[after(A, "1")]];
    check(Transport::Udp, &open, &[]);
}

#[test]
fn a_gate_behind_a_read_that_needs_it_is_found() {
    let peer: &[Action] = &[after(A, "2"), send()];
    check(Transport::Tcp, &[&[recv(1), Action::Measure], peer], &[(B, 1)]);
    check(
        Transport::Tcp,
        &[&[Action::Recv { size: 1, limit: Some(Duration::ZERO) }, Action::Measure], peer],
        &[],
    );
    check(Transport::Udp, &[&[recv(1), Action::Measure], peer], &[(B, 1)]);
    check(Transport::Udp, &[&[send(), Action::Measure], peer], &[]);
}

#[test]
fn lock_step_goes_on_as_long_as_somebody_reads() {
    let turn = || Action::Repeat {
        times: 3,
        steps: vec![Step::new(Action::Wait(Gate::Taken)), Step::new(send())],
    };
    let reads = |times: u32| Action::Repeat { times, steps: vec![Step::new(recv(5))] };
    for transport in [Transport::Tcp, Transport::Udp, Transport::UnixSeqpacket] {
        check(transport, &[&[turn()], &[reads(3)]], &[]);
        check(transport, &[&[turn(), Action::Wait(Gate::Taken)], &[reads(3)]], &[]);
        check(transport, &[&[turn(), Action::Wait(Gate::Taken)], &[reads(2)]], &[(A, 2)]);
    }
    let to_the_end: &[Action] = &[Action::RecvUntilEnd { size: 1 }];
    check(Transport::Tcp, &[&[turn(), Action::Wait(Gate::Taken), Action::Close], to_the_end], &[]);
    // Three reads of four bytes take the first two messages and no more.
    let short = Action::Repeat { times: 3, steps: vec![Step::new(recv(4))] };
    check(Transport::Tcp, &[&[turn()], &[short]], &[(A, 0)]);
}

#[test]
fn what_waits_is_what_was_sent_without_what_was_certainly_read() {
    let queued = |bytes| Action::Wait(Gate::Queued(bytes));
    let sends: &[Action] = &[send(), send()];
    let all = Action::Wait(Gate::AllQueued);
    check(Transport::Tcp, &[sends, &[queued(10)]], &[]);
    check(Transport::Tcp, &[sends, &[queued(11)]], &[(B, 1)]);
    // A read that came early may have found a single byte.
    check(Transport::Tcp, &[sends, &[recv(5), queued(9)]], &[]);
    check(Transport::Tcp, &[sends, &[recv(5), queued(10)]], &[(B, 2)]);
    // When all was there before, it took all five.
    check(Transport::Tcp, &[sends, &[all.clone(), recv(5), queued(5)]], &[]);
    check(Transport::Tcp, &[sends, &[all.clone(), recv(5), queued(6)]], &[(B, 3)]);
    // A datagram goes as a whole.
    check(Transport::UnixSeqpacket, &[sends, &[recv(1), queued(5)]], &[]);
    check(Transport::UnixSeqpacket, &[sends, &[recv(1), queued(6)]], &[(B, 2)]);
    check(Transport::Tcp, &[&[after(B, "2"), send()], &[all, Action::Measure]], &[(A, 1), (B, 1)]);
}

#[test]
fn ends_are_reached_where_somebody_closes() {
    let waits: &[Action] = &[Action::RecvUntilEnd { size: 3 }, Action::Measure];
    let shutdown = Action::Shutdown(Direction::Write);
    check(Transport::Tcp, &[&[send(), Action::Close], waits], &[]);
    check(Transport::Tcp, &[&[send(), Action::Reset], waits], &[]);
    check(Transport::Tcp, &[&[send()], waits], &[(B, 1)]);
    check(Transport::Tcp, &[&[send(), Action::Shutdown(Direction::Read)], waits], &[(B, 1)]);
    check(Transport::Tcp, &[&[after(B, "2"), Action::Close], waits], &[(A, 1), (B, 1)]);
    check(Transport::Tcp, &[&[shutdown, after(B, "2")], waits], &[]);
    check(
        Transport::Tcp,
        &[&[Action::Wait(Gate::AllSent(B))], &[send(), Action::Wait(Gate::Finished(A))]],
        &[],
    );
    let each = [Action::Wait(Gate::Finished(B)), Action::Wait(Gate::Finished(A))];
    check(Transport::Tcp, &[&each[..1], &each[1..]], &[(A, 1), (B, 1)]);
}

#[test]
fn reads_that_need_not_wait_hold_up_nobody() {
    let option = |option| Action::Set(option);
    let peer: &[Action] = &[after(A, "3"), send()];
    let reader = |set: Action| [set, recv(1), Action::Measure];
    check(Transport::Tcp, &[&reader(option(SocketOption::NonBlocking(true))), peer], &[]);
    check(Transport::Tcp, &[&reader(option(SocketOption::ReceiveTimeout(5))), peer], &[]);
    check(Transport::Tcp, &[&reader(option(SocketOption::NonBlocking(false))), peer], &[(B, 1)]);
    check(Transport::Tcp, &[&reader(option(SocketOption::ReceiveTimeout(0))), peer], &[(B, 1)]);
}

#[test]
fn a_step_that_is_done_once_opens_one_gate() {
    let twice = |times| Action::Repeat { times, steps: vec![Step::new(send()).labelled("x")] };
    for (times, expected) in [(2, None), (1, Some((B, 2)))] {
        let expected: Vec<_> = expected.into_iter().collect();
        check(Transport::Tcp, &[&[twice(times)], &[after(A, "x"), after(A, "x")]], &expected);
    }
}
