//! The big line above a stream, and whether it is good news.

use eframe::egui::Color32;

use crate::model::{Counts, ErrorName, Reckoning, Worth};
use crate::text::verdict::Account;
use crate::ui::theme::Palette;

use super::facts::StreamFacts;
use super::labels::Telling;

impl Telling<'_> {
    /// "2 sends → 1 recv", "65,536 B → 65,536 B"
    pub fn line(&self) -> String {
        let (facts, line) = (self.facts, &self.words.line);
        let reckoning = &facts.reckoning;
        if !facts.shown {
            return match reckoning.counts {
                _ if facts.is_service => line.hidden_answers.to_owned(),
                Counts::Messages => (line.hidden)(reckoning.sends),
                Counts::Bytes => (line.account.hidden_bytes)(reckoning.offered),
            };
        }
        let mut account = account(reckoning, self.frame_line());
        if facts.now.is_some() {
            // What waits while a replay is on its way may still be read.
            (account.unread, account.unread_datagrams, account.reset) = (0, 0, None);
        }
        line.of(&account, self.words.comma)
    }
}

/// The numbers of a run as the words take them.
fn account(reckoning: &Reckoning, frames: Option<String>) -> Account<'_> {
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

/// Green, red or neither, by the rule of [`Reckoning`].
pub fn color(facts: &StreamFacts, palette: &Palette) -> Color32 {
    match (facts.shown, facts.reckoning.worth()) {
        (false, _) => palette.muted,
        (_, Worth::Bad) => palette.red,
        // A replay on its way has not shown yet that all went well.
        (_, Worth::Good) if facts.now.is_none() => palette.green,
        _ => palette.text,
    }
}
