//! What the card of each thing on the tapes says.

use std::ops::Range;

use eframe::egui::{Id, Rect, Response, Ui};

use crate::model::{ByteSpan, Call, CallIndex, Read};
use crate::text::numbers::in_bytes;
use crate::ui::card::{self, Told};

use super::bytes::{hex, literal_within};
use super::labels::Telling;
use super::layout::{Gap, Mark, Stretch};

/// Bytes that a card shows in hexadecimal.
const HEX_BYTES: usize = 24;
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
    /// What is said in the place of something.
    Said(&'a str),
    /// Data reads, by their places.
    Reads(Range<usize>),
    /// What the program sees of data reads.
    Sees(Range<usize>),
    /// The read that found the end, by its place in the view.
    End(usize),
    /// Frames, by their places.
    Frames(Range<usize>),
    /// What the program sees of frames.
    FrameSees(Range<usize>),
    /// What is no whole frame.
    FrameRest,
    /// Bytes that no read holds.
    Gap(&'a Gap),
    /// Boundaries.
    Mark(&'a Mark),
    /// What the kernel did not take, in words, and the call that offered it.
    Untaken(&'a str, CallIndex),
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
            Self::Bar(text) | Self::Said(text) | Self::Untaken(text, _) => (*text).to_owned(),
            Self::Reads(places) => telling.read_name(places.clone()),
            Self::Sees(places) => telling.sees_name(places.clone()),
            Self::Frames(places) => telling.frame_name(places.clone()),
            Self::FrameSees(places) => telling.frame_sees_name(places.clone()),
            Self::FrameRest => telling.frame_rest_name(),
            Self::End(place) => telling.end_name(*place),
            Self::Gap(gap) => telling.gap_name(gap),
            Self::Mark(mark) => telling.mark_name(mark),
            Self::WarmUp(bytes) => (telling.words.names.warm_up)(*bytes),
        }
    }

    /// What the card says beneath: what is told, and how it is told.
    pub fn rows(&self, telling: &Telling<'_>) -> Vec<(&'static str, String)> {
        let card = &telling.words.card;
        match self {
            Self::Sends(places) | Self::Datagrams(places) if places.len() == 1 => {
                let message = telling.message(places.start);
                let mut rows = call_rows(telling, message.first_call);
                let calls = message.last_call.0.saturating_sub(message.first_call.0);
                if let (true, Some(last)) = (calls > 0, telling.call(message.last_call)) {
                    rows.push((card.returned, in_bytes(message.span.len)));
                    if let Some(first) = telling.call(message.first_call) {
                        rows.push((card.took, microseconds(last.end_ns.saturating_sub(first.start_ns))));
                    }
                }
                rows.extend(byte_rows(telling, message.span));
                rows.extend(source(telling, card.measured));
                rows
            }
            Self::Reads(places) | Self::Sees(places) if places.len() == 1 => {
                read_rows(telling, telling.read(places.start))
            }
            Self::Frames(places) | Self::FrameSees(places) if places.len() == 1 => {
                telling.frame_rows(places.start)
            }
            Self::FrameRest => telling.frame_rest_rows(),
            Self::End(place) => read_rows(telling, &telling.facts.view.reads[*place]),
            Self::Segment(stretch) => {
                let mut rows = byte_rows(telling, stretch.span);
                rows.extend(telling.ways(stretch));
                rows
            }
            Self::Untaken(_, call) => call_rows(telling, *call),
            Self::Bar(_) => telling.why_unknown().into_iter().collect(),
            Self::Gap(gap) if gap.block.items.len() == 1 => {
                // What is lost or not read is the end of its message, if it is not all of it.
                byte_rows(telling, telling.message(gap.block.items.start).span.tail(gap.bytes))
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

pub(super) fn call_rows(telling: &Telling<'_>, index: CallIndex) -> Vec<(&'static str, String)> {
    let card = &telling.words.card;
    let (Some(trace), Some(call)) = (telling.trace, telling.call(index)) else { return Vec::new() };
    let mut rows = vec![
        (card.call, format!("{}({})", call.kind.name(), call.asked)),
        (card.returned, returned(&call)),
        (card.called, moment(call.start_ns, trace.origin_ns())),
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

pub(super) fn byte_rows(telling: &Telling<'_>, span: ByteSpan) -> Vec<(&'static str, String)> {
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

/// A moment since the origin, with its sign where it lies before.
fn moment(ns: u64, origin: u64) -> String {
    let sign = if ns < origin { "−" } else { "" };
    format!("{sign}{}", microseconds(ns.abs_diff(origin)))
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
        let told = About { subject, telling: &self.telling };
        card::inspect(ui, rect, id, self.pinned, &told)
    }
}

/// A subject with the stream that it belongs to.
pub struct About<'a, 'b> {
    /// What is told of.
    pub subject: &'a Subject<'a>,
    /// In which language, of which run.
    pub telling: &'a Telling<'b>,
}

impl Told for About<'_, '_> {
    fn name(&self) -> String {
        self.subject.name(self.telling)
    }

    fn rows(&self) -> Vec<(&'static str, String)> {
        self.subject.rows(self.telling)
    }
}
