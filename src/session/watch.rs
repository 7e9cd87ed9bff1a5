//! Looks after the folder of a teacher's lessons, so that edits show up while the window is open.

use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, bounded};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::job::Waker;

/// A folder that is looked after.
pub(super) struct Watch {
    folder: PathBuf,
    changed: Receiver<()>,
    /// Its thread ends with it.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins; the waker is called whenever something was saved.
    ///
    /// # Errors
    /// When the system cannot watch the folder.
    pub(super) fn start(folder: &Path, waker: Waker) -> notify::Result<Self> {
        let (tell, changed) = bounded(1);
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading the files is an event too, and we read them.
            if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
                // If it is full, the news is not taken yet and tells the same.
                let _ = tell.try_send(());
                waker();
            }
        })?;
        watcher.watch(folder, RecursiveMode::Recursive)?;
        Ok(Self { folder: folder.to_owned(), changed, _watcher: watcher })
    }

    /// The folder, if something in it changed since this was asked last.
    pub(super) fn changed(&self) -> Option<&Path> {
        self.changed.try_recv().ok().map(|()| self.folder.as_path())
    }
}
