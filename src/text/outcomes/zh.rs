//! Outcomes and sweeps in Chinese.

use super::{EmptyWords, JobWords, OutcomeVerdicts, OutcomesWords, RoundWords, SweepWords, number};

impl OutcomesWords {
    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        title: |runs| format!("同样的代码，运行 {} 次", number(runs)),
        broken: |broken, runs| format!("{} 次中 {} 次没对上边界", number(runs), number(broken)),
        none_broken: |runs| format!("{} 次全都对上了边界", number(runs)),
        explained: "每一行是 recv 切开字节流的一种方式。代码没有变，变的是时机。",
        click: "点击一行，把其中一次运行放到台上。",
        verdicts: OutcomeVerdicts {
            luck: "每次 recv 正好一条消息：侥幸",
            kept: "每次 recv 正好一条消息",
            merged: "合并",
            cut: "被切开",
            mixed: "合并又被切开",
            truncated: "截断",
            dropped: "有丢弃",
            nothing: "什么也没读到",
            elsewhere: "另一个流没对上边界",
        },
        share: |runs, share| format!("{} 次 · {share}", number(runs)),
        more: |outcomes, runs| format!("还有 {} 种 · {} 次", number(outcomes), number(runs)),
        no_read: "–",
        more_sizes: |reads| format!("…（共 {} 次）", number(reads)),
        row: |sizes, verdict, runs, share| {
            format!("recv {sizes}：{verdict}，{} 次，{share}", number(runs))
        },
        on_stage_short: |run, runs| format!("{} 次之第 {} 次", number(runs), number(run)),
        on_stage: |run, runs| format!("来自结果分布：{} 次中的第 {} 次", number(runs), number(run)),
        show_run: |run| format!("点击，把第 {} 次运行放到台上", number(run)),
        empty: EmptyWords {
            tally: |runs| format!("运行 {} 次，看看多少次没对上消息边界。", number(runs)),
            why: |keys| {
                format!("一次运行什么也证明不了：下一次可能就是另一种结果。按上面的按钮，或按 {keys}。")
            },
            hidden: "请先作出你的预测",
        },
        job: JobWords {
            start: |runs| format!("运行 × {}", number(runs)),
            how_many: "运行次数",
            cancel: ("取消", "停下来，保留已有的结果"),
            running: |done, wanted, rate| {
                format!("已运行 {} / {} 次 · 每秒 {rate} 次", number(done), number(wanted))
            },
            running_short: |done, wanted| format!("{} / {} 次", number(done), number(wanted)),
            done: |done, rate| format!("共 {} 次 · 每秒 {rate} 次", number(done)),
            done_short: |done| format!("共 {} 次", number(done)),
            cancelled: |done, wanted| format!("{} / {} 次，已取消", number(done), number(wanted)),
            cancelled_short: |done, _| format!("{} 次，已取消", number(done)),
            refused: |done, wanted| {
                format!("{} 次中完成 {} 次，之后无法运行", number(wanted), number(done))
            },
            refused_short: |done, _| format!("{} 次，已停止", number(done)),
            then: |runs| format!("{} 次之后：", number(runs)),
            failed_short: |done, wanted| format!("{} / {} 次，出错", number(done), number(wanted)),
            failed: |done, wanted| {
                format!("{} / {} 次之后，实验程序自身出错：详见终端", number(done), number(wanted))
            },
            other_knobs: |knobs| format!("这些运行用的是 {knobs}，之后旋钮已经动过。"),
            stopped: |runs, reason| format!("{} 次没有运行到底：{reason}", number(runs)),
            progress: "已运行次数",
        },
        sweep: SweepWords {
            title: |knob| format!("扫描：{knob}"),
            explained: |runs| {
                format!("没对上消息边界的比例，每个值运行 {} 次，竖线是 95\u{a0}% 置信区间", number(runs))
            },
            knob: "扫描",
            even: ("范围取值", "等距取值；滑块是对数的，就按等比取值"),
            chosen: ("指定数值", "自己写出数值，用逗号隔开"),
            from: "从",
            to: "到",
            points: "点数",
            values: "数值",
            runs: "每个值的次数",
            start: ("开始扫描", "在每个数值上运行本课，统计多少次没对上消息边界"),
            bad_value: |min, max| format!("{min} 到 {max} 的整数，用逗号隔开"),
            backwards: "起点必须小于终点",
            bad_points: |least, most| format!("{least} 到 {most} 个数值"),
            nothing_yet: "在每个值上运行本课，画出各有多少次没对上消息边界。",
            no_knob: "本课没有可以调节的东西，也就没有什么可扫描的。",
            name: |pane, value, point| format!("{pane}，{value}：{point}"),
            interval: "95 % 置信区间",
            low_to_high: |low, high| format!("{low} 到 {high}"),
        },
        rounds: RoundWords {
            title: "每一轮用了多久",
            explained: "从提问的第一次 send，到 recv 拿到回答；统计所有运行。",
            pane: |pane, rounds, median, slowest| {
                format!("{pane}：{} 轮，一半在 {median} 之内，最慢 {slowest}", number(rounds))
            },
            bar: |from, to, rounds| format!("{from} 到 {to}：{} 轮", number(rounds)),
        },
        not_never: |runs, upper| {
            format!("{} 次中 0 次并不等于永远不会：最多可达 {upper}。", number(runs))
        },
        point: |broken, runs, share, low, high| {
            format!("{} 次中 {} 次没对上边界，{share}（{low} 到 {high}）", number(runs), number(broken))
        },
    };
}
