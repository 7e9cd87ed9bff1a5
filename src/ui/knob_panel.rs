//! Right: what can be turned, and what the kernel made of it.

use eframe::egui::{
    Align, DragValue, FontId, Key, Label, Layout, Rect, Response, RichText, Role, ScrollArea, Sense,
    Slider, SliderClamping, TextStyle, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::lesson::{Knob, KnobChoice, KnobKind, Lesson, Settings, Value};
use crate::model::OptionReport;
use crate::session::{LessonRun, Session};
use crate::text::Words;
use crate::text::window::KnobWords;

use super::command::Command;
use super::theme::{Palette, Scale, space};
use super::{controls, focus, parts, scrolling};

/// The height of the box of a value, in points.
const VALUE: f32 = 24.0;
/// The height of a slider, in points.
const RAIL: f32 = 24.0;
/// The height of one of several choices, in points.
const CHOICE: f32 = 26.0;

/// Shows the knobs of the lesson and turns those that the user turns; returns a command, if one was
/// pressed.
pub fn show(ui: &mut Ui, session: &mut Session, words: &Words) -> Option<Command> {
    let (Some(lesson), Some(settings)) = (session.lesson().cloned(), session.settings().cloned()) else {
        return None;
    };
    let run = session.stage().cloned();
    parts::group_title(ui, words.window.knobs.title);
    let mut panel = Panel { session, lesson: &lesson, settings: &settings, run: run.as_deref(), words };
    let mut pressed = None;
    let id = ui.unique_id().with("knobs");
    let knobs = ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        scrolling::clear_the_bar(ui, id);
        if lesson.knobs.is_empty() {
            ui.label(words.window.knobs.none);
        }
        for knob in lesson.knobs.iter().filter(|knob| !knob.folded && lesson.turns(knob)) {
            panel.knob(ui, knob);
        }
        let folded: Vec<_> =
            lesson.knobs.iter().filter(|knob| knob.folded && lesson.turns(knob)).collect();
        if !folded.is_empty() {
            ui.add_space(space::MEDIUM);
            ui.collapsing(fold_title(words.window.knobs.more), |ui| {
                for knob in folded {
                    panel.knob(ui, knob);
                }
            });
        }
        ui.add_space(space::MEDIUM);
        pressed = panel.buttons(ui);
        panel.all_options(ui);
        scrolling::obey_focus(ui, id);
        focus::follow(ui);
    });
    scrolling::reach(ui, id, &knobs, words.window.knobs.title);
    pressed
}

fn fold_title(text: &str) -> RichText {
    RichText::new(text).font(Scale::Window.remark())
}

struct Panel<'a> {
    session: &'a mut Session,
    lesson: &'a Lesson,
    settings: &'a Settings,
    run: Option<&'a LessonRun>,
    words: &'a Words,
}

