//! Who merged and who cut: the words for each cause, in a sentence and in a word or two.

/// What a sentence about a cause may mention.
#[derive(Clone, Copy, Debug, Default)]
pub struct CauseFacts<'a> {
    /// Whether more than two messages were merged.
    pub many: bool,
    /// Whether the transport has segments.
    pub segments: bool,
    /// "41 ms": how long the bytes were held back.
    pub wait: Option<&'a str>,
    /// "recv(10)"
    pub recv: &'a str,
}

/// One cause in words.
#[derive(Clone, Copy, Debug)]
pub struct CauseWord {
    /// Its name in JSON and in lessons.
    pub name: &'static str,
    /// In a word or two.
    pub short: &'static str,
    /// In a sentence without a full stop.
    pub sentence: fn(CauseFacts<'_>) -> String,
    /// (message before them; zero if there is none) what held bytes back, if this cause does
    pub holding: Option<fn(u32) -> String>,
}

/// Why boundaries were lost or messages cut, in words.
#[derive(Clone, Copy, Debug)]
pub struct CauseWords {
    /// Every cause that takes a boundary away or cuts a message.
    pub all: [CauseWord; 10],
    /// Why bytes that a window held back were cut; the sentence of that cause is about merging.
    pub window_cut: &'static str,
    /// (causes) of which each would do
    pub possible: fn(&str) -> String,
    /// Between causes of which each would do.
    pub or: &'static str,
    /// Between sentences.
    pub then: &'static str,
    /// (sentence) that is a conclusion
    pub inferred: fn(&str) -> String,
}

/// Causes of one kind, with what is to be said about them.
#[derive(Clone, Debug, Default)]
pub struct Reason<'a> {
    /// Their names.
    pub causes: Vec<&'static str>,
    /// What a sentence may mention.
    pub facts: CauseFacts<'a>,
    /// Whether a message was cut, and not merged with another.
    pub cut: bool,
    /// Whether it is a conclusion.
    pub inferred: bool,
}

/// A fault of a read, in words.
#[derive(Clone, Debug)]
pub struct ToldFault {
    /// A whole sentence. It speaks of the whole read.
    pub sentence: String,
    /// A word or two.
    pub short: String,
    /// Boundaries that it took away; zero for a cut.
    pub boundaries: u64,
    /// Whether the read ends inside a message.
    pub is_cut: bool,
}

impl ToldFault {
    /// A sentence for each fault of one read. Where several took boundaries away, none of their sentences
    /// is true of the whole read: then their names, and how many boundaries each took.
    pub fn sentences(faults: &[Self], comma: &str) -> Vec<String> {
        if Self::are_mixed(faults) {
            return vec![Self::shorts(faults, comma)];
        }
        faults.iter().map(|fault| fault.sentence.clone()).collect()
    }

    /// All of them in a word or two each.
    pub fn shorts(faults: &[Self], comma: &str) -> String {
        let mixed = Self::are_mixed(faults);
        let short = faults.iter().map(|fault| match fault.boundaries {
            boundaries if mixed && boundaries > 1 => format!("{} × {boundaries}", fault.short),
            _ => fault.short.clone(),
        });
        short.collect::<Vec<_>>().join(comma)
    }

    fn are_mixed(faults: &[Self]) -> bool {
        faults.iter().filter(|fault| !fault.is_cut).count() > 1
    }
}

impl CauseWords {
    /// The words for the cause of that name.
    pub fn of(&self, name: &str) -> Option<&CauseWord> {
        self.all.iter().find(|word| word.name == name)
    }

    /// In one sentence: "Both segments had left; the reader came late and took both".
    pub fn sentence(&self, reason: &Reason<'_>) -> String {
        let text = match reason.causes.as_slice() {
            ["window-closed"] if reason.cut => self.window_cut.to_owned(),
            [one] => self.of(one).map_or_else(String::new, |word| (word.sentence)(reason.facts)),
            several => return (self.possible)(&self.names(several)),
        };
        if reason.inferred { (self.inferred)(&text) } else { text }
    }

    /// In a word or two: "Nagle 41 ms".
    pub fn short(&self, reason: &Reason<'_>) -> String {
        match (reason.causes.as_slice(), reason.facts.wait) {
            ([one], Some(wait)) => format!("{} {wait}", self.names(&[*one])),
            ([one], None) => self.names(&[*one]),
            (several, _) => (self.possible)(&self.names(several)),
        }
    }

