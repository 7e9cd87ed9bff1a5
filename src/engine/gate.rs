//! Waiting until something is certain.

use std::sync::atomic::Ordering::SeqCst;
use std::thread;
use std::time::Duration;

use crate::model::trace::FailureKind;
use crate::model::{EndpointId, Gate, StreamId};

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
            let name = &board.scenario.endpoint(*other).name;
            let seen = || board.times_done(*other, label);
            wait_news(
                board,
                me,
                *other,
                || seen() > passed,
                &format!("step {label} of {name}"),
                || format!("it was done {} times, {} were needed", seen(), passed + 1),
            )
        }
        Gate::Replied(other) => wait_replied(board, recorder, *other, passed),
        Gate::Finished(other) => {
            let name = &board.scenario.endpoint(*other).name;
            let done = || board.is_finished(*other);
            wait_news(board, me, *other, done, &format!("the end of {name}'s script"), || {
                "it goes on".to_owned()
            })
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
                return Err(Shut::Failed(FailureKind::Gate {
                    wanted: format!("{wanted} bytes in the receive buffer"),
                    saw: format!("{seen} of {wanted} queued"),
                }));
            }
        }
    }
}

fn wait_all_sent(board: &Board, me: EndpointId, sender: EndpointId) -> Result<(), Shut> {
    let scenario = &board.scenario;
    let own = scenario.stream_ids().filter(|&stream| scenario.ends(stream).0 == sender);
    let planned: u64 = own.map(|stream| scenario.planned(stream).messages).sum();
    let name = &scenario.endpoint(sender).name;
    let done = || board.sends_done(sender) >= planned || board.is_finished(sender);
    wait_news(board, me, sender, done, &format!("the last send of {name}"), || {
        format!("{} of {planned} sends are done", board.sends_done(sender))
    })
}

fn wait_replied(board: &Board, recorder: &Recorder, other: EndpointId, passed: u64) -> Result<(), Shut> {
    let me = recorder.endpoint();
    let Some(stream) = board.scenario.stream_between(other, me) else { return Ok(()) };
    let flow = board.flow(stream);
    let seen = || flow.replies.load(SeqCst);
    let name = &board.scenario.endpoint(other).name;
    wait_news(
        board,
        me,
        other,
        || seen() > passed,
        &format!("an answer of {name}"),
        || format!("{} requests were answered, {} were needed", seen(), passed + 1),
    )?;
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
    let unit = if datagrams { "datagrams" } else { "bytes" };
    for stream in outgoing {
        let taker = scenario.ends(stream).1;
        let name = &scenario.endpoint(taker).name;
        let all_read = || {
            let (sent, received) = counts(stream);
            received >= sent
        };
        wait_news(board, me, taker, all_read, &format!("{name} to read everything"), || {
            let (sent, received) = counts(stream);
            format!("{received} of {sent} {unit} are read")
        })?;
    }
    Ok(())
}

/// Waits for news from `other` until `open`, a stop, or `other`'s end, after which no news comes.
fn wait_news(
    board: &Board,
    me: EndpointId,
    other: EndpointId,
    open: impl Fn() -> bool,
    wanted: &str,
    saw: impl Fn() -> String,
) -> Result<(), Shut> {
    let failed = |saw: String| Err(Shut::Failed(FailureKind::Gate { wanted: wanted.to_owned(), saw }));
    board.wait_for(|| {
        // The end is looked at first: what was done before it is then seen by `open`.
        let ended = board.is_finished(other);
        if open() {
            return Some(Ok(()));
        }
        match board.stopped(me) {
            Some(Stop::Given) => Some(Err(Shut::Given)),
            Some(Stop::Deadline) => Some(failed(saw())),
            None if ended => {
                let name = &board.scenario.endpoint(other).name;
                Some(failed(format!("{}, and {name} has finished", saw())))
            }
            None => None,
        }
    })
}
