//! Keys: a JSON Web Key Set in, the keys that verify signatures out, and what they say of a token.

use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::de::IgnoredAny;

use super::Unverified;
use crate::error::SigningKeysError;

/// The keys of a set that verify signatures.
#[derive(Clone, Debug)]
pub(super) struct Keys(Vec<Key>);

#[derive(Clone, Debug)]
struct Key {
    id: Option<String>,
    /// What it can sign with; never a shared secret.
    algorithms: Vec<Algorithm>,
    public: DecodingKey,
}

/// The algorithms of one kind of key, by their names in a token and in a set.
type Algorithms = &'static [(Algorithm, KeyAlgorithm)];

const RSA: Algorithms = &[
    (Algorithm::RS256, KeyAlgorithm::RS256),
    (Algorithm::RS384, KeyAlgorithm::RS384),
    (Algorithm::RS512, KeyAlgorithm::RS512),
    (Algorithm::PS256, KeyAlgorithm::PS256),
    (Algorithm::PS384, KeyAlgorithm::PS384),
    (Algorithm::PS512, KeyAlgorithm::PS512),
];
const P256: Algorithms = &[(Algorithm::ES256, KeyAlgorithm::ES256)];
const P384: Algorithms = &[(Algorithm::ES384, KeyAlgorithm::ES384)];

impl Keys {
    pub(super) fn from_json(text: &str) -> Result<Self, SigningKeysError> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let set: JwkSet = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            SigningKeysError::Form { path: error.path().to_string(), source: error.into_inner() }
        })?;
        let keys: Result<Vec<_>, _> = set.keys.iter().enumerate().filter_map(key).collect();
        match keys? {
            none if none.is_empty() => Err(SigningKeysError::NoKey),
            keys => Ok(Self(keys)),
        }
    }

    /// `exp` and `nbf` are judged by the machine's clock with a minute's leeway: whoever signs
    /// knows no other.
    pub(super) fn verify(&self, token: &str) -> Result<(), Unverified> {
        let header = decode_header(token).map_err(|_| Unverified::Algorithm)?;
        let named: Vec<&Key> = self.named(header.kid.as_deref());
        if named.is_empty() {
            return Err(Unverified::UnknownKey);
        }
        let fitting = named.into_iter().find(|key| key.algorithms.contains(&header.alg));
        let key = &fitting.ok_or(Unverified::Algorithm)?.public;
        let mut validation = Validation::new(header.alg);
        validation.validate_nbf = true;
        validation.validate_aud = false;
        decode::<IgnoredAny>(token, key, &validation)
            .map(|_| ())
            .map_err(|error| unverified(&error))
    }

    /// The keys with this id. Who names none means the only one there is.
    fn named(&self, id: Option<&str>) -> Vec<&Key> {
        match (id, self.0.as_slice()) {
            (None, [only]) => vec![only],
            (None, _) => Vec::new(),
            (Some(id), keys) => keys.iter().filter(|key| key.id.as_deref() == Some(id)).collect(),
        }
    }
}

/// A key that verifies signatures, where it is one.
fn key((index, jwk): (usize, &Jwk)) -> Option<Result<Key, SigningKeysError>> {
    let algorithms = algorithms(jwk);
    if algorithms.is_empty() || jwk.common.public_key_use == Some(PublicKeyUse::Encryption) {
        return None;
    }
    let id = jwk.common.key_id.clone();
    let unusable = |source| SigningKeysError::Unusable { index, source: Box::new(source) };
    let key = DecodingKey::from_jwk(jwk).map(|public| Key { id, algorithms, public });
    Some(key.map_err(unusable))
}

/// Those of its kind, or the one that the key says it is for.
fn algorithms(jwk: &Jwk) -> Vec<Algorithm> {
    let possible = possible(&jwk.algorithm);
    let said = jwk.common.key_algorithm;
    let fitting = possible.iter().filter(|one| said.is_none_or(|said| said == one.1));
    fitting.map(|one| one.0).collect()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "most kinds of key are not for signatures")]
fn possible(parameters: &AlgorithmParameters) -> Algorithms {
    match parameters {
        AlgorithmParameters::RSA(_) => RSA,
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => P256,
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P384 => P384,
        _ => &[],
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the rest is all that can be amiss with one")]
fn unverified(error: &Error) -> Unverified {
    match error.kind() {
        ErrorKind::ExpiredSignature => Unverified::Expired,
        ErrorKind::ImmatureSignature => Unverified::NotYet,
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) => Unverified::Times,
        ErrorKind::InvalidAlgorithm => Unverified::Algorithm,
        _ => Unverified::Signature,
    }
}
