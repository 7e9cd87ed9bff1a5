//! The sheet of keys, over everything else.

use eframe::egui::{
    Align, Align2, Context, Frame, Id, Key, Layout, Modal, Painter, Rect, RichText, Role, ScrollArea,
    Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::text::Words;

use super::command::{Command, Group, MOST_ANSWERS};
use super::parts;
use super::theme::{self, Palette, Scale, space};

/// The least height of a row, the room of its keys, and the widest column, in points.
const ROW: f32 = 20.0;
const KEYS: f32 = 142.0;
const COLUMN: f32 = 440.0;
/// The narrowest of two columns.
const LEAST_COLUMN: f32 = 300.0;
/// What the window keeps around the sheet.
const AROUND: f32 = 24.0;

/// The sheet, while it is open.
#[derive(Default)]
pub struct Sheet {
    /// It has been drawn: its button takes the focus once.
    is_shown: bool,
}

impl Sheet {
    /// Draws it. Says whether it is to be closed.
    pub fn show(&mut self, ctx: &Context, words: &Words, present: bool) -> bool {
        let scale = if present { Scale::Present } else { Scale::Window };
        let style = theme::style(Palette::of(&ctx.global_style().visuals), scale);
        let frame = Frame::popup(&style).inner_margin(space::SHEET);
        let shown = Modal::new(Id::unique("keys")).frame(frame).show(ctx, |ui| {
            ui.set_style(style);
            let title = if present { words.keys.title_present } else { words.keys.title };
            parts::region(ui, title);
            let screen = ui.ctx().content_rect().shrink(AROUND * scale.factor());
            let width = (2.0 * COLUMN * scale.factor()).min(screen.width() - 36.0);
            ui.set_width(width);
            let closed = head(ui, title, words, scale, !std::mem::replace(&mut self.is_shown, true));
            ui.add_space(space::SMALL * scale.factor());
            let room = screen.height() - (ui.cursor().top() - ui.max_rect().top()) - 36.0;
            let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
            area.show(ui, |ui| {
                columns(ui, words, present, scale);
                scroll(ui, room);
            });
            closed
        });
        shown.inner || shown.should_close()
    }
}

/// Where the sheet is higher than the window, keys move it.
fn scroll(ui: &Ui, room: f32) {
    let ways = [(Key::ArrowUp, 0.1), (Key::ArrowDown, -0.1), (Key::PageUp, 0.9), (Key::PageDown, -0.9)];
    for (key, share) in ways {
        if ui.input(|input| input.key_pressed(key)) {
            ui.scroll_with_delta(vec2(0.0, share * room));
        }
    }
}

/// The heading, and the way out.
fn head(ui: &mut Ui, title: &str, words: &Words, scale: Scale, is_new: bool) -> bool {
    ui.horizontal(|ui| {
        ui.label(RichText::new(title).font(scale.title()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = words.window.actions.close.0;
            let button = parts::quiet_button(ui, (close, words.keys.how_to_close), true);
            if is_new {
                button.request_focus();
            }
            let text = RichText::new(words.keys.how_to_close).font(scale.small());
            ui.label(text.color(Palette::of(ui.visuals()).muted));
            button.clicked()
        })
        .inner
    })
    .inner
}

/// One line of the sheet.
struct Row {
    /// Whose keys need Shift, where the same keys without it are a command's too.
    is_second: bool,
    keys: Vec<String>,
    told: &'static str,
}

/// The rows of a group; none where it has no command.
fn rows(group: Group, words: &Words, present: bool) -> Vec<Row> {
    let is_meant = |command: &Command| command.group() == group && command.belongs_to(present);
    let mut rows = Vec::new();
    for command in Command::all().filter(is_meant) {
        let keys = match command {
            // One row for all answers.
            Command::Answer(0) | Command::HandUp(0) | Command::HandDown(0) => {
                let last = match command {
                    Command::Answer(_) => Command::Answer(MOST_ANSWERS - 1),
                    Command::HandUp(_) => Command::HandUp(MOST_ANSWERS - 1),
                    _ => Command::HandDown(MOST_ANSWERS - 1),
                };
                vec![(words.keys.from_to)(&command.keys(words), &last.keys(words))]
            }
            Command::Answer(_) | Command::HandUp(_) | Command::HandDown(_) => continue,
            other => other.key_names(words),
        };
        let told =
            if command == Command::Language { words.keys.language } else { command.words(words).1 };
        let is_second = matches!(command, Command::Redo | Command::PreviousPart | Command::HandDown(_));
        rows.push(Row { is_second, keys, told });
    }
    // In the table what needs Shift comes first; people look for the plain key.
    let mut at = 1;
    while at < rows.len() {
        if rows[at - 1].is_second {
            rows.swap(at - 1, at);
            at += 1;
        }
        at += 1;
    }
    if group == Group::Window {
        let walk = words.keys.walk.into_iter();
        rows.extend(walk.map(|(keys, told)| Row { is_second: false, keys: vec![keys.to_owned()], told }));
    }
    rows
}

/// Two columns of groups, of about the same height; one where two would be too narrow to read in.
fn columns(ui: &mut Ui, words: &Words, present: bool, scale: Scale) {
    let groups = Group::ALL.into_iter().zip(words.keys.groups);
    let groups = groups.map(|(group, title)| (title, rows(group, words, present)));
    let groups: Vec<_> = groups.filter(|(_, rows)| !rows.is_empty()).collect();
    let lines = |group: &(&str, Vec<Row>)| group.1.len() + 2;
    let all: usize = groups.iter().map(lines).sum();
    let mut above = 0;
    let split = groups.iter().take_while(|group| {
        let middle = above + lines(group) / 2;
        above += lines(group);
        2 * middle < all
    });
    let gap = space::LARGE * scale.factor();
    let whole = ui.available_rect_before_wrap();
    let half = (whole.width() - gap) / 2.0;
    let is_one = half < LEAST_COLUMN * scale.factor();
    let at = if is_one { groups.len() } else { split.count() };
    let (first, second) = groups.split_at(at);
    let width = if is_one { whole.width() - gap } else { half };
    let mut bottom = whole.top();
    for (at, groups) in [first, second].into_iter().enumerate() {
        let left = whole.left() + at as f32 * (width + gap);
        let room = Rect::from_min_size(pos2(left, whole.top()), vec2(width, f32::INFINITY));
        let column = ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (title, rows) in groups {
                parts::group_title_at(ui, title, scale);
                for row in rows {
                    row.show(ui, scale);
                }
                ui.add_space(space::SMALL * scale.factor());
            }
        });
        bottom = bottom.max(column.response.rect.bottom());
    }
    ui.allocate_rect(whole.with_max_y(bottom), Sense::hover());
}

