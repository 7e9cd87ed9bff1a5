//! A share of runs, and how far it can be trusted.

/// In how many of so many runs something happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Runs in which it happened; not more than `of`.
    pub hits: u64,
    /// Runs in all.
    pub of: u64,
}

/// Two-sided 95 %: the quantile of the normal distribution at 0.975.
const Z: f64 = 1.959_963_984_540_054;
/// What is left of 95 %.
const DOUBT: f64 = 0.05;

impl Share {
    /// From 0 to 1; `None` without a run.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }

    /// The 95 % interval of the true share, from 0 to 1: [`interval`].
    pub fn interval(self) -> (f64, f64) {
        interval(self.hits, self.of)
    }
}

/// The 95 % interval of a share of which `hits` of `of` runs are known.
///
/// Wilson's score interval (E. B. Wilson, Journal of the American Statistical Association 22, 1927)
/// while some runs fell out one way and some the other. If all of them fell out alike, only one side
/// is open, and its 95 % bound is exact: 1 − 0.05^(1/n), which the rule of three, 3/n, approximates
/// (J. A. Hanley, A. Lippman-Hand, JAMA 249, 1983). So 0 of 200 reads "up to 1.5 %". Without a run
/// nothing is known: from 0 to 1.
pub fn interval(hits: u64, of: u64) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let runs = of as f64;
    let never = 1.0 - DOUBT.powf(1.0 / runs);
    match hits {
        0 => (0.0, never),
        _ if hits >= of => (1.0 - never, 1.0),
        _ => wilson(hits as f64 / runs, runs),
    }
}

fn wilson(share: f64, runs: f64) -> (f64, f64) {
    let z2 = Z * Z;
    let scale = 1.0 + z2 / runs;
    let center = (share + z2 / (2.0 * runs)) / scale;
    let half = Z / scale * (share * (1.0 - share) / runs + z2 / (4.0 * runs * runs)).sqrt();
    ((center - half).max(0.0), (center + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_textbooks() {
        let check = |hits, of, expected: (f64, f64)| {
            let got = interval(hits, of);
            let near = |a: f64, b: f64| (a - b).abs() < 5e-5;
            assert!(near(got.0, expected.0) && near(got.1, expected.1), "{hits} of {of}: {got:?}");
        };
        // Newcombe, Statistics in Medicine 17, 1998, table I: Wilson's interval for 81 of 263 and 15 of 148.
        check(81, 263, (0.2553, 0.3662));
        check(15, 148, (0.0624, 0.1605));
        check(0, 200, (0.0, 0.0149));
        check(200, 200, (0.9851, 1.0));
        check(0, 1, (0.0, 0.95));
        check(0, 0, (0.0, 1.0));
    }

    #[test]
    fn nought_of_200_reads_up_to_one_and_a_half_per_cent() {
        assert_eq!(format!("{:.1}", interval(0, 200).1 * 100.0), "1.5");
    }

    #[test]
    fn an_interval_holds_its_share_and_narrows_with_more_runs() {
        for of in 1..=60 {
            for hits in 0..=of {
                let (low, high) = interval(hits, of);
                let share = Share { hits, of }.value().unwrap();
                assert!(0.0 <= low && low <= share && share <= high && high <= 1.0, "{hits}/{of}");
                let more = interval(hits * 10, of * 10);
                assert!(more.1 - more.0 < high - low, "{hits}/{of}");
            }
        }
        assert_eq!(Share::default().value(), None);
    }
}
