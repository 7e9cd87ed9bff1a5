//! HTTP/1.1: a head that ends with an empty line, and a body as long as `Content-Length` says.
//!
//! See RFC 9112, part 6. `Transfer-Encoding`, and bodies that end with the connection, are refused.

use bytes::{Buf, BytesMut};
use httparse::{EMPTY_HEADER, Header, Request, Response, Status};
use tokio_util::codec::Decoder;

use super::decoder::{Fault, Taken};
use super::json_header::within;
use crate::model::codec::HEADER_LIMIT;
use crate::model::{FrameError, HeaderFault};

const MOST_HEADERS: usize = 64;
/// How a response begins.
const RESPONSE: &[u8] = b"HTTP/";

/// Requests and responses.
#[derive(Debug)]
pub(super) struct ContentLengthDecoder {
    /// Bytes of the body, once its head has been read.
    body: Option<usize>,
    limit: u32,
}

impl ContentLengthDecoder {
    pub fn new(limit: u32) -> Self {
        Self { body: None, limit }
    }

    /// Takes a whole head from the buffer: the length of its body.
    fn take_head(&self, buffer: &mut BytesMut) -> Result<Option<usize>, FrameError> {
        let Some((head, length)) = head(buffer)? else { return Ok(None) };
        let body = within(length, self.limit)?;
        buffer.advance(head);
        Ok(Some(body))
    }
}

impl Decoder for ContentLengthDecoder {
    type Item = Taken;
    type Error = Fault;

    fn decode(&mut self, buffer: &mut BytesMut) -> Result<Option<Taken>, Fault> {
        if self.body.is_none() {
            self.body = self.take_head(buffer)?;
        }
        let Some(body) = self.body.filter(|&body| buffer.len() >= body) else { return Ok(None) };
        self.body = None;
        Ok(Some(Taken::to_the_end(buffer.split_to(body))))
    }
}

/// The length of the head and of the body, or nothing if the head is not whole.
///
/// Only the first [`HEADER_LIMIT`] bytes count, so that it makes no difference what else has come.
fn head(buffer: &BytesMut) -> Result<Option<(usize, u64)>, FrameError> {
    let most = HEADER_LIMIT as usize;
    let bytes = &buffer[..buffer.len().min(most)];
    if bytes.len() < RESPONSE.len() && RESPONSE.starts_with(bytes) {
        return Ok(None);
    }
    let mut headers = [EMPTY_HEADER; MOST_HEADERS];
    // Without a length, a request has no body and a response ends with the connection.
    let (status, found, without) = if bytes.starts_with(RESPONSE) {
        let mut response = Response::new(&mut headers);
        let status = response.parse(bytes);
        let never = response.code.is_some_and(|code| code < 200 || code == 204 || code == 304);
        (status, &*response.headers, never.then_some(0))
    } else {
        let mut request = Request::new(&mut headers);
        (request.parse(bytes), &*request.headers, Some(0))
    };
    match status {
        Ok(Status::Complete(len)) => body_length(found, without).map(|length| Some((len, length))),
        Ok(Status::Partial) if bytes.len() < most => Ok(None),
        Ok(Status::Partial) => Err(FrameError::EndlessHeader { limit: HEADER_LIMIT }),
        Err(_) => Err(FrameError::BadHeader(HeaderFault::NotHttp)),
    }
}

fn body_length(headers: &[Header<'_>], without: Option<u64>) -> Result<u64, FrameError> {
    let named =
        |name: &'static str| headers.iter().filter(move |header| header.name.eq_ignore_ascii_case(name));
    if named("transfer-encoding").next().is_some() {
        return Err(FrameError::BadHeader(HeaderFault::NoLength));
    }
    let mut lengths = named("content-length").map(|header| number(header.value));
    let Some(first) = lengths.next() else {
        return without.ok_or(FrameError::BadHeader(HeaderFault::NoLength));
    };
    let first = first.filter(|_| lengths.all(|other| other == first));
    first.ok_or(FrameError::BadHeader(HeaderFault::BadLength))
}

fn number(value: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(value).ok()?;
    // A sign, which parse would take, is no digit.
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}
