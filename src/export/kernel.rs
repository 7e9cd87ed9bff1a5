//! What the kernel said during a run, row by row.

use serde::{Serialize, Serializer};

use crate::model::{Departure, Evidence, Missing, Quantity, Sample, StreamId, Trace};

/// Values by the names of their quantities.
type Values = Vec<(&'static str, Option<u64>)>;

/// What the kernel said about one socket at one moment.
#[derive(Debug, Serialize)]
pub(super) struct SampleJson<'a> {
    /// The call after which it was asked, by its place in `calls`; null at the start, at a baseline,
    /// while a send waits for room, before a close, and for the receiver's queue after a send.
    call: Option<u32>,
    endpoint: &'a str,
    at_ns: u64,
    #[serde(flatten, serialize_with = "by_name")]
    quantities: Values,
    /// By how much each counter grew since it was told last.
    #[serde(serialize_with = "by_name")]
    delta: Values,
}

pub(super) fn samples_of<'a>(trace: &'a Trace, evidence: &Evidence) -> Vec<SampleJson<'a>> {
    let counters = Quantity::ALL.into_iter().filter(|(quantity, _)| quantity.is_counter());
    let counters: Vec<_> = counters.collect();
    let mut last = vec![vec![None; counters.len()]; trace.scenario.endpoints.len()];
    let mut row = |sample: &Sample| {
        let last = last[sample.endpoint.index()].iter_mut();
        let grown = |(&(quantity, name), last): (&(Quantity, &'static str), &mut Option<u64>)| {
            let value = sample.get(quantity);
            let grown = value.zip(*last).map(|(value, last)| value.saturating_sub(last));
            *last = value.or(*last);
            (name, grown)
        };
        let quantities = Quantity::ALL.into_iter().map(|(quantity, name)| (name, sample.get(quantity)));
        SampleJson {
            call: sample.call.map(|call| call.0),
            endpoint: &trace.scenario.endpoint(sample.endpoint).name,
            at_ns: sample.at_ns,
            quantities: quantities.collect(),
            delta: counters.iter().zip(last).map(grown).collect(),
        }
    };
    evidence.samples().iter().map(&mut row).collect()
}

fn by_name<S: Serializer>(values: &Values, to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(values.iter().map(|&(name, value)| (name, value)))
}

/// What the kernel said about the last byte of a send.
#[derive(Debug, Serialize)]
pub(super) struct DepartureJson {
    stream: String,
    end: u64,
    scheduled_ns: Option<u64>,
    sent_ns: Option<u64>,
    acked_ns: Option<u64>,
}

pub(super) fn departures_of(trace: &Trace, evidence: &Evidence) -> Vec<DepartureJson> {
    let row = |&Departure { stream, end, scheduled_ns, sent_ns, acked_ns }: &Departure| DepartureJson {
        stream: trace.scenario.stream_name(stream),
        end: end.0,
        scheduled_ns,
        sent_ns,
        acked_ns,
    };
    let of_stream = |stream: StreamId| evidence.departures(stream).iter().map(row);
    trace.scenario.stream_ids().flat_map(of_stream).collect()
}

/// What is not known about a socket, and why.
#[derive(Debug, Serialize)]
pub(super) struct MissingJson<'a> {
    endpoint: &'a str,
    /// A name of `kernel`'s quantities, or "timestamps".
    what: &'static str,
    reason: &'a str,
}

pub(super) fn missing_of<'a>(trace: &'a Trace, evidence: &'a Evidence) -> Vec<MissingJson<'a>> {
    let row = |missing: &'a Missing| MissingJson {
        endpoint: &trace.scenario.endpoint(missing.endpoint).name,
        what: missing.what,
        reason: &missing.reason,
    };
    evidence.missing.iter().map(row).collect()
}
