//! What the stage says about the things it draws, in the window's language.

use std::sync::Arc;

use crate::model::{
    BoundaryFate, ByteSpan, Call, CallIndex, DatagramFate, Message, Piece, Read, Trace, Transport,
    Verdict,
};
use crate::text::StageWords;
use crate::text::numbers::in_bytes;

use super::bytes::{literal_within, readable, tail_within};
use super::facts::{StreamFacts, written};
use super::layout::{Gap, GapKind, Mark, count_fates};

/// Bytes of a message that a name reads out.
const NAMED_BYTES: usize = 60;
/// Characters of a literal that a name reads out.
pub(super) const NAMED_COLUMNS: usize = 120;

/// A stream, its run, and the language in which to tell of them.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// The stream.
    pub facts: &'a StreamFacts,
    /// Its run, if it may be seen.
    pub trace: Option<&'a Arc<Trace>>,
    /// The language.
    pub words: &'a StageWords,
}

impl<'a> Telling<'a> {
    /// The message at that place in the view.
    pub fn message(&self, place: usize) -> &'a Message {
        &self.facts.view.messages[place]
    }

    /// The data read at that place in the list of data reads.
    pub fn read(&self, place: usize) -> &'a Read {
        &self.facts.view.reads[self.facts.data_reads[place]]
    }

    /// A message's number as learners count.
    pub fn number(&self, message: &Message) -> u32 {
        self.facts.message_number(message.number)
    }

    fn read_number(&self, place: usize) -> u64 {
        self.facts.read_number(self.facts.data_reads[place])
    }

    /// A call of the run, if there is one.
    pub fn call(&self, index: CallIndex) -> Option<Call> {
        let trace = self.trace?;
        ((index.0 as usize) < trace.len()).then(|| trace.call(index))
    }

    /// "recv(10)"
    pub fn written(&self, index: CallIndex) -> String {
        self.call(index).map_or_else(String::new, |call| {
            format!("{}({})", written(call.kind, self.facts.transport), call.asked)
        })
    }

    /// The recv that waits at the moment that is replayed: "recv(10)".
    pub fn call_in_progress(&self) -> Option<String> {
        self.facts.in_call.map(|call| self.written(call))
    }

    /// The first bytes of a message as text.
    pub fn text_of(&self, message: &Message) -> String {
        let bytes = self.facts.bytes(self.trace, message.span);
        first_text(bytes, message.span.len)
    }

    /// The first bytes of a piece as text.
    pub fn text_of_piece(&self, piece: &Piece) -> String {
        let Some(message) = self.facts.view.message(piece.message) else { return String::new() };
        let mut span = message.span;
        span.start = span.start.advanced_by(piece.from);
        span.len = piece.to - piece.from;
        first_text(self.facts.bytes(self.trace, span), span.len)
    }

    /// Python's literal of a read in that many characters.
    pub fn literal(&self, read: &Read, columns: usize) -> Option<String> {
        literal_within(self.facts.bytes(self.trace, read.span), read.span.len, columns)
    }

    /// The end of some bytes in that many characters, if all of them were kept.
    pub fn tail(&self, span: ByteSpan, columns: usize) -> Option<String> {
        let bytes = self.facts.bytes(self.trace, span);
        if bytes.len() as u64 == span.len { tail_within(bytes, columns) } else { None }
    }

    /// How to say what the program sees of several reads, or frames: how many, and the first.
    pub fn several_seen(&self, frames: bool) -> fn(u64, &str) -> String {
        if frames { self.words.marks.frames_seen } else { self.words.marks.reads_seen }
    }

    /// How many reads, or frames.
    pub fn several(&self, frames: bool, many: u64) -> String {
        if frames { (self.words.frames.frames)(many) } else { (self.words.marks.reads)(many) }
    }

    /// "merged", "partial"
    pub fn verdict(&self, verdict: Verdict) -> &'static str {
        let words = &self.words.verdicts;
        match verdict {
            Verdict::Intact => words.intact,
            Verdict::Merged => words.merged,
            Verdict::Partial => words.partial,
            Verdict::Mixed => words.mixed,
            Verdict::Truncated => words.truncated,
            Verdict::Empty if self.facts.transport == Transport::UnixSeqpacket => words.empty_message,
            Verdict::Empty => words.empty,
            Verdict::EndOfStream => words.end_of_stream,
        }
    }

    /// "messages 1 and 2", "part of message 1"
    pub fn whose(&self, read: &Read) -> String {
        let number = |piece: &Piece| self.facts.message_number(piece.message);
        match (read.verdict, self.facts.view.pieces_of(read)) {
            (Verdict::Partial, [piece]) => (self.words.marks.part_of)(number(piece)),
            (_, [first, .., last]) if last.message - first.message > 1 => {
                (self.words.marks.messages)(&[number(first), 0, number(last)])
            }
            (_, pieces) => {
                let numbers: Vec<u32> = pieces.iter().map(number).collect();
                (self.words.marks.messages)(&numbers)
            }
        }
    }

    /// What stands under a read, from the longest to the shortest way to say it.
    pub fn remarks(&self, read: &Read) -> Vec<String> {
        let call = self.written(read.call);
        let size = in_bytes(read.span.len);
        if self.counts_bytes() {
            return self.remarks_in_bytes(read);
        }
        let worth = format!("{size} {}", self.verdict(read.verdict));
        let full = match (read.verdict, self.facts.view.cut_off(read)) {
            (Verdict::Intact | Verdict::Empty, _) => format!("{call} → {worth}"),
            (_, Some(lost)) => {
                format!("{call} → {worth}{}{}", self.words.comma, (self.words.marks.lost)(lost))
            }
            _ => format!("{call} → {worth}{}{}", self.words.colon, self.whose(read)),
        };
        let mut texts = Vec::new();
        let (sentences, short) = (self.sentences(read.call), self.short_reasons(read.call));
        if !sentences.is_empty() {
            let then = self.words.causes.then;
            let sentences = sentences.join(then);
            texts.push(format!("{full}{then}{sentences}"));
            // Whose bytes they are is drawn right above, who did it is not.
            texts.push(format!("{call} → {worth}{then}{sentences}"));
            texts.push(format!("{worth}{then}{sentences}"));
            texts.push(format!("{full}{}{short}", self.words.comma));
            texts.push(format!("{call} → {worth}{}{short}", self.words.comma));
            texts.push(format!("{worth}{}{short}", self.words.comma));
        }
        texts.extend([full, format!("{call} → {worth}"), worth, size]);
        texts
    }

    /// How many of these data reads are broken; none where bytes count, and not messages.
    pub fn broken(&self, places: std::ops::Range<usize>) -> u64 {
        if self.counts_bytes() {
            return 0;
        }
        places.filter(|&place| self.read(place).verdict.is_broken()).count() as u64
    }

    /// The name of a send, or of many.
    pub fn send_name(&self, places: std::ops::Range<usize>) -> String {
        let messages = &self.facts.view.messages[places.clone()];
        match messages {
            [] => String::new(),
            [first, ..] if places.start >= self.facts.offered() => {
                let last = messages.last().unwrap_or(first);
                (self.words.names.not_sent)(self.number(first), self.number(last))
            }
            [message] => {
                (self.words.names.send)(self.number(message), message.span.len, &self.text_of(message))
            }
            [first, .., last] => {
                let bytes = messages.iter().map(|message| message.span.len).sum();
                (self.words.names.sends)(self.number(first), self.number(last), bytes)
            }
        }
    }

    /// The name of a datagram, or of many.
    pub fn datagram_name(&self, places: std::ops::Range<usize>) -> String {
        let messages = &self.facts.view.messages[places];
        match messages {
            [] => String::new(),
            [message] => {
                let fate = self.fate(message.fate);
                (self.words.names.datagram)(self.number(message), message.span.len, fate)
            }
            [first, .., last] => {
                let bytes = messages.iter().map(|message| message.span.len).sum();
                (self.words.names.datagrams)(self.number(first), self.number(last), bytes)
            }
        }
    }

    /// The name of a data read, or of many.
    pub fn read_name(&self, places: std::ops::Range<usize>) -> String {
        let (first, last) = (places.start, places.end - 1);
        if first < last {
            let bytes = places.clone().map(|place| self.read(place).span.len).sum();
            let (first, last) = (self.read_number(first), self.read_number(last));
            return (self.words.names.reads)(first, last, bytes, self.broken(places));
        }
        let read = self.read(first);
        let mut worth = match self.whose(read) {
            whose if whose.is_empty() => self.verdict(read.verdict).to_owned(),
            whose => format!("{}{}{whose}", self.verdict(read.verdict), self.words.comma),
        };
        for sentence in self.sentences(read.call) {
            worth = format!("{worth}{}{sentence}", self.words.causes.then);
        }
        (self.words.names.read)(self.read_number(first), read.span.len, &worth)
    }

    /// The name of the read that found the end.
    pub fn end_name(&self, place: usize) -> String {
        let word = self.verdict(Verdict::EndOfStream);
        (self.words.names.read)(self.facts.read_number(place), 0, word)
    }

    /// The name of what the program sees of a read, or of many.
    pub fn sees_name(&self, places: std::ops::Range<usize>) -> String {
        let literal = self.literal(self.read(places.start), NAMED_COLUMNS).unwrap_or_default();
        let told = match places.len() {
            1 => literal,
            many => self.several_seen(false)(many as u64, &literal),
        };
        (self.words.names.program_sees)(&told)
    }

    /// The name of bytes that are in no read.
    pub fn gap_name(&self, gap: &Gap) -> String {
        match gap.kind {
            GapKind::Unread if self.facts.reckoning.is_reset => (self.words.marks.thrown_away)(gap.bytes),
            GapKind::Unread if self.facts.transport.is_stream() => (self.words.marks.not_read)(gap.bytes),
            GapKind::Waiting => (self.words.names.waiting)(gap.bytes),
            GapKind::Lost => {
                let message = self.message(gap.block.items.start).number;
                let holds = |&place: &usize| {
                    let read = &self.facts.view.reads[place];
                    self.facts.view.pieces_of(read).first().is_some_and(|piece| piece.message == message)
                };
                let place = self.facts.data_reads.iter().find(|place| holds(place));
                let number = place.map_or(0, |&place| self.facts.read_number(place));
                (self.words.names.tail)(number, gap.bytes)
            }
            _ => self.datagram_name(gap.block.items.clone()),
        }
    }

    /// The name of a boundary, or of many.
    pub fn mark_name(&self, mark: &Mark) -> String {
        if mark.items.len() > 1 {
            let (kept, lost, unreached) = count_fates(self.facts, mark);
            return (self.words.names.boundaries)(mark.items.len() as u64, kept, lost, unreached);
        }
        let boundary = &self.facts.view.boundaries[mark.items.start];
        let fates = &self.words.fates;
        let fate = match boundary.fate {
            BoundaryFate::Kept => fates.kept,
            BoundaryFate::Lost(_) => fates.lost,
            BoundaryFate::Unreached => fates.unreached,
        };
        let name = (self.words.names.boundary)(self.facts.message_number(boundary.after_message), fate);
        match self.boundary_sentence(boundary) {
            Some(sentence) => format!("{name}{}{sentence}", self.words.causes.then),
            None => name,
        }
    }

    /// What became of a datagram.
    pub fn fate(&self, fate: Option<DatagramFate>) -> &'static str {
        let fates = &self.words.fates;
        match fate {
            Some(DatagramFate::Delivered) => fates.delivered,
            Some(DatagramFate::Truncated) => fates.truncated,
            Some(DatagramFate::Dropped) => fates.dropped,
            Some(DatagramFate::Unread) => fates.unread,
            None => fates.hidden,
        }
    }
}

/// The first bytes as text; `len` is how many there are.
pub(super) fn first_text(bytes: &[u8], len: u64) -> String {
    let first = &bytes[..bytes.len().min(NAMED_BYTES)];
    let mut text = readable(first);
    if (first.len() as u64) < len {
        text.push('…');
    }
    text
}
