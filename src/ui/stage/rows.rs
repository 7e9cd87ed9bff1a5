//! From top to bottom: which lane stands where. The same for every run, so that nothing jumps.

use eframe::egui::{Rect, pos2};

use crate::ui::theme::Scale;

/// A lane's place below the top of its tape, in points.
pub type Row = (f32, f32);

/// The lanes of a tape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rows {
    /// The sizes of messages; without height where there is no room for them.
    pub sizes: Row,
    /// Messages.
    pub sends: Row,
    /// Segments or datagrams.
    pub handed: Row,
    /// Reads.
    pub reads: Row,
    /// What the reads are worth, in words.
    pub remarks: Row,
    /// Frames; without height where the receiver has no codec.
    pub frames: Row,
    /// What the program sees.
    pub sees: Row,
    /// The whole tape.
    pub height: f32,
    /// The column of the lanes' names.
    pub names: f32,
    /// The place for the end of the stream, right of the lanes.
    pub end: f32,
}

impl Rows {
    /// The rows of a tape; a compact one leaves out what stands elsewhere too. One whose
    /// receiver `decodes` has a lane for frames.
    pub fn new(scale: Scale, compact: bool, decodes: bool) -> Self {
        let factor = scale.factor();
        let mut at = 0.0;
        let mut row = |gap: f32, normal: f32, if_compact: f32| {
            let height = if compact { if_compact } else { normal } * factor;
            let top = at + gap * factor;
            at = top + height;
            (top, height)
        };
        // Where a lane for frames comes in, the others make room for it.
        let tight = |loose: f32, tight: f32| if decodes { tight } else { loose };
        let gap = |normal: f32, if_compact: f32| if compact { if_compact } else { normal };
        Self {
            sizes: row(0.0, 17.0, 0.0),
            sends: row(1.0, 40.0, tight(29.0, 25.0)),
            handed: row(gap(12.0, tight(6.0, 4.0)), 16.0, tight(14.0, 12.0)),
            reads: row(gap(14.0, tight(9.0, 5.0)), 40.0, tight(29.0, 25.0)),
            remarks: row(gap(3.0, tight(3.0, 1.0)), 22.0, tight(20.0, 18.0)),
            frames: row(tight(0.0, gap(5.0, 2.0)), tight(0.0, 34.0), tight(0.0, 23.0)),
            sees: row(gap(2.0, tight(0.0, 1.0)), 26.0, tight(24.0, 21.0)),
            height: at,
            names: 134.0 * factor,
            end: 40.0 * factor,
        }
    }

    /// A row as a rectangle between two points, in a tape whose top is given.
    pub fn rect(top: f32, row: Row, left: f32, right: f32) -> Rect {
        Rect::from_min_max(pos2(left, top + row.0), pos2(right.max(left), top + row.0 + row.1))
    }
}
