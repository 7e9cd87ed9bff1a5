//! Where everything lies that is drawn over time. Nothing is painted here, and nothing is worded.

use std::ops::Range;

use super::columns::Columns;
use super::model::{CallSort, Conversation, Direction, Known, Level, TimedCall, Wait, Way, Why};
use super::scale::{TimeScale, narrow};
use super::scene::{Ack, Bar, Chart, Corner, FOLDED_BELOW, Scene, Shade, Strand, Take};
use super::spots;

/// So many ways are drawn one by one, however close.
const FEW: usize = 120;
/// The room of a queue beside its lane, as a share of the distance between two lanes.
pub const QUEUE: f32 = 0.3;
/// A shorter wait, in points, is not shaded.
const SHADED_FROM: f64 = 9.0;
/// An ACK closer to the bytes that it acknowledges would hide them.
const ACK_FROM: f64 = 5.0;

/// What a layout depends on.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// What is drawn.
    pub conversation: &'a Conversation,
    /// From top to bottom.
    pub scale: TimeScale,
    /// From left to right.
    pub columns: Columns,
    /// The height of a label, in points.
    pub tag: f64,
    /// By what lengths are multiplied.
    pub factor: f32,
}

impl Frame<'_> {
    /// The distance between two discs side by side.
    pub fn step(&self) -> f32 {
        narrow(self.tag) + 0.5
    }
}

impl Scene {
    /// Lays everything out that can be seen.
    pub fn new(frame: &Frame<'_>) -> Self {
        let mut scene = Self::default();
        for (place, direction) in frame.conversation.directions.iter().enumerate() {
            let lanes = lanes_of(frame, direction);
            scene.strands.extend(strands(frame, place, direction, lanes));
            scene.takes.extend(takes(frame, place, direction, lanes));
            scene.shades.extend(shades(frame, place, direction, lanes));
            scene.acks.extend(acks(frame, place, direction, lanes));
            scene.charts.extend(charts(frame, place, direction, lanes));
        }
        for side in [0, 1] {
            scene.bars.extend(bars(frame, side));
            scene.tags.extend(spots::tags(frame, side));
        }
        scene
    }
}

/// The lanes in the order in which the bytes of a direction pass them.
fn lanes_of(frame: &Frame<'_>, direction: &Direction) -> [f32; 4] {
    let mut lanes = frame.columns.lanes;
    if !direction.forward {
        lanes.reverse();
    }
    lanes
}

/// Whether a stretch of y can be seen.
fn is_seen(frame: &Frame<'_>, from: f64, to: f64) -> bool {
    let (top, bottom) = frame.scale.range();
    to >= top && from <= bottom
}

fn strands(frame: &Frame<'_>, place: usize, direction: &Direction, lanes: [f32; 4]) -> Vec<Strand> {
    let end = frame.conversation.ended;
    let mut strands: Vec<Strand> = Vec::new();
    let seen = |way: &Way| {
        let last = way.taken.or(way.left).unwrap_or(way.accepted);
        let last = if way.taken.is_none() && way.left.is_some() && !way.dropped { end } else { last };
        is_seen(frame, frame.scale.y(way.offered), frame.scale.y(last))
    };
    let many = direction.ways.iter().filter(|way| seen(way)).count() > FEW;
    let waited_for_room = waited_for_room(direction);
    for (at, way) in direction.ways.iter().enumerate().filter(|(_, way)| seen(way)) {
        let waited = is_in(&waited_for_room, at);
        let corners = corners(frame, way, waited, lanes, (end, direction.queues.is_ok()));
        match strands.last_mut() {
            Some(last) if many && last.takes_in(at, way, &corners) => {
                last.messages.end = at + 1;
                for (known, new) in last.corners.iter_mut().zip(&corners) {
                    known.2 = known.2.max(new.2);
                }
            }
            _ => strands.push(Strand {
                direction: place,
                messages: at..at + 1,
                corners,
                inferred: way.known != Known::Stamped,
                dropped: way.dropped,
                measured: way.measured,
            }),
        }
    }
    strands
}

