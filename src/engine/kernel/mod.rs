//! What the kernel says about a socket. Where a system cannot tell, it says why.

mod queues;
pub use queues::{queued, readable};

#[cfg(target_os = "linux")]
mod get_option;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod tcp_info;
#[cfg(target_os = "linux")]
mod timestamps;
#[cfg(target_os = "linux")]
pub use {
    memory::{count_drops, drops},
    queues::send_queue,
    tcp_info::{data_segments, fill_tcp, missing_tcp},
    timestamps::{drain_stamps, stamp_departures},
};

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
pub use elsewhere::{
    count_drops, data_segments, drain_stamps, drops, fill_tcp, missing_tcp, send_queue, stamp_departures,
};

use thiserror::Error;

/// Why a quantity is not known.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not available here: {0}")]
pub struct NotAvailable(pub String);

/// The sender's count of data segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentCount {
    /// Segments with data that left, retransmissions included (`tcpi_data_segs_out`).
    pub data_segments: u64,
    /// Bytes that were accepted and have not left (`tcpi_notsent_bytes`).
    pub not_sent: u64,
}

/// What happened to a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StampKind {
    /// It entered the queue of the device.
    Scheduled,
    /// It was handed to the device.
    Sent,
    /// Everything up to it was acknowledged.
    Acked,
}

/// The kernel's note about the last byte of a send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// What happened.
    pub kind: StampKind,
    /// The byte's place in the stream, modulo 2^32.
    pub place: u32,
    /// When, by `CLOCK_REALTIME`, in nanoseconds since 1970.
    pub real_ns: i64,
}
