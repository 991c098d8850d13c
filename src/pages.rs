//! A list in, its requests or pages out, one after the other and no sooner than they are wanted.

use crate::answer::{decoded, refused};
use crate::calls::{by_current_user, reading};
use crate::enums::AccessPackageAssignmentRequestFilterByCurrentUserOptions as Part;
use crate::error::NextLink;
use crate::exchange::{mask, sent};
use crate::mask::Mask;
use crate::types::{AccessPackageAssignmentRequest, AccessPackageAssignmentRequestCollection};
use crate::{Client, GraphError, Query};
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};
use reqwest::{StatusCode, Url};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// One page of a list.
pub type Page = AccessPackageAssignmentRequestCollection;

/// A list that is read page by page. Nothing is asked for before a stream of it is read.
///
/// The link to the next page is followed as the service gives it; one that leads to another server is an error, since the token would go
/// there, and so is one that was followed before. The page with such a link comes first, as it is good in itself.
#[derive(Clone, Debug)]
#[must_use]
pub struct Listing {
    client: Client,
    operation: &'static str,
    first: Url,
}

impl Client {
    /// The requests that the caller may read, as far as `query` wants them.
    ///
    /// ```
    /// use assignment_requests::{Filter, Query, Session, enums::AccessPackageRequestState};
    /// use futures_util::TryStreamExt;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
    /// # let admin = sandbox.token("admin").ok_or("no such persona")?;
    /// # let client = Session::builder().endpoint(sandbox.url()).token(admin.as_str()).build()?.client();
    /// let delivered = Query::new().filter(Filter::state(&AccessPackageRequestState::Delivered));
    /// let mut requests = client.list(&delivered).items();
    /// while let Some(request) = requests.try_next().await? {
    ///     println!("{:?} {:?}", request.id, request.completed_date_time);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self, query: &Query) -> Listing {
        self.listing("list_assignment_requests", ("", query))
    }

    /// The requests in which the signed-in user has this part. No query option is documented for them, so `query` is for services that
    /// take some.
    pub fn list_by_current_user(&self, part: &Part, query: &Query) -> Listing {
        let path = by_current_user(part);
        self.listing("filter_assignment_requests_by_current_user", (&path, query))
    }

    fn listing(&self, operation: &'static str, (path, query): (&str, &Query)) -> Listing {
        let first = query.applied(self.inner.address(path));
        Listing { client: self.clone(), operation, first }
    }
}

impl Listing {
    /// The requests. The stream ends after the first error.
    pub fn items(self) -> BoxStream<'static, Result<AccessPackageAssignmentRequest, GraphError>> {
        let requests = |page: Page| stream::iter(page.value.into_iter().map(Ok));
        self.pages().map_ok(requests).try_flatten().boxed()
    }

    /// The pages, empty ones included. The stream ends after the first error.
    pub fn pages(self) -> BoxStream<'static, Result<Page, GraphError>> {
        let Self { client, operation, first } = self;
        let course = Course { client, operation, next: Some(Ok(first)), seen: HashSet::new() };
        stream::try_unfold(course, Course::step).boxed()
    }
}

/// How far a list was read.
struct Course {
    client: Client,
    operation: &'static str,
    /// Where the last page leads, if anywhere; told only when the next is wanted.
    next: Option<Result<Url, NextLink>>,
    /// The links that were followed, each as a number: a list may be long, and its memory is to stay what it is.
    seen: HashSet<u64>,
}

impl Course {
    /// The next page, and where to go on from it.
    async fn step(mut self) -> Result<Option<(Page, Self)>, GraphError> {
        let Some(url) = self.next.take().transpose()? else { return Ok(None) };
        let (page, mask) = self.page(url.clone()).await?;
        self.seen.insert(number(&url));
        self.next = page.odata_next_link.as_deref().map(|link| self.link(&url, link, &mask));
        Ok(Some((page, self)))
    }

    /// The page, and what keeps the token that it was asked for with out of errors.
    async fn page(&self, url: Url) -> Result<(Page, Mask), GraphError> {
        let answer = sent(&self.client, reading(url)).await?;
        if answer.status() == StatusCode::OK {
            let mask = mask(&answer);
            Ok((decoded::<Page>(answer)?.into_inner(), mask))
        } else {
            Err(refused(answer, self.operation))
        }
    }

    /// Where a link leads from a page.
    fn link(&self, page: &Url, link: &str, mask: &Mask) -> Result<Url, NextLink> {
        if link.trim().is_empty() {
            return Err(NextLink::empty());
        }
        let next = page.join(link).map_err(|_| NextLink::wrong())?;
        if next.origin() != page.origin() {
            return Err(NextLink::elsewhere(&next, mask));
        }
        if self.seen.contains(&number(&next)) { Err(NextLink::again()) } else { Ok(next) }
    }
}

/// A number that stands for a link: two of a million links share one less often than one time in ten million.
fn number(link: &Url) -> u64 {
    let mut hasher = DefaultHasher::new();
    link.hash(&mut hasher);
    hasher.finish()
}
