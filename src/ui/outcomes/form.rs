//! What to sweep: a knob, its values, and how often to run at each.

use eframe::egui::{Align, ComboBox, DragValue, Label, Layout, Response, RichText, TextEdit, Ui, vec2};

use crate::lesson::sweep::MOST_POINTS;
use crate::lesson::{Knob, KnobKind, Lang, Lesson, SettingError, SweepError, Value};
use crate::session::{RUN_COUNTS, SweepPlan};
use crate::text::Words;
use crate::text::numbers::number;
use crate::ui::theme::{Palette, Scale, space};
use crate::ui::{controls, parts};

/// What is chosen; it belongs to one lesson.
#[derive(Clone, Debug, Default)]
pub struct SweepForm {
    lesson: String,
    knob: String,
    /// Whether the values are named, and not evenly spread.
    named: bool,
    from: i64,
    to: i64,
    points: usize,
    values: String,
    /// How often to run at each value, if that was chosen here.
    runs: Option<u64>,
    /// As often as the stage runs it, within reason: a sweep has many values.
    usual_runs: u64,
    /// A sweep was started, and its picture is not in sight yet.
    pub brings_into_sight: bool,
}

/// The height of the first row: that of its button, in points.
const ROW: f32 = 32.0;
/// The height of a field in the rows below.
const FIELD: f32 = 27.0;
/// Points of an even range that nobody chose.
const USUAL_POINTS: usize = 7;
/// So many values of a knob are few enough to sweep them all.
const FEW_VALUES: usize = 24;
/// What a field and its name are thought to take before they were drawn, in points.
const USUAL_WIDTH: f32 = 220.0;
/// The most runs at each value that nobody chose.
const MOST_USUAL_RUNS: u64 = 200;

impl SweepForm {
    /// Begins anew for another lesson, with the first slider in sight or else the first knob.
    pub fn settle(&mut self, lesson: &Lesson, runs: u64) {
        self.usual_runs = runs.min(MOST_USUAL_RUNS);
        if self.lesson == lesson.id && lesson.knob(&self.knob).is_some() {
            return;
        }
        let is_slider = |knob: &&Knob| !knob.folded && matches!(knob.kind, KnobKind::Slider { .. });
        let first = lesson.knobs.iter().find(|knob| is_slider(knob) && lesson.turns(knob));
        let first = first.or_else(|| lesson.knobs.iter().find(|knob| lesson.turns(knob)));
        *self = Self { lesson: lesson.id.clone(), usual_runs: self.usual_runs, ..Self::default() };
        if let Some(knob) = first {
            self.choose(knob);
        }
    }

    fn choose(&mut self, knob: &Knob) {
        self.knob.clone_from(&knob.name);
        self.points = USUAL_POINTS;
        if let KnobKind::Slider { min, max, .. } = knob.kind {
            (self.from, self.to) = (min, max);
            // Of few values none is left out: it may be the one that differs.
            let values = usize::try_from(max.abs_diff(min)).unwrap_or(usize::MAX).saturating_add(1);
            if values <= FEW_VALUES {
                self.points = values.max(2);
            }
        }
        let usual: Vec<String> = knob.usual_sweep().iter().map(ToString::to_string).collect();
        self.values = usual.join(", ");
    }

    fn runs(&self) -> u64 {
        self.runs.unwrap_or(self.usual_runs)
    }

