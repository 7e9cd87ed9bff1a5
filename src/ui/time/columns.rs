//! From left to right: the axis, the labels of one program, four lanes, the labels of the other.

use crate::ui::theme::Scale;

/// Where the columns of a pane stand, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Columns {
    /// The right end of the times.
    pub axis: f32,
    /// The column of the labels left of the lanes.
    pub left: (f32, f32),
    /// The lanes: a program, its kernel, the other kernel, the other program.
    pub lanes: [f32; 4],
    /// The column of the labels right of the lanes.
    pub right: (f32, f32),
    /// Whether there is little room, so that names and times have to be short.
    pub is_narrow: bool,
}

/// Between a lane and the labels beside it.
const GAP: f32 = 9.0;
/// Less than this, in points, is too narrow for columns of the usual width.
const NARROW: f32 = 310.0;

impl Columns {
    /// The columns between two points. A side that receives needs room for what it read.
    pub fn new(left: f32, right: f32, scale: Scale, receives: (bool, bool)) -> Self {
        let factor = scale.factor();
        let width = right - left;
        let is_narrow = width < NARROW * factor;
        let reads = match (is_narrow, receives) {
            (true, (true, true)) => 28.0 * factor,
            _ => (width * 0.18).clamp(54.0 * factor, 150.0 * factor),
        };
        let room = |receives: bool| if receives { reads } else { 5.0 * factor };
        let axis = left + if is_narrow { 34.0 } else { 48.0 } * factor;
        let from = axis + 6.0 * factor;
        let left_column = (from, from + room(receives.0));
        let right_column = (right - room(receives.1), right);
        let (first, last) = (left_column.1 + GAP * factor, right_column.0 - GAP * factor);
        let apart = (last - first).max(30.0) / 3.0;
        let lanes = [0.0, 1.0, 2.0, 3.0].map(|place| first + place * apart);
        Self { axis, left: left_column, lanes, right: right_column, is_narrow }
    }

    /// The distance between two lanes.
    pub fn apart(&self) -> f32 {
        self.lanes[1] - self.lanes[0]
    }
}
