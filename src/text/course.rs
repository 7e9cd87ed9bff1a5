//! What the list of lessons says, and the page of a chapter.

use super::window::Action;

/// The list of lessons, and the page of a chapter. Chapters count from one.
#[derive(Clone, Copy, Debug)]
pub struct CourseWords {
    /// The list's own name.
    pub title: &'static str,
    /// (title) of a lesson that was finished
    pub finished: fn(&str) -> String,
    /// (title) of a lesson that was begun
    pub started: fn(&str) -> String,
    /// (title) of a lesson that was not begun
    pub not_started: fn(&str) -> String,
    /// There is no lesson at all.
    pub empty: &'static str,
    /// The choice among paths.
    pub path: &'static str,
    /// Every lesson.
    pub whole_course: &'static str,
    /// (title, finished, lessons) of a chapter, for those who listen
    pub chapter: fn(&str, usize, usize) -> String,
    /// What a chapter's heading does.
    pub open_page: &'static str,
    /// (finished, lessons)
    pub lessons_finished: fn(usize, usize) -> String,
    /// (right, decided)
    pub answers_right: fn(usize, usize) -> String,
    /// Above the sentences to remember.
    pub remember: &'static str,
    /// Above the lessons of a chapter, as long as nothing is to be remembered.
    pub lessons: &'static str,
    /// The chapter is done.
    pub chapter_done: &'static str,
    /// Back to the lesson.
    pub back_to_lesson: Action,
    /// Forgets all progress.
    pub reset: Action,
    /// The question before that.
    pub reset_question: &'static str,
    /// Does it.
    pub reset_yes: Action,
    /// Does not.
    pub reset_no: Action,
    /// (the copy's path)
    pub reset_done: fn(&str) -> String,
    /// Where nothing is kept there is no copy.
    pub reset_done_plain: &'static str,
}

impl CourseWords {
    /// English
    pub const EN: Self = Self {
        title: "Course",
        finished: |title| format!("{title}, finished"),
        started: |title| format!("{title}, begun"),
        not_started: |title| format!("{title}, not begun"),
        empty: "There are no lessons. Start again without --lessons.",
        path: "Path through the course",
        whole_course: "Whole course",
        chapter: |title, finished, lessons| {
            format!("Chapter {title}: {finished} of {lessons} lessons finished")
        },
        open_page: "What this chapter is about, and what to remember",
        lessons_finished: |finished, lessons| format!("{finished} of {lessons} lessons finished"),
        answers_right: |right, decided| format!("{right} of {decided} predictions right"),
        remember: "To remember",
        lessons: "Its lessons",
        chapter_done: "Chapter finished",
        back_to_lesson: ("Back to the lesson", "Closes this page"),
        reset: ("Reset progress…", "Begins the course anew"),
        reset_question: "Forget what was read and predicted?",
        reset_yes: ("Forget", "A copy is kept"),
        reset_no: ("Keep", "Changes nothing"),
        reset_done: |path| format!("The course begins anew. What was is kept as {path}"),
        reset_done_plain: "The course begins anew.",
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        title: "课程",
        finished: |title| format!("{title}，已学完"),
        started: |title| format!("{title}，学习中"),
        not_started: |title| format!("{title}，未开始"),
        empty: "没有课程。请去掉 --lessons 重新启动。",
        path: "学习路线",
        whole_course: "全部课程",
        chapter: |title, finished, lessons| format!("第 {title} 章：{lessons} 课中学完 {finished} 课"),
        open_page: "这一章讲什么，要记住什么",
        lessons_finished: |finished, lessons| format!("{lessons} 课中学完 {finished} 课"),
        answers_right: |right, decided| format!("{decided} 次预测中对了 {right} 次"),
        remember: "要记住的",
        lessons: "本章各课",
        chapter_done: "本章学完",
        back_to_lesson: ("回到课文", "关闭此页"),
        reset: ("清除进度…", "从头开始学"),
        reset_question: "忘掉读过和预测过的一切？",
        reset_yes: ("清除", "会留一份副本"),
        reset_no: ("保留", "什么都不改"),
        reset_done: |path| format!("课程从头开始。原来的进度保存为 {path}"),
        reset_done_plain: "课程从头开始。",
    };
}