    /// The chosen knob.
    pub fn knob<'a>(&self, lesson: &'a Lesson) -> Option<&'a Knob> {
        lesson.knob(&self.knob)
    }

    fn values(&self, knob: &Knob) -> Result<Vec<Value>, SweepError> {
        match &knob.kind {
            KnobKind::Slider { .. } if self.named => {
                let comma = |letter: char| letter == ',' || letter == '，';
                knob.sweep_values(self.values.split(comma).filter(|text| !text.trim().is_empty()))
            }
            KnobKind::Slider { .. } => knob.sweep_range(self.from, self.to, self.points),
            KnobKind::Toggle { .. } | KnobKind::Choice { .. } => Ok(knob.usual_sweep()),
        }
    }

    /// Draws it; returns what is to be swept, when the button was pressed.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        lesson: &Lesson,
        (lang, enabled): (Lang, bool),
        words: &Words,
    ) -> Option<SweepPlan> {
        let knob = self.knob(lesson)?;
        let values = self.values(knob);
        let mut started = false;
        let room = vec2(ui.available_width(), ROW);
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().button_padding = vec2(space::GAP, space::TIGHT);
            self.knob_box(ui, lesson, lang, words);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let ready = enabled && values.is_ok();
                started = parts::quiet_button(ui, words.outcomes.sweep.start, ready).clicked();
            });
        });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::SMALL, space::SMALL);
            ui.spacing_mut().button_padding = vec2(space::GAP, space::TIGHT);
            // Every row is as high as what is highest in it, so that all stands on one line.
            ui.spacing_mut().interact_size.y = FIELD;
            if let KnobKind::Slider { min, max, unit, .. } = &knob.kind {
                self.slider_fields(ui, (*min, *max, unit.as_str()), words);
            }
            self.runs_box(ui, words);
        });
        if let Err(error) = &values {
            let color = Palette::of(ui.visuals()).red;
            let text = RichText::new(error_text(error, words)).font(Scale::Window.remark()).color(color);
            ui.add(Label::new(text).wrap());
        }
        let values = values.ok().filter(|_| started)?;
        Some(SweepPlan { knob: knob.name.clone(), values, runs: self.runs() })
    }

    fn knob_box(&mut self, ui: &mut Ui, lesson: &Lesson, lang: Lang, words: &Words) {
        let chosen = self.knob(lesson).map_or("", |knob| knob.label.get(lang));
        let dress = (Scale::Window.title(), Palette::of(ui.visuals()).text);
        let beside = (chosen, Scale::Window.control());
        let label = controls::on_the_line_of(ui, words.outcomes.sweep.knob, dress, beside);
        let shown = ComboBox::from_id_salt("sweep-knob").selected_text(chosen).truncate().width(180.0);
        let shown = shown.show_ui(ui, |ui| {
            for knob in lesson.knobs.iter().filter(|knob| lesson.turns(knob)) {
                let is_chosen = knob.name == self.knob;
                if parts::option(ui, is_chosen, knob.label.get(lang)) && !is_chosen {
                    self.choose(knob);
                }
            }
        });
        shown.response.labelled_by(label.id);
    }

    fn slider_fields(&mut self, ui: &mut Ui, (min, max, unit): (i64, i64, &str), words: &Words) {
        let text = &words.outcomes.sweep;
        for (action, named) in [(text.even, false), (text.chosen, true)] {
            let chosen = self.named == named;
            if controls::radio(ui, chosen, action.0).on_hover_text(action.1).clicked() {
                self.named = named;
            }
            ui.add_space(space::SMALL);
        }
        if self.named {
            let label = ui.label(text.values);
            let edit =
                TextEdit::singleline(&mut self.values).font(Scale::Window.typed()).desired_width(190.0);
            controls::field(ui, edit).labelled_by(label.id);
            if !unit.is_empty() {
                ui.label(unit);
            }
            return;
        }
        let suffix = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        for (name, value) in [(text.from, &mut self.from), (text.to, &mut self.to)] {
            together(ui, name, |ui| ui.add(DragValue::new(value).range(min..=max).suffix(&suffix)));
        }
        let points = DragValue::new(&mut self.points).range(2..=MOST_POINTS);
        together(ui, text.points, |ui| ui.add(points));
    }

    fn runs_box(&mut self, ui: &mut Ui, words: &Words) {
        together(ui, words.outcomes.sweep.runs, |ui| self.runs_choice(ui));
    }

    fn runs_choice(&mut self, ui: &mut Ui) -> Response {
        let shown = ComboBox::from_id_salt("sweep-runs").width(64.0).selected_text(number(self.runs()));
        let shown = shown.show_ui(ui, |ui| {
            for runs in RUN_COUNTS {
                if parts::option(ui, runs == self.runs(), number(runs)) {
                    self.runs = Some(runs);
                }
            }
        });
        shown.response
    }
}

/// A field behind its name, on one line: where the row has no room for both, they begin the next.
fn together(ui: &mut Ui, name: &str, field: impl FnOnce(&mut Ui) -> Response) {
    let known = ui.scope_id().with(("together", name));
    let width = ui.data(|data| data.get_temp::<f32>(known)).unwrap_or(USUAL_WIDTH);
    if ui.available_size_before_wrap().x < width {
        ui.end_row();
    }
    let label = ui.label(name);
    let field = field(ui).labelled_by(label.id);
    let needed = field.rect.right() - label.rect.left();
    if field.rect.left() > label.rect.left() {
        ui.data_mut(|data| data.insert_temp(known, needed));
    }
}

fn error_text(error: &SweepError, words: &Words) -> String {
    let text = &words.outcomes.sweep;
    match error {
        SweepError::Value(SettingError::OutOfRange { min, max, .. }) => (text.bad_value)(*min, *max),
        SweepError::Backwards { .. } => text.backwards.to_owned(),
        SweepError::Points { least, .. } => (text.bad_points)(*least, MOST_POINTS),
        // The form offers neither of these.
        SweepError::Value(other) => other.to_string(),
        SweepError::NoRange { .. } => error.to_string(),
    }
}

/// A knob's value as the window says it: with its unit, or by its label.
pub fn value_text(knob: &Knob, value: &Value, lang: Lang, words: &Words) -> String {
    match (&knob.kind, value) {
        (KnobKind::Slider { unit, .. }, Value::Number(number)) if !unit.is_empty() => {
            format!("{number} {unit}")
        }
        (KnobKind::Choice { choices, .. }, Value::Choice(name)) => {
            let choice = choices.iter().find(|choice| choice.value == *name);
            choice.map_or_else(|| name.clone(), |choice| choice.label.get(lang).to_owned())
        }
        (_, Value::Switch(true)) => words.window.knobs.on.to_owned(),
        (_, Value::Switch(false)) => words.window.knobs.off.to_owned(),
        _ => value.to_string(),
    }
}
