//! What a pane has to say about each of its streams, worked out once per run.

use std::sync::Arc;

use crate::model::boundary::Summary;
use crate::model::{
    ByteSpan, Call, CallIndex, CallKind, EndpointId, ErrorName, Explanation, Handover, Message, Read,
    Scenario, StreamId, StreamView, Trace, Transport, Verdict, cause, handover,
};

use super::plan::Plan;

/// One stream, lined up, with what is not drawn on its tape.
#[derive(Clone, Debug)]
pub struct StreamFacts {
    /// Which stream.
    pub stream: StreamId,
    /// "client", "server"
    pub ends: (String, String),
    /// What carries it.
    pub transport: Transport,
    /// Both sides; without reads while there is no result to show.
    pub view: StreamView,
    /// The reads that brought data or a datagram, as places in the view.
    pub data_reads: Vec<usize>,
    /// The read that found the end, as a place in the view.
    pub end_read: Option<usize>,
    /// Whether there is a result to show.
    pub shown: bool,
    /// How the bytes left, or why that is not known.
    pub handovers: Result<Vec<Handover>, String>,
    /// Who took away which boundary.
    pub lost: Vec<(u32, Explanation)>,
    /// Who cut a message at the end of which read.
    pub cuts: Vec<(usize, Explanation)>,
    /// Bytes offered and bytes taken, where a send took less than it was given.
    pub short: Option<(u64, u64)>,
    /// Bytes cut off datagrams.
    pub bytes_lost: u64,
    /// Calls that failed: as the program writes them, the error, how often.
    pub errors: Vec<(String, ErrorName, u64)>,
    /// The names of the calls at both ends, as the program writes them.
    pub call_names: (&'static str, &'static str),
    planned: Option<Vec<u8>>,
}

impl StreamFacts {
    /// The streams that are worth drawing: those that carry measured messages, or are meant to.
    ///
    /// Without a trace, the messages are those that the scripts mean to send.
    ///
    /// `kept` is the run, also while its result is kept back: it decides which streams are drawn, so
    /// that nothing jumps when the result is shown.
    pub fn of_pane(
        scenario: &Scenario,
        trace: Option<&Arc<Trace>>,
        kept: Option<&Arc<Trace>>,
    ) -> Vec<Self> {
        let draw = |stream| {
            let plan = Plan::of(scenario, stream);
            let drawn = match kept {
                Some(kept) if kept.failures.is_empty() => {
                    let summary = StreamView::of(kept, stream).summary;
                    summary.messages > 0 || summary.reads > 0
                }
                _ => plan.has_measured(),
            };
            drawn.then(|| match trace {
                Some(trace) => Self::measured(trace, StreamView::of(trace, stream)),
                None => Self::planned(scenario, stream, plan),
            })
        };
        scenario.stream_ids().filter_map(draw).collect()
    }

    fn planned(scenario: &Scenario, stream: StreamId, plan: Plan) -> Self {
        let summary = Summary {
            messages: plan.messages.iter().filter(|message| message.measured).count() as u64,
            ..Summary::default()
        };
        let view = StreamView {
            stream,
            messages: plan.messages,
            reads: Vec::new(),
            pieces: Vec::new(),
            boundaries: Vec::new(),
            summary,
            undecided_drops: 0,
        };
        let mut facts = Self::new(scenario, view);
        facts.planned = Some(plan.bytes);
        facts
    }

    fn measured(trace: &Trace, view: StreamView) -> Self {
        let mut facts = Self::new(&trace.scenario, view);
        let view = &facts.view;
        let mut data_reads: Vec<usize> = Vec::new();
        for (place, read) in view.reads.iter().enumerate() {
            if read.verdict != Verdict::EndOfStream {
                data_reads.push(place);
            } else if read.measured && facts.end_read.is_none() {
                facts.end_read = Some(place);
            }
        }
        facts.short = short_sends(trace, view);
        facts.bytes_lost = data_reads.iter().filter_map(|&place| view.cut_off(&view.reads[place])).sum();
        facts.handovers = handover::handovers(trace, view);
        (facts.lost, facts.cuts) = (cause::lost(trace, view), cause::cut(trace, view));
        facts.errors = errors(trace, view.stream);
        facts.call_names = call_names(trace, view, facts.call_names);
        facts.data_reads = data_reads;
        facts.shown = true;
        facts
    }

