//! Claims and predictions: facts of a run, and what they are compared with.

use crate::model::{Cause, Verdict};

use super::lesson::Settings;

/// A comparison of one fact of a run, or of many runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Which fact.
    pub fact: Fact,
    /// In which pane.
    pub pane: String,
    /// Of which stream: "client-to-server".
    pub stream: String,
    /// Of which read or frame, for facts about one; counted from zero.
    pub read: usize,
    /// How it compares.
    pub test: Test,
}

/// What can be asked about a run. Times are whole milliseconds, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// What each measured recv returned, zero for the end of the stream too: a list.
    ReadSizes,
    /// How many measured recvs brought data or a datagram.
    Reads,
    /// The verdicts of the measured recvs: a list of names.
    Verdicts,
    /// The bytes of one read, as text.
    ReadData,
    /// The numbers of the messages whose bytes one read brought, counted from zero: a list.
    ReadMessages,
    /// What each measured send returned; calls that failed are left out: a list.
    SentSizes,
    /// Bytes that measured sends got accepted.
    BytesSent,
    /// Bytes that measured recvs returned.
    BytesRead,
    /// Messages sent.
    Messages,
    /// Inner boundaries kept.
    BoundariesKept,
    /// Inner boundaries lost.
    BoundariesLost,
    /// Inner boundaries behind which nothing was read.
    BoundariesUnreached,
    /// Data segments since the baseline.
    DataSegments,
    /// Datagrams read whole.
    DatagramsDelivered,
    /// Datagrams read in part.
    DatagramsTruncated,
    /// Datagrams that the kernel dropped.
    DatagramsDropped,
    /// Datagrams read, whole or in part, and dropped, all together.
    DatagramsAccounted,
    /// Names of errors that measured calls of this stream returned, in order: a list.
    Errors,
    /// Names of the calls that both ends of the stream made, in the order in which they returned; closing
    /// and options left out: a list.
    Calls,
    /// How many different addresses the calls of both ends named, bind aside.
    Addresses,
    /// Whether any read is not intact.
    Broken,
    /// Whole measured frames that the receiver's codec found.
    Frames,
    /// Bytes of their payloads: a list.
    FrameSizes,
    /// The payload of one frame, as text.
    FrameData,
    /// Why the decoder gave up: a list of one name, or empty.
    FrameErrors,
    /// Bytes that wait in the decoder for the rest of their frame.
    FrameWaiting,
    /// How long the run took from its baseline on, in milliseconds.
    TookMs,
    /// Rounds of question and answer that the stream's sender had.
    Rounds,
    /// The shortest of them, in milliseconds.
    ShortestRoundMs,
    /// The longest of them, in milliseconds.
    LongestRoundMs,
    /// The longest measured send, in milliseconds.
    LongestSendMs,
    /// The longest measured recv, in milliseconds.
    LongestRecvMs,
    /// What is known of the sizes of the measured segments: a list. Needs evidence.
    SegmentSizes,
    /// Who took the lost boundaries away, each once, in the order of [`Cause::ALL`]. Needs evidence.
    Causes,
    /// Who cut the messages that were cut, each once, in the order of [`Cause::ALL`]. Needs evidence.
    CutCauses,
    /// The longest that a measured message waited in the sender's kernel, in milliseconds. Needs
    /// evidence.
    LongestSendWaitMs,
    /// The longest that a measured message waited in the receiver's kernel, in milliseconds. Needs
    /// evidence.
    LongestReceiveWaitMs,
    /// The most bytes seen in the sender's queue. Needs evidence.
    LargestSendQueue,
    /// The most bytes seen in the receiver's queue. Needs evidence.
    LargestReceiveQueue,
    /// Bytes in the sender's queue when the kernel was last asked. Needs evidence.
    SendQueueAtEnd,
    /// Bytes in the receiver's queue when the kernel was last asked. Needs evidence.
    ReceiveQueueAtEnd,
    /// The smallest window that the receiver offered, in bytes. Needs evidence.
    SmallestWindow,
    /// In how many percent of many runs any read was not intact; 0 is never, and 100 always.
    BrokenShare,
    /// In how many different ways many runs fell out.
    Outcomes,
}

/// How a fact compares with what was expected.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// It is exactly this.
    Equals(Expected),
    /// It is another.
    Differs(Expected),
    /// It is a number of at least this.
    AtLeast(i64),
    /// It is a number of at most this.
    AtMost(i64),
    /// It is a number of at least the first and at most the second.
    Within(i64, i64),
}

/// What a fact is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A number.
    Number(i64),
    /// True or false.
    Switch(bool),
    /// A text.
    Text(String),
    /// A list of numbers.
    Numbers(Vec<i64>),
    /// A list of texts.
    Texts(Vec<String>),
}

/// What a lesson promises at its default knobs.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What is promised.
    pub condition: Condition,
    /// Knobs that have another value than the default for this claim.
    pub set: Settings,
    /// In every run, or in a share of runs.
    pub certainty: Certainty,
    /// The line in lesson.toml.
    pub line: u32,
}

/// How sure a claim is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Certainty {
    /// It holds in every run.
    Certain,
    /// It holds in at least `share` of `runs` runs, and in at most `at_most` of them.
    Share {
        /// How many runs decide.
        runs: u32,
        /// The smallest share that will do, 0 to 1.
        at_least: f64,
        /// The largest share that will do, 0 to 1.
        at_most: f64,
    },
}

/// The verdict of that name in claims.
pub fn verdict_from_name(name: &str) -> Option<Verdict> {
    [
        Verdict::Intact,
        Verdict::Merged,
        Verdict::Partial,
        Verdict::Mixed,
        Verdict::Truncated,
        Verdict::Empty,
        Verdict::EndOfStream,
    ]
    .into_iter()
    .find(|verdict| verdict.name() == name)
}

/// The cause of that name in claims.
pub fn cause_from_name(name: &str) -> Option<Cause> {
    Cause::ALL.into_iter().find(|(_, known)| *known == name).map(|(cause, _)| cause)
}
