//! The programs behind a server: one request, one answer, until the service's end condition.
//!
//! A service receives and sends as a script does, so each of its calls is recorded. Where its endpoint
//! has a codec, a request is a frame and so is the whole answer; else a request is what one recv
//! brought, and the shell's two outputs are two sends.

mod clock;
mod shell;

use std::sync::atomic::Ordering::SeqCst;

use crate::framing::{self, Decoder};
use crate::model::trace::FailureKind;
use crate::model::{Action, EndpointId, Payload, Program, Scenario, Service, Step};

use self::shell::Room;
use super::endpoint::Actor;
use super::performance::Ended;
use super::refusal::RunError;

/// Finds out whether every command that the scripts may run is there.
///
/// # Errors
/// [`RunError::NotAvailable`] names the first that is not.
pub fn check_available(scenario: &Scenario) -> Result<(), RunError> {
    scenario.endpoints.iter().try_for_each(|endpoint| check_steps(&endpoint.script))
}

fn check_steps(steps: &[Step]) -> Result<(), RunError> {
    steps.iter().try_for_each(|step| match &step.action {
        Action::Serve(service) => match &service.program {
            Program::Shell(shell) => shell::check_available(shell),
            Program::Echo | Program::Chat(_) | Program::Time => Ok(()),
        },
        Action::Repeat { steps, .. } => check_steps(steps),
        _ => Ok(()),
    })
}

/// A service at work.
struct AtWork<'a> {
    service: &'a Service,
    /// The folder of a shell.
    room: Option<Room>,
    /// Finds the requests where the endpoint has a codec; else one recv is one request.
    decoder: Option<Decoder>,
    answered: u32,
    is_done: bool,
}

impl AtWork<'_> {
    /// The requests in what a recv brought. A frame that cannot be read ends the service.
    fn requests(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        let Some(decoder) = &mut self.decoder else { return vec![bytes.to_vec()] };
        decoder.push(bytes);
        let mut requests = Vec::new();
        loop {
            match decoder.next_frame() {
                Ok(Some(frame)) => requests.push(frame.payload.to_vec()),
                Ok(None) => return requests,
                Err(error) => {
                    log::debug!("a service got no frame: {error:?}");
                    self.is_done = true;
                    return requests;
                }
            }
        }
    }
}

impl Actor<'_> {
    /// Answers requests until the end condition.
    pub fn serve(&mut self, service: &Service) -> Result<(), Ended> {
        let room = match &service.program {
            Program::Shell(shell) => Some(Room::prepare(shell).map_err(|error| {
                Ended::Failed(FailureKind::Option(format!("no folder for the commands: {error}")))
            })?),
            Program::Echo | Program::Chat(_) | Program::Time => None,
        };
        let is_stream = self.board.scenario.transport.is_stream();
        let codec = self.board.scenario.endpoint(self.id).codec.as_ref().filter(|_| is_stream);
        let decoder = codec.map(Decoder::new);
        let mut work = AtWork { service, room, decoder, answered: 0, is_done: false };
        while !work.is_done {
            let call = self.recv_once(service.recv, None)?;
            let Ok(bytes) = call.outcome else { break };
            let is_connected = self.board.scenario.transport.is_connected();
            if bytes == 0 && is_connected && call.datagram.is_none() {
                break;
            }
            let bytes = self.inbox[..bytes as usize].to_vec();
            let sender = call.stream.map(|stream| self.board.scenario.ends(stream).0);
            for request in work.requests(&bytes) {
                self.answer(&mut work, &request, sender)?;
                if work.is_done {
                    break;
                }
            }
        }
        Ok(())
    }

    fn answer(
        &mut self,
        work: &mut AtWork<'_>,
        request: &[u8],
        sender: Option<EndpointId>,
    ) -> Result<(), Ended> {
        let answers = self.answers(work, request)?;
        let codec = self.board.scenario.endpoint(self.id).codec.as_ref();
        match codec.filter(|_| work.decoder.is_some()) {
            // A frame holds the whole answer.
            Some(codec) => {
                let whole = Payload::Bytes(answers.concat().into());
                let frame = framing::enclose(codec, whole)
                    .map_err(|why| Ended::Failed(FailureKind::Option(why.to_string())))?;
                self.send(&frame, true, false, sender)?;
            }
            None => {
                for answer in answers {
                    self.send(&Payload::Bytes(answer.into()), false, false, sender)?;
                }
            }
        }
        work.answered += 1;
        self.replied_to(sender);
        let is_last = work.service.last.as_ref().is_some_and(|last| **last == *request);
        let is_enough = work.service.requests.is_some_and(|most| work.answered >= most);
        work.is_done |= is_last || is_enough;
        Ok(())
    }

    /// What is sent in answer to a request, a send each.
    fn answers(&mut self, work: &AtWork<'_>, request: &[u8]) -> Result<Vec<Vec<u8>>, Ended> {
        Ok(match (&work.service.program, &work.room) {
            (Program::Shell(shell), Some(room)) => {
                let output = self.run_command(shell, room, request)?;
                vec![output.stderr, output.stdout]
            }
            (Program::Chat(answers), _) => {
                let turn = work.answered as usize % answers.len().max(1);
                answers.get(turn).map(|answer| answer.to_vec()).into_iter().collect()
            }
            (Program::Time, _) => vec![clock::tell(request)],
            (Program::Echo | Program::Shell(_), _) => vec![request.to_vec()],
        })
    }

    fn replied_to(&self, sender: Option<EndpointId>) {
        let stream = sender.and_then(|sender| self.board.scenario.stream_between(self.id, sender));
        if let Some(stream) = stream {
            self.board.flow(stream).replies.fetch_add(1, SeqCst);
            self.board.tell();
        }
    }
}
