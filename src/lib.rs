//! Sticky Packet Lab: a desktop lab that opens real sockets on loopback, records every send and
//! recv, and draws both sides next to each other, so that one sees that TCP delivers a byte stream
//! and not messages.
//!
//! # The map
//! Data flows one way, down this list; a module knows only those above it that its line names.
//!
//! | module | what it is | knows |
//! |---|---|---|
//! | [`model`] | what happened: scenarios, traces, boundaries | `std` alone |
//! | [`text`] | the words of the window and the terminal, in both languages | nothing |
//! | [`account`] | the numbers of a run as the words take them | `model`, `text` |
//! | [`framing`] | byte stream ↔ frames | `model` |
//! | [`engine`] | sockets, clocks and the threads of a run | `model`, `framing` |
//! | [`lesson`] | folders of text → lessons, claims, diagnostics | `model`, `framing` |
//! | [`export`] | a trace → JSON | `model` |
//! | [`session`] | what the user is doing: lesson, step, knobs, answers, jobs | `lesson`, `engine`, `export`, `text` |
//! | [`cli`] | the command line | `lesson`, `engine`, `export`, `text`, `account` |
//! | `ui` | the window | `session` and below |
//!
//! # Invariants
//! - No egui outside `ui`; everything else builds with `--no-default-features`.
//! - No socket and no clock outside `engine`; no thread outside `engine` and `session`'s jobs.
//!   Nothing in `ui` blocks.
//! - Recording never interprets bytes: one call of the trace is one system call.
//! - No lesson's name in code. No socket that is not local. No colour outside `ui::theme`. No word of
//!   the window outside `text` and the lessons; help and errors of the command line are English.
//! - `model` never sees a knob or a language: a scenario is fully resolved.
//! - No `unsafe` outside `engine`, each block with its SAFETY line.
//!
//! # Where the code departs from the design
//! - The receiving call is `recvmsg` wherever a transport keeps boundaries, and is called that in the
//!   trace: it alone tells that a datagram was truncated and how many were dropped before it. The
//!   window's lane bears the name that a program would use, `recvfrom()`.
//! - A result is kept back not only in a question but also in the steps that lead up to it: else the
//!   text before a question would give the answer away.
//! - In present mode B counts a hand for the second choice while a question is open; "." is black there.
//! - A class is asked what its teacher has answered at the desk already: in present mode a question is open
//!   until its answer was shown there. Space counts there where many runs are looked at, and the step before
//!   the first one is the last one of the lesson before: a clicker has two keys.
//! - The lines of code on the stage of a class, `ui::stage::code`, are drawn from the scripts that run, so
//!   that no text of a lesson can contradict them.
//! - Whether a run came out well is one rule, `model::reckoning`, for window and terminal alike; a pane may
//!   count bytes instead of messages, and a step may name the panes that it is about.
//! - What one frame takes in is put in order, `ui::order`: each key is judged by what the one before it did.
//! - Save writes what is looked at: where that is outcomes, many runs and a sweep.
//! - The text of a step is parsed by pulldown-cmark and set by `ui::markdown`: bold has to be a bold
//!   face, which egui's Markdown viewer does not draw. Messages are `ui::toasts`, because they have to
//!   be in the accessibility tree.
//! - The columns of a trace stand in `model::recording`, steps in `model::step`, the fate of datagrams
//!   in `model::datagram`, and names of errors in `model::error_name`: one idea a file.

pub mod account;
pub mod cli;
pub mod engine;
pub mod export;
pub mod framing;
pub mod lesson;
pub mod model;
pub mod session;
pub mod text;
#[cfg(feature = "gui")]
pub mod ui;
