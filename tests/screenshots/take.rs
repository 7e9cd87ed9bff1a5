//! Writes the pictures in `screenshots/`: the real window, real runs, no display.
//!
//! `cargo run --features images --example screenshots`; it needs a software Vulkan driver (Debian:
//! `mesa-vulkan-drivers libvulkan1`).
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a picture that fails is no picture")]

#[allow(dead_code, reason = "the tests of the window use the rest")]
#[path = "../window/driver.rs"]
mod driver;

use std::fs;
use std::path::Path;

use driver::{Opening, Window};
use eframe::App as _;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Theme};
use stickylab::lesson::{Lang, StepKind};
use stickylab::session;

const FOLDER: &str = "screenshots";

fn main() {
    fs::create_dir_all(FOLDER).unwrap();
    for theme in [Theme::Light, Theme::Dark] {
        for lang in Lang::ALL {
            take("predict", theme, lang, predict);
            take("bytes", theme, lang, bytes);
            if theme == Theme::Light {
                take("explore", theme, lang, explore);
                take("framing", theme, lang, framing);
                take("nagle", theme, lang, nagle);
            }
            take("time", theme, lang, time);
            take("outcomes", theme, lang, outcomes);
        }
    }
}

fn take(scene: &str, theme: Theme, lang: Lang, play: fn(&Path, Lang) -> Window) {
    let folder = driver::folder();
    let mut window = play(folder.path(), lang);
    let wanted = if theme == Theme::Light { session::Theme::Light } else { session::Theme::Dark };
    while window.session().theme() != wanted {
        window.press_with(Modifiers::COMMAND, Key::T);
    }
    window.settle();
    let theme = if theme == Theme::Light { "light" } else { "dark" };
    let path = format!("{FOLDER}/{scene}-{theme}-{}.png", lang.code());
    window.harness.set_render_cursor(false);
    let mut image = window.harness.render().unwrap();
    let back = window.harness.state().clear_color(&window.harness.ctx.global_style().visuals);
    image.pixels_mut().for_each(|pixel| lay_over(&mut pixel.0, back));
    image.save(&path).unwrap();
    println!("{path}");
}

/// The harness leaves empty what the screen fills with the window's own colour.
fn lay_over(pixel: &mut [u8; 4], back: [f32; 4]) {
    let through = 1.0 - f32::from(pixel[3]) / 255.0;
    for (channel, back) in pixel.iter_mut().zip(back) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a colour")]
        let behind = (back * through * 255.0).round() as u8;
        *channel = channel.saturating_add(behind);
    }
}

/// The second lesson asks.
fn predict(folder: &Path, lang: Lang) -> Window {
    let mut window = Opening::new(folder).lang(lang).lesson("two-sends-one-recv").open();
    window.press(Key::PageDown);
    window.settle();
    window
}

/// A wrong answer, and what the run says to it.
fn bytes(folder: &Path, lang: Lang) -> Window {
    let mut window = predict(folder, lang);
    window.click(Role::RadioButton, "A b'hello'");
    window.harness.remove_cursor();
    window.settle();
    window
}

/// Three bytes at a time: TCP cuts elsewhere, UDP cuts off.
fn explore(folder: &Path, lang: Lang) -> Window {
    let mut window = bytes(folder, lang);
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    let name = if lang == Lang::En { "Bytes per recv(n)" } else { "每次 recv(n) 的字节数" };
    window.drag(name, &[3], |_| {});
    window.settle();
    window
}

/// The naive reader and the decoder, one byte at a time.
fn framing(folder: &Path, lang: Lang) -> Window {
    let mut window = Opening::new(folder).lang(lang).lesson("length-prefix").open();
    window.press(Key::PageDown);
    window.settle();
    show_result(&mut window, lang);
    window
}

fn show_result(window: &mut Window, lang: Lang) {
    if window.session().is_asking() {
        window.click(Role::Button, if lang == Lang::En { "Just show me" } else { "直接看结果" });
        window.harness.remove_cursor();
        window.settle();
    }
}

/// The wait of nine messages, in time.
fn time(folder: &Path, lang: Lang) -> Window {
    let mut window = nagle(folder, lang);
    window.press_with(Modifiers::ALT, Key::Num2);
    window.settle();
    window
}

/// Two hundred runs of a reader that does not wait, and a sweep.
fn outcomes(folder: &Path, lang: Lang) -> Window {
    let mut window = Opening::new(folder).lang(lang).lesson("sleep-is-no-cure").open();
    for _ in 0..8 {
        window.settle();
        show_result(&mut window, lang);
        if window.session().step().is_some_and(|step| step.kind == StepKind::Explore) {
            break;
        }
        window.press(Key::PageDown);
    }
    window.press_with(Modifiers::ALT, Key::Num3);
    window.press_with(Modifiers::COMMAND, Key::R);
    window.step_until("all runs are counted", |window| !window.session().is_counting());
    window.settle();
    window
}

/// Nine of ten messages wait for an acknowledgement.
fn nagle(folder: &Path, lang: Lang) -> Window {
    let mut window = Opening::new(folder).lang(lang).lesson("nagle").open();
    window.press(Key::PageDown);
    window.settle();
    window.click(Role::RadioButton, if lang == Lang::En { "C 2" } else { "C 2 个" });
    window.harness.remove_cursor();
    window.press(Key::PageDown);
    window.press_with(Modifiers::ALT, Key::Num1);
    // On a busy machine a pause gets so long that more segments leave.
    let together = if lang == Lang::En { "recv 2: 90 bytes" } else { "recv 2：90 字节" };
    let mut tries = 0;
    while !window.is_saying(together) {
        tries += 1;
        assert!(tries < 20, "this machine is too busy for a picture");
        window.press(Key::Space);
        window.settle();
    }
    window
}
