//! Services over real sockets: what they answer, and what they refuse to run.

#![expect(clippy::unwrap_used, reason = "what is missing fails the test")]

#[expect(dead_code, reason = "the other tests use the rest")]
mod common;

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use common::*;
use stickylab::engine::{self, Cancel, Lacking, RunError};
use stickylab::model::codec::{ByteOrder, Codec, Framing, Width};
use stickylab::model::service::{Contents, PreparedFile, Shell, ShellCommand};
use stickylab::model::trace::FailureKind;
use stickylab::model::{
    Action, Gate, Program, Scenario, Service, Step, StreamId, StreamView, Trace, Transport, Verdict,
};

fn command(text: &str, run: &[&str]) -> ShellCommand {
    ShellCommand { text: text.to_owned(), run: run.iter().map(|&word| word.to_owned()).collect() }
}

fn shell() -> Shell {
    Shell {
        commands: vec![
            command("cat notes", &["cat", "notes.txt"]),
            command("both", &["cat", "short.txt", "missing.txt"]),
            command("pwd", &["pwd"]),
            command("true", &["true"]),
            command("sleep", &["sleep", "60"]),
        ],
        files: vec![
            PreparedFile { name: "notes.txt".to_owned(), contents: Contents::Lines(3000) },
            PreparedFile { name: "short.txt".to_owned(), contents: Contents::Text("short".to_owned()) },
        ],
        limit: Duration::from_secs(5),
    }
}

fn serve(program: Program) -> Step {
    let service = Service { program, recv: 1024, requests: None, last: None };
    Step::new(Action::Serve(Arc::new(service)))
}

fn serve_n(program: Program, requests: u32) -> Step {
    let service = Service { program, recv: 1024, requests: Some(requests), last: None };
    Step::new(Action::Serve(Arc::new(service)))
}

/// Asks, waits until the whole answer is there, and reads once; with datagrams once per send.
fn ask(request: &str, reads: u32) -> Vec<Step> {
    vec![send(request), wait(Gate::Replied(SERVER)), repeat(reads, vec![recv(1024)])]
}

fn shell_over(transport: Transport, client: Vec<Step>) -> Trace {
    let requests = client.iter().filter(|step| matches!(step.action, Action::Send { .. })).count();
    let program = Program::Shell(Arc::new(shell()));
    let server = serve_n(program, u32::try_from(requests).unwrap());
    run_whole(scenario(transport, client, vec![server]))
}

fn read_bytes(trace: &Trace, stream: StreamId) -> Vec<Vec<u8>> {
    let view = StreamView::of(trace, stream);
    view.reads.iter().map(|read| trace.bytes(stream, read.span).to_vec()).collect()
}

/// What the command prints when it is run by hand in a folder of the same files.
fn printed(command: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    for file in shell().files {
        std::fs::write(folder.path().join(&file.name), file.contents.bytes()).unwrap();
    }
    let mut by_hand = Command::new(command[0]);
    let output = by_hand.args(&command[1..]).current_dir(folder.path()).env("LC_ALL", "C").output();
    let output = output.unwrap();
    [output.stderr, output.stdout].concat()
}

#[test]
fn over_tcp_the_second_answer_begins_with_the_rest_of_the_first() {
    let client = [ask("cat notes", 1), ask("lllllll", 1), ask("pwd", 1)].concat();
    let trace = shell_over(Transport::Tcp, client);
    let reads = read_bytes(&trace, TO_CLIENT);
    let notes = printed(&["cat", "notes.txt"]);
    assert_eq!(notes.len(), 3000);
    assert_eq!(reads[0], notes[..1024]);
    assert_eq!(reads[1], notes[1024..2048]);
    assert_eq!(reads[2][..952], notes[2048..]);
    assert!(reads[2][952..].starts_with(b"sh: 1: lllllll: not found\n/"));
    let verdicts: Vec<_> =
        StreamView::of(&trace, TO_CLIENT).reads.iter().map(|read| read.verdict).collect();
    assert_eq!(verdicts[..2], [Verdict::Partial, Verdict::Partial]);
}

#[test]
fn over_udp_each_output_is_a_datagram_and_the_rest_is_gone() {
    let client = [ask("cat notes", 2), ask("true", 2), ask("both", 2)].concat();
    let trace = shell_over(Transport::Udp, client);
    assert_eq!(read_sizes(&trace, TO_CLIENT)[..4], [0, 1024, 0, 0]);
    let reads = read_bytes(&trace, TO_CLIENT);
    let both = printed(&["cat", "short.txt", "missing.txt"]);
    assert_eq!([reads[4].clone(), reads[5].clone()].concat(), both);
    assert_eq!(reads[5], b"short");
    assert_eq!(StreamView::of(&trace, TO_CLIENT).summary.truncated, 1);
}

#[test]
fn with_a_codec_each_answer_is_one_frame_the_silent_one_too() {
    let codec = Codec {
        framing: Framing::LengthPrefix {
            width: Width::Four,
            order: ByteOrder::Big,
            counts_itself: false,
        },
        limit: 1 << 20,
    };
    let enclosed = |text: &str| {
        let payload = stickylab::model::Payload::text(text);
        let payload = stickylab::framing::enclose(&codec, payload).unwrap();
        Step::new(Action::Send { payload, all: true, more: false, to: None })
    };
    // Two requests in one segment are two requests.
    let client = vec![enclosed("cat notes"), enclosed("true"), enclosed("lllllll"), recv_until_end(4096)];
    let server = vec![serve_n(Program::Shell(Arc::new(shell())), 3), close()];
    let mut scenario = scenario(Transport::Tcp, client, server);
    for endpoint in &mut scenario.endpoints {
        endpoint.codec = Some(codec.clone());
    }
    let trace = run_whole(scenario);
    let view = StreamView::of(&trace, TO_CLIENT);
    let frames = stickylab::framing::frames(&trace, &view).unwrap();
    let sizes: Vec<u64> = frames.list.iter().map(|frame| frame.payload.len).collect();
    assert_eq!(sizes, [3000, 0, "sh: 1: lllllll: not found\n".len() as u64]);
}

