//! What only the tapes in the terminal say; the rest they share with the stage.

use super::numbers::{count, number};

/// The words of the tapes in the terminal.
#[derive(Clone, Copy, Debug)]
pub struct TapeWords {
    /// What the mark of a lost boundary means.
    pub lost: &'static str,
    /// What the mark of a read's end inside a message means.
    pub cut: &'static str,
    /// When nothing was sent at all.
    pub nothing_sent: &'static str,
    /// (segments) as the kernel counted them
    pub segments: fn(u64) -> String,
    /// (reason) why this system cannot tell or do something
    pub not_available: fn(&str) -> String,
    /// (messages, reads) that are not drawn
    pub more: fn(u64, u64) -> String,
    /// (reads) whose verdicts are not listed
    pub more_reads: fn(u64) -> String,
    /// (runs, broken)
    pub runs: fn(u64, u64) -> String,
    /// (sizes of the reads, boundaries lost) of an outcome
    pub outcome: fn(&str, u64) -> String,
    /// (outcomes) that are not listed
    pub more_outcomes: fn(u64) -> String,
    /// (how long each took) the rounds of question and answer of one run
    pub rounds: fn(&str) -> String,
    /// (rounds, the shortest, the one in the middle, the longest) of many runs
    pub rounds_of_runs: fn(u64, &[String; 3]) -> String,
}

impl TapeWords {
    /// English
    pub const EN: Self = Self {
        lost: "a read ran over this message boundary",
        cut: "a read ended inside a message",
        nothing_sent: "nothing was sent",
        segments: |segments| format!("{} counted by the kernel", count(segments, "segment")),
        not_available: |reason| format!("not available here: {reason}"),
        more: |messages, reads| {
            format!("… {}, {}", count(messages, "more message"), count(reads, "more recv"))
        },
        more_reads: |reads| format!("… {}", count(reads, "more recv")),
        runs: |runs, broken| format!("{}, {} broken", count(runs, "run"), number(broken)),
        outcome: |sizes, lost| match lost {
            0 => format!("recv {sizes}"),
            1 => format!("recv {sizes}, 1 boundary lost"),
            _ => format!("recv {sizes}, {} boundaries lost", number(lost)),
        },
        more_outcomes: |outcomes| format!("… {}", count(outcomes, "more outcome")),
        rounds: |times| format!("question to answer: {times}"),
        rounds_of_runs: |rounds, [shortest, median, longest]| {
            let rounds = count(rounds, "round");
            format!("{rounds}, question to answer: {shortest} to {longest}, half within {median}")
        },
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        lost: "一次读取越过了这条消息边界",
        cut: "一次读取在消息中间结束",
        nothing_sent: "没有发送任何内容",
        segments: |segments| format!("内核计数：{} 个报文段", number(segments)),
        not_available: |reason| format!("此处不可用：{reason}"),
        more: |messages, reads| format!("… 还有 {} 条消息和 {} 次 recv", number(messages), number(reads)),
        more_reads: |reads| format!("… 还有 {} 次 recv", number(reads)),
        runs: |runs, broken| {
            format!("运行 {} 次，其中 {} 次没对上消息边界", number(runs), number(broken))
        },
        outcome: |sizes, lost| match lost {
            0 => format!("recv {sizes}"),
            _ => format!("recv {sizes}，丢失 {} 条边界", number(lost)),
        },
        more_outcomes: |outcomes| format!("… 还有 {} 种结果", number(outcomes)),
        rounds: |times| format!("从提问到回答：{times}"),
        rounds_of_runs: |rounds, [shortest, median, longest]| {
            format!(
                "{} 轮问答，从提问到回答 {shortest} 到 {longest}，一半在 {median} 以内",
                number(rounds)
            )
        },
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        assert_eq!((TapeWords::EN.more)(1, 2), "… 1 more message, 2 more recvs");
        assert_eq!((TapeWords::EN.runs)(1, 0), "1 run, 0 broken");
        assert_eq!((TapeWords::EN.outcome)("9", 1), "recv 9, 1 boundary lost");
    }
}
