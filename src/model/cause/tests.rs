use super::*;
use crate::model::evidence::Quantity;
use crate::model::made::{Made, SERVER};
use crate::model::scenario::SocketOption;

/// The causes of the first lost boundary, how long the bytes waited, and whether it is a conclusion.
#[track_caller]
fn merged(made: Made, causes: &[Cause], wait_ns: Option<u64>, inferred: bool) {
    let (trace, view) = made.trace();
    let (_, found) = lost(&trace, &view).into_iter().next().unwrap();
    assert_eq!((found.causes.as_slice(), found.wait_ns, found.inferred), (causes, wait_ns, inferred));
}

/// The cause of the first cut.
#[track_caller]
fn divided(made: Made, causes: &[Cause], inferred: bool) {
    let (trace, view) = made.trace();
    let (place, found) = cut(&trace, &view).into_iter().next().unwrap();
    assert_eq!(found.call, view.reads[place].call);
    assert_eq!((found.causes.as_slice(), found.inferred), (causes, inferred));
}

/// Two messages that the first look finds still waiting, and that leave as one segment.
fn held(made: Made, unacked: u64) -> Made {
    made.look(22, 0, 0, unacked).send(30, 4).departure(9, 31, None).look(40, 9, 1, 1).recv(50, 10, 9)
}

#[test]
fn each_cause_has_a_name() {
    for (place, (cause, name)) in Cause::ALL.into_iter().enumerate() {
        assert_eq!((cause as usize, cause.name()), (place, name));
    }
}

#[test]
fn two_segments_are_merged_by_the_reader() {
    let made = Made::tcp().send(10, 5).look(12, 5, 1, 1).send(20, 4).look(22, 9, 2, 2).recv(30, 10, 9);
    merged(made, &[Cause::LateRead], None, false);
    let unix = Made::of(Transport::UnixStream).send(10, 5).send(20, 4).recv(30, 10, 9);
    merged(unix, &[Cause::LateRead], None, false);
}

/// A segment of 10 bytes is on its way; then two messages of 5 and 4.
fn behind_one_in_flight(acked: Option<u64>, left: u64, made: Made) -> Made {
    made.send(10, 10)
        .departure(10, 11, acked)
        .look(12, 10, 1, 1)
        .recv(15, 10, 10)
        .send(20, 5)
        .look(22, 10, 1, 1)
        .send(30, 4)
        .look(32, 10, 1, 1)
        .departure(19, left, None)
        .look(90, 19, 2, 1)
        .recv(95, 10, 9)
}

#[test]
fn nagle_waits_for_the_ack_of_what_is_on_its_way() {
    merged(behind_one_in_flight(Some(60), 61, Made::tcp()), &[Cause::Nagle], Some(40), false);
    // Without the moment of the ACK it is a conclusion.
    merged(behind_one_in_flight(None, 61, Made::tcp()), &[Cause::Nagle], Some(40), true);
    // It left before the ACK: then that was not what it waited for.
    merged(behind_one_in_flight(Some(80), 61, Made::tcp()), &[Cause::Nagle], Some(40), true);
}

#[test]
fn an_option_alone_proves_nothing() {
    // Nagle's algorithm is on, and nothing was on its way.
    merged(held(Made::tcp().send(20, 5), 0), &[Cause::OneSegment], Some(10), false);
    // Something was on its way, and the algorithm is off.
    let off = Made::tcp().option(SocketOption::NoDelay(true));
    merged(behind_one_in_flight(Some(60), 61, off), &[Cause::OneSegment], Some(40), false);
    // The ACK had come before the second message was offered.
    let acked = behind_one_in_flight(Some(25), 31, Made::tcp());
    merged(acked, &[Cause::OneSegment], Some(10), false);
}

#[test]
fn cork_and_more_hold_back_by_themselves() {
    let corked = Made::tcp().option(SocketOption::Cork(true)).send(20, 5);
    merged(held(corked, 0), &[Cause::Cork], Some(10), false);
    let set = Made::tcp().set(15, SocketOption::Cork(true)).send(20, 5);
    merged(held(set, 0), &[Cause::Cork], Some(10), false);
    // Corked too early or too late to matter.
    let unset = Made::tcp().option(SocketOption::Cork(true)).set(15, SocketOption::Cork(false));
    merged(held(unset.send(20, 5), 0), &[Cause::OneSegment], Some(10), false);
    merged(held(Made::tcp().send_more(20, 5), 0), &[Cause::More], Some(10), false);
}

#[test]
fn where_several_would_have_held_it_all_are_named() {
    let both = Made::tcp().option(SocketOption::Cork(true)).send_more(20, 5);
    merged(held(both, 0), &[Cause::Cork, Cause::More], Some(10), true);
    // A corked socket does not ask Nagle's algorithm.
    let corked = Made::tcp().option(SocketOption::Cork(true));
    merged(behind_one_in_flight(Some(60), 61, corked), &[Cause::Cork], Some(40), false);
}

#[test]
fn a_closed_window_collects() {
    let closed = [(Quantity::SendWindow, 3)];
    let made = Made::tcp()
        .option(SocketOption::NoDelay(true))
        .send(10, 5)
        .look_with(12, 0, 0, 0, &closed)
        .send(20, 4)
        .look_with(22, 0, 0, 0, &closed)
        .departure(9, 60, None)
        .look(70, 9, 1, 1)
        .recv(80, 10, 9);
    merged(made, &[Cause::WindowClosed], Some(49), false);
}

