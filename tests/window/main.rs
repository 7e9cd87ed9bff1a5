//! The window, driven through its accessibility tree: real lessons over real sockets, no display.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod alignment;
mod by_keyboard;
mod commands;
mod contrast;
mod cramped;
mod display;
mod drawer;
mod driver;
mod editing;
mod escaping;
mod every_display;
mod every_step;
mod greeting;
mod hands;
mod keeping;
mod keys;
mod learning;
mod legible;
mod long_titles;
mod many_runs;
mod messages;
mod names;
mod pointing;
mod present;
mod reading_order;
mod refusals;
mod replay;
mod settings;
mod states;
mod terms;
mod trouble;
mod turning;
