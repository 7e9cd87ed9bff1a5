//! What is told in words below a tape.

use crate::model::{Call, Read, StreamView, Trace, Verdict};
use crate::text::tape::ReadFacts;

use super::tracks::messages_of;
use super::{Ink, Line, TapeStyle, wrap};

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
    notes.extend(calls(trace, view, style));
    let warm_up = view.messages.len() as u64 - view.summary.messages;
    if warm_up > 0 {
        notes.push(((style.words.warm_up)(warm_up), Ink::Pale));
    }
    notes.iter().flat_map(|(text, ink)| indented(text, *ink, style)).collect()
}

fn reads(trace: &Trace, view: &StreamView, style: TapeStyle<'_>) -> Vec<(String, Ink)> {
    let tell = |read: &Read| {
        let facts = ReadFacts {
            call: &as_written(&trace.call(read.call)),
            bytes: read.span.len,
            verdict: read.verdict,
            messages: messages_of(view, read),
        };
        let ink = match read.verdict {
            Verdict::EndOfStream => Ink::Pale,
            verdict if verdict.is_broken() => Ink::Lost,
            _ => Ink::Kept,
        };
        ((style.words.read)(&facts), ink)
    };
    let mut notes: Vec<_> = view.measured_reads().take(LISTED).map(tell).collect();
    let rest = view.measured_reads().skip(LISTED).count();
    if rest > 0 {
        notes.push(((style.words.more_reads)(rest as u64), Ink::Pale));
    }
    notes
}

/// Sends of which the kernel took a part, and calls that returned an error.
fn calls(trace: &Trace, view: &StreamView, style: TapeStyle<'_>) -> Vec<(String, Ink)> {
    let tell = |call: Call| match call.outcome {
        Ok(taken) if call.kind.is_send() && taken < call.asked => {
            let text = (style.words.short_send)(&as_written(&call), taken.into(), call.asked.into());
            Some((text, Ink::Lost))
        }
        Ok(_) => None,
        Err(error) => Some(((style.words.failed_call)(&as_written(&call), error.name()), Ink::Lost)),
    };
    let of_stream = |call: &Call| call.stream == Some(view.stream) && trace.is_measured(call);
    let calls = trace.calls().map(|(_, call)| call).filter(of_stream);
    calls.filter_map(tell).take(LISTED).collect()
}

/// The call as the program writes it: "recv(10)".
fn as_written(call: &Call) -> String {
    format!("{}({})", call.kind.name(), call.asked)
}
