//! What a pane has to say about each of its streams, worked out once per run.

use std::sync::Arc;

use crate::model::boundary::Summary;
use crate::model::{
    ByteSpan, Call, CallIndex, CallKind, EndpointId, ErrorName, Explanation, Frames, Handover, Read,
    Reckoning, Scenario, SendStep, StreamId, StreamOffset, StreamView, Trace, Transport, Verdict,
    Whereabouts, cause, handover, send_steps,
};

use super::needs::Needs;
use super::plan::Plan;
use super::strays::Strays;
use super::untaken::{self, Untaken};

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
    /// How far it has come, while its run is replayed and not over yet.
    pub now: Option<Whereabouts>,
    /// The recv in which the receiver waits at that moment.
    pub in_call: Option<CallIndex>,
    /// How the bytes left, or why that is not known.
    pub handovers: Result<Vec<Handover>, String>,
    /// Who took away which boundary.
    pub lost: Vec<(u32, Explanation)>,
    /// Who cut a message at the end of which read.
    pub cuts: Vec<(usize, Explanation)>,
    /// What its run came to, or is meant to.
    pub reckoning: Reckoning,
    /// Calls that failed: as the program writes them, the error, how often.
    pub errors: Vec<(String, ErrorName, u64)>,
    /// Calls that moved nothing.
    pub strays: Strays,
    /// The names of the calls at both ends, as the program writes them.
    pub call_names: (&'static str, &'static str),
    /// Whether the receiver has a codec.
    pub decodes: bool,
    /// What the codec made of the reads, if there is a result to show.
    pub frames: Option<Frames>,
    /// How wide what is drawn must be, at the end of the run: a replay does not move what is drawn already.
    pub needs: Arc<Needs>,
    /// What the kernel did not take of its sends.
    pub untaken: Vec<Untaken>,
    planned: Option<Vec<u8>>,
    /// The number of the first message that counts, though it be empty or refused.
    first_message: u32,
    /// Whether a service is to send here, before it has.
    pub is_service: bool,
}

