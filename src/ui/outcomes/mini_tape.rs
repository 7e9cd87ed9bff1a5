//! The picture of one outcome: its reads as outlines, in them the messages' pieces.

use eframe::egui::{Align2, FontId, Painter, Rect, Stroke, StrokeKind, pos2};

use crate::model::{Piece, Read, StreamId, StreamView};
use crate::ui::theme::{Palette, Scale, space};

use super::rows::Row;

/// Between two reads.
const GAP: f32 = 6.0;
/// Reads and pieces that are narrower are drawn without outline and number.
const NARROW: f32 = 5.0;
/// A number is set no smaller than this, in points.
const SMALLEST: f32 = 8.0;
/// The width of a digit of the blocks' type, as a share of its size.
const DIGIT: f32 = 0.62;

/// A read on the tape.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadBlock {
    /// Its ends.
    pub x: (f32, f32),
    /// Whether it is not exactly one message.
    pub broken: bool,
    /// Pieces in it: the message's number, counted from zero in the measured part, and its ends.
    pub pieces: Vec<(u32, (f32, f32))>,
}

/// Where the reads of an outcome lie between `left` and `right`, which stand for `bytes`.
pub fn layout(row: &Row<'_>, bytes: u64, (left, right): (f32, f32)) -> Vec<ReadBlock> {
    let reads = row.signature.read_sizes.len();
    let gap = GAP.min((right - left) / (2.0 * reads.max(1) as f32));
    let room = (right - left - gap * reads.saturating_sub(1) as f32).max(0.0);
    let scale = room / bytes.max(1) as f32;
    let mut at = left;
    let mut place = |len: u64| {
        let x = (at, at + (len as f32 * scale).max(1.0));
        at = x.1 + gap;
        x
    };
    let Some(view) = row.view else {
        let block = |&len: &u64| ReadBlock { x: place(len), broken: row.broken, pieces: Vec::new() };
        return row.signature.read_sizes.iter().map(block).collect();
    };
    let first = view.measured_messages().next().map_or(0, |message| message.number);
    let block = |read: &Read| {
        let x = place(read.span.len);
        let pieces = pieces(view, read, first, x.0, scale);
        ReadBlock { x, broken: read.verdict.is_broken(), pieces }
    };
    view.data_reads().map(block).collect()
}

fn pieces(view: &StreamView, read: &Read, first: u32, left: f32, scale: f32) -> Vec<(u32, (f32, f32))> {
    let mut at = left;
    let piece = |piece: &Piece| {
        let x = (at, at + (piece.to - piece.from) as f32 * scale);
        at = x.1;
        (piece.message.saturating_sub(first), x)
    };
    view.pieces_of(read).iter().map(piece).collect()
}

/// Draws the reads of a stream between `top` and `bottom`.
pub fn paint(
    painter: &Painter,
    blocks: &[ReadBlock],
    stream: StreamId,
    (top, bottom): (f32, f32),
    palette: &Palette,
) {
    for block in blocks {
        let outline = Rect::from_min_max(pos2(block.x.0, top), pos2(block.x.1, bottom));
        let color = if block.broken { palette.red } else { palette.green };
        if outline.width() < NARROW {
            painter.rect_filled(outline, 0.0, color);
            continue;
        }
        let inside = outline.shrink(if outline.width() < 24.0 { 2.0 } else { 3.0 });
        if block.pieces.is_empty() {
            painter.rect_filled(inside, 2.0, palette.pale.fill);
        }
        for &(message, x) in &block.pieces {
            // The outline takes room at both ends, and a hairline parts two messages.
            let left = x.0.max(inside.left());
            let right = (x.1 - 1.0).min(inside.right()).max(left + 1.0);
            let rect = Rect::from_min_max(pos2(left, inside.top()), pos2(right, inside.bottom()));
            let fill = palette.message(stream, message);
            painter.rect_filled(rect, 2.0, fill.fill);
            let number = (message + 1).to_string();
            if let Some(font) = number_font(rect, number.len()) {
                painter.text(rect.center(), Align2::CENTER_CENTER, number, font, fill.text);
            }
        }
        let stroke = Stroke::new(2.0, color);
        painter.rect_stroke(outline, space::BLOCK_ROUNDING, stroke, StrokeKind::Inside);
    }
}

/// As large as the number fits; a colour should not be without its number.
fn number_font(rect: Rect, digits: usize) -> Option<FontId> {
    let FontId { size, family } = Scale::Window.block();
    let size = size.min(rect.height() - 3.0).min((rect.width() - 1.0) / (DIGIT * digits as f32));
    (size >= SMALLEST).then_some(FontId { size, family })
}
