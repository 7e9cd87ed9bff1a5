use std::sync::Arc;

use super::*;
use crate::model::trace::StreamRecord;
use crate::model::{
    Call, CallKind, Cause, Codec, EndpointId, ErrorName, Evidence, Framing, Quantity, Recording, Sample,
    Scenario, StreamOffset,
};
use crate::text;

const CLIENT: EndpointId = EndpointId(0);
const SERVER: EndpointId = EndpointId(1);

fn scenario(transport: Transport) -> Arc<Scenario> {
    Arc::new(Scenario::pair(transport, Vec::new(), Vec::new()))
}

/// A run in which the client sends those messages, and the server calls recv(10) with those results.
fn trace(transport: Transport, messages: &[&str], reads: &[u32]) -> Trace {
    let mut client = Recording::new(CLIENT);
    let mut server = Recording::new(SERVER);
    let mut bytes = Vec::new();
    for (number, message) in (0..).zip(messages) {
        let len = u32::try_from(message.len()).unwrap();
        client.push(&Call {
            asked: len,
            outcome: Ok(len),
            stream: Some(StreamId(0)),
            offset: StreamOffset(bytes.len() as u64),
            message: Some(number),
            datagram: (!transport.is_stream()).then_some(number),
            ..Call::new(CLIENT, CallKind::Send)
        });
        bytes.extend_from_slice(message.as_bytes());
    }
    let mut at = 0;
    for (number, &read) in (0..).zip(reads) {
        let truncated = !transport.is_stream() && (read as usize) < messages[number as usize].len();
        server.push(&Call {
            start_ns: 1,
            asked: 10,
            outcome: Ok(read),
            stream: Some(StreamId(0)),
            offset: StreamOffset(at),
            datagram: (!transport.is_stream()).then_some(number),
            truncated,
            ..Call::new(SERVER, CallKind::Recv)
        });
        at += u64::from(read);
    }
    let stream = StreamRecord {
        sent: bytes.len() as u64,
        bytes,
        data_segments: Some(messages.len() as u64),
        ..StreamRecord::default()
    };
    Trace::new(scenario(transport), vec![client, server], vec![stream, StreamRecord::default()])
}

fn text_of(lines: &[Line]) -> String {
    lines.iter().map(Line::plain).collect::<Vec<_>>().join("\n")
}

fn check(trace: &Trace, style: TapeStyle<'_>, expected: &str) {
    let lines = pane("TCP", trace, style);
    assert_eq!(format!("\n{}\n", text_of(&lines)), expected);
}

const ENGLISH: TapeStyle<'_> = TapeStyle { words: &text::EN, width: 50 };

#[test]
fn a_read_that_runs_over_a_boundary_is_marked() {
    check(
        &trace(Transport::Tcp, &["hello", "feng"], &[9, 0]),
        ENGLISH,
        r"
TCP  2 sends → 1 recv
                 5 B              4 B
send            │1 hello         │2 feng         │
segments        ┊2 segments counted by the kernel┊
recv            │1 hello         ╳2 feng         │
the program sees b'hellofeng'
  ╳ a read ran over this message boundary
  recv(10) → 9 B merged: messages 1 and 2. Both
    segments had left; the reader came late and
    took both (inferred)
  recv(10) → 0 B end of stream
",
    );
}

#[test]
fn a_cut_inside_a_message_is_marked_otherwise() {
    check(
        &trace(Transport::Tcp, &["hello feng"], &[2, 8, 0]),
        ENGLISH,
        r"
TCP  1 send → 2 recvs
                 10 B
send            │1 hello feng                    │
segments        │10 B                            │
recv            │1 he    ┆1 llo feng             │
the program sees b'he'    b'llo feng'
  ┆ a read ended inside a message
  recv(10) → 2 B partial: message 1. recv came
    before the rest was there (inferred)
  recv(10) → 8 B partial: message 1
  recv(10) → 0 B end of stream
",
    );
}

#[test]
fn the_rest_of_a_truncated_datagram_is_gone() {
    check(
        &trace(Transport::Udp, &["hello", "", "feng"], &[5, 0, 2]),
        ENGLISH,
        r"
TCP  3 sends → 3 recvs, 2 B truncated
                 5 B        0 B   4 B
send            │1 hello   │2    │3 feng         │
datagrams       ┊5 B       ┊0 B  ┊4 B            ┊
recv            │1 hello   │2    │3 fe   ┆2 B lo…┊
the program sees b'hello'   b''   b'fe'
  ┆ a read ended inside a message
  recv(10) → 5 B intact: message 1
  recv(10) → 0 B empty datagram: message 2
  recv(10) → 2 B truncated: message 3. recv(10)
    had no room for the rest
",
    );
}

