//! What stands in a row stands on one line, and what is pressed again and again stays where it is.

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Rect, Shape};
use egui_kittest::kittest::NodeT;
use stickylab::lesson::Lang;
use stickylab::ui::command::Command;
use stickylab::ui::theme::Palette;

use crate::driver::{Opening, PROJECTOR, Window, folder};
use crate::legible::each_shape;

const LESSON: &str = "two-sends-one-recv";
/// Lines of text are put on whole pixels.
const SLACK: f32 = 1.1;
/// Chinese characters stand on no line, and their face has other heights.
const MIXED: f32 = 2.1;
/// Where the stage ends, and the knobs begin.
const STAGE: f32 = 1030.0;

/// A line of a text: its words, its ink, and where its letters stand.
#[derive(Debug)]
struct Line {
    words: String,
    ink: Rect,
    baseline: f32,
}

fn lines(window: &Window) -> Vec<Line> {
    let mut found = Vec::new();
    for clipped in &window.harness.output().shapes {
        each_shape(&clipped.shape, &mut |shape| {
            let Shape::Text(text) = shape else { return };
            let Some(row) = text.galley.rows.first() else { return };
            let Some(first) = row.glyphs.first() else { return };
            let ink = row.visuals.mesh_bounds.translate(row.pos.to_vec2() + text.pos.to_vec2());
            // What a block is labelled with stands in the middle of the block.
            let is_in_block = text.galley.text().ends_with(" B") && ink.left() < STAGE;
            if clipped.clip_rect.contains_rect(ink) && !is_in_block {
                let baseline = text.pos.y + row.pos.y + first.pos.y;
                found.push(Line { words: text.galley.text().to_owned(), ink, baseline });
            }
        });
    }
    found
}

/// The cards, panels and bars that texts stand in: what is filled with their colour.
fn cards(window: &Window) -> Vec<Rect> {
    let panel = Palette::of(&window.harness.ctx.global_style().visuals).panel;
    let mut found = Vec::new();
    for clipped in &window.harness.output().shapes {
        each_shape(&clipped.shape, &mut |shape| match shape {
            Shape::Rect(rect) if rect.fill == panel && rect.rect.width() > 200.0 => found.push(rect.rect),
            _ => {}
        });
    }
    found
}

/// Texts that stand side by side in one card, and not on one line.
fn uneven(window: &Window) -> Vec<String> {
    let (all, cards) = (lines(window), cards(window));
    let card = |line: &Line| cards.iter().rposition(|card| card.contains_rect(line.ink));
    let mut found = Vec::new();
    for (at, one) in all.iter().enumerate() {
        for other in &all[at + 1..] {
            let both = one.ink.y_range().intersection(other.ink.y_range()).span();
            let least = one.ink.height().min(other.ink.height());
            let is_row = both > 0.6 * least && card(one) == card(other);
            let apart = (one.baseline - other.baseline).abs();
            let is_mixed = [one, other].iter().any(|line| !line.words.is_ascii());
            if is_row && apart > if is_mixed { MIXED } else { SLACK } {
                found.push(format!("{:?} and {:?}: {apart:.2} points", one.words, other.words));
            }
        }
    }
    found
}

fn open(folder: &Path, lang: Lang) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).lang(lang).size(PROJECTOR).open();
    window.settle();
    window
}

#[test]
fn what_stands_in_a_row_stands_on_one_line() {
    for lang in Lang::ALL {
        let folder = folder();
        let mut window = open(folder.path(), lang);
        for keys in [&[][..], &[Key::PageDown], &[Key::B], &[Key::PageDown], &[Key::R, Key::Space]] {
            for &key in keys {
                window.press(key);
                window.settle();
            }
            assert_eq!(uneven(&window), [""; 0], "{lang:?}, {keys:?}");
        }
        window.press(Key::Escape);
        window.press_with(Modifiers::ALT, Key::Num3);
        window.settle();
        assert_eq!(uneven(&window), [""; 0], "{lang:?}, outcomes");
    }
}

/// The buttons of these commands, by whatever name they bear just now.
fn places(window: &Window, commands: &[Command]) -> Vec<(Command, Rect)> {
    let nodes: Vec<_> = window.harness.root().children_recursive().collect();
    let named = |labels: [&str; 2]| {
        let is_meant = |node: &&egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            let is_drawn = node.role() == Role::Button && node.bounding_box().is_some();
            is_drawn && node.label().is_some_and(|label| labels.contains(&label.as_str()))
        };
        nodes.iter().find(is_meant).map(egui_kittest::Node::rect)
    };
    commands.iter().filter_map(|&command| Some((command, named(command.labels())?))).collect()
}

#[track_caller]
fn same(before: &[(Command, Rect)], now: &[(Command, Rect)], what: &str) {
    assert_eq!(before.len(), now.len(), "{what}");
    for ((command, one), (_, other)) in before.iter().zip(now) {
        let moved = (one.min - other.min).abs().max_elem().max((one.max - other.max).abs().max_elem());
        assert!(moved < 0.6, "{what}: {command:?} at {one:?} and at {other:?}");
    }
}

const BAR: [Command; 5] =
    [Command::Language, Command::Settings, Command::Help, Command::Save, Command::Present];
const RUN_BAR: [Command; 4] =
    [Command::Replay, Command::ViewBytes, Command::ViewTime, Command::ViewOutcomes];
const STEP: [Command; 2] = [Command::ByHand, Command::Back];

#[test]
fn buttons_stay_where_they_are_in_both_languages_and_at_every_step() {
    let folder = folder();
    let mut window = open(folder.path(), Lang::En);
    let all = [&BAR[..], &RUN_BAR, &STEP].concat();
    let first = places(&window, &all);
    assert_eq!(first.len(), all.len(), "{first:?}");
    let steps = window.session().lesson().unwrap().steps.len();
    let mut way_on = None;
    for step in 0..steps {
        for _ in Lang::ALL {
            let what = format!("step {step}, {:?}", window.session().lang());
            same(&first, &places(&window, &all), &what);
            let forward = if step + 1 < steps { Command::Next } else { Command::NextLesson };
            let now = places(&window, &[forward])[0].1;
            let before = *way_on.get_or_insert(now);
            same(&[(forward, before)], &[(forward, now)], &what);
            window.press_with(Modifiers::COMMAND, Key::L);
            window.settle();
        }
        window.press(Key::PageDown);
        window.settle();
    }
    // The replay has the key of Run, and moves nothing by that.
    window.press(Key::R);
    window.settle();
    same(
        &first[..BAR.len() + RUN_BAR.len()],
        &places(&window, &all)[..BAR.len() + RUN_BAR.len()],
        "a replay",
    );
}