    fn names(&self, causes: &[&'static str]) -> String {
        let words = causes.iter().filter_map(|cause| self.of(cause)).map(|word| word.short);
        words.collect::<Vec<_>>().join(self.or)
    }

    /// English
    pub const EN: Self = Self {
        all: [
            CauseWord {
                name: "late-read",
                short: "late read",
                sentence: |facts| {
                    match (facts.segments, facts.many) {
                        (true, false) => "Both segments had left; the reader came late and took both",
                        (true, true) => "All segments had left; the reader came late and took them all",
                        (false, false) => "Both were there; the reader came late and took both",
                        (false, true) => "All were there; the reader came late and took them all",
                    }
                    .to_owned()
                },
                holding: None,
            },
            CauseWord {
                name: "nagle",
                short: "Nagle",
                sentence: |facts| match facts.wait {
                    Some(wait) => format!("{}: Nagle waited {wait} for an ACK", one_for(facts)),
                    None => format!("{}: Nagle waited for an ACK", one_for(facts)),
                },
                holding: Some(|message| match message {
                    0 => "waited for an ACK".to_owned(),
                    _ => format!("waited for the ACK of message {message}"),
                }),
            },
            CauseWord {
                name: "cork",
                short: "cork",
                sentence: |facts| format!("{}: the cork held it{}", one_for(facts), for_time(facts)),
                holding: Some(|_| "the cork held it".to_owned()),
            },
            CauseWord {
                name: "msg-more",
                short: "MSG_MORE",
                sentence: |facts| format!("{}: MSG_MORE held it{}", one_for(facts), for_time(facts)),
                holding: Some(|_| "MSG_MORE held it".to_owned()),
            },
            CauseWord {
                name: "window-closed",
                short: "window closed",
                sentence: |_| {
                    "The window was closed, so the sender's kernel collected the bytes".to_owned()
                },
                holding: Some(|_| "the window was closed".to_owned()),
            },
            CauseWord {
                name: "one-segment",
                short: "one segment",
                sentence: |facts| format!("{}; what held it back is not known", one_for(facts)),
                holding: Some(|_| "what held it is not known".to_owned()),
            },
            CauseWord {
                name: "small-recv",
                short: "small recv",
                sentence: |facts| format!("{} had no room for the rest", facts.recv),
                holding: None,
            },
            CauseWord {
                name: "segmented",
                short: "several segments",
                sentence: |_| {
                    "The message left in several segments; recv came between two of them".to_owned()
                },
                holding: None,
            },
            CauseWord {
                name: "partial-send",
                short: "several sends",
                sentence: |_| {
                    "The message was sent in several calls; recv came between two of them".to_owned()
                },
                holding: None,
            },
            CauseWord {
                name: "early-read",
                short: "early read",
                sentence: |_| "recv came before the rest was there".to_owned(),
                holding: None,
            },
        ],
        window_cut: "The window was closed, so the rest had to wait",
        possible: |causes| format!("possible: {causes}"),
        or: " or ",
        then: ". ",
        inferred: |text| format!("{text} (inferred)"),
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        all: [
            CauseWord {
                name: "late-read",
                short: "读得晚",
                sentence: |facts| {
                    match (facts.segments, facts.many) {
                        (true, false) => "两个报文段都已发出；接收方来得晚，一次取走",
                        (true, true) => "报文段都已发出；接收方来得晚，一次取走",
                        (false, _) => "字节都已到达；接收方来得晚，一次取走",
                    }
                    .to_owned()
                },
                holding: None,
            },
            CauseWord {
                name: "nagle",
                short: "Nagle",
                sentence: |facts| match facts.wait {
                    Some(wait) => format!("{}：Nagle 等 ACK 等了 {wait}", one_for_zh(facts)),
                    None => format!("{}：Nagle 在等 ACK", one_for_zh(facts)),
                },
                holding: Some(|message| match message {
                    0 => "在等 ACK".to_owned(),
                    _ => format!("在等消息 {message} 的 ACK"),
                }),
            },
            CauseWord {
                name: "cork",
                short: "TCP_CORK",
                sentence: |facts| format!("{}：TCP_CORK 压着{}", one_for_zh(facts), for_time_zh(facts)),
                holding: Some(|_| "TCP_CORK 压着".to_owned()),
            },
            CauseWord {
                name: "msg-more",
                short: "MSG_MORE",
                sentence: |facts| format!("{}：MSG_MORE 压着{}", one_for_zh(facts), for_time_zh(facts)),
                holding: Some(|_| "MSG_MORE 压着".to_owned()),
            },
            CauseWord {
                name: "window-closed",
                short: "窗口已关",
                sentence: |_| "接收窗口已关，字节攒在发送方内核里".to_owned(),
                holding: Some(|_| "接收窗口已关".to_owned()),
            },
            CauseWord {
                name: "one-segment",
                short: "同一个报文段",
                sentence: |facts| format!("{}；是谁压着，不得而知", one_for_zh(facts)),
                holding: Some(|_| "是谁压着，不得而知".to_owned()),
            },
            CauseWord {
                name: "small-recv",
                short: "recv 太小",
                sentence: |facts| format!("{} 装不下其余的字节", facts.recv),
                holding: None,
            },
            CauseWord {
                name: "segmented",
                short: "分成几个报文段",
                sentence: |_| "消息分成几个报文段发出，recv 来在两段之间".to_owned(),
                holding: None,
            },
            CauseWord {
                name: "partial-send",
                short: "分几次 send",
                sentence: |_| "消息分几次 send 交出，recv 来在两次之间".to_owned(),
                holding: None,
            },
            CauseWord {
                name: "early-read",
                short: "读得早",
                sentence: |_| "recv 来的时候，其余的字节还没到".to_owned(),
                holding: None,
            },
        ],
        window_cut: "接收窗口已关，其余的字节只好等着",
        possible: |causes| format!("可能是：{causes}"),
        or: " 或 ",
        then: "。",
        inferred: |text| format!("{text}（推断）"),
    };
}

fn one_for(facts: CauseFacts<'_>) -> &'static str {
    if facts.many { "One segment carried them" } else { "One segment carried both" }
}

fn for_time(facts: CauseFacts<'_>) -> String {
    facts.wait.map_or_else(|| " back".to_owned(), |wait| format!(" for {wait}"))
}

fn one_for_zh(facts: CauseFacts<'_>) -> &'static str {
    if facts.many { "同一个报文段装了这几条" } else { "同一个报文段装了两条" }
}

fn for_time_zh(facts: CauseFacts<'_>) -> String {
    facts.wait.map_or_else(String::new, |wait| format!("，共 {wait}"))
}

/// "41 ms", "2.3 ms", "120 µs"
pub fn wait(ns: u64) -> String {
    let us = ns / 1000;
    match us {
        10_000.. => format!("{} ms", (us + 500) / 1000),
        1000.. => format!("{}.{} ms", us / 1000, us % 1000 / 100),
        _ => format!("{us} µs"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_as_exact_as_it_is_short() {
        let check = |ns, expected: &str| assert_eq!(wait(ns), expected);
        check(41_499_999, "41 ms");
        check(41_500_000, "42 ms");
        check(2_349_000, "2.3 ms");
        check(120_900, "120 µs");
    }

    #[test]
    fn no_sentence_about_a_whole_read_is_said_of_a_part_of_it() {
        let fault = |short: &str, boundaries, is_cut| ToldFault {
            sentence: format!("{short} did it"),
            short: short.to_owned(),
            boundaries,
            is_cut,
        };
        let check = |faults: &[ToldFault], sentences: &[&str], shorts: &str| {
            assert_eq!(ToldFault::sentences(faults, ", "), sentences);
            assert_eq!(ToldFault::shorts(faults, ", "), shorts);
        };
        let (late, nagle) = (fault("late", 17, false), fault("Nagle", 1, false));
        check(std::slice::from_ref(&late), &["late did it"], "late");
        check(&[late.clone(), nagle.clone()], &["late × 17, Nagle"], "late × 17, Nagle");
        let small = fault("small", 0, true);
        check(&[nagle, small.clone()], &["Nagle did it", "small did it"], "Nagle, small");
        check(&[small], &["small did it"], "small");
    }

    #[test]
    fn a_reason_is_said_in_a_sentence_or_in_a_word() {
        let facts = CauseFacts { segments: true, wait: Some("41 ms"), recv: "recv(4)", many: false };
        let check = |causes: &[&'static str], cut, inferred, long: &str, short: &str| {
            let reason = Reason { causes: causes.to_vec(), facts, cut, inferred };
            assert_eq!(CauseWords::EN.sentence(&reason), long);
            assert_eq!(CauseWords::EN.short(&reason), short);
        };
        let nagle = "One segment carried both: Nagle waited 41 ms for an ACK";
        check(&["nagle"], false, false, nagle, "Nagle 41 ms");
        check(&["nagle"], false, true, &format!("{nagle} (inferred)"), "Nagle 41 ms");
        let both = "possible: Nagle or MSG_MORE";
        check(&["nagle", "msg-more"], false, true, both, both);
        let closed = "The window was closed, so the rest had to wait";
        check(&["window-closed"], true, false, closed, "window closed 41 ms");
    }
}
