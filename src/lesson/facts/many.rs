//! Facts of many runs of one scenario.

use super::number;
use crate::lesson::condition::{Condition, Fact};
use crate::model::Tally;

/// In how many percent of the runs any read was not intact, rounded to a whole percent; but 0 is
/// never, and 100 always. `None` without a run.
pub fn broken_percent<E>(tally: &Tally<E>) -> Option<u64> {
    let (runs, broken) = (tally.runs(), tally.broken());
    match (runs, broken) {
        (0, _) => None,
        (_, 0) => Some(0),
        _ if broken == runs => Some(100),
        _ => Some(((broken * 200 + runs) / (2 * runs)).clamp(1, 99)),
    }
}

impl Condition {
    /// Whether it holds over many runs of its pane; a fact of one run never does, nor does any
    /// without a run.
    pub fn holds_over<E>(&self, tally: &Tally<E>) -> bool {
        let value = match self.fact {
            Fact::BrokenShare => broken_percent(tally),
            Fact::Outcomes if tally.runs() > 0 => Some(tally.outcomes().len() as u64),
            _ => None,
        };
        value.is_some_and(|value| self.test.holds(&number(value)))
    }
}
