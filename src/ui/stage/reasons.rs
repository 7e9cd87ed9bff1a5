//! What the stage says about who merged and who cut, and about how the bytes left.

use crate::model::boundary::Boundary;
use crate::model::cause::{Fault, faults};
use crate::model::{BoundaryFate, CallIndex, Cause, Explanation};
use crate::text::cause::{CauseFacts, Reason, ToldFault, wait};

use super::labels::Telling;
use super::layout::{How, Stretch};

impl Telling<'_> {
    /// What is said of who did it to a read, in sentences.
    pub fn sentences(&self, read: CallIndex) -> Vec<String> {
        ToldFault::sentences(&self.told_faults(read), self.words.comma)
    }

    /// All of them in a word or two each.
    pub fn short_reasons(&self, read: CallIndex) -> String {
        ToldFault::shorts(&self.told_faults(read), self.words.comma)
    }

    fn told_faults(&self, read: CallIndex) -> Vec<ToldFault> {
        if self.counts_bytes() {
            return Vec::new();
        }
        let told = |fault: &Fault| {
            // Whatever kept the rest from coming in time, it was thrown away in the end.
            let reset = self.reset_after(read).filter(|_| fault.is_cut);
            ToldFault {
                sentence: reset.clone().unwrap_or_else(|| self.said(fault, read, true)),
                short: reset.unwrap_or_else(|| self.said(fault, read, false)),
                boundaries: fault.boundaries,
                is_cut: fault.is_cut,
            }
        };
        faults(&self.facts.lost, &self.facts.cuts, read).iter().map(told).collect()
    }

    fn said(&self, fault: &Fault, read: CallIndex, long: bool) -> String {
        self.explained(&fault.why, fault.boundaries > 1, fault.is_cut, read, long)
    }

    fn explained(&self, why: &Explanation, many: bool, cut: bool, read: CallIndex, long: bool) -> String {
        let waited = why.wait_ns.map(wait);
        let recv = self.written(read);
        let reason = Reason {
            causes: why.causes.iter().map(|cause| cause.name()).collect(),
            facts: CauseFacts {
                many,
                segments: self.facts.transport.is_internet(),
                wait: waited.as_deref(),
                recv: &recv,
            },
            cut,
            inferred: why.inferred,
        };
        if long { self.words.causes.sentence(&reason) } else { self.words.causes.short(&reason) }
    }

    /// Who took away one boundary.
    pub fn boundary_sentence(&self, boundary: &Boundary) -> Option<String> {
        if !matches!(boundary.fate, BoundaryFate::Lost(_)) {
            return None;
        }
        let found =
            self.facts.lost.binary_search_by_key(&boundary.after_message, |(message, _)| *message);
        let (_, why) = &self.facts.lost[found.ok()?];
        Some(self.explained(why, false, false, why.call, true))
    }

    /// The name of a segment, of several, or of bytes of which less is known.
    pub fn stretch_name(&self, stretch: &Stretch) -> String {
        let (first, last) = (stretch.block.items.start as u64 + 1, stretch.block.items.end as u64);
        let names = &self.words.names;
        match stretch.how {
            How::Counted if last < first => self.words.marks.unknown_segments.to_owned(),
            How::Counted => (self.words.marks.uncertain_cuts)(last + 1 - first),
            How::Uncounted => self.words.marks.left_uncut.to_owned(),
            How::Unseen => (names.not_seen)(stretch.span.len),
            _ if last > first => (names.segments)(first, last, stretch.span.len),
            how => (names.segment)(first, stretch.span.len, how == How::Inferred),
        }
    }

    /// The rows of a segment's card: when it left, what held it back, and how that is known.
    pub fn ways(&self, stretch: &Stretch) -> Vec<(&'static str, String)> {
        let card = &self.words.card;
        let mut rows = Vec::new();
        let handovers = self.facts.handovers.as_ref().map_or(&[][..], Vec::as_slice);
        if let Some(handover) = stretch.handover.and_then(|place| handovers.get(place))
            && handover.span.end() == stretch.span.end()
        {
            if let (Some(left), Some(accepted)) = (handover.left, self.accepted_ns(stretch)) {
                let waited = wait(left.ns.saturating_sub(accepted));
                let text = match self.holder(stretch) {
                    Some(cause) => (card.held)(&waited, left.inferred, &cause),
                    None if left.ns <= accepted => card.during_send.to_owned(),
                    None => (card.after_send)(&waited),
                };
                rows.push((card.left, text));
            }
            if let Some(acked_ns) = handover.acked_ns {
                rows.push((
                    card.acknowledged,
                    format!("{}.{} µs", acked_ns / 1000, acked_ns % 1000 / 100),
                ));
            }
        }
        let source = match stretch.how {
            How::Measured => card.counted,
            How::Inferred | How::Counted | How::Uncounted | How::Unseen => card.inferred,
        };
        rows.push((card.source, source.to_owned()));
        rows
    }

    /// When the message of a stretch's first byte was accepted.
    fn accepted_ns(&self, stretch: &Stretch) -> Option<u64> {
        let messages = &self.facts.view.messages;
        let at = messages.partition_point(|message| message.span.end() <= stretch.span.start);
        Some(self.call(messages.get(at)?.last_call)?.end_ns)
    }

    /// What held a segment back: the cause of a boundary that was lost inside it.
    fn holder(&self, stretch: &Stretch) -> Option<String> {
        let inside =
            |boundary: &&Boundary| boundary.at > stretch.span.start && boundary.at < stretch.span.end();
        let boundary = self.facts.view.boundaries.iter().find(inside)?;
        let found =
            self.facts.lost.binary_search_by_key(&boundary.after_message, |(message, _)| *message);
        let (_, why) = &self.facts.lost[found.ok()?];
        let before = self
            .facts
            .view
            .messages
            .iter()
            .rev()
            .find(|message| message.measured && message.span.end() <= stretch.span.start);
        let number = before.map_or(0, |message| self.number(message));
        let holding = |cause: &Cause| Some((self.words.causes.of(cause.name())?.holding?)(number));
        let list: Vec<String> = why.causes.iter().filter_map(holding).collect();
        (!list.is_empty()).then(|| list.join(self.words.causes.or))
    }

    /// Why nothing is known about the segments.
    pub fn why_unknown(&self) -> Option<(&'static str, String)> {
        let card = &self.words.card;
        let reason = self.facts.handovers.as_ref().err()?;
        Some((card.source, (card.not_available)(reason)))
    }
}
