//! The words of the window and of the tapes, in both languages.

pub mod tape;
