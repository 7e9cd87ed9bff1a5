//! Dropped datagrams: `SO_MEMINFO` and `SO_RXQ_OVFL` of socket(7).

use std::os::fd::{AsFd, BorrowedFd};

use nix::libc;
use nix::sys::socket::{setsockopt, sockopt};

use super::NotAvailable;
use super::get_option::get_option;

/// asm-generic/socket.h; the libc crate has the offsets of its answer, and not the option.
const SO_MEMINFO: libc::c_int = 55;
const DROPS: usize = libc::SK_MEMINFO_DROPS as usize;

/// Datagrams that the kernel dropped because this socket's receive buffer was full.
///
/// # Errors
/// When the kernel does not know `SO_MEMINFO` (before 4.12).
pub fn drops(socket: BorrowedFd<'_>) -> Result<u64, NotAvailable> {
    let mut memory = [0u32; DROPS + 1];
    let length = get_option(socket, libc::SOL_SOCKET, SO_MEMINFO, &mut memory)
        .map_err(|error| NotAvailable(format!("SO_MEMINFO: {error}")))?;
    drops_in(&memory, length)
}

fn drops_in(memory: &[u32; DROPS + 1], length: usize) -> Result<u64, NotAvailable> {
    if length < size_of_val(memory) {
        return Err(NotAvailable(format!("SO_MEMINFO has {length} bytes, without the drops")));
    }
    Ok(u64::from(memory[DROPS]))
}

/// Asks the kernel to count drops with each datagram that it delivers.
///
/// # Errors
/// When the kernel refuses.
pub fn count_drops(socket: &impl AsFd) -> Result<(), NotAvailable> {
    setsockopt(&socket.as_fd(), sockopt::RxqOvfl, &1)
        .map_err(|error| NotAvailable(format!("SO_RXQ_OVFL: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_answer_has_no_drops() {
        let memory = [7; DROPS + 1];
        assert_eq!(drops_in(&memory, size_of_val(&memory)), Ok(7));
        let reason = drops_in(&memory, size_of_val(&memory) - 4).unwrap_err().to_string();
        assert_eq!(reason, "not available here: SO_MEMINFO has 32 bytes, without the drops");
    }
}
