//! The stage in English.

use crate::text::numbers::{count, in_bytes, number};
use crate::text::verdict::AccountWords;

use super::{
    CardWords, CauseWords, FateWords, FrameWords, GateWords, LaneWords, LineWords, MarkWords, NameWords,
    StageWords, TroubleWords, VerdictWords,
};

impl StageWords {
    /// English
    pub const EN: Self = Self {
        comma: ", ",
        colon: ": ",
        semicolon: "; ",
        lanes: LaneWords {
            segments: "segments",
            inferred_segments: "segments, inferred",
            datagrams: "datagrams",
            kernel: "in the kernel",
            program_sees: "the program sees",
        },
        line: LineWords {
            account: AccountWords::EN,
            hidden: |sends| format!("{} → ?", count(sends, "send")),
            hidden_answers: "answers → ?",
            no_error: "no error",
            more_calls: |calls| format!("and {}", count(calls as u64, "more call")),
            on_listener: |call| format!("listener: {call}"),
            on_connection: |call| format!("connection: {call}"),
            not_run: "not run yet",
            nothing_sent: "no byte was sent",
            predict_first: "Make your prediction first",
            took: |offered, taken| format!("offered {} B → took {} B", number(offered), number(taken)),
        },
        verdicts: VerdictWords {
            intact: "intact",
            merged: "merged",
            partial: "partial",
            mixed: "mixed",
            truncated: "truncated",
            empty: "empty datagram",
            empty_message: "empty message",
            end_of_stream: "end of stream",
        },
        fates: FateWords {
            kept: "kept",
            lost: "lost",
            unreached: "not reached",
            delivered: "delivered",
            truncated: "truncated",
            dropped: "dropped, the receive buffer was full",
            unread: "not read",
            hidden: "not shown yet",
        },
        marks: MarkWords {
            warm_up: "warm-up",
            end: "end",
            lost: |bytes| format!("{} B lost", number(bytes)),
            dropped: "dropped",
            not_read: |bytes| format!("{} B not read", number(bytes)),
            thrown_away: |bytes| format!("reset: {} thrown away", in_bytes(bytes)),
            sends: |sends| count(sends, "send"),
            reads: |reads| count(reads, "recv"),
            reads_seen: |reads, first| format!("{}, the first {first}", count(reads, "read")),
            frames_seen: |frames, first| format!("{}, the first {first}", count(frames, "frame")),
            datagrams: |datagrams| count(datagrams, "datagram"),
            inferred_size: |bytes| format!("{} B, inferred", number(bytes)),
            segments: |segments| count(segments, "segment"),
            left_uncut: "left; where they were cut is not known",
            not_seen: "not known to have left",
            uncertain_cuts: |segments| {
                format!("{}, where they were cut is not known", count(segments, "segment"))
            },
            unknown_segments: "how many segments is not known",
            no_network: "no network: bytes go from buffer to buffer",
            empty_sends: |sends| match sends {
                1 => "send(b'') → 0".to_owned(),
                _ => format!("send(b'') → 0, {} times", number(sends)),
            },
            comes_to_nothing: |network| {
                if network { "no segment, nothing to read" } else { "no byte moves, nothing to read" }
            },
            no_send: "nothing was sent",
            messages: |numbers| match numbers {
                [] => String::new(),
                [one] => format!("message {one}"),
                [one, two] => format!("messages {one} and {two}"),
                [first, .., last] => format!("messages {} to {}", number(*first), number(*last)),
            },
            part_of: |message| format!("part of message {message}"),
            waiting: |bytes| format!("{} B waiting", number(bytes)),
            held: |bytes| format!("{} B held by the sender's kernel", number(bytes)),
            in_call: |call| format!("{call} is waiting"),
            broken_of: |reads, broken| {
                format!("{} of {} off the message boundaries", number(broken), count(reads, "recv"))
            },
        },
        names: NameWords {
            send: |send, bytes, text| format!("send {send}: {}, '{text}'", count(bytes, "byte")),
            refused: |first, last, bytes, error| {
                let bytes = count(bytes, "byte");
                match last - first {
                    0 => format!("send {first}: {bytes}, refused: {error}"),
                    _ => {
                        format!("sends {} to {}: {bytes}, refused: {error}", number(first), number(last))
                    }
                }
            },
            read: |read, bytes, worth| format!("recv {read}: {}, {worth}", count(bytes, "byte")),
            segment: |segment, bytes, inferred| {
                let how = if inferred { "inferred" } else { "measured" };
                format!("segment {segment}: {}, {how}", count(bytes, "byte"))
            },
            segments: |first, last, bytes| {
                format!("segments {} to {}: {}", number(first), number(last), count(bytes, "byte"))
            },
            not_seen: |bytes| format!("{}, not known to have left", count(bytes, "byte")),
            datagram: |datagram, bytes, fate| {
                format!("datagram {datagram}: {}, {fate}", count(bytes, "byte"))
            },
            boundary: |message, fate| format!("boundary after message {message}: {fate}"),
            tail: |read, bytes| format!("recv {read}: {} of the datagram lost", count(bytes, "byte")),
            program_sees: |literal| format!("the program sees {literal}"),
            sends: |first, last, bytes| {
                format!("sends {} to {}: {}", number(first), number(last), count(bytes, "byte"))
            },
            reads: |first, last, bytes, broken| {
                format!(
                    "recvs {} to {}: {}, {} off the message boundaries",
                    number(first),
                    number(last),
                    count(bytes, "byte"),
                    number(broken)
                )
            },
            datagrams: |first, last, bytes| {
                format!("datagrams {} to {}: {}", number(first), number(last), count(bytes, "byte"))
            },
            boundaries: |all, kept, lost, unreached| {
                format!(
                    "{} boundaries: {} kept, {} lost, {} not reached",
                    number(all),
                    number(kept),
                    number(lost),
                    number(unreached)
                )
            },
            not_sent: |first, last| match last - first {
                0 => format!("send {}: not sent yet", number(first)),
                _ => format!("sends {} to {}: not sent yet", number(first), number(last)),
            },
            waiting: |bytes| format!("{} waiting in the receive buffer", count(bytes, "byte")),
            warm_up: |bytes| format!("warm-up: {}, not counted", count(bytes, "byte")),
        },
        trouble: TroubleWords {
            deadline: |endpoint, call, ms| format!("{endpoint}: {call} did not return within {ms} ms"),
            gate: |endpoint, wanted, saw| format!("{endpoint}: waited for {wanted}, saw {saw}"),
            gates: GateWords {
                queued: |bytes| format!("{} bytes in the receive buffer", number(bytes)),
                queued_saw: |seen, needed| format!("{} of {} queued", number(seen), number(needed)),
                sends: |name| format!("the last send of {name}"),
                sends_saw: |seen, needed| format!("{} of {} done", number(seen), number(needed)),
                step: |label, name| format!("step {label} of {name}"),
                answers: |name| format!("an answer of {name}"),
                times_saw: |seen, needed| {
                    format!("{} where {} were needed", number(seen), number(needed))
                },
                end: |name| format!("the end of {name}'s script"),
                end_saw: "it go on",
                taken: |name| format!("{name} to read everything"),
                bytes_saw: |seen, needed| format!("{} of {} bytes read", number(seen), number(needed)),
                datagrams_saw: |seen, needed| {
                    format!("{} of {} datagrams read", number(seen), number(needed))
                },
                over: |saw, name| format!("{saw}, and {name} has finished"),
            },
            closed: |endpoint| format!("{endpoint}: the script goes on after it closed its socket"),
            option: |endpoint, what| format!("{endpoint}: not available here: {what}"),
            line: |line| format!(" (lesson.toml, line {line})"),
            refused: |peer| format!("turned away, since it is not one of ours: {peer}"),
            unverified: |bytes| {
                format!("only the first {} B read were compared with those sent", number(bytes))
            },
            differs: |at| {
                format!("what was read differs from what was sent, from byte {} on", number(at))
            },
            in_vain: |who, call, wait, times| match times {
                1 => format!("{who}: {call}, nothing for {wait}"),
                times => format!("{who}: {call}, {times} times nothing for {wait}"),
            },
            error: |call, error, times| match times {
                1 => format!("{call} → {error}"),
                times => format!("{call} → {error}, {times} times"),
            },
        },
        card: CardWords {
            call: "call",
            returned: "returned",
            place: "place in the stream",
            bytes_from_to: |from, to| format!("bytes {} to {}", number(from), number(to)),
            called: "called at",
            took: "took",
            bytes: "bytes",
            hex: "in hex",
            verdict: "verdict",
            peer: "peer",
            source: "known from",
            measured: "measured: the kernel's own return value",
            inferred: "inferred: the kernel counts segments, not where they were cut",
            compared: "measured: offsets of sends and reads compared",
            calls: |calls| format!("in {}", count(calls, "call")),
            left: "left",
            during_send: "before send returned",
            after_send: |wait| format!("{wait} after send"),
            held: |wait, inferred, cause| {
                let how = if inferred { " (inferred)" } else { "" };
                format!("{wait} after send{how}: {cause}")
            },
            acknowledged: "acknowledged at",
            cause: "who did it",
            counted: "measured: the kernel's counters after each send",
            not_available: |reason| format!("not available here: {reason}"),
        },
        causes: CauseWords::EN,
        frames: FrameWords::EN,
    };
}

