//! The header Prefer: what a caller prefers in, how enumerations are shown and how long a page may
//! be out. What cannot be understood is no preference, as RFC 7240 has it.

use axum::http::HeaderMap;

use crate::config::MAX_PAGE_SIZE;
use crate::http::view::Enumerations;

/// D-30: `Prefer: include-unknown-enum-members`.
pub(crate) fn enumerations(headers: &HeaderMap) -> Enumerations {
    if preferences(headers).any(|one| one.eq_ignore_ascii_case("include-unknown-enum-members")) {
        return Enumerations::Whole;
    }
    Enumerations::UpToSentinel
}

/// `Prefer: odata.maxpagesize=50`, or without `odata.` as since OData 4.01; no more than a page can have.
pub(crate) fn max_page_size(headers: &HeaderMap) -> Option<usize> {
    preferences(headers).find_map(|one| {
        let (name, value) = one.split_once('=')?;
        let name = name.trim().to_ascii_lowercase();
        let is_size = matches!(name.as_str(), "odata.maxpagesize" | "maxpagesize");
        let size = value.trim().trim_matches('"').parse().ok().filter(|size| *size > 0);
        size.filter(|_| is_size).map(|size: usize| size.min(MAX_PAGE_SIZE))
    })
}

fn preferences(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_first_page_size_that_can_be_understood_counts() {
        for (values, size) in [
            (vec!["odata.maxpagesize=50"], Some(50)),
            (vec!["respond-async, OData.MaxPageSize = \"7\""], Some(7)),
            (vec!["include-unknown-enum-members", "maxpagesize=2, odata.maxpagesize=3"], Some(2)),
            (vec!["odata.maxpagesize=0"], None),
            (vec!["odata.maxpagesize=-1"], None),
            (vec!["odata.maxpagesize"], None),
            (vec!["maxpagesizes=4"], None),
        ] {
            let values = values.iter().map(|value| HeaderValue::from_static(value));
            let headers =
                values.map(|value| (axum::http::HeaderName::from_static("prefer"), value));
            assert_eq!(max_page_size(&headers.collect()), size);
        }
    }
}
