//! Where a command has its keys.

use eframe::egui::{Context, Key, KeyboardShortcut, Popup};

use crate::lesson::{StepKind, View};
use crate::session::Session;

use super::Command;
use crate::ui::focus;

/// What decides whom a key belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is true or false by itself")]
pub struct Situation {
    /// The stage and the step alone are shown.
    pub present: bool,
    /// The sheet of keys is open, or another window over this one.
    pub covered: bool,
    /// Answers of the question that is open; none where none is.
    pub answers: u8,
    /// The result is kept back.
    pub hidden: bool,
    /// A replay is loaded.
    pub replay: bool,
    /// The runs are shown over time.
    pub over_time: bool,
    /// Endpoints are led by hand.
    pub by_hand: bool,
    /// A control has the focus, or a menu is open that takes its keys.
    pub focused: bool,
    /// It is a slider that the pointer took, which has no use for Space.
    pub sliding: bool,
    /// Text is being typed in it.
    pub typing: bool,
}

impl Situation {
    /// What the user is doing.
    pub fn of(ctx: &Context, session: &Session, (present, covered): (bool, bool)) -> Self {
        let asked = session.step().filter(|step| session.is_asking() && step.kind == StepKind::Predict);
        let answers = asked.map_or(0, |step| u8::try_from(step.choices.len()).unwrap_or(u8::MAX));
        Self {
            present,
            covered,
            answers,
            hidden: session.is_hidden(),
            replay: session.playback().is_some(),
            over_time: session.view() == View::Time,
            by_hand: session.by_hand().is_some(),
            focused: ctx.memory(|memory| memory.focused().is_some()) || Popup::is_any_open(ctx),
            sliding: focus::is_held(ctx),
            typing: ctx.text_edit_focused(),
        }
    }

    fn is_asking(&self) -> bool {
        self.answers > 0
    }

    /// Whether a key is for what has the focus.
    fn is_for_the_focus(&self, shortcut: KeyboardShortcut) -> bool {
        let key = shortcut.logical_key;
        let plain = shortcut.modifiers.is_none() || shortcut.modifiers.shift_only();
        let is_control = |key| {
            matches!(
                key,
                Key::Space
                    | Key::Enter
                    | Key::ArrowLeft
                    | Key::ArrowRight
                    | Key::ArrowUp
                    | Key::ArrowDown
            )
        };
        let is_elsewhere =
            |key| matches!(key, Key::PageUp | Key::PageDown | Key::Escape | Key::F1 | Key::F5 | Key::F6);
        if plain {
            let is_control = is_control(key) && !(self.sliding && key == Key::Space);
            (self.focused && is_control) || (self.typing && !is_elsewhere(key))
        } else {
            // A field has its own undo.
            self.typing && key == Key::Z
        }
    }
}

impl Command {
    /// Whether it is one of present mode's, or one of the working window's.
    pub fn belongs_to(self, present: bool) -> bool {
        match self {
            Self::HandUp(_) | Self::HandDown(_) | Self::Reveal | Self::Black | Self::White => present,
            // Present mode has its own sizes, and nothing stands around its stage.
            Self::Answer(_)
            | Self::Lessons
            | Self::ByHand
            | Self::Settings
            | Self::Larger
            | Self::Smaller
            | Self::Terms
            | Self::NextPart
            | Self::PreviousPart => !present,
            _ => true,
        }
    }

    fn applies(self, now: &Situation) -> bool {
        let class = now.present && now.is_asking();
        match self {
            Self::Close | Self::Help => true,
            // It closes what it opens.
            Self::Lessons => !now.present,
            _ if now.covered || !self.belongs_to(now.present) => false,
            // While endpoints are led by hand, a key that is meant for a field ends nothing.
            Self::Run => !now.by_hand && !class,
            Self::ByHand => !now.by_hand && !now.hidden,
            Self::Undo | Self::Redo => !now.by_hand,
            Self::StartOver => now.by_hand,
            Self::Fit | Self::ZoomIn | Self::ZoomOut => now.over_time && !now.hidden,
            // In front of a class nothing scrolls; time is moved through.
            Self::ScrollUp | Self::ScrollDown => !now.present || (now.over_time && !now.hidden),
            Self::PlayPause => now.replay && !class,
            Self::PreviousEvent | Self::NextEvent | Self::ToStart | Self::ToEnd | Self::Loop => {
                now.replay
            }
            Self::Answer(place) | Self::HandUp(place) | Self::HandDown(place) => place < now.answers,
            Self::Reveal => class,
            _ => true,
        }
    }

    /// The keys that do it now.
    pub fn shortcuts_in(self, now: &Situation) -> Vec<KeyboardShortcut> {
        if !self.applies(now) {
            return Vec::new();
        }
        let mut shortcuts = self.shortcuts();
        shortcuts.retain(|shortcut| {
            let belongs_to_another = match (self, shortcut.logical_key) {
                (Self::Run, Key::Space) => now.replay,
                // A hand for the second answer.
                (Self::Black, Key::B) => now.answers > 1,
                _ => false,
            };
            !belongs_to_another && !now.is_for_the_focus(*shortcut)
        });
        shortcuts
    }
}
