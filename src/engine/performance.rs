//! What an endpoint begins with and what it brings home.

use socket2::Socket;

use crate::model::trace::FailureKind;
use crate::model::{Failure, OptionReport, StreamOffset};

use super::assemble::AtClose;
use super::link::OpenSocket;
use super::observer::Observer;
use super::recorder::Recorder;

/// Where the measured part of a run begins.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// In nanoseconds since the run began.
    pub at_ns: u64,
    /// In each stream.
    pub offsets: Vec<StreamOffset>,
    /// Datagrams read until then, where the reader took the baseline: it knows no offsets.
    pub datagrams: Vec<Option<u32>>,
}

/// What a thread brings home.
#[derive(Debug)]
pub struct Performance {
    /// Its calls and bytes.
    pub recorder: Recorder,
    /// What the kernel said, if it was asked.
    pub observer: Option<Observer>,
    /// The socket, unless the script closed it.
    pub socket: Option<Socket>,
    /// What the kernel said before the script closed it.
    pub at_close: Option<AtClose>,
    /// Why the script did not come to its end.
    pub failure: Option<Failure>,
    /// Options that steps have set.
    pub options: Vec<OptionReport>,
    /// Strangers whose datagrams were turned away.
    pub refused: Vec<String>,
    /// The baseline, if this script took it.
    pub baseline: Option<Baseline>,
}

impl Performance {
    /// All that can be shown to others; the socket stays where it is.
    pub fn copy(&self) -> Self {
        Self {
            recorder: self.recorder.clone(),
            observer: self.observer.clone(),
            socket: None,
            at_close: self.at_close.clone(),
            failure: self.failure.clone(),
            options: self.options.clone(),
            refused: self.refused.clone(),
            baseline: self.baseline.clone(),
        }
    }
}

/// Why a script ends early.
pub enum Ended {
    /// The run is stopped for a reason that is somebody else's.
    Given,
    /// This step failed.
    Failed(FailureKind),
}

/// Who is to run a script: the endpoint's buffers and its socket.
#[derive(Debug)]
pub struct Part {
    /// For its calls and bytes.
    pub recorder: Recorder,
    /// For what the kernel says, if it is to be asked.
    pub observer: Option<Observer>,
    /// Its socket and its peers.
    pub open: OpenSocket,
}
