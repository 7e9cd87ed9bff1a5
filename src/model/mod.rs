//! What happened: plain data that knows nothing but `std`.
//!
//! A [`Scenario`] says what is to be run, a [`Trace`] what was run, call by call, and
//! [`boundary`] lines up the two sides of each stream by byte offset alone. [`evidence`] is what the
//! kernel said meanwhile; [`handover`], [`journey`], [`queue`] and [`cause`] are what it tells.

pub mod boundary;
pub mod cause;
pub mod codec;
mod datagram;
pub mod error_name;
pub mod evidence;
pub mod frame;
pub mod handover;
pub mod journey;
#[cfg(test)]
pub(crate) mod made;
pub mod outcome;
pub mod queue;
pub mod reckoning;
pub mod recording;
pub mod rounds;
pub mod scenario;
mod sender;
pub mod sends;
pub mod service;
pub mod share;
pub mod span;
pub mod step;
pub mod trace;
mod unopened;
pub mod whereabouts;

pub use boundary::{BoundaryFate, DatagramFate, Message, Piece, Read, StreamView, Verdict};
pub use cause::{Cause, Explanation};
pub use codec::{ByteOrder, Codec, Framing, Width};
pub use error_name::ErrorName;
pub use evidence::{Departure, Evidence, Missing, Quantity, Sample};
pub use frame::{Frame, FrameError, Frames, HeaderFault};
pub use handover::{Cuts, Handover, Moment};
pub use journey::Journey;
pub use outcome::{Outcome, Signature, Tally, main_stream};
pub use queue::{QueueHistory, QueuePoint};
pub use reckoning::{Reckoning, Worth};
pub use recording::{Call, CallKind, Recording};
pub use rounds::{RoundSpread, conversation};
pub use scenario::{
    Acks, Counts, Endpoint, EndpointId, Family, Link, Scenario, SocketOption, StreamId, Transport,
};
pub use sends::{SendStep, send_steps};
pub use service::{Program, Service};
pub use share::Share;
pub use span::{ByteSpan, StreamOffset};
pub use step::{Action, Gate, Payload, Step};
pub use trace::{CallIndex, Failure, OptionReport, Trace};
pub use unopened::{Awaited, Unopened};
pub use whereabouts::{Timeline, Whereabouts};
