//! The token or secret that a request was sent with in, and what came back; the same out without it, which some services repeat.
//!
//! It is looked for as it is and in the writings of JSON, addresses, forms and HTML. Each is read once, so that the time grows with the length of
//! what came and no faster. What is as short as a word is not looked for: a test may well send `token`, and without that `InvalidToken`, by
//! which errors are told apart, would be another code.

use memchr::memmem::Finder;
use reqwest::Error;
use reqwest::header::{HeaderMap, HeaderValue};
use std::borrow::Cow;
use std::fmt::{self, Debug, Formatter};
use std::ops::Range;
use std::sync::Arc;

/// What stands in place of a token.
const IN_TEXT: &str = "…";

/// The same in a header, which is to stay a text for those who read it.
const IN_HEADER: &str = "...";

/// The length in bytes from which on a token is looked for.
const SHORTEST_TOKEN: usize = 16;

/// The same of a secret, which people may have chosen.
const SHORTEST_SECRET: usize = 8;

/// What a writing begins an escaped character with.
const MARKS: &[u8] = b"\\%+&";

/// Reads a character that is escaped at the beginning of a text: the byte that it stands for, and what follows.
type Escape = fn(&[u8]) -> Option<(u8, &[u8])>;

/// One after the other, since a token may itself look like what another writing escapes; in the end all together, since one may be within another.
const WRITINGS: [Escape; 5] = [in_json, in_address, in_form, in_html, in_any];

/// Takes one token out of what is shown. It goes with the answer to the request that the token was sent with.
#[derive(Clone, Default)]
pub(crate) struct Mask(Option<Arc<Finder<'static>>>);

impl Debug for Mask {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("Mask")
    }
}

impl Mask {
    /// Of a token that has 16 bytes or more; another is not masked.
    pub(crate) fn of_token(token: &str) -> Self {
        Self::from(token.as_bytes(), SHORTEST_TOKEN)
    }

    /// Of a secret that has 8 bytes or more; another is not masked.
    pub(crate) fn of_secret(secret: &str) -> Self {
        Self::from(secret.as_bytes(), SHORTEST_SECRET)
    }

    fn from(hidden: &[u8], shortest: usize) -> Self {
        let is_long = hidden.len() >= shortest;
        Self(is_long.then(|| Arc::new(Finder::new(hidden).into_owned())))
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
        let places = places(self.0.as_deref()?, text);
        if places.is_empty() {
            return None;
        }
        let (mut masked, mut behind) = (Vec::with_capacity(text.len()), 0);
        for place in places {
            // Where it is found in two writings, the places may be the same, or one within the other.
            if let Some(between) = text.get(behind..place.start) {
                masked.extend_from_slice(between);
                masked.extend_from_slice(mark.as_bytes());
            }
            behind = behind.max(place.end);
        }
        masked.extend_from_slice(text.get(behind..).unwrap_or_default());
        Some(masked)
    }
}

/// Where the token stands in a text, in whatever writing, from the beginning on.
fn places(token: &Finder<'_>, text: &[u8]) -> Vec<Range<usize>> {
    let length = token.needle().len();
    let mut places: Vec<_> = token.find_iter(text).map(|start| start..start + length).collect();
    if text.iter().any(|byte| MARKS.contains(byte)) {
        for escape in WRITINGS {
            let plain = Plain::of(text, escape);
            let found = token.find_iter(&plain.bytes);
            places.extend(found.filter_map(|start| plain.source(start..start + length)));
        }
        places.sort_unstable_by_key(|place| place.start);
    }
    places
}

/// What a text says in some writing.
#[derive(Default)]
struct Plain {
    bytes: Vec<u8>,
    /// Where in the text that which stands for a byte is over.
    ends: Vec<usize>,
}

impl Plain {
    fn of(text: &[u8], escape: Escape) -> Self {
        let (mut plain, mut rest) = (Self::default(), text);
        while let Some((byte, behind)) = escape(rest).or_else(|| first(rest)) {
            plain.bytes.push(byte);
            plain.ends.push(text.len() - behind.len());
            rest = behind;
        }
        plain
    }

    /// Where in the text that stands which these bytes were read from.
    fn source(&self, bytes: Range<usize>) -> Option<Range<usize>> {
        let end_of = |byte: usize| self.ends.get(byte).copied();
        let start = bytes.start.checked_sub(1).map_or(Some(0), end_of)?;
        Some(start..end_of(bytes.end.checked_sub(1)?)?)
    }
}

fn first(text: &[u8]) -> Option<(u8, &[u8])> {
    text.split_first().map(|(byte, rest)| (*byte, rest))
}

/// `\u002B`, `\"`.
fn in_json(text: &[u8]) -> Option<(u8, &[u8])> {
    let escaped = text.strip_prefix(b"\\")?;
    let by_code = escaped.strip_prefix(b"u00").and_then(hexadecimal);
    by_code.or_else(|| first(escaped).filter(|(byte, _)| byte.is_ascii_punctuation()))
}

