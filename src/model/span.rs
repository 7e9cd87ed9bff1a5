//! Positions in a byte stream, and pieces of it.

use std::ops::Range;

/// A position in one byte stream: the number of bytes before it.
///
/// Datagrams have positions too: those of their payloads laid end to end in the order of sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamOffset(pub u64);

impl StreamOffset {
    /// The position `bytes` further down the stream.
    #[must_use]
    pub fn advanced_by(self, bytes: u64) -> Self {
        Self(self.0 + bytes)
    }

    /// How many bytes lie between `earlier` and this position; zero if `earlier` is not earlier.
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A run of bytes in a stream: `len` bytes from `start` on. It may be empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ByteSpan {
    /// The position of the first byte.
    pub start: StreamOffset,
    /// The number of bytes.
    pub len: u64,
}

impl ByteSpan {
    /// `len` bytes from `start` on.
    pub fn new(start: u64, len: u64) -> Self {
        Self { start: StreamOffset(start), len }
    }

    /// The position behind the last byte.
    pub fn end(self) -> StreamOffset {
        self.start.advanced_by(self.len)
    }

    /// Its last `len` bytes, or all of them if there are not so many.
    #[must_use]
    pub fn tail(self, len: u64) -> Self {
        let len = len.min(self.len);
        Self::new(self.end().0 - len, len)
    }

    /// Whether no byte is in it.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The bytes that both have; `None` where they share none.
    pub fn intersect(self, other: Self) -> Option<Self> {
        let start = self.start.max(other.start);
        let end = self.end().min(other.end());
        (start < end).then(|| Self { start, len: end.since(start) })
    }

    /// The indices of the span's bytes in a buffer that holds the first `stored` bytes of the stream.
    ///
    /// What lies beyond the buffer is left out.
    pub fn indices(self, stored: usize) -> Range<usize> {
        let clamp = |at: StreamOffset| usize::try_from(at.0).unwrap_or(usize::MAX).min(stored);
        clamp(self.start)..clamp(self.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_intersect_only_where_they_share_bytes() {
        let check = |a: (u64, u64), b: (u64, u64), expected: Option<(u64, u64)>| {
            let (a, b) = (ByteSpan::new(a.0, a.1), ByteSpan::new(b.0, b.1));
            let expected = expected.map(|(start, len)| ByteSpan::new(start, len));
            assert_eq!(a.intersect(b), expected);
            assert_eq!(b.intersect(a), expected);
        };
        check((0, 5), (5, 4), None);
        check((0, 5), (4, 4), Some((4, 1)));
        check((0, 9), (2, 3), Some((2, 3)));
        check((0, 0), (0, 9), None);
    }

    #[test]
    fn indices_stop_at_what_is_stored() {
        assert_eq!(ByteSpan::new(2, 4).indices(100), 2..6);
        assert_eq!(ByteSpan::new(2, 4).indices(3), 2..3);
        assert_eq!(ByteSpan::new(9, 4).indices(3), 3..3);
    }
}
