//! Nothing is left behind. One test per process, because it counts the process's own descriptors
//! and threads.

#![expect(clippy::expect_used, reason = "helpers of a test: what is missing fails it")]

#[expect(dead_code, reason = "the other tests use the rest")]
mod common;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use common::*;
use stickylab::engine::{self, Cancel, RunError};
use stickylab::model::service::{Shell, ShellCommand};
use stickylab::model::{Action, Gate, Program, Scenario, Service, Step, Transport};

fn open_descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").expect("Linux").count()
}

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").expect("Linux").count()
}

fn socket_files() -> usize {
    let entries = std::fs::read_dir(std::env::temp_dir()).expect("a temporary folder");
    let ours = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with("stickylab-");
    entries.filter(|entry| entry.as_ref().is_ok_and(|entry| ours(&entry.file_name()))).count()
}

/// Processes that this one has started and that have not been waited for.
fn children() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux");
    let of_task = |task: std::fs::DirEntry| {
        std::fs::read_to_string(task.path().join("children")).unwrap_or_default()
    };
    tasks.flatten().map(of_task).map(|children| children.split_whitespace().count()).sum()
}

fn conversation(transport: Transport) -> Scenario {
    let reader = if transport.is_connected() { recv_until_end(10) } else { repeat(2, vec![recv(10)]) };
    scenario(transport, vec![send("hello"), send("feng"), close()], vec![wait(Gate::AllQueued), reader])
}

/// Blocks in a recv, in a send, in a sleep and in a gate.
fn stuck(transport: Transport) -> Vec<Scenario> {
    let for_ever = |client: Vec<Step>, server: Vec<Step>| Scenario {
        deadline: Duration::from_mins(1),
        ..scenario(transport, client, server)
    };
    let waits = || vec![recv(10)];
    let mut all = vec![
        for_ever(waits(), waits()),
        for_ever(vec![Step::new(Action::Sleep(Duration::from_mins(1)))], waits()),
        for_ever(vec![wait(Gate::Finished(SERVER))], waits()),
    ];
    let sleep = ShellCommand { text: "sleep".to_owned(), run: vec!["sleep".to_owned(), "60".to_owned()] };
    let shell = Shell { commands: vec![sleep], files: Vec::new(), limit: Duration::from_mins(1) };
    let program = Program::Shell(Arc::new(shell));
    let service = Service { program, recv: 10, requests: Some(1), last: None };
    all.push(for_ever(vec![send("sleep"), recv(10)], vec![Step::new(Action::Serve(Arc::new(service)))]));
    if transport == Transport::Tcp {
        let accepts = [Action::Bind(None), Action::Listen(1), Action::Accept];
        all.push(for_ever(Vec::new(), accepts.into_iter().map(Step::new).collect()));
    }
    if transport.is_connected() {
        all.push(for_ever(waits(), vec![wait(Gate::Queued(5))]));
        all.push(for_ever(vec![send_all(60_000_000)], vec![wait(Gate::Finished(CLIENT))]));
    }
    all
}

fn cancel_while_running(scenario: Scenario) -> Duration {
    let cancel = Cancel::new();
    let for_run = cancel.clone();
    let running = thread::Builder::new()
        .spawn(move || engine::run(&Arc::new(scenario), &for_run).map(drop))
        .expect("a thread");
    thread::sleep(Duration::from_millis(20));
    let asked = Instant::now();
    cancel.cancel();
    let outcome = running.join().expect("no panic");
    let took = asked.elapsed();
    assert_eq!(outcome, Err(RunError::Cancelled));
    took
}

#[test]
fn runs_leave_nothing_behind_and_stop_when_told() {
    run_whole(conversation(Transport::Tcp));
    let before = (open_descriptors(), threads(), socket_files());
    for round in 0..100 {
        for transport in Transport::ALL {
            let trace = run(conversation(transport));
            assert_eq!(trace.failures, [], "round {round}, {transport:?}");
            run_observed(conversation(transport));
        }
    }
    assert_eq!((open_descriptors(), threads(), socket_files()), before, "after 1000 runs");

    for transport in Transport::ALL {
        for scenario in stuck(transport) {
            let script = format!("{:?}", scenario.endpoints[0].script);
            let took = cancel_while_running(scenario);
            // Ten times what the engine allows itself: a loaded machine is no failure, a hang is.
            assert!(took < Duration::from_secs(1), "{transport:?} {script} took {took:?}");
        }
    }
    assert_eq!((open_descriptors(), threads(), socket_files()), before, "after cancelling");
    assert_eq!(children(), 0, "commands of services end with their run");
}
