//! From bytes to points: one scale for all lanes of a stream.

use std::ops::Range;

use crate::model::{ByteSpan, Message, StreamOffset};

use super::needs::{EMPTY, Needs};

/// The largest share of the width that goes to the warm-up.
const WARM_UP_SHARE: f32 = 0.12;
/// Between the warm-up and what is measured.
const WARM_UP_GAP: f32 = 8.0;
/// The least width of a warm-up's message.
const PALE: f64 = 2.0;
/// The share of the width that things may claim beyond what their bytes give them.
const CLAIMED: f64 = 0.6;
/// Where only this share of the claims could be met, nothing would be seen better for it.
const HOPELESS: f64 = 0.07;

/// Where each byte of a stream lies, in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByteScale {
    /// Each message with its range of stops: its two ends, and what ends or begins between them.
    messages: Vec<(ByteSpan, Range<usize>)>,
    stops: Vec<(StreamOffset, f32)>,
    right: f32,
}

/// Bytes within which nothing begins or ends, or a message without a byte.
struct Atom {
    bytes: f64,
    /// The least width of all of it.
    least: f64,
}

impl ByteScale {
    /// Spreads the messages over the points between the two ends of `lane`, as wide as they have bytes, but
    /// so that each thing of `needs` is as wide as it must be to be seen; lengths are multiplied by `factor`.
    ///
    /// The warm-up gets an eighth at most. Where there are too many things, their claims shrink alike.
    pub fn new(messages: &[Message], needs: &Needs, lane: (f32, f32), factor: f32) -> Self {
        let (left, right) = lane;
        let warm = messages.partition_point(|message| !message.measured);
        let (warm_up, measured) = messages.split_at(warm);
        let warm_width = warm_up_width(warm_up, measured, right - left);
        let start = if warm_width > 0.0 { left + warm_width + WARM_UP_GAP } else { left };
        let mut scale = Self { right, ..Self::default() };
        let (pale, none) = (PALE, Needs::default());
        scale.spread(warm_up, &none, (left, warm_width), pale);
        scale.spread(measured, needs, (start, right - start), f64::from(factor));
        scale
    }

    fn spread(&mut self, messages: &[Message], needs: &Needs, (left, width): (f32, f32), factor: f64) {
        let (Some(one), Some(last)) = (messages.first(), messages.last()) else { return };
        let cuts =
            needs.cuts(ByteSpan { start: one.span.start, len: last.span.end().since(one.span.start) });
        let mut atoms: Vec<Atom> = Vec::new();
        let mut places: Vec<StreamOffset> = Vec::new();
        let mut density = needs.density();
        let mut next = 0;
        let from = self.stops.len();
        for message in messages {
            let (mut at, end) = (message.span.start, message.span.end());
            let begin = from + places.len();
            places.push(at);
            while cuts.get(next).is_some_and(|cut| *cut <= at) {
                next += 1;
            }
            while at < end || message.span.is_empty() {
                let until = cuts.get(next).copied().filter(|cut| *cut < end).unwrap_or(end);
                next += usize::from(until < end);
                let bytes = until.since(at) as f64;
                let claim = if bytes > 0.0 { density.over(at, until) * bytes } else { f64::from(EMPTY) };
                atoms.push(Atom { bytes, least: claim * factor });
                places.push(until);
                at = until;
                if at >= end {
                    break;
                }
            }
            self.messages.push((message.span, begin..from + places.len()));
        }
        let mut widths = widths(&atoms, f64::from(width)).into_iter();
        let mut x = f64::from(left);
        for (_, stops) in &self.messages[self.messages.len() - messages.len()..] {
            self.stops.push((places[stops.start - from], narrow(x)));
            for at in stops.start + 1..stops.end {
                x += widths.next().unwrap_or(0.0);
                self.stops.push((places[at - from], narrow(x)));
            }
        }
    }

    /// Makes room of those widths before the messages at those places, which ascend, and behind them all;
    /// what follows moves right. `left` is where the first room lies if there is no message.
    pub fn make_room(&mut self, rooms: &[(usize, f32)], left: f32) -> Vec<(f32, f32)> {
        let mut rooms = rooms.iter().peekable();
        let mut edges = Vec::with_capacity(rooms.len());
        let mut moved = 0.0;
        for (place, (_, stops)) in self.messages.iter().enumerate() {
            while let Some((_, width)) = rooms.next_if(|(before, _)| *before <= place) {
                let at = self.stops[stops.start].1 + moved;
                edges.push((at, at + width));
                moved += width;
            }
            for (_, x) in &mut self.stops[stops.clone()] {
                *x += moved;
            }
        }
        let mut at = self.stops.last().map_or(left, |(_, x)| *x);
        for (_, width) in rooms {
            edges.push((at, at + width));
            at += width;
            moved += width;
        }
        self.right += moved;
        edges
    }

