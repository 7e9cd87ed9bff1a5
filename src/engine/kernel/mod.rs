//! What the kernel says about a socket. Where a system cannot tell, it says why.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{count_drops, data_segments, drops, queued, send_queue};

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
pub use elsewhere::{count_drops, data_segments, drops, queued, send_queue};

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
