//! Where a custom extension is called: the text of an `http` or `https` URL in, the same out.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use url::Url;

use crate::members::text_on_the_wire;

/// An absolute URL that can be posted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CalloutUrl(Url);

/// A text that is no such URL.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{0:?} is no URL to call out to; write it as http://host:port/path or with https")]
pub(crate) struct MalformedCalloutUrl(String);

impl CalloutUrl {
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

impl FromStr for CalloutUrl {
    type Err = MalformedCalloutUrl;

    fn from_str(text: &str) -> Result<Self, MalformedCalloutUrl> {
        let parsed = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        parsed.map(Self).ok_or_else(|| MalformedCalloutUrl(text.to_owned()))
    }
}

impl fmt::Display for CalloutUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

text_on_the_wire!(CalloutUrl: { "format": "uri" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_posted_to_is_a_url_to_call_out_to() {
        for (text, expected) in [
            ("http://127.0.0.1:8080/hook?code=1", true),
            ("https://example.org/", true),
            ("ftp://example.org/", false),
            ("/hook", false),
            ("http://", false),
            ("", false),
        ] {
            assert_eq!(text.parse::<CalloutUrl>().is_ok(), expected, "{text}");
        }
    }
}
