//! What a server answered in, the same without the secrets out, however the server wrote them.

mod forms;

use crate::endpoint::SHORTEST_TOKEN;
use aho_corasick::AhoCorasick;
use serde_json::{Map, Value};
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

/// What stands in the place of a secret.
pub(crate) const REMOVED: &str = "[removed]";

/// Headers whose values are nobody's business, in lower case.
pub(crate) const SECRET_HEADERS: [&str; 9] = [
    "api-key",
    "authorization",
    "cookie",
    "ocp-apim-subscription-key",
    "proxy-authorization",
    "set-cookie",
    "x-api-key",
    "x-functions-key",
    "x-ms-authorization-auxiliary",
];

/// The end of a form that is looked for; what stands before it is looked at where it is found. Tokens of one issuer begin alike, so no
/// beginning would do.
const TAIL: usize = 16;

/// Tokens and passwords, in the forms in which they may come back. All clones are one: what is added to one is removed by all.
#[derive(Clone, Default)]
pub(crate) struct Secret(Arc<RwLock<Known>>);

#[derive(Clone, Default)]
struct Known {
    secrets: Vec<String>,
    forms: Vec<Vec<u8>>,
    /// Finds the tails of all forms at once, for everything that comes back is searched; none where there are no forms.
    search: Option<AhoCorasick>,
}

impl Secret {
    /// One more secret; of one that is short, too much else would be removed with it.
    pub(crate) fn add(&self, secret: &str) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.add(secret) {
            known.search();
        }
    }

    /// These secrets in the place of all others.
    pub(crate) fn replace<'a>(&self, secrets: impl Iterator<Item = &'a str>) {
        let mut known = Known::default();
        for secret in secrets {
            known.add(secret);
        }
        // Once for all of them: this takes long.
        known.search();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = known;
    }

    /// The same secrets and one more, which is no secret of the others.
    pub(crate) fn with(&self, secret: &str) -> Self {
        let known = self.known(Known::clone);
        let more = Self(Arc::new(RwLock::new(known)));
        more.add(secret);
        more
    }

    /// Adds all secrets of another.
    pub(crate) fn add_all(&self, other: &Self) {
        let secrets = other.known(|known| known.secrets.clone());
        for secret in &secrets {
            self.add(secret);
        }
    }

    /// Text without the secrets.
    pub(crate) fn removed_from(&self, text: &str) -> String {
        self.known(|known| known.removed_from(text.as_bytes())).map_or_else(
            || text.to_owned(),
            // Forms are ASCII or whole characters: what is left is text.
            |clean| String::from_utf8_lossy(&clean).into_owned(),
        )
    }

    /// A body without the secrets, also where JSON writes their characters as escapes.
    pub(crate) fn removed_from_body(&self, body: Vec<u8>) -> Vec<u8> {
        let (is_empty, clean) =
            self.known(|known| (known.forms.is_empty(), known.removed_from(&body)));
        let body = clean.unwrap_or(body);
        // Only escapes can hide one still; without any, the bytes stay as they came.
        if is_empty || !body.contains(&b'\\') {
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

    fn known<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        // Whatever is known is whole, even where somebody panicked.
        look(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Known {
    /// Whether it is new, and long enough; it is found after the next [`Known::search`].
    fn add(&mut self, secret: &str) -> bool {
        let is_new = !self.secrets.iter().any(|other| other == secret);
        let is_added = is_new && secret.len() >= SHORTEST_TOKEN;
        if is_added {
            self.secrets.push(secret.to_owned());
            self.forms.extend(forms::of(secret));
        }
        is_added
    }

    fn search(&mut self) {
        let tails = self.forms.iter().map(|form| tail(form));
        // So few and so short patterns exceed no limit of the library.
        self.search = AhoCorasick::new(tails).ok();
    }

    /// The bytes without the secrets, where there are any among them.
    fn removed_from(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let places = self.places(bytes);
        let mut clean = Vec::with_capacity(bytes.len());
        let mut end = 0;
        for place in &places {
            clean.extend_from_slice(bytes.get(end..place.start).unwrap_or_default());
            clean.extend_from_slice(REMOVED.as_bytes());
            end = place.end;
        }
        clean.extend_from_slice(bytes.get(end..).unwrap_or_default());
        (!places.is_empty()).then_some(clean)
    }

    /// Where secrets stand, in order; those that overlap or touch as one.
    fn places(&self, bytes: &[u8]) -> Vec<Range<usize>> {
        let Some(search) = &self.search else { return Vec::new() };
        let found = search.find_overlapping_iter(bytes).filter_map(|found| {
            let form = self.forms.get(found.pattern().as_usize())?;
            let before = bytes.get(..found.end()).unwrap_or_default();
            before.ends_with(form).then(|| found.end() - form.len()..found.end())
        });
        let mut found: Vec<Range<usize>> = found.collect();
        found.sort_by_key(|place| place.start);
        let mut places: Vec<Range<usize>> = Vec::new();
        for place in found {
            match places.last_mut() {
                Some(last) if place.start < last.end => last.end = last.end.max(place.end),
                _ => places.push(place),
            }
        }
        places
    }
}

fn tail(form: &[u8]) -> &[u8] {
    form.get(form.len().saturating_sub(TAIL)..).unwrap_or(form)
}

/// The secrets are left out.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_removed_however_it_is_written() {
        let secret = Secret::default();
        secret.add("aBcd/ef+gh==");
        secret.add("pass \"word\" of \u{e9}");
        for (body, expected) in [
            ("", ""),
            ("no secret", "no secret"),
            ("a aBcd/ef+gh== b aBcd/ef+gh==", "a [removed] b [removed]"),
            ("aBcd/ef+gh==aBcd/ef+gh==", "[removed][removed]"),
            ("aBcd/ef+gh=", "aBcd/ef+gh="),
            ("x=aBcd%2Fef%2Bgh%3D%3D", "x=[removed]"),
            ("x=aBcd%2fef%2bgh%3d%3d", "x=[removed]"),
            (r#"{"a": "Bearer aBcd\/ef\u002Bgh=="}"#, r#"{"a":"Bearer [removed]"}"#),
            (r#"{"a": "other\n"}"#, r#"{"a": "other\n"}"#),
            ("<p>pass &quot;word&quot; of \u{e9}", "<p>[removed]"),
            (r#"no JSON: pass \"word\" of é"#, "no JSON: [removed]"),
            ("pass+%22word%22+of+%C3%A9", "[removed]"),
            ("pass%20%22word%22%20of%20%C3%A9", "[removed]"),
        ] {
            let clean = secret.removed_from_body(body.as_bytes().to_vec());
            assert_eq!(String::from_utf8(clean).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_added_to_one_is_removed_by_its_clones_and_by_no_other() {
        let secret = Secret::default();
        let (clone, other) = (secret.clone(), secret.with("of-the-other"));
        secret.add("added-later");
        let text = "added-later of-the-other";
        assert_eq!(clone.removed_from(text), "[removed] of-the-other");
        assert_eq!(other.removed_from(text), "added-later [removed]");
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        secret.replace(["of-the-other", "another-one", "short"].into_iter());
        let text = "added-later of-the-other another-one short";
        assert_eq!(clone.removed_from(text), "added-later [removed] [removed] short");
    }
}
