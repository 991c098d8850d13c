//! What passes in, the same without secrets out: the tokens that were seen, what looks like one, and what is called one.

use super::head::Fields;
use crate::endpoint::SHORTEST_TOKEN;
use crate::secret::{REMOVED, SECRET_HEADERS, Secret};
use serde_json::Value;
use std::collections::VecDeque;

/// So many tokens, the latest, are looked for in what passes.
const LATEST: usize = 256;

/// So many of the oldest are let go at a time: to forget one takes as long as to forget many.
const FORGOTTEN: usize = LATEST / 4;

/// Members, and parts of forms and queries, whose values are nobody's business; without underscores, in lower case.
const SECRET_NAMES: [&str; 11] = [
    "accesstoken",
    "apikey",
    "assertion",
    "clientassertion",
    "clientsecret",
    "idtoken",
    "password",
    "refreshtoken",
    "secrettext",
    "sharedaccesssignature",
    "sig",
];

/// What every JSON Web Token begins with: an object in base64url.
const WEB_TOKEN: &str = "eyJ";

/// Takes secrets out of what is kept.
#[derive(Default)]
pub(super) struct Confidence {
    tokens: VecDeque<String>,
    secret: Secret,
}

/// The tokens are left out.
impl std::fmt::Debug for Confidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Confidence").field("tokens", &self.tokens.len()).finish_non_exhaustive()
    }
}

impl Confidence {
    /// Learns the tokens, cookies and keys of a head.
    pub(super) fn hear(&mut self, fields: &Fields) {
        for name in SECRET_HEADERS {
            for value in fields.all(name) {
                let value = String::from_utf8_lossy(value);
                tokens(name, &value).for_each(|token| self.learn(token));
            }
        }
    }

    fn learn(&mut self, token: &str) {
        if token.len() >= SHORTEST_TOKEN && !self.tokens.iter().any(|known| known == token) {
            self.add(token.to_owned());
        }
    }

    fn add(&mut self, token: String) {
        self.secret.add(&token);
        self.tokens.push_back(token);
        if self.tokens.len() > LATEST + FORGOTTEN {
            self.tokens.drain(..self.tokens.len() - LATEST);
            self.secret.replace(self.tokens.iter().map(String::as_str));
        }
    }

    /// Names in lower case, and values without secrets.
    pub(super) fn fields(&self, fields: &Fields) -> Vec<(String, String)> {
        let clean = fields.0.iter().map(|(name, value)| {
            let name = name.to_ascii_lowercase();
            let is_secret = SECRET_HEADERS.contains(&name.as_str());
            let value = String::from_utf8_lossy(value);
            (name, if is_secret { REMOVED.to_owned() } else { self.text(&value) })
        });
        clean.collect()
    }

    /// Text without secrets, also where it is a URL or a form.
    pub(super) fn text(&self, text: &str) -> String {
        without_pairs(&without_web_tokens(&self.secret.removed_from(text)))
    }

    /// A body without secrets; the bytes as they came where there are none.
    pub(super) fn body(&self, body: Vec<u8>) -> Vec<u8> {
        let body = self.secret.removed_from_body(body);
        if let Ok(value) = serde_json::from_slice::<Value>(&body) {
            let clean = self.value(&value);
            return if clean == value { body } else { clean.to_string().into_bytes() };
        }
        match std::str::from_utf8(&body) {
            Ok(text) => {
                let clean = self.text(text);
                if clean == text { body } else { clean.into_bytes() }
            }
            Err(_) => self.text(&String::from_utf8_lossy(&body)).into_bytes(),
        }
    }

    fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.text(text).into(),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => {
                let clean = members.iter().map(|(name, member)| self.member(name, member));
                Value::Object(clean.collect())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    fn member(&self, name: &str, member: &Value) -> (String, Value) {
        let is_secret = member.is_string() && is_secret(name);
        let member = if is_secret { REMOVED.into() } else { self.value(member) };
        (self.text(name), member)
    }
}

/// What is secret in the value of such a field: behind the name of a scheme or of a cookie, or all of it.
fn tokens<'a>(name: &str, value: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    match name {
        "authorization" | "proxy-authorization" => {
            let token = value.trim().split_once(' ').map_or(value, |(_, token)| token);
            Box::new(std::iter::once(token.trim()))
        }
        // Behind the first cookie of an answer stands what is to be done with it.
        "set-cookie" => Box::new(value.split(';').take(1).filter_map(behind_name)),
        "cookie" => Box::new(value.split(';').filter_map(behind_name)),
        _ => Box::new(std::iter::once(value.trim())),
    }
}

fn behind_name(cookie: &str) -> Option<&str> {
    cookie.split_once('=').map(|(_, value)| value.trim().trim_matches('"'))
}

