//! The command line as a shell meets it: the real program, its output, its exit codes.
#![expect(clippy::expect_used, reason = "a test that cannot go on says why")]

mod many;
mod new;
mod terminal;
mod terms;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;
use unicode_width::UnicodeWidthStr as _;

const PROGRAM: &str = env!("CARGO_BIN_EXE_stickylab");

/// The program with those arguments, in an environment without a display, a language or colours.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).stdin(Stdio::null()).env("LC_ALL", "C");
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_LOG"] {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("standard output is UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("standard error is UTF-8")
}

/// Standard output of a command that succeeds and complains of nothing.
#[track_caller]
fn text_of(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""), "{arguments:?}");
    stdout(&output)
}

/// The one object that a command prints.
#[track_caller]
fn json_of(arguments: &[&str]) -> Json {
    let text = text_of(arguments);
    let object: Json = serde_json::from_str(&text).expect("standard output is one JSON value");
    assert!(object.is_object(), "{object}");
    object
}

/// Wrong usage: exit code 2, nothing on standard output, and a message with all of these parts.
#[track_caller]
fn refuses(arguments: &[&str], parts: &[&str]) {
    let output = run(arguments);
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
    assert_eq!(stdout(&output), "", "{arguments:?}");
    for part in parts {
        assert!(message.contains(part), "{arguments:?}: no {part:?} in: {message}");
    }
}

/// A folder with one lesson, a copy of an embedded one with changes to its lesson.toml.
#[track_caller]
fn changed_lesson(id: &str, changes: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/two-sends-one-recv");
    let target = folder.path().join(id);
    std::fs::create_dir(&target).expect("a folder can be made");
    for file in ["en.md", "zh.md"] {
        std::fs::copy(source.join(file), target.join(file)).expect("the lesson can be copied");
    }
    let text = std::fs::read_to_string(source.join("lesson.toml")).expect("the lesson can be read");
    let mut text = text.replace("id = \"two-sends-one-recv\"", &format!("id = \"{id}\""));
    for (from, to) in changes {
        assert!(text.contains(from), "the lesson has no {from}");
        text = text.replacen(from, to, 1);
    }
    std::fs::write(target.join("lesson.toml"), text).expect("the lesson can be written");
    folder
}

fn path_of(folder: &tempfile::TempDir) -> &str {
    folder.path().to_str().expect("the folder's name is UTF-8")
}

#[test]
fn lessons_are_listed_in_the_order_of_the_course() {
    let text = text_of(&["list"]);
    let place = |id: &str| text.find(id).unwrap_or_else(|| panic!("no {id} in {text}"));
    assert!(place("first-echo") < place("two-sends-one-recv"));
    assert!(place("two-sends-one-recv") < place("nagle"));
    assert!(text.contains("Two sends, one recv"), "{text}");
    let chinese = text_of(&["list", "--lang", "zh"]);
    assert!(chinese.contains("两次 send，一次 recv"), "{chinese}");
}

#[test]
fn the_list_can_be_read_by_a_program() {
    let list = json_of(&["list", "--json"]);
    assert_eq!(list["schema"], "stickylab.lessons/1");
    let lessons = list["lessons"].as_array().expect("there is a list of lessons");
    let lesson = lessons.iter().find(|lesson| lesson["id"] == "two-sends-one-recv").expect("it is there");
    assert_eq!(lesson["title"]["zh"], "两次 send，一次 recv");
    assert_eq!(lesson["chapter"], "streams-and-datagrams");
    assert_eq!(lesson["knobs"][0]["name"], "recv-size");
    assert_eq!(lesson["panes"][1]["transport"], "udp");
}

