//! A secret in, every form in which somebody may write it out.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeSet;

/// As it is, percent-encoded, with the escapes of JSON and of HTML, and in base64.
pub(super) fn of(secret: &str) -> BTreeSet<Vec<u8>> {
    let form_encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let percent_encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let in_json = serde_json::Value::from(secret).to_string();
    let mut texts = vec![
        secret.to_owned(),
        with_small_escapes(&form_encoded),
        form_encoded.replace('+', "%20"),
        form_encoded,
        with_small_escapes(&percent_encoded),
        percent_encoded,
        in_json.get(1..in_json.len() - 1).unwrap_or_default().to_owned(),
    ];
    // Not everybody escapes the apostrophe, nor all in one way.
    texts.extend(["'", "&#39;", "&#x27;"].map(|apostrophe| in_html(secret, apostrophe)));
    texts.extend((0..3).flat_map(|before| in_base64(secret, before)));
    texts.into_iter().map(String::into_bytes).collect()
}

/// With the digits of the escapes in lower case.
fn with_small_escapes(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        text.extend(["%", &digits.to_ascii_lowercase(), rest]);
    }
    text
}

fn in_html(secret: &str, apostrophe: &str) -> String {
    let mut html = secret.replace('&', "&amp;");
    for (character, entity) in [('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', apostrophe)] {
        html = html.replace(character, entity);
    }
    html
}

/// In base64 behind so many bytes, as far as the characters are those of the secret alone.
fn in_base64(secret: &str, before: usize) -> Vec<String> {
    let bytes = [&[0].repeat(before), secret.as_bytes()].concat();
    // Three bytes are four characters; the first and the last may be shared with what stands beside the secret.
    let (first, last) = ((before * 4).div_ceil(3), bytes.len() * 4 / 3);
    [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)]
        .iter()
        .filter_map(|text| text.get(first..last))
        // Of a short one so little would be left that it stands in other text, too.
        .filter(|text| text.len() >= crate::endpoint::SHORTEST_TOKEN)
        .map(ToOwned::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_in_base64_whatever_stands_beside_it() {
        let secret = "a-secret-of-some-length";
        let forms = of(secret);
        for before in ["", "a", "ab", "abc", "Bearer ", "user:"] {
            for behind in ["", "a", "ab", "abc"] {
                let written = STANDARD_NO_PAD.encode(format!("{before}{secret}{behind}"));
                let is_known =
                    forms.iter().any(|form| written.contains(std::str::from_utf8(form).unwrap()));
                assert!(is_known, "{before}{secret}{behind}: {written}");
            }
        }
    }
}
