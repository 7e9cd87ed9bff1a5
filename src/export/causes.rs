//! Who merged and who cut, and how the bytes left.

use serde::Serialize;

use crate::model::{
    Cause, Cuts, Explanation, Handover, Moment, StreamOffset, StreamView, Trace, Transport, cause,
    handover,
};

#[derive(Debug, Serialize)]
pub(super) struct LostJson {
    after_message: u32,
    /// Several where the evidence allows several.
    causes: Vec<&'static str>,
    wait_ns: Option<u64>,
    inferred: bool,
    stream: String,
    /// The recv that runs over the boundary, by its place in `calls`.
    call: u32,
}

/// The lost boundaries of a stream.
pub(super) fn lost_of(trace: &Trace, view: &StreamView) -> Vec<LostJson> {
    let row = |(after_message, why): (u32, Explanation)| LostJson {
        after_message,
        causes: names(&why.causes),
        wait_ns: why.wait_ns,
        inferred: why.inferred,
        stream: trace.scenario.stream_name(view.stream),
        call: why.call.0,
    };
    cause::lost(trace, view).into_iter().map(row).collect()
}

#[derive(Debug, Serialize)]
pub(super) struct CutJson {
    /// The recv that ended inside a message, by its place in `calls`.
    call: u32,
    causes: Vec<&'static str>,
    wait_ns: Option<u64>,
    inferred: bool,
}

/// The reads of all streams that cut a message, in the order of their calls.
pub(super) fn cuts_of(trace: &Trace, views: &[StreamView]) -> Vec<CutJson> {
    let row = |(_, why): (usize, Explanation)| CutJson {
        call: why.call.0,
        causes: names(&why.causes),
        wait_ns: why.wait_ns,
        inferred: why.inferred,
    };
    let mut rows: Vec<CutJson> = views.iter().flat_map(|view| cause::cut(trace, view)).map(row).collect();
    rows.sort_unstable_by_key(|row| row.call);
    rows
}

fn names(causes: &[Cause]) -> Vec<&'static str> {
    causes.iter().map(|cause| cause.name()).collect()
}

#[derive(Debug, Serialize)]
pub(super) struct HandoverJson {
    stream: String,
    from: u64,
    to: u64,
    segments: u64,
    /// Where between `from` and `to` the segments were cut; null if that is not known.
    cuts: Option<Vec<u64>>,
    /// "measured", "inferred" or "unknown"
    cuts_are: &'static str,
    left_ns: Option<u64>,
    left_inferred: Option<bool>,
    acked_ns: Option<u64>,
    measured: bool,
}

impl HandoverJson {
    fn of(stream: &str, handover: &Handover) -> Self {
        let places = |cuts: &[StreamOffset]| cuts.iter().map(|cut| cut.0).collect();
        let (cuts, cuts_are) = match &handover.cuts {
            Cuts::Measured(cuts) => (Some(places(cuts)), "measured"),
            Cuts::Inferred(cuts) => (Some(places(cuts)), "inferred"),
            Cuts::Unknown => (None, "unknown"),
        };
        Self {
            stream: stream.to_owned(),
            from: handover.span.start.0,
            to: handover.span.end().0,
            segments: handover.segments,
            cuts,
            cuts_are,
            left_ns: handover.left.map(|Moment { ns, .. }| ns),
            left_inferred: handover.left.map(|left| left.inferred),
            acked_ns: handover.acked_ns,
            measured: handover.measured,
        }
    }
}

/// How the bytes of TCP streams left; of other transports, and where it is not known, nothing.
pub(super) fn handovers_of(trace: &Trace, views: &[StreamView]) -> Vec<HandoverJson> {
    if trace.scenario.transport != Transport::Tcp {
        return Vec::new();
    }
    let of_stream = |view: &StreamView| -> Vec<HandoverJson> {
        let stream = trace.scenario.stream_name(view.stream);
        let list = handover::handovers(trace, view).unwrap_or_default();
        list.iter().map(|handover| HandoverJson::of(&stream, handover)).collect()
    };
    views.iter().flat_map(of_stream).collect()
}
