//! Sticky Packet Lab.
pub mod cli;
pub mod export;
pub mod model;
pub mod text;
