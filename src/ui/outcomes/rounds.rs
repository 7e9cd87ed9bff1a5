//! How long rounds of question and answer took, as bars over a logarithmic scale of time.

use eframe::egui::{
    Align2, Label, Painter, Rect, RichText, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::session::{Outcomes, PaneOutcomes, RoundBar, Session};
use crate::text::{OutcomesWords, Words};
use crate::ui::theme::{Palette, Scale, space};
use crate::ui::{focus, parts};

use super::remark;

/// From ten microseconds to a minute: 1, 2 and 5 of each power of ten, in nanoseconds.
const BOUNDS: [u64; 22] = [
    0,
    10_000,
    20_000,
    50_000,
    100_000,
    200_000,
    500_000,
    1_000_000,
    2_000_000,
    5_000_000,
    10_000_000,
    20_000_000,
    50_000_000,
    100_000_000,
    200_000_000,
    500_000_000,
    1_000_000_000,
    2_000_000_000,
    5_000_000_000,
    10_000_000_000,
    20_000_000_000,
    60_000_000_001,
];
const BARS_HIGH: f32 = 54.0;
const LABEL_ROOM: f32 = 18.0;

/// Draws the card, if the lesson has such rounds.
pub fn show(ui: &mut Ui, session: &Session, outcomes: &Outcomes, words: &Words) {
    if has_any(outcomes) {
        parts::card(Palette::of(ui.visuals())).show(ui, |ui| {
            ui.set_width(ui.available_width());
            chart(ui, session, outcomes, (words, Scale::Window));
        });
    }
}

/// Whether any pane of the lesson has rounds of question and answer.
pub fn has_any(outcomes: &Outcomes) -> bool {
    outcomes.panes.iter().any(|pane| !pane.rounds.is_empty())
}

/// Draws what is in the card.
pub fn chart(ui: &mut Ui, session: &Session, outcomes: &Outcomes, (words, scale): (&Words, Scale)) {
    let with_rounds = || outcomes.panes.iter().filter(|pane| !pane.rounds.is_empty());
    let Some((first, last)) = span(with_rounds()) else { return };
    let palette = Palette::of(ui.visuals());
    let text = &words.outcomes.rounds;
    ui.spacing_mut().item_spacing.y = space::SMALL;
    parts::region(ui, text.title);
    ui.label(RichText::new(text.title).font(scale.title()));
    if scale == Scale::Window {
        remark(ui, text.explained, palette.muted);
    }
    let high = bars_high(ui, with_rounds().count(), scale);
    for pane in with_rounds() {
        let lesson_pane = outcomes.lesson.pane(&pane.name);
        let title = lesson_pane.map_or(pane.name.as_str(), |pane| pane.title.get(session.lang()));
        let median = time_text(pane.rounds.quantile(0.5));
        let told = (text.pane)(title, pane.rounds.len(), &median, &time_text(pane.rounds.slowest()));
        ui.add(Label::new(RichText::new(told).font(scale.label())).wrap());
        bars(ui, &pane.rounds.bars(&BOUNDS[first..=last]), (title, &words.outcomes), (high, scale));
        if scale == Scale::Present {
            ui.add_space(space::MEDIUM);
        }
    }
}

/// How high the bars of each of so many panes are: in present mode they share the room that there is.
fn bars_high(ui: &Ui, panes: usize, scale: Scale) -> f32 {
    let usual = BARS_HIGH * scale.factor();
    let around =
        LABEL_ROOM * scale.factor() + scale.label().size * 1.3 + 2.0 * space::SMALL + space::MEDIUM;
    match scale {
        Scale::Window => usual,
        Scale::Present => {
            (ui.available_height() / panes.max(1) as f32 - around).clamp(0.5 * usual, 2.5 * usual)
        }
    }
}

/// The bounds between which all panes have their rounds.
fn span<'a>(panes: impl Iterator<Item = &'a PaneOutcomes>) -> Option<(usize, usize)> {
    let ends = panes.map(|pane| (pane.rounds.quantile(0.0), pane.rounds.slowest()));
    let (fastest, slowest) = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    let first = BOUNDS.iter().rposition(|&bound| bound <= fastest).unwrap_or(0);
    let last = BOUNDS.iter().position(|&bound| bound > slowest).unwrap_or(BOUNDS.len() - 1);
    Some((first, last.max(first + 1)))
}

fn bars(
    ui: &mut Ui,
    bars: &[RoundBar],
    (pane, words): (&str, &OutcomesWords),
    (high, scale): (f32, Scale),
) {
    let palette = Palette::of(ui.visuals());
    let factor = scale.factor();
    let size = vec2(ui.available_width(), high + LABEL_ROOM * factor);
    let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
    let aside = 20.0 * factor;
    let rect =
        Rect::from_min_max(whole.min + vec2(aside, 0.0), whole.max - vec2(aside, LABEL_ROOM * factor));
    let most = bars.iter().map(|bar| bar.rounds).max().unwrap_or(1).max(1);
    let width = (rect.width() / bars.len().max(1) as f32).min(96.0 * factor);
    for (place, bar) in bars.iter().enumerate() {
        let left = rect.left() + width * place as f32;
        tick(ui.painter(), (left, rect.bottom()), bar.from_ns, (palette, scale));
        if place + 1 == bars.len() {
            tick(ui.painter(), (left + width, rect.bottom()), bar.to_ns, (palette, scale));
        }
        if bar.rounds == 0 {
            continue;
        }
        // At least a hairline, for it did happen.
        let high = (rect.height() * (bar.rounds as f32 / most as f32)).max(2.0 * factor);
        let column = Rect::from_min_max(
            pos2(left + 1.5, rect.bottom() - high),
            pos2(left + width - 1.5, rect.bottom()),
        );
        ui.painter().rect_filled(column, 2.0, palette.hue(0).line);
        let area = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        let id = ui.scope_id().with(("round", pane, place));
        let response = ui.interact(area, id, Sense::focusable_noninteractive());
        let name = (words.rounds.bar)(&time_text(bar.from_ns), &time_text(bar.to_ns), bar.rounds);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
        focus::walkable(ui, &response);
        focus::tell(response, name);
    }
    let axis = rect.left()..=rect.left() + width * bars.len() as f32;
    ui.painter().hline(axis, rect.bottom(), Stroke::new(factor, palette.neutral));
}

fn tick(painter: &Painter, (x, y): (f32, f32), time: u64, (palette, scale): (&Palette, Scale)) {
    let length = 4.0 * scale.factor();
    painter.vline(x, y..=y + length, Stroke::new(scale.factor(), palette.neutral));
    painter.text(pos2(x, y + length), Align2::CENTER_TOP, time_text(time), scale.small(), palette.muted);
}

/// "50 µs", "1.2 ms", "41 ms", "2 s": two digits, which is what a bar can tell.
fn time_text(nanoseconds: u64) -> String {
    let time = nanoseconds as f64;
    let (value, unit) = match nanoseconds {
        0 => return "0".to_owned(),
        1..1_000_000 => (time / 1e3, "µs"),
        1_000_000..1_000_000_000 => (time / 1e6, "ms"),
        _ => (time / 1e9, "s"),
    };
    if value < 9.95 && (value - value.round()).abs() > 0.05 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.0} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_digits() {
        let check = |nanoseconds, expected: &str| assert_eq!(time_text(nanoseconds), expected);
        check(0, "0");
        check(50_000, "50 µs");
        check(1_234_567, "1.2 ms");
        check(41_300_000, "41 ms");
        check(2_000_000_000, "2 s");
    }

    #[test]
    fn bounds_rise() {
        assert!(BOUNDS.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
