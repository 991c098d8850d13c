//! Tokens in, the tenant that they are of out, by what they say of themselves: a wrong tenant is a mistake to be caught, not a forgery.

use crate::error::Error;
use crate::formats::same_guid;
use crate::ledger::Entry;
use crate::tokens::tenant_of;

/// The tenant that tokens name, each given with the name of its identity; none where they name none.
///
/// # Errors
/// [`Error::Refused`] where two name different ones, or `wanted` is not what every one of them names.
pub(crate) fn tenant(
    tokens: &[(String, String)],
    wanted: Option<&str>,
) -> Result<Option<String>, Error> {
    let mut first: Option<(&str, String)> = None;
    for (identity, token) in tokens {
        let named = tenant_of(token);
        require(identity, named.as_deref(), wanted)?;
        match (&first, named) {
            (None, Some(named)) => first = Some((identity, named)),
            (Some((other, known)), Some(named)) if !same_guid(known, &named) => {
                return Err(Error::Refused(format!(
                    "the token of {other} is of the tenant {known}, and that of {identity} of {named}; one run has one tenant"
                )));
            }
            _ => {}
        }
    }
    match (first, wanted) {
        (None, Some(wanted)) => Err(Error::Refused(format!(
            "there is no token that names the tenant {wanted}; give one, or leave out --tenant"
        ))),
        (first, _) => Ok(first.map(|(_, tenant)| tenant)),
    }
}

/// The tenant that tokens name, which must be that of every entry of a ledger that names one.
///
/// # Errors
/// As [`tenant`], and [`Error::Refused`] where an entry is of another tenant.
pub(crate) fn require_tenant(
    tokens: &[(String, String)],
    wanted: Option<&str>,
    entries: &[Entry],
) -> Result<Option<String>, Error> {
    let named = tenant(tokens, wanted)?;
    let of_entry = |entry: &Entry| entry.sent.tenant.clone();
    let is_other = |tenant: &String| !named.as_ref().is_some_and(|named| same_guid(tenant, named));
    match entries.iter().filter_map(of_entry).find(is_other) {
        None => Ok(named),
        Some(other) => Err(Error::Refused(format!(
            "the ledger is of the tenant {other}, and the tokens are of {}",
            named.as_deref().unwrap_or("none that they name")
        ))),
    }
}

fn require(identity: &str, named: Option<&str>, wanted: Option<&str>) -> Result<(), Error> {
    match (named, wanted) {
        (Some(named), Some(wanted)) if !same_guid(named, wanted) => Err(Error::Refused(format!(
            "the token of {identity} is of the tenant {named}, and --tenant is {wanted}"
        ))),
        (None, Some(wanted)) => Err(Error::Refused(format!(
            "the token of {identity} names no tenant, and --tenant is {wanted}"
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    const ONE: &str = "8f1c0c5e-4a53-4b51-8f0e-0d3c2b1a9f77";
    const OTHER: &str = "0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d";

    fn token(claims: &Value) -> String {
        format!("e30.{}.c2ln", BASE64_URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    #[test]
    fn tokens_of_a_run_are_of_one_tenant_and_of_the_one_that_is_meant() {
        let (one, other) = (token(&json!({"tid": ONE})), token(&json!({"tid": OTHER})));
        let (capital, none) = (token(&json!({"tid": ONE.to_uppercase()})), token(&json!({})));
        let name = token(&json!({"tid": "contoso.com"}));
        let opaque = "a-token-that-is-opaque".to_owned();
        for (tokens, wanted, expected) in [
            (vec![], None, Ok(None)),
            (vec![&one], None, Ok(Some(ONE))),
            (vec![&one, &capital, &none], None, Ok(Some(ONE))),
            (vec![&opaque, &none, &name], None, Ok(None)),
            (vec![&one, &other], None, Err("the token of 0 is of the tenant 8f1c0c5e-")),
            (vec![&capital], Some(ONE), Ok(Some(ONE))),
            (vec![&one], Some(OTHER), Err("the token of 0 is of the tenant 8f1c0c5e-")),
            (vec![&one, &opaque], Some(ONE), Err("the token of 1 names no tenant")),
            (vec![&name], Some(ONE), Err("the token of 0 names no tenant")),
            (vec![], Some(ONE), Err("there is no token that names the tenant")),
        ] {
            let named = tokens.iter().enumerate();
            let named: Vec<_> = named.map(|(at, text)| (at.to_string(), (*text).clone())).collect();
            match (tenant(&named, wanted), expected) {
                (Ok(found), Ok(expected)) => {
                    assert_eq!(found.map(|found| found.to_lowercase()).as_deref(), expected);
                }
                (Err(error), Err(told)) => assert!(error.to_string().contains(told), "{error}"),
                (found, expected) => panic!("{found:?}, but {expected:?}"),
            }
        }
    }
}
