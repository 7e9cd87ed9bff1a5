//! What is said to those who listen when something has happened.

/// The words of announcements.
#[derive(Clone, Copy, Debug)]
pub struct SpokenWords {
    /// (number, what its panes came to) when a run has ended
    pub run: fn(u64, &str) -> String,
    /// (number) while its result is kept back
    pub kept_back: fn(u64) -> String,
    /// (pane, its big line, whether messages were not kept apart)
    pub pane: fn(&str, &str, bool) -> String,
    /// (pane) that could not be run
    pub failed: fn(&str) -> String,
}

impl SpokenWords {
    /// English
    pub const EN: Self = Self {
        run: |number, panes| format!("Run {number} is done. {panes}"),
        kept_back: |number| format!("Run {number} is done, and is shown when you have predicted."),
        pane: |pane, line, broken| {
            format!("{pane}: {line}{}.", if broken { ", message boundaries broken" } else { "" })
        },
        failed: |pane| format!("{pane}: could not be run."),
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        run: |number, panes| format!("第 {number} 次运行结束。{panes}"),
        kept_back: |number| format!("第 {number} 次运行结束，等你预测之后再揭晓。"),
        pane: |pane, line, broken| {
            format!("{pane}：{line}{}。", if broken { "，没对上消息边界" } else { "" })
        },
        failed: |pane| format!("{pane}：无法运行。"),
    };
}
