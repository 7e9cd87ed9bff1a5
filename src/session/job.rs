//! One job at a time, away from the window; the latest request wins.

use std::io;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle, scope};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, after, bounded, select};

use crate::engine::Cancel;

/// Tells the window that there is something to poll; may be called from any thread.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// A run that takes longer is cancelled once a newer one waits; a shorter one is let finish.
pub(super) const PATIENCE: Duration = Duration::from_millis(100);

/// What a job came to; `Err` if it panicked, which is a defect of the lab.
pub(super) type Done<R> = Result<R, Panicked>;

/// The job ended in a panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Panicked;

/// A thread that does jobs, joined on drop.
pub(super) struct Worker<J, R> {
    /// Taken on drop: the thread ends when nobody can ask any more.
    requests: Option<Slot<(J, Cancel)>>,
    results: Receiver<Done<R>>,
    thread: Option<JoinHandle<()>>,
}

impl<J, R> Worker<J, R>
where
    J: Send + Sync + 'static,
    R: Send + 'static,
{
    /// Starts the thread. A job that takes longer than `patience` is cancelled once a newer one
    /// waits; then `work` returns `None`, and nothing is delivered.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub(super) fn start<W>(work: W, patience: Duration, waker: Waker) -> io::Result<Self>
    where
        W: Fn(&J, &Cancel) -> Option<R> + Send + Sync + 'static,
    {
        let (requests, to_do) = Slot::new();
        let (done, results) = Slot::new();
        let thread = Builder::new().name("stickylab-jobs".to_owned()).spawn(move || {
            let mut next = to_do.recv().ok();
            while let Some((job, cancel)) = next {
                let (result, newer) = attend((&job, &cancel), &work, patience, &to_do);
                if let Some(result) = result {
                    done.put(result);
                    waker();
                }
                // One that came in while the job ended is newer still.
                let newest = to_do.try_recv().ok().or(newer);
                next = newest.or_else(|| to_do.recv().ok());
            }
        })?;
        Ok(Self { requests: Some(requests), results, thread: Some(thread) })
    }

    /// Asks for a job, in the place of any that still waits; returns what cancels it.
    pub(super) fn request(&self, job: J) -> Cancel {
        let cancel = Cancel::new();
        if let Some(requests) = &self.requests {
            requests.put((job, cancel.clone()));
        }
        cancel
    }

    /// The result of the job that was done last, once.
    pub(super) fn poll(&self) -> Option<Done<R>> {
        self.results.try_recv().ok()
    }
}

impl<J, R> Drop for Worker<J, R> {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // A job's own panic was caught; one of this thread leaves nothing to clean up.
            let _ = thread.join();
        }
    }
}

/// Does one job; also returns the newest request that came in meanwhile.
fn attend<J, R, W>(
    (job, cancel): (&J, &Cancel),
    work: &W,
    patience: Duration,
    requests: &Receiver<(J, Cancel)>,
) -> (Option<Done<R>>, Option<(J, Cancel)>)
where
    J: Send + Sync,
    R: Send,
    W: Fn(&J, &Cancel) -> Option<R> + Sync,
{
    scope(|threads| {
        let (working, idle) = bounded::<()>(0);
        let run = || {
            let _working = working;
            work(job, cancel)
        };
        let name = "stickylab-run".to_owned();
        match Builder::new().name(name).spawn_scoped(threads, run) {
            Ok(thread) => {
                let newer = watch(requests, &idle, patience, cancel);
                let result = thread.join().map_err(|_| Panicked).transpose();
                (result, newer)
            }
            // Out of threads: the job is done here, and nobody can cut it short.
            Err(_) => (work(job, cancel).map(Ok), None),
        }
    })
}

/// Waits until the job is idle, cancels it where it has to be, and keeps the newest request.
fn watch<J>(
    requests: &Receiver<J>,
    idle: &Receiver<()>,
    patience: Duration,
    cancel: &Cancel,
) -> Option<J> {
    let patience = after(patience);
    let mut overdue = false;
    let mut newest = None;
    loop {
        select! {
            recv(idle) -> _ => return newest,
            recv(patience) -> _ => overdue = true,
            recv(requests) -> request => {
                let Ok(job) = request else {
                    cancel.cancel();
                    let _ = idle.recv();
                    return None;
                };
                newest = Some(job);
            }
        }
        if overdue && newest.is_some() {
            cancel.cancel();
        }
    }
}

