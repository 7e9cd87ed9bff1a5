//! How the window looks to this user: language, theme, size, motion.

use super::Session;
use super::record::{TEXT_SCALES, Theme};
use crate::lesson::Lang;

impl Session {
    /// The language of the window.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Chooses the language of the window, and remembers it.
    pub fn set_lang(&mut self, lang: Lang) {
        self.lang = lang;
        self.preferences.lang = Some(lang.code().to_owned());
        self.save_preferences();
    }

    /// Light or dark, as chosen.
    pub fn theme(&self) -> Theme {
        self.preferences.theme
    }

    /// Chooses light or dark, and remembers it.
    pub fn set_theme(&mut self, theme: Theme) {
        self.preferences.theme = theme;
        self.save_preferences();
    }

    /// How large the window is drawn, in percent: one of [`TEXT_SCALES`].
    pub fn text_scale(&self) -> u16 {
        let chosen = self.preferences.text_scale.unwrap_or(TEXT_SCALES[0]);
        TEXT_SCALES.into_iter().rev().find(|scale| *scale <= chosen).unwrap_or(TEXT_SCALES[0])
    }

    /// Chooses how large the window is drawn, and remembers it.
    pub fn set_text_scale(&mut self, percent: u16) {
        self.preferences.text_scale = Some(percent);
        self.save_preferences();
    }

    /// Draws the window a step larger or smaller.
    pub fn step_text_scale(&mut self, larger: bool) {
        let now = self.text_scale();
        let mut scales = TEXT_SCALES.into_iter();
        let next = if larger {
            scales.find(|scale| *scale > now)
        } else {
            scales.rev().find(|scale| *scale < now)
        };
        if let Some(next) = next {
            self.set_text_scale(next);
        }
    }

    /// Whether nothing moves by itself.
    pub fn reduces_motion(&self) -> bool {
        self.preferences.reduce_motion
    }

    /// Chooses whether things may move by themselves, and remembers it.
    pub fn set_reduces_motion(&mut self, still: bool) {
        self.preferences.reduce_motion = still;
        self.save_preferences();
    }
}
