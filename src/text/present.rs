//! Present mode: the stage and the step for a classroom, and the show of hands.

/// The words of present mode.
#[derive(Clone, Copy, Debug)]
pub struct PresentWords {
    /// The whole, for those who listen.
    pub title: &'static str,
    /// (page of the step, how many it has) for those who listen
    pub page: fn(usize, usize) -> String,
    /// The show of hands, for those who listen.
    pub hands: &'static str,
    /// (letter, label, hands) of a choice, for those who listen
    pub choice: fn(&str, &str, u32) -> String,
    /// (letter) adds a hand, for those who listen
    pub more: fn(&str) -> String,
    /// (letter) takes a hand away, for those who listen
    pub fewer: fn(&str) -> String,
    /// Beside a choice that the run agrees with.
    pub right: &'static str,
    /// (last letter) below the choices while the question is open
    pub how_to_count: fn(&str) -> String,
    /// While the run that decides is on its way.
    pub running: &'static str,
    /// Below the choices, if the run agrees with none of them.
    pub none_right: &'static str,
    /// (right hands, all hands) below the choices, once the run has decided
    pub were_right: fn(u32, u32) -> String,
    /// The same if nobody voted.
    pub nobody: &'static str,
    /// Asks anew.
    pub again: super::window::Action,
    /// The screen is black.
    pub black: &'static str,
    /// The screen is white.
    pub white: &'static str,
    /// (outcomes) above the sizes of the reads in each
    pub outcomes: fn(usize) -> String,
    /// (outcomes) in a pane that are not listed
    pub more_outcomes: fn(usize) -> String,
    /// Where there are no outcomes yet.
    pub no_outcomes: &'static str,
}

impl PresentWords {
    /// English
    pub const EN: Self = Self {
        title: "Present mode",
        page: |page, pages| format!("Page {page} of {pages}"),
        hands: "Show of hands",
        choice: |letter, label, hands| match hands {
            1 => format!("{letter} {label}: 1 hand"),
            _ => format!("{letter} {label}: {hands} hands"),
        },
        more: |letter| format!("One hand more for {letter}"),
        fewer: |letter| format!("One hand less for {letter}"),
        right: "right",
        how_to_count: |last| {
            format!("Press A to {last} for each hand, with Shift to take one back; Space for the answer.")
        },
        running: "Running …",
        none_right: "The run agrees with none of them.",
        were_right: |right, all| match right {
            1 => format!("1 of {all} was right."),
            _ => format!("{right} of {all} were right."),
        },
        nobody: "No hands were counted.",
        again: ("Ask again", "Puts all hands down and asks about a new run"),
        black: "The screen is black",
        white: "The screen is white",
        outcomes: |outcomes| match outcomes {
            1 => "1 outcome: bytes of each recv".to_owned(),
            _ => format!("{outcomes} outcomes: bytes of each recv"),
        },
        more_outcomes: |more| match more {
            1 => "and 1 other outcome".to_owned(),
            _ => format!("and {more} other outcomes"),
        },
        no_outcomes: "Space runs it many times.",
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        title: "放映",
        page: |page, pages| format!("第 {page} 页，共 {pages} 页"),
        hands: "举手表决",
        choice: |letter, label, hands| format!("{letter} {label}：{hands} 人"),
        more: |letter| format!("{letter} 加一人"),
        fewer: |letter| format!("{letter} 减一人"),
        right: "正确",
        how_to_count: |last| format!("举一只手按一次 A 到 {last}，加 Shift 收回一只；按空格揭晓。"),
        running: "正在运行……",
        none_right: "哪一个都与这次运行不符。",
        were_right: |right, all| format!("{all} 人中有 {right} 人答对。"),
        nobody: "没有人举手。",
        again: ("再问一次", "清空票数，换一次新的运行再问"),
        black: "黑屏",
        white: "白屏",
        outcomes: |outcomes| format!("{outcomes} 种结果：每次 recv 的字节数"),
        more_outcomes: |more| format!("另有 {more} 种结果"),
        no_outcomes: "按空格，运行很多次。",
    };
}
