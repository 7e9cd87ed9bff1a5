//! Labels that would stand over one another give way, each as little as possible.

/// Where labels stand whose middles would like to be at `wanted`, in this order, `height` apart at
/// least, between `top` and `bottom`. If there are too many for the room, they overlap evenly.
pub fn spread(wanted: &[f64], height: f64, top: f64, bottom: f64) -> Vec<f64> {
    let fits = ((bottom - top) / height).max(0.0);
    let count = wanted.len() as f64;
    let height = if count > fits && count > 1.0 { (bottom - top) / count } else { height };
    let (first, last) = (top + height / 2.0, bottom - height / 2.0);
    // Neighbours in touch move as one, around the middle of where they would like to be.
    let mut groups: Vec<Group> = Vec::new();
    for &at in wanted {
        let at = at.clamp(first, last.max(first));
        let mut group = Group { sum: at, count: 1.0 };
        while let Some(before) = groups.last() {
            if before.bottom(height) <= group.top(height) {
                break;
            }
            // The later ones' wishes, as if all stood where the first one does.
            let shifted = group.sum - group.count * before.count * height;
            group = Group { sum: before.sum + shifted, count: before.count + group.count };
            groups.pop();
        }
        groups.push(group);
    }
    let mut places = Vec::with_capacity(wanted.len());
    let mut least = first;
    let mut left = count;
    for group in groups {
        let highest = last - (left - 1.0) * height;
        let mut at = group.first().clamp(least, highest.max(least));
        let mut done = 0.0;
        while done < group.count {
            places.push(at);
            at += height;
            done += 1.0;
        }
        least = at;
        left -= group.count;
    }
    places
}

/// Labels in touch: the sum of the places that their first one would like to have, and their number.
struct Group {
    sum: f64,
    count: f64,
}

impl Group {
    fn first(&self) -> f64 {
        self.sum / self.count
    }

    fn top(&self, height: f64) -> f64 {
        self.first() - height / 2.0
    }

    fn bottom(&self, height: f64) -> f64 {
        self.first() + (self.count - 0.5) * height
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_give_way_as_little_as_possible() {
        let check = |wanted: &[f64], expected: &[f64]| {
            assert_eq!(spread(wanted, 10.0, 0.0, 100.0), expected);
        };
        check(&[], &[]);
        check(&[50.0], &[50.0]);
        check(&[20.0, 60.0], &[20.0, 60.0]);
        check(&[50.0, 50.0], &[45.0, 55.0]);
        check(&[50.0, 52.0, 54.0], &[42.0, 52.0, 62.0]);
        check(&[0.0, 0.0], &[5.0, 15.0]);
        check(&[100.0, 100.0], &[85.0, 95.0]);
    }

    proptest! {
        #[test]
        fn labels_keep_their_order_and_their_distance(
            mut wanted in prop::collection::vec(-50.0f64..450.0, 0..60),
            height in 5.0f64..30.0,
        ) {
            wanted.sort_by(f64::total_cmp);
            let places = spread(&wanted, height, 0.0, 400.0);
            prop_assert_eq!(places.len(), wanted.len());
            let distance = height.min(400.0 / wanted.len().max(1) as f64);
            for pair in places.windows(2) {
                prop_assert!(pair[1] - pair[0] >= distance - 1e-6, "{:?}", places);
            }
            let inside = |&place: &f64| place >= distance / 2.0 - 1e-6 && place <= 400.0 - distance / 2.0 + 1e-6;
            prop_assert!(places.iter().all(inside), "{:?}", places);
        }
    }
}
