//! The same frames, however the reads cut them; and what is refused.

use std::sync::Arc;

use bytes::BytesMut;
use proptest::prelude::*;
use tokio_util::codec::{Encoder as _, LengthDelimitedCodec};

use super::{Decoder, EncodeError, enclose};
use crate::model::codec::{HEADER_LIMIT, PADDING};
use crate::model::{ByteOrder, Codec, FrameError, Framing, HeaderFault, Payload, StreamOffset, Width};

/// What came out: payloads, spans' ends, the error, and what waits.
type Outcome = (Vec<Vec<u8>>, Vec<u64>, Option<FrameError>, u64);

fn decode<'a>(codec: &Codec, reads: impl IntoIterator<Item = &'a [u8]>) -> Outcome {
    let mut decoder = Decoder::new(codec);
    let (mut payloads, mut ends) = (Vec::new(), Vec::new());
    let mut error = None;
    for read in reads {
        decoder.push(read);
        loop {
            match decoder.next_frame() {
                Ok(Some(frame)) => {
                    assert_eq!(frame.payload_span.len, frame.payload.len() as u64);
                    assert!(frame.payload_span.end() <= frame.span.end());
                    assert!(frame.payload_span.start >= frame.span.start);
                    ends.push(frame.span.end().0);
                    payloads.push(frame.payload.to_vec());
                }
                Ok(None) => break,
                Err(why) => {
                    error = Some(why);
                    break;
                }
            }
        }
    }
    (payloads, ends, error, decoder.waiting())
}

fn encode(codec: &Codec, payloads: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for payload in payloads {
        let payload = Payload::Bytes(payload.as_slice().into());
        let framed = enclose(codec, payload).expect("the payload fits");
        let at = bytes.len();
        framed.write_to(StreamOffset(at as u64), &mut bytes);
        assert_eq!(framed.len(), (bytes.len() - at) as u64);
    }
    bytes
}

fn prefix(width: Width, order: ByteOrder, counts_itself: bool) -> Framing {
    Framing::LengthPrefix { width, order, counts_itself }
}

fn delimiter(any_of: &[u8]) -> Framing {
    Framing::Delimiter { any_of: any_of.into() }
}

fn any_framing() -> impl Strategy<Value = Framing> {
    let order = prop_oneof![Just(ByteOrder::Big), Just(ByteOrder::Little)];
    let width = prop::sample::select(Width::ALL.to_vec());
    prop_oneof![
        (24u32..40).prop_map(|length| Framing::FixedLength { length }),
        Just(delimiter(b"\n")),
        Just(delimiter(b";,\n")),
        (width, order, any::<bool>()).prop_map(|(width, order, itself)| prefix(width, order, itself)),
        "[a-z\"\\\\粘]{0,6}".prop_map(|name| Framing::JsonHeader { name: Arc::from(name) }),
        Just(Framing::ContentLength { start_line: "POST / HTTP/1.1".into() }),
        Just(Framing::ContentLength { start_line: "HTTP/1.1 200 OK".into() }),
    ]
}

/// Payloads that a codec gives back unchanged: no delimiter in them, no padding at their ends.
fn fitting(framing: &Framing, payloads: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let fit = |mut payload: Vec<u8>| {
        match framing {
            Framing::Delimiter { any_of } => payload.retain(|byte| !any_of.contains(byte)),
            Framing::FixedLength { .. } => {
                while payload.last() == Some(&PADDING) {
                    payload.pop();
                }
            }
            _ => {}
        }
        payload
    };
    payloads.into_iter().map(fit).collect()
}

fn some_payloads() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(any::<u8>(), 0..24), 0..5)
}

/// Byte by byte, all at once, and at every single cut: the outcome is always the same.
fn check_cuts(codec: &Codec, bytes: &[u8]) -> Result<Outcome, TestCaseError> {
    let whole = decode(codec, [bytes]);
    prop_assert_eq!(&decode(codec, bytes.chunks(1)), &whole, "byte by byte");
    for cut in 0..=bytes.len() {
        let (before, behind) = bytes.split_at(cut);
        prop_assert_eq!(&decode(codec, [before, behind]), &whole, "cut at {}", cut);
    }
    Ok(whole)
}

