//! Where things lie over time: in order, in their lanes, never over one another, and never too many.

use std::sync::Arc;

use proptest::prelude::*;
use stickylab::model::{Trace, Transport};
use stickylab::ui::theme::Scale;
use stickylab::ui::time::columns::Columns;
use stickylab::ui::time::layout::Frame;
use stickylab::ui::time::model::{Conversation, Why};
use stickylab::ui::time::scale::{Stretch, TimeScale};
use stickylab::ui::time::scene::{Scene, TagKind};

use crate::runs::{self, CLIENT, Run, SERVER};

const TAG: f64 = 16.0;

fn conversation(trace: Trace) -> Conversation {
    let trace = Arc::new(trace);
    Conversation::of_pane(&trace.scenario, Some(&trace), Some(&trace)).remove(0)
}

fn lay_out(conversation: &Conversation, stretch: Stretch) -> Scene {
    let columns = Columns::new(0.0, 500.0, Scale::Window, (false, true));
    let scale = TimeScale::new(stretch, 100.0, 300.0);
    Scene::new(&Frame { conversation, scale, columns, tag: TAG, factor: 1.0 })
}

fn whole(conversation: &Conversation) -> Stretch {
    Stretch::between(0.0, conversation.moved_until)
}

/// What must hold of every scene.
fn is_sound(scene: &Scene) {
    for strand in &scene.strands {
        for pair in strand.corners.windows(2) {
            assert!(pair[0].1 <= pair[1].1 + 1e-6, "a way runs upwards: {strand:?}");
        }
        assert!(strand.corners.iter().all(|corner| corner.1 <= corner.2 + 1e-6), "{strand:?}");
    }
    for (at, one) in scene.tags.iter().enumerate() {
        for other in &scene.tags[at + 1..] {
            let apart = (one.y - other.y).abs() > TAG - 1e-6
                || one.x.1 <= other.x.0 + 0.01
                || other.x.1 <= one.x.0 + 0.01;
            assert!(apart, "{one:?} covers {other:?}");
        }
    }
}

#[test]
fn nine_messages_wait_for_one_acknowledgement() {
    let conversation = conversation(runs::nagle());
    let waits = &conversation.directions[0].waits;
    assert_eq!(waits[0].messages, 1..10);
    assert_eq!(waits[0].why, Why::ForAck(1));
    assert_eq!(waits[0].bytes, 90);
    assert!((waits[0].longest - 41e6).abs() < 1e3, "{:?}", waits[0]);
    let scene = lay_out(&conversation, whole(&conversation));
    is_sound(&scene);
    assert_eq!(scene.strands.len(), 10);
    assert_eq!(scene.acks.iter().filter(|ack| ack.releases).count(), 1);
    let reads = scene.tags.iter().filter(|tag| matches!(tag.kind, TagKind::Reads(_))).count();
    assert_eq!(reads, 2);
    assert_eq!(scene.shades.len(), 1);
}

#[test]
fn what_waits_in_vain_does_not_squeeze_what_moved() {
    let conversation = conversation(runs::conversation());
    assert!(conversation.moved_until < 0.2e6, "{}", conversation.moved_until);
    assert!(conversation.ended > 99e6);
    assert!(conversation.is_mutual());
    is_sound(&lay_out(&conversation, whole(&conversation)));
}

#[test]
fn without_the_kernels_word_the_way_goes_straight_from_send_to_recv() {
    let told = conversation(runs::late(true));
    assert!(told.directions[0].queues.is_ok());
    assert_eq!(lay_out(&told, whole(&told)).strands[0].corners.len(), 5);
    let untold = conversation(runs::late(false));
    assert!(untold.directions[0].queues.is_err());
    let scene = lay_out(&untold, whole(&untold));
    assert_eq!(scene.strands[0].corners.len(), 2);
    assert!(scene.strands.iter().all(|strand| strand.inferred));
    assert!(scene.charts.is_empty());
}

