//! Sticky Packet Lab.
pub mod cli;
pub mod model;
pub mod text;
