//! Why a run came to no trace: what this machine lacks, and what the system refused.

use std::fmt;

use thiserror::Error;

use crate::model::{ErrorName, Family, Transport};

/// Why there is no trace.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RunError {
    /// This machine lacks something that the scenario needs.
    #[error("{} is not available here: {}", .0.what(), .0.reason())]
    NotAvailable(Lacking),
    /// The sockets or threads could not be made.
    #[error("{doing} failed: {}: {}", error.name(), doing.meaning(*error))]
    Setup {
        /// What was being done.
        doing: Doing,
        /// What the system said.
        error: ErrorName,
    },
    /// Somebody cancelled it.
    #[error("the run was cancelled")]
    Cancelled,
}

/// What a machine may lack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// An address family, or its loopback address.
    Address {
        /// What was to be opened.
        route: Route,
        /// What the system said.
        error: ErrorName,
    },
    /// A command that a service runs.
    Command {
        /// Its name.
        program: String,
        /// The folders in which it is looked for.
        searched: &'static [&'static str],
    },
}

/// What a run goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The kind of socket.
    pub transport: Transport,
    /// Its addresses, where it has some of the internet's.
    pub family: Family,
}

/// What was being done when the system refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A socket is opened and bound.
    Opening(Route),
    /// listen(2)
    Listening,
    /// connect(2) to our own listener
    Connecting,
    /// accept(2)
    Accepting,
    /// getsockname(2)
    AskingAddress,
    /// The folder for socket files is made.
    MakingFolder,
    /// A socket file gets a path, which may be too long (unix(7)).
    NamingFile,
    /// A thread is started.
    StartingThread,
    /// An endpoint's thread ended in a panic.
    Performing,
    /// The signal that interrupts calls is installed.
    InstallingSignal,
    /// An endpoint is linked with no other.
    Linking,
}

/// What there is only so much of. Its errors say something else of calls in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortage {
    /// Every port of the range that the kernel chooses from is taken (bind(2), connect(2)).
    Ports,
    /// The system starts no more threads (`pthread_create(3)`).
    Threads,
}

impl Doing {
    /// What there was too little of.
    pub fn shortage(self, error: ErrorName) -> Option<Shortage> {
        match (self, error) {
            (Self::Opening(route), ErrorName::AddressInUse) if route.transport.is_internet() => {
                Some(Shortage::Ports)
            }
            (Self::Connecting, ErrorName::AddressNotAvailable) => Some(Shortage::Ports),
            (Self::StartingThread, ErrorName::Again) => Some(Shortage::Threads),
            _ => None,
        }
    }

    /// What the error means here, in English.
    pub fn meaning(self, error: ErrorName) -> &'static str {
        match self.shortage(error) {
            Some(Shortage::Ports) => "no port is free",
            Some(Shortage::Threads) => "the system starts no more threads",
            None => error.meaning(),
        }
    }
}

impl Route {
    /// "tcp over IPv6"
    pub fn what(self) -> String {
        match (self.transport.is_internet(), self.family) {
            (true, Family::V4) => format!("{} over IPv4", self.transport.name()),
            (true, Family::V6) => format!("{} over IPv6", self.transport.name()),
            (false, _) => self.transport.name().to_owned(),
        }
    }

    /// The address that it is bound to; `None` for a socket file.
    pub fn address(self) -> Option<&'static str> {
        match (self.transport.is_internet(), self.family) {
            (true, Family::V4) => Some("127.0.0.1"),
            (true, Family::V6) => Some("::1"),
            (false, _) => None,
        }
    }

    fn place(self) -> &'static str {
        self.address().unwrap_or("a socket file")
    }
}

impl Lacking {
    /// What is missing, in English.
    pub fn what(&self) -> String {
        match self {
            Self::Address { route, .. } => route.what(),
            Self::Command { program, .. } => format!("the command {program}"),
        }
    }

    /// How we know, in English.
    pub fn reason(&self) -> String {
        match self {
            Self::Address { route, error } => format!("binding {}: {error}", route.place()),
            Self::Command { searched, .. } => format!("it is not in {}", searched.join(" or ")),
        }
    }
}

impl fmt::Display for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Opening(route) => {
                return write!(f, "opening {} on {}", route.what(), route.place());
            }
            Self::Listening => "listening",
            Self::Connecting => "connecting to our own listener",
            Self::Accepting => "accepting",
            Self::AskingAddress => "getsockname",
            Self::MakingFolder => "making a folder for the socket files",
            Self::NamingFile => "naming a socket file",
            Self::StartingThread => "starting a thread",
            Self::Performing => "an endpoint's thread",
            Self::InstallingSignal => "installing the interrupting signal",
            Self::Linking => "an endpoint without a link has nobody to talk with",
        };
        f.write_str(text)
    }
}
