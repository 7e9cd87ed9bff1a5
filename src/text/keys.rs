//! The sheet of keys, and what is done by keys alone.

use super::window::Action;

/// The words of the sheet of keys.
#[derive(Clone, Copy, Debug)]
pub struct KeyWords {
    /// The heading of the sheet.
    pub title: &'static str,
    /// The same in present mode.
    pub title_present: &'static str,
    /// How it is closed.
    pub how_to_close: &'static str,
    /// The headings of its groups: steps, runs, what is shown, replay, class, window.
    pub groups: [&'static str; 6],
    /// The name of the space bar.
    pub space: &'static str,
    /// (first, last) of several keys in a row
    pub from_to: fn(&str, &str) -> String,
    /// (what is told, its keys)
    pub with_keys: fn(&str, &str) -> String,
    /// Between two ways to do the same.
    pub or: &'static str,
    /// Shows the sheet.
    pub help: Action,
    /// Closes what lies on top.
    pub close: Action,
    /// Goes to the next part of the window.
    pub next_part: Action,
    /// Goes to the part before.
    pub previous_part: Action,
    /// Goes from control to control; no command, for the window system's own keys do it.
    pub walk: [Action; 3],
    /// Gives an answer.
    pub answer: Action,
    /// Counts a hand.
    pub hand_up: Action,
    /// Takes a hand back.
    pub hand_down: Action,
    /// Shows a class what happened.
    pub reveal: Action,
    /// What the sheet says of the other language, which its button says in that language.
    pub language: &'static str,
    /// Makes the screen black.
    pub black: Action,
    /// Makes the screen white.
    pub white: Action,
    /// Shows what is farther up, or earlier.
    pub scroll_up: Action,
    /// Shows what is farther down, or later.
    pub scroll_down: Action,
    /// Plays or pauses the replay.
    pub play_pause: Action,
}

impl KeyWords {
    /// English
    pub const EN: Self = Self {
        title: "Keys",
        title_present: "Keys in present mode",
        how_to_close: "Esc or F1 closes this",
        groups: ["Steps", "Runs", "What is shown", "Replay", "Class", "Window"],
        space: "Space",
        from_to: |first, last| format!("{first} … {last}"),
        with_keys: |told, keys| format!("{told} ({keys})"),
        or: " or ",
        help: ("Keys", "Shows all keys"),
        close: ("Close", "Closes what lies on top, or leaves"),
        next_part: ("Next part", "To the next part of the window"),
        previous_part: ("Part before", "To the part before"),
        walk: [
            ("Tab", "To every control and block"),
            ("← ↑ → ↓", "From block to block; turn a slider"),
            ("Enter", "Presses a button; tells all of a block"),
        ],
        scroll_up: ("Up", "Shows what is farther up, or earlier"),
        scroll_down: ("Down", "Shows what is farther down, or later"),
        answer: ("Answer", "Answers the question"),
        hand_up: ("Hand", "Counts a hand for that answer"),
        hand_down: ("Hand less", "Takes a hand back"),
        reveal: ("Show", "Shows what happened"),
        language: "English or Chinese",
        black: ("Black", "Black screen, until any key"),
        white: ("White", "White screen, until any key"),
        play_pause: ("Play", "Plays, pauses"),
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        title: "按键",
        title_present: "放映时的按键",
        how_to_close: "按 Esc 或 F1 关闭",
        groups: ["步骤", "运行", "显示", "重放", "课堂", "窗口"],
        space: "空格",
        from_to: |first, last| format!("{first} … {last}"),
        with_keys: |told, keys| format!("{told}（{keys}）"),
        or: " 或 ",
        help: ("按键", "显示所有按键"),
        close: ("关闭", "关闭最上面的东西，或退出"),
        next_part: ("下一区", "到窗口的下一区"),
        previous_part: ("上一区", "到上一区"),
        walk: [
            ("Tab", "逐个走过控件和画面上的一切"),
            ("← ↑ → ↓", "在色块之间移动；拨动滑块"),
            ("Enter", "按下按钮；说明一个色块的一切"),
        ],
        scroll_up: ("往上", "看上面的，或更早的"),
        scroll_down: ("往下", "看下面的，或更晚的"),
        answer: ("作答", "回答问题"),
        hand_up: ("举手", "给这个答案加一人"),
        hand_down: ("减一人", "给这个答案减一人"),
        reveal: ("揭晓", "看结果"),
        language: "中文或英文",
        black: ("黑屏", "黑屏，按任意键恢复"),
        white: ("白屏", "白屏，按任意键恢复"),
        play_pause: ("播放", "播放、暂停"),
    };
}
