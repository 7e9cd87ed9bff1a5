//! The card that tells all about one thing on the stage: under the pointer, or pinned by a click.

use std::ops::Range;

use eframe::egui::{
    Grid, Id, Popup, PopupCloseBehavior, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind,
    TextStyle, Ui, WidgetInfo,
};

use crate::model::{ByteSpan, Call, CallIndex, Read};
use crate::ui::fonts;
use crate::ui::theme::{Palette, space};

use super::bytes::{hex, literal_within};
use super::labels::Telling;
use super::layout::{Gap, Mark, Stretch};

/// Bytes that a card shows in hexadecimal.
const HEX_BYTES: usize = 24;
/// What is narrower is passed over by the Tab key, in points.
const FOCUSABLE_FROM: f32 = 12.0;
/// Characters of the literal that a card shows.
const LITERAL_COLUMNS: usize = 72;

/// A thing on the stage that has a name and a card.
#[derive(Clone, Debug)]
pub enum Subject<'a> {
    /// Messages, by their places.
    Sends(Range<usize>),
    /// A segment, or several.
    Segment(&'a Stretch),
    /// Datagrams, by the places of their messages.
    Datagrams(Range<usize>),
    /// What is known about segments, in words.
    Bar(&'a str),
    /// Data reads, by their places.
    Reads(Range<usize>),
    /// What the program sees of data reads.
    Sees(Range<usize>),
    /// The read that found the end, by its place in the view.
    End(usize),
    /// Bytes that no read holds.
    Gap(&'a Gap),
    /// Boundaries.
    Mark(&'a Mark),
    /// What came before the measured part.
    WarmUp(u64),
}

impl Subject<'_> {
    /// Its accessible name, which is the card's heading too.
    pub fn name(&self, telling: &Telling<'_>) -> String {
        match self {
            Self::Sends(places) => telling.send_name(places.clone()),
            Self::Segment(stretch) => telling.stretch_name(stretch),
            Self::Datagrams(places) => telling.datagram_name(places.clone()),
            Self::Bar(text) => (*text).to_owned(),
            Self::Reads(places) => telling.read_name(places.clone()),
            Self::Sees(places) => telling.sees_name(places.clone()),
            Self::End(place) => telling.end_name(*place),
            Self::Gap(gap) => telling.gap_name(gap),
            Self::Mark(mark) => telling.mark_name(mark),
            Self::WarmUp(bytes) => (telling.words.names.warm_up)(*bytes),
        }
    }

    /// What the card says beneath: what is told, and how it is told.
    fn rows(&self, telling: &Telling<'_>) -> Vec<(&'static str, String)> {
        let card = &telling.words.card;
        match self {
            Self::Sends(places) | Self::Datagrams(places) if places.len() == 1 => {
                let message = telling.message(places.start);
                let mut rows = call_rows(telling, message.first_call);
                let calls = message.last_call.0.saturating_sub(message.first_call.0);
                if let (true, Some(last)) = (calls > 0, telling.call(message.last_call)) {
                    rows.push((card.returned, format!("{} B", message.span.len)));
                    rows.push((card.took, microseconds(last.end_ns)));
                }
                rows.extend(byte_rows(telling, message.span));
                rows.extend(source(telling, card.measured));
                rows
            }
            Self::Reads(places) | Self::Sees(places) if places.len() == 1 => {
                read_rows(telling, telling.read(places.start))
            }
            Self::End(place) => read_rows(telling, &telling.facts.view.reads[*place]),
            Self::Segment(stretch) => {
                let mut rows = byte_rows(telling, stretch.span);
                rows.extend(telling.ways(stretch));
                rows
            }
            Self::Bar(_) => telling.why_unknown().into_iter().collect(),
            Self::Gap(gap) if gap.block.items.len() == 1 => {
                byte_rows(telling, telling.message(gap.block.items.start).span)
            }
            Self::Mark(mark) => {
                let boundary = &telling.facts.view.boundaries[mark.items.start];
                let mut rows: Vec<_> = telling
                    .boundary_sentence(boundary)
                    .into_iter()
                    .map(|text| (card.cause, text))
                    .collect();
                rows.extend(source(telling, card.compared));
                rows
            }
            _ => Vec::new(),
        }
    }
}

fn source(telling: &Telling<'_>, how: &str) -> Vec<(&'static str, String)> {
    let known = telling.trace.map(|_| (telling.words.card.source, how.to_owned()));
    known.into_iter().collect()
}

fn call_rows(telling: &Telling<'_>, index: CallIndex) -> Vec<(&'static str, String)> {
    let card = &telling.words.card;
    let (Some(trace), Some(call)) = (telling.trace, telling.call(index)) else { return Vec::new() };
    let mut rows = vec![
        (card.call, format!("{}({})", call.kind.name(), call.asked)),
        (card.returned, returned(&call)),
        (card.called, microseconds(call.start_ns)),
        (card.took, microseconds(call.end_ns.saturating_sub(call.start_ns))),
    ];
    if let Some(peer) = trace.address(&call) {
        rows.push((card.peer, peer.to_owned()));
    }
    rows
}

fn read_rows(telling: &Telling<'_>, read: &Read) -> Vec<(&'static str, String)> {
    let card = &telling.words.card;
    let mut rows = call_rows(telling, read.call);
    if !read.span.is_empty() {
        rows.extend(byte_rows(telling, read.span));
    }
    let whose = telling.whose(read);
    let comma = if whose.is_empty() { "" } else { telling.words.comma };
    rows.push((card.verdict, format!("{}{comma}{whose}", telling.verdict(read.verdict))));
    rows.extend(telling.sentences(read.call).into_iter().map(|text| (card.cause, text)));
    rows.push((card.source, card.compared.to_owned()));
    rows
}

fn byte_rows(telling: &Telling<'_>, span: ByteSpan) -> Vec<(&'static str, String)> {
    let card = &telling.words.card;
    let bytes = telling.facts.bytes(telling.trace, span);
    let literal = literal_within(bytes, span.len, LITERAL_COLUMNS).unwrap_or_default();
    vec![
        (card.place, (card.bytes_from_to)(span.start.0, span.end().0)),
        (card.bytes, literal),
        (card.hex, hex(bytes, HEX_BYTES)),
    ]
}

fn returned(call: &Call) -> String {
    match call.outcome {
        Ok(value) => value.to_string(),
        Err(error) => error.name().to_owned(),
    }
}

/// Nanoseconds as microseconds: sockets on one machine are that quick.
fn microseconds(ns: u64) -> String {
    format!("{}.{} µs", ns / 1000, ns % 1000 / 100)
}

/// Makes a drawn thing answer to pointer, keyboard and screen reader.
pub struct Inspector<'a> {
    /// The stream it belongs to.
    pub telling: Telling<'a>,
    /// The thing whose card is pinned.
    pub pinned: &'a mut Option<Id>,
}

impl Inspector<'_> {
    /// Gives the thing in `rect` its accessible name, its card under the pointer, and its pinned card.
    pub fn inspect(&mut self, ui: &Ui, rect: Rect, id: Id, subject: &Subject<'_>) -> Response {
        // Whoever goes from thing to thing by keyboard is not led through hundreds of slivers.
        let sense = if rect.width() >= FOCUSABLE_FROM { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(rect, id, sense);
        let telling = self.telling;
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, subject.name(&telling)));
        if response.has_focus() {
            let stroke = Stroke::new(2.5, Palette::of(ui.visuals()).accent);
            ui.painter().rect_stroke(rect, space::BLOCK_ROUNDING, stroke, StrokeKind::Outside);
        }
        if *self.pinned == Some(id) {
            let mut open = true;
            Popup::from_response(&response)
                .id(id.with("card"))
                .open_bool(&mut open)
                .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
                .gap(6.0)
                .show(|ui| card(ui, subject, &telling));
            if !open {
                *self.pinned = None;
            }
        } else {
            let clicked = response.clicked();
            if clicked {
                *self.pinned = Some(id);
            }
            return response.on_hover_ui(|ui| card(ui, subject, &telling));
        }
        response
    }
}

fn card(ui: &mut Ui, subject: &Subject<'_>, telling: &Telling<'_>) {
    ui.spacing_mut().item_spacing.y = 5.0;
    let palette = Palette::of(ui.visuals());
    let size = TextStyle::Small.resolve(ui.style()).size + 1.0;
    ui.label(RichText::new(subject.name(telling)).family(fonts::bold()).size(size + 1.0));
    let rows = subject.rows(telling);
    if rows.is_empty() {
        return;
    }
    ui.spacing_mut().interact_size.y = size;
    Grid::new("card").num_columns(2).spacing([16.0, 3.0]).show(ui, |ui| {
        for (what, value) in rows {
            ui.label(RichText::new(what).size(size).color(palette.muted));
            ui.label(RichText::new(value).monospace().size(size));
            ui.end_row();
        }
    });
}