    /// Left and right edge of the message at that place.
    pub fn message(&self, place: usize) -> (f32, f32) {
        let edges = |(_, stops): &(ByteSpan, Range<usize>)| {
            (self.stops[stops.start].1, self.stops[stops.end - 1].1)
        };
        self.messages.get(place).map_or((self.right, self.right), edges)
    }

    /// Left and right edge of some bytes.
    pub fn span(&self, span: ByteSpan) -> (f32, f32) {
        let left = self.at(span.start, self.place_of(span.start, true));
        if span.is_empty() {
            return (left, left);
        }
        (left, self.at(span.end(), self.place_of(span.end(), false)).max(left))
    }

    /// The message whose bytes stand behind an offset, or before it.
    fn place_of(&self, offset: StreamOffset, behind: bool) -> usize {
        let before = |span: &ByteSpan| if behind { span.start <= offset } else { span.start < offset };
        self.messages.partition_point(|(span, _)| before(span)).saturating_sub(1)
    }

    fn at(&self, offset: StreamOffset, place: usize) -> f32 {
        let Some((_, stops)) = self.messages.get(place) else { return self.right };
        let stops = &self.stops[stops.clone()];
        let behind = stops.partition_point(|(at, _)| *at <= offset);
        match (behind.checked_sub(1).map(|before| stops[before]), stops.get(behind)) {
            (None, _) => stops[0].1,
            (_, None) => stops[stops.len() - 1].1,
            (Some((from, left)), Some(&(to, right))) => {
                let share = offset.since(from) as f64 / to.since(from) as f64;
                narrow(f64::from(left) + share * f64::from(right - left))
            }
        }
    }
}

fn bytes_of(messages: &[Message]) -> u64 {
    messages.iter().map(|message| message.span.len).sum()
}

fn warm_up_width(warm_up: &[Message], measured: &[Message], width: f32) -> f32 {
    if warm_up.is_empty() {
        return 0.0;
    }
    let (before, after) = (bytes_of(warm_up) as f64, bytes_of(measured) as f64);
    let fair = f64::from(width) * before / (before + after).max(1.0);
    narrow(fair).clamp(width * WARM_UP_SHARE * 0.5, width * WARM_UP_SHARE)
}

