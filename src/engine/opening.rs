//! The calls with which a script opens its own socket: bind, listen, connect, accept, and asking for
//! addresses.
//!
//! Local as everything else: a socket is bound to the loopback address before it can reach anybody, and
//! an accepted connection whose peer is not one of ours is turned away.

use std::os::fd::AsRawFd;
use std::sync::atomic::Ordering::SeqCst;

use socket2::{SockAddr, Socket};

use crate::model::trace::FailureKind;
use crate::model::{Call, CallKind, EndpointId, ErrorName, OptionReport, Transport};

use super::endpoint::Actor;
use super::errno::name_of_io;
use super::link::{self, address_text};
use super::options;
use super::performance::Ended;

/// How far a script has opened its socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It was open before the script began.
    Given,
    /// It has no address.
    Unbound,
    /// It has an address, and no peer of its own.
    Bound,
    /// It was connected or accepted.
    Connected,
}

/// Whose address is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// getsockname
    Own,
    /// getpeername
    Peer,
}

impl Actor<'_> {
    /// The socket with its options, if there is none yet.
    pub fn new_socket(&mut self) -> Result<(), Ended> {
        if self.socket.is_some() {
            return Ok(());
        }
        let scenario = &self.board.scenario;
        let failed = |what: String| Ended::Failed(FailureKind::Option(what));
        let socket = link::unbound(scenario).map_err(|error| failed(error.to_string()))?;
        for &option in &scenario.endpoint(self.id).options {
            let was_set = options::set(&socket, scenario.transport, option);
            let got =
                was_set.map_err(|refusal| refusal.reason).and_then(|()| options::get(&socket, option));
            let (name, asked) = (option.name(), option.asked());
            self.options.push(OptionReport { endpoint: self.id, option: name, asked, got });
        }
        self.board.share_socket(self.id, socket.as_raw_fd());
        self.socket = Some(socket);
        Ok(())
    }

    /// A socket that no step has bound is bound here, so that its address is known to the others.
    fn bound_socket(&mut self) -> Result<(), Ended> {
        self.new_socket()?;
        if self.opening != Opening::Unbound {
            return Ok(());
        }
        let address = link::any_port(self.board.scenario.family);
        if let Err(error) = self.socket()?.bind(&address) {
            let what = format!("binding {}: {}", address_text(&address), name_of_io(&error));
            return Err(Ended::Failed(FailureKind::Option(what)));
        }
        self.opening = Opening::Bound;
        self.publish();
        self.observe_opening();
        Ok(())
    }

    /// Lets the others know this socket's address. What was sent to it before is lost.
    fn publish(&mut self) {
        let scenario = &self.board.scenario;
        let sent = |stream| {
            let sent = self.board.flow(stream).datagrams_sent.load(SeqCst);
            (stream, u32::try_from(sent).unwrap_or(u32::MAX))
        };
        self.missed = scenario.incoming(self.id).map(sent).collect();
        if let Some(Ok(address)) = self.socket.as_ref().map(Socket::local_addr) {
            self.board.set_address(self.id, address);
        }
    }

    /// The address of another endpoint. One that has none is given a free port that it will bind.
    fn address_of(&self, other: EndpointId) -> Result<SockAddr, Ended> {
        if let Some(address) = self.board.address(other) {
            return Ok(address);
        }
        let address = link::free_address(&self.board.scenario)
            .map_err(|error| Ended::Failed(FailureKind::Option(error.to_string())))?;
        Ok(self.board.address_or(other, address))
    }

    /// bind(2) to an own port, or to the address that another endpoint has.
    pub fn bind(&mut self, like: Option<EndpointId>) -> Result<(), Ended> {
        self.new_socket()?;
        let address = if let Some(other) = like {
            self.address_of(other)?
        } else {
            let promised = self.board.address(self.id);
            promised.unwrap_or_else(|| link::any_port(self.board.scenario.family))
        };
        let call = Call::new(self.id, CallKind::Bind);
        let call = self.record_at(call, &address, |socket| socket.bind(&address));
        if call.outcome.is_ok() {
            self.opening = Opening::Bound;
            if like.is_none() {
                self.publish();
            }
            self.observe_opening();
        }
        self.check_stop("bind()")
    }

    /// listen(2)
    pub fn listen(&mut self, backlog: u32) -> Result<(), Ended> {
        self.bound_socket()?;
        let backlog_as_int = i32::try_from(backlog).unwrap_or(i32::MAX);
        let call = Call { asked: backlog, ..Call::new(self.id, CallKind::Listen) };
        self.record(call, |actor| {
            let socket = actor.socket().map_err(|_| ErrorName::BadDescriptor)?;
            socket.listen(backlog_as_int).map(|()| 0).map_err(|error| name_of_io(&error))
        });
        self.check_stop("listen()")
    }

    /// connect(2); an error is what the call returned and no failure of the script.
    pub fn connect(&mut self, to: EndpointId) -> Result<(), Ended> {
        self.bound_socket()?;
        let address = self.address_of(to)?;
        let call = Call::new(self.id, CallKind::Connect);
        let call = self.record_at(call, &address, |socket| socket.connect(&address));
        if call.outcome.is_ok() {
            self.peers = vec![(to, address)];
            self.opening = Opening::Connected;
            self.observe_opening();
        }
        self.check_stop("connect()")
    }

    /// accept(2): the accepted socket is the one that later steps use, the listener stays open.
    pub fn accept(&mut self) -> Result<(), Ended> {
        if self.listener.is_none() {
            self.socket()?;
            self.listener = self.socket.take();
        }
        loop {
            self.board.begin_step(self.id, self.board.scenario.deadline);
            let start_ns = self.board.now_ns();
            let accepted = match &self.listener {
                Some(listener) => listener.accept(),
                None => return Err(Ended::Failed(FailureKind::Closed)),
            };
            let end_ns = self.board.now_ns();
            let peer = accepted.as_ref().ok().and_then(|(_, address)| self.endpoint_at(address));
            let outcome = match &accepted {
                Ok((socket, _)) => Ok(u32::try_from(socket.as_raw_fd()).unwrap_or(0)),
                Err(error) => Err(name_of_io(error)),
            };
            let refused = accepted.is_ok() && peer.is_none();
            let from = accepted.as_ref().ok().map(|(_, address)| address_text(address));
            let address = from.as_deref().and_then(|from| self.recorder.address_index(from));
            let call = Call::new(self.id, CallKind::Accept);
            self.recorder.push(&Call { start_ns, end_ns, outcome, refused, address, ..call });
            match (accepted, peer) {
                (Ok((socket, address)), Some(peer)) => {
                    self.board.share_socket(self.id, socket.as_raw_fd());
                    self.socket = Some(socket);
                    self.peers = vec![(peer, address)];
                    self.opening = Opening::Connected;
                    self.observe_opening();
                    return self.check_stop("accept()");
                }
                (Ok(_), None) => self.refused.extend(from),
                (Err(_), _) => return self.check_stop("accept()"),
            }
            self.check_stop("accept()")?;
        }
    }

    /// The linked endpoint that has that address.
    pub fn endpoint_at(&self, address: &SockAddr) -> Option<EndpointId> {
        let scenario = &self.board.scenario;
        let peers = scenario.incoming(self.id).map(|stream| scenario.ends(stream).0);
        peers.into_iter().find(|&peer| self.board.address(peer).as_ref() == Some(address))
    }

    /// getsockname(2) or getpeername(2)
    pub fn ask_name(&mut self, whose: Whose) -> Result<(), Ended> {
        let asked = |socket: &Socket| match whose {
            Whose::Own => socket.local_addr(),
            Whose::Peer => socket.peer_addr(),
        };
        let kind = match whose {
            Whose::Own => CallKind::SocketName,
            Whose::Peer => CallKind::PeerName,
        };
        let start_ns = self.board.now_ns();
        let answer = asked(self.socket()?);
        let end_ns = self.board.now_ns();
        let address = answer.as_ref().ok().map(address_text);
        let address = address.and_then(|address| self.recorder.address_index(&address));
        let outcome = answer.map(|_| 0).map_err(|error| name_of_io(&error));
        self.recorder.push(&Call { start_ns, end_ns, outcome, address, ..Call::new(self.id, kind) });
        Ok(())
    }

    /// A datagram socket needs no step that opens it.
    pub fn open_for_datagrams(&mut self) -> Result<(), Ended> {
        let is_needed = matches!(self.opening, Opening::Unbound | Opening::Bound);
        let is_datagram = self.board.scenario.transport == Transport::Udp;
        if is_needed && is_datagram { self.bound_socket() } else { Ok(()) }
    }

    /// Before a datagram is sent: the socket is there, and so are the addresses of those it talks with.
    pub fn find_peers(&mut self) -> Result<(), Ended> {
        self.open_for_datagrams()?;
        if self.opening != Opening::Bound || self.board.scenario.transport != Transport::Udp {
            return Ok(());
        }
        let scenario = &self.board.scenario;
        let peers = scenario.incoming(self.id).map(|stream| scenario.ends(stream).0);
        let found = peers.map(|peer| self.address_of(peer).map(|address| (peer, address)));
        self.peers = found.collect::<Result<_, _>>()?;
        Ok(())
    }

    /// Closes the listener; the peer sees nothing of it.
    pub fn close_listener(&mut self) {
        if let Some(listener) = self.listener.take() {
            self.board.take_back(self.id, listener.as_raw_fd());
            let call = Call::new(self.id, CallKind::Close);
            self.record(call, |_| {
                drop(listener);
                Ok(0)
            });
        }
    }

    fn record_at(
        &mut self,
        call: Call,
        address: &SockAddr,
        make: impl FnOnce(&Socket) -> std::io::Result<()>,
    ) -> Call {
        let address = self.recorder.address_index(&address_text(address));
        self.record(Call { address, ..call }, |actor| {
            let socket = actor.socket().map_err(|_| ErrorName::BadDescriptor)?;
            make(socket).map(|()| 0).map_err(|error| name_of_io(&error))
        })
    }
}