/// Room for one value, from one thread to another: a newer one takes the place of one not yet taken.
pub(super) struct Slot<T> {
    sender: Sender<T>,
    stale: Receiver<T>,
}

impl<T> Slot<T> {
    pub(super) fn new() -> (Self, Receiver<T>) {
        let (sender, receiver) = bounded(1);
        (Self { sender, stale: receiver.clone() }, receiver)
    }

    pub(super) fn put(&self, mut value: T) {
        while let Err(TrySendError::Full(back)) = self.sender.try_send(value) {
            let _ = self.stale.try_recv();
            value = back;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long a test waits for another thread before it fails.
    const LONG: Duration = Duration::from_secs(10);

    /// A worker whose jobs say that they began, and last until they are let go or cancelled.
    struct Bench {
        worker: Worker<u32, u32>,
        began: Receiver<u32>,
        go: Sender<()>,
        woken: Receiver<()>,
    }

    fn bench(patience: Duration) -> Bench {
        let (announce, began) = bounded(16);
        let (go, gone) = bounded::<()>(16);
        let (wake, woken) = bounded(16);
        let work = move |job: &u32, cancel: &Cancel| {
            announce.send(*job).unwrap();
            loop {
                if gone.recv_timeout(Duration::from_millis(1)).is_ok() {
                    return Some(*job);
                }
                if cancel.is_cancelled() {
                    return None;
                }
            }
        };
        let waker: Waker = Arc::new(move || wake.send(()).unwrap());
        Bench { worker: Worker::start(work, patience, waker).unwrap(), began, go, woken }
    }

    #[test]
    fn the_latest_request_wins_and_a_short_job_is_let_finish() {
        let bench = bench(LONG);
        bench.worker.request(1);
        assert_eq!(bench.began.recv_timeout(LONG), Ok(1));
        for job in 2..=5 {
            bench.worker.request(job);
        }
        bench.go.send(()).unwrap();
        bench.woken.recv_timeout(LONG).unwrap();
        assert_eq!(bench.worker.poll(), Some(Ok(1)));
        assert_eq!(bench.began.recv_timeout(LONG), Ok(5), "2, 3 and 4 are out of date");
        bench.go.send(()).unwrap();
        bench.woken.recv_timeout(LONG).unwrap();
        assert_eq!(bench.worker.poll(), Some(Ok(5)));
        assert_eq!(bench.worker.poll(), None);
    }

    #[test]
    fn a_long_job_gives_way_to_a_newer_one() {
        let bench = bench(Duration::ZERO);
        bench.worker.request(1);
        assert_eq!(bench.began.recv_timeout(LONG), Ok(1));
        bench.worker.request(2);
        // Nobody lets the first one go: only cancelling it makes room.
        assert_eq!(bench.began.recv_timeout(LONG), Ok(2));
        bench.go.send(()).unwrap();
        bench.woken.recv_timeout(LONG).unwrap();
        assert_eq!(bench.worker.poll(), Some(Ok(2)), "a cancelled job delivers nothing");
    }

    #[test]
    fn dropping_the_worker_cancels_its_job_and_joins() {
        let Bench { worker, began, go, .. } = bench(LONG);
        worker.request(1);
        assert_eq!(began.recv_timeout(LONG), Ok(1));
        drop(worker);
        // The job owned the other end: it is gone once the threads are.
        assert!(go.send(()).is_err());
    }

    #[test]
    fn a_job_that_panics_is_reported_and_the_next_one_runs() {
        let (wake, woken) = bounded(16);
        let waker: Waker = Arc::new(move || wake.send(()).unwrap());
        let work = |job: &u32, _: &Cancel| {
            assert_ne!(*job, 0, "the panic that this test wants");
            Some(*job)
        };
        let worker = Worker::start(work, PATIENCE, waker).unwrap();
        worker.request(0);
        woken.recv_timeout(LONG).unwrap();
        assert_eq!(worker.poll(), Some(Err(Panicked)));
        worker.request(7);
        woken.recv_timeout(LONG).unwrap();
        assert_eq!(worker.poll(), Some(Ok(7)));
    }
}
