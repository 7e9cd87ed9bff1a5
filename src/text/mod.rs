//! The words of the window and of the terminal's tapes, in English and in Chinese.
//!
//! One constant of [`Words`] per language, so that a missing translation does not compile. Each
//! panel has a struct of its own, in a file of its own, with both languages side by side. Words
//! that depend on numbers are functions: languages differ in where the number goes.

pub mod cause;
pub mod course;
pub mod hands;
pub mod keys;
pub mod messages;
pub mod numbers;
pub mod outcomes;
pub mod present;
pub mod replay;
pub mod settings;
pub mod spoken;
pub mod stage;
pub mod system;
pub mod tape;
pub mod terms;
pub mod time;
pub mod verdict;
pub mod waiting;
pub mod welcome;
pub mod window;

pub use hands::HandsWords;
pub use keys::KeyWords;
pub use outcomes::OutcomesWords;
pub use present::PresentWords;
pub use replay::ReplayWords;
pub use settings::SettingsWords;
pub use spoken::SpokenWords;
pub use stage::{FrameWords, StageWords};
pub use system::SystemWords;
pub use tape::TapeWords;
pub use terms::TermWords;
pub use time::TimeWords;
pub use waiting::WaitingWords;
pub use welcome::WelcomeWords;
pub use window::WindowWords;

/// Every word of the window in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Of the tapes and what is said about them.
    pub stage: StageWords,
    /// Of the tapes in the terminal alone.
    pub tape: TapeWords,
    /// Of the view over time.
    pub time: TimeWords,
    /// Of the bar that plays a run once more.
    pub replay: ReplayWords,
    /// Of present mode.
    pub present: PresentWords,
    /// Of the settings.
    pub settings: SettingsWords,
    /// Of what is announced.
    pub spoken: SpokenWords,
    /// Of the sheet of keys.
    pub keys: KeyWords,
    /// Of endpoints that are led by hand.
    pub hands: HandsWords,
    /// Of many runs and what came of them.
    pub outcomes: OutcomesWords,
    /// Of what the system refuses.
    pub system: SystemWords,
    /// Of runs that one waits for.
    pub waiting: WaitingWords,
    /// Of terms and the page that explains them.
    pub terms: TermWords,
    /// Of the first start.
    pub welcome: WelcomeWords,
    /// Of what stands around the stage in the window.
    pub window: WindowWords,
}

/// English
pub const EN: Words = Words {
    stage: StageWords::EN,
    tape: TapeWords::EN,
    time: TimeWords::EN,
    replay: ReplayWords::EN,
    present: PresentWords::EN,
    settings: SettingsWords::EN,
    spoken: SpokenWords::EN,
    keys: KeyWords::EN,
    hands: HandsWords::EN,
    outcomes: OutcomesWords::EN,
    system: SystemWords::EN,
    waiting: WaitingWords::EN,
    terms: TermWords::EN,
    welcome: WelcomeWords::EN,
    window: WindowWords::EN,
};

/// Chinese, in simplified characters
pub const ZH: Words = Words {
    stage: StageWords::ZH,
    tape: TapeWords::ZH,
    time: TimeWords::ZH,
    replay: ReplayWords::ZH,
    present: PresentWords::ZH,
    settings: SettingsWords::ZH,
    spoken: SpokenWords::ZH,
    keys: KeyWords::ZH,
    hands: HandsWords::ZH,
    outcomes: OutcomesWords::ZH,
    system: SystemWords::ZH,
    waiting: WaitingWords::ZH,
    terms: TermWords::ZH,
    welcome: WelcomeWords::ZH,
    window: WindowWords::ZH,
};
