//! The JSON Schema of lesson.toml says what the parser says, as far as a shape can tell.

use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;
use stickylab::lesson::{Catalog, SCHEMA_FILE, schema};

use super::{TEXT, TOML, edited, load, pictures, tables};

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).expect("the schema is one")
}

fn read(toml: &str) -> Option<Value> {
    toml::from_str(toml).ok()
}

fn errors(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn every_lesson_fits_it() {
    let validator = validator();
    let catalog = Catalog::embedded();
    assert!(catalog.lessons().count() > 20);
    let lessons = catalog.lessons().map(|lesson| (lesson.id.as_str(), lesson.source.text.as_str()));
    for (id, text) in lessons.chain([("base", TOML)]) {
        let found = errors(&validator, &read(text).expect("TOML"));
        assert!(found.is_empty(), "{id}: {found:#?}");
    }
}

/// Shapes that the parser refuses, as in [`tables`], without what it says of them.
const SHAPES: &str = r#"
transport = "tcp" → transport = "pigeon"
transport = "tcp" → transport = "tcp"⏎counts = "reads"
transport = "udp" → transport = "unix-dgram"⏎family = "v6"

max = 20⏎ → ⏎
max = 20 → max = 20⏎choices = []
default = true → default = true⏎max = 3
default = "gated" → default = 1
kind = "slider" → kind = "knob"
zh = "基础" → zh = " "
{ close = true } → { close = false }
{ close = true } → { close = true, measure = true }
{ close = true } → { id = "nothing" }
{ close = true } → { close = true, until = "end" }
{ close = true } → { send = [] }
{ close = true } → { send = { bytes = 1, hex = "00" } }
{ close = true } → { recv = -1 }
{ close = true } → { recv = 1, until = "quiet" }
{ close = true } → { recv = 1, until = "end", times = 2 }
{ close = true } → { set = { cork = true, nagle = true } }
{ close = true } → { set = { acks = "quick" } }
{ close = true } → { repeat = 3 }
{ close = true } → { serve = "shell" }
{ close = true } → { serve = "echo", answers = ["hi"] }
{ close = true } → { serve = "daytime" }
wait = "all-queued" → wait = { sent = "client", finished = "client" }
when = { order = "gated" } → when = { order = [] }
options = { nagle = "nagle", → options = { nagel = "nagle",
name = "client" → name = "client"⏎codec = { kind = "length-prefix" }
name = "client" → name = "client"⏎codec = { kind = "length-prefix", width = 3 }
name = "client" → name = "client"⏎codec = { kind = "delimiter", delimiters = "\n", width = 4 }
kind = "explain" → kind = "predict"
kind = "explain" → kind = "explain"⏎runs = 20
kind = "explain" → kind = "explain"⏎panes = []
kind = "explain" → kind = "explain"⏎panes = ["tcp", "tcp"]
kind = "explain" → kind = "explain"⏎hands = []
kind = "explain" → kind = "explain"⏎hands = "client"
kind = "explain" → kind = "explain"⏎pane = "udp"
kind = "explain" → kind = "read"⏎hands = ["client"]
kind = "predict" → kind = "predict"⏎hands = ["client"]
kind = "predict" → kind = "predict"⏎runs = 5
equals = [9, 0]⏎ → ⏎
equals = [9, 0]⏎ → equals = [9, 0]⏎differs = [3]⏎
equals = [9, 0]⏎ → at-least = 9⏎
equals = [9, 0]⏎ → equals = 9⏎
equals = [9, 0]⏎ → equals = [9, 0]⏎read = 0⏎
equals = [9, 0]⏎ → equals = [9, 0]⏎share = { runs = 20 }⏎
fact = "read-sizes"⏎equals = [9, 0] → fact = "read-data"⏎equals = "hello"
fact = "read-sizes"⏎equals = [9, 0] → fact = "causes"⏎equals = ["fate"]
fact = "read-sizes"⏎equals = [9, 0] → fact = "broken-share"⏎equals = 0
"#;

#[test]
fn what_the_parser_refuses_does_not_fit() {
    let validator = validator();
    let tables = [SHAPES, tables::SYNTAX_AND_TYPES, tables::UNKNOWN_KEYS_EVERYWHERE];
    let mut tried = 0;
    for line in tables.iter().flat_map(|table| table.lines()).filter(|line| !line.is_empty()) {
        let edit = line.split_once(" ⇒ ").map_or(line, |(edit, _)| edit);
        let (from, to) = edit.split_once(" → ").expect(line);
        let (from, to) = (from.replace("⏎", "\n"), to.replace("⏎", "\n").replace("¦", ""));
        let toml = edited(&[(&from, &to)]);
        // What is no TOML at all has no shape.
        let Some(value) = read(&toml) else { continue };
        assert!(load(&toml, TEXT, TEXT).is_err(), "the parser takes it: {line}");
        assert!(!validator.is_valid(&value), "the schema takes it: {line}");
        tried += 1;
    }
    assert!(tried > 60, "{tried}");
}

#[test]
fn the_copy_beside_the_lessons_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons").join(SCHEMA_FILE);
    let copy = std::fs::read_to_string(&path).expect("it is there");
    let how = "make it anew: cargo run -- schema > lessons/lesson.schema.json";
    assert!(copy == format!("{:#}\n", schema()), "{}: {how}", path.display());
}

#[test]
fn it_may_stand_in_a_lessons_folder() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("base");
    super::write(&folder, &format!("#:schema ./{SCHEMA_FILE}\n{TOML}"), TEXT, TEXT);
    std::fs::write(folder.join(SCHEMA_FILE), "{}").expect("it is written");
    let found = stickylab::lesson::load_folder(&folder).map(|_| ()).err().unwrap_or_default();
    assert!(found.is_empty(), "{}", pictures(&found));
}
