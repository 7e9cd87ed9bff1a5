//! Sends × reads → where each message boundary went, and what each read is worth.
//!
//! Both sides of a stream are lists of spans in the same coordinates, so they line up by offset
//! alone, in O(sends + reads).

use std::ops::Range;

use super::datagram;
use super::recording::Call;
use super::scenario::StreamId;
use super::span::{ByteSpan, StreamOffset};
use super::trace::{CallIndex, Trace};

/// What a program that takes each recv for one message would make of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Exactly one whole message.
    Intact,
    /// Several whole messages.
    Merged,
    /// A piece of one message.
    Partial,
    /// Several messages, of which at least one is not whole.
    Mixed,
    /// The start of a datagram, whose rest is lost.
    Truncated,
    /// A datagram without a byte.
    Empty,
    /// The peer will send no more.
    EndOfStream,
}

impl Verdict {
    /// The name used in JSON and in claims.
    pub fn name(self) -> &'static str {
        match self {
            Self::Intact => "intact",
            Self::Merged => "merged",
            Self::Partial => "partial",
            Self::Mixed => "mixed",
            Self::Truncated => "truncated",
            Self::Empty => "empty",
            Self::EndOfStream => "end-of-stream",
        }
    }

    /// Whether taking this read for one message would be wrong.
    pub fn is_broken(self) -> bool {
        matches!(self, Self::Merged | Self::Partial | Self::Mixed | Self::Truncated)
    }
}

/// What became of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatagramFate {
    /// Read whole.
    Delivered,
    /// Read in part; the rest is lost.
    Truncated,
    /// The kernel dropped it: the receive buffer was full, or nobody had its port yet.
    Dropped,
    /// It waited in the receive buffer when the run ended.
    Unread,
}

/// The bytes that one send step got accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Counted from zero in its stream.
    pub number: u32,
    /// Where its bytes stand.
    pub span: ByteSpan,
    /// Its first send call.
    pub first_call: CallIndex,
    /// Its last send call.
    pub last_call: CallIndex,
    /// Whether it belongs to the measured part.
    pub measured: bool,
    /// What became of it, on transports that keep boundaries.
    pub fate: Option<DatagramFate>,
}

/// A part of a message in a read, counted within the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The message's number.
    pub message: u32,
    /// Its first byte in the read.
    pub from: u64,
    /// The byte behind its last one in the read.
    pub to: u64,
}

/// What one recv returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The call.
    pub call: CallIndex,
    /// The bytes it brought.
    pub span: ByteSpan,
    /// What they are worth.
    pub verdict: Verdict,
    /// Whose bytes they are: a range of [`StreamView::pieces`].
    pub pieces: Range<usize>,
    /// Whether it belongs to the measured part.
    pub measured: bool,
}

/// What became of the boundary between two messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundaryFate {
    /// A read ends there.
    Kept,
    /// That read, by its place in [`StreamView::reads`], runs over it.
    Lost(usize),
    /// The bytes behind it were not read.
    Unreached,
}

/// The boundary between a message and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// The number of the message before it.
    pub after_message: u32,
    /// Where it stands.
    pub at: StreamOffset,
    /// What became of it.
    pub fate: BoundaryFate,
}

/// The counts of one stream's measured part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Messages of which the kernel took at least one byte, and empty datagrams.
    pub messages: u64,
    /// Reads that brought data or a datagram.
    pub reads: u64,
    /// Inner boundaries at which a read ends.
    pub kept: u64,
    /// Inner boundaries that a read runs over.
    pub lost: u64,
    /// Inner boundaries behind which nothing was read.
    pub unreached: u64,
    /// Datagrams read whole.
    pub delivered: u64,
    /// Datagrams read in part.
    pub truncated: u64,
    /// Datagrams that the kernel dropped.
    pub dropped: u64,
    /// Datagrams that nobody read.
    pub unread: u64,
    /// Whether a program that takes each recv for one message would be wrong.
    pub broken: bool,
}

