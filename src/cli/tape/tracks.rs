//! Sends and reads of one stream on one line of places, whatever the transport.
//!
//! A place counts the bytes of the measured messages before it. An empty datagram takes one place,
//! so that it can be drawn.

use std::collections::HashMap;

use crate::model::{
    BoundaryFate, ByteSpan, DatagramFate, Message, Piece, Read, StreamOffset, StreamView, Trace,
    handover, send_steps,
};

/// Bytes of one message, at their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The first place.
    pub from: u64,
    /// The place behind the last one.
    pub to: u64,
    /// The message's number in its stream.
    pub message: u32,
    /// Where the bytes stand in the stream.
    pub span: ByteSpan,
}

/// What a read brought, at its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBlocks {
    /// Its bytes, message by message; at least one block.
    pub blocks: Vec<Block>,
}

impl ReadBlocks {
    /// The first place.
    pub fn from(&self) -> u64 {
        self.blocks.first().map_or(0, |block| block.from)
    }

    /// The place behind the last one.
    pub fn to(&self) -> u64 {
        self.blocks.last().map_or(0, |block| block.to)
    }
}

/// Why nothing was read at some places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nobody read them.
    Unread,
    /// The kernel dropped the datagram.
    Dropped,
    /// The rest of a truncated datagram.
    Gone,
}

/// One stream, ready to be drawn.
#[derive(Debug)]
pub struct Tracks {
    /// The measured messages.
    pub messages: Vec<Block>,
    /// The measured reads that brought data or a datagram.
    pub reads: Vec<ReadBlocks>,
    /// Places of the boundaries between messages, and what became of them.
    pub boundaries: Vec<(u64, BoundaryFate)>,
    /// Places that nobody read.
    pub gaps: Vec<(u64, u64, Gap)>,
    /// The number of the first message, though it be empty or refused; a reader counts messages from it on.
    pub first_message: u32,
}

impl Tracks {
    /// Lays out a stream's measured part.
    pub fn of(trace: &Trace, view: &StreamView) -> Self {
        let mut next = 0;
        let lay = |message: &Message| {
            let from = next;
            next += message.span.len.max(1);
            Block { from, to: next, message: message.number, span: message.span }
        };
        let messages: Vec<Block> = view.measured_messages().map(lay).collect();
        let reads: Vec<ReadBlocks> =
            view.data_reads().filter_map(|read| lay_read(view, read, &messages)).collect();
        let boundaries = view.boundaries.iter().filter_map(|boundary| {
            find(&messages, boundary.after_message).map(|block| (block.to, boundary.fate))
        });
        let boundaries = boundaries.collect();
        let gaps = if trace.scenario.transport.is_stream() {
            let read_to = reads.last().map_or(0, ReadBlocks::to);
            (read_to < next).then_some((read_to, next, Gap::Unread)).into_iter().collect()
        } else {
            datagram_gaps(view, &messages, &reads)
        };
        let first_message = send_steps(trace, view.stream).first().map_or(0, |step| step.message);
        Self { messages, reads, boundaries, gaps, first_message }
    }

    /// Every place at which something ends, in order.
    pub fn cuts(&self) -> Vec<u64> {
        let ends = self.messages.iter().map(|block| block.to);
        let mut cuts: Vec<u64> = ends.chain(self.reads.iter().map(ReadBlocks::to)).collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// The place of an offset; `None` in the warm-up, and behind all messages.
    pub fn place(&self, offset: StreamOffset) -> Option<u64> {
        let at = self.messages.partition_point(|block| block.span.end() < offset);
        let block = self.messages.get(at)?;
        (block.span.start <= offset).then(|| block.from + offset.since(block.span.start))
    }

    /// Whether a message ends there.
    pub fn is_message_end(&self, place: u64) -> bool {
        self.messages.binary_search_by_key(&place, |block| block.to).is_ok()
    }
}

/// The measured segments of a TCP stream at their places, if the cuts of all of them are measured.
pub fn segments(trace: &Trace, view: &StreamView) -> Option<Vec<(u64, u64)>> {
    let first = view.measured_messages().next()?.span.start;
    let end = view.measured_messages().last()?.span.end();
    let mut segments = Vec::new();
    let mut known = first;
    for handover in handover::handovers(trace, view).ok()?.iter().filter(|handover| handover.measured) {
        if handover.is_inferred() {
            return None;
        }
        let spans = handover.segment_spans()?;
        let placed = spans.iter().map(|span| (span.start.since(first), span.end().since(first)));
        segments.extend(placed);
        known = handover.span.end();
    }
    (known == end).then_some(segments)
}

fn find(messages: &[Block], number: u32) -> Option<&Block> {
    let at = messages.binary_search_by_key(&number, |block| block.message).ok()?;
    messages.get(at)
}

fn lay_read(view: &StreamView, read: &Read, messages: &[Block]) -> Option<ReadBlocks> {
    let lay = |piece: &Piece| {
        let message = find(messages, piece.message)?;
        let empty = u64::from(message.span.is_empty());
        let start = message.span.start.advanced_by(piece.from);
        Some(Block {
            from: message.from + piece.from,
            to: message.from + piece.to + empty,
            message: piece.message,
            span: ByteSpan { start, len: piece.to - piece.from },
        })
    };
    let blocks: Vec<Block> = view.pieces_of(read).iter().filter_map(lay).collect();
    (!blocks.is_empty()).then_some(ReadBlocks { blocks })
}

fn datagram_gaps(view: &StreamView, messages: &[Block], reads: &[ReadBlocks]) -> Vec<(u64, u64, Gap)> {
    let read_to: HashMap<u64, u64> = reads.iter().map(|read| (read.from(), read.to())).collect();
    let gap = |(message, block): (&Message, &Block)| match message.fate? {
        DatagramFate::Delivered => None,
        DatagramFate::Dropped => Some((block.from, block.to, Gap::Dropped)),
        DatagramFate::Unread => Some((block.from, block.to, Gap::Unread)),
        DatagramFate::Truncated => {
            let from = read_to.get(&block.from).copied().unwrap_or(block.from);
            (from < block.to).then_some((from, block.to, Gap::Gone))
        }
    };
    view.measured_messages().zip(messages).filter_map(gap).collect()
}
