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
