//! What a lesson that can be run still gets wrong.

use std::fs;

use stickylab::lesson::{Catalog, Diagnostic, load_folder, review};

use super::{TEXT, edited, pictures, write};

/// What `check` finds in the good lesson after some edits.
fn found(edits: &[(&str, &str)], en: &str, zh: &str) -> Vec<Diagnostic> {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("base");
    write(&folder, &edited(edits), en, zh);
    let lesson = load_folder(&folder).unwrap_or_else(|found| panic!("{}", pictures(&found)));
    review(&lesson, Catalog::embedded().glossary())
}

/// The place stands where the edit has the mark `¦`, which is taken out.
fn check(from: &str, to: &str, phrase: &str) {
    let marked = edited(&[(from, to)]);
    let before = &marked[..marked.find('¦').unwrap()];
    let column = before.chars().rev().take_while(|&character| character != '\n').count() + 1;
    let line = before.matches('\n').count() + 1;
    let found = found(&[(from, &to.replace('¦', ""))], TEXT, TEXT);
    let picture = pictures(&found);
    assert_eq!(found.len(), 1, "{to:?}\n{picture}");
    assert_eq!((found[0].line as usize, found[0].column as usize), (line, column), "{picture}");
    assert!(picture.contains(phrase), "{picture}");
}

#[test]
fn nothing_is_wrong_with_a_good_lesson() {
    let found = found(&[], TEXT, TEXT);
    assert!(found.is_empty(), "{}", pictures(&found));
}

#[test]
fn a_claim_that_a_run_without_a_call_would_satisfy_is_found() {
    let claim = "fact = \"read-sizes\"\nequals = [9, 0]\n";
    let nothing = "a run in which nothing happens";
    check(claim, "fact = \"boundaries-lost\"\n¦equals = 0\n", nothing);
    check(claim, "fact = \"errors\"\n¦equals = []\n", nothing);
    check(claim, "fact = \"broken\"\n¦equals = false\n", nothing);
    check(claim, "fact = \"reads\"\n¦at-most = 3\n", nothing);
    check(claim, "fact = \"read-sizes\"\n¦differs = [5, 4, 0]\n", nothing);
    check(claim, "fact = \"data-segments\"\n¦equals = 0\n", nothing);
    check(claim, "fact = \"longest-send-ms\"\n¦at-most = 9\n", nothing);
    check(claim, "fact = \"reads\"\n¦at-least = 0\n", "this claim cannot be wrong");
}

#[test]
fn what_did_not_happen_may_be_claimed_of_runs_in_which_something_did() {
    let claim = "[[claim]]\npane = \"tcp\"\nfact = \"read-sizes\"\nequals = [9, 0]\n";
    let nothing_lost = "[[claim]]\npane = \"tcp\"\nfact = \"errors\"\nequals = []\n";
    let beside = |rest: &str| found(&[(claim, &format!("{claim}{nothing_lost}{rest}"))], TEXT, TEXT);
    assert_eq!(beside("").len(), 0);
    // Runs with other knobs, and those of another pane, are other runs.
    assert_eq!(beside("set = { recv-size = 3 }\n").len(), 1);
    let other = nothing_lost.replace("\"tcp\"", "\"udp\"");
    assert_eq!(found(&[(claim, &format!("{claim}{other}"))], TEXT, TEXT).len(), 1);
    // What happens now and then does not vouch for what happens always.
    let sometimes = format!("{claim}share = {{ runs = 10, at-least = 0.5 }}\n{nothing_lost}");
    assert_eq!(found(&[(claim, &sometimes)], TEXT, TEXT).len(), 1);
    // Nor does one empty claim for another.
    let two = format!("{nothing_lost}{}", nothing_lost.replace("errors", "verdicts"));
    assert_eq!(found(&[(claim, &two)], TEXT, TEXT).len(), 2);
}

#[test]
fn a_knob_that_nothing_uses_is_found() {
    let check = |script: &str, without: &str, knob: &str| {
        let found = found(&[(script, without)], TEXT, TEXT);
        let picture = pictures(&found);
        assert_eq!(found.len(), 1, "{picture}");
        assert_eq!(found[0].message, format!("nothing uses the knob `{knob}`"));
        let name = format!("name = \"{knob}\"");
        let line = super::TOML.lines().position(|line| line == name).unwrap() + 1;
        assert_eq!((found[0].line as usize, found[0].column), (line, 8), "{picture}");
    };
    check("recv = \"recv-size\", until", "recv = 10, until", "recv-size");
    check(", when = { order = \"gated\" }", "", "order");
    check("nagle = \"nagle\", ", "", "nagle");
}

#[test]
fn a_character_that_the_window_cannot_show_is_found_in_every_file() {
    check("en = \"Base\"", "en = \"Base ¦🙂\"", "the window cannot show `🙂` (U+1F642)");
    check("zh = \"9\" }", "zh = \"9¦\u{e000}\" }", "U+E000");
    for (en, zh, file) in [
        (TEXT.replace("Because", "Be🙂cause 🙂"), TEXT.to_owned(), "en.md"),
        (TEXT.to_owned(), TEXT.replace("Because", "Be🙂cause"), "zh.md"),
    ] {
        let found = found(&[], &en, &zh);
        let picture = pictures(&found);
        assert_eq!(found.len(), 1, "once a file: {picture}");
        assert!(found[0].file.ends_with(file), "{picture}");
        assert_eq!((found[0].line, found[0].column), (5, 3), "{picture}");
    }
    // Bytes are bytes: what is sent may be any text.
    assert!(found(&[("send = \"hello\"", "send = \"🙂\"")], TEXT, TEXT).is_empty());
}

#[test]
fn a_file_that_is_too_long_for_a_lesson_is_refused_unread() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("base");
    write(&folder, super::TOML, TEXT, TEXT);
    let file = fs::File::create(folder.join("zh.md")).unwrap();
    file.set_len(1 << 40).unwrap();
    let found = load_folder(&folder).unwrap_err();
    assert!(pictures(&found).contains("1 MiB (1048576) is the limit"), "{}", pictures(&found));
}
