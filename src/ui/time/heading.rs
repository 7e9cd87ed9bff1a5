//! What stands above the cards: whose each of them is, and its big fact. All in one type, so that no card
//! seems to matter more than another.

use eframe::egui::{Align2, Color32, FontId, Id, Rect, Ui, pos2, vec2};

use crate::ui::controls::baseline;
use crate::ui::stage::call_list;
use crate::ui::stage::code::Code;
use crate::ui::theme::{Palette, Scale, space};

use super::big_fact;
use super::details::Teller;
use super::model::Conversation;
use super::pane::{inner_width, label, one_line};
use super::scale::duration_label;
use super::{TimePane, TimeView};

/// A narrower card has its fact beneath its title and short heads, in points before they are multiplied.
pub const NARROW_BELOW: f32 = 290.0;
/// The room that is kept for a fact beside a title, in sizes of its type: "10 segments · 42 ms". Longer
/// facts are set smaller, but not on a projector: "2 sends → 6 recvs · 312 ms".
const USUAL_FACT: f32 = 10.5;
const USUAL_FACT_PRESENTED: f32 = 15.5;

/// What stands above one card.
#[derive(Clone, Debug)]
pub struct Heading {
    title: String,
    /// The big fact, from the longest way to say it to the shortest.
    facts: Vec<String>,
    /// What the fact is when a replay is over: it takes more room than the time on the way there.
    whole: Vec<String>,
    color: Color32,
}

impl Heading {
    /// The heading of a pane, or of one of its `links`.
    pub fn new(
        view: &TimeView<'_>,
        pane: &TimePane<'_>,
        (conversation, links): (Option<&Conversation>, usize),
        palette: &Palette,
    ) -> Self {
        let title = match conversation.map(|conversation| &conversation.ends) {
            Some((left, right)) if links > 1 => format!("{} · {left} – {right}", pane.title),
            _ => pane.title.to_owned(),
        };
        let trace = pane.trace.filter(|_| !view.hide_result);
        let teller = conversation.map(|conversation| Teller { conversation, trace, words: view.words });
        let (whole, color) = match teller {
            _ if pane.trouble.is_some() => (vec![String::new()], palette.muted),
            None => {
                let (fact, color) = without_bytes(view, pane, palette);
                (vec![fact], color)
            }
            Some(teller) => big_fact::of(teller, palette),
        };
        let passed = teller.and_then(|teller| so_far(view, teller, palette));
        let (facts, color) =
            passed.map_or_else(|| (whole.clone(), color), |(passed, color)| (vec![passed], color));
        Self { title, facts, whole, color }
    }

    /// The title at the left with the fact behind it, or beneath it where the title has a row of its own.
    /// Code stands behind a title that has a row of its own.
    pub fn show(
        &self,
        ui: &Ui,
        set: &Typeset,
        id: Id,
        (above, room): (Option<Rect>, Rect),
        (code, text): (Option<&Code>, Color32),
    ) {
        let title_room = above.unwrap_or(room);
        let title = one_line(ui, &self.title, set.title.clone(), text, title_room.width());
        let beside = title.size().x + set.gap;
        let fact_room = if above.is_some() { room } else { room.with_min_x(room.left() + beside) };
        let width = fact_room.width().max(0.0);
        let told = self.facts.iter().find(|fact| wide(ui, &set.fact, fact) <= width);
        let told = told.or(self.facts.last()).map_or("", String::as_str);
        let fact = one_line(ui, told, set.fact.clone(), self.color, width);
        let at = Align2::LEFT_CENTER.align_size_within_rect(fact.size(), fact_room);
        let line = at.top() + baseline(&fact);
        label(ui, id.with("fact"), at, told);
        ui.painter().galley(at.min, fact, self.color);
        let mut at = Align2::LEFT_CENTER.align_size_within_rect(title.size(), title_room);
        if above.is_none() && !told.is_empty() {
            // Both stand on one line.
            let lower = line - (at.top() + baseline(&title));
            at = at.translate(vec2(0.0, lower));
        }
        let response = label(ui, id.with("title"), at, &self.title);
        if title.elided {
            response.on_hover_text(&self.title);
        }
        let (left, line) = (at.right() + set.gap, at.top() + baseline(&title));
        ui.painter().galley(at.min, title, text);
        if let (Some(code), Some(above)) = (code, above) {
            write_code(ui, code, id, (above.with_min_x(left), line), text);
        }
    }

