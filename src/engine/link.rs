//! Opens the sockets of a scenario: always local, and only with each other.
//!
//! A stranger that connects to the listener is turned away and named; a stranger's datagram is
//! recognised by its address when it is read.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::AsRawFd;
use std::path::Path;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use tempfile::TempDir;

use crate::model::{
    Acks, Call, CallKind, EndpointId, ErrorName, Family, Link, OptionReport, Scenario, SocketOption,
    Transport,
};

use super::board::Board;
use super::errno::name_of_io;
use super::recorder::Recorder;
use super::refusal::{Doing, Lacking, Route, RunError};
use super::{kernel, options};

/// The queue of a listener; one of ours, and room for strangers to be turned away.
const BACKLOG: i32 = 16;

/// An endpoint's socket, open and with its options set.
#[derive(Debug)]
pub struct OpenSocket {
    /// The socket; `None` where the script opens it itself.
    pub socket: Option<Socket>,
    /// The addresses of the endpoints it talks with.
    pub peers: Vec<(EndpointId, SockAddr)>,
}

/// All sockets of a run.
#[derive(Debug)]
pub struct Opened {
    /// One per endpoint.
    pub sockets: Vec<OpenSocket>,
    /// What became of the options, in the order of endpoints.
    pub reports: Vec<OptionReport>,
    /// Strangers that were turned away.
    pub refused: Vec<String>,
    /// The folder of the socket files; it goes with this value.
    _folder: Option<TempDir>,
}

/// Opens everything that the scenario names. Connects and accepts are recorded.
pub fn open(board: &Board, recorders: &mut [Recorder]) -> Result<Opened, RunError> {
    let scenario = &*board.scenario;
    if scenario.opens_itself() {
        return Ok(Opened::by_scripts(scenario));
    }
    let folder = if scenario.transport.is_internet() { None } else { Some(private_folder()?) };
    let mut opening = Opening {
        board,
        scenario,
        folder: folder.as_ref().map(TempDir::path),
        refused: Vec::new(),
        early: Vec::new(),
    };
    let sockets = if scenario.transport.is_connected() {
        opening.connect_all(recorders)?
    } else {
        opening.bind_all()?
    };
    let mut reports = Vec::new();
    for (id, open) in scenario.endpoint_ids().zip(&sockets) {
        let early = &opening.early[id.index()];
        let reported = open.socket.as_ref().map(|socket| set_and_report(scenario, id, socket, early));
        reports.extend(reported.into_iter().flatten());
    }
    Ok(Opened { sockets, reports, refused: opening.refused, _folder: folder })
}

impl Opened {
    /// Nothing is open yet.
    fn by_scripts(scenario: &Scenario) -> Self {
        let closed = |_| OpenSocket { socket: None, peers: Vec::new() };
        let sockets = scenario.endpoint_ids().map(closed).collect();
        Self { sockets, reports: Vec::new(), refused: Vec::new(), _folder: None }
    }
}

/// A socket of the scenario's kind, without an address.
pub fn unbound(scenario: &Scenario) -> io::Result<Socket> {
    let (domain, kind, protocol) = address_of(scenario);
    Socket::new(domain, kind, protocol)
}

/// The loopback address with a port that the kernel chooses.
pub fn any_port(family: Family) -> SockAddr {
    match family {
        Family::V4 => SockAddr::from(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
        Family::V6 => SockAddr::from(SocketAddr::from((Ipv6Addr::LOCALHOST, 0))),
    }
}

/// A loopback address whose port nobody has at present.
pub fn free_address(scenario: &Scenario) -> io::Result<SockAddr> {
    let probe = unbound(scenario)?;
    probe.bind(&any_port(scenario.family))?;
    probe.local_addr()
}

fn private_folder() -> Result<TempDir, RunError> {
    let made = tempfile::Builder::new().prefix("stickylab-").tempdir();
    made.map_err(|error| setup(Doing::MakingFolder, name_of_io(&error)))
}

fn setup(doing: Doing, error: ErrorName) -> RunError {
    RunError::Setup { doing, error }
}

struct Opening<'a> {
    board: &'a Board,
    scenario: &'a Scenario,
    folder: Option<&'a Path>,
    refused: Vec<String>,
    /// What became of the options that were set before the connection was made.
    early: Vec<Vec<Result<(), String>>>,
}

