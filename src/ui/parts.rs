//! Small pieces that several panels are made of.

use eframe::egui::{
    Align, Button, Color32, CornerRadius, CursorIcon, Frame, Layout, Response, RichText, Role, Sense,
    Stroke, TextStyle, Ui, UiBuilder, Vec2, WidgetText, vec2,
};

use super::focus;
use super::theme::{Palette, Scale, space};

/// The least width of a button, in the least widths of what can be touched.
const LEAST_WIDTH: f32 = 2.1;

/// A card: what belongs together, on the window's background.
pub fn card(palette: &Palette) -> Frame {
    Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.border))
        .corner_radius(CornerRadius::same(space::PANEL_ROUNDING))
        .inner_margin(space::CARD)
}

/// The one button of its group that is meant to be pressed.
pub fn primary_button(
    ui: &mut Ui,
    (label, tooltip): (&str, impl Into<WidgetText>),
    enabled: bool,
) -> Response {
    let palette = Palette::of(ui.visuals());
    let text = label_of(label).color(palette.accent_text);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (look, fill) in [
            (&mut widgets.inactive, palette.accent),
            (&mut widgets.hovered, palette.accent_hovered),
            (&mut widgets.active, palette.accent_hovered),
        ] {
            look.weak_bg_fill = fill;
            look.bg_stroke = Stroke::NONE;
        }
        widgets.active.bg_stroke = Stroke::new(2.5, palette.text);
        focus::add_enabled(ui, enabled, Button::new(text).min_size(button_size(ui)))
            .on_hover_text(tooltip)
    })
    .inner
    .on_hover_cursor(CursorIcon::PointingHand)
}

/// What stands on a button. Its own style is named, because egui gives buttons the type of text.
pub fn label_of(label: &str) -> RichText {
    RichText::new(label).text_style(TextStyle::Button)
}

/// Any other button.
pub fn quiet_button(
    ui: &mut Ui,
    (label, tooltip): (&str, impl Into<WidgetText>),
    enabled: bool,
) -> Response {
    focus::add_enabled(ui, enabled, Button::new(label_of(label)).min_size(button_size(ui)))
        .on_hover_text(tooltip)
        .on_hover_cursor(CursorIcon::PointingHand)
}

/// A button that stays down while what it does lasts.
pub fn switch_button(
    ui: &mut Ui,
    (label, tooltip): (&str, impl Into<WidgetText>),
    on: bool,
    enabled: bool,
) -> Response {
    let palette = Palette::of(ui.visuals());
    let mut button = Button::new(label_of(label)).selected(on).min_size(button_size(ui));
    if on {
        button = Button::new(label_of(label).color(palette.selected_text))
            .selected(on)
            .min_size(button_size(ui));
    }
    focus::add_enabled(ui, enabled, button)
        .on_hover_text(tooltip)
        .on_hover_cursor(CursorIcon::PointingHand)
}

/// One of several buttons in a row of which one is chosen.
pub fn tab(ui: &mut Ui, (label, tooltip): (&str, impl Into<WidgetText>), chosen: bool) -> Response {
    let palette = Palette::of(ui.visuals());
    let (fill, color) =
        if chosen { (palette.selected, palette.selected_text) } else { (palette.panel, palette.text) };
    let button = Button::new(label_of(label).color(color))
        .fill(fill)
        .stroke(Stroke::new(1.0, palette.border))
        .selected(chosen)
        .min_size(button_size(ui));
    ui.add(button).on_hover_text(tooltip).on_hover_cursor(CursorIcon::PointingHand)
}

/// The least size of a button.
fn button_size(ui: &Ui) -> Vec2 {
    vec2(LEAST_WIDTH * ui.spacing().interact_size.x, 32.0)
}

/// How wide a button is whose words need no more, in points.
pub fn button_width(ui: &Ui) -> f32 {
    button_size(ui).x
}

