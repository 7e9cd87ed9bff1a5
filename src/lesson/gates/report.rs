//! Which of the stuck steps is to blame, and what it waits for, in words.

use super::{Blocked, Walk};
use crate::model::{Action, EndpointId, Gate, Step, StreamId};

impl Walk<'_> {
    /// Whom a stuck script waits for.
    fn waits_for(&self, endpoint: EndpointId) -> Vec<EndpointId> {
        let second = |ends: Vec<(StreamId, EndpointId)>| ends.into_iter().map(|(_, end)| end).collect();
        match self.current(endpoint).map(|step| &step.action) {
            None => Vec::new(),
            Some(Action::Wait(Gate::Taken)) => second(self.receivers(endpoint)),
            // Whoever sends no more cannot help.
            Some(Action::Wait(Gate::Queued(_) | Gate::AllQueued)) => {
                let mut senders: Vec<EndpointId> = second(self.senders(endpoint));
                senders.retain(|&sender| self.sends_left(sender) > 0);
                senders
            }
            Some(Action::Wait(
                Gate::After(other, _)
                | Gate::AllSent(other)
                | Gate::Replied(other)
                | Gate::Finished(other),
            )) => vec![*other],
            Some(_) => second(self.senders(endpoint)),
        }
    }

    /// Everyone on whom a stuck script depends, over any number of others.
    fn depends_on(&self, endpoint: EndpointId) -> Vec<EndpointId> {
        let mut found = self.waits_for(endpoint);
        let mut at = 0;
        while let Some(&next) = found.get(at) {
            let more = self.waits_for(next).into_iter().filter(|other| !found.contains(other));
            let more: Vec<EndpointId> = more.collect();
            found.extend(more);
            at += 1;
        }
        found
    }

    /// The step where a script waits for ever, if it is a gate or waits for the end of a stream; a single
    /// recv that never returns may be what a lesson shows.
    fn stuck(&self, endpoint: EndpointId) -> Option<(EndpointId, u32, Option<&Gate>)> {
        match self.current(endpoint)? {
            Step { action: Action::Wait(gate), line, .. } => Some((endpoint, *line, Some(gate))),
            Step { action: Action::RecvUntilEnd { .. } | Action::Serve(_), line, .. } => {
                Some((endpoint, *line, None))
            }
            _ => None,
        }
    }

    pub(super) fn report(&self) -> Vec<Blocked> {
        let stuck: Vec<_> = self.scenario.endpoint_ids().filter_map(|id| self.stuck(id)).collect();
        // What depends on another stuck step is its victim, unless each depends on the other.
        let is_root = |endpoint: EndpointId| {
            let depends = self.depends_on(endpoint);
            let mut others =
                stuck.iter().map(|&(other, ..)| other).filter(|other| depends.contains(other));
            others.all(|other| other == endpoint || self.depends_on(other).contains(&endpoint))
        };
        let roots = stuck.iter().filter(|&&(endpoint, ..)| is_root(endpoint));
        roots
            .map(|&(endpoint, line, gate)| {
                let (wanted, saw) = self.describe(endpoint, gate);
                Blocked { endpoint, line, gate: gate.cloned(), wanted, saw }
            })
            .collect()
    }

    fn describe(&self, endpoint: EndpointId, gate: Option<&Gate>) -> (String, String) {
        let name = |endpoint: EndpointId| self.scenario.endpoint(endpoint).name.as_str();
        let peers = |ends: Vec<(StreamId, EndpointId)>| {
            let places: Vec<String> = ends.iter().map(|&(_, end)| self.place(end)).collect();
            places.join(", ")
        };
        let Some(gate) = gate else {
            if let Some(Action::Serve(service)) = self.current(endpoint).map(|step| &step.action)
                && let Some(requests) = service.requests
            {
                let answered = self.scripts[endpoint.index()].answered;
                let saw = format!("{answered} came, and {}", peers(self.senders(endpoint)));
                return (format!("{requests} requests"), saw);
            }
            let saw = format!("it is not closed, and {}", peers(self.senders(endpoint)));
            return ("the end of the stream".to_owned(), saw);
        };
        match gate {
            Gate::Queued(bytes) => {
                let most = self.inboxes[endpoint.index()].most_queued();
                let saw = format!("{most} of {bytes} queued, and {}", peers(self.senders(endpoint)));
                (format!("{bytes} bytes in the receive buffer"), saw)
            }
            Gate::AllQueued => {
                let left: usize =
                    self.senders(endpoint).iter().map(|&(_, from)| self.sends_left(from)).sum();
                let saw =
                    format!("{left} sends are still to come, and {}", peers(self.senders(endpoint)));
                ("everything that is sent to it".to_owned(), saw)
            }
            Gate::Taken => {
                let saw = format!("not everything can be read: {}", peers(self.receivers(endpoint)));
                ("everything that it sent to be read".to_owned(), saw)
            }
            Gate::After(other, label) => {
                let (done, passed) =
                    (self.done(*other, label), self.passed(endpoint, *other, Some(label)));
                let saw = format!(
                    "step `{label}` is done {done} times of {}, and {}",
                    passed + 1,
                    self.place(*other)
                );
                (format!("step `{label}` of {}", name(*other)), saw)
            }
            Gate::Replied(other) => {
                let wanted = format!(
                    "answer number {} of {}",
                    self.passed(endpoint, *other, None) + 1,
                    name(*other)
                );
                (wanted, self.place(*other))
            }
            Gate::AllSent(other) => (format!("the last send of {}", name(*other)), self.place(*other)),
            Gate::Finished(other) => (format!("the end of {}", name(*other)), self.place(*other)),
        }
    }

    /// Where a script stands.
    fn place(&self, endpoint: EndpointId) -> String {
        let name = &self.scenario.endpoint(endpoint).name;
        match self.current(endpoint) {
            Some(step) => format!("{name} waits in line {}", step.line),
            None => format!("{name} is done"),
        }
    }
}
