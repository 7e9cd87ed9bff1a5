//! The programs behind a server: one request, one answer, until the service's end condition.
//!
//! A service receives and sends as a script does, so each of its calls is recorded. It is the one
//! place beside the codecs where received bytes are interpreted.

mod clock;
mod shell;

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use crate::model::trace::FailureKind;
use crate::model::{Action, EndpointId, Payload, Program, Scenario, Service, Step};

use self::shell::Room;
use super::endpoint::{Actor, Ended};
use super::run::RunError;

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

impl Actor<'_> {
    /// Answers requests until the end condition.
    pub fn serve(&mut self, service: &Service) -> Result<(), Ended> {
        let room = match &service.program {
            Program::Shell(shell) => Some(
                Room::prepare(shell)
                    .map_err(|why| Ended::Failed(FailureKind::Option(why.to_string())))?,
            ),
            _ => None,
        };
        let mut answered = 0;
        while service.requests.is_none_or(|most| answered < most) {
            let call = self.recv_once(service.recv, None)?;
            let Ok(bytes) = call.outcome else { break };
            let ended = self.board.scenario.transport.is_connected()
                && bytes == 0
                && (call.datagram.is_none() || call.stream.is_none());
            if ended {
                break;
            }
            let request = self.inbox[..bytes as usize].to_vec();
            let sender = call.stream.map(|stream| self.board.scenario.ends(stream).0);
            for answer in self.answers(service, room.as_ref(), &request, answered)? {
                let payload = Payload::Bytes(Arc::from(answer));
                self.send(&payload, false, false, sender)?;
            }
            answered += 1;
            self.replied_to(sender);
            if service.last.as_ref().is_some_and(|last| **last == *request) {
                break;
            }
        }
        Ok(())
    }

    fn answers(
        &mut self,
        service: &Service,
        room: Option<&Room>,
        request: &[u8],
        answered: u32,
    ) -> Result<Vec<Vec<u8>>, Ended> {
        Ok(match (&service.program, room) {
            (Program::Shell(shell), Some(room)) => {
                let output = self.run_command(shell, room, request)?;
                vec![output.stderr, output.stdout]
            }
            (Program::Chat(answers), _) => {
                let turn = answered as usize % answers.len().max(1);
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
