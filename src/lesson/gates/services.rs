//! Services, as helpful as they could be: each message is answered as soon as it was sent.

use super::Walk;
use crate::model::{EndpointId, Service};

impl Walk<'_> {
    /// Answers what was sent. Says whether anything was answered, and whether the service is done.
    pub(super) fn serve(&mut self, endpoint: EndpointId, service: &Service) -> (bool, bool) {
        let mut answered = 0;
        for (stream, sender) in self.senders(endpoint) {
            let Some(back) = self.scenario.stream_between(endpoint, sender) else { continue };
            let requests = self.requests_in(&self.lengths[stream.index()], service);
            let known = &mut self.replies[back.index()];
            if requests > *known {
                answered += requests - *known;
                *known = requests;
                self.inboxes[sender.index()].arrive_unknown();
            }
        }
        self.inboxes[endpoint.index()].read_all();
        let script = &mut self.scripts[endpoint.index()];
        script.answered += answered;
        let is_enough = service.requests.is_some_and(|most| script.answered >= u64::from(most));
        let may_have_heard_the_last = service.last.is_some()
            && self.senders(endpoint).iter().any(|&(_, sender)| self.sends_left(sender) == 0);
        let is_done = is_enough || may_have_heard_the_last || self.inboxes[endpoint.index()].ended;
        (answered > 0, is_done)
    }

    /// One recv is one request: on a stream, a long message is several.
    fn requests_in(&self, lengths: &[u64], service: &Service) -> u64 {
        if self.scenario.transport.is_stream() {
            lengths.iter().map(|len| len.div_ceil(u64::from(service.recv.max(1)))).sum()
        } else {
            lengths.len() as u64
        }
    }
}
