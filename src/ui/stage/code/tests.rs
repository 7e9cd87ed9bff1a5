use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::model::step::Direction;
use crate::model::{
    Action, Codec, Endpoint, EndpointId, Framing, Link, Payload, Program, Service, SocketOption, Step,
    Transport,
};

fn send(text: &str) -> Step {
    Step::new(Action::Send { payload: Payload::text(text), all: false, more: false, to: None })
}

fn pattern(bytes: u32) -> Step {
    let payload = Payload::Pattern(bytes);
    Step::new(Action::Send { payload, all: true, more: false, to: None })
}

fn step(action: Action) -> Step {
    Step::new(action)
}

fn check(transport: Transport, client: Vec<Step>, server: Vec<Step>, expected: (&[&str], &[&str])) {
    let scenario = Scenario::pair(transport, client, server);
    let code = Code::of(&scenario, StreamId(0));
    assert_eq!((code.sending, code.receiving), (lines(expected.0), lines(expected.1)));
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|&line| line.to_owned()).collect()
}

#[test]
fn short_messages_are_written_out() {
    check(
        Transport::Tcp,
        vec![send("hello"), send("feng"), step(Action::Close)],
        vec![step(Action::RecvUntilEnd { size: 10 })],
        (
            &["send(b'hello'); send(b'feng')", "send(5 B); send(4 B)", "send × 2"],
            &["while recv(10)", "recv(10)"],
        ),
    );
}

#[test]
fn equal_calls_are_counted_and_pauses_left_out_where_there_is_no_room() {
    let pause = step(Action::Sleep(Duration::from_millis(1)));
    check(
        Transport::Tcp,
        vec![step(Action::Repeat { times: 10, steps: vec![pattern(10), pause] })],
        vec![step(Action::Recv { size: 4, limit: None }), step(Action::Recv { size: 4, limit: None })],
        (&["(sendall(10 B); sleep(1 ms)) × 10", "sendall(10 B) × 10", "sendall × 10"], &["recv(4) × 2"]),
    );
}

#[test]
fn a_warm_up_is_no_part_of_it_and_an_option_is() {
    let cork = |on| step(Action::Set(SocketOption::Cork(on)));
    let pause = step(Action::Sleep(Duration::from_millis(20)));
    let sending = [
        "TCP_CORK = 1; send(b'a'); sleep(20 ms); TCP_CORK = 0",
        "TCP_CORK = 1; send(b'a'); TCP_CORK = 0",
        "TCP_CORK = 1; send(1 B); sleep(20 ms); TCP_CORK = 0",
        "TCP_CORK = 1; send(1 B); TCP_CORK = 0",
        "TCP_CORK = 1; send; TCP_CORK = 0",
    ];
    let script = vec![send("warm"), step(Action::Measure), cork(true), send("a"), pause, cork(false)];
    check(Transport::Tcp, script, vec![], (&sending, &[]));
}

#[test]
fn what_is_done_no_time_is_not_written() {
    let times = |times| {
        step(Action::Repeat { times, steps: vec![step(Action::Recv { size: 100, limit: None })] })
    };
    check(
        Transport::Tcp,
        vec![send("")],
        vec![times(0), times(1), step(Action::RecvUntilEnd { size: 100 })],
        (&["send(b'')", "send"], &["recv(100); while recv(100)"]),
    );
}

#[test]
fn half_an_end_is_written_as_long_as_the_calls_are() {
    let client =
        vec![send("a"), step(Action::Shutdown(Direction::Write)), step(Action::RecvUntilEnd { size: 9 })];
    let mut scenario =
        Scenario::pair(Transport::Tcp, client, vec![step(Action::RecvUntilEnd { size: 9 })]);
    scenario.endpoints[0].options = vec![SocketOption::SendBuffer(4096), SocketOption::NonBlocking(true)];
    let ways = [
        "SO_SNDBUF = 4096; O_NONBLOCK = 1; send(b'a'); shutdown(SHUT_WR); while recv(9)",
        "O_NONBLOCK = 1; send(b'a'); shutdown(SHUT_WR); while recv(9)",
        "O_NONBLOCK = 1; send; shutdown(SHUT_WR); while recv",
    ];
    assert_eq!(Code::of_conversation(&scenario, StreamId(0)).sending, lines(&ways[1..]));
}

#[test]
fn both_ends_of_a_conversation_are_written_whole() {
    let recv = || step(Action::Recv { size: 100, limit: None });
    let client = vec![step(Action::Repeat { times: 5, steps: vec![send("a"), send("b"), recv()] })];
    let service = Service { program: Program::Echo, recv: 1024, requests: None, last: None };
    let server = vec![step(Action::Serve(Arc::new(service)))];
    let scenario = Scenario::pair(Transport::Tcp, client, server);
    let code = Code::of_conversation(&scenario, StreamId(0));
    let asks = ["(send(b'a'); send(b'b'); recv(100)) × 5", "(send × 2; recv) × 5", "send × 2; recv"];
    assert_eq!(code.sending, lines(&asks));
    assert_eq!(code.receiving, lines(&["while recv(1024): send(request)", "while recv: send"]));
}

