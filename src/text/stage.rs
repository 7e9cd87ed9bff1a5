//! What the stage says: lanes, verdicts, accessible names, cards.

mod en;
pub mod frames;
mod zh;

use super::cause::CauseWords;
use super::verdict::AccountWords;
pub use frames::FrameWords;

/// The words of the stage. Numbers of messages, sends and reads count from one.
#[derive(Clone, Copy, Debug)]
pub struct StageWords {
    /// Between parts of a sentence.
    pub comma: &'static str,
    /// Before an explanation.
    pub colon: &'static str,
    /// Between sentences.
    pub semicolon: &'static str,
    /// The names of the lanes.
    pub lanes: LaneWords,
    /// The line above a stream.
    pub line: LineWords,
    /// What a read is worth.
    pub verdicts: VerdictWords,
    /// What became of a boundary or a datagram.
    pub fates: FateWords,
    /// What is written on the tapes.
    pub marks: MarkWords,
    /// Accessible names.
    pub names: NameWords,
    /// What went wrong with the run itself.
    pub trouble: TroubleWords,
    /// The rows of a card.
    pub card: CardWords,
    /// Who merged and who cut.
    pub causes: CauseWords,
    /// Frames.
    pub frames: FrameWords,
}

/// The names of the lanes that are not named after a call.
#[derive(Clone, Copy, Debug)]
pub struct LaneWords {
    /// What TCP handed to the network.
    pub segments: &'static str,
    /// The same where all their cuts are a conclusion.
    pub inferred_segments: &'static str,
    /// What UDP handed to the network.
    pub datagrams: &'static str,
    /// Where there is no network.
    pub kernel: &'static str,
    /// The bytes without our colours.
    pub program_sees: &'static str,
}

/// The line above a stream.
#[derive(Clone, Copy, Debug)]
pub struct LineWords {
    /// What a run came to.
    pub account: AccountWords,
    /// (sends), while the result is kept back
    pub hidden: fn(u64) -> String,
    /// The same where a service answers: how often it will send is not known.
    pub hidden_answers: &'static str,
    /// Where no byte moved and no call failed.
    pub no_error: &'static str,
    /// How many more calls there were.
    pub more_calls: fn(usize) -> String,
    /// (call) on the socket that listens, where there is an accepted one too
    pub on_listener: fn(&str) -> String,
    /// (call) on the accepted one
    pub on_connection: fn(&str) -> String,
    /// Before the first run.
    pub not_run: &'static str,
    /// A pane in whose run no byte has moved, as far as it has come.
    pub nothing_sent: &'static str,
    /// What stands where the result will be.
    pub predict_first: &'static str,
    /// (bytes offered, bytes taken) of a send that took less than it was given
    pub took: fn(u64, u64) -> String,
}

/// What a read is worth, in a word.
#[derive(Clone, Copy, Debug)]
pub struct VerdictWords {
    /// Exactly one whole message.
    pub intact: &'static str,
    /// Several whole messages.
    pub merged: &'static str,
    /// A piece of one message.
    pub partial: &'static str,
    /// Several messages, not all of them whole.
    pub mixed: &'static str,
    /// The start of a datagram.
    pub truncated: &'static str,
    /// A datagram without a byte.
    pub empty: &'static str,
    /// A message without a byte, on a connection that keeps boundaries.
    pub empty_message: &'static str,
    /// No more will come.
    pub end_of_stream: &'static str,
}

/// What became of a boundary or a datagram, in a word.
#[derive(Clone, Copy, Debug)]
pub struct FateWords {
    /// A read ends at the boundary.
    pub kept: &'static str,
    /// A read runs over it.
    pub lost: &'static str,
    /// Nothing behind it was read.
    pub unreached: &'static str,
    /// The datagram was read whole.
    pub delivered: &'static str,
    /// It was read in part.
    pub truncated: &'static str,
    /// The kernel dropped it.
    pub dropped: &'static str,
    /// It waits in the receive buffer.
    pub unread: &'static str,
    /// The result is kept back.
    pub hidden: &'static str,
}

