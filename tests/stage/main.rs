//! The stage, shown runs that were made by hand.
#![cfg(feature = "gui")]
#![expect(clippy::cast_possible_truncation, reason = "sizes in these tests are small")]

#[cfg(feature = "images")]
mod images;
mod layout;
mod replayed;
mod shown;
mod told;
mod traces;
mod verdicts;