#[test]
fn chinese_text_stays_aligned() {
    let style = TapeStyle { words: &text::ZH, width: 60 };
    check(
        &trace(Transport::UnixStream, &["粘包", "你好"], &[4]),
        style,
        r"
TCP  2 次 send → 1 次 recv，8 B 未读
            6 B                       6 B
send       │1 粘包                   │2 你好               │
recv       │1 粘\xe5       ┆8 B 未读 ┊                     ┊
程序看到的  b'\xe7\xb2\x98…
  ┆ 一次读取在消息中间结束
  recv(10) → 4 B 不全：消息 1。recv 来的时候，其余的字节还没
    到
",
    );
}

/// The run with a codec at its receiver.
fn decoded(messages: &[&str], reads: &[u32], limit: u32) -> Trace {
    let mut trace = trace(Transport::Tcp, messages, reads);
    let mut scenario = (*trace.scenario).clone();
    let framing = Framing::Delimiter { any_of: (*b";").into() };
    scenario.endpoints[SERVER.index()].codec = Some(Codec { framing, limit });
    trace.scenario = Arc::new(scenario);
    trace.frames = crate::framing::frames_of_run(&trace);
    trace
}

#[test]
fn frames_stand_below_the_reads() {
    check(
        &decoded(&["hello;", "feng;", "x"], &[4, 8, 0], 10),
        ENGLISH,
        r"
TCP
  3 sends → 2 recvs → 2 frames, 1 B waits for more
                 6 B             5 B       1 B
send            │1 hello;       │2 feng;  │3 x   │
segments        ┊3 segments counted by the kernel┊
recv            │1 hell  ┆1 o;  ╳2 feng;  ╳3 x   │
frames          │1 hello        │2 feng   │1 B w…
the program sees b'hello'        b'feng'
  ╳ a read ran over this message boundary
  ┆ a read ended inside a message
  recv(10) → 4 B partial: message 1. recv came
    before the rest was there (inferred)
  recv(10) → 8 B mixed: messages 1 to 3. All
    segments had left; the reader came late and
    took them all (inferred)
  recv(10) → 0 B end of stream
  frame 1: 5 bytes, 'hello', made whole by recv 2
  frame 2: 4 bytes, 'feng', made whole by recv 2
  1 B waits for more
",
    );
}

#[test]
fn what_a_decoder_refuses_is_told_with_its_reason() {
    let lines = text_of(&pane("TCP", &decoded(&["hi;", "hello;"], &[9, 0], 4), ENGLISH));
    assert!(lines.contains("TCP  2 sends → 1 recv → 1 frame, refused\n"), "{lines}");
    assert!(lines.contains("  refused: no delimiter within 4 B, the limit"), "{lines}");
}

#[test]
fn what_has_no_room_is_counted() {
    let messages: Vec<String> = (0..1000).map(|number| format!("m{number}")).collect();
    let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
    let reads = vec![10; 389];
    check(
        &trace(Transport::Tcp, &messages, &reads),
        ENGLISH,
        r"
TCP  1000 sends → 389 recvs
                 2 B  2 B  2 B  2 B  2 B  2 B    …
send            │1 m0│2 m1│3 m2│4 m3│5 m4│6 m5 │ …
segments        ┊1000 segments counted by the ker…
recv            │1 m0╳2 m1╳3 m2╳4 m3╳5 m4│6 m5 ╳ …
the program sees b'm0m1m2m3m4'            b'm5…  …
  ╳ a read ran over this message boundary
  … 994 more messages, 388 more recvs
  recv(10) → 10 B merged: messages 1 to 5. All
    segments had left; the reader came late and
    took them all (inferred)
  recv(10) → 10 B merged: messages 6 to 10
  recv(10) → 10 B mixed: messages 11 to 14.
    recv(10) had no room for the rest
  recv(10) → 10 B mixed: messages 14 to 17
  recv(10) → 10 B mixed: messages 17 to 20
  recv(10) → 10 B mixed: messages 21 to 24
  recv(10) → 10 B mixed: messages 24 to 27
  recv(10) → 10 B mixed: messages 27 to 30
  … 381 more recvs
",
    );
}

