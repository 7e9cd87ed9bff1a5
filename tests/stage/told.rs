//! What the stage says of runs made by hand.

use std::time::Duration;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use stickylab::model::trace::{FailureKind, Verified};
use stickylab::model::{Awaited, ErrorName, Failure, Trace, Transport, Unopened};
use stickylab::text::ZH;

use crate::shown::{ENGLISH, How, Shown};
use crate::traces::{self, Run};

#[track_caller]
fn check(trace: Trace, expected: &[&str]) {
    Shown::new(trace, ENGLISH).says(expected);
}

#[test]
fn a_merged_read_is_told() {
    check(
        traces::merged(),
        &[
            "TCP",
            "2 sends → 1 recv",
            "send()",
            "segments, inferred",
            "recv()",
            "the program sees",
            "send 1: 5 bytes, 'hello'",
            "send 2: 4 bytes, 'feng'",
            "segment 1: 5 bytes, inferred",
            "recv 1: 9 bytes, merged, messages 1 and 2. Both segments had left; the reader came late and took both \
             (inferred)",
            "boundary after message 1: lost. Both segments had left; the reader came late and took both \
             (inferred)",
            "the program sees b'hellofeng'",
            "recv 2: 0 bytes, end of stream",
        ],
    );
}

#[test]
fn intact_datagrams_are_told() {
    check(
        traces::intact(),
        &[
            "2 sends → 2 recvs",
            "sendto()",
            "datagrams",
            "recvfrom()",
            "datagram 1: 5 bytes, delivered",
            "recv 1: 5 bytes, intact, message 1",
            "boundary after message 1: kept",
            "the program sees b'feng'",
        ],
    );
}

#[test]
fn pieces_of_messages_are_told() {
    check(
        traces::mixed(),
        &[
            "2 sends → 3 recvs",
            "recv 1: 3 bytes, partial, part of message 1. recv(3) had no room for the rest",
            "recv 2: 3 bytes, mixed, messages 1 and 2. Both segments had left; the reader came late and \
             took both (inferred). recv(3) had no room for the rest",
            "the program sees b'lof'",
        ],
    );
}

#[test]
fn what_is_cut_off_a_datagram_is_told() {
    check(
        traces::truncated(),
        &[
            "2 sends → 2 recvs, 3 B truncated",
            "datagram 1: 5 bytes, truncated",
            "recv 1: 3 bytes, truncated, message 1. recvfrom(3) had no room for the rest",
            "recv 1: 2 bytes of the datagram lost",
            "recv 2: 1 byte of the datagram lost",
            "boundary after message 1: kept",
        ],
    );
}

#[test]
fn the_card_of_what_was_cut_off_shows_those_bytes_alone() {
    let mut shown = Shown::new(traces::truncated(), ENGLISH);
    shown.harness.get_by_label("recv 1: 2 bytes of the datagram lost").click();
    shown.harness.run();
    shown.says(&["bytes 3 to 5", "b'lo'", "6c 6f"]);
}

#[test]
fn dropped_datagrams_are_told() {
    check(
        traces::dropped(),
        &[
            "5 sends → 3 recvs, 2 dropped",
            "datagram 3: 17 bytes, dropped, the receive buffer was full",
            "datagram 5: 17 bytes, delivered",
            "recv 3: 17 bytes, intact, message 5",
        ],
    );
}

#[test]
fn the_warm_up_is_told_apart_and_not_counted() {
    check(
        traces::warmed_up(),
        &[
            "2 sends → 1 recv",
            "warm-up: 7 bytes, not counted",
            "send 1: 5 bytes, 'hello'",
            "recv 1: 9 bytes, merged, messages 1 and 2. Both segments had left; the reader came late and took both \
             (inferred)",
        ],
    );
}

#[test]
fn both_streams_of_a_conversation_are_told() {
    let run = Run::new(Transport::Tcp).send("hi").recv(1024, 2).reply("HI").client_recv(1024, 2);
    check(
        run.trace(),
        &["client → server", "server → client", "1 send → 1 recv", "send 1: 2 bytes, 'HI'"],
    );
}

