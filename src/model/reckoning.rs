//! What a stream's run came to, and whether that is good: the one rule behind every verdict, in the window
//! and in the terminal.
//!
//! - **Good**: everything that was offered arrived, as the pane counts it. Where it counts messages, each
//!   recv returned exactly one, or its decoder found each whole; where it counts bytes, all of them were read.
//! - **Bad**: something is lost to the program. A message boundary, where messages count; bytes that a
//!   datagram's recv cut off, that the kernel dropped or a reset threw away; the rest of a short send. A
//!   refused or an empty send is a lost message; where bytes count, the program still has its own.
//! - **Open**: neither. Bytes still wait, or nobody has read.

use super::boundary::{StreamView, Verdict};
use super::error_name::ErrorName;
use super::scenario::Counts;
use super::sends::{SendStep, send_steps};
use super::trace::Trace;

/// What a run is worth, as its pane counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// Everything arrived.
    Good,
    /// Something is lost.
    Bad,
    /// Neither.
    Open,
}

/// The measured part of one stream in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reckoning {
    /// What the pane counts.
    pub counts: Counts,
    /// Send steps, the empty and the refused ones too.
    pub sends: u64,
    /// Of them, those without a byte, on a byte stream: nothing travelled.
    pub empty: u64,
    /// Of them, those that the kernel refused: each error with how often it came.
    pub refused: Vec<(ErrorName, u64)>,
    /// Reads that brought data or a datagram.
    pub reads: u64,
    /// Bytes that were offered to the kernel.
    pub offered: u64,
    /// Bytes that were read.
    pub read: u64,
    /// Bytes of short sends that stayed with the program.
    pub kept: u64,
    /// Bytes cut off datagrams.
    pub cut_off: u64,
    /// Datagrams that the kernel dropped.
    pub dropped: u64,
    /// Datagrams that nobody read.
    pub unread_datagrams: u64,
    /// Bytes of a byte stream that were taken and not read.
    pub unread: u64,
    /// Whether a reset threw away what was not read.
    pub is_reset: bool,
    /// Whether a program that takes each recv for one message, or the receiver's decoder, would be wrong.
    pub is_broken: bool,
}

impl Reckoning {
    /// Counts what was offered before the message of that number, all of it without one, and the reads
    /// that the view has.
    pub fn of(trace: &Trace, view: &StreamView, before: Option<u32>) -> Self {
        let is_stream = trace.scenario.transport.is_stream();
        let steps = send_steps(trace, view.stream);
        let steps = &steps[..steps.partition_point(|step| before.is_none_or(|end| step.message < end))];
        let mut refused: Vec<(ErrorName, u64)> = Vec::new();
        for error in steps.iter().filter_map(|step| step.refused) {
            match refused.iter_mut().find(|(known, _)| *known == error) {
                Some((_, times)) => *times += 1,
                None => refused.push((error, 1)),
            }
        }
        let reads = || view.data_reads();
        let from = steps.first().map(|step| step.at).unwrap_or_default();
        let read_to = reads().map(|read| read.span.end()).max().unwrap_or(from);
        let taken_to = steps.iter().map(|step| step.at.advanced_by(step.taken)).max().unwrap_or_default();
        let unread = if is_stream { taken_to.0.saturating_sub(read_to.0) } else { 0 };
        let cut_off = |read: &super::boundary::Read| {
            let piece = view.pieces_of(read).first().filter(|_| read.verdict == Verdict::Truncated)?;
            Some(view.message(piece.message)?.span.len.saturating_sub(read.span.len))
        };
        let is_broken = match trace.frames_of(view.stream) {
            Some(frames) => !frames.are_whole(),
            None => view.summary.broken,
        };
        Self {
            counts: trace.scenario.counts,
            sends: steps.len() as u64,
            empty: steps.iter().filter(|step| is_stream && step.is_empty()).count() as u64,
            refused,
            reads: view.summary.reads,
            offered: steps.iter().map(|step| step.offered).sum(),
            read: reads().map(|read| read.span.len).sum(),
            kept: steps.iter().filter(|step| step.is_short()).map(SendStep::kept).sum(),
            cut_off: reads().filter_map(cut_off).sum(),
            dropped: view.summary.dropped,
            unread_datagrams: view.summary.unread,
            unread,
            is_reset: unread > 0 && was_reset(trace, view),
            is_broken,
        }
    }

    /// Bytes that the kernel took.
    pub fn taken(&self) -> u64 {
        self.read + self.unread
    }

    /// Bytes that a reset threw away.
    pub fn thrown_away(&self) -> u64 {
        if self.is_reset { self.unread } else { 0 }
    }

    /// Whether bytes, or whole datagrams, are lost to the program, wherever the boundaries went.
    pub fn has_loss(&self) -> bool {
        let refused = self.counts == Counts::Messages && !self.refused.is_empty();
        refused || self.is_reset || self.kept + self.cut_off + self.dropped > 0
    }

