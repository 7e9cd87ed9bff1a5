//! What the program offered and the kernel did not take: refused sends, and the rests of short ones. They
//! stand in the lane of the sends alone, where they would have stood in the stream.

use crate::model::{CallIndex, ErrorName, SendStep, StreamView};

use super::layout::{Block, fold};
use super::scale::ByteScale;

/// The largest share of the lane that they get beside what was taken.
const SHARE: f64 = 0.5;
/// The least width of one of them, in points of the window's scale, as long as there are few.
const LEAST: f64 = 56.0;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untaken {
    /// The number of its message in the stream.
    pub message: u32,
    /// The place of the message before which it stands; behind all of them if there is none.
    pub place: usize,
    /// How many bytes.
    pub bytes: u64,
    /// The error that refused all of it; without one it is the rest of a short send.
    pub refused: Option<ErrorName>,
    /// The last call that offered it.
    pub call: CallIndex,
}

/// What was not taken of a stream's sends, in order.
pub fn of(steps: &[SendStep], view: &StreamView) -> Vec<Untaken> {
    let left = steps.iter().filter(|step| step.refused.is_some() || step.is_short());
    let untaken = |step: &SendStep| Untaken {
        message: step.message,
        place: view.messages.partition_point(|message| message.number <= step.message),
        bytes: step.kept(),
        refused: step.refused,
        call: step.call,
    };
    left.map(untaken).collect()
}

/// How wide each of them is in a lane of that width, of which so many bytes were taken.
pub fn widths(untaken: &[Untaken], taken: u64, lane: f32, factor: f32) -> Vec<f32> {
    if untaken.is_empty() {
        return Vec::new();
    }
    let (many, lane) = (untaken.len() as f64, f64::from(lane));
    let weight = |one: &Untaken| one.bytes.max(1);
    let bytes: u64 = untaken.iter().map(weight).sum();
    let all = if taken == 0 {
        lane
    } else {
        let fair = lane * bytes as f64 / (bytes + taken) as f64;
        fair.max(LEAST * f64::from(factor) * many).min(lane * SHARE)
    };
    let least = (LEAST * f64::from(factor)).min(all / many);
    let rest = (all - least * many).max(0.0);
    let width = |one: &Untaken| least + rest * weight(one) as f64 / bytes as f64;
    untaken.iter().map(|one| narrow(width(one))).collect()
}

/// Their blocks, in room that the scale makes for them; items are places in the list.
pub fn lay_out(untaken: &[Untaken], widths: &[f32], left: f32, scale: &mut ByteScale) -> Vec<Block> {
    let rooms: Vec<(usize, f32)> =
        untaken.iter().zip(widths).map(|(one, &width)| (one.place, width)).collect();
    let edges = scale.make_room(&rooms, left);
    fold(edges.into_iter().zip(untaken.iter().map(|one| (one.place, one.refused))))
}

#[expect(clippy::cast_possible_truncation, reason = "points on a screen need no more digits")]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u64]) -> Vec<Untaken> {
        let one = |(message, &bytes): (u32, &u64)| Untaken {
            message,
            place: 0,
            bytes,
            refused: Some(ErrorName::MessageTooLong),
            call: CallIndex(message),
        };
        (0..).zip(bytes).map(one).collect()
    }

    #[track_caller]
    fn check(bytes: &[u64], taken: u64, expected: &[f32]) {
        assert_eq!(widths(&refused(bytes), taken, 600.0, 1.0), expected);
    }

    #[test]
    fn what_was_not_taken_leaves_half_of_the_lane_to_what_was() {
        check(&[], 5, &[]);
        check(&[300], 300, &[300.0]);
        check(&[65_508], 5, &[300.0]);
        check(&[100], 500, &[100.0]);
        check(&[1], 1000, &[56.0]);
        check(&[5, 5], 5, &[150.0, 150.0]);
    }

    #[test]
    fn where_nothing_was_taken_it_has_the_whole_lane() {
        check(&[5], 0, &[600.0]);
        check(&[0, 0], 0, &[300.0, 300.0]);
    }

    #[test]
    fn very_many_share_what_there_is() {
        let widths = widths(&refused(&[100; 858]), 14_200, 600.0, 1.0);
        assert!((widths.iter().sum::<f32>() - 300.0).abs() < 0.1);
    }
}
