//! The look of the window: the only place with colours, sizes of type, and spacing.

use eframe::egui::style::{HandleShape, Selection, WidgetVisuals, Widgets};
use eframe::egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme,
    Visuals, vec2,
};

use super::fonts;

/// A colour from its six hexadecimal digits.
#[expect(clippy::disallowed_methods, reason = "this is the place where colours are made")]
const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

#[expect(clippy::disallowed_methods, reason = "this is the place where colours are made")]
const fn shade(alpha: u8) -> Color32 {
    Color32::from_black_alpha(alpha)
}

/// Almost black: the dark one of the two colours of text.
const INK: Color32 = rgb(0x16_19_1d);
/// A screen that shows nothing, or the darkest text.
pub const BLACK: Color32 = rgb(0x00_00_00);
/// Paper.
pub const WHITE: Color32 = rgb(0xff_ff_ff);

/// A filled shape with what is drawn on it and around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The inside.
    pub fill: Color32,
    /// Text on it.
    pub text: Color32,
    /// Its outline, where the inside alone is too pale for the panel behind it; else the same colour.
    pub edge: Color32,
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

    /// The palette of the theme that a style belongs to.
    pub fn of(visuals: &Visuals) -> &'static Self {
        static PALETTES: [Palette; 2] = [Palette::LIGHT, Palette::DARK];
        &PALETTES[usize::from(visuals.dark_mode)]
    }

    /// The colour of a message, by its number counted from zero: Okabe–Ito and two more, over and over.
    pub fn message(&self, number: u32) -> Fill {
        self.messages[number as usize % self.messages.len()]
    }

    /// The same colour, but seen through: for hatching and shading.
    pub fn faint(color: Color32) -> Color32 {
        color.gamma_multiply(0.16)
    }
}

const fn fill(inside: u32, text: Color32, edge: u32) -> Fill {
    Fill { fill: rgb(inside), text, edge: rgb(edge) }
}

/// Distances in points.
pub mod space {
    /// Between lines of one thing.
    pub const HAIR: f32 = 2.0;
    /// Between things that belong together.
    pub const SMALL: f32 = 6.0;
    /// Between things.
    pub const MEDIUM: f32 = 12.0;
    /// Between a panel's edge and what is in it.
    pub const LARGE: f32 = 18.0;
    /// Between panels.
    pub const GAP: f32 = 10.0;
    /// Rounding of panels.
    pub const PANEL_ROUNDING: u8 = 8;
    /// Rounding of buttons and fields.
    pub const ROUNDING: u8 = 6;
    /// Rounding of blocks on the stage.
    pub const BLOCK_ROUNDING: u8 = 4;
}

/// How large everything is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// For one person at a desk.
    #[default]
    Window,
    /// For the last row of a classroom.
    Present,
}

impl Scale {
    /// By what lengths in points are multiplied.
    pub fn factor(self) -> f32 {
        match self {
            Self::Window => 1.0,
            Self::Present => 1.75,
        }
    }

    /// The width of a line that must be seen, in points.
    pub fn stroke(self) -> f32 {
        match self {
            Self::Window => 1.25,
            Self::Present => 4.0,
        }
    }

    /// The key fact of a pane: "2 sends → 1 recv".
    pub fn verdict(self) -> FontId {
        self.pick(22.0, 48.0, fonts::bold())
    }

    /// The name of a pane, of a lesson.
    pub fn title(self) -> FontId {
        self.pick(20.0, 40.0, fonts::bold())
    }

    /// Text to read.
    pub fn body(self) -> FontId {
        self.pick(16.0, 30.0, FontFamily::Proportional)
    }

    /// Names of lanes and of groups.
    pub fn label(self) -> FontId {
        self.pick(14.0, 26.0, fonts::bold())
    }

    /// Verdicts of reads.
    pub fn remark(self) -> FontId {
        self.pick(13.0, 24.0, fonts::bold())
    }

    /// Sizes of messages, and other small print.
    pub fn small(self) -> FontId {
        self.pick(12.0, 22.0, FontFamily::Proportional)
    }

    /// The text in blocks.
    pub fn block(self) -> FontId {
        self.pick(16.0, 28.0, fonts::mono_bold())
    }

