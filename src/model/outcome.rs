//! How a run fell out, in a form that can be counted over many runs.

use std::collections::HashMap;
use std::sync::Arc;

use super::boundary::StreamView;
use super::share::Share;
use super::trace::Trace;

/// Distinct outcomes of a tally that are told apart; the runs of further ones are only counted.
pub const MOST_OUTCOMES: usize = 4096;
/// Read sizes that a tally keeps, over all its outcomes.
const MOST_SIZES: usize = 1 << 20;
/// Outcomes of a tally that keep one of their runs.
pub const MOST_EXAMPLES: usize = 40;

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
        Self::of_views(&views.collect::<Vec<_>>())
    }

    /// The same, from all streams of the run.
    pub fn of_views(views: &[StreamView]) -> Self {
        let broken = views.iter().any(|view| view.summary.broken);
        main_stream(views).map_or_else(Self::default, |view| Self {
            read_sizes: view.data_reads().map(|read| read.span.len).collect(),
            boundaries_lost: view.summary.lost,
            broken,
        })
    }
}

/// The first of a run's streams on which a measured message was sent: the one that outcomes are about.
pub fn main_stream(views: &[StreamView]) -> Option<&StreamView> {
    views.iter().find(|view| view.summary.messages > 0)
}

/// How many runs fell out in which way, and for the most frequent ways one run each.
///
/// `E` is what is kept of such a run. The memory is bounded, however the runs fall out.
#[derive(Clone, Debug)]
pub struct Tally<E = ()> {
    runs: u64,
    broken: u64,
    outcomes: HashMap<Arc<Signature>, Counted<E>>,
    /// Read sizes in `outcomes`.
    sizes: usize,
    examples: usize,
    /// Runs of outcomes that are not told apart.
    others: u64,
}

#[derive(Clone, Debug)]
struct Counted<E> {
    runs: u64,
    example: Option<E>,
}

/// One way in which runs fell out.
#[derive(Debug)]
pub struct Outcome<'a, E = ()> {
    /// Which.
    pub signature: &'a Arc<Signature>,
    /// In how many runs.
    pub runs: u64,
    /// One of these runs.
    pub example: Option<&'a E>,
}

impl<E> Default for Tally<E> {
    fn default() -> Self {
        Self { runs: 0, broken: 0, outcomes: HashMap::new(), sizes: 0, examples: 0, others: 0 }
    }
}

impl<E> Tally<E> {
    /// Counts one run; `example` is what is kept of it, if it is the first of its kind.
    pub fn add(&mut self, signature: Signature, example: E) {
        self.runs += 1;
        self.broken += u64::from(signature.broken);
        if let Some(counted) = self.outcomes.get_mut(&signature) {
            counted.runs += 1;
            if counted.example.is_none() && self.make_room(&signature) {
                self.keep(&signature, example);
            }
            return;
        }
        let sizes = self.sizes + signature.read_sizes.len();
        if self.outcomes.len() == MOST_OUTCOMES || (sizes > MOST_SIZES && !self.outcomes.is_empty()) {
            self.others += 1;
            return;
        }
        self.sizes = sizes;
        let example = (self.examples < MOST_EXAMPLES).then_some(example);
        self.examples += usize::from(example.is_some());
        self.outcomes.insert(Arc::new(signature), Counted { runs: 1, example });
    }

    /// Takes the example of an outcome that is rarer than this one, if all places are taken.
    fn make_room(&mut self, for_outcome: &Signature) -> bool {
        if self.examples < MOST_EXAMPLES {
            return true;
        }
        let runs = self.outcomes.get(for_outcome).map_or(0, |counted| counted.runs);
        let with_example = self.outcomes.values_mut().filter(|counted| counted.example.is_some());
        match with_example.min_by_key(|counted| counted.runs) {
            Some(rarest) if rarest.runs < runs => {
                rarest.example = None;
                self.examples -= 1;
                true
            }
            _ => false,
        }
    }

    fn keep(&mut self, signature: &Signature, example: E) {
        if let Some(counted) = self.outcomes.get_mut(signature) {
            counted.example = Some(example);
            self.examples += 1;
        }
    }

