//! A run in which endpoints are led by hand: the calls are a script's, and a person chooses when.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, never, select};

use crate::model::trace::FailureKind;
use crate::model::{Action, EndpointId, Gate, Scenario, Step, Trace, Transport};

use super::assemble::AtClose;
use super::board::Board;
use super::endpoint::Actor;
use super::onlooker::Onlooker;
pub use super::onlooker::ToldWaker;
use super::performance::{Ended, Part, Performance};
use super::refusal::{Doing, RunError};
use super::run::{self, Stage};
use super::{errno, interrupt, kernel, service, supervise};

/// A hand has no deadline, and neither has who waits for one.
const NO_DEADLINE: Duration = Duration::from_secs(1 << 30);
/// How often an idle hand takes the kernel's timestamps, and looks at all queues: an acknowledgement comes
/// when it comes.
const IDLE: Duration = Duration::from_millis(50);

/// What the kernel holds for one endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queues {
    /// Bytes that wait to be read, of datagram sockets those of the next one; or why it is not known.
    pub unread: Result<u64, String>,
    /// Whether a recv would return at once: with data, an empty datagram, or the end of the stream.
    pub readable: bool,
    /// Bytes that were accepted and are not acknowledged, which TCP alone has; or why it is not known.
    pub unacknowledged: Option<Result<u64, String>>,
}

/// The sockets of a scenario, some of them led by hand. All is closed and joined on drop.
#[derive(Debug)]
pub struct Hands {
    board: Arc<Board>,
    stage: Stage,
    seats: Vec<Seat>,
    looks: Arc<AtomicU64>,
    /// Taken on drop: then everything stops.
    nudge: Option<Sender<()>>,
    supervisor: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Seat {
    onlooker: Arc<Onlooker>,
    /// `None` for a script.
    actions: Option<Sender<Action>>,
}

/// What a thread of a run by hand needs.
struct Player {
    part: Part,
    onlooker: Arc<Onlooker>,
    actions: Option<Receiver<Action>>,
    ended: Sender<()>,
}

impl Hands {
    /// Opens the sockets. The endpoints in `by_hand` wait for [`act`](Self::act); the others follow
    /// their scripts, in which a gate on a hand stands open: a hand promises nothing.
    ///
    /// Where scripts open their sockets themselves, all endpoints are led by hand, over open sockets:
    /// the scripts would wait for an opening that no hand makes.
    ///
    /// The waker is called after each call of any endpoint, and when a queue has changed by itself.
    ///
    /// # Errors
    /// As [`super::run`].
    pub fn open(
        scenario: &Scenario,
        by_hand: &BTreeSet<EndpointId>,
        waker: &ToldWaker,
    ) -> Result<Self, RunError> {
        interrupt::prepare().map_err(|error| RunError::Setup {
            doing: Doing::InstallingSignal,
            error: errno::name_of(error),
        })?;
        let all: BTreeSet<_> = scenario.endpoint_ids().collect();
        let by_hand = if scenario.opens_itself() { &all } else { by_hand };
        let scenario = without_promises(scenario, by_hand);
        service::check_available(&scenario)?;
        let board = Arc::new(Board::new(Arc::new(scenario)));
        let (stage, parts) = run::set_up(&board, true)?;
        let looks = Arc::new(AtomicU64::new(0));
        let (tell_end, ended) = bounded(parts.len());
        let (nudge, nudged) = bounded(1);
        let (mut seats, mut players) = (Vec::new(), Vec::new());
        for part in parts {
            let onlooker = Arc::new(Onlooker::new(Arc::clone(&looks), Arc::clone(waker)));
            let is_hand = by_hand.contains(&part.recorder.endpoint());
            let (send, receive) = if is_hand { Some(bounded(1)).unzip() } else { (None, None) };
            let ended = tell_end.clone();
            players.push(Player { part, onlooker: Arc::clone(&onlooker), actions: receive, ended });
            seats.push(Seat { onlooker, actions: send });
        }
        let supervisor = start_all(&board, players, ended, nudged)?;
        Ok(Self { board, stage, seats, looks, nudge: Some(nudge), supervisor: Some(supervisor) })
    }

    /// What is run: the scenario without what hands do in its place.
    pub fn scenario(&self) -> &Scenario {
        &self.board.scenario
    }

    fn seat(&self, endpoint: EndpointId) -> Option<&Seat> {
        self.seats.get(endpoint.index())
    }

