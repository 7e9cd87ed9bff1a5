//! What the kernel said about the sockets of a run, beside the calls: samples of its counters, and
//! when the bytes of a send left and were acknowledged.
//!
//! Everything here is measured. What is concluded from it stands in [`handover`](super::handover),
//! [`journey`](super::journey) and [`cause`](super::cause), and says so.

use super::scenario::{EndpointId, StreamId};
use super::span::StreamOffset;
use super::trace::CallIndex;

/// A counter or gauge of the kernel; tcp(7), socket(7), udp(7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// Segments with data that left, retransmissions included: `tcpi_data_segs_out`, since Linux 4.6.
    DataSegsOut,
    /// Bytes that left, retransmissions included: `tcpi_bytes_sent`, since Linux 4.19.
    BytesSent,
    /// Bytes among them that were sent again: `tcpi_bytes_retrans`, since Linux 4.19.
    BytesRetransmitted,
    /// Bytes that were accepted and have not left: `tcpi_notsent_bytes`, since Linux 4.6.
    NotSent,
    /// Segments that left and are not acknowledged: `tcpi_unacked`.
    Unacked,
    /// Bytes that were acknowledged: `tcpi_bytes_acked`, since Linux 4.1. The side that connected counts
    /// one more, for its SYN.
    BytesAcked,
    /// Segments that were sent again: `tcpi_total_retrans`.
    Retransmits,
    /// The most bytes of data in a segment: `tcpi_snd_mss`.
    SendMss,
    /// The window that the peer offers, in bytes: `tcpi_snd_wnd`, since Linux 5.4.
    SendWindow,
    /// The window that this socket offers, in bytes: `tcpi_rcv_wnd`, since Linux 6.2.
    ReceiveWindow,
    /// Bytes that were accepted and are not acknowledged: `SIOCOUTQ`, or the same by `TCP_INFO`.
    SendQueue,
    /// Bytes that wait to be read, of datagram sockets those of the next one: `SIOCINQ`.
    ReceiveQueue,
    /// Datagrams that were dropped because the receive buffer was full: `SO_MEMINFO`, since 4.12.
    Drops,
    /// The size of the datagram that the call read from, the cut-off part included, in bytes.
    DatagramSize,
}

impl Quantity {
    /// All of them with their names in JSON, in the order of their values in a [`Sample`].
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::DataSegsOut, "data_segs_out"),
        (Self::BytesSent, "bytes_sent"),
        (Self::BytesRetransmitted, "bytes_retrans"),
        (Self::NotSent, "notsent_bytes"),
        (Self::Unacked, "unacked"),
        (Self::BytesAcked, "bytes_acked"),
        (Self::Retransmits, "retransmits"),
        (Self::SendMss, "snd_mss"),
        (Self::SendWindow, "snd_wnd"),
        (Self::ReceiveWindow, "rcv_wnd"),
        (Self::SendQueue, "send_queue"),
        (Self::ReceiveQueue, "receive_queue"),
        (Self::Drops, "drops"),
        (Self::DatagramSize, "datagram_size"),
    ];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Whether it only grows, so that the difference of two samples means something.
    pub fn is_counter(self) -> bool {
        matches!(
            self,
            Self::DataSegsOut
                | Self::BytesSent
                | Self::BytesRetransmitted
                | Self::BytesAcked
                | Self::Retransmits
                | Self::Drops
        )
    }
}

impl Quantity {
    /// Its place among the values of a sample.
    fn place(self) -> Place {
        match self {
            Self::BytesSent => Place::Wide(0),
            Self::BytesRetransmitted => Place::Wide(1),
            Self::BytesAcked => Place::Wide(2),
            other => Place::Narrow(other as usize),
        }
    }
}

/// Bytes in all take 64 bits; what the kernel tells otherwise has 32.
enum Place {
    Wide(usize),
    Narrow(usize),
}

/// No value.
const NONE_64: u64 = u64::MAX;
const NONE_32: u32 = u32::MAX;

/// What the kernel said about one socket at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Whose socket.
    pub endpoint: EndpointId,
    /// The call after which it was asked; `None` at the start, at the baseline, while a send waits for
    /// room, before a close, and for the receiver's queue after a send.
    pub call: Option<CallIndex>,
    /// When it was asked, in nanoseconds since the run began.
    pub at_ns: u64,
    wide: [u64; 3],
    narrow: [u32; Quantity::ALL.len()],
}

impl Sample {
    /// A sample without a value.
    pub fn new(endpoint: EndpointId, at_ns: u64) -> Self {
        let (wide, narrow) = ([NONE_64; 3], [NONE_32; Quantity::ALL.len()]);
        Self { endpoint, call: None, at_ns, wide, narrow }
    }

    /// The value of a quantity, if the kernel told it.
    pub fn get(&self, quantity: Quantity) -> Option<u64> {
        match quantity.place() {
            Place::Wide(at) => Some(self.wide[at]).filter(|&value| value != NONE_64),
            Place::Narrow(at) => Some(self.narrow[at]).filter(|&value| value != NONE_32).map(u64::from),
        }
    }

    /// Takes over what a later sample tells. Says whether that is anything new.
    pub fn learn(&mut self, later: &Self) -> bool {
        let mut has_news = false;
        for (quantity, _) in Quantity::ALL {
            if let Some(value) = later.get(quantity) {
                has_news |= self.get(quantity) != Some(value);
                self.set(quantity, value);
            }
        }
        has_news
    }

