//! A lesson at given knobs → a scenario without any knob left in it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::framing;
use crate::model::{
    Acks, Action, Codec, Endpoint, EndpointId, Family, Gate, Link, Payload, Scenario, Step, Transport,
};

mod amounts;
mod service;

use super::codec::CodecWord;
use super::diagnostic::Diagnostic;
use super::expression::Expression;
use super::lesson::{EndpointScript, Lesson, OptionBinding, Pane, Settings};
use super::options::Bound;
use super::script::{GateWord, ScriptStep, SendPayload, Word};
use super::until_end;

/// Steps that a run may take, repeats counted as often as they are done.
pub const MOST_STEPS: u64 = 100_000;
/// Bytes that a run may send.
pub const MOST_BYTES: u64 = 64 << 20;
/// Bytes that one recv may ask for.
pub const LARGEST_RECV: u64 = 4 << 20;
/// Milliseconds that one step may take, sleep, or wait for bytes.
pub const LONGEST_MS: u64 = 60_000;
/// What all sleeps of a run may come to.
pub const LONGEST_SLEEP: Duration = Duration::from_mins(10);

impl Lesson {
    /// What is run in a pane with these knobs; knobs that `settings` leaves out are at their default.
    ///
    /// # Errors
    /// When the knobs lead beyond a limit, to a read of nothing, or to a gate that the transport does
    /// not have: with the line of lesson.toml.
    pub fn scenario(&self, pane: &Pane, settings: &Settings) -> Result<Scenario, Diagnostic> {
        let mut scenario = self.scenario_by_hand(pane, settings)?;
        if !pane.transport.is_connected() {
            until_end::count_reads(&mut scenario).map_err(|nothing| {
                let steps = self.endpoints.get(nothing.endpoint.index()).map(|endpoint| &endpoint.script);
                let span = steps.and_then(|steps| find_until_end(steps, nothing.line)).unwrap_or(0..0);
                let message = format!("no datagram is left to read here in pane `{}`", pane.name);
                let expected = "expected `times = N` or `limit-ms = T`: this transport has no end";
                Diagnostic::at(&self.source, &span, message).expecting(expected)
            })?;
        }
        Ok(scenario)
    }

    /// The same where endpoints are led by hand: nobody knows how many datagrams a hand will send, so
    /// who reads or serves until an end that never comes goes on for ever.
    ///
    /// # Errors
    /// As [`scenario`](Self::scenario), reads of nothing aside.
    pub fn scenario_by_hand(&self, pane: &Pane, settings: &Settings) -> Result<Scenario, Diagnostic> {
        let mut settings = self.settings_with(settings);
        settings.extend(pane.fixed.clone());
        let mut resolver = Resolver {
            lesson: self,
            pane,
            settings,
            steps: 0,
            bytes: 0,
            measures: 0,
            slept: Duration::ZERO,
            own: 0,
            codec: None,
            turns: HashMap::new(),
        };
        let endpoints = self.endpoints.iter().enumerate().map(|(own, endpoint)| {
            resolver.own = own;
            resolver.endpoint(endpoint)
        });
        Ok(Scenario {
            pane: pane.name.clone(),
            transport: pane.transport,
            family: if pane.v6 { Family::V6 } else { Family::V4 },
            endpoints: endpoints.collect::<Result<_, _>>()?,
            links: self.links.iter().filter_map(|&(active, passive)| link(active, passive)).collect(),
            deadline: self.deadline,
            counts: pane.counts,
        })
    }
}

fn link(active: usize, passive: usize) -> Option<Link> {
    let id = |place: usize| u16::try_from(place).ok().map(EndpointId);
    Some(Link { active: id(active)?, passive: id(passive)? })
}

fn find_until_end(steps: &[ScriptStep], line: u32) -> Option<Range<usize>> {
    steps.iter().find_map(|step| match &step.word {
        Word::RecvUntilEnd { .. } | Word::Serve(_) if step.line == line => Some(step.span.clone()),
        Word::Repeat { steps, .. } => find_until_end(steps, line),
        _ => None,
    })
}