    /// Whether a hand leads that endpoint.
    pub fn is_hand(&self, endpoint: EndpointId) -> bool {
        self.seat(endpoint).is_some_and(|seat| seat.actions.is_some())
    }

    /// Does what a step of a script would do. Says whether it was begun: a script takes no orders, and
    /// a hand is busy until its last call has returned.
    pub fn act(&self, endpoint: EndpointId, action: Action) -> bool {
        let Some(Seat { onlooker, actions: Some(actions) }) = self.seat(endpoint) else { return false };
        // There is room: a hand that is free has taken the one before.
        onlooker.begin(&action) && actions.try_send(action).is_ok()
    }

    /// The action of a hand that has not come to its end.
    pub fn calling(&self, endpoint: EndpointId) -> Option<Action> {
        self.seat(endpoint)?.onlooker.calling()
    }

    /// Why the last action of a hand came to no call.
    pub fn refused(&self, endpoint: EndpointId) -> Option<FailureKind> {
        self.seat(endpoint)?.onlooker.refused()
    }

    /// Brings a hand back from a call that blocks: it returns EINTR, and the socket stays as it is.
    pub fn interrupt(&self, endpoint: EndpointId) {
        let Some(seat) = self.seat(endpoint).filter(|seat| seat.actions.is_some()) else { return };
        if let (true, Some(nudge)) = (seat.onlooker.stop_call(&self.board, endpoint), &self.nudge) {
            // If it is full, the supervisor is about to look anyway.
            let _ = nudge.try_send(());
        }
    }

    /// What the kernel holds for an endpoint now; `None` once its socket is closed.
    pub fn queues(&self, endpoint: EndpointId) -> Option<Queues> {
        queues(&self.board, endpoint)
    }

    /// Grows with all that [`trace`](Self::trace) may show.
    pub fn looks(&self) -> u64 {
        self.looks.load(Ordering::SeqCst)
    }

