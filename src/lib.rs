//! Sticky Packet Lab.
pub mod model;
