//! The replay of the run on the stage.

use super::playback::Playback;
use super::{OpenLesson, Session};
use crate::lesson::View;

impl Session {
    /// Loads the run on the stage, to be replayed from its beginning. It stands still.
    ///
    /// Says whether there is one: a result that is kept back is not replayed either, and many runs
    /// have no common time.
    pub fn load_replay(&mut self) -> bool {
        let run = self.stage().filter(|_| self.view() != View::Outcomes && self.page().is_none());
        let playback = run.map(|run| Playback::of(run));
        let loaded = playback.as_ref().is_some_and(|playback| !playback.events().is_empty());
        if let (true, Some(open)) = (loaded, &mut self.open) {
            open.playback = playback;
        }
        loaded
    }

    /// Leaves the replay: the stage shows the whole run again.
    pub fn unload_replay(&mut self) {
        if let Some(open) = &mut self.open {
            open.playback = None;
        }
    }

    /// Leaves the replay, or loads one and plays it; where nothing is to move by itself it stands still.
    pub fn toggle_replay(&mut self) {
        if self.playback().is_some() {
            self.unload_replay();
        } else if self.load_replay()
            && !self.reduces_motion()
            && let Some(playback) = self.playback_mut()
        {
            playback.play();
        }
    }

    /// The replay, if one is loaded.
    pub fn playback(&self) -> Option<&Playback> {
        self.open.as_ref()?.playback.as_ref()
    }

    /// The same, to be moved.
    pub fn playback_mut(&mut self) -> Option<&mut Playback> {
        self.open.as_mut()?.playback.as_mut()
    }

    /// Up to which moment the stage shows its run, in nanoseconds since each pane's
    /// [replay](crate::model::Trace::before_origin_ns) begins;
    /// `None` if no replay is loaded, and all of it is shown.
    pub fn playhead_ns(&self) -> Option<f64> {
        self.playback().map(Playback::position_ns)
    }
}

impl OpenLesson {
    /// A run has come to the stage: a replay that is loaded begins with it, and goes on if it did.
    pub(super) fn replay_from_start(&mut self) {
        let (Some(old), Some(run)) = (&self.playback, &self.stage) else { return };
        let mut playback = Playback::of(run);
        playback.set_looping(old.is_looping());
        playback.set_pace(old.pace());
        if old.is_playing() {
            playback.play();
        }
        self.playback = Some(playback);
    }
}
