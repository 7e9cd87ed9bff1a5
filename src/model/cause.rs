//! Verdicts × kernel evidence → who merged or cut, or "several are possible".
//!
//! A boundary that is inside a segment was lost because something held back the bytes before it until
//! those behind it had joined them; a boundary between two segments was lost in the receive buffer.
//! An option alone proves nothing: what held bytes back is told by the sender's counters at the time.

mod held;
mod options;

use super::boundary::{BoundaryFate, Read, StreamView, Verdict};
use super::evidence::{Quantity, Sample};
use super::handover::{Handover, handovers};
use super::scenario::Transport;
use super::sender::Sender;
use super::span::{ByteSpan, StreamOffset};
use super::trace::{CallIndex, Trace};
use options::InForce;

pub use held::{Hold, Holds};

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
    /// The receiver's window was closed, so that the sender's kernel collected the bytes.
    WindowClosed,
    /// One segment carried both, and nothing tells what held the first back.
    OneSegment,
    /// recv(n) was smaller than the message.
    SmallRecv,
    /// The message was larger than a segment, and recv came between two of them.
    Segmented,
    /// The message was sent in several calls, and recv came between two of them.
    PartialSend,
    /// recv came before the rest of the message was there, and nothing tells what kept it.
    EarlyRead,
}

impl Cause {
    /// All of them with their names in JSON and in lessons.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::LateRead, "late-read"),
        (Self::Nagle, "nagle"),
        (Self::Cork, "cork"),
        (Self::More, "msg-more"),
        (Self::WindowClosed, "window-closed"),
        (Self::OneSegment, "one-segment"),
        (Self::SmallRecv, "small-recv"),
        (Self::Segmented, "segmented"),
        (Self::PartialSend, "partial-send"),
        (Self::EarlyRead, "early-read"),
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

/// Who took away each lost boundary of a stream: the number of the message before it, and why.
pub fn lost(trace: &Trace, view: &StreamView) -> Vec<(u32, Explanation)> {
    let mut witness = None;
    let explain = |boundary: &super::boundary::Boundary| match boundary.fate {
        BoundaryFate::Lost(place) => {
            let witness = witness.get_or_insert_with(|| Witness::of(trace, view));
            let call = view.reads[place].call;
            Some((boundary.after_message, witness.merged(boundary.at, call)))
        }
        BoundaryFate::Kept | BoundaryFate::Unreached => None,
    };
    view.boundaries.iter().filter_map(explain).collect()
}

/// Who cut the messages inside which measured reads end: the read's place in [`StreamView::reads`],
/// and why.
pub fn cut(trace: &Trace, view: &StreamView) -> Vec<(usize, Explanation)> {
    let mut witness = None;
    let mut found = Vec::new();
    for (place, read) in view.reads.iter().enumerate().filter(|(_, read)| read.measured) {
        if ends_inside(view, read) {
            let witness = witness.get_or_insert_with(|| Witness::of(trace, view));
            found.push((place, witness.cut_at(trace, read)));
        }
    }
    found
}

/// What one read did wrong, and why: boundaries of the same causes together, a cut last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Who did it; the longest wait of all.
    pub why: Explanation,
    /// Boundaries that the read runs over; zero for a cut.
    pub boundaries: u64,
    /// Whether the read ends inside a message.
    pub is_cut: bool,
}

/// The faults of one read, out of what [`lost`] and [`cut`] found on its stream.
pub fn faults(lost: &[(u32, Explanation)], cuts: &[(usize, Explanation)], call: CallIndex) -> Vec<Fault> {
    let mut found: Vec<Fault> = Vec::new();
    let first = lost.partition_point(|(_, why)| why.call < call);
    for (_, why) in lost[first..].iter().take_while(|(_, why)| why.call == call) {
        match found.iter_mut().find(|fault| fault.why.causes == why.causes) {
            Some(fault) => {
                fault.boundaries += 1;
                fault.why.wait_ns = fault.why.wait_ns.max(why.wait_ns);
                fault.why.inferred |= why.inferred;
            }
            None => found.push(Fault { why: why.clone(), boundaries: 1, is_cut: false }),
        }
    }
    let cut = cuts.binary_search_by_key(&call, |(_, why)| why.call);
    found.extend(cut.map(|at| Fault { why: cuts[at].1.clone(), boundaries: 0, is_cut: true }));
    found
}

/// Whether the last message in a read goes on behind it.
fn ends_inside(view: &StreamView, read: &Read) -> bool {
    if read.verdict == Verdict::Truncated {
        return true;
    }
    let last = view.pieces_of(read).last();
    last.and_then(|piece| Some((piece, view.message(piece.message)?)))
        .is_some_and(|(piece, message)| piece.to < message.span.len)
}

/// Everything that can be asked about one stream.
struct Witness<'a> {
    transport: Transport,
    sender: Sender<'a>,
    in_force: InForce,
    handovers: Vec<Handover>,
    /// The windows that the receiver offered, over time.
    offered: Vec<(u64, u64)>,
}

