//! The view over time, shown runs that were made by hand.
#![cfg(feature = "gui")]
#![expect(clippy::cast_possible_truncation, reason = "sizes in these tests are small")]

mod agree;
#[expect(dead_code, reason = "the other tests use the rest")]
#[path = "../common/mod.rs"]
mod common;
#[cfg(feature = "images")]
mod images;
mod layout;
mod notes;
mod runs;
mod told;
