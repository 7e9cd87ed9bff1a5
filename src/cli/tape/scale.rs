//! Stream offset → column. Every piece between two cuts can be seen, and longer ones are wider.

/// Columns that a piece needs at least, its left edge included: room for a number and two letters.
const NARROWEST: usize = 5;

/// Where each cut of a stretch of bytes stands on the screen.
#[derive(Debug, PartialEq, Eq)]
pub struct Scale {
    /// Offset and column of each cut, the left edge first, ascending in both.
    edges: Vec<(u64, usize)>,
    /// Whether some cuts had no room.
    folded: bool,
}

impl Scale {
    /// A scale from offset zero over `cuts`, sorted and without zero, onto columns 0 to `columns - 1`.
    ///
    /// Cuts that would come too close are left out from the right.
    pub fn new(cuts: &[u64], columns: usize) -> Self {
        let room = columns.saturating_sub(1);
        let folded = cuts.len() * NARROWEST > room;
        // Two columns for the sign that something was left out.
        let room = if folded { room.saturating_sub(2) } else { room };
        let shown = if folded { (room / NARROWEST).max(1).min(cuts.len()) } else { cuts.len() };
        let cuts = &cuts[..shown];
        let total = cuts.last().copied().unwrap_or(0);
        let spare = room.saturating_sub(shown * NARROWEST);
        let mut edges = vec![(0, 0)];
        for (index, &cut) in (1..).zip(cuts) {
            let more = u128::from(cut) * spare as u128 / u128::from(total.max(1));
            let column = index * NARROWEST + usize::try_from(more).unwrap_or(spare);
            edges.push((cut, column.min(room)));
        }
        Self { edges, folded }
    }

    /// Whether some cuts had no room.
    pub fn is_folded(&self) -> bool {
        self.folded
    }

    /// The first offset that is not drawn.
    pub fn end(&self) -> u64 {
        self.edges.last().map_or(0, |&(offset, _)| offset)
    }

    /// The column of the last edge.
    pub fn last_column(&self) -> usize {
        self.edges.last().map_or(0, |&(_, column)| column)
    }

    /// The column of a cut; of the cut before it where the offset is none.
    pub fn column(&self, offset: u64) -> usize {
        let behind = self.edges.partition_point(|&(edge, _)| edge <= offset);
        self.edges.get(behind.saturating_sub(1)).map_or(0, |&(_, column)| column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_keep_their_order_and_their_distance() {
        let check = |cuts: &[u64], columns, expected: &[(u64, usize)], folded| {
            let scale = Scale::new(cuts, columns);
            assert_eq!((scale.edges.as_slice(), scale.folded), (expected, folded));
        };
        check(&[5, 9], 46, &[(0, 0), (5, 24), (9, 45)], false);
        check(&[1, 1_000_000], 41, &[(0, 0), (1, 5), (1_000_000, 40)], false);
        check(&[10, 20, 30, 40], 14, &[(0, 0), (10, 5), (20, 11)], true);
        check(&[], 40, &[(0, 0)], false);
        check(&[7], 3, &[(0, 0), (7, 0)], true);
    }

    #[test]
    fn a_place_between_cuts_takes_the_column_before_it() {
        let scale = Scale::new(&[5, 9], 46);
        assert_eq!([0, 4, 5, 9, 12].map(|at| scale.column(at)), [0, 0, 24, 45, 45]);
        assert_eq!((scale.end(), scale.last_column()), (9, 45));
    }
}
