//! Facts that the kernel told beside the calls.

use super::{Asked, Unknown, number};
use crate::lesson::condition::{Expected, Fact};
use crate::model::{EndpointId, Evidence, Quantity};

pub(super) fn value(fact: Fact, asked: &Asked<'_>) -> Result<Expected, Unknown> {
    let not_asked = || Unknown::NotAvailable(Some("the kernel was not asked".to_owned()));
    let evidence = asked.trace.evidence.as_ref().ok_or_else(not_asked)?;
    let (sender, receiver) = asked.trace.scenario.ends(asked.stream);
    let told = |endpoint: EndpointId, quantity: Quantity, of: fn(Vec<u64>) -> Option<u64>| {
        let values = told(asked, evidence, endpoint, quantity)?;
        of(values).map(number).ok_or_else(|| Unknown::NotThere("nothing was measured".to_owned()))
    };
    let (largest, last): (fn(Vec<u64>) -> Option<u64>, fn(Vec<u64>) -> Option<u64>) =
        (|values| values.into_iter().max(), |values| values.last().copied());
    match fact {
        Fact::LargestSendQueue => told(sender, Quantity::SendQueue, largest),
        Fact::LargestReceiveQueue => told(receiver, Quantity::ReceiveQueue, largest),
        Fact::SendQueueAtEnd => told(sender, Quantity::SendQueue, last),
        Fact::ReceiveQueueAtEnd => told(receiver, Quantity::ReceiveQueue, last),
        Fact::SmallestWindow => told(sender, Quantity::SendWindow, |values| values.into_iter().min()),
        _ => Err(Unknown::NotAvailable(None)),
    }
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