/// Where a way turns: into the sending kernel, down its lane, over to the receiving kernel, down its
/// lane. From there on it is the read's.
fn corners(
    frame: &Frame<'_>,
    way: &Way,
    waited_for_room: bool,
    lanes: [f32; 4],
    (end, is_asked): (f64, bool),
) -> Vec<Corner> {
    let y = |ns: f64| frame.scale.y(ns);
    let corner = |x: f32, ns: f64| (x, y(ns), y(ns));
    let [program, kernel, other_kernel, other] = lanes;
    let enters = way.left.map_or(way.accepted, |left| way.accepted.min(left)).max(way.last_offered);
    // The last byte stays with its program until the last of the calls, and while that waits for room.
    let start = corner(program, if waited_for_room { enters } else { way.last_offered });
    let Some(left) = way.left else {
        let accepted = corner(kernel, way.accepted);
        let Some(taken) = way.taken.map(|taken| corner(other, taken)) else {
            return vec![start, accepted];
        };
        // Where the kernel was asked, that it has them is seen, and only when they left is not.
        let is_before = is_asked && way.taken.is_some_and(|taken| way.accepted <= taken);
        return if is_before { vec![start, accepted, taken] } else { vec![start, taken] };
    };
    let mut corners = vec![start, corner(kernel, enters), corner(kernel, left)];
    if way.dropped {
        corners.push(corner(kernel + (other_kernel - kernel) * 0.8, left));
    } else {
        corners.push(corner(other_kernel, left));
        corners.push(corner(other_kernel, way.taken.unwrap_or(end).max(left)));
    }
    corners
}

/// The messages whose sends waited for room, in order.
fn waited_for_room(direction: &Direction) -> Vec<Range<usize>> {
    let waits = direction.waits.iter().filter(|wait| wait.why == Why::ForRoom);
    waits.map(|wait| wait.messages.clone()).collect()
}

fn is_in(ranges: &[Range<usize>], place: usize) -> bool {
    let behind = ranges.partition_point(|range| range.end <= place);
    ranges.get(behind).is_some_and(|range| range.contains(&place))
}

fn takes(frame: &Frame<'_>, place: usize, direction: &Direction, lanes: [f32; 4]) -> Vec<Take> {
    let mut takes: Vec<Take> = Vec::new();
    let many = direction.reads.len() > FEW;
    for (at, read) in direction.reads.iter().enumerate() {
        let y = frame.scale.y(read.returned);
        let passed = direction.ways.get(read.messages.0).is_some_and(|way| way.left.is_some());
        if !passed || !is_seen(frame, y, y) {
            continue;
        }
        match takes.last_mut() {
            Some(last) if many && last.reads.end == at && y - last.y.1 < FOLDED_BELOW => {
                last.reads.end = at + 1;
                last.y.1 = y;
            }
            _ => takes.push(Take {
                direction: place,
                reads: at..at + 1,
                y: (y, y),
                x: (lanes[2], lanes[3]),
            }),
        }
    }
    takes
}

fn shades(frame: &Frame<'_>, place: usize, direction: &Direction, lanes: [f32; 4]) -> Vec<Shade> {
    let shade = |(at, wait): (usize, &Wait)| {
        let y = (frame.scale.y(wait.from), frame.scale.y(wait.to));
        let x = match wait.why {
            Why::ForRoom => lanes[0],
            why if why.is_unread() => lanes[2],
            _ => lanes[1],
        };
        let shown = y.1 - y.0 >= SHADED_FROM && is_seen(frame, y.0, y.1);
        shown.then_some(Shade { direction: place, wait: at, x, y })
    };
    direction.waits.iter().enumerate().filter_map(shade).collect()
}

