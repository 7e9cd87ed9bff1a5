//! The palettes hold the contrast that a classroom needs.

use ::palette::color_difference::Ciede2000;
use ::palette::convert::FromColorUnclamped;
use ::palette::{Lab, LinSrgb, Srgb};
use eframe::egui::Color32;

use crate::model::StreamId;

use super::palette::rgb;
use super::*;

fn check(what: &str, palette: &Palette, one: Color32, other: Color32, least: f32) {
    let got = contrast(one, other);
    assert!(got >= least, "{what} on {:?}: {got:.2}, needs {least}", palette.background);
}

#[test]
fn contrast_runs_from_1_to_21() {
    assert!((contrast(WHITE, WHITE) - 1.0).abs() < 1e-3);
    assert!((contrast(WHITE, BLACK) - 21.0).abs() < 1e-3);
}

#[test]
fn text_can_be_read_on_what_it_stands_on() {
    for palette in Palette::ALL {
        let text = |what, one, other| check(what, palette, one, other, 4.5);
        for ground in [palette.background, palette.panel, palette.field, palette.selected] {
            text("text", palette.text, ground);
        }
        for ground in [palette.background, palette.panel, palette.field] {
            text("muted", palette.muted, ground);
        }
        text("text on a hovered button", palette.text, palette.field_hovered);
        text("accent text", palette.accent_text, palette.accent);
        text("hovered accent text", palette.accent_text, palette.accent_hovered);
        text("selected", palette.selected_text, palette.selected);
        text("accent", palette.accent, palette.panel);
        text("red", palette.red, palette.panel);
        text("green", palette.green, palette.panel);
        text("red on the window", palette.red, palette.background);
        text("green on the window", palette.green, palette.background);
        text("red on a field", palette.red, palette.field);
        text("green on a field", palette.green, palette.field);
        text("segment", palette.segment.text, palette.segment.fill);
        text("pale", palette.pale.text, palette.pale.fill);
        for number in 0..8 {
            let message = palette.hue(number);
            text("message", message.text, message.fill);
        }
    }
}

#[test]
fn shapes_stand_out_from_the_panel() {
    for palette in Palette::ALL {
        let shape = |what, one, other| check(what, palette, one, other, 3.0);
        shape("accent", palette.accent, palette.panel);
        shape("focus ring", palette.accent, palette.background);
        shape("neutral", palette.neutral, palette.panel);
        for ground in [palette.panel, palette.background, palette.field] {
            shape("rail", palette.rail, ground);
        }
        shape("segment", palette.segment.edge, palette.panel);
        shape("pale", palette.pale.edge, palette.panel);
        shape("mark", palette.on_mark, palette.red);
        shape("mark", palette.on_mark, palette.green);
        for number in 0..8 {
            shape("message", palette.hue(number).edge, palette.panel);
            shape("a message's line", palette.hue(number).line, palette.panel);
        }
    }
}

#[test]
fn high_contrast_is_higher() {
    let palette = &Palette::HIGH_CONTRAST;
    for ground in [palette.background, palette.panel, palette.field] {
        for text in [palette.text, palette.muted, palette.red, palette.green] {
            check("text", palette, text, ground, 7.0);
        }
    }
    check("text on a hovered button", palette, palette.text, palette.field_hovered, 7.0);
    check("accent", palette, palette.accent_text, palette.accent, 7.0);
    check("selected", palette, palette.selected_text, palette.selected, 7.0);
    for number in 0..8 {
        let message = palette.hue(number);
        check("message", palette, message.text, message.fill, 7.0);
        check("its outline", palette, message.edge, palette.panel, 7.0);
    }
    check("a card's outline", palette, palette.border, palette.panel, 7.0);
}

#[test]
fn each_style_knows_its_palette() {
    for palette in Palette::ALL {
        for scale in [Scale::Window, Scale::Present] {
            assert_eq!(Palette::of(&style(palette, scale).visuals), palette);
        }
    }
}

/// How those see who lack one of the three cones: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1.0. The
/// matrices work on linear RGB.
const VISIONS: [(&str, [[f32; 3]; 3]); 4] = [
    ("usual", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// A colour as it is seen, where equal distances look equally far.
fn seen(color: Color32, vision: [[f32; 3]; 3]) -> Lab {
    let [red, green, blue, _] = color.to_array();
    let linear: LinSrgb<f32> = Srgb::new(red, green, blue).into_linear();
    let light = vision
        .map(|row| (row[0] * linear.red + row[1] * linear.green + row[2] * linear.blue).clamp(0.0, 1.0));
    Lab::from_color_unclamped(LinSrgb::from(light))
}

fn apart(one: Color32, other: Color32, vision: [[f32; 3]; 3]) -> f32 {
    seen(one, vision).difference(seen(other, vision))
}

/// So far apart by CIEDE2000 that nobody takes them for one colour: a difference of about 2 is just
/// seen when both lie side by side. No order of the eight hues reaches more than 14 for all eyes.
const DISTINCT: f32 = 12.0;
/// Lines have to be darker on white than the blocks, so that they are seen; each ends at its number.
const DISTINCT_LINES: f32 = 6.0;

#[test]
fn neighbours_among_messages_differ_for_all_eyes() {
    let streams = [StreamId(0), StreamId(1)];
    for (palette, stream) in
        Palette::ALL.into_iter().flat_map(|palette| streams.map(|stream| (palette, stream)))
    {
        for (name, vision) in VISIONS {
            for number in 0..8 {
                let (one, next) = (palette.message(stream, number), palette.message(stream, number + 1));
                let got = apart(one.fill, next.fill, vision);
                let which =
                    format!("messages {} and {} on {:?}", number + 1, number + 2, palette.background);
                assert!(got >= DISTINCT, "{which}, {name}: {got:.1}");
                let lines = apart(one.line, next.line, vision);
                assert!(lines >= DISTINCT_LINES, "lines of {which}, {name}: {lines:.1}");
                assert_eq!(palette.message(stream, number), palette.message(stream, number + 8));
            }
        }
    }
}

/// They lie in lanes of their own, so that their hues need not part them as well as neighbours; of eight
/// hues the last pair is told apart by lane and number alone.
#[test]
fn a_question_and_its_answer_differ_for_all_eyes() {
    for palette in Palette::ALL {
        for (name, vision) in VISIONS {
            for number in 0..7 {
                let both = [StreamId(0), StreamId(1)].map(|stream| palette.message(stream, number).fill);
                let got = apart(both[0], both[1], vision);
                let which = format!("both messages {} on {:?}", number + 1, palette.background);
                assert!(got >= DISTINCT / 2.0, "{which}, {name}: {got:.1}");
            }
        }
    }
}

#[test]
fn the_reckoning_finds_colours_that_some_cannot_tell_apart() {
    let (reddish, greenish) = (rgb(0xc0_50_4d), rgb(0x6f_8b_3c));
    let [usual, protan, deutan, tritan] = VISIONS.map(|(_, vision)| apart(reddish, greenish, vision));
    assert!(usual > 40.0 && tritan > 30.0, "{usual} {tritan}");
    assert!(protan < 20.0 && deutan < 5.0, "{protan} {deutan}");
}

#[test]
fn broken_and_intact_differ_for_all_eyes() {
    // A cross, a tick and a word say it too: here no more is asked than that both are seen.
    for palette in Palette::ALL {
        for (name, vision) in VISIONS {
            let got = apart(palette.red, palette.green, vision);
            assert!(got >= 10.0, "{name} on {:?}: {got:.1}", palette.background);
        }
    }
}
