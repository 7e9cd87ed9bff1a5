//! How TCP cut a stream: which bytes were handed to the network together, as how many segments.
//!
//! The kernel counts segments and bytes; where it says so between two sends, the cut is measured.
//! Where several segments left between two looks at its counters, the cut is inferred from the
//! segment size, or left open.

use super::span::{ByteSpan, StreamOffset};

/// A moment, and whether it was concluded rather than told by the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// In nanoseconds since the run began.
    pub ns: u64,
    /// Whether it is a conclusion.
    pub inferred: bool,
}

/// How it is known where the segments of a handover were cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cuts {
    /// The counters leave one possibility: here, between the first and the last byte.
    Measured(Vec<StreamOffset>),
    /// The segment size makes it likely: here.
    Inferred(Vec<StreamOffset>),
    /// Only the number of segments is known.
    Unknown,
}

/// Bytes that left between two looks at the sender's counters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Which bytes.
    pub span: ByteSpan,
    /// In how many segments, those sent again not counted.
    pub segments: u64,
    /// Where they were cut.
    pub cuts: Cuts,
    /// When the last of them was handed to the device; `None` if nothing tells.
    pub left: Option<Moment>,
    /// When the last of them was acknowledged, where the kernel said so.
    pub acked_ns: Option<u64>,
    /// Whether it belongs to the measured part.
    pub measured: bool,
}

impl Handover {
    /// The spans of its segments, if it is known where they were cut.
    pub fn segment_spans(&self) -> Option<Vec<ByteSpan>> {
        let (Cuts::Measured(cuts) | Cuts::Inferred(cuts)) = &self.cuts else { return None };
        let ends = cuts.iter().copied().chain([self.span.end()]);
        let spans = ends.scan(self.span.start, |start, end| {
            let span = ByteSpan { start: *start, len: end.since(*start) };
            *start = end;
            Some(span)
        });
        Some(spans.collect())
    }
}
