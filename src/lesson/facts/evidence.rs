//! Facts that the kernel told beside the calls.

use super::{Asked, Unknown, number};
use crate::lesson::condition::{Expected, Fact};
use crate::model::{EndpointId, Evidence, Quantity};

pub(super) fn value(fact: Fact, asked: &Asked<'_>) -> Result<Expected, Unknown> {
    let not_asked = || Unknown::NotAvailable(Some("the kernel was not asked".to_owned()));
    let evidence = asked.trace.evidence.as_ref().ok_or_else(not_asked)?;
    let (sender, receiver) = asked.trace.scenario.ends(asked.stream);
    let told = |endpoint, quantity| told(asked, evidence, endpoint, quantity);
    let one = match fact {
        Fact::LargestSendQueue => told(sender, Quantity::SendQueue)?.into_iter().max(),
        Fact::LargestReceiveQueue => told(receiver, Quantity::ReceiveQueue)?.into_iter().max(),
        Fact::SendQueueAtEnd => told(sender, Quantity::SendQueue)?.last().copied(),
        Fact::ReceiveQueueAtEnd => told(receiver, Quantity::ReceiveQueue)?.last().copied(),
        Fact::SmallestWindow => told(sender, Quantity::SendWindow)?.into_iter().min(),
        _ => return Err(Unknown::NotAvailable(None)),
    };
    one.map(number).ok_or_else(|| Unknown::NotThere("nothing was measured".to_owned()))
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
