//! Gates that can never open: the scripts are gone through without a socket, every read as helpful
//! as it could be. Only what is stuck even then is reported.

mod inbox;

use std::collections::HashMap;
use std::sync::Arc;

use self::inbox::Inbox;
use crate::model::step::Direction;
use crate::model::{Action, EndpointId, Gate, Scenario, Step, StreamId};

/// A gate that cannot open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blocked {
    /// Whose script waits there.
    pub endpoint: EndpointId,
    /// The gate's line in lesson.toml.
    pub line: u32,
    /// The gate.
    pub gate: Gate,
    /// What it waits for, in words.
    pub wanted: String,
    /// What there is instead, in words.
    pub saw: String,
}

/// All gates that cannot open, without those that only wait for another such gate.
pub(super) fn blocked(scenario: &Scenario) -> Vec<Blocked> {
    let mut walk = Walk::new(scenario);
    walk.go();
    walk.report()
}

/// A script written out.
enum Op<'a> {
    Do(&'a Step),
    /// A repeat of that name is done.
    Label(&'a Arc<str>),
}

fn write_out<'a>(script: &'a [Step], into: &mut Vec<Op<'a>>) {
    for step in script {
        if let Action::Repeat { times, steps } = &step.action {
            for _ in 0..*times {
                write_out(steps, into);
            }
            into.extend(step.label.as_ref().map(Op::Label));
        } else {
            into.push(Op::Do(step));
        }
    }
}

/// How far one script got.
#[derive(Default)]
struct Progress<'a> {
    ops: Vec<Op<'a>>,
    at: usize,
    sends_left: usize,
    done: HashMap<Arc<str>, u64>,
    /// How often each `after` gate was passed, by its line and what it waits for.
    passed: HashMap<(u32, EndpointId, Arc<str>), u64>,
}

struct Walk<'a> {
    scenario: &'a Scenario,
    scripts: Vec<Progress<'a>>,
    inboxes: Vec<Inbox>,
    /// Messages sent on each stream.
    sent: Vec<u64>,
}

