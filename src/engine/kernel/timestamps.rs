//! When the last byte of each send left and was acknowledged: `SO_TIMESTAMPING`, whose answers come
//! by the socket's error queue; Documentation/networking/timestamping.rst of Linux.

use std::os::fd::{AsRawFd, BorrowedFd};

use nix::errno::Errno;
use nix::libc;

use super::{NotAvailable, Stamp, StampKind};
use crate::engine::control::{self, ControlMessage};

/// What is asked for: a stamp when the last byte of a send enters the device's queue, is handed to the
/// device and is acknowledged, told by its place in the stream, without a copy of the data.
const WANTED: libc::c_uint = libc::SOF_TIMESTAMPING_SOFTWARE
    | libc::SOF_TIMESTAMPING_TX_SCHED
    | libc::SOF_TIMESTAMPING_TX_SOFTWARE
    | libc::SOF_TIMESTAMPING_TX_ACK
    | libc::SOF_TIMESTAMPING_OPT_ID
    | libc::SOF_TIMESTAMPING_OPT_TSONLY;

/// linux/errqueue.h
const SCM_TSTAMP_SND: u32 = 0;
const SCM_TSTAMP_SCHED: u32 = 1;
const SCM_TSTAMP_ACK: u32 = 2;

/// Answers that are read with one call: a send has up to three.
const BATCH: libc::c_uint = 4;
/// Room for the control messages of one: three timespecs, and an error with an address of IPv6.
const CONTROL: u8 = 160;

/// The control messages of one answer, aligned as their headers want it.
#[repr(align(8))]
struct Control([u8; CONTROL as usize]);

/// Asks the kernel to stamp what a TCP socket sends. Places count from here.
///
/// # Errors
/// When the kernel refuses.
pub fn stamp_departures(socket: BorrowedFd<'_>) -> Result<(), NotAvailable> {
    // Without the last flag, places count from the first byte that is not acknowledged: before the
    // first send it is the same. Kernels before 6.2 do not know it.
    set(socket, WANTED | libc::SOF_TIMESTAMPING_OPT_ID_TCP)
        .or_else(|_| set(socket, WANTED))
        .map_err(|error| NotAvailable(format!("SO_TIMESTAMPING: {error}")))
}

fn set(socket: BorrowedFd<'_>, flags: libc::c_uint) -> nix::Result<()> {
    let length = libc::socklen_t::try_from(size_of_val(&flags)).map_err(|_| Errno::EINVAL)?;
    // SAFETY: `flags` is readable for `length` bytes.
    let answer = unsafe {
        let flags = std::ptr::from_ref(&flags).cast();
        libc::setsockopt(socket.as_raw_fd(), libc::SOL_SOCKET, libc::SO_TIMESTAMPING, flags, length)
    };
    Errno::result(answer).map(drop)
}

/// Takes every stamp that waits, without waiting for more, and says how many there were.
pub fn drain_stamps(socket: BorrowedFd<'_>, mut each: impl FnMut(Stamp)) -> usize {
    let mut taken = 0;
    loop {
        // What the kernel does not write stays zero, which is no message.
        let mut controls = [const { Control([0; CONTROL as usize]) }; BATCH as usize];
        // SAFETY: a mmsghdr is plain numbers and pointers, for which zero is a value.
        let mut headers: [libc::mmsghdr; BATCH as usize] = unsafe { std::mem::zeroed() };
        for (header, control) in headers.iter_mut().zip(&mut controls) {
            header.msg_hdr.msg_control = control.0.as_mut_ptr().cast();
            header.msg_hdr.msg_controllen = CONTROL.into();
        }
        let flags = libc::MSG_ERRQUEUE | libc::MSG_DONTWAIT;
        // SAFETY: every header points to a live buffer of the length given with it, and has no other.
        let answer = unsafe {
            let headers = headers.as_mut_ptr();
            libc::recvmmsg(socket.as_raw_fd(), headers, BATCH, flags as _, std::ptr::null_mut())
        };
        let Ok(received) = usize::try_from(answer) else { return taken };
        controls.iter().take(received).filter_map(|control| stamp_in(&control.0)).for_each(&mut each);
        taken += received;
        if received < controls.len() {
            return taken;
        }
    }
}

