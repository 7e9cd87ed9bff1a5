//! The command line: `list`, `run`, `check`, and the tapes in the terminal.

pub mod tape;
