//! The view over time in English.

use crate::text::numbers::{count, number};

use super::{
    BriefWaitWords, LegendWords, TimeCardWords, TimeFactWords, TimeLaneWords, TimeNameWords,
    TimeToolWords, TimeWords, WaitWords,
};

impl TimeWords {
    /// English
    pub const EN: Self = Self {
        lanes: TimeLaneWords {
            sending_kernel: "sender's kernel",
            receiving_kernel: "receiver's kernel",
            kernel_in_short: "kernel",
            kernel_of: |endpoint| format!("{endpoint}'s kernel"),
            program: "A bar is a call, as long as it took.",
            kernel: "Beside the lane: the bytes that wait there.",
            not_available: |reason| format!("not available here: {reason}"),
            no_network: "no network between the two: bytes go from buffer to buffer",
            not_asked: "the kernel was not asked during this run",
            warm_up: "warm-up",
        },
        fact: TimeFactWords {
            segments: |many| count(many, "segment"),
            datagrams: |many| count(many, "datagram"),
            dot: " · ",
        },
        waits: WaitWords {
            for_ack: |first, last, ack| format!("{} for the ACK of {ack}", who_waits(first, last)),
            corked: |first, last| format!("{} under the cork", who_waits(first, last)),
            more: |first, last| format!("{} for more: MSG_MORE", who_waits(first, last)),
            for_window: |first, last| format!("{} for the receiver's window", who_waits(first, last)),
            in_kernel: |first, last| format!("{} in the sender's kernel", who_waits(first, last)),
            for_recv: |first, last| format!("{} for recv()", who_waits(first, last)),
            for_wake_up: |first, last| format!("{} for the reader to wake up", who_waits(first, last)),
            for_room: "send() waits for room",
            of_sender: |endpoint, who| format!("{endpoint}: {who}"),
            how_long: |time, several| format!("{}{time}", if several { "up to " } else { "" }),
            bytes: |bytes, _| format!("{} B", number(bytes)),
            between: " · ",
            brief: BriefWaitWords {
                ack: "for an ACK",
                cork: "corked",
                more: "MSG_MORE",
                window: "for window",
                kernel: "in kernel",
                recv: "for recv()",
                wake_up: "to wake up",
                room: "for room",
            },
        },
        tools: TimeToolWords {
            fit: ("Fit", "Shows the whole run; a double click does too"),
            zoom_in: ("Zoom in", "Magnifies time"),
            zoom_out: ("Zoom out", "Shows more time"),
            hint: "drag or wheel: move · Ctrl + wheel: zoom",
        },
        names: TimeNameWords {
            way: |message, bytes| format!("message {message} over time: {}", count(bytes, "byte")),
            ways: |first, last, bytes| {
                format!(
                    "messages {} to {} over time: {}",
                    number(first),
                    number(last),
                    count(bytes, "byte")
                )
            },
            ack: |message| format!("ACK of message {message}"),
            call: |call, endpoint, took| format!("{endpoint}: {call} took {took}"),
            calls: |calls, endpoint, took| {
                format!("{endpoint}: {} took {took} in all", count(calls, "call"))
            },
            failed: |call, endpoint, error| format!("{endpoint}: {call} → {error}"),
            all_failed: |calls, endpoint, error| {
                format!("{endpoint}: {} → {error}", count(calls, "call"))
            },
            queue: |bytes, kernel| format!("{kernel}: {} B wait at most", number(bytes)),
            dropped: |message| format!("datagram {message}: dropped, the receive buffer was full"),
            playhead: |time| format!("replay at {time}"),
        },
        card: TimeCardWords {
            offered: "send called",
            accepted: "in the sender's kernel",
            left: "handed to the network",
            acked: "acknowledged",
            taken: "returned by recv",
            held: "waited with the sender",
            waited: "waited for recv",
            from: "from, to",
            longest: "longest wait",
            bytes: "bytes",
            stamped: "measured: the kernel's timestamps",
            carried: "inferred: it left with later bytes, whose time the kernel told",
            inferred: "inferred from the calls and the kernel's counters",
            unknown: "not known",
        },
        legend: LegendWords {
            wait: "a message waits",
            ack: "ACK",
            inferred: "inferred",
            queue: "bytes in the kernel",
        },
    };
}

/// "message 2 waits", "messages 2–10 wait"
fn who_waits(first: u32, last: u32) -> String {
    if first == last {
        format!("message {} waits", number(first))
    } else {
        format!("messages {}–{} wait", number(first), number(last))
    }
}
