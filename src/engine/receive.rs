//! One recvmsg with everything that it tells beside the bytes.

use std::io;
use std::os::fd::AsRawFd;

use nix::libc;
use socket2::{SockAddr, SockAddrStorage, Socket};

#[cfg(target_os = "linux")]
use super::control::{self, ControlMessage};

/// A cmsghdr, its padding and one u32, with room to spare.
const CONTROL: u8 = 64;

/// What came with the bytes.
#[derive(Debug, Default)]
pub struct Arrival {
    /// How many bytes were stored.
    pub bytes: usize,
    /// Who sent them, where the kernel says so.
    pub sender: Option<SockAddr>,
    /// Whether the rest of the datagram is gone (`MSG_TRUNC`).
    pub truncated: bool,
    /// Datagrams dropped before this one since the socket was opened (`SO_RXQ_OVFL`).
    pub dropped_before: u32,
}

/// Receives one datagram, or a part of it.
///
/// Made by hand: the wrappers at hand lose either the length of an `AF_UNIX` sender's address or the
/// control messages.
pub fn receive(socket: &Socket, buffer: &mut [u8]) -> io::Result<Arrival> {
    let mut sender = SockAddrStorage::zeroed();
    let mut control = [0u8; CONTROL as usize];
    let mut slice = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
    // SAFETY: a msghdr is plain numbers and pointers, for which zero is a value.
    let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
    message.msg_name = std::ptr::from_mut(&mut sender).cast();
    message.msg_namelen = sender.size_of();
    message.msg_iov = &raw mut slice;
    message.msg_iovlen = 1;
    message.msg_control = control.as_mut_ptr().cast();
    message.msg_controllen = CONTROL.into();
    // SAFETY: every pointer above is to a live value of the length given with it.
    let answer = unsafe { libc::recvmsg(socket.as_raw_fd(), &raw mut message, 0) };
    let bytes = usize::try_from(answer).map_err(|_| io::Error::last_os_error())?;
    let told = (message.msg_controllen as usize).min(control.len());
    // SAFETY: the kernel has written an address of that length; without one, the length is zero.
    let named = (message.msg_namelen > 0).then(|| unsafe { SockAddr::new(sender, message.msg_namelen) });
    Ok(Arrival {
        bytes,
        sender: named,
        truncated: message.msg_flags & libc::MSG_TRUNC != 0,
        dropped_before: dropped_before(&control[..told]),
    })
}

#[cfg(target_os = "linux")]
fn dropped_before(control: &[u8]) -> u32 {
    let is_count = |message: &ControlMessage<'_>| {
        (message.level, message.kind) == (libc::SOL_SOCKET, libc::SO_RXQ_OVFL)
    };
    let count = control::messages(control).find(is_count);
    count.and_then(|message| control::u32_at(message.data, 0)).unwrap_or(0)
}

#[cfg(not(target_os = "linux"))]
fn dropped_before(_: &[u8]) -> u32 {
    0
}
