//! `stickylab check` knows the terms of the folder that a lesson lies in.

use std::fs;

use super::{run, stderr, text_of};

#[test]
fn a_lesson_may_link_to_terms_of_the_folder_around_it() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("my-lesson");
    let name = folder.to_str().expect("a plain path");
    text_of(&["new", name]);
    for file in ["en.md", "zh.md"] {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).expect("it is read");
        fs::write(&path, format!("{text}\n[gossip](term:gossip), [MSS](term:mss)\n"))
            .expect("it is written");
    }
    let glossary = |id: &str| {
        let text = format!(
            "format = 1\n[[term]]\nid = \"{id}\"\nword = {{ en = \"gossip\", zh = \"流言\" }}\nmeans = {{ en = \"Talk.\", zh = \"话。\" }}\n"
        );
        fs::write(home.path().join("glossary.toml"), text).expect("it is written");
    };
    glossary("gossip");
    assert!(text_of(&["check", name]).contains("my-lesson  well-formed"));
    glossary("gossips");
    let output = run(&["check", name]);
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{message}");
    for part in ["en.md:", "unknown term `gossip`", "did you mean `gossips`?"] {
        assert!(message.contains(part), "{message}");
    }
}
