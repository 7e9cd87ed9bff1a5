//! Linux: ioctl(2) on the queues, `TCP_INFO` of tcp(7), `SO_MEMINFO` and `SO_RXQ_OVFL` of socket(7).

use std::mem::{offset_of, size_of};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

use nix::errno::Errno;
use nix::libc;
use nix::sys::socket::{setsockopt, sockopt};

use super::{NotAvailable, SegmentCount};

/// asm-generic/socket.h; the libc crate has the offsets of its answer, and not the option.
const SO_MEMINFO: libc::c_int = 55;

nix::ioctl_read_bad!(ioctl_fionread, libc::FIONREAD, libc::c_int);
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

/// Bytes that the sender's kernel still holds, acknowledged ones excluded (`SIOCOUTQ` in tcp(7)).
///
/// # Errors
/// When the kernel refuses.
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

/// How many data segments a TCP socket has sent.
///
/// # Errors
/// When the socket is not TCP, or the kernel is older than 4.6 and its answer too short.
pub fn data_segments(socket: BorrowedFd<'_>) -> Result<SegmentCount, NotAvailable> {
    let (info, length) = tcp_info(socket)?;
    let needed = offset_of!(libc::tcp_info, tcpi_data_segs_out) + size_of::<u32>();
    if length < needed {
        return Err(NotAvailable(format!("TCP_INFO has {length} bytes, data_segs_out needs {needed}")));
    }
    Ok(SegmentCount {
        data_segments: u64::from(info.tcpi_data_segs_out),
        not_sent: u64::from(info.tcpi_notsent_bytes),
    })
}

fn tcp_info(socket: BorrowedFd<'_>) -> Result<(libc::tcp_info, usize), NotAvailable> {
    // SAFETY: tcp_info is plain numbers, for which zero is a value.
    let mut info: libc::tcp_info = unsafe { std::mem::zeroed() };
    let length = get_option(socket, libc::IPPROTO_TCP, libc::TCP_INFO, &mut info)
        .map_err(|error| NotAvailable(format!("TCP_INFO: {error}")))?;
    Ok((info, length))
}

/// Datagrams that the kernel dropped because this socket's receive buffer was full.
///
/// # Errors
/// When the kernel does not know `SO_MEMINFO` (before 4.12).
pub fn drops(socket: BorrowedFd<'_>) -> Result<u64, NotAvailable> {
    const DROPS: usize = libc::SK_MEMINFO_DROPS as usize;
    let mut memory = [0u32; DROPS + 1];
    let length = get_option(socket, libc::SOL_SOCKET, SO_MEMINFO, &mut memory)
        .map_err(|error| NotAvailable(format!("SO_MEMINFO: {error}")))?;
    if length < size_of_val(&memory) {
        return Err(NotAvailable(format!("SO_MEMINFO has {length} bytes, without the drops")));
    }
    Ok(u64::from(memory[DROPS]))
}

/// Fills `value` with plain numbers and says how many bytes the kernel wrote.
fn get_option<T: Copy>(
    socket: BorrowedFd<'_>,
    level: libc::c_int,
    option: libc::c_int,
    value: &mut T,
) -> nix::Result<usize> {
    let mut length = libc::socklen_t::try_from(size_of::<T>()).map_err(|_| Errno::EINVAL)?;
    // SAFETY: `value` is writable for `length` bytes, and every bit pattern of the two types that
    // are passed (tcp_info, an array of u32) is a value.
    let answer = unsafe {
        let value = std::ptr::from_mut(value).cast();
        libc::getsockopt(socket.as_raw_fd(), level, option, value, &raw mut length)
    };
    Errno::result(answer)?;
    Ok(length as usize)
}

/// Asks the kernel to count drops with each datagram that it delivers.
///
/// # Errors
/// When the kernel refuses.
pub fn count_drops(socket: &impl AsFd) -> Result<(), NotAvailable> {
    setsockopt(&socket.as_fd(), sockopt::RxqOvfl, &1)
        .map_err(|error| NotAvailable(format!("SO_RXQ_OVFL: {error}")))
}
