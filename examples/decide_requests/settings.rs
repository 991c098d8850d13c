//! Arguments and environment in, what the service needs out.

use crate::caller::Secret;
use crate::duties::Pair;
use assignment_requests::{Client, ClientCredentials, Cloud, Retry, Session};
use clap::Parser;
use std::env::VarError;
use std::error::Error;
use std::net::SocketAddr;

const SECRETS: &str = "\
The environment has the secrets:
  CALLOUT_SECRET       The last part of the address for callouts: letters, digits and hyphens
  GRAPH_TOKEN          The access token, or else
  GRAPH_CLIENT_SECRET  The secret of the application that --client-id names";

/// Decides on access package assignment requests by a table of duties that nobody may have both.
#[derive(Debug, Parser)]
#[command(after_help = SECRETS)]
pub(crate) struct Settings {
    /// Where callouts are received
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9090")]
    pub(crate) listen: SocketAddr,

    /// Two access packages that nobody may have both; may be repeated
    #[arg(long, value_name = "ID,ID", required = true)]
    pub(crate) never_both: Vec<Pair>,

    /// The cloud whose Graph is called: global, us-gov-l4, us-gov-l5 or china
    #[arg(long, value_name = "CLOUD", default_value_t)]
    cloud: Cloud,

    /// Another service that is called in its place, version included
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,

    /// The tenant of the application that the service speaks for
    #[arg(long, value_name = "TENANT", requires = "client_id")]
    tenant: Option<String>,

    /// The id of this application
    #[arg(long, value_name = "ID", requires = "tenant")]
    client_id: Option<String>,
}

impl Settings {
    /// Calls Graph for the application, or with the token that is given.
    pub(crate) fn client(&self) -> Result<Client, Box<dyn Error>> {
        // A decision that arrives twice is refused the second time, and does no harm; but nobody learns whether the first arrived.
        let session = Session::builder()
            .cloud(self.cloud)
            .user_agent("decide-requests/1.0")
            .retry(Retry::default().even_posts());
        let session = match &self.endpoint {
            Some(endpoint) => session.endpoint(endpoint),
            None => session,
        };
        let session = match (&self.tenant, &self.client_id) {
            (Some(tenant), Some(id)) => session.client_credentials(ClientCredentials::new(
                tenant,
                id,
                &variable("GRAPH_CLIENT_SECRET")?,
            )),
            _ => session.token(&variable("GRAPH_TOKEN")?),
        };
        Ok(session.build()?.client())
    }

    /// What nobody knows but this service and whoever registered its address.
    pub(crate) fn secret() -> Result<Secret, Box<dyn Error>> {
        let secret = variable("CALLOUT_SECRET")?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if secret.is_empty() || !secret.bytes().all(is_plain) {
            return Err("CALLOUT_SECRET is not made of letters, digits and hyphens".into());
        }
        Ok(Secret::new(secret))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|problem| match problem {
        VarError::NotPresent => format!("{name}: there is no such variable in the environment"),
        // The problem has the secret in it.
        VarError::NotUnicode(_) => format!("{name}: what the variable holds is no text"),
    })
}
