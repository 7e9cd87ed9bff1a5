//! The numbers of messages on their lines, and the boxes of reads beside the lane that reads.

use std::ops::Range;

use eframe::egui::{Align2, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::text::numbers::in_bytes;
use crate::ui::card;
use crate::ui::theme::{Fill, Scale, space};

use super::details::Thing;
use super::paint::Painting;
use super::pane::one_line;
use super::scale::narrow;
use super::scene::{Tag, TagKind};

/// Paints all labels whose moment is shown.
pub fn paint(painting: &mut Painting<'_>) {
    let shown: Vec<&Tag> = painting.scene.tags.iter().filter(|tag| painting.is_past(tag.ns)).collect();
    for tag in &shown {
        leader(painting, tag);
    }
    for tag in shown {
        let half = narrow(painting.tag_height() / 2.0);
        let rect =
            Rect::from_min_max(pos2(tag.x.0, narrow(tag.y) - half), pos2(tag.x.1, narrow(tag.y) + half));
        let (sort, thing) = match &tag.kind {
            TagKind::Sends(messages) => {
                sends(painting, tag, rect, messages);
                (("send", messages.start), Thing::Sends(messages.clone()))
            }
            TagKind::Reads(reads) => {
                read(painting, tag, rect, reads);
                (("read", reads.start), Thing::Reads(reads.clone()))
            }
        };
        let id = painting.id.with((sort, tag.direction));
        let told = painting.teller.of(tag.direction, thing);
        card::inspect(painting.ui, rect, id, painting.pinned, &told);
    }
}

/// From a label to the place on the lane that it belongs to; a disc on its own line needs none.
fn leader(painting: &Painting<'_>, tag: &Tag) {
    let lane = pos2(painting.columns.lanes[tag.side * 3], narrow(tag.at));
    let (message, is_read) = match &tag.kind {
        TagKind::Sends(messages) => (messages.start, false),
        TagKind::Reads(reads) => {
            (painting.teller.direction(tag.direction).reads[reads.start].messages.0, true)
        }
    };
    if !is_read && (tag.y - tag.at).abs() < 1.0 {
        return;
    }
    let inner = if (tag.side == 0) == is_read { tag.x.1 } else { tag.x.0 };
    let x = if is_read { inner } else { f32::midpoint(tag.x.0, tag.x.1) };
    let stroke = Stroke::new(1.25 * painting.factor(), painting.fill_of(tag.direction, message).edge);
    painting.ui.painter().line_segment([pos2(x, narrow(tag.y)), lane], stroke);
}

fn sends(painting: &Painting<'_>, tag: &Tag, rect: Rect, messages: &Range<usize>) {
    let (number, last) = painting.teller.numbers(tag.direction, messages);
    if messages.len() > 1 {
        let whole = format!("{number}–{last}");
        return pill(painting, rect, &fitting(painting, rect, whole, messages.len()));
    }
    let fill = painting.fill_of(tag.direction, messages.start);
    let radius = rect.height().min(rect.width()) / 2.0;
    disc(painting.ui, rect.center(), radius, number, fill, painting.sizes);
}

/// What is told of several, or else only how many they are.
fn fitting(painting: &Painting<'_>, rect: Rect, whole: String, count: usize) -> String {
    let (font, color) = (painting.sizes.small(), painting.palette.text);
    let size = one_line(painting.ui, &whole, font, color, f32::INFINITY).size();
    if size.x <= rect.width() { whole } else { format!("× {count}") }
}

/// Several as one.
fn pill(painting: &Painting<'_>, rect: Rect, text: &str) {
    let fill = painting.palette.segment;
    let galley = one_line(painting.ui, text, painting.sizes.small(), fill.text, rect.width());
    let width = (galley.size().x + 8.0 * painting.factor()).min(rect.width());
    let rect = Rect::from_center_size(rect.center(), vec2(width, rect.height()));
    painting.ui.painter().rect_filled(rect, space::BLOCK_ROUNDING, fill.fill);
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect);
    painting.ui.painter().galley(at.min, galley, fill.text);
}

