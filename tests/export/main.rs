//! Traces made by hand, and the JSON that they must become, key by key.

mod kernel;
mod outcomes;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use stickylab::export::{PaneResult, run_json};
use stickylab::framing::frames_of_run;
use stickylab::model::trace::{FailureKind, StreamRecord, Verified};
use stickylab::model::{
    Awaited, Call, CallKind, Codec, EndpointId, ErrorName, Failure, Framing, OptionReport, Recording,
    Scenario, StreamId, StreamOffset, Trace, Transport, Unopened,
};

const CLIENT: EndpointId = EndpointId(0);
const SERVER: EndpointId = EndpointId(1);

fn scenario(transport: Transport) -> Scenario {
    Scenario { pane: "one".to_owned(), ..Scenario::pair(transport, Vec::new(), Vec::new()) }
}

/// A run with those calls, of which the client-to-server stream carried `bytes`.
fn trace(transport: Transport, bytes: &[u8], calls: &[Call], addresses: &[&str]) -> Trace {
    let mut recordings = [CLIENT, SERVER].map(Recording::new);
    for recording in &mut recordings {
        for address in addresses {
            recording.address_index(address);
        }
    }
    for call in calls {
        recordings[call.endpoint.index()].push(call);
    }
    let there =
        StreamRecord { bytes: bytes.to_vec(), sent: bytes.len() as u64, ..StreamRecord::default() };
    let streams = vec![there, StreamRecord::default()];
    let mut trace = Trace::new(Arc::new(scenario(transport)), recordings.to_vec(), streams);
    trace.took = Duration::from_nanos(900);
    trace
}

fn call(endpoint: EndpointId, kind: CallKind, start_ns: u64) -> Call {
    Call { start_ns, end_ns: start_ns + 5, ..Call::new(endpoint, kind) }
}

fn send(start_ns: u64, message: u32, offset: u64, len: u32) -> Call {
    Call {
        asked: len,
        outcome: Ok(len),
        stream: Some(StreamId(0)),
        offset: StreamOffset(offset),
        message: Some(message),
        ..call(CLIENT, CallKind::Send, start_ns)
    }
}

fn recv(start_ns: u64, asked: u32, offset: u64, len: u32) -> Call {
    Call {
        asked,
        outcome: Ok(len),
        stream: Some(StreamId(0)),
        offset: StreamOffset(offset),
        ..call(SERVER, CallKind::Recv, start_ns)
    }
}

fn merged() -> Trace {
    let calls = [
        Call { address: Some(0), ..call(CLIENT, CallKind::Connect, 1) },
        send(10, 0, 0, 5),
        send(20, 1, 5, 4),
        Call { outcome: Err(ErrorName::Again), ..recv(15, 10, 0, 0) },
        recv(30, 10, 0, 9),
        recv(40, 10, 9, 0),
    ];
    trace(Transport::Tcp, b"hellofeng", &calls, &["127.0.0.1:7"])
}

/// The only pane of a run's document.
fn pane(trace: &Trace) -> Value {
    let document = run_json("lesson", &[], &[PaneResult::Ran(trace)]);
    json!(document)["panes"][0].take()
}

