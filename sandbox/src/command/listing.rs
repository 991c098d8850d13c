//! Lists: which requests, from where on and how many, and the page that comes of it.

use crate::command::Detail;
use crate::model::{PackageId, RequestId, RequestState, Timestamp};

/// One page of a list that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listing {
    pub(crate) filter: Option<Filter>,
    pub(crate) order: Order,
    /// The request with which the page before this one ended.
    pub(crate) after: Option<Place>,
    /// How many of those that follow to leave out.
    pub(crate) skip: usize,
    /// How many to show at most.
    pub(crate) page_size: usize,
    /// Whether to say how many there are on all pages.
    pub(crate) counted: bool,
}

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) requests: Vec<Detail<'a>>,
    /// How many there are on all pages, where that was asked for.
    pub(crate) count: Option<usize>,
    /// The request with which the page ends, where another page follows.
    pub(crate) last: Option<Place>,
}

/// In which order of their creation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Order {
    #[default]
    OldestFirst,
    NewestFirst,
}

/// Where a request stands among all: by the moment of its creation, then by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) created: Timestamp,
    pub(crate) id: RequestId,
}

/// Which requests to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    StateIs(RequestState),
    Created(Comparison, Timestamp),
    PackageIs(PackageId),
    Not(Box<Filter>),
    /// Two or more, each of which must hold.
    All(Vec<Filter>),
    /// Two or more, one of which must hold.
    Any(Vec<Filter>),
}

/// How two moments are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}
