//! Buttons whose signs are painted: most signs of a player are in no font of the window.

use eframe::egui::{
    Color32, CursorIcon, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, WidgetText, pos2, vec2,
};

use super::focus;
use super::theme::{Palette, space};

/// A painted sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A bar and a triangle that points back at it.
    ToStart,
    /// A chevron that points back.
    Previous,
    /// A triangle.
    Play,
    /// Two bars.
    Pause,
    /// A chevron that points on.
    Next,
    /// A triangle that points at a bar.
    ToEnd,
    /// A circle that is an arrow.
    Loop,
    /// A cross.
    Close,
}

/// How a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Like its neighbours.
    Quiet,
    /// The one that is meant to be pressed.
    Primary,
    /// It is switched on.
    On,
    /// It is switched off.
    Off,
}

/// A square button with a sign in the place of its label, which those who listen hear.
pub fn button(
    ui: &mut Ui,
    icon: Icon,
    (label, tooltip): (&str, impl Into<WidgetText>),
    look: Look,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::click());
    response.widget_info(|| match look {
        Look::On | Look::Off => WidgetInfo::selected(Role::Button, true, look == Look::On, label),
        Look::Quiet | Look::Primary => WidgetInfo::labeled(Role::Button, true, label),
    });
    let palette = Palette::of(ui.visuals());
    let visuals = ui.style().interact(&response);
    let hovered = response.hovered();
    let (fill, color) = match look {
        Look::Primary if hovered => (palette.accent_hovered, palette.accent_text),
        Look::Primary => (palette.accent, palette.accent_text),
        Look::On => (palette.selected, palette.selected_text),
        Look::Quiet | Look::Off => (visuals.weak_bg_fill, palette.text),
    };
    let edge = if response.has_focus() { visuals.bg_stroke } else { Stroke::new(1.0, palette.border) };
    ui.painter().rect(rect, space::ROUNDING, fill, edge, StrokeKind::Inside);
    paint(ui.painter(), icon, rect.center(), color);
    focus::tell(response, tooltip).on_hover_cursor(CursorIcon::PointingHand)
}

const SIDE: f32 = 32.0;
/// Half the height of a sign.
const HALF: f32 = 6.5;
const LINE: f32 = 2.25;

fn paint(painter: &Painter, icon: Icon, center: Pos2, color: Color32) {
    let stroke = Stroke::new(LINE, color);
    match icon {
        Icon::ToStart => {
            bar(painter, center - vec2(6.0, 0.0), color);
            triangle(painter, center + vec2(1.0, 0.0), -1.0, color);
        }
        Icon::Previous => chevron(painter, center, -1.0, stroke),
        Icon::Play => triangle(painter, center, 1.0, color),
        Icon::Pause => {
            bar(painter, center - vec2(3.5, 0.0), color);
            bar(painter, center + vec2(3.5, 0.0), color);
        }
        Icon::Next => chevron(painter, center, 1.0, stroke),
        Icon::ToEnd => {
            triangle(painter, center - vec2(1.0, 0.0), 1.0, color);
            bar(painter, center + vec2(6.0, 0.0), color);
        }
        Icon::Loop => circular_arrow(painter, center, stroke),
        Icon::Close => {
            for slope in [1.0, -1.0] {
                let arm = vec2(5.0, 5.0 * slope);
                painter.line_segment([center - arm, center + arm], stroke);
            }
        }
    }
}

fn bar(painter: &Painter, center: Pos2, color: Color32) {
    painter.rect_filled(Rect::from_center_size(center, vec2(3.0, 2.0 * HALF)), 0.5, color);
}

/// `way` is 1 for on, and −1 for back.
fn triangle(painter: &Painter, center: Pos2, way: f32, color: Color32) {
    let at = |x: f32, y: f32| pos2(center.x + way * x, center.y + y);
    let mut points = vec![at(-4.0, -HALF), at(5.5, 0.0), at(-4.0, HALF)];
    if way < 0.0 {
        points.reverse();
    }
    painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
}

fn chevron(painter: &Painter, center: Pos2, way: f32, stroke: Stroke) {
    let at = |x: f32, y: f32| pos2(center.x + way * x, center.y + y);
    painter.add(Shape::line(vec![at(-2.5, -5.5), at(3.0, 0.0), at(-2.5, 5.5)], stroke));
}

fn circular_arrow(painter: &Painter, center: Pos2, stroke: Stroke) {
    const RADIUS: f32 = 6.0;
    let at = |degrees: f32| {
        let angle = degrees.to_radians();
        center + vec2(angle.cos(), angle.sin()) * RADIUS
    };
    let arc = (0..=27u8).map(|part| at(-30.0 + 10.0 * f32::from(part))).collect();
    painter.add(Shape::line(arc, stroke));
    let tip = at(-30.0);
    let head = vec![tip + vec2(1.5, 3.0), tip + vec2(-4.5, 1.0), tip + vec2(1.5, -4.5)];
    painter.add(Shape::convex_polygon(head, stroke.color, Stroke::NONE));
}
