//! Bytes as text: as Python shows them, and as a reader recognises them.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

/// The bytes as Python writes them, `b'hello'`: nothing tells what they mean.
///
/// Only the first `limit` bytes are written; "…" stands for the rest.
pub fn literal(bytes: &[u8], limit: usize) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut text = format!("b{quote}");
    for &byte in bytes.iter().take(limit) {
        match byte {
            b'\\' => text.push_str("\\\\"),
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'\t' => text.push_str("\\t"),
            b' '..=b'~' if char::from(byte) == quote => {
                text.push('\\');
                text.push(quote);
            }
            b' '..=b'~' => text.push(char::from(byte)),
            _ => push_hex(&mut text, byte),
        }
    }
    if bytes.len() > limit {
        text.push('…');
    }
    text.push(quote);
    text
}

/// The bytes as text where they are text, with the escapes of [`literal`] where they are not.
///
/// Only the first `limit` characters are written.
pub fn readable(bytes: &[u8], limit: usize) -> String {
    let mut text = String::new();
    let mut written = 0;
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if written == limit {
                return text;
            }
            written += 1;
            if character.width().is_some_and(|columns| columns > 0) {
                text.push(character);
            } else if character.is_ascii_control() && !matches!(character, '\n' | '\r' | '\t') {
                push_hex(&mut text, character as u8);
            } else {
                text.extend(character.escape_default());
            }
        }
        for &byte in chunk.invalid() {
            push_hex(&mut text, byte);
        }
    }
    text
}

fn push_hex(text: &mut String, byte: u8) {
    // Writing to a String cannot fail.
    let _ = write!(text, "\\x{byte:02x}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_what_python_prints() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(literal(bytes, 100), expected);
        check(b"hellofeng", "b'hellofeng'");
        check(b"", "b''");
        check(b"it's", "b\"it's\"");
        check(b"it's \"x\"", "b'it\\'s \"x\"'");
        check(b"a\\b\r\n\t\0", "b'a\\\\b\\r\\n\\t\\x00'");
        check("粘".as_bytes(), "b'\\xe7\\xb2\\x98'");
        assert_eq!(literal(b"abcdef", 3), "b'abc…'");
    }

    #[test]
    fn a_cut_character_shows_its_bytes() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(readable(bytes, 100), expected);
        check("粘包".as_bytes(), "粘包");
        check(&"粘包".as_bytes()[..4], "粘\\xe5");
        check(b"one\ntwo", "one\\ntwo");
        check(b"\0\x05", "\\x00\\x05");
        assert_eq!(readable(b"abcdef", 3), "abc");
    }
}
