//! How TCP cut a stream: which bytes were handed to the network together, as how many segments.
//!
//! The kernel counts segments and bytes; where it says so between two sends, the cut is measured.
//! Where several segments left between two looks at its counters, the cut is inferred from the
//! segment size, or left open.

use super::boundary::{Message, StreamView};
use super::evidence::Departure;
use super::scenario::{SocketOption, StreamId, Transport};
use super::sender::{Look, Sender};
use super::span::{ByteSpan, StreamOffset};
use super::trace::Trace;

/// A moment, and whether it was concluded rather than told by the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// In nanoseconds since the run began.
    pub ns: u64,
    /// Whether it is a conclusion.
    pub inferred: bool,
}

/// How it is known where the segments of a handover were cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cuts {
    /// The counters leave one possibility: here, between the first and the last byte.
    Measured(Vec<StreamOffset>),
    /// The segment size makes it likely: here.
    Inferred(Vec<StreamOffset>),
    /// Only the number of segments is known.
    Unknown,
}

/// Bytes that left between two looks at the sender's counters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Which bytes.
    pub span: ByteSpan,
    /// In how many segments, those sent again not counted.
    pub segments: u64,
    /// Where they were cut.
    pub cuts: Cuts,
    /// When the last of them was handed to the device; `None` if nothing tells.
    pub left: Option<Moment>,
    /// When the last of them was acknowledged, where the kernel said so.
    pub acked_ns: Option<u64>,
    /// Whether it belongs to the measured part.
    pub measured: bool,
}

impl Handover {
    /// The spans of its segments, if it is known where they were cut.
    pub fn segment_spans(&self) -> Option<Vec<ByteSpan>> {
        let (Cuts::Measured(cuts) | Cuts::Inferred(cuts)) = &self.cuts else { return None };
        let ends = cuts.iter().copied().chain([self.span.end()]);
        let spans = ends.scan(self.span.start, |start, end| {
            let span = ByteSpan { start: *start, len: end.since(*start) };
            *start = end;
            Some(span)
        });
        Some(spans.collect())
    }

    /// Whether its cuts are a conclusion, or not known at all.
    pub fn is_inferred(&self) -> bool {
        !matches!(self.cuts, Cuts::Measured(_))
    }
}

/// How the bytes of a stream left, in the order of their places.
///
/// Of TCP, the bytes that were seen to leave; those behind the last handover are not known to have
/// left. Without [`Trace::evidence`] the count of segments of the measured part is all there is, and
/// only a count that leaves little choice says where they were cut. Datagrams left one by one. An
/// `AF_UNIX` stream hands nothing to a network: its bytes go from buffer to buffer, see unix(7).
///
/// # Errors
/// Why it is not known.
pub fn handovers(trace: &Trace, view: &StreamView) -> Result<Vec<Handover>, String> {
    match trace.scenario.transport {
        Transport::Tcp => {}
        Transport::UnixStream => return Ok(Vec::new()),
        Transport::Udp | Transport::UnixDgram | Transport::UnixSeqpacket => {
            let sender = Sender::of(trace, view.stream);
            return Ok(view.messages.iter().map(|message| datagram(&sender, message)).collect());
        }
    }
    let sender = Sender::of(trace, view.stream);
    if sender.looks.is_empty() {
        return without_evidence(trace, view).ok_or_else(|| why_unknown(trace, view.stream));
    }
    let baseline = trace.stream(view.stream).baseline;
    let mut list = Vec::new();
    let mut before = Look::default();
    for look in &sender.looks {
        if look.left > before.left {
            list.extend(split(&sender, &before, look));
        }
        before = *look;
    }
    for handover in &mut list {
        handover.measured = handover.span.end() > baseline;
    }
    Ok(list)
}

/// Why nothing is known about how a TCP stream was cut.
pub(super) fn why_unknown(trace: &Trace, stream: StreamId) -> String {
    let sender = trace.scenario.ends(stream).0;
    let missing = trace.evidence.as_ref().and_then(|evidence| {
        ["data_segs_out", "bytes_sent", "notsent_bytes"]
            .into_iter()
            .find_map(|what| Some(format!("{what}: {}", evidence.why_missing(sender, what)?)))
    });
    let counted = || trace.stream(stream).no_segments.clone();
    missing.or_else(counted).unwrap_or_else(|| "the kernel was not asked after each call".to_owned())
}

fn datagram(sender: &Sender<'_>, message: &Message) -> Handover {
    // An empty datagram has no byte of its own that could be found among the calls.
    let left = if message.span.is_empty() { None } else { sender.left(message.span.end()) };
    let handed = |call: &super::sender::Accepted| Moment { ns: call.end_ns, inferred: true };
    Handover {
        span: message.span,
        segments: 1,
        cuts: Cuts::Measured(Vec::new()),
        // A datagram is handed over within its call, see udp(7) and unix(7).
        left: left.or_else(|| sender.call_before(message.span.end()).map(handed)),
        acked_ns: None,
        measured: message.measured,
    }
}

