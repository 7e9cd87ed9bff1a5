//! The signs of the stage, painted: no font is asked for them.

use eframe::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::ui::theme::{Palette, space};

/// A ring with a cross: a read runs over the boundary, or a datagram is gone.
pub fn cross(painter: &Painter, palette: &Palette, center: Pos2, radius: f32) {
    ring(painter, palette, center, radius, palette.red);
    let arm = radius * 0.36;
    let stroke = Stroke::new(radius * 0.27, palette.red);
    for slope in [1.0, -1.0] {
        let offset = vec2(arm, arm * slope);
        painter.line_segment([center - offset, center + offset], stroke);
    }
}

/// A ring with a tick: a read ends at the boundary.
pub fn tick(painter: &Painter, palette: &Palette, center: Pos2, radius: f32) {
    ring(painter, palette, center, radius, palette.green);
    let at = |x: f32, y: f32| center + vec2(x, y) * radius;
    let points = vec![at(-0.42, 0.02), at(-0.1, 0.34), at(0.44, -0.3)];
    painter.add(Shape::line(points, Stroke::new(radius * 0.27, palette.green)));
}

/// An open ring: nobody has come this far.
pub fn open(painter: &Painter, palette: &Palette, center: Pos2, radius: f32) {
    ring(painter, palette, center, radius * 0.75, palette.neutral);
}

fn ring(painter: &Painter, palette: &Palette, center: Pos2, radius: f32, color: Color32) {
    painter.circle(center, radius, palette.panel, Stroke::new(radius * 0.26, color));
}

/// A thin and a thick bar, as at the end of a score: no more will come.
pub fn end(painter: &Painter, palette: &Palette, rect: Rect, stroke: f32) {
    let thick = rect.width() * 0.4;
    let bar = Rect::from_min_max(pos2(rect.right() - thick, rect.top()), rect.max);
    painter.rect_filled(bar, 1.0, palette.neutral);
    painter.vline(rect.left() + 1.0, rect.y_range(), Stroke::new(stroke, palette.neutral));
}

/// Slanted lines over a rectangle, with an outline.
pub fn hatch(painter: &Painter, rect: Rect, color: Color32, factor: f32) {
    painter.rect(
        rect,
        space::BLOCK_ROUNDING,
        Palette::faint(color),
        Stroke::new(1.5 * factor, color),
        StrokeKind::Inside,
    );
    let clipped = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let stroke = Stroke::new(factor, color.gamma_multiply(0.45));
    let step = 9.0 * factor;
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        clipped.line_segment([pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())], stroke);
        x += step;
    }
}

/// A dashed outline: nothing is here yet.
pub fn vacant(painter: &Painter, rect: Rect, color: Color32, stroke: f32) {
    let rect = rect.shrink(stroke / 2.0);
    let corners =
        [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    let dash = 2.0 + 2.0 * stroke;
    painter.extend(Shape::dashed_line(&corners, Stroke::new(stroke, color), dash, dash));
}

/// A dashed line straight down.
pub fn dashed_down(painter: &Painter, x: f32, top: f32, bottom: f32, stroke: Stroke) {
    let dash = stroke.width.max(1.0) * 3.0;
    painter.extend(Shape::dashed_line(&[pos2(x, top), pos2(x, bottom)], stroke, dash, dash * 0.8));
}

/// A rectangle's size less a margin on each side.
pub fn inner_width(rect: Rect, margin: f32) -> f32 {
    (rect.size() - Vec2::splat(2.0 * margin)).x.max(0.0)
}
