//! What the stage and the terminal say of frames.

use crate::text::numbers::{count, number};

/// The words of frames. Numbers of frames and reads count from one.
#[derive(Clone, Copy, Debug)]
pub struct FrameWords {
    /// The lane.
    pub lane: &'static str,
    /// (frames) "3 frames"
    pub frames: fn(u64) -> String,
    /// (bytes) that are no whole frame
    pub waiting: fn(u64) -> String,
    /// Before the reason why the decoder gave up.
    pub refused: &'static str,
    /// (bytes announced, limit)
    pub too_long: fn(u64, u32) -> String,
    /// (limit)
    pub no_delimiter: fn(u32) -> String,
    /// (length announced, bytes of the header)
    pub too_short: fn(u64, u8) -> String,
    /// (limit)
    pub endless_header: fn(u32) -> String,
    /// The header is no JSON.
    pub not_json: &'static str,
    /// The header is no HTTP.
    pub not_http: &'static str,
    /// The header does not say how long the body is.
    pub no_length: &'static str,
    /// The length in the header is none.
    pub bad_length: &'static str,
    /// (frame, bytes, text, read that made it whole)
    pub name: fn(u64, u64, &str, u64) -> String,
    /// (first, last, bytes)
    pub names: fn(u64, u64, u64) -> String,
    /// (bytes) the accessible name of what waits in the decoder
    pub waiting_name: fn(u64) -> String,
    /// (bytes, reason) the accessible name of what was refused
    pub refused_name: fn(u64, &str) -> String,
    /// Whose bytes a frame holds.
    pub holds: &'static str,
    /// The bytes before the payload.
    pub header: &'static str,
    /// The bytes behind the payload.
    pub trailer: &'static str,
    /// The read that made it whole.
    pub completed_by: &'static str,
    /// (read) "recv 3: "
    pub read: fn(u64) -> String,
    /// How we know.
    pub decoded: &'static str,
}

impl FrameWords {
    /// English
    pub const EN: Self = Self {
        lane: "frames",
        frames: |frames| count(frames, "frame"),
        waiting: |bytes| {
            if bytes == 1 {
                "1 B waits for more".to_owned()
            } else {
                format!("{} B wait for more", number(bytes))
            }
        },
        refused: "refused",
        too_long: |announced, limit| format!("{} B announced, limit {}", number(announced), size(limit)),
        no_delimiter: |limit| format!("no delimiter within {}, the limit", size(limit)),
        too_short: |announced, header| {
            format!("length {}, less than its own {header} B", number(announced))
        },
        endless_header: |limit| format!("the header has no end within {}, the limit", size(limit)),
        not_json: "the header is no JSON with a name and a size",
        not_http: "the header is not HTTP/1.1",
        no_length: "the header names no length",
        bad_length: "Content-Length is not one number",
        name: |frame, bytes, text, read| {
            format!("frame {frame}: {}, '{text}', made whole by recv {read}", count(bytes, "byte"))
        },
        names: |first, last, bytes| {
            format!("frames {} to {}: {}", number(first), number(last), count(bytes, "byte"))
        },
        waiting_name: |bytes| match bytes {
            1 => "1 byte waits in the decoder for the rest of its frame".to_owned(),
            _ => format!("{} bytes wait in the decoder for the rest of their frame", number(bytes)),
        },
        refused_name: |bytes, reason| format!("{} refused: {reason}", count(bytes, "byte")),
        holds: "holds",
        header: "header",
        trailer: "behind it",
        completed_by: "made whole by",
        read: |read| format!("recv {read}: "),
        decoded: "decoded from the bytes that were read",
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        lane: "应用层帧",
        frames: |frames| format!("{} 个应用层帧", number(frames)),
        waiting: |bytes| format!("{} B 等待后续", number(bytes)),
        refused: "拒绝",
        too_long: |announced, limit| format!("声明 {} B，上限 {}", number(announced), size(limit)),
        no_delimiter: |limit| format!("上限 {} 之内没有分隔符", size(limit)),
        too_short: |announced, header| {
            format!("长度 {}，还不到长度字段自己的 {header} B", number(announced))
        },
        endless_header: |limit| format!("头部到上限 {} 还没有结束", size(limit)),
        not_json: "头部不是含 name 和 size 的 JSON",
        not_http: "头部不是 HTTP/1.1",
        no_length: "头部没有写明长度",
        bad_length: "Content-Length 不是一个确定的数",
        name: |frame, bytes, text, read| {
            format!("应用层帧 {frame}：{} 字节，“{text}”，由第 {read} 次 recv 补全", number(bytes))
        },
        names: |first, last, bytes| {
            format!("应用层帧 {} 到 {}：{} 字节", number(first), number(last), number(bytes))
        },
        waiting_name: |bytes| format!("{} 字节在解码器里等待这一帧的其余部分", number(bytes)),
        refused_name: |bytes, reason| format!("拒绝 {} 字节：{reason}", number(bytes)),
        holds: "内容来自",
        header: "头部",
        trailer: "尾部",
        completed_by: "补全它的是",
        read: |read| format!("第 {read} 次 recv："),
        decoded: "由读到的字节解码得出",
    };
}

/// A limit, in the largest unit that it is a multiple of.
fn size(bytes: u32) -> String {
    match bytes {
        0 => "0 B".to_owned(),
        _ if bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{} B", number(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        assert_eq!((FrameWords::EN.frames)(1), "1 frame");
        assert_eq!((FrameWords::EN.waiting)(1), "1 B waits for more");
        assert_eq!((FrameWords::EN.waiting)(3), "3 B wait for more");
    }

    #[test]
    fn limits_are_short() {
        let check = |limit, expected: &str| {
            let text = format!("5,000,000 B announced, limit {expected}");
            assert_eq!((FrameWords::EN.too_long)(5_000_000, limit), text);
        };
        check(1 << 20, "1 MiB");
        check(8 << 10, "8 KiB");
        check(1000, "1000 B");
    }
}
