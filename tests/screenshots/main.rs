//! The pictures of the pages are there, small, and of the lessons as they are.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pictures;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pictures::{MadeFrom, SCENES, folder};
use stickylab::lesson::{Catalog, Lang};

/// As much as all pictures together may weigh, in bytes.
const MOST: u64 = 6_000_000;
const HOW: &str = "cargo run --features images --example screenshots";

#[test]
fn each_picture_was_made_of_its_lesson_as_it_is() {
    let made: MadeFrom = toml::from_str(&fs::read_to_string(MadeFrom::path()).unwrap()).unwrap();
    let today = MadeFrom::today();
    let mut stale = Vec::new();
    for (file, origin) in &today.pictures {
        if !folder().join(file).is_file() {
            stale.push(format!("{file} is missing"));
        } else if made.pictures.get(file) != Some(origin) {
            stale.push(format!("{file} was made of another version of {}", origin.lesson));
        }
    }
    assert!(stale.is_empty(), "{}\nmake them anew: {HOW}", stale.join("\n"));
    assert_eq!(made, today, "pictures that nothing makes any more");
}

#[test]
fn the_folder_holds_nothing_else_and_is_small() {
    let mut expected: BTreeSet<String> = MadeFrom::today().pictures.into_keys().collect();
    expected.insert("made-from.toml".to_owned());
    let files: Vec<_> = fs::read_dir(folder()).unwrap().map(Result::unwrap).collect();
    let names: BTreeSet<String> =
        files.iter().map(|file| file.file_name().into_string().unwrap()).collect();
    assert_eq!(names, expected, "{HOW}");
    let weight: u64 = files.iter().map(|file| file.metadata().unwrap().len()).sum();
    assert!(weight < MOST, "{weight} bytes of pictures");
}

#[test]
fn every_chapter_has_a_picture_and_every_picture_is_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for chapter in &Catalog::embedded().course().chapters {
        let is_of_it = SCENES.iter().any(|scene| chapter.lessons.iter().any(|id| id == scene.lesson));
        assert!(is_of_it, "no picture of the chapter {}", chapter.id);
    }
    let pages =
        ["README.md", "lessons/README.md"].map(|page| fs::read_to_string(root.join(page)).unwrap());
    for scene in &SCENES {
        for (file, ..) in scene.files() {
            let shown = pages.iter().any(|page| page.contains(&format!("screenshots/{file}")));
            assert!(shown, "no page shows {file}");
        }
    }
    assert_eq!(Lang::ALL.len(), 2, "the pages name both languages");
}
