//! An application's id and secret in, the token that its tenant's token endpoint grants out (RFC 6749, section 4.4).

use super::{AccessToken, TokenFailure, TokenFuture, TokenSource};
use crate::mask::Mask;
use crate::retry_after::retry_after;
use crate::segment;
use crate::session::Cloud;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, StatusCode, Url};
use serde::Deserialize;
use serde_json::Value;
use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;
use std::time::Duration;

/// An application that calls on its own behalf, without a user.
///
/// ```
/// use assignment_requests::ClientCredentials;
///
/// let credentials = ClientCredentials::new("contoso.onmicrosoft.com", "f5a8…", "s3cret");
/// assert!(!format!("{credentials:?}").contains("s3cret"));
/// ```
#[derive(Clone)]
#[must_use]
pub struct ClientCredentials {
    tenant: String,
    client_id: String,
    client_secret: String,
    scope: Option<String>,
    token_url: Option<Url>,
}

impl ClientCredentials {
    /// The application `client_id` of a tenant, by its id or one of its domains, with one of its secrets. The token is asked for at the
    /// token endpoint of the session's cloud, for everything that the application was granted in Graph.
    ///
    /// Where the token endpoint repeats the secret, an error has `…` in its place, if the secret has 8 bytes or more.
    pub fn new(tenant: &str, client_id: &str, client_secret: &str) -> Self {
        Self {
            tenant: tenant.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
            scope: None,
            token_url: None,
        }
    }

    /// The same at another token endpoint, as that of a test.
    pub fn at(self, token_url: Url) -> Self {
        Self { token_url: Some(token_url), ..self }
    }

    /// The same for another scope than `https://graph.microsoft.com/.default`, or that of the session's cloud.
    pub fn for_scope(self, scope: &str) -> Self {
        Self { scope: Some(scope.to_owned()), ..self }
    }

    /// The source that asks over `connection` in `cloud`; none where the tenant cannot stand in an address.
    pub(crate) fn source(self, cloud: Cloud, connection: Client) -> Option<Grant> {
        let token_url = match self.token_url {
            Some(url) => url,
            None => token_url(cloud, &self.tenant)?,
        };
        let scope = self.scope.unwrap_or_else(|| format!("{}/.default", cloud.graph()));
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
            ("scope", &scope),
        ];
        // Written once: it is a query string in a body.
        let mut body = Url::parse("form:").ok()?;
        body.query_pairs_mut().extend_pairs(form);
        let body = body.query().unwrap_or_default().to_owned();
        let mask = Mask::of_secret(&self.client_secret);
        Some(Grant { connection, token_url, body, mask })
    }
}

impl Debug for ClientCredentials {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("ClientCredentials");
        shown.field("tenant", &self.tenant).field("client_id", &self.client_id);
        shown.finish_non_exhaustive()
    }
}

/// `https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token`.
fn token_url(cloud: Cloud, tenant: &str) -> Option<Url> {
    let mut url = Url::parse(cloud.authority()).ok().filter(|_| segment::is_plain(tenant))?;
    url.path_segments_mut().ok()?.extend([tenant, "oauth2", "v2.0", "token"]);
    Some(url)
}

/// A token endpoint, and what is sent there.
pub(crate) struct Grant {
    connection: Client,
    token_url: Url,
    body: String,
    /// What keeps the secret out of errors.
    mask: Mask,
}

/// What it grants.
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    /// In seconds; some token endpoints write them as a text.
    expires_in: Option<Value>,
}

/// How it says that it grants nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Denied {
    error: Value,
    error_description: Value,
}

impl Debug for Grant {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Grant");
        shown.field("token_url", &self.token_url.as_str()).finish_non_exhaustive()
    }
}

impl TokenSource for Grant {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self.granted())
    }
}

impl Grant {
    /// Where it is asked.
    pub(crate) fn token_url(&self) -> &Url {
        &self.token_url
    }

    async fn granted(&self) -> Result<AccessToken, TokenFailure> {
        let request = self.connection.post(self.token_url.clone());
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.body(self.body.clone());
        let answer = request.send().await.map_err(unasked)?;
        let (status, retry_after) = (answer.status(), retry_after(answer.headers()));
        let body = answer.bytes().await.map_err(unasked)?;
        match serde_json::from_slice::<Granted>(&body) {
            Ok(granted) if status == StatusCode::OK => {
                let token = AccessToken::new(&granted.access_token)?;
                let life = granted.expires_in.as_ref().and_then(seconds);
                Ok(life.into_iter().fold(token, AccessToken::good_for))
            }
            Ok(_) | Err(_) => Err(self.denied((status, retry_after), &body)),
        }
    }

    fn denied(
        &self,
        (status, retry_after): (StatusCode, Option<Duration>),
        body: &[u8],
    ) -> TokenFailure {
        let denied: Denied = serde_json::from_slice(body).unwrap_or_default();
        let error = self.told(&denied.error);
        TokenFailure::Refused {
            status: status.as_u16(),
            error: error.unwrap_or_else(|| "an answer without a token".to_owned()),
            description: self.told(&denied.error_description),
            retry_after,
        }
    }

    /// What the endpoint says of an error, without the secret, which some repeat.
    fn told(&self, text: &Value) -> Option<String> {
        let text = text.as_str().filter(|text| !text.is_empty())?;
        Some(self.mask.text(text).into_owned())
    }
}

fn unasked(cause: reqwest::Error) -> TokenFailure {
    TokenFailure::Endpoint(Arc::new(cause))
}

fn seconds(life: &Value) -> Option<Duration> {
    let seconds = life.as_u64().or_else(|| life.as_str()?.parse().ok());
    seconds.map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cloud_has_its_token_endpoint() {
        for (cloud, expected) in [
            (Cloud::Global, "https://login.microsoftonline.com/a.example/oauth2/v2.0/token"),
            (Cloud::UsGovL4, "https://login.microsoftonline.us/a.example/oauth2/v2.0/token"),
            (Cloud::UsGovL5, "https://login.microsoftonline.us/a.example/oauth2/v2.0/token"),
            (Cloud::China, "https://login.chinacloudapi.cn/a.example/oauth2/v2.0/token"),
        ] {
            assert_eq!(token_url(cloud, "a.example").unwrap().as_str(), expected);
        }
    }
}
