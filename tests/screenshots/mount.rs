//! Small pictures side by side, each beneath a line that says what it shows.

use eframe::egui::{Align2, Color32, Theme, vec2};
use egui_kittest::Harness;
use stickylab::ui::fonts;
use stickylab::ui::theme::{self, Palette, Scale, WHITE};

use super::image::Picture;

/// The height of a line, and what is between pictures, in pixels.
const LINE: f32 = 28.0;
const GAP: usize = 12;

/// Writes lines as pictures.
pub struct Captions(Harness<'static, String>);

impl Captions {
    /// As wide as the pictures, in pixels.
    pub fn new(width: f32) -> Self {
        let harness = Harness::builder().with_size(vec2(width.floor(), LINE)).with_theme(Theme::Light);
        let set_up = |ctx: &eframe::egui::Context| {
            fonts::install(ctx);
            theme::install(ctx);
        };
        Self(harness.with_context_setup(set_up).wgpu().build_ui_state(
            |ui, line: &mut String| {
                let screen = ui.ctx().content_rect();
                let font = Scale::Window.label();
                let galley = ui.painter().layout_no_wrap(line.clone(), font, Palette::LIGHT.text);
                let place = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), screen).min;
                let painter = ui.painter().with_clip_rect(screen);
                painter.rect_filled(screen, 0.0, WHITE);
                painter.galley(place, galley, Palette::LIGHT.text);
            },
            String::new(),
        ))
    }

    pub fn picture_of(&mut self, line: String) -> Picture {
        *self.0.state_mut() = line;
        self.0.run();
        self.0.set_render_cursor(false);
        let picture = self.0.render().unwrap();
        Picture { width: picture.width() as usize, rgba: picture.into_raw() }
    }
}

/// A picture in small: each pixel is the mean of those that it stands for.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes and colours")]
pub fn shrunk(picture: &Picture, share: f32) -> Picture {
    let [width, height] =
        [picture.width, picture.height()].map(|side| (side as f32 * share).floor() as usize);
    let mut rgba = Vec::with_capacity(4 * width * height);
    for y in 0..height {
        let rows = span(y, picture.height(), share);
        for x in 0..width {
            let columns = span(x, picture.width, share);
            let count = (rows.len() * columns.len()) as u32;
            let mut sum = [0_u32; 4];
            for row in rows.clone() {
                let line =
                    &picture.rgba[4 * (row * picture.width + columns.start)..][..4 * columns.len()];
                for pixel in line.as_chunks::<4>().0 {
                    sum.iter_mut().zip(pixel).for_each(|(sum, channel)| *sum += u32::from(*channel));
                }
            }
            rgba.extend(sum.map(|sum| (sum / count) as u8));
        }
    }
    Picture { width, rgba }
}

/// The pixels of a side that go into one, of so many on the side that comes out.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places of pixels")]
fn span(place: usize, side: usize, share: f32) -> std::ops::Range<usize> {
    let edge = |place: usize| ((place as f32 / share).round() as usize).min(side);
    edge(place)..edge(place + 1).max(edge(place) + 1).min(side)
}

/// One picture above another of the same width.
pub fn beneath(mut above: Picture, below: Picture) -> Picture {
    assert_eq!(above.width, below.width);
    above.rgba.extend(below.rgba);
    above
}

/// Pictures of the same size, row by row.
pub fn in_rows(pictures: &[Picture], columns: usize) -> Picture {
    let Some((width, height)) = pictures.first().map(|first| (first.width, first.height())) else {
        return Picture { width: 1, rgba: WHITE.to_array().to_vec() };
    };
    let columns = columns.min(pictures.len());
    let across = columns * (width + GAP) + GAP;
    let empty = |pixels: usize| std::iter::repeat_n(Color32::to_array(&WHITE), pixels).flatten();
    let mut rgba: Vec<u8> = empty(across * GAP).collect();
    for row in pictures.chunks(columns) {
        for y in 0..height {
            for column in 0..columns {
                rgba.extend(empty(GAP));
                match row.get(column) {
                    Some(picture) => rgba.extend(&picture.rgba[4 * y * width..][..4 * width]),
                    None => rgba.extend(empty(width)),
                }
            }
            rgba.extend(empty(GAP));
        }
        rgba.extend(empty(across * GAP));
    }
    Picture { width: across, rgba }
}