/// What is written on the tapes.
#[derive(Clone, Copy, Debug)]
pub struct MarkWords {
    /// Over what is not counted.
    pub warm_up: &'static str,
    /// Under the read that found the end.
    pub end: &'static str,
    /// (bytes) cut off a datagram
    pub lost: fn(u64) -> String,
    /// On a dropped datagram.
    pub dropped: &'static str,
    /// (bytes) nobody read
    pub not_read: fn(u64) -> String,
    /// (bytes) that a reset threw away
    pub thrown_away: fn(u64) -> String,
    /// (sends) folded together
    pub sends: fn(u64) -> String,
    /// (reads) folded together
    pub reads: fn(u64) -> String,
    /// (reads, the bytes of the first) that are told together
    pub reads_seen: fn(u64, &str) -> String,
    /// (frames, the bytes of the first) that are told together
    pub frames_seen: fn(u64, &str) -> String,
    /// (datagrams) folded together
    pub datagrams: fn(u64) -> String,
    /// (bytes) of a segment whose cuts are a conclusion
    pub inferred_size: fn(u64) -> String,
    /// (segments) folded together
    pub segments: fn(u64) -> String,
    /// Bytes that were read, so they left; in how many segments is not known.
    pub left_uncut: &'static str,
    /// Bytes that are not known to have left.
    pub not_seen: &'static str,
    /// (segments) whose cuts are not known
    pub uncertain_cuts: fn(u64) -> String,
    /// Their number is not known either.
    pub unknown_segments: &'static str,
    /// Nothing was handed to a network.
    pub no_network: &'static str,
    /// (sends without a byte) on a byte stream
    pub empty_sends: fn(u64) -> String,
    /// (whether there is a network) what comes of them
    pub comes_to_nothing: fn(bool) -> &'static str,
    /// Where nobody has sent anything.
    pub no_send: &'static str,
    /// (message numbers) "messages 1 and 2"
    pub messages: fn(&[u32]) -> String,
    /// (message number) "part of message 1"
    pub part_of: fn(u32) -> String,
    /// (bytes) in the receive buffer, at the moment that is replayed
    pub waiting: fn(u64) -> String,
    /// (bytes) in the sender's kernel, at the moment that is replayed
    pub held: fn(u64) -> String,
    /// (call) that has not returned, at the moment that is replayed
    pub in_call: fn(&str) -> String,
    /// (reads, broken ones) under reads that are folded together
    pub broken_of: fn(u64, u64) -> String,
}

/// Accessible names of what is drawn.
#[derive(Clone, Copy, Debug)]
pub struct NameWords {
    /// (send, bytes, text)
    pub send: fn(u32, u64, &str) -> String,
    /// (first, last, bytes, error) of sends that the kernel did not take
    pub refused: fn(u32, u32, u64, &str) -> String,
    /// (read, bytes, verdict and whose bytes)
    pub read: fn(u64, u64, &str) -> String,
    /// (segment, bytes, whether its cuts are a conclusion)
    pub segment: fn(u64, u64, bool) -> String,
    /// (first, last, bytes)
    pub segments: fn(u64, u64, u64) -> String,
    /// (bytes) that are not known to have left
    pub not_seen: fn(u64) -> String,
    /// (datagram, bytes, what became of it)
    pub datagram: fn(u32, u64, &str) -> String,
    /// (message before it, what became of it)
    pub boundary: fn(u32, &str) -> String,
    /// (read, bytes cut off its datagram)
    pub tail: fn(u64, u64) -> String,
    /// (Python's literal)
    pub program_sees: fn(&str) -> String,
    /// (first, last, bytes)
    pub sends: fn(u32, u32, u64) -> String,
    /// (first, last, bytes, broken)
    pub reads: fn(u64, u64, u64, u64) -> String,
    /// (first, last, bytes)
    pub datagrams: fn(u32, u32, u64) -> String,
    /// (how many, kept, lost, unreached)
    pub boundaries: fn(u64, u64, u64, u64) -> String,
    /// (first, last) at the moment that is replayed
    pub not_sent: fn(u32, u32) -> String,
    /// (bytes) in the receive buffer, at the moment that is replayed
    pub waiting: fn(u64) -> String,
    /// (bytes) before the measured part
    pub warm_up: fn(u64) -> String,
}

