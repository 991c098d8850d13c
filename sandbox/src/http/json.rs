//! JSON bodies: bytes and their media type in, a typed value or the place of the mistake out.

use axum::http::{HeaderMap, StatusCode, header};
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::Deserializer;
use serde_path_to_error::Track;

use crate::http::declared_types::Type;
use crate::http::graph_error::GraphError;
use crate::http::object::Object;
use crate::http::type_check::Declared;
use crate::http::well_formed::WellFormed;

/// How deep a body may nest.
const MAX_DEPTH: usize = 64;

/// Reads a JSON object of the type that the metadata declare for it. Members that the type does not
/// have are ignored, once they are JSON.
pub(crate) fn read<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: &[u8],
    declared: &'static Type,
) -> Result<T, GraphError> {
    require_json(headers)?;
    if body.is_empty() {
        return Err(GraphError::bad_request("the body is empty; send a JSON object"));
    }
    if exceeds_depth(body, MAX_DEPTH) {
        let message = format!("the body nests deeper than {MAX_DEPTH} levels");
        return Err(GraphError::bad_request(message));
    }
    let text = std::str::from_utf8(body)
        .map_err(|error| GraphError::bad_request(format!("the body is no UTF-8: {error}")))?;
    check(text, declared)?;
    typed(text)
}

/// Whether the text is JSON throughout, and every member of its declared type. What reads a type skips
/// the members that the type does not have, and does not look into their strings.
fn check(text: &str, declared: &'static Type) -> Result<(), GraphError> {
    let declared = Declared::object(declared);
    let mut json = Deserializer::from_str(text);
    if declared.deserialize(&mut json).and_then(|()| json.end()).is_ok() {
        return Ok(());
    }
    // What is no JSON is no body, so that this is said first, wherever it stands.
    serde_json::from_str::<WellFormed>(text).map_err(|error| mistake(".", &error))?;
    let (mut json, mut track) = (Deserializer::from_str(text), Track::new());
    let checked =
        declared.deserialize(serde_path_to_error::Deserializer::new(&mut json, &mut track));
    checked.map_err(|error| mistake(&track.path().to_string(), &error))
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
