//! Services at given knobs.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::model::service::{Contents, PreparedFile, Shell};
use crate::model::{EndpointId, Program, Service};

use super::{MOST_STEPS, Resolver};
use crate::lesson::diagnostic::Diagnostic;
use crate::lesson::expression::Expression;
use crate::lesson::script::{
    FileContents, FileWord, GateWord, ProgramWord, REQUEST_SIZE, ScriptStep, ServeWord, Word,
};

/// Files that a shell's folder may hold.
pub const MOST_FILES: u64 = 1000;
/// Bytes that one of them may hold.
pub const LARGEST_FILE: u64 = 1 << 20;
/// How long a command of a shell may take.
pub const COMMAND_LIMIT: Duration = Duration::from_secs(1);

impl Resolver<'_> {
    pub(super) fn service(&self, serve: &ServeWord) -> Result<Service, Diagnostic> {
        let program = match &serve.program {
            ProgramWord::Echo => Program::Echo,
            ProgramWord::Time => Program::Time,
            ProgramWord::Chat(answers) => Program::Chat(answers.clone().into()),
            ProgramWord::Shell { commands, files } => Program::Shell(Arc::new(Shell {
                commands: commands.clone(),
                files: self.files(files)?,
                limit: COMMAND_LIMIT,
            })),
        };
        let recv = serve.recv.as_ref().map_or(Ok(REQUEST_SIZE), |size| self.recv_size(size))?;
        let requests = serve.requests.as_ref().map(|requests| self.requests(requests)).transpose()?;
        Ok(Service { program, recv, requests, last: serve.last.clone() })
    }

    fn requests(&self, requests: &Expression) -> Result<u32, Diagnostic> {
        let asked = self.evaluate(requests)?;
        match u32::try_from(asked) {
            Ok(requests) if requests > 0 && asked <= MOST_STEPS => Ok(requests),
            _ => {
                let expected = format!("expected 1 to {MOST_STEPS}");
                Err(self.error(&requests.span, format!("{asked} requests"), expected))
            }
        }
    }

    fn files(&self, words: &[FileWord]) -> Result<Vec<PreparedFile>, Diagnostic> {
        let mut files: Vec<PreparedFile> = Vec::new();
        for word in words {
            let count = word.count.as_ref().map_or(Ok(1), |count| self.evaluate(count))?;
            if (files.len() as u64).saturating_add(count) > MOST_FILES {
                let message = format!("the folder holds more than {MOST_FILES} files");
                return Err(self.error(&word.span, message, "expected fewer"));
            }
            let contents = match &word.contents {
                FileContents::Text(text) => Contents::Text(text.clone()),
                FileContents::Lines(bytes) => Contents::Lines(self.file_size(bytes)?),
            };
            let name = |number: u64| word.name.replace('#', &format!("{number:03}"));
            let file = |number| PreparedFile { name: name(number), contents: contents.clone() };
            files.extend((1..=count).map(file));
            self.check_distinct(&files, &word.span)?;
        }
        Ok(files)
    }

    fn check_distinct(&self, files: &[PreparedFile], span: &Range<usize>) -> Result<(), Diagnostic> {
        let mut names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            None => Ok(()),
            Some(pair) => {
                let message = format!("there is another file `{}`", pair[0]);
                Err(self.error(span, message, "expected a name of its own"))
            }
        }
    }

    fn file_size(&self, size: &Expression) -> Result<u32, Diagnostic> {
        let bytes = self.evaluate(size)?;
        match u32::try_from(bytes) {
            Ok(small) if bytes <= LARGEST_FILE => Ok(small),
            _ => {
                let message = format!("a file of {bytes} bytes");
                Err(self.error(&size.span, message, format!("expected 1 MiB ({LARGEST_FILE}) at most")))
            }
        }
    }

    /// Whether that endpoint runs a service in this pane with these knobs.
    pub(super) fn serves(&self, endpoint: EndpointId) -> bool {
        self.lesson.endpoints.get(endpoint.index()).is_some_and(|other| self.has_service(&other.script))
    }

    fn has_service(&self, script: &[ScriptStep]) -> bool {
        let done = script.iter().filter(|step| step.when.holds(self.pane, &self.settings));
        done.into_iter().any(|step| match &step.word {
            Word::Serve(_) => true,
            Word::Repeat { steps, .. } => self.has_service(steps),
            _ => false,
        })
    }

    /// What a service will send is not known, so nobody can wait for all of it.
    pub(super) fn check_knows_all(&self, gate: &GateWord, step: &ScriptStep) -> Result<(), Diagnostic> {
        let id = |place: usize| u16::try_from(place).ok().map(EndpointId);
        let server = match gate {
            GateWord::Sent(other) => Some(*other).filter(|&other| self.serves(other)),
            GateWord::AllQueued => {
                let mut peers =
                    self.lesson.links.iter().filter_map(|&(active, passive)| match self.own {
                        own if own == active => id(passive),
                        own if own == passive => id(active),
                        _ => None,
                    });
                peers.find(|&peer| self.serves(peer))
            }
            _ => None,
        };
        match server.and_then(|server| self.lesson.endpoints.get(server.index())) {
            None => Ok(()),
            Some(server) => {
                let message = format!("nobody knows how much the service of {} sends", server.name);
                let expected = format!("expected `wait = {{ replied = \"{}\" }}`", server.name);
                Err(self.error(&step.span, message, expected))
            }
        }
    }
}
