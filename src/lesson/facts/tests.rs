use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::model::made::Made;
use crate::model::trace::StreamRecord;
use crate::model::{
    Call, CallKind, EndpointId, ErrorName, Evidence, Missing, Quantity, Recording, Sample, Scenario,
    Signature, StreamOffset, Tally, Transport,
};

/// A run with what was sent and what each recv returned; errors are calls that moved nothing.
struct Run {
    transport: Transport,
    text: &'static str,
    sends: &'static [Result<u32, ErrorName>],
    reads: &'static [Result<u32, ErrorName>],
    baseline: u64,
    segments: Option<u64>,
    dropped: Option<u64>,
}

const TCP: Run = Run {
    transport: Transport::Tcp,
    text: "hellofeng",
    sends: &[Ok(5), Ok(4)],
    reads: &[Ok(9), Ok(0)],
    baseline: 0,
    segments: Some(2),
    dropped: None,
};
const UDP: Run = Run { transport: Transport::Udp, reads: &[Ok(5), Ok(3)], dropped: Some(0), ..TCP };

impl Run {
    fn trace(&self) -> Trace {
        let scenario = Scenario::pair(self.transport, Vec::new(), Vec::new());
        let record = StreamRecord {
            bytes: self.text.as_bytes().to_vec(),
            sent: self.text.len() as u64,
            baseline: StreamOffset(self.baseline),
            data_segments: self.segments,
            no_segments: Some("no kernel".to_owned()),
            dropped: self.dropped,
            ..StreamRecord::default()
        };
        let recordings =
            vec![self.record(0, CallKind::Send, self.sends), self.record(1, CallKind::Recv, self.reads)];
        Trace::new(Arc::new(scenario), recordings, vec![record, StreamRecord::default()])
    }

    fn record(&self, endpoint: u16, kind: CallKind, outcomes: &[Result<u32, ErrorName>]) -> Recording {
        let mut recording = Recording::new(EndpointId(endpoint));
        let mut offset = 0;
        for (number, outcome) in (0u32..).zip(outcomes) {
            let call = Call {
                start_ns: u64::from(number) * 10 + u64::from(endpoint),
                end_ns: u64::from(number) * 10 + 5,
                outcome: *outcome,
                stream: Some(StreamId(0)),
                offset: StreamOffset(offset),
                message: kind.is_send().then_some(number),
                datagram: (!self.transport.is_stream()).then_some(number),
                truncated: !self.transport.is_stream()
                    && kind.is_recv()
                    && *outcome != self.sends[number as usize],
                ..Call::new(EndpointId(endpoint), kind)
            };
            recording.push(&call);
            offset += call.moved();
        }
        recording
    }
}

fn condition(fact: Fact, read: usize, test: Test) -> Condition {
    Condition { fact, pane: "pane".to_owned(), stream: "client-to-server".to_owned(), read, test }
}

fn list(numbers: &[i64]) -> Expected {
    Expected::Numbers(numbers.to_vec())
}

fn names(names: &[&str]) -> Expected {
    Expected::Texts(names.iter().map(|&name| name.to_owned()).collect())
}

