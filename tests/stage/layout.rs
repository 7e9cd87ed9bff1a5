//! Where the stage puts things: one scale for all lanes, each byte once, nothing outside.

use std::sync::Arc;

use proptest::prelude::*;
use stickylab::model::{ErrorName, Timeline, Trace, Transport, Worth};
use stickylab::ui::stage::facts::StreamFacts;
use stickylab::ui::stage::layout::{Block, Tape};

use crate::traces::{self, Run};

fn facts_of(trace: &Arc<Trace>) -> StreamFacts {
    StreamFacts::of_pane(&trace.scenario, Some(trace), Some(trace)).remove(0)
}

/// Blocks in a row: each item once, from left to right, within the lane.
fn covers(blocks: &[Block], items: usize, lane: (f32, f32)) {
    let mut next = 0;
    let mut right = lane.0;
    for block in blocks {
        assert_eq!(block.items.start, next, "{block:?}");
        assert!(block.left >= right - 0.02, "{block:?} begins left of {right}");
        assert!(block.right >= block.left, "{block:?}");
        assert!(block.right <= lane.1 + 0.02, "{block:?} ends outside {lane:?}");
        next = block.items.end;
        right = block.right;
    }
    assert_eq!(next, items);
}

/// The points at which bytes stand must be the same in every lane.
fn lanes_agree(facts: &StreamFacts, tape: &Tape) {
    let close = |one: f32, other: f32| (one - other).abs() < 0.05;
    for block in tape.reads.iter().filter(|block| !block.is_folded()) {
        let span = facts.view.reads[facts.data_reads[block.items.start]].span;
        let (left, right) = tape.scale.span(span);
        assert!(close(left, block.left) && close(right, block.right), "{block:?} {span:?}");
    }
    for block in tape.sends.iter().filter(|block| !block.is_folded()) {
        assert!(close(tape.scale.span(facts.view.messages[block.items.start].span).0, block.left));
    }
}

fn lay_out(sends: &[usize], reads: &[u32], warm_up: usize, left: f32, right: f32) {
    let mut run = Run::new(Transport::Tcp);
    for (at, &len) in sends.iter().enumerate() {
        if at == warm_up {
            run = run.measure();
        }
        run = run.send(traces::letters(len));
    }
    let mut unread: u32 = sends.iter().sum::<usize>() as u32;
    for &size in reads {
        run = run.recv(size, size.min(unread));
        unread -= size.min(unread);
    }
    let facts = facts_of(&Arc::new(run.trace()));
    let tape = Tape::new(&facts, (left, right), 1.0);
    let lane = (left, right);
    covers(&tape.sends, facts.view.messages.len(), lane);
    covers(&tape.reads, facts.data_reads.len(), lane);
    covers(&tape.pieces, facts.view.pieces.len(), lane);
    lanes_agree(&facts, &tape);
    if let Some((start, end)) = tape.warm_up {
        assert!(end - start <= (right - left) * 0.12 + 0.02, "{start} to {end}");
    }
    let in_marks: usize = tape.marks.iter().map(|mark| mark.items.len()).sum();
    assert_eq!(in_marks, facts.view.boundaries.len());
    let in_gaps: u64 = tape.gaps.iter().map(|gap| gap.bytes).sum();
    assert_eq!(in_gaps, u64::from(unread));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn lanes_share_one_scale_and_cover_each_byte_once(
        sends in prop::collection::vec(1usize..3000, 1..300),
        reads in prop::collection::vec(1u32..5000, 0..300),
        warm_up in 0usize..4,
        width in 320.0f32..3000.0,
    ) {
        lay_out(&sends, &reads, warm_up, 134.0, width - 40.0);
    }
}

#[test]
fn datagrams_lie_where_they_were_sent() {
    let trace = Arc::new(traces::dropped());
    let facts = facts_of(&trace);
    let tape = Tape::new(&facts, (0.0, 500.0), 1.0);
    let lefts: Vec<f32> = tape.reads.iter().map(|block| block.left.round()).collect();
    assert_eq!(lefts, [0.0, 100.0, 400.0]);
    let gaps: Vec<_> = tape.gaps.iter().map(|gap| (gap.block.left.round(), gap.bytes)).collect();
    assert_eq!(gaps, [(200.0, 17), (300.0, 17)]);
}

#[test]
fn frames_lie_over_their_bytes() {
    let trace = Arc::new(traces::framed().trace());
    let facts = facts_of(&trace);
    let tape = Tape::new(&facts, (0.0, 1900.0), 1.0);
    let edges: Vec<_> =
        tape.frames.blocks.iter().map(|block| (block.left.round(), block.right.round())).collect();
    assert_eq!(edges, [(0.0, 900.0), (900.0, 1700.0)]);
    assert_eq!(
        tape.frames.rest.map(|(left, right)| (left.round(), right.round())),
        Some((1700.0, 1900.0))
    );

    let many = traces::prefixed(&["hello"].repeat(5000)).recv(45_000, 45_000).trace();
    let facts = facts_of(&Arc::new(many));
    let tape = Tape::new(&facts, (0.0, 500.0), 1.0);
    covers(&tape.frames.blocks, 5000, (0.0, 500.0));
}

