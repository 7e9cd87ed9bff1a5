//! Writes the pictures in `screenshots/`: the real window, real runs, no display.
//!
//! `cargo run --features images --example screenshots` makes all of them, with names behind `--` those
//! that begin so. It needs a software Vulkan driver (Debian: `mesa-vulkan-drivers libvulkan1`).
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a picture that fails is no picture")]

#[expect(dead_code, reason = "the tests of the window use the rest")]
#[path = "../window/driver.rs"]
mod driver;

mod image;
mod photo;
mod pictures;

use std::fs;
use std::path::Path;

use driver::{Opening, Window};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use pictures::{MadeFrom, SCENES, Scene, folder};
use stickylab::lesson::{Lang, StepKind};
use stickylab::session;

/// Sharp on a screen with small pixels too.
const PIXELS_PER_POINT: f32 = 1.5;

/// Makes all, or those whose names begin with what the arguments say.
fn main() {
    fs::create_dir_all(folder()).unwrap();
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for scene in &SCENES {
        if !wanted.is_empty() && !wanted.iter().any(|name| scene.name.starts_with(name.as_str())) {
            continue;
        }
        for (file, lang, dark) in scene.files() {
            take(scene, &folder().join(file), lang, dark);
        }
    }
    if wanted.is_empty() {
        fs::write(MadeFrom::path(), toml::to_string(&MadeFrom::today()).unwrap()).unwrap();
    }
}

fn take(scene: &Scene, path: &Path, lang: Lang, dark: bool) {
    let home = driver::folder();
    let opening = Opening::new(home.path()).lang(lang).pixels_per_point(PIXELS_PER_POINT);
    let mut window = play(scene, opening.lesson(scene.lesson), lang);
    let theme = if dark { session::Theme::Dark } else { session::Theme::Light };
    photo::wear(&mut window, theme);
    photo::of(&mut window).save(path);
    println!("{}", path.display());
}

/// Goes to where the picture is taken.
fn play(scene: &Scene, opening: Opening<'_>, lang: Lang) -> Window {
    let mut window = opening.open();
    window.press(Key::PageDown);
    window.settle();
    match scene.name {
        "predict" => {}
        "alone" => window.press(Key::PageUp),
        "bytes" => answer_wrongly(&mut window),
        "explore" => {
            answer_wrongly(&mut window);
            explore(&mut window, lang);
        }
        "time" => {
            nagle(&mut window, lang);
            window.press_with(Modifiers::ALT, Key::Num2);
        }
        "outcomes" => outcomes(&mut window, lang),
        "framing" => show_result(&mut window, lang),
        _ => {
            show_result(&mut window, lang);
            window.press(Key::PageDown);
        }
    }
    window.settle();
    window
}

/// A wrong answer, and what the run says to it.
fn answer_wrongly(window: &mut Window) {
    window.click(Role::RadioButton, "A b'hello'");
    window.harness.remove_cursor();
    window.settle();
}

/// Three bytes at a time: TCP cuts elsewhere, UDP cuts off.
fn explore(window: &mut Window, lang: Lang) {
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    let name = if lang == Lang::En { "Bytes per recv(n)" } else { "每次 recv(n) 的字节数" };
    window.drag(name, &[3], |_| {});
}

fn show_result(window: &mut Window, lang: Lang) {
    if window.session().is_asking() {
        window.click(Role::Button, if lang == Lang::En { "Just show me" } else { "直接看结果" });
        window.harness.remove_cursor();
        window.settle();
    }
}

/// Two hundred runs of a reader that does not wait, and a sweep.
fn outcomes(window: &mut Window, lang: Lang) {
    for _ in 0..8 {
        window.settle();
        show_result(window, lang);
        if window.session().step().is_some_and(|step| step.kind == StepKind::Explore) {
            break;
        }
        window.press(Key::PageDown);
    }
    window.press_with(Modifiers::ALT, Key::Num3);
    window.press_with(Modifiers::COMMAND, Key::R);
    window.step_until("all runs are counted", |window| !window.session().is_counting());
}

/// Nine of ten messages wait for an acknowledgement.
fn nagle(window: &mut Window, lang: Lang) {
    let right = window.session().step().unwrap().choices.len() - 1;
    let label = window.session().step().unwrap().choices[right].label.plain(lang);
    window.click(Role::RadioButton, &format!("{} {label}", ["A", "B", "C", "D"][right]));
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
}