impl Opening<'_> {
    fn bind_all(&mut self) -> Result<Vec<OpenSocket>, RunError> {
        let mut sockets = Vec::new();
        for id in self.scenario.endpoint_ids() {
            let socket = self.new_socket(id)?;
            self.bind(&socket, id)?;
            if self.scenario.transport == Transport::Udp
                && let Err(error) = kernel::count_drops(&socket)
            {
                log::warn!("datagrams cannot be numbered after a drop: {error}");
            }
            sockets.push(socket);
        }
        let addresses = sockets.iter().map(local_address).collect::<Result<Vec<_>, _>>()?;
        let open = |socket| OpenSocket { socket: Some(socket), peers: Vec::new() };
        let mut sockets: Vec<OpenSocket> = sockets.into_iter().map(open).collect();
        for link in &self.scenario.links {
            for (one, other) in [(link.active, link.passive), (link.passive, link.active)] {
                sockets[one.index()].peers.push((other, addresses[other.index()].clone()));
            }
        }
        Ok(sockets)
    }

    fn connect_all(&mut self, recorders: &mut [Recorder]) -> Result<Vec<OpenSocket>, RunError> {
        let mut found: Vec<Option<OpenSocket>> = self.scenario.endpoints.iter().map(|_| None).collect();
        self.early = vec![Vec::new(); found.len()];
        for &link in &self.scenario.links {
            let listener = self.listen(link.passive)?;
            let (active, passive) = self.meet(link, &listener, recorders)?;
            let to_passive = local_address(&listener)?;
            let to_active = local_address(&active)?;
            found[link.active.index()] =
                Some(OpenSocket { socket: Some(active), peers: vec![(link.passive, to_passive)] });
            found[link.passive.index()] =
                Some(OpenSocket { socket: Some(passive), peers: vec![(link.active, to_active)] });
        }
        found
            .into_iter()
            .collect::<Option<_>>()
            .ok_or_else(|| setup(Doing::Linking, ErrorName::NotConnected))
    }

    fn new_socket(&mut self, id: EndpointId) -> Result<Socket, RunError> {
        let socket = unbound(self.scenario).map_err(|error| self.cannot_open(&error))?;
        let early = self
            .scenario
            .endpoint(id)
            .options
            .iter()
            .filter(|option| options::is_early(self.scenario.transport, **option));
        let results = early.map(|&option| {
            options::set(&socket, self.scenario.transport, option).map_err(|refusal| refusal.reason)
        });
        let results: Vec<_> = results.collect();
        self.early.resize(self.scenario.endpoints.len(), Vec::new());
        self.early[id.index()] = results;
        Ok(socket)
    }

    fn bind(&self, socket: &Socket, id: EndpointId) -> Result<(), RunError> {
        let address = if self.scenario.transport.is_internet() {
            any_port(self.scenario.family)
        } else {
            let file = self.folder.unwrap_or(Path::new("")).join(&self.scenario.endpoint(id).name);
            SockAddr::unix(file).map_err(|error| setup(Doing::NamingFile, name_of_io(&error)))?
        };
        socket.bind(&address).map_err(|error| self.cannot_open(&error))
    }

    fn cannot_open(&self, error: &io::Error) -> RunError {
        explain_open(self.scenario.transport, self.scenario.family, name_of_io(error))
    }

    fn listen(&mut self, passive: EndpointId) -> Result<Socket, RunError> {
        let listener = self.new_socket(passive)?;
        self.bind(&listener, passive)?;
        listener.listen(BACKLOG).map_err(|error| setup(Doing::Listening, name_of_io(&error)))?;
        Ok(listener)
    }

    /// Connects, and accepts the one connection whose peer is the socket that connected.
    fn meet(
        &mut self,
        link: Link,
        listener: &Socket,
        recorders: &mut [Recorder],
    ) -> Result<(Socket, Socket), RunError> {
        let active = self.new_socket(link.active)?;
        // An unnamed AF_UNIX client could not be told from a stranger, and a TCP one is bound so that
        // both kinds go the same way.
        self.bind(&active, link.active)?;
        let to = local_address(listener)?;
        let start_ns = self.board.now_ns();
        let outcome = active.connect(&to).map(|()| 0).map_err(|error| name_of_io(&error));
        let recorder = &mut recorders[link.active.index()];
        let address = recorder.address_index(&address_text(&to));
        let call = Call::new(link.active, CallKind::Connect);
        recorder.push(&Call { start_ns, end_ns: self.board.now_ns(), outcome, address, ..call });
        outcome.map_err(|error| setup(Doing::Connecting, error))?;
        let ours = local_address(&active)?;
        let recorder = &mut recorders[link.passive.index()];
        loop {
            let start_ns = self.board.now_ns();
            let (accepted, peer) =
                listener.accept().map_err(|error| setup(Doing::Accepting, name_of_io(&error)))?;
            let refused = peer != ours;
            let call = Call::new(link.passive, CallKind::Accept);
            let address = recorder.address_index(&address_text(&peer));
            let end_ns = self.board.now_ns();
            let outcome = Ok(u32::try_from(accepted.as_raw_fd()).unwrap_or(0));
            recorder.push(&Call { start_ns, end_ns, outcome, refused, address, ..call });
            if !refused {
                return Ok((active, accepted));
            }
            self.refused.push(address_text(&peer));
        }
    }
}

