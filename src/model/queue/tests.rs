use super::*;
use crate::model::made::{Made, SERVER};
use crate::model::scenario::Transport;

fn history(made: Made) -> QueueHistory {
    let (trace, view) = made.trace();
    QueueHistory::of(&trace, &view).unwrap()
}

/// (when, not sent, unacknowledged, unread)
fn steps(history: &QueueHistory) -> Vec<(u64, u64, u64, u64)> {
    let step = |point: &QueuePoint| (point.ns, point.not_sent, point.unacknowledged, point.unread);
    history.points().iter().map(step).collect()
}

#[test]
fn bytes_wait_where_the_evidence_says() {
    let held = Made::tcp()
        .send(10, 10)
        .departure(10, 11, Some(40))
        .look(12, 10, 1, 1)
        .send(20, 10)
        .look(22, 10, 1, 1)
        .send(30, 10)
        .departure(30, 41, Some(43))
        .look(50, 30, 2, 0)
        .recv(15, 100, 10)
        .recv(60, 100, 20);
    let history = history(held);
    let expected = [
        (11, 0, 10, 10),
        (16, 0, 10, 0),
        (21, 10, 10, 0),
        (31, 20, 10, 0),
        (40, 20, 0, 0),
        (41, 0, 20, 20),
        (43, 0, 0, 20),
        (61, 0, 0, 0),
    ];
    assert_eq!(steps(&history), expected);
    assert_eq!(history.at(5), QueuePoint::default());
    assert_eq!(history.at(35).not_sent, 20);
    assert!(history.points().iter().all(|point| !point.inferred || point.ns == 41), "{history:?}");
}

#[test]
fn coarse_clocks_make_nothing_negative() {
    // Read and acknowledged before it is seen to be sent, or even accepted.
    let odd = Made::tcp().recv(3, 100, 10).departure(10, 20, Some(5)).send(10, 10).look(30, 10, 1, 0);
    let history = history(odd);
    assert_eq!(steps(&history), [(4, 0, 10, 0), (5, 0, 0, 0)]);
    assert!(history.points()[0].inferred);
}

#[test]
fn what_the_receiver_holds_has_left() {
    let queued = |bytes| [(Quantity::ReceiveQueue, bytes)];
    let made = Made::tcp()
        .send(10, 10)
        .look(12, 0, 0, 0)
        .sample(SERVER, 20, &queued(10))
        .recv(30, 4, 4)
        .sample(SERVER, 32, &queued(6));
    assert_eq!(steps(&history(made)), [(11, 10, 0, 0), (20, 0, 10, 10), (31, 0, 10, 6)]);
}

#[test]
fn without_a_network_only_the_receiver_holds_bytes() {
    let made = Made::of(Transport::UnixStream).send(10, 5).send(20, 4).recv(30, 9, 9);
    assert_eq!(steps(&history(made)), [(11, 0, 0, 5), (21, 0, 0, 9), (31, 0, 0, 0)]);
}

#[test]
fn a_dropped_datagram_waits_nowhere_and_a_short_read_takes_it_whole() {
    let mut made = Made::of(Transport::Udp).send(10, 5).send(20, 4).recv(30, 2, 2);
    made.record.dropped = Some(1);
    assert_eq!(steps(&history(made)), [(11, 0, 0, 5), (31, 0, 0, 0)]);
}

#[test]
fn without_evidence_it_is_not_known_and_says_why() {
    let (trace, view) = Made::tcp().without_evidence().send(10, 5).trace();
    assert!(QueueHistory::of(&trace, &view).unwrap_err().contains("not asked"));
}
