//! Refusals that are not in Graph's envelope, as proxies and gateways write them: the answer comes in, and
//! goes out with its body at hand, so that an error can keep its status, its headers and its text.

use reqwest::{Response, ResponseBuilderExt};

use crate::types::OdataError;

/// The body of a refusal, beside the response that carries it.
#[derive(Clone)]
struct Body(Vec<u8>);

/// The same response; where it is a refusal, its body is read and kept beside it. A body that breaks off
/// counts as empty: that the service refused is the graver news.
pub(crate) async fn with_body_at_hand(response: Response) -> Response {
    if !response.status().is_client_error() && !response.status().is_server_error() {
        return response;
    }
    let head = Head::of(&response);
    let body = response.bytes().await.map(Vec::from).unwrap_or_default();
    head.response(body)
}

/// A copy of the response if it is a refusal without an envelope.
pub(crate) fn without_envelope(response: &Response) -> Option<Response> {
    let body = body(response)?;
    let has_envelope = serde_json::from_slice::<OdataError>(body).is_ok();
    (!has_envelope).then(|| Head::of(response).response(body.to_vec()))
}

/// The body of a refusal that was kept beside it.
pub(crate) fn body(response: &Response) -> Option<&[u8]> {
    response.extensions().get::<Body>().map(|Body(bytes)| bytes.as_slice())
}

/// A response but for its body.
struct Head(http::response::Builder);

impl Head {
    fn of(response: &Response) -> Self {
        let mut builder = http::Response::builder()
            .status(response.status())
            .version(response.version())
            .url(response.url().clone());
        if let Some(headers) = builder.headers_mut() {
            headers.clone_from(response.headers());
        }
        Self(builder)
    }

    fn response(self, body: Vec<u8>) -> Response {
        // Cannot fail: status, version and headers come from a response.
        let response = self.0.extension(Body(body.clone())).body(body).unwrap_or_default();
        Response::from(response)
    }
}
