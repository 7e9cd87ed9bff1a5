//! The time server: a format in, a time out.

use jiff::ZonedDateTime;
use jiff::fmt::strtime::{BrokenDownTime, Config, PosixCustom};

/// What an empty request means.
const DEFAULT_FORMAT: &[u8] = b"%Y-%m-%d %X";

/// The local time in that format, as strftime(3) writes it in the C locale: what is no directive stays
/// as it is. An empty format means [`DEFAULT_FORMAT`].
pub fn tell(format: &[u8]) -> Vec<u8> {
    in_format(&ZonedDateTime::now(), format)
}

fn in_format(time: &ZonedDateTime, format: &[u8]) -> Vec<u8> {
    let format = if format.is_empty() { DEFAULT_FORMAT } else { format };
    let config = Config::new().custom(PosixCustom::new()).lenient(true);
    let mut told = String::new();
    match BrokenDownTime::from(time).format_with_config(&config, format, &mut told) {
        Ok(()) => told.into_bytes(),
        // Writing to a string does not fail, and lenient formats do not either.
        Err(error) => {
            log::warn!("strftime: {error}");
            format.to_vec()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_mean_what_they_mean_in_the_c_locale() {
        let time: ZonedDateTime = "2024-05-01T09:08:07+00:00[UTC]".parse().unwrap();
        let check = |format: &[u8], expected: &[u8]| {
            let told = in_format(&time, format);
            assert_eq!(
                String::from_utf8_lossy(&told),
                String::from_utf8_lossy(expected),
                "{}",
                String::from_utf8_lossy(format)
            );
        };
        check(b"", b"2024-05-01 09:08:07");
        check(b"%X", b"09:08:07");
        check(b"%x", b"05/01/24");
        check(b"%c", b"Wed May  1 09:08:07 2024");
        check(b"%A %B %p %I %j %%", b"Wednesday May AM 09 122 %");
        check("今年是 %Y 年".as_bytes(), "今年是 2024 年".as_bytes());
        check(b"no directive", b"no directive");
        check(b"%!", b"%!");
        check(b"%", b"%");
    }
}
