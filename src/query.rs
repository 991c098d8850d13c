//! What is wanted of a list: filter, relationships and properties as they are documented come in, query options go out.

mod filter;
mod readable;
mod select;

pub use filter::Filter;
pub(crate) use readable::readable;
pub use select::Select;

use reqwest::Url;
use std::fmt::{self, Display, Formatter};

/// The query options of a list. Those that are documented have a method each; [`raw`](Self::raw) is for the rest.
///
/// ```
/// use assignment_requests::{Expand, Filter, Query, Select, enums::AccessPackageRequestState};
///
/// let query = Query::new()
///     .filter(Filter::state(&AccessPackageRequestState::Delivered))
///     .expand([Expand::AccessPackage, Expand::AssignmentTarget])
///     .select([Select::Id, Select::State]);
/// assert_eq!(
///     query.to_string(),
///     "$filter=state eq 'delivered'&$expand=accessPackage,assignment($expand=target)&$select=id,state",
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Query(Vec<(String, String)>);

/// A relationship whose object is wanted with each request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Expand {
    /// The access package that is asked for.
    AccessPackage,
    /// The assignment that the request is about.
    Assignment,
    /// The same, with the subject that has the access.
    AssignmentTarget,
    /// Whoever made the request.
    Requestor,
}

impl Expand {
    /// As Graph's documentation writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccessPackage => "accessPackage",
            Self::Assignment => "assignment",
            Self::AssignmentTarget => "assignment($expand=target)",
            Self::Requestor => "requestor",
        }
    }
}

impl Query {
    /// Everything that the caller may see.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Only the requests that pass `filter`. Replaces an earlier one.
    pub fn filter(self, filter: Filter) -> Self {
        self.raw("$filter", &filter.into_text())
    }

    /// With the objects of these relationships. Replaces earlier ones.
    pub fn expand(self, relationships: impl IntoIterator<Item = Expand>) -> Self {
        let names: Vec<_> = relationships.into_iter().map(Expand::as_str).collect();
        self.raw("$expand", &names.join(","))
    }

    /// Only these properties. Replaces earlier ones; others than are documented are for [`raw`](Self::raw).
    pub fn select(self, properties: impl IntoIterator<Item = Select>) -> Self {
        let names: Vec<_> = properties.into_iter().map(Select::as_str).collect();
        self.raw("$select", &names.join(","))
    }

    /// So many requests a page at most. Only the metadata have it: no page of Graph's documentation says that the service honours it.
    pub fn top(self, count: u32) -> Self {
        self.raw("$top", &count.to_string())
    }

    /// An option in OData's own words, as `$orderby`. Replaces an earlier one of that name.
    pub fn raw(mut self, option: &str, value: &str) -> Self {
        self.0.retain(|(known, _)| known != option);
        if !value.is_empty() {
            self.0.push((option.to_owned(), value.to_owned()));
        }
        self
    }

    /// The address with these options.
    pub(crate) fn applied(&self, mut url: Url) -> Url {
        if self.0.is_empty() {
            return url;
        }
        url.query_pairs_mut().extend_pairs(&self.0);
        let query = url.query().map(readable);
        url.set_query(query.as_deref());
        url
    }
}

impl Display for Query {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let options: Vec<_> =
            self.0.iter().map(|(option, value)| format!("{option}={value}")).collect();
        formatter.write_str(&options.join("&"))
    }
}
