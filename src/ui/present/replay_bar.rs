//! The moment of a replay, as large as the rest: a rail over the whole width, and in words what is seen.

use eframe::egui::{Align2, Rect, Slider, SliderClamping, Ui, pos2};

use crate::session::Session;
use crate::text::Words;
use crate::ui::theme::{Scale, space};
use crate::ui::{controls, replay, wording};

/// With its distance to the band above it.
pub const HEIGHT: f32 = 92.0;
const RAIL: f32 = 40.0;

/// Draws it at the lower edge of the room.
pub fn show(ui: &mut Ui, session: &mut Session, words: &Words) {
    let Some(playback) = session.playback_mut() else { return };
    let room = ui.max_rect();
    let duration = playback.duration_ns();
    let mut position = playback.position_ns();
    let time = wording::time_of(position, duration);
    ui.add_space(space::MEDIUM);
    let spacing = ui.spacing_mut();
    spacing.slider_width = room.width();
    spacing.slider_rail_height = 10.0;
    spacing.interact_size.y = RAIL;
    let slider = Slider::new(&mut position, 0.0..=duration)
        .show_value(false)
        .smart_aim(false)
        .clamping(SliderClamping::Always);
    let moved = controls::slider(ui, slider, 6.0);
    ui.ctx().accesskit_node_builder(moved.id, |node| {
        node.set_label(words.replay.scrubber);
        node.set_value(time.as_str());
    });
    let caption = replay::caption(playback, &time, &words.replay);
    let below = Rect::from_min_max(pos2(room.left(), moved.rect.bottom()), room.max);
    super::say(ui, below, Align2::CENTER_CENTER, &caption, Scale::Present.small());
    if moved.changed() {
        playback.scrub(position);
    }
}
