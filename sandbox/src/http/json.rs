//! JSON bodies: bytes and their media type in, a typed value or the place of the mistake out.

use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Deserializer;

use crate::http::graph_error::GraphError;
use crate::http::object::Object;
use crate::http::well_formed::WellFormed;

/// How deep a body may nest.
const MAX_DEPTH: usize = 64;

/// Reads a JSON object; members that the type does not have are ignored, once they are JSON.
pub(crate) fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, GraphError> {
    require_json(headers)?;
    if body.is_empty() {
        return Err(GraphError::bad_request("the body is empty; send a JSON object"));
    }
    if exceeds_depth(body, MAX_DEPTH) {
        let message = format!("the body nests deeper than {MAX_DEPTH} levels");
        return Err(GraphError::bad_request(message));
    }
    typed(well_formed(body)?)
}

/// To follow the place while reading takes longer than to read, so it is done for mistakes alone.
fn typed<T: DeserializeOwned>(text: &str) -> Result<T, GraphError> {
    if let Ok(Object(read)) = serde_json::from_str(text) {
        return Ok(read);
    }
    let object: Object<T> = serde_path_to_error::deserialize(&mut Deserializer::from_str(text))
        .map_err(|error| mistake(&error.path().to_string(), error.inner()))?;
    Ok(object.0)
}

/// The text of a body that is JSON throughout. What reads a type skips the members that the type
/// does not have, and does not look into their strings.
fn well_formed(body: &[u8]) -> Result<&str, GraphError> {
    let text = std::str::from_utf8(body)
        .map_err(|error| GraphError::bad_request(format!("the body is no UTF-8: {error}")))?;
    serde_json::from_str::<WellFormed>(text).map_err(|error| mistake(".", &error))?;
    Ok(text)
}

fn mistake(path: &str, error: &serde_json::Error) -> GraphError {
    if error.is_data() {
        let place = if path == "." { "the body" } else { path };
        return GraphError::invalid_model(format!("{place}: {error}"));
    }
    GraphError::bad_request(format!("the body is no valid JSON: {error}"))
}

fn require_json(headers: &HeaderMap) -> Result<(), GraphError> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = given.map(|value| value.split(';').next().unwrap_or_default().trim());
    if essence.is_some_and(|essence| essence.eq_ignore_ascii_case("application/json")) {
        return Ok(());
    }
    Err(GraphError::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "UnsupportedMediaType",
        "the body must be JSON; send Content-Type: application/json",
    ))
}

/// Looks at brackets outside strings only, so that no text of any depth is parsed recursively.
fn exceeds_depth(body: &[u8], limit: usize) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limit {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_in_brackets_outside_strings() {
        for (body, exceeds) in [
            ("[[]]", false),
            ("[[[]]]", true),
            ("[{\"a\":[]}]", true),
            ("[\"[[[[\"]", false),
            ("[\"\\\"[[[[\"]", false),
            ("[[],[],[]]", false),
        ] {
            assert_eq!(exceeds_depth(body.as_bytes(), 2), exceeds, "{body}");
        }
    }
}