#[test]
fn every_fact_is_read_from_the_run() {
    let check = |run: &Run, fact: Fact, expected: Expected| {
        let trace = run.trace();
        let equals = condition(fact, 0, Test::Equals(expected.clone()));
        assert!(equals.holds(&trace), "{equals}, but it is {}", equals.measured(&trace));
        assert_eq!(equals.measured(&trace), expected.to_string());
        assert!(!condition(fact, 0, Test::Differs(expected)).holds(&trace), "{}", fact.name());
    };
    let number = Expected::Number;
    check(&TCP, Fact::ReadSizes, list(&[9, 0]));
    check(&TCP, Fact::Reads, number(1));
    check(&TCP, Fact::Verdicts, names(&["merged", "end-of-stream"]));
    check(&TCP, Fact::ReadData, Expected::Text("hellofeng".to_owned()));
    check(&TCP, Fact::ReadMessages, list(&[0, 1]));
    check(&TCP, Fact::SentSizes, list(&[5, 4]));
    check(&TCP, Fact::BytesSent, number(9));
    check(&TCP, Fact::BytesRead, number(9));
    check(&TCP, Fact::Messages, number(2));
    check(&TCP, Fact::BoundariesKept, number(0));
    check(&TCP, Fact::BoundariesLost, number(1));
    check(&TCP, Fact::BoundariesUnreached, number(0));
    check(&TCP, Fact::DataSegments, number(2));
    check(&TCP, Fact::Errors, names(&[]));
    check(&TCP, Fact::Broken, Expected::Switch(true));
    check(&UDP, Fact::ReadSizes, list(&[5, 3]));
    check(&UDP, Fact::Verdicts, names(&["intact", "truncated"]));
    check(&UDP, Fact::BytesRead, number(8));
    check(&UDP, Fact::BoundariesKept, number(1));
    check(&UDP, Fact::DatagramsDelivered, number(1));
    check(&UDP, Fact::DatagramsTruncated, number(1));
    check(&UDP, Fact::DatagramsDropped, number(0));
    let unread = Run { reads: &[Ok(5)], ..TCP };
    check(&unread, Fact::BoundariesKept, number(1));
    check(&unread, Fact::Broken, Expected::Switch(false));
    check(&Run { reads: &[Ok(3)], ..TCP }, Fact::BoundariesUnreached, number(1));
    check(&Run { reads: &[Ok(5)], dropped: Some(1), ..UDP }, Fact::DatagramsDropped, number(1));
    check(&Run { reads: &[Ok(5)], dropped: Some(1), ..UDP }, Fact::DatagramsAccounted, number(2));
    check(&Run { reads: &[Ok(5)], dropped: Some(0), ..UDP }, Fact::DatagramsAccounted, number(1));
    let refused = Run { sends: &[Ok(5), Err(ErrorName::Again), Ok(4)], ..TCP };
    check(&refused, Fact::Errors, names(&["EAGAIN"]));
    check(&refused, Fact::SentSizes, list(&[5, 4]));
    // Behind the baseline only.
    let warm = Run { reads: &[Ok(5), Ok(4), Ok(0)], baseline: 5, ..TCP };
    check(&warm, Fact::ReadSizes, list(&[4, 0]));
    check(&warm, Fact::SentSizes, list(&[4]));
    check(&warm, Fact::Messages, number(1));
    check(&warm, Fact::ReadData, Expected::Text("feng".to_owned()));
}

#[test]
fn comparisons_take_their_ends_with_them() {
    let check = |test: Test, holds: bool| {
        assert_eq!(condition(Fact::BytesRead, 0, test.clone()).holds(&TCP.trace()), holds, "{test:?}");
    };
    check(Test::AtLeast(9), true);
    check(Test::AtLeast(10), false);
    check(Test::AtMost(9), true);
    check(Test::AtMost(8), false);
    check(Test::Equals(Expected::Number(8)), false);
    check(Test::Differs(Expected::Number(8)), true);
    check(Test::Within(9, 9), true);
    check(Test::Within(0, 8), false);
    check(Test::Within(10, 20), false);
}

#[test]
fn times_are_whole_milliseconds() {
    let check = |fact: Fact, expected: i64| {
        let mut trace = TCP.trace();
        trace.took = Duration::from_micros(7_999);
        trace.baseline_ns = 2_000_000;
        assert_eq!(condition(fact, 0, Test::AtLeast(0)).measured(&trace), expected.to_string());
    };
    check(Fact::TookMs, 5);
    // The calls of this run take some nanoseconds.
    check(Fact::LongestSendMs, 0);
    check(Fact::LongestRecvMs, 0);
}

#[test]
fn queues_and_windows_are_told_by_samples() {
    let sample = |endpoint, at_ns, quantity, value| {
        let mut sample = Sample::new(EndpointId(endpoint), at_ns);
        sample.set(quantity, value);
        sample
    };
    let samples = vec![
        sample(0, 1, Quantity::SendQueue, 900),
        sample(0, 20, Quantity::SendQueue, 40),
        sample(0, 30, Quantity::SendQueue, 10),
        sample(0, 20, Quantity::SendWindow, 4096),
        sample(0, 30, Quantity::SendWindow, 512),
        sample(1, 20, Quantity::ReceiveQueue, 5),
        sample(1, 30, Quantity::ReceiveQueue, 9),
        sample(1, 40, Quantity::ReceiveQueue, 0),
    ];
    let mut trace = TCP.trace();
    trace.baseline_ns = 10;
    trace.evidence = Some(Evidence::new(samples, Vec::new(), Vec::new()));
    let check = |fact: Fact, expected: i64| {
        let condition = condition(fact, 0, Test::Equals(Expected::Number(expected)));
        assert!(fact.needs_evidence() && condition.holds(&trace), "{}", condition.measured(&trace));
    };
    check(Fact::LargestSendQueue, 40);
    check(Fact::SendQueueAtEnd, 10);
    check(Fact::SmallestWindow, 512);
    check(Fact::LargestReceiveQueue, 9);
    check(Fact::ReceiveQueueAtEnd, 0);
}

