//! Where everything of a tape lies, and what it shows. Nothing is painted here.

use std::ops::Range;

use crate::model::{BoundaryFate, ByteSpan, DatagramFate, Handover, Piece, Read};

use super::facts::StreamFacts;
use super::frame_lane::FrameLane;
use super::scale::ByteScale;
use super::untaken;

/// What is narrower is folded together with its neighbours.
pub const FOLDED_BELOW: f32 = 3.0;
/// What is narrower carries no text.
pub const LABELLED_FROM: f32 = 40.0;

/// A stretch of a lane that shows one thing, or many that are too narrow to be told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its left edge, in points.
    pub left: f32,
    /// Its right edge.
    pub right: f32,
    /// What it shows: places in the list that its lane draws.
    pub items: Range<usize>,
}

impl Block {
    /// Its width in points.
    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    /// Whether it stands for many.
    pub fn is_folded(&self) -> bool {
        self.items.len() > 1
    }
}

/// Why bytes that were sent are in no read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapKind {
    /// Cut off a datagram by the read before it.
    Lost,
    /// The whole datagram was dropped.
    Dropped,
    /// Still waiting when the run ended.
    Unread,
    /// Waiting in the receive buffer at the moment that is replayed.
    Waiting,
}

/// Bytes that were sent and are in no read.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Where; its items are places among the messages.
    pub block: Block,
    /// Why.
    pub kind: GapKind,
    /// How many bytes.
    pub bytes: u64,
}

/// One boundary, or several that are too close to be told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where the first of them stands, in points.
    pub left: f32,
    /// Where the last of them stands.
    pub right: f32,
    /// The points on both sides that it has for itself.
    pub room: f32,
    /// Places in the view's list of boundaries.
    pub items: Range<usize>,
}

/// What is drawn between sends and reads.
#[derive(Clone, Debug, PartialEq)]
pub enum Handed {
    /// One block per datagram; items are places among the messages.
    Datagrams(Vec<Block>),
    /// What left of a TCP stream, in the order of its places.
    Segments(Vec<Stretch>),
    /// The bytes go from buffer to buffer.
    NoNetwork,
    /// How the bytes left is not known.
    Unknown,
    /// Nothing: the result is kept back.
    Nothing,
}

/// Bytes of a TCP stream that left together, or several such that are too narrow to be told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Where; its items are the numbers of segments, counted from zero in the measured part.
    pub block: Block,
    /// Which bytes.
    pub span: ByteSpan,
    /// What is known about them.
    pub how: How,
    /// Among the handovers, the one that the first byte belongs to.
    pub handover: Option<usize>,
}

/// What is known about how bytes left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// One segment, or several that are folded together: their cuts are measured.
    Measured,
    /// The same, but their cuts are a conclusion.
    Inferred,
    /// Segments of which only the number is known.
    Counted,
    /// They left, for they were read; in how many segments is not known.
    Uncounted,
    /// They are not known to have left.
    Unseen,
}

/// A stream in points from left to right.
#[derive(Clone, Debug)]
pub struct Tape {
    /// Left and right end of all lanes.
    pub lane: (f32, f32),
    /// Where the measured part begins.
    pub measured_left: f32,
    /// Left and right end of the warm-up.
    pub warm_up: Option<(f32, f32)>,
    /// Messages; items are places in the view.
    pub sends: Vec<Block>,
    /// What the kernel did not take; items are places in [`StreamFacts::untaken`].
    pub untaken: Vec<Block>,
    /// Segments or datagrams.
    pub handed: Handed,
    /// Reads; items are places in [`StreamFacts::data_reads`].
    pub reads: Vec<Block>,
    /// The pieces of messages in the reads; items are places in the view.
    pub pieces: Vec<Block>,
    /// Frames.
    pub frames: FrameLane,
    /// What no read holds.
    pub gaps: Vec<Gap>,
    /// The boundaries between measured messages.
    pub marks: Vec<Mark>,
    /// Where each message lies, in points.
    pub scale: ByteScale,
}

