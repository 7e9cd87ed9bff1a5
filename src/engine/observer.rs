//! Asks the kernel about one endpoint's socket, and keeps the answers in a buffer of its own.

use std::os::fd::BorrowedFd;

use crate::model::{CallIndex, EndpointId, Missing, Quantity, Sample, Transport};

use super::chunks::Chunks;
use super::kernel::{self, NotAvailable, Stamp, StampKind};

/// What is called missing when the kernel does not stamp what leaves.
pub const TIMESTAMPS: &str = "timestamps";

/// What the kernel said about one socket so far.
#[derive(Clone, Debug)]
pub struct Observer {
    endpoint: EndpointId,
    transport: Transport,
    samples: Chunks<Sample>,
    stamps: Chunks<Stamp>,
    outside: Vec<Sample>,
    missing: Vec<Missing>,
    /// Whether the kernel stamps what this socket sends.
    stamping: bool,
    /// What `tcpi_bytes_acked` counted before the first byte: the SYN of the side that connected. `None`
    /// before the first sample, and when a FIN may be counted too.
    acked_before: Option<u64>,
    /// The bytes sent before this socket was opened, those sent in all, and those of them that stamps say
    /// are acknowledged; modulo 2^32.
    sent_before: u32,
    sent: u32,
    acked: u32,
}

/// What an observer brings home.
#[derive(Debug)]
pub struct Observed {
    /// Samples whose calls are counted among those of their endpoint.
    pub samples: Vec<Sample>,
    /// Samples that were taken while a call of this endpoint or its peer had not returned.
    pub outside: Vec<Sample>,
    /// Stamps in the order in which the kernel told them.
    pub stamps: Vec<Stamp>,
    /// What is not known, and why.
    pub missing: Vec<Missing>,
    /// Whether the kernel stamped what left.
    pub stamping: bool,
}

impl Observer {
    /// An observer that has no socket yet.
    pub fn new(endpoint: EndpointId, transport: Transport) -> Self {
        Self {
            endpoint,
            transport,
            samples: Chunks::with_room(),
            stamps: Chunks::with_room(),
            outside: Vec::new(),
            missing: Vec::new(),
            stamping: false,
            acked_before: None,
            sent_before: 0,
            sent: 0,
            acked: 0,
        }
    }

    /// Begins with a socket: has its departures stamped, and takes a first sample. `sent` bytes of the
    /// stream went before, over another socket.
    pub fn begin(&mut self, socket: BorrowedFd<'_>, sent: u64, at_ns: u64) {
        self.note_missing(socket);
        if self.transport == Transport::Tcp {
            match kernel::stamp_departures(socket) {
                Ok(()) => self.stamping = true,
                Err(NotAvailable(reason)) => self.miss(TIMESTAMPS, reason),
            }
        }
        self.sent_up_to(sent);
        (self.sent_before, self.acked, self.acked_before) = (self.sent, self.sent, None);
        let first = self.sample(socket, None, at_ns);
        self.acked_before = first.get(Quantity::BytesAcked);
        self.samples.push(first);
    }

    /// What could be expected of this transport and is not told.
    fn note_missing(&mut self, socket: BorrowedFd<'_>) {
        if let Err(NotAvailable(reason)) = kernel::queued(socket) {
            self.miss(Quantity::ReceiveQueue.name(), reason);
        }
        match self.transport {
            Transport::Tcp => {
                for (quantity, reason) in kernel::missing_tcp(socket) {
                    self.miss(quantity.name(), reason);
                }
                if let Err(NotAvailable(reason)) = kernel::send_queue(socket) {
                    self.miss(Quantity::SendQueue.name(), reason);
                }
            }
            Transport::Udp => {
                if let Err(NotAvailable(reason)) = kernel::drops(socket) {
                    self.miss(Quantity::Drops.name(), reason);
                }
            }
            Transport::UnixStream | Transport::UnixDgram | Transport::UnixSeqpacket => {
                let reason = "an AF_UNIX socket has none: what is sent is in the receiver's queue";
                self.miss(Quantity::SendQueue.name(), reason.to_owned());
            }
        }
    }

    fn miss(&mut self, what: &'static str, reason: String) {
        if self.missing.iter().all(|missing| missing.what != what) {
            self.missing.push(Missing { endpoint: self.endpoint, what, reason });
        }
    }

