//! Socket options: set, and read back what the kernel made of them.

use std::io;
use std::time::Duration;

use socket2::Socket;

use crate::model::{ErrorName, SocketOption, Transport};

use super::errno::name_of_io;

/// Whether an option has to be set before the connection is made; on the passive side it is then
/// set on the listener, and the accepted socket inherits it (tcp(7), socket(7)).
pub fn is_early(transport: Transport, option: SocketOption) -> bool {
    // An accepted AF_UNIX socket inherits nothing from its listener, and datagrams have no connection.
    transport == Transport::Tcp
        && matches!(
            option,
            SocketOption::MaxSegment(_)
                | SocketOption::SendBuffer(_)
                | SocketOption::ReceiveBuffer(_)
                | SocketOption::ReuseAddress(_)
        )
}

/// Why an option was not set.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// What the kernel answered; `None` if it was not asked, because it has no such option there.
    pub error: Option<ErrorName>,
    /// The same in words.
    pub reason: String,
}

/// Sets an option, or says why it is not available here.
pub fn set(socket: &Socket, transport: Transport, option: SocketOption) -> Result<(), Refusal> {
    if option.is_tcp_only() && transport != Transport::Tcp {
        let reason = format!("{} sockets have no {}", transport.name(), option.name());
        return Err(Refusal { error: None, reason });
    }
    let explain = |error: io::Error| {
        let error = name_of_io(&error);
        Refusal { error: Some(error), reason: format!("the kernel refused it with {error}") }
    };
    match option {
        SocketOption::NoDelay(on) => socket.set_tcp_nodelay(on),
        SocketOption::Cork(on) => linux::set_cork(socket, on),
        SocketOption::QuickAck(on) => linux::set_quick_ack(socket, on),
        SocketOption::MaxSegment(bytes) => socket.set_tcp_mss(bytes),
        SocketOption::SendBuffer(bytes) => socket.set_send_buffer_size(bytes as usize),
        SocketOption::ReceiveBuffer(bytes) => socket.set_recv_buffer_size(bytes as usize),
        SocketOption::Linger(seconds) => {
            socket.set_linger(seconds.map(|seconds| Duration::from_secs(u64::from(seconds))))
        }
        SocketOption::ReuseAddress(on) => socket.set_reuse_address(on),
        SocketOption::NonBlocking(on) => socket.set_nonblocking(on),
        SocketOption::SendTimeout(ms) => socket.set_write_timeout(timeout(ms)),
        SocketOption::ReceiveTimeout(ms) => socket.set_read_timeout(timeout(ms)),
    }
    .map_err(explain)
}

/// Reads an option back, in the unit in which it was asked for.
pub fn get(socket: &Socket, option: SocketOption) -> Result<i64, String> {
    let explain = |error: io::Error| format!("it cannot be read back: {}", name_of_io(&error));
    let bytes = |bytes: usize| i64::try_from(bytes).unwrap_or(i64::MAX);
    let ms = |time: Option<Duration>| {
        time.map_or(0, |time| i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
    };
    match option {
        SocketOption::NoDelay(_) => socket.tcp_nodelay().map(i64::from),
        SocketOption::Cork(_) => linux::cork(socket).map(i64::from),
        SocketOption::QuickAck(_) => linux::quick_ack(socket).map(i64::from),
        SocketOption::MaxSegment(_) => socket.tcp_mss().map(i64::from),
        SocketOption::SendBuffer(_) => socket.send_buffer_size().map(bytes),
        SocketOption::ReceiveBuffer(_) => socket.recv_buffer_size().map(bytes),
        SocketOption::Linger(_) => socket
            .linger()
            .map(|linger| linger.map_or(-1, |time| i64::try_from(time.as_secs()).unwrap_or(i64::MAX))),
        SocketOption::ReuseAddress(_) => socket.reuse_address().map(i64::from),
        SocketOption::NonBlocking(_) => socket.nonblocking().map(i64::from),
        SocketOption::SendTimeout(_) => socket.write_timeout().map(ms),
        SocketOption::ReceiveTimeout(_) => socket.read_timeout().map(ms),
    }
    .map_err(explain)
}

/// Zero waits for ever.
pub fn timeout(ms: u32) -> Option<Duration> {
    (ms > 0).then(|| Duration::from_millis(u64::from(ms)))
}

/// Options that only Linux has.
#[cfg(target_os = "linux")]
mod linux {
    use super::{Socket, io};

    pub fn set_cork(socket: &Socket, on: bool) -> io::Result<()> {
        socket.set_tcp_cork(on)
    }
    pub fn cork(socket: &Socket) -> io::Result<bool> {
        socket.tcp_cork()
    }
    pub fn set_quick_ack(socket: &Socket, on: bool) -> io::Result<()> {
        socket.set_tcp_quickack(on)
    }
    pub fn quick_ack(socket: &Socket) -> io::Result<bool> {
        socket.tcp_quickack()
    }
}

#[cfg(not(target_os = "linux"))]
mod linux {
    use super::{Socket, io};

    fn missing<T>() -> io::Result<T> {
        Err(io::Error::from_raw_os_error(nix::libc::ENOPROTOOPT))
    }
    pub fn set_cork(_: &Socket, _: bool) -> io::Result<()> {
        missing()
    }
    pub fn cork(_: &Socket) -> io::Result<bool> {
        missing()
    }
    pub fn set_quick_ack(_: &Socket, _: bool) -> io::Result<()> {
        missing()
    }
    pub fn quick_ack(_: &Socket) -> io::Result<bool> {
        missing()
    }
}
