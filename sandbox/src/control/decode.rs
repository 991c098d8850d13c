//! Bodies of orders: JSON in, what it says out, or the member that is wrong.

use serde::de::DeserializeOwned;

use crate::control::problem::Problem;

/// What a body says.
pub(super) fn decoded<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let place = if path == "." { "the body".to_owned() } else { path };
        Problem::bad_request(format!("{place}: {}", error.into_inner()))
    })?;
    json.end().map_err(|error| Problem::bad_request(format!("the body: {error}")))?;
    Ok(read)
}
