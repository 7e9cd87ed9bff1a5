//! Control messages, as they are laid out in cmsg(3): a header of a length, a level and a type, then
//! the data, each aligned to a word.

use nix::libc;

const LEVEL: usize = size_of::<usize>();
const TYPE: usize = LEVEL + size_of::<libc::c_int>();
const DATA: usize = size_of::<libc::cmsghdr>();

/// A control message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ControlMessage<'a> {
    /// `cmsg_level`
    pub level: libc::c_int,
    /// `cmsg_type`
    pub kind: libc::c_int,
    /// What it says.
    pub data: &'a [u8],
}

/// The control messages that the kernel wrote. Ends at the first one that is not whole.
pub fn messages(control: &[u8]) -> impl Iterator<Item = ControlMessage<'_>> {
    let mut rest = control;
    std::iter::from_fn(move || {
        let length = usize::from_ne_bytes(rest.first_chunk().copied()?);
        let data = rest.get(DATA..length)?;
        let (level, kind) = (i32_at(rest, LEVEL)?, i32_at(rest, TYPE)?);
        rest = rest.get(length.next_multiple_of(size_of::<usize>())..).unwrap_or_default();
        Some(ControlMessage { level, kind, data })
    })
}

fn i32_at(bytes: &[u8], at: usize) -> Option<i32> {
    bytes.get(at..)?.first_chunk().copied().map(i32::from_ne_bytes)
}

/// A number of 32 bits at a place in the data of a message.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_ne_bytes)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// The bytes of a control message.
    pub fn message(level: libc::c_int, kind: libc::c_int, data: &[u8]) -> Vec<u8> {
        let mut bytes = (DATA + data.len()).to_ne_bytes().to_vec();
        bytes.extend(level.to_ne_bytes());
        bytes.extend(kind.to_ne_bytes());
        bytes.extend(data);
        bytes.resize(bytes.len().next_multiple_of(size_of::<usize>()), 0);
        bytes
    }

    #[test]
    fn messages_are_found_one_after_the_other() {
        let mut bytes = message(1, 2, b"abc");
        bytes.extend(message(3, 4, b""));
        bytes.extend(message(5, 6, b"12345678"));
        let found: Vec<_> = messages(&bytes).map(|found| (found.level, found.kind, found.data)).collect();
        let expected: [(i32, i32, &[u8]); 3] = [(1, 2, b"abc"), (3, 4, b""), (5, 6, b"12345678")];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_not_whole_is_not_read() {
        let bytes = message(1, 2, b"12345678");
        for cut in 0..bytes.len() {
            assert_eq!(messages(&bytes[..cut]).count(), 0, "{cut} bytes");
        }
        // A length that is smaller than its own header, and one that is larger than everything.
        for wrong in [0, 3, DATA - 1, usize::MAX] {
            let mut bytes = message(1, 2, b"12345678");
            bytes[..size_of::<usize>()].copy_from_slice(&wrong.to_ne_bytes());
            assert_eq!(messages(&bytes).count(), 0, "{wrong}");
        }
    }
}
