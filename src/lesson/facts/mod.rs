//! Facts of a run: what claims promise and predictions ask.

use std::fmt;

use crate::model::{ErrorName, Frames, Read, StreamId, StreamView, Trace, Transport};

use super::lesson::{Condition, Expected, Fact, Test};

/// How much of a long list is written out.
const SHOWN: usize = 20;

/// What kind of value a fact has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// A number.
    Number,
    /// True or false.
    Switch,
    /// A text.
    Text,
    /// A list of numbers.
    Numbers,
    /// A list of verdicts by name.
    Verdicts,
    /// A list of errors by name.
    Errors,
    /// A list of frame errors by name.
    FrameErrors,
}

impl FactKind {
    /// What it is called in messages: "a list of numbers".
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Switch => "true or false",
            Self::Text => "a text",
            Self::Numbers => "a list of numbers",
            Self::Verdicts => "a list of verdicts",
            Self::Errors => "a list of errors",
            Self::FrameErrors => "a list of frame errors",
        }
    }
}

impl Fact {
    /// All of them with their names in lesson.toml and the kinds of their values.
    pub const ALL: [(Self, &'static str, FactKind); 22] = [
        (Self::ReadSizes, "read-sizes", FactKind::Numbers),
        (Self::Reads, "reads", FactKind::Number),
        (Self::Verdicts, "verdicts", FactKind::Verdicts),
        (Self::ReadData, "read-data", FactKind::Text),
        (Self::SentSizes, "sent-sizes", FactKind::Numbers),
        (Self::BytesSent, "bytes-sent", FactKind::Number),
        (Self::BytesRead, "bytes-read", FactKind::Number),
        (Self::Messages, "messages", FactKind::Number),
        (Self::BoundariesKept, "boundaries-kept", FactKind::Number),
        (Self::BoundariesLost, "boundaries-lost", FactKind::Number),
        (Self::BoundariesUnreached, "boundaries-unreached", FactKind::Number),
        (Self::DataSegments, "data-segments", FactKind::Number),
        (Self::DatagramsDelivered, "datagrams-delivered", FactKind::Number),
        (Self::DatagramsTruncated, "datagrams-truncated", FactKind::Number),
        (Self::DatagramsDropped, "datagrams-dropped", FactKind::Number),
        (Self::Errors, "errors", FactKind::Errors),
        (Self::Broken, "broken", FactKind::Switch),
        (Self::Frames, "frames", FactKind::Number),
        (Self::FrameSizes, "frame-sizes", FactKind::Numbers),
        (Self::FrameData, "frame-data", FactKind::Text),
        (Self::FrameErrors, "frame-errors", FactKind::FrameErrors),
        (Self::FrameWaiting, "frame-waiting", FactKind::Number),
    ];

    /// Its name in lesson.toml.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(fact, ..)| *fact == self).map_or("", |(_, name, _)| name)
    }
}

impl Condition {
    /// Whether it holds in a run; a fact that cannot be known here never does.
    pub fn holds(&self, trace: &Trace) -> bool {
        let Ok(value) = self.value(trace) else { return false };
        match (&self.test, &value) {
            (Test::Equals(expected), value) => expected == value,
            (Test::Differs(expected), value) => expected != value,
            (Test::AtLeast(least), Expected::Number(number)) => number >= least,
            (Test::AtMost(most), Expected::Number(number)) => number <= most,
            _ => false,
        }
    }

    /// The fact's value in a run as text, or why it is not known.
    pub fn measured(&self, trace: &Trace) -> String {
        self.value(trace).map_or_else(|why| why, |value| value.to_string())
    }

    fn value(&self, trace: &Trace) -> Result<Expected, String> {
        let stream = trace.scenario.find_stream(&self.stream);
        let stream = stream.ok_or_else(|| format!("there is no stream {}", self.stream))?;
        let view = StreamView::of(trace, stream);
        let summary = view.summary;
        let sizes = || view.measured_reads().map(|read| read.span.len);
        Ok(match self.fact {
            Fact::ReadSizes => numbers(sizes()),
            Fact::Reads => number(summary.reads),
            Fact::Verdicts => texts(view.measured_reads().map(|read| read.verdict.name())),
            Fact::ReadData => read_data(trace, stream, view.measured_reads().nth(self.read), self.read)?,
            Fact::SentSizes => numbers(sent(trace, stream)),
            Fact::BytesSent => number(sent(trace, stream).sum()),
            Fact::BytesRead => number(sizes().sum()),
            Fact::Messages => number(summary.messages),
            Fact::BoundariesKept => number(summary.kept),
            Fact::BoundariesLost => number(summary.lost),
            Fact::BoundariesUnreached => number(summary.unreached),
            Fact::DataSegments => number(segments(trace, stream)?),
            Fact::DatagramsDelivered => number(summary.delivered),
            Fact::DatagramsTruncated => number(summary.truncated),
            Fact::DatagramsDropped => {
                let counted = trace.stream(stream).dropped.is_some();
                let missing = summary.delivered + summary.truncated < summary.messages;
                if trace.scenario.transport == Transport::Udp && missing && !counted {
                    return Err("not available here".to_owned());
                }
                number(summary.dropped)
            }
            Fact::Errors => texts(errors(trace, stream)),
            Fact::Broken => Expected::Switch(summary.broken),
            Fact::Frames => number(frames(trace, stream)?.measured().count() as u64),
            Fact::FrameSizes => numbers(frames(trace, stream)?.measured().map(|frame| frame.payload.len)),
            Fact::FrameData => frame_data(trace, stream, self.read)?,
            Fact::FrameErrors => {
                let refused = frames(trace, stream)?.refused;
                texts(refused.iter().map(|(error, _)| error.name()))
            }
            Fact::FrameWaiting => number(frames(trace, stream)?.waiting()),
        })
    }
}

