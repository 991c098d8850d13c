//! A list over all its pages: reads it to its end, and says what it holds and what it lacks.

use crate::probe::{Call, Mismatch, Probe, Reply, Step, Stop, ValueAt};
use serde_json::Value;

/// A list that goes on for longer is not read to its end.
const MOST_PAGES: usize = 200;

/// The pages of a list, each with its items.
#[derive(Debug)]
pub(super) struct Listed {
    earlier: Vec<Reply>,
    last: Reply,
}

impl Probe<'_> {
    /// The list that begins with this call, to its end.
    pub(super) async fn listed(&mut self, first: &Call) -> Step<Listed> {
        let mut earlier = Vec::new();
        let mut links: Vec<String> = Vec::new();
        let mut call = first.clone();
        while earlier.len() < MOST_PAGES {
            let page = self.send(call).await?;
            page.is(200)?.at("/value").items()?;
            let next = next_link(&page)?.map(ToOwned::to_owned);
            let Some(link) = next else {
                return Ok(Listed { earlier, last: page });
            };
            if links.contains(&link) {
                return Err(place_of_link(&page).mismatch("a page that was not shown yet").into());
            }
            earlier.push(page);
            call = self.led_to(first, &link)?;
            links.push(link);
        }
        Err(Stop::Missing(format!("a list that ends within {MOST_PAGES} pages")))
    }

    /// The list once it holds a request, as it may take a while until it shows what happened.
    pub(super) async fn listed_with(&mut self, first: &Call, id: &str) -> Step<Listed> {
        let listed = self.listed_once(first, |listed| listed.item(id).is_ok()).await?;
        listed.item(id)?;
        Ok(listed)
    }

    /// The list once it no longer holds a request.
    pub(super) async fn listed_without(&mut self, first: &Call, id: &str) -> Step<Listed> {
        let listed = self.listed_once(first, |listed| listed.lacks(id).is_ok()).await?;
        listed.lacks(id)?;
        Ok(listed)
    }

    /// The list once it is as wanted; as it is in the end where it never is.
    async fn listed_once(
        &mut self,
        first: &Call,
        wanted: impl Fn(&Listed) -> bool,
    ) -> Step<Listed> {
        let mut listed = self.listed(first).await?;
        for pause in self.judge().time.pauses() {
            if wanted(&listed) {
                break;
            }
            self.wait(pause).await?;
            listed = self.listed(first).await?;
        }
        Ok(listed)
    }

    /// The call that a link leads to, for the caller of the first page.
    pub(super) fn led_to(&self, first: &Call, link: &str) -> Step<Call> {
        let elsewhere =
            || Stop::Missing(format!("a list whose pages are at the endpoint; one is at {link}"));
        first.led_to(link, &self.judge().endpoint).ok_or_else(elsewhere)
    }
}

impl Listed {
    pub(super) fn pages(&self) -> impl Iterator<Item = &Reply> {
        self.earlier.iter().chain([&self.last])
    }

    /// Every item of every page.
    pub(super) fn items(&self) -> impl Iterator<Item = ValueAt<'_>> {
        self.pages().flat_map(|page| page.at("/value").each().unwrap_or_default())
    }

    /// The item with this id.
    pub(super) fn item(&self, id: &str) -> Result<ValueAt<'_>, Mismatch> {
        let found = self.items().find(|item| is_of(item, id));
        found.ok_or_else(|| self.mismatch(format!("the request {id}, on this page or before it")))
    }

    /// No item has this id.
    pub(super) fn lacks(&self, id: &str) -> Result<(), Mismatch> {
        let holds = |page: &&Reply| {
            let items = page.at("/value").each().unwrap_or_default();
            items.iter().any(|item| is_of(item, id))
        };
        match self.pages().find(holds) {
            None => Ok(()),
            Some(page) => Err(page.mismatch("/value", "other requests only", id)),
        }
    }

    /// Every item is as it should be.
    pub(super) fn all(
        &self,
        mut is_right: impl FnMut(&ValueAt<'_>) -> Result<(), Mismatch>,
    ) -> Result<(), Mismatch> {
        self.items().try_for_each(|item| is_right(&item))
    }

    /// What the list should hold and does not, told of its last page.
    fn mismatch(&self, expected: String) -> Mismatch {
        let (items, pages) = (self.items().count(), self.pages().count());
        self.last.mismatch("/value", expected, format!("{items} other requests on {pages} pages"))
    }
}

/// Where the next page is, unless this is the last one.
pub(super) fn next_link(page: &Reply) -> Result<Option<&str>, Mismatch> {
    match page.json().get(NEXT_LINK) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => place_of_link(page).text().map(Some),
    }
}

const NEXT_LINK: &str = "@odata.nextLink";

pub(super) fn place_of_link(page: &Reply) -> ValueAt<'_> {
    page.at(&format!("/{NEXT_LINK}"))
}

fn is_of(item: &ValueAt<'_>, id: &str) -> bool {
    item.at("/id").is(id).is_ok()
}
