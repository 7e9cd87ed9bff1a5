//! What held bytes back at the sender, as its counters and options told at the time.

use super::{Cause, Witness};
use crate::model::sender::Accepted;
use crate::model::span::StreamOffset;

/// What may have held the bytes before a boundary back until those behind it came.
pub(super) struct Held {
    /// Everything that would have held them by itself; [`Cause::OneSegment`] if nothing is known to.
    pub causes: Vec<Cause>,
    /// Whether part of it is a conclusion.
    pub inferred: bool,
}

impl Witness<'_> {
    /// What still held back the bytes before a boundary when those behind it were offered.
    pub(super) fn held_at(&self, at: StreamOffset) -> Held {
        let sender = &self.sender;
        let (Some(before), Some(behind)) = (sender.call_before(at), sender.call_with(at)) else {
            return Held { causes: vec![Cause::OneSegment], inferred: false };
        };
        let mut held = Held { causes: Vec::new(), inferred: false };
        if before.more {
            held.causes.push(Cause::More);
        }
        if self.in_force.cork(before.start_ns) && self.in_force.cork(behind.start_ns) {
            held.causes.push(Cause::Cork);
        }
        self.ask_counters(at, before, behind, &mut held);
        if held.causes.is_empty() {
            held.causes.push(Cause::OneSegment);
        }
        held
    }

    fn ask_counters(&self, at: StreamOffset, before: &Accepted, behind: &Accepted, held: &mut Held) {
        let Some(look) = self.sender.look_by(behind.start_ns) else { return };
        if look.at_ns < before.start_ns || look.left >= at {
            return;
        }
        let waiting = at.since(look.left);
        if look.window_is_closed_for(waiting) {
            held.causes.push(Cause::WindowClosed);
        }
        // Nagle's algorithm lets a small segment wait while a small one is not acknowledged, RFC 896.
        let is_small = look.segment_size.is_none_or(|size| waiting < size);
        if !is_small || !self.in_force.nagle(behind.start_ns) {
            return;
        }
        match self.sender.acked_exactly(look.left) {
            // The ACK had come before the next bytes did: Nagle let go then.
            Some(acked_ns) if acked_ns < behind.start_ns => {}
            Some(acked_ns) => {
                held.causes.push(Cause::Nagle);
                held.inferred |= !self.left_at_or_after(at, acked_ns);
            }
            None if look.unacked.is_some_and(|segments| segments > 0) => {
                held.causes.push(Cause::Nagle);
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
        let accepted = rest.map_or(0, |call| call.span.end().since(look.left));
        let waits = rest.is_some_and(|call| call.end_ns <= look.at_ns);
        (is_between && waits && look.window_is_closed_for(accepted)).then_some(Cause::WindowClosed)
    }
}