proptest! {
    #[test]
    fn what_was_framed_comes_out_again((framing, payloads) in (any_framing(), some_payloads())) {
        let payloads = fitting(&framing, payloads);
        let codec = Codec::new(framing);
        let bytes = encode(&codec, &payloads);
        let (decoded, ends, error, waiting) = check_cuts(&codec, &bytes)?;
        prop_assert_eq!(decoded, payloads);
        prop_assert_eq!(ends.last().copied().unwrap_or(0), bytes.len() as u64);
        prop_assert_eq!((error, waiting), (None, 0));
    }

    #[test]
    fn any_bytes_give_one_outcome((framing, limit, bytes) in (
        any_framing(),
        1u32..40,
        prop::collection::vec(prop_oneof![0u8..4, any::<u8>()], 0..60),
    )) {
        check_cuts(&Codec { framing, limit }, &bytes)?;
    }

    #[test]
    fn a_stream_that_breaks_off_keeps_its_whole_frames((framing, payloads, lost) in (
        any_framing(), some_payloads(), 1usize..30,
    )) {
        let payloads = fitting(&framing, payloads);
        let codec = Codec::new(framing);
        let bytes = encode(&codec, &payloads);
        let kept = bytes.len().saturating_sub(lost);
        let (decoded, ends, error, waiting) = check_cuts(&codec, &bytes[..kept])?;
        prop_assert_eq!(&payloads[..decoded.len()], &decoded[..]);
        prop_assert_eq!(error, None);
        prop_assert_eq!(waiting, kept as u64 - ends.last().copied().unwrap_or(0));
    }

    #[test]
    fn headers_are_those_of_the_library((payload, width) in (
        prop::collection::vec(any::<u8>(), 0..200),
        prop::sample::select(Width::ALL.to_vec()),
    )) {
        let mut expected = BytesMut::new();
        let mut library =
            LengthDelimitedCodec::builder().length_field_length(width.bytes().into()).new_codec();
        prop_assert!(library.encode(&payload[..], &mut expected).is_ok());
        let codec = Codec::new(prefix(width, ByteOrder::Big, false));
        prop_assert_eq!(encode(&codec, &[payload]), expected.to_vec());
    }
}

/// A stream that is refused at the first sight of its header, in one piece and in many.
fn check_refused(framing: Framing, limit: u32, bytes: &[u8], expected: FrameError) {
    let codec = Codec { framing, limit };
    let (frames, _, error, _) = decode(&codec, [bytes]);
    assert_eq!((frames, error), (Vec::new(), Some(expected)));
    assert_eq!(decode(&codec, bytes.chunks(1)).2, Some(expected));
}

#[test]
fn too_long_is_refused_by_its_header() {
    let four = || prefix(Width::Four, ByteOrder::Big, false);
    let too_long = |announced, limit| FrameError::TooLong { announced, limit };
    check_refused(four(), 1 << 20, &[0xff; 4], too_long(u64::from(u32::MAX), 1 << 20));
    check_refused(four(), 5, &[0, 0, 0, 6], too_long(6, 5));
    let eight = |order| prefix(Width::Eight, order, false);
    check_refused(eight(ByteOrder::Big), 1 << 20, &[0, 0, 0, 1, 0, 0, 0, 0], too_long(1 << 32, 1 << 20));
    check_refused(eight(ByteOrder::Little), 1 << 20, &[0xff; 8], too_long(u64::MAX, 1 << 20));
    let itself = prefix(Width::One, ByteOrder::Big, true);
    check_refused(itself.clone(), 5, &[7], too_long(7, 5));
    check_refused(itself, 5, &[0], FrameError::TooShort { announced: 0, header: 1 });
    let itself = prefix(Width::Four, ByteOrder::Little, true);
    check_refused(itself, 5, &[3, 0, 0, 0], FrameError::TooShort { announced: 3, header: 4 });
    let json = Framing::JsonHeader { name: "".into() };
    let header = br#"{"name": "x", "size": 4294967296}"#;
    let bytes = [&[0, 0, 0, u8::try_from(header.len()).expect("short")], &header[..]].concat();
    check_refused(json, 1 << 20, &bytes, too_long(1 << 32, 1 << 20));
    let http = Framing::ContentLength { start_line: "".into() };
    let head = b"POST / HTTP/1.1\r\ncontent-length: 4294967296\r\n\r\n";
    check_refused(http, 1 << 20, head, too_long(1 << 32, 1 << 20));
    check_refused(Framing::FixedLength { length: 6 }, 5, b"x", too_long(6, 5));
}

