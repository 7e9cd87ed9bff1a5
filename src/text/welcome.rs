//! What greets someone who opens the lab for the first time.

use super::window::Action;

/// The words of the first start.
#[derive(Clone, Copy, Debug)]
pub struct WelcomeWords {
    /// The heading.
    pub title: &'static str,
    /// What the lab is and how it is used, in Markdown.
    pub text: &'static str,
    /// Above the two languages; in both, for whoever reads the other one.
    pub language: &'static str,
    /// The languages, each in its own words: English, Chinese.
    pub languages: [Action; 2],
    /// (title of the lesson) opens it
    pub begin: fn(&str) -> String,
    /// What that button does.
    pub begin_tooltip: &'static str,
    /// Where everything else is found.
    pub hint: &'static str,
}

impl WelcomeWords {
    /// English
    pub const EN: Self = Self {
        title: "Welcome to the Sticky Packet Lab",
        text: "Two sends may arrive in one recv, and one send in two: TCP delivers a **byte stream** and \
               knows no messages.\n\nThis lab opens real sockets on your own machine and draws what they \
               did. Nothing is simulated, and nothing leaves this machine.\n\nSay first what you expect, \
               then look. Then turn a knob: the lesson runs again at once.",
        language: "Language · 语言",
        languages: [("English", "The window in English"), ("中文", "窗口用中文")],
        begin: |lesson| format!("Begin: {lesson}"),
        begin_tooltip: "Opens the first lesson",
        hint: "Ctrl+O leads to the list of all lessons, F1 shows every key.",
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        title: "欢迎来到黏包实验室",
        text: "两次 send 可能被一次 recv 取走，一次 send 也可能分两次才到：TCP 传的是**字节流**，不认识消息。\
               \n\n这里在你自己的机器上打开真实的套接字，把它们做了什么画出来。没有模拟，也没有任何东西离开本机。\
               \n\n先说出你的预测，再看结果。然后拧一个旋钮：这一课马上重新运行。",
        language: "语言 · Language",
        languages: [("English", "The window in English"), ("中文", "窗口用中文")],
        begin: |lesson| format!("开始：{lesson}"),
        begin_tooltip: "打开第一课",
        hint: "按 Ctrl+O 到全部课程的目录，按 F1 查看所有按键。",
    };
}
