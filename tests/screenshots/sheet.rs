//! All pages of present mode in one picture: three lessons in Chinese on a small projector.

use std::path::Path;

use eframe::egui::{Key, vec2};
use stickylab::lesson::Lang;

use super::driver::{self, Opening};
use super::image::Picture;
use super::picture_of;

const LESSONS: [&str; 3] = ["two-sends-one-recv", "nagle", "length-prefix"];
/// The projector, and how many pages stand side by side.
const PROJECTOR: (usize, usize) = (1024, 768);
const COLUMNS: usize = 3;

/// Writes the picture.
pub fn make(path: &Path) {
    let mut pages = Vec::new();
    for lesson in LESSONS {
        let home = driver::folder();
        let opening = Opening::new(home.path()).lesson(lesson).lang(Lang::Zh);
        let mut window = opening.size(vec2(PROJECTOR.0 as f32, PROJECTOR.1 as f32)).open();
        window.settle();
        window.press(Key::F5);
        window.settle();
        while window.session().lesson().is_some_and(|open| open.id == lesson) {
            pages.push(picture_of(&mut window));
            if window.session().is_asking() {
                window.press(Key::A);
                window.press(Key::Space);
                window.settle();
                pages.push(picture_of(&mut window));
            }
            window.press(Key::PageDown);
            window.settle();
        }
    }
    println!("{} pages: {}", pages.len(), path.display());
    side_by_side(&pages).save(path);
}

fn side_by_side(pages: &[Picture]) -> Picture {
    let (width, height) = PROJECTOR;
    let mut sheet = Vec::new();
    for row in pages.chunks(COLUMNS) {
        for y in 0..height {
            for column in 0..COLUMNS {
                let line = row.get(column).map(|page| &page.rgba[4 * y * width..][..4 * width]);
                sheet.extend_from_slice(line.unwrap_or(&[255; 4 * PROJECTOR.0]));
            }
        }
    }
    Picture { width: COLUMNS * width, rgba: sheet }
}
