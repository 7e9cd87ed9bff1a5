//! The programs behind a server: what answers a request.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A program that answers one request after the other until its end condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// What answers.
    pub program: Program,
    /// The most bytes that one recv takes for a request; one recv is one request.
    pub recv: u32,
    /// After so many requests it is done; `None` goes on until the stream's end.
    pub requests: Option<u32>,
    /// The request after whose answer it is done.
    pub last: Option<Arc<[u8]>>,
}

/// What answers a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Program {
    /// Sends the request back.
    Echo,
    /// Runs a command out of a list and sends its standard error and then its standard output, as two
    /// sends.
    Shell(Arc<Shell>),
    /// Sends the next of these answers, whatever was said, and the first again after the last.
    Chat(Arc<[Arc<[u8]>]>),
    /// Takes the request for a format of strftime(3) and sends the local time in it. An empty request
    /// means "%Y-%m-%d %X".
    Time,
}

impl Program {
    /// All programs by the names that lessons use.
    pub const NAMES: [&'static str; 4] = ["echo", "shell", "chat", "time"];

    /// How many sends answer one request.
    pub fn sends_per_request(&self) -> u64 {
        match self {
            Self::Shell(_) => 2,
            Self::Echo | Self::Chat(_) | Self::Time => 1,
        }
    }
}

/// The commands that a remote shell knows, and the folder in which they run.
#[derive(Clone, Debug, PartialEq)]
pub struct Shell {
    /// A request runs the command that has exactly this text; any other is "not found".
    pub commands: Vec<ShellCommand>,
    /// What lies in the folder.
    pub files: Vec<PreparedFile>,
    /// How long a command may take before it is ended.
    pub limit: Duration,
}

/// A command that may be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellCommand {
    /// What the client sends.
    pub text: String,
    /// Program and arguments, as they are run; never through a shell. Not empty.
    pub run: Vec<String>,
}

/// A file in the folder of a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedFile {
    /// Its name, without a folder.
    pub name: String,
    /// What it holds.
    pub contents: Contents,
}

/// When every prepared file was last changed: 2024-05-01 12:00 UTC.
pub fn prepared_at() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_hours(476_268)
}

/// What a prepared file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// This text.
    Text(String),
    /// So many bytes of numbered lines: "line 001 of the notes …".
    Lines(u32),
}

/// Bytes of a numbered line, its end included.
const LINE: usize = 40;

impl Contents {
    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Lines(bytes) => {
                let bytes = *bytes as usize;
                let line = |number: usize| {
                    let start = format!("line {number:04} ");
                    format!("{start:.<width$}\n", width = LINE - 1)
                };
                let mut lines = (1..=bytes.div_ceil(LINE)).map(line).collect::<String>().into_bytes();
                lines.truncate(bytes);
                if let Some(last) = lines.last_mut() {
                    *last = b'\n';
                }
                lines
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_lines_has_exactly_its_bytes_and_ends_a_line() {
        for bytes in [0u32, 1, 39, 40, 41, 80, 3000] {
            let contents = Contents::Lines(bytes).bytes();
            assert_eq!(contents.len(), bytes as usize);
            assert!(contents.last().is_none_or(|&last| last == b'\n'));
        }
        let text = String::from_utf8(Contents::Lines(80).bytes()).unwrap();
        assert_eq!(
            text.lines().collect::<Vec<_>>(),
            ["line 0001 .............................", "line 0002 ............................."]
        );
    }
}
