//! Left: the path, the chapters and their lessons, with how far the learner came.

use eframe::egui::{
    Align, ComboBox, Context, FontFamily, FontId, Id, Label, Layout, Rect, Response, RichText, Role,
    ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2,
};

use crate::lesson::{Chapter, Lesson};
use crate::session::{LessonProgress, Session};
use crate::text::Words;

use super::command::Command;
use super::focus;
use super::parts::{self, Dot};
use super::theme::{Palette, Scale, space};

const ROW: f32 = 28.0;
/// The line at the lower edge.
const FOOT: f32 = 30.0;
/// What is kept clear for the scroll bar, in points.
const CLEAR: f32 = 14.0;

/// What the user did in the panel.
pub enum CourseAction {
    /// Picked the lesson of that id.
    Lesson(String),
    /// Asked for the page of the chapter of that id.
    Page(String),
    /// Chose the path of that id, or the whole course.
    Path(Option<String>),
    /// Wants to see all terms.
    Terms,
    /// Wants to begin anew, and confirmed it.
    Reset,
}

impl CourseAction {
    /// Whether something else is to be seen then, and not another list.
    pub fn leads_away(&self) -> bool {
        !matches!(self, Self::Path(_))
    }
}

/// Shows the course. If it takes the focus, the lesson that is open gets it.
pub fn show(ui: &mut Ui, session: &Session, words: &Words, takes_focus: bool) -> Option<CourseAction> {
    parts::region(ui, words.window.course.title);
    let mut done = paths(ui, session, words);
    let whole = ui.available_rect_before_wrap();
    let (mut upper, mut lower) = (whole, whole);
    upper.max.y -= if is_asking(ui) { 2.0 * FOOT } else { FOOT };
    lower.min.y = upper.max.y;
    ui.scope_builder(UiBuilder::new().max_rect(upper), |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_max_width(ui.available_width() - CLEAR);
            done = chapters(ui, session, words, takes_focus).or(done.take());
            ui.add_space(space::MEDIUM);
            focus::follow(ui);
        });
    });
    ui.scope_builder(UiBuilder::new().max_rect(lower), |ui| {
        // Whoever goes on with something else has answered.
        let pressed = ui.input(|input| input.pointer.press_origin());
        if done.is_some() || pressed.is_some_and(|at| !lower.contains(at)) {
            forget_question(ui.ctx());
        }
        done = foot(ui, words).or(done.take());
    });
    done
}

/// The choice of a path, if there is more than one way.
fn paths(ui: &mut Ui, session: &Session, words: &Words) -> Option<CourseAction> {
    let (lang, words) = (session.lang(), &words.window.course);
    let paths = &session.catalog().course().paths;
    if paths.is_empty() {
        return None;
    }
    let shown = session.path().map_or(words.whole_course, |path| path.title.get(lang));
    let mut chosen = None;
    ui.add_space(space::SMALL);
    let list = ComboBox::from_id_salt("path").width(ui.available_width() - CLEAR).selected_text(shown);
    let list = list.show_ui(ui, |ui| {
        if parts::option(ui, session.path().is_none(), words.whole_course) {
            chosen = Some(CourseAction::Path(None));
        }
        for path in paths {
            let is_chosen = session.path().is_some_and(|known| known.id == path.id);
            if parts::option(ui, is_chosen, path.title.get(lang)) {
                chosen = Some(CourseAction::Path(Some(path.id.clone())));
            }
        }
    });
    list.response
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{}: {shown}", words.path)));
    list.response.on_hover_text(words.path);
    chosen
}

fn chapters(ui: &mut Ui, session: &Session, words: &Words, takes_focus: bool) -> Option<CourseAction> {
    let catalog = session.catalog();
    if catalog.lessons().next().is_none() {
        ui.label(words.window.course.empty);
    }
    let mut done = None;
    for (number, chapter) in (1..).zip(&catalog.course().chapters) {
        let lessons = session.lessons_of(chapter);
        if lessons.is_empty() {
            continue;
        }
        ui.add_space(space::MEDIUM);
        if heading(ui, session, (number, chapter), words).clicked() {
            done = Some(CourseAction::Page(chapter.id.clone()));
        }
        ui.add_space(space::HAIR);
        for lesson in lessons {
            if row(ui, session, lesson, (words, takes_focus)) {
                done = Some(CourseAction::Lesson(lesson.id.clone()));
            }
        }
    }
    done
}

