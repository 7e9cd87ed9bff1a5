//! What the stage says: lanes, verdicts, accessible names, cards.

/// The words of the stage. Numbers of messages, sends and reads count from one.
#[derive(Clone, Copy, Debug)]
pub struct StageWords {
    /// Between parts of a sentence.
    pub comma: &'static str,
    /// Before an explanation.
    pub colon: &'static str,
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
}

/// The names of the lanes that are not named after a call.
#[derive(Clone, Copy, Debug)]
pub struct LaneWords {
    /// What TCP handed to the network.
    pub segments: &'static str,
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
    /// (sends, reads)
    pub verdict: fn(u64, u64) -> String,
    /// (sends), while the result is kept back
    pub hidden: fn(u64) -> String,
    /// Before the first run.
    pub not_run: &'static str,
    /// What stands where the result will be.
    pub predict_first: &'static str,
    /// (bytes offered, bytes taken), where send took less than it was given
    pub took: fn(u64, u64) -> String,
    /// (bytes) of truncated datagrams
    pub bytes_lost: fn(u64) -> String,
    /// (datagrams) dropped
    pub datagrams_lost: fn(u64) -> String,
    /// (bytes) still in the receive buffer
    pub bytes_unread: fn(u64) -> String,
    /// (datagrams) still in the receive buffer
    pub datagrams_unread: fn(u64) -> String,
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
    /// (bytes taken, bytes offered) above a send that took less than it was given
    pub taken_of: fn(u64, u64) -> String,
    /// (sends) folded together
    pub sends: fn(u64) -> String,
    /// (reads) folded together
    pub reads: fn(u64) -> String,
    /// (datagrams) folded together
    pub datagrams: fn(u64) -> String,
    /// (segments) whose cuts are not known
    pub uncertain_cuts: fn(u64) -> String,
    /// Their number is not known either.
    pub unknown_segments: &'static str,
    /// Nothing was handed to a network.
    pub no_network: &'static str,
    /// (message numbers) "messages 1 and 2"
    pub messages: fn(&[u32]) -> String,
    /// (message number) "part of message 1"
    pub part_of: fn(u32) -> String,
    /// (reads, broken ones) under reads that are folded together
    pub broken_of: fn(u64, u64) -> String,
}

/// Accessible names of what is drawn.
#[derive(Clone, Copy, Debug)]
pub struct NameWords {
    /// (send, bytes, text)
    pub send: fn(u32, u64, &str) -> String,
    /// (read, bytes, verdict and whose bytes)
    pub read: fn(u64, u64, &str) -> String,
    /// (segment, bytes)
    pub segment: fn(u64, u64) -> String,
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
    /// (endpoint)
    pub closed: fn(&str) -> String,
    /// (endpoint, the option and the reason)
    pub option: fn(&str, &str) -> String,
    /// (line of lesson.toml)
    pub line: fn(u32) -> String,
    /// (address, and what it did)
    pub refused: fn(&str) -> String,
    /// (bytes that were compared)
    pub unverified: fn(u64) -> String,
    /// (first byte that differs)
    pub differs: fn(u64) -> String,
    /// (call, error, how often)
    pub error: fn(&str, &str, u64) -> String,
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
}

