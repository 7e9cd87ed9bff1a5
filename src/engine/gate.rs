//! Waiting until something is certain.

use std::sync::atomic::Ordering::SeqCst;
use std::thread;
use std::time::Duration;

use crate::model::trace::FailureKind;
use crate::model::{Awaited, EndpointId, Gate, StreamId, Unopened};

use super::board::{Board, Stop};
use super::kernel;
use super::recorder::Recorder;

/// How often a receive buffer is looked at. No call of the API waits for a number of bytes without
/// taking them, so this is looked up again and again.
const LOOK: Duration = Duration::from_micros(50);

/// Why a gate was left without its opening.
pub enum Shut {
    /// The run is stopped for another reason.
    Given,
    /// It did not open in time, or never can.
    Failed(FailureKind),
}

/// Waits until the gate opens. `passed` says how often this endpoint went through it before.
pub fn wait(board: &Board, recorder: &Recorder, gate: &Gate, passed: u64) -> Result<(), Shut> {
    let me = recorder.endpoint();
    match gate {
        Gate::Queued(bytes) => wait_queued(board, me, *bytes),
        Gate::AllQueued if board.scenario.transport.is_connected() => {
            wait_queued(board, me, still_to_come(board, recorder))
        }
        Gate::AllQueued => {
            let senders: Vec<_> =
                incoming(board, me).map(|stream| board.scenario.ends(stream).0).collect();
            senders.into_iter().try_for_each(|sender| wait_all_sent(board, me, sender))
        }
        Gate::AllSent(sender) => wait_all_sent(board, me, *sender),
        Gate::After(other, label) => {
            let seen = || (board.times_done(*other, label), passed + 1);
            let awaited = |name| Awaited::Step(label.to_string(), name);
            wait_news(board, me, *other, seen, awaited)
        }
        Gate::Replied(other) => wait_replied(board, recorder, *other, passed),
        Gate::Finished(other) => {
            let seen = || (u64::from(board.is_finished(*other)), 1);
            wait_news(board, me, *other, seen, Awaited::End)
        }
        Gate::Taken => wait_taken(board, me),
    }
}

fn incoming(board: &Board, me: EndpointId) -> impl Iterator<Item = StreamId> + '_ {
    board.scenario.incoming(me)
}

/// Bytes that the peers' scripts send and this endpoint has not read.
fn still_to_come(board: &Board, recorder: &Recorder) -> u64 {
    let left = |stream: StreamId| {
        let planned = board.scenario.planned(stream).bytes;
        planned.saturating_sub(recorder.side(stream).moved)
    };
    incoming(board, recorder.endpoint()).map(left).sum()
}

fn wait_queued(board: &Board, me: EndpointId, wanted: u64) -> Result<(), Shut> {
    let queued = || board.with_socket(me, kernel::queued);
    loop {
        let seen = match queued() {
            None => return Err(Shut::Failed(FailureKind::Closed)),
            Some(Err(why)) => return Err(Shut::Failed(FailureKind::Option(why.to_string()))),
            Some(Ok(seen)) => seen,
        };
        if seen >= wanted {
            return Ok(());
        }
        match board.stopped(me) {
            None => thread::park_timeout(LOOK),
            Some(Stop::Given) => return Err(Shut::Given),
            Some(Stop::Deadline) => {
                let awaited = Awaited::Queued;
                let gate = Unopened { awaited, seen, needed: wanted, over: None };
                return Err(Shut::Failed(FailureKind::Gate(gate)));
            }
        }
    }
}

fn wait_all_sent(board: &Board, me: EndpointId, sender: EndpointId) -> Result<(), Shut> {
    let scenario = &board.scenario;
    let own = scenario.stream_ids().filter(|&stream| scenario.ends(stream).0 == sender);
    let planned: u64 = own.map(|stream| scenario.planned(stream).messages).sum();
    // A script that is over sends no more, however many sends were planned.
    let seen = || {
        let done = if board.is_finished(sender) { planned } else { board.sends_done(sender) };
        (done, planned)
    };
    wait_news(board, me, sender, seen, Awaited::Sends)
}

fn wait_replied(board: &Board, recorder: &Recorder, other: EndpointId, passed: u64) -> Result<(), Shut> {
    let me = recorder.endpoint();
    let Some(stream) = board.scenario.stream_between(other, me) else { return Ok(()) };
    let flow = board.flow(stream);
    let seen = || (flow.replies.load(SeqCst), passed + 1);
    wait_news(board, me, other, seen, Awaited::Answers)?;
    if board.scenario.transport.is_connected() {
        // The send has returned, but the bytes may still be on their way to the receive buffer.
        let unread = flow.sent.load(SeqCst).saturating_sub(recorder.side(stream).moved);
        return wait_queued(board, me, unread);
    }
    Ok(())
}

fn wait_taken(board: &Board, me: EndpointId) -> Result<(), Shut> {
    let scenario = &board.scenario;
    let datagrams = !scenario.transport.is_stream();
    let outgoing: Vec<_> =
        scenario.stream_ids().filter(|&stream| scenario.ends(stream).0 == me).collect();
    let counts = |stream: StreamId| {
        let flow = board.flow(stream);
        if datagrams {
            (flow.datagrams_sent.load(SeqCst), flow.datagrams_received.load(SeqCst))
        } else {
            (flow.sent.load(SeqCst), flow.received.load(SeqCst))
        }
    };
    let awaited = if datagrams { Awaited::TakenDatagrams } else { Awaited::TakenBytes };
    for stream in outgoing {
        let taker = scenario.ends(stream).1;
        let seen = || {
            let (sent, received) = counts(stream);
            (received, sent)
        };
        wait_news(board, me, taker, seen, awaited)?;
    }
    Ok(())
}

/// Waits for news from `other` until there is as much as is needed, a stop, or `other`'s end, after
/// which no news comes. `seen` tells what there is, and what is needed.
fn wait_news(
    board: &Board,
    me: EndpointId,
    other: EndpointId,
    seen: impl Fn() -> (u64, u64),
    awaited: impl Fn(String) -> Awaited,
) -> Result<(), Shut> {
    let name = || board.scenario.endpoint(other).name.clone();
    let failed = |(seen, needed), over| {
        let gate = Unopened { awaited: awaited(name()), seen, needed, over };
        Err(Shut::Failed(FailureKind::Gate(gate)))
    };
    board.wait_for(|| {
        // The end is looked at first: what was done before it is then seen.
        let ended = board.is_finished(other);
        let (there, needed) = seen();
        if there >= needed {
            return Some(Ok(()));
        }
        match board.stopped(me) {
            Some(Stop::Given) => Some(Err(Shut::Given)),
            Some(Stop::Deadline) => Some(failed((there, needed), None)),
            None if ended => Some(failed((there, needed), Some(name()))),
            None => None,
        }
    })
}
