//! A credential of the crate `azure_identity` in, its tokens for Graph out.

use super::{AccessToken, TokenFailure, TokenFuture, TokenSource};
use crate::clock;
use crate::session::Cloud;
use azure_core::credentials::TokenCredential;
use azure_core::error::{Error, ErrorKind};
use azure_core::time::OffsetDateTime;
use std::error::Error as StdError;
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
        let granted = granted.map_err(failure)?;
        let token = AccessToken::new(granted.token.secret())?;
        let life = granted.expires_on - OffsetDateTime::from(clock::now());
        // One that has run out already is used once, and refused.
        Ok(token.good_for(life.try_into().unwrap_or_default()))
    }
}

/// Why there is none. Credentials name the reason of their own and have the failed exchange behind it.
fn failure(error: Error) -> TokenFailure {
    let causes =
        std::iter::successors(Some(&error as &(dyn StdError + 'static)), |error| (*error).source());
    let may_pass = causes.filter_map(|cause| cause.downcast_ref::<Error>()).any(may_pass);
    if may_pass { TokenFailure::unavailable(error) } else { TokenFailure::because(error) }
}

/// Whether the exchange broke, or was answered with "not now".
fn may_pass(error: &Error) -> bool {
    if let ErrorKind::HttpResponse { status, .. } = error.kind() {
        let status = u16::from(*status);
        return status == 429 || (500..600).contains(&status);
    }
    matches!(error.kind(), ErrorKind::Connection | ErrorKind::Io)
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
    use azure_core::http::StatusCode;
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
                let expires = OffsetDateTime::from(clock::now()) + Duration::from_hours(1);
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

    /// What an exchange comes to that is answered with this status.
    fn answered(status: u16) -> Error {
        let status = StatusCode::from(status);
        ErrorKind::HttpResponse { status, error_code: None, raw_response: None }.into_error()
    }

    #[test]
    fn what_may_pass_is_told_from_what_does_not() {
        for (error, expected) in [
            (ErrorKind::Io.into_error(), true),
            (ErrorKind::Connection.into_error(), true),
            (answered(429), true),
            (answered(500), true),
            (answered(503), true),
            (Error::new(ErrorKind::Credential, answered(503)), true),
            (answered(401), false),
            (Error::new(ErrorKind::Credential, answered(400)), false),
            (ErrorKind::Credential.into_error(), false),
            (ErrorKind::DataConversion.into_error(), false),
            (ErrorKind::Other.into_error(), false),
        ] {
            let shown = error.to_string();
            let failure = failure(error);
            assert_eq!(failure.may_pass(), expected, "{shown}");
            assert_eq!(matches!(failure, TokenFailure::Source(_)), !expected, "{shown}");
        }
    }
}
