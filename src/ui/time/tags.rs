//! The numbers of messages beside the lane that sends, and the boxes of reads beside the one that reads.

use eframe::egui::{Align2, Painter, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::ui::theme::{Fill, Scale, space};

use super::details::Thing;
use super::layout::{Tag, TagKind};
use super::paint::Painting;
use super::pane::one_line;
use super::scale::narrow;

/// Paints all labels whose moment is shown.
pub fn paint(painting: &mut Painting<'_>, past: &Painter) {
    for tag in &painting.scene.tags {
        if !painting.is_past(tag.ns) {
            continue;
        }
        let rect = match &tag.kind {
            TagKind::Sends(messages) => sends(painting, past, tag, messages.start, messages.len()),
            TagKind::Reads(reads) => read(painting, past, tag, reads.start, reads.len()),
        };
        let (sort, thing) = match &tag.kind {
            TagKind::Sends(messages) => (("send", messages.start), Thing::Sends(messages.clone())),
            TagKind::Reads(reads) => (("read", reads.start), Thing::Reads(reads.clone())),
        };
        let id = painting.id.with((sort, tag.direction));
        let told = painting.teller.of(tag.direction, thing);
        crate::ui::card::inspect(painting.ui, rect, id, painting.pinned, &told);
    }
}

/// From a label to the place on the lane that it belongs to.
fn leader(painting: &Painting<'_>, tag: &Tag, from: Pos2, fill: Fill) {
    let lane = painting.columns.lanes[tag.side * 3];
    let to = pos2(lane, narrow(tag.at));
    painting.ui.painter().line_segment([from, to], Stroke::new(1.25 * painting.factor(), fill.edge));
}

/// The inner edge of the labels of a side, and the way outwards.
fn column(painting: &Painting<'_>, side: usize) -> (f32, f32) {
    if side == 0 { (painting.columns.left.1, -1.0) } else { (painting.columns.right.0, 1.0) }
}

fn sends(painting: &Painting<'_>, _: &Painter, tag: &Tag, first: usize, count: usize) -> Rect {
    let radius = painting.sizes.small().size * 0.66;
    let (edge, outward) = column(painting, tag.side);
    let fill = painting.fill_of(tag.direction, first);
    let center = pos2(edge + outward * (radius + 1.0), narrow(tag.y));
    leader(painting, tag, center, fill);
    let (number, last) = painting.teller.numbers(tag.direction, &(first..first + count));
    if count == 1 {
        disc(painting.ui, center, radius, number, fill, painting.sizes);
        return Rect::from_center_size(center, vec2(2.0, 2.0) * radius);
    }
    let text = format!("{number}–{last}");
    pill(painting, tag, &text, edge, outward)
}

/// Several as one.
fn pill(painting: &Painting<'_>, tag: &Tag, text: &str, edge: f32, outward: f32) -> Rect {
    let palette = painting.palette;
    let galley = one_line(painting.ui, text, painting.sizes.small(), palette.segment.text, f32::INFINITY);
    let size = galley.size() + vec2(8.0 * painting.factor(), 0.0);
    let middle = edge + outward * size.x / 2.0;
    let left = (middle - size.x / 2.0).max(painting.chart.left());
    let rect = Rect::from_min_size(pos2(left, narrow(tag.y) - size.y / 2.0), size);
    painting.ui.painter().rect_filled(rect, space::BLOCK_ROUNDING, palette.segment.fill);
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect);
    painting.ui.painter().galley(at.min, galley, palette.segment.text);
    rect
}

/// A message's number on its colour.
pub fn disc(ui: &Ui, center: Pos2, radius: f32, number: u32, fill: Fill, sizes: Scale) {
    ui.painter().circle(center, radius, fill.fill, Stroke::new(1.0, fill.edge));
    let mut font = sizes.remark();
    font.size = radius * if number < 10 { 1.45 } else { 1.2 };
    let galley = one_line(ui, &number.to_string(), font, fill.text, f32::INFINITY);
    let rect = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), Rect::from_center_size(center, vec2(2.0, 2.0) * radius));
    ui.painter().galley(rect.min, galley, fill.text);
}

