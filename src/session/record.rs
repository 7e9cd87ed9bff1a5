//! What outlives the window: settings.toml and progress.toml.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::notice::Notice;
use super::storage::{free_name, replace, set_aside};
use crate::lesson::Lang;

/// The format that this version reads and writes.
const FORMAT: u32 = 1;

/// How the window is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// White on black, with strong outlines.
    HighContrast,
}

impl Theme {
    /// In the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::HighContrast];

    /// The one that follows, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        let place = Self::ALL.iter().position(|theme| *theme == self).unwrap_or(0);
        Self::ALL[(place + 1) % Self::ALL.len()]
    }
}

/// How large the window may be drawn, in percent.
pub const TEXT_SCALES: [u16; 6] = [100, 110, 125, 150, 175, 200];

/// settings.toml
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Preferences {
    /// "en" or "zh"; nothing as long as nobody chose.
    pub(super) lang: Option<String>,
    pub(super) theme: Theme,
    /// The id of the lesson that was open last.
    pub(super) lesson: Option<String>,
    /// The id of the path through the course; nothing for all of it.
    pub(super) path: Option<String>,
    /// How many runs are counted at once; nothing as long as nobody chose.
    pub(super) runs: Option<u64>,
    /// How large the window is drawn, in percent; nothing as long as nobody chose.
    pub(super) text_scale: Option<u16>,
    /// Whether nothing moves by itself.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) reduce_motion: bool,
}

impl Preferences {
    pub(super) fn lang(&self) -> Option<Lang> {
        let code = self.lang.as_deref()?;
        Lang::ALL.into_iter().find(|lang| lang.code() == code)
    }
}

/// progress.toml
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    /// By lesson id; lessons that are not there today are kept.
    pub(super) lessons: BTreeMap<String, LessonRecord>,
}

/// How far someone came in a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct LessonRecord {
    /// The id of the step that is open.
    pub(super) step: String,
    /// The ids of the steps that were seen.
    pub(super) seen: BTreeSet<String>,
    /// Whether the result of a run was seen.
    pub(super) ran: bool,
    /// Whether any step but the first was seen, or a question answered.
    pub(super) started: bool,
    /// Whether the last step was seen.
    pub(super) finished: bool,
    /// By step id.
    pub(super) answers: BTreeMap<String, Answer>,
    /// How a class voted, by step id: so many hands for each choice.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) votes: BTreeMap<String, Vec<u32>>,
}

/// An answer to which the learner committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The place of the choice among the step's choices.
    pub choice: usize,
    /// Whether the run agreed; `None` until one has, or if it agreed with no choice.
    pub right: Option<bool>,
}

/// A file as it was last read or written.
#[derive(Debug, Default)]
pub(super) struct RecordFile {
    /// `None` where nothing may be written.
    path: Option<PathBuf>,
    written: String,
    /// Whether it was said that writing fails.
    told: bool,
}

#[derive(Serialize)]
struct Envelope<'a, T> {
    format: u32,
    #[serde(flatten)]
    record: &'a T,
}

#[derive(Deserialize)]
struct Header {
    format: u32,
}

impl RecordFile {
    /// Reads a file. One that makes no sense is set aside, and the record begins anew.
    pub(super) fn open<T>(path: Option<PathBuf>) -> (Self, T, Option<Notice>)
    where
        T: Serialize + DeserializeOwned + Default,
    {
        let Some(path) = path else {
            return (Self::default(), T::default(), None);
        };
        let (record, notice, path) = match read(&path) {
            Ok(record) => (record, None, Some(path)),
            Err(reason) => {
                let kept_as = set_aside(&path).ok();
                let usable = kept_as.is_some().then(|| path.clone());
                (T::default(), Some(Notice::Damaged { path, kept_as, reason }), usable)
            }
        };
        let written = text_of(&record).unwrap_or_default();
        (Self { path, written, told: false }, record, notice)
    }

    /// Writes a copy beside the file, under a name that is free; `None` where nothing is kept at all.
    pub(super) fn keep_copy<T: Serialize>(&self, record: &T) -> Result<Option<PathBuf>, Notice> {
        let Some(path) = &self.path else { return Ok(None) };
        let kept = free_name(path, "before-reset");
        text_of(record)
            .and_then(|text| replace(&kept, &text))
            .map(|()| Some(kept.clone()))
            .map_err(|error| Notice::CannotWrite { path: kept, error: Arc::new(error) })
    }

