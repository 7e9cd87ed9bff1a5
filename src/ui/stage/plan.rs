//! What a script means to send, for the time before its run may be seen.

use crate::model::{
    Action, ByteSpan, CallIndex, EndpointId, Message, Scenario, Step, StreamId, StreamOffset,
};

/// Messages drawn from a plan at most; a run may have more.
const MOST_MESSAGES: usize = 20_000;
/// Bytes written out at most.
const MOST_BYTES: usize = 1 << 20;

/// The messages of a stream before they are sent.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// In order. They name no call yet.
    pub messages: Vec<Message>,
    /// Their bytes, as far as they are written out.
    pub bytes: Vec<u8>,
    /// Whether a service answers: what it will send is not planned.
    pub has_service: bool,
    /// Sends that count, the empty ones too.
    pub sends: u64,
    /// Of them, those without a byte, on a byte stream.
    pub empty: u64,
    /// The number of the first message that counts.
    pub first_message: u32,
    next_number: u32,
    measured_from: usize,
}

impl Plan {
    /// Reads the script of the stream's sender.
    pub fn of(scenario: &Scenario, stream: StreamId) -> Self {
        let (from, to) = scenario.ends(stream);
        let default_stream = scenario.outgoing(from) == Some(stream);
        let mut plan = Self::default();
        let counts = |named: Option<EndpointId>| named.map_or(default_stream, |named| named == to);
        plan.add(&scenario.endpoint(from).script, scenario.transport.is_stream(), &counts);
        let measured_from = plan.measured_from;
        for message in plan.messages.iter_mut().take(measured_from) {
            message.measured = false;
        }
        plan
    }

    /// Whether something that counts is to be sent.
    pub fn has_measured(&self) -> bool {
        self.has_service || self.sends > 0
    }

    fn add(&mut self, steps: &[Step], is_stream: bool, counts: &dyn Fn(Option<EndpointId>) -> bool) {
        for step in steps {
            match &step.action {
                Action::Send { payload, to, .. } if counts(*to) => {
                    let start = self.end();
                    if self.bytes.len() < MOST_BYTES {
                        payload.write_to(start, &mut self.bytes);
                    }
                    self.push(ByteSpan { start, len: payload.len() }, is_stream);
                }
                Action::Serve(_) => self.has_service = true,
                Action::Measure => {
                    self.measured_from = self.messages.len();
                    (self.sends, self.empty, self.first_message) = (0, 0, self.next_number);
                }
                Action::Repeat { times, steps } => {
                    for _ in 0..*times {
                        if self.messages.len() >= MOST_MESSAGES {
                            return;
                        }
                        self.add(steps, is_stream, counts);
                    }
                }
                _ => {}
            }
        }
    }

    fn push(&mut self, span: ByteSpan, is_stream: bool) {
        let number = self.next_number;
        self.next_number += 1;
        self.sends += 1;
        if is_stream && span.is_empty() {
            self.empty += 1;
            return;
        }
        let no_call = CallIndex(u32::MAX);
        self.messages.push(Message {
            number,
            span,
            first_call: no_call,
            last_call: no_call,
            measured: true,
            fate: None,
        });
    }

    fn end(&self) -> StreamOffset {
        self.messages.last().map_or(StreamOffset(0), |message| message.span.end())
    }
}
