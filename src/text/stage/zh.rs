//! The stage in Chinese.

use crate::text::numbers::{in_bytes, number};
use crate::text::verdict::AccountWords;

use super::{
    CardWords, CauseWords, FateWords, FrameWords, GateWords, LaneWords, LineWords, MarkWords, NameWords,
    StageWords, TroubleWords, VerdictWords,
};

impl StageWords {
    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        comma: "，",
        colon: "：",
        semicolon: "；",
        lanes: LaneWords {
            segments: "报文段",
            inferred_segments: "报文段（推断）",
            datagrams: "数据报",
            kernel: "内核里",
            program_sees: "程序看到的",
        },
        line: LineWords {
            account: AccountWords::ZH,
            hidden: |sends| format!("{} 次 send → ?", number(sends)),
            hidden_answers: "回答 → ?",
            no_error: "没有错误",
            more_calls: |calls| format!("还有 {} 次调用", number(calls as u64)),
            on_listener: |call| format!("监听：{call}"),
            on_connection: |call| format!("连接：{call}"),
            not_run: "尚未运行",
            nothing_sent: "没有发送任何字节",
            predict_first: "请先作出你的预测",
            took: |offered, taken| format!("交出 {} B → 收下 {} B", number(offered), number(taken)),
        },
        verdicts: VerdictWords {
            intact: "完整",
            merged: "合并",
            partial: "不全",
            mixed: "混杂",
            truncated: "截断",
            empty: "空数据报",
            empty_message: "空消息",
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
            lost: |bytes| format!("截断 {} B", number(bytes)),
            dropped: "被丢弃",
            not_read: |bytes| format!("{} B 未读", number(bytes)),
            thrown_away: |bytes| format!("重置：扔掉 {}", in_bytes(bytes)),
            sends: |sends| format!("{} 次 send", number(sends)),
            reads: |reads| format!("{} 次 recv", number(reads)),
            reads_seen: |reads, first| format!("{} 段，第一段 {first}", number(reads)),
            frames_seen: |frames, first| format!("{} 个应用层帧，第一个 {first}", number(frames)),
            datagrams: |datagrams| format!("{} 个数据报", number(datagrams)),
            inferred_size: |bytes| format!("{} B，推断", number(bytes)),
            segments: |segments| format!("{} 个报文段", number(segments)),
            left_uncut: "已发出，切在哪里不得而知",
            not_seen: "是否发出不得而知",
            uncertain_cuts: |segments| format!("{} 个报文段，切在哪里不得而知", number(segments)),
            unknown_segments: "报文段的个数不得而知",
            no_network: "没有网络：字节从缓冲区直接到缓冲区",
            empty_sends: |sends| match sends {
                1 => "send(b'') → 0".to_owned(),
                _ => format!("send(b'') → 0，{} 次", number(sends)),
            },
            comes_to_nothing: |network| {
                if network {
                    "没有报文段，也没有可读的"
                } else {
                    "没有字节移动，也没有可读的"
                }
            },
            no_send: "什么也没有发送",
            messages: |numbers| match numbers {
                [] => String::new(),
                [one] => format!("消息 {one}"),
                [one, two] => format!("消息 {one} 和 {two}"),
                [first, .., last] => format!("消息 {} 到 {}", number(*first), number(*last)),
            },
            part_of: |message| format!("消息 {message} 的一部分"),
            waiting: |bytes| format!("{} B 待读", number(bytes)),
            held: |bytes| format!("{} B 扣在发送方内核", number(bytes)),
            in_call: |call| format!("{call} 等待中"),
            broken_of: |reads, broken| {
                format!("{} 次 recv 中 {} 次没对上消息边界", number(reads), number(broken))
            },
        },
        names: NameWords {
            send: |send, bytes, text| format!("send {send}：{} 字节，'{text}'", number(bytes)),
            refused: |first, last, bytes, error| {
                let bytes = number(bytes);
                match last - first {
                    0 => format!("send {first}：{bytes} 字节，被拒：{error}"),
                    _ => {
                        format!("send {} 到 {}：{bytes} 字节，被拒：{error}", number(first), number(last))
                    }
                }
            },
            read: |read, bytes, worth| format!("recv {read}：{} 字节，{worth}", number(bytes)),
            segment: |segment, bytes, inferred| {
                let how = if inferred { "推断" } else { "实测" };
                format!("报文段 {segment}：{} 字节，{how}", number(bytes))
            },
            segments: |first, last, bytes| {
                format!("报文段 {} 到 {}：{} 字节", number(first), number(last), number(bytes))
            },
            not_seen: |bytes| format!("{} 字节，是否发出不得而知", number(bytes)),
            datagram: |datagram, bytes, fate| {
                format!("数据报 {datagram}：{} 字节，{fate}", number(bytes))
            },
            boundary: |message, fate| format!("消息 {message} 之后的边界：{fate}"),
            tail: |read, bytes| format!("recv {read}：数据报被截断 {} 字节", number(bytes)),
            program_sees: |literal| format!("程序看到 {literal}"),
            sends: |first, last, bytes| {
                format!("send {} 到 {}：{} 字节", number(first), number(last), number(bytes))
            },
            reads: |first, last, bytes, broken| {
                format!(
                    "recv {} 到 {}：{} 字节，{} 次没对上消息边界",
                    number(first),
                    number(last),
                    number(bytes),
                    number(broken)
                )
            },
            datagrams: |first, last, bytes| {
                format!("数据报 {} 到 {}：{} 字节", number(first), number(last), number(bytes))
            },
            boundaries: |all, kept, lost, unreached| {
                format!(
                    "{} 个边界：保住 {}，丢失 {}，还没读到 {}",
                    number(all),
                    number(kept),
                    number(lost),
                    number(unreached)
                )
            },
            not_sent: |first, last| match last - first {
                0 => format!("send {}：还没有发送", number(first)),
                _ => format!("send {} 到 {}：还没有发送", number(first), number(last)),
            },
            waiting: |bytes| format!("{} 字节在接收缓冲区里待读", number(bytes)),
            warm_up: |bytes| format!("热身：{} 字节，不计入", number(bytes)),
        },
        trouble: TroubleWords {
            deadline: |endpoint, call, ms| format!("{endpoint}：{call} 在 {ms} 毫秒内没有返回"),
            gate: |endpoint, wanted, saw| format!("{endpoint}：等待{wanted}，只看到{saw}"),
            gates: GateWords {
                queued: |bytes| format!("接收缓冲区里有 {} 字节", number(bytes)),
                queued_saw: |seen, needed| {
                    format!("排队的 {} 字节，共需 {}", number(seen), number(needed))
                },
                sends: |name| format!(" {name} 的最后一次 send"),
                sends_saw: |seen, needed| format!("完成 {} 次，共 {} 次", number(seen), number(needed)),
                step: |label, name| format!(" {name} 的步骤 {label}"),
                answers: |name| format!(" {name} 的回答"),
                times_saw: |seen, needed| format!(" {} 次，需要 {} 次", number(seen), number(needed)),
                end: |name| format!(" {name} 的脚本结束"),
                end_saw: "它还在继续",
                taken: |name| format!(" {name} 全部读完"),
                bytes_saw: |seen, needed| format!("读了 {} 字节，共 {}", number(seen), number(needed)),
                datagrams_saw: |seen, needed| {
                    format!("读了 {} 个数据报，共 {}", number(seen), number(needed))
                },
                over: |saw, name| format!("{saw}，而 {name} 已经结束"),
            },
            closed: |endpoint| format!("{endpoint}：套接字关闭之后脚本还在继续"),
            option: |endpoint, what| format!("{endpoint}：此处不可用：{what}"),
            line: |line| format!("（lesson.toml 第 {line} 行）"),
            refused: |peer| format!("拒绝了不属于本实验的对端：{peer}"),
            unverified: |bytes| format!("只有前 {} B 与发送的字节核对过", number(bytes)),
            differs: |at| format!("从第 {} 字节起，读到的与发送的不一致", number(at)),
            in_vain: |who, call, wait, times| match times {
                1 => format!("{who}：{call}，等了 {wait}，没等到"),
                times => format!("{who}：{call}，{times} 次，每次等了 {wait}，没等到"),
            },
            error: |call, error, times| match times {
                1 => format!("{call} → {error}"),
                times => format!("{call} → {error}，{times} 次"),
            },
        },
        card: CardWords {
            call: "调用",
            returned: "返回",
            place: "在流中的位置",
            bytes_from_to: |from, to| format!("第 {} 到 {} 字节", number(from), number(to)),
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
            calls: |calls| format!("分 {} 次调用", number(calls)),
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

impl AccountWords {
    const ZH: Self = Self {
        messages: |sends, reads| format!("{} 次 send → {} 次 recv", number(sends), number(reads)),
        with_empty: |sends, empty, reads| {
            format!("{} 次 send（{} 次为空）→ {} 次 recv", number(sends), number(empty), number(reads))
        },
        only_empty: |sends| format!("{} 次空的 send → 没有可读的", number(sends)),
        with_refused: |refused, sends, errors| {
            format!("{} 次 send 中 {} 次被拒：{errors}", number(sends), number(refused))
        },
        then_reads: |reads| format!(" → {} 次 recv", number(reads)),
        bytes: |offered, read| format!("{} → {}", in_bytes(offered), in_bytes(read)),
        hidden_bytes: |bytes| format!("{} → ?", in_bytes(bytes)),
        empty: |sends| format!("{} 次为空", number(sends)),
        refused: |refused, errors| format!("{} 次 send 被拒：{errors}", number(refused)),
        kept: |bytes| format!("{} 还在程序手里", in_bytes(bytes)),
        cut_off: |bytes| format!("截断 {}", in_bytes(bytes)),
        dropped: |datagrams| format!("丢弃 {} 个", number(datagrams)),
        unread: |bytes| format!("{} 未读", in_bytes(bytes)),
        unread_datagrams: |datagrams| format!("{} 个数据报未读", number(datagrams)),
        thrown_away: |error, bytes| format!("{error}：扔掉 {}", in_bytes(bytes)),
        nobody_read: |taken, offered| {
            format!("双方都不读：{} 只收下 {}", in_bytes(offered), in_bytes(taken))
        },
        nobody_read_brief: "双方都不读",
        dropped_of: |dropped, sent| format!("{} 个丢弃 {} 个", number(sent), number(dropped)),
        bytes_in_reads: |bytes, reads| format!("{} → {} 次 recv", in_bytes(bytes), number(reads)),
    };
}
