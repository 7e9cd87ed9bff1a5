//! The words of the tapes: rows, verdicts, and what is told below them.

use crate::model::Verdict;

/// A read, as far as its verdict in words needs it.
#[derive(Clone, Copy, Debug)]
pub struct ReadFacts<'a> {
    /// The call as the program wrote it: "recv(10)".
    pub call: &'a str,
    /// Bytes that it returned.
    pub bytes: u64,
    /// What they are worth.
    pub verdict: Verdict,
    /// The first and the last message of which it holds bytes, counted from one.
    pub messages: Option<(u64, u64)>,
}

/// The words of the tapes in one language.
#[derive(Clone, Copy, Debug)]
pub struct TapeWords {
    /// The row of messages.
    pub send: &'static str,
    /// The row of what TCP handed to the network.
    pub segments: &'static str,
    /// The row of what UDP handed to the network.
    pub datagrams: &'static str,
    /// The row of reads.
    pub recv: &'static str,
    /// The row of bytes without our colours.
    pub program_sees: &'static str,
    /// In place of bytes that nobody read.
    pub unread: &'static str,
    /// In place of a datagram that the kernel dropped.
    pub dropped: &'static str,
    /// In place of the rest of a truncated datagram.
    pub gone: &'static str,
    /// What the mark of a lost boundary means.
    pub legend_lost: &'static str,
    /// What the mark of a read's end inside a message means.
    pub legend_cut: &'static str,
    /// When nothing was sent at all.
    pub nothing_sent: &'static str,
    /// So many sends became so many recvs.
    pub headline: fn(sends: u64, reads: u64) -> String,
    /// So many data segments, measured.
    pub segments_counted: fn(segments: u64) -> String,
    /// Something that this system cannot tell or do, and why.
    pub not_available: fn(reason: &str) -> String,
    /// A read and what it is worth.
    pub read: fn(read: &ReadFacts<'_>) -> String,
    /// A send of which the kernel took a part.
    pub short_send: fn(call: &str, taken: u64, asked: u64) -> String,
    /// A call that returned an error.
    pub failed_call: fn(call: &str, error: &str) -> String,
    /// Messages and reads that are not drawn.
    pub more: fn(messages: u64, reads: u64) -> String,
    /// Reads whose verdicts are not listed.
    pub more_reads: fn(reads: u64) -> String,
    /// Messages before the measured part.
    pub warm_up: fn(messages: u64) -> String,
    /// So many runs, so many of them broken.
    pub runs_broken: fn(runs: u64, broken: u64) -> String,
    /// Outcomes that are not listed.
    pub more_outcomes: fn(outcomes: u64) -> String,
    /// The sizes of a run's reads and the boundaries it lost.
    pub outcome: fn(sizes: &str, lost: u64) -> String,
}

impl TapeWords {
    /// English
    pub const EN: Self = Self {
        send: "send",
        segments: "segments",
        datagrams: "datagrams",
        recv: "recv",
        program_sees: "program sees",
        unread: "not read",
        dropped: "dropped",
        gone: "gone",
        legend_lost: "a read ran over this message boundary",
        legend_cut: "a read ended inside a message",
        nothing_sent: "nothing was sent",
        headline: |sends, reads| format!("{} → {}", count(sends, "send"), count(reads, "recv")),
        segments_counted: |segments| format!("{} counted by the kernel", count(segments, "segment")),
        not_available: |reason| format!("not available here: {reason}"),
        read: read_in_english,
        short_send: |call, taken, asked| format!("{call} → {taken} B: took {taken} of {asked} bytes"),
        failed_call: |call, error| format!("{call} → {error}"),
        more: |messages, reads| {
            format!("… {}, {}", count(messages, "more message"), count(reads, "more recv"))
        },
        more_reads: |reads| format!("… {}", count(reads, "more recv")),
        warm_up: |messages| {
            format!("before it, a warm-up of {}: not counted", count(messages, "message"))
        },
        runs_broken: |runs, broken| format!("{}, {broken} broken", count(runs, "run")),
        more_outcomes: |outcomes| format!("… {}", count(outcomes, "more outcome")),
        outcome: |sizes, lost| match lost {
            0 => format!("recv {sizes}"),
            1 => format!("recv {sizes}, 1 boundary lost"),
            _ => format!("recv {sizes}, {lost} boundaries lost"),
        },
    };