fn local_address(socket: &Socket) -> Result<SockAddr, RunError> {
    socket.local_addr().map_err(|error| setup(Doing::AskingAddress, name_of_io(&error)))
}

/// "127.0.0.1:40001", or the path of a socket file.
pub fn address_text(address: &SockAddr) -> String {
    match (address.as_socket(), address.as_pathname()) {
        (Some(address), _) => address.to_string(),
        (None, Some(path)) => path.display().to_string(),
        (None, None) => "an unnamed socket".to_owned(),
    }
}

fn address_of(scenario: &Scenario) -> (Domain, Type, Option<Protocol>) {
    let internet = match scenario.family {
        Family::V4 => Domain::IPV4,
        Family::V6 => Domain::IPV6,
    };
    match scenario.transport {
        Transport::Tcp => (internet, Type::STREAM, Some(Protocol::TCP)),
        Transport::Udp => (internet, Type::DGRAM, Some(Protocol::UDP)),
        Transport::UnixStream => (Domain::UNIX, Type::STREAM, None),
        Transport::UnixDgram => (Domain::UNIX, Type::DGRAM, None),
        Transport::UnixSeqpacket => (Domain::UNIX, Type::SEQPACKET, None),
    }
}

/// Some machines lack an address family or its loopback address; anything else is a failure.
fn explain_open(transport: Transport, family: Family, error: ErrorName) -> RunError {
    let missing = matches!(
        error,
        ErrorName::AddressNotAvailable | ErrorName::FamilyNotSupported | ErrorName::NotSupported
    );
    let route = Route { transport, family };
    if missing {
        RunError::NotAvailable(Lacking::Address { route, error })
    } else {
        setup(Doing::Opening(route), error)
    }
}

/// Sets what was not set before the connection was made, and reads everything back.
fn set_and_report(
    scenario: &Scenario,
    id: EndpointId,
    socket: &Socket,
    early: &[Result<(), String>],
) -> Vec<OptionReport> {
    let endpoint = scenario.endpoint(id);
    let acks = match endpoint.acks {
        Acks::Kernel => None,
        Acks::Delayed => Some(SocketOption::QuickAck(false)),
        Acks::Quick => Some(SocketOption::QuickAck(true)),
    };
    let mut early = early.iter();
    let report = |option: SocketOption| {
        let was_set = if options::is_early(scenario.transport, option) {
            early.next().cloned().unwrap_or(Ok(()))
        } else {
            options::set(socket, scenario.transport, option).map_err(|refusal| refusal.reason)
        };
        let got = was_set.and_then(|()| options::get(socket, option));
        OptionReport { endpoint: id, option: option.name(), asked: option.asked(), got }
    };
    endpoint.options.iter().copied().chain(acks).map(report).collect()
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;
    use std::sync::Arc;

    use super::*;

    use crate::model::Recording;

    fn pair(transport: Transport) -> Scenario {
        Scenario::pair(transport, Vec::new(), Vec::new())
    }

    #[test]
    fn a_stranger_who_connects_first_is_turned_away_and_the_run_goes_on() {
        let scenario = Arc::new(pair(Transport::Tcp));
        let board = Board::new(Arc::clone(&scenario));
        let mut recorders: Vec<_> =
            scenario.endpoint_ids().map(|id| Recorder::new(&scenario, id)).collect();
        let mut opening = Opening {
            board: &board,
            scenario: &scenario,
            folder: None,
            refused: Vec::new(),
            early: Vec::new(),
        };
        let listener = opening.listen(EndpointId(1)).unwrap();
        let port = listener.local_addr().unwrap().as_socket().unwrap();
        let stranger = TcpStream::connect(port).unwrap();
        let (active, passive) = opening.meet(scenario.links[0], &listener, &mut recorders).unwrap();
        assert_eq!(opening.refused, [stranger.local_addr().unwrap().to_string()]);
        assert_eq!(passive.peer_addr().unwrap().as_socket(), active.local_addr().unwrap().as_socket());
        let (recording, _): (Recording, _) = recorders.remove(1).finish();
        let refused: Vec<_> = recording.iter().map(|call| call.refused).collect();
        assert_eq!(refused, [true, false]);
    }

    #[test]
    fn a_machine_without_an_address_is_not_a_failure() {
        let check = |error, family, expected: &str| {
            assert_eq!(explain_open(Transport::Tcp, family, error).to_string(), expected);
        };
        check(
            ErrorName::AddressNotAvailable,
            Family::V6,
            "tcp over IPv6 is not available here: binding ::1: EADDRNOTAVAIL: this machine does not have this address",
        );
        check(
            ErrorName::TooManyFiles,
            Family::V4,
            "opening tcp over IPv4 on 127.0.0.1 failed: EMFILE: too many files are open in this process",
        );
    }
}
