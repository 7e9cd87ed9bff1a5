//! egui's controls in the lab's dress: rings that are seen on any ground, a handle of paper, and a
//! field whose edge is seen.

use std::sync::Arc;

use eframe::egui::layers::ShapeIdx;
use eframe::egui::{
    Checkbox, Color32, FontId, Galley, Response, RichText, Role, Sense, Shape, Slider, Stroke, Style,
    TextEdit, Ui, WidgetInfo, vec2,
};

use super::order;
use super::theme::Palette;

/// The ring of a choice, in points at a desk: resting, and chosen.
const RING: (f32, f32) = (1.5, 2.0);
/// The dot in it, as egui reckons it: three times its radius.
const DOT: f32 = 13.0;

/// One of several, of which one is chosen.
pub fn radio(ui: &mut Ui, chosen: bool, label: impl Into<String>) -> Response {
    let text = RichText::new(label).color(Palette::of(ui.visuals()).text);
    dressed(ui, |style, palette| ring(style, palette, chosen), |ui| ui.radio(chosen, text))
}

/// A box to tick. While its call is under way it is out of use, and keeps the focus.
pub fn check_box(ui: &mut Ui, on: &mut bool, label: &str, enabled: bool) -> Response {
    let text = RichText::new(label).color(Palette::of(ui.visuals()).text);
    let is_on = *on;
    dressed(
        ui,
        |style, palette| ring(style, palette, is_on),
        |ui| ui.add_enabled(enabled, Checkbox::new(on, text)),
    )
}

fn ring(style: &mut Style, palette: &Palette, chosen: bool) {
    let factor = style.spacing.icon_width / 18.0;
    style.spacing.icon_width_inner = DOT * factor;
    let (width, color) = if chosen { (RING.1, palette.accent) } else { (RING.0, palette.neutral) };
    let widgets = &mut style.visuals.widgets;
    for look in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active, &mut widgets.open] {
        look.bg_fill = palette.panel;
        look.bg_stroke = Stroke::new(width * factor, color);
        look.fg_stroke.color = palette.accent;
    }
    widgets.hovered.bg_fill = palette.field_hovered;
}

/// A slider; its ring is so wide.
pub fn slider(ui: &mut Ui, slider: Slider<'_>, width: f32) -> Response {
    let dress = |style: &mut Style, palette: &Palette| {
        style.visuals.selection.bg_fill = palette.accent;
        let widgets = &mut style.visuals.widgets;
        for (look, more) in
            [(&mut widgets.inactive, 1.0), (&mut widgets.hovered, 1.2), (&mut widgets.active, 1.4)]
        {
            look.fg_stroke = Stroke::new(width * more, palette.accent);
        }
        widgets.inactive.bg_fill = palette.rail;
    };
    let response = dressed(ui, dress, |ui| ui.add(slider));
    order::is_dragged(&response);
    // egui fills handle and rail with one colour; the handle is what was painted last.
    let paper = Palette::of(ui.visuals()).panel;
    ui.ctx().graphics_mut(|graphics| {
        let painted = graphics.entry(ui.layer_id());
        let last = ShapeIdx(painted.next_idx().0.saturating_sub(1));
        painted.mutate_shape(last, |shape| {
            if let Shape::Circle(handle) = &mut shape.shape {
                handle.fill = paper;
            }
        });
    });
    response
}

/// A field to type in.
pub fn field(ui: &mut Ui, field: TextEdit<'_>) -> Response {
    let edge = |style: &mut Style, palette: &Palette| {
        style.visuals.widgets.inactive.bg_stroke = Stroke::new(1.0, palette.rail);
    };
    dressed(ui, edge, |ui| ui.add(field))
}

/// Adds something in another dress; what comes next wears the usual one again.
fn dressed(
    ui: &mut Ui,
    dress: impl FnOnce(&mut Style, &Palette),
    add: impl FnOnce(&mut Ui) -> Response,
) -> Response {
    let (usual, palette) = (Arc::clone(ui.style()), Palette::of(ui.visuals()));
    dress(ui.style_mut(), palette);
    let response = add(ui);
    ui.set_style(usual);
    response
}

/// A text in a row whose other texts are of another size: it stands on their line.
pub fn on_the_line_of(
    ui: &mut Ui,
    text: &str,
    (font, color): (FontId, Color32),
    beside: (&str, FontId),
) -> Response {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, color);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let at = rect.min + vec2(0.0, from_the_middle(ui, &galley, beside));
    ui.painter().galley(at, galley, color);
    response
}

/// How far below the middle of a row a text is to be put, so that it stands on the line of what is there.
pub fn from_the_middle(ui: &Ui, galley: &Galley, (beside, font): (&str, FontId)) -> f32 {
    let other = ui.painter().layout_no_wrap(beside.to_owned(), font, Color32::PLACEHOLDER);
    let below = |galley: &Galley| baseline(galley) - galley.size().y / 2.0;
    below(&other) - below(galley)
}

/// How far the first line of a text stands below its upper edge, in points.
pub fn baseline(galley: &Galley) -> f32 {
    let first = galley.rows.first();
    first.and_then(|row| Some(row.pos.y + row.glyphs.first()?.pos.y)).unwrap_or_default()
}
