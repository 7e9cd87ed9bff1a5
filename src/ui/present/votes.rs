//! The show of hands: choices with letters, hands counted by keys and clicks, and the answer beside
//! them.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Align2, Button, FontId, Galley, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use crate::lesson::{LessonStep, PredictionChoice};
use crate::session::Session;
use crate::text::Words;
use crate::ui::theme::{Palette, Scale, space};
use crate::ui::{parts, waiting};

/// The lowest row, the distance between rows, and the line beneath them.
const ROW: f32 = 62.0;
const GAP: f32 = 8.0;
const FOOT: f32 = 60.0;
/// The square of a letter, and of a button.
const SQUARE: f32 = 48.0;
/// The share of a row that is its text's.
const TEXT_SHARE: f32 = 0.52;
/// The room of the mark behind the right choice.
const MARK: f32 = 50.0;
const LETTERS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

/// The height of the choices over that width.
pub fn height(ui: &Ui, session: &Session, step: &LessonStep, width: f32) -> f32 {
    let rows = labels(ui, session, step, width).into_iter().map(|label| row_height(&label) + GAP);
    space::MEDIUM + rows.sum::<f32>() + FOOT
}

fn labels(ui: &Ui, session: &Session, step: &LessonStep, width: f32) -> Vec<Arc<Galley>> {
    let color = Palette::of(ui.visuals()).text;
    let font = Scale::Present.strong();
    let width = width * TEXT_SHARE - SQUARE - MARK - 2.0 * space::LARGE;
    let label = |choice: &PredictionChoice| {
        let mut job = LayoutJob::default();
        for (piece, is_code) in choice.label.pieces(session.lang()) {
            let code = FontId::monospace(font.size);
            job.append(piece, 0.0, TextFormat::simple(if is_code { code } else { font.clone() }, color));
        }
        job.wrap.max_width = width;
        ui.painter().layout_job(job)
    };
    step.choices.iter().map(label).collect()
}

fn row_height(label: &Galley) -> f32 {
    (label.size().y + 14.0).max(ROW)
}

/// One choice as it is drawn.
struct Row<'a> {
    place: usize,
    letter: &'a str,
    label: Arc<Galley>,
    hands: u32,
    /// Of all hands, from 0 to 1.
    share: f32,
    right: bool,
    open: bool,
    /// Whether its number is told: where nobody was asked, no zero stands.
    counted: bool,
}

/// Draws the choices over the room that there is.
pub fn show(ui: &mut Ui, session: &mut Session, step: &LessonStep, words: &'static Words) {
    parts::region(ui, words.present.hands);
    let room = ui.max_rect();
    let votes = session.votes();
    let all: u32 = votes.iter().sum();
    let right = session.solution().map(|solution| solution.right);
    let open = session.is_asking();
    let mut top = room.top() + space::MEDIUM;
    let mut vote = None;
    for (place, label) in labels(ui, session, step, room.width()).into_iter().enumerate() {
        let hands = votes.get(place).copied().unwrap_or(0);
        let row = Row {
            place,
            letter: LETTERS.get(place).copied().unwrap_or_default(),
            hands,
            share: hands as f32 / all.max(1) as f32,
            right: right.as_ref().is_some_and(|right| right.contains(&place)),
            open,
            counted: open || all > 0,
            label,
        };
        let bottom = top + row_height(&row.label);
        let rect = Rect::from_min_max(pos2(room.left(), top), pos2(room.right(), bottom));
        if let Some(more) = row.show(ui, rect, words) {
            vote = Some((place, more));
        }
        top = bottom + GAP;
    }
    if let Some((place, more)) = vote {
        session.vote(place, more);
    }
    let foot = room.with_min_y(room.bottom() - FOOT + GAP);
    if open {
        let last = LETTERS.get(votes.len().saturating_sub(1)).copied().unwrap_or_default();
        let hint = (words.present.how_to_count)(last);
        super::say(ui, foot, Align2::LEFT_CENTER, &hint, Scale::Present.control());
        return;
    }
    let told = match &right {
        None if session.is_running() || session.is_counting() => words.present.running.to_owned(),
        None => waiting::nothing_to_compare(session, words).to_owned(),
        Some(right) if right.is_empty() => words.present.none_right.to_owned(),
        Some(_) if all == 0 => words.present.nobody.to_owned(),
        Some(right) => {
            let hands = right.iter().filter_map(|&place| votes.get(place)).sum();
            (words.present.were_right)(hands, all)
        }
    };
    let button = foot.with_min_x(foot.right() - 300.0);
    ui.scope_builder(UiBuilder::new().max_rect(button), |ui| {
        ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::Center), |ui| {
            if parts::quiet_button(ui, words.present.again, true).clicked() {
                session.ask_class_again();
            }
        });
    });
    let bold = Scale::Present.strong();
    super::say(ui, foot.with_max_x(button.left()), Align2::LEFT_CENTER, &told, bold);
}

