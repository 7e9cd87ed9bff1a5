//! The line above a tape: the pane's name, whose bytes they are, and the verdict.

use eframe::egui::epaint::text::TextWrapping;
use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align2, Color32, FontId, Label, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use crate::model::{Scenario, Trace};
use crate::ui::controls;
use crate::ui::theme::{Palette, Scale, space};

use super::PaneView;
use super::code::Code;
use super::facts::StreamFacts;
use super::labels::Telling;
use super::{trouble, verdict};

/// No line of facts is set smaller than this share of its own size.
const SMALLEST: f32 = 0.7;
/// Shares of their own size in which the names beside a fact are tried.
const SMALLER_NAMES: [f32; 3] = [1.0, 0.9, 0.8];

/// Which of a pane's streams a heading belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// The pane has one.
    Only,
    /// The pane has several, and this is the first.
    First,
    /// This is a further one.
    Further,
}

/// A text with its looks.
type Part = (String, FontId, Color32);

/// Writes the line, always equally high.
pub fn show(
    ui: &mut Ui,
    view: &PaneView<'_>,
    palette: &Palette,
    telling: &Telling<'_>,
    heading: Heading,
) {
    let mut parts: Vec<Part> = Vec::new();
    if heading != Heading::Further {
        parts.push((view.title.to_owned(), view.scale.title(), palette.text));
    }
    if heading != Heading::Only {
        let (from, to) = &telling.facts.ends;
        parts.push((format!("{from} → {to}"), view.scale.label(), palette.muted));
    }
    parts.push((telling.line(), view.scale.verdict(), verdict::color(telling.facts, palette)));
    let written = (view.scale == Scale::Present && !view.by_hand).then(|| {
        let scenario = view.trace.map_or(view.scenario, |trace| &*trace.scenario);
        code_of(scenario, telling.facts, heading)
    });
    let free = finish(ui, view, parts);
    if let Some((code, names)) = written {
        write_code(ui, free, (&code, names), palette);
    }
}

/// The lines that stand beside a heading, and whose they are. Of a conversation both programs are written,
/// once: its streams take turns, and neither says so alone.
fn code_of<'a>(
    scenario: &Scenario,
    facts: &'a StreamFacts,
    heading: Heading,
) -> (Code, Option<[&'a str; 2]>) {
    match heading {
        Heading::Only => (Code::of(scenario, facts.stream), None),
        Heading::Further if facts.stream.is_backward() => (Code::default(), None),
        _ => {
            let (from, to) = &facts.ends;
            (Code::of_conversation(scenario, facts.stream), Some([from, to]))
        }
    }
}

/// The two lines of code that matter, at the right of a heading; shorter, or not at all, where there is no
/// room: they are beside the point that the heading makes. Of a conversation one line alone would mislead.
fn write_code(ui: &Ui, room: Rect, (code, names): (&Code, Option<[&str; 2]>), palette: &Palette) {
    let font = Scale::Present.small_mono();
    let room = room.with_min_x(room.left() + space::MEDIUM * Scale::Present.factor());
    let longest = |ways: &[String], name: Option<&str>| {
        let written = |way: &String| name.map_or_else(|| way.clone(), |name| format!("{name}: {way}"));
        let mut set =
            ways.iter().map(|way| ui.painter().layout_no_wrap(written(way), font.clone(), palette.text));
        set.find(|galley| galley.size().x <= room.width())
    };
    let ways = [&code.sending, &code.receiving];
    let lines: Vec<_> = match names {
        None => ways.into_iter().filter_map(|ways| longest(ways, None)).collect(),
        Some(names) => {
            let both = |names: [Option<&str>; 2]| {
                let lines: Option<Vec<_>> =
                    ways.into_iter().zip(names).map(|(ways, name)| longest(ways, name)).collect();
                lines
            };
            both(names.map(Some)).or_else(|| both([None, None])).unwrap_or_default()
        }
    };
    let height: f32 = lines.iter().map(|line| line.size().y).sum();
    let width = lines.iter().map(|line| line.size().x).fold(0.0, f32::max);
    // Never closer to the tape than to the card's edge.
    let room = room.with_max_y(room.bottom() - space::TIGHT * Scale::Present.factor());
    let mut at = Align2::RIGHT_CENTER.align_size_within_rect(vec2(width, height), room).min;
    for (place, galley) in lines.into_iter().enumerate() {
        let id = ui.next_auto_id().with(("code", place));
        let response = ui.interact(Rect::from_min_size(at, galley.size()), id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, galley.text()));
        let below = galley.size().y;
        ui.painter().galley(at, galley, palette.text);
        at.y += below;
    }
}

/// The line above a pane in which no byte has moved: what its calls came to, and whether that is an
/// error.
pub fn without_bytes(ui: &mut Ui, view: &PaneView<'_>, palette: &Palette, calls: Option<(String, bool)>) {
    let mut parts = vec![(view.title.to_owned(), view.scale.title(), palette.text)];
    parts.push(match calls {
        Some((line, true)) => (line, view.scale.verdict(), palette.red),
        Some((line, false)) => (line, view.scale.verdict(), palette.green),
        None if view.trace.is_none() => (view.no_run.to_owned(), view.scale.body(), palette.muted),
        None if view.hide_result => ("?".to_owned(), view.scale.verdict(), palette.muted),
        None => (view.words.stage.line.nothing_sent.to_owned(), view.scale.body(), palette.muted),
    });
    finish(ui, view, parts);
}

