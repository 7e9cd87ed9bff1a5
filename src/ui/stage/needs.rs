//! How wide each thing on a tape must be at least, so that it is seen and its label stands in it.

use std::iter::Peekable;
use std::slice::Iter;

use crate::model::{ByteSpan, StreamOffset};

use super::facts::StreamFacts;

/// The width of a message: its number, and "1 B" above it.
const MESSAGE: f32 = 30.0;
/// The width of a read, a loss or a frame: "1 B", and `b''`.
const READ: f32 = 42.0;
/// The width of a message without a byte: its number and "0 B".
pub(super) const EMPTY: f32 = 56.0;
/// More things than that in a lane are not told apart: what touches claims room as one.
const MANY: usize = 60;
/// The width of reads that claim it as one: how many, and how the first begins.
const GROUP: f32 = 110.0;
/// A letter of what stands under a read, and what is left free beside it.
const LETTER: f32 = 7.4;
const MARGIN: f32 = 12.0;

/// The least widths of what lies in each lane, in points of the window's scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs {
    /// In each lane from left to right, one behind the other.
    lanes: Vec<Vec<(ByteSpan, f32)>>,
}

impl Needs {
    /// What the lanes of a stream need.
    pub fn of(facts: &StreamFacts) -> Self {
        let view = &facts.view;
        let mut needs = Self::default();
        needs.add(view.measured_messages().map(|message| (message.span, MESSAGE)));
        let reads = facts.data_reads.iter().map(|&place| &view.reads[place]);
        let reads = reads.filter(|read| read.measured);
        let each = reads.clone().map(|read| (read.span, for_size(read.span.len)));
        if !facts.transport.is_stream() && view.messages.len() > MANY {
            // Among so many datagrams, those that were read are seen together.
            needs.add(touching(each.collect()).into_iter().map(|(span, _)| (span, GROUP)));
        } else {
            needs.add(each);
        }
        let tails = reads.filter_map(|read| {
            let bytes = view.cut_off(read)?;
            Some(ByteSpan { start: read.span.end(), len: bytes })
        });
        needs.add(tails.map(|tail| (tail, for_size(tail.len))));
        let unread = facts.bytes_unread();
        needs.add((unread > 0).then(|| {
            let start = StreamOffset(facts.arrived_to().0 - unread);
            (ByteSpan { start, len: unread }, for_size(unread))
        }));
        if let Some(frames) = &facts.frames {
            let whole = frames.list.iter().filter(|frame| frame.measured).map(|frame| frame.span);
            needs.add(whole.chain([frames.rest]).map(|span| (span, READ)));
        }
        needs
    }

    /// Another lane.
    pub(super) fn add(&mut self, things: impl IntoIterator<Item = (ByteSpan, f32)>) {
        let mut lane: Vec<_> = things.into_iter().filter(|(span, _)| !span.is_empty()).collect();
        lane.sort_by_key(|(span, _)| span.start);
        self.lanes.push(if lane.len() > MANY { touching(lane) } else { lane });
    }

    /// Where something begins or ends within those bytes, from left to right.
    pub(super) fn cuts(&self, within: ByteSpan) -> Vec<StreamOffset> {
        let ends = self.lanes.iter().flatten().flat_map(|(span, _)| [span.start, span.end()]);
        let mut cuts: Vec<_> = ends.filter(|at| within.start < *at && *at < within.end()).collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// How many points a byte must have at least, asked from left to right.
    pub(super) fn density(&self) -> Density<'_> {
        Density { lanes: self.lanes.iter().map(|lane| lane.iter().peekable()).collect() }
    }
}

/// The least widths of bytes, from left to right.
pub(super) struct Density<'a> {
    lanes: Vec<Peekable<Iter<'a, (ByteSpan, f32)>>>,
}

impl Density<'_> {
    /// Points per byte between two offsets, between which nothing begins or ends.
    pub(super) fn over(&mut self, from: StreamOffset, to: StreamOffset) -> f64 {
        let mut most = 0.0_f64;
        for lane in &mut self.lanes {
            while lane.next_if(|(span, _)| span.end() <= from).is_some() {}
            if let Some((span, least)) = lane.peek().filter(|(span, _)| span.start < to) {
                most = most.max(f64::from(*least) / span.len as f64);
            }
        }
        most
    }
}

/// Things that touch, as one that needs no more than the widest of them.
fn touching(things: Vec<(ByteSpan, f32)>) -> Vec<(ByteSpan, f32)> {
    let mut groups: Vec<(ByteSpan, f32)> = Vec::new();
    for (span, least) in things {
        match groups.last_mut().filter(|(group, _)| group.end() == span.start) {
            Some((group, widest)) => {
                group.len += span.len;
                *widest = widest.max(least);
            }
            None => groups.push((span, least)),
        }
    }
    groups
}

/// The width of a read with its size under it.
fn for_size(bytes: u64) -> f32 {
    let digits = bytes.checked_ilog10().unwrap_or(0);
    let letters = (digits + digits / 3) as f32 + 3.0;
    READ.max(letters * LETTER + MARGIN)
}