impl Row<'_> {
    fn show(&self, ui: &mut Ui, rect: Rect, words: &Words) -> Option<bool> {
        let palette = Palette::of(ui.visuals());
        let words = &words.present;
        let edge = if self.right { palette.green } else { palette.border };
        let stroke = Stroke::new(if self.right { 5.0 } else { 1.5 }, edge);
        ui.painter().rect(rect, space::PANEL_ROUNDING, palette.panel, stroke, StrokeKind::Inside);
        let said = (words.choice)(self.letter, self.label.text(), self.hands);
        let said = if self.right { format!("{said}, {}", words.right) } else { said };
        let response = ui.interact(rect, ui.unique_id().with(("choice", self.place)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));

        let middle = rect.center().y;
        let square =
            |left: f32| Rect::from_min_size(pos2(left, middle - SQUARE / 2.0), vec2(SQUARE, SQUARE));
        let letter = square(rect.left() + 10.0);
        let fill = if self.right { palette.green } else { palette.neutral };
        ui.painter().rect_filled(letter, space::ROUNDING, fill);
        let font = Scale::Present.strong();
        ui.painter().text(letter.center(), Align2::CENTER_CENTER, self.letter, font, palette.on_mark);
        let at = pos2(letter.right() + space::LARGE, middle - self.label.size().y / 2.0);
        ui.painter().galley(at, Arc::clone(&self.label), palette.text);
        let (minus, plus) =
            (square(rect.right() - 2.0 * SQUARE - 22.0), square(rect.right() - SQUARE - 10.0));
        let left = rect.left() + rect.width() * TEXT_SHARE + space::LARGE;
        let bar_room =
            Rect::from_min_max(pos2(left, middle - 18.0), pos2(minus.left() - 92.0, middle + 18.0));
        if self.right {
            let (x, y) = (at.x + self.label.size().x + MARK - 16.0, middle);
            let mark = vec![pos2(x - 12.0, y), pos2(x - 3.0, y + 10.0), pos2(x + 13.0, y - 11.0)];
            ui.painter().add(Shape::line(mark, Stroke::new(6.0, palette.green)));
        }
        let bar = bar_room.with_max_x(left + bar_room.width() * self.share);
        if self.hands > 0 {
            let fill = if self.right {
                palette.green
            } else if self.open {
                palette.accent
            } else {
                palette.neutral
            };
            ui.painter().rect_filled(bar, space::BLOCK_ROUNDING, fill);
        }
        if self.counted {
            let from = if self.hands > 0 { bar.right() + 14.0 } else { left };
            let font = Scale::Present.title();
            ui.painter().text(pos2(from, middle), Align2::LEFT_CENTER, self.hands, font, palette.text);
        }
        if !self.open {
            return None;
        }
        let fewer = sign(ui, minus, &(words.fewer)(self.letter), false);
        let more = sign(ui, plus, &(words.more)(self.letter), true);
        if more { Some(true) } else { fewer.then_some(false) }
    }
}

/// A square button with a plus or a minus in it.
fn sign(ui: &mut Ui, rect: Rect, name: &str, plus: bool) -> bool {
    ui.spacing_mut().button_padding = vec2(0.0, 0.0);
    ui.spacing_mut().interact_size = rect.size();
    let response = ui.put(rect, Button::new("").min_size(rect.size()));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let stroke = Stroke::new(5.0, Palette::of(ui.visuals()).text);
    let center = rect.center();
    ui.painter().hline(center.x - 12.0..=center.x + 12.0, center.y, stroke);
    if plus {
        ui.painter().vline(center.x, center.y - 12.0..=center.y + 12.0, stroke);
    }
    response.clicked()
}
