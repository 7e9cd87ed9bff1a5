//! The remote shell: commands out of a lesson's list, in a folder that is made for them.
//!
//! What arrives is looked up in the list and never run itself, and no shell is involved. So that the
//! output depends on the folder alone, a command gets an empty environment but for the C locale, UTC
//! and a short search path. `pwd` prints the folder's real path: its length is the same in each run.

use std::fs::{self, File, Permissions};
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tempfile::TempDir;

use crate::engine::endpoint::Actor;
use crate::engine::errno::name_of_io;
use crate::engine::performance::Ended;
use crate::engine::refusal::{Lacking, RunError};
use crate::model::service::{Shell, ShellCommand, prepared_at};
use crate::model::trace::FailureKind;

/// Where commands are looked for.
const SEARCH: [&str; 2] = ["/usr/bin", "/bin"];
/// The folder inside the temporary one: what `pwd` prints ends in it.
const HOME: &str = "home";
/// Bytes that a command may print to each of its outputs.
const MOST_OUTPUT: usize = 1 << 20;
/// How often a command that has closed its outputs is asked whether it has ended.
const LOOK: Duration = Duration::from_micros(200);
/// How long at most the outputs are waited for before the clock is looked at.
const PATIENCE_MS: u16 = 20;

/// What a command printed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// To its standard error.
    pub stderr: Vec<u8>,
    /// To its standard output.
    pub stdout: Vec<u8>,
}

/// Finds out whether every command is there.
pub fn check_available(shell: &Shell) -> Result<(), RunError> {
    let missing = shell.commands.iter().filter_map(|command| command.run.first());
    match missing.into_iter().find(|program| find(program).is_none()) {
        None => Ok(()),
        Some(program) => {
            Err(RunError::NotAvailable(Lacking::Command { program: program.clone(), searched: &SEARCH }))
        }
    }
}

fn find(program: &str) -> Option<PathBuf> {
    let is_a_name = !program.is_empty() && !program.contains('/');
    let places = SEARCH.iter().map(|folder| Path::new(folder).join(program));
    places.into_iter().find(|path| is_a_name && path.is_file())
}

/// The folder in which commands run; it goes with this value.
#[derive(Debug)]
pub struct Room {
    home: PathBuf,
    _folder: TempDir,
}

