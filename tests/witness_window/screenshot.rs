//! What is on the screen.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use eframe::egui::Color32;

/// A colour as the screen has it.
pub fn rgb(colour: Color32) -> [u8; 3] {
    [colour.r(), colour.g(), colour.b()]
}

/// One look at the whole screen.
#[derive(Clone, PartialEq)]
pub struct Screenshot {
    width: usize,
    height: usize,
    /// Red, green, blue, row by row.
    bytes: Vec<u8>,
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
fn differences_are_counted_in_pixels() {
    let screen = Screenshot::new(8, 3, vec![0; 8 * 3 * 3]);
    let mut other = screen.clone();
    other.bytes[3..9].fill(1);
    assert!((screen.difference(&other) - 2.0 / 24.0).abs() < 1e-9);
    assert_eq!((screen.colours(), other.colours()), (1, 2));
    assert_eq!((other.pixel(2, 0), other.pixel(3, 0)), ([1; 3], [0; 3]));
}
