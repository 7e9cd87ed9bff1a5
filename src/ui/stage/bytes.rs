//! Bytes as people read them: as text, as Python's literal, in hexadecimal.

use std::fmt::Write as _;

use crate::ui::fonts;

/// The bytes as text, in one line; what is not text, or is in no font of the window, as escapes.
pub fn readable(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if fonts::covers(character) {
                text.push(character);
            } else if matches!(character, '\n' | '\r' | '\t') {
                text.extend(character.escape_default());
            } else {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(text, "\\x{byte:02x}");
                }
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// What Python prints for the bytes: `b'hello\n'`.
pub fn literal(bytes: &[u8]) -> String {
    let quote = quote_for(bytes);
    let mut text = format!("b{quote}");
    for &byte in bytes {
        push_escaped(&mut text, byte, quote);
    }
    text.push(quote);
    text
}

/// Python's literal in at most `columns` characters, the middle left out; `None` where not even
/// one byte from each end would be seen.
///
/// `len` is how many bytes there are: `bytes` may hold only the first of them.
pub fn literal_within(bytes: &[u8], len: u64, columns: usize) -> Option<String> {
    let complete = bytes.len() as u64 == len;
    if complete && bytes.len() <= columns {
        let whole = literal(bytes);
        if whole.len() <= columns {
            return Some(whole);
        }
    }
    // b, two quotes, and the sign for what is left out.
    let room = columns.checked_sub(4)?;
    let quote = quote_for(bytes);
    let tail_room = if complete { room / 2 } else { 0 };
    let mut tail = Vec::new();
    let mut tail_len = 0;
    for &byte in bytes.iter().rev().take(tail_room) {
        let escaped = escaped(byte, quote);
        if tail_len + escaped.len() > tail_room {
            break;
        }
        tail_len += escaped.len();
        tail.push(escaped);
    }
    let mut text = format!("b{quote}");
    let mut seen = 0;
    for &byte in bytes {
        let escaped = escaped(byte, quote);
        if text.len() - 2 + escaped.len() > room - tail_len {
            break;
        }
        text += &escaped;
        seen += 1;
    }
    if seen == 0 {
        return None;
    }
    text.push('…');
    text.extend(tail.into_iter().rev());
    text.push(quote);
    Some(text)
}

/// The last bytes in at most `columns` characters, behind the sign for what is left out; `None` where it
/// would be less than three characters of them.
pub fn tail_within(bytes: &[u8], columns: usize) -> Option<String> {
    const LEAST: usize = 3;
    let quote = quote_for(bytes);
    let framed = columns >= LEAST + 4;
    let room = columns.checked_sub(if framed { 4 } else { 1 }).filter(|room| *room >= LEAST)?;
    let mut tail = Vec::new();
    let mut len = 0;
    for &byte in bytes.iter().rev() {
        let escaped = escaped(byte, quote);
        if len + escaped.len() > room {
            break;
        }
        len += escaped.len();
        tail.push(escaped);
    }
    let tail: String = tail.into_iter().rev().collect();
    match (tail.is_empty(), framed) {
        (true, _) => None,
        (_, true) => Some(format!("b{quote}…{tail}{quote}")),
        (_, false) => Some(format!("…{tail}")),
    }
}

/// The first bytes in hexadecimal, two digits each.
pub fn hex(bytes: &[u8], at_most: usize) -> String {
    let mut text = String::new();
    for byte in bytes.iter().take(at_most) {
        let _ = write!(text, "{byte:02x} ");
    }
    if bytes.len() > at_most {
        text.push('…');
    }
    text.trim_end().to_owned()
}

fn quote_for(bytes: &[u8]) -> char {
    let double = bytes.contains(&b'\'') && !bytes.contains(&b'"');
    if double { '"' } else { '\'' }
}

fn escaped(byte: u8, quote: char) -> String {
    let mut text = String::new();
    push_escaped(&mut text, byte, quote);
    text
}

fn push_escaped(text: &mut String, byte: u8, quote: char) {
    match byte {
        b'\n' => text.push_str("\\n"),
        b'\r' => text.push_str("\\r"),
        b'\t' => text.push_str("\\t"),
        b'\\' => text.push_str("\\\\"),
        _ if char::from(byte) == quote => {
            text.push('\\');
            text.push(quote);
        }
        b' '..=b'~' => text.push(char::from(byte)),
        _ => {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_read_as_text_where_they_are_text() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(readable(bytes), expected);
        check(b"hello", "hello");
        check("黏包".as_bytes(), "黏包");
        check(&"黏".as_bytes()[..2], "\\xe9\\xbb");
        check(b"a\nb", "a\\nb");
        check("a🦀".as_bytes(), "a\\xf0\\x9f\\xa6\\x80");
        check(b"\0\x05\r\n", "\\x00\\x05\\r\\n");
    }

    #[test]
    fn literals_are_those_of_python() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(literal(bytes), expected);
        check(b"hellofeng", "b'hellofeng'");
        check(b"", "b''");
        check(b"it's", "b\"it's\"");
        check(b"'\"", "b'\\'\"'");
        check(b"\x00\xff\n\\", "b'\\x00\\xff\\n\\\\'");
    }

    #[test]
    fn long_literals_lose_their_middle() {
        let check = |bytes: &[u8], len, columns, expected: Option<&str>| {
            let got = literal_within(bytes, len, columns);
            assert_eq!(got.as_deref(), expected);
            assert!(got.is_none_or(|text| text.chars().count() <= columns));
        };
        check(b"hello", 5, 8, Some("b'hello'"));
        check(b"hello", 5, 7, Some("b'he…o'"));
        check(b"hello", 5, 5, Some("b'h…'"));
        check(b"hello", 5, 4, None);
        check(b"", 0, 3, Some("b''"));
        check(b"hello", 500, 20, Some("b'hello…'"));
        check(b"\xff\xff\xff", 3, 12, Some("b'\\xff…\\xff'"));
    }

    #[test]
    fn tails_are_what_fits_of_the_end() {
        let check = |bytes: &[u8], columns, expected: Option<&str>| {
            let got = tail_within(bytes, columns);
            assert_eq!(got.as_deref(), expected);
            assert!(got.is_none_or(|text| text.chars().count() <= columns));
        };
        check(b"files\n/home/x", 10, Some("b'…home/x'"));
        check(b"files\n/home/x", 7, Some("b'…e/x'"));
        check(b"files\n/home/x", 5, Some("…me/x"));
        check(b"files\n/home/x", 3, None);
        check(b"\0\0\0\0", 4, None);
        check(b"\0\0\0\0", 8, Some("b'…\\x00'"));
    }

    #[test]
    fn hex_stops_where_told() {
        assert_eq!(hex(b"ab", 8), "61 62");
        assert_eq!(hex(b"abc", 2), "61 62 …");
    }
}
