//! How a command ends.

use std::io;
use std::process::ExitCode;

use crate::lesson::Diagnostic;

/// What the shell is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// It was done.
    Done,
    /// A run failed, or a claim did not hold.
    Failed,
    /// Wrong usage, or a bad lesson.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Failed => Self::from(1),
            Exit::Usage => Self::from(2),
        }
    }
}

/// Why a command could not do what it was told.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line asks for something that does not exist: what, and what there is instead.
    #[error("{0}")]
    Usage(String),
    /// A lesson is not well-formed.
    #[error("{}", all(.0))]
    Lesson(Vec<Diagnostic>),
    /// Sockets or threads could not be made.
    #[error("{0}")]
    Run(String),
    /// Standard output took no more.
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// What the shell is told. A reader that has seen enough, as `head` has, is no failure.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) | Self::Lesson(_) => Exit::Usage,
            Self::Output(_) if self.is_closed_pipe() => Exit::Done,
            Self::Run(_) | Self::Output(_) => Exit::Failed,
        }
    }

    /// Whether nobody reads standard output any more.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

fn all(diagnostics: &[Diagnostic]) -> String {
    let list: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    list.join("\n\n")
}