#[test]
fn facts_of_many_runs_are_judged_on_their_tally() {
    let tally = |runs: u64, broken: u64| {
        let mut tally = Tally::default();
        for run in 0..runs {
            let broken = run < broken;
            tally.add(Signature { read_sizes: vec![run % 3], boundaries_lost: 0, broken }, ());
        }
        tally
    };
    let check = |runs, broken, percent| assert_eq!(broken_percent(&tally(runs, broken)), percent);
    check(0, 0, None);
    check(200, 0, Some(0));
    check(200, 200, Some(100));
    // Seldom is not never, and often is not always.
    check(1000, 1, Some(1));
    check(1000, 999, Some(99));
    check(200, 101, Some(51));
    check(200, 100, Some(50));

    let holds =
        |fact: Fact, test: Test, runs, broken| condition(fact, 0, test).holds_over(&tally(runs, broken));
    assert!(holds(Fact::BrokenShare, Test::Within(1, 99), 200, 1));
    assert!(!holds(Fact::BrokenShare, Test::Equals(Expected::Number(0)), 200, 1));
    assert!(holds(Fact::BrokenShare, Test::Equals(Expected::Number(100)), 7, 7));
    assert!(holds(Fact::Outcomes, Test::Equals(Expected::Number(3)), 30, 0));
    assert!(!holds(Fact::Outcomes, Test::AtLeast(0), 0, 0));
    assert!(!holds(Fact::Reads, Test::AtLeast(0), 30, 0), "a fact of one run");
    assert_eq!(
        condition(Fact::BrokenShare, 0, Test::AtLeast(0)).measured(&TCP.trace()),
        "one run does not tell it"
    );
}

#[test]
fn what_is_not_known_never_holds_and_says_why() {
    let check = |run: &Run, fact: Fact, read: usize, why: &str| {
        let trace = run.trace();
        for test in [Test::Differs(Expected::Number(-1)), Test::AtLeast(0)] {
            let condition = condition(fact, read, test);
            assert!(!condition.holds(&trace), "{condition}");
            assert_eq!(condition.measured(&trace), why);
        }
    };
    check(&TCP, Fact::ReadData, 2, "there is no read 2");
    check(&Run { segments: None, ..TCP }, Fact::DataSegments, 0, "not available here: no kernel");
    check(
        &Run { reads: &[Ok(5)], dropped: None, ..UDP },
        Fact::DatagramsDropped,
        0,
        "not available here",
    );
    check(&Run { text: "hell", ..TCP }, Fact::ReadData, 0, "these bytes were not kept");
    check(&TCP, Fact::LargestSendQueue, 0, "not available here: the kernel was not asked");
    let mut trace = TCP.trace();
    let reason = "old kernel".to_owned();
    let missing = Missing { endpoint: EndpointId(0), what: Quantity::SendQueue.name(), reason };
    trace.evidence = Some(Evidence::new(Vec::new(), Vec::new(), vec![missing]));
    let judged = |fact| condition(fact, 0, Test::AtLeast(0)).judge(&trace);
    let untold = judged(Fact::LargestSendQueue);
    assert_eq!(untold.measured, "not available here: old kernel");
    assert!(!untold.holds && !untold.is_available);
    let nothing = judged(Fact::LargestReceiveQueue);
    assert_eq!(nothing.measured, "nothing was measured");
    assert!(!nothing.holds && nothing.is_available);
    let elsewhere =
        Condition { stream: "a-to-b".to_owned(), ..condition(Fact::Reads, 0, Test::AtLeast(0)) };
    assert_eq!(elsewhere.measured(&TCP.trace()), "there is no stream a-to-b");
}

#[test]
fn conditions_and_long_lists_read_well() {
    let check = |fact: Fact, test: Test, expected: &str| {
        assert_eq!(condition(fact, 1, test).to_string(), format!("pane client-to-server: {expected}"));
    };
    check(Fact::ReadSizes, Test::Equals(list(&[9, 0])), "read-sizes equals [9, 0]");
    check(
        Fact::ReadData,
        Test::Differs(Expected::Text("a\n".to_owned())),
        "read-data of read 1 differs from \"a\\n\"",
    );
    check(Fact::Reads, Test::AtLeast(3), "reads is at least 3");
    check(Fact::TookMs, Test::Within(1, 5), "took-ms is at least 1 and at most 5");
    check(Fact::Broken, Test::Equals(Expected::Switch(true)), "broken equals true");
    let long: Vec<i64> = (0..21).collect();
    assert!(list(&long).to_string().ends_with("18, 19, … 21 in all]"));
    assert!(list(&long[..20]).to_string().ends_with("18, 19]"));
}

