//! What may wait for one endpoint, between the least and the most that it may have read.

/// What was sent to an endpoint and how much of it was read.
#[derive(Clone, Debug)]
pub(super) struct Inbox {
    is_stream: bool,
    /// Whether the peer will send no more.
    pub ended: bool,
    bytes: u64,
    /// The lengths of the datagrams sent; unused on streams.
    datagrams: Vec<u64>,
    /// The least and the most bytes that were read.
    read: (u64, u64),
    /// The least and the most datagrams that were read.
    taken: (usize, usize),
    /// Bytes that certainly wait.
    known: u64,
    /// Whether a service has answered: nobody knows how much waits then.
    unknown: bool,
}

impl Inbox {
    pub fn new(is_stream: bool) -> Self {
        Self {
            is_stream,
            ended: false,
            bytes: 0,
            datagrams: Vec::new(),
            read: (0, 0),
            taken: (0, 0),
            known: 0,
            unknown: false,
        }
    }

    pub fn arrive(&mut self, bytes: u64) {
        self.bytes += bytes;
        if !self.is_stream {
            self.datagrams.push(bytes);
        }
    }

    /// What a service sends is known in the run only.
    pub fn arrive_unknown(&mut self) {
        self.unknown = true;
    }

    /// Whether a read can return.
    pub fn can_read(&self) -> bool {
        let waits =
            if self.is_stream { self.read.0 < self.bytes } else { self.taken.0 < self.datagrams.len() };
        waits || self.ended || self.unknown
    }

    /// The most bytes that may wait.
    pub fn most_queued(&self) -> u64 {
        if self.unknown { u64::MAX } else { self.bytes - self.read.0 }
    }

    pub fn know(&mut self, bytes: u64) {
        self.known = self.known.max(bytes);
    }

    pub fn know_all(&mut self) {
        self.known = self.bytes - self.read.1;
    }

    /// One read; with a limit it may have come too early for anything.
    pub fn read(&mut self, size: u64, limited: bool) {
        if self.is_stream {
            let certain = match (self.known, limited) {
                (0, true) => 0,
                (0, false) => 1,
                (known, _) => known,
            };
            let least = certain.min(size).min(self.bytes - self.read.0);
            self.read.0 += least;
            self.read.1 = (self.read.1 + size).clamp(self.read.0, self.bytes);
            self.known = self.known.saturating_sub(least);
            return;
        }
        if !limited && let Some(len) = self.datagrams.get(self.taken.0) {
            self.taken.0 += 1;
            self.read.0 += len;
        }
        if let Some(len) = self.datagrams.get(self.taken.1) {
            self.taken.1 += 1;
            self.read.1 += len;
        }
    }

    pub fn read_all(&mut self) {
        self.read = (self.bytes, self.bytes);
        self.taken = (self.datagrams.len(), self.datagrams.len());
        self.known = 0;
    }

    /// Nothing, or everything, or what lies between.
    pub fn read_some(&mut self) {
        self.read.1 = self.bytes;
        self.taken.1 = self.datagrams.len();
        self.known = 0;
    }

    /// Whether everything may have been read; of datagrams, so many as one sender sent.
    pub fn has_taken(&self, datagrams: u64) -> bool {
        let all =
            if self.is_stream { self.read.1 >= self.bytes } else { self.taken.1 as u64 >= datagrams };
        all || self.unknown
    }
}