/// `%2B`.
fn in_address(text: &[u8]) -> Option<(u8, &[u8])> {
    text.strip_prefix(b"%").and_then(hexadecimal)
}

/// The same, and `+` for a blank.
fn in_form(text: &[u8]) -> Option<(u8, &[u8])> {
    text.strip_prefix(b"+").map(|rest| (b' ', rest)).or_else(|| in_address(text))
}

/// `&#x2B;`, `&#43;`.
fn in_html(text: &[u8]) -> Option<(u8, &[u8])> {
    let code = text.strip_prefix(b"&#")?;
    let (byte, rest) = code.strip_prefix(b"x").map_or_else(|| decimal(code), hexadecimal)?;
    Some((byte, rest.strip_prefix(b";")?))
}

fn in_any(text: &[u8]) -> Option<(u8, &[u8])> {
    in_json(text).or_else(|| in_address(text)).or_else(|| in_html(text))
}

fn hexadecimal(text: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, rest) = text.split_at_checked(2)?;
    // A sign is no digit, but would be read.
    let digits = str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    Some((u8::from_str_radix(digits, 16).ok()?, rest))
}

fn decimal(text: &[u8]) -> Option<(u8, &[u8])> {
    // No byte has more digits.
    let length = text.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(length)?;
    Some((str::from_utf8(digits).ok()?.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hostile::config;
    use proptest::prelude::*;

    fn mask(token: &str) -> Mask {
        Mask::of_token(token)
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn no_token_is_left_in_whatever_stands_around_it(
            token in "[!-~]{16,24}",
            between in proptest::collection::vec("[ -~é]{0,6}", 2..4),
        ) {
            let mask = mask(&token);
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
            prop_assert_eq!(&mask("eyJ0eXAiOiJKV1Qi.e30").body(body.clone()), &body);
        }
    }

    #[test]
    fn a_token_is_found_however_it_is_written() {
        let mask = mask("a+b/c=\"d\\e%2F.z-012345");
        for writing in [
            "a+b/c=\"d\\e%2F.z-012345",
            r#"a+b/c=\"d\\e%2F.z-012345"#,
            r#"a+b\/c=\"d\\e%2F.z-012345"#,
            r"a\u002Bb/c\u003d\u0022d\\e%2F.z-012345",
            "a%2Bb%2fc%3D%22d%5Ce%252F.z-012345",
            "a&#x2B;b/c&#x3d;&#x22;d\\e%2F.z-012345",
            "a&#43;b/c&#61;&#34;d\\e%2F.z-012345",
        ] {
            assert_eq!(mask.text(writing), "…", "{writing}");
            let within = format!("aa+ Bearer {writing}{writing} a");
            assert_eq!(mask.text(&within), "aa+ Bearer …… a", "{writing}");
        }
    }

    #[test]
    fn a_token_that_is_escaped_in_several_ways_is_found() {
        let writing = r"a%2Bb\/c&#x3d;\u0064-0123456789";
        assert_eq!(mask("a+b/c=d-0123456789").text(writing), "…");
    }

    #[test]
    fn a_token_that_looks_escaped_is_found_as_it_is() {
        for token in
            ["a%25b-0123456789", r"a\\b-012345678901", r"\u005Cu005C-0123", "&#x26;#x26;-01234"]
        {
            assert_eq!(mask(token).text(&format!("({token})")), "(…)");
        }
    }

    #[test]
    fn what_is_not_the_token_stays_as_it_is() {
        let mask = mask("eyJ0eXAiOiJKV1Qi.e30");
        for text in [
            "",
            "eyJ0eXAi",
            "eyJ0eXAiOiJKV1Qi.e3",
            "eyJ0eXAi\\.OiJKV1Qi.e30",
            "yJ0eXAiOiJKV1Qi.e30 eyJ0eXAiOiJKV1Qi.e3",
            "\u{fffd}é%zz%\\u00%+1&#;&#x;&#999;",
        ] {
            assert_eq!(mask.text(text), text);
        }
        let bytes = b"\xff\x00eyJ0eXAiOiJKV1Qi.e3\r\n".to_vec();
        assert_eq!(mask.body(bytes.clone()), bytes);
    }

    #[test]
    fn a_token_as_short_as_a_word_is_taken_out_of_no_other() {
        let text = "InvalidAuthenticationToken";
        assert_eq!(mask("Token").text(text), text);
        assert_eq!(mask("Authentication1").text("Authentication1"), "Authentication1");
        assert_eq!(mask("Authentication12").text("Authentication12"), "…");
    }

    /// Looked for anew at each place, this would take minutes.
    #[test]
    fn a_long_body_of_beginnings_of_the_token_is_read_once() {
        let mask = mask(&format!("{}b", "a".repeat(2000)));
        for beginning in ["a", r"\u0061", "%61", "&#x61;"] {
            let body = beginning.repeat(1_000_000 / beginning.len()).into_bytes();
            assert_eq!(mask.body(body.clone()), body);
        }
    }
}
