//! Pictures of runs made by hand, compared with those in `tests/images`.
//!
//! They need a software Vulkan driver (Debian: `mesa-vulkan-drivers libvulkan1`):
//! `cargo test --features images --test stage images`; `UPDATE_SNAPSHOTS=1` writes them anew.

use std::sync::Arc;

use eframe::egui::{CentralPanel, Frame, Theme, vec2};
use egui_kittest::{Harness, SnapshotOptions};
use stickylab::model::{Trace, Transport};
use stickylab::text::{EN, Words, ZH};
use stickylab::ui::stage::{Density, PaneView, StageState, pane};
use stickylab::ui::theme::Scale;
use stickylab::ui::{fonts, theme};

use crate::traces::{self, Run};

/// How a picture is taken.
#[derive(Clone, Copy)]
struct Camera {
    theme: Theme,
    words: &'static Words,
    scale: Scale,
    size: (f32, f32),
    hide_result: bool,
    playhead_ns: Option<f64>,
}

const LIGHT: Camera = Camera {
    theme: Theme::Light,
    words: &EN,
    scale: Scale::Window,
    size: (920.0, 290.0),
    hide_result: false,
    playhead_ns: None,
};
const DARK_ZH: Camera = Camera { theme: Theme::Dark, words: &ZH, ..LIGHT };

fn check(name: &str, title: &'static str, trace: Trace, camera: Camera) {
    let trace = Arc::new(trace);
    let mut state = StageState::default();
    let mut harness = Harness::builder()
        .with_size(vec2(camera.size.0, camera.size.1))
        .with_theme(camera.theme)
        .with_context_setup(|ctx| {
            fonts::install(ctx);
            theme::install(ctx);
        })
        .wgpu()
        .build_ui(move |ui| {
            let frame = Frame::new().fill(ui.visuals().panel_fill).inner_margin(8.0);
            CentralPanel::default().frame(frame).show(ui, |ui| {
                let view = PaneView {
                    title,
                    scenario: &trace.scenario,
                    trace: Some(&trace),
                    no_run: camera.words.stage.line.not_run,
                    hide_result: camera.hide_result,
                    by_hand: false,
                    playhead_ns: camera.playhead_ns,
                    words: camera.words,
                    scale: camera.scale,
                    density: Density::Loose,
                    parts: None,
                };
                pane(ui, &view, &mut state);
            });
        });
    harness.run();
    harness.snapshot_options(name, &SnapshotOptions::new().output_path("tests/images"));
}

#[test]
fn merged_over_tcp() {
    check("merged-light-en", "TCP", traces::merged(), LIGHT);
}

#[test]
fn merged_over_tcp_in_the_dark_and_in_chinese() {
    check("merged-dark-zh", "TCP", traces::merged(), DARK_ZH);
}

#[test]
fn intact_over_udp() {
    check("intact-light-en", "UDP", traces::intact(), LIGHT);
}

#[test]
fn truncated_over_udp() {
    check("truncated-light-en", "UDP", traces::truncated(), LIGHT);
}

#[test]
fn dropped_by_udp() {
    check("dropped-dark-zh", "UDP", traces::dropped(), DARK_ZH);
}

#[test]
fn kept_back() {
    check("hidden-light-en", "TCP", traces::merged(), Camera { hide_result: true, ..LIGHT });
}

#[test]
fn after_a_warm_up() {
    check("warm-up-light-en", "TCP", traces::warmed_up(), LIGHT);
}

#[test]
fn thirty_messages() {
    check("many-light-en", "TCP", traces::many(30, 10, 37), LIGHT);
}

#[test]
fn ten_thousand_messages() {
    check("folded-dark-zh", "TCP", traces::many(10_000, 10, 64), DARK_ZH);
}

#[test]
fn a_conversation() {
    let run = Run::new(Transport::Tcp).send("黏包").recv(1024, 6).reply("HI").client_recv(1024, 2);
    check("conversation-light-en", "TCP", run.trace(), Camera { size: (920.0, 420.0), ..LIGHT });
}

#[test]
fn half_way_through_a_replay() {
    let half_way = Camera { playhead_ns: Some(60_000.0), ..LIGHT };
    check("replay-light-en", "UDP", traces::dropped(), half_way);
}

#[test]
fn a_replay_while_the_sender_holds_bytes_back() {
    let held = Camera { playhead_ns: Some(20_000.0), ..DARK_ZH };
    check("replay-dark-zh", "TCP", traces::held(), held);
}

#[test]
fn for_the_last_row() {
    let present = Camera { scale: Scale::Present, words: &ZH, size: (1200.0, 510.0), ..LIGHT };
    check("present-light-zh", "TCP", traces::merged(), present);
}
