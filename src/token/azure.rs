//! A credential of the crate `azure_identity` in, its tokens for Graph out.

use super::{AccessToken, TokenFailure, TokenFuture, TokenSource};
use crate::session::Cloud;
use azure_core::credentials::TokenCredential;
use azure_core::time::OffsetDateTime;
use std::sync::Arc;

/// A credential, and what its tokens are for.
#[derive(Debug)]
pub(crate) struct Credential {
    credential: Arc<dyn TokenCredential>,
    scope: String,
}

impl Credential {
    /// Tokens for everything that was granted in Graph in this cloud.
    pub(crate) fn of(credential: Arc<dyn TokenCredential>, cloud: Cloud) -> Self {
        Self { credential, scope: format!("{}/.default", cloud.graph()) }
    }

    async fn fetched(&self) -> Result<AccessToken, TokenFailure> {
        let granted = self.credential.get_token(&[&self.scope], None).await;
        let granted = granted.map_err(TokenFailure::because)?;
        let token = AccessToken::new(granted.token.secret())?;
        let life = granted.expires_on - OffsetDateTime::now_utc();
        // One that has run out already is used once, and refused.
        Ok(token.good_for(life.try_into().unwrap_or_default()))
    }
}

impl TokenSource for Credential {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self.fetched())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use azure_core::credentials::{AccessToken as Granted, TokenRequestOptions};
    use azure_core::error::{Error, ErrorKind};
    use std::time::Duration;

    /// Grants a token of what it is asked for, which is good for an hour; nothing where it is asked for another cloud.
    #[derive(Debug)]
    struct Fixed;

    #[async_trait::async_trait]
    impl TokenCredential for Fixed {
        async fn get_token(
            &self,
            scopes: &[&str],
            _: Option<TokenRequestOptions<'_>>,
        ) -> azure_core::Result<Granted> {
            if scopes == ["https://graph.microsoft.us/.default"] {
                let expires = OffsetDateTime::now_utc() + Duration::from_hours(1);
                Ok(Granted::new("of-the-credential", expires))
            } else {
                Err(Error::with_message(ErrorKind::Credential, "not signed in"))
            }
        }
    }

    #[tokio::test]
    async fn its_token_is_for_graph_in_the_cloud_and_as_long_as_it_says() {
        let token = Credential::of(Arc::new(Fixed), Cloud::UsGovL4).token().await.unwrap();
        assert_eq!(token.authorization(), "Bearer of-the-credential");
        let life = token.good_for.unwrap().as_secs();
        assert!((3500..=3600).contains(&life), "{life}");
    }

    #[tokio::test]
    async fn why_it_has_none_is_told() {
        let failure = Credential::of(Arc::new(Fixed), Cloud::Global).token().await.unwrap_err();
        let cause = std::error::Error::source(&failure).map(ToString::to_string);
        assert_eq!(cause.as_deref(), Some("not signed in"));
    }
}