/// The stamp among control messages; `None` if it is not whole, or an error of another origin.
fn stamp_in(control: &[u8]) -> Option<Stamp> {
    let (mut real_ns, mut told) = (None, None);
    for message in control::messages(control) {
        match (message.level, message.kind) {
            (libc::SOL_SOCKET, libc::SCM_TIMESTAMPING) => real_ns = time_in(message.data),
            (libc::IPPROTO_IP, libc::IP_RECVERR) | (libc::IPPROTO_IPV6, libc::IPV6_RECVERR) => {
                told = told_in(&message);
            }
            _ => {}
        }
    }
    let (kind, place) = told?;
    Some(Stamp { kind, place, real_ns: real_ns? })
}

/// Of three timespecs the first is the software's, the others are a network card's.
fn time_in(data: &[u8]) -> Option<i64> {
    let width = data.len() / 6;
    let number = |at: usize| match width {
        8 => data.get(at..)?.first_chunk().copied().map(i64::from_ne_bytes),
        4 => data.get(at..)?.first_chunk().copied().map(i32::from_ne_bytes).map(i64::from),
        _ => None,
    };
    let (seconds, nanos) = (number(0)?, number(width)?);
    let real_ns = seconds.checked_mul(1_000_000_000)?.checked_add(nanos)?;
    (real_ns > 0).then_some(real_ns)
}

/// A `sock_extended_err`: its origin, what kind of stamp it is, and the place of the byte.
fn told_in(message: &ControlMessage<'_>) -> Option<(StampKind, u32)> {
    let data = message.data;
    if *data.get(4)? != libc::SO_EE_ORIGIN_TIMESTAMPING {
        return None;
    }
    let kind = match control::u32_at(data, 8)? {
        SCM_TSTAMP_SND => StampKind::Sent,
        SCM_TSTAMP_SCHED => StampKind::Scheduled,
        SCM_TSTAMP_ACK => StampKind::Acked,
        _ => return None,
    };
    Some((kind, control::u32_at(data, 12)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::control::tests::message;

    fn time(seconds: i64, nanos: i64) -> Vec<u8> {
        let fields = [seconds, nanos, 0, 0, 0, 0];
        let data: Vec<u8> = fields.into_iter().flat_map(i64::to_ne_bytes).collect();
        message(libc::SOL_SOCKET, libc::SCM_TIMESTAMPING, &data)
    }

    fn error(origin: u8, info: u32, place: u32) -> Vec<u8> {
        let mut data = vec![0, 0, 0, 0, origin, 0, 0, 0];
        data.extend(info.to_ne_bytes());
        data.extend(place.to_ne_bytes());
        data.extend([0; 16]);
        message(libc::IPPROTO_IP, libc::IP_RECVERR, &data)
    }

    #[test]
    fn a_stamp_is_a_time_and_a_place() {
        let origin = libc::SO_EE_ORIGIN_TIMESTAMPING;
        let kinds = [StampKind::Sent, StampKind::Scheduled, StampKind::Acked];
        for (info, kind) in (0..).zip(kinds) {
            let control = [time(1_700_000_000, 5), error(origin, info, 39)].concat();
            let expected = Stamp { kind, place: 39, real_ns: 1_700_000_000_000_000_005 };
            assert_eq!(stamp_in(&control), Some(expected));
        }
        let narrow = [1_700_000_000, 5, 0, 0, 0, 0];
        let narrow: Vec<u8> = narrow.into_iter().flat_map(i32::to_ne_bytes).collect();
        assert_eq!(time_in(&narrow), Some(1_700_000_000_000_000_005));
    }

    #[test]
    fn what_is_no_whole_stamp_is_left_out() {
        let origin = libc::SO_EE_ORIGIN_TIMESTAMPING;
        let whole = [time(7, 5), error(origin, 0, 39)].concat();
        assert!(stamp_in(&whole).is_some());
        for cut in 0..whole.len() {
            assert_eq!(stamp_in(&whole[..cut]), None, "{cut} bytes");
        }
        let check = |control: &[u8]| assert_eq!(stamp_in(control), None);
        // An ICMP error, a kind that nobody asked for, no time, a time of zero, no place.
        check(&[time(7, 5), error(libc::SO_EE_ORIGIN_ICMP, 0, 39)].concat());
        check(&[time(7, 5), error(origin, 3, 39)].concat());
        check(&error(origin, 0, 39));
        check(&[time(0, 0), error(origin, 0, 39)].concat());
        check(&time(7, 5));
    }
}