/// What went wrong with the run itself.
#[derive(Clone, Copy, Debug)]
pub struct TroubleWords {
    /// (endpoint, call, milliseconds)
    pub deadline: fn(&str, &str, u128) -> String,
    /// (endpoint, what it waited for, what it saw)
    pub gate: fn(&str, &str, &str) -> String,
    /// What gates wait for, and what they see.
    pub gates: GateWords,
    /// (endpoint)
    pub closed: fn(&str) -> String,
    /// (endpoint, the option and the reason)
    pub option: fn(&str, &str) -> String,
    /// (line of lesson.toml) behind what went wrong
    pub line: fn(u32) -> String,
    /// (address, and what it did)
    pub refused: fn(&str) -> String,
    /// (bytes that were compared)
    pub unverified: fn(u64) -> String,
    /// (first byte that differs)
    pub differs: fn(u64) -> String,
    /// (endpoint, call, how long, how often) of a recv that waited in vain
    pub in_vain: fn(&str, &str, &str, u64) -> String,
    /// (call, error, how often)
    pub error: fn(&str, &str, u64) -> String,
}

/// What gates wait for, and what they see instead. Names are those of endpoints.
#[derive(Clone, Copy, Debug)]
pub struct GateWords {
    /// (bytes)
    pub queued: fn(u64) -> String,
    /// (there, needed)
    pub queued_saw: fn(u64, u64) -> String,
    /// (name)
    pub sends: fn(&str) -> String,
    /// (done, planned)
    pub sends_saw: fn(u64, u64) -> String,
    /// (label, name)
    pub step: fn(&str, &str) -> String,
    /// (name)
    pub answers: fn(&str) -> String,
    /// (done, needed)
    pub times_saw: fn(u64, u64) -> String,
    /// (name)
    pub end: fn(&str) -> String,
    /// The script goes on.
    pub end_saw: &'static str,
    /// (name) that has to read everything
    pub taken: fn(&str) -> String,
    /// (read, sent)
    pub bytes_saw: fn(u64, u64) -> String,
    /// (read, sent)
    pub datagrams_saw: fn(u64, u64) -> String,
    /// (what was seen, the name of who sends no more)
    pub over: fn(&str, &str) -> String,
}

/// The rows of a card.
#[derive(Clone, Copy, Debug)]
pub struct CardWords {
    /// The system call.
    pub call: &'static str,
    /// What it returned.
    pub returned: &'static str,
    /// Its place in the stream.
    pub place: &'static str,
    /// (first byte, byte behind the last one)
    pub bytes_from_to: fn(u64, u64) -> String,
    /// When it was called.
    pub called: &'static str,
    /// How long it took.
    pub took: &'static str,
    /// The bytes as the program sees them.
    pub bytes: &'static str,
    /// The bytes in hexadecimal.
    pub hex: &'static str,
    /// What the read is worth.
    pub verdict: &'static str,
    /// The address of the peer.
    pub peer: &'static str,
    /// How we know.
    pub source: &'static str,
    /// The kernel told us.
    pub measured: &'static str,
    /// We conclude it from the number of segments.
    pub inferred: &'static str,
    /// We conclude it from offsets alone.
    pub compared: &'static str,
    /// (calls) where a message took several
    pub calls: fn(u64) -> String,
    /// When a segment left.
    pub left: &'static str,
    /// They left before send returned.
    pub during_send: &'static str,
    /// (how long after send the bytes left)
    pub after_send: fn(&str) -> String,
    /// (how long, whether it is a conclusion, what held them back) of bytes that were held back
    pub held: fn(&str, bool, &str) -> String,
    /// When a segment was acknowledged.
    pub acknowledged: &'static str,
    /// Who merged or cut.
    pub cause: &'static str,
    /// The counters leave one possibility.
    pub counted: &'static str,
    /// Why it is not known.
    pub not_available: fn(&str) -> String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_nouns_agree() {
        let check = |sends, reads, expected: &str| {
            assert_eq!((StageWords::EN.line.account.messages)(sends, reads), expected);
        };
        check(2, 1, "2 sends → 1 recv");
        check(1, 2, "1 send → 2 recvs");
        check(0, 0, "0 sends → 0 recvs");
    }

    #[test]
    fn messages_are_named_by_their_ends() {
        let check = |numbers: &[u32], english: &str, chinese: &str| {
            assert_eq!((StageWords::EN.marks.messages)(numbers), english);
            assert_eq!((StageWords::ZH.marks.messages)(numbers), chinese);
        };
        check(&[1], "message 1", "消息 1");
        check(&[1, 2], "messages 1 and 2", "消息 1 和 2");
        check(&[2, 3, 4], "messages 2 to 4", "消息 2 到 4");
    }
}
