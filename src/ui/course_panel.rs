//! Left: the chapters and their lessons, with how far the learner came.

use eframe::egui::{Label, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use crate::lesson::Lesson;
use crate::session::{LessonProgress, Session};
use crate::text::Words;

use super::parts::{self, Dot};
use super::theme::{Palette, Scale, space};

const ROW: f32 = 28.0;

/// Shows the course; returns the id of the lesson that was picked.
pub fn show(ui: &mut Ui, session: &Session, words: &Words) -> Option<String> {
    parts::region(ui, words.window.course.title);
    let mut picked = None;
    let lang = session.lang();
    let catalog = session.catalog();
    if catalog.lessons().next().is_none() {
        ui.label(words.window.course.empty);
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (number, chapter) in catalog.course().chapters.iter().enumerate() {
            let lessons: Vec<_> = chapter.lessons.iter().filter_map(|id| catalog.lesson(id)).collect();
            if lessons.is_empty() {
                continue;
            }
            ui.add_space(space::MEDIUM);
            parts::group_title(ui, &format!("{} {}", number + 1, chapter.title.get(lang)));
            ui.add_space(4.0);
            for lesson in lessons {
                if row(ui, session, lesson, words) {
                    picked = Some(lesson.id.clone());
                }
            }
        }
        ui.add_space(space::MEDIUM);
    });
    picked
}

/// One lesson; says whether it was picked.
fn row(ui: &mut Ui, session: &Session, lesson: &Lesson, words: &Words) -> bool {
    let palette = Palette::of(ui.visuals());
    let title = lesson.title.get(session.lang());
    let open = session.lesson().is_some_and(|open| open.id == lesson.id);
    let progress = session.progress(&lesson.id);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let course = &words.window.course;
    let name = match progress {
        LessonProgress::Finished => (course.finished)(title),
        LessonProgress::Started => (course.started)(title),
        LessonProgress::NotStarted => (course.not_started)(title),
    };
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, open, &name));
    let fill = if open {
        Some(palette.selected)
    } else if response.hovered() || response.has_focus() {
        Some(palette.field)
    } else {
        None
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, -1.0)), space::ROUNDING, fill);
    }
    let mark = match progress {
        LessonProgress::Finished => Dot::Full(palette.green),
        _ if open => Dot::Full(palette.accent),
        LessonProgress::Started => Dot::Half(palette.accent),
        LessonProgress::NotStarted => Dot::Empty,
    };
    let mut inside = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(2.0, 0.0))));
    inside.horizontal_centered(|ui| {
        parts::dot(ui, mark, palette.neutral);
        let (font, color) = if open {
            (Scale::Window.label(), palette.selected_text)
        } else {
            (Scale::Window.label(), palette.text)
        };
        let family = if open { font.family.clone() } else { eframe::egui::FontFamily::Proportional };
        let text = RichText::new(title).font(eframe::egui::FontId::new(font.size, family)).color(color);
        ui.add(Label::new(text).truncate().sense(Sense::hover()));
    });
    response.on_hover_text(&name).clicked()
}
