//! What the user should be told once. The window finds the words.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::PaneError;
use crate::lesson::{Bilingual, Diagnostic};

/// Something that happened beside the run.
#[derive(Clone, Debug)]
pub enum Notice {
    /// A run was written to this file.
    Saved(PathBuf),
    /// A file of the session could not be understood. It was kept, and a new one is begun.
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where it was put; `None` if it could not be moved: then it stays, and is not written to.
        kept_as: Option<PathBuf>,
        /// What was wrong, in English.
        reason: String,
    },
    /// A file or folder could not be written.
    CannotWrite {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: Arc<io::Error>,
    },
    /// Settings or progress cannot be kept in this folder; said once until writing works again.
    CannotKeep {
        /// Which.
        folder: PathBuf,
        /// What the system said.
        error: Arc<io::Error>,
    },
    /// There is no folder for settings and runs, because no home folder is known.
    NoFolder,
    /// The system starts no thread, so nothing can be run.
    NoThread(Arc<io::Error>),
    /// A run ended in a defect of the lab, and nothing came of it.
    Defect,
    /// A pane did not come to a trace.
    RunFailed {
        /// The lesson's id.
        lesson: String,
        /// The pane.
        pane: String,
        /// Why, in English.
        error: String,
    },
    /// A pane could not be taken over, and the scripts run again.
    NotByHand {
        /// The pane's title.
        pane: Bilingual,
        /// Why.
        error: Arc<PaneError>,
    },
    /// A knob was turned, and what had been sent by hand is gone: it takes new sockets.
    StartedOver,
    /// All progress was forgotten; a copy is kept, where anything is kept.
    ProgressReset {
        /// The copy.
        kept_as: Option<PathBuf>,
    },
    /// The folder of lessons cannot be looked after: edits do not show up.
    NotWatched {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        error: String,
    },
    /// A lesson has errors and is not offered.
    LessonBroken(Diagnostic),
    /// The folder of lessons is there no more; its lessons go on as they were.
    FolderGone(PathBuf),
    /// The folder of lessons has none yet.
    NoLessons(PathBuf),
    /// The lesson that was asked for at the start does not exist.
    NoSuchLesson(String),
}
