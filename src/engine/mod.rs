//! The only place with sockets, clocks and the threads of a run.
//!
//! [`run`] opens the sockets of a [`Scenario`](crate::model::Scenario), starts one thread per
//! endpoint, and comes back with a [`Trace`](crate::model::Trace) when all of them are joined.
//! Nothing is left behind: no thread, no descriptor, no socket file.

mod assemble;
mod board;
mod cancel;
mod chunks;
mod clock;
#[cfg(target_os = "linux")]
mod control;
mod endpoint;
mod errno;
mod frames;
mod gate;
mod gather;
mod hand;
mod in_turn;
mod interrupt;
pub mod kernel;
mod link;
mod lookout;
mod observe;
mod observer;
mod onlooker;
mod opening;
mod options;
mod performance;
mod receive;
mod recorder;
mod refusal;
mod run;
mod service;
mod stopwatch;
mod supervise;
mod transfer;

pub use cancel::Cancel;
pub use errno::name_of_io as error_name;
pub use hand::{Hands, Queues, ToldWaker};
pub use in_turn::run_in_turn;
pub use refusal::{Doing, Lacking, Route, RunError, Shortage};
pub use run::{run, run_many, run_observed};
pub use stopwatch::Stopwatch;