/// Both sides of one stream, lined up.
#[derive(Clone, Debug)]
pub struct StreamView {
    /// Which stream.
    pub stream: StreamId,
    /// Messages in order, the warm-up too. Empty TCP sends are left out: nothing travelled.
    pub messages: Vec<Message>,
    /// Reads in order, the end of the stream too.
    pub reads: Vec<Read>,
    /// The pieces of all reads, in order.
    pub pieces: Vec<Piece>,
    /// The boundaries between measured messages.
    pub boundaries: Vec<Boundary>,
    /// The counts.
    pub summary: Summary,
    /// Datagrams dropped among those whose fate is not known: their number is, and not which.
    pub undecided_drops: u64,
}

impl StreamView {
    /// Lines up one stream of a run.
    pub fn of(trace: &Trace, stream: StreamId) -> Self {
        let is_stream = trace.scenario.transport.is_stream();
        let mut messages: Vec<Message> = Vec::new();
        let mut reads = Vec::new();
        for (index, call) in trace.calls().filter(|(_, call)| call.stream == Some(stream)) {
            if call.kind.is_send() {
                add_send(&mut messages, index, &call, trace.is_measured(&call), is_stream);
            } else if call.kind.is_recv() && call.outcome.is_ok() {
                reads.push((index, call));
            }
        }
        let mut view = if is_stream {
            cut_stream(trace, stream, messages, &reads)
        } else {
            datagram::match_reads(trace, stream, messages, &reads)
        };
        view.recount(is_stream);
        view
    }

    /// Judges the boundaries by the reads that are there, and counts.
    pub(super) fn recount(&mut self, is_stream: bool) {
        self.boundaries = self.judge_boundaries(is_stream);
        self.summary = self.count();
    }

    /// The pieces of a read.
    pub fn pieces_of(&self, read: &Read) -> &[Piece] {
        &self.pieces[read.pieces.clone()]
    }

    /// The message of that number.
    pub fn message(&self, number: u32) -> Option<&Message> {
        let at = self.messages.binary_search_by_key(&number, |message| message.number).ok()?;
        self.messages.get(at)
    }

    /// The messages that are counted.
    pub fn measured_messages(&self) -> impl Iterator<Item = &Message> + '_ {
        self.messages.iter().filter(|message| message.measured)
    }

    /// The reads that are counted, the end of the stream too.
    pub fn measured_reads(&self) -> impl Iterator<Item = &Read> + '_ {
        self.reads.iter().filter(|read| read.measured)
    }

    /// The measured reads that brought data or a datagram.
    pub fn data_reads(&self) -> impl Iterator<Item = &Read> + '_ {
        self.measured_reads().filter(|read| read.verdict != Verdict::EndOfStream)
    }

    fn judge_boundaries(&self, is_stream: bool) -> Vec<Boundary> {
        let measured: Vec<_> = self.measured_messages().collect();
        let last_read = self.pieces.iter().map(|piece| piece.message).max();
        let mut reads = self.reads.iter().enumerate().peekable();
        let boundary = |message: &&Message| {
            let at = message.span.end();
            let fate = if is_stream {
                while reads.next_if(|(_, read)| read.span.end() < at).is_some() {}
                match reads.peek() {
                    Some((_, read)) if read.span.end() == at => BoundaryFate::Kept,
                    Some(&(index, _)) => BoundaryFate::Lost(index),
                    None => BoundaryFate::Unreached,
                }
            } else if last_read.is_some_and(|last| message.number <= last) {
                BoundaryFate::Kept
            } else {
                BoundaryFate::Unreached
            };
            Boundary { after_message: message.number, at, fate }
        };
        let inner = measured.len().saturating_sub(1);
        measured.iter().take(inner).map(boundary).collect()
    }

    fn count(&self) -> Summary {
        let fates = |wanted: fn(&BoundaryFate) -> bool| {
            self.boundaries.iter().filter(|boundary| wanted(&boundary.fate)).count() as u64
        };
        let datagrams = |wanted: DatagramFate| {
            self.measured_messages().filter(|message| message.fate == Some(wanted)).count() as u64
        };
        let undecided = match self.undecided_drops {
            0 => 0,
            _ => self.measured_messages().filter(|message| message.fate.is_none()).count() as u64,
        };
        Summary {
            messages: self.measured_messages().count() as u64,
            reads: self.data_reads().count() as u64,
            kept: fates(|fate| matches!(fate, BoundaryFate::Kept)),
            lost: fates(|fate| matches!(fate, BoundaryFate::Lost(_))),
            unreached: fates(|fate| matches!(fate, BoundaryFate::Unreached)),
            delivered: datagrams(DatagramFate::Delivered),
            truncated: datagrams(DatagramFate::Truncated),
            dropped: datagrams(DatagramFate::Dropped) + self.undecided_drops,
            unread: datagrams(DatagramFate::Unread) + undecided.saturating_sub(self.undecided_drops),
            broken: self.measured_reads().any(|read| read.verdict.is_broken()),
        }
    }
}

