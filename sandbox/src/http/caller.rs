//! Callers: the headers of a request in, who is calling out. The one place that reads a token, and
//! it keeps none.

use axum::http::{HeaderMap, header};

use crate::http::graph_error::GraphError;
use crate::model::SubjectId;

/// Every bearer token that is not empty stands for the world's caller.
pub(crate) fn identify(
    headers: &HeaderMap,
    worlds_caller: SubjectId,
) -> Result<SubjectId, GraphError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Err(GraphError::unauthenticated(
            "the header Authorization is missing; send Authorization: Bearer {token}",
        ));
    };
    if value.to_str().is_ok_and(is_bearer) {
        return Ok(worlds_caller);
    }
    Err(GraphError::unauthenticated(
        "the header Authorization is malformed; write it as Bearer {token}",
    ))
}

fn is_bearer(value: &str) -> bool {
    value.split_once(' ').is_some_and(|(scheme, token)| {
        scheme.eq_ignore_ascii_case("bearer") && is_token(token.trim())
    })
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_token_after_the_word_bearer_names_a_caller() {
        for (value, expected) in [
            ("Bearer abc", true),
            ("bearer abc", true),
            ("Bearer", false),
            ("Bearer ", false),
            ("Basic abc", false),
            ("Bearer a b", false),
            ("abc", false),
            ("", false),
        ] {
            assert_eq!(is_bearer(value), expected, "{value:?}");
        }
    }
}
