//! The lane between sends and reads: what was handed to the network.

use eframe::egui::{Align2, Rect, vec2};

use crate::text::numbers::in_bytes;
use crate::ui::theme::Fill;
use crate::ui::theme::space;

use super::details::Subject;
use super::layout::{Block, Handed, How, Stretch};
use super::marks;
use super::paint::Easel;
use super::paint_replay;

/// Paints segments, datagrams, or what is known instead.
pub fn paint(easel: &mut Easel<'_, '_>) {
    let tape = easel.tape;
    let whole = easel.rect(easel.rows.handed, tape.measured_left, tape.lane.1);
    match &tape.handed {
        Handed::Nothing => {
            easel.painter().rect_filled(whole, space::BLOCK_ROUNDING, easel.palette.field);
        }
        Handed::NoNetwork => bar(easel, whole, easel.telling.words.marks.no_network),
        Handed::Unknown => bar(easel, whole, easel.telling.words.marks.unknown_segments),
        Handed::Datagrams(blocks) => {
            for block in blocks {
                datagram(easel, block);
            }
        }
        Handed::Segments(stretches) => {
            for stretch in stretches {
                segment(easel, stretch);
            }
        }
    }
    paint_replay::held(easel);
}

/// One thing about everything; in a replay, about what has been handed over so far.
fn bar(easel: &mut Easel<'_, '_>, whole: Rect, text: &'static str) {
    let right = paint_replay::handed_edge(easel);
    if right <= whole.left() {
        return;
    }
    let rect = whole.with_max_x(right);
    let fill = easel.palette.pale;
    easel.box_of(rect.shrink2(vec2(1.0, 0.0)), fill);
    let width = marks::inner_width(rect, 8.0);
    let galley = easel.line(text.to_owned(), easel.scale.small(), fill.text, width);
    easel.place(galley, rect, Align2::CENTER_CENTER);
    easel.inspect(rect, "bar", 0, &Subject::Bar(text));
}

fn datagram(easel: &mut Easel<'_, '_>, block: &Block) {
    let rect = easel.rect(easel.rows.handed, block.left, block.right);
    let fill = easel.palette.segment;
    easel.box_of(apart(rect), fill);
    let messages = &easel.telling.facts.view.messages[block.items.clone()];
    let bytes: u64 = messages.iter().map(|message| message.span.len).sum();
    let text = if block.is_folded() {
        (easel.telling.words.marks.datagrams)(block.items.len() as u64)
    } else {
        in_bytes(bytes)
    };
    write(easel, rect, fill, [text]);
    easel.inspect(rect, "handed", block.items.start, &Subject::Datagrams(block.items.clone()));
}

fn segment(easel: &mut Easel<'_, '_>, stretch: &Stretch) {
    let rect = easel.rect(easel.rows.handed, stretch.block.left, stretch.block.right);
    let palette = easel.palette;
    let told = &easel.telling.words.marks;
    let (bytes, segments) = (stretch.span.len, stretch.block.items.len() as u64);
    let size = in_bytes(bytes);
    let fill = match stretch.how {
        How::Measured => palette.segment,
        How::Inferred | How::Counted | How::Uncounted | How::Unseen => palette.pale,
    };
    let texts: Vec<String> = match stretch.how {
        How::Measured | How::Inferred if segments > 1 => vec![(told.segments)(segments)],
        How::Measured => vec![size],
        // Where all are, the lane's name says so once.
        How::Inferred if easel.tape.is_inferred() => vec![size],
        How::Inferred => vec![(told.inferred_size)(bytes), size],
        How::Counted if segments == 0 => Vec::new(),
        How::Counted => vec![(told.uncertain_cuts)(segments), (told.segments)(segments)],
        How::Uncounted => vec![told.left_uncut.to_owned()],
        How::Unseen => vec![told.not_seen.to_owned()],
    };
    // A conclusion is drawn as one: pale.
    easel.box_of(apart(rect), fill);
    write(easel, rect, fill, texts);
    let place = stretch.block.items.start;
    easel.inspect(rect, "handed", place, &Subject::Segment(stretch));
}

/// Writes the longest text that fits.
fn write(easel: &Easel<'_, '_>, rect: Rect, fill: Fill, texts: impl IntoIterator<Item = String>) {
    let width = marks::inner_width(rect, 4.0);
    let fits = |text| easel.fitting(text, easel.scale.small(), fill.text, width);
    if let Some(galley) = texts.into_iter().find_map(fits) {
        easel.place(galley, rect, Align2::CENTER_CENTER);
    }
}

/// A little narrower, so that neighbours are seen to be two.
fn apart(rect: Rect) -> Rect {
    rect.shrink2(vec2(if rect.width() > 8.0 { 1.0 } else { 0.0 }, 0.0))
}
