//! From time to points and back: one scale for all panes, in `f64` throughout.

/// The shortest stretch that can be looked at, in nanoseconds: clocks tell no more.
pub const SHORTEST: f64 = 100.0;
/// The longest stretch, in nanoseconds: an hour.
pub const LONGEST: f64 = 3.6e12;

/// A stretch of time that is looked at, in nanoseconds since the measured part began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Where it begins; negative before the measured part.
    pub start: f64,
    /// How long it is.
    pub length: f64,
}

impl Stretch {
    /// A stretch between two moments, as long as the shortest at least.
    pub fn between(start: f64, end: f64) -> Self {
        Self { start, length: (end - start).clamp(SHORTEST, LONGEST) }
    }

    /// Its last moment.
    pub fn end(self) -> f64 {
        self.start + self.length
    }

    /// The same stretch magnified, so that `about` stays where it is.
    #[must_use]
    pub fn zoomed(self, factor: f64, about: f64) -> Self {
        let length = (self.length / factor).clamp(SHORTEST, LONGEST);
        let share = (about - self.start) / self.length;
        Self { start: about - share * length, length }
    }

    /// The same stretch, moved by a share of its length, later for a positive one.
    #[must_use]
    pub fn moved(self, share: f64) -> Self {
        Self { start: self.start + share * self.length, ..self }
    }

    /// Moved as little as needed for its middle to lie in `whole`, so that nobody loses the run.
    #[must_use]
    pub fn kept_near(self, whole: Self) -> Self {
        let half = self.length / 2.0;
        let start = self.start.clamp(whole.start - half, whole.end() - half);
        Self { start, ..self }
    }
}

/// Which moment stands where, in points from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    stretch: Stretch,
    top: f64,
    height: f64,
}

impl TimeScale {
    /// The stretch spread over so many points below `top`; at least one.
    pub fn new(stretch: Stretch, top: f64, height: f64) -> Self {
        Self { stretch, top, height: height.max(1.0) }
    }

    /// What is looked at.
    pub fn stretch(&self) -> Stretch {
        self.stretch
    }

    /// Where a moment stands.
    pub fn y(&self, ns: f64) -> f64 {
        self.top + (ns - self.stretch.start) / self.stretch.length * self.height
    }

    /// The moment that stands there.
    pub fn ns(&self, y: f64) -> f64 {
        self.stretch.start + (y - self.top) / self.height * self.stretch.length
    }

    /// Upper and lower end.
    pub fn range(&self) -> (f64, f64) {
        (self.top, self.top + self.height)
    }

    /// How many points so many nanoseconds take.
    pub fn points(&self, ns: f64) -> f64 {
        ns / self.stretch.length * self.height
    }

    /// The moments to be labelled: multiples of 1, 2 or 5 times a power of ten, at least so many
    /// points apart, and the step between them.
    pub fn ticks(&self, apart: f64) -> (Vec<f64>, f64) {
        let step = step_of(apart / self.height * self.stretch.length);
        let first = (self.stretch.start / step).ceil();
        let last = (self.stretch.end() / step).floor();
        let mut ticks = Vec::new();
        let mut at = first;
        while at <= last {
            ticks.push(at * step);
            at += 1.0;
        }
        (ticks, step)
    }
}

/// The next number that is 1, 2 or 5 times a power of ten, one nanosecond at least.
fn step_of(least: f64) -> f64 {
    let power = 10f64.powf(least.max(1.0).log10().floor());
    let fits = |factor: &f64| factor * power >= least;
    [1.0, 2.0, 5.0].into_iter().find(fits).unwrap_or(10.0) * power
}

/// The units of time with their length in nanoseconds.
const UNITS: [(&str, f64); 4] = [("s", 1e9), ("ms", 1e6), ("µs", 1e3), ("ns", 1.0)];

/// A moment among others up to `largest`, `step` apart: "20 ms", "43.018 ms".
pub fn tick_label(ns: f64, step: f64, largest: f64) -> String {
    let (unit, length) = unit_of(largest.abs().max(step));
    let decimals = (0..9).find(|&decimals| step / length * 10f64.powi(decimals) >= 0.999);
    let decimals = usize::try_from(decimals.unwrap_or(9)).unwrap_or(9);
    // No "-0 ms".
    let value = if ns.abs() < step / 2.0 { 0.0 } else { ns / length };
    format!("{value:.decimals$} {unit}")
}

