//! What is told in words below a tape.

use std::collections::HashSet;

use crate::model::cause::{self, Fault};
use crate::model::{Call, Counts, Read, StreamView, Trace, Transport, Verdict, conversation, send_steps};
use crate::text::cause::{CauseFacts, Reason, ToldFault, wait};
use crate::text::numbers::in_bytes;
use crate::text::stage::VerdictWords;

use super::{Ink, Line, TapeStyle, frames, wrap};

/// Lines of one kind; the rest is counted.
const LISTED: usize = 8;
const INDENT: usize = 2;

/// Text below a tape, in as many lines as it needs.
pub fn indented(text: &str, ink: Ink, style: TapeStyle<'_>) -> Vec<Line> {
    let indent = " ".repeat(INDENT.min(style.width / 4));
    let lines = wrap(text, style.width.saturating_sub(indent.len()), INDENT);
    lines.into_iter().map(|line| Line::new(format!("{indent}{line}"), ink)).collect()
}

/// Reads with their verdicts, sends that fell short, calls that failed, the warm-up.
pub fn below(trace: &Trace, view: &StreamView, style: TapeStyle<'_>) -> Vec<Line> {
    let mut notes = reads(trace, view, style);
    notes.extend(frames::notes(trace, view, style));
    if let Some(reason) = &trace.stream(view.stream).no_segments {
        let lane = style.words.stage.lanes.segments;
        let text =
            format!("{lane}{}{}", style.words.stage.colon, (style.words.tape.not_available)(reason));
        notes.push((text, Ink::Pale));
    }
    notes.extend(short_sends(trace, view, style));
    notes.extend(errors(trace, view, style));
    let warm_up: u64 =
        view.messages.iter().filter(|message| !message.measured).map(|message| message.span.len).sum();
    if warm_up > 0 {
        notes.push(((style.words.stage.names.warm_up)(warm_up), Ink::Pale));
    }
    notes.iter().flat_map(|(text, ink)| indented(text, *ink, style)).collect()
}

/// How long each round of question and answer took, where a pane is a conversation.
pub fn rounds(trace: &Trace, style: TapeStyle<'_>) -> Vec<Line> {
    let rounds = conversation(trace);
    if rounds.is_empty() {
        return Vec::new();
    }
    let mut times: Vec<String> = rounds.iter().take(LISTED).map(|&round| wait(round)).collect();
    if rounds.len() > LISTED {
        times.push(format!("… ({})", rounds.len()));
    }
    indented(&(style.words.tape.rounds)(&times.join(style.words.stage.comma)), Ink::Plain, style)
}

/// What is said of one read, or of several in a row.
struct Note {
    text: String,
    /// Who did it, where that was not said before.
    reasons: String,
    ink: Ink,
    times: u64,
}

/// The first reads with their verdicts; those that say the same, one after the other, on one line.
fn reads(trace: &Trace, view: &StreamView, style: TapeStyle<'_>) -> Vec<(String, Ink)> {
    let stage = &style.words.stage;
    // What belongs to the warm-up has no number.
    let first = send_steps(trace, view.stream).first().map_or(0, |step| step.message);
    let (merged, cuts) = (cause::lost(trace, view), cause::cut(trace, view));
    let in_bytes_only = trace.scenario.counts == Counts::Bytes;
    let tell = |read: &Read| {
        let call = as_written(&trace.call(read.call));
        if in_bytes_only && read.verdict != Verdict::EndOfStream {
            return (format!("{call} → {}", in_bytes(read.span.len)), Ink::Plain);
        }
        let verdict = word_of(read.verdict, trace.scenario.transport, &stage.verdicts);
        let mut text = format!("{call} → {} {verdict}", in_bytes(read.span.len));
        let pieces = view.pieces_of(read).iter();
        let messages: Vec<u32> =
            pieces.filter_map(|piece| Some(piece.message.checked_sub(first)? + 1)).collect();
        if !messages.is_empty() {
            text = format!("{text}{}{}", stage.colon, (stage.marks.messages)(&messages));
        }
        let ink = match read.verdict {
            Verdict::EndOfStream => Ink::Pale,
            verdict if verdict.is_broken() => Ink::Lost,
            _ => Ink::Kept,
        };
        (text, ink)
    };
    let mut notes: Vec<Note> = Vec::new();
    let mut said = HashSet::new();
    let mut rest = 0;
    for read in view.measured_reads() {
        if rest > 0 {
            rest += 1;
            continue;
        }
        let (text, ink) = tell(read);
        let is_full = notes.len() == LISTED;
        match notes.last_mut() {
            Some(note) if note.text == text => note.times += 1,
            _ if is_full => rest = 1,
            _ => {
                // Who did it, said once: many reads suffer from the same cause.
                let mut faults = cause::faults(&merged, &cuts, read.call);
                faults.retain(|_| !in_bytes_only);
                let told: Vec<_> = faults.iter().map(|fault| told(trace, fault, style)).collect();
                let sentences = ToldFault::sentences(&told, stage.comma).into_iter();
                let fresh = sentences.filter(|text| said.insert(text.clone()));
                let reasons = fresh.flat_map(|text| [stage.causes.then.to_owned(), text]).collect();
                notes.push(Note { text, reasons, ink, times: 1 });
            }
        }
    }
    let with_times = |Note { text, reasons, ink, times }| match times {
        1 => (format!("{text}{reasons}"), ink),
        _ => (format!("{times} × {text}{reasons}"), ink),
    };
    let more = (rest > 0).then(|| ((style.words.tape.more_reads)(rest), Ink::Pale));
    notes.into_iter().map(with_times).chain(more).collect()
}

