//! The colours of each theme.

use eframe::egui::{Color32, Visuals};

use crate::model::StreamId;

/// A colour from its six hexadecimal digits.
#[expect(clippy::disallowed_methods, reason = "this is the place where colours are made")]
pub(super) const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

#[expect(clippy::disallowed_methods, reason = "this is the place where colours are made")]
pub(super) const fn shade(alpha: u8) -> Color32 {
    Color32::from_black_alpha(alpha)
}

/// Almost black: the dark one of the two colours of text.
pub(super) const INK: Color32 = rgb(0x16_19_1d);
/// A screen that shows nothing, or the darkest text.
pub const BLACK: Color32 = rgb(0x00_00_00);
/// Paper.
pub const WHITE: Color32 = rgb(0xff_ff_ff);

/// The order of the hues in a stream that answers, so that a question and its answer differ. What comes
/// near the red of a broken boundary comes last.
const ANSWERS: [usize; 8] = [3, 6, 5, 1, 0, 7, 2, 4];

/// A filled shape with what is drawn on it and around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The inside.
    pub fill: Color32,
    /// Text on it.
    pub text: Color32,
    /// Its outline, where the inside alone is too pale for the panel behind it; else the same colour.
    pub edge: Color32,
    /// A line in its colour, or what is too narrow for an outline.
    pub line: Color32,
}

/// The colours of one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Whether it is the dark one.
    pub dark: bool,
    /// Behind the panels.
    pub background: Color32,
    /// Panels and cards.
    pub panel: Color32,
    /// Hairlines around panels.
    pub border: Color32,
    /// Fields, quiet buttons, and the boxes of what the program sees.
    pub field: Color32,
    /// A quiet button under the pointer.
    pub field_hovered: Color32,
    /// Text.
    pub text: Color32,
    /// Labels and remarks.
    pub muted: Color32,
    /// The one colour that says: here.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_hovered: Color32,
    /// Text on the accent.
    pub accent_text: Color32,
    /// Behind what is selected.
    pub selected: Color32,
    /// Text on it.
    pub selected_text: Color32,
    /// Broken.
    pub red: Color32,
    /// Intact.
    pub green: Color32,
    /// Lines and marks that judge nothing.
    pub neutral: Color32,
    /// Rails of sliders, and edges of fields: seen, and quieter than what is on them.
    pub rail: Color32,
    /// What is drawn on red, green and neutral marks.
    pub on_mark: Color32,
    /// Segments and datagrams.
    pub segment: Fill,
    /// What belongs to a warm-up, or has no colour yet.
    pub pale: Fill,
    messages: [Fill; 8],
}

impl Palette {
    /// The colours on white.
    pub const LIGHT: Self = Self {
        dark: false,
        background: rgb(0xf6_f7_f9),
        panel: WHITE,
        border: rgb(0xd9_de_e5),
        field: rgb(0xee_f1_f5),
        field_hovered: rgb(0xe1_e7_ee),
        text: INK,
        muted: rgb(0x5b_64_70),
        accent: rgb(0x0b_5f_ff),
        accent_hovered: rgb(0x08_4f_d6),
        accent_text: WHITE,
        selected: rgb(0xdd_e8_ff),
        selected_text: rgb(0x08_4f_d6),
        red: rgb(0xc6_28_28),
        green: rgb(0x18_7b_47),
        neutral: rgb(0x5b_64_70),
        rail: rgb(0x7d_85_8f),
        on_mark: WHITE,
        segment: fill(0xa5_aa_b0, INK, 0x80_87_8f),
        pale: fill(0xee_f1_f5, rgb(0x5b_64_70), 0x80_87_8f),
        messages: [
            fill(0x00_72_b2, WHITE, 0x00_72_b2),
            fill(0xe6_9f_00, INK, 0xb0_7a_00),
            fill(0x00_9e_73, INK, 0x00_9e_73),
            fill(0xcc_79_a7, INK, 0xb8_63_93),
            fill(0xd5_5e_00, INK, 0xd5_5e_00),
            fill(0x56_b4_e9, INK, 0x2e_8f_c6),
            fill(0x85_61_ad, WHITE, 0x85_61_ad),
            fill(0xb8_a0_00, INK, 0x92_80_00),
        ],
    };