impl Tape {
    /// Lays a stream out between two points; what must be seen is widened by `factor`.
    pub fn new(facts: &StreamFacts, (left, right): (f32, f32), factor: f32) -> Self {
        let view = &facts.view;
        // Of the whole run, while it is replayed too: nothing that is drawn moves.
        let taken =
            view.messages.iter().filter(|message| message.measured).map(|message| message.span.len).sum();
        let widths = untaken::widths(&facts.untaken, taken, right - left, factor);
        let lane = (left, right - widths.iter().sum::<f32>());
        let mut scale = ByteScale::new(&view.messages, &facts.needs, lane, factor);
        let warm = view.messages.partition_point(|message| !message.measured);
        let measured_left = if warm < view.messages.len() { scale.message(warm).0 } else { left };
        let untaken = untaken::lay_out(&facts.untaken, &widths, measured_left, &mut scale);
        let edges = |place: usize| scale.message(place);
        // What stands between two messages keeps them from being folded together.
        let before = |place| facts.untaken.partition_point(|one| one.place <= place);
        let all = view.messages.iter().enumerate();
        let sort =
            |place, measured| (measured, place < facts.offered(), place < facts.handed(), before(place));
        let sends = fold(all.map(|(place, message)| (edges(place), sort(place, message.measured))));
        let reads = fold(facts.data_reads.iter().map(|&place| {
            let read = &view.reads[place];
            (read_edges(facts, &scale, read), read.measured)
        }));
        Self {
            lane: (left, right),
            measured_left,
            warm_up: (warm > 0).then(|| (scale.message(0).0, scale.message(warm - 1).1)),
            handed: handed(facts, &sends, &scale),
            pieces: pieces(facts, &scale, &reads),
            frames: FrameLane::new(facts, &scale),
            gaps: gaps(facts, &scale),
            marks: marks(facts, &scale),
            sends,
            untaken,
            reads,
            scale,
        }
    }

    /// Whether all that is drawn of how the bytes left is a conclusion, cut by cut.
    pub fn is_inferred(&self) -> bool {
        match &self.handed {
            Handed::Segments(list) => {
                !list.is_empty() && list.iter().all(|stretch| stretch.how == How::Inferred)
            }
            _ => false,
        }
    }

    /// Left and right edge of a piece of a message.
    pub fn piece(&self, facts: &StreamFacts, place: usize) -> (f32, f32) {
        facts.view.pieces.get(place).map_or((0.0, 0.0), |piece| piece_edges(facts, &self.scale, piece))
    }
}

/// Blocks for things in a row; neighbours that are too narrow, and of the same sort, become one.
pub(super) fn fold<Sort: PartialEq>(things: impl Iterator<Item = ((f32, f32), Sort)>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Sort> = None;
    for (place, ((left, right), sort)) in things.enumerate() {
        let narrow = right - left < FOLDED_BELOW;
        match blocks.last_mut() {
            Some(block) if narrow && open.as_ref() == Some(&sort) => {
                block.right = right.max(block.right);
                block.items.end = place + 1;
            }
            _ => blocks.push(Block { left, right, items: place..place + 1 }),
        }
        open = narrow.then_some(sort);
    }
    blocks
}

fn place_of(facts: &StreamFacts, message: u32) -> Option<usize> {
    facts.view.messages.binary_search_by_key(&message, |message| message.number).ok()
}

fn piece_edges(facts: &StreamFacts, scale: &ByteScale, piece: &Piece) -> (f32, f32) {
    let Some(place) = place_of(facts, piece.message) else { return scale.message(usize::MAX) };
    let message = facts.view.messages[place].span;
    if piece.to - piece.from == message.len {
        return scale.message(place);
    }
    let start = message.start.advanced_by(piece.from);
    scale.span(ByteSpan { start, len: piece.to - piece.from })
}

