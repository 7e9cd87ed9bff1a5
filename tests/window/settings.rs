//! Theme, language, size and motion: by keys and in their menu, and kept.

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Theme, Vec2, vec2};
use stickylab::lesson::Lang;
use stickylab::session;
use stickylab::text::{EN, ZH};
use stickylab::ui::theme::Palette;

use crate::driver::{Opening, PROJECTOR, Window, folder};
use crate::every_step::unnamed;
use crate::legible;

const LESSON: &str = "two-sends-one-recv";

fn open(folder: &Path) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).open();
    window.settle();
    window
}

fn palette(window: &Window) -> &'static Palette {
    Palette::of(&window.harness.ctx.global_style().visuals)
}

#[test]
fn the_themes_go_round() {
    let folder = folder();
    let mut window = open(folder.path());
    assert_eq!(window.session().theme(), session::Theme::System);
    // Without a display the system says nothing, and the lab chooses light.
    for (theme, shown, colours) in [
        (session::Theme::Light, Theme::Light, &Palette::LIGHT),
        (session::Theme::Dark, Theme::Dark, &Palette::DARK),
        (session::Theme::HighContrast, Theme::Dark, &Palette::HIGH_CONTRAST),
        (session::Theme::System, Theme::Light, &Palette::LIGHT),
    ] {
        window.press_with(Modifiers::COMMAND, Key::T);
        assert_eq!(window.session().theme(), theme);
        window.settle();
        assert_eq!(window.harness.ctx.theme(), shown);
        assert_eq!(palette(&window), colours);
    }
}

#[test]
fn the_menu_opens_by_keys_and_its_choices_are_kept() {
    let folder = folder();
    let mut window = open(folder.path());
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.settle();
    window.region(EN.settings.open.0);
    assert_eq!(unnamed(&window), Vec::<String>::new());
    assert_eq!(legible::flaws(&window), Vec::<String>::new());
    // The theme that is chosen has the focus, and arrows go down the list.
    for _ in 0..3 {
        window.press(Key::ArrowDown);
        window.settle();
    }
    window.press(Key::Space);
    window.settle();
    assert_eq!(window.session().theme(), session::Theme::HighContrast);
    assert_eq!(palette(&window), &Palette::HIGH_CONTRAST);
    window.click(Role::CheckBox, EN.settings.reduce_motion.0);
    window.click(Role::RadioButton, "中文");
    window.settle();
    window.press_with(Modifiers::COMMAND, Key::Equals);
    window.settle();
    window.region(ZH.settings.open.0);
    window.says(&(ZH.settings.percent)(110));
    window.press(Key::Escape);
    window.settle();
    window.is_silent_about(ZH.settings.text_scale);
    // The focus goes back to the button that opened it.
    window.press(Key::Enter);
    window.settle();
    window.says(ZH.settings.text_scale);
    drop(window);

    let window = Opening::new(folder.path()).language_as_left().open();
    let session = window.session();
    assert_eq!((session.theme(), session.lang()), (session::Theme::HighContrast, Lang::Zh));
    assert_eq!((session.text_scale(), session.reduces_motion()), (110, true));
}

#[test]
fn control_with_plus_and_minus_changes_the_size_and_nothing_else() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).size(vec2(1920.0, 1080.0)).open();
    window.settle();
    window.press_with(Modifiers::ALT, Key::Num2);
    let mut seen = Vec::new();
    for _ in 0..6 {
        window.press_with(Modifiers::COMMAND, Key::Plus);
        window.settle();
        seen.push(window.session().text_scale());
        let zoom = window.harness.ctx.zoom_factor();
        assert!((zoom * 100.0 - f32::from(*seen.last().unwrap())).abs() < 0.5, "{zoom}");
    }
    assert_eq!(seen, [110, 125, 150, 175, 200, 200]);
    for _ in 0..5 {
        window.press_with(Modifiers::COMMAND, Key::Minus);
    }
    assert_eq!(window.session().text_scale(), 100);
    // Present mode has its own sizes, and the chosen one is there again afterwards.
    window.press_with(Modifiers::COMMAND, Key::Plus);
    window.press(Key::F5);
    window.settle();
    window.press_with(Modifiers::COMMAND, Key::Plus);
    assert_eq!(window.session().text_scale(), 110);
    window.press(Key::Escape);
    window.settle();
    assert!((window.harness.ctx.zoom_factor() - 1.1).abs() < 1e-3);
}

#[test]
fn with_reduced_motion_a_replay_waits_and_nothing_slides() {
    let folder = folder();
    let mut window = open(folder.path());
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.settle();
    window.click(Role::CheckBox, EN.settings.reduce_motion.0);
    window.press(Key::Escape);
    window.press(Key::Escape);
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.settle();
    window.press(Key::R);
    let playback = window.session().playback().expect("a replay is loaded");
    assert!(!playback.is_playing());
    window.settle();
    assert_eq!(window.session().playhead_ns(), Some(0.0));
    window.press(Key::Space);
    assert!(window.session().playback().unwrap().is_playing(), "when it is asked for");
    assert!(window.harness.ctx.global_style().animation_time.abs() < f32::EPSILON);
}

/// What a window of so many pixels shows at that size of text.
fn look_at(lang: Lang, pixels: Vec2, percent: u16) -> (Window, tempfile::TempDir) {
    let folder = folder();
    std::fs::write(folder.path().join("settings.toml"), format!("format = 1\ntext_scale = {percent}\n"))
        .unwrap();
    let mut window = Opening::new(folder.path()).lesson(LESSON).lang(lang).size(pixels).open();
    window.settle();
    (window, folder)
}

#[test]
fn large_type_cuts_nothing_off() {
    for lang in [Lang::En, Lang::Zh] {
        for (pixels, percent) in
            [(vec2(1920.0, 1080.0), 150), (vec2(1920.0, 1080.0), 200), (PROJECTOR, 125), (PROJECTOR, 110)]
        {
            let (mut window, _folder) = look_at(lang, pixels, percent);
            let size = window.harness.ctx.content_rect().size();
            for view in [Key::Num1, Key::Num2, Key::Num3] {
                window.press_with(Modifiers::ALT, view);
                window.settle();
                let cut = legible::flaws(&window);
                assert_eq!(cut, Vec::<String>::new(), "{lang:?}, {pixels:?}, {percent} %, {size:?}");
            }
        }
    }
}
