//! A picture of what the window shows.

use eframe::App as _;
use eframe::egui::{Key, Modifiers};
use stickylab::session::Theme;

use super::driver::Window;
use super::image::Picture;

/// Chooses a theme by its key.
pub fn wear(window: &mut Window, theme: Theme) {
    while window.session().theme() != theme {
        window.press_with(Modifiers::COMMAND, Key::T);
    }
    window.settle();
}

/// What the window shows.
pub fn of(window: &mut Window) -> Picture {
    window.harness.set_render_cursor(false);
    let mut picture = window.harness.render().unwrap();
    let back = window.harness.state().clear_color(&window.harness.ctx.global_style().visuals);
    picture.pixels_mut().for_each(|pixel| lay_over(&mut pixel.0, back));
    Picture { width: picture.width() as usize, rgba: picture.into_raw() }
}

/// The harness leaves empty what the screen fills with the window's own colour.
fn lay_over(pixel: &mut [u8; 4], back: [f32; 4]) {
    let through = 1.0 - f32::from(pixel[3]) / 255.0;
    for (channel, back) in pixel.iter_mut().zip(back) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a colour")]
        let behind = (back * through * 255.0).round() as u8;
        *channel = channel.saturating_add(behind);
    }
}
