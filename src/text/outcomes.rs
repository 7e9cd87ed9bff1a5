//! How many runs fell out in which way, and a sweep of one knob.

use super::window::Action;

/// The words of the outcomes. Runs count from one; shares come as text: "34.5 %".
#[derive(Clone, Copy, Debug)]
pub struct OutcomesWords {
    /// (runs) the heading of a tally
    pub title: fn(u64) -> String,
    /// (broken, runs)
    pub broken: fn(u64, u64) -> String,
    /// (runs) when none is broken
    pub none_broken: fn(u64) -> String,
    /// Below the heading.
    pub explained: &'static str,
    /// Below the rows.
    pub click: &'static str,
    /// What the rows are, in a word each.
    pub verdicts: OutcomeVerdicts,
    /// (runs, share) beside a bar
    pub share: fn(u64, &str) -> String,
    /// (outcomes, runs) that are folded together
    pub more: fn(u64, u64) -> String,
    /// No read at all.
    pub no_read: &'static str,
    /// (reads) after sizes that are not written out
    pub more_sizes: fn(u64) -> String,
    /// (sizes, verdict, runs, share): the accessible name of a row
    pub row: fn(&str, &str, u64, &str) -> String,
    /// (run, runs) on the stage
    pub on_stage: fn(u64, u64) -> String,
    /// The card of a row: what a click does.
    pub show_run: fn(u64) -> String,
    /// While there is nothing.
    pub empty: EmptyWords,
    /// The job that counts.
    pub job: JobWords,
    /// The sweep.
    pub sweep: SweepWords,
    /// The rounds of question and answer.
    pub rounds: RoundWords,
    /// (runs, upper end) below points at which no run was broken
    pub not_never: fn(u64, &str) -> String,
    /// (broken, runs, share, low, high) of a point
    pub point: fn(u64, u64, &str, &str, &str) -> String,
}

/// What an outcome is worth, in a word.
#[derive(Clone, Copy, Debug)]
pub struct OutcomeVerdicts {
    /// Every read is one message, on a transport that merges and cuts.
    pub luck: &'static str,
    /// Every read is one message, on a transport that keeps them.
    pub kept: &'static str,
    /// Reads hold several whole messages.
    pub merged: &'static str,
    /// Messages are in pieces.
    pub cut: &'static str,
    /// Both.
    pub mixed: &'static str,
    /// The rest of a datagram is lost.
    pub truncated: &'static str,
    /// Datagrams were dropped.
    pub dropped: &'static str,
    /// Nothing was read.
    pub nothing: &'static str,
    /// Another stream of the run is broken.
    pub elsewhere: &'static str,
}

/// While there is nothing to show.
#[derive(Clone, Copy, Debug)]
pub struct EmptyWords {
    /// Nobody has asked for many runs yet: (runs) the button is for
    pub tally: fn(u64) -> String,
    /// Below it.
    pub why: &'static str,
    /// The result is kept back.
    pub hidden: &'static str,
}

/// The job that counts.
#[derive(Clone, Copy, Debug)]
pub struct JobWords {
    /// (runs) the button that starts it
    pub start: fn(u64) -> String,
    /// What the choice of how many is called.
    pub how_many: &'static str,
    /// Ends it early.
    pub cancel: Action,
    /// (done, wanted, rate) while it runs
    pub running: fn(u64, u64, &str) -> String,
    /// (done, rate) when it has come to its end
    pub done: fn(u64, &str) -> String,
    /// (done, wanted) when it was cancelled
    pub cancelled: fn(u64, u64) -> String,
    /// (done, wanted) after a defect of the lab
    pub failed: fn(u64, u64) -> String,
    /// (the knobs as they were) when they have been turned since
    pub other_knobs: fn(&str) -> String,
    /// (runs, the first reason) runs that were stopped
    pub stopped: fn(u64, &str) -> String,
    /// Its accessible name, while it runs.
    pub progress: &'static str,
}

/// The sweep.
#[derive(Clone, Copy, Debug)]
pub struct SweepWords {
    /// (knob) the heading
    pub title: fn(&str) -> String,
    /// (runs a point) beside it
    pub explained: fn(u64) -> String,
    /// Before the knob.
    pub knob: &'static str,
    /// The values are at even distances.
    pub even: Action,
    /// The values are named.
    pub chosen: Action,
    /// Before the first value.
    pub from: &'static str,
    /// Before the last value.
    pub to: &'static str,
    /// Before how many.
    pub points: &'static str,
    /// Before the named values.
    pub values: &'static str,
    /// Before the runs at each value.
    pub runs: &'static str,
    /// Starts it.
    pub start: Action,
    /// The values are not numbers of the slider: (smallest, largest)
    pub bad_value: fn(i64, i64) -> String,
    /// The first value is not smaller than the last.
    pub backwards: &'static str,
    /// Too few or too many values: (least, most)
    pub bad_points: fn(usize, usize) -> String,
    /// The lesson has no knobs.
    pub no_knob: &'static str,
    /// (pane, value, the point in words): the accessible name of a point
    pub name: fn(&str, &str, &str) -> String,
    /// The interval, in a card.
    pub interval: &'static str,
    /// (low, high)
    pub low_to_high: fn(&str, &str) -> String,
}

