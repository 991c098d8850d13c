//! Paging: a list that is longer than a page, page by page.

use super::calls;
use super::identity::REQUESTOR;
use super::listed::{Listed, next_link, place_of_link};
use super::rule::{Effect, Rule};
use super::scene::{DIRECT, written};
use super::sources::{Basis, FILTER_BY_CURRENT_USER, LIST, PAGING};
use crate::finding::Level;
use crate::probe::{Call, Mismatch, Probe, Step, Stop};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;
use std::time::Duration;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "page/loses-nothing",
        sentence: "Every request of a list is on one of its pages.",
        level: Level::Must,
        sources: &[PAGING, LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(loses_nothing(probe)),
    },
    Rule {
        id: "page/shows-nothing-twice",
        sentence: "No request of a list is on two of its pages.",
        level: Level::Must,
        sources: &[PAGING, LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(shows_nothing_twice(probe)),
    },
    Rule {
        id: "page/keeps-the-filter",
        sentence: "The pages behind a next link are those of the same filter.",
        level: Level::Must,
        sources: &[PAGING, LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(keeps_the_filter(probe)),
    },
    Rule {
        id: "page/keeps-what-is-expanded",
        sentence: "The pages behind a next link expand what the first page expands.",
        level: Level::Must,
        sources: &[PAGING, LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(keeps_what_is_expanded(probe)),
    },
    Rule {
        id: "page/links-to-the-endpoint",
        sentence: "A next link is an absolute URL of the endpoint that gave it, so that it can be followed as it is with the same token.",
        level: Level::Should,
        sources: &[PAGING],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(links_to_the_endpoint(probe)),
    },
    Rule {
        id: "page/ends-without-a-link",
        sentence: "A list of three requests ends: its last page has no next link.",
        level: Level::Must,
        sources: &[PAGING],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(ends_without_a_link(probe)),
    },
    Rule {
        id: "page/can-be-read-again",
        sentence: "A next link that is followed twice leads to the same page.",
        level: Level::Should,
        sources: &[PAGING],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(can_be_read_again(probe)),
    },
    Rule {
        id: "page/is-not-disturbed-by-a-new-request",
        sentence: "A request that is made while a list is read makes no other one appear twice or not at all.",
        level: Level::May,
        sources: &[Basis::Choice(
            "whoever reads a list page by page wants every request once, and others go on working meanwhile",
        )],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(is_not_disturbed_by_a_new_request(probe)),
    },
    Rule {
        id: "page/pages-the-callers-own-requests",
        sentence: "The pages of filterByCurrentUser show every request of the caller once.",
        level: Level::Must,
        sources: &[PAGING, FILTER_BY_CURRENT_USER],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(pages_the_callers_own_requests(probe)),
    },
    Rule {
        id: "page/refuses-a-link-that-nobody-gave",
        sentence: "A $skiptoken that the endpoint did not give is refused.",
        level: Level::Should,
        sources: &[PAGING],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(refuses_a_link_that_nobody_gave(probe)),
    },
    Rule {
        id: "page/shows-each-caller-what-is-theirs",
        sentence: "A next link that somebody else follows shows nothing that this caller may not read.",
        level: Level::Must,
        sources: &[LIST, PAGING],
        identities: &[REQUESTOR],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(shows_each_caller_what_is_theirs(probe)),
    },
];

async fn loses_nothing(probe: &mut Probe<'_>) -> Step {
    let scene = three(probe).await?;
    // A server need not keep to the preference, but where it does it says how to go on.
    let preferred = calls::list().query(&scene.query).header("Prefer", PAGES_OF_TWO);
    scene.is_whole(&probe.listed(&preferred).await?)?;
    let list = in_pages(probe, &calls::list(), &scene.query).await?;
    Ok(scene.is_whole(&probe.listed(&list).await?)?)
}

async fn shows_nothing_twice(probe: &mut Probe<'_>) -> Step {
    let scene = three(probe).await?;
    let list = in_pages(probe, &calls::list(), &scene.query).await?;
    Ok(is_once(&probe.listed(&list).await?)?)
}

async fn keeps_the_filter(probe: &mut Probe<'_>) -> Step {
    let scene = three(probe).await?;
    let list = in_pages(probe, &calls::list(), &scene.query).await?;
    let listed = probe.listed(&list).await?;
    listed.lacks(&scene.earlier)?;
    listed.all(|request| {
        let place = request.at("/createdDateTime");
        let is_let_through = place.instant()? >= scene.moment;
        if is_let_through {
            Ok(())
        } else {
            Err(place.mismatch("a moment that the filter lets through"))
        }
    })?;
    Ok(())
}

async fn keeps_what_is_expanded(probe: &mut Probe<'_>) -> Step {
    let scene = three(probe).await?;
    let expanding = format!("{}&$expand=accessPackage", scene.query);
    let list = in_pages(probe, &calls::list(), &expanding).await?;
    let listed = probe.listed(&list).await?;
    for request in &scene.requests {
        probe.note(listed.item(request).and_then(|item| item.at("/accessPackage/id").is_present()));
    }
    Ok(())
}

async fn links_to_the_endpoint(probe: &mut Probe<'_>) -> Step {
    let scene = three(probe).await?;
    let list = in_pages(probe, &calls::list(), &scene.query).await?;
    let page = probe.send(list.clone()).await?;
    let link = place_of_link(&page);
    let url = link.text()?;
    if list.led_to(url, &probe.judge().endpoint).is_some() {
        return Ok(());
    }
    Err(link.mismatch(format!("a URL below {}", probe.judge().endpoint.url())).into())
}

async fn ends_without_a_link(probe: &mut Probe<'_>) -> Step {
    let scene = three(probe).await?;
    let first = in_pages(probe, &calls::list(), &scene.query).await?;
    let mut page = probe.send(first.clone()).await?;
    for _ in 0..MOST_PAGES {
        let Some(link) = next_link(&page)?.map(ToOwned::to_owned) else { return Ok(()) };
        page = probe.send(probe.led_to(&first, &link)?).await?;
        page.is(200)?;
    }
    Err(place_of_link(&page).mismatch(format!("none after {MOST_PAGES} pages")).into())
}

async fn can_be_read_again(probe: &mut Probe<'_>) -> Step {
    let scene = three(probe).await?;
    let first = in_pages(probe, &calls::list(), &scene.query).await?;
    let next = next_page(probe, &first).await?;
    let once = probe.send(next.clone()).await?;
    let again = probe.send(next).await?;
    let ids: Vec<_> = once
        .is(200)?
        .at("/value")
        .each()?
        .iter()
        .map(|item| item.at("/id").value().cloned())
        .collect();
    let items = again.is(200)?.at("/value").each()?;
    for (item, id) in items.iter().zip(&ids) {
        item.at("/id").is(id.clone().unwrap_or_default())?;
    }
    if items.len() == ids.len() {
        return Ok(());
    }
    Err(again.at("/value").mismatch(format!("{} requests, as before", ids.len())).into())
}

async fn is_not_disturbed_by_a_new_request(probe: &mut Probe<'_>) -> Step {
    let scene = three(probe).await?;
    let first = in_pages(probe, &calls::list(), &scene.query).await?;
    let beginning = probe.send(first.clone()).await?;
    let next = next_page(probe, &first).await?;
    probe.submitted().await?;
    let rest = probe.listed(&next).await?;
    for request in &scene.requests {
        let on_first = beginning
            .at("/value")
            .each()?
            .iter()
            .any(|item| item.at("/id").is(request.as_str()).is_ok());
        let seen = if on_first { rest.lacks(request) } else { rest.item(request).map(drop) };
        probe.note(seen);
    }
    Ok(())
}

async fn pages_the_callers_own_requests(probe: &mut Probe<'_>) -> Step {
    let scene = three(probe).await?;
    let own = calls::filter_by_current_user("createdBy");
    for request in &scene.requests {
        probe.listed_with(&own, request).await?;
    }
    let list = in_pages(probe, &own, "").await?;
    let listed = probe.listed(&list).await?;
    probe.note(is_once(&listed));
    Ok(scene.is_whole(&listed)?)
}

async fn refuses_a_link_that_nobody_gave(probe: &mut Probe<'_>) -> Step {
    for token in ["nonsense", "", "0", "%00", "..%2F..%2F", "W10="] {
        let reply = probe.send(calls::list().query(format!("$skiptoken={token}"))).await?;
        probe.note(reply.is_refused().map(drop).map_err(|told| told.because(token)));
    }
    Ok(())
}

async fn shows_each_caller_what_is_theirs(probe: &mut Probe<'_>) -> Step {
    let scene = three(probe).await?;
    let first = in_pages(probe, &calls::list(), &scene.query).await?;
    let next = next_page(probe, &first).await?;
    let page = probe.send(next.as_(REQUESTOR)).await?;
    if page.is_refused().is_ok() {
        return Ok(());
    }
    for item in page.is(200)?.at("/value").each()? {
        let id = item.at("/id");
        let mut made = scene.requests.iter().chain([&scene.earlier]);
        let is_not_theirs = made.any(|request| id.is(request.as_str()).is_ok());
        if is_not_theirs {
            return Err(id.mismatch("a request of the caller").into());
        }
    }
    Ok(())
}

/// Asks for pages of two requests.
const PAGES_OF_TWO: &str = "odata.maxpagesize=2";

/// A page may be empty, but three requests do not take this many.
const MOST_PAGES: usize = 50;

/// Three requests, and the query for what was made since a moment after an earlier one.
struct Scene {
    earlier: String,
    moment: DateTime<Utc>,
    query: String,
    requests: Vec<String>,
}

impl Scene {
    /// Every one of the three is in the list.
    fn is_whole(&self, listed: &Listed) -> Result<(), Mismatch> {
        self.requests.iter().try_for_each(|request| listed.item(request).map(drop))
    }
}

async fn three(probe: &mut Probe<'_>) -> Step<Scene> {
    let earlier = probe.submitted().await?;
    let moment = probe.created_at(&earlier).await? + TimeDelta::seconds(1);
    probe.wait(Duration::from_secs(2)).await?;
    let mut requests = Vec::new();
    for _ in 0..3 {
        requests.push(probe.submitted().await?);
    }
    let query = format!("$filter=createdDateTime gt {}", written(moment));
    // A service may list a request a while after it has made it.
    for request in &requests {
        probe.listed_with(&calls::list().query(&query), request).await?;
    }
    Ok(Scene { earlier, moment, query, requests })
}

/// The list in pages of two, or in those that the endpoint makes; how long a page is, is not documented, nor that anybody may say so.
async fn in_pages(probe: &mut Probe<'_>, list: &Call, query: &str) -> Step<Call> {
    let and = if query.is_empty() { "" } else { "&" };
    // OData has 501 for what is not implemented, which is no failure here.
    let by_option = list.clone().query(format!("{query}{and}$top=2")).expecting(&["status"]);
    let asked = if query.is_empty() { list.clone() } else { list.clone().query(query) };
    let by_preference = asked.header("Prefer", PAGES_OF_TWO);
    for call in [by_option, by_preference] {
        let page = probe.send(call.clone()).await?;
        if next_link(&page)?.is_some() {
            return Ok(call);
        }
    }
    Err(Stop::Missing(
        "a list that is longer than a page; neither $top=2 nor odata.maxpagesize=2 makes one"
            .to_owned(),
    ))
}

/// The call for the second page.
async fn next_page(probe: &mut Probe<'_>, first: &Call) -> Step<Call> {
    let page = probe.send(first.clone()).await?;
    let link = place_of_link(&page).text()?.to_owned();
    probe.led_to(first, &link)
}

fn is_once(listed: &Listed) -> Result<(), Mismatch> {
    let mut seen = BTreeSet::new();
    listed.all(|item| {
        let id = item.at("/id");
        if seen.insert(id.text()?.to_owned()) {
            Ok(())
        } else {
            Err(id.mismatch("another request than before"))
        }
    })
}