    /// Notes a value.
    pub fn set(&mut self, quantity: Quantity, value: u64) {
        match quantity.place() {
            Place::Wide(at) => self.wide[at] = value,
            Place::Narrow(at) => self.narrow[at] = u32::try_from(value).unwrap_or(NONE_32),
        }
    }
}

/// What the kernel said about the last byte of one send, by `SO_TIMESTAMPING`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The stream that the send belongs to.
    pub stream: StreamId,
    /// The offset behind its last byte.
    pub end: StreamOffset,
    /// When the byte entered the queue of the device, in nanoseconds since the run began.
    pub scheduled_ns: Option<u64>,
    /// When it was handed to the device.
    pub sent_ns: Option<u64>,
    /// When everything up to it was acknowledged.
    pub acked_ns: Option<u64>,
}

/// A quantity that could have been expected and is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Of whose socket.
    pub endpoint: EndpointId,
    /// What: the name of a [`Quantity`] in JSON, or "timestamps".
    pub what: &'static str,
    /// Why not.
    pub reason: String,
}

/// Everything that the kernel said during one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    samples: Vec<Sample>,
    /// The calls after which samples were taken, in order, each with the sample's place.
    by_call: Vec<(CallIndex, usize)>,
    departures: Vec<Departure>,
    /// What is not known, and why; each at most once per socket.
    pub missing: Vec<Missing>,
}

impl Evidence {
    /// Puts samples in the order of time, and departures in the order of streams and offsets.
    pub fn new(mut samples: Vec<Sample>, mut departures: Vec<Departure>, missing: Vec<Missing>) -> Self {
        samples.sort_by_key(|sample| sample.at_ns);
        departures.sort_by_key(|departure| (departure.stream, departure.end));
        let places = samples.iter().enumerate();
        let mut by_call: Vec<_> =
            places.filter_map(|(place, sample)| sample.call.map(|call| (call, place))).collect();
        by_call.sort_unstable();
        Self { samples, by_call, departures, missing }
    }

    /// All samples in the order of time.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// The samples of one socket in the order of time.
    pub fn of(&self, endpoint: EndpointId) -> impl Iterator<Item = &Sample> + '_ {
        self.samples.iter().filter(move |sample| sample.endpoint == endpoint)
    }

    /// The sample that was taken after a call.
    pub fn after(&self, call: CallIndex) -> Option<&Sample> {
        let at = self.by_call.binary_search_by_key(&call, |&(call, _)| call).ok()?;
        self.samples.get(self.by_call.get(at)?.1)
    }

    /// What is known about the last bytes of a stream's sends, in the order of offsets.
    pub fn departures(&self, stream: StreamId) -> &[Departure] {
        let from = self.departures.partition_point(|departure| departure.stream < stream);
        let to = self.departures.partition_point(|departure| departure.stream <= stream);
        &self.departures[from..to]
    }

    /// Why something is not known about a socket.
    pub fn why_missing(&self, endpoint: EndpointId, what: &str) -> Option<&str> {
        let same = |missing: &&Missing| missing.endpoint == endpoint && missing.what == what;
        self.missing.iter().find(same).map(|missing| missing.reason.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_quantity_has_its_own_place_and_name() {
        for (place, (quantity, name)) in Quantity::ALL.into_iter().enumerate() {
            assert_eq!(quantity as usize, place);
            assert_eq!(quantity.name(), name);
            let mut sample = Sample::new(EndpointId(0), 7);
            assert_eq!(sample.get(quantity), None);
            sample.set(quantity, 3);
            assert_eq!(sample.get(quantity), Some(3));
            let mut others = Quantity::ALL.into_iter().filter(|&(other, _)| other != quantity);
            assert!(others.all(|(other, _)| sample.get(other).is_none()));
        }
    }

    #[test]
    fn samples_are_found_by_their_call() {
        let sample = |endpoint, call: Option<u32>, at_ns| {
            let mut sample = Sample::new(EndpointId(endpoint), at_ns);
            sample.call = call.map(CallIndex);
            sample
        };
        let list = vec![sample(0, Some(2), 30), sample(1, Some(0), 40), sample(0, None, 10)];
        let evidence = Evidence::new(list, Vec::new(), Vec::new());
        let at = |call| evidence.after(CallIndex(call)).map(|sample| sample.at_ns);
        assert_eq!([at(0), at(1), at(2)], [Some(40), None, Some(30)]);
        let times: Vec<u64> = evidence.of(EndpointId(0)).map(|sample| sample.at_ns).collect();
        assert_eq!(times, [10, 30]);
    }

    #[test]
    fn departures_are_found_by_stream() {
        let departure = |stream, end| Departure {
            stream: StreamId(stream),
            end: StreamOffset(end),
            scheduled_ns: None,
            sent_ns: Some(end),
            acked_ns: None,
        };
        let list = vec![departure(1, 4), departure(0, 9), departure(0, 5)];
        let evidence = Evidence::new(Vec::new(), list, Vec::new());
        let ends = |stream| -> Vec<u64> {
            evidence.departures(StreamId(stream)).iter().map(|departure| departure.end.0).collect()
        };
        assert_eq!(ends(0), [5, 9]);
        assert_eq!(ends(1), [4]);
        assert!(ends(2).is_empty());
    }
}