    /// The least width of its fact.
    fn least(&self, ui: &Ui, font: &FontId) -> f32 {
        self.whole.iter().map(|fact| wide(ui, font, fact)).fold(f32::INFINITY, f32::min)
    }
}

/// At the right end of a row, on its base line; nothing where there is no room for it.
fn write_code(ui: &Ui, code: &Code, id: Id, (room, line): (Rect, f32), color: Color32) {
    let font = Scale::Present.small_mono();
    let ways = code.in_one_line();
    let Some(way) = ways.iter().find(|way| wide(ui, &font, way) <= room.width()) else { return };
    let galley = one_line(ui, way, font, color, room.width());
    let at = pos2(room.right() - galley.size().x, line - baseline(&galley));
    label(ui, id.with("code"), Rect::from_min_size(at, galley.size()), way);
    ui.painter().galley(at, galley, color);
}

fn wide(ui: &Ui, font: &FontId, text: &str) -> f32 {
    one_line(ui, text, font.clone(), Color32::PLACEHOLDER, f32::INFINITY).size().x
}

/// The type of all headings.
#[derive(Clone, Debug)]
pub struct Typeset {
    title: FontId,
    fact: FontId,
    gap: f32,
    /// Whether titles have a row of their own. Titles alone decide it: facts change with every run.
    pub stacked: bool,
}

impl Typeset {
    /// The largest type in which all headings fit into cards like that one, or the smallest there is.
    pub fn fitting(ui: &Ui, headings: &[Heading], card: Rect, sizes: Scale) -> Self {
        let width = inner_width(card, sizes);
        let gap = space::MEDIUM * sizes.factor();
        let widest_title = headings.iter().map(|heading| wide(ui, &sizes.label(), &heading.title));
        let usual = if sizes == Scale::Present { USUAL_FACT_PRESENTED } else { USUAL_FACT };
        let beside = usual * sizes.verdict().size + gap;
        let stacked = card.width() < NARROW_BELOW * sizes.factor()
            || widest_title.fold(0.0, f32::max) + beside > width;
        let fits = |(title, fact): &(FontId, FontId)| {
            headings.iter().all(|heading| {
                let (title, fact) = (wide(ui, title, &heading.title), heading.least(ui, fact));
                (if stacked { title.max(fact) } else { title + gap + fact }) <= width
            })
        };
        let choices = [
            (sizes.title(), sizes.verdict()),
            (sizes.label(), sizes.verdict()),
            (sizes.label(), smaller(sizes.title())),
            (sizes.remark(), sizes.label()),
        ];
        let smallest = choices[3].clone();
        let largest = usize::from(stacked);
        let (title, fact) = choices.into_iter().skip(largest).find(fits).unwrap_or(smallest);
        Self { title, fact, gap, stacked }
    }
}

fn smaller(font: FontId) -> FontId {
    FontId { size: font.size * 0.85, ..font }
}

/// What there is to say of a run in which no byte has moved.
fn without_bytes(view: &TimeView<'_>, pane: &TimePane<'_>, palette: &Palette) -> (String, Color32) {
    let line = &view.words.stage.line;
    match pane.trace {
        None => (view.no_run.to_owned(), palette.muted),
        Some(_) if view.hide_result => ("?".to_owned(), palette.muted),
        Some(trace) => match call_list::line(line, trace) {
            (said, true) => (said, palette.red),
            (said, false) => (said, palette.green),
        },
    }
}

/// In a replay that is not over: how much time has passed, and nothing of what is to come.
fn so_far(view: &TimeView<'_>, teller: Teller<'_>, palette: &Palette) -> Option<(String, Color32)> {
    teller.trace?;
    let passed = teller.conversation.since_origin(view.playhead_ns?);
    let told = duration_label(passed.max(0.0));
    (passed < teller.conversation.moved_until).then_some((told, palette.muted))
}
