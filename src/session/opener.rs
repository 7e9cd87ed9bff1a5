//! Opens and closes the sockets of hands beside the window: both may take a while, and it never waits.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use crossbeam_channel::Receiver;

use super::job::{Slot, Waker};
use crate::engine::{Hands, RunError};
use crate::model::{EndpointId, Scenario};

/// Sockets that are wanted.
pub(super) struct Order {
    /// By which [`Opened`] is known.
    pub number: u64,
    /// What is opened.
    pub scenario: Arc<Scenario>,
    /// Who is led by hand.
    pub led: BTreeSet<EndpointId>,
}

/// What became of an order.
pub(super) struct Opened {
    /// Of the order.
    pub number: u64,
    /// The sockets, or why there are none.
    pub hands: Result<Hands, RunError>,
}

/// A thread that opens and closes, joined on drop.
pub(super) struct Opener {
    desk: Arc<Desk>,
    opened: Receiver<Opened>,
    thread: Option<JoinHandle<()>>,
}

/// Where orders are left. Its lock is held for moments only.
#[derive(Default)]
struct Desk {
    left: Mutex<Left>,
    changed: Condvar,
}

#[derive(Default)]
struct Left {
    /// The latest order; an older one that was not begun is nobody's any more.
    order: Option<Order>,
    to_close: Vec<Hands>,
    is_over: bool,
}

impl Desk {
    fn left(&self) -> MutexGuard<'_, Left> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave(&self, change: impl FnOnce(&mut Left)) {
        change(&mut self.left());
        self.changed.notify_one();
    }
}

/// Takes hands that nobody needs any more.
#[derive(Clone)]
pub(super) struct Closer(Arc<Desk>);

impl std::fmt::Debug for Closer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Closer").finish_non_exhaustive()
    }
}

impl Closer {
    /// Has them closed: threads interrupted and joined, sockets shut.
    pub(super) fn close(&self, hands: Hands) {
        self.0.leave(|left| left.to_close.push(hands));
    }
}

impl Opener {
    /// Starts the thread. The waker is told of what was opened, and handed on to it.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub(super) fn start(waker: Waker) -> io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let (slot, opened) = Slot::new();
        let own = Arc::clone(&desk);
        let body = move || work(&own, &slot, &waker);
        let thread = Builder::new().name("stickylab-opener".to_owned()).spawn(body)?;
        Ok(Self { desk, opened, thread: Some(thread) })
    }

    /// Orders sockets, in the place of any that are ordered and not begun.
    pub(super) fn order(&self, order: Order) {
        self.desk.leave(|left| left.order = Some(order));
    }

    /// What was opened last, once.
    pub(super) fn poll(&self) -> Option<Opened> {
        self.opened.try_recv().ok()
    }

    /// For those who hold hands.
    pub(super) fn closer(&self) -> Closer {
        Closer(Arc::clone(&self.desk))
    }
}

impl Drop for Opener {
    fn drop(&mut self) {
        self.desk.leave(|left| left.is_over = true);
        if let Some(thread) = self.thread.take() {
            // A panic there leaves nothing that could be put right here.
            let _ = thread.join();
        }
    }
}

fn work(desk: &Desk, opened: &Slot<Opened>, waker: &Waker) {
    loop {
        let (order, to_close, is_over) = next(desk);
        // First, so that whoever starts over has never twice as many sockets.
        drop(to_close);
        if is_over {
            return;
        }
        if let Some(Order { number, scenario, led }) = order {
            let hands = Hands::open(&scenario, &led, waker);
            opened.put(Opened { number, hands });
            waker();
        }
    }
}

/// Waits until there is something to do.
fn next(desk: &Desk) -> (Option<Order>, Vec<Hands>, bool) {
    let mut left = desk.left();
    while left.order.is_none() && left.to_close.is_empty() && !left.is_over {
        left = desk.changed.wait(left).unwrap_or_else(PoisonError::into_inner);
    }
    (left.order.take(), std::mem::take(&mut left.to_close), left.is_over)
}