#[test]
fn a_send_that_took_less_than_it_was_given_is_told() {
    let run = Run::new(Transport::Tcp).send_short(65_536, 14_336).recv(4096, 4096).segments(2);
    check(
        run.trace(),
        &[
            "1 send → 1 recv, 51,200 B still in the program, 10,240 B not read",
            "2 segments, where they were cut is not known",
            "10,240 B not read",
        ],
    );
}

#[test]
fn cuts_are_inferred_only_where_one_possibility_is_left() {
    let two =
        |segments| Run::new(Transport::Tcp).send("hello").send("feng").recv(9, 9).segments(segments);
    check(two(1).trace(), &["segment 1: 9 bytes, measured"]);
    check(two(2).trace(), &["segment 2: 4 bytes, inferred"]);
    check(two(3).trace(), &["3 segments, where they were cut is not known"]);
    let small = two(2).option(stickylab::model::SocketOption::ReceiveBuffer(8));
    check(small.trace(), &["2 segments, where they were cut is not known"]);
    let unix = Run::new(Transport::UnixStream).send("hello").recv(5, 5);
    check(unix.trace(), &["in the kernel", "no network: bytes go from buffer to buffer"]);
}

#[test]
fn frames_are_told_with_the_read_that_made_them_whole() {
    check(
        traces::framed().trace(),
        &[
            "3 sends → 7 recvs → 2 frames, 2 B wait for more",
            "frames",
            "frame 1: 5 bytes, 'hello', made whole by recv 3",
            "frame 2: 4 bytes, 'feng', made whole by recv 6",
            "2 bytes wait in the decoder for the rest of their frame",
            "the program sees b'hello'",
            "the program sees b'feng'",
        ],
    );
}

#[test]
fn the_card_of_a_frame_shows_its_header_and_its_read() {
    let mut shown = Shown::new(traces::framed().trace(), ENGLISH);
    shown.harness.get_by_label("frame 1: 5 bytes, 'hello', made whole by recv 3").click();
    shown.harness.run();
    shown.says(&[
        "b'\\x00\\x00\\x00\\x05'  00 00 00 05",
        "bytes 4 to 9",
        "recv 3: recv(3) → 3 B",
        "message 1",
        "decoded from the bytes that were read",
    ]);
}

#[test]
fn what_a_decoder_refuses_is_told_with_its_reason() {
    let run = traces::prefixed(&["hello"]).send(b"\xff\xff\xff\xfffeng").recv(20, 17).recv(20, 0);
    check(
        run.trace(),
        &[
            "2 sends → 1 recv → 1 frame, refused",
            "frame 1: 5 bytes, 'hello', made whole by recv 1",
            "8 bytes refused: 4,294,967,295 B announced, limit 1 MiB",
        ],
    );
    let hidden = Shown::new(traces::framed().trace(), How { hide_result: true, ..ENGLISH });
    hidden.says(&["3 sends → ?", "frames"]);
    hidden.is_silent_about("frame 1");
}

#[test]
fn thousands_of_frames_are_told_in_few_words() {
    let texts = vec!["hello"; 5000];
    let run = traces::prefixed(&texts);
    let shown = Shown::new(run.recv(45_000, 45_000).trace(), ENGLISH);
    shown.says(&["5000 sends → 1 recv → 5000 frames", "frames 1 to 5000: 25,000 bytes"]);
    assert!(shown.labels().len() < 60, "{:#?}", shown.labels());
}

#[test]
fn trouble_with_the_run_is_told() {
    let mut trace =
        Run::new(Transport::Tcp).send("hello").recv_error(3, ErrorName::Again).recv(3, 3).trace();
    let gate = FailureKind::Gate(Unopened { awaited: Awaited::Queued, seen: 5, needed: 9, over: None });
    trace.failures.push(Failure { endpoint: traces::SERVER, line: 12, what: gate });
    trace.refused.push("127.0.0.1:9 connected".into());
    check(
        trace,
        &[
            "server: waited for 9 bytes in the receive buffer, saw 5 of 9 queued (lesson.toml, line 12)",
            "turned away, since it is not one of ours: 127.0.0.1:9 connected",
            "server: recv(3) → EAGAIN",
            "1 send → 1 recv, 2 B not read",
        ],
    );
}