    /// Writes the record if it changed. Says only once that it cannot.
    pub(super) fn save<T: Serialize>(&mut self, record: &T) -> Option<Notice> {
        let path = self.path.as_ref()?;
        let written = text_of(record).and_then(|text| {
            if text != self.written {
                replace(path, &text)?;
            }
            Ok(text)
        });
        match written {
            Ok(text) => {
                (self.written, self.told) = (text, false);
                None
            }
            Err(error) => {
                let folder = path.parent().unwrap_or(path).to_owned();
                let notice = Notice::CannotKeep { folder, error: Arc::new(error) };
                (!std::mem::replace(&mut self.told, true)).then_some(notice)
            }
        }
    }
}

fn text_of<T: Serialize>(record: &T) -> io::Result<String> {
    toml::to_string(&Envelope { format: FORMAT, record }).map_err(io::Error::other)
}

fn read<T: DeserializeOwned + Default>(path: &Path) -> Result<T, String> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(T::default()),
        Err(error) => return Err(error.to_string()),
    };
    let header: Header = toml::from_str(&text).map_err(|error| error.to_string())?;
    if header.format != FORMAT {
        return Err(format!("format {} is unknown to this version", header.format));
    }
    toml::from_str(&text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preferences() -> Preferences {
        Preferences {
            lang: Some("zh".into()),
            theme: Theme::Dark,
            lesson: Some("nagle".into()),
            path: Some("core".into()),
            runs: Some(50),
            text_scale: Some(150),
            reduce_motion: true,
        }
    }

    #[test]
    fn records_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("progress.toml");
        let (mut file, mut progress, notice) = RecordFile::open::<Progress>(Some(path.clone()));
        assert!(notice.is_none() && progress == Progress::default());
        let answers = [("guess".to_owned(), Answer { choice: 1, right: Some(true) })];
        let record = LessonRecord {
            step: "look".into(),
            started: true,
            answers: answers.into(),
            ..LessonRecord::default()
        };
        progress.lessons.insert("two-sends".into(), record);
        assert!(file.save(&progress).is_none());
        let expected = "format = 1\n\n[lessons.two-sends]\nstep = \"look\"\nseen = []\nran = false\nstarted = true\n\
                        finished = false\n\n[lessons.two-sends.answers.guess]\nchoice = 1\nright = true\n";
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
        let (_, again, _) = RecordFile::open::<Progress>(Some(path));
        assert_eq!(again, progress);
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_kept_whole() {
        let check = |content: &[u8], word: &str| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("settings.toml");
            fs::write(&path, content).unwrap();
            let (mut file, record, notice) = RecordFile::open::<Preferences>(Some(path.clone()));
            assert_eq!(record, Preferences::default());
            let Some(Notice::Damaged { kept_as: Some(kept), reason, .. }) = notice else {
                panic!("{notice:?}")
            };
            assert!(reason.contains(word), "{reason}");
            assert_eq!(fs::read(kept).unwrap(), content);
            assert!(file.save(&preferences()).is_none());
            let (_, again, notice) = RecordFile::open::<Preferences>(Some(path));
            assert!(again == preferences() && notice.is_none());
        };
        check(b"format = 1\nlang = [", "lang = [");
        check(b"lang = \"zh\"\n", "format");
        check(b"format = 2\n", "format 2");
        check(b"format = 1\ntheme = \"blue\"\n", "blue");
        check(b"\xff\xfe\x00", "UTF-8");
        check(b"", "format");
    }

    #[test]
    fn a_file_is_written_only_when_something_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        let (mut file, record, _) = RecordFile::open::<Preferences>(Some(path.clone()));
        file.save(&record);
        assert!(!path.exists(), "nothing was chosen");
        file.save(&preferences());
        fs::remove_file(&path).unwrap();
        file.save(&preferences());
        assert!(!path.exists(), "nothing changed since");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told_of_once() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("file");
        fs::write(&blocked, "in the way").unwrap();
        let path = blocked.join("settings.toml");
        let mut file = RecordFile { path: Some(path.clone()), ..RecordFile::default() };
        let Some(Notice::CannotKeep { folder: told, .. }) = file.save(&preferences()) else {
            panic!("nothing was said")
        };
        assert_eq!(told, blocked);
        assert!(file.save(&preferences()).is_none());
        fs::remove_file(&blocked).unwrap();
        assert!(file.save(&preferences()).is_none());
        assert!(path.exists(), "it is tried again");
    }
}
