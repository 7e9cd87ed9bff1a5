//! For any cut of any byte stream and any fate of any datagrams: nothing is counted twice, and
//! nothing is forgotten.

use std::sync::Arc;

use proptest::prelude::*;
use stickylab::model::boundary::cut;
use stickylab::model::trace::StreamRecord;
use stickylab::model::{
    BoundaryFate, ByteSpan, Call, CallKind, DatagramFate, EndpointId, Recording, Scenario, StreamId,
    StreamOffset, StreamView, Trace, Transport, Verdict,
};

const STREAM: StreamId = StreamId(0);

fn scenario(transport: Transport) -> Arc<Scenario> {
    Arc::new(Scenario::pair(transport, Vec::new(), Vec::new()))
}

/// Spans of these lengths, end to end.
fn end_to_end(lengths: &[u32]) -> Vec<ByteSpan> {
    let mut start = 0;
    let span = |&len: &u32| {
        let span = ByteSpan::new(start, u64::from(len));
        start += u64::from(len);
        span
    };
    lengths.iter().map(span).collect()
}

/// A run whose sends and reads have these lengths; `measure_from` messages are a warm-up.
fn stream_trace(sends: &[u32], reads: &[u32], measure_from: usize) -> Trace {
    let (client, server) = (EndpointId(0), EndpointId(1));
    let mut recordings = vec![Recording::new(client), Recording::new(server)];
    let mut at = 0u64;
    for (number, &len) in (0u32..).zip(sends) {
        let call = Call::new(client, CallKind::Send);
        let (stream, offset) = (Some(STREAM), StreamOffset(at));
        recordings[0].push(&Call {
            stream,
            offset,
            asked: len,
            outcome: Ok(len),
            message: Some(number),
            ..call
        });
        at += u64::from(len);
    }
    let mut at = 0;
    for &len in reads {
        let call = Call {
            stream: Some(STREAM),
            outcome: Ok(len),
            asked: len,
            ..Call::new(server, CallKind::Recv)
        };
        recordings[1].push(&Call { offset: StreamOffset(at), ..call });
        at += u64::from(len);
    }
    let warm_up = sends.iter().take(measure_from).map(|&len| u64::from(len)).sum();
    let record = StreamRecord { baseline: StreamOffset(warm_up), ..StreamRecord::default() };
    Trace::new(scenario(Transport::Tcp), recordings, vec![record, StreamRecord::default()])
}

/// Cuts `total` bytes into reads of the given sizes, as far as they reach.
fn reads_of(total: u32, sizes: &[u32], to_the_end: bool) -> Vec<u32> {
    let mut left = total;
    let mut reads = Vec::new();
    let endless = sizes.iter().cycle().take(if to_the_end { usize::MAX } else { sizes.len() });
    for &size in endless {
        if left == 0 {
            break;
        }
        reads.push(size.min(left));
        left -= size.min(left);
    }
    reads
}

