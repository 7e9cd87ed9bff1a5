//! Sticky Packet Lab.
pub mod export;
pub mod lesson;
pub mod model;
