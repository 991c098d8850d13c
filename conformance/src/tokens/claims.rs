//! A token in, what it says of itself out, where it is a JSON Web Token: nobody checks its signature here.

use crate::formats::is_guid;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// Everything that a token says of itself; none where it is of another kind.
pub(super) fn claims(token: &str) -> Option<Value> {
    let [_, claims, _] = token.split('.').collect::<Vec<_>>().try_into().ok()?;
    let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&claims).ok()
}

/// What a token says in a claim that is text.
pub(crate) fn claim(token: &str, name: &str) -> Option<String> {
    Some(claims(token)?.get(name)?.as_str()?.to_owned())
}

/// The id of the tenant that a token names.
pub(crate) fn tenant_of(token: &str) -> Option<String> {
    claim(token, "tid").filter(|tid| is_guid(tid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_token_with_claims_says_nothing() {
        for text in ["", "a", "a.b", "e30.!!.x", "e30.e30.x", "a.b.c.d.e", "e30.bm8.x"] {
            assert_eq!(claim(text, "tid"), None, "{text}");
        }
    }
}