#[test]
fn the_same_facts_in_each_of_twenty_runs() {
    for _ in 0..20 {
        let run = json_of(&["run", "two-sends-one-recv", "--json"]);
        assert_eq!(run["schema"], "stickylab.run/1");
        assert_eq!(run["lesson"], "two-sends-one-recv");
        assert_eq!(run["settings"]["recv-size"], 10);
        let [tcp, udp] = run["panes"].as_array().expect("panes").as_slice() else { panic!("two panes") };
        assert_eq!((&tcp["transport"], &udp["transport"]), (&"tcp".into(), &"udp".into()));
        let returned = |pane: &Json, call: &[&str]| -> Vec<i64> {
            let calls = pane["calls"].as_array().expect("calls");
            let named = calls.iter().filter(|row| call.iter().any(|name| row["call"] == *name));
            named.map(|row| row["returned"].as_i64().expect("it returned")).collect()
        };
        assert_eq!(returned(tcp, &["send", "sendto"]), [5, 4]);
        assert_eq!(returned(tcp, &["recv", "recvmsg"]), [9, 0]);
        assert_eq!(returned(udp, &["send", "sendto"]), [5, 4]);
        assert_eq!(returned(udp, &["recv", "recvmsg"]), [5, 4]);
        assert_eq!(tcp["reads"][0]["verdict"], "merged");
        assert_eq!(
            tcp["reads"][0]["pieces"],
            serde_json::json!([
                {"message": 0, "from": 0, "to": 5},
                {"message": 1, "from": 0, "to": 4},
            ])
        );
        let summary = |pane: &Json, key: &str| pane["summary"][0][key].clone();
        assert_eq!(summary(tcp, "boundaries_lost"), 1);
        assert_eq!(summary(tcp, "broken"), true);
        assert_eq!(summary(udp, "boundaries_lost"), 0);
        assert_eq!(summary(udp, "broken"), false);
    }
}

#[test]
fn a_run_is_drawn_as_tapes() {
    let text = text_of(&["run", "two-sends-one-recv"]);
    for part in [
        "Two sends, one recv (two-sends-one-recv)",
        "recv-size = 10 B, messages = 2, order = gated",
        "TCP  2 sends → 1 recv",
        "UDP  2 sends → 2 recvs",
        "╳2 feng",
        "b'hellofeng'",
        "recv(10) → 9 B merged: messages 1 and 2",
    ] {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    let chinese = text_of(&["run", "two-sends-one-recv", "--lang", "zh"]);
    assert!(chinese.contains("2 次 send → 1 次 recv"), "{chinese}");
}

#[test]
fn the_system_may_ask_for_chinese() {
    let output = command(&["list"]).env("LC_ALL", "zh_CN.UTF-8").output().expect("the program starts");
    assert!(stdout(&output).contains("两次 send，一次 recv"));
}

#[test]
fn knobs_and_panes_can_be_chosen() {
    let arguments = ["run", "two-sends-one-recv", "--set", "recv-size=3", "--pane", "tcp", "--json"];
    let run = json_of(&arguments);
    assert_eq!(run["settings"]["recv-size"], 3);
    assert_eq!(run["panes"].as_array().map(Vec::len), Some(1));
    let reads = run["panes"][0]["reads"].as_array().expect("reads");
    assert_eq!(reads.len(), 4, "three reads of three bytes, and the end: {reads:?}");
}

#[test]
fn many_runs_are_counted() {
    let outcomes = json_of(&["run", "two-sends-one-recv", "--repeat", "5", "--json"]);
    assert_eq!(outcomes["schema"], "stickylab.outcomes/1");
    let tcp = &outcomes["panes"][0];
    assert_eq!((&tcp["runs"], &tcp["broken"]), (&5.into(), &5.into()));
    assert_eq!(tcp["outcomes"][0]["read_sizes"], serde_json::json!([9]));
    assert_eq!(tcp["outcomes"][0]["runs"], 5);
    let text = text_of(&["run", "two-sends-one-recv", "--repeat", "5"]);
    assert!(text.contains("TCP  5 runs, 5 broken"), "{text}");
    assert!(text.contains("5 × "), "{text}");
}

#[test]
fn a_lesson_may_be_a_folder() {
    let folder = changed_lesson("mine", &[("default = 10", "default = 3")]);
    let lesson = folder.path().join("mine");
    let lesson = lesson.to_str().expect("UTF-8");
    assert!(text_of(&["run", lesson]).contains("recv-size = 3 B"));
    let added = ["--lessons", path_of(&folder)];
    assert!(text_of(&[&added[..], &["run", "mine"]].concat()).contains("recv-size = 3 B"));
    assert!(text_of(&[&["list"], &added[..]].concat()).contains("mine"));
}

#[test]
fn claims_that_hold_are_told_on_a_line_each() {
    let text = text_of(&["check", "two-sends-one-recv", "--repeat", "2"]);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("ok ")).collect();
    assert!(lines.len() > 7, "{text}");
    assert!(lines.iter().all(|line| line.contains("two-sends-one-recv")), "{text}");
    assert!(text.contains("held in 2 of 2 runs (100 %)"), "{text}");
    assert!(!text.contains("FAILED"), "{text}");
}

