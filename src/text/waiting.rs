//! A run that takes long, that was ended early, or that came to nothing.

use super::window::Action;

/// The words of runs that one waits for. Runs and panes count from one; times come as text: "1.2 s".
#[derive(Clone, Copy, Debug)]
pub struct WaitingWords {
    /// Ends the run that is on its way.
    pub cancel: Action,
    /// (time so far, this pane, panes, its title)
    pub running: fn(&str, usize, usize, &str) -> String,
    /// (time so far), where there is little room
    pub running_short: fn(&str) -> String,
    /// In the place of what is not there yet.
    pub on_its_way: &'static str,
    /// (time until then, the run that is on the stage)
    pub cancelled: fn(&str, Option<u64>) -> String,
    /// (time until then), where there is little room
    pub cancelled_short: fn(&str) -> String,
    /// Where there is hardly any.
    pub cancelled_shortest: &'static str,
    /// In the place of what was never read.
    pub ended: &'static str,
    /// (run, panes that failed, panes)
    pub failed: fn(u64, usize, usize) -> String,
    /// (run), where there is little room
    pub failed_short: fn(u64) -> String,
    /// Where there is hardly any.
    pub failed_shortest: &'static str,
    /// (run, keys) that was stopped with knobs that were turned
    pub stopped: fn(u64, &str) -> String,
    /// (run, keys), where there is little room
    pub stopped_short: fn(u64, &str) -> String,
    /// Where there is hardly any.
    pub stopped_shortest: &'static str,
    /// An answer was given, and there is no run that says whether it is right.
    pub nothing_to_compare: &'static str,
    /// A question is about more runs than there are.
    pub too_few_to_compare: &'static str,
    /// (what a class is told, the key that ends it)
    pub presented: fn(&str, &str) -> String,
    /// Copies why a pane failed.
    pub copy_reason: Action,
    /// Why there is no replay of many runs.
    pub no_replay_of_many: &'static str,
    /// Why there is no replay where nothing ran.
    pub nothing_to_replay: &'static str,
    /// How far the run is, for those who listen.
    pub progress: &'static str,
}

impl WaitingWords {
    /// English
    pub const EN: Self = Self {
        cancel: ("Cancel", "Ends this run; what is on the stage stays there"),
        running: |time, pane, panes, title| match panes {
            1 => format!("running for {time}"),
            _ => format!("running for {time} · {title}, {pane} of {panes}"),
        },
        running_short: |time| format!("running, {time}"),
        on_its_way: "running…",
        cancelled: |time, on_stage| match on_stage {
            Some(run) => format!("cancelled after {time} · run {run} stays on the stage"),
            None => format!("cancelled after {time}"),
        },
        cancelled_short: |time| format!("cancelled, {time}"),
        cancelled_shortest: "cancelled",
        ended: "cancelled; Space runs it again",
        failed: |run, failed, panes| match (failed, panes) {
            (_, 1) => format!("run {run} failed"),
            (failed, panes) if failed == panes => format!("run {run} failed in every pane"),
            (failed, panes) => format!("run {run} failed in {failed} of {panes} panes"),
        },
        failed_short: |run| format!("run {run} failed"),
        failed_shortest: "failed",
        stopped: |run, keys| format!("run {run} was stopped · {keys} puts the knobs back"),
        stopped_short: |run, keys| format!("run {run} stopped · {keys}"),
        stopped_shortest: "stopped",
        nothing_to_compare: "There is no run to compare with: run it again.",
        too_few_to_compare: "There are too few runs to compare with: ask again.",
        presented: |told, key| format!("{told} · {key} cancels"),
        copy_reason: ("Copy", "Copies why this failed"),
        no_replay_of_many: "Many runs have no common time. Choose Bytes or Time, then replay.",
        nothing_to_replay: "There is no run to replay yet.",
        progress: "Panes done",
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        cancel: ("取消", "结束这次运行；台上的内容不变"),
        running: |time, pane, panes, title| match panes {
            1 => format!("已运行 {time}"),
            _ => format!("已运行 {time} · {title}，{panes} 栏中的第 {pane} 栏"),
        },
        running_short: |time| format!("运行中 {time}"),
        on_its_way: "运行中…",
        cancelled: |time, on_stage| match on_stage {
            Some(run) => format!("运行 {time} 后取消 · 台上仍是第 {run} 次运行"),
            None => format!("运行 {time} 后取消"),
        },
        cancelled_short: |time| format!("已取消，{time}"),
        cancelled_shortest: "已取消",
        ended: "已取消；按空格再运行",
        failed: |run, failed, panes| match (failed, panes) {
            (_, 1) => format!("第 {run} 次运行失败"),
            (failed, panes) if failed == panes => format!("第 {run} 次运行，各栏都失败"),
            (failed, panes) => format!("第 {run} 次运行，{panes} 栏中 {failed} 栏失败"),
        },
        failed_short: |run| format!("第 {run} 次失败"),
        failed_shortest: "失败",
        stopped: |run, keys| format!("第 {run} 次运行中止 · 按 {keys} 把旋钮复位"),
        stopped_short: |run, keys| format!("第 {run} 次中止 · {keys}"),
        stopped_shortest: "中止",
        nothing_to_compare: "没有可以对照的运行，请再运行一次。",
        too_few_to_compare: "运行的次数不够对照，请再问一次。",
        presented: |told, key| format!("{told} · 按 {key} 取消"),
        copy_reason: ("复制", "复制失败的原因"),
        no_replay_of_many: "多次运行没有共同的时间。先选“字节”或“时间”，再重放。",
        nothing_to_replay: "还没有可以重放的运行。",
        progress: "已完成的栏",
    };
}
