//! Tallies of many runs.

use serde_json::json;
use stickylab::export::{PaneTally, outcomes_json};
use stickylab::model::{RoundSpread, Signature, Tally, Transport};

#[test]
fn outcomes_come_with_the_most_frequent_first() {
    let mut tally = Tally::default();
    for lost in [1, 0, 1] {
        tally.add(
            Signature {
                read_sizes: if lost == 0 { vec![5, 4] } else { vec![9] },
                boundaries_lost: lost,
                broken: lost > 0,
            },
            (),
        );
    }
    let settings = [("gap-ms".to_owned(), json!(1))];
    let document = outcomes_json(
        "two-sends",
        &settings,
        &[PaneTally {
            pane: "one",
            transport: Transport::Tcp,
            tally: &tally,
            rounds: RoundSpread::of(&[40, 1, 43]),
            unavailable: None,
        }],
        (3, false),
    );
    let (low, high) = tally.broken_share().interval();
    let expected = json!({
        "schema": "stickylab.outcomes/1",
        "lesson": "two-sends",
        "settings": {"gap-ms": 1},
        "panes": [{"pane": "one", "transport": "tcp", "runs": 3, "broken": 2, "outcomes": [
            {"read_sizes": [9], "boundaries_lost": 1, "runs": 2, "broken": true},
            {"read_sizes": [5, 4], "boundaries_lost": 0, "runs": 1, "broken": false},
        ], "broken_low": low, "broken_high": high, "other_runs": 0,
         "rounds": {"rounds": 3, "shortest_ns": 1, "median_ns": 40, "longest_ns": 43}, "unavailable": null}],
        "asked": 3,
        "cancelled": false,
    });
    assert_eq!(document.to_string(), expected.to_string());
}