impl StageWords {
    /// English
    pub const EN: Self = Self {
        comma: ", ",
        colon: ": ",
        lanes: LaneWords {
            segments: "segments",
            datagrams: "datagrams",
            kernel: "in the kernel",
            program_sees: "the program sees",
        },
        line: LineWords {
            verdict: |sends, reads| format!("{} → {}", count(sends, "send"), count(reads, "recv")),
            hidden: |sends| format!("{} → ?", count(sends, "send")),
            not_run: "not run yet",
            predict_first: "Make your prediction first",
            took: |offered, taken| format!("offered {offered} B → took {taken} B"),
            bytes_lost: |bytes| format!("{bytes} B lost"),
            datagrams_lost: |lost| format!("{} lost", count(lost, "datagram")),
            bytes_unread: |bytes| format!("{bytes} B not read"),
            datagrams_unread: |unread| format!("{} not read", count(unread, "datagram")),
        },
        verdicts: VerdictWords {
            intact: "intact",
            merged: "merged",
            partial: "partial",
            mixed: "mixed",
            truncated: "truncated",
            empty: "empty datagram",
            end_of_stream: "end of stream",
        },
        fates: FateWords {
            kept: "kept",
            lost: "lost",
            unreached: "not reached",
            delivered: "delivered",
            truncated: "truncated",
            dropped: "dropped, the receive buffer was full",
            unread: "not read",
            hidden: "not shown yet",
        },
        marks: MarkWords {
            warm_up: "warm-up",
            end: "end",
            lost: |bytes| format!("{bytes} B lost"),
            dropped: "dropped",
            not_read: |bytes| format!("{bytes} B not read"),
            taken_of: |taken, offered| format!("{taken} of {offered} B"),
            sends: |sends| count(sends, "send"),
            reads: |reads| count(reads, "recv"),
            datagrams: |datagrams| count(datagrams, "datagram"),
            uncertain_cuts: |segments| {
                format!("{}, where they were cut is not known", count(segments, "segment"))
            },
            unknown_segments: "how many segments is not known",
            no_network: "no network: bytes go from buffer to buffer",
            messages: |numbers| match numbers {
                [] => String::new(),
                [one] => format!("message {one}"),
                [one, two] => format!("messages {one} and {two}"),
                [first, .., last] => format!("messages {first} to {last}"),
            },
            part_of: |message| format!("part of message {message}"),
            broken_of: |reads, broken| format!("{broken} of {} broken", count(reads, "recv")),
        },
        names: NameWords {
            send: |send, bytes, text| format!("send {send}: {}, '{text}'", count(bytes, "byte")),
            read: |read, bytes, worth| format!("recv {read}: {}, {worth}", count(bytes, "byte")),
            segment: |segment, bytes| format!("segment {segment}: {}, inferred", count(bytes, "byte")),
            datagram: |datagram, bytes, fate| {
                format!("datagram {datagram}: {}, {fate}", count(bytes, "byte"))
            },
            boundary: |message, fate| format!("boundary after message {message}: {fate}"),
            tail: |read, bytes| format!("recv {read}: {} of the datagram lost", count(bytes, "byte")),
            program_sees: |literal| format!("the program sees {literal}"),
            sends: |first, last, bytes| format!("sends {first} to {last}: {}", count(bytes, "byte")),
            reads: |first, last, bytes, broken| {
                format!("recvs {first} to {last}: {}, {broken} broken", count(bytes, "byte"))
            },
            datagrams: |first, last, bytes| {
                format!("datagrams {first} to {last}: {}", count(bytes, "byte"))
            },
            boundaries: |all, kept, lost, unreached| {
                format!("{all} boundaries: {kept} kept, {lost} lost, {unreached} not reached")
            },
            warm_up: |bytes| format!("warm-up: {}, not counted", count(bytes, "byte")),
        },
        trouble: TroubleWords {
            deadline: |endpoint, call, ms| format!("{endpoint}: {call} did not return within {ms} ms"),
            gate: |endpoint, wanted, saw| format!("{endpoint}: waited for {wanted}, saw {saw}"),
            closed: |endpoint| format!("{endpoint}: the script goes on after it closed its socket"),
            option: |endpoint, what| format!("{endpoint}: not available here: {what}"),
            line: |line| format!("lesson.toml, line {line}"),
            refused: |peer| format!("turned away, since it is not one of ours: {peer}"),
            unverified: |bytes| format!("only the first {bytes} B read were compared with those sent"),
            differs: |at| format!("what was read differs from what was sent, from byte {at} on"),
            error: |call, error, times| match times {
                1 => format!("{call} → {error}"),
                times => format!("{call} → {error}, {times} times"),
            },
        },
        card: CardWords {
            call: "call",
            returned: "returned",
            place: "place in the stream",
            bytes_from_to: |from, to| format!("bytes {from} to {to}"),
            called: "called at",
            took: "took",
            bytes: "bytes",
            hex: "in hex",
            verdict: "verdict",
            peer: "peer",
            source: "known from",
            measured: "measured: the kernel's own return value",
            inferred: "inferred: the kernel counts segments, not where they were cut",
            compared: "measured: offsets of sends and reads compared",
            calls: |calls| format!("in {}", count(calls, "call")),
        },
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        comma: "，",
        colon: "：",
        lanes: LaneWords {
            segments: "报文段",
            datagrams: "数据报",
            kernel: "内核里",
            program_sees: "程序看到的",
        },
        line: LineWords {
            verdict: |sends, reads| format!("{sends} 次 send → {reads} 次 recv"),
            hidden: |sends| format!("{sends} 次 send → ?"),
            not_run: "尚未运行",
            predict_first: "请先作出你的预测",
            took: |offered, taken| format!("交出 {offered} B → 收下 {taken} B"),
            bytes_lost: |bytes| format!("丢失 {bytes} B"),
            datagrams_lost: |lost| format!("丢失 {lost} 个数据报"),
            bytes_unread: |bytes| format!("{bytes} B 未读"),
            datagrams_unread: |unread| format!("{unread} 个数据报未读"),
        },
        verdicts: VerdictWords {
            intact: "完整",
            merged: "合并",
            partial: "不全",
            mixed: "混杂",
            truncated: "截断",
            empty: "空数据报",
            end_of_stream: "流结束",
        },
        fates: FateWords {
            kept: "保住了",
            lost: "丢失了",
            unreached: "还没读到",
            delivered: "已送达",
            truncated: "被截断",
            dropped: "被丢弃，接收缓冲区已满",
            unread: "未读",
            hidden: "暂不显示",
        },
        marks: MarkWords {
            warm_up: "热身",
            end: "结束",
            lost: |bytes| format!("丢失 {bytes} B"),
            dropped: "被丢弃",
            not_read: |bytes| format!("{bytes} B 未读"),
            taken_of: |taken, offered| format!("{taken} / {offered} B"),
            sends: |sends| format!("{sends} 次 send"),
            reads: |reads| format!("{reads} 次 recv"),
            datagrams: |datagrams| format!("{datagrams} 个数据报"),
            uncertain_cuts: |segments| format!("{segments} 个报文段，切在哪里不得而知"),
            unknown_segments: "报文段的个数不得而知",
            no_network: "没有网络：字节从缓冲区直接到缓冲区",
            messages: |numbers| match numbers {
                [] => String::new(),
                [one] => format!("消息 {one}"),
                [one, two] => format!("消息 {one} 和 {two}"),
                [first, .., last] => format!("消息 {first} 到 {last}"),
            },
            part_of: |message| format!("消息 {message} 的一部分"),
            broken_of: |reads, broken| format!("{reads} 次 recv 中 {broken} 次出错"),
        },
        names: NameWords {
            send: |send, bytes, text| format!("send {send}：{bytes} 字节，'{text}'"),
            read: |read, bytes, worth| format!("recv {read}：{bytes} 字节，{worth}"),
            segment: |segment, bytes| format!("报文段 {segment}：{bytes} 字节，推断"),
            datagram: |datagram, bytes, fate| format!("数据报 {datagram}：{bytes} 字节，{fate}"),
            boundary: |message, fate| format!("消息 {message} 之后的边界：{fate}"),
            tail: |read, bytes| format!("recv {read}：数据报丢失 {bytes} 字节"),
            program_sees: |literal| format!("程序看到 {literal}"),
            sends: |first, last, bytes| format!("send {first} 到 {last}：{bytes} 字节"),
            reads: |first, last, bytes, broken| {
                format!("recv {first} 到 {last}：{bytes} 字节，{broken} 次出错")
            },
            datagrams: |first, last, bytes| format!("数据报 {first} 到 {last}：{bytes} 字节"),
            boundaries: |all, kept, lost, unreached| {
                format!("{all} 个边界：保住 {kept}，丢失 {lost}，还没读到 {unreached}")
            },
            warm_up: |bytes| format!("热身：{bytes} 字节，不计入"),
        },
        trouble: TroubleWords {
            deadline: |endpoint, call, ms| format!("{endpoint}：{call} 在 {ms} 毫秒内没有返回"),
            gate: |endpoint, wanted, saw| format!("{endpoint}：等待 {wanted}，只看到 {saw}"),
            closed: |endpoint| format!("{endpoint}：套接字关闭之后脚本还在继续"),
            option: |endpoint, what| format!("{endpoint}：此处不可用：{what}"),
            line: |line| format!("lesson.toml 第 {line} 行"),
            refused: |peer| format!("拒绝了不属于本实验的对端：{peer}"),
            unverified: |bytes| format!("只有前 {bytes} B 与发送的字节核对过"),
            differs: |at| format!("从第 {at} 字节起，读到的与发送的不一致"),
            error: |call, error, times| match times {
                1 => format!("{call} → {error}"),
                times => format!("{call} → {error}，{times} 次"),
            },
        },
        card: CardWords {
            call: "调用",
            returned: "返回",
            place: "在流中的位置",
            bytes_from_to: |from, to| format!("第 {from} 到 {to} 字节"),
            called: "调用时刻",
            took: "耗时",
            bytes: "字节",
            hex: "十六进制",
            verdict: "判定",
            peer: "对端",
            source: "依据",
            measured: "实测：内核的返回值",
            inferred: "推断：内核只数报文段，不说切在哪里",
            compared: "实测：由收发两边的偏移比出",
            calls: |calls| format!("分 {calls} 次调用"),
        },
    };
}

/// "1 send", "2 sends"
fn count(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_nouns_agree() {
        let check = |sends, reads, expected: &str| {
            assert_eq!((StageWords::EN.line.verdict)(sends, reads), expected);
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
