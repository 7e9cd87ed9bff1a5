//! Everything that keys do: one table with label, tooltip and shortcuts.
//!
//! Buttons take their labels and tooltips from it, the window its keys, and the sheet of keys its rows.
//! `situation` says where a command has its keys, and `keys` how they are written.

mod keys;
mod situation;

use eframe::egui::{Context, Event, Key, KeyboardShortcut, Modifiers};

use crate::text::Words;
use crate::text::window::Action;

pub use situation::Situation;

/// The most answers that a question has keys for.
pub const MOST_ANSWERS: u8 = 8;

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
    /// To the next step; in present mode to its next page first.
    Next,
    /// To the step before.
    Back,
    /// To the next lesson.
    NextLesson,
    /// To the lesson before.
    PreviousLesson,
    /// Shows the list of lessons.
    Lessons,
    /// Shows the bytes.
    ViewBytes,
    /// Shows the time.
    ViewTime,
    /// Shows what came of many runs.
    ViewOutcomes,
    /// Shows the whole run over time.
    Fit,
    /// Magnifies time.
    ZoomIn,
    /// Shows more time.
    ZoomOut,
    /// Shows what is farther up, or earlier.
    ScrollUp,
    /// Shows what is farther down, or later.
    ScrollDown,
    /// Plays the replay, or holds it.
    PlayPause,
    /// To the event before.
    PreviousEvent,
    /// To the next event.
    NextEvent,
    /// To the beginning of the replay.
    ToStart,
    /// To its end.
    ToEnd,
    /// Lets it begin anew at its end, or not.
    Loop,
    /// Gives the answer at that place.
    Answer(u8),
    /// Takes back a hand for the answer at that place.
    HandDown(u8),
    /// Counts a hand for it.
    HandUp(u8),
    /// Shows a class what happened.
    Reveal,
    /// Makes the screen black.
    Black,
    /// Makes the screen white.
    White,
    /// Saves what is looked at.
    Save,
    /// Takes back the last turn of a knob.
    Undo,
    /// Turns it again.
    Redo,
    /// Puts all knobs back.
    Reset,
    /// Switches the language.
    Language,
    /// Switches the theme.
    Theme,
    /// Opens the settings, or closes them.
    Settings,
    /// Draws the window larger.
    Larger,
    /// Draws it smaller.
    Smaller,
    /// Shows the stage and the step alone, or leaves that.
    Present,
    /// Shows all terms, or closes them.
    Terms,
    /// To the next part of the window.
    NextPart,
    /// To the part before.
    PreviousPart,
    /// Shows the sheet of keys, or closes it.
    Help,
    /// Closes what lies on top.
    Close,
}

/// The groups of the sheet of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Steps and lessons.
    Steps,
    /// Runs and knobs.
    Runs,
    /// How the stage shows a run.
    Shown,
    /// The replay.
    Replay,
    /// In front of a class.
    Class,
    /// The window.
    Window,
}

impl Group {
    /// From top to bottom.
    pub const ALL: [Self; 6] =
        [Self::Steps, Self::Runs, Self::Shown, Self::Replay, Self::Class, Self::Window];
}

/// Those of which there is one each, in the order of the sheet. A shortcut is found with more keys
/// held than it names: so what needs Shift stands before what does not.
const SINGLE: [Command; 42] = [
    Command::Next,
    Command::Back,
    Command::NextLesson,
    Command::PreviousLesson,
    Command::Lessons,
    Command::Run,
    Command::Repeat,
    Command::ByHand,
    Command::StartOver,
    Command::Redo,
    Command::Undo,
    Command::Reset,
    Command::Save,
    Command::ViewBytes,
    Command::ViewTime,
    Command::ViewOutcomes,
    Command::Fit,
    Command::ZoomIn,
    Command::ZoomOut,
    Command::ScrollUp,
    Command::ScrollDown,
    Command::Replay,
    Command::PlayPause,
    Command::PreviousEvent,
    Command::NextEvent,
    Command::ToStart,
    Command::ToEnd,
    Command::Loop,
    Command::Reveal,
    Command::Black,
    Command::White,
    Command::Present,
    Command::Language,
    Command::Theme,
    Command::Larger,
    Command::Smaller,
    Command::Settings,
    Command::Terms,
    Command::PreviousPart,
    Command::NextPart,
    Command::Help,
    Command::Close,
];

const LETTERS: [Key; MOST_ANSWERS as usize] =
    [Key::A, Key::B, Key::C, Key::D, Key::E, Key::F, Key::G, Key::H];

