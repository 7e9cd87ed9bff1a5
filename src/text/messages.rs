//! What is told in messages: what happened, and what to do.

/// Messages.
#[derive(Clone, Copy, Debug)]
pub struct MessageWords {
    /// (how many)
    pub count: fn(usize) -> String,
    /// (path)
    pub saved: fn(&str) -> String,
    /// There is nothing to save yet.
    pub nothing_to_save: &'static str,
    /// (the way on, its keys) at the last step of a lesson
    pub last_step: fn(&str, &str) -> String,
    /// At the last lesson of the path.
    pub last_lesson: &'static str,
    /// (the lesson that is open, the next one of the path, the way on, its keys) when a path is chosen that
    /// leaves the open lesson out
    pub off_path: fn(&str, &str, &str, &str) -> String,
    /// (file, where it was put, reason)
    pub damaged: fn(&str, &str, &str) -> String,
    /// (file, reason), and it could not be moved
    pub damaged_stays: fn(&str, &str) -> String,
    /// (path, why, what to do first)
    pub cannot_write: fn(&str, &str, &str) -> String,
    /// (folder, why, what to do first) of settings and progress
    pub cannot_keep: fn(&str, &str, &str) -> String,
    /// (folder) of lessons that is there no more
    pub folder_gone: fn(&str) -> String,
    /// (folder) in which there is no lesson yet
    pub no_lessons: fn(&str) -> String,
    /// No home folder is known.
    pub no_folder: &'static str,
    /// (error)
    pub no_thread: fn(&str) -> String,
    /// A run ended in a panic.
    pub defect: &'static str,
    /// (pane, why it cannot be led by hand)
    pub not_by_hand: fn(&str, &str) -> String,
    /// A knob was turned while endpoints were led by hand.
    pub started_over: &'static str,
    /// (how many) in the files of the lesson that is open
    pub lesson_errors: fn(usize) -> String,
    /// (folder, error): edits in it do not show up
    pub not_watched: fn(&str, &str) -> String,
    /// (annotated message)
    pub lesson_broken: fn(&str) -> String,
    /// (id)
    pub no_such_lesson: fn(&str) -> String,
}

impl MessageWords {
    /// English
    pub const EN: Self = Self {
        count: |count| format!("{count} messages"),
        saved: |path| format!("Saved as {path}"),
        last_step: |way, keys| format!("This is the last step. “{way}” ({keys}) goes on."),
        last_lesson: "This is the last lesson of this path.",
        off_path: |open, next, way, keys| {
            format!("“{open}” is not on this path. “{way}” ({keys}) leads to “{next}”.")
        },
        nothing_to_save: "There is no run on the stage yet: run the lesson, or answer its question, and save again.",
        damaged: |file, kept, reason| {
            format!("{file} could not be read and was set aside as {kept}. A new one is begun.\n{reason}")
        },
        damaged_stays: |file, reason| {
            format!(
                "{file} could not be read nor set aside, so nothing is written to it. Move it away and start again.\n{reason}"
            )
        },
        cannot_write: |path, why, advice| {
            format!(
                "{path} cannot be written: {why}. {advice} and do it again, or name another folder with STICKYLAB_HOME. The lab goes on."
            )
        },
        cannot_keep: |folder, why, advice| {
            format!(
                "Settings and progress cannot be kept in {folder}: {why}. {advice}, or name another folder with STICKYLAB_HOME. The lab goes on."
            )
        },
        folder_gone: |folder| {
            format!(
                "The folder {folder} is gone. Its lessons stay as they were; to edit them, put it back and start again."
            )
        },
        no_lessons: |folder| {
            format!(
                "There is no lesson in {folder} yet. `stickylab new {folder}/my-lesson` begins one, and it appears here by itself."
            )
        },
        no_folder: "No home folder is known, so nothing is remembered. Name one with STICKYLAB_HOME.",
        no_thread: |error| {
            format!(
                "The system starts no thread, so nothing can be run: {error}. Close other programs and start again."
            )
        },
        defect: "The lab has a defect, and this run came to nothing. Run it again (Space); the terminal says what happened.",
        started_over: "Knobs belong to sockets: new ones are open, and what was sent before is gone.",
        not_by_hand: |pane, why| format!("{pane} cannot be led by hand, so the scripts run again. {why}"),
        lesson_errors: |count| match count {
            1 => "This lesson's files have an error; the stage keeps its last run. Mend and save them"
                .to_owned(),
            _ => format!(
                "This lesson's files have {count} errors; the stage keeps its last run. Mend and save them"
            ),
        },
        not_watched: |folder, error| {
            format!("Edits in {folder} do not show up by themselves ({error}). Start again to see them.")
        },
        lesson_broken: |message| {
            format!(
                "A lesson has an error and is left out. Mend the file and save it: the lesson then appears by itself.\n{message}"
            )
        },
        no_such_lesson: |id| format!("There is no lesson “{id}”."),
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        count: |count| format!("{count} 条消息"),
        saved: |path| format!("已保存为 {path}"),
        last_step: |way, keys| format!("这是最后一步。按“{way}”（{keys}）继续。"),
        last_lesson: "这是这条路线的最后一课。",
        off_path: |open, next, way, keys| {
            format!("《{open}》不在这条路线上。按“{way}”（{keys}）去《{next}》。")
        },
        nothing_to_save: "台上还没有运行结果：先运行，或先回答问题，再保存。",
        damaged: |file, kept, reason| {
            format!("{file} 无法读取，已另存为 {kept}，并重新开始一份。\n{reason}")
        },
        damaged_stays: |file, reason| {
            format!("{file} 无法读取，也无法移走，所以不会写入。请把它移走后重新启动。\n{reason}")
        },
        cannot_write: |path, why, advice| {
            format!(
                "无法写入 {path}：{why}。{advice}再试，或用 STICKYLAB_HOME 指定别的文件夹。实验可以继续。"
            )
        },
        cannot_keep: |folder, why, advice| {
            format!(
                "设置和进度无法保存在 {folder}：{why}。{advice}，或用 STICKYLAB_HOME 指定别的文件夹。实验可以继续。"
            )
        },
        folder_gone: |folder| {
            format!("文件夹 {folder} 不见了。里面的课程保持原样；要修改，请把它放回去再重新启动。")
        },
        no_lessons: |folder| {
            format!(
                "{folder} 里还没有课程。用 `stickylab new {folder}/my-lesson` 新建一课，它会自动出现在这里。"
            )
        },
        no_folder: "找不到主目录，什么都不会被记住。请用 STICKYLAB_HOME 指定一个文件夹。",
        no_thread: |error| format!("系统无法创建线程，因此无法运行：{error}。请关闭其他程序后重新启动。"),
        defect: "实验程序有缺陷，这次运行没有结果。请再运行一次（空格）；终端里有详情。",
        started_over: "转动了旋钮，套接字重新打开，刚才的收发已经清空。",
        not_by_hand: |pane, why| format!("无法亲手操作 {pane}，脚本重新运行。{why}"),
        lesson_errors: |count| format!("本课的文件有 {count} 处错误；台上保留上一次运行。改好并保存即可"),
        not_watched: |folder, error| {
            format!("{folder} 里的改动不会自动出现（{error}）。请重新启动后查看。")
        },
        lesson_broken: |message| {
            format!("有一课写错了，先略过。改好文件再保存，它会自动出现。\n{message}")
        },
        no_such_lesson: |id| format!("没有“{id}”这一课。"),
    };
}
