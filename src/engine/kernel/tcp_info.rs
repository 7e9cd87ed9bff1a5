//! `TCP_INFO` of tcp(7). An older kernel knows fewer fields, and says so by a shorter answer.

use std::os::fd::BorrowedFd;

use nix::libc;

use super::get_option::get_option;
use super::{NotAvailable, SegmentCount};
use crate::model::{Quantity, Sample};

/// The words up to `tcpi_rcv_wnd`, the last field that is asked for.
const WORDS: usize = 59;

/// Where a field stands in linux/tcp.h, in bytes. The libc crate's struct ends earlier for some C
/// libraries, so the offsets stand here, and a test compares them with it.
#[derive(Clone, Copy)]
struct Field {
    quantity: Quantity,
    at: usize,
    is_wide: bool,
}

const FIELDS: [Field; 10] = [
    narrow(Quantity::SendMss, 16),
    narrow(Quantity::Unacked, 24),
    narrow(Quantity::Retransmits, 100),
    wide(Quantity::BytesAcked, 120),
    narrow(Quantity::NotSent, 144),
    narrow(Quantity::DataSegsOut, 156),
    wide(Quantity::BytesSent, 200),
    wide(Quantity::BytesRetransmitted, 208),
    narrow(Quantity::SendWindow, 228),
    narrow(Quantity::ReceiveWindow, 232),
];

const fn narrow(quantity: Quantity, at: usize) -> Field {
    Field { quantity, at, is_wide: false }
}

const fn wide(quantity: Quantity, at: usize) -> Field {
    Field { quantity, at, is_wide: true }
}

impl Field {
    /// How long the answer must be to hold it.
    fn needs(self) -> usize {
        self.at + if self.is_wide { 8 } else { 4 }
    }

    fn value(self, answer: &Answer) -> Option<u64> {
        if answer.length < self.needs() {
            return None;
        }
        let first = answer.words[self.at / 4];
        if !self.is_wide {
            return Some(u64::from(first));
        }
        let halves = [first.to_ne_bytes(), answer.words[self.at / 4 + 1].to_ne_bytes()];
        Some(u64::from_ne_bytes(halves.as_flattened().try_into().ok()?))
    }

    fn missing(self, length: usize) -> Option<String> {
        let (name, needs) = (self.quantity.name(), self.needs());
        (length < needs).then(|| format!("TCP_INFO has {length} bytes, {name} needs {needs}"))
    }
}

/// What the kernel wrote, and how many bytes of it.
struct Answer {
    words: [u32; WORDS],
    length: usize,
}

impl Answer {
    fn ask(socket: BorrowedFd<'_>) -> Result<Self, NotAvailable> {
        let mut words = [0; WORDS];
        let length = get_option(socket, libc::IPPROTO_TCP, libc::TCP_INFO, &mut words)
            .map_err(|error| NotAvailable(format!("TCP_INFO: {error}")))?;
        Ok(Self { words, length })
    }

    fn fill(&self, sample: &mut Sample) {
        for field in FIELDS {
            if let Some(value) = field.value(self) {
                sample.set(field.quantity, value);
            }
        }
    }
}

/// Notes what `TCP_INFO` says about a TCP socket.
///
/// # Errors
/// When the kernel refuses. Fields that it does not know stay empty.
pub fn fill_tcp(socket: BorrowedFd<'_>, sample: &mut Sample) -> Result<(), NotAvailable> {
    Answer::ask(socket)?.fill(sample);
    Ok(())
}

/// The quantities of `TCP_INFO` that this kernel does not tell, and why.
pub fn missing_tcp(socket: BorrowedFd<'_>) -> Vec<(Quantity, String)> {
    let why = |field: Field| match Answer::ask(socket) {
        Ok(answer) => field.missing(answer.length),
        Err(NotAvailable(reason)) => Some(reason),
    };
    FIELDS.into_iter().filter_map(|field| Some((field.quantity, why(field)?))).collect()
}

/// How many data segments a TCP socket has sent.
///
/// # Errors
/// When the socket is not TCP, or the kernel is older than 4.6 and its answer too short.
pub fn data_segments(socket: BorrowedFd<'_>) -> Result<SegmentCount, NotAvailable> {
    segments_in(&Answer::ask(socket)?)
}

fn segments_in(answer: &Answer) -> Result<SegmentCount, NotAvailable> {
    let value = |quantity: Quantity| {
        let field = FIELDS.into_iter().find(|field| field.quantity == quantity);
        let field = field.ok_or_else(|| NotAvailable(format!("TCP_INFO has no {}", quantity.name())))?;
        let short = || NotAvailable(field.missing(answer.length).unwrap_or_default());
        field.value(answer).ok_or_else(short)
    };
    Ok(SegmentCount { data_segments: value(Quantity::DataSegsOut)?, not_sent: value(Quantity::NotSent)? })
}

