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
    }
    Evidence::new(samples, departures, missing)
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
