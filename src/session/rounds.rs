//! How long rounds of question and answer took, over many runs.

use hdrhistogram::Histogram;

use crate::model::{Trace, conversation};

/// From a nanosecond to a minute, a tenth of a per cent exact.
const LONGEST_NS: u64 = 60_000_000_000;
const DIGITS: u8 = 3;

/// The times of rounds, as a histogram whose memory does not grow with their number.
#[derive(Clone, Debug, Default)]
pub struct RoundTimes {
    /// `None` as long as no run had rounds.
    times: Option<Histogram<u64>>,
}

/// One bar of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundBar {
    /// Rounds that took at least this, in nanoseconds,
    pub from_ns: u64,
    /// and less than this.
    pub to_ns: u64,
    /// How many they are.
    pub rounds: u64,
}

impl RoundTimes {
    /// Counts the rounds of a run; a run without a conversation has none.
    pub(super) fn add(&mut self, trace: &Trace) {
        for time in conversation(trace) {
            if self.times.is_none() {
                self.times = Histogram::new_with_max(LONGEST_NS, DIGITS).ok();
            }
            if let Some(times) = &mut self.times {
                times.saturating_record(time);
            }
        }
    }

    /// Rounds counted.
    pub fn len(&self) -> u64 {
        self.times.as_ref().map_or(0, Histogram::len)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The time within which that share of the rounds ended, in nanoseconds.
    pub fn quantile(&self, share: f64) -> u64 {
        self.times.as_ref().map_or(0, |times| times.value_at_quantile(share))
    }

    /// The shortest, in nanoseconds.
    pub fn quickest(&self) -> u64 {
        self.times.as_ref().map_or(0, Histogram::min)
    }

    /// The longest, in nanoseconds.
    pub fn slowest(&self) -> u64 {
        self.times.as_ref().map_or(0, Histogram::max)
    }

    /// The rounds between these bounds, which rise: one bar for each two neighbours.
    pub fn bars(&self, bounds: &[u64]) -> Vec<RoundBar> {
        let within = |from: u64, to: u64| {
            self.times.as_ref().map_or(0, |times| times.count_between(from, to.saturating_sub(1)))
        };
        let bar = |ends: &[u64]| RoundBar {
            from_ns: ends[0],
            to_ns: ends[1],
            rounds: within(ends[0], ends[1]),
        };
        bounds.windows(2).map(bar).collect()
    }
}
