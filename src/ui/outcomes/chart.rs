//! Where the points of a sweep lie.

use eframe::egui::{Pos2, Rect, lerp, pos2, remap};

use crate::lesson::{Knob, KnobKind, Value};
use crate::model::Share;

/// Room at both ends of the axis.
const INSET: f32 = 26.0;
/// How far points of several panes at one value stand apart.
const APART: f32 = 9.0;

/// One point with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The place of its pane.
    pub pane: usize,
    /// The place of its value.
    pub value: usize,
    /// In how many runs of how many.
    pub share: Share,
    /// Where the share stands.
    pub at: Pos2,
    /// Upper and lower end of the interval.
    pub ends: (f32, f32),
}

/// The x of each value, in a picture so many times larger: evenly along the knob's own scale, or side by side where it has none.
pub fn places(knob: &Knob, values: &[Value], rect: Rect, factor: f32) -> Vec<f32> {
    let (left, right) = (rect.left() + INSET * factor, rect.right() - INSET * factor);
    let numbers: Option<Vec<f64>> = values.iter().map(|value| on_scale(knob, value)).collect();
    let shares: Vec<f32> = match numbers {
        Some(numbers) if numbers.len() > 1 => along(&numbers),
        _ => (0..values.len()).map(|place| (place as f32 + 0.5) / values.len() as f32).collect(),
    };
    shares.into_iter().map(|share| lerp(left..=right, share)).collect()
}

/// A number where the knob is a slider; its logarithm where that is logarithmic, with nought and below
/// at minus one: a step of ten to the left of one.
fn on_scale(knob: &Knob, value: &Value) -> Option<f64> {
    match (&knob.kind, value) {
        (KnobKind::Slider { logarithmic: true, .. }, Value::Number(number)) => {
            Some(if *number < 1 { -0.5 } else { (*number as f64).log10() })
        }
        (KnobKind::Slider { .. }, Value::Number(number)) => Some(*number as f64),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share becomes pixels")]
fn along(numbers: &[f64]) -> Vec<f32> {
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let width = (most - least).max(f64::MIN_POSITIVE);
    numbers.iter().map(|number| ((number - least) / width) as f32).collect()
}

/// The y of a share: one at the top.
#[expect(clippy::cast_possible_truncation, reason = "a share becomes pixels")]
pub fn height(share: f64, rect: Rect) -> f32 {
    remap(share as f32, 0.0..=1.0, rect.bottom()..=rect.top())
}

/// The points of one of several panes; values without a run have none.
pub fn marks(
    points: &[Share],
    xs: &[f32],
    (pane, panes): (usize, usize),
    rect: Rect,
    factor: f32,
) -> Vec<Mark> {
    let aside = (pane as f32 - (panes - 1) as f32 / 2.0) * APART * factor;
    let mark = |(value, (&share, &x)): (usize, (&Share, &f32))| {
        let (low, high) = share.interval();
        let at = pos2(x + aside, height(share.value()?, rect));
        Some(Mark { pane, value, share, at, ends: (height(high, rect), height(low, rect)) })
    };
    points.iter().zip(xs).enumerate().filter_map(mark).collect()
}

/// Of labels with these middles and widths, those that fit side by side; both ends are tried first.
pub fn fitting(middles: &[f32], widths: &[f32]) -> Vec<usize> {
    const BETWEEN: f32 = 10.0;
    let mut taken: Vec<usize> = Vec::new();
    let last = middles.len().saturating_sub(1);
    let order = [0, last].into_iter().chain(1..last).take(middles.len());
    for place in order {
        let half = |at: usize| widths[at] / 2.0;
        let clear = |&other: &usize| {
            (middles[place] - middles[other]).abs() >= half(place) + half(other) + BETWEEN
        };
        if !taken.contains(&place) && taken.iter().all(clear) {
            taken.push(place);
        }
    }
    taken.sort_unstable();
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::Bilingual;

    fn rect() -> Rect {
        Rect::from_min_max(pos2(0.0, 0.0), pos2(400.0 + 2.0 * INSET, 100.0))
    }

    fn slider(logarithmic: bool) -> Knob {
        let (label, help) = (Bilingual::default(), Bilingual::default());
        let kind = KnobKind::Slider { min: 0, max: 1000, default: 0, logarithmic, unit: String::new() };
        Knob { name: "gap".to_owned(), label, help, kind, folded: false }
    }

    #[test]
    fn values_lie_along_the_knobs_own_scale() {
        let check = |logarithmic, values: &[i64], expected: &[f32]| {
            let values: Vec<Value> = values.iter().map(|&value| Value::Number(value)).collect();
            let xs = places(&slider(logarithmic), &values, rect(), 1.0);
            let near = xs.iter().zip(expected).all(|(x, expected)| (x - INSET - expected).abs() < 0.1);
            assert!(near && xs.len() == expected.len(), "{xs:?}");
        };
        check(false, &[0, 250, 1000], &[0.0, 100.0, 400.0]);
        check(true, &[1, 10, 100], &[0.0, 200.0, 400.0]);
        // Nought has its place on a logarithmic scale too.
        check(true, &[0, 1, 10], &[0.0, 133.33, 400.0]);
        check(false, &[7], &[200.0]);
    }

    #[test]
    fn choices_stand_side_by_side() {
        let values = ["a", "b"].map(|name| Value::Choice(name.to_owned()));
        let kind = KnobKind::Choice { default: "a".to_owned(), choices: Vec::new() };
        let knob = Knob { kind, ..slider(false) };
        assert_eq!(places(&knob, &values, rect(), 1.0), [INSET + 100.0, INSET + 300.0]);
    }

    #[test]
    fn points_of_several_panes_do_not_hide_each_other() {
        let points = [Share { hits: 50, of: 200 }, Share::default()];
        let xs = [100.0, 200.0];
        let [first] = marks(&points, &xs, (0, 2), rect(), 1.0)[..] else {
            panic!("a value without runs has none")
        };
        let [second] = marks(&points, &xs, (1, 2), rect(), 1.0)[..] else { panic!("one point") };
        assert!((second.at.x - first.at.x - APART).abs() < 0.01);
        assert!((first.at.y - 75.0).abs() < 0.01);
        assert!(first.ends.0 < first.at.y && first.at.y < first.ends.1);
    }

    #[test]
    fn labels_that_would_touch_are_left_out_but_not_the_ends() {
        assert_eq!(fitting(&[0.0, 30.0, 60.0, 90.0], &[40.0; 4]), [0, 3]);
        assert_eq!(fitting(&[0.0, 100.0, 200.0], &[40.0; 3]), [0, 1, 2]);
        assert_eq!(fitting(&[5.0], &[40.0]), [0]);
        assert!(fitting(&[], &[]).is_empty());
    }
}
