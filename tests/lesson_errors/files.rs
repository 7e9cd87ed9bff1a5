//! Mistakes in the text files of a lesson, and in what lies beside them.

use std::fs;
use std::path::Path;

use stickylab::lesson::load_folder;

use crate::{TEXT, TOML, load, pictures, write};

/// The diagnostics of a lesson whose text files are these, as (file, line, column, message).
fn check_text(en: &str, zh: &str, expected: (&str, u32, u32), phrase: &str) {
    let found = load(TOML, en, zh).err().unwrap_or_default();
    let picture = pictures(&found);
    assert_eq!(found.len(), 1, "{picture}");
    let file = Path::new(&found[0].file).file_name().unwrap().to_str().unwrap();
    assert_eq!((file, found[0].line, found[0].column), expected, "{picture}");
    assert!(picture.contains(phrase), "{phrase:?} is not in\n{picture}");
}

#[test]
fn texts_that_do_not_fit_the_steps() {
    let line_of_why =
        u32::try_from(TOML.lines().position(|line| line == "id = \"why\"").unwrap() + 1).unwrap();
    check_text(
        "## guess\nWhat?\n",
        TEXT,
        ("lesson.toml", line_of_why, 6),
        "step `why` has no text in en.md",
    );
    check_text(
        TEXT,
        "## guess\nWhat?\n",
        ("lesson.toml", line_of_why, 6),
        "step `why` has no text in zh.md",
    );
    check_text(&format!("{TEXT}\n## whi\nx\n"), TEXT, ("en.md", 7, 4), "did you mean `why`?");
    check_text(TEXT, &format!("{TEXT}\n##  多余\nx\n"), ("zh.md", 7, 5), "unknown step `多余`");
    check_text(&format!("\nHello\n{TEXT}"), TEXT, ("en.md", 2, 1), "belongs to no step");
    check_text(TEXT, "## guess\n\n## why\nx\n", ("zh.md", 1, 4), "has no text");
    check_text(&format!("{TEXT}## why\nx\n"), TEXT, ("en.md", 6, 4), "another section `why`");
}

#[test]
fn files_that_are_missing_or_too_many() {
    let check_file = |change: &dyn Fn(&Path), expected: &str, phrase: &str| {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("base");
        write(&folder, TOML, TEXT, TEXT);
        change(&folder);
        let found = load_folder(&folder).map(|_| ()).expect_err("accepted");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(Path::new(&found[0].file), folder.join(expected));
        assert_eq!((found[0].line, found[0].column), (1, 1));
        let picture = found[0].to_string();
        assert!(picture.contains(phrase) && picture.contains(expected), "{picture}");
    };
    for name in ["lesson.toml", "en.md", "zh.md"] {
        check_file(&|folder| fs::remove_file(folder.join(name)).unwrap(), name, "missing");
    }
    check_file(&|folder| fs::write(folder.join("notes.txt"), "x").unwrap(), "notes.txt", "nobody names");
    check_file(&|folder| fs::create_dir(folder.join("images")).unwrap(), "images", "nobody names");
    check_file(
        &|folder| fs::write(folder.join("zh.md"), b"\xff\xfe").unwrap(),
        "zh.md",
        "cannot be read",
    );
    check_file(&|folder| fs::remove_dir_all(folder).unwrap(), "", "cannot be read");
}

#[test]
fn what_editors_leave_behind_is_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("base");
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    write(&folder, &windows(TOML), &windows(TEXT), &windows(TEXT));
    fs::write(folder.join(".en.md.swp"), "x").unwrap();
    fs::write(folder.join("en.md~"), "x").unwrap();
    let lesson = load_folder(&folder).unwrap();
    assert_eq!(lesson.steps[1].text.en, "Because.");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    /// Whatever is typed into a lesson, it is read or explained: a place in the file, and a picture.
    #[test]
    fn nothing_that_is_typed_is_too_much(at in 0usize..TOML.len(), gone in 0usize..40, typed in "[a-z0-9\"'\\[\\]{}=,.\n *#中-]{0,12}") {
        let floor = |mut at: usize| {
            while !TOML.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (floor(at), floor((at + gone).min(TOML.len())));
        let toml = format!("{}{typed}{}", &TOML[..start], &TOML[end..]);
        let loaded = load(&toml, TEXT, TEXT);
        proptest::prop_assert!(loaded != Err(Vec::new()), "refused without a word");
        for diagnostic in loaded.err().unwrap_or_default() {
            let lines = u32::try_from(toml.split('\n').count()).unwrap();
            proptest::prop_assert!((1..=lines).contains(&diagnostic.line), "{diagnostic}");
            let place = format!(":{}:{}", diagnostic.line, diagnostic.column);
            proptest::prop_assert!(diagnostic.to_string().contains(&place), "{diagnostic}");
        }
    }
}