/// Where a place in the stream lies among the segments.
enum Place {
    /// A segment ends there, and the next begins; inferred or not.
    Between { inferred: bool },
    /// One segment holds the bytes on both sides.
    Within { segment: ByteSpan, inferred: bool },
    /// The number of segments around it is all there is.
    Unknown,
}

impl<'a> Witness<'a> {
    fn of(trace: &'a Trace, view: &StreamView) -> Self {
        let sender = Sender::of(trace, view.stream);
        let in_force = InForce::of(trace, sender.endpoint);
        let handovers = handovers(trace, view).unwrap_or_default();
        let offered = windows(trace, view);
        Self { transport: trace.scenario.transport, sender, in_force, handovers, offered }
    }

    fn handover_with(&self, byte: StreamOffset) -> Option<&Handover> {
        let at = self.handovers.partition_point(|handover| handover.span.end() <= byte);
        self.handovers.get(at).filter(|handover| handover.span.start <= byte)
    }

    fn place(&self, at: StreamOffset) -> Place {
        let before = at.0.checked_sub(1).and_then(|byte| self.handover_with(StreamOffset(byte)));
        let Some(before) = before else { return Place::Unknown };
        if before.span.end() == at {
            // What follows left later, so it is another segment, wherever that one was cut.
            return Place::Between { inferred: self.is_parted_by_conclusion(before) };
        }
        let Some(spans) = before.segment_spans() else { return Place::Unknown };
        let behind = spans.partition_point(|span| span.end() <= at);
        match spans.get(behind) {
            Some(span) if span.start == at => Place::Between { inferred: before.is_inferred() },
            Some(&segment) => Place::Within { segment, inferred: before.is_inferred() },
            None => Place::Unknown,
        }
    }

    /// Between two looks at the counters it is timestamps that part handovers; those may be a conclusion.
    fn is_parted_by_conclusion(&self, handover: &Handover) -> bool {
        let looked = self.sender.looks.binary_search_by_key(&handover.span.end(), |look| look.left);
        looked.is_err() && handover.is_inferred()
    }

    /// Who merged what lies on both sides of a boundary.
    fn merged(&self, at: StreamOffset, call: CallIndex) -> Explanation {
        if self.transport == Transport::UnixStream {
            return explanation(vec![Cause::LateRead], false, call);
        }
        match self.place(at) {
            Place::Between { inferred } => explanation(vec![Cause::LateRead], inferred, call),
            Place::Within { segment, inferred } => {
                let held = self.held_at(at);
                let inferred = inferred || held.inferred || held.causes.len() > 1;
                let wait_ns = self.sender.waited(segment);
                Explanation { wait_ns, ..explanation(held.causes, inferred, call) }
            }
            Place::Unknown => {
                let mut causes = self.held_at(at).causes;
                causes.push(Cause::LateRead);
                explanation(causes, true, call)
            }
        }
    }

    /// Whether a read took as much as the receiver had offered room for.
    fn filled_the_window(&self, read: &Read, returned_ns: u64) -> bool {
        let before = self.offered.partition_point(|&(ns, _)| ns < returned_ns);
        before.checked_sub(1).is_some_and(|last| read.span.len >= self.offered[last].1)
    }

    /// Who cut the message inside which a read ends.
    fn cut_at(&self, trace: &Trace, read: &Read) -> Explanation {
        let call = trace.call(read.call);
        if call.truncated || call.outcome == Ok(call.asked) {
            return explanation(vec![Cause::SmallRecv], false, read.call);
        }
        // recv had room left, so the rest was not there yet.
        let at = read.span.end();
        let waiting = self.kept_back(at, call.end_ns);
        if self.transport == Transport::UnixStream {
            let causes =
                if waiting == Some(Cause::PartialSend) { Cause::PartialSend } else { Cause::EarlyRead };
            return explanation(vec![causes], false, read.call);
        }
        match (waiting, self.place(at)) {
            (Some(cause), _) => explanation(vec![cause], false, read.call),
            (None, _) if self.filled_the_window(read, call.end_ns) => {
                explanation(vec![Cause::WindowClosed], true, read.call)
            }
            (None, Place::Between { inferred }) => {
                explanation(vec![Cause::Segmented], inferred, read.call)
            }
            // Nothing comes out of a segment in two parts, unless recv had no room: the cut is wrong.
            (None, Place::Within { .. } | Place::Unknown) => {
                explanation(vec![Cause::EarlyRead], true, read.call)
            }
        }
    }
}

fn windows(trace: &Trace, view: &StreamView) -> Vec<(u64, u64)> {
    let receiver = trace.scenario.ends(view.stream).1;
    let offered = |sample: &Sample| Some((sample.at_ns, sample.get(Quantity::ReceiveWindow)?));
    trace.evidence.iter().flat_map(|evidence| evidence.of(receiver).filter_map(offered)).collect()
}

fn explanation(mut causes: Vec<Cause>, inferred: bool, call: CallIndex) -> Explanation {
    causes.sort_unstable();
    causes.dedup();
    Explanation { causes, wait_ns: None, inferred, call }
}

#[cfg(test)]
mod tests;