fn read(painting: &Painting<'_>, _: &Painter, tag: &Tag, first: usize, count: usize) -> Rect {
    let direction = painting.teller.direction(tag.direction);
    let (edge, outward) = column(painting, tag.side);
    let factor = painting.factor();
    let read = direction.reads[first];
    let fill = painting.fill_of(tag.direction, read.messages.0);
    let from = pos2(edge + outward * 2.0, narrow(tag.y));
    leader(painting, tag, from, if count == 1 { fill } else { painting.palette.segment });
    if count > 1 {
        let text = (painting.teller.words.stage.marks.reads)(count as u64);
        return pill(painting, tag, &text, edge, outward);
    }
    let column = if tag.side == 0 { painting.columns.left } else { painting.columns.right };
    let room = column.1 - column.0;
    let pieces = read.messages.1 - read.messages.0 + 1;
    let width = (pieces as f32 * 14.0 * factor).clamp(24.0 * factor, room);
    let height = painting.sizes.small().size * 1.32;
    let middle = edge + outward * width / 2.0;
    let rect = Rect::from_center_size(pos2(middle, narrow(tag.y)), vec2(width, height));
    cells(painting, tag.direction, read.messages, rect);
    let color = if read.broken { painting.palette.red } else { fill.edge };
    let stroke = Stroke::new(if read.broken { 2.0 } else { 1.0 } * factor, color);
    painting.ui.painter().rect_stroke(rect, 3.0, stroke, StrokeKind::Middle);
    let bytes = direction.facts.view.reads[direction.facts.data_reads[first]].span.len;
    beside(painting, rect, outward, column, &format!("{bytes} B"), read.broken);
    rect
}

/// The number of bytes beside a box, where there is room.
fn beside(
    painting: &Painting<'_>,
    rect: Rect,
    outward: f32,
    column: (f32, f32),
    text: &str,
    broken: bool,
) {
    let palette = painting.palette;
    let color = if broken { palette.red } else { palette.muted };
    let galley = one_line(painting.ui, text, painting.sizes.small(), color, f32::INFINITY);
    let gap = 5.0 * painting.factor();
    let left = if outward > 0.0 { rect.right() + gap } else { rect.left() - gap - galley.size().x };
    if left >= column.0 && left + galley.size().x <= column.1 + 4.0 {
        painting.ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, color);
    }
}

/// One cell for each message that a read holds bytes of.
fn cells(painting: &Painting<'_>, direction: usize, messages: (usize, usize), rect: Rect) {
    let count = messages.1 - messages.0 + 1;
    let painter = painting.ui.painter();
    let width = rect.width() / count as f32;
    let least = 4.0;
    if width < least {
        // Too many to be told apart: a stripe of each colour that fits.
        painter.rect_filled(rect, 3.0, painting.palette.segment.fill);
    }
    let mut left = rect.left();
    for message in messages.0..=messages.1 {
        if width >= least {
            let fill = painting.fill_of(direction, message);
            let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
            painter.rect_filled(cell, if count == 1 { 3.0 } else { 0.0 }, fill.fill);
            let number = painting.teller.numbers(direction, &(message..message + 1)).0;
            number_in(painting, cell, &number.to_string(), fill);
            left += width;
        }
    }
    if width < 9.0 * painting.factor() {
        let (first, last) = painting.teller.numbers(direction, &(messages.0..messages.1 + 1));
        let galley = one_line(
            painting.ui,
            &format!("{first}–{last}"),
            painting.sizes.small(),
            painting.palette.text,
            rect.width(),
        );
        let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect);
        painter.rect_filled(at.expand2(vec2(3.0, -1.0)), 3.0, painting.palette.panel);
        painter.galley(at.min, galley, painting.palette.text);
    }
}

fn number_in(painting: &Painting<'_>, cell: Rect, text: &str, fill: Fill) {
    if cell.width() < 9.0 * painting.factor() {
        return;
    }
    let mut font = painting.sizes.remark();
    font.size *= 0.85;
    let galley = one_line(painting.ui, text, font, fill.text, f32::INFINITY);
    if galley.size().x <= cell.width() + 1.0 {
        let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), cell);
        painting.ui.painter().galley(at.min, galley, fill.text);
    }
}
