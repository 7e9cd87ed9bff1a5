//! From this system's error numbers to the model's names.

use std::io;

use nix::errno::Errno;

use crate::model::ErrorName;

/// The model's name for an error number.
pub fn name_of(errno: Errno) -> ErrorName {
    match errno {
        Errno::EAGAIN => ErrorName::Again,
        Errno::EINTR => ErrorName::Interrupted,
        Errno::EPIPE => ErrorName::BrokenPipe,
        Errno::ECONNRESET => ErrorName::ConnectionReset,
        Errno::ECONNREFUSED => ErrorName::ConnectionRefused,
        Errno::ECONNABORTED => ErrorName::ConnectionAborted,
        Errno::ENOTCONN => ErrorName::NotConnected,
        Errno::EISCONN => ErrorName::AlreadyConnected,
        Errno::EINPROGRESS => ErrorName::InProgress,
        Errno::ETIMEDOUT => ErrorName::TimedOut,
        Errno::EMSGSIZE => ErrorName::MessageTooLong,
        Errno::ENOBUFS => ErrorName::NoBuffers,
        Errno::ENOMEM => ErrorName::NoMemory,
        Errno::EADDRINUSE => ErrorName::AddressInUse,
        Errno::EADDRNOTAVAIL => ErrorName::AddressNotAvailable,
        Errno::EAFNOSUPPORT => ErrorName::FamilyNotSupported,
        Errno::ENETUNREACH => ErrorName::NetworkUnreachable,
        Errno::EHOSTUNREACH => ErrorName::HostUnreachable,
        Errno::EBADF => ErrorName::BadDescriptor,
        Errno::EINVAL => ErrorName::Invalid,
        Errno::ENOPROTOOPT => ErrorName::OptionNotSupported,
        Errno::EOPNOTSUPP => ErrorName::NotSupported,
        Errno::EMFILE => ErrorName::TooManyFiles,
        Errno::ENFILE => ErrorName::TooManyFilesInSystem,
        Errno::EACCES => ErrorName::Denied,
        Errno::EPERM => ErrorName::NotPermitted,
        Errno::ENOENT => ErrorName::NoFile,
        other => {
            log::warn!("an error without a name of its own: {other}");
            ErrorName::Other
        }
    }
}

/// The model's name for an error of the standard library or of socket2.
pub fn name_of_io(error: &io::Error) -> ErrorName {
    error.raw_os_error().map_or(ErrorName::Other, |number| name_of(Errno::from_raw(number)))
}
