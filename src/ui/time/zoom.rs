//! What stretch of time is looked at: fitted to the run, or as the user moved it.

use eframe::egui::{Response, Ui};

use crate::ui::command::Command;
use crate::ui::scrolling;

use super::scale::{Stretch, TimeScale};

/// By what one press of a button magnifies.
pub const STEP: f64 = 1.6;
/// What share of what is shown one press of a key moves by.
const PAN: f64 = 0.2;
/// What share of what is shown is behind the playhead when it is followed.
const AHEAD: f64 = 0.1;
/// A run that is so many times longer or shorter than what is shown is fitted anew.
const OTHER: f64 = 1.5;

/// The stretch that all panes show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Zoom {
    shown: Option<Stretch>,
    /// Whether the user chose it.
    is_chosen: bool,
    /// The moment of a replay that was followed last.
    followed: Option<f64>,
}

impl Zoom {
    /// What is looked at, for runs that reach over `whole`.
    ///
    /// While a slider is dragged, each run is a little longer or shorter: what is shown stays, unless it
    /// fits no more. What the user chose stays as it is.
    pub fn stretch(&mut self, whole: Stretch) -> Stretch {
        let fits = |shown: &Stretch| {
            let ratio = whole.end() / shown.end().max(1.0);
            self.is_chosen || (1.0 / OTHER..=1.0).contains(&ratio)
        };
        let shown = self.shown.filter(fits).unwrap_or(whole);
        self.shown = Some(shown);
        shown
    }

    /// Shows the whole run again, and follows it.
    pub fn fit(&mut self) {
        *self = Self::default();
    }

    /// Where a replay has moved on, what was magnified moves with it.
    pub fn follow(&mut self, playhead: Option<f64>, whole: Stretch) {
        if self.followed == playhead {
            return;
        }
        self.followed = playhead;
        let (Some(ns), Some(shown)) = (playhead, self.shown.filter(|_| self.is_chosen)) else { return };
        if !(shown.start..=shown.end()).contains(&ns) {
            self.choose(Stretch { start: ns - AHEAD * shown.length, ..shown }, whole);
        }
    }

    /// Magnifies, so that a moment stays where it is.
    pub fn zoom(&mut self, factor: f64, about: f64, whole: Stretch) {
        let shown = self.shown.unwrap_or(whole);
        self.choose(shown.zoomed(factor, about), whole);
    }

    /// Moves by a share of what is shown, later for a positive one.
    pub fn pan(&mut self, share: f64, whole: Stretch) {
        let shown = self.shown.unwrap_or(whole);
        self.choose(shown.moved(share), whole);
    }

    fn choose(&mut self, stretch: Stretch, whole: Stretch) {
        self.shown = Some(stretch.kept_near(whole));
        self.is_chosen = true;
    }

    /// What pointer and wheel do over a chart.
    pub fn obey_pointer(&mut self, ui: &Ui, chart: &Response, scale: &TimeScale, whole: Stretch) {
        if chart.double_clicked() {
            return self.fit();
        }
        let (top, bottom) = scale.range();
        let height = bottom - top;
        if chart.dragged() {
            let moved = f64::from(chart.drag_delta().y);
            if moved != 0.0 {
                self.pan(-moved / height, whole);
            }
        }
        let Some(pointer) = ui.input(|input| input.pointer.hover_pos()) else { return };
        if !chart.rect.contains(pointer) || !ui.rect_contains_pointer(chart.rect) {
            return;
        }
        let (zoomed, scrolled) =
            ui.input(|input| (f64::from(input.zoom_delta()), f64::from(input.smooth_scroll_delta().y)));
        if (zoomed - 1.0).abs() > f64::EPSILON {
            self.zoom(zoomed, scale.ns(f64::from(pointer.y)), whole);
        } else if scrolled != 0.0 {
            self.pan(-scrolled / height, whole);
        }
    }

    /// What the keys do, unless text is being typed.
    pub fn obey_keys(&mut self, ui: &Ui, whole: Stretch) {
        if ui.ctx().text_edit_focused() {
            return;
        }
        let steps = scrolling::taken(ui.ctx());
        if steps != 0.0 {
            self.pan(f64::from(steps) * PAN, whole);
        }
        let middle = self.middle(whole);
        if Command::Fit.take(ui.ctx()) {
            self.fit();
        } else if Command::ZoomIn.take(ui.ctx()) {
            self.zoom(STEP, middle, whole);
        } else if Command::ZoomOut.take(ui.ctx()) {
            self.zoom(1.0 / STEP, middle, whole);
        }
    }

    /// The middle of what is shown.
    pub fn middle(&self, whole: Stretch) -> f64 {
        let shown = self.shown.unwrap_or(whole);
        shown.start + shown.length / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(ms: f64) -> Stretch {
        Stretch::between(0.0, ms * 1e6)
    }

    #[test]
    fn a_run_that_is_a_little_longer_does_not_move_the_picture() {
        let mut zoom = Zoom::default();
        assert_eq!(zoom.stretch(run(40.0)), run(40.0));
        assert_eq!(zoom.stretch(run(30.0)), run(40.0), "a little shorter");
        assert_eq!(zoom.stretch(run(4.0)), run(4.0), "much shorter");
        assert_eq!(zoom.stretch(run(5.0)), run(5.0), "it would not fit");
    }

    #[test]
    fn what_is_magnified_follows_a_replay() {
        let mut zoom = Zoom::default();
        zoom.zoom(4.0, 20e6, run(40.0));
        zoom.follow(Some(2e6), run(40.0));
        let shown = zoom.stretch(run(40.0));
        assert!(shown.start <= 2e6 && 2e6 < shown.end(), "{shown:?}");
        zoom.pan(1.0, run(40.0));
        let panned = zoom.stretch(run(40.0));
        zoom.follow(Some(2e6), run(40.0));
        assert_eq!(zoom.stretch(run(40.0)), panned, "it stands, and the user looks elsewhere");
    }

    #[test]
    fn what_the_user_chose_stays_until_it_is_fitted_again() {
        let mut zoom = Zoom::default();
        zoom.stretch(run(40.0));
        zoom.zoom(2.0, 10e6, run(40.0));
        let chosen = zoom.stretch(run(40.0));
        assert!((chosen.length - 20e6).abs() < 1.0);
        assert_eq!(zoom.stretch(run(400.0)), chosen);
        zoom.fit();
        assert_eq!(zoom.stretch(run(400.0)), run(400.0));
    }

    #[test]
    fn nobody_loses_the_run() {
        let mut zoom = Zoom::default();
        for _ in 0..50 {
            zoom.pan(0.9, run(40.0));
        }
        let shown = zoom.stretch(run(40.0));
        assert!(shown.start < 40e6, "{shown:?}");
    }
}
