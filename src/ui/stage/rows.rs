//! From top to bottom: which lane stands where. The same for every run, so that nothing jumps.

use eframe::egui::{Rect, pos2};

use crate::ui::theme::Scale;

/// A lane's place below the top of its tape, in points.
pub type Row = (f32, f32);

/// How close the lanes of a tape stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Density {
    /// Higher than needed, where the stage would be empty otherwise.
    Roomy,
    /// One pane, or a high window.
    Loose,
    /// What stands elsewhere too is left out, so that two panes fit.
    Compact,
    /// Between this and the next.
    Close,
    /// As low as can still be read, so that three panes fit.
    Dense,
}

impl Density {
    /// What suits `panes` panes on a stage of so many points.
    pub fn fitting(height: f32, panes: usize) -> Self {
        const ROOMY: f32 = 320.0;
        const LOOSE: f32 = 252.0;
        const COMPACT: f32 = 194.0;
        const CLOSE: f32 = 172.0;
        let panes = panes.min(3) as f32;
        match height {
            height if height >= ROOMY * panes => Self::Roomy,
            height if height >= LOOSE * panes => Self::Loose,
            height if height >= COMPACT * panes || panes < 3.0 => Self::Compact,
            height if height >= CLOSE * panes => Self::Close,
            _ => Self::Dense,
        }
    }

    /// One of three values, by density.
    pub fn pick<T>(self, loose: T, compact: T, dense: T) -> T {
        match self {
            Self::Roomy | Self::Loose => loose,
            Self::Compact => compact,
            Self::Close | Self::Dense => dense,
        }
    }

    /// One of three lengths, by density.
    fn length(self, loose: f32, compact: f32, dense: f32) -> f32 {
        if self == Self::Close { compact.midpoint(dense) } else { self.pick(loose, compact, dense) }
    }
}

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
    /// The rows of a tape. One whose receiver `decodes` has a lane for frames.
    pub fn new(scale: Scale, density: Density, decodes: bool) -> Self {
        let factor = scale.factor();
        let stretched = if density == Density::Roomy { factor * 1.3 } else { factor };
        let mut at = 0.0;
        let mut row = |gap: f32, loose: f32, compact: f32, dense: f32| {
            let height = density.length(loose, compact, dense) * stretched;
            let top = at + gap * stretched;
            at = top + height;
            (top, height)
        };
        // Where a lane for frames comes in, the others make room for it.
        let tight = |loose: f32, tight: f32| if decodes { tight } else { loose };
        let gap = |loose: f32, compact: f32, dense: f32| density.length(loose, compact, dense);
        Self {
            sizes: row(0.0, 17.0, 0.0, 0.0),
            sends: row(gap(1.0, 1.0, 0.0), 40.0, tight(29.0, 25.0), 22.0),
            handed: row(gap(12.0, tight(6.0, 4.0), 1.0), 16.0, tight(14.0, 12.0), 13.0),
            reads: row(gap(14.0, tight(9.0, 5.0), 1.0), 40.0, tight(29.0, 25.0), 22.0),
            remarks: row(gap(3.0, tight(3.0, 1.0), 0.0), 22.0, tight(20.0, 18.0), 15.0),
            frames: row(
                tight(0.0, gap(5.0, 2.0, 0.0)),
                tight(0.0, 34.0),
                tight(0.0, 23.0),
                tight(0.0, 21.0),
            ),
            sees: row(gap(2.0, tight(1.0, 1.0), 1.0), 26.0, tight(24.0, 21.0), 17.0),
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
