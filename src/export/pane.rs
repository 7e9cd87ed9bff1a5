//! One pane of a run, row by row.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::causes::{CutJson, HandoverJson, LostJson, cuts_of, handovers_of, lost_of};
use super::frames::{DecoderJson, FrameJson, decoders_of, frames_of};
use super::kernel::{DepartureJson, MissingJson, SampleJson, departures_of, missing_of, samples_of};
use crate::model::trace::{FailureKind, Verified};
use crate::model::{
    ByteSpan, Call, ErrorName, Failure, OptionReport, Piece, Read, StreamId, StreamView, Trace,
    Transport, conversation,
};

/// Bytes of calls that are written out per pane.
pub(super) const DATA_LIMIT: u64 = 1 << 20;

#[derive(Debug, Serialize)]
pub(super) struct PaneJson<'a> {
    pane: &'a str,
    transport: &'static str,
    options: Vec<OptionJson<'a>>,
    calls: Vec<CallJson<'a>>,
    reads: Vec<ReadJson>,
    frames: Vec<FrameJson>,
    lost: Vec<LostJson>,
    summary: Vec<SummaryJson<'a>>,
    /// What the kernel said about the sockets, in the order of time; null if it was not asked.
    kernel: Option<Vec<SampleJson<'a>>>,
    departures: Option<Vec<DepartureJson>>,
    kernel_unavailable: Option<Vec<MissingJson<'a>>>,
    took_ns: Option<u64>,
    failures: Vec<FailureJson<'a>>,
    refused: &'a [String],
    /// One for each stream whose receiver has a codec.
    decoders: Vec<DecoderJson>,
    /// The reads that ended inside a message, and who did it.
    cuts: Vec<CutJson>,
    /// How the bytes left, as far as it is known.
    handovers: Vec<HandoverJson>,
    /// How long each round of question and answer took that was measured; empty without a conversation.
    rounds_ns: Vec<u64>,
    /// Why the pane could not be run here; then the lists are empty.
    unavailable: Option<&'a str>,
}

impl<'a> PaneJson<'a> {
    pub(super) fn of(trace: &'a Trace) -> Self {
        let scenario = &*trace.scenario;
        let views: Vec<StreamView> =
            scenario.stream_ids().map(|stream| StreamView::of(trace, stream)).collect();
        let evidence = trace.evidence.as_ref();
        Self {
            pane: &scenario.pane,
            transport: scenario.transport.name(),
            options: trace.options.iter().map(|report| OptionJson::of(trace, report)).collect(),
            calls: calls_of(trace),
            reads: reads_of(&views),
            frames: frames_of(trace, &views),
            lost: views.iter().flat_map(|view| lost_of(trace, view)).collect(),
            summary: views.iter().map(|view| SummaryJson::of(trace, view)).collect(),
            kernel: evidence.map(|evidence| samples_of(trace, evidence)),
            departures: evidence.map(|evidence| departures_of(trace, evidence)),
            kernel_unavailable: evidence.map(|evidence| missing_of(trace, evidence)),
            took_ns: Some(u64::try_from(trace.took.as_nanos()).unwrap_or(u64::MAX)),
            failures: trace.failures.iter().map(|failure| FailureJson::of(trace, failure)).collect(),
            refused: &trace.refused,
            decoders: decoders_of(trace, &views),
            cuts: cuts_of(trace, &views),
            handovers: handovers_of(trace, &views),
            rounds_ns: conversation(trace),
            unavailable: None,
        }
    }

    pub(super) fn not_available(pane: &'a str, transport: Transport, reason: &'a str) -> Self {
        Self {
            pane,
            transport: transport.name(),
            options: Vec::new(),
            calls: Vec::new(),
            reads: Vec::new(),
            frames: Vec::new(),
            lost: Vec::new(),
            summary: Vec::new(),
            kernel: Some(Vec::new()),
            departures: Some(Vec::new()),
            kernel_unavailable: Some(Vec::new()),
            took_ns: None,
            failures: Vec::new(),
            refused: &[],
            decoders: Vec::new(),
            cuts: Vec::new(),
            handovers: Vec::new(),
            rounds_ns: Vec::new(),
            unavailable: Some(reason),
        }
    }
}

#[derive(Debug, Serialize)]
struct OptionJson<'a> {
    endpoint: &'a str,
    option: &'static str,
    asked: i64,
    got: Option<i64>,
    /// Why there is nothing in `got`.
    unavailable: Option<&'a str>,
}

impl<'a> OptionJson<'a> {
    fn of(trace: &'a Trace, report: &'a OptionReport) -> Self {
        Self {
            endpoint: &trace.scenario.endpoint(report.endpoint).name,
            option: report.option,
            asked: report.asked,
            got: report.got.as_ref().ok().copied(),
            unavailable: report.got.as_ref().err().map(String::as_str),
        }
    }
}

#[derive(Debug, Serialize)]
struct CallJson<'a> {
    endpoint: &'a str,
    call: &'static str,
    start_ns: u64,
    end_ns: u64,
    asked: u32,
    returned: Option<u32>,
    error: Option<&'static str>,
    stream: Option<String>,
    offset: Option<u64>,
    message: Option<u32>,
    datagram: Option<u32>,
    peer: Option<&'a str>,
    measured: bool,
    /// The bytes that a send or a recv moved, "" where it moved none. Null where no bytes can be
    /// (other calls, errors) and where they are not known or not written out.
    data: Option<String>,
}

