//! An outside witness: strace attached to the program must have seen the same system calls, with the
//! same results and the same bytes, as the program recorded of itself.
#![cfg(all(feature = "witness", target_os = "linux"))]
#![expect(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;
use stickylab::lesson::Catalog;

/// A call that moved or tried to move data, or changed a connection.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    /// The kernel's name of it: "sendto".
    call: String,
    /// The length argument; `None` where the call has none, or strace does not show it.
    asked: Option<u64>,
    returned: Result<u64, String>,
    /// The bytes that it moved, where they are known.
    data: Option<Vec<u8>>,
}

impl Seen {
    fn agrees_with(&self, other: &Self) -> bool {
        fn same<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
            a.zip(b).is_none_or(|(a, b)| a == b)
        }
        // What accept returns is a descriptor, which is no fact about the conversation.
        let is_same = self.returned == other.returned
            || self.call == "accept4" && self.returned.is_ok() && other.returned.is_ok();
        self.call == other.call
            && is_same
            && same(self.asked.as_ref(), other.asked.as_ref())
            && same(self.data.as_ref(), other.data.as_ref())
    }
}

fn moves_data(call: &str) -> bool {
    ["sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg", "recvmmsg"].contains(&call)
}

/// Calls that a script makes to open its own socket, and that the lab makes to find a free port.
fn opens(call: &str) -> bool {
    ["bind", "listen", "getsockname", "getpeername"].contains(&call)
}

fn is_witnessed(call: &str) -> bool {
    moves_data(call) || opens(call) || ["connect", "accept4", "shutdown"].contains(&call)
}

/// The kernel's name for a call of the JSON export.
fn system_call(call: &str) -> &str {
    match call {
        "send" => "sendto",
        "recv" => "recvfrom",
        "accept" => "accept4",
        other => other,
    }
}

/// What the program recorded: per pane and endpoint, its calls in order.
fn recorded(run: &Json) -> Vec<(String, Vec<Seen>)> {
    let mut list: Vec<(String, Vec<Seen>)> = Vec::new();
    for pane in run["panes"].as_array().expect("panes") {
        for row in pane["calls"].as_array().expect("calls") {
            let who = format!("{} {}", pane["pane"], row["endpoint"]);
            let returned = match row["error"].as_str() {
                Some(error) => Err(error.to_owned()),
                None => Ok(row["returned"].as_u64().expect("a call without an error returned")),
            };
            let call = system_call(row["call"].as_str().expect("a call has a name")).to_owned();
            let data = row["data"].as_str().map(|data| STANDARD.decode(data).expect("base64"));
            let asked = moves_data(&call).then(|| row["asked"].as_u64().expect("asked"));
            let seen = Seen { call, asked, returned, data };
            match list.iter_mut().find(|(known, _)| *known == who) {
                Some((_, calls)) => calls.push(seen),
                None => list.push((who, vec![seen])),
            }
        }
    }
    list
}

/// What strace wrote of one thread.
fn witnessed(text: &str) -> Vec<Seen> {
    let next = text.lines().skip(1).chain([""]);
    let told = text.lines().zip(next).filter(|(line, next)| !is_restarted(line, next));
    told.filter_map(|(line, _)| seen_in(line)).collect()
}

/// Whether the kernel begins a call anew behind the program's back, because another thread took the
/// signal that woke this one: the program sees one call. Its own signal has a handler, and ends the call.
fn is_restarted(line: &str, next: &str) -> bool {
    line.contains("= ? ERESTART") && !next.starts_with("--- SIGUSR1")
}

/// `sendto(5, "\x68\x65", 2, MSG_NOSIGNAL, NULL, 0) = 2`; `None` for lines that are not of interest.
fn seen_in(line: &str) -> Option<Seen> {
    let (call, rest) = line.split_once('(')?;
    // What the kernel says of a socket comes by its error queue, and is no read of the conversation.
    if !is_witnessed(call) || line.contains("MSG_ERRQUEUE") {
        return None;
    }
    let (arguments, result) = rest.rsplit_once(" = ").expect("a call has a result");
    let mut words = result.split_whitespace();
    let returned = match words.next().expect("a result is not empty") {
        "-1" | "?" => {
            let error = words.next().expect("an error has a name");
            // Inside the kernel an interrupted call has this name; the program gets EINTR.
            Err(if error.starts_with("ERESTART") { "EINTR" } else { error }.to_owned())
        }
        number => Ok(number.parse().expect("a result is a number")),
    };
    let asked = if call.ends_with("msg") {
        arguments.split_once("iov_len=").and_then(|(_, rest)| leading_number(rest))
    } else if moves_data(call) {
        arguments.split(", ").nth(2).and_then(leading_number)
    } else {
        None
    };
    let moved = returned.as_ref().ok().and_then(|&moved| usize::try_from(moved).ok());
    let data = moved.filter(|_| moves_data(call)).and_then(|moved| {
        let bytes =
            if call.ends_with("msg") { after(arguments, "iov_base=")? } else { after(arguments, ", ")? };
        bytes.get(..moved).map(<[u8]>::to_vec)
    });
    Some(Seen { call: call.to_owned(), asked, returned, data })
}