#[test]
fn a_service_that_frames_answers_with_one_send() {
    let service = Service { program: Program::Echo, recv: 1024, requests: None, last: None };
    let mut scenario = Scenario::pair(
        Transport::Tcp,
        vec![send("hi"), step(Action::Recv { size: 9, limit: None })],
        vec![step(Action::Serve(Arc::new(service)))],
    );
    let answers = |scenario: &Scenario| Code::of(scenario, StreamId(1)).sending;
    assert_eq!(answers(&scenario), lines(&["send(request)", "send"]));
    scenario.endpoints[1].codec = Some(Codec::new(Framing::FixedLength { length: 4 }));
    assert_eq!(answers(&scenario), lines(&["sendall(frame)", "sendall"]));
}

#[test]
fn turns_that_are_taken_again_and_again_are_a_loop() {
    let recv = |size| step(Action::Recv { size, limit: None });
    let turns = [send("hi"), recv(1024), send("a"), recv(1024), send("b"), step(Action::Close)];
    let server =
        vec![recv(1024), send("ho"), recv(1024), send("so"), step(Action::RecvUntilEnd { size: 9 })];
    let scenario = Scenario::pair(Transport::Tcp, turns.to_vec(), server);
    let code = Code::of_conversation(&scenario, StreamId(0));
    let asks = ["send(b'hi'); recv(1024); send(b'a'); recv(1024); send(b'b')", "(send; recv) × 2; send"];
    assert_eq!([&code.sending[0], &code.sending[1]], [asks[0], asks[1]]);
    let answers = "(recv; send) × 2; while recv";
    assert_eq!(code.receiving[0], answers);
}

#[test]
fn options_that_are_not_the_usual_ones_are_written_at_their_end() {
    let mut scenario =
        Scenario::pair(Transport::Tcp, vec![send("a")], vec![step(Action::RecvUntilEnd { size: 9 })]);
    scenario.endpoints[0].options = vec![SocketOption::NoDelay(true), SocketOption::Cork(false)];
    scenario.endpoints[1].options = vec![SocketOption::ReceiveBuffer(4096), SocketOption::NoDelay(true)];
    let code = Code::of(&scenario, StreamId(0));
    assert_eq!(code.sending[0], "TCP_NODELAY = 1; send(b'a')");
    assert_eq!(code.receiving[0], "SO_RCVBUF = 4096; while recv(9)");
}

#[test]
fn of_datagrams_an_empty_one_is_no_end() {
    let server = vec![step(Action::RecvUntilQuiet { size: 9, limit: Duration::from_millis(5) })];
    let scenario = Scenario::pair(Transport::Udp, vec![send("a")], server);
    assert_eq!(Code::of(&scenario, StreamId(0)).receiving, lines(&["loop recvfrom(9)", "recvfrom(9)"]));
}

#[test]
fn every_peer_of_a_service_is_answered() {
    let service = Service { program: Program::Echo, recv: 1024, requests: None, last: None };
    let mut scenario =
        Scenario::pair(Transport::Udp, vec![send("hi")], vec![step(Action::Serve(Arc::new(service)))]);
    scenario.endpoints.push(Endpoint::new("other", vec![send("ho")]));
    scenario.links.push(Link { active: EndpointId(2), passive: EndpointId(1) });
    let answers = |stream| Code::of(&scenario, StreamId(stream)).sending;
    assert_eq!(
        (answers(1), answers(3)),
        (lines(&["sendto(request)", "sendto"]), lines(&["sendto(request)", "sendto"]))
    );
}

#[test]
fn a_datagram_socket_that_is_connected_sends_without_an_address() {
    let client = vec![step(Action::Connect(EndpointId(1))), send("hello")];
    let scenario = Scenario::pair(Transport::Udp, client, vec![]);
    assert_eq!(Code::of(&scenario, StreamId(0)).sending[0], "send(b'hello')");
}

#[test]
fn what_only_the_peer_knows_for_a_warm_up_is_not_written() {
    let recv = || step(Action::Recv { size: 100, limit: None });
    let warm = step(Action::Repeat { times: 3, steps: vec![recv()] });
    check(
        Transport::Tcp,
        vec![send("warm"), step(Action::Measure), send("a")],
        vec![warm, step(Action::RecvUntilEnd { size: 100 })],
        (&["send(b'a')", "send(1 B)", "send"], &["while recv(100)", "recv(100)"]),
    );
}

#[test]
fn datagrams_have_calls_of_their_own() {
    check(
        Transport::Udp,
        vec![send("hello")],
        vec![step(Action::Recv { size: 1024, limit: None })],
        (&["sendto(b'hello')", "sendto(5 B)", "sendto"], &["recvfrom(1024)"]),
    );
}