impl StreamFacts {
    /// The streams that are worth drawing: those that carry measured messages or on which somebody tried to
    /// send or read, or is meant to.
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
        Self::of_streams(scenario, trace, kept, |_| false)
    }

    /// The same where people lead endpoints: their tapes are there before they send.
    pub fn of_pane_by_hand(scenario: &Scenario, trace: Option<&Arc<Trace>>) -> Vec<Self> {
        let is_led = |stream| scenario.endpoint(scenario.ends(stream).0).script.is_empty();
        Self::of_streams(scenario, trace, trace, is_led)
    }

    fn of_streams(
        scenario: &Scenario,
        trace: Option<&Arc<Trace>>,
        kept: Option<&Arc<Trace>>,
        is_led: impl Fn(StreamId) -> bool,
    ) -> Vec<Self> {
        let draw = |stream| {
            let plan = Plan::of(scenario, stream);
            let drawn = match kept {
                Some(kept) if kept.failures.is_empty() => {
                    let is_its = |call: &Call| call.stream == Some(stream) && kept.is_measured(call);
                    let moves = |call: &Call| call.kind.is_send() || call.kind.is_recv();
                    is_led(stream) || kept.calls().any(|(_, call)| is_its(&call) && moves(&call))
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
        facts.is_service = plan.has_service;
        (facts.reckoning.sends, facts.reckoning.empty) = (plan.sends, plan.empty);
        facts.reckoning.offered = facts.view.measured_messages().map(|message| message.span.len).sum();
        facts.planned = Some(plan.bytes);
        facts.first_message = plan.first_message;
        facts.needs = Arc::new(Needs::of(&facts));
        facts
    }

    fn measured(trace: &Trace, view: StreamView) -> Self {
        let mut facts = Self::new(&trace.scenario, view);
        facts.handovers = handover::handovers(trace, &facts.view);
        (facts.lost, facts.cuts) = (cause::lost(trace, &facts.view), cause::cut(trace, &facts.view));
        let steps = send_steps(trace, facts.stream);
        facts.untaken = untaken::of(&steps, &facts.view);
        facts.first_message = steps.first().map_or(0, |step| step.message);
        facts.errors = errors(trace, facts.stream, &steps);
        facts.call_names = call_names(trace, &facts.view, facts.call_names);
        facts.frames = trace.frames_of(facts.stream).cloned();
        facts.shown = true;
        facts.take_in(trace);
        if facts.reckoning.is_reset {
            facts.errors.retain(|&(_, error, _)| error != ErrorName::ConnectionReset);
        }
        facts.strays = Strays::of(trace, facts.stream, &facts.errors);
        facts.needs = Arc::new(Needs::of(&facts));
        facts
    }

    /// The same stream as it was when it had come so far.
    ///
    /// What is told of the run as a whole stays, so that nothing jumps.
    #[must_use]
    pub fn as_of(&self, trace: &Trace, now: Whereabouts) -> Self {
        let mut then = Self { view: self.view.as_of(&now, self.transport), ..self.clone() };
        then.now = (!now.over).then_some(now);
        let read_to = then.view.reads.iter().map(|read| read.span.end()).max().unwrap_or_default();
        then.frames = self.frames.as_ref().map(|frames| frames.as_of(now.returned, read_to));
        let next = self.view.reads.get(now.returned).filter(|_| now.in_recv);
        then.in_call = next.map(|read| read.call);
        then.take_in(trace);
        then
    }

    /// Works out what follows from the view.
    fn take_in(&mut self, trace: &Trace) {
        let view = &self.view;
        self.end_read = None;
        let mut data_reads: Vec<usize> = Vec::new();
        for (place, read) in view.reads.iter().enumerate() {
            if read.verdict != Verdict::EndOfStream {
                data_reads.push(place);
            } else if read.measured && self.end_read.is_none() {
                self.end_read = Some(place);
            }
        }
        self.data_reads = data_reads;
        let next = view.messages.get(self.offered()).map(|message| message.number);
        self.reckoning = Reckoning::of(trace, &self.view, next);
        if self.now.is_some() {
            // On its way, only what has come is judged.
            self.reckoning.is_reset = false;
            if let Some(frames) = &self.frames {
                self.reckoning.is_broken = frames.went_wrong();
            }
        }
    }

    /// Whether no byte has moved on it, and none is to.
    pub fn is_idle(&self) -> bool {
        let nothing = self.view.messages.is_empty() && self.untaken.is_empty();
        self.shown && nothing && self.data_reads.is_empty()
    }

    /// Whether somebody tried to read from it.
    pub fn was_read_in_vain(&self) -> bool {
        self.end_read.is_some() || !self.strays.failed.is_empty()
    }

    /// How many messages have been offered to the kernel: all of them, but for a replay on its way.
    pub fn offered(&self) -> usize {
        self.now.map_or(self.view.messages.len(), |now| now.offered)
    }

    /// Whether the message of that number has been offered to the kernel.
    pub fn is_offered(&self, message: u32) -> bool {
        let offered = &self.view.messages[..self.offered()];
        offered.last().is_some_and(|last| message <= last.number)
    }

    /// Whether what the kernel did not take had been offered, as far as the messages around it tell.
    pub fn has_been_offered(&self, untaken: &Untaken) -> bool {
        let offered = self.offered();
        self.now.is_none() || (offered > 0 && untaken.place <= offered)
    }

    /// How many messages are with the receiver's kernel or behind it.
    pub fn handed(&self) -> usize {
        self.now.map_or(self.view.messages.len(), |now| now.handed)
    }

    /// Whether the bytes before that place are with the receiver's kernel or behind it.
    pub fn has_left(&self, end: StreamOffset) -> bool {
        end <= self.arrived_to()
    }

    /// Bytes that wait in the sender's kernel, while a replay is on its way and it is known.
    pub fn bytes_held(&self) -> u64 {
        let known = self.now.is_some_and(|now| now.handed_known) && self.transport == Transport::Tcp;
        if !known {
            return 0;
        }
        let offered = &self.view.messages[..self.offered()];
        offered.last().map_or(0, |last| last.span.end().since(self.arrived_to()))
    }

    /// The place up to which the bytes are with the receiver's kernel or behind it.
    pub fn arrived_to(&self) -> StreamOffset {
        let last = self.view.messages.last().map_or(StreamOffset(0), |message| message.span.end());
        self.now.map_or(last, |now| now.handed_to)
    }

    fn new(scenario: &Scenario, view: StreamView) -> Self {
        let stream = view.stream;
        let (from, to) = scenario.ends(stream);
        let name = |id: EndpointId| scenario.endpoint(id).name.clone();
        Self {
            stream,
            ends: (name(from), name(to)),
            transport: scenario.transport,
            view,
            data_reads: Vec::new(),
            end_read: None,
            shown: false,
            now: None,
            in_call: None,
            handovers: Ok(Vec::new()),
            lost: Vec::new(),
            cuts: Vec::new(),
            reckoning: Reckoning { counts: scenario.counts, ..Reckoning::default() },
            errors: Vec::new(),
            strays: Strays::default(),
            call_names: usual_call_names(scenario.transport),
            decodes: scenario.decoder(stream).is_some(),
            frames: None,
            needs: Arc::default(),
            untaken: Vec::new(),
            planned: None,
            first_message: 0,
            is_service: false,
        }
    }

    /// Bytes that are with the receiver's kernel and were not read; datagrams are counted whole elsewhere.
    pub fn bytes_unread(&self) -> u64 {
        if !self.transport.is_stream() {
            return 0;
        }
        let sent = self.arrived_to().0;
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
        message.checked_sub(self.first_message).unwrap_or(message) + 1
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

/// The names of the calls that send and receive, as a program writes them.
pub fn usual_call_names(transport: Transport) -> (&'static str, &'static str) {
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

/// Errors that the verdict does not tell.
fn errors(trace: &Trace, stream: StreamId, steps: &[SendStep]) -> Vec<(String, ErrorName, u64)> {
    let mut list: Vec<(String, ErrorName, u64)> = Vec::new();
    let is_refused = |call: &Call| {
        let number = call.message.filter(|_| call.kind.is_send());
        let place = number.map(|number| steps.binary_search_by_key(&number, |step| step.message));
        place.is_some_and(|place| place.is_ok_and(|place| steps[place].refused.is_some()))
    };
    let failed =
        |call: &Call| call.stream == Some(stream) && trace.is_measured(call) && !is_refused(call);
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
