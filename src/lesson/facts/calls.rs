//! Facts that the calls tell, and the counters that every run asks for at its end.

use super::{Asked, Unknown, milliseconds, number, numbers, texts};
use crate::lesson::condition::{Expected, Fact};
use crate::model::rounds::rounds;
use crate::model::{Call, CallKind, ErrorName, Read, StreamId, Trace, Transport};

pub(super) fn value(fact: Fact, asked: &Asked<'_>) -> Result<Expected, Unknown> {
    let &Asked { trace, stream, ref view, read } = asked;
    let summary = view.summary;
    let sizes = || view.measured_reads().map(|read| read.span.len);
    let missing = || Unknown::NotThere("not told by calls".to_owned());
    Ok(match fact {
        Fact::ReadSizes => numbers(sizes()),
        Fact::Reads => number(summary.reads),
        Fact::Verdicts => texts(view.measured_reads().map(|read| read.verdict.name())),
        Fact::ReadData => read_data(asked, read)?,
        Fact::ReadMessages => {
            let read = nth_read(asked, read)?;
            numbers(view.pieces_of(read).iter().map(|piece| u64::from(piece.message)))
        }
        Fact::SentSizes => numbers(sent(trace, stream)),
        Fact::BytesSent => number(sent(trace, stream).sum()),
        Fact::BytesRead => number(sizes().sum()),
        Fact::Messages => number(summary.messages),
        Fact::BoundariesKept => number(summary.kept),
        Fact::BoundariesLost => number(summary.lost),
        Fact::BoundariesUnreached => number(summary.unreached),
        Fact::DataSegments => number(segments(trace, stream)?),
        Fact::DatagramsDelivered => number(summary.delivered),
        Fact::DatagramsTruncated => number(summary.truncated),
        Fact::DatagramsDropped => number(dropped(asked)?),
        Fact::DatagramsAccounted => number(summary.delivered + summary.truncated + dropped(asked)?),
        Fact::Errors => texts(errors(trace, stream)),
        Fact::Calls => texts(made(trace, stream).into_iter().map(|call| call.kind.name())),
        Fact::Addresses => {
            let calls = made(trace, stream);
            // What bind names is a wish: port 0 stands for any.
            let calls = calls.iter().filter(|call| call.kind != CallKind::Bind);
            let mut named: Vec<&str> = calls.filter_map(|call| trace.address(call)).collect();
            named.sort_unstable();
            named.dedup();
            number(named.len() as u64)
        }
        Fact::Broken => Expected::Switch(summary.broken),
        Fact::TookMs => {
            let took = u64::try_from(trace.took.as_nanos()).unwrap_or(u64::MAX);
            milliseconds(took.saturating_sub(trace.baseline_ns))
        }
        Fact::Rounds => number(round_times(asked).len() as u64),
        Fact::ShortestRoundMs => one_round(round_times(asked).into_iter().min())?,
        Fact::LongestRoundMs => one_round(round_times(asked).into_iter().max())?,
        Fact::LongestSendMs => longest(trace, stream, |call| call.kind.is_send()),
        Fact::LongestRecvMs => longest(trace, stream, |call| call.kind.is_recv()),
        _ => return Err(missing()),
    })
}

fn measured(trace: &Trace, stream: StreamId) -> impl Iterator<Item = Call> + '_ {
    let calls = trace.calls().map(|(_, call)| call);
    calls.filter(move |call| call.stream == Some(stream) && trace.is_measured(call))
}

/// Of the calls on the stream, and of its sender's calls that belong to none, as connect.
fn errors(trace: &Trace, stream: StreamId) -> impl Iterator<Item = &'static str> + '_ {
    let sender = trace.scenario.ends(stream).0;
    let is_its = move |call: &Call| match call.stream {
        Some(other) => other == stream,
        None => call.endpoint == sender,
    };
    let calls = trace.calls().map(|(_, call)| call);
    let measured = calls.filter(move |call| is_its(call) && trace.is_measured(call));
    measured.filter_map(|call| call.outcome.err().map(ErrorName::name))
}

/// The calls of both ends in the order in which they returned.
fn made(trace: &Trace, stream: StreamId) -> Vec<Call> {
    let (from, to) = trace.scenario.ends(stream);
    let is_wanted = |call: &Call| {
        (call.endpoint == from || call.endpoint == to)
            && !matches!(call.kind, CallKind::Close | CallKind::SetOption)
            && trace.is_measured(call)
    };
    let mut calls: Vec<Call> = trace.calls().map(|(_, call)| call).filter(is_wanted).collect();
    calls.sort_by_key(|call| call.end_ns);
    calls
}

fn sent(trace: &Trace, stream: StreamId) -> impl Iterator<Item = u64> + '_ {
    let sends = measured(trace, stream).filter(|call| call.kind.is_send());
    sends.filter_map(|call| call.outcome.ok().map(u64::from))
}

fn longest(trace: &Trace, stream: StreamId, wanted: impl Fn(&Call) -> bool) -> Expected {
    let calls = measured(trace, stream).filter(|call| wanted(call));
    milliseconds(calls.map(|call| call.end_ns.saturating_sub(call.start_ns)).max().unwrap_or(0))
}

fn round_times(asked: &Asked<'_>) -> Vec<u64> {
    let (sender, _) = asked.trace.scenario.ends(asked.stream);
    rounds(asked.trace, sender)
}

fn one_round(time_ns: Option<u64>) -> Result<Expected, Unknown> {
    time_ns.map(milliseconds).ok_or_else(|| Unknown::NotThere("there is no round".to_owned()))
}

fn dropped(asked: &Asked<'_>) -> Result<u64, Unknown> {
    let summary = asked.view.summary;
    let counted = asked.trace.stream(asked.stream).dropped.is_some();
    let missing = summary.delivered + summary.truncated < summary.messages;
    if asked.trace.scenario.transport == Transport::Udp && missing && !counted {
        return Err(Unknown::NotAvailable(None));
    }
    Ok(summary.dropped)
}

fn nth_read<'a>(asked: &'a Asked<'_>, at: usize) -> Result<&'a Read, Unknown> {
    let read = asked.view.measured_reads().nth(at);
    read.ok_or_else(|| Unknown::NotThere(format!("there is no read {at}")))
}

fn read_data(asked: &Asked<'_>, at: usize) -> Result<Expected, Unknown> {
    let read = nth_read(asked, at)?;
    let bytes = asked.trace.bytes(asked.stream, read.span);
    if (bytes.len() as u64) < read.span.len {
        return Err(Unknown::NotThere("these bytes were not kept".to_owned()));
    }
    Ok(Expected::Text(String::from_utf8_lossy(bytes).into_owned()))
}

fn segments(trace: &Trace, stream: StreamId) -> Result<u64, Unknown> {
    let record = trace.stream(stream);
    record.data_segments.ok_or_else(|| Unknown::NotAvailable(record.no_segments.clone()))
}
