//! Everything that a user can do from anywhere: one list, with label, tooltip and shortcut.

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};

use crate::text::window::{Action, ActionWords};

/// Something that a user can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Runs the lesson once more.
    Run,
    /// Runs it many times.
    Repeat,
    /// Plays the run on the stage once more, or leaves that.
    Replay,
    /// Leads the endpoints by hand, or lets go.
    ByHand,
    /// Begins anew with other sockets, by hand.
    StartOver,
    /// To the next step.
    Next,
    /// To the step before.
    Back,
    /// To the next lesson.
    NextLesson,
    /// To the lesson before.
    PreviousLesson,
    /// Shows the bytes.
    ViewBytes,
    /// Shows the time.
    ViewTime,
    /// Shows how many runs fell out.
    ViewOutcomes,
    /// Saves the run on the stage.
    Save,
    /// Takes back the last turn of a knob.
    Undo,
    /// Turns it again.
    Redo,
    /// Puts all knobs back.
    Reset,
    /// Switches the language.
    Language,
    /// Switches light, dark, system.
    Theme,
    /// Shows the stage and the step alone, or leaves that.
    Present,
    /// Shows all terms, or closes them.
    Terms,
}

impl Command {
    /// All of them. Redo stands before Undo: a shortcut is found with more keys held than it names.
    pub const ALL: [Self; 20] = [
        Self::Run,
        Self::Repeat,
        Self::Replay,
        Self::ByHand,
        Self::StartOver,
        Self::NextLesson,
        Self::PreviousLesson,
        Self::Next,
        Self::Back,
        Self::ViewBytes,
        Self::ViewTime,
        Self::ViewOutcomes,
        Self::Save,
        Self::Redo,
        Self::Undo,
        Self::Reset,
        Self::Language,
        Self::Theme,
        Self::Present,
        Self::Terms,
    ];

    /// Its label and its tooltip.
    pub fn words(self, words: &ActionWords) -> Action {
        match self {
            Self::Run => words.run,
            Self::Repeat => words.repeat,
            Self::Replay => words.replay,
            Self::ByHand => words.by_hand,
            Self::StartOver => words.start_over,
            Self::Next => words.next,
            Self::Back => words.back,
            Self::NextLesson => words.next_lesson,
            Self::PreviousLesson => words.previous_lesson,
            Self::ViewBytes => words.view_bytes,
            Self::ViewTime => words.view_time,
            Self::ViewOutcomes => words.view_outcomes,
            Self::Save => words.save,
            Self::Undo => words.undo,
            Self::Redo => words.redo,
            Self::Reset => words.reset,
            Self::Language => words.language,
            Self::Theme => words.theme,
            Self::Present => words.present,
            Self::Terms => words.terms,
        }
    }

    /// The keys that do it. Ctrl+1 to Ctrl+4 belong to screen magnifiers.
    pub fn shortcut(self) -> KeyboardShortcut {
        let (modifiers, key) = match self {
            Self::Run => (Modifiers::NONE, Key::Space),
            Self::Repeat => (Modifiers::COMMAND, Key::R),
            Self::Replay => (Modifiers::NONE, Key::R),
            Self::ByHand => (Modifiers::NONE, Key::H),
            Self::StartOver => (Modifiers::COMMAND, Key::N),
            Self::Next => (Modifiers::NONE, Key::PageDown),
            Self::Back => (Modifiers::NONE, Key::PageUp),
            Self::NextLesson => (Modifiers::COMMAND, Key::PageDown),
            Self::PreviousLesson => (Modifiers::COMMAND, Key::PageUp),
            Self::ViewBytes => (Modifiers::ALT, Key::Num1),
            Self::ViewTime => (Modifiers::ALT, Key::Num2),
            Self::ViewOutcomes => (Modifiers::ALT, Key::Num3),
            Self::Save => (Modifiers::COMMAND, Key::S),
            Self::Undo => (Modifiers::COMMAND, Key::Z),
            Self::Redo => (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z),
            Self::Reset => (Modifiers::COMMAND, Key::Num0),
            Self::Language => (Modifiers::COMMAND, Key::L),
            Self::Theme => (Modifiers::COMMAND, Key::T),
            Self::Present => (Modifiers::NONE, Key::F5),
            Self::Terms => (Modifiers::NONE, Key::F1),
        };
        KeyboardShortcut::new(modifiers, key)
    }

    /// What the keyboard asks for in this frame. While something has the focus, Space and letters are
    /// its own; while endpoints are led by hand, a key that is meant for a field ends nothing.
    pub fn pressed(ctx: &Context, led_by_hand: bool) -> Vec<Self> {
        let focused = ctx.memory(|memory| memory.focused().is_some());
        let is_its_own = |command: &Self| matches!(command, Self::Run | Self::Replay | Self::ByHand);
        let is_spared =
            |command: &Self| matches!(command, Self::Run | Self::ByHand | Self::Undo | Self::Redo);
        let is_left_out =
            |command: &Self| (focused && is_its_own(command)) || (led_by_hand && is_spared(command));
        let pressed = |command: &Self| ctx.input_mut(|input| input.consume_shortcut(&command.shortcut()));
        Self::ALL.into_iter().filter(|command| !is_left_out(command)).filter(pressed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{EN, ZH};

    #[test]
    fn no_two_commands_share_their_keys() {
        for (at, one) in Command::ALL.iter().enumerate() {
            for other in &Command::ALL[at + 1..] {
                assert_ne!(one.shortcut(), other.shortcut(), "{one:?}, {other:?}");
            }
        }
    }

    #[test]
    fn screen_magnifiers_keep_their_keys() {
        for command in Command::ALL {
            let shortcut = command.shortcut();
            let magnifier = [Key::Num1, Key::Num2, Key::Num3, Key::Num4].contains(&shortcut.logical_key);
            assert!(!magnifier || !shortcut.modifiers.command, "{command:?}");
        }
    }

    #[test]
    fn every_command_has_a_label_and_a_tooltip_that_names_its_keys() {
        for words in [&EN, &ZH] {
            for command in Command::ALL {
                let (label, tooltip) = command.words(&words.window.actions);
                assert!(!label.is_empty());
                let shortcut = command.shortcut();
                let named = tooltip.contains(&format!("{:?}", shortcut.logical_key).replace("Num", ""));
                assert!(named || command == Command::Run, "{command:?}: {tooltip}");
            }
        }
    }
}