fn calls_of(trace: &Trace) -> Vec<CallJson<'_>> {
    let scenario = &*trace.scenario;
    let names: Vec<String> = scenario.stream_ids().map(|id| scenario.stream_name(id)).collect();
    let mut budget = DATA_LIMIT;
    let row = |call: Call| CallJson {
        endpoint: &scenario.endpoint(call.endpoint).name,
        call: call.kind.name(),
        start_ns: call.start_ns,
        end_ns: call.end_ns,
        asked: call.asked,
        returned: call.outcome.ok(),
        error: call.outcome.err().map(ErrorName::name),
        stream: call.stream.map(|stream| names[stream.index()].clone()),
        offset: call.stream.map(|_| call.offset.0),
        message: call.message,
        datagram: call.datagram,
        peer: trace.address(&call),
        measured: trace.is_measured(&call),
        data: known_bytes(trace, &call, &mut budget).map(|bytes| STANDARD.encode(bytes)),
    };
    trace.calls().map(|(_, call)| call).map(row).collect()
}

/// The bytes that a call moved, if every one of them is known; `budget` is what may still be written.
fn known_bytes<'a>(trace: &'a Trace, call: &Call, budget: &mut u64) -> Option<&'a [u8]> {
    if call.outcome.is_err() || !(call.kind.is_send() || call.kind.is_recv()) {
        return None;
    }
    let stream = call.stream?;
    let span = ByteSpan { start: call.offset, len: call.moved() };
    if span.is_empty() {
        return Some(&[]);
    }
    let Some(left) = budget.checked_sub(span.len) else {
        *budget = 0;
        return None;
    };
    *budget = left;
    // What a reader got is known from what was sent, as far as the two were found to agree.
    let agrees = match trace.stream(stream).verified {
        Verified::DiffersAt(at) => call.kind.is_send() || span.end().0 <= at,
        Verified::Whole | Verified::UpTo(_) => true,
    };
    let bytes = trace.bytes(stream, span);
    (agrees && bytes.len() as u64 == span.len).then_some(bytes)
}

#[derive(Debug, Serialize)]
struct ReadJson {
    call: u32,
    verdict: &'static str,
    pieces: Vec<PieceJson>,
}

#[derive(Debug, Serialize)]
struct PieceJson {
    message: u32,
    from: u64,
    to: u64,
}

/// The reads of all streams in the order of their calls.
fn reads_of(views: &[StreamView]) -> Vec<ReadJson> {
    let piece = |&Piece { message, from, to }: &Piece| PieceJson { message, from, to };
    let row = |view: &StreamView, read: &Read| ReadJson {
        call: read.call.0,
        verdict: read.verdict.name(),
        pieces: view.pieces_of(read).iter().map(piece).collect(),
    };
    let reads = views.iter().flat_map(|view| view.reads.iter().map(move |read| row(view, read)));
    let mut reads: Vec<ReadJson> = reads.collect();
    reads.sort_unstable_by_key(|read| read.call);
    reads
}

#[derive(Debug, Serialize)]
struct SummaryJson<'a> {
    stream: String,
    messages: u64,
    reads: u64,
    boundaries_kept: u64,
    boundaries_lost: u64,
    boundaries_unreached: u64,
    data_segments: Option<u64>,
    datagrams_dropped: Option<u64>,
    datagrams_truncated: u64,
    broken: bool,
    /// Why `data_segments` is null where it could be expected.
    data_segments_unavailable: Option<&'a str>,
    /// "whole", "up-to" or "differs"
    verified: &'static str,
    /// How many bytes were found to be the same, where it is not all of them.
    verified_bytes: Option<u64>,
}

impl<'a> SummaryJson<'a> {
    fn of(trace: &'a Trace, view: &StreamView) -> Self {
        let record = trace.stream(view.stream);
        let counts = view.summary;
        let (verified, verified_bytes) = match record.verified {
            Verified::Whole => ("whole", None),
            Verified::UpTo(bytes) => ("up-to", Some(bytes)),
            Verified::DiffersAt(at) => ("differs", Some(at)),
        };
        Self {
            stream: trace.scenario.stream_name(view.stream),
            messages: counts.messages,
            reads: counts.reads,
            boundaries_kept: counts.kept,
            boundaries_lost: counts.lost,
            boundaries_unreached: counts.unreached,
            data_segments: record.data_segments,
            datagrams_dropped: drops_are_known(trace, view.stream).then_some(counts.dropped),
            datagrams_truncated: counts.truncated,
            broken: counts.broken,
            data_segments_unavailable: record.no_segments.as_deref(),
            verified,
            verified_bytes,
        }
    }
}

/// Whether the drops of a stream are known: only UDP drops, and there the kernel must have counted.
fn drops_are_known(trace: &Trace, stream: StreamId) -> bool {
    trace.scenario.transport != Transport::Udp || trace.stream(stream).dropped.is_some()
}

#[derive(Debug, Serialize)]
struct FailureJson<'a> {
    endpoint: &'a str,
    line: Option<u32>,
    message: String,
}

impl<'a> FailureJson<'a> {
    fn of(trace: &'a Trace, failure: &Failure) -> Self {
        Self {
            endpoint: &trace.scenario.endpoint(failure.endpoint).name,
            line: (failure.line > 0).then_some(failure.line),
            message: failure_message(&failure.what),
        }
    }
}

/// What stopped a script, in an English sentence.
pub fn failure_message(what: &FailureKind) -> String {
    match what {
        FailureKind::Deadline { call, after } => {
            format!("{call} did not return within {} ms", after.as_millis())
        }
        FailureKind::Gate(gate) => format!("waited for {}, but saw {}", gate.wanted(), gate.saw()),
        FailureKind::Closed => "the script has closed this socket already".to_owned(),
        FailureKind::Option(what) => what.clone(),
    }
}