    /// Chinese
    pub const ZH: Self = Self {
        send: "send",
        segments: "报文段",
        datagrams: "数据报",
        recv: "recv",
        program_sees: "程序看到",
        unread: "未读",
        dropped: "已丢弃",
        gone: "已截断",
        legend_lost: "一次读取越过了这条消息边界",
        legend_cut: "一次读取在消息中间结束",
        nothing_sent: "没有发送任何内容",
        headline: |sends, reads| format!("{sends} 次 send → {reads} 次 recv"),
        segments_counted: |segments| format!("内核计数：{segments} 个报文段"),
        not_available: |reason| format!("此处不可用：{reason}"),
        read: read_in_chinese,
        short_send: |call, taken, asked| format!("{call} → {taken} B：{asked} 字节只收下 {taken}"),
        failed_call: |call, error| format!("{call} → {error}"),
        more: |messages, reads| format!("… 还有 {messages} 条消息和 {reads} 次 recv"),
        more_reads: |reads| format!("… 还有 {reads} 次 recv"),
        warm_up: |messages| format!("此前有 {messages} 条预热消息，不计入"),
        runs_broken: |runs, broken| format!("运行 {runs} 次，其中 {broken} 次出错"),
        more_outcomes: |outcomes| format!("… 还有 {outcomes} 种结果"),
        outcome: |sizes, lost| match lost {
            0 => format!("recv {sizes}"),
            _ => format!("recv {sizes}，丢失 {lost} 条边界"),
        },
    };
}

fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn read_in_english(read: &ReadFacts<'_>) -> String {
    let verdict = match read.verdict {
        Verdict::Intact => "intact",
        Verdict::Merged => "merged",
        Verdict::Partial => "a piece",
        Verdict::Mixed => "mixed",
        Verdict::Truncated => "truncated, the rest is gone",
        Verdict::Empty => "an empty datagram",
        Verdict::EndOfStream => "end of stream",
    };
    let messages = match read.messages {
        None => String::new(),
        Some((first, last)) if first == last => format!(": message {first}"),
        Some((first, last)) if first + 1 == last => format!(": messages {first} and {last}"),
        Some((first, last)) => format!(": messages {first} to {last}"),
    };
    format!("{} → {} B {verdict}{messages}", read.call, read.bytes)
}

fn read_in_chinese(read: &ReadFacts<'_>) -> String {
    let verdict = match read.verdict {
        Verdict::Intact => "完整",
        Verdict::Merged => "合并",
        Verdict::Partial => "一段",
        Verdict::Mixed => "混合",
        Verdict::Truncated => "截断，其余已丢失",
        Verdict::Empty => "空数据报",
        Verdict::EndOfStream => "流结束",
    };
    let messages = match read.messages {
        None => String::new(),
        Some((first, last)) if first == last => format!("：消息 {first}"),
        Some((first, last)) if first + 1 == last => format!("：消息 {first} 和 {last}"),
        Some((first, last)) => format!("：消息 {first} 到 {last}"),
    };
    format!("{} → {} B {verdict}{messages}", read.call, read.bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_is_told_with_its_messages() {
        let check = |verdict, bytes, messages, en: &str, zh: &str| {
            let read = ReadFacts { call: "recv(10)", bytes, verdict, messages };
            assert_eq!((TapeWords::EN.read)(&read), en);
            assert_eq!((TapeWords::ZH.read)(&read), zh);
        };
        check(
            Verdict::Merged,
            9,
            Some((1, 2)),
            "recv(10) → 9 B merged: messages 1 and 2",
            "recv(10) → 9 B 合并：消息 1 和 2",
        );
        check(
            Verdict::Intact,
            5,
            Some((1, 1)),
            "recv(10) → 5 B intact: message 1",
            "recv(10) → 5 B 完整：消息 1",
        );
        check(
            Verdict::Mixed,
            10,
            Some((2, 9)),
            "recv(10) → 10 B mixed: messages 2 to 9",
            "recv(10) → 10 B 混合：消息 2 到 9",
        );
        check(Verdict::EndOfStream, 0, None, "recv(10) → 0 B end of stream", "recv(10) → 0 B 流结束");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!((TapeWords::EN.headline)(2, 1), "2 sends → 1 recv");
        assert_eq!((TapeWords::EN.headline)(1, 2), "1 send → 2 recvs");
    }
}