#[test]
fn reads_that_say_the_same_share_a_line() {
    let run = trace(Transport::Tcp, &["abcdefghijklmnopqrstuvwxyz0123"], &[10, 10, 10, 0]);
    let lines = text_of(&pane("TCP", &run, ENGLISH));
    assert!(
        lines
            .contains("3 × recv(10) → 10 B partial: message 1. recv(10)\n    had no room for the rest\n"),
        "{lines}"
    );
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let many = vec!["some message"; 40];
    let runs = [
        trace(Transport::Tcp, &["hello", "feng"], &[9, 0]),
        trace(Transport::Tcp, &["粘包", "你好"], &[4, 4, 4, 0]),
        trace(Transport::Udp, &["hello", "feng"], &[3, 3]),
        trace(Transport::Tcp, &many, &[480, 0]),
        decoded(&["hello;", "粘包;", "x"], &[4, 8, 2], 10),
        decoded(&many, &[480, 0], 10),
    ];
    for words in [&text::EN, &text::ZH] {
        for width in 10..=200 {
            for trace in &runs {
                for line in pane("A pane with a title", trace, TapeStyle { words, width }) {
                    assert!(line.columns() <= width, "{width}: {:?}", line.plain());
                }
            }
        }
    }
}

#[test]
fn short_sends_and_errors_are_told() {
    let mut run = Recording::new(CLIENT);
    let send = |outcome| Call {
        asked: 65536,
        outcome,
        stream: Some(StreamId(0)),
        message: Some(0),
        ..Call::new(CLIENT, CallKind::Send)
    };
    run.push(&send(Ok(14336)));
    run.push(&send(Err(ErrorName::Again)));
    run.push(&send(Err(ErrorName::Again)));
    let streams = vec![StreamRecord::default(), StreamRecord::default()];
    let trace = Trace::new(scenario(Transport::Tcp), vec![run, Recording::new(SERVER)], streams);
    let lines = text_of(&pane("TCP", &trace, ENGLISH));
    assert!(lines.contains("send(65536): offered 65,536 B → took 14,336 B"), "{lines}");
    assert!(lines.contains("send(65536) → EAGAIN, 2 times"), "{lines}");
}

#[test]
fn messages_are_counted_from_the_measured_part_on() {
    let mut run = trace(Transport::Tcp, &["ready?", "hello", "feng"], &[6, 9, 0]);
    run = {
        let recordings = [CLIENT, SERVER].map(|endpoint| {
            let mut recording = Recording::new(endpoint);
            let calls = run.calls().map(|(_, call)| call).filter(|call| call.endpoint == endpoint);
            calls.for_each(|call| recording.push(&call));
            recording
        });
        let record = StreamRecord { baseline: StreamOffset(6), ..run.stream(StreamId(0)).clone() };
        Trace::new(run.scenario.clone(), recordings.into(), vec![record, StreamRecord::default()])
    };
    let lines = text_of(&pane("TCP", &run, ENGLISH));
    assert!(lines.contains("TCP  2 sends → 1 recv\n"), "{lines}");
    assert!(lines.contains("│1 hello"), "{lines}");
    assert!(lines.contains("recv(10) → 9 B merged: messages 1 and 2."), "{lines}");
    assert!(lines.contains("warm-up: 6 bytes, not counted"), "{lines}");
}

/// The run with what the client's kernel said after each send.
fn observed(mut run: Trace, left: &[u64]) -> Trace {
    let samples = (1..).zip(left).map(|(segments, &left)| {
        let mut sample = Sample::new(CLIENT, 0);
        sample.set(Quantity::DataSegsOut, segments);
        sample.set(Quantity::BytesSent, left);
        sample.set(Quantity::BytesRetransmitted, 0);
        sample
    });
    run.evidence = Some(Evidence::new(samples.collect(), Vec::new(), Vec::new()));
    run
}

#[test]
fn measured_segments_are_drawn_and_the_reader_is_named() {
    check(
        &observed(trace(Transport::Tcp, &["hello", "feng"], &[9, 0]), &[5, 9]),
        ENGLISH,
        r"
TCP  2 sends → 1 recv
                 5 B              4 B
send            │1 hello         │2 feng         │
segments        │5 B             │4 B            │
recv            │1 hello         ╳2 feng         │
the program sees b'hellofeng'
  ╳ a read ran over this message boundary
  recv(10) → 9 B merged: messages 1 and 2. Both
    segments had left; the reader came late and
    took both
  recv(10) → 0 B end of stream
",
    );
}

#[test]
fn every_cause_has_words_in_both_languages() {
    for words in [&text::EN, &text::ZH] {
        for (_, name) in Cause::ALL {
            assert!(words.stage.causes.of(name).is_some(), "{name}");
        }
    }
}