    /// Takes a sample of the own socket. `call` counts among the calls of this endpoint.
    pub fn look(&mut self, socket: BorrowedFd<'_>, call: Option<u32>, at_ns: u64) {
        let sample = self.sample(socket, call, at_ns);
        self.samples.push(sample);
    }

    /// The same after a send. Over TCP the own receive queue is not asked for: a
    /// send does not change it, the peer's sends look at it, and each question costs a twentieth of a
    /// send and its recv.
    pub fn look_after_send(&mut self, socket: BorrowedFd<'_>, call: Option<u32>, at_ns: u64) {
        if self.transport != Transport::Tcp {
            return self.look(socket, call, at_ns);
        }
        let mut sample = Sample::new(self.endpoint, at_ns);
        sample.call = call.map(CallIndex);
        self.ask_sender(socket, &mut sample);
        self.samples.push(sample);
    }

    /// What TCP says of what the own socket sends.
    fn ask_sender(&self, socket: BorrowedFd<'_>, sample: &mut Sample) {
        let _ = kernel::fill_tcp(socket, sample);
        match self.send_queue_in(sample) {
            Some(bytes) => sample.set(Quantity::SendQueue, bytes),
            None => note(sample, Quantity::SendQueue, &kernel::send_queue(socket)),
        }
    }

    /// The send queue by the counters of `TCP_INFO`, which are those of one moment: what left and is not
    /// acknowledged, and what has not left. A FIN would be counted as acknowledged, and not as sent.
    fn send_queue_in(&self, sample: &Sample) -> Option<u64> {
        let again = sample.get(Quantity::BytesRetransmitted)?;
        let left = sample.get(Quantity::BytesSent)?.checked_sub(again)?;
        let acked = sample.get(Quantity::BytesAcked)?.checked_sub(self.acked_before?)?;
        Some(left.checked_sub(acked)? + sample.get(Quantity::NotSent)?)
    }

    /// The same after a recv that took a datagram of that size.
    pub fn look_after_datagram(
        &mut self,
        socket: BorrowedFd<'_>,
        call: Option<u32>,
        at_ns: u64,
        size: Option<u64>,
    ) {
        let mut sample = self.sample(socket, call, at_ns);
        if let Some(size) = size {
            sample.set(Quantity::DatagramSize, size);
        }
        self.samples.push(sample);
    }

    fn sample(&self, socket: BorrowedFd<'_>, call: Option<u32>, at_ns: u64) -> Sample {
        let mut sample = Sample::new(self.endpoint, at_ns);
        sample.call = call.map(CallIndex);
        if self.transport == Transport::Tcp {
            self.ask_sender(socket, &mut sample);
        }
        ask_receiver(self.transport, socket, &mut sample);
        sample
    }

    /// Takes a sample of another endpoint's socket.
    pub fn look_at(&mut self, other: EndpointId, socket: BorrowedFd<'_>, at_ns: u64) {
        self.samples.push(ask(self.transport, other, socket, at_ns));
    }

    /// Keeps a sample that was taken while this endpoint could not ask.
    pub fn add_from_outside(&mut self, sample: Sample) {
        self.outside.push(sample);
    }

    /// The own end is shut down, so that a FIN is or will be among what is acknowledged.
    pub fn shut_down(&mut self) {
        self.acked_before = None;
    }

    /// Notes how full the receiver is, right after a send: nobody else looks while it does not read.
    pub fn look_at_receiver(&mut self, receiver: EndpointId, socket: BorrowedFd<'_>, at_ns: u64) {
        let mut sample = Sample::new(receiver, at_ns);
        ask_receiver(self.transport, socket, &mut sample);
        self.samples.push(sample);
    }

    /// The kernel has taken all bytes before `end`.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "places are counted modulo 2^32, as the kernel does"
    )]
    pub fn sent_up_to(&mut self, end: u64) {
        self.sent = end as u32;
    }

    /// Takes the stamps that wait, if any can: they fill the socket's own receive buffer. Says whether
    /// there were any.
    pub fn drain(&mut self, socket: BorrowedFd<'_>) -> bool {
        if !self.stamping || self.acked == self.sent {
            return false;
        }
        let (stamps, acked) = (&mut self.stamps, &mut self.acked);
        let before = self.sent_before;
        let taken = kernel::drain_stamps(socket, |stamp| {
            let stamp = Stamp { place: stamp.place.wrapping_add(before), ..stamp };
            if stamp.kind == StampKind::Acked {
                *acked = stamp.place.wrapping_add(1);
            }
            stamps.push(stamp);
        });
        taken > 0
    }

    /// Everything, when the socket is closed.
    pub fn finish(self) -> Observed {
        Observed {
            samples: self.samples.into_iter().collect(),
            outside: self.outside,
            stamps: self.stamps.into_iter().collect(),
            missing: self.missing,
            stamping: self.stamping,
        }
    }
}

