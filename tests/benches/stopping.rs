//! How long it takes to end a run by hand: with both ends in a recv that never returns by itself, and
//! with both ends idle, in turn. What is left to close and to join is the same in both.
//!
//! `cargo bench --bench stopping`

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on says where")]

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use stickylab::engine::Hands;
use stickylab::model::{Action, EndpointId, Scenario, Transport};

const TURNS: usize = 200;
/// What is promised for a stop.
const AIM: Duration = Duration::from_millis(100);

fn main() {
    println!("ending a run by hand, TCP over loopback, {TURNS} turns each");
    let (mut idle, mut blocked) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        idle.push(end(false));
        blocked.push(end(true));
    }
    idle.sort();
    blocked.sort();
    let median = |times: &[Duration]| times[TURNS / 2];
    for (name, times) in [("idle", &idle), ("in a recv", &blocked)] {
        let worst = times[TURNS - 1];
        let ratio = median(times).div_duration_f64(median(&idle));
        let verdict = if worst <= AIM { "met" } else { "missed" };
        println!(
            "{name:<10} median {:>8.1?}, worst {worst:>8.1?} (aim {AIM:?}: {verdict}), {ratio:.1} × idle",
            median(times),
        );
    }
}

fn end(in_a_recv: bool) -> Duration {
    let scenario = Scenario::pair(Transport::Tcp, Vec::new(), Vec::new());
    let both = [EndpointId(0), EndpointId(1)];
    let waker: stickylab::engine::ToldWaker = Arc::new(|| {});
    let hands = Hands::open(&scenario, &both.into(), &waker).unwrap();
    if in_a_recv {
        for endpoint in both {
            assert!(hands.act(endpoint, Action::Recv { size: 10, limit: None }));
        }
    }
    // Long enough for a thread to be where it blocks.
    thread::sleep(Duration::from_millis(5));
    let start = Instant::now();
    drop(hands);
    start.elapsed()
}