#[test]
fn what_has_no_end_is_refused_at_the_limit() {
    check_refused(delimiter(b"\n"), 5, b"123456", FrameError::NoDelimiter { limit: 5 });
    let codec = Codec { framing: delimiter(b"\n"), limit: 5 };
    assert_eq!(decode(&codec, [&b"12345"[..]]).2, None);
    assert_eq!(decode(&codec, [&b"12345\n"[..]]).0, [b"12345"]);

    let http = || Framing::ContentLength { start_line: "".into() };
    let endless = [&b"POST / HTTP/1.1\r\nx: "[..], &vec![b'x'; HEADER_LIMIT as usize]].concat();
    check_refused(http(), 1 << 20, &endless, FrameError::EndlessHeader { limit: HEADER_LIMIT });
    let json = Framing::JsonHeader { name: "".into() };
    let announced = u64::from(HEADER_LIMIT) + 1;
    let error = FrameError::TooLong { announced, limit: HEADER_LIMIT };
    check_refused(json, 1 << 20, &[0, 0, 0x20, 1], error);
}

#[test]
fn headers_without_sense_are_refused() {
    let http = |head: &[u8], fault| {
        let framing = Framing::ContentLength { start_line: "".into() };
        check_refused(framing, 100, head, FrameError::BadHeader(fault));
    };
    http(b"hello\x00", HeaderFault::NotHttp);
    http(b"HTTP/1.1 200 OK\r\n\r\n", HeaderFault::NoLength);
    http(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", HeaderFault::NoLength);
    http(b"POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\n", HeaderFault::BadLength);
    http(b"POST / HTTP/1.1\r\nContent-Length: \r\n\r\n", HeaderFault::BadLength);
    http(b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", HeaderFault::BadLength);
    for json in [&b"hello"[..], b"{\"size\": 5}", b"{\"name\": \"x\", \"size\": -1}"] {
        let bytes = [&[0, 0, 0, u8::try_from(json.len()).expect("short")], json].concat();
        let framing = Framing::JsonHeader { name: "".into() };
        check_refused(framing, 100, &bytes, FrameError::BadHeader(HeaderFault::NotJson));
    }
}

#[test]
fn messages_of_http_without_a_body_are_whole() {
    let codec = Codec::new(Framing::ContentLength { start_line: "".into() });
    let bytes = b"GET / HTTP/1.1\r\nHost: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
    assert_eq!(decode(&codec, [&bytes[..]]).0, [b"", b""]);
}

#[test]
fn the_wrong_byte_order_gives_what_it_gives() {
    let big = Codec::new(prefix(Width::Four, ByteOrder::Big, false));
    let bytes = encode(&big, &[b"hello".to_vec()]);
    let little = |limit| Codec { framing: prefix(Width::Four, ByteOrder::Little, false), limit };
    let refused = FrameError::TooLong { announced: 0x0500_0000, limit: 1 << 20 };
    assert_eq!(decode(&little(1 << 20), [&bytes[..]]).2, Some(refused));
    // In two bytes it is a frame that is never whole.
    let big = Codec::new(prefix(Width::Two, ByteOrder::Big, false));
    let bytes = encode(&big, &[b"hello".to_vec()]);
    let little = Codec::new(prefix(Width::Two, ByteOrder::Little, false));
    assert_eq!(decode(&little, [&bytes[..]]), (Vec::new(), Vec::new(), None, 7));
}

#[test]
fn after_an_error_nothing_is_kept() {
    let codec = Codec { framing: delimiter(b"\n"), limit: 2 };
    let mut decoder = Decoder::new(&codec);
    decoder.push(b"abc");
    let error = Err(FrameError::NoDelimiter { limit: 2 });
    assert_eq!(decoder.next_frame(), error);
    decoder.push(b"\nok\n");
    assert_eq!(decoder.next_frame(), error);
    assert_eq!(decoder.waiting(), 7);
}

#[test]
fn a_payload_that_has_no_frame_is_not_sent() {
    let check = |framing: Framing, bytes: u32, expected: EncodeError| {
        assert_eq!(enclose(&Codec::new(framing), Payload::Pattern(bytes)), Err(expected));
    };
    let fixed = Framing::FixedLength { length: 8 };
    check(fixed, 9, EncodeError::FixedLength { bytes: 9, length: 8 });
    let one = prefix(Width::One, ByteOrder::Big, false);
    check(one, 256, EncodeError::Width { bytes: 256, width: 1 });
    let itself = prefix(Width::One, ByteOrder::Big, true);
    check(itself, 255, EncodeError::Width { bytes: 256, width: 1 });
}