proptest! {
    #[test]
    fn pieces_cover_each_byte_that_was_read_once_and_in_order(
        sends in prop::collection::vec(0u32..40, 0..40),
        sizes in prop::collection::vec(1u32..60, 1..10),
        to_the_end: bool,
    ) {
        let reads = reads_of(sends.iter().sum(), &sizes, to_the_end);
        let (messages, reads) = (end_to_end(&sends), end_to_end(&reads));
        let mut at = 0;
        for (read, pieces) in reads.iter().zip(cut(&messages, &reads)) {
            for (message, from, to) in pieces {
                prop_assert!(from < to && to <= messages[message].len);
                prop_assert_eq!(messages[message].start.0 + from, at);
                at += to - from;
            }
            prop_assert_eq!(at, read.end().0);
        }
        prop_assert_eq!(at, reads.last().map_or(0, |last| last.end().0));
    }

    #[test]
    fn every_boundary_is_kept_lost_or_unreached(
        sends in prop::collection::vec(0u32..40, 0..40),
        sizes in prop::collection::vec(1u32..60, 1..10),
        to_the_end: bool,
        warm_up in 0usize..5,
    ) {
        let reads = reads_of(sends.iter().sum(), &sizes, to_the_end);
        let trace = stream_trace(&sends, &reads, warm_up);
        let view = StreamView::of(&trace, STREAM);
        let summary = view.summary;
        let measured = sends.iter().skip(warm_up).filter(|&&len| len > 0).count() as u64;
        prop_assert_eq!(summary.messages, measured);
        prop_assert_eq!(summary.kept + summary.lost + summary.unreached, measured.saturating_sub(1));
        for boundary in &view.boundaries {
            let ends_there = view.reads.iter().any(|read| read.span.end() == boundary.at);
            match boundary.fate {
                BoundaryFate::Kept => prop_assert!(ends_there),
                BoundaryFate::Lost(read) => {
                    let span = view.reads[read].span;
                    prop_assert!(span.start < boundary.at && boundary.at < span.end());
                }
                BoundaryFate::Unreached => {
                    prop_assert!(view.reads.iter().all(|read| read.span.end() < boundary.at));
                }
            }
        }
    }

    #[test]
    fn a_read_is_intact_exactly_if_it_is_one_whole_message(
        sends in prop::collection::vec(1u32..20, 1..20),
        sizes in prop::collection::vec(1u32..30, 1..10),
    ) {
        let reads = reads_of(sends.iter().sum(), &sizes, true);
        let view = StreamView::of(&stream_trace(&sends, &reads, 0), STREAM);
        let messages = end_to_end(&sends);
        for read in &view.reads {
            prop_assert_eq!(read.verdict == Verdict::Intact, messages.contains(&read.span));
            let starts = messages.iter().any(|message| message.start == read.span.start);
            let ends = messages.iter().any(|message| message.end() == read.span.end());
            prop_assert_eq!(read.verdict == Verdict::Mixed, read.pieces.len() > 1 && !(starts && ends));
        }
        prop_assert_eq!(view.summary.broken, view.reads.iter().any(|read| read.verdict != Verdict::Intact));
    }

    #[test]
    fn every_datagram_is_delivered_truncated_dropped_or_unread(
        // For each datagram: its length, and whether the buffer had room for it.
        sent in prop::collection::vec((0u32..50, any::<bool>()), 0..60),
        size in 1u32..50,
        read_share in 0usize..=100,
    ) {
        let (client, server) = (EndpointId(0), EndpointId(1));
        let mut recordings = vec![Recording::new(client), Recording::new(server)];
        let spans = end_to_end(&sent.iter().map(|(len, _)| *len).collect::<Vec<_>>());
        for (number, span) in (0u32..).zip(&spans) {
            let len = u32::try_from(span.len).unwrap();
            let call = Call { stream: Some(STREAM), offset: span.start, ..Call::new(client, CallKind::SendTo) };
            recordings[0].push(&Call { outcome: Ok(len), message: Some(number), datagram: Some(number), ..call });
        }
        let queued: Vec<u32> = (0u32..).zip(&sent).filter(|(_, (_, room))| *room).map(|(number, _)| number).collect();
        let read = queued.len() * read_share / 100;
        for &number in &queued[..read] {
            let len = sent[number as usize].0;
            let (outcome, truncated) = (Ok(len.min(size)), len > size);
            let call = Call { stream: Some(STREAM), asked: size, ..Call::new(server, CallKind::RecvMsg) };
            recordings[1].push(&Call { outcome, truncated, datagram: Some(number), ..call });
        }
        let dropped = (sent.len() - queued.len()) as u64;
        let record = StreamRecord { dropped: Some(dropped), ..StreamRecord::default() };
        let trace = Trace::new(scenario(Transport::Udp), recordings, vec![record, StreamRecord::default()]);
        let view = StreamView::of(&trace, STREAM);
        let summary = view.summary;
        prop_assert_eq!(summary.messages, sent.len() as u64);
        prop_assert_eq!(
            summary.delivered + summary.truncated + summary.dropped + summary.unread,
            sent.len() as u64
        );
        prop_assert_eq!(summary.dropped, dropped);
        prop_assert_eq!(summary.unread, (queued.len() - read) as u64);
        if read == queued.len() {
            prop_assert_eq!(summary.delivered + summary.truncated + summary.dropped, sent.len() as u64);
        }
        prop_assert_eq!(
            summary.kept + summary.lost + summary.unreached,
            (sent.len() as u64).saturating_sub(1)
        );
        prop_assert_eq!(summary.lost, 0);
        for &number in &queued[..read] {
            let message = view.message(number).unwrap();
            let whole = sent[number as usize].0 <= size;
            let fate = if whole { DatagramFate::Delivered } else { DatagramFate::Truncated };
            prop_assert_eq!(message.fate, Some(fate));
        }
    }
}

/// 10 000 × 10 000 would take seconds if the two sides were compared pair by pair.
#[test]
fn long_streams_line_up_in_one_pass() {
    let sends = vec![7; 100_000];
    let reads = reads_of(700_000, &[10], true);
    let view = StreamView::of(&stream_trace(&sends, &reads, 0), STREAM);
    assert_eq!(view.summary.messages, 100_000);
    assert_eq!(view.summary.reads, 70_000);
    // A read ends at a boundary where both tens and sevens meet: every 70 bytes, but for the end.
    assert_eq!(view.summary.kept, 9_999);
}