fn sent(trace: &Trace, stream: StreamId) -> impl Iterator<Item = u64> + '_ {
    let measured =
        trace.calls().filter(move |(_, call)| call.stream == Some(stream) && trace.is_measured(call));
    measured
        .filter(|(_, call)| call.kind.is_send())
        .filter_map(|(_, call)| call.outcome.ok().map(u64::from))
}

fn errors(trace: &Trace, stream: StreamId) -> impl Iterator<Item = &'static str> + '_ {
    let measured =
        trace.calls().filter(move |(_, call)| call.stream == Some(stream) && trace.is_measured(call));
    measured.filter_map(|(_, call)| call.outcome.err().map(ErrorName::name))
}

fn read_data(
    trace: &Trace,
    stream: StreamId,
    read: Option<&Read>,
    at: usize,
) -> Result<Expected, String> {
    let read = read.ok_or_else(|| format!("there is no read {at}"))?;
    let bytes = trace.bytes(stream, read.span);
    if (bytes.len() as u64) < read.span.len {
        return Err("these bytes were not kept".to_owned());
    }
    Ok(Expected::Text(String::from_utf8_lossy(bytes).into_owned()))
}

fn frames(trace: &Trace, stream: StreamId) -> Result<&Frames, String> {
    let frames = trace.frames_of(stream).ok_or("the receiver has no codec")?;
    if frames.kept_to.is_some() {
        return Err("not all bytes were kept".to_owned());
    }
    Ok(frames)
}

fn frame_data(trace: &Trace, stream: StreamId, at: usize) -> Result<Expected, String> {
    let frames = frames(trace, stream)?;
    let frame = frames.measured().nth(at).ok_or_else(|| format!("there is no frame {at}"))?;
    let bytes = trace.bytes(stream, frame.payload);
    Ok(Expected::Text(String::from_utf8_lossy(bytes).into_owned()))
}

fn segments(trace: &Trace, stream: StreamId) -> Result<u64, String> {
    let record = trace.stream(stream);
    record.data_segments.ok_or_else(|| match &record.no_segments {
        Some(reason) => format!("not available here: {reason}"),
        None => "not available here".to_owned(),
    })
}

fn number(value: u64) -> Expected {
    Expected::Number(i64::try_from(value).unwrap_or(i64::MAX))
}

fn numbers(values: impl Iterator<Item = u64>) -> Expected {
    Expected::Numbers(values.map(|value| i64::try_from(value).unwrap_or(i64::MAX)).collect())
}

fn texts(values: impl Iterator<Item = &'static str>) -> Expected {
    Expected::Texts(values.map(str::to_owned).collect())
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Switch(on) => write!(f, "{on}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Numbers(numbers) => write_list(f, numbers),
            Self::Texts(texts) => write_list(f, texts),
        }
    }
}

fn write_list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    let shown: Vec<String> = items.iter().take(SHOWN).map(T::to_string).collect();
    match items.len() {
        len if len > SHOWN => write!(f, "[{}, … {len} in all]", shown.join(", ")),
        _ => write!(f, "[{}]", shown.join(", ")),
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.pane, self.stream, self.fact.name())?;
        if self.fact == Fact::ReadData {
            write!(f, " of read {}", self.read)?;
        }
        if self.fact == Fact::FrameData {
            write!(f, " of frame {}", self.read)?;
        }
        match &self.test {
            Test::Equals(expected) => write!(f, " equals {expected}"),
            Test::Differs(expected) => write!(f, " differs from {expected}"),
            Test::AtLeast(least) => write!(f, " is at least {least}"),
            Test::AtMost(most) => write!(f, " is at most {most}"),
        }
    }
}

#[cfg(test)]
mod tests;
