//! Which requests of a list are wanted: what is documented of `$filter` comes in, OData's words for it go out, quoted as they must be.

use crate::enums::AccessPackageRequestState;
use chrono::{DateTime, SecondsFormat, Utc};

/// Which requests are wanted, as far as it is documented: by state, by the moment at which they were made, by access package, and all of them
/// together. The service is known to refuse more than one state in a filter.
///
/// ```
/// use assignment_requests::Filter;
///
/// let package = "9bbe5f7d-f1e7-4eb1-a586-38cdf6f8b1ea";
/// let filter = Filter::access_package(package).and(Filter::raw("answers/any() or true"));
/// assert_eq!(
///     filter.to_string(),
///     "accessPackage/id eq '9bbe5f7d-f1e7-4eb1-a586-38cdf6f8b1ea' and (answers/any() or true)",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Filter {
    text: String,
    /// Whether it holds together beside an `and`.
    is_one_term: bool,
}

impl Filter {
    /// Those in a state.
    pub fn state(state: &AccessPackageRequestState) -> Self {
        Self::term(format!("state eq {}", quoted(state.as_str())))
    }

    /// Those made after a moment.
    pub fn created_after(moment: DateTime<Utc>) -> Self {
        Self::term(format!("createdDateTime gt {}", written(moment)))
    }

    /// Those made before a moment.
    pub fn created_before(moment: DateTime<Utc>) -> Self {
        Self::term(format!("createdDateTime lt {}", written(moment)))
    }

    /// Those for an access package. Who has rights in some catalogs only must filter so.
    pub fn access_package(id: &str) -> Self {
        Self::term(format!("accessPackage/id eq {}", quoted(id)))
    }

    /// In OData's own words.
    pub fn raw(text: &str) -> Self {
        Self { text: text.to_owned(), is_one_term: false }
    }

    /// Those that pass the other filter as well.
    pub fn and(self, other: Self) -> Self {
        Self::term(format!("{} and {}", self.beside_and(), other.beside_and()))
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn term(text: String) -> Self {
        Self { text, is_one_term: true }
    }

    fn beside_and(self) -> String {
        if self.is_one_term { self.text } else { format!("({})", self.text) }
    }
}

impl std::fmt::Display for Filter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// A text as a literal of OData: a quote in it is doubled.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A moment as a literal of OData, as precise as it is.
fn written(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_read_as_they_are_documented() {
        let moment = "2022-04-01T00:00:01Z".parse().unwrap();
        let in_the_night = "2022-04-01T00:00:01.0256789Z".parse().unwrap();
        let delivered = AccessPackageRequestState::Delivered;
        let odd = AccessPackageRequestState::Other("it's".to_owned());
        for (filter, expected) in [
            (Filter::state(&delivered), "state eq 'delivered'"),
            (Filter::state(&odd), "state eq 'it''s'"),
            (Filter::created_after(moment), "createdDateTime gt 2022-04-01T00:00:01Z"),
            (
                Filter::created_before(in_the_night),
                "createdDateTime lt 2022-04-01T00:00:01.025678900Z",
            ),
            (Filter::access_package("' or 'a' eq 'a"), "accessPackage/id eq ''' or ''a'' eq ''a'"),
            (
                Filter::state(&delivered)
                    .and(Filter::created_after(moment))
                    .and(Filter::raw("a or b")),
                "state eq 'delivered' and createdDateTime gt 2022-04-01T00:00:01Z and (a or b)",
            ),
        ] {
            assert_eq!(filter.to_string(), expected);
        }
    }
}
