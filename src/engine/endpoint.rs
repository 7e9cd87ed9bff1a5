//! Runs one script on one socket and records every call.

use std::collections::HashMap;
use std::fmt;
use std::net::Shutdown;
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;
use std::time::Duration;

use socket2::{SockAddr, Socket};

use crate::framing::Decoder;
use crate::model::step::Direction;
use crate::model::trace::FailureKind;
use crate::model::{
    Acks, Action, Call, CallKind, EndpointId, ErrorName, Failure, Gate, OptionReport, SocketOption, Step,
    StreamId, StreamOffset,
};

use super::assemble::AtClose;
use super::board::{Board, Lender, Stop};
use super::errno::name_of_io;
use super::gate::{self, Shut};
use super::observer::Observer;
use super::onlooker::Onlooker;
use super::opening::{Opening, Whose};
use super::performance::{Baseline, Ended, Part, Performance};
use super::recorder::Recorder;
use super::{frames, kernel, options};

/// Runs the endpoint's script to its end.
pub fn perform(board: &Board, part: Part) -> Performance {
    let mut actor = Actor::new(board, part);
    let ended = actor.script();
    actor.go_home(ended)
}

/// Asks for sleeps of this thread that end when they are due: the kernel adds 50 µs otherwise, which would
/// drown the pauses that lessons compare, see `PR_SET_TIMERSLACK` in prctl(2).
fn sharpen_sleeps() {
    #[cfg(target_os = "linux")]
    if let Err(error) = nix::sys::prctl::set_timerslack(1) {
        log::warn!("PR_SET_TIMERSLACK: {error}");
    }
}

fn receive_timeout(options: &[SocketOption]) -> Option<Duration> {
    options.iter().rev().find_map(|option| match option {
        SocketOption::ReceiveTimeout(ms) => Some(options::timeout(*ms)),
        _ => None,
    })?
}

fn largest_recv(steps: &[Step]) -> usize {
    let size = |step: &Step| match &step.action {
        Action::Recv { size, .. }
        | Action::RecvUntilEnd { size }
        | Action::RecvUntilFrame { size }
        | Action::RecvUntilQuiet { size, .. } => *size as usize,
        Action::Serve(service) => service.recv as usize,
        Action::Repeat { steps, .. } => largest_recv(steps),
        _ => 0,
    };
    steps.iter().map(size).max().unwrap_or(0)
}

/// An endpoint at work.
pub struct Actor<'a> {
    /// Dropped before the sockets.
    _lender: Lender<'a>,
    pub board: &'a Board,
    pub id: EndpointId,
    pub recorder: Recorder,
    pub observer: Option<Observer>,
    pub acks: Acks,
    pub non_blocking: bool,
    pub receive_timeout: Option<Duration>,
    /// `None` once the script has closed it.
    pub socket: Option<Socket>,
    /// How far the socket is opened.
    pub opening: Opening,
    /// Datagrams of each stream that were sent before this socket had its port.
    pub missed: Vec<(StreamId, u32)>,
    /// The socket that was listened on, once a connection was accepted.
    pub listener: Option<Socket>,
    pub peers: Vec<(EndpointId, SockAddr)>,
    at_close: Option<AtClose>,
    /// How often each gate on a step of others was passed, and on their services' replies (no label).
    passed: HashMap<(EndpointId, Option<Arc<str>>), u64>,
    /// Finds frames in what is read, where a step waits for one.
    pub decoder: Option<Decoder>,
    pub inbox: Vec<u8>,
    pub outbox: Vec<u8>,
    line: u32,
    pub options: Vec<OptionReport>,
    pub refused: Vec<String>,
    baseline: Option<Baseline>,
    /// Who looks on while it is at work; `None` in a run that is looked at when it is over.
    pub onlooker: Option<Arc<Onlooker>>,
}

impl<'a> Actor<'a> {
    /// An endpoint before its first step.
    pub fn new(board: &'a Board, part: Part) -> Self {
        let Part { recorder, observer, open } = part;
        let id = recorder.endpoint();
        let endpoint = board.scenario.endpoint(id);
        Self {
            _lender: Lender(board, id),
            board,
            id,
            recorder,
            observer,
            acks: endpoint.acks,
            non_blocking: endpoint.options.contains(&SocketOption::NonBlocking(true)),
            receive_timeout: receive_timeout(&endpoint.options),
            socket: open.socket,
            opening: if board.scenario.opens_itself() { Opening::Unbound } else { Opening::Given },
            missed: Vec::new(),
            listener: None,
            peers: open.peers,
            at_close: None,
            passed: HashMap::new(),
            decoder: frames::decoder(endpoint),
            inbox: vec![0; largest_recv(&endpoint.script)],
            outbox: Vec::new(),
            line: 0,
            options: Vec::new(),
            refused: Vec::new(),
            baseline: None,
            onlooker: None,
        }
    }

    /// Every step of the script, once.
    pub fn script(&mut self) -> Result<(), Ended> {
        sharpen_sleeps();
        let board = self.board;
        self.steps(&board.scenario.endpoint(self.id).script)
    }