    /// What the program sees, and code.
    pub fn mono(self) -> FontId {
        self.pick(15.0, 26.0, FontFamily::Monospace)
    }

    fn pick(self, window: f32, present: f32, family: FontFamily) -> FontId {
        let size = match self {
            Self::Window => window,
            Self::Present => present,
        };
        FontId::new(size, family)
    }
}

/// Gives both themes their style; needed once per context.
pub fn install(ctx: &Context) {
    ctx.set_style_of(Theme::Light, style(&Palette::LIGHT, Scale::Window));
    ctx.set_style_of(Theme::Dark, style(&Palette::DARK, Scale::Window));
}

/// The style of egui's widgets in that palette, at that size.
pub fn style(palette: &Palette, scale: Scale) -> Style {
    let mut style = Style { visuals: visuals(palette), ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, scale.small()),
        (TextStyle::Body, FontId::new(scale.body().size - 1.0, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(scale.label().size, fonts::bold())),
        (TextStyle::Heading, scale.title()),
        (TextStyle::Monospace, FontId::new(scale.mono().size - 1.0, FontFamily::Monospace)),
    ]
    .into();
    let factor = scale.factor();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(10.0, 8.0) * factor;
    spacing.button_padding = vec2(16.0, 8.0) * factor;
    spacing.interact_size = vec2(40.0, 30.0) * factor;
    spacing.slider_rail_height = 4.0 * factor;
    spacing.icon_width = 18.0 * factor;
    spacing.icon_width_inner = 9.0 * factor;
    spacing.icon_spacing = 8.0 * factor;
    // A scroll bar floats above what it scrolls: nothing moves aside for it.
    spacing.scroll.floating_allocated_width = 0.0;
    // It is seen before the pointer comes: else nobody knows that there is more below.
    spacing.scroll.floating_width = 5.0;
    spacing.scroll.dormant_handle_opacity = 0.55;
    spacing.scroll.dormant_background_opacity = 0.0;
    spacing.window_margin = Margin::same(14);
    spacing.menu_margin = Margin::same(10);
    spacing.tooltip_width = 460.0 * factor;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.15;
    style
}

fn visuals(palette: &Palette) -> Visuals {
    let mut visuals = if palette.dark { Visuals::dark() } else { Visuals::light() };
    visuals.widgets = widgets(palette);
    visuals.selection =
        Selection { bg_fill: palette.selected, stroke: Stroke::new(2.0, palette.selected_text) };
    visuals.weak_text_color = Some(palette.muted);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.field;
    visuals.extreme_bg_color = palette.field;
    visuals.code_bg_color = palette.field;
    visuals.warn_fg_color = palette.red;
    visuals.error_fg_color = palette.red;
    visuals.panel_fill = palette.background;
    visuals.window_fill = palette.panel;
    visuals.window_stroke = Stroke::new(1.0, palette.border);
    visuals.window_corner_radius = CornerRadius::same(space::PANEL_ROUNDING);
    visuals.menu_corner_radius = CornerRadius::same(space::PANEL_ROUNDING);
    let shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: shade(40) };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.text_cursor.stroke = Stroke::new(2.0, palette.accent);
    visuals.slider_trailing_fill = true;
    visuals.handle_shape = HandleShape::Circle;
    visuals.striped = false;
    visuals.indent_has_left_vline = false;
    visuals
}

fn widgets(palette: &Palette) -> Widgets {
    let plain = WidgetVisuals {
        bg_fill: palette.field,
        weak_bg_fill: palette.field,
        bg_stroke: Stroke::new(1.0, palette.border),
        corner_radius: CornerRadius::same(space::ROUNDING),
        fg_stroke: Stroke::new(1.5, palette.text),
        expansion: 0.0,
    };
    let hovered = WidgetVisuals {
        bg_fill: palette.field_hovered,
        weak_bg_fill: palette.field_hovered,
        bg_stroke: Stroke::new(1.0, palette.neutral),
        ..plain
    };
    // Focus is drawn with the active look: the ring must be seen from afar.
    let active = WidgetVisuals { bg_stroke: Stroke::new(2.5, palette.accent), ..hovered };
    Widgets { noninteractive: plain, inactive: plain, hovered, active, open: hovered }
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

#[cfg(test)]
mod tests;