fn leading_number(text: &str) -> Option<u64> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

/// The bytes of the string `"\x68\x65"` that stands behind that mark.
fn after(arguments: &str, mark: &str) -> Option<Vec<u8>> {
    let (_, rest) = arguments.split_once(mark)?;
    let (text, _) = rest.strip_prefix('"')?.split_once('"')?;
    text.split("\\x").skip(1).map(|hex| u8::from_str_radix(hex, 16).ok()).collect()
}

/// Runs a lesson under strace: what the program says of itself, and what each thread was seen to call.
fn run_under_strace(lesson: &str) -> (Json, Vec<Vec<Seen>>) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let prefix = folder.path().join("thread");
    let output = Command::new("strace")
        .args(["-f", "-ff", "-e", "trace=%network,close", "-xx", "-s", "2000000", "-o"])
        .arg(&prefix)
        .arg(env!("CARGO_BIN_EXE_stickylab"))
        .args(["run", lesson, "--json"])
        .stdin(Stdio::null())
        .output()
        .expect("strace is installed");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{lesson}: {complaint}");
    let run = serde_json::from_slice(&output.stdout).expect("standard output is one JSON object");
    (run, threads_in(folder.path()))
}

fn threads_in(folder: &Path) -> Vec<Vec<Seen>> {
    let files = std::fs::read_dir(folder).expect("strace wrote its files");
    let read = |file: std::io::Result<std::fs::DirEntry>| {
        let path = file.expect("a file of strace").path();
        witnessed(&std::fs::read_to_string(path).expect("a file of strace can be read"))
    };
    files.map(read).collect()
}

/// The calls that moved data are those that each thread was seen to make. Says how many they are.
fn check(lesson: &str) -> usize {
    compare(lesson, moves_data)
}

/// So are all others that open and end a conversation, where the scripts open their own sockets.
fn check_from_the_socket_on(lesson: &str) {
    let compared = compare(lesson, is_witnessed);
    assert!(compared > 6, "{lesson}: only {compared} calls to compare");
}

/// An endpoint is a thread, so that the calls of one must be the calls of the other, in order.
fn compare(lesson: &str, is_meant: fn(&str) -> bool) -> usize {
    let (run, threads) = run_under_strace(lesson);
    let meant = |calls: &[Seen]| -> Vec<Seen> {
        calls.iter().filter(|seen| is_meant(&seen.call)).cloned().collect()
    };
    let recorded = recorded(&run);
    let mut unclaimed: Vec<Vec<Seen>> = threads.iter().map(|calls| meant(calls)).collect();
    let mut compared = 0;
    for (who, calls) in &recorded {
        let calls = meant(calls);
        if calls.is_empty() {
            continue;
        }
        let Some(at) = unclaimed.iter().position(|thread| is_record_of(&calls, thread)) else {
            panic!("{lesson}: no thread made the calls of {who}:\n{calls:#?}\nthreads:\n{unclaimed:#?}");
        };
        compared += unclaimed.remove(at).len();
    }
    // The thread that prepares a run finds free ports.
    unclaimed.retain(|calls| !calls.iter().all(is_the_labs));
    assert!(unclaimed.is_empty(), "{lesson}: calls that were not recorded:\n{unclaimed:#?}");
    compare_connections(lesson, &recorded, &threads);
    compared
}

/// What the lab calls beside a script: it binds a socket that the script does not bind, and asks for its
/// address, so that it accepts this one alone.
fn is_the_labs(seen: &Seen) -> bool {
    ["bind", "getsockname"].contains(&&*seen.call) && seen.returned == Ok(0)
}

