//! Draws the points of a sweep with their intervals, and makes them answer.

use eframe::egui::{
    Align2, Color32, Label, Painter, Pos2, Rect, RichText, Role, Sense, Shape, Stroke, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::model::Share;
use crate::session::{Session, Sweep};
use crate::text::{OutcomesWords, Words};
use crate::ui::theme::{Palette, Scale, space};
use crate::ui::{focus, refusals};

use super::chart::{Mark, fitting, height, marks, places};
use super::form::value_text;

/// Left of the axis.
const SCALE_ROOM: f32 = 52.0;
/// Below it.
const LABEL_ROOM: f32 = 22.0;
const LOWEST: f32 = 150.0;
const HIGHEST: f32 = 260.0;
const RADIUS: f32 = 5.0;
/// Which of the messages' colours tell the panes apart.
const COLORS: [usize; 5] = [0, 4, 2, 3, 6];

/// Draws the picture, its legend and what is said below it.
pub fn show(ui: &mut Ui, session: &Session, sweep: &Sweep, (words, scale): (&Words, Scale)) {
    let palette = Palette::of(ui.visuals());
    let factor = scale.factor();
    let Some(knob) = sweep.lesson.knob(&sweep.plan.knob) else { return };
    legend(ui, session, sweep, palette, (words, scale));
    let never = sweep.panes.iter().flat_map(|pane| &pane.points);
    let never = never.filter(|share| share.hits == 0 && share.of > 0).max_by_key(|share| share.of);
    let tall = match scale {
        Scale::Window => ui.available_height().clamp(LOWEST, HIGHEST),
        // All that is left, but for the line below.
        Scale::Present => ui.available_height() - if never.is_some() { 48.0 } else { 0.0 },
    };
    let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), tall), Sense::hover());
    let rect = Rect::from_min_max(
        whole.min + vec2(SCALE_ROOM, 10.0) * factor,
        whole.max - vec2(4.0, LABEL_ROOM + 2.0) * factor,
    );
    let axes = Axes { painter: ui.painter(), rect, palette, scale };
    axes.shares(&words.outcomes);
    let xs = places(knob, &sweep.plan.values, rect, factor);
    let labels: Vec<String> =
        sweep.plan.values.iter().map(|value| value_text(knob, value, session.lang(), words)).collect();
    axes.values(&labels, &xs);
    let panes = sweep.panes.len();
    for (place, (pane, title)) in sweep.panes.iter().zip(titles(session, sweep)).enumerate() {
        let color = color(place, palette);
        let marks = marks(&pane.points, &xs, (place, panes), rect, factor);
        let line: Vec<Pos2> = marks.iter().map(|mark| mark.at).collect();
        ui.painter().add(Shape::line(line, Stroke::new(1.5 * factor, color.gamma_multiply(0.45))));
        for mark in marks {
            paint(ui.painter(), &mark, (color, factor), palette);
            answer(ui, &mark, (title, &labels[mark.value]), (&words.outcomes, factor));
        }
    }
    if let Some(share) = never {
        let upper = words.outcomes.percent(share.interval().1);
        let text = RichText::new((words.outcomes.not_never)(share.of, &upper)).font(scale.small());
        ui.add(Label::new(text.color(palette.text)).wrap());
    }
}

fn color(place: usize, palette: &Palette) -> Color32 {
    palette.hue(COLORS[place % COLORS.len()]).line
}

fn titles<'a>(session: &Session, sweep: &'a Sweep) -> impl Iterator<Item = &'a str> + use<'a> {
    let lang = session.lang();
    sweep.lesson.panes.iter().map(move |pane| pane.title.get(lang))
}

/// Which mark is whose, and which panes have none.
fn legend(
    ui: &mut Ui,
    session: &Session,
    sweep: &Sweep,
    palette: &Palette,
    (words, scale): (&Words, Scale),
) {
    let factor = scale.factor();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::SMALL, space::HAIR) * factor;
        ui.spacing_mut().interact_size.y = 18.0 * factor;
        for (place, (pane, title)) in sweep.panes.iter().zip(titles(session, sweep)).enumerate() {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(14.0 * factor), Sense::hover());
            shape(ui.painter(), place, rect.center(), (color(place, palette), factor), palette);
            let trouble = pane.error.as_ref().map(|error| refusals::reason(error, words));
            let color = if trouble.as_ref().is_some_and(|(_, is_error)| *is_error) {
                palette.red
            } else {
                palette.text
            };
            let text = match trouble {
                Some((why, _)) => format!("{title}{}{why}", words.stage.colon),
                None => title.to_owned(),
            };
            ui.label(RichText::new(text).font(scale.remark()).color(color));
            ui.add_space(space::MEDIUM * factor);
        }
    });
}

