//! Where the stage puts things: one scale for all lanes, each byte once, nothing outside.

use std::sync::Arc;

use proptest::prelude::*;
use stickylab::model::{Trace, Transport};
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
    let tape = Tape::new(&facts, left, right);
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
    let tape = Tape::new(&facts, 0.0, 500.0);
    let lefts: Vec<f32> = tape.reads.iter().map(|block| block.left.round()).collect();
    assert_eq!(lefts, [0.0, 100.0, 400.0]);
    let gaps: Vec<_> = tape.gaps.iter().map(|gap| (gap.block.left.round(), gap.bytes)).collect();
    assert_eq!(gaps, [(200.0, 17), (300.0, 17)]);
}

#[test]
fn frames_lie_over_their_bytes() {
    let trace = Arc::new(traces::framed().trace());
    let facts = facts_of(&trace);
    let tape = Tape::new(&facts, 0.0, 190.0);
    let edges: Vec<_> =
        tape.frames.blocks.iter().map(|block| (block.left.round(), block.right.round())).collect();
    assert_eq!(edges, [(0.0, 90.0), (90.0, 170.0)]);
    assert_eq!(tape.frames.rest.map(|(left, right)| (left.round(), right.round())), Some((170.0, 190.0)));

    let many = traces::prefixed(&["hello"].repeat(5000)).recv(45_000, 45_000).trace();
    let facts = facts_of(&Arc::new(many));
    let tape = Tape::new(&facts, 0.0, 500.0);
    covers(&tape.frames.blocks, 5000, (0.0, 500.0));
}
