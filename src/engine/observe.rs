//! When an endpoint asks the kernel: at a baseline, after each call, and before a close. Runs without
//! an observer ask nothing.

use std::os::fd::AsFd;

use crate::model::{Call, StreamId, Transport};

use super::endpoint::Actor;
use super::kernel;
use super::opening::Opening;

impl Actor<'_> {
    /// After a step that opened the socket: a stream is asked about once it is connected, a datagram
    /// socket once it has an address.
    pub fn observe_opening(&mut self) {
        let Some(observer) = &mut self.observer else { return };
        let Some(socket) = &self.socket else { return };
        let is_stream = self.board.scenario.transport == Transport::Tcp;
        if is_stream == (self.opening == Opening::Connected) {
            let sent = self.board.scenario.outgoing(self.id).map(|stream| self.recorder.position(stream));
            observer.begin(socket.as_fd(), sent.unwrap_or_default().0, self.board.now_ns());
        }
    }

    /// After the last call that was recorded, and what it takes to be done with it.
    pub fn observe_call(&mut self) {
        let Some(observer) = &mut self.observer else { return };
        let Some(socket) = &self.socket else { return };
        observer.look(socket.as_fd(), self.recorder.last_call(), self.board.now_ns());
        observer.drain(socket.as_fd());
    }

    /// After a shutdown.
    pub fn observe_shutdown(&mut self) {
        if let Some(observer) = &mut self.observer {
            observer.shut_down();
        }
        self.observe_call();
    }

    /// After a send: also how full the receiver is.
    pub fn observe_send(&mut self, stream: StreamId) {
        let Some(observer) = &mut self.observer else { return };
        let Some(socket) = &self.socket else { return };
        observer.look_after_send(socket.as_fd(), self.recorder.last_call(), self.board.now_ns());
        let receiver = self.board.scenario.ends(stream).1;
        self.board.with_socket(receiver, |other| {
            observer.look_at_receiver(receiver, other, self.board.now_ns());
        });
        observer.sent_up_to(self.recorder.position(stream).0);
        observer.drain(socket.as_fd());
    }

    /// Before a recv: how large the next datagram is, where one waits and the kernel tells.
    pub fn waiting_datagram(&self) -> Option<u64> {
        // The queue of a seqpacket socket is told as a whole, see unix(7).
        let tells = matches!(self.board.scenario.transport, Transport::Udp | Transport::UnixDgram);
        self.observer.as_ref().filter(|_| tells)?;
        let waiting = kernel::queued(self.socket.as_ref()?.as_fd()).ok()?;
        (waiting > 0).then_some(waiting)
    }

    /// After a recv of a datagram, of which that much waited.
    pub fn observe_datagram(&mut self, call: &Call, waiting: Option<u64>) {
        let Some(observer) = &mut self.observer else { return };
        let Some(socket) = &self.socket else { return };
        let size = match call.outcome {
            Ok(bytes) if !call.truncated => call.datagram.map(|_| u64::from(bytes)),
            Ok(_) => waiting,
            Err(_) => None,
        };
        let last = self.recorder.last_call();
        observer.look_after_datagram(socket.as_fd(), last, self.board.now_ns(), size);
    }

    /// At a baseline: every socket.
    pub fn observe_all(&mut self) {
        let Some(observer) = &mut self.observer else { return };
        for endpoint in self.board.scenario.endpoint_ids() {
            self.board.with_socket(endpoint, |socket| {
                observer.look_at(endpoint, socket, self.board.now_ns());
            });
        }
        self.drain_stamps();
    }

    /// Before the socket is closed, which is the last time that it can be asked.
    pub fn observe_close(&mut self) {
        let Some(observer) = &mut self.observer else { return };
        let Some(socket) = &self.socket else { return };
        observer.look(socket.as_fd(), None, self.board.now_ns());
        observer.drain(socket.as_fd());
    }

    /// Takes the stamps that came while this endpoint waited. Says whether there were any.
    pub fn drain_stamps(&mut self) -> bool {
        let Some(observer) = &mut self.observer else { return false };
        self.socket.as_ref().is_some_and(|socket| observer.drain(socket.as_fd()))
    }
}
