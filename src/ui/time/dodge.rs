//! Labels that would stand over one another give way: first aside, and only then along the time.

/// A label to be placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    /// Where its middle would like to be.
    pub y: f64,
    /// How many columns it is wide; one at least.
    pub wide: usize,
}

/// Where a label stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Its first column, counted from the lane.
    pub column: usize,
    /// Its middle.
    pub y: f64,
}

/// Places labels in their order, `height` apart at least where they share a column, between `top` and
/// `bottom`. If there are too many for the room, they reach over `bottom`.
pub fn place(wishes: &[Wish], height: f64, columns: usize, (top, bottom): (f64, f64)) -> Vec<Place> {
    let columns = columns.max(1);
    let mut free = vec![top; columns];
    let mut places: Vec<Place> = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let wide = wish.wide.clamp(1, columns);
        let upper = wish.y - height / 2.0;
        let free_from =
            |column: usize| free[column..column + wide].iter().copied().fold(f64::MIN, f64::max);
        let candidates = 0..=columns - wide;
        let at_once = candidates.clone().find(|&column| free_from(column) <= upper + 1e-9);
        let soonest = || candidates.min_by(|&one, &other| free_from(one).total_cmp(&free_from(other)));
        let column = at_once.or_else(soonest).unwrap_or(0);
        let edge = upper.max(free_from(column));
        free[column..column + wide].fill(edge + height);
        places.push(Place { column, y: edge + height / 2.0 });
    }
    lift(&mut places, wishes, height, columns, bottom);
    places
}

/// Moves labels that reach over the bottom up, and those above them in their turn.
fn lift(places: &mut [Place], wishes: &[Wish], height: f64, columns: usize, bottom: f64) {
    let mut free = vec![bottom; columns];
    for (place, wish) in places.iter_mut().zip(wishes).rev() {
        let wide = wish.wide.clamp(1, columns);
        let own = place.column..place.column + wide;
        let lowest = free[own.clone()].iter().copied().fold(f64::MAX, f64::min);
        place.y = place.y.min(lowest - height / 2.0);
        free[own].fill(place.y - height / 2.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wishes(ys: &[f64]) -> Vec<Wish> {
        ys.iter().map(|&y| Wish { y, wide: 1 }).collect()
    }

    #[test]
    fn labels_step_aside_before_they_move() {
        let check = |ys: &[f64], columns, expected: &[(usize, f64)]| {
            let places = place(&wishes(ys), 10.0, columns, (0.0, 100.0));
            let places: Vec<_> = places.iter().map(|place| (place.column, place.y)).collect();
            assert_eq!(places, expected);
        };
        check(&[], 2, &[]);
        check(&[20.0, 60.0], 2, &[(0, 20.0), (0, 60.0)]);
        check(&[20.0, 24.0, 31.0], 2, &[(0, 20.0), (1, 24.0), (0, 31.0)]);
        check(&[20.0, 20.0, 20.0], 2, &[(0, 20.0), (1, 20.0), (0, 30.0)]);
        check(&[100.0, 100.0], 1, &[(0, 85.0), (0, 95.0)]);
        check(&[0.0], 1, &[(0, 5.0)]);
    }

    #[test]
    fn a_wide_label_takes_several_columns() {
        let list = [Wish { y: 20.0, wide: 1 }, Wish { y: 22.0, wide: 2 }, Wish { y: 23.0, wide: 1 }];
        let places = place(&list, 10.0, 3, (0.0, 100.0));
        let places: Vec<_> = places.iter().map(|place| (place.column, place.y)).collect();
        assert_eq!(places, [(0, 20.0), (1, 22.0), (0, 30.0)]);
    }

    proptest! {
        #[test]
        fn no_label_covers_another(
            mut list in prop::collection::vec((-50.0f64..450.0, 1usize..4), 0..40),
            columns in 1usize..5,
        ) {
            list.sort_by(|one, other| one.0.total_cmp(&other.0));
            let list: Vec<_> = list.into_iter().map(|(y, wide)| Wish { y, wide }).collect();
            let places = place(&list, 12.0, columns, (0.0, 400.0));
            prop_assert_eq!(places.len(), list.len());
            for (at, (one, wish)) in places.iter().zip(&list).enumerate() {
                prop_assert!(one.column + wish.wide.min(columns) <= columns);
                for (other, its) in places.iter().zip(&list).skip(at + 1) {
                    let beside = one.column + wish.wide.min(columns) <= other.column
                        || other.column + its.wide.min(columns) <= one.column;
                    prop_assert!(beside || other.y - one.y >= 12.0 - 1e-6, "{:?}", places);
                }
                prop_assert!(one.y <= 394.0 + 1e-6);
            }
        }
    }
}
