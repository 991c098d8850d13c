//! `@odata.nextLink`: the URL of a list and the place where its page ended in, the URL of the page
//! after it out.

use axum::http::header;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::command::Place;
use crate::http::query::SKIPTOKEN;
use crate::http::skiptoken::{self, NamedOptions};
use crate::service::Paging;

/// What RFC 3986 lets stand in a query as it is, but for what separates options.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b':')
    .remove(b'@')
    .remove(b'/')
    .remove(b'?');

/// Where the pages after this one are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NextLink {
    /// Scheme, host and path.
    list: String,
    options: NamedOptions,
}

impl NextLink {
    /// Where the list that was asked for with these options goes on. The host is the one that the
    /// caller addressed; the server may have several names, and none that it knows of.
    pub(crate) fn new(head: &Parts, options: NamedOptions, paging: &Paging) -> Self {
        let own = &paging.origin;
        let origin = addressed(head).map_or_else(|| own.clone(), |host| at(&host, own));
        Self { list: format!("{origin}{}", head.uri.path()), options }
    }

    /// The page that begins behind this place.
    pub(crate) fn behind(&self, place: Place) -> String {
        let options = self.options.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let token = skiptoken::write(place, &self.options);
        let all = options.chain([(SKIPTOKEN, token.as_str())]);
        let all: Vec<String> = all.map(|(name, value)| encoded(name, value)).collect();
        format!("{}?{}", self.list, all.join("&"))
    }
}

fn at(host: &Authority, own: &str) -> String {
    let scheme = own.split_once("://").map_or("http", |parts| parts.0);
    format!("{scheme}://{host}")
}

fn addressed(head: &Parts) -> Option<Authority> {
    let host = head.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    head.uri.authority().cloned().or_else(|| host?.parse().ok())
}

fn encoded(name: &str, value: &str) -> String {
    format!("{}={}", utf8_percent_encode(name, QUERY), utf8_percent_encode(value, QUERY))
}
