//! What a server answered in, the same without the token out, however the server wrote it.

use crate::endpoint::Endpoint;
use serde_json::{Map, Value};

/// What stands in the place of a secret.
pub(super) const REMOVED: &str = "[removed]";

/// The tokens of an endpoint, in the forms in which they may come back.
pub(super) struct Secret {
    /// As each is, and percent-encoded; none where there is no token.
    forms: Vec<String>,
}

impl Secret {
    /// What a server at the endpoint is told in confidence.
    pub(super) fn of(endpoint: &Endpoint) -> Self {
        let encoded = |token: &str| {
            url::form_urlencoded::byte_serialize(token.as_bytes()).collect::<String>()
        };
        let forms = endpoint.tokens().flat_map(|token| {
            [token.to_owned(), encoded(token), encoded(token).to_ascii_lowercase()]
        });
        Self { forms: forms.collect() }
    }

    /// Text without the secret.
    pub(super) fn removed_from(&self, text: &str) -> String {
        self.forms.iter().fold(text.to_owned(), |text, form| text.replace(form, REMOVED))
    }

    /// A body without the secret, also where JSON writes its characters as escapes.
    pub(super) fn removed_from_body(&self, body: Vec<u8>) -> Vec<u8> {
        if self.forms.is_empty() {
            return body;
        }
        let body = self.forms.iter().fold(body, |body, form| replaced(body, form));
        match serde_json::from_slice(&body) {
            // Only escapes can hide it still; without one, the bytes stay as they came.
            Ok(value) if body.contains(&b'\\') => {
                let clean = self.removed_from_json(&value);
                if clean == value { body } else { clean.to_string().into_bytes() }
            }
            _ => body,
        }
    }

    fn removed_from_json(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.removed_from(text).into(),
            Value::Array(items) => items.iter().map(|item| self.removed_from_json(item)).collect(),
            Value::Object(members) => {
                let clean = members.iter().map(|(name, member)| {
                    (self.removed_from(name), self.removed_from_json(member))
                });
                Value::Object(clean.collect::<Map<_, _>>())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }
}

fn replaced(bytes: Vec<u8>, form: &str) -> Vec<u8> {
    let form = form.as_bytes();
    if !bytes.windows(form.len()).any(|window| window == form) {
        return bytes;
    }
    let mut clean = Vec::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    while let Some(first) = rest.first() {
        if let Some(after) = rest.strip_prefix(form) {
            clean.extend_from_slice(REMOVED.as_bytes());
            rest = after;
        } else {
            clean.push(*first);
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_removed_however_it_is_written() {
        let endpoint = Endpoint::new("http://127.0.0.1", Some("abcd/ef+gh==".to_owned())).unwrap();
        let secret = Secret::of(&endpoint);
        for (body, expected) in [
            ("", ""),
            ("no secret", "no secret"),
            ("a abcd/ef+gh== b abcd/ef+gh==", "a [removed] b [removed]"),
            ("abcd/ef+gh=", "abcd/ef+gh="),
            ("x=abcd%2Fef%2Bgh%3D%3D", "x=[removed]"),
            ("x=abcd%2fef%2bgh%3d%3d", "x=[removed]"),
            (r#"{"a": "Bearer abcd\/ef\u002Bgh=="}"#, r#"{"a":"Bearer [removed]"}"#),
            (r#"{"a": "other\n"}"#, r#"{"a": "other\n"}"#),
        ] {
            let clean = secret.removed_from_body(body.as_bytes().to_vec());
            assert_eq!(String::from_utf8(clean).unwrap(), expected);
        }
    }
}
