//! Facts of a run: what claims promise and predictions ask.

mod calls;
mod evidence;
mod frames;
mod many;
mod show;

use crate::model::{StreamId, StreamView, Trace};

use super::condition::{Condition, Expected, Fact, Test};

pub use many::broken_percent;

/// What kind of value a fact has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// A number.
    Number,
    /// True or false.
    Switch,
    /// A text.
    Text,
    /// A list of numbers.
    Numbers,
    /// A list of verdicts by name.
    Verdicts,
    /// A list of errors by name.
    Errors,
    /// A list of frame errors by name.
    FrameErrors,
    /// A list of causes by name.
    Causes,
    /// A list of calls by name.
    Calls,
}

impl FactKind {
    /// What it is called in messages: "a list of numbers".
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Switch => "true or false",
            Self::Text => "a text",
            Self::Numbers => "a list of numbers",
            Self::Verdicts => "a list of verdicts",
            Self::Errors => "a list of errors",
            Self::FrameErrors => "a list of frame errors",
            Self::Causes => "a list of causes",
            Self::Calls => "a list of calls",
        }
    }
}

impl Fact {
    /// All of them with their names in lesson.toml and the kinds of their values.
    pub const ALL: [(Self, &'static str, FactKind); 44] = [
        (Self::ReadSizes, "read-sizes", FactKind::Numbers),
        (Self::Reads, "reads", FactKind::Number),
        (Self::Verdicts, "verdicts", FactKind::Verdicts),
        (Self::ReadData, "read-data", FactKind::Text),
        (Self::ReadMessages, "read-messages", FactKind::Numbers),
        (Self::SentSizes, "sent-sizes", FactKind::Numbers),
        (Self::BytesSent, "bytes-sent", FactKind::Number),
        (Self::BytesRead, "bytes-read", FactKind::Number),
        (Self::Messages, "messages", FactKind::Number),
        (Self::BoundariesKept, "boundaries-kept", FactKind::Number),
        (Self::BoundariesLost, "boundaries-lost", FactKind::Number),
        (Self::BoundariesUnreached, "boundaries-unreached", FactKind::Number),
        (Self::DataSegments, "data-segments", FactKind::Number),
        (Self::DatagramsDelivered, "datagrams-delivered", FactKind::Number),
        (Self::DatagramsTruncated, "datagrams-truncated", FactKind::Number),
        (Self::DatagramsDropped, "datagrams-dropped", FactKind::Number),
        (Self::DatagramsAccounted, "datagrams-accounted", FactKind::Number),
        (Self::Errors, "errors", FactKind::Errors),
        (Self::Calls, "calls", FactKind::Calls),
        (Self::Addresses, "addresses", FactKind::Number),
        (Self::Broken, "broken", FactKind::Switch),
        (Self::Frames, "frames", FactKind::Number),
        (Self::FrameSizes, "frame-sizes", FactKind::Numbers),
        (Self::FrameData, "frame-data", FactKind::Text),
        (Self::FrameErrors, "frame-errors", FactKind::FrameErrors),
        (Self::FrameWaiting, "frame-waiting", FactKind::Number),
        (Self::TookMs, "took-ms", FactKind::Number),
        (Self::Rounds, "rounds", FactKind::Number),
        (Self::ShortestRoundMs, "shortest-round-ms", FactKind::Number),
        (Self::LongestRoundMs, "longest-round-ms", FactKind::Number),
        (Self::LongestSendMs, "longest-send-ms", FactKind::Number),
        (Self::LongestRecvMs, "longest-recv-ms", FactKind::Number),
        (Self::SegmentSizes, "segment-sizes", FactKind::Numbers),
        (Self::Causes, "causes", FactKind::Causes),
        (Self::CutCauses, "cut-causes", FactKind::Causes),
        (Self::LongestSendWaitMs, "longest-send-wait-ms", FactKind::Number),
        (Self::LongestReceiveWaitMs, "longest-receive-wait-ms", FactKind::Number),
        (Self::LargestSendQueue, "largest-send-queue", FactKind::Number),
        (Self::LargestReceiveQueue, "largest-receive-queue", FactKind::Number),
        (Self::SendQueueAtEnd, "send-queue-at-end", FactKind::Number),
        (Self::ReceiveQueueAtEnd, "receive-queue-at-end", FactKind::Number),
        (Self::SmallestWindow, "smallest-window", FactKind::Number),
        (Self::BrokenShare, "broken-share", FactKind::Number),
        (Self::Outcomes, "outcomes", FactKind::Number),
    ];

    /// Its name in lesson.toml.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(fact, ..)| *fact == self).map_or("", |(_, name, _)| name)
    }