#[test]
fn where_the_cuts_are_not_known_the_reader_is_possible_too() {
    let made =
        Made::tcp().send_more(10, 5).look(12, 0, 0, 0).send(20, 4).look(22, 9, 4, 1).recv(30, 10, 9);
    merged(made, &[Cause::LateRead, Cause::More], None, true);
    let blind = Made::tcp().without_evidence().send(10, 5).send(20, 4).recv(30, 10, 9);
    merged(blind, &[Cause::LateRead, Cause::OneSegment], None, true);
}

#[test]
fn without_evidence_a_telling_count_still_tells() {
    let counted = |segments| {
        let mut made = Made::tcp().without_evidence().send(10, 5).send(20, 4).recv(30, 10, 9);
        made.record.data_segments = Some(segments);
        made
    };
    merged(counted(2), &[Cause::LateRead], None, true);
    merged(counted(1), &[Cause::OneSegment], None, false);
}

#[test]
fn a_full_recv_was_too_small() {
    divided(Made::tcp().send(10, 10).look(12, 10, 1, 1).recv(20, 4, 4), &[Cause::SmallRecv], false);
    let unix = Made::of(Transport::UnixStream).send(10, 10).recv(20, 4, 4);
    divided(unix, &[Cause::SmallRecv], false);
}

#[test]
fn a_recv_with_room_left_came_between() {
    let segments = Made::tcp().send(10, 3000).look(12, 3000, 3, 3).recv(11, 9000, 1000);
    divided(segments, &[Cause::Segmented], false);
    let likely = Made::tcp().send(10, 2500).look(12, 2500, 3, 3).recv(11, 9000, 1000);
    divided(likely, &[Cause::Segmented], true);
    let calls = Made::tcp().send(10, 600).recv(12, 900, 600).send_rest(20, 300).look(22, 900, 2, 1);
    divided(calls, &[Cause::PartialSend], false);
    let closed = Made::tcp()
        .send(10, 3000)
        .look_with(12, 2000, 2, 2, &[(Quantity::SendWindow, 2000), (Quantity::SendQueue, 3000)])
        .recv(20, 9000, 2000)
        .look(40, 3000, 3, 1);
    divided(closed, &[Cause::WindowClosed], false);
    let filled = Made::tcp()
        .sample(SERVER, 1, &[(Quantity::ReceiveWindow, 1000)])
        .send(10, 3000)
        .look(12, 3000, 3, 3)
        .recv(11, 9000, 1000);
    divided(filled, &[Cause::WindowClosed], true);
    let blind = Made::tcp().without_evidence().send(10, 10).recv(20, 9000, 5);
    divided(blind, &[Cause::EarlyRead], true);
}

#[test]
fn what_ends_with_a_message_cuts_nothing() {
    let made = Made::tcp().send(10, 5).look(12, 5, 1, 1).recv(20, 5, 5).send(30, 4).recv(40, 4, 4);
    let (trace, view) = made.trace();
    assert_eq!((lost(&trace, &view), cut(&trace, &view)), (Vec::new(), Vec::new()));
}

/// What held the message of that place back.
#[track_caller]
fn held_back(made: Made, place: usize, causes: &[Cause], inferred: bool, ack_of: Option<u32>) {
    let (trace, view) = made.trace();
    let hold = Holds::of(&trace, &view).on(&view.messages[place]);
    assert_eq!(hold, Hold { causes: causes.to_vec(), inferred, ack_of });
}

#[test]
fn a_message_is_held_back_by_what_took_its_boundary_away() {
    let nagle = || behind_one_in_flight(Some(60), 61, Made::tcp());
    held_back(nagle(), 1, &[Cause::Nagle], false, Some(0));
    // The last one lost no boundary, and waited for the same ACK.
    held_back(nagle(), 2, &[Cause::Nagle], false, Some(0));
    held_back(held(Made::tcp().send_more(20, 5), 0), 0, &[Cause::More], false, None);
    held_back(
        held(Made::tcp().option(SocketOption::Cork(true)).send(20, 5), 0),
        0,
        &[Cause::Cork],
        false,
        None,
    );
}

#[test]
fn what_holds_a_message_back_that_nothing_joins() {
    let alone = |made: Made, acked| {
        made.send(10, 10)
            .departure(10, 11, acked)
            .look(12, 10, 1, 1)
            .send(20, 5)
            .look(22, 10, 1, 1)
            .departure(15, 61, None)
            .look(90, 15, 2, 1)
            .recv(95, 10, 10)
            .recv(97, 10, 5)
    };
    held_back(alone(Made::tcp(), Some(60)), 1, &[Cause::Nagle], false, Some(0));
    held_back(alone(Made::tcp(), None), 1, &[Cause::Nagle], true, Some(0));
    // The ACK came before the message was sent, or the algorithm is off.
    held_back(alone(Made::tcp(), Some(15)), 1, &[], false, None);
    let off = Made::tcp().option(SocketOption::NoDelay(true));
    held_back(alone(off, Some(60)), 1, &[], false, None);
    // Nobody uncorked, and nothing came after MSG_MORE: the kernel's timer let go.
    let corked = Made::tcp().option(SocketOption::Cork(true));
    held_back(alone(corked, Some(60)), 1, &[Cause::Cork], false, None);
    // It left within its call.
    held_back(alone(Made::tcp(), Some(60)), 0, &[], false, None);
}
