//! Runs made by hand: what was known at which moment.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::recording::{Call, CallKind, Recording};
use crate::model::scenario::{EndpointId, Scenario, StreamId};
use crate::model::span::StreamOffset;
use crate::model::trace::StreamRecord;
use crate::model::{BoundaryFate, Departure, Evidence};

const FORTH: StreamId = StreamId(0);

/// A call of the stream: when it began and returned, how many bytes it moved, the datagram that it read.
#[derive(Clone, Copy, Debug)]
struct Row(u64, u64, u32, Option<u32>);

fn scenario(transport: Transport) -> Arc<Scenario> {
    Arc::new(Scenario::pair(transport, Vec::new(), Vec::new()))
}

fn trace(transport: Transport, sends: &[Row], reads: &[Row], dropped: u64) -> Trace {
    let mut recordings = [Recording::new(EndpointId(0)), Recording::new(EndpointId(1))];
    let mut add = |endpoint: u16, rows: &[Row], kind: CallKind| {
        let mut offset = 0;
        for (number, &Row(start_ns, end_ns, bytes, datagram)) in (0..).zip(rows) {
            let is_send = kind.is_send();
            recordings[usize::from(endpoint)].push(&Call {
                start_ns,
                end_ns,
                asked: bytes.max(10),
                outcome: Ok(bytes),
                stream: Some(FORTH),
                offset: StreamOffset(offset),
                message: is_send.then_some(number),
                datagram: if is_send { Some(number) } else { datagram },
                ..Call::new(EndpointId(endpoint), kind)
            });
            offset += u64::from(bytes);
        }
        offset
    };
    let sent = add(0, sends, CallKind::Send);
    add(1, reads, CallKind::Recv);
    let stream = StreamRecord { sent, dropped: Some(dropped), ..StreamRecord::default() };
    let streams = vec![stream, StreamRecord::default()];
    Trace::new(scenario(transport), recordings.into(), streams)
}

fn departed(mut trace: Trace, departures: &[(u64, u64)]) -> Trace {
    let departure = |&(end, sent_ns): &(u64, u64)| Departure {
        stream: FORTH,
        end: StreamOffset(end),
        scheduled_ns: None,
        sent_ns: Some(sent_ns),
        acked_ns: None,
    };
    let list = departures.iter().map(departure).collect();
    trace.evidence = Some(Evidence::new(Vec::new(), list, Vec::new()));
    trace
}

/// "hello" at 10, "feng" at 20 and held until 50; both are read at 60 by a recv that began at 30.
fn nagled() -> Trace {
    let sends = [Row(10, 12, 5, None), Row(20, 22, 4, None)];
    departed(trace(Transport::Tcp, &sends, &[Row(30, 60, 9, None)], 0), &[(5, 13), (9, 50)])
}

fn view(trace: &Trace) -> StreamView {
    StreamView::of(trace, FORTH)
}

#[test]
fn bytes_wait_travel_and_arrive() {
    let trace = nagled();
    let timeline = Timeline::of(&trace, &view(&trace));
    let check = |ns: f64, offered, handed, returned, in_recv, over| {
        let handed_to = StreamOffset([0, 5, 9][handed]);
        let expected =
            Whereabouts { offered, handed, handed_to, handed_known: true, returned, in_recv, over };
        assert_eq!(timeline.at(ns), expected, "at {ns} ns");
    };
    check(0.0, 0, 0, 0, false, false);
    check(9.999, 0, 0, 0, false, false);
    check(10.0, 1, 0, 0, false, false);
    check(13.0, 1, 1, 0, false, false);
    check(30.0, 2, 1, 0, true, false);
    check(50.0, 2, 2, 0, true, false);
    check(60.0, 2, 2, 1, false, true);
}

#[test]
fn a_boundary_is_judged_when_it_is_read() {
    let trace = nagled();
    let whole = view(&trace);
    let timeline = Timeline::of(&trace, &whole);
    let check = |ns: f64, messages, reads, fate, broken| {
        let then = whole.as_of(&timeline.at(ns), Transport::Tcp);
        assert_eq!((then.summary.messages, then.summary.reads), (messages, reads), "at {ns} ns");
        assert_eq!((then.boundaries[0].fate, then.summary.broken), (fate, broken), "at {ns} ns");
        assert_eq!(then.messages.len(), 2, "nothing loses its place");
    };
    check(0.0, 0, 0, BoundaryFate::Unreached, false);
    check(25.0, 2, 0, BoundaryFate::Unreached, false);
    check(60.0, 2, 1, BoundaryFate::Lost(0), true);
}

