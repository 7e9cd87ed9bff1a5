//! An outside witness: a capture of the network. Each run has a network namespace of its own, whose
//! loopback hands on one segment a frame: on the plain one the kernel hands on several in one piece.
#![cfg(all(feature = "witness", target_os = "linux"))]
#![expect(clippy::expect_used, reason = "a test that cannot go on says why")]

mod capture;

use std::path::Path;

use capture::{Frame, capture};
use serde_json::Value as Json;

/// One connection that carries some messages; what is turned is how they are cut.
const LESSON: &str = r#"format = 1
id = "segments"
covers = []
[title]
en = "Segments"
zh = "报文段"
[[knob]]
name = "mss"
kind = "slider"
min = 536
max = 32767
default = 1460
label = { en = "MSS", zh = "MSS" }
[[knob]]
name = "messages"
kind = "slider"
min = 1
max = 200
default = 1
label = { en = "Messages", zh = "消息数" }
[[knob]]
name = "message-size"
kind = "slider"
min = 1
max = 300000
default = 10000
label = { en = "Bytes per message", zh = "每条消息的字节数" }
[[knob]]
name = "nagle"
kind = "toggle"
default = true
folded = true
label = { en = "Nagle", zh = "Nagle" }
[[pane]]
name = "tcp"
transport = "tcp"
title = { en = "TCP", zh = "TCP" }
[[endpoint]]
name = "client"
options = { mss = "mss", nagle = "nagle" }
script = [
    { repeat = "messages", steps = [{ send = { bytes = "message-size" }, all = true }] },
    { wait = "taken" },
    { close = true },
]
[[endpoint]]
name = "server"
options = { mss = "mss", acks = "delayed" }
script = [{ recv = 65536, until = "end" }]
[[step]]
id = "look"
kind = "read"
[[claim]]
pane = "tcp"
fact = "messages"
at-least = 1
"#;
const TEXT: &str = "## look\nCount.\n";

fn write_lesson(folder: &Path) {
    std::fs::create_dir(folder).expect("a folder for the lesson");
    for (file, text) in [("lesson.toml", LESSON), ("en.md", TEXT), ("zh.md", TEXT)] {
        std::fs::write(folder.join(file), text).expect("a file of the lesson");
    }
}

/// The summary of a pane's stream.
fn summary<'a>(pane: &'a Json, stream: &str) -> &'a Json {
    let list = pane["summary"].as_array().expect("a summary");
    list.iter().find(|row| row["stream"] == stream).expect("the stream has a summary")
}

/// The port to which a pane's client connected.
fn port_of(pane: &Json) -> u16 {
    let calls = pane["calls"].as_array().expect("calls");
    let peer = calls.iter().find(|call| call["call"] == "connect").map(|call| &call["peer"]);
    let (_, port) = peer.and_then(Json::as_str).and_then(|peer| peer.rsplit_once(':')).expect("a peer");
    port.parse().expect("a port")
}

/// The segments with data that the capture saw going to a pane's server.
fn data_to_server<'a>(frames: &'a [Frame], pane: &Json) -> Vec<&'a Frame> {
    let port = port_of(pane);
    frames.iter().filter(|frame| frame.to_port == port && frame.length > 0).collect()
}

#[test]
fn the_capture_counts_as_many_segments_as_the_kernel() {
    let dir = tempfile::tempdir().expect("a folder");
    let lesson = dir.path().join("segments");
    write_lesson(&lesson);
    let check = |mss: u32, messages: u32, size: u32, nagle: bool| {
        let set = [
            format!("mss={mss}"),
            format!("messages={messages}"),
            format!("message-size={size}"),
            format!("nagle={nagle}"),
        ];
        let lesson = lesson.to_str().expect("a path in UTF-8");
        let mut arguments = vec!["run", lesson, "--json"];
        arguments.extend(set.iter().flat_map(|set| ["--set", set]));
        let (run, frames) = capture(&arguments);
        let (case, pane) = (set.join(" "), &run["panes"][0]);
        let seen = data_to_server(&frames, pane);
        let counted = &summary(pane, "client-to-server")["data_segments"];
        assert_eq!(*counted, seen.len(), "{case}: {counted} by the kernel, {} captured", seen.len());
        // What is sent again is counted again by both; without it the frames carry the stream once.
        let kernel = pane["kernel"].as_array().expect("samples");
        let last = kernel.iter().rev().find(|row| row["endpoint"] == "client").expect("a last sample");
        let again = last["bytes_retrans"].as_u64().expect("bytes sent again");
        let bytes: u64 = seen.iter().map(|frame| frame.length).sum();
        assert_eq!(bytes - again, u64::from(messages) * u64::from(size), "{case}");
        // Options of TCP take a part of the segment.
        assert!(seen.iter().all(|frame| frame.length <= u64::from(mss)), "{case}");
        seen.len()
    };
    assert!(check(536, 1, 10_000, true) >= 19);
    assert!(check(536, 100, 100, false) >= 19);
    assert!(check(1000, 50, 1, false) >= 1);
    assert!(check(1460, 1, 10_000, true) >= 7);
    assert!(check(1460, 10, 1460, true) >= 10);
    assert!(check(2048, 20, 3000, false) >= 30);
    assert!(check(4096, 5, 40_000, true) >= 49);
    assert!(check(9000, 1, 300_000, true) >= 34);
    assert!(check(16_384, 7, 16_000, false) >= 7);
    assert!(check(32_767, 3, 100_000, true) >= 10);
}

