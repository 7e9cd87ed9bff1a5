//! Paints the ways of messages, one by one or folded.

use eframe::egui::{Mesh, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use crate::ui::stage::marks;

use super::details::Thing;
use super::paint::Painting;
use super::scale::narrow;
use super::scene::{Corner, Strand};

impl Painting<'_> {
    pub(super) fn strand(&mut self, past: &Painter, strand: &Strand) {
        if strand.is_folded() {
            self.folded(past, strand);
        } else {
            let fill = self.fill_of(strand.direction, strand.messages.start);
            let stroke = Stroke::new(self.thickness(), fill.line);
            let solid = if strand.corners.len() > 2 { 2 } else { 0 };
            let split = if strand.inferred { solid } else { strand.corners.len() };
            for (place, pair) in strand.corners.windows(2).enumerate() {
                let Some(line) = self.clipped(pair[0], pair[1]) else { continue };
                if place + 1 >= split.max(1) && strand.inferred {
                    let (spacing, radius) = (2.6 * stroke.width, stroke.width * 0.55);
                    past.extend(Shape::dotted_line(&line, stroke.color, spacing, radius));
                } else {
                    past.line_segment(line, stroke);
                }
            }
            if let (true, Some(end)) = (strand.dropped, strand.corners.last()) {
                marks::cross(past, self.palette, pos2(end.0, narrow(end.1)), 6.0 * self.factor());
            }
        }
        if let Some(rect) = handle(strand, self.factor()) {
            let id = self.id.with(("way", strand.direction, strand.messages.start));
            self.inspect(rect, id, strand.direction, Thing::Ways(strand.messages.clone()));
        }
    }

    /// The part of a line that lies in the chart: far outside, points are too coarse to be painted.
    fn clipped(&self, from: Corner, to: Corner) -> Option<[Pos2; 2]> {
        let (top, bottom) = self.scale.range();
        let (top, bottom) = (top - 20.0, bottom + 20.0);
        let (low, high) = if from.1 <= to.1 { (from, to) } else { (to, from) };
        if high.1 < top || low.1 > bottom {
            return None;
        }
        let at = |y: f64| {
            let share = if high.1 > low.1 { narrow((y - low.1) / (high.1 - low.1)) } else { 0.0 };
            pos2(low.0 + share * (high.0 - low.0), narrow(y))
        };
        let first = if low.1 < top { at(top) } else { pos2(low.0, narrow(low.1)) };
        let last = if high.1 > bottom { at(bottom) } else { pos2(high.0, narrow(high.1)) };
        Some([first, last])
    }

    /// Many ways as one band.
    fn folded(&self, past: &Painter, strand: &Strand) {
        let mut mesh = Mesh::default();
        // Many colours mixed would be the colour of none.
        let color = self.palette.segment.fill;
        let (top, bottom) = self.scale.range();
        let y = |y: f64| narrow(y.clamp(top - 20.0, bottom + 20.0));
        for (place, pair) in strand.corners.windows(2).enumerate() {
            // Nothing tells when they passed here: no band, but a guess.
            if strand.inferred && place + 2 == strand.corners.len() && strand.corners.len() < 4 {
                let middle = |corner: Corner| (corner.0, corner.1.midpoint(corner.2), corner.2);
                if let Some(line) = self.clipped(middle(pair[0]), middle(pair[1])) {
                    let width = self.thickness();
                    past.extend(Shape::dotted_line(&line, color, 2.6 * width, width * 0.55));
                }
                continue;
            }
            let along = (pair[0].0 - pair[1].0).abs() < 0.5;
            let half = if along { 1.5 * self.factor() } else { 0.0 };
            let index = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
            mesh.colored_vertex(pos2(pair[0].0 - half, y(pair[0].1) - 0.5), color);
            mesh.colored_vertex(pos2(pair[1].0 + half, y(pair[1].1) - 0.5), color);
            mesh.colored_vertex(pos2(pair[1].0 + half, y(pair[1].2) + 0.5), color);
            mesh.colored_vertex(pos2(pair[0].0 - half, y(pair[0].2) + 0.5), color);
            mesh.add_triangle(index, index + 1, index + 2);
            mesh.add_triangle(index, index + 2, index + 3);
        }
        past.add(mesh);
        if let (true, Some(end)) = (strand.dropped, strand.corners.last()) {
            let middle = narrow(end.1.midpoint(end.2));
            marks::cross(past, self.palette, pos2(end.0, middle), 6.0 * self.factor());
        }
    }
}

/// Where a way answers: between the kernels, or in the middle where nothing is known of them.
fn handle(strand: &Strand, factor: f32) -> Option<Rect> {
    let ([from, to] | [_, from, to] | [_, _, from, to, ..]) = strand.corners[..] else { return None };
    let third = (to.0 - from.0) * if strand.corners.len() == 2 { 0.35 } else { 0.1 };
    let (top, bottom) = (narrow(from.1.midpoint(to.1)), narrow(from.2.midpoint(to.2)));
    let rect = Rect::from_two_pos(pos2(from.0 + third, top), pos2(to.0 - third, bottom));
    Some(rect.expand2(vec2(0.0, 3.5 * factor)))
}