#[test]
fn a_merged_read_reads_as_documented() {
    let trace = merged();
    let settings = [
        ("recv-size".to_owned(), json!(10)),
        ("nagle".to_owned(), json!(true)),
        ("acks".to_owned(), json!("kernel")),
    ];
    let expected = json!({
        "schema": "stickylab.run/1",
        "lesson": "two-sends",
        "settings": {"recv-size": 10, "nagle": true, "acks": "kernel"},
        "panes": [{
            "pane": "one",
            "transport": "tcp",
            "options": [],
            "calls": [
                {"endpoint": "client", "call": "connect", "start_ns": 1, "end_ns": 6, "asked": 0,
                 "returned": 0, "error": null, "stream": null, "offset": null, "message": null,
                 "datagram": null, "peer": "127.0.0.1:7", "measured": true, "data": null},
                {"endpoint": "client", "call": "send", "start_ns": 10, "end_ns": 15, "asked": 5,
                 "returned": 5, "error": null, "stream": "client-to-server", "offset": 0,
                 "message": 0, "datagram": null, "peer": null, "measured": true, "data": "aGVsbG8="},
                {"endpoint": "server", "call": "recv", "start_ns": 15, "end_ns": 20, "asked": 10,
                 "returned": null, "error": "EAGAIN", "stream": "client-to-server", "offset": 0,
                 "message": null, "datagram": null, "peer": null, "measured": true, "data": null},
                {"endpoint": "client", "call": "send", "start_ns": 20, "end_ns": 25, "asked": 4,
                 "returned": 4, "error": null, "stream": "client-to-server", "offset": 5,
                 "message": 1, "datagram": null, "peer": null, "measured": true, "data": "ZmVuZw=="},
                {"endpoint": "server", "call": "recv", "start_ns": 30, "end_ns": 35, "asked": 10,
                 "returned": 9, "error": null, "stream": "client-to-server", "offset": 0,
                 "message": null, "datagram": null, "peer": null, "measured": true,
                 "data": "aGVsbG9mZW5n"},
                {"endpoint": "server", "call": "recv", "start_ns": 40, "end_ns": 45, "asked": 10,
                 "returned": 0, "error": null, "stream": "client-to-server", "offset": 9,
                 "message": null, "datagram": null, "peer": null, "measured": true, "data": ""},
            ],
            "reads": [
                {"call": 4, "verdict": "merged", "pieces": [
                    {"message": 0, "from": 0, "to": 5}, {"message": 1, "from": 0, "to": 4}]},
                {"call": 5, "verdict": "end-of-stream", "pieces": []},
            ],
            "frames": [],
            "lost": [{"after_message": 0, "causes": ["late-read", "one-segment"], "wait_ns": null,
                      "inferred": true, "stream": "client-to-server", "call": 4}],
            "summary": [
                {"stream": "client-to-server", "messages": 2, "reads": 1, "boundaries_kept": 0,
                 "boundaries_lost": 1, "boundaries_unreached": 0, "data_segments": null,
                 "datagrams_dropped": 0, "datagrams_truncated": 0, "broken": true,
                 "data_segments_unavailable": null, "verified": "whole", "verified_bytes": null},
                {"stream": "server-to-client", "messages": 0, "reads": 0, "boundaries_kept": 0,
                 "boundaries_lost": 0, "boundaries_unreached": 0, "data_segments": null,
                 "datagrams_dropped": 0, "datagrams_truncated": 0, "broken": false,
                 "data_segments_unavailable": null, "verified": "whole", "verified_bytes": null},
            ],
            "kernel": null,
            "departures": null,
            "kernel_unavailable": null,
            "took_ns": 900,
            "failures": [],
            "refused": [],
            "decoders": [],
            "cuts": [],
            "handovers": [],
            "rounds_ns": [],
            "unavailable": null,
        }],
    });
    // As text, so that the order of the keys counts too.
    let document = run_json("two-sends", &settings, &[PaneResult::Ran(&trace)]);
    assert_eq!(document.to_string(), expected.to_string());
}

/// The merged run, with a codec at its receiver.
fn decoded(framing: Framing, limit: u32) -> Value {
    let mut trace = merged();
    let mut scenario = (*trace.scenario).clone();
    scenario.endpoints[SERVER.index()].codec = Some(Codec { framing, limit });
    trace.scenario = Arc::new(scenario);
    trace.frames = frames_of_run(&trace);
    pane(&trace)
}

#[test]
fn frames_name_the_read_that_made_them_whole_and_their_messages() {
    let pane = decoded(Framing::Delimiter { any_of: (*b"of").into() }, 4);
    assert_eq!(
        pane["frames"],
        json!([
            {"stream": "client-to-server", "from": 0, "to": 5, "payload_from": 0, "payload_to": 4,
             "completed_by": 4, "messages": [0], "verdict": "intact", "measured": true,
             "data": "aGVsbA=="},
            {"stream": "client-to-server", "from": 5, "to": 6, "payload_from": 5, "payload_to": 5,
             "completed_by": 4, "messages": [1], "verdict": "partial", "measured": true, "data": ""},
        ])
    );
    assert_eq!(
        pane["decoders"],
        json!([{"stream": "client-to-server", "codec": "delimiter", "limit": 4, "waiting": 3,
                "error": null, "message": null, "at_call": null, "decoded_to": null}])
    );
}