    fn steps(&mut self, steps: &[Step]) -> Result<(), Ended> {
        for step in steps {
            self.line = step.line;
            self.check_stop("")?;
            self.board.begin_step(self.id, self.board.scenario.deadline);
            self.step(&step.action)?;
            if let Some(label) = &step.label {
                self.board.done(self.id, label);
            }
            self.show();
        }
        Ok(())
    }

    /// Does what a hand asks for: what a step of a script does.
    pub fn act(&mut self, action: &Action) -> Result<(), Ended> {
        let largest = largest_recv(std::slice::from_ref(&Step::new(action.clone())));
        if self.inbox.len() < largest {
            self.inbox.resize(largest, 0);
        }
        self.check_stop("")?;
        self.step(action)
    }

    /// Lets the onlooker see what there is so far, if there is one who has not just looked.
    pub fn show(&self) {
        if let Some(onlooker) = &self.onlooker
            && onlooker.wants(self.recorder.calls(), self.board.now_ns())
        {
            onlooker.look(self.picture(), self.board.now_ns());
        }
    }

    /// What there is so far.
    pub fn picture(&self) -> Performance {
        Performance {
            recorder: self.recorder.clone(),
            observer: self.observer.clone(),
            socket: None,
            at_close: self.at_close.clone(),
            failure: None,
            options: self.options.clone(),
            refused: self.refused.clone(),
            baseline: self.baseline.clone(),
        }
    }

    fn step(&mut self, action: &Action) -> Result<(), Ended> {
        match action {
            Action::Send { payload, all, more, to } => self.send(payload, *all, *more, *to),
            Action::Recv { size, limit } => self.recv_once(*size, *limit).map(drop),
            Action::RecvUntilEnd { size } => self.recv_until_end(*size, None),
            Action::RecvUntilFrame { size } => self.recv_until_frame(*size),
            Action::RecvUntilQuiet { size, limit } => self.recv_until_end(*size, Some(*limit)),
            Action::Sleep(time) => self.sleep(*time),
            Action::Wait(gate) => self.wait(gate),
            Action::Set(option) => self.set(*option),
            Action::Bind(like) => self.bind(*like),
            Action::Listen(backlog) => self.listen(*backlog),
            Action::Connect(to) => self.connect(*to),
            Action::Accept => self.accept(),
            Action::SocketName => self.ask_name(Whose::Own),
            Action::PeerName => self.ask_name(Whose::Peer),
            Action::Shutdown(direction) => self.shut_down(*direction),
            Action::Close => self.close(),
            Action::Reset => {
                let transport = self.board.scenario.transport;
                options::set(self.socket()?, transport, SocketOption::Linger(Some(0)))
                    .map_err(|refusal| Ended::Failed(FailureKind::Option(refusal.reason)))?;
                self.close()
            }
            Action::Serve(service) => self.serve(service),
            Action::Measure => {
                self.measure();
                Ok(())
            }
            Action::Repeat { times, steps } => (0..*times).try_for_each(|_| self.steps(steps)),
        }
    }

    /// The call that was interrupted is named when its time was up.
    pub fn check_stop(&self, call: impl fmt::Display) -> Result<(), Ended> {
        match self.board.stopped(self.id) {
            None => Ok(()),
            Some(Stop::Given) => Err(Ended::Given),
            Some(Stop::Deadline) => Err(Ended::Failed(FailureKind::Deadline {
                call: call.to_string(),
                after: self.board.scenario.deadline,
            })),
        }
    }

    /// The socket, if the script has not closed it.
    pub fn socket(&self) -> Result<&Socket, Ended> {
        self.socket.as_ref().ok_or(Ended::Failed(FailureKind::Closed))
    }

    /// Records a call around `make`, which returns what the kernel returned.
    pub fn record(&mut self, call: Call, make: impl FnOnce(&mut Self) -> Result<u32, ErrorName>) -> Call {
        let start_ns = self.board.now_ns();
        let outcome = make(self);
        // A datagram that was not taken has no number.
        let datagram = call.datagram.filter(|_| outcome.is_ok());
        let call = Call { start_ns, end_ns: self.board.now_ns(), outcome, datagram, ..call };
        self.recorder.push(&call);
        call
    }

    fn sleep(&mut self, time: Duration) -> Result<(), Ended> {
        self.board.begin_step(self.id, time + self.board.scenario.deadline);
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let until = self.board.now_ns().saturating_add(nanos);
        loop {
            let left = until.saturating_sub(self.board.now_ns());
            if left == 0 {
                return Ok(());
            }
            thread::park_timeout(Duration::from_nanos(left));
            self.check_stop("sleep")?;
        }
    }

