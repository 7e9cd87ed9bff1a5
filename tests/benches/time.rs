//! A run of 100 000 calls over time: laid out anew at each magnification, and drawn again when nothing
//! changed, beside a run of 20 calls.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, Ui, vec2};
use stickylab::text::EN;
use stickylab::ui::theme::Scale;
use stickylab::ui::time::{TimePane, TimeState, TimeView, stage};
use stickylab::ui::{fonts, theme};

#[expect(dead_code, reason = "the tests of the view use the rest")]
#[path = "../time/runs.rs"]
mod runs;

const FRAMES: usize = 60;

fn main() {
    let ctx = Context::default();
    fonts::install(&ctx);
    theme::install(&ctx);
    let mut few = view_of(10);
    let mut many = view_of(50_000);
    // The first frame of a context makes its fonts.
    frame(&ctx, Vec::new(), &mut few);
    let small = median((0..FRAMES).map(|_| frame(&ctx, Vec::new(), &mut few)).collect());
    let first = frame(&ctx, Vec::new(), &mut many);
    let kept = median((0..FRAMES).map(|_| frame(&ctx, Vec::new(), &mut many)).collect());
    let zoomed = |at: usize| vec![key_press(if at.is_multiple_of(2) { Key::Plus } else { Key::Minus })];
    let anew = median((0..FRAMES).map(|at| frame(&ctx, zoomed(at), &mut many)).collect());
    println!("100 000 calls over time, medians of {FRAMES} frames");
    println!("20 calls, drawn again:     {:.2} ms", ms(small));
    println!("worked out and drawn once: {:.2} ms", ms(first));
    println!("drawn again:               {:.2} ms, {:.1} × 20 calls", ms(kept), ms(kept) / ms(small));
    println!("magnified:                 {:.2} ms, {:.1} × 20 calls", ms(anew), ms(anew) / ms(small));
}

/// Draws a run of so many messages.
fn view_of(messages: u64) -> impl FnMut(&mut Ui) {
    let trace = Arc::new(runs::many(messages));
    let mut state = TimeState::default();
    move |ui| {
        let pane = TimePane {
            name: "pane",
            title: "TCP",
            scenario: &trace.scenario,
            trace: Some(&trace),
            trouble: None,
        };
        let view = TimeView {
            panes: vec![pane],
            no_run: EN.stage.line.not_run,
            hide_result: false,
            by_hand: false,
            playhead_ns: None,
            words: &EN,
            scale: Scale::Window,
        };
        stage(ui, &view, &mut state);
    }
}

fn key_press(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

/// One frame, down to the triangles.
fn frame(ctx: &Context, events: Vec<Event>, show: &mut dyn FnMut(&mut Ui)) -> Duration {
    let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(1920.0, 1080.0)));
    let start = Instant::now();
    let mut output = ctx.run_ui(RawInput { screen_rect, events, ..RawInput::default() }, |ui| show(ui));
    black_box(ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point));
    output.textures_delta.clear();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
