//! Displays of every scale, windows as narrow as they get, and what stays where it is.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Rect, Vec2, vec2};
use egui_kittest::kittest::NodeT;
use stickylab::lesson::Lang;
use stickylab::text::{EN, ZH};
use stickylab::ui::command::Command;

use crate::driver::{Opening, PROJECTOR, Window, folder};
use crate::legible::{self, texts};

const LESSON: &str = "two-sends-one-recv";
/// As small as the window may be made.
const SMALLEST: Vec2 = vec2(800.0, 560.0);

/// The buttons of all commands that are shown, with their names.
fn controls(window: &Window) -> Vec<(String, Rect)> {
    let words = if window.session().lang() == Lang::En { &EN } else { &ZH };
    let labels: Vec<&str> = Command::all().map(|command| command.words(words).0).collect();
    let nodes = window.harness.root().children_recursive();
    let drawn = nodes.filter(|node| node.accesskit_node().bounding_box().is_some());
    let named = drawn.filter(|node| node.accesskit_node().role() == Role::Button);
    let named = named.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect()));
    named.filter(|(name, _)| labels.iter().any(|label| name.starts_with(label))).collect()
}

fn overlaps(window: &Window) -> Vec<String> {
    let controls = controls(window);
    let mut found = Vec::new();
    for (at, (name, rect)) in controls.iter().enumerate() {
        for (other, beside) in &controls[at + 1..] {
            let shared = rect.intersect(*beside);
            if shared.width() > 1.0 && shared.height() > 1.0 {
                found.push(format!("{name:?} and {other:?} overlap: {shared:?}"));
            }
        }
    }
    found
}

#[test]
fn controls_never_overlap_however_narrow_the_window_is() {
    let sizes = [SMALLEST, vec2(853.0, 600.0), vec2(900.0, 640.0), vec2(1024.0, 640.0), PROJECTOR];
    let mut flaws = Vec::new();
    for lang in Lang::ALL {
        for size in sizes {
            let folder = folder();
            let mut window = Opening::new(folder.path()).lesson(LESSON).lang(lang).size(size).open();
            for view in [Key::Num1, Key::Num2, Key::Num3] {
                window.press_with(Modifiers::ALT, view);
                for _ in 0..2 {
                    window.settle();
                    // Where it is very narrow, the title of the lesson may be shortened.
                    let is_flaw = |flaw: &String| size.x >= 1024.0 || !flaw.starts_with("shortened");
                    let cut = legible::flaws(&window).into_iter().filter(is_flaw);
                    let found = overlaps(&window).into_iter().chain(cut);
                    flaws.extend(found.map(|flaw| format!("{lang:?}, {size}, {view:?}: {flaw}")));
                    window.press(Key::PageDown);
                }
            }
        }
    }
    assert!(flaws.is_empty(), "{} flaws:\n{}", flaws.len(), flaws.join("\n"));
}

#[test]
fn a_display_with_smaller_pixels_shows_the_same_window() {
    for lang in Lang::ALL {
        let mut usual: Option<Vec<(String, Rect)>> = None;
        for scale in [1.0, 1.25, 1.5, 2.0] {
            let folder = folder();
            let opening = Opening::new(folder.path()).lesson(LESSON).lang(lang);
            let mut window = opening.pixels_per_point(scale).open();
            window.press(Key::PageDown);
            window.settle();
            assert_eq!(legible::flaws(&window), [""; 0], "{lang:?}, {scale}");
            let shown = controls(&window);
            let usual = usual.get_or_insert_with(|| shown.clone());
            assert_eq!(shown.len(), usual.len());
            for ((name, rect), (_, at_one)) in shown.iter().zip(usual) {
                // Lines of text stand on whole pixels.
                let moved = (rect.min - at_one.min).abs().max_elem();
                assert!(moved < 3.0, "{lang:?}, {scale}: {name:?} at {rect:?} and not {at_one:?}");
            }
        }
    }
}

#[test]
fn another_language_moves_no_panel_and_no_lane() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson(LESSON).open();
    window.press(Key::PageDown);
    window.settle();
    let places = |window: &Window| {
        let block = texts(window).into_iter().find(|text| text.text == "1 hello").unwrap();
        let nodes = window.harness.root().children_recursive();
        let knob = nodes.filter(|node| node.accesskit_node().role() == Role::ComboBox).last().unwrap();
        [block.rect, knob.rect(), window.place_of("10 B")]
    };
    let before = places(&window);
    window.press_with(Modifiers::COMMAND, Key::L);
    window.settle();
    for (one, other) in before.into_iter().zip(places(&window)) {
        assert!((one.min - other.min).abs().max_elem() < 0.5, "{one:?} became {other:?}");
        assert!((one.size() - other.size()).abs().max_elem() < 0.5, "{one:?} became {other:?}");
    }
}