impl AccountWords {
    const EN: Self = Self {
        messages: |sends, reads| format!("{} → {}", count(sends, "send"), count(reads, "recv")),
        with_empty: |sends, empty, reads| {
            format!("{} ({} empty) → {}", count(sends, "send"), number(empty), count(reads, "recv"))
        },
        only_empty: |sends| format!("{} → nothing to read", count(sends, "empty send")),
        with_refused: |refused, sends, errors| {
            format!("{} of {} refused: {errors}", number(refused), count(sends, "send"))
        },
        then_reads: |reads| format!(" → {}", count(reads, "recv")),
        bytes: |offered, read| format!("{} → {}", in_bytes(offered), in_bytes(read)),
        hidden_bytes: |bytes| format!("{} → ?", in_bytes(bytes)),
        empty: |sends| format!("{} empty", number(sends)),
        refused: |refused, errors| format!("{} refused: {errors}", count(refused, "send")),
        kept: |bytes| format!("{} still in the program", in_bytes(bytes)),
        cut_off: |bytes| format!("{} truncated", in_bytes(bytes)),
        dropped: |datagrams| format!("{} dropped", number(datagrams)),
        unread: |bytes| format!("{} not read", in_bytes(bytes)),
        unread_datagrams: |datagrams| format!("{} not read", count(datagrams, "datagram")),
        thrown_away: |error, bytes| format!("{error}: {} thrown away", in_bytes(bytes)),
        nobody_read: |taken, offered| {
            format!("neither side read: {} of {} taken", number(taken), in_bytes(offered))
        },
        nobody_read_brief: "neither side read",
        dropped_of: |dropped, sent| format!("{} of {} dropped", number(dropped), number(sent)),
        bytes_in_reads: |bytes, reads| format!("{} → {}", in_bytes(bytes), count(reads, "recv")),
    };
}
