//! The names of the errors that socket calls return.

/// Declares [`ErrorName`] with its names as they are written in the manual pages.
macro_rules! error_names {
    ($($variant:ident = $name:literal: $meaning:literal),* $(,)?) => {
        /// An error of a system call, by its name in errno(3); the number differs between systems.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum ErrorName { $(#[doc = $meaning] $variant),* }

        impl ErrorName {
            /// Every name, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name as errno(3) writes it: "EAGAIN".
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What it means, in a few plain English words.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),* }
            }
        }
    };
}

error_names! {
    Again = "EAGAIN": "the call would have to wait, or its time was up",
    Interrupted = "EINTR": "the call was interrupted",
    BrokenPipe = "EPIPE": "nobody reads this stream any more",
    ConnectionReset = "ECONNRESET": "the peer reset the connection",
    ConnectionRefused = "ECONNREFUSED": "nobody listens there",
    ConnectionAborted = "ECONNABORTED": "the connection was given up",
    NotConnected = "ENOTCONN": "the socket is not connected",
    AlreadyConnected = "EISCONN": "the socket is connected already",
    InProgress = "EINPROGRESS": "the connection is still being made",
    TimedOut = "ETIMEDOUT": "the peer did not answer",
    MessageTooLong = "EMSGSIZE": "the datagram is larger than the protocol carries",
    NoBuffers = "ENOBUFS": "the kernel has no buffer left",
    NoMemory = "ENOMEM": "the kernel has no memory left",
    AddressInUse = "EADDRINUSE": "another socket has this address",
    AddressNotAvailable = "EADDRNOTAVAIL": "this machine does not have this address",
    FamilyNotSupported = "EAFNOSUPPORT": "this system does not have this address family",
    NetworkUnreachable = "ENETUNREACH": "there is no way to this network",
    HostUnreachable = "EHOSTUNREACH": "there is no way to this host",
    BadDescriptor = "EBADF": "the socket is closed",
    Invalid = "EINVAL": "the call does not make sense for this socket",
    OptionNotSupported = "ENOPROTOOPT": "the protocol has no such option",
    NotSupported = "EOPNOTSUPP": "the socket cannot do this",
    TooManyFiles = "EMFILE": "too many files are open in this process",
    TooManyFilesInSystem = "ENFILE": "too many files are open in this system",
    Denied = "EACCES": "permission denied",
    NotPermitted = "EPERM": "operation not permitted",
    NoFile = "ENOENT": "the socket file does not exist",
    Other = "EOTHER": "an error that has no name here",
}

impl std::fmt::Display for ErrorName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.name(), self.meaning())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_errno_names_and_differ() {
        let mut names: Vec<_> = ErrorName::ALL.iter().map(|error| error.name()).collect();
        assert!(names.iter().all(|name| name.starts_with('E')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ErrorName::ALL.len());
    }
}
