//! The palettes hold the contrast that a classroom needs.

use super::*;

fn check(what: &str, palette: &Palette, one: Color32, other: Color32, least: f32) {
    let got = contrast(one, other);
    assert!(got >= least, "{what} (dark: {}): {got:.2}, needs {least}", palette.dark);
}

#[test]
fn contrast_runs_from_1_to_21() {
    assert!((contrast(WHITE, WHITE) - 1.0).abs() < 1e-3);
    assert!((contrast(WHITE, rgb(0)) - 21.0).abs() < 1e-3);
}

#[test]
fn text_can_be_read_on_what_it_stands_on() {
    for palette in [&Palette::LIGHT, &Palette::DARK] {
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
        text("red on a field", palette.red, palette.field);
        text("green on a field", palette.green, palette.field);
        text("segment", palette.segment.text, palette.segment.fill);
        text("pale", palette.pale.text, palette.pale.fill);
        for number in 0..8 {
            let message = palette.message(number);
            text("message", message.text, message.fill);
        }
    }
}

#[test]
fn shapes_stand_out_from_the_panel() {
    for palette in [&Palette::LIGHT, &Palette::DARK] {
        let shape = |what, one, other| check(what, palette, one, other, 3.0);
        shape("accent", palette.accent, palette.panel);
        shape("focus ring", palette.accent, palette.background);
        shape("neutral", palette.neutral, palette.panel);
        shape("segment", palette.segment.edge, palette.panel);
        shape("pale", palette.pale.edge, palette.panel);
        shape("mark", palette.on_mark, palette.red);
        shape("mark", palette.on_mark, palette.green);
        for number in 0..8 {
            shape("message", palette.message(number).edge, palette.panel);
        }
    }
}

#[test]
fn neighbours_among_messages_differ() {
    for number in 0..8 {
        let palette = Palette::LIGHT;
        assert_ne!(palette.message(number), palette.message(number + 1));
        assert_eq!(palette.message(number), palette.message(number + 8));
    }
}
