//! What a server answered in, the same without the tokens out, however the server wrote them.

use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::{Map, Value};

/// What stands in the place of a secret.
pub(crate) const REMOVED: &str = "[removed]";

/// The tokens of an endpoint, in the forms in which they may come back: as each is, and percent-encoded.
#[derive(Clone, Default)]
pub(crate) struct Secret {
    /// None where there is no token.
    forms: Option<AhoCorasick>,
}

impl Secret {
    /// What a server is told in confidence.
    ///
    /// # Errors
    /// In words, where there is more than can be searched for.
    pub(crate) fn of<'a>(tokens: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let encoded = |token: &str| {
            url::form_urlencoded::byte_serialize(token.as_bytes()).collect::<String>()
        };
        let forms = tokens.flat_map(|token| {
            [token.to_owned(), encoded(token), encoded(token).to_ascii_lowercase()]
        });
        let forms: Vec<String> = forms.collect();
        // Of two that begin alike, the longer one goes as a whole.
        let searched = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&forms);
        Ok(Self { forms: Some(searched.map_err(|error| error.to_string())?) })
    }

    /// Text without the secrets.
    pub(crate) fn removed_from(&self, text: &str) -> String {
        match &self.forms {
            Some(forms) if forms.is_match(text) => {
                let replaced = vec![REMOVED; forms.patterns_len()];
                forms.replace_all(text, &replaced)
            }
            Some(_) | None => text.to_owned(),
        }
    }

    /// A body without the secrets, also where JSON writes their characters as escapes.
    pub(crate) fn removed_from_body(&self, body: Vec<u8>) -> Vec<u8> {
        let Some(forms) = &self.forms else { return body };
        let body = if forms.is_match(&body) {
            forms.replace_all_bytes(&body, &vec![REMOVED; forms.patterns_len()])
        } else {
            body
        };
        // Only escapes can hide one still; without any, the bytes stay as they came.
        if !body.contains(&b'\\') {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_removed_however_it_is_written() {
        let secret = Secret::of(["abcd/ef+gh=="].into_iter()).unwrap();
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
