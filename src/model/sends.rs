//! What the program offered to the kernel, send step by send step, and what the kernel took of it.

use super::error_name::ErrorName;
use super::recording::Call;
use super::scenario::StreamId;
use super::span::StreamOffset;
use super::trace::{CallIndex, Trace};

/// One send step: one message, over one call or many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendStep {
    /// The message's number in its stream; empty and refused ones have a number too.
    pub message: u32,
    /// Where in the stream its bytes stand, or would stand.
    pub at: StreamOffset,
    /// Its last call.
    pub call: CallIndex,
    /// Bytes that the program offered.
    pub offered: u64,
    /// Bytes that the kernel took.
    pub taken: u64,
    /// The error, where no call took anything.
    pub refused: Option<ErrorName>,
}

impl SendStep {
    /// Bytes that stayed with the program.
    pub fn kept(&self) -> u64 {
        self.offered.saturating_sub(self.taken)
    }

    /// Whether the kernel took a part, and the program did not offer the rest again.
    pub fn is_short(&self) -> bool {
        self.refused.is_none() && self.kept() > 0
    }

    /// Whether nothing was offered, and no error returned.
    pub fn is_empty(&self) -> bool {
        self.refused.is_none() && self.offered == 0
    }
}

/// The measured send steps of a stream, in order. A send that was interrupted because the run ended is none.
pub fn send_steps(trace: &Trace, stream: StreamId) -> Vec<SendStep> {
    let mut steps: Vec<SendStep> = Vec::new();
    let is_send = |call: &Call| call.stream == Some(stream) && call.kind.is_send();
    for (index, call) in trace.calls().filter(|(_, call)| is_send(call) && trace.is_measured(call)) {
        let Some(message) = call.message else { continue };
        match steps.last_mut().filter(|step| step.message == message) {
            Some(step) => {
                step.call = index;
                step.taken += call.moved();
                step.refused = step.refused.and(call.outcome.err());
            }
            None => steps.push(SendStep {
                message,
                at: call.offset,
                call: index,
                offered: u64::from(call.asked),
                taken: call.moved(),
                refused: call.outcome.err(),
            }),
        }
    }
    steps.retain(|step| step.refused != Some(ErrorName::Interrupted));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::made::{Made, STREAM};

    #[test]
    fn a_message_is_one_step_however_many_calls_it_took() {
        let (trace, _) = Made::tcp()
            .send(0, 5)
            .send_call(10, 9, 4, false, true)
            .send_rest(20, 5)
            .send_call(30, 9, 4, false, true)
            .send(40, 0)
            .send_fails(50, 7, ErrorName::BrokenPipe)
            .trace();
        let steps = send_steps(&trace, STREAM);
        let told = |step: &SendStep| (step.message, step.offered, step.taken, step.refused);
        let expected = [
            (0, 5, 5, None),
            (1, 9, 9, None),
            (2, 9, 4, None),
            (3, 0, 0, None),
            (4, 7, 0, Some(ErrorName::BrokenPipe)),
        ];
        assert_eq!(steps.iter().map(told).collect::<Vec<_>>(), expected);
        assert_eq!(
            steps.iter().map(SendStep::is_short).collect::<Vec<_>>(),
            [false, false, true, false, false]
        );
        assert_eq!(
            steps.iter().map(SendStep::is_empty).collect::<Vec<_>>(),
            [false, false, false, true, false]
        );
    }

    #[test]
    fn a_send_that_the_end_of_the_run_interrupted_is_none() {
        let (trace, _) = Made::tcp().send(0, 5).send_fails(10, 7, ErrorName::Interrupted).trace();
        assert_eq!(send_steps(&trace, STREAM).len(), 1);
    }

    #[test]
    fn a_send_that_would_have_to_wait_and_is_made_again_is_not_refused() {
        let (trace, _) = Made::tcp().send_fails(0, 7, ErrorName::Again).send_rest(10, 7).trace();
        let steps = send_steps(&trace, STREAM);
        assert_eq!((steps.len(), steps[0].refused, steps[0].kept()), (1, None, 0));
    }
}
