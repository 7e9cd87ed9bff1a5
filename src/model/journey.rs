//! Each message's way: offered by the program, accepted by its kernel, handed to the network,
//! acknowledged, taken by the receiving program.

use super::handover::Moment;

/// The moments of one message, in nanoseconds since the run began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journey {
    /// The message's number in its stream.
    pub message: u32,
    /// When its first send was called.
    pub offered_ns: u64,
    /// When its last send returned: all its bytes are the kernel's.
    pub accepted_ns: u64,
    /// When its last byte was handed to the network; on loopback it is then with the receiving kernel.
    pub left: Option<Moment>,
    /// When its last byte was acknowledged.
    pub acked_ns: Option<u64>,
    /// When the recv returned that took its first byte.
    pub first_taken_ns: Option<u64>,
    /// When the recv returned that took its last byte.
    pub taken_ns: Option<u64>,
    /// Whether it belongs to the measured part.
    pub measured: bool,
}

impl Journey {
    /// How long its bytes waited in the sender's kernel, in nanoseconds; `None` if nothing tells.
    pub fn held_ns(&self) -> Option<u64> {
        self.left.map(|left| left.ns.saturating_sub(self.accepted_ns))
    }

    /// How long its bytes waited in the receiver's kernel, in nanoseconds.
    pub fn waited_ns(&self) -> Option<u64> {
        Some(self.taken_ns?.saturating_sub(self.left?.ns))
    }
}