#[test]
fn a_decoder_that_gave_up_says_why_and_where() {
    let pane = decoded(Framing::Delimiter { any_of: (*b"!").into() }, 4);
    assert_eq!(pane["frames"], json!([]));
    assert_eq!(
        pane["decoders"],
        json!([{"stream": "client-to-server", "codec": "delimiter", "limit": 4, "waiting": 0,
                "error": "no-delimiter",
                "message": "more than 4 bytes, the limit, came without a delimiter",
                "at_call": 4, "decoded_to": null}])
    );
}

#[test]
fn a_pane_that_is_not_available_has_the_same_keys_and_says_why() {
    let lacking =
        PaneResult::NotAvailable { pane: "six", transport: Transport::Tcp, reason: "no IPv6 here" };
    let document = json!(run_json("lesson", &[], &[PaneResult::Ran(&merged()), lacking]));
    let [ran, missing] = document["panes"].as_array().unwrap().as_slice() else { panic!("two panes") };
    let keys = |pane: &Value| pane.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(missing), keys(ran));
    let expected = json!({
        "pane": "six", "transport": "tcp", "options": [], "calls": [], "reads": [], "frames": [],
        "lost": [], "summary": [], "kernel": [], "departures": [], "kernel_unavailable": [],
        "took_ns": null, "failures": [], "refused": [], "decoders": [], "cuts": [], "handovers": [],
        "rounds_ns": [], "unavailable": "no IPv6 here",
    });
    assert_eq!(*missing, expected);
}

#[test]
fn a_truncated_datagram_keeps_its_number_and_its_sender() {
    let datagram = |call: Call, number| Call { datagram: Some(number), ..call };
    let recv_msg = |call: Call| Call { kind: CallKind::RecvMsg, address: Some(0), ..call };
    let calls = [
        datagram(send(10, 0, 0, 5), 0),
        datagram(send(20, 1, 5, 4), 1),
        recv_msg(datagram(Call { truncated: true, ..recv(30, 3, 0, 3) }, 0)),
        recv_msg(datagram(Call { truncated: true, ..recv(40, 3, 0, 3) }, 1)),
    ];
    let pane = pane(&trace(Transport::Udp, b"hellofeng", &calls, &["127.0.0.1:9"]));
    assert_eq!(
        pane["reads"],
        json!([
            {"call": 2, "verdict": "truncated", "pieces": [{"message": 0, "from": 0, "to": 3}]},
            {"call": 3, "verdict": "truncated", "pieces": [{"message": 1, "from": 0, "to": 3}]},
        ])
    );
    let last = &pane["calls"][3];
    assert_eq!((&last["call"], &last["datagram"]), (&json!("recvmsg"), &json!(1)));
    assert_eq!((&last["peer"], &last["offset"]), (&json!("127.0.0.1:9"), &json!(5)));
    assert_eq!(last["data"], json!("ZmVu"));
    assert_eq!(pane["summary"][0]["datagrams_truncated"], json!(2));
    assert_eq!(pane["lost"], json!([]));
}

#[test]
fn drops_that_the_kernel_did_not_count_are_null() {
    let check = |transport, counted: Option<u64>, expected: Value| {
        let sent = [Call { datagram: Some(0), ..send(10, 0, 0, 5) }];
        let streams =
            vec![StreamRecord { dropped: counted, ..StreamRecord::default() }, StreamRecord::default()];
        let mut recordings = [CLIENT, SERVER].map(Recording::new);
        recordings[0].push(&sent[0]);
        let trace = Trace::new(Arc::new(scenario(transport)), recordings.to_vec(), streams);
        assert_eq!(pane(&trace)["summary"][0]["datagrams_dropped"], expected, "{transport:?}");
    };
    check(Transport::Udp, None, Value::Null);
    check(Transport::Udp, Some(0), json!(0));
    check(Transport::Udp, Some(1), json!(1));
    check(Transport::UnixDgram, None, json!(0));
    check(Transport::Tcp, None, json!(0));
}

