//! What the endpoints of a run let each other know, and what the supervisor may ask of them.

use std::collections::HashMap;
use std::os::fd::{BorrowedFd, RawFd};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use socket2::SockAddr;

use crate::model::{EndpointId, Scenario, StreamId};

/// Why an endpoint has to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Its step took too long.
    Deadline,
    /// The run was cancelled, or another endpoint failed.
    Given,
}

/// One endpoint's part of the board.
#[derive(Debug, Default)]
pub struct Progress {
    /// Nanoseconds since the run began at which the present step has to be done; 0 between steps.
    deadline_ns: AtomicU64,
    /// Nanoseconds since the run began at which the present send was called; 0 outside of sends.
    sending_since_ns: AtomicU64,
    stop: AtomicU8,
    finished: AtomicBool,
    sends_done: AtomicU64,
    labels: Mutex<HashMap<Arc<str>, u64>>,
    /// The socket, while it is open: others may ask the kernel about it.
    socket: Mutex<Option<RawFd>>,
    /// The address that it has or is to have, where the scripts open their sockets themselves.
    address: Mutex<Option<SockAddr>>,
}

/// Whoever lends a socket: where a panic drops it, nobody may ask about its number any more.
#[derive(Debug)]
pub struct Lender<'a>(pub &'a Board, pub EndpointId);

impl Drop for Lender<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            *lock(&self.0.progress(self.1).socket) = None;
        }
    }
}

/// One stream's part of the board.
#[derive(Debug, Default)]
pub struct Flow {
    /// Bytes that the sender got accepted.
    pub sent: AtomicU64,
    /// Bytes that the receiver read.
    pub received: AtomicU64,
    /// Datagrams that the sender got accepted.
    pub datagrams_sent: AtomicU64,
    /// Datagrams that the receiver read.
    pub datagrams_received: AtomicU64,
    /// Requests of the receiver that the sender's service has answered.
    pub replies: AtomicU64,
    /// Data segments that the kernel has counted at the baseline.
    pub segments_before: AtomicU64,
}

