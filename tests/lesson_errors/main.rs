//! Every mistake that a lesson can hold is shown with its place: a good lesson with one edit.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod files;
mod gates;
mod opening;
mod review;
mod schema;
mod services;
mod tables;
mod terms;

use std::fs;
use std::path::Path;

use stickylab::lesson::{Diagnostic, load_folder};

/// A lesson without a mistake, with everything that the tables below break.
const TOML: &str = r#"format = 1
id = "base"
covers = ["P7"]
[title]
en = "Base"
zh = "基础"
[[knob]]
name = "recv-size"
kind = "slider"
min = 1
max = 20
default = 10
label = { en = "Bytes per recv", zh = "每次字节数" }
[[knob]]
name = "order"
kind = "choice"
default = "gated"
label = { en = "Order", zh = "顺序" }
choices = [
    { value = "gated", label = { en = "gated", zh = "到齐" } },
    { value = "free", label = { en = "free", zh = "立刻" } },
]
[[knob]]
name = "nagle"
kind = "toggle"
default = true
label = { en = "Nagle", zh = "Nagle" }
[[pane]]
name = "tcp"
transport = "tcp"
title = { en = "TCP", zh = "TCP" }
fixed = { nagle = false }
[[pane]]
name = "udp"
transport = "udp"
title = { en = "UDP", zh = "UDP" }
[[endpoint]]
name = "client"
options = { nagle = "nagle", send-buffer = 65536 }
script = [
    { send = "hello", id = "hello" },
    { send = ["feng", "yun"] },
    { close = true },
]
[[endpoint]]
name = "server"
script = [
    { wait = "all-queued", when = { order = "gated" } },
    { recv = "recv-size", until = "end" },
]
[[step]]
id = "guess"
kind = "predict"
choices = [
    { label = { en = "5", zh = "5" }, fact = "read-sizes", pane = "tcp", equals = [5, 0] },
    { label = { en = "9", zh = "9" }, fact = "read-sizes", pane = "tcp", equals = [9, 0] },
]
[[step]]
id = "why"
kind = "explain"
[[claim]]
pane = "tcp"
fact = "read-sizes"
equals = [9, 0]
"#;
const TEXT: &str = "## guess\nWhat?\n\n## why\nBecause.\n";

fn write(folder: &Path, toml: &str, en: &str, zh: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("lesson.toml"), toml).unwrap();
    fs::write(folder.join("en.md"), en).unwrap();
    fs::write(folder.join("zh.md"), zh).unwrap();
}

fn load(toml: &str, en: &str, zh: &str) -> Result<(), Vec<Diagnostic>> {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("base");
    write(&folder, toml, en, zh);
    load_folder(&folder).map(|_| ())
}

fn pictures(found: &[Diagnostic]) -> String {
    found.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("\n")
}

/// The good lesson after some edits.
fn edited(edits: &[(&str, &str)]) -> String {
    let mut toml = TOML.to_owned();
    for (from, to) in edits {
        assert_eq!(toml.matches(from).count(), 1, "{from:?} is not there once");
        toml = toml.replace(from, to);
    }
    toml
}

/// What is wrong with the good lesson after some edits.
fn errors_of(edits: &[(&str, &str)]) -> Vec<Diagnostic> {
    load(&edited(edits), TEXT, TEXT).err().unwrap_or_default()
}

