//! A run of 100 000 calls over time: laid out anew at each magnification, and drawn again when nothing
//! changed, beside a frame in which there is nothing.

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
    let trace = Arc::new(runs::many(50_000));
    let mut state = TimeState::default();
    let mut show = |ui: &mut Ui| {
        let pane = TimePane {
            name: "pane",
            title: "TCP",
            scenario: &trace.scenario,
            trace: Some(&trace),
            trouble: None,
        };
        let view = TimeView {
            panes: vec![pane],
            hide_result: false,
            playhead_ns: None,
            words: &EN,
            scale: Scale::Window,
        };
        stage(ui, &view, &mut state);
    };
    let ctx = Context::default();
    fonts::install(&ctx);
    theme::install(&ctx);
    let empty = median((0..FRAMES).map(|_| frame(&ctx, Vec::new(), &mut |_| {})).collect());
    let first = frame(&ctx, Vec::new(), &mut show);
    let kept = median((0..FRAMES).map(|_| frame(&ctx, Vec::new(), &mut show)).collect());
    let zoomed = |at: usize| {
        let key = if at.is_multiple_of(2) { Key::Plus } else { Key::Minus };
        vec![key_press(key)]
    };
    let anew = median((0..FRAMES).map(|at| frame(&ctx, zoomed(at), &mut show)).collect());
    println!("{} calls over time, medians of {FRAMES} frames", trace.len());
    println!("worked out and drawn once: {:.2} ms", ms(first));
    println!("an empty frame:            {:.2} ms", ms(empty));
    println!("drawn again:               {:.2} ms, {:.1} × empty", ms(kept), ms(kept) / ms(empty));
    println!("magnified:                 {:.2} ms, {:.1} × empty", ms(anew), ms(anew) / ms(empty));
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
