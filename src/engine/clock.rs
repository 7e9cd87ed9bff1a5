//! From the kernel's timestamps, which are `CLOCK_REALTIME`, to nanoseconds since the run began.
//!
//! The offset between the two clocks is read at the start and at the end. Linux slews both alike, so
//! that it stays the same; if it moved by more, somebody set the clock, and no timestamp of this run
//! can be placed.

use std::time::{Duration, SystemTime};

/// How often both clocks are read: the tightest reading counts.
const TRIES: usize = 16;
/// What slewing can move, per nanosecond: at most 500 ppm, see adjtime(3).
const SLEW: i128 = 2000;
/// What reading the clocks may be off beside the width of the readings.
const MARGIN_NS: i128 = 20_000;

/// Both clocks at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "a unit is part of a name")]
pub struct Reading {
    /// Nanoseconds since the run began, in the middle of the reading.
    at_ns: u64,
    /// Nanoseconds since 1970.
    real_ns: i128,
    /// How long the reading took.
    width_ns: u64,
}

impl Reading {
    /// Reads both clocks; `now_ns` is that of the run.
    pub fn take(now_ns: impl Fn() -> u64) -> Option<Self> {
        let once = |_| {
            let before = now_ns();
            let real = SystemTime::now();
            let width_ns = now_ns().saturating_sub(before);
            let real_ns = nanos(real.duration_since(SystemTime::UNIX_EPOCH).ok()?);
            Some(Self { at_ns: before + width_ns / 2, real_ns, width_ns })
        };
        (0..TRIES).filter_map(once).min_by_key(|reading| reading.width_ns)
    }

    /// A reading of those values, without width.
    #[cfg(test)]
    pub fn of(at_ns: u64, real_ns: i128) -> Self {
        Self { at_ns, real_ns, width_ns: 0 }
    }

    fn offset(&self) -> i128 {
        self.real_ns - i128::from(self.at_ns)
    }
}

fn nanos(time: Duration) -> i128 {
    i128::try_from(time.as_nanos()).unwrap_or(i128::MAX)
}

/// Places the kernel's timestamps in a run.
#[derive(Clone, Copy, Debug)]
pub struct Conversion {
    start: Reading,
    end: Reading,
}

impl Conversion {
    /// From readings at the start and the end of the run.
    ///
    /// # Errors
    /// When the clock was set in between.
    pub fn new(start: Reading, end: Reading) -> Result<Self, String> {
        let this = Self { start, end };
        let moved = end.offset() - start.offset();
        if moved.abs() > this.tolerance() {
            let ms = moved / 1_000_000;
            return Err(format!("the system's clock was set during the run: it moved by {ms} ms"));
        }
        Ok(this)
    }

    /// How far a placed timestamp may be off.
    fn tolerance(&self) -> i128 {
        let widths = i128::from(self.start.width_ns) + i128::from(self.end.width_ns);
        widths + i128::from(self.end.at_ns.saturating_sub(self.start.at_ns)) / SLEW + MARGIN_NS
    }

    /// The moment of a timestamp in nanoseconds since the run began, not before `earliest`; `None` for
    /// one that cannot be of this run, because the clock was set back and forth.
    pub fn place(&self, real_ns: i64, earliest: u64) -> Option<u64> {
        let real_ns = i128::from(real_ns);
        let took = i128::from(self.end.at_ns.saturating_sub(self.start.at_ns));
        let since_start = real_ns - self.start.real_ns;
        let share = since_start.clamp(0, took);
        let slewed = (self.end.offset() - self.start.offset()) * share / took.max(1);
        let at = real_ns - self.start.offset() - slewed;
        let (from, to) = (i128::from(earliest), i128::from(self.end.at_ns));
        let possible = from - self.tolerance()..=to + self.tolerance();
        let placed = at.clamp(from.min(to), to);
        possible.contains(&at).then(|| u64::try_from(placed).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const DAY: i64 = 86_400_000_000_000;
    const MS: u64 = 1_000_000;

    fn reading(at_ns: u64, real_ns: i64) -> Reading {
        Reading { at_ns, real_ns: i128::from(real_ns), width_ns: 100 }
    }

    #[test]
    fn timestamps_are_placed_by_the_offset() {
        let clock = Conversion::new(reading(50, DAY + 50), reading(90 * MS, DAY + 90_000_000)).unwrap();
        let check = |since: i64, earliest, expected| {
            assert_eq!(clock.place(DAY + since, earliest), expected, "{since} from {earliest}");
        };
        check(0, 0, Some(0));
        check(44_000_000, 0, Some(44 * MS));
        check(90_000_000, 0, Some(90 * MS));
        // A little early or late is what the readings leave open.
        check(-500, 0, Some(0));
        check(44_000_000, 44 * MS + 500, Some(44 * MS + 500));
        check(90_000_500, 0, Some(90 * MS));
        // Before the send, before the run, and after it: no timestamp of this run.
        check(44_000_000, 60 * MS, None);
        check(-1_000_000, 0, None);
        check(100_000_000, 0, None);
    }

    #[test]
    fn what_slewing_moved_is_spread_over_the_run() {
        let second = 1000 * MS;
        let slewed = 1_000_400_000;
        let clock = Conversion::new(reading(0, DAY), reading(second, DAY + slewed)).unwrap();
        assert_eq!(clock.place(DAY + slewed, 0), Some(second));
        let half = clock.place(DAY + slewed / 2, 0).unwrap();
        assert!(half.abs_diff(second / 2) < 200, "{half}");
    }

    #[test]
    fn a_clock_that_was_set_places_nothing() {
        for step in [-3_600_000_000_000, -5_000_000, 5_000_000, DAY] {
            let end = reading(10 * MS, DAY + 10_000_000 + step);
            let reason = Conversion::new(reading(0, DAY), end).unwrap_err();
            assert!(reason.contains("was set during the run"), "{reason}");
        }
    }

    #[test]
    fn of_several_readings_the_tightest_counts() {
        let tick = Cell::new(0u64);
        let now_ns = || {
            tick.set(tick.get() + 1);
            // The fifth reading, ticks nine and ten, is the quickest.
            if tick.get() > 9 { 1000 * tick.get() - 990 } else { 1000 * tick.get() }
        };
        let taken = Reading::take(now_ns).unwrap();
        assert_eq!((taken.at_ns, taken.width_ns), (9005, 10));
    }
}