#[test]
fn bytes_that_were_not_compared_are_told() {
    let told = |verified| {
        let run = Run::new(Transport::Tcp).send("hello").recv(5, 5);
        Shown::new(run.verified(verified).trace(), ENGLISH)
    };
    told(Verified::UpTo(3)).says(&["only the first 3 B read were compared with those sent"]);
    told(Verified::DiffersAt(2)).says(&["what was read differs from what was sent, from byte 2 on"]);
    told(Verified::Whole).is_silent_about("compared");
}

#[test]
fn chinese_is_spoken_and_shown() {
    let run = Run::new(Transport::Tcp).send("黏包").send("你好").recv(100, 12).recv(100, 0);
    let shown = Shown::new(run.trace(), How { words: &ZH, ..ENGLISH });
    shown.says(&[
        "2 次 send → 1 次 recv",
        "报文段（推断）",
        "send 1：6 字节，'黏包'",
        "recv 1：12 字节，合并，消息 1 和 2。两个报文段都已发出；接收方来得晚，一次取走（推断）",
        "消息 1 之后的边界：丢失了。两个报文段都已发出；接收方来得晚，一次取走（推断）",
    ]);
    shown.is_silent_about("message");
}

#[test]
fn the_result_is_kept_back_until_the_learner_commits() {
    let shown = Shown::new(traces::merged(), How { hide_result: true, ..ENGLISH });
    shown.says(&["2 sends → ?", "Make your prediction first", "send 1: 5 bytes, 'hello'"]);
    for told in ["merged", "recv 1", "segment 1", "hellofeng", "boundary"] {
        shown.is_silent_about(told);
    }
}

#[test]
fn before_the_first_run_the_plan_is_drawn() {
    let shown = Shown::new(traces::merged(), How { ran: false, ..ENGLISH });
    shown.says(&["2 sends → ?", "not run yet", "send 2: 4 bytes, 'feng'"]);
    shown.is_silent_about("recv 1");
}

#[test]
fn ten_thousand_sends_are_told_in_few_words() {
    let shown = Shown::new(traces::many(10_000, 10, 64), ENGLISH);
    shown.says(&[
        "10,000 sends → 1563 recvs",
        "sends 1 to 10,000: 100,000 bytes",
        "recvs 1 to 1563: 100,000 bytes, 1563 off the message boundaries",
        "9999 boundaries: 312 kept, 9687 lost, 0 not reached",
    ]);
    assert!(shown.labels().len() < 60, "{:#?}", shown.labels());
}

#[test]
fn a_click_pins_the_card_and_escape_closes_it() {
    let mut shown = Shown::new(traces::merged(), ENGLISH);
    shown.is_silent_about("68 65");
    let name = "recv 1: 9 bytes, merged, messages 1 and 2. Both segments had left; the reader came late and took both \
             (inferred)";
    shown.harness.get_by_label(name).click();
    shown.harness.run();
    shown.says(&["recv(10)", "68 65 6c 6c 6f 66 65 6e 67", "25.0 µs", "bytes 0 to 9"]);
    shown.harness.key_press(Key::Escape);
    shown.harness.run();
    shown.is_silent_about("68 65");
}

#[test]
fn a_click_elsewhere_closes_the_card() {
    let mut shown = Shown::new(traces::merged(), ENGLISH);
    shown.harness.get_by_label("send 1: 5 bytes, 'hello'").click();
    shown.harness.run();
    shown.says(&["send(5)"]);
    shown.harness.get_by_label("recv 2: 0 bytes, end of stream").click();
    shown.harness.run();
    shown.is_silent_about("send(5)");
    shown.says(&["recv(10)"]);
}