/// What few things there are can be seen, however few bytes they have.
fn nothing_is_narrow(trace: Trace, factor: f32) {
    let facts = facts_of(&Arc::new(trace));
    let tape = Tape::new(&facts, (0.0, 700.0 * factor), factor);
    let gaps = tape.gaps.iter().map(|gap| &gap.block);
    let lower = tape.reads.iter().chain(gaps).chain(&tape.frames.blocks);
    for (block, least) in tape.sends.iter().map(|send| (send, 30.0)).chain(lower.map(|one| (one, 42.0))) {
        assert!(block.width() >= least * factor - 0.02, "{block:?} is narrower than {least}");
    }
}

#[test]
fn whatever_was_sent_or_read_is_wide_enough_to_be_seen() {
    for factor in [1.0, 1.75] {
        let one_more = Run::new(Transport::Tcp).send(traces::letters(1025));
        nothing_is_narrow(one_more.recv(1024, 1024).recv(1024, 1).trace(), factor);
        let cut = Run::new(Transport::Udp).send(traces::letters(1025)).recv_datagram(1024, 0, 1025);
        nothing_is_narrow(cut.trace(), factor);
        let empty = Run::new(Transport::Udp).send("").send(traces::letters(27));
        nothing_is_narrow(empty.recv_datagram(1024, 0, 0).recv_datagram(1024, 1, 27).trace(), factor);
        let small = traces::prefixed(&["", "x"]).send(traces::letters(4000)).recv(5000, 4009);
        nothing_is_narrow(small.trace(), factor);
    }
}

#[test]
fn a_replay_moves_nothing_that_is_drawn() {
    let long = Run::new(Transport::Tcp).send(traces::letters(1025)).recv(1024, 1024).recv(1024, 1);
    let untaken = Run::new(Transport::Tcp).send("hello").send("feng").send_short(1000, 500);
    let untaken = untaken.send_refused(b"again", ErrorName::Again).recv(1024, 509);
    for run in [long, untaken] {
        let trace = Arc::new(run.trace());
        let facts = facts_of(&trace);
        let timeline = Timeline::of(&trace, &facts.view);
        let whole = Tape::new(&facts, (0.0, 700.0), 1.0);
        for ns in [0.0, 20_000.0, 40_000.0, 1.0e9] {
            let then = Tape::new(&facts.as_of(&trace, timeline.at(ns)), (0.0, 700.0), 1.0);
            assert_eq!(then.scale, whole.scale, "{ns} ns");
        }
    }
}

/// A replay is judged by what has come.
#[test]
fn a_replay_is_not_bad_before_something_has_gone_wrong() {
    let reset = Run::new(Transport::Tcp).send("hello").send("feng").recv(5, 5);
    let reset = reset.recv_error(5, ErrorName::ConnectionReset);
    let cut = traces::prefixed(&["hello", "feng"]).recv(1024, 9).recv(1024, 3);
    for run in [reset, cut] {
        let trace = Arc::new(run.trace());
        let facts = facts_of(&trace);
        assert_eq!(facts.reckoning.worth(), Worth::Bad);
        let now = Timeline::of(&trace, &facts.view).at(30_000.0);
        assert_ne!(facts.as_of(&trace, now).reckoning.worth(), Worth::Bad, "{:?}", facts.reckoning);
    }
}

/// As recv(n) is turned, the bytes of two short messages stay where they are.
#[test]
fn turning_the_size_of_a_read_moves_no_message() {
    for n in 1..=20 {
        let mut run = Run::new(Transport::Tcp).send("hello").send("feng");
        let mut left = 9;
        while left > 0 {
            run = run.recv(n, n.min(left));
            left -= n.min(left);
        }
        let facts = facts_of(&Arc::new(run.trace()));
        let (lane, factor) = ((0.0, 680.0), 1.75);
        let edge = Tape::new(&facts, lane, factor).scale.message(0).1;
        assert!((edge - 680.0 * 5.0 / 9.0).abs() < 0.5, "recv({n}): {edge}");
    }
}

#[test]
fn the_few_datagrams_that_were_read_among_very_many_are_seen_together() {
    let mut run = Run::new(Transport::Udp);
    for _ in 0..1000 {
        run = run.send(traces::letters(100));
    }
    for number in 0..9 {
        run = run.recv_datagram(200, number, 100);
    }
    let facts = facts_of(&Arc::new(run.dropped(991).trace()));
    let tape = Tape::new(&facts, (0.0, 700.0), 1.0);
    let (first, last) = (&tape.reads[0], &tape.reads[tape.reads.len() - 1]);
    assert!(last.right - first.left >= 100.0, "{:?}", tape.reads);
    assert!(last.right - first.left <= 150.0, "most of the tape is what was dropped: {:?}", tape.reads);
}
