//! Tokens for tests: who calls and with which permissions in, an unsigned JSON Web Token out.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// A bearer token as a sandbox takes it that checks no signatures. The same arguments give the same
/// token.
///
/// It can be written out, but does not show in `Debug`, as a token has no place in a log.
///
/// ```
/// let token = sandbox::Token::delegated(
///     "46184453-e63b-4f20-86c2-c557ed5d5df9",
///     &["EntitlementManagement.Read.All"],
/// );
/// assert_eq!(token.to_string().split('.').count(), 3);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token of an application that acts for the user with this `objectId`.
    pub fn delegated(object_id: &str, scopes: &[&str]) -> Self {
        Self::with_claims(&json!({"oid": object_id, "idtyp": "user", "scp": scopes.join(" ")}))
    }

    /// The token of an application that acts for itself; the `objectId` is its servicePrincipal's.
    pub fn application(object_id: &str, permissions: &[&str]) -> Self {
        Self::with_claims(&json!({"oid": object_id, "idtyp": "app", "roles": permissions}))
    }

    /// The token as it stands behind the word `Bearer`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn with_claims(claims: &Value) -> Self {
        let encoded = |part: &Value| BASE64_URL_SAFE_NO_PAD.encode(part.to_string());
        let header = json!({"typ": "JWT", "alg": "none"});
        Self(format!("{}.{}.", encoded(&header), encoded(claims)))
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").finish_non_exhaustive()
    }
}
