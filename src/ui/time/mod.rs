//! The stage over time: lanes for both programs and both kernels, and every byte's wait.

use eframe::egui::Ui;

use crate::session::Session;
use crate::text::Words;

/// Draws it over the room that there is.
pub fn show(_: &mut Ui, _: &mut Session, _: &'static Words) {}
