//! What stands around terms: their links, their cards, and the page with all of them.

use super::window::Action;

/// Links to terms, and the glossary.
#[derive(Clone, Copy, Debug)]
pub struct TermWords {
    /// (word) what a link in the text is called, for those who listen
    pub link: fn(&str) -> String,
    /// The page's title.
    pub title: &'static str,
    /// The field that finds terms.
    pub search: &'static str,
    /// (what was typed) that no term has
    pub nothing_found: fn(&str) -> String,
    /// Empties the field.
    pub show_all: Action,
    /// (title) goes to the lesson that explains the term first
    pub lesson: fn(&str) -> String,
    /// Opens the page from a card.
    pub all: Action,
}

impl TermWords {
    /// English
    pub const EN: Self = Self {
        link: |word| format!("Term: {word}"),
        title: "Terms",
        search: "Find a term",
        nothing_found: |typed| {
            format!("No term has “{typed}” in it, in either language. A shorter word finds more.")
        },
        show_all: ("Show all terms", "Empties the field"),
        lesson: |title| format!("In the lesson “{title}”"),
        all: ("All terms", "Every term with its meaning"),
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        link: |word| format!("术语：{word}"),
        title: "术语",
        search: "查找术语",
        nothing_found: |typed| format!("没有含“{typed}”的术语，中英文都没有。换短一点的词再找。"),
        show_all: ("显示全部术语", "清空输入框"),
        lesson: |title| format!("见课程“{title}”"),
        all: ("全部术语", "所有术语和它们的意思"),
    };
}
