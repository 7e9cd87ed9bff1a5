//! Numbers as they are written everywhere in the window and in the terminal, in both languages.

/// Digits in groups of three from five digits on: "2310", "10,000".
pub fn number(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// "65,536 B"
pub fn in_bytes(bytes: u64) -> String {
    format!("{} B", number(bytes))
}

/// In English: "1 send", "2 sends".
pub(super) fn count(many: u64, noun: &str) -> String {
    let plural = if many == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", number(many))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        let check = |given: u64, expected: &str| assert_eq!(number(given), expected);
        check(0, "0");
        check(2310, "2310");
        check(10_000, "10,000");
        check(137_712, "137,712");
        check(1_234_567, "1,234,567");
        assert_eq!(in_bytes(65_536), "65,536 B");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(count(1, "send"), "1 send");
        assert_eq!(count(0, "send"), "0 sends");
        assert_eq!(count(10_000, "send"), "10,000 sends");
    }
}