#[test]
fn every_fact_has_its_own_name() {
    let mut names: Vec<_> = Fact::ALL.iter().map(|(fact, name, _)| (fact.name(), name)).collect();
    assert!(names.iter().all(|(name, listed)| name == *listed));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Fact::ALL.len());
}

/// A message on its way, two held back until its ACK, and a reader that takes them at once; in ms.
fn held_by_nagle() -> Made {
    const MS: u64 = 1_000_000;
    Made::tcp()
        .send(10 * MS, 10)
        .departure(10, 11 * MS, Some(60 * MS))
        .look(12 * MS, 10, 1, 1)
        .recv(15 * MS, 10, 10)
        .send(20 * MS, 5)
        .look(22 * MS, 10, 1, 1)
        .send(30 * MS, 4)
        .look(32 * MS, 10, 1, 1)
        .departure(19, 61 * MS, None)
        .look(90 * MS, 19, 2, 1)
        .recv(95 * MS, 6, 6)
        .recv(99 * MS, 10, 3)
}

#[test]
fn what_is_concluded_from_the_evidence_can_be_claimed() {
    let check = |made: Made, fact: Fact, expected: Expected| {
        let (trace, _) = made.trace();
        let equals = condition(fact, 0, Test::Equals(expected));
        assert!(fact.needs_evidence() && equals.holds(&trace), "{}", equals.measured(&trace));
    };
    check(held_by_nagle(), Fact::SegmentSizes, list(&[10, 9]));
    check(held_by_nagle(), Fact::Causes, names(&["nagle"]));
    check(held_by_nagle(), Fact::CutCauses, names(&["small-recv"]));
    check(held_by_nagle(), Fact::LongestSendWaitMs, Expected::Number(40));
    check(held_by_nagle(), Fact::LongestReceiveWaitMs, Expected::Number(38));
    let late = || Made::tcp().send(10, 5).look(12, 5, 1, 1).send(20, 4).look(22, 9, 2, 2);
    check(late().recv(30, 10, 9), Fact::Causes, names(&["late-read"]));
    check(late().recv(30, 10, 9), Fact::CutCauses, names(&[]));
    let unix = || Made::of(Transport::UnixStream).send(10, 5).send(20, 4).recv(30, 10, 9);
    check(unix(), Fact::Causes, names(&["late-read"]));
}

#[test]
fn what_cannot_be_concluded_is_not_available() {
    for fact in [Fact::Causes, Fact::CutCauses, Fact::SegmentSizes, Fact::LongestSendWaitMs] {
        let (trace, _) = held_by_nagle().without_evidence().trace();
        let judged = condition(fact, 0, Test::Differs(names(&["cork"]))).judge(&trace);
        assert!(!judged.holds && !judged.is_available, "{judged:?}");
        assert!(judged.measured.starts_with("not available here: "), "{judged:?}");
    }
}

#[test]
fn rounds_are_those_of_the_streams_sender() {
    const MS: u64 = 1_000_000;
    let call = |endpoint, kind, stream, offset, at_ms: u64, took_ms: u64| Call {
        start_ns: at_ms * MS,
        end_ns: (at_ms + took_ms) * MS,
        outcome: Ok(2),
        stream: Some(StreamId(stream)),
        offset: StreamOffset(offset),
        ..Call::new(EndpointId(endpoint), kind)
    };
    let mut client = Recording::new(EndpointId(0));
    // Two writes and an answer after 40 ms; one write and an answer after 3 ms.
    client.push(&call(0, CallKind::Send, 0, 0, 0, 1));
    client.push(&call(0, CallKind::Send, 0, 2, 2, 1));
    client.push(&call(0, CallKind::Recv, 1, 0, 4, 36));
    client.push(&call(0, CallKind::Send, 0, 4, 50, 1));
    client.push(&call(0, CallKind::Recv, 1, 2, 51, 2));
    let scenario = Arc::clone(&TCP.trace().scenario);
    let streams = vec![StreamRecord::default(), StreamRecord::default()];
    let trace = Trace::new(scenario, vec![client, Recording::new(EndpointId(1))], streams);
    let check = |fact: Fact, expected: &str| {
        assert_eq!(condition(fact, 0, Test::AtLeast(0)).measured(&trace), expected);
    };
    check(Fact::Rounds, "2");
    check(Fact::ShortestRoundMs, "3");
    check(Fact::LongestRoundMs, "40");
    assert_eq!(
        condition(Fact::LongestRoundMs, 0, Test::AtLeast(0)).measured(&TCP.trace()),
        "there is no round"
    );
}