    /// Runs counted.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// Runs in which a program that takes each recv for one message would be wrong.
    pub fn broken(&self) -> u64 {
        self.broken
    }

    /// The same as a share of all runs.
    pub fn broken_share(&self) -> Share {
        Share { hits: self.broken, of: self.runs }
    }

    /// Runs of outcomes beyond [`MOST_OUTCOMES`]: in none of [`Self::outcomes`], and in the other counts.
    pub fn other_runs(&self) -> u64 {
        self.others
    }

    /// The outcomes with their runs, most frequent first.
    pub fn outcomes(&self) -> Vec<Outcome<'_, E>> {
        let outcome = |(signature, counted): (_, &'_ Counted<E>)| (signature, counted.runs);
        let mut list: Vec<_> = self.outcomes.iter().collect();
        list.sort_by(|&a, &b| {
            let ((a, a_runs), (b, b_runs)) = (outcome(a), outcome(b));
            let rest = |signature: &Arc<Signature>| (signature.boundaries_lost, signature.broken);
            b_runs
                .cmp(&a_runs)
                .then_with(|| a.read_sizes.cmp(&b.read_sizes))
                .then_with(|| rest(a).cmp(&rest(b)))
        });
        let told = list.into_iter().map(|(signature, counted)| Outcome {
            signature,
            runs: counted.runs,
            example: counted.example.as_ref(),
        });
        told.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(sizes: &[u64], lost: u64) -> Signature {
        Signature { read_sizes: sizes.to_vec(), boundaries_lost: lost, broken: lost > 0 }
    }

    #[test]
    fn the_most_frequent_outcome_comes_first() {
        let mut tally = Tally::default();
        for (run, lost) in [0, 1, 1, 0, 1].into_iter().enumerate() {
            tally.add(if lost == 0 { outcome(&[5, 4], 0) } else { outcome(&[9], 1) }, run);
        }
        assert_eq!((tally.runs(), tally.broken()), (5, 3));
        assert_eq!(tally.broken_share(), Share { hits: 3, of: 5 });
        let told: Vec<_> = tally
            .outcomes()
            .iter()
            .map(|told| (told.signature.as_ref().clone(), told.runs, told.example.copied()))
            .collect();
        assert_eq!(told, [(outcome(&[9], 1), 3, Some(1)), (outcome(&[5, 4], 0), 2, Some(0))]);
    }

    #[test]
    fn of_too_many_outcomes_the_frequent_ones_keep_a_run() {
        let mut tally = Tally::default();
        let kinds = MOST_EXAMPLES as u64 + 10;
        for kind in 0..kinds {
            tally.add(outcome(&[kind], 0), kind);
        }
        // The last kind becomes frequent after all places are taken.
        for run in 0..3 {
            tally.add(outcome(&[kinds - 1], 0), 1000 + run);
        }
        let outcomes = tally.outcomes();
        assert_eq!((outcomes[0].runs, outcomes[0].example), (4, Some(&1000)));
        let kept = outcomes.iter().filter(|outcome| outcome.example.is_some()).count();
        assert_eq!(kept, MOST_EXAMPLES);
    }

    #[test]
    fn outcomes_beyond_the_bound_are_counted_and_not_told_apart() {
        let mut tally = Tally::default();
        let kinds = MOST_OUTCOMES as u64 + 7;
        for kind in 0..kinds {
            tally.add(outcome(&[kind], 1), ());
        }
        tally.add(outcome(&[0], 1), ());
        assert_eq!((tally.runs(), tally.broken(), tally.other_runs()), (kinds + 1, kinds + 1, 7));
        assert_eq!(tally.outcomes().len(), MOST_OUTCOMES);
        assert_eq!(tally.outcomes()[0].runs, 2);
    }

    #[test]
    fn long_outcomes_are_bounded_by_their_sizes() {
        let mut tally = Tally::default();
        let long = |first: u64| outcome(&[vec![first], vec![1; MOST_SIZES / 2]].concat(), 0);
        for first in 0..5 {
            tally.add(long(first), ());
        }
        assert_eq!((tally.outcomes().len(), tally.other_runs()), (1, 4));
    }
}