    fn wait(&mut self, gate: &Gate) -> Result<(), Ended> {
        let key = match gate {
            Gate::After(other, label) => Some((*other, Some(label.clone()))),
            Gate::Replied(other) => Some((*other, None)),
            _ => None,
        };
        let passed = key.as_ref().and_then(|key| self.passed.get(key)).copied().unwrap_or(0);
        gate::wait(self.board, &self.recorder, gate, passed).map_err(|shut| match shut {
            Shut::Given => Ended::Given,
            Shut::Failed(what) => Ended::Failed(what),
        })?;
        self.drain_stamps();
        if let Some(key) = key {
            self.passed.insert(key, passed + 1);
        }
        Ok(())
    }

    fn set(&mut self, option: SocketOption) -> Result<(), Ended> {
        let transport = self.board.scenario.transport;
        if self.opening != Opening::Given {
            self.new_socket()?;
        }
        let start_ns = self.board.now_ns();
        let socket = self.socket()?;
        let was_set = options::set(socket, transport, option);
        let end_ns = self.board.now_ns();
        // O_NONBLOCK is a flag of the descriptor and set by another call; what the kernel was not
        // asked is no call either.
        let outcome = match &was_set {
            _ if matches!(option, SocketOption::NonBlocking(_)) => None,
            Ok(()) => Some(Ok(0)),
            Err(refusal) => refusal.error.map(Err),
        };
        let got = was_set.map_err(|refusal| refusal.reason).and_then(|()| options::get(socket, option));
        if let Some(outcome) = outcome {
            let call = Call::new(self.id, CallKind::SetOption);
            self.recorder.push(&Call { start_ns, end_ns, outcome, ..call });
            self.observe_call();
        }
        match option {
            SocketOption::NonBlocking(on) => self.non_blocking = on,
            SocketOption::ReceiveTimeout(ms) => self.receive_timeout = options::timeout(ms),
            _ => {}
        }
        let report =
            OptionReport { endpoint: self.id, option: option.name(), asked: option.asked(), got };
        self.options.push(report);
        Ok(())
    }

    fn shut_down(&mut self, direction: Direction) -> Result<(), Ended> {
        self.socket()?;
        let how = match direction {
            Direction::Write => Shutdown::Write,
            Direction::Read => Shutdown::Read,
            Direction::Both => Shutdown::Both,
        };
        let call = Call::new(self.id, CallKind::Shutdown);
        self.record(call, |actor| {
            let socket = actor.socket().map_err(|_| ErrorName::BadDescriptor)?;
            socket.shutdown(how).map(|()| 0).map_err(|error| name_of_io(&error))
        });
        self.observe_shutdown();
        Ok(())
    }

    fn close(&mut self) -> Result<(), Ended> {
        if self.socket.is_none() && self.listener.is_some() {
            self.close_listener();
            return Ok(());
        }
        self.at_close = Some(AtClose::ask(self.socket()?));
        self.observe_close();
        let socket = self.socket.take();
        if let Some(socket) = &socket {
            self.board.take_back(self.id, socket.as_raw_fd());
        }
        let call = Call::new(self.id, CallKind::Close);
        self.record(call, |_| {
            drop(socket);
            Ok(0)
        });
        self.check_stop("close()")
    }

    /// What came before is a warm-up: notes where each stream stands, and its segments.
    fn measure(&mut self) {
        let scenario = &self.board.scenario;
        let offset = |stream| {
            let (from, to) = scenario.ends(stream);
            let flow = self.board.flow(stream);
            let segments = self.board.with_socket(from, kernel::data_segments);
            // A socket that is closed already sends nothing more: all of it was before.
            let before = segments.map_or(u64::MAX, |asked| asked.map_or(0, |count| count.data_segments));
            flow.segments_before.store(before, SeqCst);
            if from == self.id || to == self.id {
                self.recorder.position(stream)
            } else {
                StreamOffset(flow.sent.load(SeqCst))
            }
        };
        let offsets = scenario.stream_ids().map(offset).collect();
        let taken = |stream| {
            let is_reader = scenario.ends(stream).1 == self.id && !scenario.transport.is_stream();
            is_reader.then(|| self.recorder.side(stream).messages)
        };
        let datagrams = scenario.stream_ids().map(taken).collect();
        self.observe_all();
        self.baseline = Some(Baseline { at_ns: self.board.now_ns(), offsets, datagrams });
    }

    /// The end of the script, whichever way it came.
    pub fn go_home(mut self, ended: Result<(), Ended>) -> Performance {
        self.close_listener();
        self.board.end_step(self.id);
        let failure = match ended {
            Err(Ended::Failed(what)) => Some(Failure { endpoint: self.id, line: self.line, what }),
            Ok(()) | Err(Ended::Given) => None,
        };
        // What the script left open is closed where nobody could interrupt a close that lingers.
        if let Some(socket) = &self.socket
            && socket.linger().is_ok_and(|linger| linger.is_some_and(|time| !time.is_zero()))
            && let Err(error) = socket.set_linger(None)
        {
            log::warn!("SO_LINGER: {error}");
        }
        Performance {
            recorder: self.recorder,
            observer: self.observer,
            socket: self.socket,
            at_close: self.at_close,
            failure,
            options: self.options,
            refused: self.refused,
            baseline: self.baseline,
        }
    }
}
