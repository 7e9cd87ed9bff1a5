//! Which pictures there are, of which lessons, and how it is known that a lesson has changed since.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use stickylab::lesson::Lang;

/// A picture in both languages, light, and perhaps dark too.
pub struct Scene {
    pub name: &'static str,
    pub lesson: &'static str,
    pub dark: bool,
}

const fn scene(name: &'static str, lesson: &'static str) -> Scene {
    Scene { name, lesson, dark: false }
}

/// What the pages show; one scene of each chapter at least.
pub const SCENES: [Scene; 11] = [
    scene("predict", "two-sends-one-recv"),
    Scene { name: "bytes", lesson: "two-sends-one-recv", dark: true },
    scene("explore", "two-sends-one-recv"),
    scene("shell", "remote-shell-tcp"),
    scene("framing", "length-prefix"),
    scene("stalled", "flow-control"),
    scene("time", "nagle"),
    scene("outcomes", "sleep-is-no-cure"),
    scene("dropped", "dropped"),
    scene("reset", "half-close-and-reset"),
    scene("alone", "sandbox"),
];

impl Scene {
    /// The names of its files, each with the language and whether it is dark.
    pub fn files(&self) -> impl Iterator<Item = (String, Lang, bool)> {
        let looks = if self.dark { &[false, true][..] } else { &[false] };
        looks.iter().flat_map(|&dark| {
            let theme = if dark { "dark" } else { "light" };
            Lang::ALL.map(|lang| (format!("{}-{theme}-{}.png", self.name, lang.code()), lang, dark))
        })
    }
}

/// screenshots/made-from.toml: of which version of its lesson a picture was made.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFrom {
    /// By the name of the file.
    pub pictures: BTreeMap<String, Origin>,
}

/// A lesson as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub lesson: String,
    /// What [`version`] said.
    pub version: String,
}

impl MadeFrom {
    /// What holds today for every scene.
    pub fn today() -> Self {
        let mut pictures = BTreeMap::new();
        for scene in &SCENES {
            let origin = Origin { lesson: scene.lesson.to_owned(), version: version(scene.lesson) };
            pictures.extend(scene.files().map(|(file, ..)| (file, origin.clone())));
        }
        Self { pictures }
    }

    pub fn path() -> PathBuf {
        folder().join("made-from.toml")
    }
}

/// The folder of all pictures.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots")
}

/// A number that is another one when any file of the lesson's folder is: FNV-1a over their names and
/// contents.
fn version(lesson: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons").join(lesson);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |bytes: &[u8]| {
        for byte in (bytes.len() as u64).to_le_bytes().iter().chain(bytes) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for file in files {
        take(file.file_name().unwrap().as_encoded_bytes());
        take(&fs::read(&file).unwrap());
    }
    format!("{hash:016x}")
}
