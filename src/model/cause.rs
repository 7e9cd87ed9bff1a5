//! Verdicts × kernel evidence → who merged or cut, or "several are possible".

use super::trace::CallIndex;

/// Who took a boundary away, or cut a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// Each message had a segment, and both waited in the receive buffer when recv came.
    LateRead,
    /// One segment carried both: Nagle's algorithm held the second back until an ACK came.
    Nagle,
    /// One segment carried both: `TCP_CORK` held them back.
    Cork,
    /// One segment carried both: `MSG_MORE` held the first back.
    More,
    /// The receiver's window was closed, so that the sender's kernel collected both.
    WindowClosed,
    /// One segment carried both, and nothing tells what held the first back.
    OneSegment,
    /// recv(n) was smaller than the message.
    SmallRecv,
    /// The message was larger than a segment, and recv came between two of them.
    Segmented,
    /// The message was sent in several calls, and recv came between two of them.
    PartialSend,
}

impl Cause {
    /// All of them with their names in JSON and in lessons.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::LateRead, "late-read"),
        (Self::Nagle, "nagle"),
        (Self::Cork, "cork"),
        (Self::More, "msg-more"),
        (Self::WindowClosed, "window-closed"),
        (Self::OneSegment, "one-segment"),
        (Self::SmallRecv, "small-recv"),
        (Self::Segmented, "segmented"),
        (Self::PartialSend, "partial-send"),
    ];

    /// Its name in JSON and in lessons.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// Why a boundary was lost, or a message cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Who did it; several where the evidence allows several, in the order of [`Cause::ALL`].
    pub causes: Vec<Cause>,
    /// How long the bytes were held back, in nanoseconds, where that is part of the cause.
    pub wait_ns: Option<u64>,
    /// Whether it was concluded rather than told by the kernel.
    pub inferred: bool,
    /// The recv that ran over the boundary, or cut the message.
    pub call: CallIndex,
}
