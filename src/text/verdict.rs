//! The line above a stream: what its run came to, in one short sentence.

use super::stage::LineWords;

/// What there is to say of a stream's run.
#[derive(Clone, Debug, Default)]
pub struct Account<'a> {
    /// Whether bytes count, and not messages.
    pub in_bytes: bool,
    /// Send steps, the empty and the refused ones too.
    pub sends: u64,
    /// Of them, those without a byte, on a byte stream.
    pub empty: u64,
    /// Of them, those that the kernel refused: each error with how often it came.
    pub refused: Vec<(&'a str, u64)>,
    /// Reads that brought something.
    pub reads: u64,
    /// Frames that were made of them: "3 frames"
    pub frames: Option<String>,
    /// Bytes that were offered to the kernel.
    pub offered: u64,
    /// Bytes that were read.
    pub read: u64,
    /// Bytes of short sends that stayed with the program.
    pub kept: u64,
    /// Bytes cut off datagrams.
    pub cut_off: u64,
    /// Datagrams that were dropped.
    pub dropped: u64,
    /// Bytes of a byte stream that were not read.
    pub unread: u64,
    /// Datagrams that were not read.
    pub unread_datagrams: u64,
    /// The error with which a reset threw away what was not read.
    pub reset: Option<&'a str>,
}

/// How the parts of the line are said.
#[derive(Clone, Copy, Debug)]
pub struct AccountWords {
    /// (sends, reads)
    pub messages: fn(u64, u64) -> String,
    /// (sends, empty ones among them, reads)
    pub with_empty: fn(u64, u64, u64) -> String,
    /// (sends, none of which has a byte)
    pub only_empty: fn(u64) -> String,
    /// (refused, sends, errors)
    pub with_refused: fn(u64, u64, &str) -> String,
    /// (reads), behind it
    pub then_reads: fn(u64) -> String,
    /// (bytes offered, bytes read)
    pub bytes: fn(u64, u64) -> String,
    /// (bytes) offered, while the result is kept back
    pub hidden_bytes: fn(u64) -> String,
    /// (empty sends), behind the rest
    pub empty: fn(u64) -> String,
    /// (refused, errors), behind the rest
    pub refused: fn(u64, &str) -> String,
    /// (bytes) that a short send left with the program
    pub kept: fn(u64) -> String,
    /// (bytes) of truncated datagrams
    pub cut_off: fn(u64) -> String,
    /// (datagrams) dropped
    pub dropped: fn(u64) -> String,
    /// (bytes) still in the receive buffer
    pub unread: fn(u64) -> String,
    /// (datagrams) still in the receive buffer
    pub unread_datagrams: fn(u64) -> String,
    /// (error, bytes) that a reset threw away
    pub thrown_away: fn(&str, u64) -> String,
    /// (bytes taken, bytes offered) of sends that waited in vain, because neither side read
    pub nobody_read: fn(u64, u64) -> String,
    /// The same, where there is little room.
    pub nobody_read_brief: &'static str,
    /// (dropped, sent) datagrams
    pub dropped_of: fn(u64, u64) -> String,
    /// (bytes, reads) over time
    pub bytes_in_reads: fn(u64, u64) -> String,
}

impl LineWords {
    /// The whole line.
    pub fn of(&self, account: &Account<'_>, comma: &str) -> String {
        let mut parts = vec![self.first(account, comma)];
        let mut add = |amount: u64, word: fn(u64) -> String| {
            if amount > 0 {
                parts.push(word(amount));
            }
        };
        let words = &self.account;
        if !account.refused.is_empty() && !account.in_bytes {
            add(account.empty, words.empty);
        }
        add(account.kept, words.kept);
        add(account.cut_off, words.cut_off);
        add(account.dropped, words.dropped);
        match account.reset {
            // Two numbers tell already how many bytes are missing.
            Some(error) if account.in_bytes => parts.push(error.to_owned()),
            Some(error) => parts.push((words.thrown_away)(error, account.unread)),
            None => add(account.unread, words.unread),
        }
        let mut add = |amount: u64, word: fn(u64) -> String| {
            if amount > 0 {
                parts.push(word(amount));
            }
        };
        add(account.unread_datagrams, words.unread_datagrams);
        if account.in_bytes && !account.refused.is_empty() {
            parts.push((words.refused)(account.refusals(), &account.errors(comma)));
        }
        parts.join(comma)
    }

    fn first(&self, account: &Account<'_>, comma: &str) -> String {
        let words = &self.account;
        let &Account { sends, empty, reads, .. } = account;
        let counted = match account.refusals() {
            _ if account.in_bytes => (words.bytes)(account.offered, account.read),
            refused if refused > 0 => {
                let told = (words.with_refused)(refused, sends, &account.errors(comma));
                // Nothing to read is what follows: that goes without saying.
                if reads > 0 { told + &(words.then_reads)(reads) } else { told }
            }
            _ if empty > 0 && empty == sends && reads == 0 => (words.only_empty)(sends),
            _ if empty > 0 => (words.with_empty)(sends, empty, reads),
            _ => (words.messages)(sends, reads),
        };
        match &account.frames {
            Some(frames) => format!("{counted} → {frames}"),
            None => counted,
        }
    }
}

