//! What stands around the stage: the bars, the panels, and the messages.

use super::course::CourseWords;
use super::messages::MessageWords;

/// The words of the window outside the stage. Steps and runs count from one.
#[derive(Clone, Copy, Debug)]
pub struct WindowWords {
    /// The name of the program.
    pub name: &'static str,
    /// Its name in the other language, beside it.
    pub other_name: &'static str,
    /// What can be done.
    pub actions: ActionWords,
    /// The line beside the run button.
    pub run: RunWords,
    /// The list of lessons.
    pub course: CourseWords,
    /// The panel of knobs.
    pub knobs: KnobWords,
    /// The panel of the step.
    pub step: StepWords,
    /// Messages.
    pub messages: MessageWords,
}

/// A button's label, and what its tooltip says.
pub type Action = (&'static str, &'static str);

/// What can be done.
#[derive(Clone, Copy, Debug)]
pub struct ActionWords {
    /// Runs the lesson once more.
    pub run: Action,
    /// Runs it many times; the button says how many.
    pub repeat: Action,
    /// Plays the run on the stage once more.
    pub replay: Action,
    /// Leads the endpoints by hand.
    pub by_hand: Action,
    /// Begins anew with other sockets, by hand.
    pub start_over: Action,
    /// To the next step.
    pub next: Action,
    /// To the step before.
    pub back: Action,
    /// To the next lesson.
    pub next_lesson: Action,
    /// To the lesson before.
    pub previous_lesson: Action,
    /// Shows the list of lessons.
    pub lessons: Action,
    /// Shows the bytes.
    pub view_bytes: Action,
    /// Shows the time.
    pub view_time: Action,
    /// Shows what came of many runs.
    pub view_outcomes: Action,
    /// Writes the run on the stage to a file.
    pub save: Action,
    /// Takes back the last change of a knob.
    pub undo: Action,
    /// Makes it again.
    pub redo: Action,
    /// Puts all knobs back.
    pub reset: Action,
    /// Switches the language.
    pub language: Action,
    /// Switches among the themes.
    pub theme: Action,
    /// Shows the stage and the step alone, for a classroom.
    pub present: Action,
    /// Shows all terms, or closes them.
    pub terms: Action,
    /// Closes a message.
    pub close: Action,
    /// Copies a message.
    pub copy: Action,
    /// Closes every message.
    pub close_all: Action,
}

/// The line beside the run button.
#[derive(Clone, Copy, Debug)]
pub struct RunWords {
    /// Before the first run.
    pub none: &'static str,
    /// While one is on its way.
    pub running: &'static str,
    /// (number, time as text)
    pub done: fn(u64, &str) -> String,
    /// The same where there is little room.
    pub done_short: fn(u64, &str) -> String,
    /// (its number, its duration), where there is less
    pub done_brief: fn(u64, &str) -> String,
    /// (number), where there is hardly any
    pub done_shortest: fn(u64) -> String,
    /// While the result is kept back.
    pub hidden: &'static str,
    /// The same where there is little room.
    pub hidden_short: &'static str,
    /// A pane that this machine cannot run: (reason, in English)
    pub not_available: fn(&str) -> String,
    /// A pane that could not be run: (reason, in English)
    pub failed: fn(&str) -> String,
}

/// The panel of knobs.
#[derive(Clone, Copy, Debug)]
pub struct KnobWords {
    /// Its heading.
    pub title: &'static str,
    /// What is folded away.
    pub more: &'static str,
    /// (option, asked, got)
    pub option: fn(&str, i64, i64) -> String,
    /// (option, asked, reason)
    pub option_missing: fn(&str, i64, &str) -> String,
    /// The list of all options: (how many)
    pub all_options: fn(usize) -> String,
    /// A toggle that is on.
    pub on: &'static str,
    /// A toggle that is off.
    pub off: &'static str,
    /// The lesson has no knobs.
    pub none: &'static str,
}

