//! Where the focus is: it has a ring around it, and what scrolls follows it.

use eframe::egui::{Context, Id, Memory, Stroke, StrokeKind, Ui};

use super::theme::{Palette, Scale, space};

/// Where it is kept whom the view has followed.
fn followed() -> Id {
    Id::unique("focus-followed")
}

/// At the end of what scrolls: brings what has just got the focus into sight.
pub fn follow(ui: &Ui) {
    let Some(id) = ui.memory(Memory::focused) else { return };
    let known = ui.data(|data| data.get_temp::<Id>(followed()));
    if known == Some(id) {
        return;
    }
    let Some(response) = ui.ctx().read_response(id) else { return };
    let is_here = response.layer_id == ui.layer_id() && ui.min_rect().contains(response.rect.center());
    if is_here {
        ui.scroll_to_rect(response.rect.expand(space::MEDIUM), None);
    }
}

/// At the end of the frame: draws the ring. Says what has the focus.
pub fn end(ctx: &Context, scale: Scale) -> Option<Id> {
    let focused = ctx.memory(Memory::focused);
    let Some(id) = focused else {
        ctx.data_mut(|data| data.remove::<Id>(followed()));
        return None;
    };
    ctx.data_mut(|data| data.insert_temp(followed(), id));
    if let Some(response) = ctx.read_response(id) {
        let factor = scale.factor();
        let palette = Palette::of(&ctx.global_style().visuals);
        let rect = response.interact_rect.expand(3.0 * factor);
        let painter = ctx.layer_painter(response.layer_id);
        // Of two colours, so that it is seen on any ground.
        painter.rect_stroke(
            rect,
            space::ROUNDING,
            Stroke::new(4.0 * factor, palette.panel),
            StrokeKind::Middle,
        );
        painter.rect_stroke(
            rect,
            space::ROUNDING,
            Stroke::new(2.0 * factor, palette.accent),
            StrokeKind::Middle,
        );
    }
    focused
}
