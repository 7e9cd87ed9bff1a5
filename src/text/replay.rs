//! The bar that plays a run once more.

use super::numbers::number;
use super::window::Action;

/// The words of the replay.
#[derive(Clone, Copy, Debug)]
pub struct ReplayWords {
    /// Of the bar itself, for those who listen.
    pub title: &'static str,
    /// To the beginning.
    pub to_start: Action,
    /// To the event before.
    pub previous: Action,
    /// Lets the playhead move.
    pub play: Action,
    /// Holds it.
    pub pause: Action,
    /// To the next event.
    pub next: Action,
    /// To the end.
    pub to_end: Action,
    /// Begins anew at the end.
    pub looping: Action,
    /// Leaves the replay.
    pub close: Action,
    /// The playhead, to be dragged.
    pub scrubber: &'static str,
    /// How time is stretched, with what the menu is for.
    pub pace: Action,
    /// The heading over the slowdowns.
    pub even_time: &'static str,
    /// The heading over the times per event.
    pub per_event: &'static str,
    /// (times slower) in the menu
    pub slowdown: fn(u32) -> String,
    /// (seconds, as text) in the menu
    pub seconds: fn(&str) -> String,
    /// (times slower) under the scrubber
    pub slowed: fn(u32) -> String,
    /// Under the scrubber, where each event takes equally long.
    pub by_event: &'static str,
    /// (events behind, events)
    pub event: fn(usize, usize) -> String,
}

impl ReplayWords {
    /// English
    pub const EN: Self = Self {
        title: "Replay",
        to_start: ("To the start", "To the start"),
        previous: ("Previous event", "To the event before"),
        play: ("Play", "Plays"),
        pause: ("Pause", "Pauses"),
        next: ("Next event", "To the next event"),
        to_end: ("To the end", "To the end"),
        looping: ("Loop", "Begins anew at the end"),
        close: ("Close the replay", "Leaves the replay and shows the whole run"),
        scrubber: "Moment of the run",
        pace: ("Speed", "How slowly the run is played"),
        even_time: "Evenly in time",
        per_event: "Evenly per event",
        slowdown: |times| match times {
            1 => "as it was".to_owned(),
            _ => format!("{} times slower", number(times)),
        },
        seconds: |seconds| format!("{seconds} s per event"),
        slowed: |times| match times {
            1 => "A real run, at its own speed".to_owned(),
            _ => format!("A real run, slowed {} times", number(times)),
        },
        by_event: "A real run, event by event",
        event: |behind, all| format!("event {behind} of {all}"),
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        title: "重放",
        to_start: ("到开头", "到开头"),
        previous: ("上一个事件", "到上一个事件"),
        play: ("播放", "播放"),
        pause: ("暂停", "暂停"),
        next: ("下一个事件", "到下一个事件"),
        to_end: ("到结尾", "到结尾"),
        looping: ("循环", "放完后从头再来"),
        close: ("关闭重放", "退出重放，显示整次运行"),
        scrubber: "运行中的时刻",
        pace: ("速度", "放得多慢"),
        even_time: "按时间均匀",
        per_event: "按事件均匀",
        slowdown: |times| match times {
            1 => "原速".to_owned(),
            _ => format!("放慢 {} 倍", number(times)),
        },
        seconds: |seconds| format!("每个事件 {seconds} 秒"),
        slowed: |times| match times {
            1 => "真实运行，原速".to_owned(),
            _ => format!("真实运行，放慢 {} 倍", number(times)),
        },
        by_event: "真实运行，逐个事件",
        event: |behind, all| format!("第 {behind} / {all} 个事件"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slowdown_reads_as_a_number() {
        let check = |times, english: &str, chinese: &str| {
            assert_eq!((ReplayWords::EN.slowed)(times), english);
            assert_eq!((ReplayWords::ZH.slowed)(times), chinese);
        };
        check(1, "A real run, at its own speed", "真实运行，原速");
        check(100, "A real run, slowed 100 times", "真实运行，放慢 100 倍");
        check(10_000, "A real run, slowed 10,000 times", "真实运行，放慢 10,000 倍");
    }
}
