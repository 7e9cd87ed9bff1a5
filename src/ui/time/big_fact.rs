//! The big fact above a card: how much, and how long it took; or what was lost.

use eframe::egui::Color32;

use crate::model::{Counts, Reckoning, SendStep, Trace, Transport, Worth, send_steps};
use crate::text::verdict::AccountWords;
use crate::ui::stage::facts::StreamFacts;
use crate::ui::theme::Palette;

use super::details::Teller;
use super::model::{Conversation, Direction};
use super::scale::duration_label;

/// "2 segments · 43 ms", from the longest way to say it to the shortest, and its colour.
pub fn of(teller: Teller<'_>, palette: &Palette) -> (Vec<String>, Color32) {
    let words = teller.words;
    let directions = &teller.conversation.directions;
    let Some(first) = directions.first() else {
        return (vec![words.stage.line.not_run.to_owned()], palette.muted);
    };
    let reckonings: Vec<&Reckoning> =
        directions.iter().map(|direction| &direction.facts.reckoning).collect();
    let Some(trace) = teller.trace else {
        return (vec![kept_back(&teller, &first.facts, &reckonings)], palette.muted);
    };
    let took = duration_label(teller.conversation.moved_until);
    let took = format!("{}{took}", words.time.fact.dot);
    let mut facts = Vec::new();
    let what = what(&teller, trace, &first.facts, &reckonings);
    let several = what.len() > 1;
    for what in what {
        facts.push(format!("{what}{took}"));
        // How long it took can be read from the axis too.
        facts.extend(several.then_some(what));
    }
    // The shortest of all ends with how long it took.
    if several {
        facts.pop();
    }
    (facts, color_of(&reckonings, palette))
}

/// What both sides are to send, while the result is kept back.
fn kept_back(teller: &Teller<'_>, first: &StreamFacts, all: &[&Reckoning]) -> String {
    let line = &teller.words.stage.line;
    if all.len() == 1 || first.is_service || teller.conversation.directions.iter().any(is_service) {
        return teller.telling(0).line();
    }
    match first.reckoning.counts {
        Counts::Messages => (line.hidden)(all.iter().map(|reckoning| reckoning.sends).sum()),
        Counts::Bytes => (line.account.hidden_bytes)(all.iter().map(|reckoning| reckoning.offered).sum()),
    }
}

fn is_service(direction: &Direction) -> bool {
    direction.facts.is_service
}

/// What is told before how long it took: what is lost where something is, else what was handed over.
fn what(teller: &Teller<'_>, trace: &Trace, first: &StreamFacts, all: &[&Reckoning]) -> Vec<String> {
    let words = teller.words;
    let account = &words.stage.line.account;
    let sum = |count: fn(&Reckoning) -> u64| all.iter().map(|reckoning| count(reckoning)).sum::<u64>();
    let (sends, reads) = (sum(|reckoning| reckoning.sends), sum(|reckoning| reckoning.reads));
    if neither_read(trace, teller.conversation) {
        let (taken, offered) = (sum(Reckoning::taken), sum(|reckoning| reckoning.offered));
        return vec![(account.nobody_read)(taken, offered), account.nobody_read_brief.to_owned()];
    }
    let loser = all.iter().position(|reckoning| reckoning.has_loss());
    let dropped = sum(|reckoning| reckoning.dropped);
    match first.transport {
        _ if let Some(loser) = loser => {
            let brief =
                if dropped > 0 { (account.dropped_of)(dropped, sends) } else { calls(account, all) };
            vec![teller.telling(loser).line(), brief]
        }
        _ if first.reckoning.counts == Counts::Bytes => {
            let whole = (account.bytes_in_reads)(sum(|reckoning| reckoning.offered), reads);
            vec![whole, (words.stage.marks.reads)(reads)]
        }
        Transport::Tcp => {
            let segments = |reckoned: &Direction| trace.stream(reckoned.facts.stream).data_segments;
            let segments = teller.conversation.directions.iter().map(segments).sum::<Option<u64>>();
            vec![segments.map_or_else(|| calls(account, all), words.time.fact.segments)]
        }
        Transport::Udp | Transport::UnixDgram => vec![(words.time.fact.datagrams)(sends)],
        Transport::UnixStream | Transport::UnixSeqpacket => vec![calls(account, all)],
    }
}

fn calls(words: &AccountWords, all: &[&Reckoning]) -> String {
    let sums = all.iter().map(|reckoning| (reckoning.sends, reckoning.reads));
    let (sends, reads) = sums.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    (words.messages)(sends, reads)
}

/// How much and how long is measured, and no verdict: messages that were merged may be what was asked
/// for. Only what is lost is bad, and only bytes that all arrived are good.
fn color_of(all: &[&Reckoning], palette: &Palette) -> Color32 {
    let arrived =
        |reckoning: &&Reckoning| reckoning.counts == Counts::Bytes && reckoning.worth() == Worth::Good;
    if all.iter().any(|reckoning| reckoning.has_loss()) {
        palette.red
    } else if all.iter().all(arrived) {
        palette.green
    } else {
        palette.text
    }
}

/// Whether both sides sent, and gave up before either had begun to read.
fn neither_read(trace: &Trace, conversation: &Conversation) -> bool {
    let gave_up = |direction: &Direction| {
        let facts = &direction.facts;
        let short = send_steps(trace, facts.stream).into_iter().find(SendStep::is_short);
        let first_read = facts.view.measured_reads().next().map(|read| trace.call(read.call).start_ns);
        short.is_some_and(|step| first_read.is_none_or(|read_ns| read_ns >= trace.call(step.call).end_ns))
    };
    conversation.directions.len() > 1 && conversation.directions.iter().all(gave_up)
}
