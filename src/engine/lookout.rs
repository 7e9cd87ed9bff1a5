//! Looks at the sockets of a send over TCP that waits for room: who made the call cannot ask before it
//! returns.

use std::time::Duration;

use crate::model::{EndpointId, Quantity, Sample, Transport};

use super::board::Board;
use super::performance::Performance;
use super::{kernel, observer};

/// How often it looks, and how long a call waits before it does. Most calls return much sooner.
pub const EVERY: Duration = Duration::from_millis(1);
/// An answer that took longer, in nanoseconds, is not of the moment at which it was asked for.
const LATE_NS: u64 = 200_000;

/// What was seen from outside of the calls.
#[derive(Debug, Default)]
pub struct Lookout {
    samples: Vec<Sample>,
}

impl Lookout {
    /// Looks at both ends of every send that waits.
    pub fn look(&mut self, board: &Board) {
        let scenario = &board.scenario;
        for sender in scenario.endpoint_ids() {
            let Some(since_ns) = board.sending_since_ns(sender) else { continue };
            if u128::from(board.now_ns().saturating_sub(since_ns)) < EVERY.as_nanos() {
                continue;
            }
            let at_sender = at_one_moment(board, || {
                board.with_socket(sender, |socket| {
                    observer::ask(Transport::Tcp, sender, socket, board.now_ns())
                })
            });
            // Within one call, it lies between what the sender asked before and after.
            let is_same_call = board.sending_since_ns(sender) == Some(since_ns);
            self.samples.extend(at_sender.filter(|_| is_same_call));
            if let Some(stream) = scenario.outgoing(sender) {
                let receiver = scenario.ends(stream).1;
                self.samples.extend(at_one_moment(board, || unread(board, receiver)));
            }
        }
    }

    /// Lays what was seen beside what each endpoint saw itself.
    pub fn hand_over(self, performances: &mut [Performance]) {
        for sample in self.samples {
            let performance = performances.get_mut(sample.endpoint.index());
            if let Some(observer) = performance.and_then(|performance| performance.observer.as_mut()) {
                observer.add_from_outside(sample);
            }
        }
    }
}

/// What was asked, unless the answer was long in coming.
fn at_one_moment(board: &Board, ask: impl FnOnce() -> Option<Sample>) -> Option<Sample> {
    let sample = ask()?;
    (board.now_ns().saturating_sub(sample.at_ns) <= LATE_NS).then_some(sample)
}

/// How full the receiver is; who only listens has no such queue.
fn unread(board: &Board, receiver: EndpointId) -> Option<Sample> {
    let mut sample = Sample::new(receiver, board.now_ns());
    let queued = board.with_socket(receiver, kernel::queued)?.ok()?;
    sample.set(Quantity::ReceiveQueue, queued);
    Some(sample)
}
