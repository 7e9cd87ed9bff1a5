//! Which options were in force when.

use crate::model::recording::CallKind;
use crate::model::scenario::{EndpointId, SocketOption};
use crate::model::trace::{OptionReport, Trace};

/// The options of one socket that decide when bytes leave, over time; tcp(7).
#[derive(Debug, Default)]
pub(super) struct InForce {
    no_delay: Vec<(u64, bool)>,
    cork: Vec<(u64, bool)>,
}

impl InForce {
    /// From the reports of the options that were set at the start, and of those that steps have set:
    /// these line up with the calls of setsockopt that succeeded.
    pub fn of(trace: &Trace, endpoint: EndpointId) -> Self {
        let mut in_force = Self::default();
        let mut reports = trace.options.iter().filter(|report| report.endpoint == endpoint);
        let at_start = trace.scenario.endpoint(endpoint).options.len();
        for report in reports.by_ref().take(at_start).filter(|report| report.got.is_ok()) {
            in_force.note(0, report);
        }
        // O_NONBLOCK is a flag of the descriptor, set by another call.
        let non_blocking = SocketOption::NonBlocking(true).name();
        let reports = reports.filter(|report| report.got.is_ok() && report.option != non_blocking);
        let set = trace.calls().map(|(_, call)| call).filter(|call| {
            call.endpoint == endpoint && call.kind == CallKind::SetOption && call.outcome.is_ok()
        });
        for (call, report) in set.zip(reports) {
            in_force.note(call.end_ns, report);
        }
        in_force
    }

    fn note(&mut self, ns: u64, report: &OptionReport) {
        let list = match report.option {
            name if name == SocketOption::NoDelay(true).name() => &mut self.no_delay,
            name if name == SocketOption::Cork(true).name() => &mut self.cork,
            _ => return,
        };
        list.push((ns, report.asked != 0));
    }

    /// Whether Nagle's algorithm may hold a small segment back.
    pub fn nagle(&self, ns: u64) -> bool {
        !at(&self.no_delay, ns) && !self.cork(ns)
    }

    /// Whether the socket is corked.
    pub fn cork(&self, ns: u64) -> bool {
        at(&self.cork, ns)
    }
}

fn at(list: &[(u64, bool)], ns: u64) -> bool {
    let set = list.partition_point(|&(since, _)| since <= ns);
    set.checked_sub(1).is_some_and(|last| list[last].1)
}
