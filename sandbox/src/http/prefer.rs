//! The header Prefer: what a caller prefers in, how enumerations are shown out.

use axum::http::HeaderMap;

use crate::http::view::Enumerations;

/// D-30: `Prefer: include-unknown-enum-members`.
pub(crate) fn enumerations(headers: &HeaderMap) -> Enumerations {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let mut preferences = values.flat_map(|value| value.split(','));
    if preferences.any(|one| one.trim().eq_ignore_ascii_case("include-unknown-enum-members")) {
        return Enumerations::Whole;
    }
    Enumerations::UpToSentinel
}
