//! Systems for which nobody has written down how to ask.

use std::os::fd::{AsFd, BorrowedFd};

use super::{NotAvailable, SegmentCount, Stamp};
use crate::model::{Quantity, Sample};

/// What `TCP_INFO` tells on Linux.
const TCP_QUANTITIES: [Quantity; 10] = [
    Quantity::DataSegsOut,
    Quantity::BytesSent,
    Quantity::BytesRetransmitted,
    Quantity::NotSent,
    Quantity::Unacked,
    Quantity::BytesAcked,
    Quantity::Retransmits,
    Quantity::SendMss,
    Quantity::SendWindow,
    Quantity::ReceiveWindow,
];

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
pub fn fill_tcp(_: BorrowedFd<'_>, _: &mut Sample) -> Result<(), NotAvailable> {
    Err(NotAvailable("TCP_INFO is read on Linux only".to_owned()))
}

/// All of them, for the same reason.
pub fn missing_tcp(_: BorrowedFd<'_>) -> Vec<(Quantity, String)> {
    let reason = "TCP_INFO is read on Linux only";
    TCP_QUANTITIES.into_iter().map(|quantity| (quantity, reason.to_owned())).collect()
}

/// Not known here.
///
/// # Errors
/// Always.
pub fn stamp_departures(_: BorrowedFd<'_>) -> Result<(), NotAvailable> {
    Err(NotAvailable("the kernel stamps what leaves on Linux only".to_owned()))
}

/// There are none.
pub fn drain_stamps(_: BorrowedFd<'_>, _: impl FnMut(Stamp)) -> usize {
    0
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
