//! Runs for other programs: JSON with a schema that is documented and kept.

mod causes;
mod frames;
pub mod json;
mod kernel;
mod pane;
pub mod sweep;

pub use json::{OutcomesJson, PaneResult, PaneTally, RunJson, outcomes_json, run_json};
pub use pane::failure_message;
pub use sweep::{PaneSweep, SweepJson, SweepPlan, SweepPoint, sweep_csv, sweep_json};