/// What stands around the points.
struct Axes<'a> {
    painter: &'a Painter,
    rect: Rect,
    palette: &'a Palette,
    scale: Scale,
}

impl Axes<'_> {
    /// The lines at nothing, half and all.
    fn shares(&self, words: &OutcomesWords) {
        let Self { painter, rect, palette, scale } = self;
        let line = match scale {
            Scale::Window => Stroke::new(1.0, palette.rail),
            Scale::Present => Stroke::new(2.5, palette.neutral),
        };
        for share in [0.0, 0.5, 1.0] {
            let y = height(share, *rect);
            painter.hline(rect.x_range(), y, line);
            let at = pos2(rect.left() - 8.0 * scale.factor(), y);
            painter.text(at, Align2::RIGHT_CENTER, words.percent(share), scale.small(), palette.muted);
        }
    }

    /// The values below the axis, as many as have room.
    fn values(&self, labels: &[String], xs: &[f32]) {
        let Self { painter, rect, palette, scale } = self;
        let factor = scale.factor();
        let lay_out = |text: &String| painter.layout_no_wrap(text.clone(), scale.small(), palette.muted);
        let galleys: Vec<_> = labels.iter().map(lay_out).collect();
        let widths: Vec<f32> = galleys.iter().map(|galley| galley.size().x).collect();
        let fitting = fitting(xs, &widths);
        for (place, (galley, &x)) in galleys.into_iter().zip(xs).enumerate() {
            let tick = if fitting.contains(&place) { 5.0 } else { 3.0 } * factor;
            let below = rect.bottom()..=rect.bottom() + tick;
            painter.vline(x, below, Stroke::new(factor, palette.neutral));
            if fitting.contains(&place) {
                let at = pos2(x - widths[place] / 2.0, rect.bottom() + 6.0 * factor);
                painter.galley(at, galley, palette.muted);
            }
        }
    }
}

fn paint(painter: &Painter, mark: &Mark, (color, factor): (Color32, f32), palette: &Palette) {
    let (top, bottom) = mark.ends;
    painter.vline(mark.at.x, top..=bottom, Stroke::new(2.5 * factor, color));
    let half = 4.0 * factor;
    for y in [top, bottom] {
        painter.hline(mark.at.x - half..=mark.at.x + half, y, Stroke::new(1.5 * factor, color));
    }
    shape(painter, mark.pane, mark.at, (color, factor), palette);
}

/// Each pane has a shape of its own too: colour alone tells nobody apart.
fn shape(
    painter: &Painter,
    place: usize,
    center: Pos2,
    (color, factor): (Color32, f32),
    palette: &Palette,
) {
    let edge = Stroke::new(1.5 * factor, palette.panel);
    let radius = RADIUS * factor;
    let at = |x: f32, y: f32| center + vec2(x, y) * radius;
    let corners = match place % COLORS.len() {
        0 => {
            painter.circle(center, radius, color, edge);
            return;
        }
        1 => vec![at(-0.95, -0.95), at(0.95, -0.95), at(0.95, 0.95), at(-0.95, 0.95)],
        2 => vec![at(0.0, -1.3), at(1.3, 0.0), at(0.0, 1.3), at(-1.3, 0.0)],
        3 => vec![at(0.0, -1.3), at(1.2, 0.9), at(-1.2, 0.9)],
        _ => vec![at(-1.2, -0.9), at(1.2, -0.9), at(0.0, 1.3)],
    };
    painter.add(Shape::convex_polygon(corners, color, edge));
}

/// The accessible name of a point, and its card.
fn answer(ui: &Ui, mark: &Mark, (pane, value): (&str, &str), (words, factor): (&OutcomesWords, f32)) {
    let rect = Rect::from_center_size(mark.at, Vec2::splat(RADIUS * 2.0 + 6.0) * factor);
    let id = ui.scope_id().with(("point", mark.pane, mark.value));
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    let Share { hits, of } = mark.share;
    let (low, high) = mark.share.interval();
    let share = words.percent(mark.share.value().unwrap_or(0.0));
    let told = (words.point)(hits, of, &share, &words.percent(low), &words.percent(high));
    let name = (words.sweep.name)(pane, value, &told);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    focus::walkable(ui, &response);
    focus::tell(response, name);
}