#[test]
fn what_was_seen_in_the_kernel_and_not_seen_to_leave_goes_on_from_there() {
    let conversation = conversation(runs::crowded());
    let scene = lay_out(&conversation, whole(&conversation));
    is_sound(&scene);
    let lanes = Columns::new(0.0, 500.0, Scale::Window, (false, true)).lanes;
    let unseen = scene.strands.iter().filter(|strand| strand.messages.start >= 50);
    for strand in unseen {
        let x: Vec<f32> = strand.corners.iter().map(|corner| corner.0).collect();
        assert_eq!(x, [lanes[0], lanes[1], lanes[3]], "{strand:?}");
        assert!(strand.inferred);
    }
    assert!(scene.bars.iter().any(|bar| bar.side == 0 && bar.calls.len() == 800), "{:?}", scene.bars);
}

#[test]
fn what_waits_for_room_stays_with_its_program() {
    let conversation = conversation(runs::blocked());
    let wait = conversation.directions[0].waits.iter().find(|wait| wait.why == Why::ForRoom);
    let wait = wait.expect("a send that waits for room");
    let scene = lay_out(&conversation, whole(&conversation));
    is_sound(&scene);
    let strand = scene.strands.iter().find(|strand| strand.messages.start == wait.messages.start);
    let [start, entry, ..] = &strand.expect("a way").corners[..] else { panic!("a way of two corners") };
    assert!(start.1 > scene.tags[0].at + 50.0 && (start.1 - entry.1).abs() < 1e-6, "{scene:?}");
}

#[test]
fn three_panes_have_room_between_their_lanes_in_the_smallest_window() {
    let check = |receives, least: f32| {
        let columns = Columns::new(0.0, 237.0, Scale::Window, receives);
        assert!(columns.apart() >= least, "{columns:?}");
        assert!(columns.is_narrow);
    };
    check((false, true), 38.0);
    check((true, true), 38.0);
    assert!(!Columns::new(0.0, 356.0, Scale::Window, (true, true)).is_narrow);
}

#[test]
fn a_hundred_thousand_calls_fold_into_what_a_screen_can_show() {
    let conversation = conversation(runs::many(50_000));
    assert_eq!(conversation.calls.iter().map(Vec::len).sum::<usize>(), 100_000);
    let scene = lay_out(&conversation, whole(&conversation));
    is_sound(&scene);
    let drawn = scene.strands.len() + scene.takes.len() + scene.bars.len() + scene.tags.len();
    assert!(drawn < 1000, "{drawn} things are drawn");
    let sends: usize = scene.strands.iter().map(|strand| strand.messages.len()).sum();
    assert_eq!(sends, 50_000, "each message is in one of them");
    let near = lay_out(&conversation, Stretch::between(1e6, 1.02e6));
    is_sound(&near);
    assert!(near.strands.iter().all(|strand| strand.messages.len() == 1));
    assert!((15..=30).contains(&near.strands.len()), "{}", near.strands.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_run_lies_soundly_at_every_magnification(
        gaps in prop::collection::vec((0u64..3_000_000, 100u64..200_000, 0u64..5_000_000), 1..150),
        from in 0.0f64..1.0,
        length in 0.0001f64..2.0,
        reads in 1usize..5,
    ) {
        let mut run = Run::new(Transport::Tcp);
        let mut now = 0;
        let mut left = 0;
        for &(gap, took, wait) in &gaps {
            run = run.send(CLIENT, 10, now, now + took);
            left = left.max(now + wait);
            run = run.left(CLIENT, left, left + 1000);
            now += took + gap;
        }
        let mut at = left;
        for chunk in gaps.chunks(reads) {
            run = run.recv(SERVER, 10 * chunk.len() as u32, at, at + 5_000);
            at += 10_000;
        }
        let conversation = conversation(run.trace());
        let end = conversation.moved_until;
        is_sound(&lay_out(&conversation, Stretch::between(0.0, end)));
        is_sound(&lay_out(&conversation, Stretch::between(from * end, (from + length) * end)));
    }
}