impl Panel<'_> {
    fn knob(&mut self, ui: &mut Ui, knob: &Knob) {
        let label = knob.label.get(self.session.lang());
        let help = knob.help.get(self.session.lang());
        let Some(value) = self.settings.get(&knob.name) else { return };
        ui.add_space(space::MEDIUM);
        match (&knob.kind, value) {
            (KnobKind::Slider { min, max, logarithmic, unit, .. }, Value::Number(number)) => {
                let mut number = *number;
                let scale = SliderScale { min: *min, max: *max, logarithmic: *logarithmic, unit };
                let turned = slider(ui, label, help, &mut number, &scale);
                if turned.changed {
                    self.session.set_knob(&knob.name, Value::Number(number));
                }
                if turned.let_go {
                    self.session.end_drag();
                }
            }
            (KnobKind::Toggle { .. }, Value::Switch(on)) => {
                let mut on = *on;
                if hinted(controls::check_box(ui, &mut on, label, true), help).changed() {
                    self.session.set_knob(&knob.name, Value::Switch(on));
                }
            }
            (KnobKind::Choice { choices, .. }, Value::Choice(chosen)) => {
                hinted(ui.label(RichText::new(label).font(name_font())), help);
                if let Some(value) = ui.scope(|ui| self.choices(ui, choices, chosen)).inner {
                    self.session.set_knob(&knob.name, Value::Choice(value));
                }
            }
            _ => {}
        }
        self.kernel_says(ui, knob);
    }

    fn choices(&self, ui: &mut Ui, choices: &[KnobChoice], chosen: &str) -> Option<String> {
        let lang = self.session.lang();
        let mut picked = None;
        ui.spacing_mut().item_spacing.y = space::HAIR;
        ui.spacing_mut().interact_size.y = CHOICE;
        for choice in choices {
            if controls::radio(ui, choice.value == chosen, choice.label.get(lang)).clicked() {
                picked = Some(choice.value.clone());
            }
        }
        picked
    }

    /// Which socket option a knob is, and what the kernel made of it in the run on the stage.
    fn kernel_says(&self, ui: &mut Ui, knob: &Knob) {
        let bound = self.lesson.options_bound_to(&knob.name);
        let mut said: Vec<String> = Vec::new();
        for (endpoint, option) in bound {
            let reports = self.reports(endpoint, option);
            for line in reports.map(|report| option_line(report, &self.words.window.knobs)) {
                if !said.contains(&line) {
                    said.push(line);
                }
            }
        }
        for line in said.into_iter().take(2) {
            option_label(ui, line);
        }
    }

    fn reports<'b>(
        &'b self,
        endpoint: &'b str,
        option: &'b str,
    ) -> impl Iterator<Item = &'b OptionReport> {
        let traces = self.run.into_iter().flat_map(LessonRun::traces);
        traces.flat_map(move |trace| {
            let is_meant = move |report: &&OptionReport| {
                report.option == option && trace.scenario.endpoint(report.endpoint).name == endpoint
            };
            trace.options.iter().filter(is_meant)
        })
    }

    fn buttons(&self, ui: &mut Ui) -> Option<Command> {
        if self.lesson.knobs.is_empty() {
            return None;
        }
        let mut pressed = None;
        ui.horizontal_wrapped(|ui| {
            for (command, enabled) in [
                (Command::Undo, self.session.can_undo()),
                (Command::Redo, self.session.can_redo()),
                (Command::Reset, true),
            ] {
                let words = command.told(self.words);
                if parts::link(ui, words, enabled).clicked() {
                    pressed = Some(command);
                }
            }
        });
        pressed
    }

    fn all_options(&self, ui: &mut Ui) {
        let Some(run) = self.run else { return };
        let mut lines = Vec::new();
        for trace in run.traces() {
            for report in &trace.options {
                let endpoint = &trace.scenario.endpoint(report.endpoint).name;
                let line = option_line(report, &self.words.window.knobs);
                lines.push(format!("{} {endpoint}: {line}", trace.scenario.pane));
            }
        }
        if lines.is_empty() {
            return;
        }
        let title = (self.words.window.knobs.all_options)(lines.len());
        ui.add_space(space::SMALL);
        ui.collapsing(fold_title(&title), |ui| lines.into_iter().for_each(|line| option_label(ui, line)));
    }
}

fn option_line(report: &OptionReport, words: &KnobWords) -> String {
    match &report.got {
        Ok(got) => (words.option)(report.option, report.asked, *got),
        Err(reason) => (words.option_missing)(report.option, report.asked, reason),
    }
}

fn option_label(ui: &mut Ui, line: String) {
    let palette = Palette::of(ui.visuals());
    let font = Scale::Window.small_mono();
    ui.add(Label::new(RichText::new(line).font(font).color(palette.muted)).wrap());
}

fn name_font() -> FontId {
    Scale::Window.control()
}

fn hinted(response: Response, help: &str) -> Response {
    if help.is_empty() { response } else { focus::tell(response, help) }
}

fn with_unit(number: f64, unit: &str) -> String {
    if unit.is_empty() { format!("{number:.0}") } else { format!("{number:.0} {unit}") }
}

/// What a user types may bear the unit, or not.
fn without_unit(text: &str) -> Option<f64> {
    text.trim_end_matches(|character: char| !character.is_ascii_digit()).trim().parse().ok()
}

struct SliderScale<'a> {
    min: i64,
    max: i64,
    logarithmic: bool,
    unit: &'a str,
}

/// What a user did to a slider in this frame.
struct Turned {
    changed: bool,
    let_go: bool,
}

