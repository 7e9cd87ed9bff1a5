//! Framing over real sockets: whatever the reads were, the frames are the messages.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "the other tests use the rest")]
mod common;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::{CLIENT, SERVER, TO_SERVER, recv_until_end, run, scenario, wait};
use serde_json::{Value as Json, json};
use stickylab::engine::{self, Cancel};
use stickylab::export::{PaneResult, run_json};
use stickylab::framing::enclose;
use stickylab::lesson::{Catalog, KnobKind, Lesson, Settings, Value};
use stickylab::model::{
    Action, ByteOrder, Codec, FrameError, Framing, Gate, Payload, Step, Trace, Transport, Verdict, Width,
};

fn send(payload: Payload) -> Step {
    Step::new(Action::Send { payload, all: true, more: false, to: None })
}

/// A run in which the client frames these messages and the server decodes what it reads.
fn decoded(transport: Transport, codec: &Codec, messages: &[&[u8]], recv_size: u32) -> Trace {
    let framed = |message: &&[u8]| send(enclose(codec, Payload::Bytes((*message).into())).unwrap());
    let mut client: Vec<Step> = messages.iter().map(framed).collect();
    client.push(Step::new(Action::Close));
    let server = vec![wait(Gate::AllQueued), recv_until_end(recv_size)];
    let mut scenario = scenario(transport, client, server);
    for endpoint in [CLIENT, SERVER] {
        scenario.endpoints[endpoint.index()].codec = Some(codec.clone());
    }
    run(scenario)
}

#[test]
fn every_codec_gives_the_messages_back() {
    let framings = [
        Framing::FixedLength { length: 12 },
        Framing::Delimiter { any_of: (*b"\n;").into() },
        Framing::LengthPrefix { width: Width::One, order: ByteOrder::Big, counts_itself: true },
        Framing::LengthPrefix { width: Width::Eight, order: ByteOrder::Little, counts_itself: false },
        Framing::JsonHeader { name: "reply".into() },
        Framing::ContentLength { start_line: "HTTP/1.1 200 OK".into() },
    ];
    let messages: [&[u8]; 4] = [b"hello", b"", "粘包".as_bytes(), b"feng"];
    for framing in framings {
        let codec = Codec::new(framing);
        for (transport, recv_size) in
            [(Transport::Tcp, 1), (Transport::Tcp, 7), (Transport::UnixStream, 4096)]
        {
            let trace = decoded(transport, &codec, &messages, recv_size);
            let frames = trace.frames_of(TO_SERVER).unwrap();
            let payloads: Vec<&[u8]> =
                frames.list.iter().map(|frame| trace.bytes(TO_SERVER, frame.payload)).collect();
            assert_eq!(payloads, messages, "{codec:?} read by {recv_size}");
            assert!(frames.list.iter().all(|frame| frame.verdict == Verdict::Intact), "{frames:?}");
            assert!(frames.are_whole() && frames.waiting() == 0);
        }
    }
}

#[test]
fn a_frame_names_the_read_that_made_it_whole() {
    let codec = Codec::new(Framing::Delimiter { any_of: (*b"\n").into() });
    let trace = decoded(Transport::Tcp, &codec, &[b"hello", b"feng", b"!"], 4);
    let frames = trace.frames_of(TO_SERVER).unwrap();
    // hell o\nfe ng\n! \n
    let reads: Vec<usize> = frames.list.iter().map(|frame| frame.read).collect();
    assert_eq!(reads, [1, 2, 3]);
    assert_eq!(frames.completed_by(2), 1..2);
    assert_eq!(frames.completed_by(0), 0..0);
}

#[test]
fn who_reads_until_a_frame_is_whole_makes_no_call_too_many() {
    let codec = Codec::new(Framing::Delimiter { any_of: (*b"\n").into() });
    let message = |text: &str| send(enclose(&codec, Payload::text(text)).unwrap());
    let until_frame = || Step::new(Action::RecvUntilFrame { size: 9 });
    let client = vec![message("hello"), message("feng"), message("!"), Step::new(Action::Close)];
    // hello\nfen g\n!\n: the third frame is there with the second.
    let server = [vec![wait(Gate::AllQueued)], (0..4).map(|_| until_frame()).collect()].concat();
    let mut scenario = scenario(Transport::Tcp, client, server);
    scenario.endpoints[SERVER.index()].codec = Some(codec.clone());
    let trace = run(scenario);
    assert_eq!(common::read_sizes(&trace, TO_SERVER), [9, 4, 0], "the last one met the end");
    let frames = trace.frames_of(TO_SERVER).unwrap();
    assert_eq!(frames.list.iter().map(|frame| frame.read).collect::<Vec<_>>(), [0, 1, 1]);
}

