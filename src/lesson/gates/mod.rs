//! Gates that can never open, and streams that never end: the scripts are gone through without a
//! socket, every read as helpful as it could be. Only what is stuck even then is reported.

mod inbox;
mod report;
mod services;

use std::collections::HashMap;
use std::sync::Arc;

use self::inbox::Inbox;
use crate::model::step::Direction;
use crate::model::{Action, EndpointId, Gate, Scenario, SocketOption, Step, StreamId};

/// A step that waits for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blocked {
    /// Whose script waits there.
    pub endpoint: EndpointId,
    /// The step's line in lesson.toml.
    pub line: u32,
    /// The gate, or nothing where the end of a stream is waited for.
    pub gate: Option<Gate>,
    /// What it waits for, in words.
    pub wanted: String,
    /// What there is instead, in words.
    pub saw: String,
}

/// All steps that wait for ever, without those that only wait for another such step.
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
    /// Whether its reads wait for ever: no option lets them return without anything.
    is_patient: bool,
    done: HashMap<Arc<str>, u64>,
    /// How often a step of another script was waited for, by that step, or its service's reply.
    passed: HashMap<(EndpointId, Option<Arc<str>>), u64>,
    /// Requests that the service at work has answered.
    answered: u64,
}

struct Walk<'a> {
    scenario: &'a Scenario,
    scripts: Vec<Progress<'a>>,
    inboxes: Vec<Inbox>,
    /// Messages sent on each stream.
    sent: Vec<u64>,
    /// Bytes of each of them.
    lengths: Vec<Vec<u64>>,
    /// Answers of services on each stream.
    replies: Vec<u64>,
}

impl<'a> Walk<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        let progress = |endpoint: &'a crate::model::Endpoint| {
            let mut ops = Vec::new();
            write_out(&endpoint.script, &mut ops);
            let is_send = |op: &&Op<'_>| matches!(op, Op::Do(Step { action: Action::Send { .. }, .. }));
            let sends_left = ops.iter().filter(is_send).count();
            let set = |op: &Op<'_>| match op {
                Op::Do(Step { action: Action::Set(option), .. }) => is_impatient(*option),
                _ => false,
            };
            let is_patient = !ops.iter().any(set) && !endpoint.options.iter().copied().any(is_impatient);
            Progress { ops, sends_left, is_patient, ..Progress::default() }
        };
        Self {
            scenario,
            scripts: scenario.endpoints.iter().map(progress).collect(),
            inboxes: vec![Inbox::new(scenario.transport.is_stream()); scenario.endpoints.len()],
            sent: vec![0; 2 * scenario.links.len()],
            lengths: vec![Vec::new(); 2 * scenario.links.len()],
            replies: vec![0; 2 * scenario.links.len()],
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
            Some(Op::Do(Step { action: Action::Serve(service), label, .. })) => {
                if !reads {
                    return false;
                }
                let (moved, is_done) = self.serve(endpoint, service);
                if !is_done {
                    return moved;
                }
                if let Some(label) = label {
                    self.count_label(endpoint, label);
                }
            }
            Some(&Op::Do(step)) => {
                if is_read(&step.action) != reads || !self.can(endpoint, &step.action) {
                    return false;
                }
                self.act(endpoint, step);
                if let Some(label) = &step.label {
                    self.count_label(endpoint, label);
                }
            }
        }
        self.scripts[endpoint.index()].at += 1;
        true
    }

    fn count_label(&mut self, endpoint: EndpointId, label: &Arc<str>) {
        *self.scripts[endpoint.index()].done.entry(Arc::clone(label)).or_default() += 1;
    }

    fn can(&self, endpoint: EndpointId, action: &Action) -> bool {
        let inbox = &self.inboxes[endpoint.index()];
        let is_patient = self.scripts[endpoint.index()].is_patient;
        match action {
            Action::Recv { limit, .. } => limit.is_some() || !is_patient || inbox.can_read(),
            Action::RecvUntilFrame { .. } => !is_patient || inbox.can_read(),
            Action::RecvUntilEnd { .. } => !is_patient || inbox.ended,
            Action::Wait(gate) => self.is_open(endpoint, gate),
            _ => true,
        }
    }

    fn is_open(&self, endpoint: EndpointId, gate: &Gate) -> bool {
        match gate {
            Gate::Queued(bytes) => self.inboxes[endpoint.index()].most_queued() >= *bytes,
            Gate::AllQueued => {
                self.senders(endpoint).iter().all(|&(_, sender)| self.sends_left(sender) == 0)
            }
            Gate::Taken => self.receivers(endpoint).iter().all(|&(stream, to)| self.is_taken(stream, to)),
            Gate::After(other, label) => {
                self.done(*other, label) > self.passed(endpoint, *other, Some(label))
            }
            Gate::AllSent(other) => self.sends_left(*other) == 0,
            Gate::Replied(other) => {
                let passed = self.passed(endpoint, *other, None);
                self.scenario
                    .stream_between(*other, endpoint)
                    .is_some_and(|stream| self.replies[stream.index()] > passed)
            }
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
                    self.lengths[stream.index()].push(payload.len());
                    self.inboxes[self.scenario.ends(stream).1.index()].arrive(payload.len());
                }
            }
            Action::Recv { size, limit } => {
                let is_patient = self.scripts[endpoint.index()].is_patient;
                inbox.read(u64::from(*size), limit.is_some() || !is_patient);
            }
            Action::RecvUntilEnd { .. } => inbox.read_all(),
            // From its first byte to everything.
            Action::RecvUntilFrame { .. } => {
                let is_patient = self.scripts[endpoint.index()].is_patient;
                inbox.read(u64::from(u32::MAX), !is_patient);
            }
            // It may come too early for everything, or take all.
            Action::RecvUntilQuiet { .. } => inbox.read_some(),
            Action::Wait(Gate::Queued(bytes)) => inbox.know(*bytes),
            Action::Wait(Gate::AllQueued) => inbox.know_all(),
            Action::Wait(Gate::After(other, label)) => {
                let gate = (*other, Some(Arc::clone(label)));
                *self.scripts[endpoint.index()].passed.entry(gate).or_default() += 1;
            }
            Action::Wait(Gate::Replied(other)) => {
                *self.scripts[endpoint.index()].passed.entry((*other, None)).or_default() += 1;
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

    fn passed(&self, endpoint: EndpointId, other: EndpointId, label: Option<&Arc<str>>) -> u64 {
        self.scripts[endpoint.index()].passed.get(&(other, label.cloned())).copied().unwrap_or(0)
    }

    fn is_taken(&self, stream: StreamId, to: EndpointId) -> bool {
        let draining = matches!(
            self.current(to),
            Some(Step { action: Action::RecvUntilEnd { .. } | Action::Serve(_), .. })
        );
        draining || self.inboxes[to.index()].has_taken(self.sent[stream.index()])
    }

    fn current(&self, endpoint: EndpointId) -> Option<&'a Step> {
        let script = &self.scripts[endpoint.index()];
        match script.ops.get(script.at) {
            Some(&Op::Do(step)) => Some(step),
            Some(Op::Label(_)) | None => None,
        }
    }
}

fn is_read(action: &Action) -> bool {
    matches!(
        action,
        Action::Recv { .. }
            | Action::RecvUntilEnd { .. }
            | Action::RecvUntilFrame { .. }
            | Action::RecvUntilQuiet { .. }
    )
}

/// Whether a recv may return without anything once this option is set.
fn is_impatient(option: SocketOption) -> bool {
    match option {
        SocketOption::NonBlocking(on) => on,
        SocketOption::ReceiveTimeout(ms) => ms > 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
