//! What held bytes back at the sender, as its counters and options told at the time.

use super::{Cause, Place, Witness};
use crate::model::boundary::{Message, StreamView};
use crate::model::scenario::Transport;
use crate::model::span::StreamOffset;
use crate::model::trace::Trace;

/// What may have held the bytes before a boundary back until those behind it came.
#[derive(Default)]
pub(super) struct Held {
    /// Everything that would have held them by itself; [`Cause::OneSegment`] if nothing is known to.
    pub causes: Vec<Cause>,
    /// Whether part of it is a conclusion.
    pub inferred: bool,
    /// The end of the bytes for whose ACK Nagle's algorithm waited.
    acked: Option<StreamOffset>,
}

/// What held one message back in its sender's kernel, whether or not that cost a boundary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hold {
    /// Who did it; several where the evidence allows several, none where nothing tells.
    pub causes: Vec<Cause>,
    /// Whether it was concluded rather than told by the kernel.
    pub inferred: bool,
    /// The number of the message whose ACK Nagle's algorithm waited for.
    pub ack_of: Option<u32>,
}

/// Tells of the messages of one stream what held them back.
///
/// Of a message that left together with the next one it says what [`lost`](super::lost) says of the
/// boundary between them; of one that nothing joined, what was in force until it left.
pub struct Holds<'a> {
    witness: Witness<'a>,
    view: &'a StreamView,
}

impl<'a> Holds<'a> {
    /// Of a stream of a run.
    pub fn of(trace: &'a Trace, view: &'a StreamView) -> Self {
        Self { witness: Witness::of(trace, view), view }
    }

    /// What held a message back; nothing is known of one that did not wait.
    pub fn on(&self, message: &Message) -> Hold {
        if self.witness.transport != Transport::Tcp {
            return Hold::default();
        }
        let at = message.span.end();
        let (held, inferred) = match self.witness.place(at) {
            Place::Within { inferred, .. } => (self.witness.held_at(at), inferred),
            // Perhaps it left with the next, perhaps not.
            Place::Unknown => (self.witness.held_at(at), true),
            Place::Between { .. } => (self.witness.held_alone(at), false),
        };
        let mut causes = held.causes;
        causes.retain(|&cause| cause != Cause::OneSegment);
        causes.sort_unstable();
        let is_acked = |end: StreamOffset| {
            let with = |message: &Message| message.span.start < end && end <= message.span.end();
            let at = self.view.messages.partition_point(|message| message.span.end() < end);
            self.view.messages[at..].iter().find(|message| with(message)).map(|message| message.number)
        };
        let ack_of = held.acked.and_then(is_acked);
        Hold { inferred: inferred || held.inferred || causes.len() > 1, causes, ack_of }
    }
}

/// At which moments the counters are asked, in nanoseconds since the run began.
struct Asked {
    /// When the bytes were offered: what was seen before tells nothing of them.
    since: u64,
    /// Until when they waited.
    until: u64,
    /// A moment at which they waited, if at all.
    waiting: u64,
}

impl Witness<'_> {
    /// What still held back the bytes before a boundary when those behind it were offered.
    pub(super) fn held_at(&self, at: StreamOffset) -> Held {
        let sender = &self.sender;
        let (Some(before), Some(behind)) = (sender.call_before(at), sender.call_with(at)) else {
            return Held { causes: vec![Cause::OneSegment], ..Held::default() };
        };
        let mut held = Held::default();
        if before.more {
            held.causes.push(Cause::More);
        }
        if self.in_force.cork(before.start_ns) && self.in_force.cork(behind.start_ns) {
            held.causes.push(Cause::Cork);
        }
        let asked = Asked { since: before.start_ns, until: behind.start_ns, waiting: behind.start_ns };
        self.ask_counters(at, &asked, &mut held);
        if held.causes.is_empty() {
            held.causes.push(Cause::OneSegment);
        }
        held
    }

    /// What held back the bytes before a place until they left, with nothing behind them.
    fn held_alone(&self, at: StreamOffset) -> Held {
        let mut held = Held::default();
        let (Some(call), Some(left)) = (self.sender.call_before(at), self.sender.left(at)) else {
            return held;
        };
        if left.ns <= call.end_ns {
            return held;
        }
        if call.more {
            held.causes.push(Cause::More);
        }
        if self.in_force.cork(call.start_ns) {
            held.causes.push(Cause::Cork);
        }
        // Seen at the latest just before they left.
        let until = left.ns.saturating_sub(1);
        // A look during the call knows only a part of its bytes.
        let asked = Asked { since: call.end_ns, until, waiting: call.start_ns };
        self.ask_counters(at, &asked, &mut held);
        held
    }

    fn ask_counters(&self, at: StreamOffset, asked: &Asked, held: &mut Held) {
        let Some(look) = self.sender.look_by(asked.until) else { return };
        if look.at_ns < asked.since || look.left >= at {
            return;
        }
        let waiting = at.since(look.left);
        if look.window_is_closed_for(waiting) {
            held.causes.push(Cause::WindowClosed);
        }
        // Nagle's algorithm lets a small segment wait while a small one is not acknowledged, RFC 896.
        let is_small = look.segment_size.is_none_or(|size| waiting < size);
        if !is_small || !self.in_force.nagle(asked.waiting) {
            return;
        }
        match self.sender.acked_exactly(look.left) {
            // The ACK had come before the next bytes did: Nagle let go then.
            Some(acked_ns) if acked_ns < asked.waiting => {}
            Some(acked_ns) => {
                held.causes.push(Cause::Nagle);
                held.acked = Some(look.left);
                held.inferred |= !self.left_at_or_after(at, acked_ns);
            }
            None if look.unacked.is_some_and(|segments| segments > 0) => {
                held.causes.push(Cause::Nagle);
                held.acked = Some(look.left);
                held.inferred = true;
            }
            None => {}
        }
    }

    /// Whether the bytes before a place are known to have left at an ACK or later, or to have filled a
    /// segment, which need not wait for one.
    fn left_at_or_after(&self, at: StreamOffset, acked_ns: u64) -> bool {
        let Some(handover) = at.0.checked_sub(1).and_then(|byte| self.handover_with(StreamOffset(byte)))
        else {
            return false;
        };
        let size = self.sender.look_by(u64::MAX).and_then(|look| look.segment_size);
        let filled = size.is_some_and(|size| handover.span.len >= size);
        filled || handover.left.is_some_and(|left| left.ns >= acked_ns)
    }

    /// What surely kept the byte at that place from being there when a recv returned, if the counters
    /// or the calls tell.
    pub(super) fn kept_back(&self, at: StreamOffset, returned_ns: u64) -> Option<Cause> {
        let rest = self.sender.call_with(at);
        let is_start_of_call = rest.is_some_and(|call| call.span.start == at);
        if is_start_of_call && rest.is_some_and(|call| call.start_ns >= returned_ns) {
            return Some(Cause::PartialSend);
        }
        let look = self.sender.look_by(returned_ns)?;
        // Seen after the bytes before the place had left and before the next one did.
        let is_between = look.left <= at && at.since(look.left) == 0;
        let has_returned = rest.is_some_and(|call| call.end_ns <= look.at_ns);
        // While a call waits for room, the counters alone tell how much of it was accepted.
        let accepted =
            if has_returned { rest.map(|call| call.span.end().since(look.left)) } else { look.not_sent };
        let is_closed = accepted.is_some_and(|accepted| look.window_is_closed_for(accepted));
        (is_between && is_closed).then_some(Cause::WindowClosed)
    }
}
