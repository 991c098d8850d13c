//! The page: nothing in, a document with its style and its script out, all of it built in.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};

use crate::control::reply::Reply;
use crate::control::{Order, Outcome};

/// Nothing but the sandbox's own files; the empty icon is a `data:` URL.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The page.
pub(super) fn document(_: &Order<'_>) -> Outcome {
    Ok(Reply::of("text/html; charset=utf-8", include_str!("page/index.html"))
        .with(header::CONTENT_SECURITY_POLICY, POLICY)
        .with(HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer")))
}

/// What the page looks like.
pub(super) fn style(_: &Order<'_>) -> Outcome {
    Ok(Reply::of("text/css; charset=utf-8", include_str!("page/style.css")))
}

/// What the page does.
pub(super) fn script(_: &Order<'_>) -> Outcome {
    Ok(Reply::of("text/javascript; charset=utf-8", include_str!("page/page.js")))
}

/// The page's files are named from where the page is, which ends in a slash.
pub(super) fn moved(_: &Order<'_>) -> Outcome {
    let there = HeaderValue::from_static("/__sandbox/");
    Ok(Reply::done().with_status(StatusCode::PERMANENT_REDIRECT).with(header::LOCATION, there))
}
