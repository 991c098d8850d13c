//! One call: a request as it was built comes in, and goes out as Graph wants it, with a token and as often as the session says; an answer
//! comes back, or why there is none.

use crate::error::{Argument, Transport};
use crate::mask::Mask;
use crate::reply::Reply;
use crate::retry::{Outcome, told};
use crate::token::AccessToken;
use crate::{Client, GraphError, query};
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, HeaderValue, USER_AGENT};
use reqwest::{Method, Request, StatusCode};
use std::time::Duration;
use tokio::time::sleep;

/// The answer to a request as the generator builds it.
///
/// # Errors
///
/// As [`sent`].
pub(crate) async fn answered(client: &Client, mut request: Request) -> Result<Reply, GraphError> {
    // The generator's own; Graph has its version in the path.
    request.headers_mut().remove("api-version");
    if let Some(query) = request.url().query().map(query::readable) {
        let query = Some(query.as_str()).filter(|query| !query.is_empty());
        request.url_mut().set_query(query);
    }
    sent(client, request).await
}

/// The answer to a request, whose address is taken as it is.
///
/// # Errors
///
/// [`GraphError::Token`] and [`GraphError::Transport`]. A refusal of the service is an answer.
pub(crate) async fn sent(client: &Client, request: Request) -> Result<Reply, GraphError> {
    let session = &client.inner;
    let request = prepared(request, session.user_agent().clone(), session.timeout());
    let mut course = session.retry().begin();
    loop {
        let outcome = send(client, copy(&request)?).await;
        match course.pause(&request, &outcome) {
            Some(pause) => sleep(pause).await,
            None => return answer(&request, outcome?),
        }
    }
}

/// The value of a header that a call sends.
///
/// # Errors
///
/// [`Argument`] where it cannot stand in one.
pub(crate) fn header(value: &str) -> Result<HeaderValue, Argument> {
    HeaderValue::try_from(value)
        .map_err(|_| Argument::new(format!("{value:?} cannot stand in a header")))
}

/// Every body is whole in memory, so that it can be sent again.
fn copy(request: &Request) -> Result<Request, Argument> {
    request.try_clone().ok_or_else(|| Argument::new("the body is a stream"))
}

/// The request as Graph wants it.
fn prepared(mut request: Request, user_agent: HeaderValue, timeout: Duration) -> Request {
    let without_body = request.body().is_none() && request.method() == Method::POST;
    *request.timeout_mut() = Some(timeout);
    let headers = request.headers_mut();
    headers.insert(USER_AGENT, user_agent);
    // HTTP/1.1 leaves the length out where there is no body, which some servers answer with 411.
    if without_body {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    request
}

/// One try. A token that is refused as such is fetched anew once: it may have been taken back before its time.
async fn send(client: &Client, request: Request) -> Outcome {
    let tokens = client.inner.tokens();
    let token = tokens.token().await?;
    let again = request.try_clone();
    let outcome = send_with(&token, client, request).await;
    let is_refused =
        outcome.as_ref().is_ok_and(|answer| answer.status() == StatusCode::UNAUTHORIZED);
    let Some(again) = again.filter(|_| is_refused) else { return Ok(outcome) };
    let next = tokens.after(&token).await?;
    if next.authorization() == token.authorization() {
        return Ok(outcome);
    }
    told::a_refused_token(&again);
    Ok(send_with(&next, client, again).await)
}

/// What came of a request with this token.
async fn send_with(
    token: &AccessToken,
    client: &Client,
    mut request: Request,
) -> reqwest::Result<Reply> {
    let mask = token.mask().clone();
    request.headers_mut().insert(AUTHORIZATION, token.authorization().clone());
    match client.client.execute(request).await {
        Ok(response) => Ok(Reply::read(response, mask).await),
        Err(cause) => Err(mask.broken(cause)),
    }
}

/// An answer from another place than was asked is none: a connection of the caller's own may follow redirects.
fn answer(request: &Request, outcome: reqwest::Result<Reply>) -> Result<Reply, GraphError> {
    let answer = outcome.map_err(Transport::before_an_answer)?;
    if answer.url() == request.url() {
        Ok(answer)
    } else {
        Err(Transport::redirected(answer.url(), &mask(&answer)).into())
    }
}

/// What keeps the token that was sent out of errors.
pub(crate) fn mask(answer: &Reply) -> Mask {
    answer.mask().clone()
}