pub(super) struct Resolver<'a> {
    pub(super) lesson: &'a Lesson,
    pub(super) pane: &'a Pane,
    pub(super) settings: Settings,
    steps: u64,
    bytes: u64,
    measures: u64,
    slept: Duration,
    /// Whose script is resolved.
    pub(super) own: usize,
    /// Of the endpoint whose script is being resolved.
    codec: Option<Codec>,
    /// How often each send with several texts had its turn, by its place in the file.
    turns: HashMap<usize, usize>,
}

impl Resolver<'_> {
    pub(super) fn error(
        &self,
        span: &Range<usize>,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::at(&self.lesson.source, span, message).expecting(expected)
    }

    fn endpoint(&mut self, endpoint: &EndpointScript) -> Result<Endpoint, Diagnostic> {
        let mut options = Vec::new();
        let mut acks = Acks::Kernel;
        for binding in &endpoint.options {
            match self.option(binding)? {
                Bound::Socket(option) => options.push(option),
                Bound::Acks(setting) => acks = setting,
                Bound::Nothing => {}
            }
        }
        self.codec = self.codec(&endpoint.codecs)?;
        Ok(Endpoint {
            name: endpoint.name.clone(),
            options,
            acks,
            codec: self.codec.clone(),
            script: self.script(&endpoint.script, 1)?,
        })
    }

    /// Where the transport keeps boundaries itself, there is no codec.
    fn codec(&self, codecs: &[CodecWord]) -> Result<Option<Codec>, Diagnostic> {
        let codec = codecs.iter().find(|codec| codec.when.holds(self.pane, &self.settings));
        let codec = codec.filter(|_| self.pane.transport.is_stream());
        let resolve = |codec: &CodecWord| {
            codec
                .resolve(&self.settings)
                .map_err(|wrong| self.error(&wrong.span, wrong.what, wrong.expected))
        };
        codec.map(resolve).transpose()
    }

    /// Options that only TCP has are left out elsewhere.
    fn option(&self, binding: &OptionBinding) -> Result<Bound, Diagnostic> {
        if !binding.when.holds(self.pane, &self.settings) {
            return Ok(Bound::Nothing);
        }
        let expected = "expected a value that the socket takes";
        let bound =
            binding.resolve(&self.settings).map_err(|why| self.error(&binding.span, why, expected))?;
        let tcp = self.pane.transport == Transport::Tcp;
        let tcp_only = match bound {
            Bound::Socket(option) => option.is_tcp_only(),
            Bound::Acks(_) => true,
            Bound::Nothing => false,
        };
        Ok(if tcp_only && !tcp { Bound::Nothing } else { bound })
    }

    /// Resolves steps that will be done `times` times.
    fn script(&mut self, script: &[ScriptStep], times: u64) -> Result<Vec<Step>, Diagnostic> {
        let mut steps = Vec::new();
        for step in script {
            if step.when.holds(self.pane, &self.settings) {
                self.step(step, times, &mut steps)?;
            }
        }
        Ok(steps)
    }

    fn step(&mut self, step: &ScriptStep, times: u64, into: &mut Vec<Step>) -> Result<(), Diagnostic> {
        let action = match &step.word {
            Word::Send { payload, all, more, to, raw } => {
                let payload = self.payload(payload, *raw, step, times)?;
                Action::Send { payload, all: *all, more: *more, to: *to }
            }
            Word::Recv { size, times: each, limit_ms } => {
                self.recv(size, each.as_ref(), limit_ms.as_ref(), times)?
            }
            Word::RecvUntilEnd { size } => Action::RecvUntilEnd { size: self.recv_size(size)? },
            Word::RecvUntilFrame { size } => self.recv_until_frame(size, step)?,
            Word::RecvUntilQuiet { size, limit_ms } => Action::RecvUntilQuiet {
                size: self.recv_size(size)?,
                limit: self.milliseconds(limit_ms, 1)?,
            },
            Word::Sleep(time, unit) => Action::Sleep(self.sleep(time, *unit, times)?),
            Word::Wait(gate) => Action::Wait(self.gate(gate, step)?),
            Word::Set(binding) => match self.option(binding)? {
                Bound::Socket(option) => Action::Set(option),
                Bound::Acks(_) | Bound::Nothing => return Ok(()),
            },
            Word::Bind(_) | Word::Listen(_) | Word::Connect(_) | Word::Accept
                if !self.pane.transport.is_internet() =>
            {
                let message = format!("pane `{}` opens its sockets by itself", self.pane.name);
                return Err(self.error(&step.span, message, "expected `tcp` or `udp`"));
            }
            Word::Listen(_) | Word::Accept if self.pane.transport == Transport::Udp => {
                let message = format!("pane `{}` has no connections", self.pane.name);
                return Err(self.error(&step.span, message, "expected `when` to leave out `udp`"));
            }
            Word::Bind(like) => Action::Bind(*like),
            Word::Listen(backlog) => {
                Action::Listen(u32::try_from(self.evaluate(backlog)?).unwrap_or(u32::MAX))
            }
            Word::Connect(to) => Action::Connect(*to),
            Word::Accept => Action::Accept,
            Word::Name { peer: false } => Action::SocketName,
            Word::Name { peer: true } => Action::PeerName,
            Word::Shutdown(direction) => Action::Shutdown(*direction),
            Word::Close => Action::Close,
            Word::Reset => Action::Reset,
            Word::Serve(serve) => Action::Serve(Arc::new(self.service(serve)?)),
            Word::Measure => {
                self.measures += times;
                if self.measures > 1 {
                    return Err(self.error(
                        &step.span,
                        "this pane is measured twice",
                        "expected one `measure`",
                    ));
                }
                Action::Measure
            }
            Word::Repeat { times: each, steps } => return self.repeat(step, each, steps, times, into),
        };
        self.steps = self.steps.saturating_add(times);
        if self.steps > MOST_STEPS {
            return Err(self.too_many_steps(&step.span));
        }
        into.push(Step { label: step.label.clone(), line: step.line, action });
        Ok(())
    }

    /// Repeats that hold a send with several texts are written out: each turn sends another text.
    fn repeat(
        &mut self,
        step: &ScriptStep,
        each: &Expression,
        body: &[ScriptStep],
        times: u64,
        into: &mut Vec<Step>,
    ) -> Result<(), Diagnostic> {
        let each_times = self.evaluate(each)?;
        let all = self.count(body).saturating_mul(each_times).saturating_mul(times);
        let turns = u32::try_from(each_times).ok();
        let (Some(turns), true) = (turns, self.steps.saturating_add(all) <= MOST_STEPS) else {
            return Err(self.too_many_steps(&each.span));
        };
        let repeat = |times: u32, steps: Vec<Step>| {
            let action = Action::Repeat { times, steps };
            Step { label: step.label.clone(), line: step.line, action }
        };
        if !body.iter().any(takes_turns) {
            let steps = if turns == 0 {
                Vec::new()
            } else {
                self.script(body, times.saturating_mul(each_times))?
            };
            into.push(repeat(turns, steps));
            return Ok(());
        }
        let mut written = Vec::new();
        for _ in 0..turns {
            written.extend(self.script(body, times)?);
        }
        match step.label {
            Some(_) => into.push(repeat(1, written)),
            None => into.extend(written),
        }
        Ok(())
    }

    fn too_many_steps(&self, span: &Range<usize>) -> Diagnostic {
        let message = format!("with this, the scripts take more than {MOST_STEPS} steps");
        self.error(span, message, "expected fewer turns")
    }

    fn payload(
        &mut self,
        payload: &SendPayload,
        raw: bool,
        step: &ScriptStep,
        times: u64,
    ) -> Result<Payload, Diagnostic> {
        let payload = match payload {
            SendPayload::Turns(texts) => {
                let turn = self.turns.entry(step.span.start).or_default();
                let text = &texts[*turn % texts.len()];
                *turn += 1;
                Payload::Bytes(Arc::clone(text))
            }
            SendPayload::Generated(bytes) => {
                let bytes = self.evaluate(bytes)?;
                Payload::Pattern(u32::try_from(bytes).unwrap_or(u32::MAX))
            }
        };
        let payload = match &self.codec {
            Some(codec) if !raw => framing::enclose(codec, payload).map_err(|why| {
                self.error(&step.span, why.to_string(), "expected a shorter message, or another `codec`")
            })?,
            _ => payload,
        };
        self.bytes = self.bytes.saturating_add(payload.len().saturating_mul(times));
        if self.bytes > MOST_BYTES {
            let message = "with this, the scripts send more than 64 MiB";
            return Err(self.error(&step.span, message, "expected fewer bytes"));
        }
        Ok(payload)
    }

    fn recv(
        &mut self,
        size: &Expression,
        each: Option<&Expression>,
        limit_ms: Option<&Expression>,
        times: u64,
    ) -> Result<Action, Diagnostic> {
        let limit = limit_ms.map(|limit| self.milliseconds(limit, 1)).transpose()?;
        let recv = Action::Recv { size: self.recv_size(size)?, limit };
        let Some(each) = each else { return Ok(recv) };
        let all = self.evaluate(each)?;
        match u32::try_from(all) {
            Ok(turns) if self.steps.saturating_add(all.saturating_mul(times)) <= MOST_STEPS => {
                self.steps += all.saturating_sub(1) * times;
                let line = self.lesson.source.line_of(size.span.start);
                Ok(Action::Repeat { times: turns, steps: vec![Step { label: None, line, action: recv }] })
            }
            _ => Err(self.too_many_steps(&each.span)),
        }
    }

    /// Where the transport keeps boundaries itself, one read is one message.
    fn recv_until_frame(&self, size: &Expression, step: &ScriptStep) -> Result<Action, Diagnostic> {
        let size = self.recv_size(size)?;
        if !self.pane.transport.is_stream() {
            return Ok(Action::Recv { size, limit: None });
        }
        if self.codec.is_some() {
            return Ok(Action::RecvUntilFrame { size });
        }
        let message = format!("nothing finds a frame here in pane `{}`", self.pane.name);
        Err(self.error(&step.span, message, "expected this endpoint to have a `codec`"))
    }

    fn gate(&self, gate: &GateWord, step: &ScriptStep) -> Result<Gate, Diagnostic> {
        self.check_knows_all(gate, step)?;
        Ok(match gate {
            GateWord::AllQueued => Gate::AllQueued,
            GateWord::Taken => Gate::Taken,
            GateWord::After(endpoint, label) => Gate::After(*endpoint, Arc::clone(label)),
            GateWord::Sent(endpoint) => Gate::AllSent(*endpoint),
            GateWord::Finished(endpoint) => Gate::Finished(*endpoint),
            GateWord::Replied(endpoint) if !self.serves(*endpoint) => {
                let name = &self.lesson.endpoints[endpoint.index()].name;
                let message = format!("{name} runs no service in pane `{}`", self.pane.name);
                return Err(self.error(&step.span, message, "expected an endpoint that serves"));
            }
            GateWord::Replied(endpoint) => Gate::Replied(*endpoint),
            GateWord::Queued(_) if !self.pane.transport.is_connected() => {
                let message = format!("what waits cannot be counted in pane `{}`", self.pane.name);
                let expected = "expected `wait = \"all-queued\"`, or `when` to leave out datagrams";
                return Err(self.error(&step.span, message, expected));
            }
            GateWord::Queued(bytes) => Gate::Queued(self.evaluate(bytes)?),
        })
    }
}

fn takes_turns(step: &ScriptStep) -> bool {
    match &step.word {
        Word::Send { payload: SendPayload::Turns(texts), .. } => texts.len() > 1,
        Word::Repeat { steps, .. } => steps.iter().any(takes_turns),
        _ => false,
    }
}