/// A chapter's title with how many of its lessons are finished.
fn heading(
    ui: &mut Ui,
    session: &Session,
    (number, chapter): (usize, &Chapter),
    words: &Words,
) -> Response {
    let palette = Palette::of(ui.visuals());
    let title = format!("{number} {}", chapter.title.get(session.lang()));
    let progress = session.chapter_progress(chapter);
    let name = (words.window.course.chapter)(&title, progress.finished, progress.lessons);
    let size = vec2(ui.available_width(), 22.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    shade(ui, rect, &response, session.page().is_some_and(|page| page.id == chapter.id));
    let mut inside = ui.new_child(UiBuilder::new().max_rect(rect));
    inside.horizontal_centered(|ui| {
        let count = format!("{}/{}", progress.finished, progress.lessons);
        let color = if progress.is_done() { palette.green } else { palette.muted };
        let font = Scale::Window.remark();
        let count = ui.painter().layout_no_wrap(count, font.clone(), color);
        let room = (ui.available_width() - count.size().x - space::GAP).max(0.0);
        let text = RichText::new(title).font(font).color(palette.muted);
        ui.scope(|ui| {
            ui.set_width(room);
            ui.add(Label::new(text).truncate().sense(Sense::hover()));
        });
        let at = rect.right_center() - vec2(count.size().x, count.size().y / 2.0);
        ui.painter().galley(at, count, color);
    });
    response.on_hover_text(words.window.course.open_page)
}

fn shade(ui: &Ui, rect: Rect, response: &Response, chosen: bool) {
    let palette = Palette::of(ui.visuals());
    let fill = match chosen {
        true => Some(palette.selected),
        false if response.hovered() || response.has_focus() => Some(palette.field),
        false => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, -1.0)), space::ROUNDING, fill);
    }
}

/// One lesson; says whether it was picked.
fn row(ui: &mut Ui, session: &Session, lesson: &Lesson, (words, takes_focus): (&Words, bool)) -> bool {
    let palette = Palette::of(ui.visuals());
    let title = lesson.title.get(session.lang());
    let chosen = session.lesson().is_some_and(|open| open.id == lesson.id);
    let open = chosen && session.page().is_none();
    let progress = session.progress(&lesson.id);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let course = &words.window.course;
    let name = match progress {
        LessonProgress::Finished => (course.finished)(title),
        LessonProgress::Started => (course.started)(title),
        LessonProgress::NotStarted => (course.not_started)(title),
    };
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, open, &name));
    if chosen {
        bring_into_view(ui, &lesson.id, &response);
    }
    if chosen && takes_focus {
        response.request_focus();
    }
    shade(ui, rect, &response, open);
    let mark = match progress {
        LessonProgress::Finished => Dot::Full(palette.green),
        _ if open => Dot::Full(palette.accent),
        LessonProgress::Started => Dot::Half(palette.accent),
        LessonProgress::NotStarted => Dot::Empty,
    };
    let mut inside = ui.new_child(UiBuilder::new().max_rect(rect.with_min_x(rect.left() + 2.0)));
    inside.horizontal_centered(|ui| {
        parts::dot(ui, mark, palette.neutral);
        let font = Scale::Window.label();
        let (family, color) = if open {
            (font.family, palette.selected_text)
        } else {
            (FontFamily::Proportional, palette.text)
        };
        let text = RichText::new(title).font(FontId { size: font.size, family }).color(color);
        ui.add(Label::new(text).truncate().sense(Sense::hover()));
    });
    response.on_hover_text(&name).clicked()
}

/// Scrolls to the lesson that is open, once, and once more in a room of another height: the learner may
/// scroll on.
fn bring_into_view(ui: &Ui, lesson: &str, response: &Response) {
    let shown = Id::unique("lesson-in-view");
    let now = (lesson.to_owned(), ui.clip_rect().height().to_bits());
    if ui.data(|data| data.get_temp::<(String, u32)>(shown)).as_ref() != Some(&now) {
        response.scroll_to_me(None);
        ui.data_mut(|data| data.insert_temp(shown, now));
    }
}

/// Where it is kept whether the panel asks.
fn asking() -> Id {
    Id::unique("reset-asked")
}

fn is_asking(ui: &Ui) -> bool {
    ui.data(|data| data.get_temp::<bool>(asking())).unwrap_or(false)
}

/// Takes the question back whether all progress is to be forgotten. Says whether it was asked.
pub fn forget_question(ctx: &Context) -> bool {
    ctx.data_mut(|data| data.remove_temp::<bool>(asking())).unwrap_or(false)
}

/// What is at hand in every lesson: all terms, and a new beginning.
fn foot(ui: &mut Ui, words: &Words) -> Option<CourseAction> {
    if is_asking(ui) {
        return reset(ui, words).then_some(CourseAction::Reset);
    }
    let row = ui.horizontal(|ui| {
        let terms = parts::link(ui, Command::Terms.told(words), true).clicked();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(CLEAR);
            if parts::link(ui, words.window.course.reset, true).clicked() {
                ui.data_mut(|data| data.insert_temp(asking(), true));
            }
        });
        terms
    });
    row.inner.then_some(CourseAction::Terms)
}

/// Asks before it says that all progress is to be forgotten.
fn reset(ui: &mut Ui, words: &Words) -> bool {
    let words = &words.window.course;
    let palette = Palette::of(ui.visuals());
    let question = RichText::new(words.reset_question).font(Scale::Window.small()).color(palette.text);
    ui.add(Label::new(question).truncate()).on_hover_text(words.reset_question);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::LARGE;
        let confirmed = parts::link(ui, words.reset_yes, true).clicked();
        let kept = parts::link(ui, words.reset_no, true).clicked();
        if confirmed || kept {
            ui.data_mut(|data| data.remove::<bool>(asking()));
        }
        confirmed
    })
    .inner
}