fn is_secret(name: &str) -> bool {
    let name: String = name.chars().filter(|character| !matches!(character, '_' | '-')).collect();
    SECRET_NAMES.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}

/// `NAME=VALUE` in forms and queries.
fn without_pairs(text: &str) -> String {
    if !text.contains('=') {
        return text.to_owned();
    }
    let pairs = text.split_inclusive(['&', '?']).map(|part| {
        let Some((name, rest)) = part.split_once('=').filter(|(name, _)| is_secret(name.trim()))
        else {
            return part.to_owned();
        };
        let end = rest.chars().next_back().filter(|end| matches!(end, '&' | '?'));
        format!("{name}={REMOVED}{}", end.map(String::from).unwrap_or_default())
    });
    pairs.collect()
}

/// Three parts in base64url, with points between.
fn without_web_tokens(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(WEB_TOKEN) {
        let (before, from) = rest.split_at(at);
        clean.push_str(before);
        let is_of_token = |character: char| {
            character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')
        };
        let end = from.find(|character| !is_of_token(character)).unwrap_or(from.len());
        let (token, after) = from.split_at(end);
        let is_token = token.len() > 16 && token.matches('.').count() >= 2;
        clean.push_str(if is_token { REMOVED } else { token });
        rest = after;
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(authorization: &str) -> Confidence {
        let mut confidence = Confidence::default();
        let field = ("aUthorization".to_owned(), authorization.as_bytes().to_vec());
        confidence.hear(&Fields(vec![field]));
        confidence
    }

    #[test]
    fn what_was_a_token_looks_like_one_or_is_called_one_is_removed() {
        let confidence = heard("Bearer opaque-token/1");
        for (body, expected) in [
            (r#"{"a": "opaque-token/1"}"#, r#"{"a": "[removed]"}"#),
            (r#"{"a": "opaque-token\/1"}"#, r#"{"a":"[removed]"}"#),
            (r#"{"a": 1.50}"#, r#"{"a": 1.50}"#),
            (r#"{"a":"x eyJhbGciOi.eyJzdWIi.c2ln y"}"#, r#"{"a":"x [removed] y"}"#),
            (r#"{"a":"eyJ eyJhbGciOi.eyJzdWIi"}"#, r#"{"a":"eyJ eyJhbGciOi.eyJzdWIi"}"#),
            (
                r#"{"access_token":"x","expires_in":1}"#,
                r#"{"access_token":"[removed]","expires_in":1}"#,
            ),
            (r#"{"clientSecret":{"a":"b"}}"#, r#"{"clientSecret":{"a":"b"}}"#),
            ("a=b&client_secret=x&c=d", "a=b&client_secret=[removed]&c=d"),
            ("a=b", "a=b"),
            ("https://h/p?sig=x&b=c", "https://h/p?sig=[removed]&b=c"),
            ("opaque-token%2F1", "[removed]"),
        ] {
            let clean = confidence.body(body.as_bytes().to_vec());
            assert_eq!(String::from_utf8(clean).unwrap(), expected, "{body}");
        }
        assert_eq!(confidence.body(b"\xff".to_vec()), "\u{fffd}".as_bytes());
    }

    #[test]
    fn fields_keep_their_values_but_for_those_that_are_nobodys_business() {
        let confidence = heard("Basic c29tZWJvZHk6c2VjcmV0");
        let field = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
        let fields = Fields(vec![
            field("Authorization", "Basic c29tZWJvZHk6c2VjcmV0"),
            field("X-Echo", "Basic c29tZWJvZHk6c2VjcmV0"),
            field("Set-Cookie", "a=b"),
            field("ETag", "W/\"1\""),
        ]);
        let told: Vec<String> = confidence
            .fields(&fields)
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let expected = [
            "authorization: [removed]",
            "x-echo: Basic [removed]",
            "set-cookie: [removed]",
            "etag: W/\"1\"",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_latest_tokens_are_known_and_none_is_shown() {
        let mut confidence = Confidence::default();
        let most = LATEST + FORGOTTEN;
        for number in 0..most + 2 {
            let value = format!("Bearer token-number-{number}.").into_bytes();
            confidence.hear(&Fields(vec![("authorization".to_owned(), value)]));
            // Many are let go at once.
            let first = if number < most { 0 } else { FORGOTTEN + 1 };
            for (known, is_known) in [(first, true), (first.max(1) - 1, first == 0), (number, true)]
            {
                let clean = confidence.text(&format!("token-number-{known}."));
                assert_eq!(clean == REMOVED, is_known, "{known} of {number}");
            }
        }
        assert!(!format!("{confidence:?}").contains("token-number"));
    }
}