fn acks(frame: &Frame<'_>, place: usize, direction: &Direction, lanes: [f32; 4]) -> Vec<Ack> {
    let mut acks: Vec<Ack> = Vec::new();
    for (at, way) in direction.ways.iter().enumerate().filter(|(_, way)| way.measured) {
        let (Some(acked), Some(left)) = (way.acked, way.left) else { continue };
        let y = frame.scale.y(acked);
        let crowded =
            y - frame.scale.y(left) < ACK_FROM || acks.last().is_some_and(|last| y - last.y < ACK_FROM);
        if crowded || !is_seen(frame, y, y) {
            continue;
        }
        let near = frame.scale.stretch().length * 0.02;
        let releases = direction
            .waits
            .iter()
            .any(|wait| matches!(wait.why, Why::ForAck(_)) && (wait.to - acked).abs() <= near);
        acks.push(Ack { direction: place, message: at, x: (lanes[2], lanes[1]), y, releases });
    }
    acks
}

fn charts(frame: &Frame<'_>, place: usize, direction: &Direction, lanes: [f32; 4]) -> Vec<Chart> {
    let Ok(levels) = &direction.queues else { return Vec::new() };
    let most = levels.iter().map(|level| level.sending.max(level.receiving)).max().unwrap_or(0);
    let room = frame.columns.apart() * QUEUE * if direction.forward { 1.0 } else { -1.0 };
    let chart = |sending: bool, x: f32, amount: &dyn Fn(&Level) -> u64| {
        let highest = levels.iter().map(amount).max().unwrap_or(0);
        let steps = steps(frame, levels, amount, most);
        let shown = highest > 0 && !steps.is_empty();
        shown.then_some(Chart { direction: place, sending, x: (x, room), steps, most: highest })
    };
    let sending = chart(true, lanes[1], &|level| level.sending);
    let receiving = chart(false, lanes[2], &|level| level.receiving);
    sending.into_iter().chain(receiving).collect()
}

/// Steps less than a point high are drawn as the highest of them.
fn steps(
    frame: &Frame<'_>,
    levels: &[Level],
    amount: &dyn Fn(&Level) -> u64,
    most: u64,
) -> Vec<(f64, f64, f32)> {
    let (top, bottom) = frame.scale.range();
    let ends = levels.iter().skip(1).map(|level| level.from).chain([frame.conversation.ended]);
    let mut steps: Vec<(f64, f64, f32)> = Vec::new();
    for (level, end) in levels.iter().zip(ends) {
        let (from, to) = (frame.scale.y(level.from).max(top), frame.scale.y(end).min(bottom));
        if to < from {
            continue;
        }
        let share = narrow(amount(level) as f64 / most.max(1) as f64);
        match steps.last_mut() {
            Some(last) if to - last.0 < 1.0 => {
                last.1 = to;
                last.2 = last.2.max(share);
            }
            _ => steps.push((from, to, share)),
        }
    }
    steps
}

fn bars(frame: &Frame<'_>, side: usize) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    let calls = &frame.conversation.calls[side];
    let x = frame.columns.lanes[side * 3];
    // What ends something stands for itself, and a failure with its like.
    let alike = |one: &TimedCall, other: &TimedCall| {
        one.error == other.error && one.sort != CallSort::End && other.sort != CallSort::End
    };
    for (at, call) in calls.iter().enumerate() {
        let y = (frame.scale.y(call.start), frame.scale.y(call.end));
        if !is_seen(frame, y.0, y.1) {
            continue;
        }
        match bars.last_mut() {
            Some(last)
                if last.calls.end == at
                    && y.1 - y.0 < FOLDED_BELOW
                    && (last.calls.len() > 1 || last.y.1 - last.y.0 < FOLDED_BELOW)
                    && y.0 - last.y.1 < 1.0
                    && alike(call, &calls[last.calls.start]) =>
            {
                last.calls.end = at + 1;
                last.y.1 = last.y.1.max(y.1);
            }
            _ => bars.push(Bar { side, calls: at..at + 1, x, y }),
        }
    }
    bars
}
