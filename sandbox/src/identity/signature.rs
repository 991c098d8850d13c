//! Signatures: the text of a token in, whether one of the keys we trust signed it for now out.

use thiserror::Error;

use crate::error::SigningKeysError;

#[cfg(feature = "jwks")]
mod keys;

#[cfg(feature = "jwks")]
use keys::Keys;

/// There are none without the feature.
#[cfg(not(feature = "jwks"))]
type Keys = std::convert::Infallible;

/// The public keys of whoever issues tokens. Needs the feature `jwks` of this crate.
#[derive(Clone, Debug)]
pub struct SigningKeys(Keys);

impl SigningKeys {
    /// Reads a JSON Web Key Set, such as Microsoft Entra publishes at its `jwks_uri`. Its RSA and
    /// elliptic curve keys count; keys for other purposes are passed over.
    ///
    /// # Errors
    /// When the text is no such set, when it has no key that can be used, or when the crate was
    /// built without its feature `jwks`.
    #[cfg(feature = "jwks")]
    pub fn from_json(text: &str) -> Result<Self, SigningKeysError> {
        Keys::from_json(text).map(Self)
    }

    /// Reads a JSON Web Key Set.
    ///
    /// # Errors
    /// Always, as the crate was built without its feature `jwks`.
    #[cfg(not(feature = "jwks"))]
    pub fn from_json(_text: &str) -> Result<Self, SigningKeysError> {
        Err(SigningKeysError::WithoutJwks)
    }

    /// Whether one of the keys signed the token, and whether its time has come and not passed.
    #[cfg(feature = "jwks")]
    pub(crate) fn verify(&self, token: &str) -> Result<(), Unverified> {
        self.0.verify(token)
    }

    /// Nobody has keys to ask this of.
    #[cfg(not(feature = "jwks"))]
    pub(crate) fn verify(&self, _token: &str) -> Result<(), Unverified> {
        match self.0 {}
    }
}

/// Why a token is not taken for what it says.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[cfg_attr(not(feature = "jwks"), expect(dead_code, reason = "nothing is verified then"))]
pub(crate) enum Unverified {
    #[error(
        "the token's alg is none that its key signs with; sign it with RS256 or ES256, as a shared \
         secret or no signature is not taken"
    )]
    Algorithm,

    #[error("no key of the set that the sandbox verifies with has the token's kid; add the key")]
    UnknownKey,

    #[error("the token's signature is not that of its key; send the token as it was issued")]
    Signature,

    #[error("the token's exp has passed; get a new one")]
    Expired,

    #[error("the token's nbf has not come yet; wait, or set the clock of this machine right")]
    NotYet,

    #[error(
        "the token's claims exp and nbf must be numbers of seconds since 1970, and exp be there"
    )]
    Times,
}

#[cfg(all(test, not(feature = "jwks")))]
mod tests {
    use super::*;

    #[test]
    fn without_the_feature_no_keys_are_read_and_the_feature_is_named() {
        let error = SigningKeys::from_json(r#"{"keys": []}"#).unwrap_err().to_string();
        assert!(error.contains("`jwks`"), "{error}");
    }
}
