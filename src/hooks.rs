//! What Graph needs of each request and the generator does not know of: the request as generated comes
//! in, and goes out as Graph wants it.

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::{
    Method, Request,
    header::{AUTHORIZATION, CONTENT_LENGTH, HeaderValue},
};

use crate::{Client, Error, Session, query};

impl ClientHooks<Session> for Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
        let without_body = request.body().is_none() && request.method() == Method::POST;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, self.inner().authorization());
        // The generator's own; Graph has its version in the path.
        headers.remove("api-version");
        // HTTP/1.1 leaves the length out where there is no body, which some servers answer with 411.
        if without_body {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if let Some(query) = request.url().query().map(query::readable) {
            request
                .url_mut()
                .set_query(Some(&query).filter(|query| !query.is_empty()).map(String::as_str));
        }
        Ok(())
    }
}
