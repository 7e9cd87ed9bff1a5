//! Machines that refuse a run, made of a network namespace: one error says what was wrong and what to do.
#![cfg(all(feature = "witness", target_os = "linux"))]
#![expect(clippy::expect_used, reason = "a test that cannot go on says why")]

#[path = "common/namespace.rs"]
mod namespace;

use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

const LESSON: &str = "two-sends-one-recv";

/// Where the system refuses, the program says so in that line, and in no other.
#[track_caller]
fn check(set_up: &str, arguments: &[&str], expected: &str) {
    refuses(namespace::output_of(set_up, arguments), expected);
}

#[track_caller]
fn refuses(output: Output, expected: &str) {
    let complaint = String::from_utf8(output.stderr).expect("standard error is UTF-8");
    assert_eq!((complaint.trim_end(), output.status.code()), (expected, Some(1)));
}

#[test]
fn a_loopback_that_is_down() {
    let expected = "error: pane tcp: connecting to our own listener failed: ENETUNREACH: there is no way to \
                    this network. Switch the loopback interface on (`ip link set lo up`), then run it again";
    check("true", &["run", LESSON], expected);
    check("true", &["run", LESSON, "--json"], expected);
    check("true", &["run", LESSON, "--repeat", "3"], expected);
}

#[test]
fn no_port_that_is_free() {
    let one_port = "ip link set lo up && echo 40000 40000 > /proc/sys/net/ipv4/ip_local_port_range";
    let expected = "error: pane tcp: opening tcp over IPv4 on 127.0.0.1 failed: EADDRINUSE: no port is free. \
                    Close other programs, then run it again";
    check(one_port, &["run", LESSON], expected);
}

#[test]
fn more_open_files_than_a_process_may_have() {
    let expected = "error: pane tcp: opening tcp over IPv4 on 127.0.0.1 failed: EMFILE: too many files are \
                    open in this process. Start the lab with a higher `ulimit -n`, then run it again";
    check("ip link set lo up && ulimit -n 4", &["run", LESSON], expected);
}

/// Runs it as a user who may start no thread beside the first, which root always may.
const ALONE: &str = "test $(id -u) = 0 && set -- setpriv --reuid=65534 --clear-groups \"$@\"; \
                     exec prlimit --nproc=1 \"$@\"";

#[test]
fn no_thread_that_may_be_started() {
    // Where it was built, that user may not look.
    let folder = tempfile::tempdir().expect("a folder can be made");
    let program = folder.path().join("stickylab");
    std::fs::copy(env!("CARGO_BIN_EXE_stickylab"), &program).expect("there is room for a copy");
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).expect("it is our own");
    let mut shell = Command::new("sh");
    shell.args(["-c", ALONE, "sh"]).arg(&program).args(["run", LESSON]).env("LC_ALL", "C");
    let expected = "error: pane tcp: starting a thread failed: EAGAIN: the system starts no more threads. Close \
                    other programs, then run it again";
    refuses(shell.output().expect("a shell starts"), expected);
}
