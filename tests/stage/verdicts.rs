//! The line above a stream: how many sends there were, before and after the result may be seen, and what
//! was lost.

use stickylab::model::{ErrorName, Transport};
use stickylab::text::ZH;

use crate::shown::{ENGLISH, How, Shown};
use crate::traces::{Run, letters};

/// What is said while the result is kept back, and when it is shown.
#[track_caller]
fn check(run: &Run, before: &str, after: &str) {
    Shown::new(run.clone().trace(), How { hide_result: true, ..ENGLISH }).says(&[before]);
    Shown::new(run.clone().trace(), ENGLISH).says(&[after]);
}

fn too_big() -> Run {
    let udp = Run::new(Transport::Udp).send_refused(&letters(65_508), ErrorName::MessageTooLong);
    udp.send("after").recv_datagram(65_536, 0, 5)
}

#[test]
fn a_refused_send_is_one_of_the_sends_and_keeps_its_number() {
    check(&too_big(), "2 sends → ?", "1 of 2 sends refused: EMSGSIZE → 1 recv");
    let shown = Shown::new(too_big().trace(), ENGLISH);
    shown.says(&[
        "send 1: 65,508 bytes, refused: EMSGSIZE",
        "send 2: 5 bytes, 'after'",
        "recv 1: 5 bytes, intact, message 2",
    ]);
    // The verdict names the error already.
    shown.is_silent_about("sendto(65508) → EMSGSIZE");
    let chinese = Shown::new(too_big().trace(), How { words: &ZH, ..ENGLISH });
    chinese.says(&["2 次 send 中 1 次被拒：EMSGSIZE → 1 次 recv", "send 1：65,508 字节，被拒：EMSGSIZE"]);
}

#[test]
fn empty_sends_are_sends() {
    let mixed = Run::new(Transport::Tcp).send("hi").send("").send("ho").recv(10, 4);
    check(&mixed, "3 sends → ?", "3 sends (1 empty) → 1 recv");
}

#[test]
fn the_rest_of_a_short_send_is_still_with_the_program() {
    let short = Run::new(Transport::Tcp).send_short(65_536, 14_336).recv(65_536, 14_336).in_bytes();
    check(&short, "65,536 B → ?", "65,536 B → 14,336 B, 51,200 B still in the program");
    Shown::new(short.trace(), ENGLISH).says(&["51,200 B still in the program"]);
}

#[test]
fn where_bytes_count_it_does_not_matter_how_they_are_cut() {
    let pieces = Run::new(Transport::Tcp).send([b'a'; 9]).recv(4, 4).recv(5, 5).recv(5, 0).in_bytes();
    check(&pieces, "9 B → ?", "9 B → 9 B");
    let shown = Shown::new(pieces.trace(), ENGLISH);
    shown.says(&["recv 1: 4 bytes, partial, part of message 1"]);
}

#[test]
fn what_was_read_before_the_measure_is_not_unread() {
    let warm = Run::new(Transport::Tcp).send([b'w'; 10]).recv(20, 10).measure().send("hello");
    check(&warm, "1 send → ?", "1 send → 0 recvs, 5 B not read");
}

#[test]
fn a_reset_throws_away_what_nobody_had_read() {
    let reset = || {
        let sent = Run::new(Transport::Tcp).send([b'a'; 9]).recv(4, 4);
        sent.recv_error(4, ErrorName::ConnectionReset)
    };
    check(&reset().in_bytes(), "9 B → ?", "9 B → 4 B, ECONNRESET");
    check(&reset(), "1 send → ?", "1 send → 1 recv, ECONNRESET: 5 B thrown away");
    let shown = Shown::new(reset().trace(), ENGLISH);
    shown.says(&["reset: 5 B thrown away"]);
    shown.is_silent_about("recv(4) → ECONNRESET");
}
