//! The window: the only place that knows egui.

pub mod fonts;
pub mod stage;
pub mod theme;
