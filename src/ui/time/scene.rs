//! The things that are drawn over time, in points.

use std::ops::Range;

use super::model::Way;

/// Things closer together than this, in points, are folded when there are many.
pub const FOLDED_BELOW: f64 = 3.0;

/// Everything of a conversation, in points.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Ways, one by one or folded.
    pub strands: Vec<Strand>,
    /// From the receiving kernel into the program.
    pub takes: Vec<Take>,
    /// Waits.
    pub shades: Vec<Shade>,
    /// Acknowledgements.
    pub acks: Vec<Ack>,
    /// Queues beside the kernels' lanes.
    pub charts: Vec<Chart>,
    /// Calls on the programs' lanes.
    pub bars: Vec<Bar>,
    /// Numbers and boxes beside the lanes.
    pub tags: Vec<Tag>,
}

/// A corner of a way: a lane's place, and the moments of the first and the last message there.
pub type Corner = (f32, f64, f64);

/// The way of one message, or of many that are too close to be told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Strand {
    /// The place of its direction.
    pub direction: usize,
    /// Which messages, by their places.
    pub messages: Range<usize>,
    /// From lane to lane, and down along them: x, and the y of the first and the last message.
    pub corners: Vec<Corner>,
    /// The corner from which on the way is a conclusion.
    pub inferred: bool,
    /// Whether it ends before it arrives.
    pub dropped: bool,
    /// Whether it belongs to the measured part.
    pub measured: bool,
}

/// A read's bytes on their way into the program, or many reads'.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    /// The place of its direction.
    pub direction: usize,
    /// Which reads, by their places.
    pub reads: Range<usize>,
    /// Its y, from the first to the last.
    pub y: (f64, f64),
    /// From lane to lane.
    pub x: (f32, f32),
}

/// A wait on a kernel's lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Shade {
    /// The place of its direction.
    pub direction: usize,
    /// The wait's place.
    pub wait: usize,
    /// The lane.
    pub x: f32,
    /// From, to.
    pub y: (f64, f64),
}

/// An acknowledgement on its way back.
#[derive(Clone, Debug, PartialEq)]
pub struct Ack {
    /// The place of its direction.
    pub direction: usize,
    /// The message that it acknowledges, by its place.
    pub message: usize,
    /// From the receiving to the sending kernel.
    pub x: (f32, f32),
    /// When it came.
    pub y: f64,
    /// Whether it ended a wait.
    pub releases: bool,
}

/// A queue over time, as steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The place of its direction.
    pub direction: usize,
    /// Whether it is the sending kernel's.
    pub sending: bool,
    /// Its base line, and how far it may go to the right, or to the left if negative.
    pub x: (f32, f32),
    /// From y, to y, as a share of the room.
    pub steps: Vec<(f64, f64, f32)>,
    /// The most bytes that wait.
    pub most: u64,
}

/// A call, or many.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Left program or right one.
    pub side: usize,
    /// Which calls, by their places.
    pub calls: Range<usize>,
    /// Its lane.
    pub x: f32,
    /// From, to.
    pub y: (f64, f64),
}

/// What a label stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// Messages, by their places.
    Sends(Range<usize>),
    /// Reads, by their places.
    Reads(Range<usize>),
}

/// A label beside a program's lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// The place of its direction.
    pub direction: usize,
    /// What it stands for.
    pub kind: TagKind,
    /// Left or right of the lanes.
    pub side: usize,
    /// Where on the lane it belongs.
    pub at: f64,
    /// Where it stands, so that it covers no other.
    pub y: f64,
    /// From left to right.
    pub x: (f32, f32),
    /// When, in nanoseconds since the measured part began.
    pub ns: f64,
}

impl Strand {
    /// Whether the next message is so close everywhere that it can be drawn with these.
    pub fn takes_in(&self, place: usize, way: &Way, corners: &[Corner]) -> bool {
        let close = |(known, new): (&Corner, &Corner)| new.1 - known.2 < FOLDED_BELOW;
        self.messages.end == place
            && self.dropped == way.dropped
            && self.measured == way.measured
            && self.corners.len() == corners.len()
            && self.corners.iter().zip(corners).all(close)
    }

    /// Whether it stands for many.
    pub fn is_folded(&self) -> bool {
        self.messages.len() > 1
    }
}
