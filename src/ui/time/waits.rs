//! Which messages waited together, where, and for what.

use std::ops::Range;

use crate::model::cause::{Hold, Holds};
use crate::model::{Cause, Trace};
use crate::ui::stage::facts::StreamFacts;

use super::model::{Known, Taking, Way};
use super::room;

/// Waits that end so close together, as a share of their length, have ended together.
const TOGETHER: f64 = 0.05;
/// Less than such a share of the longest wait is no wait beside it.
const MOMENT: f64 = 0.01;

/// Who makes bytes wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nagle's algorithm: the message of that number is not acknowledged yet.
    ForAck(u32),
    /// `TCP_CORK`.
    Corked,
    /// `MSG_MORE`.
    More,
    /// The receiver's window is closed.
    ForWindow,
    /// Nothing tells; in the sender's kernel.
    InKernel,
    /// Nobody has called recv; in the receiver's kernel.
    ForRecv,
    /// recv was called before, and its thread has not woken up; in the receiver's kernel.
    ForWakeUp,
    /// The buffers are full, and send does not return; in the sender's program.
    ForRoom,
}

impl Why {
    /// Whether it is the receiving side that lets them wait, and no kernel that holds them back.
    pub fn is_unread(self) -> bool {
        matches!(self, Self::ForRecv | Self::ForWakeUp)
    }
}

/// Messages that waited together.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// Which, by their places.
    pub messages: Range<usize>,
    /// When the first of them began to wait.
    pub from: f64,
    /// When the last of them went on.
    pub to: f64,
    /// How long the one that waited longest waited, in nanoseconds.
    pub longest: f64,
    /// How many bytes.
    pub bytes: u64,
    /// For what.
    pub why: Why,
    /// Who held them back at the sender; several where the evidence allows several.
    pub causes: Vec<Cause>,
    /// Whether that is a conclusion.
    pub inferred: bool,
    /// How its moments are known.
    pub known: Known,
}

/// Waits at the sender, then at the receiver, then before send returned; each in the order of messages.
pub fn waits(
    trace: &Trace,
    facts: &StreamFacts,
    (ways, reads): (&[Way], &[Taking]),
    origin_ns: f64,
) -> Vec<Wait> {
    let held = |way: &Way| Some((way.accepted, way.left?));
    let unread = |way: &Way| Some((way.left?, way.taken?));
    let mut waits = gather(ways, &held);
    if !waits.is_empty() {
        let holds = Holds::of(trace, &facts.view);
        for wait in &mut waits {
            ask_who_held(facts, &holds, ways, wait);
        }
    }
    let mut in_buffer = gather(ways, &unread);
    for wait in &mut in_buffer {
        wait.why = why_unread(reads, wait);
    }
    waits.extend(in_buffer);
    waits.extend(room::waits(trace, &facts.view, origin_ns));
    waits
}

/// Neighbours that went on together waited together.
fn gather(ways: &[Way], times: &dyn Fn(&Way) -> Option<(f64, f64)>) -> Vec<Wait> {
    let mut waits: Vec<Wait> = Vec::new();
    for (place, way) in ways.iter().enumerate() {
        let Some((from, to)) = times(way).filter(|(from, to)| way.measured && to > from) else {
            continue;
        };
        let joined = waits.last_mut().filter(|wait| {
            let apart = (to - wait.to).abs();
            wait.messages.end == place && from < wait.to && apart <= TOGETHER * wait.longest
        });
        match joined {
            Some(wait) => {
                wait.messages.end = place + 1;
                wait.from = wait.from.min(from);
                wait.to = wait.to.max(to);
                wait.longest = wait.longest.max(to - from);
                wait.bytes += way.bytes;
                // Those that went on together have one moment, and one of them may have told it.
                wait.known = wait.known.min(way.known);
            }
            None => waits.push(Wait {
                messages: place..place + 1,
                from,
                to,
                longest: to - from,
                bytes: way.bytes,
                why: Why::ForRecv,
                causes: Vec::new(),
                inferred: false,
                known: way.known,
            }),
        }
    }
    waits
}

/// What the model says of these messages; a reason only where it gives all of them the same one.
fn ask_who_held(facts: &StreamFacts, holds: &Holds<'_>, ways: &[Way], wait: &mut Wait) {
    let mut held: Vec<Hold> =
        facts.view.messages[wait.messages.clone()].iter().map(|message| holds.on(message)).collect();
    // The message that made the others leave may have left a moment after its call.
    let newest = &ways[wait.messages.end - 1];
    let waited = newest.left.map_or(0.0, |left| left - newest.accepted);
    if held.len() > 1
        && waited < MOMENT * wait.longest
        && held.pop_if(|hold| hold.causes.is_empty()).is_some()
    {
        wait.messages.end -= 1;
        wait.bytes -= newest.bytes;
    }
    let mut causes: Vec<Cause> = held.iter().flat_map(|hold| hold.causes.iter().copied()).collect();
    causes.sort_unstable();
    causes.dedup();
    wait.inferred = held.iter().any(|hold| hold.inferred);
    let same = held.iter().all(|hold| hold.causes == causes);
    let number = |message: u32| facts.message_number(message);
    wait.why = match (causes.as_slice(), held.first().and_then(|hold| hold.ack_of)) {
        ([Cause::Nagle], Some(ack)) if same => Why::ForAck(number(ack)),
        ([Cause::Cork], _) if same => Why::Corked,
        ([Cause::More], _) if same => Why::More,
        ([Cause::WindowClosed], _) if same => Why::ForWindow,
        _ => Why::InKernel,
    };
    if same {
        wait.causes = causes;
    }
}

/// Whether recv had been called when the first of the bytes came.
fn why_unread(reads: &[Taking], wait: &Wait) -> Why {
    let first = wait.messages.start;
    let by = reads.partition_point(|read| read.messages.1 < first);
    match reads.get(by) {
        Some(read) if read.called <= wait.from => Why::ForWakeUp,
        _ => Why::ForRecv,
    }
}
