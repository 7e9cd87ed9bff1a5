//! What a learner sees before the prediction: who sends what, in order, and no time at all.

use eframe::egui::{Align2, Id, Rect, Stroke, Ui, pos2, vec2};

use super::columns::Columns;
use super::model::Conversation;
use super::pane::label;
use super::tags::disc;
use super::{TimeView, palette};

/// Paints the lanes, the sends in their order, and a word where the result will be.
pub fn paint(
    ui: &Ui,
    chart: Rect,
    id: Id,
    columns: &Columns,
    view: &TimeView<'_>,
    conversation: &Conversation,
) {
    let palette = palette(ui);
    let factor = view.scale.factor();
    let lane = Stroke::new(3.0 * factor, palette.neutral.gamma_multiply(0.3));
    for x in columns.lanes {
        ui.painter().vline(x, chart.y_range(), lane);
    }
    let height = view.scale.small().size * 1.55;
    // How far down the sends of the program at the right reach.
    let mut answered = None;
    for direction in &conversation.directions {
        let messages: Vec<_> = direction.facts.view.measured_messages().collect();
        let fits = ((chart.height() - height) / height).max(1.0);
        let step = if messages.len() as f32 > fits {
            chart.height() / (messages.len() as f32 + 1.0)
        } else {
            height
        };
        let (x, inward) =
            if direction.forward { (columns.lanes[0], 1.0) } else { (columns.lanes[3], -1.0) };
        let every = (height / step).ceil().max(1.0);
        let mut at = 0.0;
        for message in messages {
            let number = direction.facts.message_number(message.number);
            let fill = palette.message(direction.facts.stream, number - 1);
            let y = chart.top() + (at + 0.5) * step + 2.0;
            let end = pos2(x + inward * columns.apart() * 0.7, y);
            if !direction.forward {
                answered = Some(y + height / 2.0);
            }
            ui.painter().line_segment([pos2(x, y), end], Stroke::new(2.0 * factor, fill.line));
            if at % every < 0.5 {
                let center = pos2(x, y);
                disc(ui, center, height * 0.46, number, fill, view.scale);
                let name =
                    (view.words.stage.names.send)(number, message.span.len, &text(direction, message));
                let rect = Rect::from_center_size(center, vec2(height, height));
                label(ui, id.with(("planned", direction.facts.stream.index(), number)), rect, &name);
            }
            at += 1.0;
        }
    }
    let words = &view.words.stage.line;
    let said = if view.hide_result { words.predict_first } else { view.no_run };
    let room = Rect::from_min_max(
        pos2(columns.lanes[1] + 12.0 * factor, chart.top()),
        pos2(columns.right.1 - 8.0 * factor, chart.bottom()),
    );
    let galley = ui.painter().layout(said.to_owned(), view.scale.body(), palette.muted, room.width());
    let beneath = room.with_min_y(answered.unwrap_or(room.top()));
    let is_room = beneath.height() > galley.size().y + 16.0 * factor;
    let rect =
        Align2::CENTER_CENTER.align_size_within_rect(galley.size(), if is_room { beneath } else { room });
    ui.painter().rect_filled(rect.expand(8.0 * factor), 6.0, palette.field);
    label(ui, id.with("placeholder"), rect, said);
    ui.painter().galley(rect.min, galley, palette.muted);
}

fn text(direction: &super::model::Direction, message: &crate::model::Message) -> String {
    crate::ui::stage::bytes::readable(direction.facts.bytes(None, message.span))
}
