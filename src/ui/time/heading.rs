//! What stands above the cards: whose each of them is, and its big fact. All in one type, so that no card
//! seems to matter more than another.

use eframe::egui::{Align2, Color32, FontId, Id, Rect, Ui, vec2};

use crate::model::{Counts, Reckoning, SendStep, Trace, Transport, Worth, send_steps};
use crate::text::verdict::AccountWords;
use crate::ui::controls::baseline;
use crate::ui::stage::call_list;
use crate::ui::stage::facts::StreamFacts;
use crate::ui::theme::{Palette, Scale, space};

use super::details::Teller;
use super::model::{Conversation, Direction};
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
    fact: String,
    /// What the fact is when a replay is over: it takes more room than the time on the way there.
    whole: String,
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
            _ if pane.trouble.is_some() => (String::new(), palette.muted),
            None => without_bytes(view, pane, palette),
            Some(teller) => fact(teller, palette),
        };
        let passed = teller.and_then(|teller| so_far(view, teller, palette));
        let (fact, color) = passed.unwrap_or_else(|| (whole.clone(), color));
        Self { title, fact, whole, color }
    }

    /// The title at the left, and the fact at the right of `room`, or both at the left where the title has
    /// a row of its own.
    pub fn show(
        &self,
        ui: &Ui,
        set: &Typeset,
        id: Id,
        (above, room): (Option<Rect>, Rect),
        text: Color32,
    ) {
        let fact = one_line(ui, &self.fact, set.fact.clone(), self.color, room.width());
        let beside = room.width() - fact.size().x - set.gap;
        let (side, title_room, width) = match above {
            Some(above) => (Align2::LEFT_CENTER, above, above.width()),
            None => (Align2::RIGHT_CENTER, room, beside),
        };
        let at = side.align_size_within_rect(fact.size(), room);
        let line = at.top() + baseline(&fact);
        label(ui, id.with("fact"), at, &self.fact);
        ui.painter().galley(at.min, fact, self.color);
        let title = one_line(ui, &self.title, set.title.clone(), text, width);
        let mut at = Align2::LEFT_CENTER.align_size_within_rect(title.size(), title_room);
        if above.is_none() {
            // Both stand on one line.
            let lower = line - (at.top() + baseline(&title));
            at = at.translate(vec2(0.0, lower));
        }
        let response = label(ui, id.with("title"), at, &self.title);
        if title.elided {
            response.on_hover_text(&self.title);
        }
        ui.painter().galley(at.min, title, text);
    }
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
        let wide = |font: &FontId, text: &str| {
            one_line(ui, text, font.clone(), Color32::PLACEHOLDER, f32::INFINITY).size().x
        };
        let widest_title = headings.iter().map(|heading| wide(&sizes.label(), &heading.title));
        let usual = if sizes == Scale::Present { USUAL_FACT_PRESENTED } else { USUAL_FACT };
        let beside = usual * sizes.verdict().size + gap;
        let stacked = card.width() < NARROW_BELOW * sizes.factor()
            || widest_title.fold(0.0, f32::max) + beside > width;
        let fits = |(title, fact): &(FontId, FontId)| {
            headings.iter().all(|heading| {
                let (title, fact) = (wide(title, &heading.title), wide(fact, &heading.whole));
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

/// The big fact: "2 segments · 43 ms", and its colour.
fn fact(teller: Teller<'_>, palette: &Palette) -> (String, Color32) {
    let words = teller.words;
    let directions = &teller.conversation.directions;
    let Some(first) = directions.first() else {
        return (words.stage.line.not_run.to_owned(), palette.muted);
    };
    let Some(trace) = teller.trace else {
        return (teller.telling(0).line(), palette.muted);
    };
    let reckonings: Vec<&Reckoning> =
        directions.iter().map(|direction| &direction.facts.reckoning).collect();
    let what = what(&teller, trace, &first.facts, &reckonings);
    let took = duration_label(teller.conversation.moved_until);
    (format!("{what}{}{took}", words.time.fact.dot), color_of(&reckonings, palette))
}

/// What is told before how long it took: what is lost where something is, else what was handed over.
fn what(teller: &Teller<'_>, trace: &Trace, first: &StreamFacts, all: &[&Reckoning]) -> String {
    let words = teller.words;
    let account = &words.stage.line.account;
    let sum = |count: fn(&Reckoning) -> u64| all.iter().map(|reckoning| count(reckoning)).sum::<u64>();
    if neither_read(trace, teller.conversation) {
        return (account.nobody_read)(sum(Reckoning::taken), sum(|reckoning| reckoning.offered));
    }
    let is_told_whole = match first.transport {
        Transport::Tcp => sum(|reckoning| reckoning.kept + reckoning.thrown_away()) > 0,
        _ => all.iter().any(|reckoning| reckoning.has_loss()),
    };
    match first.transport {
        _ if is_told_whole && all.len() == 1 => teller.telling(0).line(),
        _ if first.reckoning.counts == Counts::Bytes => {
            (account.bytes_in_reads)(sum(|reckoning| reckoning.offered), sum(|reckoning| reckoning.reads))
        }
        Transport::Tcp => {
            let segments = |reckoned: &Direction| trace.stream(reckoned.facts.stream).data_segments;
            let segments = teller.conversation.directions.iter().map(segments).sum::<Option<u64>>();
            segments.map_or_else(|| calls(account, all), words.time.fact.segments)
        }
        Transport::Udp | Transport::UnixDgram => {
            (words.time.fact.datagrams)(sum(|reckoning| reckoning.sends))
        }
        Transport::UnixStream | Transport::UnixSeqpacket => calls(account, all),
    }
}

fn calls(words: &AccountWords, all: &[&Reckoning]) -> String {
    let sums = all.iter().map(|reckoning| (reckoning.sends, reckoning.reads));
    let (sends, reads) = sums.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    (words.messages)(sends, reads)
}

/// How much and how long is measured, and no verdict: messages that were merged may be what was asked
/// for. Only what is lost is bad, and only bytes that all arrived are good.
fn color_of(all: &[&Reckoning], palette: &Palette) -> Color32 {
    let arrived =
        |reckoning: &&Reckoning| reckoning.counts == Counts::Bytes && reckoning.worth() == Worth::Good;
    if all.iter().any(|reckoning| reckoning.has_loss()) {
        palette.red
    } else if all.iter().all(arrived) {
        palette.green
    } else {
        palette.text
    }
}

/// Whether both sides sent, and gave up before either had begun to read.
fn neither_read(trace: &Trace, conversation: &Conversation) -> bool {
    let gave_up = |direction: &Direction| {
        let facts = &direction.facts;
        let short = send_steps(trace, facts.stream).into_iter().find(SendStep::is_short);
        let first_read = facts.view.measured_reads().next().map(|read| trace.call(read.call).start_ns);
        short.is_some_and(|step| first_read.is_none_or(|read_ns| read_ns >= trace.call(step.call).end_ns))
    };
    conversation.directions.len() > 1 && conversation.directions.iter().all(gave_up)
}
