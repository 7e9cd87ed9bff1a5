//! Runs for other programs: JSON with a schema that is documented and kept.

mod frames;
pub mod json;
mod pane;

pub use json::{OutcomesJson, PaneResult, PaneTally, RunJson, outcomes_json, run_json};
pub use pane::failure_message;
