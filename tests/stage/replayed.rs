//! Runs made by hand, shown as they were at a moment: what was sent, what waits, what was read.

use std::time::Duration;

use stickylab::model::{Trace, Transport};
use stickylab::text::ZH;

use crate::shown::{ENGLISH, How, Shown};
use crate::traces::{self, Run, held};

fn at(trace: Trace, ns: f64) -> Shown {
    Shown::new(trace, How { playhead_ns: Some(ns), ..ENGLISH })
}

#[test]
fn before_anything_was_sent_there_are_places_only() {
    let shown = at(held(), -1.0);
    shown.says(&["0 sends → 0 recvs", "send 1: not sent yet", "send 2: not sent yet"]);
    for word in ["segment 1", "recv 1", "the program sees b", "waiting", "held"] {
        shown.is_silent_about(word);
    }
}

#[test]
fn bytes_wait_travel_and_arrive() {
    let check = |ns: f64, expected: &[&str], silent: &[&str]| {
        let shown = at(held(), ns);
        shown.says(expected);
        for word in silent {
            shown.is_silent_about(word);
        }
    };
    check(
        5_000.0,
        &[
            "1 send → 0 recvs",
            "send 1: 5 bytes, 'hello'",
            "send 2: not sent yet",
            "segment 1: 5 bytes, inferred",
            "5 bytes waiting in the receive buffer",
        ],
        &["segment 2", "recv 1", "held"],
    );
    check(
        20_000.0,
        &["2 sends → 0 recvs", "send 2: 4 bytes, 'feng'", "4 B held by the sender's kernel"],
        &["segment 2", "recv 1", "not sent yet"],
    );
    check(
        26_000.0,
        &[
            "2 sends → 0 recvs",
            "segment 2: 4 bytes, inferred",
            "9 bytes waiting in the receive buffer",
            "boundary after message 1: not reached",
        ],
        &["recv 1", "held", "lost"],
    );
    check(
        28_400.0,
        &[
            "2 sends → 1 recv",
            "recv 1: 9 bytes, merged, messages 1 and 2. Both segments had left; the reader came late and \
             took both (inferred)",
            "boundary after message 1: lost. Both segments had left; the reader came late and took both \
             (inferred)",
            "the program sees b'hellofeng'",
        ],
        &["recv 2", "waiting in the receive buffer"],
    );
}

#[test]
fn at_the_end_nothing_is_left_of_the_replay() {
    let end = at(held(), 1e9).labels();
    assert_eq!(end, Shown::new(held(), ENGLISH).labels());
}

#[test]
fn a_recv_that_blocks_is_seen_to_wait() {
    let run = Run::new(Transport::Tcp).blocked_recv(10, 5).send("hello").recv(10, 0);
    let trace = run.trace();
    let shown = at(trace.clone(), 1_000.0);
    shown.says(&["0 sends → 0 recvs", "recv(10) is waiting"]);
    at(trace, 1e9).is_silent_about("is waiting");
}

#[test]
fn without_evidence_nothing_is_claimed_about_the_way() {
    let shown = at(traces::merged(), 20_000.0);
    shown.says(&["2 sends → 0 recvs"]);
    for word in ["segment 1", "waiting", "held"] {
        shown.is_silent_about(word);
    }
}

#[test]
fn datagrams_wait_or_are_dropped_where_they_arrive() {
    let shown = at(traces::dropped(), 41_000.0);
    shown.says(&[
        "4 sends → 0 recvs, 2 dropped",
        "17 bytes waiting in the receive buffer",
        "datagram 3: 17 bytes, dropped, the receive buffer was full",
    ]);
    shown.is_silent_about("datagram 5");
    shown.is_silent_about("recv 1");
}

#[test]
fn a_replay_speaks_chinese() {
    let shown = Shown::new(held(), How { words: &ZH, playhead_ns: Some(20_000.0), ..ENGLISH });
    shown.says(&["2 次 send → 0 次 recv", "4 B 扣在发送方内核", "5 字节在接收缓冲区里待读"]);
    let shown = Shown::new(held(), How { words: &ZH, playhead_ns: Some(0.0), ..ENGLISH });
    shown.says(&["send 2：还没有发送"]);
}

#[test]
fn ten_thousand_messages_are_followed() {
    let trace = traces::many(10_000, 10, 64);
    let half = Duration::as_nanos(&trace.took) as f64 / 2.0;
    let shown = at(trace, half);
    // The hand that wrote the run down first sends everything.
    shown.says(&["5783 sends → 0 recvs"]);
}

#[test]
fn frames_come_with_the_read_that_makes_them_whole() {
    let shown = at(traces::framed().trace(), 54_000.0);
    shown.says(&["3 sends → 2 recvs → 0 frames, 6 B wait for more"]);
    shown.is_silent_about("frame 1");
    let shown = at(traces::framed().trace(), 66_500.0);
    shown.says(&["3 sends → 3 recvs → 1 frame", "frame 1: 5 bytes, 'hello', made whole by recv 3"]);
    shown.is_silent_about("frame 2");
}