#[test]
fn data_ends_at_one_mebibyte_of_a_pane() {
    const HALF: u32 = 1 << 19;
    let bytes = vec![b'x'; 4 << 19];
    let calls = [
        send(10, 0, 0, HALF),
        send(20, 1, u64::from(HALF), HALF - 1),
        send(30, 2, u64::from(2 * HALF - 1), 2),
        send(40, 3, u64::from(2 * HALF + 1), 1),
        send(50, 4, u64::from(2 * HALF + 2), 0),
    ];
    let pane = pane(&trace(Transport::Tcp, &bytes, &calls, &[]));
    let lengths: Vec<Option<usize>> =
        (0..5).map(|at| pane["calls"][at]["data"].as_str().map(str::len)).collect();
    // The third would pass the limit; from there on nothing is written, though the fourth would fit.
    assert_eq!(lengths, [Some(699_052), Some(699_052), None, None, Some(0)]);
}

#[test]
fn bytes_that_are_not_known_are_null() {
    let check = |verified, kept: &[u8], expected: [Option<&str>; 2]| {
        let calls = [send(10, 0, 0, 5), recv(20, 5, 0, 5)];
        let mut recordings = [CLIENT, SERVER].map(Recording::new);
        recordings[0].push(&calls[0]);
        recordings[1].push(&calls[1]);
        let record = StreamRecord { bytes: kept.to_vec(), sent: 5, verified, ..StreamRecord::default() };
        let streams = vec![record, StreamRecord::default()];
        let scenario = Arc::new(scenario(Transport::Tcp));
        let pane = pane(&Trace::new(scenario, recordings.to_vec(), streams));
        let data = [0, 1].map(|at| pane["calls"][at]["data"].as_str().map(str::to_owned));
        assert_eq!(data, expected.map(|text| text.map(str::to_owned)), "{verified:?}");
    };
    check(Verified::Whole, b"hello", [Some("aGVsbG8="), Some("aGVsbG8=")]);
    check(Verified::UpTo(3), b"hel", [None, None]);
    check(Verified::DiffersAt(4), b"hello", [Some("aGVsbG8="), None]);
}

#[test]
fn what_did_not_go_as_planned_is_said() {
    let mut trace = merged();
    let option = |option, got| OptionReport { endpoint: SERVER, option, asked: 16384, got };
    trace.options = vec![
        option("SO_RCVBUF", Ok(32768)),
        option("TCP_QUICKACK", Err("this system has no such option".to_owned())),
    ];
    let what = FailureKind::Gate(Unopened { awaited: Awaited::Queued, seen: 5, needed: 9, over: None });
    let after = Duration::from_secs(2);
    trace.failures = vec![
        Failure { endpoint: SERVER, line: 12, what },
        Failure {
            endpoint: CLIENT,
            line: 0,
            what: FailureKind::Deadline { call: "recv(10)".into(), after },
        },
    ];
    trace.refused = vec!["127.0.0.1:5 sent a datagram".to_owned()];
    let pane = pane(&trace);
    assert_eq!(
        pane["options"],
        json!([
            {"endpoint": "server", "option": "SO_RCVBUF", "asked": 16384, "got": 32768,
             "unavailable": null},
            {"endpoint": "server", "option": "TCP_QUICKACK", "asked": 16384, "got": null,
             "unavailable": "this system has no such option"},
        ])
    );
    assert_eq!(
        pane["failures"],
        json!([
            {"endpoint": "server", "line": 12,
             "message": "waited for 9 bytes in the receive buffer, but saw 5 of 9 queued"},
            {"endpoint": "client", "line": null,
             "message": "recv(10) did not return within 2000 ms"},
        ])
    );
    assert_eq!(pane["refused"], json!(["127.0.0.1:5 sent a datagram"]));
}

#[test]
fn rounds_of_question_and_answer_are_told_with_their_length() {
    let answer = |start_ns: u64, message: u32, offset: u64, endpoint| Call {
        stream: Some(StreamId(1)),
        endpoint,
        ..if endpoint == SERVER {
            send(start_ns, message, offset, 1)
        } else {
            recv(start_ns, 9, offset, 1)
        }
    };
    let mut calls = Vec::new();
    for round in 0..3_u32 {
        let (at, offset) = (100 * u64::from(round) + 10, u64::from(round));
        calls.push(send(at, round, offset, 1));
        calls.push(recv(at + 20, 9, offset, 1));
        calls.push(answer(at + 40, round, offset, SERVER));
        calls.push(answer(at + 60, round, offset, CLIENT));
    }
    let pane = pane(&trace(Transport::Tcp, b"abc", &calls, &[]));
    assert_eq!(pane["rounds_ns"], json!([65, 65, 65]));
}