    /// Whether it is read from what the kernel said beside the calls: [`Trace::evidence`].
    pub fn needs_evidence(self) -> bool {
        matches!(
            self,
            Self::SegmentSizes
                | Self::Causes
                | Self::CutCauses
                | Self::LongestSendWaitMs
                | Self::LongestReceiveWaitMs
                | Self::LargestSendQueue
                | Self::LargestReceiveQueue
                | Self::SendQueueAtEnd
                | Self::ReceiveQueueAtEnd
                | Self::SmallestWindow
        )
    }

    fn is_about_frames(self) -> bool {
        matches!(
            self,
            Self::Frames | Self::FrameSizes | Self::FrameData | Self::FrameErrors | Self::FrameWaiting
        )
    }

    /// Whether it is about many runs: see [`Condition::holds_over`].
    pub fn is_over_runs(self) -> bool {
        matches!(self, Self::BrokenShare | Self::Outcomes)
    }
}

/// Why a fact has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Unknown {
    /// The run does not have what is asked for, as a read that did not happen.
    NotThere(String),
    /// This machine does not tell it, with the reason if there is one.
    NotAvailable(Option<String>),
}

/// What a run says to a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it holds; what is not known never does.
    pub holds: bool,
    /// The fact's value as text, or why it is not known.
    pub measured: String,
    /// Whether this machine can tell the fact at all.
    pub is_available: bool,
}

impl Condition {
    /// Judges one run.
    pub fn judge(&self, trace: &Trace) -> Judgement {
        match self.value(trace) {
            Ok(value) => Judgement {
                holds: self.test.holds(&value),
                measured: value.to_string(),
                is_available: true,
            },
            Err(why) => Judgement {
                holds: false,
                measured: why.to_string(),
                is_available: matches!(why, Unknown::NotThere(_)),
            },
        }
    }

    /// Whether it holds in a run; a fact that cannot be known here never does.
    pub fn holds(&self, trace: &Trace) -> bool {
        self.judge(trace).holds
    }

    /// The fact's value in a run as text, or why it is not known.
    pub fn measured(&self, trace: &Trace) -> String {
        self.judge(trace).measured
    }

    fn value(&self, trace: &Trace) -> Result<Expected, Unknown> {
        let stream = trace.scenario.find_stream(&self.stream);
        let stream =
            stream.ok_or_else(|| Unknown::NotThere(format!("there is no stream {}", self.stream)))?;
        if self.fact.is_over_runs() {
            return Err(Unknown::NotThere("one run does not tell it".to_owned()));
        }
        let asked = Asked { trace, stream, view: StreamView::of(trace, stream), read: self.read };
        if self.fact.needs_evidence() {
            evidence::value(self.fact, &asked)
        } else if self.fact.is_about_frames() {
            frames::value(self.fact, &asked)
        } else {
            calls::value(self.fact, &asked)
        }
    }
}

/// The stream that a condition is about.
struct Asked<'a> {
    trace: &'a Trace,
    stream: StreamId,
    view: StreamView,
    read: usize,
}

impl Test {
    fn holds(&self, value: &Expected) -> bool {
        match (self, value) {
            (Self::Equals(expected), value) => expected == value,
            (Self::Differs(expected), value) => expected != value,
            (Self::AtLeast(least), Expected::Number(number)) => number >= least,
            (Self::AtMost(most), Expected::Number(number)) => number <= most,
            (Self::Within(least, most), Expected::Number(number)) => (least..=most).contains(&number),
            _ => false,
        }
    }
}

fn number(value: u64) -> Expected {
    Expected::Number(i64::try_from(value).unwrap_or(i64::MAX))
}

fn numbers(values: impl Iterator<Item = u64>) -> Expected {
    Expected::Numbers(values.map(|value| i64::try_from(value).unwrap_or(i64::MAX)).collect())
}

fn texts(values: impl Iterator<Item = &'static str>) -> Expected {
    Expected::Texts(values.map(str::to_owned).collect())
}

/// Whole milliseconds of so many nanoseconds.
fn milliseconds(ns: u64) -> Expected {
    number(ns / 1_000_000)
}

#[cfg(test)]
mod tests;