impl<'a> Walk<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        let progress = |endpoint: &'a crate::model::Endpoint| {
            let mut ops = Vec::new();
            write_out(&endpoint.script, &mut ops);
            let is_send = |op: &&Op<'_>| matches!(op, Op::Do(Step { action: Action::Send { .. }, .. }));
            let sends_left = ops.iter().filter(is_send).count();
            Progress { ops, sends_left, ..Progress::default() }
        };
        Self {
            scenario,
            scripts: scenario.endpoints.iter().map(progress).collect(),
            inboxes: vec![Inbox::new(scenario.transport.is_stream()); scenario.endpoints.len()],
            sent: vec![0; 2 * scenario.links.len()],
        }
    }

    fn go(&mut self) {
        while self.advance() {}
    }

    /// Everything but reads as far as it goes, or else one read: so each read finds as much as it could.
    fn advance(&mut self) -> bool {
        let mut moved = false;
        for endpoint in self.scenario.endpoint_ids() {
            while self.step(endpoint, false) {
                moved = true;
            }
        }
        moved || self.scenario.endpoint_ids().any(|endpoint| self.step(endpoint, true))
    }

    /// Does the next step of a script if it is (not) a read and can be done.
    fn step(&mut self, endpoint: EndpointId, reads: bool) -> bool {
        let script = &self.scripts[endpoint.index()];
        match script.ops.get(script.at) {
            None => return false,
            Some(&Op::Label(label)) => self.count_label(endpoint, label),
            Some(&Op::Do(step)) => {
                if is_read(&step.action) != reads || !self.can(endpoint, step) {
                    return false;
                }
                self.act(endpoint, step);
                if let Some(label) = &step.label {
                    self.count_label(endpoint, label);
                }
            }
        }
        let script = &mut self.scripts[endpoint.index()];
        script.at += 1;
        if script.at == script.ops.len() {
            self.end(endpoint);
        }
        true
    }

    fn count_label(&mut self, endpoint: EndpointId, label: &Arc<str>) {
        *self.scripts[endpoint.index()].done.entry(Arc::clone(label)).or_default() += 1;
    }

    fn can(&self, endpoint: EndpointId, step: &Step) -> bool {
        match &step.action {
            Action::Recv { limit, .. } => limit.is_some() || self.inboxes[endpoint.index()].can_read(),
            Action::RecvUntilEnd { .. } => self.inboxes[endpoint.index()].ended,
            Action::Wait(gate) => self.is_open(endpoint, step.line, gate),
            _ => true,
        }
    }

    fn is_open(&self, endpoint: EndpointId, line: u32, gate: &Gate) -> bool {
        match gate {
            Gate::Queued(bytes) => self.inboxes[endpoint.index()].most_queued() >= *bytes,
            Gate::AllQueued => {
                self.senders(endpoint).iter().all(|&(_, sender)| self.sends_left(sender) == 0)
            }
            Gate::Taken => self.receivers(endpoint).iter().all(|&(stream, to)| self.is_taken(stream, to)),
            Gate::After(other, label) => {
                self.done(*other, label) > self.passed(endpoint, line, *other, label)
            }
            Gate::AllSent(other) => self.sends_left(*other) == 0,
            Gate::Finished(other) => self.is_finished(*other),
        }
    }

    fn act(&mut self, endpoint: EndpointId, step: &Step) {
        let inbox = &mut self.inboxes[endpoint.index()];
        match &step.action {
            Action::Send { payload, to, .. } => {
                self.scripts[endpoint.index()].sends_left -= 1;
                let stream = match to {
                    Some(to) => self.scenario.stream_between(endpoint, *to),
                    None => self.scenario.outgoing(endpoint),
                };
                if let Some(stream) = stream {
                    self.sent[stream.index()] += 1;
                    self.inboxes[self.scenario.ends(stream).1.index()].arrive(payload.len());
                }
            }
            Action::Recv { size, limit } => inbox.read(u64::from(*size), limit.is_some()),
            Action::RecvUntilEnd { .. } => inbox.read_all(),
            Action::Wait(Gate::Queued(bytes)) => inbox.know(*bytes),
            Action::Wait(Gate::AllQueued) => inbox.know_all(),
            Action::Wait(Gate::After(other, label)) => {
                let gate = (step.line, *other, Arc::clone(label));
                *self.scripts[endpoint.index()].passed.entry(gate).or_default() += 1;
            }
            Action::Shutdown(Direction::Write | Direction::Both) | Action::Close | Action::Reset => {
                self.end(endpoint);
            }
            _ => {}
        }
    }

    /// Its peers learn that no more will come.
    fn end(&mut self, endpoint: EndpointId) {
        if self.scenario.transport.is_connected() {
            for (_, to) in self.receivers(endpoint) {
                self.inboxes[to.index()].ended = true;
            }
        }
    }

    fn senders(&self, to: EndpointId) -> Vec<(StreamId, EndpointId)> {
        self.scenario.incoming(to).map(|stream| (stream, self.scenario.ends(stream).0)).collect()
    }

    fn receivers(&self, from: EndpointId) -> Vec<(StreamId, EndpointId)> {
        let ends = self.scenario.stream_ids().map(|stream| (stream, self.scenario.ends(stream)));
        ends.filter(|(_, ends)| ends.0 == from).map(|(stream, ends)| (stream, ends.1)).collect()
    }

    fn sends_left(&self, endpoint: EndpointId) -> usize {
        self.scripts[endpoint.index()].sends_left
    }

    fn is_finished(&self, endpoint: EndpointId) -> bool {
        let script = &self.scripts[endpoint.index()];
        script.at == script.ops.len()
    }

    fn done(&self, endpoint: EndpointId, label: &Arc<str>) -> u64 {
        self.scripts[endpoint.index()].done.get(label).copied().unwrap_or(0)
    }

    fn passed(&self, endpoint: EndpointId, line: u32, other: EndpointId, label: &Arc<str>) -> u64 {
        let gate = (line, other, Arc::clone(label));
        self.scripts[endpoint.index()].passed.get(&gate).copied().unwrap_or(0)
    }

    fn is_taken(&self, stream: StreamId, to: EndpointId) -> bool {
        let draining = matches!(self.current(to), Some(Step { action: Action::RecvUntilEnd { .. }, .. }));
        draining || self.inboxes[to.index()].has_taken(self.sent[stream.index()])
    }

    fn current(&self, endpoint: EndpointId) -> Option<&'a Step> {
        let script = &self.scripts[endpoint.index()];
        match script.ops.get(script.at) {
            Some(&Op::Do(step)) => Some(step),
            Some(Op::Label(_)) | None => None,
        }
    }

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
            Some(Action::Wait(Gate::After(other, _) | Gate::AllSent(other) | Gate::Finished(other))) => {
                vec![*other]
            }
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

    fn report(&self) -> Vec<Blocked> {
        let gate = |endpoint: EndpointId| match self.current(endpoint) {
            Some(Step { action: Action::Wait(gate), line, .. }) => Some((endpoint, *line, gate)),
            _ => None,
        };
        let stuck: Vec<_> = self.scenario.endpoint_ids().filter_map(gate).collect();
        // A gate that depends on another stuck gate is its victim, unless each depends on the other.
        let is_root = |endpoint: EndpointId| {
            let depends = self.depends_on(endpoint);
            let others = stuck.iter().map(|&(other, ..)| other).filter(|other| depends.contains(other));
            others
                .into_iter()
                .all(|other| other == endpoint || self.depends_on(other).contains(&endpoint))
        };
        let roots = stuck.iter().filter(|&&(endpoint, ..)| is_root(endpoint));
        roots
            .map(|&(endpoint, line, gate)| {
                let (wanted, saw) = self.describe(endpoint, line, gate);
                Blocked { endpoint, line, gate: gate.clone(), wanted, saw }
            })
            .collect()
    }

    fn describe(&self, endpoint: EndpointId, line: u32, gate: &Gate) -> (String, String) {
        let name = |endpoint: EndpointId| self.scenario.endpoint(endpoint).name.as_str();
        let peers = |ends: Vec<(StreamId, EndpointId)>| {
            let places: Vec<String> = ends.iter().map(|&(_, end)| self.place(end)).collect();
            places.join(", ")
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
                    (self.done(*other, label), self.passed(endpoint, line, *other, label));
                let saw = format!(
                    "step `{label}` is done {done} times of {}, and {}",
                    passed + 1,
                    self.place(*other)
                );
                (format!("step `{label}` of {}", name(*other)), saw)
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

fn is_read(action: &Action) -> bool {
    matches!(action, Action::Recv { .. } | Action::RecvUntilEnd { .. })
}

#[cfg(test)]
mod tests;
