<<<<<<< HEAD
//! The words of the window, in English and in Chinese.
//!
//! One constant of [`Words`] per language, so that a missing translation does not compile. Each
//! panel has a struct of its own, in a file of its own, with both languages side by side. Words
//! that depend on numbers are functions: languages differ in where the number goes.

pub mod stage;

pub use stage::StageWords;

/// Every word of the window in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Of the tapes and what is said about them.
    pub stage: StageWords,
}

/// English
pub const EN: Words = Words {
    stage: StageWords::EN,
};

/// Chinese, in simplified characters
pub const ZH: Words = Words {
    stage: StageWords::ZH,
};
=======
//! The words of the window and of the tapes, in both languages.

pub mod tape;
>>>>>>> cli