/// A message's number on its colour.
pub fn disc(ui: &Ui, center: Pos2, radius: f32, number: u32, fill: Fill, sizes: Scale) {
    // Three digits need more room than a circle of this height has.
    let half = radius * if number < 100 { 1.0 } else { 1.35 };
    let rect = Rect::from_center_size(center, 2.0 * vec2(half, radius));
    let stroke = Stroke::new(1.0, fill.edge);
    ui.painter().rect(rect, radius, fill.fill, stroke, StrokeKind::Middle);
    let mut font = sizes.remark();
    font.size = radius * if number < 10 { 1.45 } else { 1.2 };
    let galley = one_line(ui, &number.to_string(), font, fill.text, f32::INFINITY);
    let rect = Align2::CENTER_CENTER
        .align_size_within_rect(galley.size(), Rect::from_center_size(center, vec2(2.0, 2.0) * radius));
    ui.painter().galley(rect.min, galley, fill.text);
}

fn read(painting: &Painting<'_>, tag: &Tag, rect: Rect, reads: &Range<usize>) {
    if reads.len() > 1 {
        let whole = (painting.teller.words.stage.marks.reads)(reads.len() as u64);
        return pill(painting, rect, &fitting(painting, rect, whole, reads.len()));
    }
    let direction = painting.teller.direction(tag.direction);
    let read = direction.reads[reads.start];
    let rect = rect.shrink2(vec2(1.5, 0.5));
    cells(painting, tag.direction, read.messages, rect);
    let color = if read.broken {
        painting.palette.red
    } else {
        painting.fill_of(tag.direction, read.messages.0).edge
    };
    let stroke = Stroke::new(if read.broken { 2.0 } else { 1.0 } * painting.factor(), color);
    painting.ui.painter().rect_stroke(rect, 3.0, stroke, StrokeKind::Middle);
    let near = |other: &&Tag| {
        other.side == tag.side
            && matches!(other.kind, TagKind::Reads(_))
            && (other.y - tag.y).abs() < painting.tag_height()
    };
    if painting.scene.tags.iter().filter(near).count() == 1 {
        let bytes = direction.facts.view.reads[direction.facts.data_reads[reads.start]].span.len;
        beside(painting, rect, tag.side, &in_bytes(bytes), read.broken);
    }
}

/// The number of bytes beside a box, where there is room.
fn beside(painting: &Painting<'_>, rect: Rect, side: usize, text: &str, broken: bool) {
    let palette = painting.palette;
    let color = if broken { palette.red } else { palette.muted };
    let galley = one_line(painting.ui, text, painting.sizes.small(), color, f32::INFINITY);
    let gap = 4.0 * painting.factor();
    let column = if side == 0 { painting.columns.left } else { painting.columns.right };
    let left = if side == 1 { rect.right() + gap } else { rect.left() - gap - galley.size().x };
    if left >= column.0 - 2.0 && left + galley.size().x <= column.1 + 8.0 {
        painting.ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, color);
    }
}

/// One cell for each message that a read holds bytes of.
fn cells(painting: &Painting<'_>, direction: usize, messages: (usize, usize), rect: Rect) {
    let count = messages.1 - messages.0 + 1;
    let painter = painting.ui.painter();
    let width = rect.width() / count as f32;
    let too_many = width < 4.0;
    if too_many {
        // Too many to be told apart: a stripe of each colour that fits.
        painter.rect_filled(rect, 3.0, painting.palette.segment.fill);
    }
    let mut left = rect.left();
    for message in messages.0..=messages.1 {
        if !too_many {
            let fill = painting.fill_of(direction, message);
            let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
            painter.rect_filled(cell, if count == 1 { 3.0 } else { 0.0 }, fill.fill);
            let number = painting.teller.numbers(direction, &(message..message + 1)).0;
            number_in(painting, cell, &number.to_string(), fill);
            left += width;
        }
    }
    if width < 9.0 * painting.factor() {
        let (from, to) = painting.teller.numbers(direction, &(messages.0..messages.1 + 1));
        let galley = one_line(
            painting.ui,
            &format!("{from}–{to}"),
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
