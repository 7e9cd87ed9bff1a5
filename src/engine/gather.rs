//! From what the observers brought home to the evidence of a trace.

use crate::model::{
    CallIndex, Departure, EndpointId, Evidence, Missing, Quantity, Sample, StreamId, StreamOffset, Trace,
};

use super::clock::Conversion;
use super::kernel::{Stamp, StampKind};
use super::observer::{Observed, TIMESTAMPS};

/// Puts together what was observed, in the order of endpoints. `clock` places the kernel's timestamps,
/// or says why they cannot be placed.
pub fn gather(trace: &Trace, observed: Vec<Observed>, clock: &Result<Conversion, String>) -> Evidence {
    let indices = indices_of(trace);
    let (mut samples, mut departures, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    let mut outside = Vec::new();
    for (endpoint, one) in trace.scenario.endpoint_ids().zip(observed) {
        let place = |call: CallIndex| indices[endpoint.index()].get(call.0 as usize).copied();
        let mut own = one.samples;
        for sample in &mut own {
            sample.call = sample.call.and_then(place);
        }
        missing.extend(one.missing);
        if one.stamping {
            let last = own.iter().rev().find(|sample| sample.endpoint == endpoint);
            let clock = clock.as_ref().map_err(Clone::clone);
            match clock.and_then(|clock| place_stamps(trace, endpoint, &one.stamps, clock)) {
                Ok(told) => {
                    missing.extend(lost(&told, trace, endpoint, last));
                    departures.extend(told);
                }
                Err(reason) => missing.push(Missing { endpoint, what: TIMESTAMPS, reason }),
            }
        }
        samples.extend(own);
        outside.extend(one.outside);
    }
    if !outside.is_empty() {
        samples = with_news(trace, samples, outside);
    }
    Evidence::new(samples, departures, missing)
}

/// Adds what was seen from outside, as far as it was not known already.
fn with_news(trace: &Trace, samples: Vec<Sample>, outside: Vec<Sample>) -> Vec<Sample> {
    let own = samples.into_iter().map(|sample| (sample, false));
    let mut all: Vec<_> = own.chain(outside.into_iter().map(|sample| (sample, true))).collect();
    all.sort_by_key(|(sample, _)| sample.at_ns);
    let mut known: Vec<_> = trace.scenario.endpoint_ids().map(|id| Sample::new(id, 0)).collect();
    all.retain(|(sample, is_outside)| {
        let has_news = known[sample.endpoint.index()].learn(sample);
        has_news || !is_outside
    });
    all.into_iter().map(|(sample, _)| sample).collect()
}

/// Where the calls of each endpoint stand among all calls: an endpoint makes one after the other.
fn indices_of(trace: &Trace) -> Vec<Vec<CallIndex>> {
    let mut indices = vec![Vec::new(); trace.scenario.endpoints.len()];
    for (index, call) in trace.calls() {
        indices[call.endpoint.index()].push(index);
    }
    indices
}

/// A send that moved bytes: when it was called, and the offset behind its last byte.
struct Sent {
    start_ns: u64,
    end: u64,
}

fn sends_of(trace: &Trace, stream: StreamId) -> Vec<Sent> {
    let calls = trace.calls().map(|(_, call)| call);
    let sends =
        calls.filter(|call| call.kind.is_send() && call.stream == Some(stream) && call.moved() > 0);
    sends.map(|call| Sent { start_ns: call.start_ns, end: call.offset.0 + call.moved() }).collect()
}

/// Gives each stamp to the send whose last byte it is about. A stamp about a byte that no send ended
/// with, which the kernel does not give, is left out.
fn place_stamps(
    trace: &Trace,
    endpoint: EndpointId,
    stamps: &[Stamp],
    clock: &Conversion,
) -> Result<Vec<Departure>, String> {
    let Some(stream) = trace.scenario.outgoing(endpoint) else { return Ok(Vec::new()) };
    let sends = sends_of(trace, stream);
    let mut told: Vec<Option<Departure>> = sends.iter().map(|_| None).collect();
    let mut from = 0;
    for stamp in stamps {
        let Some(at) = find_send(&sends, stamp.place, from) else { continue };
        from = at;
        let Some(ns) = clock.place(stamp.real_ns, sends[at].start_ns) else {
            return Err("a timestamp is not of this run: the system's clock was set".to_owned());
        };
        let departure = told[at].get_or_insert(Departure {
            stream,
            end: StreamOffset(sends[at].end),
            scheduled_ns: None,
            sent_ns: None,
            acked_ns: None,
        });
        let field = match stamp.kind {
            StampKind::Scheduled => &mut departure.scheduled_ns,
            StampKind::Sent => &mut departure.sent_ns,
            StampKind::Acked => &mut departure.acked_ns,
        };
        // What is sent again is stamped again: the first time counts.
        field.get_or_insert(ns);
    }
    Ok(told.into_iter().flatten().collect())
}

/// The send whose last byte has that place modulo 2^32. Stamps come nearly in order, so the search
/// begins at the last one found.
#[expect(clippy::cast_possible_truncation, reason = "places are counted modulo 2^32, as the kernel does")]
fn find_send(sends: &[Sent], place: u32, from: usize) -> Option<usize> {
    let is_it = |at: &usize| sends[*at].end as u32 == place.wrapping_add(1);
    (from..sends.len()).find(is_it).or_else(|| (0..from).rev().find(is_it))
}

/// The kernel drops a stamp when the socket's receive buffer has no room for it. It is noticed where
/// another quantity says that it was due; of several sends that left as one, only the last has stamps.
fn lost(
    departures: &[Departure],
    trace: &Trace,
    endpoint: EndpointId,
    last: Option<&Sample>,
) -> Option<Missing> {
    let stream = trace.scenario.outgoing(endpoint)?;
    let is_zero = |quantity| last.and_then(|sample| sample.get(quantity)) == Some(0);
    let (all_left, all_acked) = (is_zero(Quantity::NotSent), is_zero(Quantity::SendQueue));
    let later_acked = |end| departures.iter().rev().any(|one| one.end > end && one.acked_ns.is_some());
    let of_one = |one: &Departure| {
        let acked = one.acked_ns.is_some() || !(all_acked || later_acked(one.end));
        [one.scheduled_ns.is_some(), one.sent_ns.is_some(), acked]
            .into_iter()
            .filter(|known| !known)
            .count()
    };
    let end = trace.stream(stream).sent;
    let of_last = all_left && end > 0 && departures.last().is_none_or(|one| one.end.0 < end);
    let count = departures.iter().map(of_one).sum::<usize>() + usize::from(of_last);
    (count > 0).then(|| Missing {
        endpoint,
        what: TIMESTAMPS,
        reason: format!(
            "{count} or more did not come: the kernel has none where the socket's receive buffer is full, \
             or where a send ended because the send buffer was"
        ),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::clock::Reading;

    use crate::model::trace::StreamRecord;
    use crate::model::{Call, CallKind, Recording, Scenario, Transport};

    const CLIENT: EndpointId = EndpointId(0);
    const SERVER: EndpointId = EndpointId(1);
    const TO_SERVER: StreamId = StreamId(0);
    const DAY: i64 = 86_400_000_000_000;
    const MS: u64 = 1_000_000;

    /// Sends that start at these milliseconds and end at these offsets.
    fn trace(sends: &[(u64, u64)]) -> Trace {
        let scenario = Scenario::pair(Transport::Tcp, Vec::new(), Vec::new());
        let mut recordings = [CLIENT, SERVER].map(Recording::new);
        recordings[1].push(&Call::new(SERVER, CallKind::Accept));
        let mut offset = StreamOffset(0);
        for &(ms, end) in sends {
            let outcome = Ok(u32::try_from(end - offset.0).unwrap());
            let call = Call::new(CLIENT, CallKind::Send);
            recordings[0].push(&Call {
                start_ns: ms * MS,
                stream: Some(TO_SERVER),
                offset,
                outcome,
                ..call
            });
            offset = StreamOffset(end);
        }
        let streams = vec![StreamRecord { sent: offset.0, ..StreamRecord::default() }; 2];
        Trace::new(Arc::new(scenario), recordings.to_vec(), streams)
    }

    fn stamp(kind: StampKind, place: u32, ms: i64) -> Stamp {
        Stamp { kind, place, real_ns: DAY + ms * 1_000_000 }
    }

    fn told(stamps: Vec<Stamp>) -> Vec<Observed> {
        let nothing = || Observed {
            samples: Vec::new(),
            outside: Vec::new(),
            stamps: Vec::new(),
            missing: Vec::new(),
            stamping: true,
        };
        vec![Observed { stamps, ..nothing() }, nothing()]
    }

    /// From the start of the run until 100 ms after it, the clock having moved by some milliseconds.
    fn clock(moved: i64) -> Result<Conversion, String> {
        let end = Reading::of(100 * MS, i128::from(DAY + (100 + moved) * 1_000_000));
        Conversion::new(Reading::of(0, i128::from(DAY)), end)
    }

    #[test]
    fn stamps_belong_to_the_sends_whose_last_bytes_they_are_about() {
        use StampKind::{Acked, Scheduled, Sent};
        let stamps = vec![
            stamp(Scheduled, 9, 2),
            stamp(Sent, 9, 3),
            stamp(Sent, 29, 45),
            stamp(Acked, 9, 44),
            // Sent again, and about a byte in the middle of a send.
            stamp(Sent, 9, 50),
            stamp(Acked, 15, 50),
        ];
        let evidence = gather(&trace(&[(1, 10), (2, 20), (3, 30)]), told(stamps), &clock(0));
        let departure = |end, [scheduled_ns, sent_ns, acked_ns]: [Option<u64>; 3]| Departure {
            stream: TO_SERVER,
            end: StreamOffset(end),
            scheduled_ns,
            sent_ns,
            acked_ns,
        };
        let expected = [
            departure(10, [Some(2 * MS), Some(3 * MS), Some(44 * MS)]),
            departure(30, [None, Some(45 * MS), None]),
        ];
        assert_eq!(evidence.departures(TO_SERVER), expected);
        let reason = evidence.why_missing(CLIENT, TIMESTAMPS).unwrap();
        assert!(reason.starts_with("1 or more did not come"), "{reason}");
        assert_eq!(evidence.why_missing(SERVER, TIMESTAMPS), None);
    }

    #[test]
    fn places_are_counted_modulo_2_to_the_32() {
        let (gib, last) = (1 << 30, (1 << 32) + 5);
        let sends: Vec<_> = (1..=4).map(|count| (1, count * gib)).chain([(2, last)]).collect();
        let stamps = vec![stamp(StampKind::Sent, u32::MAX, 3), stamp(StampKind::Sent, 4, 4)];
        let evidence = gather(&trace(&sends), told(stamps), &clock(0));
        let ends: Vec<u64> = evidence.departures(TO_SERVER).iter().map(|one| one.end.0).collect();
        assert_eq!(ends, [4 * gib, last]);
    }

    #[test]
    fn a_clock_that_was_set_leaves_no_timestamps_and_no_negative_times() {
        let check = |stamps: Vec<Stamp>, clock: &Result<Conversion, String>, expected: &str| {
            let evidence = gather(&trace(&[(1, 10)]), told(stamps), clock);
            assert_eq!(evidence.departures(TO_SERVER), []);
            let reason = evidence.why_missing(CLIENT, TIMESTAMPS).unwrap();
            assert!(reason.contains(expected), "{reason}");
        };
        let sent = |ms| vec![stamp(StampKind::Sent, 9, ms)];
        check(sent(3), &clock(-5000), "it moved by -5000 ms");
        // Set and set back: both readings agree, and only the timestamp is off.
        check(sent(-5000), &clock(0), "not of this run");
        check(sent(5000), &clock(0), "not of this run");
        check(sent(0), &clock(0), "not of this run");
    }
}
