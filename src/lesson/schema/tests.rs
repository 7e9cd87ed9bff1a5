use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::lesson::diagnostic::{Problems, Source};
use crate::lesson::load_folder;
use crate::lesson::options::OPTIONS;
use crate::lesson::parse::{CODEC_KINDS, document, table::asked, try_codec};

/// The names of all properties in a schema.
fn properties(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(entries) => {
            for (key, inner) in entries {
                match inner.as_object().filter(|_| key == "properties") {
                    Some(named) => {
                        found.extend(named.keys().cloned());
                        named.values().for_each(|inner| properties(inner, found));
                    }
                    None => properties(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|inner| properties(inner, found)),
        _ => {}
    }
}

#[test]
fn it_has_the_keys_that_the_parser_knows_and_no_other() {
    let lessons = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons");
    for entry in std::fs::read_dir(lessons).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert!(load_folder(&path).is_ok(), "{}", path.display());
        }
    }
    // Keys of kinds that the lessons may leave out.
    for kind in CODEC_KINDS {
        let problems = Problems::new(Source::new("f", format!("kind = \"{kind}\"\n")));
        document(&problems, |root| try_codec(&root));
    }
    let mut known: BTreeSet<String> = asked::keys().into_iter().map(str::to_owned).collect();
    // Names out of closed lists, which the parser takes as they come.
    known.extend(OPTIONS.iter().map(|(name, _)| (*name).to_owned()));
    known.insert("transport".to_owned());
    let mut named = BTreeSet::new();
    properties(&schema(), &mut named);
    assert_eq!(named, known);
}
