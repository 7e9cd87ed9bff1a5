//! Where the output goes: terminals of all widths, closed pipes, and displays that are not there.

use super::*;

/// What the program writes into a terminal of so many columns.
#[cfg(target_os = "linux")]
fn in_terminal(columns: u32, arguments: &str, environment: &[(&str, &str)]) -> String {
    let shell = format!("stty cols {columns} rows 24; exec '{PROGRAM}' {arguments}");
    let mut script = Command::new("script");
    script
        .args(["-qefc", &shell, "/dev/null"])
        .stdin(Stdio::null())
        .env("LC_ALL", "C")
        .env("TERM", "xterm");
    script.env_remove("NO_COLOR").envs(environment.iter().copied());
    let output = script.output().expect("script(1) starts");
    assert!(output.status.success(), "{}", stdout(&output));
    stdout(&output)
}

#[cfg(target_os = "linux")]
#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in [32, 44, 120] {
        let text = in_terminal(columns, "run two-sends-one-recv", &[("NO_COLOR", "1")]);
        let widest = text.lines().map(|line| line.trim_end().width()).max().unwrap_or(0);
        assert!(widest <= columns as usize, "{columns}:\n{text}");
        assert!(columns < 120 || widest > 80, "a wide terminal is used:\n{text}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn colours_are_for_terminals_that_want_them() {
    let escape = '\u{1b}';
    assert!(in_terminal(80, "run two-sends-one-recv", &[]).contains(escape));
    assert!(!in_terminal(80, "run two-sends-one-recv", &[("NO_COLOR", "1")]).contains(escape));
    assert!(!text_of(&["run", "two-sends-one-recv"]).contains(escape));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    for arguments in
        ["list", "run two-sends-one-recv", "run two-sends-one-recv --json", "check first-echo"]
    {
        // `true` reads nothing, so that the pipe is closed before the first line.
        let shell = format!("{{ '{PROGRAM}' {arguments}; echo \"code $?\" >&2; }} | true");
        let output = Command::new("sh").args(["-c", &shell]).output().expect("sh starts");
        assert_eq!(stderr(&output), "code 0\n", "{arguments}");
    }
}

/// Wrong usage is told before a window opens: there is no display of that name.
#[cfg(feature = "gui")]
#[test]
fn the_window_is_not_opened_for_a_lesson_that_does_not_exist() {
    let folder = changed_lesson("mine", &[]);
    let lesson = folder.path().join("mine");
    let lesson = lesson.to_str().expect("UTF-8");
    for (lesson, part) in [("xyz", "no lesson xyz"), (lesson, "--lessons DIR")] {
        let mut command = command(&["--lesson", lesson]);
        let output = command.env("DISPLAY", ":no-such-display").output().expect("the program starts");
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
}

/// A display that does not answer is no reason for a backtrace: it is told with what may be missing.
#[cfg(all(feature = "gui", target_os = "linux"))]
#[test]
fn a_window_that_cannot_open_says_why() {
    for display in [":no-such-display", ":4242"] {
        let output = command(&[]).env("DISPLAY", display).output().expect("the program starts");
        let message = stderr(&output);
        assert_eq!((output.status.code(), &*stdout(&output)), (Some(1), ""), "{message}");
        assert!(message.starts_with("error: the window cannot be opened: "), "{message}");
        for part in ["libgl1 ", "libx11-6", "libxkbcommon-x11-0"] {
            assert!(message.contains(part), "no {part:?} in: {message}");
        }
        assert!(!message.contains("panicked") && !message.contains(".rs:"), "{message}");
    }
}
