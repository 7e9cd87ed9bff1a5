//! Where settings, progress and saved runs are kept.
//!
//! | what | on Linux | with `STICKYLAB_HOME` |
//! |---|---|---|
//! | language, look, last lesson | `~/.config/stickylab/settings.toml` | `$STICKYLAB_HOME/settings.toml` |
//! | steps reached, answers | `~/.local/share/stickylab/progress.toml` | `$STICKYLAB_HOME/progress.toml` |
//! | saved runs | `~/.local/share/stickylab/runs/` | `$STICKYLAB_HOME/runs/` |
//!
//! `XDG_CONFIG_HOME` and `XDG_DATA_HOME` are followed; other systems have their own places.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

use tempfile::NamedTempFile;

/// The variable that puts everything into one folder.
pub const HOME_VARIABLE: &str = "STICKYLAB_HOME";

/// The folders of one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage {
    /// Settings, and data; `None` where no home folder is known.
    folders: Option<(PathBuf, PathBuf)>,
}

impl Storage {
    /// The folders of who runs the lab, or the one that `STICKYLAB_HOME` names.
    pub fn of_user() -> Self {
        if let Some(home) = env::var_os(HOME_VARIABLE).filter(|home| !home.is_empty()) {
            return Self::in_folder(Path::new(&home));
        }
        let folders = directories::ProjectDirs::from("", "", "stickylab");
        Self { folders: folders.map(|folders| (folders.config_dir().into(), folders.data_dir().into())) }
    }

    /// Everything in one folder, which is made when something is written.
    pub fn in_folder(folder: &Path) -> Self {
        Self { folders: Some((folder.to_owned(), folder.to_owned())) }
    }

    /// No folder: nothing is kept.
    pub fn nowhere() -> Self {
        Self { folders: None }
    }

    /// The file with language, look and last lesson.
    pub fn settings_file(&self) -> Option<PathBuf> {
        self.folders.as_ref().map(|(config, _)| config.join("settings.toml"))
    }

    /// The file with the progress in each lesson.
    pub fn progress_file(&self) -> Option<PathBuf> {
        self.folders.as_ref().map(|(_, data)| data.join("progress.toml"))
    }

    /// The folder of saved runs.
    pub fn runs_folder(&self) -> Option<PathBuf> {
        self.folders.as_ref().map(|(_, data)| data.join("runs"))
    }
}

/// Puts a text in the place of a file, all of it or nothing.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut file = beside(path)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

/// A temporary file in the folder of `path`, which is made if need be.
pub(super) fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    NamedTempFile::new_in(folder)
}

/// Moves a file out of the way, to a name that is not taken: `name.damaged`, `name.damaged-2`, ….
pub(super) fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let kept = free_name(path, "damaged");
    fs::rename(path, &kept)?;
    Ok(kept)
}

/// The first of `name.why`, `name.why-2`, … beside `path` that is not taken.
pub(super) fn free_name(path: &Path, why: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut number = 1u32;
    loop {
        let suffix = if number == 1 { why.to_owned() } else { format!("{why}-{number}") };
        let free = path.with_file_name(format!("{name}.{suffix}"));
        // A dangling link is a taken name too.
        if free.symlink_metadata().is_err() {
            return free;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_aside_never_takes_a_name_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        let kept: Vec<PathBuf> = ["one", "two", "three"]
            .map(|text| {
                replace(&path, text).unwrap();
                set_aside(&path).unwrap()
            })
            .into();
        let names: Vec<_> = kept.iter().map(|path| path.file_name().unwrap()).collect();
        assert_eq!(
            names,
            ["settings.toml.damaged", "settings.toml.damaged-2", "settings.toml.damaged-3"]
        );
        let texts: Vec<_> = kept.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
        assert_eq!(texts, ["one", "two", "three"]);
        assert!(!path.exists());
    }

    #[test]
    fn replacing_makes_the_folder_and_leaves_nothing_else_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/settings.toml");
        replace(&path, "one").unwrap();
        replace(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
