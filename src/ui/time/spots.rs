//! Where the labels of sends and reads stand: near their moments, and never over one another.

use std::ops::Range;

use super::dodge;
use super::layout::Frame;
use super::scale::narrow;
use super::scene::{Tag, TagKind};

/// A label stands no farther from its moment than so many times its height.
const MOVED_AT_MOST: f64 = 2.6;

/// Labels of what one side sends and reads. Sends stand on their own lines, from the lane inwards; reads
/// stand outside. Where they would stand too far from their moments, neighbours become one.
pub fn tags(frame: &Frame<'_>, side: usize) -> Vec<Tag> {
    let mut tags = Vec::new();
    for (place, direction) in frame.conversation.directions.iter().enumerate() {
        if (side == 0) == direction.forward {
            let ways = direction.ways.iter().enumerate().filter(|(_, way)| way.measured);
            let moments = seen_moments(frame, ways.map(|(at, way)| (at, way.offered)));
            let step = frame.step();
            let wide = |range: &Range<usize>| match range.len() {
                1 => 1,
                _ => columns_of(frame, range),
            };
            for (range, first, at, spot) in settled(frame, &moments, send_columns(frame), &wide) {
                let x =
                    shelf(frame.columns.lanes[side * 3], inward(side), step, spot.column, wide(&range));
                let x = (x.0 - inward(side) * step / 2.0, x.1 - inward(side) * step / 2.0);
                let kind = TagKind::Sends(range);
                tags.push(Tag { direction: place, kind, side, at, y: spot.y, x: ordered(x), ns: first });
            }
        } else {
            let reads = direction.reads.iter().enumerate().filter(|(_, read)| read.measured);
            let moments = seen_moments(frame, reads.map(|(at, read)| (at, read.returned)));
            let (columns, cell) = read_columns(frame, side);
            let wide = |range: &Range<usize>| {
                let (from, to) = direction.reads[range.start].messages;
                let pieces = narrow((to - from + 1) as f64);
                let width = if range.len() > 1 { f32::MAX } else { pieces * 14.0 * frame.factor };
                let needed = (1..columns).find(|&columns| columns as f32 * cell >= width - 1.0);
                needed.unwrap_or(columns)
            };
            let edge = if side == 0 { frame.columns.left.1 } else { frame.columns.right.0 };
            for (range, first, at, spot) in settled(frame, &moments, columns, &wide) {
                let x = ordered(shelf(edge, -inward(side), cell, spot.column, wide(&range)));
                let kind = TagKind::Reads(range);
                tags.push(Tag { direction: place, kind, side, at, y: spot.y, x, ns: first });
            }
        }
    }
    tags
}

/// From a side's lane towards the other one.
fn inward(side: usize) -> f32 {
    if side == 0 { 1.0 } else { -1.0 }
}

/// Where so many columns begin and end, counted from an edge in a direction.
fn shelf(edge: f32, towards: f32, step: f32, column: usize, wide: usize) -> (f32, f32) {
    let at = |column: usize| edge + towards * step * column as f32;
    (at(column), at(column + wide))
}

fn ordered((one, other): (f32, f32)) -> (f32, f32) {
    (one.min(other), one.max(other))
}

/// How many discs stand side by side between a program's lane and its kernel's.
fn send_columns(frame: &Frame<'_>) -> usize {
    let fits = frame.columns.apart() * 0.85 / frame.step();
    if fits >= 3.0 {
        4
    } else if fits >= 2.0 {
        3
    } else {
        1 + usize::from(fits >= 1.0)
    }
}

/// How many columns the numbers of several messages take: "352–946".
fn columns_of(frame: &Frame<'_>, range: &Range<usize>) -> usize {
    let digits = |number: usize| number.max(1).ilog10() + 1;
    let letters = digits(range.start + 1) + 1 + digits(range.end);
    let width = (f64::from(letters) * 7.0 + 8.0) * f64::from(frame.factor);
    (3..6).find(|&columns| columns as f64 * f64::from(frame.step()) >= width).unwrap_or(6)
}

/// How many boxes stand side by side beside a program's lane, and how wide each is.
fn read_columns(frame: &Frame<'_>, side: usize) -> (usize, f32) {
    let (left, right) = if side == 0 { frame.columns.left } else { frame.columns.right };
    let cell = 25.0 * frame.factor;
    let fits = (right - left + 2.0) / cell;
    let columns = if fits >= 4.0 {
        4
    } else if fits >= 3.0 {
        3
    } else {
        1 + usize::from(fits >= 2.0)
    };
    (columns, cell.max((right - left) / columns as f32 * 0.9).min(cell * 1.3))
}

fn seen_moments(frame: &Frame<'_>, moments: impl Iterator<Item = (usize, f64)>) -> Vec<(usize, f64)> {
    let (top, bottom) = frame.scale.range();
    moments.filter(|&(_, ns)| (top..=bottom).contains(&frame.scale.y(ns))).collect()
}

/// Places, the moment of the first, where they belong, and where they stand.
type Settled = (Range<usize>, f64, f64, dodge::Place);

/// Groups of neighbours, as few in a group as can stand near their moments.
fn settled(
    frame: &Frame<'_>,
    moments: &[(usize, f64)],
    columns: usize,
    wide: &dyn Fn(&Range<usize>) -> usize,
) -> Vec<Settled> {
    let (top, bottom) = frame.scale.range();
    // So many cannot stand one by one: there is no need to try.
    let is_hopeless = moments.len() as f64 > (bottom - top) / frame.tag * columns as f64;
    let mut apart = if is_hopeless { 1.0 } else { 0.0 };
    loop {
        let groups = grouped(frame, moments, apart);
        let wish = |(range, first, last): &(Range<usize>, f64, f64)| dodge::Wish {
            y: frame.scale.y(*first).midpoint(frame.scale.y(*last)),
            wide: wide(range),
        };
        let wishes: Vec<dodge::Wish> = groups.iter().map(wish).collect();
        let places = dodge::place(&wishes, frame.tag, columns, frame.scale.range());
        let far = |(wish, place): (&dodge::Wish, &dodge::Place)| {
            (wish.y - place.y).abs() > MOVED_AT_MOST * frame.tag
        };
        let is_over = |place: &dodge::Place| place.y - frame.tag / 2.0 < top - 1.0;
        let is_crowded =
            wishes.len() > 1 && (wishes.iter().zip(&places).any(far) || places.iter().any(is_over));
        if !is_crowded || apart > 1e4 {
            let all = groups.into_iter().zip(wishes).zip(places);
            return all.map(|(((range, first, _), wish), place)| (range, first, wish.y, place)).collect();
        }
        apart = (apart * 1.7).max(1.0);
    }
}

/// Neighbours less than so many points apart as one: places, and the moments of the first and the last.
fn grouped(frame: &Frame<'_>, moments: &[(usize, f64)], apart: f64) -> Vec<(Range<usize>, f64, f64)> {
    let mut groups: Vec<(Range<usize>, f64, f64)> = Vec::new();
    for &(at, ns) in moments {
        match groups.last_mut() {
            Some((range, _, last)) if range.end == at && frame.scale.points(ns - *last) < apart => {
                range.end = at + 1;
                *last = ns;
            }
            _ => groups.push((at..at + 1, ns, ns)),
        }
    }
    groups
}
