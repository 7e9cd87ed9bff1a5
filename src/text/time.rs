//! The view over time: its lanes, its waits, its cards.

use super::numbers::{count, number};
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

impl TimeWords {
    /// English
    pub const EN: Self = Self {
        lanes: TimeLaneWords {
            sending_kernel: "sender's kernel",
            receiving_kernel: "receiver's kernel",
            kernel_in_short: "kernel",
            kernel_of: |endpoint| format!("{endpoint}'s kernel"),
            program: "A bar is a call, as long as it took.",
            kernel: "Beside the lane: the bytes that wait there.",
            not_available: |reason| format!("not available here: {reason}"),
            no_network: "no network between the two: bytes go from buffer to buffer",
            not_asked: "the kernel was not asked during this run",
            warm_up: "warm-up",
        },
        fact: TimeFactWords {
            segments: |many| count(many, "segment"),
            datagrams: |many| count(many, "datagram"),
            dot: " · ",
        },
        waits: WaitWords {
            for_ack: |first, last, ack| format!("{} for the ACK of {ack}", who_waits(first, last)),
            corked: |first, last| format!("{} under the cork", who_waits(first, last)),
            more: |first, last| format!("{} for more: MSG_MORE", who_waits(first, last)),
            for_window: |first, last| format!("{} for the receiver's window", who_waits(first, last)),
            in_kernel: |first, last| format!("{} in the sender's kernel", who_waits(first, last)),
            for_recv: |first, last| format!("{} for recv()", who_waits(first, last)),
            for_wake_up: |first, last| format!("{} for the reader to wake up", who_waits(first, last)),
            for_room: "send() waits for room",
            of_sender: |endpoint, who| format!("{endpoint}: {who}"),
            how_long: |time, several| format!("{}{time}", if several { "up to " } else { "" }),
            bytes: |bytes, _| format!("{} B", number(bytes)),
            between: " · ",
            brief: BriefWaitWords {
                ack: "for an ACK",
                cork: "corked",
                more: "MSG_MORE",
                window: "for window",
                kernel: "in kernel",
                recv: "for recv()",
                wake_up: "to wake up",
                room: "for room",
            },
        },
        tools: TimeToolWords {
            fit: ("Fit", "Shows the whole run; a double click does too"),
            zoom_in: ("Zoom in", "Magnifies time"),
            zoom_out: ("Zoom out", "Shows more time"),
            hint: "drag or wheel: move · Ctrl + wheel: zoom",
        },
        names: TimeNameWords {
            way: |message, bytes| format!("message {message} over time: {}", count(bytes, "byte")),
            ways: |first, last, bytes| {
                format!(
                    "messages {} to {} over time: {}",
                    number(first),
                    number(last),
                    count(bytes, "byte")
                )
            },
            ack: |message| format!("ACK of message {message}"),
            call: |call, endpoint, took| format!("{endpoint}: {call} took {took}"),
            calls: |calls, endpoint, took| {
                format!("{endpoint}: {} took {took} in all", count(calls, "call"))
            },
            failed: |call, endpoint, error| format!("{endpoint}: {call} → {error}"),
            all_failed: |calls, endpoint, error| {
                format!("{endpoint}: {} → {error}", count(calls, "call"))
            },
            queue: |bytes, kernel| format!("{kernel}: {} B wait at most", number(bytes)),
            dropped: |message| format!("datagram {message}: dropped, the receive buffer was full"),
            playhead: |time| format!("replay at {time}"),
        },
        card: TimeCardWords {
            offered: "send called",
            accepted: "in the sender's kernel",
            left: "handed to the network",
            acked: "acknowledged",
            taken: "returned by recv",
            held: "waited with the sender",
            waited: "waited for recv",
            from: "from, to",
            longest: "longest wait",
            bytes: "bytes",
            stamped: "measured: the kernel's timestamps",
            carried: "inferred: it left with later bytes, whose time the kernel told",
            inferred: "inferred from the calls and the kernel's counters",
            unknown: "not known",
        },
        legend: LegendWords {
            wait: "a message waits",
            ack: "ACK",
            inferred: "inferred",
            queue: "bytes in the kernel",
        },
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        lanes: TimeLaneWords {
            sending_kernel: "发送方内核",
            receiving_kernel: "接收方内核",
            kernel_in_short: "内核",
            kernel_of: |endpoint| format!("{endpoint} 的内核"),
            program: "一段竖条是一次调用，有多长就用了多久。",
            kernel: "竖线旁边是正在这里等待的字节。",
            not_available: |reason| format!("本机不可用：{reason}"),
            no_network: "两端之间没有网络，字节从缓冲区直接到缓冲区",
            not_asked: "这次运行没有询问内核",
            warm_up: "热身",
        },
        fact: TimeFactWords {
            segments: |many| format!("{} 个报文段", number(many)),
            datagrams: |many| format!("{} 个数据报", number(many)),
            dot: " · ",
        },
        waits: WaitWords {
            for_ack: |first, last, ack| format!("{}在等第 {ack} 条的 ACK", which(first, last)),
            corked: |first, last| format!("{}被 TCP_CORK 扣住", which(first, last)),
            more: |first, last| format!("{}在等后续数据（MSG_MORE）", which(first, last)),
            for_window: |first, last| format!("{}在等接收窗口打开", which(first, last)),
            in_kernel: |first, last| format!("{}在发送方内核里等", which(first, last)),
            for_recv: |first, last| format!("{}在等 recv()", which(first, last)),
            for_wake_up: |first, last| format!("{}在等接收线程被唤醒", which(first, last)),
            for_room: "send() 在等缓冲区腾出空间",
            of_sender: |endpoint, who| format!("{endpoint}：{who}"),
            how_long: |time, several| format!("{}{time}", if several { "最久 " } else { "" }),
            bytes: |bytes, several| format!("{}{} B", if several { "共 " } else { "" }, number(bytes)),
            between: "，",
            brief: BriefWaitWords {
                ack: "等 ACK",
                cork: "被塞住",
                more: "MSG_MORE",
                window: "等窗口",
                kernel: "在内核",
                recv: "等 recv()",
                wake_up: "等唤醒",
                room: "等空间",
            },
        },
        tools: TimeToolWords {
            fit: ("全部", "显示整次运行，双击也行"),
            zoom_in: ("放大", "把时间放大"),
            zoom_out: ("缩小", "看更长的时间"),
            hint: "拖动或滚轮：移动 · Ctrl + 滚轮：缩放",
        },
        names: TimeNameWords {
            way: |message, bytes| format!("消息 {message} 的经过：{} 字节", number(bytes)),
            ways: |first, last, bytes| {
                format!("消息 {} 到 {} 的经过：{} 字节", number(first), number(last), number(bytes))
            },
            ack: |message| format!("消息 {message} 的 ACK"),
            call: |call, endpoint, took| format!("{endpoint}：{call} 用了 {took}"),
            calls: |calls, endpoint, took| format!("{endpoint}：{} 次调用，共用 {took}", number(calls)),
            failed: |call, endpoint, error| format!("{endpoint}：{call} → {error}"),
            all_failed: |calls, endpoint, error| {
                format!("{endpoint}：{} 次调用 → {error}", number(calls))
            },
            queue: |bytes, kernel| format!("{kernel}：最多 {} B 在等", number(bytes)),
            dropped: |message| format!("数据报 {message}：丢弃，接收缓冲区已满"),
            playhead: |time| format!("回放到 {time}"),
        },
        card: TimeCardWords {
            offered: "调用 send",
            accepted: "进入发送方内核",
            left: "交给网络层",
            acked: "被确认",
            taken: "由 recv 返回",
            held: "在发送方等了",
            waited: "等 recv 等了",
            from: "从，到",
            longest: "最长的等待",
            bytes: "字节数",
            stamped: "测量：内核的时间戳",
            carried: "推断：它和后面的字节一起离开，内核记下了那些字节的时间",
            inferred: "由各次调用和内核的计数推断",
            unknown: "不知道",
        },
        legend: LegendWords {
            wait: "消息在等", ack: "ACK", inferred: "推断", queue: "内核里的字节"
        },
    };
}

/// "message 2 waits", "messages 2–10 wait"
fn who_waits(first: u32, last: u32) -> String {
    if first == last {
        format!("message {} waits", number(first))
    } else {
        format!("messages {}–{} wait", number(first), number(last))
    }
}

/// "第 2 条", "2–10 "; what follows is Chinese.
fn which(first: u32, last: u32) -> String {
    if first == last {
        format!("第 {} 条", number(first))
    } else {
        format!("{}–{} ", number(first), number(last))
    }
}

/// "1 segment", "2 segments"
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
