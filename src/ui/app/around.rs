//! What stands around the middle of the window: the bar above, and the knobs.

use eframe::egui::{self, FontId, Frame, Label, Margin, Panel, RichText, Ui, UiBuilder, vec2};

use crate::lesson::Lesson;
use crate::text::window::WindowWords;
use crate::ui::command::Command;
use crate::ui::theme::{Palette, Scale, space};
use crate::ui::{controls, knob_panel, parts, settings};

use super::walk::Part;
use super::{LabApp, ROOM_FOR_BOTH_NAMES, ROOM_FOR_COURSE};

/// At both ends of the bar, in points.
const BAR_MARGIN: i8 = 18;

/// What all texts of the bar stand on one line with: what its buttons say.
fn beside(words: &WindowWords) -> (&'static str, FontId) {
    (words.actions.save.0, Scale::Window.label())
}

impl LabApp {
    /// The bar above, the course, the knobs at the right.
    pub(super) fn side_panels(&mut self, ui: &mut Ui, pressed: &mut Vec<Command>) {
        let palette = Palette::of(ui.visuals());
        let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(BAR_MARGIN, 0));
        Panel::top("top").exact_size(48.0).frame(bar).resizable(false).show(ui, |ui| {
            self.walk.enter(ui.ctx(), Part::Bar, ui.max_rect());
            pressed.extend(self.top_bar(ui));
        });
        let width = ui.available_width();
        self.course(ui, width);
        // What can be turned belongs to a lesson.
        if !self.shows_lesson() {
            return;
        }
        let outer = Margin { left: 0, right: 14, top: 12, bottom: 12 };
        let size = (width * 0.19).clamp(224.0, 320.0);
        Panel::right("knobs")
            .exact_size(size)
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::new().fill(palette.background).inner_margin(outer))
            .show(ui, |ui| {
                parts::card(palette).show(ui, |ui| {
                    ui.set_min_size(ui.available_size());
                    let words = self.words();
                    self.walk.enter(ui.ctx(), Part::Knobs, ui.max_rect());
                    pressed.extend(knob_panel::show(ui, &mut self.session, words));
                });
            });
    }

    /// Whether a lesson stands in the middle, and no page in its place. A greeting names its lesson.
    fn shows_lesson(&self) -> bool {
        self.glossary.is_none() && self.session.page().is_none() && !self.session.is_greeting()
    }

    fn top_bar(&mut self, ui: &mut Ui) -> Option<Command> {
        let palette = Palette::of(ui.visuals());
        let (all, words) = (self.words(), &self.words().window);
        let whole = ui.available_rect_before_wrap();
        let beside = || beside(words);
        let mut pressed = None;
        let ends = ui.horizontal_centered(|ui| {
            let bar =
                [Command::Lessons, Command::Settings, Command::Help, Command::Save, Command::Present];
            let labels = bar.into_iter().chain([Command::Language]).flat_map(Command::labels);
            parts::widen_for(ui, labels);
            if whole.width() + 2.0 * f32::from(BAR_MARGIN) < ROOM_FOR_COURSE {
                let (label, _) = Command::Lessons.words(all);
                if parts::quiet_button(ui, (label, Command::Lessons.hint(all)), true).clicked() {
                    pressed = Some(Command::Lessons);
                }
            } else {
                let dress = (Scale::Window.title(), palette.text);
                controls::on_the_line_of(ui, words.name, dress, beside());
            }
            if whole.width() > ROOM_FOR_BOTH_NAMES {
                let dress = (Scale::Window.body(), palette.muted);
                controls::on_the_line_of(ui, words.other_name, dress, beside());
            }
            let left = ui.min_rect().right();
            let right = parts::at_the_right(ui, &[parts::button_width(ui); 5], |ui| {
                for command in
                    [Command::Language, Command::Settings, Command::Help, Command::Save, Command::Present]
                {
                    let possible = command != Command::Save || !self.session.is_greeting();
                    let button = parts::quiet_button(ui, command.told(all), possible);
                    let button = button.on_disabled_hover_text(words.messages.nothing_to_save);
                    if command == Command::Settings {
                        pressed = settings::show(&button, &mut self.session, all).or(pressed);
                    } else if button.clicked() {
                        pressed = Some(command);
                    }
                }
            });
            (left, right)
        });
        if let Some(lesson) = self.session.lesson().filter(|_| self.shows_lesson()) {
            self.lesson_title(ui, lesson, whole, ends.inner);
        }
        pressed
    }

    /// In the middle of the window if there is room, and never over its neighbours.
    fn lesson_title(&self, ui: &mut Ui, lesson: &Lesson, whole: egui::Rect, (left, right): (f32, f32)) {
        let title = lesson.title.get(self.session.lang());
        let palette = Palette::of(ui.visuals());
        let galley = ui.painter().layout_no_wrap(title.to_owned(), Scale::Window.title(), palette.text);
        let half = (whole.center().x - left).min(right - whole.center().x) - space::LARGE;
        let between =
            egui::Rect::from_x_y_ranges(left + space::LARGE..=right - space::LARGE, whole.y_range());
        let room = if galley.size().x <= 2.0 * half {
            egui::Rect::from_center_size(whole.center(), vec2(2.0 * half, whole.height()))
        } else {
            between
        };
        if room.width() < 120.0 {
            return;
        }
        let text = RichText::new(title).font(Scale::Window.title());
        let down = controls::from_the_middle(ui, &galley, beside(&self.words().window));
        let room = room.translate(vec2(0.0, down));
        let mut inside = ui.new_child(UiBuilder::new().max_rect(room));
        inside.centered_and_justified(|ui| ui.add(Label::new(text).truncate()));
    }
}
