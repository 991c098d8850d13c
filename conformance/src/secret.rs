//! What a server answered in, the same without the tokens out, however the server wrote them.

use memchr::memmem::Finder;
use serde_json::{Map, Value};

/// What stands in the place of a secret.
pub(crate) const REMOVED: &str = "[removed]";

/// The tokens of an endpoint, in the forms in which they may come back: as each is, and percent-encoded.
#[derive(Clone, Default)]
pub(crate) struct Secret {
    /// Each is looked for in everything that comes back, so the search is prepared.
    forms: Vec<(String, Finder<'static>)>,
}

impl Secret {
    /// One more token that a server is told in confidence.
    pub(crate) fn add(&mut self, token: &str) {
        let encoded = url::form_urlencoded::byte_serialize(token.as_bytes()).collect::<String>();
        for form in [token.to_owned(), encoded.to_ascii_lowercase(), encoded] {
            if !self.forms.iter().any(|(known, _)| *known == form) {
                let finder = Finder::new(&form).into_owned();
                self.forms.push((form, finder));
            }
        }
    }

    /// Text without the secrets.
    pub(crate) fn removed_from(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (form, finder) in &self.forms {
            if finder.find(text.as_bytes()).is_some() {
                text = text.replace(form, REMOVED);
            }
        }
        text
    }

    /// A body without the secrets, also where JSON writes their characters as escapes.
    pub(crate) fn removed_from_body(&self, body: Vec<u8>) -> Vec<u8> {
        let mut body = body;
        for (form, finder) in &self.forms {
            if finder.find(&body).is_some() {
                body = replaced(&body, form, finder);
            }
        }
        // Only escapes can hide one still; without any, the bytes stay as they came.
        if self.forms.is_empty() || !body.contains(&b'\\') {
            return body;
        }
        match serde_json::from_slice(&body) {
            Ok(value) => {
                let clean = self.removed_from_json(&value);
                if clean == value { body } else { clean.to_string().into_bytes() }
            }
            Err(_) => body,
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

fn replaced(bytes: &[u8], form: &str, finder: &Finder<'_>) -> Vec<u8> {
    let mut clean = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((before, found)) = finder.find(rest).and_then(|at| rest.split_at_checked(at)) {
        clean.extend_from_slice(before);
        clean.extend_from_slice(REMOVED.as_bytes());
        rest = found.get(form.len()..).unwrap_or_default();
    }
    clean.extend_from_slice(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_removed_however_it_is_written() {
        let mut secret = Secret::default();
        secret.add("abcd/ef+gh==");
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
