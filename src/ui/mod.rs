//! The window: the only place that knows egui.

mod announce;
pub mod app;
mod card;
mod center;
mod chapter_page;
pub mod command;
mod controls;
mod course_panel;
mod focus;
pub mod fonts;
mod glossary_page;
mod hands;
mod icons;
mod knob_panel;
mod lesson_errors;
mod markdown;
mod open;
mod outcomes;
mod parts;
mod pointer;
mod present;
mod replay;
mod scrolling;
mod settings;
mod sheet;
pub mod stage;
mod step_panel;
mod term;
pub mod theme;
pub mod time;
mod toasts;
mod waiting;
mod welcome;
mod wording;

pub use app::LabApp;
pub use open::{OpenError, Start, open};