fn read_edges(facts: &StreamFacts, scale: &ByteScale, read: &Read) -> (f32, f32) {
    match facts.view.pieces_of(read) {
        [] => scale.span(read.span),
        [one] => piece_edges(facts, scale, one),
        [first, .., last] => (piece_edges(facts, scale, first).0, piece_edges(facts, scale, last).1),
    }
}

fn handed(facts: &StreamFacts, sends: &[Block], scale: &ByteScale) -> Handed {
    if !facts.shown || facts.view.messages.is_empty() {
        return Handed::Nothing;
    }
    if !facts.transport.is_stream() {
        let counted = |block: &&Block| {
            facts.view.messages[block.items.start].measured && block.items.start < facts.handed()
        };
        return Handed::Datagrams(sends.iter().filter(counted).cloned().collect());
    }
    if !facts.transport.is_internet() {
        return Handed::NoNetwork;
    }
    match &facts.handovers {
        Ok(handovers) if !handovers.is_empty() => Handed::Segments(stretches(facts, handovers, scale)),
        _ => Handed::Unknown,
    }
}

/// The measured bytes, segment by segment where the cuts are known.
fn stretches(facts: &StreamFacts, handovers: &[Handover], scale: &ByteScale) -> Vec<Stretch> {
    let mut measured = facts.view.measured_messages().map(|message| message.span);
    let Some(first) = measured.next() else { return Vec::new() };
    let end = measured.last().unwrap_or(first).end();
    let all = ByteSpan { start: first.start, len: end.since(first.start) };
    let mut found: Vec<Stretch> = Vec::new();
    let mut number = 0;
    let mut is_open = false;
    let mut add = |span: ByteSpan, how, segments: usize, handover| {
        let Some(span) = span.intersect(all).filter(|span| facts.has_left(span.end())) else { return };
        let (left, right) = scale.span(span);
        let narrow = right - left < FOLDED_BELOW;
        let items = number..number + segments;
        number = items.end;
        match found.last_mut() {
            Some(last) if narrow && is_open && last.how == how => {
                last.block.right = right;
                last.block.items.end = items.end;
                last.span.len = span.end().since(last.span.start);
            }
            _ => found.push(Stretch { block: Block { left, right, items }, span, how, handover }),
        }
        is_open = narrow;
    };
    for (place, handover) in handovers.iter().enumerate() {
        let how = if handover.is_inferred() { How::Inferred } else { How::Measured };
        if let Some(spans) = handover.segment_spans() {
            for span in spans {
                add(span, how, 1, Some(place));
            }
        } else {
            // How many there are is not known before the last one has left.
            let complete = facts.has_left(handover.span.end());
            let segments = usize::try_from(handover.segments).unwrap_or(usize::MAX);
            let gone = facts.arrived_to().since(handover.span.start).min(handover.span.len);
            let span = ByteSpan { len: gone, ..handover.span };
            add(span, How::Counted, if complete { segments } else { 0 }, Some(place));
        }
    }
    if facts.now.is_some() {
        return found;
    }
    let left = handovers.last().map_or(all.start, |handover| handover.span.end()).max(all.start);
    // Whoever has read them proves that they left.
    let read_to = facts.data_reads.last().map_or(left, |&place| facts.view.reads[place].span.end());
    let read_to = read_to.clamp(left, end.max(left));
    add(ByteSpan { start: left, len: read_to.since(left) }, How::Uncounted, 0, None);
    add(ByteSpan { start: read_to, len: end.since(read_to) }, How::Unseen, 0, None);
    found
}

/// Pieces fold only within a read that is drawn by itself, or within reads that are folded together.
fn pieces(facts: &StreamFacts, scale: &ByteScale, reads: &[Block]) -> Vec<Block> {
    let mut sorted = Vec::with_capacity(facts.view.pieces.len());
    for (at, block) in reads.iter().enumerate() {
        for &place in &facts.data_reads[block.items.clone()] {
            let pieces = facts.view.reads[place].pieces.clone();
            sorted.extend(pieces.map(|piece| (piece_edges(facts, scale, &facts.view.pieces[piece]), at)));
        }
    }
    fold(sorted.into_iter())
}

