//! getsockopt(2) for options whose answer may be shorter than what was asked for.

use std::os::fd::{AsRawFd, BorrowedFd};

use nix::errno::Errno;
use nix::libc;

/// Fills `value` with plain numbers and says how many bytes the kernel wrote.
pub fn get_option(
    socket: BorrowedFd<'_>,
    level: libc::c_int,
    option: libc::c_int,
    value: &mut [u32],
) -> nix::Result<usize> {
    let mut length = libc::socklen_t::try_from(size_of_val(value)).map_err(|_| Errno::EINVAL)?;
    // SAFETY: `value` is writable for `length` bytes, and every bit pattern of a u32 is a value.
    let answer = unsafe {
        let value = value.as_mut_ptr().cast();
        libc::getsockopt(socket.as_raw_fd(), level, option, value, &raw mut length)
    };
    Errno::result(answer)?;
    Ok(length as usize)
}