impl Room {
    /// Makes the folder and its files: names, contents, permissions and times as they are declared.
    pub fn prepare(shell: &Shell) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("stickylab-").tempdir()?;
        let home = folder.path().join(HOME);
        fs::create_dir(&home)?;
        for file in &shell.files {
            let path = home.join(&file.name);
            fs::write(&path, file.contents.bytes())?;
            fs::set_permissions(&path, Permissions::from_mode(0o644))?;
            File::options().write(true).open(&path)?.set_modified(prepared_at())?;
        }
        Ok(Self { home, _folder: folder })
    }

    fn start(&self, command: &ShellCommand) -> io::Result<Child> {
        let (program, arguments) = command.run.split_first().ok_or(io::ErrorKind::NotFound)?;
        let program_path = find(program).ok_or(io::ErrorKind::NotFound)?;
        Command::new(program_path)
            // Error messages begin with this name, not with the path.
            .arg0(program)
            .args(arguments)
            .current_dir(&self.home)
            .env_clear()
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .env("PATH", SEARCH.join(":"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // What it starts itself is ended with it.
            .process_group(0)
            .spawn()
    }
}

/// The answer of a shell that does not know the command.
fn not_found(request: &[u8]) -> Output {
    let word = request.split(u8::is_ascii_whitespace).find(|word| !word.is_empty()).unwrap_or_default();
    Output { stderr: [b"sh: 1: ", word, b": not found\n"].concat(), stdout: Vec::new() }
}

/// A command at work; unless it is over, it is ended and waited for when this goes.
struct Running {
    child: Child,
    is_over: bool,
}

impl Running {
    /// Whether the command has ended, and has been waited for.
    fn look(&mut self) -> io::Result<bool> {
        self.is_over = self.child.try_wait()?.is_some();
        Ok(self.is_over)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        // Before it is waited for, nobody else can have its number.
        if let Ok(group) = i32::try_from(self.child.id())
            && let Err(error) = killpg(Pid::from_raw(group), Signal::SIGKILL)
        {
            log::debug!("ending a command: {error}");
        }
        if let Err(error) = self.child.wait() {
            log::warn!("waiting for a command's end: {error}");
        }
    }
}

impl Actor<'_> {
    /// Runs the command of that text, if the list has it.
    pub(super) fn run_command(
        &mut self,
        shell: &Shell,
        room: &Room,
        request: &[u8],
    ) -> Result<Output, Ended> {
        let asked = request.trim_ascii_end();
        let Some(command) = shell.commands.iter().find(|command| command.text.as_bytes() == asked) else {
            return Ok(not_found(request));
        };
        let failed = |error: io::Error| {
            let why = format!("{} could not be run: {}", command.text, name_of_io(&error));
            Ended::Failed(FailureKind::Option(why))
        };
        self.board.begin_step(self.id, shell.limit + self.board.scenario.deadline);
        let until = self.board.now_ns().saturating_add(nanos(shell.limit));
        let mut running = Running { child: room.start(command).map_err(failed)?, is_over: false };
        let mut output = Output::default();
        let (mut stdout, mut stderr) = (running.child.stdout.take(), running.child.stderr.take());
        while stdout.is_some() || stderr.is_some() {
            wait_for_output(stdout.as_ref().map(AsFd::as_fd), stderr.as_ref().map(AsFd::as_fd));
            self.check_command(command, shell, until)?;
            take(&mut stdout, &mut output.stdout).map_err(failed)?;
            take(&mut stderr, &mut output.stderr).map_err(failed)?;
            if output.stdout.len().max(output.stderr.len()) > MOST_OUTPUT {
                let why = format!("{} prints more than {MOST_OUTPUT} bytes", command.text);
                return Err(Ended::Failed(FailureKind::Option(why)));
            }
        }
        while !running.look().map_err(failed)? {
            self.check_command(command, shell, until)?;
            thread::park_timeout(LOOK);
        }
        Ok(output)
    }

    fn check_command(&self, command: &ShellCommand, shell: &Shell, until: u64) -> Result<(), Ended> {
        self.check_stop(&command.text)?;
        if self.board.now_ns() < until {
            return Ok(());
        }
        let call = command.text.clone();
        Err(Ended::Failed(FailureKind::Deadline { call, after: shell.limit }))
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// Until one of the outputs has something, or ends; a signal and a short while end it too.
fn wait_for_output(
    stdout: Option<std::os::fd::BorrowedFd<'_>>,
    stderr: Option<std::os::fd::BorrowedFd<'_>>,
) {
    let open = stdout.into_iter().chain(stderr);
    let mut wanted: Vec<PollFd<'_>> = open.map(|fd| PollFd::new(fd, PollFlags::POLLIN)).collect();
    match poll(&mut wanted, PollTimeout::from(PATIENCE_MS)) {
        Ok(_) | Err(Errno::EINTR) => {}
        Err(error) => log::warn!("poll for a command's output: {error}"),
    }
}

/// Takes what is there without waiting; a pipe at its end is dropped.
fn take<P: Read + AsFd>(pipe: &mut Option<P>, into: &mut Vec<u8>) -> io::Result<()> {
    let mut chunk = [0u8; 8192];
    let Some(open) = pipe else { return Ok(()) };
    let is_ready = {
        let mut wanted = [PollFd::new(open.as_fd(), PollFlags::POLLIN)];
        matches!(poll(&mut wanted, PollTimeout::ZERO), Ok(ready) if ready > 0)
    };
    if !is_ready {
        return Ok(());
    }
    match open.read(&mut chunk) {
        Ok(0) => *pipe = None,
        Ok(bytes) => into.extend_from_slice(&chunk[..bytes]),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::service::{Contents, PreparedFile};

    #[test]
    fn an_unknown_command_is_answered_as_a_shell_answers_it() {
        let check = |request: &[u8], expected: &str| {
            let output = not_found(request);
            assert_eq!(String::from_utf8_lossy(&output.stderr), expected);
            assert!(output.stdout.is_empty());
        };
        check(b"lllllll", "sh: 1: lllllll: not found\n");
        check(b"rm -rf /\n", "sh: 1: rm: not found\n");
        check(b"", "sh: 1: : not found\n");
    }

    #[test]
    fn only_names_are_looked_for() {
        assert!(find("ls").is_some());
        for program in ["", "/bin/ls", "../bin/ls", "no-such-command-here"] {
            assert_eq!(find(program), None, "{program}");
        }
    }

    #[test]
    fn the_folder_is_as_declared_and_goes_with_its_value() {
        let file = PreparedFile { name: "notes.txt".to_owned(), contents: Contents::Lines(100) };
        let shell = Shell { commands: Vec::new(), files: vec![file], limit: Duration::from_secs(1) };
        let room = Room::prepare(&shell).unwrap();
        let path = room.home.join("notes.txt");
        let told = fs::metadata(&path).unwrap();
        assert_eq!(told.len(), 100);
        assert_eq!(told.modified().unwrap(), prepared_at());
        assert_eq!(told.permissions().mode() & 0o777, 0o644);
        drop(room);
        assert!(!path.exists());
    }
}
