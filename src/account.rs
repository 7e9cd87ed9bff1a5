//! From what a stream's run came to, to what the line above it says.

use crate::model::{Counts, ErrorName, Reckoning};
use crate::text::verdict::Account;

/// The numbers of a run as the words take them, and what its frames came to.
pub fn of(reckoning: &Reckoning, frames: Option<String>) -> Account<'static> {
    Account {
        in_bytes: reckoning.counts == Counts::Bytes,
        sends: reckoning.sends,
        empty: reckoning.empty,
        refused: reckoning.refused.iter().map(|&(error, times)| (error.name(), times)).collect(),
        reads: reckoning.reads,
        frames,
        offered: reckoning.offered,
        read: reckoning.read,
        kept: reckoning.kept,
        cut_off: reckoning.cut_off,
        dropped: reckoning.dropped,
        unread: reckoning.unread,
        unread_datagrams: reckoning.unread_datagrams,
        reset: reckoning.is_reset.then(|| ErrorName::ConnectionReset.name()),
    }
}
