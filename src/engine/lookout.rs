//! Looks at the sockets of a send that waits for room: who made the call cannot ask before it returns.

use std::time::Duration;

use crate::model::{EndpointId, Sample, Transport};

use super::board::Board;
use super::observer;
use super::performance::Performance;

/// How often it looks, and how long a call waits before it does. Most calls return much sooner.
pub const EVERY: Duration = Duration::from_millis(1);

/// What was seen from outside of the calls.
#[derive(Debug, Default)]
pub struct Lookout {
    samples: Vec<Sample>,
}

impl Lookout {
    /// Looks at both ends of every send over TCP that waits.
    pub fn look(&mut self, board: &Board) {
        let scenario = &board.scenario;
        if scenario.transport != Transport::Tcp {
            return;
        }
        for sender in scenario.endpoint_ids().filter(|&sender| board.waits_in_send(sender, EVERY)) {
            self.ask(board, sender);
            if let Some(stream) = scenario.outgoing(sender) {
                self.ask(board, scenario.ends(stream).1);
            }
        }
    }

    /// What has not changed is not noted again.
    fn ask(&mut self, board: &Board, endpoint: EndpointId) {
        let transport = board.scenario.transport;
        let sample = board
            .with_socket(endpoint, |socket| observer::ask(transport, endpoint, socket, board.now_ns()));
        let last = self.samples.iter().rev().find(|sample| sample.endpoint == endpoint);
        self.samples.extend(sample.filter(|sample| last.is_none_or(|last| !last.says_the_same(sample))));
    }

    /// Lays what was seen beside what each endpoint saw itself.
    pub fn hand_over(self, performances: &mut [Performance]) {
        for sample in self.samples {
            let performance = performances.get_mut(sample.endpoint.index());
            if let Some(observer) = performance.and_then(|performance| performance.observer.as_mut()) {
                observer.add(sample);
            }
        }
    }
}
