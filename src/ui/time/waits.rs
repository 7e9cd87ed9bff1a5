//! Which messages waited together, where, and for what.

use crate::model::{Cause, Explanation, Trace, cause};
use crate::ui::stage::facts::StreamFacts;

use super::model::{Wait, Way, Why};

/// Waits that end so close together, as a share of their length, have ended together.
const TOGETHER: f64 = 0.05;

/// Waits at the sender, then at the receiver, each in the order of messages.
pub fn waits(trace: &Trace, facts: &StreamFacts, ways: &[Way]) -> Vec<Wait> {
    let held = |way: &Way| Some((way.accepted, way.left?));
    let unread = |way: &Way| Some((way.left?, way.taken?));
    let mut waits = gather(ways, &held);
    if !waits.is_empty() {
        let causes = cause::lost(trace, &facts.view);
        for wait in &mut waits {
            wait.why = why_held(facts, ways, wait, &causes);
        }
    }
    waits.extend(gather(ways, &unread));
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
                wait.inferred |= way.inferred;
            }
            None => waits.push(Wait {
                messages: place..place + 1,
                from,
                to,
                longest: to - from,
                bytes: way.bytes,
                why: Why::ForRecv,
                inferred: way.inferred,
            }),
        }
    }
    waits
}

fn why_held(facts: &StreamFacts, ways: &[Way], wait: &Wait, lost: &[(u32, Explanation)]) -> Why {
    let numbers = facts.view.messages[wait.messages.clone()].iter().map(|message| message.number);
    let (Some(from), Some(to)) = (numbers.clone().min(), numbers.max()) else { return Why::InKernel };
    let inside = |after: u32| (from..to).contains(&after);
    let told = lost.iter().find(|(after, told)| inside(*after) && told.causes.len() == 1);
    let before = wait.messages.start.checked_sub(1);
    let ack_of = |place: usize| Why::ForAck(facts.message_number(facts.view.messages[place].number));
    match (told.map(|(_, told)| told.causes[0]), before) {
        (Some(Cause::Nagle), Some(before)) => ack_of(before),
        (Some(Cause::Cork), _) => Why::Corked,
        (Some(Cause::More), _) => Why::More,
        (Some(Cause::WindowClosed), _) => Why::ForWindow,
        // A message that waits alone loses no boundary; the ACK that ends the wait tells all the same.
        (_, Some(before)) if is_released_by(&ways[before], wait) => ack_of(before),
        _ => Why::InKernel,
    }
}

/// Whether the ACK of the message before came just when the wait ended.
fn is_released_by(before: &Way, wait: &Wait) -> bool {
    before.acked.is_some_and(|acked| acked <= wait.to && wait.to - acked <= TOGETHER * wait.longest)
}
