use std::sync::Arc;

use super::*;
use crate::model::{Service, SocketOption, Transport};

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
            &["while recv(10)", "while recv"],
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
        (
            &["(sendall(10 B); sleep(1 ms)) × 10", "sendall(10 B) × 10", "sendall × 10"],
            &["recv(4) × 2", "recv × 2"],
        ),
    );
}

#[test]
fn a_warm_up_is_no_part_of_it_and_an_option_is() {
    let cork = |on| step(Action::Set(SocketOption::Cork(on)));
    check(
        Transport::Tcp,
        vec![send("warm"), step(Action::Measure), cork(true), send("a"), cork(false)],
        vec![],
        (
            &["TCP_CORK = 1; send(b'a')", "send(b'a')", "TCP_CORK = 1; send(1 B)", "send(1 B)", "send"],
            &[],
        ),
    );
}

#[test]
fn a_loop_goes_on_with_the_call_before_it_and_what_is_done_no_time_is_not_written() {
    let once = |times| {
        step(Action::Repeat { times, steps: vec![step(Action::Recv { size: 100, limit: None })] })
    };
    let quick = step(Action::Set(SocketOption::QuickAck(true)));
    check(
        Transport::Tcp,
        vec![send("")],
        vec![once(0), once(1), quick, step(Action::RecvUntilEnd { size: 100 })],
        (&["send(b'')", "send"], &["while recv(100)", "while recv"]),
    );
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
fn datagrams_have_calls_of_their_own() {
    check(
        Transport::Udp,
        vec![send("hello")],
        vec![step(Action::Recv { size: 1024, limit: None })],
        (&["sendto(b'hello')", "sendto(5 B)", "sendto"], &["recvfrom(1024)", "recvfrom"]),
    );
}