#[test]
fn the_capture_shows_the_wait_that_nagle_is_blamed_for() {
    let mut off_by_ms = Vec::new();
    for gap in ["1", "1", "1", "1", "1", "5", "20"] {
        let pause = format!("gap-ms={gap}");
        let (run, frames) = capture(&["run", "nagle", "--json", "--set", &pause]);
        let panes = run["panes"].as_array().expect("panes");
        let pane = panes.iter().find(|pane| pane["pane"] == "nagle-on").expect("the pane with Nagle");
        let held = Held::of(pane);
        let seen = data_to_server(&frames, pane);
        let measured = pane["summary"][0]["data_segments"].as_u64().expect("a count of segments");
        let place = seen.len() - usize::try_from(measured).expect("few") + held.segment;
        let gap_ms = (seen[place].time - seen[place - 1].time) * 1e3;
        // The gap begins when the segment before leaves, the wait when the first message is accepted.
        let exact = gap_ms - held.accepted_after_ms;
        let wait_ms = held.wait_ms;
        assert!((wait_ms - exact).abs() < 1.0, "a wait of {wait_ms} ms at {pause}, captured {exact} ms");
        if gap == "1" {
            assert!(gap_ms > 20.0, "a delayed ACK takes longer: {gap_ms} ms");
            off_by_ms.push((wait_ms - gap_ms).abs());
        }
    }
    // On a busy machine the pause between the first two messages is longer than the lesson asks for, so
    // that the plain comparison is not decided by one run.
    off_by_ms.sort_by(f64::total_cmp);
    assert!(off_by_ms[2] < 2.0, "the named wait is off by {off_by_ms:?} ms");
}

/// The first segment that Nagle is said to have held back.
struct Held {
    /// Its place among the measured segments, from zero.
    segment: usize,
    /// How long it is said to have waited.
    wait_ms: f64,
    /// How long after the segment before it its first message was accepted.
    accepted_after_ms: f64,
}

impl Held {
    fn of(pane: &Json) -> Self {
        let rows_of = |key: &str| pane[key].as_array().expect("a list").clone();
        let number = |row: &Json, key: &str| row[key].as_u64().expect("a number");
        let is_measured = |row: &Json| row["measured"] == true && row["stream"] == "client-to-server";
        let lost = rows_of("lost");
        let blamed = lost.iter().find(|row| row["causes"] == serde_json::json!(["nagle"]));
        let blamed = blamed.unwrap_or_else(|| panic!("Nagle merged nothing: {lost:#?}"));
        let calls: Vec<Json> = rows_of("calls").into_iter().filter(is_measured).collect();
        let sends = || calls.iter().filter(|call| call["call"] == "send");
        let before = sends().find(|call| call["message"] == blamed["after_message"]).expect("its send");
        let boundary = number(before, "offset") + number(before, "returned");
        let handovers: Vec<Json> = rows_of("handovers").into_iter().filter(is_measured).collect();
        let holds = |row: &Json| number(row, "from") < boundary && boundary < number(row, "to");
        let segment = handovers.iter().position(holds).expect("the segment that carried it");
        let (earlier, own) = (&handovers[segment - 1], &handovers[segment]);
        let first = sends().find(|call| call["offset"] == own["from"]).expect("its first message");
        let after = number(first, "end_ns") as f64 - number(earlier, "left_ns") as f64;
        Self { segment, wait_ms: number(blamed, "wait_ns") as f64 / 1e6, accepted_after_ms: after / 1e6 }
    }
}