/// As wide as they have bytes; those that would be too narrow are widened, at the others' cost.
fn widths(atoms: &[Atom], width: f64) -> Vec<f64> {
    let claimed: f64 = atoms.iter().map(|atom| atom.least).sum();
    let met = (width * CLAIMED / claimed.max(f64::MIN_POSITIVE)).min(1.0);
    let share = ((met - HOPELESS) / (1.0 - HOPELESS)).max(0.0);
    let mut order: Vec<&Atom> = atoms.iter().filter(|atom| atom.bytes > 0.0).collect();
    order.sort_by(|one, other| (other.least / other.bytes).total_cmp(&(one.least / one.bytes)));
    let empty = atoms.iter().filter(|atom| atom.bytes <= 0.0).map(|atom| atom.least * share);
    let mut room = width - empty.sum::<f64>();
    let mut bytes: f64 = order.iter().map(|atom| atom.bytes).sum();
    for atom in order {
        if atom.least * share * bytes <= room * atom.bytes {
            break;
        }
        room -= atom.least * share;
        bytes -= atom.bytes;
    }
    let per_byte = if bytes > 0.0 { (room / bytes).max(0.0) } else { 0.0 };
    atoms.iter().map(|atom| (atom.least * share).max(atom.bytes * per_byte)).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "points on a screen need no more digits")]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CallIndex;

    fn messages(sizes: &[(u64, bool)]) -> Vec<Message> {
        let mut start = 0;
        let mut list = Vec::new();
        for (number, &(len, measured)) in (0u32..).zip(sizes) {
            list.push(Message {
                number,
                span: ByteSpan::new(start, len),
                first_call: CallIndex(0),
                last_call: CallIndex(0),
                measured,
                fate: None,
            });
            start += len;
        }
        list
    }

    /// Messages of these sizes, and reads of those.
    fn scale_of(sizes: &[(u64, bool)], reads: &[u64], width: f32) -> ByteScale {
        let messages = messages(sizes);
        let mut needs = Needs::default();
        let measured = messages.iter().filter(|message| message.measured && !message.span.is_empty());
        needs.add(measured.map(|message| (message.span, 30.0)));
        let mut start = 0;
        needs.add(reads.iter().map(|&len| {
            let span = ByteSpan::new(start, len);
            start += len;
            (span, 40.0)
        }));
        ByteScale::new(&messages, &needs, (0.0, width), 1.0)
    }

    fn close(got: (f32, f32), expected: (f32, f32)) {
        let is_close = (got.0 - expected.0).abs() < 0.01 && (got.1 - expected.1).abs() < 0.01;
        assert!(is_close, "{got:?}, not {expected:?}");
    }

    fn check(sizes: &[(u64, bool)], width: f32, expected: &[(f32, f32)]) {
        let scale = scale_of(sizes, &[], width);
        for (place, &edges) in expected.iter().enumerate() {
            close(scale.message(place), edges);
        }
    }

    #[test]
    fn width_is_bytes() {
        check(&[(5, true), (4, true)], 900.0, &[(0.0, 500.0), (500.0, 900.0)]);
    }

    #[test]
    fn nothing_is_too_narrow_for_its_label() {
        check(&[(1, true), (1_000_000, true)], 300.0, &[(0.0, 30.0), (30.0, 300.0)]);
        let middle = 100.0 + EMPTY;
        check(
            &[(9, true), (0, true), (9, true)],
            200.0 + EMPTY,
            &[(0.0, 100.0), (100.0, middle), (middle, 200.0 + EMPTY)],
        );
    }

    #[test]
    fn room_is_made_between_messages_and_behind_them() {
        let mut scale = scale_of(&[(5, true), (5, true)], &[], 200.0);
        let rooms = scale.make_room(&[(0, 10.0), (1, 20.0), (1, 5.0), (2, 40.0)], 0.0);
        assert_eq!(rooms, [(0.0, 10.0), (110.0, 130.0), (130.0, 135.0), (235.0, 275.0)]);
        close(scale.message(0), (10.0, 110.0));
        close(scale.message(1), (135.0, 235.0));
        close(scale.message(2), (275.0, 275.0));
        let mut none = scale_of(&[], &[], 0.0);
        assert_eq!(none.make_room(&[(0, 30.0)], 7.0), [(7.0, 37.0)]);
    }

    #[test]
    fn a_message_without_a_byte_does_not_fill_the_tape() {
        check(&[(0, true)], 500.0, &[(0.0, EMPTY)]);
    }

    #[test]
    fn a_read_of_one_byte_is_widened_in_all_lanes() {
        let scale = scale_of(&[(1025, true)], &[1024, 1], 500.0);
        close(scale.span(ByteSpan::new(0, 1024)), (0.0, 460.0));
        close(scale.span(ByteSpan::new(1024, 1)), (460.0, 500.0));
        close(scale.span(ByteSpan::new(0, 512)), (0.0, 230.0));
        close(scale.message(0), (0.0, 500.0));
    }

    #[test]
    fn a_read_over_a_boundary_widens_what_it_holds_of_both() {
        let scale = scale_of(&[(1000, true), (1000, true)], &[990, 20, 990], 1000.0);
        close(scale.span(ByteSpan::new(990, 20)), (480.0, 520.0));
        close(scale.message(0), (0.0, 500.0));
    }

    #[test]
    fn claims_shrink_alike_where_they_are_too_many() {
        let scale = scale_of(&[(1, true); 20], &[], 300.0);
        close(scale.message(3), (45.0, 60.0));
        let mut many = vec![(1, true); 5000];
        many.push((5000, true));
        let scale = scale_of(&many, &[], 300.0);
        close(scale.message(5000), (150.0, 300.0));
    }

    #[test]
    fn the_warm_up_takes_an_eighth_at_most() {
        check(&[(90, false), (10, true)], 1000.0, &[(0.0, 120.0), (128.0, 1000.0)]);
    }

    #[test]
    fn parts_of_messages_lie_within_them() {
        let scale = scale_of(&[(5, false), (5, true), (4, true)], &[], 100.0);
        let (left, right) = scale.message(1);
        assert_eq!(scale.span(ByteSpan::new(5, 5)), (left, right));
        assert_eq!(scale.span(ByteSpan::new(0, 5)), scale.message(0));
        let middle = scale.span(ByteSpan::new(7, 1));
        assert!(left < middle.0 && middle.1 < right);
    }
}