impl Account<'_> {
    fn refusals(&self) -> u64 {
        self.refused.iter().map(|(_, times)| times).sum()
    }

    fn errors(&self, comma: &str) -> String {
        self.refused.iter().map(|(error, _)| *error).collect::<Vec<_>>().join(comma)
    }
}

#[cfg(test)]
mod tests {
    use super::super::stage::StageWords;
    use super::*;

    fn check(account: &Account<'_>, english: &str, chinese: &str) {
        let (en, zh) = (StageWords::EN, StageWords::ZH);
        assert_eq!(en.line.of(account, en.comma), english);
        assert_eq!(zh.line.of(account, zh.comma), chinese);
    }

    #[test]
    fn messages_are_told_by_their_calls() {
        let merged = Account { sends: 2, reads: 1, ..Account::default() };
        check(&merged, "2 sends → 1 recv", "2 次 send → 1 次 recv");
        let framed = Account { frames: Some("2 frames".to_owned()), ..merged.clone() };
        check(&framed, "2 sends → 1 recv → 2 frames", "2 次 send → 1 次 recv → 2 frames");
        let waiting = Account { unread: 10_240, ..merged };
        check(&waiting, "2 sends → 1 recv, 10,240 B not read", "2 次 send → 1 次 recv，10,240 B 未读");
    }

    #[test]
    fn empty_sends_count() {
        let some = Account { sends: 6, empty: 3, reads: 4, ..Account::default() };
        check(&some, "6 sends (3 empty) → 4 recvs", "6 次 send（3 次为空）→ 4 次 recv");
        let all = Account { sends: 2, empty: 2, ..Account::default() };
        check(&all, "2 empty sends → nothing to read", "2 次空的 send → 没有可读的");
        let one = Account { sends: 1, empty: 1, ..Account::default() };
        check(&one, "1 empty send → nothing to read", "1 次空的 send → 没有可读的");
    }

    #[test]
    fn a_refused_send_is_one_of_the_sends() {
        let refused =
            Account { sends: 2, reads: 1, refused: vec![("EMSGSIZE", 1)], ..Account::default() };
        check(
            &refused,
            "1 of 2 sends refused: EMSGSIZE → 1 recv",
            "2 次 send 中 1 次被拒：EMSGSIZE → 1 次 recv",
        );
        let nothing = Account { reads: 0, dropped: 1, ..refused };
        check(
            &nothing,
            "1 of 2 sends refused: EMSGSIZE, 1 dropped",
            "2 次 send 中 1 次被拒：EMSGSIZE，丢弃 1 个",
        );
        let several = Account {
            sends: 1000,
            empty: 1,
            reads: 10,
            refused: vec![("EAGAIN", 857), ("EPIPE", 1)],
            ..Account::default()
        };
        check(
            &several,
            "858 of 1000 sends refused: EAGAIN, EPIPE → 10 recvs, 1 empty",
            "1000 次 send 中 858 次被拒：EAGAIN，EPIPE → 10 次 recv，1 次为空",
        );
    }

    #[test]
    fn bytes_are_told_by_how_many_arrived() {
        let whole =
            Account { in_bytes: true, sends: 1, offered: 65_536, read: 65_536, ..Account::default() };
        check(&whole, "65,536 B → 65,536 B", "65,536 B → 65,536 B");
        let short = Account { read: 14_336, kept: 51_200, ..whole.clone() };
        check(
            &short,
            "65,536 B → 14,336 B, 51,200 B still in the program",
            "65,536 B → 14,336 B，51,200 B 还在程序手里",
        );
        let reset = Account {
            offered: 150_000,
            read: 12_288,
            unread: 137_712,
            reset: Some("ECONNRESET"),
            ..whole.clone()
        };
        check(&reset, "150,000 B → 12,288 B, ECONNRESET", "150,000 B → 12,288 B，ECONNRESET");
        let told = Account { in_bytes: false, reads: 1, ..reset };
        check(
            &told,
            "1 send → 1 recv, ECONNRESET: 137,712 B thrown away",
            "1 次 send → 1 次 recv，ECONNRESET：扔掉 137,712 B",
        );
        let closed = Account { sends: 2, offered: 65_540, refused: vec![("EPIPE", 1)], ..whole };
        check(
            &closed,
            "65,540 B → 65,536 B, 1 send refused: EPIPE",
            "65,540 B → 65,536 B，1 次 send 被拒：EPIPE",
        );
    }

    #[test]
    fn datagrams_are_dropped_or_truncated() {
        let dropped = Account { sends: 100, reads: 7, dropped: 93, ..Account::default() };
        check(&dropped, "100 sends → 7 recvs, 93 dropped", "100 次 send → 7 次 recv，丢弃 93 个");
        let cut = Account { sends: 1, reads: 2, cut_off: 8, unread_datagrams: 1, ..Account::default() };
        check(
            &cut,
            "1 send → 2 recvs, 8 B truncated, 1 datagram not read",
            "1 次 send → 2 次 recv，截断 8 B，1 个数据报未读",
        );
    }
}
