//! Systems for which nobody has written down how to ask.

use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

use nix::libc;

use super::{NotAvailable, SegmentCount};

nix::ioctl_read_bad!(ioctl_fionread, libc::FIONREAD, libc::c_int);

/// Bytes that wait in the receive buffer.
///
/// # Errors
/// When the kernel refuses.
pub fn queued(socket: BorrowedFd<'_>) -> Result<u64, NotAvailable> {
    let mut bytes: libc::c_int = 0;
    // SAFETY: the descriptor is borrowed, so it is open, and `bytes` outlives the call.
    unsafe { ioctl_fionread(socket.as_raw_fd(), &raw mut bytes) }
        .map_err(|error| NotAvailable(format!("FIONREAD: {error}")))?;
    Ok(u64::try_from(bytes).unwrap_or(0))
}

/// Not known here.
///
/// # Errors
/// Always.
pub fn send_queue(_: BorrowedFd<'_>) -> Result<u64, NotAvailable> {
    Err(NotAvailable("the send queue is read on Linux only".to_owned()))
}

/// Not known here.
///
/// # Errors
/// Always.
pub fn data_segments(_: BorrowedFd<'_>) -> Result<SegmentCount, NotAvailable> {
    Err(NotAvailable("data segments are counted on Linux only".to_owned()))
}

/// Not known here.
///
/// # Errors
/// Always.
pub fn drops(_: BorrowedFd<'_>) -> Result<u64, NotAvailable> {
    Err(NotAvailable("drops are counted on Linux only".to_owned()))
}

/// Not known here.
///
/// # Errors
/// Always.
pub fn count_drops(_: &impl AsFd) -> Result<(), NotAvailable> {
    Err(NotAvailable("drops are counted on Linux only".to_owned()))
}
