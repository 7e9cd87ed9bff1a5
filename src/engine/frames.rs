//! Reading until a whole frame is there: what a program does that knows where its messages end.

use crate::framing::Decoder;
use crate::model::{Action, Endpoint, Step};

use super::endpoint::Actor;
use super::performance::Ended;

/// The decoder of an endpoint whose script waits for frames; it sees all that is read from then on.
pub fn decoder(endpoint: &Endpoint) -> Option<Decoder> {
    let codec = endpoint.codec.as_ref()?;
    waits_for_frames(&endpoint.script).then(|| Decoder::new(codec))
}

fn waits_for_frames(steps: &[Step]) -> bool {
    steps.iter().any(|step| match &step.action {
        Action::RecvUntilFrame { .. } => true,
        Action::Repeat { steps, .. } => waits_for_frames(steps),
        _ => false,
    })
}

impl Actor<'_> {
    /// Receives until there is one more whole frame, or none can come any more: the stream has ended, or
    /// the decoder has given up.
    pub fn recv_until_frame(&mut self, size: u32) -> Result<(), Ended> {
        loop {
            match self.decoder.as_mut().map(Decoder::next_frame) {
                Some(Ok(None)) => {}
                Some(Ok(Some(_)) | Err(_)) | None => return Ok(()),
            }
            if !self.recv_once(size, None)?.outcome.is_ok_and(|bytes| bytes > 0) {
                return Ok(());
            }
        }
    }
}
