//! The signal that brings a thread back from a blocking call.
//!
//! `shutdown` would forge an end of stream; a directed signal whose handler was installed without
//! `SA_RESTART` makes the call return EINTR and leaves the socket as it was, see signal(7).

use std::sync::OnceLock;

use nix::errno::Errno;
use nix::sys::pthread::{Pthread, pthread_kill};
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};

const SIGNAL: Signal = Signal::SIGUSR1;

extern "C" fn do_nothing(_: nix::libc::c_int) {}

/// Installs the handler, once per process.
pub fn prepare() -> Result<(), Errno> {
    static INSTALLED: OnceLock<Result<(), Errno>> = OnceLock::new();
    *INSTALLED.get_or_init(|| {
        let action = SigAction::new(SigHandler::Handler(do_nothing), SaFlags::empty(), SigSet::empty());
        // SAFETY: the handler does nothing, so it is async-signal-safe, and it stays for ever.
        unsafe { sigaction(SIGNAL, &action) }.map(drop)
    })
}

/// Interrupts a thread that has not been joined yet. A thread that is between two calls misses it,
/// so it is sent again until the thread answers.
pub fn interrupt(thread: Pthread) {
    if let Err(error) = pthread_kill(thread, SIGNAL) {
        log::debug!("interrupting a thread: {error}");
    }
}
