//! Reading and serving until the end where a transport has none: once for each datagram that is sent.

use std::sync::Arc;

use crate::model::{Action, EndpointId, Scenario, Step};

/// A step that reads until the end, and nothing will come.
pub(super) struct NothingToRead {
    pub endpoint: EndpointId,
    pub line: u32,
}

/// Puts as many reads in the place of each [`Action::RecvUntilEnd`] as datagrams are planned and not
/// read by earlier steps.
pub(super) fn count_reads(scenario: &mut Scenario) -> Result<(), NothingToRead> {
    let planned: Vec<u64> = scenario
        .endpoint_ids()
        .map(|endpoint| scenario.incoming(endpoint).map(|stream| scenario.planned(stream).messages).sum())
        .collect();
    for (endpoint, left) in scenario.endpoint_ids().zip(planned) {
        let mut left = left;
        let script = &mut scenario.endpoints[endpoint.index()].script;
        put(script, 1, &mut left).map_err(|line| NothingToRead { endpoint, line })?;
    }
    Ok(())
}

fn put(script: &mut [Step], times: u64, left: &mut u64) -> Result<(), u32> {
    for step in script {
        match &mut step.action {
            Action::Recv { limit: None, .. } => *left = left.saturating_sub(times),
            Action::Repeat { times: each, steps } => {
                put(steps, times.saturating_mul(u64::from(*each)), left)?;
            }
            Action::RecvUntilEnd { size } => {
                let recv = Step {
                    label: None,
                    line: step.line,
                    action: Action::Recv { size: *size, limit: None },
                };
                let reads = u32::try_from(*left).unwrap_or(u32::MAX);
                if reads == 0 {
                    return Err(step.line);
                }
                *left = 0;
                step.action = Action::Repeat { times: reads, steps: vec![recv] };
            }
            Action::Serve(service) => {
                let requests = match service.requests {
                    Some(requests) => requests,
                    None => u32::try_from(*left).unwrap_or(u32::MAX),
                };
                if requests == 0 {
                    return Err(step.line);
                }
                Arc::make_mut(service).requests = Some(requests);
                *left = left.saturating_sub(u64::from(requests));
            }
            _ => {}
        }
    }
    Ok(())
}
