//! Sticky Packet Lab.
pub mod model;
pub mod text;
#[cfg(feature = "gui")]
pub mod ui;
