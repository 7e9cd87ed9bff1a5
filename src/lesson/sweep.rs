//! The values that a sweep gives a knob.

use thiserror::Error;

use super::lesson::{Knob, KnobKind, Value};
use super::value::SettingError;

/// Points of one sweep at most.
pub const MOST_POINTS: usize = 200;

/// Why a knob cannot be swept as asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SweepError {
    /// The knob does not take one of the values.
    #[error(transparent)]
    Value(#[from] SettingError),
    /// Only a slider has values between two ends.
    #[error("`{knob}` is no slider and has no range: name its values, {}", known.join(", "))]
    NoRange {
        /// The knob.
        knob: String,
        /// Its values.
        known: Vec<String>,
    },
    /// The range has no width.
    #[error("from {from} to {to} is no range: the first must be smaller")]
    Backwards {
        /// Where it begins.
        from: i64,
        /// Where it ends.
        to: i64,
    },
    /// Too few or too many.
    #[error("a sweep has {least} to {MOST_POINTS} points, not {points}")]
    Points {
        /// How many were asked for.
        points: usize,
        /// How few there may be.
        least: usize,
    },
}

impl Knob {
    /// Reads the values of a sweep as typed, one by one. Values named twice are taken once.
    ///
    /// # Errors
    /// When the knob does not take one of them, or there are none or too many.
    pub fn sweep_values<'a>(
        &self,
        typed: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<Value>, SweepError> {
        let mut values = Vec::new();
        for text in typed {
            let value = self.parse(text.trim())?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if values.is_empty() || values.len() > MOST_POINTS {
            return Err(SweepError::Points { points: values.len(), least: 1 });
        }
        Ok(values)
    }

    /// So many values from one end to the other: at even distances, or at even ratios where the knob
    /// is logarithmic. They are whole, so that of a narrow range there may be fewer.
    ///
    /// # Errors
    /// When the knob is no slider or does not take the ends, or when these are no range.
    pub fn sweep_range(&self, from: i64, to: i64, points: usize) -> Result<Vec<Value>, SweepError> {
        let &KnobKind::Slider { logarithmic, .. } = &self.kind else {
            let known = self.trial_values().iter().map(ToString::to_string).collect();
            return Err(SweepError::NoRange { knob: self.name.clone(), known });
        };
        for end in [from, to] {
            self.parse(&end.to_string())?;
        }
        if from >= to {
            return Err(SweepError::Backwards { from, to });
        }
        if !(2..=MOST_POINTS).contains(&points) {
            return Err(SweepError::Points { points, least: 2 });
        }
        let values = if logarithmic { ratios(from, to, points) } else { distances(from, to, points) };
        Ok(values.into_iter().map(Value::Number).collect())
    }

    /// The values of a sweep that nobody chose: all of a switch or a choice, some of a slider.
    pub fn usual_sweep(&self) -> Vec<Value> {
        const POINTS: usize = 7;
        match self.kind {
            KnobKind::Slider { min, max, .. } => {
                self.sweep_range(min, max, POINTS).unwrap_or_else(|_| vec![self.default_value()])
            }
            KnobKind::Toggle { .. } | KnobKind::Choice { .. } => self.trial_values(),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "between two whole numbers")]
fn distances(from: i64, to: i64, points: usize) -> Vec<i64> {
    let step = (to as f64 - from as f64) / (points - 1) as f64;
    whole((0..points).map(|at| (from as f64 + step * at as f64).round() as i64), to)
}

/// Ratios do not begin at zero or below: there the first point is the end itself, and they begin at one.
#[expect(clippy::cast_possible_truncation, reason = "between two whole numbers")]
fn ratios(from: i64, to: i64, points: usize) -> Vec<i64> {
    if to < 1 || (from < 1 && points == 2) {
        return distances(from, to, points);
    }
    let (first, start, points) =
        if from < 1 { (Some(from), 1.0, points - 1) } else { (None, from as f64, points) };
    let ratio = (to as f64 / start).ln() / (points - 1) as f64;
    let values = (0..points).map(|at| (start * (ratio * at as f64).exp()).round() as i64);
    whole(first.into_iter().chain(values), to)
}

/// Each value once; the last one is the end, whatever rounding made of it.
fn whole(values: impl Iterator<Item = i64>, to: i64) -> Vec<i64> {
    let mut values: Vec<i64> = values.filter(|&value| value < to).collect();
    values.push(to);
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Bilingual, KnobChoice};

    fn knob(kind: KnobKind) -> Knob {
        let (label, help) = (Bilingual::default(), Bilingual::default());
        Knob { name: "gap".to_owned(), label, help, kind, folded: false }
    }

    fn slider(min: i64, max: i64, logarithmic: bool) -> Knob {
        knob(KnobKind::Slider { min, max, default: min, logarithmic, unit: "ms".to_owned() })
    }

    fn numbers(values: &[Value]) -> Vec<i64> {
        let number = |value: &Value| match value {
            Value::Number(number) => *number,
            other => panic!("{other:?}"),
        };
        values.iter().map(number).collect()
    }

    #[test]
    fn a_range_is_even_on_the_knobs_own_scale() {
        let check = |knob: Knob, (from, to, points), expected: &[i64]| {
            assert_eq!(numbers(&knob.sweep_range(from, to, points).unwrap()), expected);
        };
        check(slider(0, 100, false), (0, 100, 5), &[0, 25, 50, 75, 100]);
        check(slider(-10, 10, false), (-10, 10, 3), &[-10, 0, 10]);
        check(slider(1, 10_000, true), (1, 10_000, 5), &[1, 10, 100, 1000, 10_000]);
        check(slider(0, 1000, true), (0, 1000, 5), &[0, 1, 10, 100, 1000]);
        // Whole numbers: a narrow range has fewer.
        check(slider(1, 3, false), (1, 3, 7), &[1, 2, 3]);
        check(slider(0, 4, true), (0, 4, 9), &[0, 1, 2, 3, 4]);
        check(slider(0, 9, true), (0, 9, 2), &[0, 9]);
    }

    #[test]
    fn what_is_no_range_is_refused() {
        let check = |knob: &Knob, (from, to, points), expected: &str| {
            let error = knob.sweep_range(from, to, points).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        let gap = slider(0, 100, false);
        check(&gap, (50, 10, 5), "from 50 to 10 is no range");
        check(&gap, (5, 5, 5), "no range");
        check(&gap, (0, 101, 5), "from 0 to 100, not `101`");
        check(&gap, (0, 100, 1), "2 to 200 points, not 1");
        check(&gap, (0, 100, 201), "not 201");
        check(&knob(KnobKind::Toggle { default: true }), (0, 1, 2), "name its values, false, true");
    }

    #[test]
    fn chosen_values_are_read_one_by_one() {
        let gap = slider(0, 100, false);
        let read = |typed: &str| gap.sweep_values(typed.split(','));
        assert_eq!(numbers(&read("0, 10,10 ,5").unwrap()), [0, 10, 5]);
        assert!(read("1,many").unwrap_err().to_string().contains("not `many`"));
        assert!(read("1,,2").unwrap_err().to_string().contains("not ``"));
        let too_many = (0..=i64::try_from(MOST_POINTS).unwrap()).map(|value| value.to_string());
        let too_many: Vec<String> = too_many.collect();
        let wide = slider(0, 1000, false);
        assert!(wide.sweep_values(too_many.iter().map(String::as_str)).is_err());
    }

    #[test]
    fn what_nobody_chose_goes_from_end_to_end() {
        assert_eq!(numbers(&slider(0, 60, false).usual_sweep()), [0, 10, 20, 30, 40, 50, 60]);
        assert_eq!(numbers(&slider(3, 3, false).usual_sweep()), [3]);
        let choice = |value: &str| KnobChoice { value: value.to_owned(), label: Bilingual::default() };
        let choices = ["gated", "free"].map(choice).into();
        let order = knob(KnobKind::Choice { default: "free".to_owned(), choices });
        let named = ["gated", "free"].map(|name| Value::Choice(name.to_owned()));
        assert_eq!(order.usual_sweep(), named);
    }
}
