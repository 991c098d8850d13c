//! The token that a request was sent with in, and what the service answered; the same out without the token, which some services repeat.

use crate::token::AccessToken;
use reqwest::Error;
use reqwest::header::{HeaderMap, HeaderValue};
use std::borrow::Cow;
use std::fmt::{self, Debug, Formatter};

/// What stands in place of a token.
const IN_TEXT: &str = "…";

/// The same in a header, which is to stay a text for those who read it.
const IN_HEADER: &str = "...";

/// How a token is sent.
const SCHEME: &[u8] = b"Bearer ";

/// What stands before and behind the two hexadecimal digits of a character in JSON, an address, and HTML.
const IN_HEX: [(&[u8], &[u8]); 3] = [(b"\\u00", b""), (b"%", b""), (b"&#x", b";")];

/// Takes one token out of what is shown. It goes with the answer to the request that the token was sent with.
#[derive(Clone, Default)]
pub(crate) struct Mask(Option<HeaderValue>);

impl Debug for Mask {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("Mask")
    }
}

impl Mask {
    pub(crate) fn of(token: &AccessToken) -> Self {
        Self(Some(token.authorization().clone()))
    }

    /// A body, which is as it came where it does not hold the token.
    pub(crate) fn body(&self, body: Vec<u8>) -> Vec<u8> {
        self.replaced(&body, IN_TEXT).unwrap_or(body)
    }

    pub(crate) fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.replaced(text.as_bytes(), IN_TEXT) {
            Some(masked) => String::from_utf8_lossy(&masked).into_owned().into(),
            None => text.into(),
        }
    }

    pub(crate) fn headers(&self, mut headers: HeaderMap) -> HeaderMap {
        for value in headers.values_mut() {
            let masked = self.replaced(value.as_bytes(), IN_HEADER);
            if let Some(masked) = masked.and_then(|masked| HeaderValue::from_bytes(&masked).ok()) {
                *value = masked;
            }
        }
        headers
    }

    /// Why a body cannot be read: the words quote what stands in it.
    pub(crate) fn unreadable(&self, cause: serde_json::Error) -> serde_json::Error {
        match self.text(&cause.to_string()) {
            Cow::Borrowed(_) => cause,
            Cow::Owned(masked) => serde::de::Error::custom(masked),
        }
    }

    /// Why there is no answer. The address is shown without its query: the service gives that of a next page.
    pub(crate) fn broken(&self, mut cause: Error) -> Error {
        if let Some(url) = cause.url_mut() {
            url.set_query(None);
            url.set_fragment(None);
        }
        let is_told = |address: &str| self.replaced(address.as_bytes(), IN_TEXT).is_some();
        if cause.url().is_some_and(|url| is_told(url.as_str())) {
            cause.without_url()
        } else {
            cause
        }
    }

    /// The same with a mark in each place of the token; none where it is not there.
    fn replaced(&self, text: &[u8], mark: &str) -> Option<Vec<u8>> {
        let token = self.0.as_ref()?.as_bytes();
        let token = token.strip_prefix(SCHEME).unwrap_or(token);
        let (mut masked, mut rest, mut is_found) = (Vec::new(), text, false);
        // No writing of a token is shorter than the token.
        while let Some((first, after)) = rest.split_first().filter(|_| rest.len() >= token.len()) {
            if let Some(behind) = behind(rest, token) {
                masked.extend_from_slice(mark.as_bytes());
                (rest, is_found) = (behind, true);
            } else {
                masked.push(*first);
                rest = after;
            }
        }
        masked.extend_from_slice(rest);
        is_found.then_some(masked)
    }
}

/// What stands behind the token, where `text` begins with it: in plain letters, in whatever case, or escaped as in JSON, an address or HTML.
fn behind<'a>(text: &'a [u8], token: &[u8]) -> Option<&'a [u8]> {
    let by = |read: fn(&'a [u8], u8) -> Option<&'a [u8]>| {
        token.iter().try_fold(text, |rest, byte| read(rest, *byte))
    };
    by(plain).or_else(|| by(escaped))
}

fn plain(text: &[u8], byte: u8) -> Option<&[u8]> {
    let (first, rest) = text.split_first()?;
    first.eq_ignore_ascii_case(&byte).then_some(rest)
}

fn escaped(text: &[u8], byte: u8) -> Option<&[u8]> {
    let in_hex = |(before, end): &(&[u8], &[u8])| {
        let (digits, rest) = text.strip_prefix(*before)?.split_at_checked(2)?;
        let code = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
        rest.strip_prefix(*end).filter(|_| code.eq_ignore_ascii_case(&byte))
    };
    let quoted = || text.strip_prefix(&[b'\\', byte]);
    IN_HEX.iter().find_map(in_hex).or_else(quoted).or_else(|| plain(text, byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hostile::config;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn no_token_is_left_in_whatever_stands_around_it(
            token in "[!-~]{8,12}",
            between in proptest::collection::vec("[ -~é]{0,6}", 2..4),
        ) {
            let mask = Mask::of(&AccessToken::new(&token).unwrap());
            for token in [token.clone(), serde_json::json!(token).to_string()] {
                let text = between.join(&token);
                let masked = mask.text(&text);
                prop_assert!(!masked.contains(&token), "{masked}");
                prop_assert!(masked.contains('…'), "{masked}");
            }
        }

        #[test]
        fn what_has_no_token_is_kept_whatever_it_is(
            body in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let mask = Mask::of(&AccessToken::new("eyJ0.eXAi").unwrap());
            prop_assert_eq!(&mask.body(body.clone()), &body);
        }
    }

    #[test]
    fn a_token_is_found_however_it_is_written() {
        let mask = Mask::of(&AccessToken::new("a+b/c=\"d\\e%2F.z").unwrap());
        for writing in [
            "a+b/c=\"d\\e%2F.z",
            "A+B/C=\"D\\E%2f.Z",
            r#"a+b/c=\"d\\e%2F.z"#,
            r#"a+b\/c=\"d\\e%2F.z"#,
            r"a\u002Bb/c\u003d\u0022d\\e%2F.z",
            "a%2Bb%2fc%3D%22d%5Ce%252F.z",
            "a&#x2B;b/c&#x3d;&#x22;d\\e%2F.z",
        ] {
            assert_eq!(mask.text(writing), "…", "{writing}");
            let within = format!("aa+ Bearer {writing}{writing} a");
            assert_eq!(mask.text(&within), "aa+ Bearer …… a", "{writing}");
        }
    }

    #[test]
    fn a_token_that_looks_escaped_is_found_as_it_is() {
        for token in ["a%25b", r"a\\b", r"\u005Cu005C", "&#x26;#x26;"] {
            let mask = Mask::of(&AccessToken::new(token).unwrap());
            assert_eq!(mask.text(&format!("({token})")), "(…)");
        }
    }

    #[test]
    fn what_is_not_the_token_stays_as_it_is() {
        let mask = Mask::of(&AccessToken::new("eyJ0.eXAi").unwrap());
        for text in
            ["", "eyJ0", "eyJ0.eXA", "eyJ0\\.eXA", "yJ0.eXAi eyJ0.eXA", "\u{fffd}é%zz%\\u00"]
        {
            assert_eq!(mask.text(text), text);
        }
        let bytes = b"\xff\x00eyJ0.eXA\r\n".to_vec();
        assert_eq!(mask.body(bytes.clone()), bytes);
    }
}
