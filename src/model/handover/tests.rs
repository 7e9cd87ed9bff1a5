use super::*;
use crate::model::evidence::{Missing, Quantity};
use crate::model::made::{CLIENT, Made, STREAM};

/// Where each handover starts and ends, its segments, and where and how it was cut.
fn told(made: Made) -> Vec<(u64, u64, u64, Cuts)> {
    let (trace, view) = made.trace();
    let list = handovers(&trace, &view).unwrap();
    let tell = |one: Handover| (one.span.start.0, one.span.end().0, one.segments, one.cuts);
    list.into_iter().map(tell).collect()
}

fn measured(cuts: &[u64]) -> Cuts {
    Cuts::Measured(cuts.iter().copied().map(StreamOffset).collect())
}

fn inferred(cuts: &[u64]) -> Cuts {
    Cuts::Inferred(cuts.iter().copied().map(StreamOffset).collect())
}

#[test]
fn a_look_after_each_send_measures_each_cut() {
    let made = Made::tcp().send(10, 5).look(12, 5, 1, 1).send(20, 4).look(22, 9, 2, 2);
    assert_eq!(told(made), [(0, 5, 1, measured(&[])), (5, 9, 1, measured(&[]))]);
}

#[test]
fn what_is_held_back_leaves_as_one() {
    let made = Made::tcp()
        .send(10, 10)
        .look(12, 10, 1, 1)
        .send(20, 10)
        .look(22, 10, 1, 1)
        .send(30, 10)
        .look(32, 10, 1, 1)
        .departure(10, 11, Some(40))
        .departure(30, 41, Some(42))
        .look(50, 30, 2, 0);
    assert_eq!(told(made), [(0, 10, 1, measured(&[])), (10, 30, 1, measured(&[]))]);
}

#[test]
fn several_segments_between_two_looks_are_cut_by_what_leaves_no_choice() {
    // The most bytes in a segment are 1000.
    let check = |bytes, segments, expected| {
        let made = Made::tcp().send(10, bytes).look(12, u64::from(bytes), segments, 1);
        assert_eq!(told(made), [(0, u64::from(bytes), segments, expected)]);
    };
    check(3000, 3, measured(&[1000, 2000]));
    check(3, 3, measured(&[1, 2]));
    check(2500, 3, inferred(&[1000, 2000]));
    check(2500, 4, Cuts::Unknown);
    check(700, 1, measured(&[]));
}

#[test]
fn timestamps_part_what_left_between_two_looks() {
    let two = |first, second| {
        let (one, all) = (u64::from(first), u64::from(first + second));
        Made::tcp()
            .send(10, first)
            .send(20, second)
            .departure(one, 30, None)
            .departure(all, 31, None)
            .look(40, all, 2, 2)
    };
    assert_eq!(told(two(5, 4)), [(0, 5, 1, measured(&[])), (5, 9, 1, measured(&[]))]);
    // The second could have filled up the segment of the first.
    assert_eq!(told(two(900, 300)), [(0, 900, 1, inferred(&[])), (900, 1200, 1, inferred(&[]))]);
    let three = two(1500, 400).look(50, 1900, 2, 0);
    assert_eq!(told(three), [(0, 1500, 1, inferred(&[])), (1500, 1900, 1, inferred(&[]))]);
}

#[test]
fn segments_sent_again_are_not_counted() {
    let again = [(Quantity::BytesSent, 14), (Quantity::BytesRetransmitted, 5)];
    let made = Made::tcp().send(10, 5).look(12, 5, 1, 1).send(20, 4).look_with(
        22,
        9,
        3,
        1,
        &[again[0], again[1], (Quantity::Retransmits, 1)],
    );
    assert_eq!(told(made), [(0, 5, 1, measured(&[])), (5, 9, 1, measured(&[]))]);
}

#[test]
fn the_moment_of_leaving_is_measured_or_a_conclusion_or_unknown() {
    let left = |made: Made| {
        let (trace, view) = made.trace();
        handovers(&trace, &view).unwrap().last().unwrap().left
    };
    let base = || Made::tcp().send(10, 5).look(12, 5, 1, 1);
    let own = base().departure(5, 11, None);
    assert_eq!(left(own), Some(Moment { ns: 11, inferred: false }));
    let in_its_call = base();
    assert_eq!(left(in_its_call), Some(Moment { ns: 11, inferred: true }));
    let later = base().send(20, 4).look(22, 5, 1, 1).look(90, 9, 2, 0);
    assert_eq!(left(later), None);
    let carried =
        base().send(20, 4).look(22, 5, 1, 1).send(30, 4).departure(13, 35, None).look(90, 13, 2, 0);
    let (trace, _) = carried.trace();
    let sender = Sender::of(&trace, STREAM);
    assert_eq!(sender.left(StreamOffset(9)), Some(Moment { ns: 35, inferred: true }));
    assert_eq!(sender.waited(ByteSpan::new(5, 8)), Some(14));
}

#[test]
fn without_evidence_only_a_telling_count_says_anything() {
    let counted = |segments: Option<u64>| {
        let mut made = Made::tcp().without_evidence().send(10, 5).send(20, 4);
        made.record.data_segments = segments;
        made
    };
    assert_eq!(told(counted(Some(1))), [(0, 9, 1, measured(&[]))]);
    assert_eq!(told(counted(Some(2))), [(0, 9, 2, inferred(&[5]))]);
    assert_eq!(told(counted(Some(3))), [(0, 9, 3, Cuts::Unknown)]);
    let (trace, view) = counted(None).trace();
    assert!(handovers(&trace, &view).unwrap_err().contains("not asked"));
}

#[test]
fn a_missing_counter_is_named_with_its_reason() {
    let mut made = Made::tcp().send(10, 5).sample(CLIENT, 12, &[(Quantity::SendMss, 1000)]);
    let reason = "the kernel's TCP_INFO is shorter".to_owned();
    made.missing.push(Missing { endpoint: CLIENT, what: "data_segs_out", reason });
    let (trace, view) = made.trace();
    let why = handovers(&trace, &view).unwrap_err();
    assert_eq!(why, "data_segs_out: the kernel's TCP_INFO is shorter");
}

#[test]
fn datagrams_leave_one_by_one_and_an_unix_stream_has_no_network() {
    let two = |transport| Made::of(transport).send(10, 5).send(20, 4);
    let expected = [(0, 5, 1, measured(&[])), (5, 9, 1, measured(&[]))];
    assert_eq!(told(two(Transport::Udp)), expected);
    assert_eq!(told(two(Transport::UnixStream)), []);
}
