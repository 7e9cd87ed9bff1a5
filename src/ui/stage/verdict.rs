//! The big line above a stream, and whether it is good news.

use eframe::egui::Color32;

use crate::account;
use crate::model::{CallIndex, Counts, Read, Worth};
use crate::text::numbers::in_bytes;
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
        let mut account = account::of(reckoning, self.frame_line());
        if facts.now.is_some() {
            // What waits while a replay is on its way may still be read.
            (account.unread, account.unread_datagrams, account.reset) = (0, 0, None);
        }
        line.of(&account, self.words.comma)
    }

    /// Whether the pane counts bytes, and not messages.
    pub fn counts_bytes(&self) -> bool {
        self.facts.reckoning.counts == Counts::Bytes
    }

    /// What stands under a read where bytes count, from the longest to the shortest way to say it.
    pub(super) fn remarks_in_bytes(&self, read: &Read) -> Vec<String> {
        let size = in_bytes(read.span.len);
        vec![format!("{} → {size}", self.written(read.call)), size]
    }

    /// What a reset threw away behind that read, if it is the last one that brought something.
    pub(super) fn reset_after(&self, read: CallIndex) -> Option<String> {
        let facts = self.facts;
        let last = facts.data_reads.last().map(|&place| facts.view.reads[place].call);
        let thrown = if facts.now.is_none() { facts.reckoning.thrown_away() } else { 0 };
        (thrown > 0 && last == Some(read)).then(|| (self.words.marks.thrown_away)(thrown))
    }
}

/// Green, red or neither, by the rule of [`crate::model::Reckoning`].
pub fn color(facts: &StreamFacts, palette: &Palette) -> Color32 {
    match (facts.shown, facts.reckoning.worth()) {
        (false, _) => palette.muted,
        (_, Worth::Bad) => palette.red,
        // A replay on its way has not shown yet that all went well.
        (_, Worth::Good) if facts.now.is_none() => palette.green,
        _ => palette.text,
    }
}
