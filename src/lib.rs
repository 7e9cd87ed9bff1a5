//! Sticky Packet Lab.
pub mod lesson;
pub mod model;