/// Who did it, in words.
fn told(trace: &Trace, fault: &Fault, style: TapeStyle<'_>) -> ToldFault {
    let waited = fault.why.wait_ns.map(wait);
    let recv = as_written(&trace.call(fault.why.call));
    let reason = Reason {
        causes: fault.why.causes.iter().map(|cause| cause.name()).collect(),
        facts: CauseFacts {
            many: fault.boundaries > 1,
            segments: trace.scenario.transport.is_internet(),
            wait: waited.as_deref(),
            recv: &recv,
        },
        cut: fault.is_cut,
        inferred: fault.why.inferred,
    };
    let words = &style.words.stage.causes;
    ToldFault {
        sentence: words.sentence(&reason),
        short: words.short(&reason),
        boundaries: fault.boundaries,
        is_cut: fault.is_cut,
    }
}

fn word_of(verdict: Verdict, transport: Transport, words: &VerdictWords) -> &'static str {
    match verdict {
        Verdict::Intact => words.intact,
        Verdict::Merged => words.merged,
        Verdict::Partial => words.partial,
        Verdict::Mixed => words.mixed,
        Verdict::Truncated => words.truncated,
        Verdict::Empty if transport == Transport::UnixSeqpacket => words.empty_message,
        Verdict::Empty => words.empty,
        Verdict::EndOfStream => words.end_of_stream,
    }
}

/// Sends of which the kernel took only a part.
fn short_sends(trace: &Trace, view: &StreamView, style: TapeStyle<'_>) -> Vec<(String, Ink)> {
    let stage = &style.words.stage;
    let tell = |call: Call| {
        let taken = call.outcome.ok().filter(|&taken| call.kind.is_send() && taken < call.asked)?;
        let took = (stage.line.took)(call.asked.into(), taken.into());
        Some((format!("{}{}{took}", as_written(&call), stage.colon), Ink::Lost))
    };
    calls(trace, view).filter_map(tell).take(LISTED).collect()
}

/// Errors that calls returned, each kind once with how often it came.
fn errors(trace: &Trace, view: &StreamView, style: TapeStyle<'_>) -> Vec<(String, Ink)> {
    let mut kinds: Vec<(String, &str, u64)> = Vec::new();
    for call in calls(trace, view) {
        let Err(error) = call.outcome else { continue };
        let (call, error) = (as_written(&call), error.name());
        match kinds.iter_mut().find(|(known, name, _)| *known == call && *name == error) {
            Some((.., times)) => *times += 1,
            None => kinds.push((call, error, 1)),
        }
    }
    let tell = |(call, error, times): (String, &str, u64)| {
        ((style.words.stage.trouble.error)(&call, error, times), Ink::Lost)
    };
    kinds.into_iter().take(LISTED).map(tell).collect()
}

/// The measured calls of a stream.
pub fn calls<'a>(trace: &'a Trace, view: &StreamView) -> impl Iterator<Item = Call> + use<'a> {
    let stream = view.stream;
    let of_stream = move |call: &Call| call.stream == Some(stream) && trace.is_measured(call);
    trace.calls().map(|(_, call)| call).filter(of_stream)
}

/// The call as the program writes it: "recv(10)".
fn as_written(call: &Call) -> String {
    format!("{}({})", call.kind.name(), call.asked)
}
