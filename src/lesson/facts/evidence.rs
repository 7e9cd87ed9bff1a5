//! Facts that the kernel told beside the calls, and what is concluded from them.

use super::{Asked, Unknown, milliseconds, number, numbers, texts};
use crate::lesson::condition::{Expected, Fact};
use crate::model::handover::{Handover, handovers};
use crate::model::journey::{Journey, journeys};
use crate::model::{Cause, EndpointId, Evidence, Explanation, Quantity, Transport, cause};

pub(super) fn value(fact: Fact, asked: &Asked<'_>) -> Result<Expected, Unknown> {
    let not_asked = || Unknown::NotAvailable(Some("the kernel was not asked".to_owned()));
    let evidence = asked.trace.evidence.as_ref().ok_or_else(not_asked)?;
    let (sender, receiver) = asked.trace.scenario.ends(asked.stream);
    let told = |endpoint, quantity| told(asked, evidence, endpoint, quantity);
    let one = match fact {
        Fact::SegmentSizes => return segment_sizes(asked),
        Fact::Causes => {
            let lost = cause::lost(asked.trace, &asked.view);
            return causes(asked, lost.into_iter().map(|(_, why)| why));
        }
        Fact::CutCauses => {
            let cut = cause::cut(asked.trace, &asked.view);
            return causes(asked, cut.into_iter().map(|(_, why)| why));
        }
        Fact::LongestSendWaitMs => return longest_wait(asked, evidence, Journey::held_ns),
        Fact::LongestReceiveWaitMs => return longest_wait(asked, evidence, Journey::waited_ns),
        Fact::LargestSendQueue => told(sender, Quantity::SendQueue)?.into_iter().max(),
        Fact::LargestReceiveQueue => told(receiver, Quantity::ReceiveQueue)?.into_iter().max(),
        Fact::SendQueueAtEnd => told(sender, Quantity::SendQueue)?.last().copied(),
        Fact::ReceiveQueueAtEnd => told(receiver, Quantity::ReceiveQueue)?.last().copied(),
        Fact::SmallestWindow => told(sender, Quantity::SendWindow)?.into_iter().min(),
        _ => return Err(Unknown::NotAvailable(None)),
    };
    one.map(number).ok_or_else(nothing)
}

fn nothing() -> Unknown {
    Unknown::NotThere("nothing was measured".to_owned())
}

/// The measured values of a quantity in the order of time.
fn told(
    asked: &Asked<'_>,
    evidence: &Evidence,
    endpoint: EndpointId,
    quantity: Quantity,
) -> Result<Vec<u64>, Unknown> {
    let measured = evidence.of(endpoint).filter(|sample| sample.at_ns >= asked.trace.baseline_ns);
    let values: Vec<u64> = measured.filter_map(|sample| sample.get(quantity)).collect();
    match evidence.why_missing(endpoint, quantity.name()) {
        Some(reason) if values.is_empty() => Err(Unknown::NotAvailable(Some(reason.to_owned()))),
        _ => Ok(values),
    }
}

fn handed_over(asked: &Asked<'_>) -> Result<Vec<Handover>, Unknown> {
    handovers(asked.trace, &asked.view).map_err(|why| Unknown::NotAvailable(Some(why)))
}

fn segment_sizes(asked: &Asked<'_>) -> Result<Expected, Unknown> {
    let handovers = handed_over(asked)?;
    let measured = handovers.iter().filter(|handover| handover.measured);
    let spans: Option<Vec<_>> = measured.map(Handover::segment_spans).collect();
    let spans =
        spans.ok_or_else(|| Unknown::NotThere("only the number of segments is known".to_owned()))?;
    Ok(numbers(spans.iter().flatten().map(|span| span.len)))
}

/// Each cause once. On TCP it takes the sender's counters to tell one from another.
fn causes(asked: &Asked<'_>, why: impl Iterator<Item = Explanation>) -> Result<Expected, Unknown> {
    if asked.trace.scenario.transport == Transport::Tcp {
        handed_over(asked)?;
    }
    let named: Vec<Cause> = why.flat_map(|why| why.causes).collect();
    let known = Cause::ALL.into_iter().filter(|(cause, _)| named.contains(cause));
    Ok(texts(known.map(|(_, name)| name)))
}

fn longest_wait(
    asked: &Asked<'_>,
    evidence: &Evidence,
    wait: fn(&Journey) -> Option<u64>,
) -> Result<Expected, Unknown> {
    let journeys = journeys(asked.trace, &asked.view);
    let measured: Vec<&Journey> = journeys.iter().filter(|journey| journey.measured).collect();
    let (sender, _) = asked.trace.scenario.ends(asked.stream);
    match measured.iter().filter_map(|journey| wait(journey)).max() {
        Some(longest) => Ok(milliseconds(longest)),
        None if measured.iter().any(|journey| journey.left.is_some()) => Err(nothing()),
        None => {
            let reason = evidence.why_missing(sender, "timestamps").map(str::to_owned);
            Err(Unknown::NotAvailable(reason))
        }
    }
}