impl Command {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let places = || 0..MOST_ANSWERS;
        let answers = places().map(Self::Answer);
        let hands = places().map(Self::HandDown).chain(places().map(Self::HandUp));
        answers.chain(hands).chain(SINGLE)
    }

    /// Its label and its tooltip, without its keys.
    pub fn words(self, words: &Words) -> Action {
        let (actions, keys) = (&words.window.actions, &words.keys);
        match self {
            Self::Run => actions.run,
            Self::Repeat => actions.repeat,
            Self::Replay => actions.replay,
            Self::ByHand => actions.by_hand,
            Self::StartOver => actions.start_over,
            Self::Next => actions.next,
            Self::Back => actions.back,
            Self::NextLesson => actions.next_lesson,
            Self::PreviousLesson => actions.previous_lesson,
            Self::Lessons => actions.lessons,
            Self::ViewBytes => actions.view_bytes,
            Self::ViewTime => actions.view_time,
            Self::ViewOutcomes => actions.view_outcomes,
            Self::Fit => words.time.tools.fit,
            Self::ZoomIn => words.time.tools.zoom_in,
            Self::ZoomOut => words.time.tools.zoom_out,
            Self::ScrollUp => keys.scroll_up,
            Self::ScrollDown => keys.scroll_down,
            Self::PlayPause => keys.play_pause,
            Self::PreviousEvent => words.replay.previous,
            Self::NextEvent => words.replay.next,
            Self::ToStart => words.replay.to_start,
            Self::ToEnd => words.replay.to_end,
            Self::Loop => words.replay.looping,
            Self::Answer(_) => keys.answer,
            Self::HandDown(_) => keys.hand_down,
            Self::HandUp(_) => keys.hand_up,
            Self::Reveal => keys.reveal,
            Self::Black => keys.black,
            Self::White => keys.white,
            Self::Save => actions.save,
            Self::Undo => actions.undo,
            Self::Redo => actions.redo,
            Self::Reset => actions.reset,
            Self::Language => actions.language,
            Self::Theme => actions.theme,
            Self::Settings => words.settings.open,
            Self::Larger => words.settings.larger,
            Self::Smaller => words.settings.smaller,
            Self::Present => actions.present,
            Self::Terms => actions.terms,
            Self::NextPart => keys.next_part,
            Self::PreviousPart => keys.previous_part,
            Self::Help => keys.help,
            Self::Close => keys.close,
        }
    }

    /// Its place on the sheet of keys.
    pub fn group(self) -> Group {
        match self {
            Self::Next
            | Self::Back
            | Self::NextLesson
            | Self::PreviousLesson
            | Self::Lessons
            | Self::Answer(_) => Group::Steps,
            Self::Run
            | Self::Repeat
            | Self::ByHand
            | Self::StartOver
            | Self::Undo
            | Self::Redo
            | Self::Reset
            | Self::Save => Group::Runs,
            Self::ViewBytes
            | Self::ViewTime
            | Self::ViewOutcomes
            | Self::Fit
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::ScrollUp
            | Self::ScrollDown => Group::Shown,
            Self::Replay
            | Self::PlayPause
            | Self::PreviousEvent
            | Self::NextEvent
            | Self::ToStart
            | Self::ToEnd
            | Self::Loop => Group::Replay,
            Self::HandDown(_) | Self::HandUp(_) | Self::Reveal | Self::Black | Self::White => {
                Group::Class
            }
            Self::Language
            | Self::Theme
            | Self::Settings
            | Self::Larger
            | Self::Smaller
            | Self::Present
            | Self::Terms
            | Self::NextPart
            | Self::PreviousPart
            | Self::Help
            | Self::Close => Group::Window,
        }
    }

    /// The keys that do it, the usual ones first. Ctrl+1 to Ctrl+4 belong to screen magnifiers.
    pub fn shortcuts(self) -> Vec<KeyboardShortcut> {
        let plain = |keys: &[Key]| keys.iter().map(|&key| (Modifiers::NONE, key)).collect();
        let (control, shift) = (Modifiers::COMMAND, Modifiers::SHIFT);
        let letter = |place: u8| LETTERS.get(usize::from(place)).copied().unwrap_or(Key::A);
        let pairs: Vec<(Modifiers, Key)> = match self {
            // Where a control has the focus, Space is the control's.
            Self::Run => vec![(Modifiers::NONE, Key::Space), (control, Key::Enter)],
            Self::Repeat => vec![(control, Key::R)],
            Self::Replay => plain(&[Key::R]),
            Self::ByHand => plain(&[Key::H]),
            Self::StartOver => vec![(control, Key::N)],
            Self::Next => plain(&[Key::PageDown]),
            Self::Back => plain(&[Key::PageUp]),
            Self::NextLesson => vec![(control, Key::PageDown)],
            Self::PreviousLesson => vec![(control, Key::PageUp)],
            Self::Lessons => vec![(control, Key::O)],
            Self::ViewBytes => vec![(Modifiers::ALT, Key::Num1)],
            Self::ViewTime => vec![(Modifiers::ALT, Key::Num2)],
            Self::ViewOutcomes => vec![(Modifiers::ALT, Key::Num3)],
            Self::Fit => plain(&[Key::F]),
            // Plus is a key of its own on some keyboards, and Shift and Equals on others.
            Self::ZoomIn => plain(&[Key::Plus, Key::Equals]),
            Self::ZoomOut => plain(&[Key::Minus]),
            Self::ScrollUp => plain(&[Key::ArrowUp]),
            Self::ScrollDown => plain(&[Key::ArrowDown]),
            Self::PlayPause => plain(&[Key::Space]),
            Self::PreviousEvent => plain(&[Key::ArrowLeft]),
            Self::NextEvent => plain(&[Key::ArrowRight]),
            Self::ToStart => plain(&[Key::Home]),
            Self::ToEnd => plain(&[Key::End]),
            Self::Loop => plain(&[Key::L]),
            Self::Answer(place) | Self::HandUp(place) => plain(&[letter(place)]),
            Self::HandDown(place) => vec![(shift, letter(place))],
            Self::Reveal => plain(&[Key::Space, Key::Enter]),
            Self::Black => plain(&[Key::Period, Key::B]),
            Self::White => plain(&[Key::W]),
            Self::Save => vec![(control, Key::S)],
            Self::Undo => vec![(control, Key::Z)],
            Self::Redo => vec![(control.plus(shift), Key::Z)],
            Self::Reset => vec![(control, Key::Num0)],
            Self::Language => vec![(control, Key::L)],
            Self::Theme => vec![(control, Key::T)],
            Self::Settings => vec![(control, Key::Comma)],
            Self::Larger => vec![(control, Key::Plus), (control, Key::Equals)],
            Self::Smaller => vec![(control, Key::Minus)],
            Self::Present => plain(&[Key::F5]),
            Self::Terms => plain(&[Key::T]),
            Self::NextPart => plain(&[Key::F6]),
            Self::PreviousPart => vec![(shift, Key::F6)],
            Self::Help => plain(&[Key::F1]),
            Self::Close => plain(&[Key::Escape]),
        };
        pairs.into_iter().map(|(modifiers, key)| KeyboardShortcut::new(modifiers, key)).collect()
    }

    /// Whether its keys are left for those who draw: several things close by Escape, each in its turn,
    /// and what is magnified is known only to its chart.
    fn is_taken_where_drawn(self) -> bool {
        matches!(self, Self::Close | Self::Fit | Self::ZoomIn | Self::ZoomOut)
    }

    /// What the keyboard asks for in this frame, as often as it does.
    pub fn pressed(ctx: &Context, situation: &Situation) -> Vec<Self> {
        let mut pressed = Vec::new();
        for command in Self::all().filter(|command| !command.is_taken_where_drawn()) {
            for shortcut in command.shortcuts_in(situation) {
                pressed.extend(std::iter::repeat_n(command, taken(ctx, shortcut)));
            }
        }
        pressed
    }

    /// Whether its keys were pressed in this frame; they are taken.
    pub fn take(self, ctx: &Context) -> bool {
        self.shortcuts().into_iter().map(|shortcut| taken(ctx, shortcut)).sum::<usize>() > 0
    }
}

fn taken(ctx: &Context, shortcut: KeyboardShortcut) -> usize {
    ctx.input_mut(|input| {
        let times = input.count_and_consume_key(shortcut.modifiers, shortcut.logical_key);
        // With Alt a key types its sign too, which a field would take.
        if times > 0 && shortcut.modifiers.alt {
            let sign = shortcut.logical_key.symbol_or_name();
            input.events.retain(|event| !matches!(event, Event::Text(text) if text == sign));
        }
        times
    })
}

#[cfg(test)]
mod tests;