    /// The colours on near-black.
    pub const DARK: Self = Self {
        dark: true,
        background: rgb(0x12_15_1a),
        panel: rgb(0x1a_1f_26),
        border: rgb(0x2e_36_40),
        field: rgb(0x23_2a_33),
        field_hovered: rgb(0x2e_37_43),
        text: rgb(0xec_ef_f4),
        muted: rgb(0x9a_a5_b1),
        accent: rgb(0x6e_a8_fe),
        accent_hovered: rgb(0x8d_bb_ff),
        accent_text: rgb(0x12_15_1a),
        selected: rgb(0x26_32_44),
        selected_text: rgb(0x6e_a8_fe),
        red: rgb(0xff_7b_72),
        green: rgb(0x5d_d3_9e),
        neutral: rgb(0x9a_a5_b1),
        rail: rgb(0x72_7d_8a),
        on_mark: rgb(0x12_15_1a),
        segment: fill(0x7e_87_92, INK, 0x7e_87_92),
        pale: fill(0x2a_32_3c, rgb(0x9a_a5_b1), 0x75_7f_8b),
        messages: [
            fill(0x00_72_b2, WHITE, 0x1d_83_bf),
            fill(0xe6_9f_00, INK, 0xe6_9f_00),
            fill(0x00_9e_73, INK, 0x00_9e_73),
            fill(0xcc_79_a7, INK, 0xcc_79_a7),
            fill(0xd5_5e_00, INK, 0xd5_5e_00),
            fill(0x56_b4_e9, INK, 0x56_b4_e9),
            fill(0x85_61_ad, WHITE, 0x96_74_bb),
            fill(0xb8_a0_00, INK, 0xb8_a0_00),
        ],
    };

    /// The colours on black, for whom the others are too pale: text at 7:1, white outlines.
    pub const HIGH_CONTRAST: Self = Self {
        dark: true,
        background: BLACK,
        panel: BLACK,
        border: rgb(0xb4_b4_b4),
        field: rgb(0x1a_1a_1a),
        field_hovered: rgb(0x33_33_33),
        text: WHITE,
        muted: rgb(0xd6_d6_d6),
        accent: rgb(0xff_d8_3d),
        accent_hovered: rgb(0xff_e8_8a),
        accent_text: BLACK,
        selected: rgb(0x3a_32_00),
        selected_text: rgb(0xff_d8_3d),
        red: rgb(0xff_8f_88),
        green: rgb(0x4d_ff_d0),
        neutral: WHITE,
        rail: rgb(0xb4_b4_b4),
        on_mark: BLACK,
        segment: fill(0xa8_a8_a8, BLACK, 0xff_ff_ff),
        pale: fill(0x1a_1a_1a, WHITE, 0xb4_b4_b4),
        messages: [
            outlined(0x00_5a_96, WHITE, 0x4a_9f_e0),
            outlined(0xf0_a8_00, BLACK, 0xf0_a8_00),
            outlined(0x00_b5_83, BLACK, 0x00_b5_83),
            outlined(0xdc_92_bd, BLACK, 0xdc_92_bd),
            outlined(0xf0_81_2f, BLACK, 0xf0_81_2f),
            outlined(0x6c_c4_f5, BLACK, 0x6c_c4_f5),
            outlined(0x6a_43_9d, WHITE, 0xa0_80_d8),
            outlined(0xc9_b2_00, BLACK, 0xc9_b2_00),
        ],
    };

    /// All of them.
    pub const ALL: [&'static Self; 3] = {
        static PALETTES: [Palette; 3] = [Palette::LIGHT, Palette::DARK, Palette::HIGH_CONTRAST];
        [&PALETTES[0], &PALETTES[1], &PALETTES[2]]
    };

    /// The palette that a style was made of: each has a ground of its own.
    pub fn of(visuals: &Visuals) -> &'static Self {
        let [light, dark, _] = Self::ALL;
        let made_of = |palette: &&Self| palette.background == visuals.panel_fill;
        Self::ALL.into_iter().find(made_of).unwrap_or(if visuals.dark_mode { dark } else { light })
    }

    /// The colour of a message, by its number in its stream, counted from zero.
    pub fn message(&self, stream: StreamId, number: u32) -> Fill {
        let place = number as usize;
        self.hue(if stream.is_backward() { ANSWERS[place % ANSWERS.len()] } else { place })
    }

    /// Okabe–Ito and two more, over and over.
    pub fn hue(&self, place: usize) -> Fill {
        self.messages[place % self.messages.len()]
    }

    /// The same colour, but seen through: for hatching and shading.
    pub fn faint(color: Color32) -> Color32 {
        color.gamma_multiply(0.16)
    }
}

const fn fill(inside: u32, text: Color32, edge: u32) -> Fill {
    Fill { fill: rgb(inside), text, edge: rgb(edge), line: rgb(edge) }
}

/// With a white outline.
const fn outlined(inside: u32, text: Color32, line: u32) -> Fill {
    Fill { fill: rgb(inside), text, edge: WHITE, line: rgb(line) }
}

/// How strongly two colours differ, from 1 to 21, as the Web Content Accessibility Guidelines reckon it.
pub fn contrast(one: Color32, other: Color32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(color: Color32) -> f32 {
    let linear = |channel: u8| {
        let value = f32::from(channel) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
}
