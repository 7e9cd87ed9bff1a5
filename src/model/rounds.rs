//! Rounds of question and answer: how long an endpoint waits for each reply.

use super::recording::Call;
use super::scenario::EndpointId;
use super::trace::Trace;

/// Fewer rounds than this in a run are no conversation.
pub const FEWEST_ROUNDS: usize = 3;

/// How long each measured round of an endpoint took, in nanoseconds and in order.
///
/// A round begins with the first send since data was last received, and ends when the next recv
/// returns data: what a program measures around its question and its answer.
pub fn rounds(trace: &Trace, endpoint: EndpointId) -> Vec<u64> {
    let mut begun = None;
    let mut rounds = Vec::new();
    let own = |(_, call): &(_, Call)| call.endpoint == endpoint;
    for (_, call) in trace.calls().filter(own) {
        let moved = call.outcome.is_ok_and(|bytes| bytes > 0);
        if !moved || !trace.is_measured(&call) {
            continue;
        }
        if call.kind.is_send() {
            begun.get_or_insert(call.start_ns);
        } else if call.kind.is_recv()
            && let Some(start) = begun.take()
        {
            rounds.push(call.end_ns.saturating_sub(start));
        }
    }
    rounds
}

/// The rounds of the endpoint that asks: the first one with at least [`FEWEST_ROUNDS`] of them.
pub fn conversation(trace: &Trace) -> Vec<u64> {
    let mut all = trace.scenario.endpoint_ids().map(|endpoint| rounds(trace, endpoint));
    all.find(|rounds| rounds.len() >= FEWEST_ROUNDS).unwrap_or_default()
}

/// How long many rounds took, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundSpread {
    /// How many they are; at least one.
    pub rounds: u64,
    /// The shortest.
    pub shortest_ns: u64,
    /// The one in the middle, or the later of two.
    pub median_ns: u64,
    /// The longest.
    pub longest_ns: u64,
}

impl RoundSpread {
    /// Of rounds in any order; `None` if there are none.
    pub fn of(rounds: &[u64]) -> Option<Self> {
        let mut sorted = rounds.to_vec();
        sorted.sort_unstable();
        Some(Self {
            rounds: sorted.len() as u64,
            shortest_ns: *sorted.first()?,
            median_ns: *sorted.get(sorted.len() / 2)?,
            longest_ns: *sorted.last()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_of_rounds_does_not_depend_on_their_order() {
        let spread = |shortest_ns, median_ns, longest_ns, rounds| {
            Some(RoundSpread { rounds, shortest_ns, median_ns, longest_ns })
        };
        assert_eq!(RoundSpread::of(&[]), None);
        assert_eq!(RoundSpread::of(&[7]), spread(7, 7, 7, 1));
        assert_eq!(RoundSpread::of(&[40, 1, 43]), spread(1, 40, 43, 3));
    }
}
