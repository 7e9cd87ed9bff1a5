//! Traces made by hand, for tests of what is concluded from them.

use std::sync::Arc;

use super::boundary::StreamView;
use super::error_name::ErrorName;
use super::evidence::{Departure, Evidence, Missing, Quantity, Sample};
use super::recording::{Call, CallKind, Recording};
use super::scenario::{Counts, EndpointId, Scenario, SocketOption, StreamId, Transport};
use super::span::StreamOffset;
use super::trace::{OptionReport, StreamRecord, Trace};

pub const CLIENT: EndpointId = EndpointId(0);
pub const SERVER: EndpointId = EndpointId(1);
pub const STREAM: StreamId = StreamId(0);

/// A client that sends to a server, call by call; every moment is in nanoseconds.
#[derive(Clone)]
pub struct Made {
    scenario: Scenario,
    calls: [Recording; 2],
    sent: u64,
    read: u64,
    messages: u32,
    datagrams_read: u32,
    samples: Vec<Sample>,
    departures: Vec<Departure>,
    options: Vec<OptionReport>,
    /// What is known about the stream beside the calls.
    pub record: StreamRecord,
    /// Quantities that are not known.
    pub missing: Vec<Missing>,
    with_evidence: bool,
}

impl Made {
    pub fn of(transport: Transport) -> Self {
        Self {
            scenario: Scenario::pair(transport, Vec::new(), Vec::new()),
            calls: [Recording::new(CLIENT), Recording::new(SERVER)],
            sent: 0,
            read: 0,
            messages: 0,
            datagrams_read: 0,
            samples: Vec::new(),
            departures: Vec::new(),
            options: Vec::new(),
            record: StreamRecord::default(),
            missing: Vec::new(),
            with_evidence: true,
        }
    }

    pub fn tcp() -> Self {
        Self::of(Transport::Tcp)
    }

    /// What its pane counts.
    pub fn counting(mut self, counts: Counts) -> Self {
        self.scenario.counts = counts;
        self
    }

    /// The kernel was not asked.
    pub fn without_evidence(mut self) -> Self {
        self.with_evidence = false;
        self
    }

    /// A client's option from the start.
    pub fn option(mut self, option: SocketOption) -> Self {
        self.scenario.endpoints[0].options.push(option);
        let (option, asked) = (option.name(), option.asked());
        self.options.push(OptionReport { endpoint: CLIENT, option, asked, got: Ok(asked) });
        self
    }

    /// The client sets an option on its way.
    pub fn set(mut self, at: u64, option: SocketOption) -> Self {
        let call = Call::new(CLIENT, CallKind::SetOption);
        self.calls[0].push(&Call { start_ns: at, end_ns: at + 1, ..call });
        let (option, asked) = (option.name(), option.asked());
        self.options.push(OptionReport { endpoint: CLIENT, option, asked, got: Ok(asked) });
        self
    }

    /// A message in one call that takes one nanosecond.
    pub fn send(self, at: u64, len: u32) -> Self {
        self.send_call(at, len, len, false, true)
    }

    pub fn send_more(self, at: u64, len: u32) -> Self {
        self.send_call(at, len, len, true, true)
    }

    /// The next call of the same message.
    pub fn send_rest(self, at: u64, len: u32) -> Self {
        self.send_call(at, len, len, false, false)
    }

    pub fn send_call(mut self, at: u64, asked: u32, len: u32, more: bool, is_new: bool) -> Self {
        if is_new {
            self.messages += 1;
        }
        let datagram = (!self.scenario.transport.is_stream()).then(|| self.messages - 1);
        self.calls[0].push(&Call {
            start_ns: at,
            end_ns: at + 1,
            asked,
            outcome: Ok(len),
            stream: Some(STREAM),
            offset: StreamOffset(self.sent),
            message: Some(self.messages - 1),
            datagram,
            more,
            ..Call::new(CLIENT, CallKind::Send)
        });
        self.sent += u64::from(len);
        self
    }

    /// A recv that returns one nanosecond later.
    pub fn recv(mut self, at: u64, asked: u32, len: u32) -> Self {
        let datagram = (!self.scenario.transport.is_stream()).then_some(self.datagrams_read);
        self.datagrams_read += 1;
        self.calls[1].push(&Call {
            start_ns: at,
            end_ns: at + 1,
            asked,
            outcome: Ok(len),
            stream: Some(STREAM),
            offset: StreamOffset(self.read),
            datagram,
            ..Call::new(SERVER, CallKind::Recv)
        });
        self.read += u64::from(len);
        self
    }

    /// A message that the kernel does not take.
    pub fn send_fails(mut self, at: u64, asked: u32, error: ErrorName) -> Self {
        self.messages += 1;
        self.calls[0].push(&Call {
            start_ns: at,
            end_ns: at + 1,
            asked,
            outcome: Err(error),
            stream: Some(STREAM),
            offset: StreamOffset(self.sent),
            message: Some(self.messages - 1),
            ..Call::new(CLIENT, CallKind::Send)
        });
        self
    }

    /// A recv that fails.
    pub fn recv_fails(mut self, at: u64, asked: u32, error: ErrorName) -> Self {
        self.calls[1].push(&Call {
            start_ns: at,
            end_ns: at + 1,
            asked,
            outcome: Err(error),
            stream: Some(STREAM),
            offset: StreamOffset(self.read),
            ..Call::new(SERVER, CallKind::Recv)
        });
        self
    }

    /// What the client's kernel says: how many bytes left, in how many segments, how many of these
    /// are not acknowledged. All that was sent by now was accepted.
    pub fn look(self, at: u64, left: u64, segments: u64, unacked: u64) -> Self {
        self.look_with(at, left, segments, unacked, &[])
    }

    pub fn look_with(
        mut self,
        at: u64,
        left: u64,
        segments: u64,
        unacked: u64,
        more: &[(Quantity, u64)],
    ) -> Self {
        let mut sample = Sample::new(CLIENT, at);
        let usual = [
            (Quantity::BytesSent, left),
            (Quantity::BytesRetransmitted, 0),
            (Quantity::DataSegsOut, segments),
            (Quantity::Retransmits, 0),
            (Quantity::NotSent, self.sent - left),
            (Quantity::Unacked, unacked),
            (Quantity::SendMss, 1000),
            (Quantity::SendWindow, 65_536),
        ];
        for &(quantity, value) in usual.iter().chain(more) {
            sample.set(quantity, value);
        }
        self.samples.push(sample);
        self
    }

    /// A sample of either side.
    pub fn sample(mut self, endpoint: EndpointId, at: u64, values: &[(Quantity, u64)]) -> Self {
        let mut sample = Sample::new(endpoint, at);
        for &(quantity, value) in values {
            sample.set(quantity, value);
        }
        self.samples.push(sample);
        self
    }

    /// When the byte before `end` left, and when it was acknowledged.
    pub fn departure(mut self, end: u64, sent: u64, acked: Option<u64>) -> Self {
        self.departures.push(Departure {
            stream: STREAM,
            end: StreamOffset(end),
            scheduled_ns: None,
            sent_ns: Some(sent),
            acked_ns: acked,
        });
        self
    }

    pub fn trace(self) -> (Trace, StreamView) {
        let record = StreamRecord { sent: self.sent, ..self.record };
        let streams = vec![record, StreamRecord::default()];
        let mut trace = Trace::new(Arc::new(self.scenario), self.calls.to_vec(), streams);
        trace.options = self.options;
        trace.evidence =
            self.with_evidence.then(|| Evidence::new(self.samples, self.departures, self.missing));
        let view = StreamView::of(&trace, STREAM);
        (trace, view)
    }
}