/// A message grows with each send call that carries its number.
fn add_send(messages: &mut Vec<Message>, index: CallIndex, call: &Call, measured: bool, is_stream: bool) {
    let (Ok(accepted), Some(number)) = (call.outcome, call.message) else {
        return;
    };
    let accepted = u64::from(accepted);
    match messages.last_mut().filter(|message| message.number == number) {
        Some(message) => {
            message.span.len += accepted;
            message.last_call = index;
        }
        None if is_stream && accepted == 0 => {}
        None => messages.push(Message {
            number,
            span: ByteSpan { start: call.offset, len: accepted },
            first_call: index,
            last_call: index,
            measured,
            fate: None,
        }),
    }
}

fn cut_stream(
    trace: &Trace,
    stream: StreamId,
    messages: Vec<Message>,
    reads: &[(CallIndex, Call)],
) -> StreamView {
    let spans: Vec<ByteSpan> = messages.iter().map(|message| message.span).collect();
    let read_spans: Vec<ByteSpan> = reads.iter().map(|(_, call)| span_of(call)).collect();
    let cuts = cut(&spans, &read_spans);
    let mut pieces = Vec::new();
    let reads = reads.iter().zip(&read_spans).zip(cuts).map(|(((index, call), &span), cut)| {
        let first = pieces.len();
        pieces.extend(cut.iter().map(|&(at, from, to)| Piece { message: messages[at].number, from, to }));
        let whole = cut.iter().all(|&(at, from, to)| from == 0 && to == spans[at].len);
        let verdict = match (span.is_empty(), cut.len(), whole) {
            (true, ..) => Verdict::EndOfStream,
            (_, 1, true) => Verdict::Intact,
            (_, 0 | 1, _) => Verdict::Partial,
            (_, _, true) => Verdict::Merged,
            (_, _, false) => Verdict::Mixed,
        };
        let measured = trace.is_measured(call);
        Read { call: *index, span, verdict, pieces: first..pieces.len(), measured }
    });
    let reads = reads.collect();
    let (boundaries, summary) = (Vec::new(), Summary::default());
    StreamView { stream, messages, reads, pieces, boundaries, summary, undecided_drops: 0 }
}

/// The bytes that a call moved.
pub(super) fn span_of(call: &Call) -> ByteSpan {
    ByteSpan { start: call.offset, len: call.moved() }
}

/// For each read, the messages it holds bytes of: (place of the message, from, to) within the message.
///
/// Both lists are in stream order and neither overlaps itself. Empty spans hold nothing.
pub fn cut(messages: &[ByteSpan], reads: &[ByteSpan]) -> Vec<Vec<(usize, u64, u64)>> {
    let mut first = 0;
    let cut_one = |read: &ByteSpan| {
        while messages.get(first).is_some_and(|message| message.end() <= read.start) {
            first += 1;
        }
        let mut pieces = Vec::new();
        for (at, message) in messages.iter().enumerate().skip(first) {
            if message.start >= read.end() {
                break;
            }
            if let Some(both) = message.intersect(*read) {
                let from = both.start.since(message.start);
                pieces.push((at, from, from + both.len));
            }
        }
        pieces
    };
    reads.iter().map(cut_one).collect()
}