/// A sample of a socket that somebody else may be calling.
pub fn ask(transport: Transport, endpoint: EndpointId, socket: BorrowedFd<'_>, at_ns: u64) -> Sample {
    let mut sample = Sample::new(endpoint, at_ns);
    if transport == Transport::Tcp {
        let _ = kernel::fill_tcp(socket, &mut sample);
        note(&mut sample, Quantity::SendQueue, &kernel::send_queue(socket));
    }
    ask_receiver(transport, socket, &mut sample);
    sample
}

fn ask_receiver(transport: Transport, socket: BorrowedFd<'_>, sample: &mut Sample) {
    note(sample, Quantity::ReceiveQueue, &kernel::queued(socket));
    if transport == Transport::Udp {
        note(sample, Quantity::Drops, &kernel::drops(socket));
    }
}

fn note(sample: &mut Sample, quantity: Quantity, answer: &Result<u64, NotAvailable>) {
    if let Ok(value) = answer {
        sample.set(quantity, *value);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::fd::AsFd;

    use socket2::{Domain, Socket, Type};

    use super::*;

    #[test]
    fn the_send_queue_by_the_counters_is_the_one_that_the_kernel_tells() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let active = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (passive, _) = listener.accept().unwrap();
        let mut compared = 0;
        for (from, to) in [(&active, &passive), (&passive, &active)] {
            let socket = Socket::from(from.try_clone().unwrap());
            let reader = Socket::from(to.try_clone().unwrap());
            let mut observer = Observer::new(EndpointId(0), Transport::Tcp);
            observer.begin(socket.as_fd(), 0, 0);
            for bytes in [1, 100, 5000, 70_000] {
                reader.set_tcp_quickack(false).unwrap();
                socket.send(&vec![b'a'; bytes]).unwrap();
                let before = kernel::send_queue(socket.as_fd());
                observer.look_after_send(socket.as_fd(), None, 0);
                // An acknowledgement may come at any moment: only what stood still can be compared.
                if before == kernel::send_queue(socket.as_fd()) {
                    let sample = observer.samples.last().unwrap();
                    assert_eq!(sample.get(Quantity::SendQueue), before.ok(), "{bytes} bytes");
                    assert_eq!(sample.get(Quantity::SendQueue), observer.send_queue_in(sample));
                    compared += 1;
                }
            }
        }
        assert!(compared > 0);
    }

    #[test]
    fn a_refused_timestamp_is_missing_with_its_reason() {
        // A TCP socket without a connection has no stream whose bytes could be counted.
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let mut observer = Observer::new(EndpointId(3), Transport::Tcp);
        observer.begin(socket.as_fd(), 0, 7);
        observer.sent_up_to(5);
        assert!(!observer.drain(socket.as_fd()));
        let done = observer.finish();
        assert!(!done.stamping && done.stamps.is_empty());
        let refused = done.missing.iter().find(|missing| missing.what == TIMESTAMPS).unwrap();
        assert_eq!(
            (refused.endpoint, &*refused.reason),
            (EndpointId(3), "SO_TIMESTAMPING: EINVAL: Invalid argument")
        );
        // The counters are told all the same.
        let samples = done.samples.iter().map(|sample| (sample.at_ns, sample.get(Quantity::DataSegsOut)));
        assert!(samples.eq([(7, Some(0))]));
    }

    #[test]
    fn what_a_socket_cannot_tell_is_missing_for_each_quantity() {
        // Not a TCP socket, so that nothing of TCP is told: as where a kernel knows none of it.
        let socket = Socket::new(Domain::UNIX, Type::STREAM, None).unwrap();
        let mut observer = Observer::new(EndpointId(0), Transport::Tcp);
        observer.begin(socket.as_fd(), 0, 7);
        let done = observer.finish();
        let missing: Vec<&str> = done.missing.iter().map(|missing| missing.what).collect();
        for quantity in [Quantity::DataSegsOut, Quantity::SendMss, Quantity::ReceiveWindow] {
            assert_eq!(missing.iter().filter(|what| **what == quantity.name()).count(), 1, "{missing:?}");
            assert_eq!(done.samples[0].get(quantity), None);
        }
    }
}
