//! The calls that move bytes.

use std::io::Read;
use std::os::fd::AsFd;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use socket2::SockAddr;

use crate::model::trace::FailureKind;
use crate::model::{
    Acks, Call, CallKind, EndpointId, ErrorName, Payload, SocketOption, StreamId, Transport,
};

use super::endpoint::Actor;
use super::errno::name_of_io;
use super::link::address_text;
use super::opening::Opening;
use super::options;
use super::performance::Ended;
use super::receive::{Arrival, receive};

impl Actor<'_> {
    fn is_datagram(&self) -> bool {
        !self.board.scenario.transport.is_connected()
    }

    fn peer(&self, to: Option<EndpointId>) -> Option<EndpointId> {
        self.peers.iter().map(|&(id, _)| id).find(|id| to.is_none_or(|to| to == *id))
    }

    fn peer_address(&self, peer: EndpointId) -> Option<&SockAddr> {
        self.peers.iter().find(|(id, _)| *id == peer).map(|(_, address)| address)
    }

    /// Sends one message: with one call, or until everything is taken.
    pub fn send(
        &mut self,
        payload: &Payload,
        all: bool,
        more: bool,
        to: Option<EndpointId>,
    ) -> Result<(), Ended> {
        self.find_peers()?;
        let Some(peer) = self.peer(to) else {
            return self.socket().map(drop);
        };
        let Some(stream) = self.board.scenario.stream_between(self.id, peer) else {
            return Ok(());
        };
        let mut bytes = std::mem::take(&mut self.outbox);
        bytes.clear();
        payload.write_to(self.recorder.position(stream), &mut bytes);
        let message = self.recorder.next_message(stream);
        let mut done = 0;
        let sent = loop {
            let accepted = self.send_call(stream, message, peer, &bytes[done..], more);
            match accepted {
                Ok(Ok(accepted)) => {
                    done += accepted as usize;
                    if !all || done == bytes.len() {
                        break Ok(());
                    }
                    // Only progress earns more time: a poll may say again and again that there is room.
                    self.board.begin_step(self.id, self.board.scenario.deadline);
                }
                Ok(Err(ErrorName::Again)) if all && self.non_blocking => {
                    if let Err(ended) = self.wait_until_writable() {
                        break Err(ended);
                    }
                }
                Ok(Err(_)) => break Ok(()),
                Err(ended) => break Err(ended),
            }
        };
        self.outbox = bytes;
        self.board.send_done(self.id);
        sent
    }

    fn send_call(
        &mut self,
        stream: StreamId,
        message: u32,
        to: EndpointId,
        bytes: &[u8],
        more: bool,
    ) -> Result<Result<u32, ErrorName>, Ended> {
        self.socket()?;
        let flags = send_flags(more).ok_or_else(|| {
            Ended::Failed(FailureKind::Option("MSG_MORE is not available here".to_owned()))
        })?;
        // A connected socket sends without an address, datagrams too.
        let datagram = self.is_datagram() && self.opening != Opening::Connected;
        let kind = if datagram { CallKind::SendTo } else { CallKind::Send };
        let numbered = !self.board.scenario.transport.is_stream();
        let address = self.peer_address(to).filter(|_| datagram).map(address_text);
        let address = address.and_then(|address| self.recorder.address_index(&address));
        let flow = self.board.flow(stream);
        let call = Call {
            stream: Some(stream),
            offset: self.recorder.position(stream),
            message: Some(message),
            asked: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            datagram: numbered.then(|| saturating_u32(flow.datagrams_sent.load(SeqCst))),
            more,
            address,
            ..Call::new(self.id, kind)
        };
        let is_looked_on = self.observer.is_some() && self.board.scenario.transport == Transport::Tcp;
        if is_looked_on {
            self.board.begin_send(self.id);
        }
        let call = self.record(call, |actor| {
            let socket = actor.socket().map_err(|_| ErrorName::BadDescriptor)?;
            let sent = match actor.peer_address(to) {
                Some(address) if datagram => socket.send_to_with_flags(bytes, address, flags),
                _ => socket.send_with_flags(bytes, flags),
            };
            sent.map(|accepted| saturating_u32(accepted as u64)).map_err(|error| name_of_io(&error))
        });
        if is_looked_on {
            self.board.end_send(self.id);
        }
        if let Ok(accepted) = call.outcome {
            self.recorder.moved(stream, &bytes[..accepted as usize]);
            flow.sent.fetch_add(u64::from(accepted), SeqCst);
            flow.datagrams_sent.fetch_add(1, SeqCst);
            self.board.tell();
        }
        self.observe_send(stream);
        self.show();
        self.check_stop(format_args!("{}({} bytes)", kind.name(), bytes.len()))?;
        Ok(call.outcome)
    }

    fn wait_until_writable(&mut self) -> Result<(), Ended> {
        if self.board.scenario.transport == Transport::UnixDgram {
            // poll knows nothing of the receiver's queue when the socket is not connected, see unix(7).
            std::thread::park_timeout(Duration::from_millis(1));
            return self.check_stop("waiting for room at the receiver");
        }
        loop {
            let (outcome, events) = {
                let socket = self.socket()?;
                let mut wanted = [PollFd::new(socket.as_fd(), PollFlags::POLLOUT)];
                (poll(&mut wanted, PollTimeout::NONE), wanted[0].revents())
            };
            if let Err(error) = outcome
                && error != Errno::EINTR
            {
                log::warn!("poll: {error}");
                return Ok(());
            }
            self.check_stop("poll for room in the send buffer")?;
            // A timestamp that waits is an "error" to poll, and no room.
            if events != Some(PollFlags::POLLERR) || !self.drain_stamps() {
                return Ok(());
            }
        }
    }

    /// Receives until the stream ends or an error says that nothing more will come.
    ///
    /// With a limit, until nothing has come for so long. Connectionless sockets have no end, and there an
    /// empty datagram is one like any other.
    pub fn recv_until_end(&mut self, size: u32, limit: Option<Duration>) -> Result<(), Ended> {
        let has_end = self.board.scenario.transport.is_connected();
        while self.recv_once(size, limit)?.outcome.is_ok_and(|bytes| bytes > 0 || !has_end) {}
        Ok(())
    }

    /// Receives once. A stranger's datagram is recorded, turned away, and the call made again.
    pub fn recv_once(&mut self, size: u32, limit: Option<Duration>) -> Result<Call, Ended> {
        self.open_for_datagrams()?;
        if let Some(limit) = limit {
            self.limit_recv(Some(limit))?;
        }
        let received = loop {
            self.socket()?;
            self.board.begin_step(self.id, self.board.scenario.deadline + limit.unwrap_or_default());
            let call = if self.board.scenario.transport.is_stream() {
                let call = self.recv_stream(size);
                self.rearm_acks();
                self.observe_call();
                call
            } else {
                let waiting = self.waiting_datagram();
                let call = self.recv_message(size);
                self.observe_datagram(&call, waiting);
                call
            };
            self.show();
            if !call.refused {
                break call;
            }
            self.check_stop(format_args!("recv({size})"))?;
        };
        if limit.is_some() {
            self.limit_recv(self.receive_timeout)?;
        }
        self.check_stop(format_args!("recv({size})"))?;
        Ok(received)
    }

    fn limit_recv(&self, limit: Option<Duration>) -> Result<(), Ended> {
        if let Err(error) = self.socket()?.set_read_timeout(limit) {
            log::warn!("SO_RCVTIMEO: {error}");
        }
        Ok(())
    }

    fn incoming(&self) -> Option<StreamId> {
        let scenario = &self.board.scenario;
        match self.peers.first() {
            Some((peer, _)) => scenario.stream_between(*peer, self.id),
            None => scenario.incoming(self.id).next(),
        }
    }

    fn recv_stream(&mut self, size: u32) -> Call {
        let mut inbox = std::mem::take(&mut self.inbox);
        let stream = self.incoming();
        let call = Call {
            stream,
            offset: stream.map(|stream| self.recorder.position(stream)).unwrap_or_default(),
            asked: size,
            ..Call::new(self.id, CallKind::Recv)
        };
        let call = self.record(call, |actor| {
            let socket = actor.socket().map_err(|_| ErrorName::BadDescriptor)?;
            let taken = (&*socket).read(&mut inbox[..size as usize]);
            taken.map(|bytes| saturating_u32(bytes as u64)).map_err(|error| name_of_io(&error))
        });
        if let (Some(stream), Ok(bytes)) = (stream, call.outcome) {
            self.recorder.moved(stream, &inbox[..bytes as usize]);
            if let Some(decoder) = &mut self.decoder {
                decoder.push(&inbox[..bytes as usize]);
            }
            self.board.flow(stream).received.fetch_add(u64::from(bytes), SeqCst);
            self.board.tell();
        }
        self.inbox = inbox;
        call
    }

    fn recv_message(&mut self, size: u32) -> Call {
        let mut inbox = std::mem::take(&mut self.inbox);
        let start_ns = self.board.now_ns();
        let received = self.socket().map(|socket| receive(socket, &mut inbox[..size as usize]));
        let end_ns = self.board.now_ns();
        let (outcome, arrival) = match received {
            Ok(Ok(arrival)) => (Ok(saturating_u32(arrival.bytes as u64)), arrival),
            Ok(Err(error)) => (Err(name_of_io(&error)), Arrival::default()),
            Err(_) => (Err(ErrorName::BadDescriptor), Arrival::default()),
        };
        let stream = self.stream_of(&arrival, outcome.is_err());
        // Only who has an address can be a stranger: errors, and the end after a shutdown, have none.
        let refused = stream.is_none() && arrival.sender.is_some();
        let sender = arrival.sender.as_ref().filter(|_| self.is_datagram()).map(address_text);
        let address = sender.as_ref().and_then(|sender| self.recorder.address_index(sender));
        let datagram =
            stream.filter(|_| outcome.is_ok()).map(|stream| self.number(stream, outcome, &arrival));
        let call = Call {
            start_ns,
            end_ns,
            asked: size,
            outcome,
            stream,
            offset: stream.map(|stream| self.recorder.position(stream)).unwrap_or_default(),
            datagram: datagram.flatten(),
            truncated: arrival.truncated,
            refused,
            address,
            ..Call::new(self.id, CallKind::RecvMsg)
        };
        self.recorder.push(&call);
        if let (Some(stream), Ok(bytes)) = (stream, outcome) {
            self.recorder.moved(stream, &inbox[..bytes as usize]);
            if call.datagram.is_some() {
                self.recorder.next_message(stream);
                self.board.flow(stream).datagrams_received.fetch_add(1, SeqCst);
            }
            self.board.tell();
        } else if let (true, Some(sender)) = (refused, sender) {
            self.refused.push(sender);
        }
        self.inbox = inbox;
        call
    }

    /// The stream that a datagram belongs to; `None` for a stranger's. Connected sockets have one.
    fn stream_of(&self, arrival: &Arrival, failed: bool) -> Option<StreamId> {
        if failed || !self.is_datagram() {
            return self.incoming();
        }
        let sender = arrival.sender.as_ref()?;
        if self.opening != Opening::Given {
            // The sender may have opened its socket while this one was waiting.
            return self.board.scenario.stream_between(self.endpoint_at(sender)?, self.id);
        }
        let (peer, _) = self.peers.iter().find(|(_, address)| address == sender)?;
        self.board.scenario.stream_between(*peer, self.id)
    }

    /// A datagram's sequence number: those read before it and those dropped before it. Drops are
    /// counted per socket, so with several senders and a drop it is not known. At the end of a
    /// seqpacket connection nothing is numbered.
    fn number(
        &self,
        stream: StreamId,
        outcome: Result<u32, ErrorName>,
        arrival: &Arrival,
    ) -> Option<u32> {
        let missed = self.missed.iter().find(|(other, _)| *other == stream);
        let before = self.recorder.side(stream).messages + missed.map_or(0, |(_, missed)| *missed);
        let ended = outcome == Ok(0)
            && self.board.scenario.transport == Transport::UnixSeqpacket
            // An empty message has a sender's address (both ends are bound), the end has none.
            && arrival.sender.is_none();
        let ambiguous = arrival.dropped_before > 0 && self.peers.len() > 1;
        (!ended && !ambiguous).then(|| before.saturating_add(arrival.dropped_before))
    }

    /// `TCP_QUICKACK` is not permanent, see tcp(7): the kernel may leave the mode at any time.
    fn rearm_acks(&self) {
        let on = match self.acks {
            Acks::Kernel => return,
            Acks::Delayed => false,
            Acks::Quick => true,
        };
        if self.board.scenario.transport == Transport::Tcp
            && let Ok(socket) = self.socket()
            && let Err(error) = options::set(socket, Transport::Tcp, SocketOption::QuickAck(on))
        {
            log::debug!("TCP_QUICKACK again: {}", error.reason);
        }
    }
}

/// The flags of a send; `None` where `MSG_MORE` is asked for and the system has none: only Linux does.
fn send_flags(more: bool) -> Option<libc::c_int> {
    #[cfg(target_os = "linux")]
    let (quiet, hold) = (libc::MSG_NOSIGNAL, Some(libc::MSG_MORE));
    #[cfg(not(target_os = "linux"))]
    let (quiet, hold) = (0, None::<libc::c_int>);
    if more { hold.map(|hold| quiet | hold) } else { Some(quiet) }
}

fn saturating_u32(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
