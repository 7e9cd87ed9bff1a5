//! Scripts that open their own sockets: every call is recorded with what the kernel answered.

mod common;

use common::*;
use stickylab::model::trace::Verified;
use stickylab::model::{
    Action, CallKind, Endpoint, EndpointId, ErrorName, Gate, Link, Scenario, SocketOption, Step,
    StreamView, Trace, Transport,
};

const SECOND: EndpointId = EndpointId(2);

fn step(action: Action) -> Step {
    Step::new(action)
}

fn after(endpoint: EndpointId, label: &str) -> Step {
    wait(Gate::After(endpoint, label.into()))
}

/// What each call of that kind returned, in order.
fn outcomes(trace: &Trace, endpoint: EndpointId, kind: CallKind) -> Vec<Result<u32, ErrorName>> {
    let calls = trace.calls().map(|(_, call)| call);
    calls.filter(|call| call.endpoint == endpoint && call.kind == kind).map(|call| call.outcome).collect()
}

fn address_of(trace: &Trace, endpoint: EndpointId, kind: CallKind, nth: usize) -> String {
    let mut calls = trace.calls().map(|(_, call)| call);
    let call = calls.by_ref().filter(|call| call.endpoint == endpoint && call.kind == kind).nth(nth);
    call.and_then(|call| trace.address(&call).map(str::to_owned)).unwrap_or_default()
}

#[test]
fn connect_returns_before_accept_and_the_accepted_socket_keeps_the_port() {
    let client = vec![
        after(SERVER, "ready"),
        step(Action::Connect(SERVER)),
        step(Action::SocketName),
        step(Action::PeerName),
        send("hello").labelled("sent"),
        recv(10),
    ];
    let server = vec![
        step(Action::Bind(None)),
        step(Action::Listen(5)),
        step(Action::SocketName).labelled("ready"),
        after(CLIENT, "sent"),
        step(Action::Accept),
        step(Action::SocketName),
        step(Action::PeerName),
        recv(10),
        send("welcome"),
        close(),
        close(),
    ];
    let trace = run_whole(scenario(Transport::Tcp, client, server));
    assert_eq!(read_sizes(&trace, TO_SERVER), [5]);
    assert_eq!(read_sizes(&trace, TO_CLIENT), [7]);
    let listens_at = address_of(&trace, SERVER, CallKind::SocketName, 0);
    assert!(listens_at.starts_with("127.0.0.1:"), "{listens_at}");
    assert_eq!(address_of(&trace, SERVER, CallKind::SocketName, 1), listens_at);
    assert_eq!(address_of(&trace, CLIENT, CallKind::PeerName, 0), listens_at);
    let client_at = address_of(&trace, CLIENT, CallKind::SocketName, 0);
    assert_eq!(address_of(&trace, SERVER, CallKind::PeerName, 0), client_at);
    assert_eq!(outcomes(&trace, SERVER, CallKind::Close), [Ok(0), Ok(0)], "connection and listener");
}

#[test]
fn a_bound_port_that_nobody_listens_at_refuses() {
    let client = vec![after(SERVER, "bound"), step(Action::Connect(SERVER))];
    let server = vec![step(Action::Bind(None)).labelled("bound"), wait(Gate::Finished(CLIENT))];
    let trace = run_whole(scenario(Transport::Tcp, client, server));
    assert_eq!(outcomes(&trace, CLIENT, CallKind::Connect), [Err(ErrorName::ConnectionRefused)]);
}

#[test]
fn a_port_that_is_listened_at_is_in_use_with_the_option_too() {
    for reuse in [false, true] {
        let server = vec![
            step(Action::Bind(None)),
            step(Action::Listen(1)).labelled("ready"),
            wait(Gate::Finished(SECOND)),
        ];
        let second = vec![after(SERVER, "ready"), step(Action::Bind(Some(SERVER)))];
        let mut three = scenario(Transport::Tcp, vec![wait(Gate::Finished(SECOND))], server);
        three.endpoints.push(Endpoint::new("second", second));
        three.links.push(Link { active: SECOND, passive: SERVER });
        for endpoint in &mut three.endpoints {
            endpoint.options.push(SocketOption::ReuseAddress(reuse));
        }
        let trace = run_whole(three);
        let expected = [Err(ErrorName::AddressInUse)];
        assert_eq!(outcomes(&trace, SECOND, CallKind::Bind), expected, "SO_REUSEADDR {reuse}");
    }
}

#[test]
fn datagrams_before_the_bind_are_lost_without_an_error() {
    let late_server = vec![after(CLIENT, "sent"), step(Action::Bind(None)), recv_within(10, 50)];
    let client = vec![send("hello").labelled("sent"), recv_within(10, 50)];
    let trace = run_whole(scenario(Transport::Udp, client, late_server));
    assert_eq!(outcomes(&trace, CLIENT, CallKind::SendTo), [Ok(5)]);
    assert_eq!(outcomes(&trace, SERVER, CallKind::RecvMsg), [Err(ErrorName::Again)]);
    let lost = StreamView::of(&trace, TO_SERVER).summary;
    assert_eq!((lost.dropped, lost.unread), (1, 0), "it waits for nobody");
    // What comes later is told from what was lost.
    let late = vec![after(CLIENT, "sent"), step(Action::Bind(None)).labelled("bound"), recv(10)];
    let again = vec![send("hello").labelled("sent"), after(SERVER, "bound"), send("once more")];
    let trace = run_whole(scenario(Transport::Udp, again, late));
    let view = StreamView::of(&trace, TO_SERVER);
    assert_eq!((view.summary.dropped, view.pieces_of(&view.reads[0])[0].message), (1, 1));
    assert_eq!(trace.stream(TO_SERVER).verified, Verified::Whole);
    let server = vec![step(Action::Bind(None)).labelled("bound"), recv(10), send("bye")];
    let client = vec![after(SERVER, "bound"), send("hello"), recv(10)];
    let trace = run_whole(scenario(Transport::Udp, client, server));
    assert_eq!((read_sizes(&trace, TO_SERVER), read_sizes(&trace, TO_CLIENT)), (vec![5], vec![3]));
}

#[test]
fn a_connected_datagram_socket_learns_one_call_late_that_nobody_is_there() {
    let client = vec![step(Action::Connect(SERVER)), send("hello"), sleep_ms(20), send("hello")];
    let trace = run_whole(scenario(Transport::Udp, client, vec![wait(Gate::Finished(CLIENT))]));
    assert_eq!(outcomes(&trace, CLIENT, CallKind::Send), [Ok(5), Err(ErrorName::ConnectionRefused)]);
}

#[test]
fn an_accept_that_nobody_answers_ends_with_its_deadline() {
    let server = vec![step(Action::Bind(None)), step(Action::Listen(1)), step(Action::Accept)];
    let deadline = std::time::Duration::from_millis(50);
    let trace = run(Scenario { deadline, ..scenario(Transport::Tcp, Vec::new(), server) });
    assert_eq!(trace.failures.len(), 1, "{:?}", trace.failures);
    assert_eq!(outcomes(&trace, SERVER, CallKind::Accept), [Err(ErrorName::Interrupted)]);
}