/// What the longest value takes with its field; as a rule the same, so that names break alike.
fn value_room(ui: &Ui, scale: &SliderScale<'_>) -> f32 {
    const USUAL: f32 = 74.0;
    let font = TextStyle::Monospace.resolve(ui.style());
    let wide = |number: i64| {
        let text = with_unit(number as f64, scale.unit);
        ui.painter().layout_no_wrap(text, font.clone(), ui.visuals().text_color()).size().x
    };
    let field = wide(scale.min).max(wide(scale.max)) + 2.0 * space::SMALL;
    (field + ui.spacing().item_spacing.x + space::TIGHT).max(USUAL)
}

/// The name, the value, which can be typed too, and below them the slider.
fn slider(ui: &mut Ui, label: &str, help: &str, number: &mut i64, scale: &SliderScale<'_>) -> Turned {
    let (name, typed) = name_and_value(ui, label, number, scale);
    let name = hinted(name, help);
    ui.spacing_mut().slider_width = ui.available_width();
    ui.spacing_mut().interact_size.y = RAIL;
    let slider = Slider::new(number, scale.min..=scale.max)
        .show_value(false)
        .logarithmic(scale.logarithmic)
        .clamping(SliderClamping::Always);
    let moved = controls::slider(ui, slider, 2.5).labelled_by(name.id);
    focus::take_hold(&moved);
    let moved = hinted(moved, help);
    let to_end = to_an_end(&moved, number, scale);
    Turned {
        changed: moved.changed() || typed.changed() || to_end,
        let_go: [moved, typed].iter().any(|response| response.drag_stopped() || response.lost_focus()),
    }
}

/// Home and End, while the slider has the focus. Says whether they moved it.
fn to_an_end(slider: &Response, number: &mut i64, scale: &SliderScale<'_>) -> bool {
    if !slider.has_focus() {
        return false;
    }
    let pressed = |key| slider.ctx.input(|input| input.key_pressed(key));
    let end = match (pressed(Key::Home), pressed(Key::End)) {
        (true, _) => scale.min,
        (_, true) => scale.max,
        _ => return false,
    };
    std::mem::replace(number, end) != end
}

/// In one row: the first line of the name and the value stand on one line.
fn name_and_value(
    ui: &mut Ui,
    label: &str,
    number: &mut i64,
    scale: &SliderScale<'_>,
) -> (Response, Response) {
    let palette = Palette::of(ui.visuals());
    let whole = ui.available_rect_before_wrap();
    let room = (whole.width() - value_room(ui, scale)).max(40.0);
    let color = palette.text;
    let name = ui.painter().layout(label.to_owned(), name_font(), color, room);
    let text = with_unit(*number as f64, scale.unit);
    let value = ui.painter().layout_no_wrap(text, Scale::Window.typed(), color);
    let in_box = (VALUE - value.size().y) / 2.0 + controls::baseline(&value);
    let lower = in_box - controls::baseline(&name);
    let (name_top, box_top) = (lower.max(0.0), (-lower).max(0.0));
    let height = (name_top + name.size().y).max(box_top + VALUE);
    let (row, room) = ui.allocate_exact_size(vec2(whole.width(), height), Sense::hover());
    let place = Rect::from_min_size(row.min + vec2(0.0, name_top), name.size());
    let shown = ui.interact(place, room.id.with("name"), Sense::hover());
    shown.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
    ui.painter().galley(place.min, name, color);
    let place = Rect::from_min_max(row.min + vec2(0.0, box_top), pos2(row.right(), row.top() + VALUE));
    let layout = Layout::right_to_left(Align::Center);
    let mut beside = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    beside.spacing_mut().button_padding = vec2(space::SMALL, 1.0);
    beside.spacing_mut().interact_size.y = VALUE;
    beside.visuals_mut().override_text_color = Some(palette.accent);
    beside.style_mut().drag_value_text_style = TextStyle::Monospace;
    let value = DragValue::new(number)
        .range(scale.min..=scale.max)
        .custom_formatter(|number, _| with_unit(number, scale.unit))
        .custom_parser(without_unit);
    let typed = beside.add(value).labelled_by(shown.id);
    (shown, typed)
}