#[test]
fn without_timestamps_only_a_read_tells_that_bytes_have_left() {
    let mut trace = nagled();
    trace.evidence = None;
    let timeline = Timeline::of(&trace, &view(&trace));
    let before = timeline.at(59.0);
    assert_eq!((before.offered, before.handed, before.handed_known), (2, 0, false));
    assert_eq!(timeline.at(60.0).handed, 2);
}

#[test]
fn a_read_is_believed_before_a_timestamp() {
    let sends = [Row(10, 40, 5, None)];
    let trace = departed(trace(Transport::Tcp, &sends, &[Row(5, 30, 5, None)], 0), &[(5, 35)]);
    let timeline = Timeline::of(&trace, &view(&trace));
    assert_eq!(timeline.at(30.0).handed, 1);
    assert_eq!(timeline.at(29.0).handed, 0);
}

#[test]
fn a_datagram_waits_until_it_is_read_or_is_dropped_where_it_arrives() {
    let sends = [Row(10, 12, 5, None), Row(20, 22, 4, None), Row(30, 32, 3, None)];
    let reads = [Row(40, 41, 5, Some(0)), Row(50, 51, 3, Some(2))];
    let trace = trace(Transport::Udp, &sends, &reads, 1);
    let whole = view(&trace);
    let timeline = Timeline::of(&trace, &whole);
    let check = |ns: f64, expected: [Option<DatagramFate>; 3]| {
        let then = whole.as_of(&timeline.at(ns), Transport::Udp);
        let fates: Vec<_> = then.messages.iter().map(|message| message.fate).collect();
        assert_eq!(fates, expected, "at {ns} ns");
    };
    let (unread, dropped) = (Some(DatagramFate::Unread), Some(DatagramFate::Dropped));
    let delivered = Some(DatagramFate::Delivered);
    check(11.0, [None, None, None]);
    check(12.0, [unread, None, None]);
    check(22.0, [unread, dropped, None]);
    check(45.0, [delivered, dropped, unread]);
    check(51.0, [delivered, dropped, delivered]);
}

/// Sends and reads of random sizes at random moments, each side in order, no byte read before it is sent.
fn any_trace() -> impl Strategy<Value = Trace> {
    let sizes = prop::collection::vec((1..9u32, 1..50u64), 1..30);
    (sizes.clone(), sizes, any::<bool>()).prop_map(|(sends, reads, told)| {
        let mut clock = 0;
        let sends: Vec<Row> = sends
            .into_iter()
            .map(|(bytes, gap)| {
                clock += gap + 2;
                Row(clock - 1, clock, bytes, None)
            })
            .collect();
        let total: u32 = sends.iter().map(|row| row.2).sum();
        let (mut read, mut from) = (0, 0);
        let mut rows = Vec::new();
        for (bytes, gap) in reads {
            let bytes = bytes.min(total - read);
            let mut sent = 0;
            read += bytes;
            let last = sends.iter().find(|row| {
                sent += row.2;
                sent >= read
            });
            let end = last.map_or(from, |row| row.1).max(from) + gap;
            rows.push(Row(from, end, bytes, None));
            from = end;
        }
        let ends: Vec<(u64, u64)> = sends
            .iter()
            .scan(0, |end, row| {
                *end += u64::from(row.2);
                Some((*end, row.1 + 5))
            })
            .collect();
        let run = trace(Transport::Tcp, &sends, &rows, 0);
        if told { departed(run, &ends) } else { run }
    })
}

proptest! {
    #[test]
    fn time_only_moves_bytes_on(trace in any_trace()) {
        let whole = view(&trace);
        let timeline = Timeline::of(&trace, &whole);
        let mut before = timeline.at(-1.0);
        for ns in 0..=timeline.over_ns + 10 {
            let now = timeline.at(ns as f64);
            prop_assert!(now.handed <= now.offered);
            prop_assert!(before.offered <= now.offered && before.handed <= now.handed);
            prop_assert!(before.returned <= now.returned && before.over <= now.over);
            let read: u64 = whole.reads[..now.returned].iter().map(|read| read.span.len).sum();
            let sent = whole.messages[..now.offered].last().map_or(0, |message| message.span.end().0);
            prop_assert!(read <= sent, "{} read of {} at {}", read, sent, ns);
            before = now;
        }
    }

    #[test]
    fn at_the_end_a_stream_is_what_it_came_to(trace in any_trace()) {
        let whole = view(&trace);
        let end = Timeline::of(&trace, &whole).at(f64::INFINITY);
        prop_assert!(end.over);
        let then = whole.as_of(&end, Transport::Tcp);
        prop_assert_eq!(format!("{then:?}"), format!("{whole:?}"));
    }
}
