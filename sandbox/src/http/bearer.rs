//! Bearer tokens: the headers of a request in, the text of its one token out. The requests of a batch
//! have the token of the batch.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::http::graph_error::GraphError;

/// The token of a request.
pub(crate) fn token(headers: &HeaderMap) -> Result<&str, GraphError> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => bearer(value).ok_or_else(|| {
            GraphError::invalid_token(
                "the header Authorization is malformed; write it as Bearer {token}",
            )
        }),
        (Some(_), Some(_)) => {
            Err(GraphError::invalid_token("the header Authorization is there twice; send it once"))
        }
        (None, _) => Err(GraphError::unauthenticated(
            "the header Authorization is missing; send Authorization: Bearer {token}, such as the \
             token of a persona, which conformance serve --print-tokens shows",
        )),
    }
}

/// Whether a token stands in the header of this name.
pub(crate) fn stands_in(name: &str) -> bool {
    header::AUTHORIZATION.as_str().eq_ignore_ascii_case(name)
}

/// Gives the headers of a request in a batch what those of the batch say of who asks.
pub(crate) fn hand_on(of_batch: &HeaderMap, headers: &mut HeaderMap) {
    if let Some(value) = of_batch.get(header::AUTHORIZATION) {
        headers.insert(header::AUTHORIZATION, value.clone());
    }
}

/// The scheme in any casing, blanks, and a text without one.
fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    let token = token.trim_ascii();
    let is_token = !token.is_empty() && !token.bytes().any(|byte| byte.is_ascii_whitespace());
    (scheme.eq_ignore_ascii_case("bearer") && is_token).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_text_after_the_word_bearer_is_a_token() {
        for (value, expected) in [
            ("Bearer abc", Some("abc")),
            ("bearer abc", Some("abc")),
            ("BEARER  abc ", Some("abc")),
            ("Bearer", None),
            ("Bearer ", None),
            ("Basic abc", None),
            ("Bearer a b", None),
            ("abc", None),
            ("", None),
            ("Bearer ä", None),
        ] {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            assert_eq!(bearer(&value), expected, "{value:?}");
        }
    }
}
