//! An answer as it begins in, the same with its whole body out, or with as much of it as came.

use crate::mask::Mask;
use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode, Url};

/// An answer that was read to its end, or to where it broke off.
#[derive(Debug)]
pub(crate) struct Reply {
    url: Url,
    mask: Mask,
    head: (StatusCode, HeaderMap),
    body: Vec<u8>,
    broken: Option<reqwest::Error>,
}

/// What is left of an answer once it is known what it is.
pub(crate) struct Parts {
    /// What keeps the token that was sent out of errors.
    pub(crate) mask: Mask,
    /// Status and headers, without the token.
    pub(crate) head: (StatusCode, HeaderMap),
    /// As much as came.
    pub(crate) body: Vec<u8>,
    /// Why the rest did not come.
    pub(crate) broken: Option<reqwest::Error>,
}

impl Reply {
    /// The answer to a request that was sent with the token that `mask` hides.
    pub(crate) async fn read(mut response: Response, mask: Mask) -> Self {
        let (mut body, mut broken) = (Vec::new(), None);
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(cause) => {
                    broken = Some(mask.broken(cause));
                    break;
                }
            }
        }
        let (status, url) = (response.status(), response.url().clone());
        // Those of a success have no token either: who waits for a request is told their ids in the end.
        let headers = mask.headers(std::mem::take(response.headers_mut()));
        Self { url, mask, head: (status, headers), body, broken }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.head.0
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.head.1
    }

    /// Where it came from.
    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    pub(crate) fn mask(&self) -> &Mask {
        &self.mask
    }

    /// Why it broke off, where it did.
    pub(crate) fn broken(&self) -> Option<&reqwest::Error> {
        self.broken.as_ref()
    }

    pub(crate) fn into_parts(self) -> Parts {
        let Self { mask, head, body, broken, .. } = self;
        Parts { mask, head, body, broken }
    }
}
