//! The stage in Chinese.

use super::{
    CardWords, CauseWords, FateWords, FrameWords, LaneWords, LineWords, MarkWords, NameWords, StageWords,
    TroubleWords, VerdictWords,
};

impl StageWords {
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
            hidden_answers: "回答 → ?",
            no_error: "没有错误",
            more_calls: |calls| format!("还有 {calls} 次调用"),
            not_run: "尚未运行",
            nothing_sent: "还没有发送",
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
            inferred_size: |bytes| format!("{bytes} B，推断"),
            segments: |segments| format!("{segments} 个报文段"),
            not_seen: "是否发出不得而知",
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
            waiting: |bytes| format!("{bytes} B 待读"),
            held: |bytes| format!("{bytes} B 扣在发送方内核"),
            in_call: |call| format!("{call} 等待中"),
            broken_of: |reads, broken| format!("{reads} 次 recv 中 {broken} 次出错"),
        },
        names: NameWords {
            send: |send, bytes, text| format!("send {send}：{bytes} 字节，'{text}'"),
            read: |read, bytes, worth| format!("recv {read}：{bytes} 字节，{worth}"),
            segment: |segment, bytes, inferred| {
                let how = if inferred { "推断" } else { "实测" };
                format!("报文段 {segment}：{bytes} 字节，{how}")
            },
            segments: |first, last, bytes| format!("报文段 {first} 到 {last}：{bytes} 字节"),
            not_seen: |bytes| format!("{bytes} 字节，是否发出不得而知"),
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
            not_sent: |first, last| match last - first {
                0 => format!("send {first}：还没有发送"),
                _ => format!("send {first} 到 {last}：还没有发送"),
            },
            waiting: |bytes| format!("{bytes} 字节在接收缓冲区里待读"),
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
            left: "发出",
            during_send: "send 返回之前",
            after_send: |wait| format!("send 之后 {wait}"),
            held: |wait, inferred, cause| {
                let how = if inferred { "（推断）" } else { "" };
                format!("send 之后 {wait}{how}：{cause}")
            },
            acknowledged: "确认时刻",
            cause: "是谁干的",
            counted: "实测：每次 send 之后内核的计数",
            not_available: |reason| format!("此处不可用：{reason}"),
        },
        causes: CauseWords::ZH,
        frames: FrameWords::ZH,
    };
}
