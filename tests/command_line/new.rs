//! `stickylab new`: what it makes works, and nothing is written over.

use std::fs;

use super::{refuses, text_of};

#[test]
fn a_new_lesson_keeps_its_promises() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("lessons/my-lesson");
    let name = folder.to_str().expect("a plain path");
    let told = text_of(&["new", name]);
    for part in [name, "stickylab check", "--lesson my-lesson"] {
        assert!(told.contains(part), "{told}");
    }
    let checked = text_of(&["check", name, "--repeat", "3"]);
    assert!(checked.contains("claims that hold: 2, that do not: 0"), "{checked}");
    assert!(text_of(&["run", name]).contains("onetwothree"));
}

#[test]
fn a_new_lesson_brings_the_schema_that_its_first_line_names() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("my-lesson");
    text_of(&["new", folder.to_str().expect("a plain path")]);
    let toml = fs::read_to_string(folder.join("lesson.toml")).expect("it is read");
    let named = toml.lines().next().and_then(|line| line.strip_prefix("#:schema ./")).expect("a schema");
    let schema = fs::read_to_string(folder.join(named)).expect("it is there");
    assert_eq!(schema, text_of(&["schema"]));
    let schema = serde_json::from_str(&schema).expect("JSON");
    let value: serde_json::Value = toml::from_str(&toml).expect("TOML");
    assert!(jsonschema::is_valid(&schema, &value));
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn what_is_there_is_not_written_over() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("mine");
    fs::create_dir(&folder).expect("it is made");
    fs::write(folder.join("notes"), "mine").expect("it is written");
    let name = folder.to_str().expect("a plain path");
    refuses(&["new", name], &["is there already", "choose a name that is free"]);
    let file = folder.join("notes");
    refuses(&["new", file.to_str().expect("a plain path")], &["is there already"]);
    assert_eq!(fs::read_dir(&folder).expect("it is read").count(), 1);
    refuses(&["new", "Not A Name"], &["names no lesson", "my-lesson"]);
}