/// After these edits one thing is wrong: the message holds the phrase, and the caret stands where one
/// of the edits has the mark `¦`, which is taken out.
fn check_edits(edits: &[(&str, &str)], phrase: &str) {
    let marked = edited(edits);
    let at = marked.find('¦').unwrap_or_else(|| panic!("no mark in {edits:?}"));
    let toml = marked.replace('¦', "");
    let line_start = marked[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = 1 + marked[..at].matches('\n').count();
    let column = 1 + marked[line_start..at].chars().count();
    let found = load(&toml, TEXT, TEXT).err().unwrap_or_default();
    let picture = pictures(&found);
    assert_eq!(found.len(), 1, "one mistake, one diagnostic: {edits:?}\n{picture}");
    assert!(found[0].file.ends_with("lesson.toml"), "{picture}");
    assert_eq!(
        (found[0].line as usize, found[0].column as usize),
        (line, column),
        "{edits:?}\n{picture}"
    );
    assert!(picture.contains(phrase), "{phrase:?} is not in\n{picture}");
    assert!(picture.contains(&format!("lesson.toml:{line}:{column}")), "{picture}");
    let shown = toml.lines().nth(line - 1).unwrap_or_default().trim_end();
    assert!(picture.contains(shown) && picture.contains('^'), "the line is not shown:\n{picture}");
}

fn check(from: &str, to: &str, phrase: &str) {
    check_edits(&[(from, to)], phrase);
}

/// Every line of a table, see [`tables`].
fn check_all(table: &str) {
    for line in table.lines().filter(|line| !line.is_empty()) {
        let (edit, phrase) = line.split_once(" ⇒ ").expect(line);
        let (from, to) = edit.split_once(" → ").expect(line);
        check(&from.replace('⏎', "\n"), &to.replace('⏎', "\n"), phrase);
    }
}

#[test]
fn the_lesson_that_is_edited_here_is_whole() {
    let found = errors_of(&[]);
    assert!(found.is_empty(), "{}", pictures(&found));
}

#[test]
fn syntax_and_types() {
    check_all(tables::SYNTAX_AND_TYPES);
}

#[test]
fn unknown_keys_everywhere() {
    check_all(tables::UNKNOWN_KEYS_EVERYWHERE);
}

#[test]
fn unknown_names() {
    check_all(tables::UNKNOWN_NAMES);
}

#[test]
fn values_that_do_not_fit() {
    check_all(tables::VALUES_THAT_DO_NOT_FIT);
}

#[test]
fn codecs() {
    check_all(tables::CODECS);
    let with_codec = |codec: &str| format!("name = \"client\"\ncodec = {codec}");
    let too_short = with_codec("{ kind = \"fixed-length\", length = 4 }");
    let send = "{ send = \"hello\", id";
    check_edits(
        &[("name = \"client\"", &too_short), (send, "{ ¦send = \"hello\", id")],
        "5 bytes does not fit into a frame of 4",
    );
    let too_narrow = with_codec("{ kind = \"length-prefix\", width = 1 }");
    check_edits(
        &[("name = \"client\"", &too_narrow), (send, "{ ¦send = { bytes = 300 }, id")],
        "the length 300 does not fit into 1 byte",
    );
}

#[test]
fn questions_about_many_runs() {
    let five = "fact = \"read-sizes\", pane = \"tcp\", equals = [5, 0]";
    let nine = "fact = \"read-sizes\", pane = \"tcp\", equals = [9, 0] },";
    let step = "[[step]]\nid = \"guess\"";
    let share = |rest: &str| format!("fact = \"broken-share\", pane = \"tcp\", {rest}");
    let (never, always) = (share("equals = 0"), share("equals = 100 },"));
    let runs = |runs: &str| format!("[[step]]\nruns = {runs}\nid = \"guess\"");
    let whole = errors_of(&[(five, &never), (nine, &always), (step, &runs("200"))]);
    assert!(whole.is_empty(), "{}", pictures(&whole));
    check_edits(
        &[(five, &never), (nine, &always), (step, &runs("¦9"))],
        "expected a number from 10 to 10000",
    );
    check_edits(
        &[(five, &never), (nine, &nine.replace("fact = ", "fact = ¦")), (step, &runs("200"))],
        "expected `broken-share` or `outcomes`",
    );
    let stream = share("¦stream = \"client-to-server\", equals = 0");
    check_edits(
        &[(five, &stream), (nine, &always), (step, &runs("200"))],
        "this fact is about whole runs",
    );
}

#[test]
fn names_that_come_twice() {
    check_all(tables::NAMES_THAT_COME_TWICE);
}

#[test]
fn a_missing_language() {
    check_all(tables::A_MISSING_LANGUAGE);
}

#[test]
fn links_and_endpoints() {
    check_all(tables::LINKS_AND_ENDPOINTS);
    check_edits(
        &[
            ("covers = [\"P7\"]", "links = [[\"client\", \"server\"], [\"third\", \"server\"]]"),
            ("[[endpoint]]\nname = \"server\"", "¦[[endpoint]]\nname = \"server\""),
            (
                "[[step]]\nid = \"guess\"",
                "[[endpoint]]\nname = \"third\"\nscript = []\n[[step]]\nid = \"guess\"",
            ),
        ],
        "several peers",
    );
}

#[test]
fn limits() {
    check_all(tables::LIMITS);
    check_edits(
        &[("min = 1\n", "min = 0\n"), ("recv = \"recv-size\"", "recv = ¦\"recv-size\"")],
        "a recv of 0 bytes (with recv-size = 0)",
    );
}

#[test]
fn what_a_lesson_must_have() {
    let claim = "[[claim]]\npane = \"tcp\"\nfact = \"read-sizes\"\nequals = [9, 0]\n";
    check_edits(&[("format = 1", "¦format = 1"), (claim, "")], "no claim");
    check("id = \"base\"", "id = ¦\"bass\"", "expected the folder's name, `base`");
    check("kind = \"explain\"", "kind = \"explain\"\n¦choices = []", "only a prediction has choices");
    let second = "    { label = { en = \"9\", zh = \"9\" }, fact = \"read-sizes\", pane = \"tcp\", equals = [9, 0] },\n";
    check_edits(
        &[("kind = \"predict\"\nchoices = [", "kind = \"predict\"\nchoices = ¦["), (second, "")],
        "two choices",
    );
    check(
        "[[step]]\nid = \"why\"\nkind = \"explain\"",
        "¦[[step]]\nid = \"why\"\nkind = \"predict\"",
        "`choices` is missing",
    );
    let knob = |name: &str| {
        format!(
            "[[knob]]\nname = \"{name}\"\nkind = \"toggle\"\ndefault = true\nlabel = {{ en = \"x\", zh = \"x\" }}\n"
        )
    };
    let first_pane = "[[pane]]\nname = \"tcp\"";
    check(first_pane, &format!("¦{}{first_pane}", knob("cork")), "more than 3 knobs");
    let panes = |names: &[&str]| -> String {
        let pane = |name: &&str| {
            format!(
                "[[pane]]\nname = \"{name}\"\ntransport = \"tcp\"\ntitle = {{ en = \"x\", zh = \"x\" }}\n"
            )
        };
        names.iter().map(pane).collect()
    };
    check(
        "[[endpoint]]\nname = \"client\"",
        &format!("{}¦{}[[endpoint]]\nname = \"client\"", panes(&["c", "d", "e"]), panes(&["f"])),
        "more than 5 panes",
    );
    check(
        "{ send = \"hello\", id = \"hello\" }",
        "{ measure = true }, { ¦measure = true }",
        "measured twice",
    );
    check(
        "{ send = \"hello\", id = \"hello\" }",
        "{ repeat = 2, steps = [{ ¦measure = true }] }",
        "measured twice",
    );
    check_edits(
        &[
            ("{ wait = \"all-queued\", when", "{ ¦measure = true },\n    { wait = \"all-queued\", when"),
            ("{ send = \"hello\"", "{ measure = true }, { send = \"hello\""),
        ],
        "measured twice",
    );
    let server = "[[endpoint]]\nname = \"server\"\nscript = [\n    { wait = \"all-queued\", when = { order = \"gated\" } },\n    { recv = \"recv-size\", until = \"end\" },\n]\n";
    check_edits(
        &[("[[endpoint]]\nname = \"client\"", "¦[[endpoint]]\nname = \"client\""), (server, "")],
        "two endpoints",
    );
    let nothing = "{ send = \"hello\", id = \"hello\" },\n    { send = [\"feng\", \"yun\"] },\n";
    check_edits(
        &[(nothing, ""), ("{ recv = \"recv-size\"", "{ ¦recv = \"recv-size\"")],
        "no datagram is left to read here in pane `udp`",
    );
}
