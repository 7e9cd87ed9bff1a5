//! ioctl(2) on the queues of a socket.

use std::os::fd::{AsRawFd, BorrowedFd};

use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::NotAvailable;

nix::ioctl_read_bad!(ioctl_fionread, libc::FIONREAD, libc::c_int);
#[cfg(target_os = "linux")]
nix::ioctl_read_bad!(ioctl_tiocoutq, libc::TIOCOUTQ, libc::c_int);

/// Bytes that wait in the receive buffer: the whole queue of a stream or seqpacket socket, the next
/// datagram only of UDP and `AF_UNIX` datagram sockets (udp(7), unix(7)).
///
/// # Errors
/// When the kernel refuses, which it does on a socket that listens.
pub fn queued(socket: BorrowedFd<'_>) -> Result<u64, NotAvailable> {
    let mut bytes: libc::c_int = 0;
    // SAFETY: the descriptor is borrowed, so it is open, and `bytes` outlives the call.
    let answer = unsafe { ioctl_fionread(socket.as_raw_fd(), &raw mut bytes) };
    count("FIONREAD", answer, bytes)
}

/// Whether a recv would return at once with what was sent, or with the end of the stream (poll(2)). An
/// error that waits is neither.
pub fn readable(socket: BorrowedFd<'_>) -> bool {
    let mut wanted = [PollFd::new(socket, PollFlags::POLLIN)];
    let asked = poll(&mut wanted, PollTimeout::ZERO);
    let events = wanted[0].revents().unwrap_or(PollFlags::empty());
    asked.is_ok() && events.contains(PollFlags::POLLIN) && !events.contains(PollFlags::POLLERR)
}

/// Bytes that a TCP sender's kernel still holds, acknowledged ones excluded (`SIOCOUTQ` in tcp(7)).
///
/// # Errors
/// When the kernel refuses.
#[cfg(target_os = "linux")]
pub fn send_queue(socket: BorrowedFd<'_>) -> Result<u64, NotAvailable> {
    let mut bytes: libc::c_int = 0;
    // SAFETY: as above.
    let answer = unsafe { ioctl_tiocoutq(socket.as_raw_fd(), &raw mut bytes) };
    count("TIOCOUTQ", answer, bytes)
}

fn count(what: &str, answer: nix::Result<libc::c_int>, bytes: libc::c_int) -> Result<u64, NotAvailable> {
    answer.map_err(|error| NotAvailable(format!("{what}: {error}")))?;
    Ok(u64::try_from(bytes).unwrap_or(0))
}
