//! The settings.

use super::window::Action;

/// The words of the settings.
#[derive(Clone, Copy, Debug)]
pub struct SettingsWords {
    /// Opens them.
    pub open: Action,
    /// The choice of a theme.
    pub theme: &'static str,
    /// As the system has it, light, dark, high contrast.
    pub themes: [&'static str; 4],
    /// The choice of a language.
    pub language: &'static str,
    /// How large the window is drawn.
    pub text_scale: &'static str,
    /// (percent)
    pub percent: fn(u16) -> String,
    /// Draws it larger.
    pub larger: Action,
    /// Draws it smaller.
    pub smaller: Action,
    /// What is said of things that move.
    pub motion: &'static str,
    /// Nothing moves by itself, with what that means.
    pub reduce_motion: Action,
}

impl SettingsWords {
    /// English
    pub const EN: Self = Self {
        open: ("Settings", "Theme, language, size, motion"),
        theme: "Theme",
        themes: ["As the system", "Light", "Dark", "High contrast"],
        language: "Language · 语言",
        text_scale: "Size of text",
        percent: |percent| format!("{percent} %"),
        larger: ("Larger", "Draws everything larger"),
        smaller: ("Smaller", "Draws everything smaller"),
        motion: "Motion",
        reduce_motion: ("Reduce motion", "A replay waits for you to play it; nothing slides or fades"),
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        open: ("设置", "外观、语言、大小、动画"),
        theme: "外观",
        themes: ["跟随系统", "浅色", "深色", "高对比度"],
        language: "语言 · Language",
        text_scale: "文字大小",
        percent: |percent| format!("{percent} %"),
        larger: ("放大", "把所有内容放大"),
        smaller: ("缩小", "把所有内容缩小"),
        motion: "动画",
        reduce_motion: ("减少动画", "重放不会自动开始；没有滑动和淡入淡出"),
    };
}