/// The rounds of question and answer.
#[derive(Clone, Copy, Debug)]
pub struct RoundWords {
    /// The heading.
    pub title: &'static str,
    /// Below it.
    pub explained: &'static str,
    /// (pane, rounds, median, slowest)
    pub pane: fn(&str, u64, &str, &str) -> String,
    /// (from, to, rounds): the accessible name of a bar
    pub bar: fn(&str, &str, u64) -> String,
}

impl OutcomesWords {
    /// "34.5 %"; whole at its ends.
    pub fn percent(&self, share: f64) -> String {
        let tenths = (share * 1000.0).round() / 10.0;
        // What is not all is not rounded to all, nor to nothing.
        if share > 0.0 && tenths <= 0.0 {
            "< 0.1 %".to_owned()
        } else if share < 1.0 && tenths >= 100.0 {
            "> 99.9 %".to_owned()
        } else if tenths.fract() == 0.0 {
            format!("{tenths:.0} %")
        } else {
            format!("{tenths:.1} %")
        }
    }

    /// English
    pub const EN: Self = Self {
        title: |runs| match runs {
            1 => "The same code, once".to_owned(),
            _ => format!("The same code, {} times", number(runs)),
        },
        broken: |broken, runs| format!("broken in {} of {}", number(broken), number(runs)),
        none_broken: |runs| format!("broken in none of {}", number(runs)),
        explained: "Each row is one way in which recv cut the stream. The code did not change; the timing did.",
        click: "Click a row to put one of its runs on the stage.",
        verdicts: OutcomeVerdicts {
            luck: "each recv is one message: luck",
            kept: "each recv is one message",
            merged: "merged",
            cut: "cut",
            mixed: "merged and cut",
            truncated: "truncated",
            dropped: "dropped",
            nothing: "nothing was read",
            elsewhere: "the other stream is broken",
        },
        share: |runs, share| format!("{} · {share}", count(runs, "run")),
        more: |outcomes, runs| format!("and {} more · {}", number(outcomes), count(runs, "run")),
        no_read: "–",
        more_sizes: |reads| format!("… ({})", count(reads, "recv")),
        row: |sizes, verdict, runs, share| {
            format!("recv {sizes}: {verdict}, {}, {share}", count(runs, "run"))
        },
        on_stage: |run, runs| format!("run {} of {}, from Outcomes", number(run), number(runs)),
        show_run: |run| format!("Click to put run {} on the stage", number(run)),
        empty: EmptyWords {
            tally: |runs| format!("Run it {} times, and see how often it breaks.", number(runs)),
            why: "One run proves nothing: the next one may fall out another way.",
            hidden: "Kept back until you have predicted.",
        },
        job: JobWords {
            start: |runs| format!("Run × {}", number(runs)),
            how_many: "How many runs",
            cancel: ("Cancel", "Stops, and keeps what it has (Esc)"),
            running: |done, wanted, rate| {
                format!("{} of {} runs · {rate} a second", number(done), number(wanted))
            },
            done: |done, rate| format!("{} · {rate} a second", count(done, "run")),
            cancelled: |done, wanted| format!("{} of {}, cancelled", number(done), number(wanted)),
            failed: |done, wanted| {
                format!(
                    "{} of {}, then a defect of the lab: see the terminal",
                    number(done),
                    number(wanted)
                )
            },
            other_knobs: |knobs| format!("These runs had {knobs}. The knobs have been turned since."),
            stopped: |runs, reason| format!("{} did not come to the end: {reason}", count(runs, "run")),
            progress: "Runs done",
        },
        sweep: SweepWords {
            title: |knob| format!("Sweep: {knob}"),
            explained: |runs| {
                format!(
                    "share of broken runs, {} a point, bars are the 95 % interval",
                    count(runs, "run")
                )
            },
            knob: "Sweep",
            even: (
                "Even range",
                "Values at even distances, or even ratios where the slider is logarithmic",
            ),
            chosen: ("Chosen values", "Values that you name, with commas between them"),
            from: "from",
            to: "to",
            points: "points",
            values: "Values",
            runs: "Runs a point",
            start: ("Sweep", "Runs the lesson at each value and counts broken runs"),
            bad_value: |min, max| format!("Whole numbers from {min} to {max}, with commas between them"),
            backwards: "The first value must be smaller than the last",
            bad_points: |least, most| format!("{least} to {most} values"),
            no_knob: "This lesson has nothing to turn, so there is nothing to sweep.",
            name: |pane, value, point| format!("{pane} at {value}: {point}"),
            interval: "95 % interval",
            low_to_high: |low, high| format!("{low} to {high}"),
        },
        rounds: RoundWords {
            title: "How long each round took",
            explained: "From the first send of a question to the recv that brings its answer, over all runs.",
            pane: |pane, rounds, median, slowest| {
                format!(
                    "{pane}: {}, half of them within {median}, the slowest {slowest}",
                    count(rounds, "round")
                )
            },
            bar: |from, to, rounds| format!("{from} to {to}: {}", count(rounds, "round")),
        },
        not_never: |runs, upper| format!("0 of {} is not never: up to {upper}.", number(runs)),
        point: |broken, runs, share, low, high| {
            format!("{} of {} broken, {share} ({low} to {high})", number(broken), number(runs))
        },
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        title: |runs| format!("同样的代码，运行 {} 次", number(runs)),
        broken: |broken, runs| format!("{} 次中 {} 次出错", number(runs), number(broken)),
        none_broken: |runs| format!("{} 次中没有一次出错", number(runs)),
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
            elsewhere: "另一个流出错",
        },
        share: |runs, share| format!("{} 次 · {share}", number(runs)),
        more: |outcomes, runs| format!("还有 {} 种 · {} 次", number(outcomes), number(runs)),
        no_read: "–",
        more_sizes: |reads| format!("…（共 {} 次）", number(reads)),
        row: |sizes, verdict, runs, share| {
            format!("recv {sizes}：{verdict}，{} 次，{share}", number(runs))
        },
        on_stage: |run, runs| format!("来自结果分布：{} 次中的第 {} 次", number(runs), number(run)),
        show_run: |run| format!("点击，把第 {} 次运行放到台上", number(run)),
        empty: EmptyWords {
            tally: |runs| format!("运行 {} 次，看看多少次会出错。", number(runs)),
            why: "一次运行什么也证明不了：下一次可能就是另一种结果。",
            hidden: "等你预测之后再揭晓。",
        },
        job: JobWords {
            start: |runs| format!("运行 × {}", number(runs)),
            how_many: "运行次数",
            cancel: ("取消", "停下来，保留已有的结果（Esc）"),
            running: |done, wanted, rate| {
                format!("已运行 {} / {} 次 · 每秒 {rate} 次", number(done), number(wanted))
            },
            done: |done, rate| format!("共 {} 次 · 每秒 {rate} 次", number(done)),
            cancelled: |done, wanted| format!("{} / {} 次，已取消", number(done), number(wanted)),
            failed: |done, wanted| {
                format!("{} / {} 次之后，实验程序自身出错：详见终端", number(done), number(wanted))
            },
            other_knobs: |knobs| format!("这些运行用的是 {knobs}，之后旋钮已经动过。"),
            stopped: |runs, reason| format!("{} 次没有运行到底：{reason}", number(runs)),
            progress: "已运行次数",
        },
        sweep: SweepWords {
            title: |knob| format!("扫描：{knob}"),
            explained: |runs| format!("出错的比例，每点运行 {} 次，竖线是 95 % 置信区间", number(runs)),
            knob: "扫描",
            even: ("均匀取值", "等距取值；滑块是对数的，就按等比取值"),
            chosen: ("指定数值", "自己写出数值，用逗号隔开"),
            from: "从",
            to: "到",
            points: "点数",
            values: "数值",
            runs: "每点次数",
            start: ("开始扫描", "在每个数值上运行本课，统计出错的次数"),
            bad_value: |min, max| format!("{min} 到 {max} 的整数，用逗号隔开"),
            backwards: "起点必须小于终点",
            bad_points: |least, most| format!("{least} 到 {most} 个数值"),
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
            format!("{} 次中 {} 次出错，{share}（{low} 到 {high}）", number(runs), number(broken))
        },
    };
}

/// Digits in groups of three from five digits on: "2310", "10 000".
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

fn count(runs: u64, noun: &str) -> String {
    if runs == 1 { format!("1 {noun}") } else { format!("{} {noun}s", number(runs)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_but_never_to_all_or_nothing() {
        let check = |share, expected: &str| assert_eq!(OutcomesWords::EN.percent(share), expected);
        check(0.345, "34.5 %");
        check(0.5, "50 %");
        check(0.0, "0 %");
        check(1.0, "100 %");
        check(0.0004, "< 0.1 %");
        check(0.9996, "> 99.9 %");
        check(0.014_867, "1.5 %");
    }

    #[test]
    fn long_numbers_are_grouped() {
        let check = |given, expected: &str| assert_eq!(number(given), expected);
        check(0, "0");
        check(2310, "2310");
        check(10_000, "10 000");
        check(1_234_567, "1 234 567");
    }

    #[test]
    fn one_run_is_singular() {
        assert_eq!((OutcomesWords::EN.share)(1, "0.5 %"), "1 run · 0.5 %");
        assert_eq!((OutcomesWords::EN.title)(1), "The same code, once");
    }
}