/// A duration in three digits: "41 ms", "4.1 ms", "180 µs".
pub fn duration_label(ns: f64) -> String {
    let (unit, length) = unit_of(ns);
    let value = ns / length;
    if value >= 9.95 || length <= 1.0 {
        format!("{value:.0} {unit}")
    } else {
        format!("{value:.1} {unit}")
    }
}

fn unit_of(ns: f64) -> (&'static str, f64) {
    // What would be rounded up to a thousand is one of the next unit.
    UNITS.into_iter().find(|(_, length)| ns >= length * 0.9995).unwrap_or(UNITS[UNITS.len() - 1])
}

/// Points for the painter, which needs no more digits.
#[expect(clippy::cast_possible_truncation, reason = "points on a screen need no more digits")]
pub fn narrow(points: f64) -> f32 {
    points as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_are_round_and_far_enough_apart() {
        let check = |start: f64, end: f64, expected: &[&str]| {
            let scale = TimeScale::new(Stretch::between(start, end), 0.0, 300.0);
            let (ticks, step) = scale.ticks(50.0);
            let largest = start.abs().max(end.abs());
            let labels: Vec<String> = ticks.iter().map(|&tick| tick_label(tick, step, largest)).collect();
            assert_eq!(labels, expected);
        };
        check(0.0, 45e6, &["0 ms", "10 ms", "20 ms", "30 ms", "40 ms"]);
        check(-2e6, 9e6, &["-2 ms", "0 ms", "2 ms", "4 ms", "6 ms", "8 ms"]);
        check(0.0, 900.0, &["0 ns", "200 ns", "400 ns", "600 ns", "800 ns"]);
        check(
            43.018e6,
            43.03e6,
            &["43.018 ms", "43.020 ms", "43.022 ms", "43.024 ms", "43.026 ms", "43.028 ms", "43.030 ms"],
        );
        check(0.0, 3.1e9, &["0 s", "1 s", "2 s", "3 s"]);
    }

    #[test]
    fn durations_have_few_digits() {
        let check = |ns: f64, expected: &str| assert_eq!(duration_label(ns), expected);
        check(41_020_000.0, "41 ms");
        check(4_120_000.0, "4.1 ms");
        check(180_400.0, "180 µs");
        check(999_900.0, "1.0 ms");
        check(40.0, "40 ns");
        check(2.5e9, "2.5 s");
        check(0.0, "0 ns");
    }

    proptest! {
        #[test]
        fn a_moment_comes_back_from_its_point(
            start in -1e10f64..1e10,
            length in 100.0f64..1e11,
            top in 0.0f64..2000.0,
            height in 50.0f64..3000.0,
            share in 0.0f64..1.0,
        ) {
            let scale = TimeScale::new(Stretch { start, length }, top, height);
            let ns = start + share * length;
            prop_assert!((scale.ns(scale.y(ns)) - ns).abs() <= length * 1e-9 + start.abs() * 1e-12);
            let y = top + share * height;
            prop_assert!((scale.y(scale.ns(y)) - y).abs() < 1e-3);
        }

        #[test]
        fn zooming_keeps_the_moment_under_the_pointer(
            start in -1e9f64..1e9,
            length in 1e3f64..1e10,
            share in 0.0f64..1.0,
            factor in 0.1f64..10.0,
        ) {
            let before = Stretch { start, length };
            let about = start + share * length;
            let after = before.zoomed(factor, about);
            let height = 400.0;
            let y = |stretch| TimeScale::new(stretch, 0.0, height).y(about);
            prop_assert!((y(before) - y(after)).abs() < 1e-3);
        }

        #[test]
        fn zooming_in_and_out_again_leads_back(
            start in -1e9f64..1e9,
            length in 1e6f64..1e10,
            share in 0.0f64..1.0,
            factor in 0.1f64..10.0,
        ) {
            let before = Stretch { start, length };
            let about = start + share * length;
            let back = before.zoomed(factor, about).zoomed(1.0 / factor, about);
            prop_assert!((back.start - start).abs() < length * 1e-6);
            prop_assert!((back.length - length).abs() < length * 1e-9);
        }
    }
}
