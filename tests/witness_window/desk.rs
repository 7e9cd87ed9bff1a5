//! A display of its own, the program in it, and hands on its mouse and keys.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask};

use super::screenshot::Screenshot;

/// How long anything may take before the test gives up: a software renderer on a busy machine is slow.
const LONG: Duration = Duration::from_mins(1);
/// A pause between two looks at what is waited for.
const LOOK: Duration = Duration::from_millis(50);
/// A screen with fewer colours shows no window: text alone has more shades.
const FEWEST_COLOURS: usize = 100;

/// Tries until there is an answer.
#[track_caller]
pub fn wait_for<T>(what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + LONG;
    loop {
        if let Some(found) = attempt() {
            return found;
        }
        assert!(Instant::now() < end, "{what}: not within {} s", LONG.as_secs());
        std::thread::sleep(LOOK);
    }
}

/// A program, ended at the latest when the test is over.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The tools are installed by `.ci/run`; without one of them there is no witness.
fn tool(name: &str, package: &str) -> Command {
    let found = Command::new("which").arg(name).stdout(Stdio::null()).status();
    assert!(found.is_ok_and(|found| found.success()), "{name} is missing: apt-get install {package}");
    Command::new(name)
}

/// The lab's window on a display of that size, and nothing else on it.
pub struct Desk {
    width: usize,
    height: usize,
    // Dropped in this order: the program before its display.
    lab: Program,
    server: Program,
    display: String,
    window: String,
    home: TempDir,
    pictures: PathBuf,
    shown: Option<Screenshot>,
    steps: u32,
}

impl Desk {
    /// Opens the window, as large as the display.
    pub fn open(width: usize, height: usize, arguments: &[&str]) -> Self {
        let (server, display) = start_server(width, height);
        let home = tempfile::tempdir().expect("a folder can be made");
        let lab = start_lab(&display, home.path(), arguments);
        let pictures =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("witness-window-{width}x{height}"));
        let _ = std::fs::remove_dir_all(&pictures);
        std::fs::create_dir_all(&pictures).expect("a folder can be made");
        let window = String::new();
        let (shown, steps) = (None, 0);
        let mut desk = Self { width, height, lab, server, display, window, home, pictures, shown, steps };
        desk.window = wait_for("a window", || {
            desk.still_runs();
            let found = desk.ask(&["search", "--onlyvisible", "--name", "Sticky Packet Lab"])?;
            found.lines().next().map(str::to_owned)
        });
        let (columns, rows) = (width.to_string(), height.to_string());
        let window = desk.window.clone();
        desk.hands(&["windowmove", &window, "0", "0", "windowsize", &window, &columns, &rows]);
        // There is no window manager that would give it the keys.
        desk.hands(&["windowfocus", &window, "mousemove", "4", "4"]);
        desk.look("opened");
        desk
    }

    fn tool(&self, name: &str, package: &str) -> Command {
        let mut command = tool(name, package);
        command.env("DISPLAY", &self.display).stdin(Stdio::null());
        command
    }

    /// What xdotool answers, if it succeeds.
    fn ask(&self, arguments: &[&str]) -> Option<String> {
        let output = self.tool("xdotool", "xdotool").args(arguments).output().expect("xdotool starts");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Does something with the mouse or the keys.
    #[track_caller]
    pub fn hands(&self, arguments: &[&str]) {
        assert!(self.ask(arguments).is_some(), "xdotool {arguments:?}");
    }

    /// Presses keys and waits until the window looks different.
    #[track_caller]
    pub fn press(&mut self, keys: &str) -> &Screenshot {
        self.hands(&["key", "--clearmodifiers", keys]);
        self.look(&keys.replace('+', "-"))
    }

    /// Puts the pointer there and clicks, then takes it away from everything that would light up.
    #[track_caller]
    pub fn click(&mut self, (x, y): (usize, usize)) -> &Screenshot {
        self.move_to((x, y));
        self.hands(&["click", "1", "mousemove", "4", "4"]);
        self.look("click")
    }

    fn move_to(&self, (x, y): (usize, usize)) {
        self.hands(&["mousemove", &x.to_string(), &y.to_string()]);
    }

    /// Takes what is in one place along to another; returns how much of the screen changed before the
    /// mouse was let go.
    #[track_caller]
    pub fn drag(&mut self, from: (usize, usize), to: (usize, usize)) -> f64 {
        let before = self.shown().clone();
        self.move_to(from);
        self.hands(&["mousedown", "1"]);
        for part in 1..=4 {
            let between = |from: usize, to: usize| (from * (4 - part) + to * part) / 4;
            self.move_to((between(from.0, to.0), between(from.1, to.1)));
        }
        let changed = self.look("dragging").difference(&before);
        self.hands(&["mouseup", "1", "mousemove", "4", "4"]);
        // It may look as it did in the hand.
        self.look_until("let-go", |_| true);
        changed
    }

    fn screenshot(&self) -> Screenshot {
        let mut import = self.tool("import", "imagemagick");
        let output =
            import.args(["-window", "root", "-depth", "8", "rgb:-"]).output().expect("import starts");
        assert!(output.status.success(), "import: {}", String::from_utf8_lossy(&output.stderr));
        Screenshot::new(self.width, self.height, output.stdout)
    }

    /// Waits until the window looks different than at the last look, and is at rest.
    #[track_caller]
    pub fn look(&mut self, name: &str) -> &Screenshot {
        let shown = self.shown.clone();
        self.look_until(name, |now| shown.as_ref() != Some(now))
    }

    /// Waits until the screen shows a window that looks as wanted, and is at rest.
    #[track_caller]
    pub fn look_until(&mut self, name: &str, is_wanted: impl Fn(&Screenshot) -> bool) -> &Screenshot {
        self.wait_for_look(name, |now| is_wanted(now) && now.colours() >= FEWEST_COLOURS)
    }

    /// Waits until the screen is as wanted, be it empty, and until the program is at rest: looks alone
    /// cannot tell whether the next frame is still to come, when the program has no core to draw it on.
    #[track_caller]
    pub fn wait_for_look(&mut self, name: &str, is_wanted: impl Fn(&Screenshot) -> bool) -> &Screenshot {
        let now = wait_for(&format!("the look of the window after {name}"), || {
            self.still_runs();
            let before = activity(self.lab.0.id())?;
            let now = self.screenshot();
            // What the display had for the program when it drew the picture, the program has taken since.
            let rests = self.screenshot() == now && activity(self.lab.0.id())? == before;
            (rests && is_wanted(&now)).then_some(now)
        });
        self.steps += 1;
        now.keep(&self.pictures.join(format!("{:02}-{name}.png", self.steps)));
        self.shown.insert(now)
    }

    /// What was on the screen at the last look.
    pub fn shown(&self) -> &Screenshot {
        self.shown.as_ref().expect("the window was looked at")
    }

    /// The folder of the window's files.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Closes the window as the frame of a window manager does; returns the exit code and everything
    /// that the program complained of.
    pub fn close(self) -> (Option<i32>, String) {
        self.ask_to_close();
        self.end()
    }

    /// Ends the display under the window; returns the same.
    pub fn take_display_away(mut self) -> (Option<i32>, String) {
        self.server.0.kill().expect("the display is a child of the test");
        self.end()
    }

    fn end(mut self) -> (Option<i32>, String) {
        let ended = wait_for("the end of the program", || self.lab.0.try_wait().expect("a child"));
        let mut complaints = String::new();
        let from = self.lab.0.stderr.as_mut().expect("standard error is kept");
        from.read_to_string(&mut complaints).expect("complaints are UTF-8");
        (ended.code(), complaints)
    }

    fn ask_to_close(&self) {
        let (connection, _) = x11rb::connect(Some(&self.display)).expect("the display answers");
        let atom = |name: &str| {
            let asked = connection.intern_atom(false, name.as_bytes()).expect("the display listens");
            asked.reply().expect("the display answers").atom
        };
        let window = self.window.parse().expect("xdotool gave a number");
        let data = [atom("WM_DELETE_WINDOW"), 0, 0, 0, 0];
        let event = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS"), data);
        connection.send_event(false, window, EventMask::NO_EVENT, event).expect("the display listens");
        // A server may drop what it has not read yet when its client hangs up. An answer to a later
        // question says that it has passed the message on.
        let asked = connection.get_input_focus().expect("the display listens");
        asked.reply().expect("the display answers");
    }

    #[track_caller]
    fn still_runs(&mut self) {
        if let Some(status) = self.lab.0.try_wait().expect("a child") {
            let mut complaints = String::new();
            let _ = self.lab.0.stderr.as_mut().map(|from| from.read_to_string(&mut complaints));
            panic!("the program ended with {status}: {complaints}");
        }
    }
}

