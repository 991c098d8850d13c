//! What the HTTP library hands back in, an answer without secrets out.

use crate::exchange::Answer;
use crate::secret::{REMOVED, SECRET_HEADERS, Secret};
use hyper::header::TRANSFER_ENCODING;
use hyper::{HeaderMap, StatusCode};

/// What the library hands back.
#[derive(Default)]
pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) stray: Vec<u8>,
    pub(super) is_head: bool,
}

impl Received {
    /// Whether nothing belongs to the answer but its head, because HTTP forbids a body or the head announces none.
    pub(super) fn ends_with_its_head(&self) -> bool {
        let forbidden = matches!(self.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        let announces_none = self.body.is_empty() && !self.headers.contains_key(TRANSFER_ENCODING);
        self.is_head || forbidden || announces_none
    }

    /// The answer, without the token should the server repeat it, and without cookies and keys.
    pub(super) fn into_answer(self, secret: &Secret) -> Answer {
        let headers = self.headers.iter().map(|(name, value)| {
            let is_secret = SECRET_HEADERS.contains(&name.as_str());
            let value = String::from_utf8_lossy(value.as_bytes());
            let value = if is_secret { REMOVED.to_owned() } else { secret.removed_from(&value) };
            (name.as_str().to_owned(), value)
        });
        Answer {
            status: self.status.as_u16(),
            headers: headers.collect(),
            body: secret.removed_from_body(self.body),
            stray: secret.removed_from_body(self.stray),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::{HeaderName, HeaderValue};

    #[test]
    fn a_header_that_holds_a_secret_is_kept_without_its_value() {
        let names = ["set-cookie", "x-api-key", "ocp-apim-subscription-key", "api-key"];
        for (names, expected) in [(&names[..], REMOVED), (&["etag", "x-api-version"], "of-its-own")]
        {
            let headers = names.iter().map(|name| {
                (HeaderName::from_static(name), HeaderValue::from_static("of-its-own"))
            });
            let received = Received { headers: headers.collect(), ..Received::default() };
            let answer = received.into_answer(&Secret::default());
            assert_eq!(answer.headers.len(), names.len());
            for (name, value) in answer.headers {
                assert_eq!(value, expected, "{name}");
            }
        }
    }
}
