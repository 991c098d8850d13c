//! Where a body ends: a head in, then the bytes that follow it; how many of them belong to the body, and what it contains, out.

use super::capture::Capture;
use super::chunks::Chunks;
use super::head::{Fields, RequestHead, ResponseHead};
use super::refusal::Refusal;

/// Longer numbers overflow.
const MOST_DIGITS: usize = 18;

/// How the end of a body is found.
#[derive(Debug)]
pub(super) enum Framing {
    /// There is none.
    Empty,
    /// So many bytes are still to come.
    Length(u64),
    /// Each piece says how long it is.
    Chunked(Chunks),
    /// With the connection.
    UntilClose,
}

impl Framing {
    /// The framing of a request. Where two readers of one head could disagree, nothing is passed on.
    ///
    /// # Errors
    /// What is answered to such a head.
    pub(super) fn of_request(head: &RequestHead) -> Result<Self, Refusal> {
        let coded = head.fields.all("transfer-encoding").count();
        let lengths: Vec<&[u8]> = head.fields.all("content-length").collect();
        if coded == 0 {
            return Self::of_lengths(&lengths)
                .ok_or_else(|| Refusal::bad("Content-Length must be there once, and be a number"));
        }
        if !lengths.is_empty() {
            return Err(Refusal::bad("Content-Length and Transfer-Encoding contradict each other"));
        }
        if head.minor == 0 {
            return Err(Refusal::bad("HTTP/1.0 has no Transfer-Encoding"));
        }
        if coded > 1 || head.fields.members("transfer-encoding") != ["chunked"] {
            return Err(Refusal::of(501, "the one Transfer-Encoding that is known is chunked"));
        }
        Ok(Self::Chunked(Chunks::default()))
    }

    /// The framing of an answer to a request of that method; none where the head contradicts itself.
    pub(super) fn of_response(head: &ResponseHead, method: &str) -> Option<Self> {
        if method == "HEAD" || head.is_interim() || matches!(head.status, 204 | 304) {
            return Some(Self::Empty);
        }
        let coding = head.fields.members("transfer-encoding");
        if coding.last().is_some_and(|last| last == "chunked") {
            return Some(Self::Chunked(Chunks::default()));
        }
        if !coding.is_empty() || !has_length(&head.fields) {
            return Some(Self::UntilClose);
        }
        Self::of_lengths(&head.fields.all("content-length").collect::<Vec<_>>())
    }

    fn of_lengths(lengths: &[&[u8]]) -> Option<Self> {
        let [length] = lengths else { return lengths.is_empty().then_some(Self::Empty) };
        let is_number = !length.is_empty() && length.iter().all(u8::is_ascii_digit);
        let text = std::str::from_utf8(length).ok().filter(|_| is_number)?;
        let length = text.parse().ok().filter(|_| text.len() <= MOST_DIGITS)?;
        Some(if length == 0 { Self::Empty } else { Self::Length(length) })
    }

    /// Whether nothing more is to come.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Length(left) => *left == 0,
            Self::Chunked(chunks) => chunks.are_whole(),
            Self::UntilClose => false,
        }
    }

    /// Whether the end of the connection is the end of the body.
    pub(super) fn ends_with_connection(&self) -> bool {
        matches!(self, Self::UntilClose)
    }

    /// How many of these bytes belong to the body; what they say goes to `content`.
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub(super) fn take(
        &mut self,
        bytes: &[u8],
        content: &mut Capture,
    ) -> Result<usize, &'static str> {
        match self {
            Self::Empty => Ok(0),
            Self::Length(left) => {
                let count = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                content.extend(bytes.get(..count).unwrap_or_default());
                *left -= count as u64;
                Ok(count)
            }
            Self::Chunked(chunks) => chunks.take(bytes, content),
            Self::UntilClose => {
                content.extend(bytes);
                Ok(bytes.len())
            }
        }
    }
}

fn has_length(fields: &Fields) -> bool {
    fields.all("content-length").next().is_some()
}
