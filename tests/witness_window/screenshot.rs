//! What is on the screen, and where in it something of a known colour is.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use eframe::egui::Color32;
use stickylab::ui::theme::Palette;

/// A colour as the screen has it.
pub fn rgb(colour: Color32) -> [u8; 3] {
    [colour.r(), colour.g(), colour.b()]
}

/// One look at the whole screen.
#[derive(Clone, PartialEq)]
pub struct Screenshot {
    pub width: usize,
    pub height: usize,
    /// Red, green, blue, row by row.
    bytes: Vec<u8>,
}

/// Pixels of one colour side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub y: usize,
    pub from: usize,
    /// The first one behind it.
    pub to: usize,
}

impl Screenshot {
    pub fn new(width: usize, height: usize, bytes: Vec<u8>) -> Self {
        assert_eq!(bytes.len(), width * height * 3, "a screenshot of {width}×{height}");
        Self { width, height, bytes }
    }

    fn row(&self, y: usize) -> &[[u8; 3]] {
        let (pixels, _) = self.bytes.as_chunks();
        &pixels[y * self.width..][..self.width]
    }

    pub fn colours(&self) -> usize {
        self.bytes.as_chunks::<3>().0.iter().collect::<HashSet<_>>().len()
    }

    pub fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        self.row(y)[x]
    }

    /// How much of the screen looks different, from 0 to 1.
    pub fn difference(&self, other: &Self) -> f64 {
        assert_eq!((self.width, self.height), (other.width, other.height));
        let rows =
            (0..self.height).map(|y| (self.row(y), other.row(y))).filter(|(one, other)| one != other);
        let differing: usize = rows
            .map(|(one, other)| one.iter().zip(other).filter(|(one, other)| one != other).count())
            .sum();
        differing as f64 / (self.width * self.height) as f64
    }

    /// Every row of at least so many pixels of a colour, from the top, from the left.
    fn runs(&self, colour: [u8; 3], at_least: usize) -> Vec<Run> {
        let in_row = |y: usize| {
            let mut from = 0;
            self.row(y).chunk_by(|one, other| one == other).filter_map(move |chunk| {
                let run = Run { y, from, to: from + chunk.len() };
                from = run.to;
                (chunk[0] == colour && chunk.len() >= at_least).then_some(run)
            })
        };
        (0..self.height).flat_map(in_row).collect()
    }

    /// The part of the topmost slider's rail that is filled: a thin line in the knobs' panel.
    pub fn slider(&self, palette: &Palette) -> Run {
        let runs = self.runs(rgb(palette.accent), 20);
        let in_panel = |run: &&Run| run.from > self.width * 4 / 5;
        let is_thin = |run: &&Run| {
            let of_it = |other: &&Run| other.from < run.to && run.from < other.to;
            runs.iter().filter(of_it).filter(|other| other.y.abs_diff(run.y) < 10).count() < 8
        };
        *runs.iter().filter(in_panel).find(is_thin).expect("there is a slider")
    }

    /// The answers of a question, from the left: boxes in the lower third, wider than other buttons.
    pub fn answers(&self, palette: &Palette) -> Vec<Run> {
        let runs = self.runs(rgb(palette.field), 120);
        let is_low = |run: &&Run| run.y > self.height * 2 / 3 && run.to < self.width * 4 / 5;
        let Some(top) = runs.iter().find(is_low).map(|run| run.y) else { return Vec::new() };
        // The corners are round: the widest rows come a little lower.
        runs.into_iter().filter(|run| run.y == top + 6 && run.to < self.width * 4 / 5).collect()
    }

    /// Keeps it as an image, for whoever wants to see what the test saw.
    pub fn keep(&self, path: &Path) {
        let size = format!("{}x{}", self.width, self.height);
        let mut convert = Command::new("convert")
            .args(["-size", &size, "-depth", "8", "rgb:-", "-quality", "11"])
            .arg(path)
            .stdin(Stdio::piped())
            .spawn()
            .expect("convert is missing: apt-get install imagemagick");
        let mut to = convert.stdin.take().expect("convert reads");
        to.write_all(&self.bytes).expect("convert reads the screenshot");
        drop(to);
        assert!(convert.wait().expect("convert ends").success());
    }
}

#[test]
fn runs_are_found_from_the_top_and_from_the_left() {
    let mut bytes = vec![0; 8 * 3 * 3];
    for (x, y) in [(1, 1), (2, 1), (3, 1), (5, 1), (6, 1), (0, 2), (1, 2)] {
        bytes[(y * 8 + x) * 3..][..3].copy_from_slice(&[9, 8, 7]);
    }
    let screen = Screenshot::new(8, 3, bytes);
    let check = |at_least, expected: &[(usize, usize, usize)]| {
        let found: Vec<_> =
            screen.runs([9, 8, 7], at_least).iter().map(|run| (run.y, run.from, run.to)).collect();
        assert_eq!(found, expected, "{at_least}");
    };
    check(2, &[(1, 1, 4), (1, 5, 7), (2, 0, 2)]);
    check(3, &[(1, 1, 4)]);
    check(4, &[]);
    assert_eq!((screen.colours(), screen.pixel(2, 1), screen.pixel(0, 0)), (2, [9, 8, 7], [0, 0, 0]));
    let mut other = screen.clone();
    other.bytes[3..9].fill(1);
    assert!((screen.difference(&other) - 2.0 / 24.0).abs() < 1e-9);
}
