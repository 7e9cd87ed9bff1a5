use super::*;
use crate::model::made::Made;

fn ways(made: Made) -> Vec<Journey> {
    let (trace, view) = made.trace();
    journeys(&trace, &view)
}

#[test]
fn a_held_message_leaves_with_the_one_that_carried_its_timestamp() {
    let made = Made::tcp()
        .send(10, 10)
        .look(12, 10, 1, 1)
        .send(20, 10)
        .look(22, 10, 1, 1)
        .send(30, 10)
        .look(32, 10, 1, 1)
        .departure(10, 11, Some(40))
        .departure(30, 41, Some(43))
        .look(50, 30, 2, 0)
        .recv(12, 100, 10)
        .recv(41, 100, 20);
    let list = ways(made);
    let left = |ns, inferred| Some(Moment { ns, inferred });
    assert_eq!(list[0].left, left(11, false));
    assert_eq!(list[1].left, left(41, true));
    assert_eq!(list[2].left, left(41, false));
    assert_eq!(list.iter().map(|way| way.acked_ns).collect::<Vec<_>>(), [Some(40), Some(43), Some(43)]);
    assert_eq!(list.iter().map(|way| way.taken_ns).collect::<Vec<_>>(), [Some(13), Some(42), Some(42)]);
    assert_eq!((list[1].held_ns(), list[1].waited_ns()), (Some(20), Some(1)));
}

#[test]
fn a_message_in_two_reads_is_taken_by_the_second() {
    let made = Made::tcp().send(10, 10).look(12, 10, 1, 1).recv(20, 4, 4).recv(30, 9, 6);
    let way = ways(made)[0];
    assert_eq!((way.first_taken_ns, way.taken_ns), (Some(21), Some(31)));
    let unread = ways(Made::tcp().send(10, 10).recv(20, 4, 4))[0];
    assert_eq!((unread.first_taken_ns, unread.taken_ns), (Some(21), None));
}

#[test]
fn what_has_no_network_leaves_within_its_call() {
    for transport in [Transport::UnixStream, Transport::Udp, Transport::UnixSeqpacket] {
        let way = ways(Made::of(transport).send(10, 5).send(20, 4).recv(30, 9, 5))[0];
        assert_eq!(way.left, Some(Moment { ns: 11, inferred: true }), "{transport:?}");
        assert_eq!((way.taken_ns, way.acked_ns), (Some(31), None), "{transport:?}");
    }
    let empty = ways(Made::of(Transport::Udp).send(10, 5).send(20, 0).recv(30, 9, 5));
    assert_eq!(empty[1].left, Some(Moment { ns: 21, inferred: true }));
    assert_eq!(empty[1].taken_ns, None);
}

#[test]
fn without_evidence_nobody_knows_when_tcp_sent() {
    let way = ways(Made::tcp().without_evidence().send(10, 5).recv(20, 9, 5))[0];
    assert_eq!((way.left, way.held_ns(), way.taken_ns), (None, None, Some(21)));
}