    /// The run so far. `None` while an endpoint has not begun, or has read what the call that sends it
    /// has not returned from: then there is more to see soon.
    pub fn trace(&self) -> Option<Trace> {
        let mut performances: Vec<Performance> =
            self.seats.iter().map(|seat| seat.onlooker.latest()).collect::<Option<_>>()?;
        let scenario = &self.board.scenario;
        let agrees = |stream| {
            let (from, to) = scenario.ends(stream);
            let side = |endpoint: EndpointId| performances[endpoint.index()].recorder.side(stream);
            let (sent, taken) = (side(from), side(to));
            taken.moved <= sent.moved
                && (scenario.transport.is_stream() || taken.messages <= sent.messages)
        };
        if !scenario.stream_ids().all(agrees) {
            return None;
        }
        for (id, one) in scenario.endpoint_ids().zip(&mut performances) {
            let open = self.board.with_socket(id, |socket| AtClose::ask(&socket));
            one.at_close = open.or(one.at_close.take());
        }
        Some(self.stage.picture(&self.board, performances))
    }
}

fn queues(board: &Board, endpoint: EndpointId) -> Option<Queues> {
    let is_tcp = board.scenario.transport == Transport::Tcp;
    board.with_socket(endpoint, |socket| Queues {
        unread: kernel::queued(socket).map_err(|why| why.to_string()),
        readable: kernel::readable(socket),
        unacknowledged: is_tcp.then(|| kernel::send_queue(socket).map_err(|why| why.to_string())),
    })
}

impl Drop for Hands {
    fn drop(&mut self) {
        self.nudge = None;
        for seat in &mut self.seats {
            seat.actions = None;
        }
        if let Some(supervisor) = self.supervisor.take() {
            // A panic there leaves nothing that could be put right here.
            let _ = supervisor.join();
        }
    }
}

/// The scenario with empty scripts for hands, and without the gates that wait for them.
fn without_promises(scenario: &Scenario, by_hand: &BTreeSet<EndpointId>) -> Scenario {
    let mut scenario = Scenario { deadline: NO_DEADLINE, ..scenario.clone() };
    for (place, endpoint) in scenario.endpoints.iter_mut().enumerate() {
        let is_hand = by_hand.iter().any(|id| id.index() == place);
        endpoint.script = if is_hand { Vec::new() } else { still_gated(&endpoint.script, by_hand) };
    }
    scenario
}

fn still_gated(steps: &[Step], by_hand: &BTreeSet<EndpointId>) -> Vec<Step> {
    let kept = steps.iter().filter(|step| match &step.action {
        Action::Wait(
            Gate::After(other, _) | Gate::AllSent(other) | Gate::Replied(other) | Gate::Finished(other),
        ) => !by_hand.contains(other),
        _ => true,
    });
    let inner = |step: &Step| match &step.action {
        Action::Repeat { times, steps } => {
            let action = Action::Repeat { times: *times, steps: still_gated(steps, by_hand) };
            Step { action, ..step.clone() }
        }
        _ => step.clone(),
    };
    kept.map(inner).collect()
}

type Threads = Vec<(EndpointId, JoinHandle<Option<Performance>>)>;

/// Starts a thread per endpoint, and the one that looks after them.
fn start_all(
    board: &Arc<Board>,
    players: Vec<Player>,
    ended: Receiver<()>,
    nudged: Receiver<()>,
) -> Result<JoinHandle<()>, RunError> {
    let no_thread =
        |error| RunError::Setup { doing: Doing::StartingThread, error: errno::name_of_io(&error) };
    let (go, ready) = bounded::<()>(0);
    let mut threads = Threads::new();
    for player in players {
        let id = player.part.recorder.endpoint();
        let (own, ready) = (Arc::clone(board), ready.clone());
        let name = board.scenario.endpoint(id).name.clone();
        let body = move || {
            // Nobody sends: the channel is closed when all threads are there.
            let _ = ready.recv();
            Some(perform(&own, player))
        };
        match thread::Builder::new().name(name).spawn(body) {
            Ok(thread) => threads.push((id, thread)),
            Err(error) => {
                supervise::stop_all(board, &threads);
                drop(go);
                look_after(board, &threads, &ended, &never());
                return Err(no_thread(error));
            }
        }
    }
    drop(go);
    let board = Arc::clone(board);
    let body = move || {
        look_after(&board, &threads, &ended, &nudged);
        for (_, thread) in threads {
            drop(thread.join());
        }
    };
    thread::Builder::new().name("stickylab-hands".to_owned()).spawn(body).map_err(no_thread)
}

/// Brings back who has to stop, until all threads have ended; a closed channel says that all have to.
fn look_after(board: &Board, threads: &Threads, ended: &Receiver<()>, nudged: &Receiver<()>) {
    let mut running = threads.len();
    let mut closing = false;
    let silent = never();
    while running > 0 {
        let again = supervise::interrupt_stopped(board, threads);
        let nudged = if closing { &silent } else { nudged };
        let pause = if again || closing { supervise::AGAIN } else { NO_DEADLINE };
        select! {
            recv(ended) -> _ => running -= 1,
            recv(nudged) -> nudge => closing |= nudge.is_err(),
            default(pause) => {}
        }
        if closing {
            supervise::stop_all(board, threads);
        }
    }
}

/// Tells on every way out that the thread ends.
struct TellEnd<'a>(&'a Board, EndpointId, Sender<()>);

impl Drop for TellEnd<'_> {
    fn drop(&mut self) {
        self.0.finish(self.1);
        // The channel has room for everybody.
        let _ = self.2.send(());
    }
}

fn perform(board: &Board, player: Player) -> Performance {
    let Player { part, onlooker, actions, ended } = player;
    let _end = TellEnd(board, part.recorder.endpoint(), ended);
    let mut actor = Actor::new(board, part);
    onlooker.look(actor.picture(), board.now_ns());
    if let Some(actions) = actions {
        follow(&mut actor, &actions, &onlooker);
        return actor.go_home(Ok(()));
    }
    actor.onlooker = Some(Arc::clone(&onlooker));
    let outcome = actor.script();
    let done = actor.go_home(outcome);
    onlooker.look(done.copy(), board.now_ns());
    done
}

/// Does what comes, until nothing can come any more.
fn follow(actor: &mut Actor<'_>, actions: &Receiver<Action>, onlooker: &Onlooker) {
    let board = actor.board;
    let look = || board.scenario.endpoint_ids().map(|id| queues(board, id)).collect::<Vec<_>>();
    let mut known = look();
    loop {
        match actions.recv_timeout(IDLE) {
            Ok(action) => {
                let refused = match actor.act(&action) {
                    Err(Ended::Failed(what)) => Some(what),
                    Ok(()) | Err(Ended::Given) => None,
                };
                onlooker.end((actor.board, actor.id), actor.picture(), refused);
            }
            Err(RecvTimeoutError::Timeout) => {
                let seen = look();
                if actor.drain_stamps() {
                    onlooker.look(actor.picture(), actor.board.now_ns());
                } else if seen != known {
                    onlooker.news();
                }
                known = seen;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
