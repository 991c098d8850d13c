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
        address: shown(address),
        source: fault.into(),
    })?;
    // First of all, so that no other error shows a secret.
    let bare = bare(&url);
    if bare != url {
        return Err(InvalidSession::Surplus { remedy: bare });
    }
    if !["http", "https"].contains(&url.scheme()) {
        return Err(InvalidSession::Scheme { address: shown(address) });
    }
    Ok(url)
}

/// As much of an address as cannot be a secret, whatever is wrong with it: nothing of a query or fragment, and of one with credentials, or
/// what may be some, the scheme alone.
pub(super) fn shown(address: &str) -> String {
    let Some(end) = address.find(['@', '?', '#']) else { return address.to_owned() };
    let (kept, rest) = address.split_at(end);
    if rest.contains('@') {
        let scheme = kept.split_once("://").map(|(scheme, _)| format!("{scheme}://"));
        format!("{}…", scheme.unwrap_or_default())
    } else {
        format!("{kept}…")
    }
}

fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    // Fails only where a URL has no host, and then it has no credentials either.
    let _ = bare.set_username("").and_then(|()| bare.set_password(None));
    bare
}
