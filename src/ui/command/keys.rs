//! How keys are written.

use eframe::egui::{Key, KeyboardShortcut};

use crate::text::{EN, Words, ZH};

use super::Command;

impl Command {
    /// Its label, and its tooltip with its keys behind it.
    pub fn told(self, words: &Words) -> (&'static str, String) {
        (self.words(words).0, self.hint(words))
    }

    /// Its label in every language.
    pub fn labels(self) -> [&'static str; 2] {
        [&EN, &ZH].map(|words| self.words(words).0)
    }

    /// Its tooltip with its keys behind it.
    pub fn hint(self, words: &Words) -> String {
        self.hint_of(self.words(words).1, words)
    }

    /// What is told, with its keys behind it.
    pub fn hint_of(self, told: &str, words: &Words) -> String {
        (words.keys.with_keys)(told, &self.keys(words))
    }

    /// "Ctrl+R", "Space or Ctrl+Enter"
    pub fn keys(self, words: &Words) -> String {
        self.key_names(words).join(words.keys.or)
    }

    /// The same, one by one.
    pub fn key_names(self, words: &Words) -> Vec<String> {
        // Equals is Plus without Shift, and needs no name.
        let shortcuts =
            self.shortcuts().into_iter().filter(|shortcut| shortcut.logical_key != Key::Equals);
        shortcuts.map(|shortcut| name(shortcut, words)).collect()
    }
}

fn name(shortcut: KeyboardShortcut, words: &Words) -> String {
    let KeyboardShortcut { modifiers, logical_key } = shortcut;
    let control = if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" };
    let held = [(modifiers.command, control), (modifiers.alt, "Alt+"), (modifiers.shift, "Shift+")];
    let held: String = held.into_iter().filter(|(is_held, _)| *is_held).map(|(_, name)| name).collect();
    let key = match logical_key {
        Key::Space => words.keys.space,
        Key::Escape => "Esc",
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        other => other.symbol_or_name(),
    };
    held + key
}