/// The panel of the step.
#[derive(Clone, Copy, Debug)]
pub struct StepWords {
    /// (this step, steps, kind)
    pub place: fn(usize, usize, &str) -> String,
    /// The kinds of steps: read, predict, run, observe, explore, explain.
    pub kinds: [&'static str; 6],
    /// The run that a question is about, and the runs where it is about many, at the beginning of a sentence
    /// and further on.
    pub who_says: [(&'static str, &'static str); 2],
    /// (the letter of the choice, who says so)
    pub you_said_right: fn(&str, &str) -> String,
    /// (what was chosen, who says otherwise, what they say, that answer)
    pub you_said_wrong: fn(&str, &str, &str, &str) -> String,
    /// (what was chosen, what fits no choice)
    pub you_said_other: fn(&str, &str) -> String,
    /// The knobs are not where the question put them.
    pub knobs_turned: &'static str,
    /// While the run of the answer is on its way.
    pub waiting: &'static str,
    /// Asks the question again.
    pub ask_again: Action,
    /// Shows the result without an answer.
    pub reveal: Action,
}

impl WindowWords {
    /// English
    pub const EN: Self = Self {
        name: "Sticky Packet Lab",
        other_name: "黏包实验室",
        actions: ActionWords {
            run: ("Run", "Runs the lesson again, over real sockets"),
            repeat: ("Run many times", "Runs it many times and counts the outcomes"),
            replay: ("Replay", "Plays this run once more, slowly"),
            by_hand: ("By hand", "You type, send and receive yourself"),
            start_over: ("Start over", "Closes these sockets and opens new ones"),
            next: ("Next", "To the next step"),
            back: ("Back", "To the step before"),
            next_lesson: ("Next lesson", "To the next lesson of the course"),
            previous_lesson: ("Previous lesson", "To the lesson before"),
            lessons: ("Lessons", "To the list of lessons"),
            view_bytes: ("Bytes", "Every send and recv, by its bytes"),
            view_time: ("Time", "Where each byte waited, and how long"),
            view_outcomes: ("Outcomes", "What came of many runs"),
            save: ("Save", "Saves what is on the stage as JSON: the run, or the outcomes and the sweep"),
            undo: ("Undo", "Takes back the last turn of a knob"),
            redo: ("Redo", "Turns it again"),
            reset: ("Reset", "Puts the knobs back as the step has them"),
            language: ("中文", "换成中文"),
            present: ("Present", "Stage and step alone, large"),
            terms: ("Terms", "What the words mean"),
            theme: ("Theme", "Light, dark, high contrast, or as the system has it"),
            close: ("Close", "Closes this message"),
            copy: ("Copy", "Copies this message"),
            close_all: ("Close all", "Closes every message"),
        },
        run: RunWords {
            none: "not run yet",
            running: "running…",
            done: |number, time| format!("real sockets on this machine · run {number} took {time}"),
            done_short: |number, time| format!("run {number} took {time}"),
            done_brief: |number, time| format!("run {number} · {time}"),
            done_shortest: |number| format!("run {number}"),
            hidden: "run; shown when you have predicted",
            hidden_short: "not shown yet",
            not_available: |reason| format!("Not available here: {reason}"),
            failed: |reason| format!("This could not be run: {reason}"),
        },
        course: CourseWords::EN,
        knobs: KnobWords {
            title: "What to turn",
            more: "More",
            option: |option, asked, got| format!("{option} asked {asked}, got {got}"),
            option_missing: |option, asked, reason| {
                format!("{option} asked {asked}, not available here: {reason}")
            },
            all_options: |count| format!("All socket options ({count})"),
            on: "on",
            off: "off",
            none: "Nothing to turn in this lesson.",
        },
        step: StepWords {
            place: |step, steps, kind| format!("Step {step} of {steps} · {kind}"),
            kinds: ["Read", "Predict", "Run", "Observe", "Explore", "Explain"],
            who_says: [("This run says", "so says this run"), ("These runs say", "so say these runs")],
            you_said_right: |choice, so_says| format!("You said {choice}, and {so_says}."),
            you_said_wrong: |choice, who_says, right, answer| {
                format!("You said {choice}. {who_says} {right}: {answer}")
            },
            you_said_other: |choice, who_says| {
                format!("You said {choice}. {who_says} none of the answers.")
            },
            knobs_turned: "The knobs have been turned since the question was asked.",
            waiting: "Running…",
            ask_again: ("Ask again", "Forgets the answer and runs anew"),
            reveal: ("Just show me", "Shows the result without an answer"),
        },
        messages: MessageWords::EN,
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        name: "黏包实验室",
        other_name: "Sticky Packet Lab",
        actions: ActionWords {
            run: ("运行", "用真实的套接字再运行一次"),
            repeat: ("运行多次", "运行很多次，统计各种结果"),
            replay: ("重放", "把这次运行再慢慢放一遍"),
            by_hand: ("亲手来", "你来当程序：自己输入、发送、接收"),
            start_over: ("重新开始", "关掉这些套接字，打开新的"),
            next: ("下一步", "到下一步"),
            back: ("上一步", "回上一步"),
            next_lesson: ("下一课", "到课程的下一课"),
            previous_lesson: ("上一课", "回上一课"),
            lessons: ("课程", "到课程目录"),
            view_bytes: ("字节", "每次 send 和 recv，按字节排列"),
            view_time: ("时间", "每个字节在哪里等，等了多久"),
            view_outcomes: ("结果分布", "多次运行各是什么结果"),
            save: ("保存", "把台上的内容存为 JSON：这次运行，或结果分布与扫描"),
            undo: ("撤销", "撤销上一次调节"),
            redo: ("重做", "恢复刚撤销的调节"),
            reset: ("复位", "所有旋钮回到本步开始时的位置"),
            language: ("English", "Switch to English"),
            present: ("放映", "只留画面和步骤，最后一排也看得清"),
            terms: ("术语", "各个词是什么意思"),
            theme: ("外观", "浅色、深色、高对比度，或跟随系统"),
            close: ("关闭", "关闭这条消息"),
            copy: ("复制", "复制这条消息"),
            close_all: ("全部关闭", "关闭所有消息"),
        },
        run: RunWords {
            none: "还没有运行",
            running: "运行中…",
            done: |number, time| format!("本机真实套接字 · 第 {number} 次运行，用时 {time}"),
            done_short: |number, time| format!("第 {number} 次运行，用时 {time}"),
            done_brief: |number, time| format!("第 {number} 次 · {time}"),
            done_shortest: |number| format!("第 {number} 次"),
            hidden: "已经运行，等你预测之后再揭晓",
            hidden_short: "等你预测",
            not_available: |reason| format!("本机不可用：{reason}"),
            failed: |reason| format!("无法运行：{reason}"),
        },
        course: CourseWords::ZH,
        knobs: KnobWords {
            title: "可以调节",
            more: "更多",
            option: |option, asked, got| format!("{option} 请求 {asked}，实得 {got}"),
            option_missing: |option, asked, reason| {
                format!("{option} 请求 {asked}，本机不可用：{reason}")
            },
            all_options: |count| format!("全部套接字选项（{count}）"),
            on: "开",
            off: "关",
            none: "本课没有可以调节的东西。",
        },
        step: StepWords {
            place: |step, steps, kind| format!("第 {step} 步，共 {steps} 步 · {kind}"),
            kinds: ["阅读", "预测", "运行", "观察", "探索", "解释"],
            who_says: [("这次运行", "这次运行也是这样"), ("这些运行", "这些运行也是这样")],
            you_said_right: |choice, so_says| format!("你选了 {choice}，{so_says}。"),
            you_said_wrong: |choice, who_says, right, answer| {
                format!("你选了 {choice}。{who_says}的答案是 {right}：{answer}")
            },
            you_said_other: |choice, who_says| format!("你选了 {choice}。{who_says}与哪个答案都不符。"),
            knobs_turned: "提问之后，旋钮已经动过。",
            waiting: "运行中…",
            ask_again: ("再问一次", "忘掉这个答案，重新运行"),
            reveal: ("直接看结果", "不作答，直接看结果"),
        },
        messages: MessageWords::ZH,
    };
}