    /// Whether message boundaries are lost, where they count.
    pub fn misses_boundaries(&self) -> bool {
        self.counts == Counts::Messages && self.is_broken
    }

    /// What it is worth.
    pub fn worth(&self) -> Worth {
        let missed = self.misses_boundaries() || self.counts == Counts::Messages && self.empty > 0;
        let waits = self.unread + self.unread_datagrams > 0;
        if self.has_loss() || missed {
            Worth::Bad
        } else if waits || self.reads == 0 || !self.refused.is_empty() {
            Worth::Open
        } else {
            Worth::Good
        }
    }
}

/// Whether the reader was told that the peer had reset the connection.
fn was_reset(trace: &Trace, view: &StreamView) -> bool {
    let reset = Err(ErrorName::ConnectionReset);
    trace
        .calls()
        .any(|(_, call)| call.stream == Some(view.stream) && call.kind.is_recv() && call.outcome == reset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Transport;
    use crate::model::made::Made;

    fn check(made: &Made, messages: Worth, bytes: Worth) {
        for (counts, expected) in [(Counts::Messages, messages), (Counts::Bytes, bytes)] {
            let (trace, view) = made.clone().counting(counts).trace();
            let reckoning = Reckoning::of(&trace, &view, None);
            assert_eq!(reckoning.worth(), expected, "{reckoning:#?}");
        }
    }

    #[test]
    fn what_arrived_as_the_pane_counts_it_is_good() {
        let sent = || Made::tcp().send(0, 5).send(10, 4);
        check(&sent().recv(20, 10, 5).recv(30, 10, 4), Worth::Good, Worth::Good);
        check(&sent().recv(20, 10, 9), Worth::Bad, Worth::Good);
        check(&sent().recv(20, 3, 3).recv(30, 10, 6), Worth::Bad, Worth::Good);
    }

    #[test]
    fn what_nobody_has_read_is_neither() {
        check(&Made::tcp().send(0, 5), Worth::Open, Worth::Open);
        check(&Made::tcp().send(0, 5).send(10, 4).recv(20, 5, 5), Worth::Open, Worth::Open);
        check(&Made::tcp(), Worth::Open, Worth::Open);
    }

    #[test]
    fn a_short_send_loses_its_rest() {
        check(&Made::tcp().send_call(0, 9, 4, false, true).recv(10, 9, 4), Worth::Bad, Worth::Bad);
        let again = Made::tcp().send_call(0, 9, 4, false, true).send_rest(10, 5);
        check(&again.recv(20, 9, 9), Worth::Good, Worth::Good);
    }

    #[test]
    fn a_refused_send_is_a_lost_message_and_no_lost_byte() {
        let refused = |error| Made::tcp().send(0, 5).send_fails(10, 4, error).recv(20, 9, 5);
        check(&refused(ErrorName::BrokenPipe), Worth::Bad, Worth::Open);
        let (trace, view) = refused(ErrorName::BrokenPipe).trace();
        let reckoning = Reckoning::of(&trace, &view, None);
        assert_eq!((reckoning.sends, reckoning.refused), (2, vec![(ErrorName::BrokenPipe, 1)]));
    }

    #[test]
    fn an_empty_send_is_a_lost_message_where_there_are_no_boundaries() {
        check(&Made::tcp().send(0, 5).send(10, 0).recv(20, 9, 5), Worth::Bad, Worth::Good);
        check(&Made::tcp().send(0, 0), Worth::Bad, Worth::Open);
        check(&Made::of(Transport::Udp).send(0, 0).recv(10, 9, 0), Worth::Good, Worth::Good);
    }

    #[test]
    fn a_reset_throws_away_what_was_not_read() {
        let made = Made::tcp().send(0, 9).recv(10, 4, 4).recv_fails(20, 4, ErrorName::ConnectionReset);
        check(&made, Worth::Bad, Worth::Bad);
        let (trace, view) = made.trace();
        assert_eq!(Reckoning::of(&trace, &view, None).thrown_away(), 5);
        let whole = Made::tcp().send(0, 9).recv(10, 9, 9).recv_fails(20, 4, ErrorName::ConnectionReset);
        check(&whole, Worth::Good, Worth::Good);
    }

    #[test]
    fn a_dropped_datagram_is_lost_however_one_counts() {
        let mut made = Made::of(Transport::Udp).send(0, 5).send(10, 5).recv(20, 9, 5);
        made.record.dropped = Some(1);
        check(&made, Worth::Bad, Worth::Bad);
    }

    #[test]
    fn on_the_way_only_what_was_offered_counts() {
        let (trace, view) = Made::tcp().send(0, 5).send(10, 0).send(20, 4).trace();
        let reckoning = Reckoning::of(&trace, &view, Some(2));
        assert_eq!((reckoning.sends, reckoning.empty, reckoning.offered), (2, 1, 5));
    }
}