#[test]
fn measured_segments_and_who_held_them_are_told() {
    let mut shown = Shown::new(traces::nagle(), ENGLISH);
    shown.says(&[
        "segment 1: 5 bytes, measured",
        "segment 2: 9 bytes, measured",
        "recv 2: 9 bytes, merged, messages 2 and 3. One segment carried both: Nagle waited 41 ms for an ACK",
    ]);
    shown.harness.get_by_label("segment 2: 9 bytes, measured").click();
    shown.harness.run();
    shown.says(&[
        "41 ms after send: waited for the ACK of message 1",
        "measured: the kernel's counters after each send",
    ]);
}

#[test]
fn bytes_that_are_not_known_to_have_left_are_told() {
    let evidence = || Some(traces::evidence(&[(0, 5, 1, 0)], &[]));
    let mut trace = Run::new(Transport::Tcp).send("hello").send("feng").recv(5, 5).trace();
    trace.evidence = evidence();
    check(trace, &["segment 1: 5 bytes, measured", "4 bytes, not known to have left"]);
    // Who has read them proves that they left.
    let mut trace = traces::merged();
    trace.evidence = evidence();
    check(trace, &["segment 1: 5 bytes, measured", "left; where they were cut is not known"]);
}

#[test]
fn why_the_segments_are_not_known_is_told() {
    let mut shown = Shown::new(traces::unknown(), ENGLISH);
    shown.harness.get_by_label("how many segments is not known").click();
    shown.harness.run();
    shown.says(&["not available here: 4 bytes had not left when the kernel was asked"]);
}

const A_WHILE: Duration = Duration::from_millis(200);

#[test]
fn a_stream_on_which_nothing_moved_is_told_too() {
    let run = Run::new(Transport::Tcp).send("").recv_in_vain(1024, A_WHILE).recv(1024, 0);
    let shown = Shown::new(run.trace(), ENGLISH);
    shown.says(&[
        "send()",
        "send(b'') → 0: no segment, nothing to read",
        "server: recv(1024), nothing for 200 ms",
        "recv 1: 0 bytes, end of stream",
    ]);
    shown.is_silent_about("yet");
    shown.is_silent_about("segments is not known");
    let unix = Run::new(Transport::UnixStream).send("").send("");
    let chinese = Shown::new(unix.trace(), How { words: &ZH, ..ENGLISH });
    chinese.says(&["send(b'') → 0，2 次：没有字节移动，也没有可读的"]);
}

#[test]
fn what_moved_nothing_is_told_at_the_end_of_its_own_stream() {
    let run = Run::new(Transport::Tcp).send("hi").recv(9, 2).reply("").recv_in_vain(64, A_WHILE);
    let shown = Shown::new(run.client_recv(9, 0).trace(), ENGLISH);
    shown.says(&[
        "client → server",
        "server: recv(64), nothing for 200 ms",
        "server → client",
        "send(b'') → 0: no segment, nothing to read",
    ]);
    shown.is_silent_about("EAGAIN");
    let place = |label: &str| shown.harness.get_by_label(label).rect();
    let (tape, stray) = (place("the program sees b'hi'"), place("server: recv(64), nothing for 200 ms"));
    assert!(stray.top() >= tape.bottom(), "{stray:?} is not below {tape:?}");
    assert!(stray.bottom() <= place("server → client").top() + 1.0);
}

#[test]
fn a_message_without_a_byte_is_called_what_it_is() {
    let read = |transport| {
        let run = Run::new(transport).send("").send("feng");
        Shown::new(run.recv_datagram(9, 0, 0).recv_datagram(9, 1, 4).trace(), ENGLISH)
    };
    let udp = read(Transport::Udp);
    udp.says(&["recv 1: 0 bytes, empty datagram, message 1", "the program sees b''"]);
    read(Transport::UnixSeqpacket).says(&["recv 1: 0 bytes, empty message, message 1"]);
}

#[test]
fn many_short_reads_are_never_one_text() {
    let shown = Shown::new(traces::many(60, 10, 7), ENGLISH);
    shown.says(&["the program sees 86 reads, the first b'abcdefg'"]);
}