impl Row {
    fn show(&self, ui: &mut Ui, scale: Scale) {
        let palette = Palette::of(ui.visuals());
        let factor = scale.factor();
        let width = ui.available_width() - KEYS * factor;
        let font = scale.small();
        let text = ui.painter().layout(self.told.to_owned(), font, palette.text, width);
        let height = (text.size().y + 2.0 * factor).max(ROW * factor);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let said = format!("{}: {}", self.keys.join(", "), self.told);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        let mut left = rect.left();
        for keys in &self.keys {
            left = cap(ui.painter(), palette, pos2(left, rect.center().y), keys, scale) + 4.0 * factor;
        }
        let at = pos2(rect.left() + KEYS * factor, rect.center().y - text.size().y / 2.0);
        ui.painter().galley(at, text, palette.text);
    }
}

/// Draws a key with its name on it; returns where it ends.
fn cap(painter: &Painter, palette: &Palette, left: eframe::egui::Pos2, name: &str, scale: Scale) -> f32 {
    let factor = scale.factor();
    let font = scale.small_strong();
    let galley = painter.layout_no_wrap(name.to_owned(), font, palette.text);
    let size = vec2(galley.size().x + 10.0 * factor, (ROW - 3.0) * factor);
    let rect = Align2::LEFT_CENTER.anchor_size(left, size);
    let stroke = Stroke::new(factor, palette.neutral);
    painter.rect(rect, space::BLOCK_ROUNDING, palette.field, stroke, StrokeKind::Inside);
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min;
    painter.galley(at, galley, palette.text);
    rect.right()
}
