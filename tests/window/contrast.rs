//! Contrast, of what is painted: each text and each shape against the colours that lie beneath it, in all
//! themes. Nothing is listed here: a colour that someone paints is judged.

mod judge;
mod touched;

use std::collections::BTreeSet;

use eframe::egui::{Color32, FontId, Key, Modifiers, Painter, Rect, Stroke, StrokeKind, pos2, vec2};
use egui_kittest::Harness;
use stickylab::lesson::Lang;
use stickylab::session::Theme;
use stickylab::ui::fonts;
use stickylab::ui::theme::{self, Palette};

use crate::driver::{Opening, Window, folder};
use crate::names::tour_in;
use judge::{flaws, judge};

fn in_theme(window: &mut Window, theme: Theme) {
    while window.session().theme() != theme {
        window.press_with(Modifiers::COMMAND, Key::T);
        window.settle();
    }
}

const THEMES: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::HighContrast];

#[track_caller]
fn none(found: BTreeSet<String>) {
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "{} flaws:\n{}", found.len(), found.join("\n"));
}

#[test]
fn all_that_is_painted_can_be_told_from_its_ground() {
    let mut found = BTreeSet::new();
    for theme in THEMES {
        tour_in(Lang::En, |place, window| {
            in_theme(window, theme);
            found.extend(flaws(window).into_iter().map(|flaw| format!("{theme:?}, {place}: {flaw}")));
        });
    }
    none(found);
}

/// Keys that lead to what stands in a lesson's place, or lies over it.
/// With what is said there.
const PLACES: [(&str, &[(Modifiers, Key)]); 7] = [
    ("Reset progress…", &[(Modifiers::COMMAND, Key::O)]),
    ("Saved as", &[PUT_AWAY, (Modifiers::COMMAND, Key::S)]),
    ("Find a term", &[PUT_AWAY, (Modifiers::NONE, Key::T)]),
    ("By hand · TCP", &[PUT_AWAY, PUT_AWAY, (Modifiers::NONE, Key::H)]),
    ("Open, and your turn.", &[(Modifiers::NONE, Key::Tab), (Modifiers::NONE, Key::Tab)]),
    (
        "bytes 0 to 2",
        &[PUT_AWAY, PUT_AWAY, PUT_AWAY, (Modifiers::ALT, Key::Num1), (Modifiers::NONE, Key::F6)],
    ),
    (
        "There is no run on the stage yet",
        &[(Modifiers::COMMAND, Key::PageDown), (Modifiers::COMMAND, Key::S)],
    ),
];
const PUT_AWAY: (Modifiers, Key) = (Modifiers::NONE, Key::Escape);

#[test]
fn what_lies_over_the_window_can_be_told_from_its_ground_too() {
    let mut found = BTreeSet::new();
    for theme in THEMES {
        let folder = folder();
        let mut window = Opening::new(folder.path()).size(vec2(900.0, 640.0)).open();
        window.settle();
        let mut look = |window: &mut Window, place: &str| {
            let seen = flaws(window).into_iter();
            found.extend(seen.map(|flaw| format!("{theme:?}, {place}: {flaw}")));
        };
        in_theme(&mut window, theme);
        look(&mut window, "the greeting");
        window.press(Key::PageDown);
        window.settle();
        for (place, keys) in PLACES {
            for &(modifiers, key) in keys {
                window.press_with(modifiers, key);
                window.settle();
            }
            if place == "bytes 0 to 2" {
                window.pane_node("TCP", "send 1").focus();
                window.press(Key::Enter);
                window.settle();
            }
            window.says(place);
            look(&mut window, place);
        }
    }
    none(found);
}

/// What is found in a picture that was painted so.
fn found_in(paint: impl Fn(&Painter, &Palette)) -> BTreeSet<String> {
    let harness = Harness::builder().with_size(vec2(400.0, 300.0)).with_context_setup(|ctx| {
        fonts::install(ctx);
        theme::install(ctx);
        ctx.set_theme(eframe::egui::Theme::Light);
    });
    let harness = harness.build_ui(|ui| paint(ui.painter(), &Palette::LIGHT));
    judge(&harness.output().shapes, &Palette::LIGHT, &[])
}

#[test]
fn what_is_too_pale_is_found() {
    let (whole, middle) = (Rect::from_min_size(pos2(10.0, 10.0), vec2(300.0, 200.0)), pos2(100.0, 100.0));
    let write = |painter: &Painter, color: Color32| {
        let galley = painter.layout_no_wrap("pale".to_owned(), FontId::proportional(20.0), color);
        painter.galley(middle, galley, color);
    };
    let check = |expected: usize, paint: &dyn Fn(&Painter, &Palette)| {
        let found = found_in(|painter, palette| {
            painter.rect_filled(whole, 0.0, palette.panel);
            paint(painter, palette);
        });
        assert_eq!(found.len(), expected, "{found:?}");
    };
    check(0, &|painter, palette| write(painter, palette.muted));
    check(1, &|painter, palette| write(painter, palette.neutral.gamma_multiply(0.7)));
    // On white it can be read, and not on the colour of a message.
    check(1, &|painter, palette| {
        painter.rect_filled(whole.shrink(20.0), 0.0, palette.hue(0).fill);
        write(painter, palette.text);
    });
    // Not what something opaque hides.
    check(0, &|painter, palette| {
        write(painter, palette.border);
        painter.rect_filled(whole.shrink(20.0), 0.0, palette.panel);
    });
    check(0, &|painter, palette| {
        painter.circle_filled(middle, 5.0, palette.rail);
    });
    check(1, &|painter, palette| {
        painter.circle_filled(middle, 5.0, palette.pale.edge.gamma_multiply(0.8));
    });
    let orange = |painter: &Painter, palette: &Palette| {
        painter.rect_filled(Rect::from_center_size(middle, vec2(60.0, 30.0)), 0.0, palette.hue(1).fill);
    };
    check(1, &orange);
    check(0, &|painter, palette| {
        orange(painter, palette);
        let (around, stroke) =
            (Rect::from_center_size(middle, vec2(64.0, 34.0)), Stroke::new(2.0, palette.red));
        painter.rect_stroke(around, 0.0, stroke, StrokeKind::Inside);
    });
}
