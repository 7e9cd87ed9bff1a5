//! Pictures of runs made by hand, compared with those in `tests/images`; see `tests/stage/images.rs`.

use eframe::egui::{CentralPanel, Frame, Theme, vec2};
use egui_kittest::{Harness, SnapshotOptions};
use stickylab::model::Trace;
use stickylab::text::ZH;
use stickylab::ui::theme::Scale;
use stickylab::ui::{fonts, theme};

use crate::runs;
use crate::told::{ENGLISH, How, show};

fn check(name: &str, traces: Vec<Trace>, theme: Theme, how: How) {
    let mut paint = show(traces, how);
    let mut harness = Harness::builder()
        .with_size(vec2(how.size.0, how.size.1))
        .with_theme(theme)
        .with_context_setup(|ctx| {
            fonts::install(ctx);
            theme::install(ctx);
        })
        .wgpu()
        .build_ui(move |ui| {
            let frame = Frame::new().fill(ui.visuals().panel_fill).inner_margin(8.0);
            CentralPanel::default().frame(frame).show(ui, |ui| paint(ui));
        });
    harness.run();
    harness.snapshot_options(name, &SnapshotOptions::new().output_path("tests/images"));
}

#[test]
fn nine_messages_wait() {
    check("time-nagle-light-en", vec![runs::nagle()], Theme::Light, ENGLISH);
}

#[test]
fn two_panes_in_the_dark_and_in_chinese() {
    let how = How { words: &ZH, size: (920.0, 400.0), ..ENGLISH };
    check("time-two-dark-zh", vec![runs::nagle(), runs::many(10)], Theme::Dark, how);
}

#[test]
fn a_conversation() {
    check("time-conversation-light-en", vec![runs::conversation()], Theme::Light, ENGLISH);
}

#[test]
fn fifty_thousand_messages() {
    check("time-folded-light-en", vec![runs::many(50_000)], Theme::Light, ENGLISH);
}

#[test]
fn in_the_middle_of_a_replay() {
    let how = How { playhead_ns: Some(20e6), ..ENGLISH };
    check("time-replay-light-en", vec![runs::nagle()], Theme::Light, how);
}

#[test]
fn for_the_last_row() {
    let how = How { scale: Scale::Present, words: &ZH, size: (900.0, 720.0), ..ENGLISH };
    check("time-present-light-zh", vec![runs::nagle()], Theme::Light, how);
}
