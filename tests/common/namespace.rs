//! The program on a machine with a network of its own, made of a network namespace.

use std::process::{Command, Output, Stdio};

/// The exit code of a shell whose namespace could not be set up.
const NOT_SET_UP: i32 = 99;

/// What the program says and how it ends, after a shell has set the namespace up.
#[track_caller]
pub fn output_of(set_up: &str, arguments: &[&str]) -> Output {
    let output = command(set_up, arguments).output().expect("unshare starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_ne!(output.status.code(), Some(NOT_SET_UP), "{set_up}: {complaint}");
    output
}

/// A namespace takes root, or else a user namespace in which one is root.
fn command(set_up: &str, arguments: &[&str]) -> Command {
    for (tool, package) in [("unshare", "util-linux"), ("ip", "iproute2")] {
        let started =
            Command::new(tool).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(started.is_ok(), "{tool} is missing: apt-get install {package}");
    }
    let ways: [&[&str]; 2] = [&["--net"], &["--net", "--user", "--map-root-user"]];
    let is_allowed = |way: &&&[&str]| {
        let tried = Command::new("unshare").args(**way).arg("true").stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    };
    let way = ways.iter().find(is_allowed).expect("unshare may make a network namespace here");
    let script = format!("{set_up} || exit {NOT_SET_UP}; exec \"$@\"");
    let mut command = Command::new("unshare");
    command.args(*way).args(["sh", "-c", &script, "sh", env!("CARGO_BIN_EXE_stickylab")]).args(arguments);
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "CLICOLOR_FORCE", "RUST_LOG"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).env("LC_ALL", "C");
    command
}
