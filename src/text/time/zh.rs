//! The view over time in Chinese, in simplified characters.

use crate::text::numbers::number;

use super::{
    BriefWaitWords, LegendWords, TimeCardWords, TimeFactWords, TimeLaneWords, TimeNameWords,
    TimeToolWords, TimeWords, WaitWords,
};

impl TimeWords {
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

/// "第 2 条", "2–10 "; what follows is Chinese.
fn which(first: u32, last: u32) -> String {
    if first == last {
        format!("第 {} 条", number(first))
    } else {
        format!("{}–{} ", number(first), number(last))
    }
}
