//! How a run fell out, in a form that can be counted over many runs.

use std::collections::HashMap;

use super::boundary::StreamView;
use super::trace::Trace;

/// How the reads of a run cut its stream.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Signature {
    /// The sizes of the measured reads that brought data or a datagram.
    pub read_sizes: Vec<u64>,
    /// Inner boundaries that a read runs over.
    pub boundaries_lost: u64,
    /// Whether a program that takes each recv for one message would be wrong.
    pub broken: bool,
}

impl Signature {
    /// The signature of a run's main stream: the first on which a measured message was sent.
    pub fn of(trace: &Trace) -> Self {
        let views = trace.scenario.stream_ids().map(|stream| StreamView::of(trace, stream));
        let views: Vec<StreamView> = views.collect();
        let broken = views.iter().any(|view| view.summary.broken);
        let main = views.iter().find(|view| view.summary.messages > 0);
        main.map_or_else(Self::default, |view| Self {
            read_sizes: view.data_reads().map(|read| read.span.len).collect(),
            boundaries_lost: view.summary.lost,
            broken,
        })
    }
}

/// How many runs fell out in which way.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    runs: u64,
    broken: u64,
    outcomes: HashMap<Signature, u64>,
}

impl Tally {
    /// Counts one run.
    pub fn add(&mut self, signature: Signature) {
        self.runs += 1;
        self.broken += u64::from(signature.broken);
        *self.outcomes.entry(signature).or_default() += 1;
    }

    /// Runs counted.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// Runs in which a program that takes each recv for one message would be wrong.
    pub fn broken(&self) -> u64 {
        self.broken
    }

    /// The outcomes with their runs, most frequent first.
    pub fn outcomes(&self) -> Vec<(&Signature, u64)> {
        let mut list: Vec<_> = self.outcomes.iter().map(|(signature, &runs)| (signature, runs)).collect();
        list.sort_by(|(a, a_runs), (b, b_runs)| {
            b_runs.cmp(a_runs).then_with(|| a.read_sizes.cmp(&b.read_sizes))
        });
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_outcome_comes_first() {
        let outcome = |sizes: &[u64], lost| Signature {
            read_sizes: sizes.to_vec(),
            boundaries_lost: lost,
            broken: lost > 0,
        };
        let mut tally = Tally::default();
        for lost in [0, 1, 1, 0, 1] {
            tally.add(if lost == 0 { outcome(&[5, 4], 0) } else { outcome(&[9], 1) });
        }
        assert_eq!((tally.runs(), tally.broken()), (5, 3));
        let outcomes = tally.outcomes();
        assert_eq!(outcomes[0], (&outcome(&[9], 1), 3));
        assert_eq!(outcomes[1], (&outcome(&[5, 4], 0), 2));
    }
}
