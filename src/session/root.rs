//! The address of a service in, what the path of each request is put behind out.

use super::InvalidSession;
use reqwest::Url;

/// The address without a slash at its end.
///
/// # Errors
///
/// Where it is not a URL of HTTP, or holds more than scheme, host, port and path.
pub(super) fn root(address: &str) -> Result<Url, InvalidSession> {
    let url = Url::parse(address).map_err(|fault| InvalidSession::Address {
        address: address.to_owned(),
        source: fault.into(),
    })?;
    // First of all, so that no other error shows a secret.
    let bare = bare(&url);
    if bare != url {
        return Err(InvalidSession::Surplus { remedy: bare });
    }
    if !["http", "https"].contains(&url.scheme()) {
        return Err(InvalidSession::Scheme { address: address.to_owned() });
    }
    Ok(url)
}

fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    // Fails only where a URL has no host, and then it has no credentials either.
    let _ = bare.set_username("").and_then(|()| bare.set_password(None));
    bare
}
