//! The stage: what one pane's run did, drawn as tapes of bytes.

use std::sync::Arc;

use eframe::egui::{Response, Ui};

use crate::model::{Scenario, Trace};
use crate::text::Words;

use super::theme::Scale;

/// What a pane shows.
#[derive(Clone, Copy)]
pub struct PaneView<'a> {
    /// The name of the variation: "TCP", "Nagle on".
    pub title: &'a str,
    /// What is run; gives the lanes before there is a run.
    pub scenario: &'a Scenario,
    /// The run, if there was one.
    pub trace: Option<&'a Arc<Trace>>,
    /// Keeps everything back that would tell the result: the learner has not committed yet.
    pub hide_result: bool,
    /// The language.
    pub words: &'static Words,
    /// How large everything is drawn.
    pub scale: Scale,
}

/// What a pane keeps from frame to frame; one per pane.
#[derive(Default)]
pub struct StageState {}

/// Draws the card of one pane over the whole available width, as high as it needs to be.
pub fn pane(ui: &mut Ui, view: &PaneView<'_>, state: &mut StageState) -> Response {
    let _ = (view, state);
    ui.label(view.title)
}