/// Whether all that a thread called for its script was recorded, in order, and nothing else.
fn is_record_of(calls: &[Seen], thread: &[Seen]) -> bool {
    let mut calls = calls.iter().peekable();
    let all = thread
        .iter()
        .all(|seen| calls.next_if(|call| call.agrees_with(seen)).is_some() || is_the_labs(seen));
    all && calls.next().is_none()
}

/// Connecting, accepting and shutting down: the same calls with the same results, in any order.
fn compare_connections(lesson: &str, recorded: &[(String, Vec<Seen>)], threads: &[Vec<Seen>]) {
    let sorted = |calls: Vec<&Seen>| {
        let made =
            calls.into_iter().filter(|seen| ["connect", "accept4", "shutdown"].contains(&&*seen.call));
        let mut list: Vec<String> =
            made.map(|seen| format!("{} {:?}", seen.call, seen.returned.as_ref().map(|_| ()))).collect();
        list.sort_unstable();
        list
    };
    let ours = sorted(recorded.iter().flat_map(|(_, calls)| calls).collect());
    let theirs = sorted(threads.iter().flatten().collect());
    assert_eq!(ours, theirs, "{lesson}");
}

#[test]
fn every_lesson_is_recorded_as_it_happened() {
    let catalog = Catalog::embedded();
    let compared: usize = catalog.lessons().map(|lesson| check(&lesson.id)).sum();
    let least = 10 * catalog.lessons().count();
    assert!(compared > least, "only {compared} calls to compare");
}

#[test]
fn sockets_that_scripts_open_are_recorded_as_they_happened() {
    check_from_the_socket_on("who-is-who");
    check_from_the_socket_on("udp-hello-bye");
    check_from_the_socket_on("refused-and-in-use");
}

#[test]
fn a_call_that_the_kernel_begins_anew_is_one_call() {
    let woken =
        r"recvfrom(4, 0x7f, 64, 0, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)";
    let again = r#"recvfrom(4, "\x68", 64, 0, NULL, NULL) = 1"#;
    let results = |lines: &[&str]| -> Vec<Result<u64, String>> {
        witnessed(&lines.join("\n")).into_iter().map(|seen| seen.returned).collect()
    };
    assert_eq!(results(&[woken, again]), [Ok(1)]);
    let signal = "--- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_TKILL, si_pid=1, si_uid=0} ---";
    assert_eq!(results(&[woken, signal, again]), [Err("EINTR".to_owned()), Ok(1)]);
}

#[test]
fn lines_of_strace_are_understood() {
    let check = |line: &str, expected: Option<Seen>| assert_eq!(seen_in(line), expected, "{line}");
    let seen = |call: &str, asked, returned, data: Option<&[u8]>| {
        Some(Seen { call: call.to_owned(), asked, returned, data: data.map(<[u8]>::to_vec) })
    };
    check(
        r#"sendto(5, "\x68\x65\x6c", 3, MSG_NOSIGNAL, NULL, 0) = 2"#,
        seen("sendto", Some(3), Ok(2), Some(b"he")),
    );
    check(
        "recvfrom(6, 0x7ffd, 10, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)",
        seen("recvfrom", Some(10), Err("EAGAIN".to_owned()), None),
    );
    check(
        r#"recvmsg(6, {msg_name=NULL, msg_iov=[{iov_base="\x68", iov_len=10}], msg_flags=0}, 0) = 1"#,
        seen("recvmsg", Some(10), Ok(1), Some(b"h")),
    );
    check(
        "recvfrom(6, 0x7ffd, 10, 0, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)",
        seen("recvfrom", Some(10), Err("EINTR".to_owned()), None),
    );
    check(r#"recvfrom(6, "", 10, 0, NULL, NULL) = 0"#, seen("recvfrom", Some(10), Ok(0), Some(b"")));
    check("shutdown(5, SHUT_WR) = 0", seen("shutdown", None, Ok(0), None));
    check("listen(5, 1) = 0", seen("listen", None, Ok(0), None));
    check(
        "bind(5, {sa_family=AF_INET, sin_port=htons(80)}, 16) = -1 EADDRINUSE (Address already in use)",
        seen("bind", None, Err("EADDRINUSE".to_owned()), None),
    );
    check("recvmsg(5, {msg_namelen=0}, MSG_ERRQUEUE) = -1 EAGAIN (…)", None);
    check(
        "recvmmsg(5, [{msg_hdr={msg_namelen=0}, msg_len=0}], 8, MSG_DONTWAIT|MSG_ERRQUEUE, NULL) = 1",
        None,
    );
    check("close(5) = 0", None);
    check("+++ exited with 0 +++", None);
}