/// What left between two looks, group by group where timestamps tell groups apart.
fn split(sender: &Sender<'_>, before: &Look, after: &Look) -> Vec<Handover> {
    let span = ByteSpan { start: before.left, len: after.left.since(before.left) };
    let counted = after.segments.saturating_sub(before.segments);
    // Bytes that left were in at least one, even where repeats hide it.
    let segments = counted.max(1);
    let whole = |cuts| vec![handover(sender, span, segments, cuts)];
    if counted == 1 {
        return whole(Cuts::Measured(Vec::new()));
    }
    let sizes = || [before.segment_size, after.segment_size].into_iter().flatten();
    let (least, most) = (sizes().min().unwrap_or(0), sizes().max().unwrap_or(0));
    // Each as small or as large as can be: then there is no choice.
    if counted == span.len {
        return whole(Cuts::Measured(every(span, 1)));
    }
    if most > 0 && segments.checked_mul(most) == Some(span.len) {
        return whole(Cuts::Measured(every(span, most)));
    }
    if let Some(groups) = by_departure(sender, span, segments, least) {
        return groups;
    }
    let whole_segments = |&size: &u64| size > 0 && span.len.div_ceil(size) == segments;
    if let Some(size) = [most, least].into_iter().find(whole_segments) {
        return whole(Cuts::Inferred(every(span, size)));
    }
    let ends = send_ends(sender, span);
    if ends.len() as u64 == segments && ends.last() == Some(&span.end()) {
        return whole(Cuts::Inferred(ends[..ends.len() - 1].to_vec()));
    }
    whole(Cuts::Unknown)
}

/// Bytes with a timestamp of their own were last in a buffer of their own, so they part what left
/// between two looks; if the number of segments agrees, that is how it was cut.
fn by_departure(sender: &Sender<'_>, span: ByteSpan, segments: u64, size: u64) -> Option<Vec<Handover>> {
    let inside = |departure: &&Departure| {
        departure.end > span.start && departure.end < span.end() && departure.sent_ns.is_some()
    };
    let mut ends: Vec<StreamOffset> =
        sender.departures.iter().filter(inside).map(|departure| departure.end).collect();
    ends.push(span.end());
    if ends.len() < 2 {
        return None;
    }
    let starts = || [span.start].into_iter().chain(ends.iter().copied());
    let groups: Vec<ByteSpan> =
        starts().zip(&ends).map(|(start, end)| ByteSpan { start, len: end.since(start) }).collect();
    // A send can fill up the segment of the one before only where that one had room.
    let neighbours_fit = groups.windows(2).all(|pair| pair[0].len + pair[1].len <= size);
    let one_each = groups.len() as u64 == segments;
    let in_segments = |group: &ByteSpan| if size == 0 { 1 } else { group.len.div_ceil(size) };
    if !one_each && groups.iter().map(in_segments).sum::<u64>() != segments {
        return None;
    }
    let list = groups.iter().map(|&group| match (one_each, neighbours_fit) {
        (true, true) => handover(sender, group, 1, Cuts::Measured(Vec::new())),
        (true, false) => handover(sender, group, 1, Cuts::Inferred(Vec::new())),
        (false, _) => handover(sender, group, in_segments(&group), Cuts::Inferred(every(group, size))),
    });
    Some(list.collect())
}

fn handover(sender: &Sender<'_>, span: ByteSpan, segments: u64, cuts: Cuts) -> Handover {
    let (left, acked_ns) = (sender.left(span.end()), sender.acked(span.end()));
    Handover { span, segments, cuts, left, acked_ns, measured: true }
}

/// A cut after every so many bytes.
fn every(span: ByteSpan, size: u64) -> Vec<StreamOffset> {
    let cuts = (1..).map_while(|number: u64| {
        let cut = span.start.advanced_by(number.checked_mul(size)?);
        (size > 0 && cut < span.end()).then_some(cut)
    });
    cuts.collect()
}

/// Where sends ended among these bytes.
fn send_ends(sender: &Sender<'_>, span: ByteSpan) -> Vec<StreamOffset> {
    let inside = |end: &StreamOffset| *end > span.start && *end <= span.end();
    sender.accepted.iter().map(|call| call.span.end()).filter(inside).collect()
}

/// Half of what fits into a segment on the loopback interface: the kernel goes no lower by itself.
const USUAL_SEGMENT: u64 = 32_000;
/// What the timestamps option takes out of a segment.
const TIMESTAMPS: u32 = 12;

/// The measured part as one handover, if the count of its segments is known.
fn without_evidence(trace: &Trace, view: &StreamView) -> Option<Vec<Handover>> {
    let segments = trace.stream(view.stream).data_segments?;
    let messages: Vec<&Message> = view.measured_messages().collect();
    let (Some(first), Some(last)) = (messages.first(), messages.last()) else {
        return Some(Vec::new());
    };
    let start = first.span.start;
    let span = ByteSpan { start, len: last.span.end().since(start) };
    let fits = surely_fits(trace, view.stream);
    let every_message_fits = messages.iter().all(|message| message.span.len <= fits);
    let cuts = if segments == 1 {
        Cuts::Measured(Vec::new())
    } else if segments == messages.len() as u64 && every_message_fits {
        let ends = messages[..messages.len() - 1].iter().map(|message| message.span.end());
        Cuts::Inferred(ends.collect())
    } else {
        Cuts::Unknown
    };
    Some(vec![Handover { span, segments, cuts, left: None, acked_ns: None, measured: true }])
}

/// What surely fits into one segment, from the options of both ends.
fn surely_fits(trace: &Trace, stream: StreamId) -> u64 {
    let (from, to) = trace.scenario.ends(stream);
    let mut size = USUAL_SEGMENT;
    for option in [from, to].into_iter().flat_map(|end| &trace.scenario.endpoint(end).options) {
        size = size.min(match option {
            SocketOption::MaxSegment(bytes) => u64::from(bytes.saturating_sub(TIMESTAMPS)),
            // A segment takes half the receiver's window at most.
            SocketOption::ReceiveBuffer(bytes) => u64::from(bytes / 2),
            _ => size,
        });
    }
    size
}

#[cfg(test)]
mod tests;