#[cfg(test)]
mod tests {
    use Quantity::{
        BytesAcked, BytesRetransmitted, BytesSent, DataSegsOut, NotSent, ReceiveWindow, Retransmits,
        SendMss, SendWindow, Unacked,
    };

    use super::*;
    use crate::model::EndpointId;

    fn answer(length: usize) -> Answer {
        let mut words = [0; WORDS];
        for (value, word) in (1..).zip(&mut words) {
            *word = value;
        }
        Answer { words, length }
    }

    fn known(length: usize) -> Vec<Quantity> {
        let mut sample = Sample::new(EndpointId(0), 0);
        answer(length).fill(&mut sample);
        let all = Quantity::ALL.into_iter().map(|(quantity, _)| quantity);
        all.filter(|&quantity| sample.get(quantity).is_some()).collect()
    }

    #[test]
    fn a_whole_answer_tells_everything() {
        assert_eq!(known(4 * WORDS).len(), FIELDS.len());
        let mut sample = Sample::new(EndpointId(0), 0);
        answer(4 * WORDS).fill(&mut sample);
        // The word at byte 156 is the fortieth.
        assert_eq!(sample.get(DataSegsOut), Some(40));
        let halves = [51u32.to_ne_bytes(), 52u32.to_ne_bytes()];
        let whole = u64::from_ne_bytes(halves.as_flattened().try_into().unwrap());
        assert_eq!(sample.get(BytesSent), Some(whole));
        assert_eq!(segments_in(&answer(4 * WORDS)), Ok(SegmentCount { data_segments: 40, not_sent: 37 }));
    }

    #[test]
    fn a_short_answer_tells_its_leading_fields_and_why_the_others_are_missing() {
        let check = |length, expected: &[Quantity]| {
            let mut expected = expected.to_vec();
            expected.sort_unstable_by_key(|&quantity| quantity as usize);
            assert_eq!(known(length), expected, "{length} bytes");
            for field in FIELDS {
                let missing = field.missing(length);
                assert_eq!(missing.is_none(), expected.contains(&field.quantity), "{length} bytes");
                let text = missing.unwrap_or_else(|| field.quantity.name().to_owned());
                assert!(text.contains(field.quantity.name()), "{text}");
            }
        };
        check(0, &[]);
        // Linux 2.6 to 4.0.
        check(104, &[SendMss, Unacked, Retransmits]);
        check(127, &[SendMss, Unacked, Retransmits]);
        check(128, &[SendMss, Unacked, Retransmits, BytesAcked]);
        // Linux 4.6.
        check(160, &[SendMss, Unacked, Retransmits, BytesAcked, NotSent, DataSegsOut]);
        let reason = segments_in(&answer(104)).unwrap_err().to_string();
        assert_eq!(reason, "not available here: TCP_INFO has 104 bytes, data_segs_out needs 160");
    }

    #[cfg(target_env = "gnu")]
    #[test]
    fn the_offsets_are_those_of_the_struct() {
        use std::mem::offset_of;
        let at = |quantity| FIELDS.iter().find(|field| field.quantity == quantity).unwrap().at;
        let check = |quantity, offset: usize| assert_eq!(at(quantity), offset, "{quantity:?}");
        check(SendMss, offset_of!(libc::tcp_info, tcpi_snd_mss));
        check(Unacked, offset_of!(libc::tcp_info, tcpi_unacked));
        check(Retransmits, offset_of!(libc::tcp_info, tcpi_total_retrans));
        check(BytesAcked, offset_of!(libc::tcp_info, tcpi_bytes_acked));
        check(NotSent, offset_of!(libc::tcp_info, tcpi_notsent_bytes));
        check(DataSegsOut, offset_of!(libc::tcp_info, tcpi_data_segs_out));
        check(BytesSent, offset_of!(libc::tcp_info, tcpi_bytes_sent));
        check(BytesRetransmitted, offset_of!(libc::tcp_info, tcpi_bytes_retrans));
        check(SendWindow, offset_of!(libc::tcp_info, tcpi_snd_wnd));
        check(ReceiveWindow, offset_of!(libc::tcp_info, tcpi_rcv_wnd));
        assert!(FIELDS.iter().all(|field| field.needs() <= 4 * WORDS && field.at % 4 == 0));
    }
}