#[test]
fn what_arrives_is_never_run_itself() {
    let marker = std::env::temp_dir().join(format!("not-made-by-a-shell-{}", std::process::id()));
    let touch = format!("touch {}", marker.display());
    for request in [touch.clone(), format!("pwd; {touch}"), format!("$({touch})"), "/bin/true".to_owned()]
    {
        let trace = shell_over(Transport::Tcp, ask(&request, 1));
        let answer = read_bytes(&trace, TO_CLIENT).remove(0);
        let answer = String::from_utf8(answer).unwrap();
        assert!(answer.starts_with("sh: 1: ") && answer.ends_with(": not found\n"), "{answer}");
        assert!(!marker.exists(), "{request}");
    }
}

#[test]
fn output_does_not_depend_on_this_machine() {
    let mut odd = shell();
    odd.commands = vec![
        command("env", &["env"]),
        command("ls -l", &["ls", "-l", "-g", "-o", "--time-style=+%Y-%m-%d", "notes.txt"]),
    ];
    let client = [ask("env", 1), ask("ls -l", 1)].concat();
    let trace =
        run_whole(scenario(Transport::Tcp, client, vec![serve_n(Program::Shell(Arc::new(odd)), 2)]));
    let reads = read_bytes(&trace, TO_CLIENT);
    let mut environment: Vec<_> = std::str::from_utf8(&reads[0]).unwrap().lines().collect();
    environment.sort_unstable();
    assert_eq!(environment, ["LC_ALL=C", "PATH=/usr/bin:/bin", "TZ=UTC"]);
    let listed = String::from_utf8(reads[1].clone()).unwrap();
    assert!(listed.starts_with("-rw-r--r--"), "{listed}");
    assert!(listed.ends_with(" 1 3000 2024-05-01 notes.txt\n"), "{listed}");
}

#[test]
fn a_command_that_is_not_installed_makes_the_pane_unavailable() {
    let mut odd = shell();
    odd.commands = vec![command("x", &["no-such-command-anywhere"])];
    let scenario = scenario(
        Transport::Tcp,
        vec![send("x")],
        vec![repeat(1, vec![serve_n(Program::Shell(Arc::new(odd)), 1)])],
    );
    let outcome = engine::run(&Arc::new(scenario), &Cancel::new()).map(drop);
    assert_eq!(
        outcome,
        Err(RunError::NotAvailable(Lacking::Command {
            program: "no-such-command-anywhere".to_owned(),
            searched: &["/usr/bin", "/bin"],
        }))
    );
}

#[test]
fn a_command_that_hangs_is_ended_at_its_limit() {
    let mut slow = shell();
    slow.limit = Duration::from_millis(50);
    let trace = run(scenario(
        Transport::Tcp,
        vec![send("sleep"), recv(10)],
        vec![serve_n(Program::Shell(Arc::new(slow)), 1)],
    ));
    let expected = FailureKind::Deadline { call: "sleep".to_owned(), after: Duration::from_millis(50) };
    assert_eq!(trace.failures[0].what, expected);
}

#[test]
fn echo_chat_and_time_answer_on_every_transport() {
    let two_answers: Arc<[Arc<[u8]>]> =
        Arc::new([Arc::from(b"hi".as_slice()), Arc::from(b"yes?".as_slice())]);
    for transport in Transport::ALL {
        let check = |program: Program, requests: &[&str], expected: &[usize]| {
            let client: Vec<Step> = requests.iter().flat_map(|request| ask(request, 1)).collect();
            let server = serve_n(program, u32::try_from(requests.len()).unwrap());
            let trace = run_whole(scenario(transport, client, vec![server]));
            let sizes: Vec<_> = read_bytes(&trace, TO_CLIENT).iter().map(Vec::len).collect();
            assert_eq!(sizes, expected, "{transport:?}");
        };
        check(Program::Echo, &["hello", "feng"], &[5, 4]);
        check(Program::Chat(Arc::clone(&two_answers)), &["a", "b", "c"], &[2, 4, 2]);
        check(Program::Time, &["%Y-%m-%d %X", "%Y", "year %Y"], &[19, 4, 9]);
    }
    let ask_nothing = ask("", 1);
    let trace = run_whole(scenario(Transport::Udp, ask_nothing, vec![serve_n(Program::Time, 1)]));
    assert_eq!(read_sizes(&trace, TO_CLIENT), [19], "an empty datagram means the default format");
}

#[test]
fn a_service_ends_at_the_end_of_the_stream_or_at_its_last_word() {
    let ends = vec![send("a"), wait(Gate::Replied(SERVER)), recv(10), close()];
    run_whole(scenario(Transport::Tcp, ends, vec![serve(Program::Echo)]));
    for transport in Transport::ALL {
        let last = Service {
            program: Program::Echo,
            recv: 1024,
            requests: None,
            last: Some(Arc::from(b"bye".as_slice())),
        };
        let server = vec![Step::new(Action::Serve(Arc::new(last)))];
        let client = [ask("hi", 1), ask("bye", 1)].concat();
        let trace = run_whole(Scenario { ..scenario(transport, client, server) });
        assert_eq!(read_sizes(&trace, TO_CLIENT), [2, 3], "{transport:?}");
    }
}