    fn new(scenario: &Scenario, view: StreamView) -> Self {
        let (from, to) = scenario.ends(view.stream);
        let name = |id: EndpointId| scenario.endpoint(id).name.clone();
        Self {
            stream: view.stream,
            ends: (name(from), name(to)),
            transport: scenario.transport,
            view,
            data_reads: Vec::new(),
            end_read: None,
            shown: false,
            handovers: Ok(Vec::new()),
            lost: Vec::new(),
            cuts: Vec::new(),
            short: None,
            bytes_lost: 0,
            errors: Vec::new(),
            call_names: usual_call_names(scenario.transport),
            planned: None,
        }
    }

    /// Whether a program that takes each recv for one message, and each send for a whole one, would be wrong.
    pub fn is_bad(&self) -> bool {
        self.view.summary.broken || self.short.is_some() || self.view.summary.dropped > 0
    }

    /// Bytes that were sent and never read; datagrams are counted whole elsewhere.
    pub fn bytes_unread(&self) -> u64 {
        if !self.transport.is_stream() {
            return 0;
        }
        let sent = self.view.messages.last().map_or(0, |message| message.span.end().0);
        let read = self.data_reads.last().map_or(0, |&place| self.view.reads[place].span.end().0);
        sent.saturating_sub(read)
    }

    /// The bytes of a span, as far as they were kept.
    pub fn bytes<'a>(&'a self, trace: Option<&'a Arc<Trace>>, span: ByteSpan) -> &'a [u8] {
        match (&self.planned, trace) {
            (Some(bytes), _) => &bytes[span.indices(bytes.len())],
            (None, Some(trace)) => trace.bytes(self.stream, span),
            (None, None) => &[],
        }
    }

    /// A read's number as learners count: from one, where the measured part begins.
    pub fn read_number(&self, place: usize) -> u64 {
        let first = self.view.reads.iter().position(|read| read.measured).unwrap_or(0);
        place.checked_sub(first).unwrap_or(place) as u64 + 1
    }

    /// A message's number as learners count: from one, where the measured part begins.
    pub fn message_number(&self, message: u32) -> u32 {
        let first = self.view.measured_messages().next().map_or(0, |message| message.number);
        message.checked_sub(first).unwrap_or(message) + 1
    }
}

impl StreamView {
    /// Bytes of a datagram that a read cut off.
    pub(super) fn cut_off(&self, read: &Read) -> Option<u64> {
        let message = self.pieces_of(read).first().and_then(|piece| self.message(piece.message))?;
        let truncated = read.measured && read.verdict == Verdict::Truncated;
        truncated.then(|| message.span.len.saturating_sub(read.span.len))
    }
}

/// The name of a call as the program writes it: recvmsg stands for recvfrom with more to tell.
pub fn written(kind: CallKind, transport: Transport) -> &'static str {
    match (kind, transport) {
        (CallKind::RecvMsg, Transport::Udp | Transport::UnixDgram) => "recvfrom",
        (CallKind::RecvMsg, _) => "recv",
        (kind, _) => kind.name(),
    }
}

fn usual_call_names(transport: Transport) -> (&'static str, &'static str) {
    match transport {
        Transport::Udp | Transport::UnixDgram => ("sendto", "recvfrom"),
        _ => ("send", "recv"),
    }
}

fn call_names(
    trace: &Trace,
    view: &StreamView,
    usual: (&'static str, &'static str),
) -> (&'static str, &'static str) {
    let name = |index: CallIndex| written(trace.call(index).kind, trace.scenario.transport);
    let send = view.messages.first().map_or(usual.0, |message| name(message.first_call));
    (send, view.reads.first().map_or(usual.1, |read| name(read.call)))
}

fn short_sends(trace: &Trace, view: &StreamView) -> Option<(u64, u64)> {
    let offered = |message: &Message| u64::from(trace.call(message.first_call).asked);
    let short = |message: &Message| message.span.len < offered(message);
    view.measured_messages().any(short).then(|| {
        let sums = view.measured_messages().map(|message| (offered(message), message.span.len));
        sums.fold((0, 0), |all, one| (all.0 + one.0.max(one.1), all.1 + one.1))
    })
}

fn errors(trace: &Trace, stream: StreamId) -> Vec<(String, ErrorName, u64)> {
    let mut list: Vec<(String, ErrorName, u64)> = Vec::new();
    let failed = |call: &Call| call.stream == Some(stream) && trace.is_measured(call);
    for (_, call) in trace.calls().filter(|(_, call)| failed(call)) {
        let Err(error) = call.outcome else { continue };
        let text = format!("{}({})", written(call.kind, trace.scenario.transport), call.asked);
        match list.iter_mut().find(|(known, its, _)| *known == text && *its == error) {
            Some((.., times)) => *times += 1,
            None => list.push((text, error, 1)),
        }
    }
    list
}
