//! The line beneath the panes: what the signs mean, and the buttons that magnify.

use eframe::egui::{
    Align, Align2, Button, CursorIcon, Layout, Rect, Shape, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2,
};

use crate::ui::command::Command;
use crate::ui::focus;
use crate::ui::theme::{Palette, Scale, space};

use super::paint::{queue_color, wait_shade};
use super::pane::{label, one_line};
use super::scale::Stretch;
use super::zoom::{STEP, Zoom};
use super::{TimeView, palette};

/// The height of the line.
pub fn height(scale: Scale) -> f32 {
    30.0 * scale.factor()
}

/// Draws it; the buttons only where there is a run to be magnified.
pub fn show(ui: &mut Ui, room: Rect, view: &TimeView<'_>, zoom: Option<(&mut Zoom, Stretch)>) {
    let Some((zoom, whole)) = zoom else { return };
    let room = room.with_min_y(room.top() + 4.0 * view.scale.factor());
    ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::TIGHT;
            ui.spacing_mut().button_padding = vec2(space::TIGHT, space::HAIR);
            ui.spacing_mut().interact_size.y = 24.0 * view.scale.factor();
            let middle = zoom.middle(whole);
            if button(ui, view, Command::ZoomIn, Sign::Plus) {
                zoom.zoom(STEP, middle, whole);
            }
            if button(ui, view, Command::ZoomOut, Sign::Minus) {
                zoom.zoom(1.0 / STEP, middle, whole);
            }
            if button(ui, view, Command::Fit, Sign::Frame) {
                zoom.fit();
            }
            let left = ui.min_rect().left();
            legend(ui, room.with_max_x(left - 12.0), view);
        });
    });
}

/// Paints a sign of the legend into a rectangle, with lengths multiplied.
type Sample = fn(&Ui, Rect, &Palette, f32);

#[derive(Clone, Copy)]
enum Sign {
    Plus,
    Minus,
    Frame,
}

fn button(ui: &mut Ui, view: &TimeView<'_>, command: Command, sign: Sign) -> bool {
    let (name, tooltip) = command.told(view.words);
    let factor = view.scale.factor();
    let button = Button::new("").min_size(vec2(32.0, 24.0) * factor);
    let response = focus::tell(ui.add(button), tooltip).on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Button, true, name));
    let color = palette(ui).text;
    let stroke = Stroke::new(1.75 * factor, color);
    let (center, arm) = (response.rect.center(), 5.0 * factor);
    let painter = ui.painter();
    match sign {
        Sign::Frame => {
            let rect = Rect::from_center_size(center, vec2(12.0, 10.0) * factor);
            painter.rect_stroke(rect, 2.0, stroke, StrokeKind::Middle);
        }
        Sign::Plus | Sign::Minus => {
            painter.hline(center.x - arm..=center.x + arm, center.y, stroke);
            if matches!(sign, Sign::Plus) {
                painter.vline(center.x, center.y - arm..=center.y + arm, stroke);
            }
        }
    }
    response.clicked()
}

/// What the signs mean, and how to move; as much of it as fits.
fn legend(ui: &Ui, room: Rect, view: &TimeView<'_>) {
    let palette = palette(ui);
    let (words, factor) = (&view.words.time, view.scale.factor());
    let mut left = room.left() + 2.0;
    let samples: [(&str, Sample); 4] = [
        (words.legend.wait, |ui, rect, palette, factor| {
            wait_shade(ui.painter(), rect, palette.red, factor);
        }),
        (words.legend.queue, |ui, rect, palette, _| {
            ui.painter().rect_filled(rect, 0.0, queue_color(palette));
        }),
        (words.legend.ack, |ui, rect, palette, factor| {
            let line = [rect.left_center(), rect.right_center()];
            let stroke = Stroke::new(1.5 * factor, palette.text);
            ui.painter().extend(Shape::dashed_line(&line, stroke, 4.0 * factor, 3.0 * factor));
        }),
        (words.legend.inferred, |ui, rect, palette, factor| {
            let line = [rect.left_center(), rect.right_center()];
            ui.painter().extend(Shape::dotted_line(&line, palette.neutral, 5.0 * factor, 1.4 * factor));
        }),
    ];
    let texts = samples.map(|(text, _)| text).into_iter().chain([words.tools.hint]);
    for (place, text) in texts.enumerate() {
        let galley = one_line(ui, text, view.scale.small(), palette.muted, f32::INFINITY);
        let sign = if place < samples.len() { 24.0 * factor } else { 0.0 };
        let right = left + sign + 5.0 * factor + galley.size().x;
        if right > room.right() {
            return;
        }
        let rect = Rect::from_min_max(pos2(left, room.top()), pos2(left + sign, room.bottom()));
        if let Some((_, paint)) = samples.get(place) {
            paint(ui, rect.shrink2(vec2(0.0, (rect.height() - 12.0 * factor) / 2.0)), palette, factor);
        }
        let at =
            Rect::from_min_max(pos2(left + sign + 5.0 * factor, room.top()), pos2(right, room.bottom()));
        let at = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), at);
        label(ui, ui.unique_id().with(("legend", place)), at, text);
        ui.painter().galley(at.min, galley, palette.muted);
        left = right + 16.0 * factor;
    }
}
