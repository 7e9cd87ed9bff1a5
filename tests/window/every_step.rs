//! Every step of every lesson, in both languages and in windows of several sizes.

use eframe::egui::accesskit::{Action, Role};
use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Rect, TouchPhase, Vec2, vec2,
};
use egui_kittest::kittest::NodeT;
use stickylab::lesson::{Lang, StepKind};
use stickylab::text::{EN, ZH};

use crate::driver::{Opening, PROJECTOR, Window, folder};
use crate::legible;

pub const SIZES: [Vec2; 3] = [PROJECTOR, vec2(1920.0, 1080.0), vec2(1024.0, 640.0)];

#[test]
fn in_english() {
    walk(Lang::En);
}

#[test]
fn in_chinese() {
    walk(Lang::Zh);
}

/// Goes through the whole course by its keys. A character that no font has makes the harness panic.
fn walk(lang: Lang) {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lang(lang).open();
    let mut flaws = Vec::new();
    window.press(Key::PageDown);
    assert!(!window.session().is_greeting());
    let lessons = window.session().catalog().lessons().cloned().collect::<Vec<_>>();
    for lesson in lessons {
        assert_eq!(window.session().lesson().unwrap().id, lesson.id);
        for (at, step) in lesson.steps.iter().enumerate() {
            assert_eq!(window.session().step_index(), at);
            look(&mut window, &mut flaws);
            if step.kind == StepKind::Predict {
                window.click(Role::RadioButton, &format!("A {}", step.choices[0].label.plain(lang)));
                assert!(!window.session().is_hidden());
                look(&mut window, &mut flaws);
            }
            window.press(Key::PageDown);
        }
        window.press_with(Modifiers::COMMAND, Key::PageDown);
        if window.session().page().is_some() {
            look(&mut window, &mut flaws);
            window.press_with(Modifiers::COMMAND, Key::PageDown);
        }
    }
    flaws.dedup();
    assert!(flaws.is_empty(), "{} flaws:\n{}", flaws.len(), flaws.join("\n"));
}

fn look(window: &mut Window, flaws: &mut Vec<String>) {
    for size in SIZES {
        window.harness.set_size(size);
        window.settle();
        let mut found = legible::flaws(window);
        found.extend(unnamed(window));
        if size == PROJECTOR && window.session().page().is_none() {
            found.extend(step_to_scroll(window));
        }
        let session = window.session();
        let (lesson, step) = (&session.lesson().unwrap().id, &session.step().unwrap().id);
        let place = format!("{lesson}, {step}, {} × {}", size.x, size.y);
        flaws.extend(found.into_iter().map(|flaw| format!("{place}: {flaw}")));
    }
}

/// Things that can be used and have no name.
pub fn unnamed(window: &Window) -> Vec<String> {
    let nodes = window.harness.root().children_recursive();
    let is_used = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        let acts =
            [Action::Click, Action::Focus].iter().any(|action| node.data().supports_action(*action));
        // A scroll bar is egui's own, and the keys and the wheel do the same.
        let is_ours = node.role() != Role::ScrollBar;
        // What is only read has no name, but says what it is.
        let said = if node.role() == Role::Label { node.value() } else { node.label() };
        acts && is_ours && !node.is_hidden() && said.is_none_or(|said| said.trim().is_empty())
    };
    let used = nodes.filter(is_used).map(|node| format!("no name: {node:?}"));
    used.chain(window.harness.unnamed_widgets()).collect()
}

/// Whether the wheel moves the step's text: then it does not fit.
fn step_to_scroll(window: &mut Window) -> Option<String> {
    let before = step_text(window);
    window.harness.hover_at(before.center_top());
    wheel(window, -500.0);
    let moved = before.top() - step_text(window).top();
    wheel(window, 500.0);
    window.harness.remove_cursor();
    window.settle();
    (moved > 0.0).then(|| format!("the step's text is {moved} points higher than its panel"))
}

fn wheel(window: &mut Window, down: f32) {
    let delta = vec2(0.0, down);
    let (unit, phase) = (MouseWheelUnit::Point, TouchPhase::Move);
    let (source, modifiers) = (MouseWheelSource::Wheel, Modifiers::NONE);
    window.harness.event(Event::MouseWheel { unit, delta, phase, source, modifiers });
    window.settle();
}

/// Where the first paragraph of the step is.
fn step_text(window: &Window) -> Rect {
    let session = window.session();
    let number = session.step_index() + 1;
    let steps = session.lesson().unwrap().steps.len();
    let kind = session.step().unwrap().kind;
    let kind = StepKind::ALL.iter().position(|(other, _)| *other == kind).unwrap();
    let words = if session.lang() == Lang::En { &EN.window.step } else { &ZH.window.step };
    let step = window.region(&(words.place)(number, steps, words.kinds[kind]));
    let is_text = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::Label;
    step.children_recursive().find(is_text).unwrap().rect()
}
