//! Contrast of what lies under the pointer, and of what it holds down.

use std::collections::BTreeSet;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Pos2, pos2, vec2};
use egui_kittest::kittest::NodeT;
use stickylab::session::Theme;

use super::judge::flaws;
use super::{in_theme, none};
use crate::driver::{Opening, Window, folder};

const LESSON: &str = "two-sends-one-recv";
/// Where nothing lights up.
const AWAY: Pos2 = pos2(2.0, 2.0);

/// The middles of what can be clicked or dragged, with their names.
fn controls(window: &Window) -> Vec<(Pos2, String)> {
    let is_control = |role: Role| {
        use Role::{Button, CheckBox, ListBoxOption, RadioButton, Slider, TextInput};
        matches!(role, Button | CheckBox | ListBoxOption | RadioButton | Slider | TextInput)
    };
    let nodes = window.harness.root().children_recursive();
    let usable = nodes.filter(|node| {
        let inner = node.accesskit_node();
        is_control(inner.role()) && !inner.is_disabled() && inner.bounding_box().is_some()
    });
    let named =
        usable.map(|node| (node.rect().center(), node.accesskit_node().label().unwrap_or_default()));
    let screen = window.harness.ctx.content_rect();
    named.filter(|(middle, _)| screen.contains(*middle)).collect()
}

fn touch_all(window: &mut Window, place: &str, found: &mut BTreeSet<String>) {
    let all = controls(window);
    assert!(all.len() > 5, "{place}: {all:?}");
    for (middle, name) in all {
        let mut look = |window: &mut Window, how: &str| {
            window.harness.run_steps(2);
            let seen = flaws(window).into_iter();
            found.extend(seen.map(|flaw| format!("{place}, {how} {name:?}: {flaw}")));
        };
        window.pointer(middle, None);
        look(window, "over");
        window.pointer(middle, Some(true));
        look(window, "down on");
        window.pointer(AWAY, None);
        window.pointer(AWAY, Some(false));
        window.settle();
    }
}

/// What is said of a control comes at once, and does not fade in.
fn hurry(window: &Window) {
    window.harness.ctx.all_styles_mut(|style| {
        style.interaction.tooltip_delay = 0.0;
        style.animation_time = 0.0;
    });
}

fn touched_in(theme: Theme) {
    let (folder, mut found) = (folder(), BTreeSet::new());
    let mut window = Opening::new(folder.path()).size(vec2(1280.0, 720.0)).open();
    window.settle();
    in_theme(&mut window, theme);
    hurry(&window);
    touch_all(&mut window, "the greeting", &mut found);
    drop(window);
    let opening = Opening::new(folder.path()).lesson(LESSON).size(vec2(1280.0, 720.0));
    let mut window = opening.open();
    window.settle();
    hurry(&window);
    window.press(Key::PageDown);
    window.settle();
    touch_all(&mut window, "a question", &mut found);
    window.press(Key::B);
    for _ in 0..2 {
        window.press(Key::PageDown);
        window.settle();
    }
    touch_all(&mut window, "a turn", &mut found);
    none(found);
}

#[test]
fn in_the_light() {
    touched_in(Theme::Light);
}

#[test]
fn in_the_dark() {
    touched_in(Theme::Dark);
}

#[test]
fn in_high_contrast() {
    touched_in(Theme::HighContrast);
}