/// On one line where there is room for it, beside the names; else a long verdict has a line of its own
/// beneath them, so that nothing is set so small that the last row could not read it.
/// Says which room is left at the end of the first line.
fn finish(ui: &mut Ui, view: &PaneView<'_>, mut parts: Vec<Part>) -> Rect {
    let gap = space::MEDIUM * view.scale.factor();
    let least = view.scale.small().size;
    let width = ui.available_width();
    if fits_with_smaller_names(ui, &parts, (gap, least), width).is_none()
        && let Some((verdict, font, color)) = parts.pop()
    {
        let free = line(ui, view, parts, (gap, least));
        paragraph(ui, view, &verdict, (font, color));
        return free;
    }
    line(ui, view, parts, (gap, least))
}

/// A verdict by itself, on as many lines as it needs.
fn paragraph(ui: &mut Ui, view: &PaneView<'_>, verdict: &str, (font, color): (FontId, Color32)) {
    let width = ui.available_width();
    let size = font.size;
    let galley = ui.painter().layout(verdict.to_owned(), font, color, width);
    let below = size * view.density.pick(0.3, 0.2, 0.05);
    let height = galley.size().y + below;
    let (room, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, verdict));
    ui.painter().galley(room.min, galley, color);
}

fn line(ui: &mut Ui, view: &PaneView<'_>, parts: Vec<Part>, (gap, least): (f32, f32)) -> Rect {
    let height = view.scale.verdict().size * view.density.pick(1.6, 1.6, 1.18);
    let (room, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let base = room.bottom() - view.scale.verdict().size * view.density.pick(0.54, 0.54, 0.27);
    let end = write(ui, (room, base), parts, (gap, least));
    room.with_min_x(end)
}

/// Texts of all sizes on one base line; each is a label for those who listen. Says where they end.
fn write(ui: &mut Ui, (room, base): (Rect, f32), parts: Vec<Part>, (gap, least): (f32, f32)) -> f32 {
    let mut left = room.left();
    let parts = fitted(ui, parts, gap, room.width(), least);
    for (text, font, color) in parts {
        let width = room.right() - left;
        let mut job = LayoutJob::simple_singleline(text.clone(), font, color);
        job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
        let galley = ui.painter().layout_job(job);
        let at = pos2(left, base - controls::baseline(&galley));
        let rect = Rect::from_min_size(at, galley.size());
        left = rect.right() + gap;
        let id = ui.next_auto_id();
        ui.skip_ahead_auto_ids(1);
        let response = ui.interact(rect, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
        if galley.elided {
            response.on_hover_text(text);
        }
        ui.painter().galley(at, galley, color);
    }
    left - gap
}

/// The parts as they fit into one line, the fact in its own size: names make room for it first, for the fact
/// is what the last row has to read.
fn fits_with_smaller_names(
    ui: &Ui,
    parts: &[Part],
    (gap, least): (f32, f32),
    room: f32,
) -> Option<Vec<Part>> {
    let room = room - gap * parts.len().saturating_sub(1) as f32;
    let with_names = |share: f32| {
        let mut parts = parts.to_vec();
        let (_, names) = parts.split_last_mut()?;
        for (_, font, _) in names {
            font.size = (font.size * share).max(least.min(font.size));
        }
        (parts.iter().map(|part| width_of(ui, part)).sum::<f32>() <= room).then_some(parts)
    };
    SMALLER_NAMES.into_iter().find_map(with_names)
}

fn width_of(ui: &Ui, (text, font, color): &Part) -> f32 {
    ui.painter().layout_no_wrap(text.clone(), font.clone(), *color).size().x
}

/// Smaller type where the line would not fit: a fact that is cut off is none. What is small already stays
/// at `least` points, and the rest makes room for it.
fn fitted(ui: &Ui, mut parts: Vec<Part>, gap: f32, room: f32, least: f32) -> Vec<Part> {
    if let Some(parts) = fits_with_smaller_names(ui, &parts, (gap, least), room) {
        return parts;
    }
    let room = room - gap * parts.len().saturating_sub(1) as f32;
    let width_of = |part: &Part| width_of(ui, part);
    // Glyphs stand on whole pixels, so that their widths shrink a little less than their size.
    let factor = |held: f32, free: f32| (0.97 * (room - held) / free.max(1.0)).max(SMALLEST);
    let all = factor(0.0, parts.iter().map(width_of).sum());
    let (small, large): (Vec<_>, Vec<_>) =
        parts.iter_mut().partition(|(_, font, _)| font.size * all < least);
    let mut held = 0.0;
    for part in small {
        part.1.size = part.1.size.min(least);
        held += width_of(part);
    }
    let rest = factor(held, large.iter().map(|part| width_of(part)).sum());
    for part in large {
        part.1.size = (part.1.size * rest).max(least);
    }
    parts
}

/// What must be said before the tapes are believed.
pub fn notes(
    ui: &mut Ui,
    view: &PaneView<'_>,
    palette: &Palette,
    trace: &Trace,
    streams: &[StreamFacts],
) {
    for note in trouble::of_run(trace, streams, &view.words.stage) {
        let color = if note.is_failure { palette.red } else { palette.muted };
        let text = RichText::new(note.text).font(view.scale.remark()).color(color);
        ui.add(Label::new(text).wrap());
        ui.add_space(space::HAIR);
    }
}
