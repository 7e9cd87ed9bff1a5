//! From bytes to points: one scale for all lanes of a stream.

use crate::model::{ByteSpan, Message, StreamOffset};

/// The least width of a message, as long as there are few.
const LEAST: f32 = 2.0;
/// The width of a datagram without a byte.
const EMPTY: f32 = 14.0;
/// The largest share of the width that goes to the warm-up.
const WARM_UP_SHARE: f32 = 0.12;
/// Between the warm-up and what is measured.
const WARM_UP_GAP: f32 = 8.0;

/// Where each message of a stream lies, in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByteScale {
    messages: Vec<(ByteSpan, f32, f32)>,
    right: f32,
}

impl ByteScale {
    /// Spreads the messages over the points from `left` to `right`, as wide as they have bytes.
    ///
    /// The warm-up gets an eighth at most, and no message vanishes unless there are very many.
    pub fn new(messages: &[Message], left: f32, right: f32) -> Self {
        let warm = messages.partition_point(|message| !message.measured);
        let (warm_up, measured) = messages.split_at(warm);
        let warm_width = warm_up_width(warm_up, measured, right - left);
        let start = if warm_width > 0.0 { left + warm_width + WARM_UP_GAP } else { left };
        let mut scale = Self { messages: Vec::with_capacity(messages.len()), right };
        scale.spread(warm_up, left, warm_width);
        scale.spread(measured, start, right - start);
        scale
    }

    fn spread(&mut self, messages: &[Message], left: f32, width: f32) {
        let widths = widths(messages, f64::from(width));
        let mut at = f64::from(left);
        for (message, width) in messages.iter().zip(widths) {
            let end = at + width;
            self.messages.push((message.span, narrow(at), narrow(end)));
            at = end;
        }
    }

    /// Left and right edge of the message at that place.
    pub fn message(&self, place: usize) -> (f32, f32) {
        self.messages.get(place).map_or((self.right, self.right), |&(_, left, right)| (left, right))
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
        self.messages.partition_point(|(span, ..)| before(span)).saturating_sub(1)
    }

    fn at(&self, offset: StreamOffset, place: usize) -> f32 {
        let Some(&(span, left, right)) = self.messages.get(place) else { return self.right };
        if span.is_empty() || offset >= span.end() {
            return right;
        }
        let share = offset.since(span.start) as f64 / span.len as f64;
        narrow(f64::from(left) + share * f64::from(right - left))
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
fn widths(messages: &[Message], width: f64) -> Vec<f64> {
    let least = |message: &Message| f64::from(if message.span.is_empty() { EMPTY } else { LEAST });
    let all_least: f64 = messages.iter().map(least).sum();
    let few = all_least * 2.0 <= width;
    let mut shared_bytes = bytes_of(messages) as f64;
    let mut shared_width = width;
    let mut widened = vec![false; messages.len()];
    loop {
        let per_byte = if shared_bytes > 0.0 { shared_width / shared_bytes } else { 0.0 };
        let mut settled = true;
        for (message, widened) in messages.iter().zip(&mut widened) {
            let bytes = message.span.len as f64;
            if few && !*widened && bytes * per_byte < least(message) {
                *widened = true;
                settled = false;
                shared_bytes -= bytes;
                shared_width -= least(message);
            }
        }
        if settled {
            let width_of = |(message, &widened): (&Message, &bool)| {
                if widened { least(message) } else { message.span.len as f64 * per_byte }
            };
            return messages.iter().zip(&widened).map(width_of).collect();
        }
    }
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

    fn check(sizes: &[(u64, bool)], width: f32, expected: &[(f32, f32)]) {
        let scale = ByteScale::new(&messages(sizes), 0.0, width);
        for (place, &(left, right)) in expected.iter().enumerate() {
            let got = scale.message(place);
            let close = (got.0 - left).abs() < 0.01 && (got.1 - right).abs() < 0.01;
            assert!(close, "message {place}: {got:?}, not {:?}", (left, right));
        }
    }

    #[test]
    fn width_is_bytes() {
        check(&[(5, true), (4, true)], 900.0, &[(0.0, 500.0), (500.0, 900.0)]);
    }

    #[test]
    fn a_tiny_message_keeps_two_points() {
        check(&[(1, true), (1_000_000, true)], 100.0, &[(0.0, 2.0), (2.0, 100.0)]);
        check(&[(9, true), (0, true), (9, true)], 114.0, &[(0.0, 50.0), (50.0, 64.0), (64.0, 114.0)]);
    }

    #[test]
    fn the_warm_up_takes_an_eighth_at_most() {
        check(&[(90, false), (10, true)], 1000.0, &[(0.0, 120.0), (128.0, 1000.0)]);
    }

    #[test]
    fn parts_of_messages_lie_within_them() {
        let scale = ByteScale::new(&messages(&[(5, false), (5, true), (4, true)]), 0.0, 100.0);
        let (left, right) = scale.message(1);
        assert_eq!(scale.span(ByteSpan::new(5, 5)), (left, right));
        assert_eq!(scale.span(ByteSpan::new(0, 5)), scale.message(0));
        let middle = scale.span(ByteSpan::new(7, 1));
        assert!(left < middle.0 && middle.1 < right);
    }
}
