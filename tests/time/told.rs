//! What the view over time says, read from its accessibility tree, and how it is moved.

use std::sync::Arc;

use eframe::egui::{Key, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use stickylab::model::{Trace, Transport};
use stickylab::text::{EN, Words, ZH};
use stickylab::ui::theme::Scale;
use stickylab::ui::time::{TimePane, TimeState, TimeView, stage};
use stickylab::ui::{fonts, theme};

use crate::runs::{self, CLIENT, Run, SERVER};

/// What the read of the nine messages that waited says.
const NAGLED: &str = "recv 2: 90 bytes, merged, messages 2 to 10. \
                      One segment carried them: Nagle waited 41 ms for an ACK";

#[derive(Clone, Copy)]
pub struct How {
    pub words: &'static Words,
    pub hide_result: bool,
    pub playhead_ns: Option<f64>,
    pub scale: Scale,
    pub size: (f32, f32),
}

pub const ENGLISH: How =
    How { words: &EN, hide_result: false, playhead_ns: None, scale: Scale::Window, size: (460.0, 400.0) };

/// Panes of these runs side by side.
pub fn show(traces: Vec<Trace>, how: How) -> impl FnMut(&mut eframe::egui::Ui) {
    let traces: Vec<_> = traces.into_iter().map(Arc::new).collect();
    let mut state = TimeState::default();
    move |ui| {
        let mut panes = Vec::new();
        for (at, trace) in traces.iter().enumerate() {
            panes.push(TimePane {
                name: ["one", "two", "three"][at],
                title: ["Nagle on", "Nagle off", "TCP"][at],
                scenario: &trace.scenario,
                trace: Some(trace),
                trouble: None,
            });
        }
        let view = TimeView {
            panes,
            no_run: how.words.stage.line.not_run,
            hide_result: how.hide_result,
            by_hand: false,
            playhead_ns: how.playhead_ns,
            words: how.words,
            scale: how.scale,
        };
        stage(ui, &view, &mut state);
    }
}

pub struct Shown {
    pub harness: Harness<'static>,
}

impl Shown {
    pub fn new(traces: Vec<Trace>, how: How) -> Self {
        let mut harness = Harness::builder()
            .with_size(vec2(how.size.0, how.size.1))
            .with_context_setup(|ctx| {
                fonts::install(ctx);
                theme::install(ctx);
            })
            .build_ui(show(traces, how));
        harness.run();
        Self { harness }
    }

    fn labels(&self) -> Vec<String> {
        let nodes = self.harness.root().children_recursive();
        nodes
            .flat_map(|node| {
                let node = node.accesskit_node();
                node.label().into_iter().chain(node.value())
            })
            .collect()
    }

    #[track_caller]
    pub fn says(&self, expected: &[&str]) {
        let labels = self.labels();
        for expected in expected {
            assert!(labels.iter().any(|label| label == expected), "no {expected:?} in {labels:#?}");
        }
    }

    #[track_caller]
    fn is_silent_about(&self, word: &str) {
        let labels = self.labels();
        assert!(labels.iter().all(|label| !label.contains(word)), "{word:?} in {labels:#?}");
    }
}

#[track_caller]
fn check(trace: Trace, expected: &[&str]) {
    Shown::new(vec![trace], ENGLISH).says(expected);
}

#[test]
fn a_wait_for_an_acknowledgement_is_told() {
    check(
        runs::nagle(),
        &[
            "Nagle on",
            "2 segments · 42 ms",
            "send()",
            "sender's kernel",
            "receiver's kernel",
            "recv()",
            "messages 2–10 wait for the ACK of 1, up to 41 ms · 90 B",
            "ACK of message 1",
            "send 2: 10 bytes, 'xxxxxxxxxx'",
            "message 2 over time: 10 bytes",
            NAGLED,
            "client: close() took 1.0 µs",
            "server: recv(100) took 42 ms",
            "sender's kernel: 90 B wait at most",
        ],
    );
}

/// The card of a wait, opened by a click.
fn card_of(trace: Trace, wait: &str) -> Shown {
    let mut shown = Shown::new(vec![trace], ENGLISH);
    shown.harness.get_by_label(wait).focus();
    shown.harness.run();
    shown.harness.key_press(Key::Enter);
    shown.harness.run();
    shown
}

#[test]
fn the_card_of_a_wait_names_the_same_cause_as_the_read() {
    let shown = card_of(runs::nagle(), "messages 2–10 wait for the ACK of 1, up to 41 ms · 90 B");
    shown.says(&["who did it", "Nagle", "measured: the kernel's timestamps"]);
    shown.is_silent_about("inferred from the calls and the kernel's counters");
}

#[test]
fn what_the_model_does_not_know_is_not_asserted() {
    check(
        runs::unexplained(),
        &[
            "messages 2–10 wait in the sender's kernel, up to 41 ms · 90 B",
            "recv 2: 90 bytes, merged, messages 2 to 10. \
             One segment carried them; what held it back is not known",
        ],
    );
    Shown::new(vec![runs::unexplained()], ENGLISH).is_silent_about("for the ACK");
}

#[test]
fn a_message_that_waits_alone_for_the_next_is_held_by_msg_more() {
    check(
        runs::more(),
        &[
            "message 1 waits for more: MSG_MORE, 20 ms · 5 B",
            "recv 1: 9 bytes, merged, messages 1 and 2. One segment carried both: MSG_MORE held it for 20 ms",
        ],
    );
}

#[test]
fn whose_messages_wait_is_told_where_both_sides_count_from_one() {
    check(runs::write_write_read(2), &["client: message 2 waits for the ACK of 1, 43 ms · 4 B"]);
    let shown = Shown::new(vec![runs::write_write_read(2)], How { words: &ZH, ..ENGLISH });
    shown.says(&["client：第 2 条在等第 1 条的 ACK，43 ms，4 B"]);
}

#[test]
fn what_is_lost_on_the_way_back_is_told_too() {
    let run = Run::new(Transport::Udp).send(CLIENT, 5, 0, 20_000).recv(SERVER, 5, 30_000, 40_000);
    let run = run.send(SERVER, 4, 50_000, 60_000).dropped(SERVER, 1);
    let lost = "1 send → 0 recvs, 1 dropped · 60 µs";
    let shown = Shown::new(vec![run.trace()], How { size: (800.0, 400.0), ..ENGLISH });
    shown.says(&[lost]);
}

#[test]
fn who_called_recv_in_time_is_woken_up() {
    let run = |called| {
        Run::new(Transport::Tcp)
            .send(CLIENT, 5, 0, 20_000)
            .left(CLIENT, 10_000, 30_000)
            .recv(SERVER, 5, called, 900_000)
            .trace()
    };
    check(run(1_000), &["message 1 waits for the reader to wake up, 890 µs · 5 B"]);
    check(run(100_000), &["message 1 waits for recv(), 890 µs · 5 B"]);
}

#[test]
fn a_send_that_blocks_waits_for_room() {
    check(runs::blocked(), &["send() waits for room, 100 ms · 100,000 B"]);
    let shown = card_of(runs::blocked(), "send() waits for room, 100 ms · 100,000 B");
    shown.says(&["inferred from the calls and the kernel's counters"]);
    // A small message fits: its call was only slow.
    let slow = Run::new(Transport::Tcp)
        .send(CLIENT, 10, 0, 50_000_000)
        .left(CLIENT, 10_000, 30_000)
        .recv(SERVER, 10, 60_000_000, 60_010_000);
    Shown::new(vec![slow.trace()], ENGLISH).is_silent_about("room");
}

#[test]
fn both_sides_of_a_conversation_stand_on_the_same_lanes() {
    check(
        runs::conversation(),
        &[
            "client",
            "client's kernel",
            "server's kernel",
            "server",
            "send 1: 2 bytes, 'xx'",
            "send 1: 5 bytes, 'xxxxx'",
            "2 segments · 120 µs",
        ],
    );
}

#[test]
fn a_wait_for_recv_is_told() {
    check(
        runs::late(true),
        &[
            "messages 1–2 wait for recv(), up to 400 µs · 9 B",
            "recv 1: 9 bytes, merged, messages 1 and 2. Both segments had left; the reader came late and \
             took both",
        ],
    );
}

#[test]
fn chinese_is_spoken() {
    let shown = Shown::new(vec![runs::nagle()], How { words: &ZH, ..ENGLISH });
    shown.says(&[
        "2 个报文段 · 42 ms",
        "发送方内核",
        "接收方内核",
        "2–10 在等第 1 条的 ACK，最久 41 ms，共 90 B",
    ]);
}

#[test]
fn a_result_that_is_kept_back_is_not_told() {
    let shown = Shown::new(vec![runs::nagle()], How { hide_result: true, ..ENGLISH });
    shown.says(&["Make your prediction first", "send 10: 10 bytes, 'mnopqrstuv'", "10 sends → ?"]);
    for word in ["ms", "recv 1", "wait", "segments", "took"] {
        shown.is_silent_about(word);
    }
}

#[test]
fn a_replay_tells_only_what_has_happened() {
    let at = |ns| Shown::new(vec![runs::nagle()], How { playhead_ns: Some(ns), ..ENGLISH });
    at(20e6).says(&["send 10: 10 bytes, 'xxxxxxxxxx'", "replay at 20 ms"]);
    at(20e6).says(&["20 ms"]);
    at(20e6).is_silent_about("2 segments");
    at(20e6).is_silent_about("recv 2");
    at(5.5e6).is_silent_about("send 7");
    at(43e6).says(&[NAGLED]);
}

#[test]
fn a_dropped_datagram_ends_with_a_cross() {
    let mut run = Run::new(Transport::Udp);
    for number in 0..3 {
        run = run.send(CLIENT, 10, number * 20_000, number * 20_000 + 10_000);
    }
    let mut trace = run.trace();
    trace.stream_mut(stickylab::model::StreamId(0)).dropped = Some(3);
    check(trace, &["datagram 2: dropped, the receive buffer was full", "3 sends → 0 recvs, 3 dropped"]);
}

#[test]
fn lanes_that_nothing_is_known_of_say_why() {
    let shown = Shown::new(vec![runs::late(false)], ENGLISH);
    shown.harness.get_by_label("sender's kernel").hover();
    let mut shown = shown;
    shown.harness.run();
    let labels = shown.labels();
    assert!(labels.iter().any(|label| label.starts_with("not available here: ")), "{labels:#?}");
}

#[test]
fn keys_and_buttons_magnify_and_fit() {
    let mut shown =
        Shown::new(vec![runs::nagle(), runs::late(true)], How { size: (920.0, 400.0), ..ENGLISH });
    let close = "client: close() took 1.0 µs";
    let read = NAGLED;
    shown.says(&[close, read]);
    for _ in 0..6 {
        shown.harness.key_press(Key::Plus);
        shown.harness.run();
    }
    shown.is_silent_about(read);
    shown.harness.key_press(Key::F);
    shown.harness.run();
    shown.says(&[read]);
    shown.harness.get_by_label("Zoom in").click();
    shown.harness.run();
    shown.harness.get_by_label("Zoom in").click();
    shown.harness.run();
    shown.is_silent_about(read);
    shown.harness.get_by_label("Fit").click();
    shown.harness.run();
    shown.says(&[read]);
}

#[test]
fn the_keyboard_opens_a_card() {
    let mut shown = Shown::new(vec![runs::nagle()], ENGLISH);
    shown.harness.get_by_label(NAGLED).focus();
    shown.harness.run();
    shown.harness.key_press(Key::Enter);
    shown.harness.run();
    shown.says(&["returned", "90", "verdict"]);
}

#[test]
fn a_server_that_speaks_first_sends_from_the_right() {
    let run = Run::new(Transport::Tcp)
        .send(SERVER, 5, 0, 10_000)
        .left(SERVER, 5_000, 20_000)
        .recv(CLIENT, 5, 0, 30_000);
    let shown = Shown::new(vec![run.trace()], ENGLISH);
    let x = |name: &str| shown.harness.get_by_label(name).rect().center().x;
    assert!(x("send()") > x("recv()"));
    assert!(x("send 1: 5 bytes, 'xxxxx'") > x("recv 1: 5 bytes, intact, message 1"));
}