#[test]
fn steps_by_hand_are_opened() {
    let text = text_of(&["check", "time-server"]);
    assert!(text.contains("ok      time-server  step ask by hand: client open in pane udp"), "{text}");
    assert!(text.contains("step ask-tcp by hand: client open in pane tcp"), "{text}");
}

#[test]
fn every_lesson_keeps_its_claims() {
    let output = run(&["check"]);
    assert_eq!(output.status.code(), Some(0), "{}\n{}", stdout(&output), stderr(&output));
}

#[test]
fn a_claim_that_does_not_hold_fails() {
    let folder = changed_lesson("mine", &[("equals = [9, 0]", "equals = [5, 4, 0]")]);
    let output = run(&["--lessons", path_of(&folder), "check", "mine"]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    let failed: Vec<&str> = text.lines().filter(|line| line.starts_with("FAILED")).collect();
    assert_eq!(failed.len(), 1, "{text}");
    assert!(text.contains("measured [9, 0]"), "{text}");
    assert!(text.contains("held in 0 of 1 run"), "{text}");
    let run = run(&["--lessons", path_of(&folder), "run", "mine"]);
    assert_eq!(run.status.code(), Some(0), "run does not judge claims");
}

#[test]
fn a_question_must_have_one_right_answer() {
    let (both, feng) = ("equals = \"hellofeng\" }", "equals = \"feng\" }");
    for (from, to, phrase) in [
        (both, "equals = \"hell\" }", "no choice is right; measured tcp read-data \"hellofeng\""),
        (feng, "differs = \"feng\" }", "\"b'hellofeng'\" and \"b'feng'\" are right"),
    ] {
        let folder = changed_lesson("mine", &[(from, to)]);
        let output = run(&["--lessons", path_of(&folder), "check", "mine", "--repeat", "2"]);
        let text = stdout(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        let failed: Vec<&str> = text.lines().filter(|line| line.starts_with("FAILED")).collect();
        assert_eq!(failed.len(), 1, "{text}");
        for part in ["question ", phrase, "lesson.toml line "] {
            assert!(failed[0].contains(part), "no {part:?} in {text}");
        }
        // The summary is set to the width of the terminal.
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("questions without one answer: 1"), "{text}");
    }
}

#[test]
fn what_check_finds_in_a_lesson_that_runs_is_shown_with_its_place() {
    let folder = changed_lesson("mine", &[("zh = \"TCP\"", "zh = \"TCP 🙂\"")]);
    let arguments = ["--lessons", path_of(&folder), "check", "mine"];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    for part in ["U+1F642", "mine/lesson.toml:", "^^"] {
        assert!(stderr(&output).contains(part), "no {part:?} in {}", stderr(&output));
    }
    assert!(stdout(&output).contains("held in 1 of 1 run"), "its claims are judged all the same");
}

#[test]
fn two_lessons_with_one_id_are_not_told_apart() {
    let (one, two) = (changed_lesson("mine", &[]), changed_lesson("mine", &[]));
    let paths = [&one, &two].map(|folder| format!("{}/mine", path_of(folder)));
    let output = run(&["check", &paths[0], &paths[1]]);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(stderr(&output).contains("there is another lesson `mine`"), "{}", stderr(&output));
    assert!(stderr(&output).contains(&paths[1]), "{}", stderr(&output));
    assert_eq!(run(&["check", &paths[0], &paths[0]]).status.code(), Some(0));
}

#[test]
fn a_broken_lesson_takes_no_other_down() {
    let folder = changed_lesson("broken", &[("transport = \"tcp\"", "transport = \"pigeon\"")]);
    let added = ["--lessons", path_of(&folder)];
    let check = |arguments: &[&str]| run(&[&added[..], arguments].concat());
    let output = check(&["check", "two-sends-one-recv"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = check(&["check"]);
    assert_eq!(output.status.code(), Some(2));
    for part in ["broken/lesson.toml", "pigeon", "unix-seqpacket"] {
        assert!(stderr(&output).contains(part), "no {part:?} in {}", stderr(&output));
    }
    assert!(stdout(&output).contains("two-sends-one-recv"));
    let output = check(&["run", "broken"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("pigeon"), "{}", stderr(&output));
}

#[test]
fn a_run_that_cannot_end_fails_and_says_what_it_waited_for() {
    // The receive buffer holds less than the reader waits for.
    let folder = changed_lesson(
        "stuck",
        &[
            ("format = 1", "format = 1\ndeadline-ms = 200"),
            ("name = \"client\"", "name = \"client\"\noptions = { send-buffer = 4608 }"),
            ("name = \"server\"", "name = \"server\"\noptions = { recv-buffer = 2304 }"),
            ("{ send = [\"hello\", \"feng\"] }", "{ send = { bytes = 60000 } }"),
        ],
    );
    let arguments = ["--lessons", path_of(&folder), "run", "stuck", "--pane", "tcp", "--json"];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("server"), "{}", stderr(&output));
    let object: Json = serde_json::from_str(&stdout(&output)).expect("the run is told all the same");
    assert_eq!(object["schema"], "stickylab.run/1");
}

#[test]
fn bad_usage_is_refused_with_what_to_do() {
    refuses(&["run", "two-send-one-recv"], &["two-send-one-recv", "did you mean two-sends-one-recv?"]);
    refuses(&["run", "xyz"], &["no lesson xyz", "first-echo", "stickylab list"]);
    refuses(&["run", "no/such/folder"], &["no/such/folder", "lesson.toml"]);
    refuses(&["run"], &["<LESSON>"]);
    let lesson = "two-sends-one-recv";
    refuses(&["run", lesson, "--set", "size=3"], &["size", "recv-size", "messages", "order"]);
    refuses(&["run", lesson, "--set", "recv-size=0"], &["recv-size", "1", "20"]);
    refuses(&["run", lesson, "--set", "recv-size=many"], &["recv-size", "many"]);
    refuses(&["run", lesson, "--set", "order=random"], &["order", "gated", "lock-step", "free"]);
    refuses(&["run", lesson, "--set", "recv-size"], &["recv-size=3"]);
    refuses(&["run", lesson, "--pane", "sctp"], &["sctp", "tcp", "udp"]);
    refuses(&["run", lesson, "--repeat", "0"], &["--repeat"]);
    refuses(&["run", lesson, "--lang", "fr"], &["fr", "en", "zh"]);
    refuses(&["check", "xyz"], &["no lesson xyz"]);
    refuses(&["--lessons", "/no/such/folder", "list"], &["/no/such/folder", "--lessons"]);
    refuses(&["--lesson", lesson, "list"], &["--lesson", "window"]);
    refuses(&["frobnicate"], &["frobnicate", "--help"]);
}

#[test]
fn a_knob_that_is_wrong_leaves_standard_output_empty_with_json_too() {
    refuses(&["run", "two-sends-one-recv", "--json", "--set", "recv-size=99"], &["recv-size", "20"]);
}

#[test]
fn without_a_display_the_first_lesson_is_drawn() {
    let text = text_of(&[]);
    let why = text.lines().next().unwrap_or_default();
    let expected = if cfg!(feature = "gui") { "No display here" } else { "built without its window" };
    assert!(why.contains(expected), "{why}");
    for part in ["(first-echo)", "→", "stickylab list", "stickylab run first-echo --set "] {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    let hint = text.lines().find_map(|line| line.trim().strip_prefix("stickylab run ")).expect("a hint");
    text_of(&[&["run"], &hint.split(' ').collect::<Vec<_>>()[..]].concat());
    assert!(text_of(&["--lesson", "two-sends-one-recv"]).contains("TCP  2 sends → 1 recv"));
    refuses(&["--lesson", "xyz"], &["no lesson xyz"]);
}

#[test]
fn help_and_version_succeed() {
    assert!(text_of(&["--help"]).contains("check"));
    assert!(text_of(&["run", "--help"]).contains("KNOB=VALUE"));
    assert!(text_of(&["--version"]).starts_with("stickylab "));
}

#[test]
fn no_line_is_wider_than_80_where_the_terminal_does_not_tell() {
    for arguments in [&["run", "two-sends-one-recv"][..], &["list"], &[]] {
        for lang in ["en", "zh"] {
            let text = text_of(&[arguments, &["--lang", lang]].concat());
            for line in text.lines() {
                assert!(line.width() <= 80, "{arguments:?}: {line}");
            }
        }
    }
}
