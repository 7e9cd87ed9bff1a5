//! The view over time: its lanes, its waits, its cards.

mod en;
mod zh;

use super::window::Action;

/// The words of the view over time. Messages and reads count from one; times come as text.
#[derive(Clone, Copy, Debug)]
pub struct TimeWords {
    /// The names of the lanes that are not named after a call.
    pub lanes: TimeLaneWords,
    /// The big fact of a pane.
    pub fact: TimeFactWords,
    /// What is written between the lanes.
    pub waits: WaitWords,
    /// The buttons.
    pub tools: TimeToolWords,
    /// Accessible names.
    pub names: TimeNameWords,
    /// The rows of a card.
    pub card: TimeCardWords,
    /// What the signs mean.
    pub legend: LegendWords,
}

/// The names of the lanes.
#[derive(Clone, Copy, Debug)]
pub struct TimeLaneWords {
    /// Of the kernel of who sends.
    pub sending_kernel: &'static str,
    /// Of the kernel of who receives.
    pub receiving_kernel: &'static str,
    /// Of either, where there is room for one word only.
    pub kernel_in_short: &'static str,
    /// (endpoint), where both sides send
    pub kernel_of: fn(&str) -> String,
    /// What happens on the lane of a program.
    pub program: &'static str,
    /// What happens on the lane of a kernel.
    pub kernel: &'static str,
    /// (reason), in English: when bytes passed the kernel is not known
    pub not_available: fn(&str) -> String,
    /// Why: there is no network between the two programs.
    pub no_network: &'static str,
    /// Why: nobody asked the kernel during this run.
    pub not_asked: &'static str,
    /// What stands above the measured part.
    pub warm_up: &'static str,
}

/// The big fact of a pane.
#[derive(Clone, Copy, Debug)]
pub struct TimeFactWords {
    /// (segments)
    pub segments: fn(u64) -> String,
    /// (datagrams)
    pub datagrams: fn(u64) -> String,
    /// Between the facts.
    pub dot: &'static str,
}

/// What is written between the lanes, in lines.
#[derive(Clone, Copy, Debug)]
pub struct WaitWords {
    /// (first, last, message whose ACK they wait for)
    pub for_ack: fn(u32, u32, u32) -> String,
    /// (first, last), held back by `TCP_CORK`
    pub corked: fn(u32, u32) -> String,
    /// (first, last), held back by `MSG_MORE`
    pub more: fn(u32, u32) -> String,
    /// (first, last), held back by a closed window
    pub for_window: fn(u32, u32) -> String,
    /// (first, last), held back by nobody knows what
    pub in_kernel: fn(u32, u32) -> String,
    /// (first, last), in the receive buffer
    pub for_recv: fn(u32, u32) -> String,
    /// (first, last), in the receive buffer, while recv is open already
    pub for_wake_up: fn(u32, u32) -> String,
    /// A call that does not return as long as the buffers are full.
    pub for_room: &'static str,
    /// (endpoint, who waits for what), where both sides send
    pub of_sender: fn(&str, &str) -> String,
    /// (time, whether there are several messages)
    pub how_long: fn(&str, bool) -> String,
    /// (bytes, whether there are several messages)
    pub bytes: fn(u64, bool) -> String,
    /// Between how long and how many bytes, on one line.
    pub between: &'static str,
    /// For what, where there is little room: behind the time.
    pub brief: BriefWaitWords,
}

/// For what bytes wait, in a word or two behind the time: "43 ms for an ACK".
#[derive(Clone, Copy, Debug)]
pub struct BriefWaitWords {
    /// An acknowledgement.
    pub ack: &'static str,
    /// `TCP_CORK`
    pub cork: &'static str,
    /// `MSG_MORE`
    pub more: &'static str,
    /// The receiver's window.
    pub window: &'static str,
    /// Nobody knows what, in the sender's kernel.
    pub kernel: &'static str,
    /// recv
    pub recv: &'static str,
    /// The reader's thread.
    pub wake_up: &'static str,
    /// Room in the buffers.
    pub room: &'static str,
}

/// The buttons.
#[derive(Clone, Copy, Debug)]
pub struct TimeToolWords {
    /// Shows the whole run.
    pub fit: Action,
    /// Magnifies.
    pub zoom_in: Action,
    /// Makes smaller.
    pub zoom_out: Action,
    /// The way to move and magnify.
    pub hint: &'static str,
}

/// Accessible names.
#[derive(Clone, Copy, Debug)]
pub struct TimeNameWords {
    /// (message, bytes)
    pub way: fn(u32, u64) -> String,
    /// (first, last, bytes)
    pub ways: fn(u32, u32, u64) -> String,
    /// (message)
    pub ack: fn(u32) -> String,
    /// (call, endpoint, time it took)
    pub call: fn(&str, &str, &str) -> String,
    /// (calls, endpoint, time they took)
    pub calls: fn(u64, &str, &str) -> String,
    /// (call, endpoint, error)
    pub failed: fn(&str, &str, &str) -> String,
    /// (calls, endpoint, error)
    pub all_failed: fn(u64, &str, &str) -> String,
    /// (bytes at most, whose kernel)
    pub queue: fn(u64, &str) -> String,
    /// (message) of a datagram
    pub dropped: fn(u32) -> String,
    /// (time) where the replay is
    pub playhead: fn(&str) -> String,
}

/// The rows of a card.
#[derive(Clone, Copy, Debug)]
pub struct TimeCardWords {
    /// When send was called.
    pub offered: &'static str,
    /// When the sending kernel had all of it.
    pub accepted: &'static str,
    /// When its last byte was handed to the network.
    pub left: &'static str,
    /// When it was acknowledged.
    pub acked: &'static str,
    /// When recv returned with its last byte.
    pub taken: &'static str,
    /// How long it waited in the sending kernel.
    pub held: &'static str,
    /// How long it waited in the receiving kernel.
    pub waited: &'static str,
    /// The first message.
    pub from: &'static str,
    /// The longest of several waits.
    pub longest: &'static str,
    /// How many bytes.
    pub bytes: &'static str,
    /// By the timestamps of the kernel.
    pub stamped: &'static str,
    /// By the timestamp of bytes that left with it.
    pub carried: &'static str,
    /// Concluded from nothing but the calls.
    pub inferred: &'static str,
    /// Not known.
    pub unknown: &'static str,
}

/// What the signs mean.
#[derive(Clone, Copy, Debug)]
pub struct LegendWords {
    /// A shaded stretch.
    pub wait: &'static str,
    /// A dashed arrow.
    pub ack: &'static str,
    /// A dotted line.
    pub inferred: &'static str,
    /// The area beside a kernel's lane.
    pub queue: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_told_as_people_say_it() {
        let check = |first, last, english: &str, chinese: &str| {
            assert_eq!((TimeWords::EN.waits.for_ack)(first, last, 1), english);
            assert_eq!((TimeWords::ZH.waits.for_ack)(first, last, 1), chinese);
        };
        check(2, 10, "messages 2–10 wait for the ACK of 1", "2–10 在等第 1 条的 ACK");
        check(2, 2, "message 2 waits for the ACK of 1", "第 2 条在等第 1 条的 ACK");
        let told = |words: &WaitWords, several| {
            [(words.how_long)("41 ms", several), (words.bytes)(90, several)].join(words.between)
        };
        assert_eq!(told(&TimeWords::EN.waits, true), "up to 41 ms · 90 B");
        assert_eq!(told(&TimeWords::ZH.waits, true), "最久 41 ms，共 90 B");
        assert_eq!(told(&TimeWords::ZH.waits, false), "41 ms，90 B");
    }
}
