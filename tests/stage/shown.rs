//! One pane of the stage without a display, read from its accessibility tree.

use std::sync::Arc;

use eframe::egui::vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT;
use stickylab::model::Trace;
use stickylab::text::{EN, Words};
use stickylab::ui::stage::{Density, PaneView, StageState, pane};
use stickylab::ui::theme::Scale;
use stickylab::ui::{fonts, theme};

/// A pane of that run in a window of that width.
pub struct Shown {
    pub harness: Harness<'static>,
}

#[derive(Clone, Copy)]
pub struct How {
    pub words: &'static Words,
    pub hide_result: bool,
    pub playhead_ns: Option<f64>,
    pub ran: bool,
}

pub const ENGLISH: How = How { words: &EN, hide_result: false, playhead_ns: None, ran: true };

impl Shown {
    pub fn new(trace: Trace, how: How) -> Self {
        let trace = Arc::new(trace);
        let mut state = StageState::default();
        let harness = Harness::builder()
            .with_size(vec2(920.0, 620.0))
            .with_context_setup(|ctx| {
                fonts::install(ctx);
                theme::install(ctx);
            })
            .build_ui(move |ui| {
                let view = PaneView {
                    title: "TCP",
                    scenario: &trace.scenario,
                    trace: how.ran.then_some(&trace),
                    no_run: how.words.stage.line.not_run,
                    hide_result: how.hide_result,
                    by_hand: false,
                    playhead_ns: how.playhead_ns,
                    words: how.words,
                    scale: Scale::Window,
                    density: Density::Loose,
                    parts: None,
                };
                pane(ui, &view, &mut state);
            });
        Self { harness }
    }

    pub fn labels(&self) -> Vec<String> {
        let mut labels = Vec::new();
        let mut open = vec![self.harness.root()];
        while let Some(node) = open.pop() {
            labels.extend(node.accesskit_node().label());
            labels.extend(node.accesskit_node().value());
            open.extend(node.children());
        }
        labels
    }

    #[track_caller]
    pub fn says(&self, expected: &[&str]) {
        let labels = self.labels();
        for expected in expected {
            assert!(labels.iter().any(|label| label == expected), "no {expected:?} in {labels:#?}");
        }
    }

    #[track_caller]
    pub fn is_silent_about(&self, word: &str) {
        let labels = self.labels();
        assert!(labels.iter().all(|label| !label.contains(word)), "{word:?} in {labels:#?}");
    }
}