/// Buttons of these widths at the right end of a row, in the order in which they are read. Says where the
/// first one stands.
pub fn at_the_right(ui: &mut Ui, widths: &[f32], show: impl FnOnce(&mut Ui)) -> f32 {
    let gaps = ui.spacing().item_spacing.x * widths.len().saturating_sub(1) as f32;
    let room = ui.available_rect_before_wrap();
    let left = room.right() - widths.iter().sum::<f32>() - gaps;
    let layout = Layout::left_to_right(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(room.with_min_x(left)).layout(layout), show);
    left
}

/// Buttons that come are wide enough for each of these labels: one that changes its words, or its language,
/// moves nothing.
pub fn widen_for<'a>(ui: &mut Ui, labels: impl IntoIterator<Item = &'a str>) {
    let font = TextStyle::Button.resolve(ui.style());
    let width = |label: &str| {
        ui.painter().layout_no_wrap(label.to_owned(), font.clone(), Color32::PLACEHOLDER).size().x
    };
    let widest = labels.into_iter().map(width).fold(0.0, f32::max) + 2.0 * ui.spacing().button_padding.x;
    let usual = ui.ctx().global_style().spacing.interact_size.x;
    let spacing = ui.spacing_mut();
    spacing.interact_size.x = spacing.interact_size.x.min(usual).max(widest / LEAST_WIDTH);
}

/// Buttons that come are no wider than their words: there is little room.
pub fn tighten(ui: &mut Ui) {
    ui.spacing_mut().interact_size.x = 0.0;
    ui.spacing_mut().button_padding.x = space::SMALL;
    ui.spacing_mut().item_spacing.x = space::SMALL;
}

/// A button that looks like a word of the text.
pub fn link(ui: &mut Ui, words: (&str, impl Into<WidgetText>), enabled: bool) -> Response {
    link_at(ui, words, enabled, Scale::Window)
}

/// The same at that size.
pub fn link_at(
    ui: &mut Ui,
    (label, tooltip): (&str, impl Into<WidgetText>),
    enabled: bool,
    scale: Scale,
) -> Response {
    let palette = Palette::of(ui.visuals());
    let color = if enabled { palette.accent } else { palette.muted };
    let text = RichText::new(label).font(scale.label()).color(color);
    let button = Button::new(text).frame(false).min_size(vec2(0.0, 24.0 * scale.factor()));
    focus::add_enabled(ui, enabled, button)
        .on_hover_text(tooltip)
        .on_hover_cursor(CursorIcon::PointingHand)
}

/// One of the lines of a list that drops down; says whether it was chosen, and closes the list then.
pub fn option(ui: &mut Ui, chosen: bool, text: impl Into<WidgetText>) -> bool {
    let line = ui.selectable_label(chosen, text.into());
    focus::in_list(ui, &line, chosen);
    if line.clicked() {
        ui.close();
    }
    line.clicked()
}

/// Names what stands in `ui` as one part of the window, for those who listen.
pub fn region(ui: &Ui, name: &str) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(Role::Region);
        node.set_label(name);
    });
}

/// A line in small bold print above a group.
pub fn group_title(ui: &mut Ui, text: &str) -> Response {
    group_title_at(ui, text, Scale::Window)
}

/// The same at that size.
pub fn group_title_at(ui: &mut Ui, text: &str, scale: Scale) -> Response {
    let palette = Palette::of(ui.visuals());
    ui.label(RichText::new(text).font(scale.remark()).color(palette.muted))
}

/// How a progress dot looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dot {
    /// A ring.
    Empty,
    /// A ring that is half full.
    Half(Color32),
    /// A disc.
    Full(Color32),
}

/// Paints a progress dot and takes its room.
pub fn dot(ui: &mut Ui, dot: Dot, ring: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
    let (center, painter) = (rect.center(), ui.painter());
    match dot {
        Dot::Empty => {
            painter.circle_stroke(center, 4.5, Stroke::new(1.5, ring));
        }
        Dot::Half(color) => {
            painter.circle_stroke(center, 4.5, Stroke::new(1.5, color));
            painter.circle_filled(center, 2.0, color);
        }
        Dot::Full(color) => {
            painter.circle_filled(center, 5.0, color);
        }
    }
}
