//! What recording costs: sending 64 bytes and receiving them over TCP, a hundred thousand times, on one
//! thread that has both ends. Bare, recorded, and recorded with the kernel asked after each call take
//! turns, so that the machine's moods weigh on all three.
//!
//! `cargo bench --bench recording`

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on says where")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use stickylab::engine;
use stickylab::model::{Action, Payload, Scenario, Step, Transport};

const ROUNDS: u32 = 100_000;
/// Each way of all rounds is gone in so many pieces, in turn with the other ways.
const PIECES: u32 = 100;
const SIZE: u32 = 64;
const RECORDED_AIM: f64 = 1.10;
const OBSERVED_AIM: f64 = 1.9;

fn main() {
    let scenario = Arc::new(scenario());
    let ways: [(&str, &dyn Fn() -> Duration, f64); 3] = [
        ("bare", &bare, 1.0),
        ("recorded", &|| recorded(&scenario, false), RECORDED_AIM),
        ("recorded with evidence", &|| recorded(&scenario, true), OBSERVED_AIM),
    ];
    // The first round of each warms up.
    let mut times = ways.map(|_| Vec::new());
    for piece in 0..=PIECES {
        for ((_, run, _), times) in ways.iter().zip(&mut times) {
            let took = run();
            if piece > 0 {
                times.push(took);
            }
        }
    }
    println!("{ROUNDS} × (send {SIZE} B + recv), TCP over loopback, one thread, {PIECES} turns each");
    for ((name, _, aim), own) in ways.iter().zip(&times) {
        let all: Duration = own.iter().sum();
        let round = median(own.iter().map(|took| took.as_secs_f64() * 1e9 / f64::from(ROUNDS / PIECES)));
        // Each turn beside the bare one right before it.
        let ratio = median(own.iter().zip(&times[0]).map(|(took, bare)| took.div_duration_f64(*bare)));
        let verdict = if ratio <= *aim { "met" } else { "missed" };
        println!(
            "{name:<22} {:7.1} ms in all, median {round:>6.0} ns a round, {ratio:.2} × bare (aim {aim:.2}: {verdict})",
            all.as_secs_f64() * 1e3,
        );
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn bare() -> Duration {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (mut server, _) = listener.accept().unwrap();
    let (sent, mut inbox) = ([b'a'; SIZE as usize], [0; SIZE as usize]);
    let start = Instant::now();
    for _ in 0..ROUNDS / PIECES {
        assert_eq!(client.write(&sent).unwrap(), sent.len());
        assert_eq!(server.read(&mut inbox).unwrap(), sent.len());
    }
    start.elapsed()
}

fn recorded(scenario: &Arc<Scenario>, observed: bool) -> Duration {
    let rounds = ROUNDS / PIECES;
    let (took, trace) = engine::run_in_turn(scenario, rounds, observed).unwrap();
    // Two ends, each with the call that opened and the one that closed it.
    assert_eq!(trace.len(), 2 * rounds as usize + 4);
    assert_eq!(trace.evidence.is_some(), observed);
    if let Some(evidence) = &trace.evidence {
        let after_calls = evidence.samples().iter().filter(|sample| sample.call.is_some());
        assert_eq!(after_calls.count(), 2 * rounds as usize);
        assert_eq!(evidence.missing, []);
    }
    took
}

fn scenario() -> Scenario {
    let send = Action::Send { payload: Payload::Pattern(SIZE), all: false, more: false, to: None };
    let recv = Action::Recv { size: SIZE, limit: None };
    Scenario::pair(Transport::Tcp, vec![Step::new(send)], vec![Step::new(recv)])
}