/// The board of one run.
#[derive(Debug)]
pub struct Board {
    /// What is run.
    pub scenario: Arc<Scenario>,
    start: Instant,
    endpoints: Vec<Progress>,
    flows: Vec<Flow>,
    waiting: AtomicUsize,
    news: Condvar,
    news_lock: Mutex<()>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Board {
    /// The board of a run that begins now.
    pub fn new(scenario: Arc<Scenario>) -> Self {
        let endpoints = scenario.endpoints.iter().map(|_| Progress::default()).collect();
        let flows = scenario.stream_ids().map(|_| Flow::default()).collect();
        Self {
            scenario,
            start: Instant::now(),
            endpoints,
            flows,
            waiting: AtomicUsize::new(0),
            news: Condvar::new(),
            news_lock: Mutex::new(()),
        }
    }

    /// Nanoseconds since the run began.
    pub fn now_ns(&self) -> u64 {
        let elapsed = self.start.elapsed();
        // Asked several times a call; as_nanos would reckon with 128 bits.
        elapsed.as_secs().saturating_mul(1_000_000_000).saturating_add(u64::from(elapsed.subsec_nanos()))
    }

    /// A stream's counters.
    pub fn flow(&self, stream: StreamId) -> &Flow {
        &self.flows[stream.index()]
    }

    fn progress(&self, endpoint: EndpointId) -> &Progress {
        &self.endpoints[endpoint.index()]
    }

    /// Lends the socket to others until [`take_back`](Self::take_back).
    pub fn share_socket(&self, endpoint: EndpointId, socket: RawFd) {
        *lock(&self.progress(endpoint).socket) = Some(socket);
    }

    /// The address of an endpoint that opened its socket itself, or that somebody has reserved for it.
    pub fn address(&self, endpoint: EndpointId) -> Option<SockAddr> {
        lock(&self.progress(endpoint).address).clone()
    }

    /// Its address, or this one from here on.
    pub fn address_or(&self, endpoint: EndpointId, reserved: SockAddr) -> SockAddr {
        lock(&self.progress(endpoint).address).get_or_insert(reserved).clone()
    }

    /// It has this address.
    pub fn set_address(&self, endpoint: EndpointId, address: SockAddr) {
        *lock(&self.progress(endpoint).address) = Some(address);
    }

    /// Before a socket is closed: waits for those who look at it, and lends it no more.
    pub fn take_back(&self, endpoint: EndpointId, socket: RawFd) {
        lock(&self.progress(endpoint).socket).take_if(|lent| *lent == socket);
    }

    /// Asks the kernel about an endpoint's socket; `None` if it is closed.
    pub fn with_socket<T>(
        &self,
        endpoint: EndpointId,
        ask: impl FnOnce(BorrowedFd<'_>) -> T,
    ) -> Option<T> {
        let shared = lock(&self.progress(endpoint).socket);
        shared.map(|socket| {
            // SAFETY: the owner takes the number out under this lock before it closes the socket, and a
            // `Lender` does where a panic closes it.
            ask(unsafe { BorrowedFd::borrow_raw(socket) })
        })
    }

    /// A step begins; it has so long.
    pub fn begin_step(&self, endpoint: EndpointId, allowed: Duration) {
        let allowed = u64::try_from(allowed.as_nanos()).unwrap_or(u64::MAX);
        let deadline = self.now_ns().saturating_add(allowed).max(1);
        self.progress(endpoint).deadline_ns.store(deadline, Ordering::SeqCst);
    }

    /// The step is over.
    pub fn end_step(&self, endpoint: EndpointId) {
        self.progress(endpoint).deadline_ns.store(0, Ordering::SeqCst);
    }

    /// When the present step has to be done; `None` between steps.
    pub fn deadline_ns(&self, endpoint: EndpointId) -> Option<u64> {
        let deadline = self.progress(endpoint).deadline_ns.load(Ordering::SeqCst);
        (deadline > 0 && !self.is_finished(endpoint)).then_some(deadline)
    }

    /// A send is about to be called.
    pub fn begin_send(&self, endpoint: EndpointId) {
        self.progress(endpoint).sending_since_ns.store(self.now_ns().max(1), Ordering::SeqCst);
    }

    /// It has returned.
    pub fn end_send(&self, endpoint: EndpointId) {
        self.progress(endpoint).sending_since_ns.store(0, Ordering::SeqCst);
    }

    /// When an endpoint called the send that has not returned.
    pub fn sending_since_ns(&self, endpoint: EndpointId) -> Option<u64> {
        Some(self.progress(endpoint).sending_since_ns.load(Ordering::SeqCst)).filter(|&since| since > 0)
    }

    /// Tells an endpoint to stop; the first reason counts.
    pub fn stop(&self, endpoint: EndpointId, why: Stop) {
        let code = match why {
            Stop::Deadline => 1,
            Stop::Given => 2,
        };
        let stop = &self.progress(endpoint).stop;
        let _ = stop.compare_exchange(0, code, Ordering::SeqCst, Ordering::SeqCst);
        self.tell();
    }

    /// The call that had to stop has come back; the endpoint may go on.
    pub fn resume(&self, endpoint: EndpointId) {
        self.progress(endpoint).stop.store(0, Ordering::SeqCst);
    }

    /// Whether an endpoint has to stop, and why.
    pub fn stopped(&self, endpoint: EndpointId) -> Option<Stop> {
        match self.progress(endpoint).stop.load(Ordering::SeqCst) {
            0 => None,
            1 => Some(Stop::Deadline),
            _ => Some(Stop::Given),
        }
    }

    /// A labelled step is done.
    pub fn done(&self, endpoint: EndpointId, label: &Arc<str>) {
        *lock(&self.progress(endpoint).labels).entry(Arc::clone(label)).or_default() += 1;
        self.tell();
    }

    /// How often a labelled step was done.
    pub fn times_done(&self, endpoint: EndpointId, label: &str) -> u64 {
        lock(&self.progress(endpoint).labels).get(label).copied().unwrap_or(0)
    }

    /// A send step is done.
    pub fn send_done(&self, endpoint: EndpointId) {
        self.progress(endpoint).sends_done.fetch_add(1, Ordering::SeqCst);
        self.tell();
    }

    /// How many send steps are done.
    pub fn sends_done(&self, endpoint: EndpointId) -> u64 {
        self.progress(endpoint).sends_done.load(Ordering::SeqCst)
    }

    /// The script is over, whichever way.
    pub fn finish(&self, endpoint: EndpointId) {
        self.progress(endpoint).finished.store(true, Ordering::SeqCst);
        self.tell();
    }

    /// Whether the script is over.
    pub fn is_finished(&self, endpoint: EndpointId) -> bool {
        self.progress(endpoint).finished.load(Ordering::SeqCst)
    }

    /// Wakes those who wait for news. Costs one load when nobody does.
    pub fn tell(&self) {
        if self.waiting.load(Ordering::SeqCst) > 0 {
            let _held = lock(&self.news_lock);
            self.news.notify_all();
        }
    }

    /// Waits until `ready` says something. It is asked again after each piece of news.
    pub fn wait_for<T>(&self, mut ready: impl FnMut() -> Option<T>) -> T {
        let mut held = lock(&self.news_lock);
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let answer = loop {
            if let Some(answer) = ready() {
                break answer;
            }
            held = self.news.wait(held).unwrap_or_else(PoisonError::into_inner);
        };
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        drop(held);
        answer
    }
}