#[test]
fn a_sender_without_an_end_is_refused_at_the_limit() {
    let codec = Codec { limit: 1000, ..Codec::new(Framing::Delimiter { any_of: (*b"\n").into() }) };
    let long = vec![b'x'; 100_000];
    let trace = decoded(Transport::Tcp, &codec, &[b"hello", &long], 4096);
    let frames = trace.frames_of(TO_SERVER).unwrap();
    assert_eq!(frames.list.len(), 1);
    assert_eq!(frames.refused, Some((FrameError::NoDelimiter { limit: 1000 }, 0)));
    assert_eq!(frames.rest.len, 100_001);
    assert_eq!(frames.waiting(), 0);
}

#[test]
fn transports_that_keep_boundaries_need_no_decoder() {
    let codec = Codec::new(Framing::Delimiter { any_of: (*b"\n").into() });
    let trace = decoded(Transport::UnixSeqpacket, &codec, &[b"hello"], 100);
    assert!(trace.frames.is_empty());
}

/// Every value of a knob.
fn values(lesson: &Lesson, knob: &str) -> Vec<Value> {
    match &lesson.knob(knob).unwrap().kind {
        KnobKind::Slider { min, max, .. } => (*min..=*max).map(Value::Number).collect(),
        KnobKind::Toggle { .. } => vec![Value::Switch(false), Value::Switch(true)],
        KnobKind::Choice { choices, .. } => {
            choices.iter().map(|choice| Value::Choice(choice.value.clone())).collect()
        }
    }
}

fn choice(name: &str) -> Value {
    Value::Choice(name.to_owned())
}

/// What `run --json` prints for the pane with the decoder.
fn decoder_pane(lesson: &Lesson, settings: &[(&str, Value)]) -> Json {
    let settings: Settings =
        settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let pane = lesson.pane("decoder").unwrap();
    let scenario = Arc::new(lesson.scenario(pane, &settings).unwrap());
    let trace = engine::run(&scenario, &Cancel::new()).unwrap();
    assert!(trace.failures.is_empty(), "{:?} at {settings:?}", trace.failures);
    json!(run_json("length-prefix", &[], &[PaneResult::Ran(&trace)]))["panes"][0].take()
}

fn data(row: &Json) -> Vec<u8> {
    STANDARD.decode(row["data"].as_str().unwrap()).unwrap()
}

/// First and last byte, and the text behind a header of four bytes, of everything that was sent.
fn messages_sent(pane: &Json) -> Vec<(u64, u64, Vec<u8>)> {
    let calls = pane["calls"].as_array().unwrap();
    let sends = calls.iter().filter(|call| call["call"] == "send");
    sends
        .map(|call| {
            let from = call["offset"].as_u64().unwrap();
            (from, from + call["returned"].as_u64().unwrap(), data(call)[4..].to_vec())
        })
        .collect()
}

fn frames_found(pane: &Json) -> Vec<(u64, u64, Vec<u8>)> {
    let place = |frame: &Json, key: &str| frame[key].as_u64().unwrap();
    let frames = pane["frames"].as_array().unwrap().iter();
    frames.map(|frame| (place(frame, "from"), place(frame, "to"), data(frame))).collect()
}

#[test]
fn frames_are_the_messages_for_every_chunking_that_the_knobs_allow() {
    let catalog = Catalog::embedded();
    let lesson = catalog.lesson("length-prefix").unwrap();
    let mut read_sizes = Vec::new();
    for size in values(lesson, "recv-size") {
        for order in values(lesson, "order") {
            for messages in values(lesson, "messages") {
                let settings = [
                    ("recv-size", size.clone()),
                    ("order", order.clone()),
                    ("messages", messages.clone()),
                ];
                let pane = decoder_pane(lesson, &settings);
                let sent = messages_sent(&pane);
                assert_eq!(messages, Value::Number(i64::try_from(sent.len()).unwrap()));
                assert_eq!(frames_found(&pane), sent, "{settings:?}");
                assert_eq!(pane["decoders"][0]["waiting"], 0);
                read_sizes.push(pane["reads"].as_array().unwrap().len());
            }
        }
    }
    read_sizes.sort_unstable();
    read_sizes.dedup();
    assert!(read_sizes.len() > 20, "the reads were cut in many ways: {read_sizes:?}");
}

#[test]
fn a_header_in_two_halves_and_a_wrong_length_end_alike_for_every_chunking() {
    let catalog = Catalog::embedded();
    let lesson = catalog.lesson("length-prefix").unwrap();
    for size in values(lesson, "recv-size") {
        let at = |sender: &str, order: &str| {
            let settings =
                [("recv-size", size.clone()), ("sender", choice(sender)), ("byte-order", choice(order))];
            let pane = decoder_pane(lesson, &settings);
            let texts: Vec<Vec<u8>> = frames_found(&pane).into_iter().map(|(.., text)| text).collect();
            (texts, pane["decoders"][0]["error"].clone())
        };
        let (hello, feng) = (b"hello".to_vec(), b"feng".to_vec());
        assert_eq!(at("header-in-two", "big-endian"), (vec![hello.clone(), feng], Json::Null));
        assert_eq!(at("four-gib", "big-endian"), (vec![hello], json!("too-long")));
        assert_eq!(at("whole", "little-endian"), (vec![], json!("too-long")));
    }
}
