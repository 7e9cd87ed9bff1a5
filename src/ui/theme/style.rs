//! The style of egui's widgets.

use eframe::egui::style::{HandleShape, ScrollAnimation, Selection, WidgetVisuals, Widgets};
use eframe::egui::{
    Context, CornerRadius, Margin, Shadow, Stroke, Style, TextStyle, Theme, ThemePreference, Visuals,
    vec2,
};

use crate::session;

use super::palette::{Palette, shade};
use super::{Scale, space};

/// Gives both of egui's themes their style; needed once per context.
pub fn install(ctx: &Context) {
    dress(ctx, session::Theme::System, false);
}

/// Gives the context the styles of its themes, and the one that is chosen.
///
/// egui knows a light and a dark theme; high contrast is another dark one.
pub fn dress(ctx: &Context, chosen: session::Theme, still: bool) {
    let dark = match chosen {
        session::Theme::HighContrast => &Palette::HIGH_CONTRAST,
        _ => &Palette::DARK,
    };
    for (theme, palette) in [(Theme::Light, &Palette::LIGHT), (Theme::Dark, dark)] {
        let mut style = style(palette, Scale::Window);
        if still {
            hold_still(&mut style);
        }
        ctx.set_style_of(theme, style);
    }
    ctx.set_theme(match chosen {
        session::Theme::System => ThemePreference::System,
        session::Theme::Light => ThemePreference::Light,
        session::Theme::Dark | session::Theme::HighContrast => ThemePreference::Dark,
    });
}

/// Nothing moves by itself: what opens is open, what is scrolled to is there.
fn hold_still(style: &mut Style) {
    style.animation_time = 0.0;
    style.scroll_animation = ScrollAnimation::none();
    style.visuals.text_cursor.blink = false;
}

/// The style of egui's widgets in that palette, at that size.
pub fn style(palette: &Palette, scale: Scale) -> Style {
    let mut style = Style { visuals: visuals(palette), ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, scale.small()),
        (TextStyle::Body, scale.control()),
        (TextStyle::Button, scale.label()),
        (TextStyle::Heading, scale.title()),
        (TextStyle::Monospace, scale.typed()),
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
    spacing.window_margin = space::POPUP;
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
