//! Scenarios for tests, in few words.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::sync::Arc;
use std::time::Duration;

use stickylab::engine::{self, Cancel};
use stickylab::model::{
    Action, EndpointId, Gate, Payload, Scenario, Step, StreamId, StreamView, Trace, Transport,
};

pub const CLIENT: EndpointId = EndpointId(0);
pub const SERVER: EndpointId = EndpointId(1);
pub const TO_SERVER: StreamId = StreamId(0);
pub const TO_CLIENT: StreamId = StreamId(1);

pub fn scenario(transport: Transport, client: Vec<Step>, server: Vec<Step>) -> Scenario {
    Scenario { deadline: Duration::from_secs(5), ..Scenario::pair(transport, client, server) }
}

pub fn send(text: &str) -> Step {
    Step::new(Action::Send { payload: Payload::text(text), all: false, more: false, to: None })
}

pub fn send_bytes(bytes: u32) -> Step {
    Step::new(Action::Send { payload: Payload::Pattern(bytes), all: false, more: false, to: None })
}

pub fn send_all(bytes: u32) -> Step {
    Step::new(Action::Send { payload: Payload::Pattern(bytes), all: true, more: false, to: None })
}

pub fn recv(size: u32) -> Step {
    Step::new(Action::Recv { size, limit: None })
}

pub fn recv_within(size: u32, ms: u64) -> Step {
    Step::new(Action::Recv { size, limit: Some(Duration::from_millis(ms)) })
}

pub fn recv_until_end(size: u32) -> Step {
    Step::new(Action::RecvUntilEnd { size })
}

pub fn wait(gate: Gate) -> Step {
    Step::new(Action::Wait(gate))
}

pub fn close() -> Step {
    Step::new(Action::Close)
}

pub fn sleep_ms(ms: u64) -> Step {
    Step::new(Action::Sleep(Duration::from_millis(ms)))
}

pub fn repeat(times: u32, steps: Vec<Step>) -> Step {
    Step::new(Action::Repeat { times, steps })
}

#[expect(clippy::expect_used, reason = "a helper of tests: a run that cannot be made is a failed test")]
pub fn run(scenario: Scenario) -> Trace {
    engine::run(&Arc::new(scenario), &Cancel::new()).expect("the run can be made")
}

/// Runs it with the kernel as a witness, and expects that every script came to its end.
#[expect(clippy::expect_used, reason = "a helper of tests: a run that cannot be made is a failed test")]
pub fn run_observed(scenario: Scenario) -> Trace {
    let trace = engine::run_observed(&Arc::new(scenario), &Cancel::new()).expect("the run can be made");
    assert_eq!(trace.failures, [], "every script comes to its end");
    trace
}

/// Runs it and expects that every script came to its end.
pub fn run_whole(scenario: Scenario) -> Trace {
    let trace = run(scenario);
    assert_eq!(trace.failures, [], "every script comes to its end");
    trace
}

pub fn read_sizes(trace: &Trace, stream: StreamId) -> Vec<u64> {
    StreamView::of(trace, stream).measured_reads().map(|read| read.span.len).collect()
}
