//! The first call of a list in, its pages out: each next link is followed as it is given.

use crate::probe::{Call, Probe, Reply, Step};
use serde_json::Value;
use url::Url;

/// A list that has more pages than these does not end.
const MOST: usize = 10_000;

const NEXT: &str = "/@odata.nextLink";

impl Probe<'_> {
    /// Every page of a list.
    pub(super) async fn pages(&mut self, list: Call) -> Step<Vec<Reply>> {
        let mut pages = Vec::new();
        let mut next = Some(list.clone());
        while let Some(call) = next {
            let page = self.send(call).await?;
            page.is(200)?;
            page.at("/value").items()?;
            next = match page.at(NEXT).value() {
                None => None,
                Some(_) if pages.len() == MOST => {
                    return Err(page.at(NEXT).mismatch("the end of the list by now").into());
                }
                Some(_) => Some(list.clone().to(&self.below_the_endpoint(&page)?)),
            };
            pages.push(page);
        }
        Ok(pages)
    }

    /// The ids of everything on the pages of a list.
    pub(super) async fn ids(&mut self, list: Call) -> Step<Vec<String>> {
        Ok(ids(&self.pages(list).await?))
    }

    /// The pages of a list have these ids, and no others.
    pub(super) async fn has_exactly(&mut self, list: Call, expected: &[String]) -> Step {
        let pages = self.pages(list).await?;
        let ids = ids(&pages);
        let place = |page: &Reply, expected: String, actual: &str| {
            Err(page.mismatch("/value", expected, actual).into())
        };
        match (pages.last(), ids.iter().find(|id| !expected.contains(id))) {
            (Some(page), Some(more)) => place(page, "no other request".to_owned(), more),
            (Some(page), None) => match expected.iter().find(|id| !ids.contains(id)) {
                Some(less) => place(page, format!("the request {less}"), "not there"),
                None => Ok(()),
            },
            (None, _) => Ok(()),
        }
    }

    /// The path and query of a next link: whatever host it names, it is asked at the endpoint.
    fn below_the_endpoint(&self, page: &Reply) -> Step<String> {
        let link = page.at(NEXT);
        let base = self.judge().endpoint.base().path().trim_end_matches('/').to_owned();
        let url = link.value().and_then(Value::as_str).and_then(|text| Url::parse(text).ok());
        let target = url.and_then(|url| {
            let path = url.path().strip_prefix(&base)?.to_owned();
            Some(url.query().map_or(path.clone(), |query| format!("{path}?{query}")))
        });
        Ok(target.ok_or_else(|| link.mismatch(format!("a URL below {base}")))?)
    }
}

/// In one casing, so that they can be compared.
fn ids(pages: &[Reply]) -> Vec<String> {
    let items = pages.iter().filter_map(|page| page.json()["value"].as_array()).flatten();
    items.filter_map(|item| item["id"].as_str()).map(str::to_ascii_lowercase).collect()
}
