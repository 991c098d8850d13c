//! Claims: the text of a JSON Web Token in, what it says of its bearer out. Its signature is not
//! looked at here.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::model::{Grant, ObjectId, Permission};

/// Longer than any token of Microsoft Entra; the header of a request may be longer still.
const MAX_TOKEN: usize = 16 * 1024;

/// What a token says of its bearer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claims {
    pub(crate) object_id: ObjectId,
    pub(crate) grant: Grant,
    /// From when on the token is none any more, in seconds since 1970; a token need not say.
    pub(crate) expires: Option<i64>,
}

/// Why a text is no token of Microsoft Entra. It repeats nothing of the text.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(crate) enum Malformed {
    #[error("the token is longer than {MAX_TOKEN} bytes")]
    Length,

    #[error(
        "the token is not a JSON Web Token: {0}; use a persona's, which conformance serve \
         --print-tokens shows"
    )]
    Form(&'static str),

    #[error("the token's claim {claim} must be {wanted}")]
    Claim { claim: &'static str, wanted: &'static str },
}

impl Claims {
    /// Reads the claims of a token in the compact form: header, payload and signature.
    pub(crate) fn read(token: &str) -> Result<Self, Malformed> {
        if token.len() > MAX_TOKEN {
            return Err(Malformed::Length);
        }
        let parts: Vec<&str> = token.split('.').collect();
        let [header, payload, _signature] = parts.as_slice() else {
            return Err(Malformed::Form("it must have three parts with a dot between them"));
        };
        object(header).ok_or(Malformed::Form("its header must be a JSON object in base64url"))?;
        let claims = object(payload);
        Self::of(&claims.ok_or(Malformed::Form("its payload must be a JSON object in base64url"))?)
    }

    /// A token with `scp` is a user's, whatever `roles` it has; every other one is an application's.
    fn of(claims: &Map<String, Value>) -> Result<Self, Malformed> {
        let object_id = object_id(claims.get("oid"))?;
        let grant = match (claims.get("scp"), claims.get("roles")) {
            (Some(scopes), _) => Grant::Delegated(scopes_in(scopes)?),
            (None, Some(roles)) => Grant::Application(roles_in(roles)?),
            (None, None) => Grant::Application(Vec::new()),
        };
        Ok(Self { object_id, grant, expires: expires(claims.get("exp"))? })
    }

    /// Whether the token is none any more at a moment.
    pub(crate) fn is_expired(&self, moment: DateTime<Utc>) -> bool {
        self.expires.is_some_and(|expires| expires <= moment.timestamp())
    }
}

/// What one part of a token holds. The reader refuses what is nested too deep.
fn object(part: &str) -> Option<Map<String, Value>> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(part).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn object_id(claim: Option<&Value>) -> Result<ObjectId, Malformed> {
    let wanted = "the GUID that is the objectId of a subject of the world";
    let id = claim.and_then(Value::as_str).and_then(|text| text.parse().ok());
    id.ok_or(Malformed::Claim { claim: "oid", wanted })
}

/// Some write it with a fraction.
fn expires(claim: Option<&Value>) -> Result<Option<i64>, Malformed> {
    let wanted = "a number of seconds since 1970";
    let Some(claim) = claim else { return Ok(None) };
    let whole = |seconds: f64| format!("{:.0}", seconds.floor()).parse().ok();
    let seconds = claim.as_i64().or_else(|| claim.as_f64().and_then(whole));
    seconds.map(Some).ok_or(Malformed::Claim { claim: "exp", wanted })
}

fn scopes_in(claim: &Value) -> Result<Vec<Permission>, Malformed> {
    let wanted = "text: scopes with a blank between them";
    let text = claim.as_str().ok_or(Malformed::Claim { claim: "scp", wanted })?;
    Ok(text.split(' ').filter_map(known).collect())
}

fn roles_in(claim: &Value) -> Result<Vec<Permission>, Malformed> {
    let wanted = "an array of text: application permissions";
    let malformed = Malformed::Claim { claim: "roles", wanted };
    let roles: Option<Vec<&str>> =
        claim.as_array().ok_or(malformed)?.iter().map(Value::as_str).collect();
    Ok(roles.ok_or(malformed)?.into_iter().filter_map(known).collect())
}

/// Tokens grant much that is none of entitlement management's business.
fn known(permission: &str) -> Option<Permission> {
    permission.parse().ok()
}

#[cfg(test)]
mod tests;