/// How often the threads of a process were given a core or gave it back; `None` while one of them has
/// something to do. As long as it stays the same the process does nothing at all (proc(5)).
fn activity(process: u32) -> Option<u64> {
    let mut switches = 0;
    for thread in std::fs::read_dir(format!("/proc/{process}/task")).ok()? {
        let status = std::fs::read_to_string(thread.ok()?.path().join("status")).ok()?;
        let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        // A pool of a library looks twice a second whether it may end; it draws nothing.
        if field("Name:")?.starts_with("blocking-") {
            continue;
        }
        field("State:")?.starts_with('S').then_some(())?;
        for kind in ["voluntary_ctxt_switches:", "nonvoluntary_ctxt_switches:"] {
            switches += field(kind)?.parse::<u64>().ok()?;
        }
    }
    Some(switches)
}

/// A display with a number that is free, which the server finds itself and tells when it is ready.
fn start_server(width: usize, height: usize) -> (Program, String) {
    let mut server = tool("Xvfb", "xvfb")
        .args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24")])
        .args(["-nolisten", "tcp", "-noreset"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb starts");
    let from = server.stdout.take().expect("standard output is kept");
    let server = Program(server);
    let mut number = String::new();
    BufReader::new(from).read_line(&mut number).expect("Xvfb tells its number");
    assert!(!number.trim().is_empty(), "Xvfb did not start");
    (server, format!(":{}", number.trim()))
}

fn start_lab(display: &str, home: &Path, arguments: &[&str]) -> Program {
    let lab = Command::new(env!("CARGO_BIN_EXE_stickylab"))
        .args(arguments)
        .env("DISPLAY", display)
        .env("STICKYLAB_HOME", home)
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("RUST_LOG")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    Program(lab.expect("the program starts"))
}
