//! Sticky Packet Lab.
pub mod export;
pub mod model;
