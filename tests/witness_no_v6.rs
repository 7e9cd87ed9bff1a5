//! A machine without IPv6, made of a network namespace: what needs it says so, and the rest runs.
#![cfg(all(feature = "witness", target_os = "linux"))]
#![expect(clippy::expect_used, reason = "a test that cannot go on says why")]

#[path = "common/namespace.rs"]
mod namespace;

use std::process::Output;

use serde_json::{Value as Json, json};

const LESSON: &str = "not-only-tcp";
const WITHOUT_V6: &str = "tcp-v6";
const WITH: [&str; 4] = ["tcp", "unix-stream", "unix-dgram", "unix-seqpacket"];

/// Brings up a loopback that has only its IPv4 address.
const NO_V6: &str = "ip link set lo up && ip -6 addr flush dev lo && \
                     test -z \"$(ip -6 addr show dev lo)\" && ip -4 addr show dev lo | grep -q 127.0.0.1";

/// Standard output of the program in that namespace, where it succeeds.
#[track_caller]
fn output_of(arguments: &[&str]) -> String {
    let output: Output = namespace::output_of(NO_V6, arguments);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {complaint}");
    assert!(
        !complaint.contains("panicked") && !complaint.contains("error"),
        "{arguments:?}: {complaint}"
    );
    String::from_utf8(output.stdout).expect("standard output is UTF-8")
}

#[track_caller]
fn json_of(arguments: &[&str]) -> Json {
    serde_json::from_str(&output_of(arguments)).expect("standard output is one JSON object")
}

#[track_caller]
fn pane<'a>(document: &'a Json, name: &str) -> &'a Json {
    let panes = document["panes"].as_array().expect("panes");
    assert_eq!(panes.len(), WITH.len() + 1, "every pane of the lesson is there");
    panes.iter().find(|pane| pane["pane"] == name).unwrap_or_else(|| panic!("no pane {name}"))
}

#[track_caller]
fn names_the_address(reason: &Json) {
    let reason = reason.as_str().expect("there is a reason");
    assert!(reason.contains("::1") && reason.contains("EADDRNOTAVAIL"), "{reason}");
}

#[test]
fn the_json_of_a_run_keeps_the_pane_and_says_why_it_is_empty() {
    let run = json_of(&["run", LESSON, "--json"]);
    let lacking = pane(&run, WITHOUT_V6);
    names_the_address(&lacking["unavailable"]);
    for list in ["calls", "reads", "summary", "failures"] {
        assert_eq!(lacking[list], json!([]), "{list}");
    }
    for name in WITH {
        let pane = pane(&run, name);
        assert_eq!((&pane["unavailable"], &pane["failures"]), (&Json::Null, &json!([])), "{name}");
        let moved: u64 = pane["calls"]
            .as_array()
            .expect("calls")
            .iter()
            .filter(|row| row["call"].as_str().is_some_and(|call| call.starts_with("recv")))
            .map(|row| row["returned"].as_u64().expect("a recv returned"))
            .sum();
        assert_eq!(moved, 9, "{name}: hello and feng arrive");
    }
}

#[test]
fn many_runs_keep_the_pane_too() {
    let outcomes = json_of(&["run", LESSON, "--json", "--repeat", "3"]);
    names_the_address(&pane(&outcomes, WITHOUT_V6)["unavailable"]);
    assert_eq!(pane(&outcomes, WITHOUT_V6)["runs"], 0);
    for name in WITH {
        let pane = pane(&outcomes, name);
        assert_eq!((&pane["unavailable"], &pane["runs"]), (&Json::Null, &json!(3)), "{name}");
    }
    let text = output_of(&["run", LESSON, "--repeat", "3"]);
    assert_eq!(text.matches("not available here: binding ::1").count(), 1, "{text}");
    assert_eq!(text.matches("3 runs").count(), WITH.len(), "{text}");
}

#[test]
fn the_tapes_say_why_one_is_missing() {
    let text = output_of(&["run", LESSON]);
    let (drawn, lacking) =
        text.split_once("TCP, IPv6\n").unwrap_or_else(|| panic!("no such pane: {text}"));
    assert!(lacking.trim_start().starts_with("not available here: binding ::1"), "{text}");
    assert_eq!(drawn.matches("the program sees").count(), WITH.len(), "{text}");
    assert!(!lacking.contains("the program sees"), "{text}");
    let chinese = output_of(&["run", LESSON, "--lang", "zh"]);
    assert!(chinese.contains("此处不可用：binding ::1"), "{chinese}");
}

#[test]
fn claims_about_it_are_not_held_against_the_lesson() {
    let text = output_of(&["check", LESSON]);
    for line in text.lines().filter(|line| line.contains(LESSON)) {
        let expected = if line.contains(WITHOUT_V6) { "n/a " } else { "ok " };
        assert!(line.starts_with(expected), "{line}");
        assert_eq!(line.contains("not available here"), line.contains(WITHOUT_V6), "{line}");
    }
    assert_eq!(text.matches("n/a ").count(), 1, "{text}");
    let summary = text.lines().last().expect("a summary");
    assert!(
        summary.contains("that do not: 0") && summary.ends_with("not available here: 1"),
        "{summary}"
    );
}