fn gaps(facts: &StreamFacts, scale: &ByteScale) -> Vec<Gap> {
    if !facts.shown {
        return Vec::new();
    }
    let messages = &facts.view.messages;
    let unread = if facts.now.is_some() { GapKind::Waiting } else { GapKind::Unread };
    if facts.transport.is_stream() {
        let bytes = facts.bytes_unread();
        if bytes == 0 {
            return Vec::new();
        }
        let start = facts.arrived_to().0 - bytes;
        let first = messages.partition_point(|message| message.span.end().0 <= start);
        let behind = messages.partition_point(|message| message.span.start < facts.arrived_to());
        let (left, right) = scale.span(ByteSpan::new(start, bytes));
        let block = Block { left, right, items: first..behind };
        return vec![Gap { block, kind: unread, bytes }];
    }
    let messages = &messages[..facts.handed()];
    let mut found: Vec<(usize, (f32, f32), GapKind, u64)> = Vec::new();
    for (place, message) in messages.iter().enumerate() {
        let whole = |kind| (place, scale.message(place), kind, message.span.len);
        match message.fate {
            Some(DatagramFate::Dropped) => found.push(whole(GapKind::Dropped)),
            Some(DatagramFate::Unread) => found.push(whole(unread)),
            _ => {}
        }
    }
    for read in facts.data_reads.iter().map(|&place| &facts.view.reads[place]) {
        let piece = facts.view.pieces_of(read).first();
        if let (Some(bytes), Some(piece)) = (facts.view.cut_off(read), piece)
            && let Some(place) = place_of(facts, piece.message)
        {
            let tail = ByteSpan { start: read.span.end(), len: bytes };
            found.push((place, scale.span(tail), GapKind::Lost, bytes));
        }
    }
    found.sort_by_key(|&(place, ..)| place);
    // Folding tells neighbours by their kind and by their places running on.
    let sorts =
        found.iter().enumerate().map(|(at, &(place, edges, kind, _))| (edges, (kind, place - at)));
    let in_list = |block: Block| {
        let list = &found[block.items.clone()];
        let items = list[0].0..list[list.len() - 1].0 + 1;
        let bytes = list.iter().map(|&(.., bytes)| bytes).sum();
        Gap { block: Block { items, ..block }, kind: list[0].2, bytes }
    };
    fold(sorts).into_iter().map(in_list).collect()
}

fn marks(facts: &StreamFacts, scale: &ByteScale) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (at, boundary) in facts.view.boundaries.iter().enumerate() {
        let Some(place) = place_of(facts, boundary.after_message) else { continue };
        let (_, x) = scale.message(place);
        match marks.last_mut() {
            Some(mark) if x - mark.right < FOLDED_BELOW => {
                mark.right = x;
                mark.items.end = at + 1;
            }
            _ => marks.push(Mark { left: x, right: x, room: f32::INFINITY, items: at..at + 1 }),
        }
    }
    for at in 1..marks.len() {
        let distance = marks[at].left - marks[at - 1].right;
        marks[at].room = marks[at].room.min(distance);
        marks[at - 1].room = marks[at - 1].room.min(distance);
    }
    marks
}

/// What became of the boundaries of a mark: kept, lost, unreached.
pub fn count_fates(facts: &StreamFacts, mark: &Mark) -> (u64, u64, u64) {
    let mut counts = (0, 0, 0);
    for boundary in &facts.view.boundaries[mark.items.clone()] {
        match boundary.fate {
            BoundaryFate::Kept => counts.0 += 1,
            BoundaryFate::Lost(_) => counts.1 += 1,
            BoundaryFate::Unreached => counts.2 += 1,
        }
    }
    counts
}
