//! Mistakes of a server that lists page by page: what it loses, repeats, mixes up or shows to others between two pages.

use super::listed::{is_list, is_next_page, items, shows_everything};
use crate::selftest::{Fault, Heard, Passed, Reply};
use serde_json::{Value, json};

const LINK: &str = "/@odata.nextLink";
const LOSES: &str = "page/loses-nothing";
const TWICE: &str = "page/shows-nothing-twice";
const FILTER: &str = "page/keeps-the-filter";
const EXPANDED: &str = "page/keeps-what-is-expanded";
const ENDPOINT: &str = "page/links-to-the-endpoint";
const ENDS: &str = "page/ends-without-a-link";
const AGAIN: &str = "page/can-be-read-again";
const DISTURBED: &str = "page/is-not-disturbed-by-a-new-request";
const OWN: &str = "page/pages-the-callers-own-requests";
const NOBODYS: &str = "page/refuses-a-link-that-nobody-gave";
const EACH: &str = "page/shows-each-caller-what-is-theirs";

pub(super) const FAULTS: &[Fault] = &[
    Fault::answers_to("a page begins one request too late", LOSES, (LOSES, "/value"), late),
    Fault::answers(
        "a page does not say that there is another",
        LOSES,
        (LOSES, "/value"),
        |reply| {
            reply.put(LINK, None);
        },
    ),
    Fault::remembers(
        "a page begins with the end of the one before it",
        TWICE,
        (TWICE, "/value/0/id"),
        early,
    ),
    Fault::remembers(
        "the next page forgets the filter",
        FILTER,
        (FILTER, "/value"),
        |earlier, request, reply| {
            if is_next_page(request) {
                let others = earlier.iter().find(|passed| passed.heard.is("GET", "Requests/*-*"));
                let others = others.and_then(|passed| passed.reply.json());
                items(reply, |items| items.extend(others));
            }
        },
    ),
    Fault::answers_to(
        "the next page expands nothing",
        EXPANDED,
        (EXPANDED, "/value/0/accessPackage/id"),
        |request, reply| {
            if is_next_page(request) {
                reply.put("/value/0/accessPackage", None);
            }
        },
    ),
    Fault::answers_to(
        "a next link leads to a machine behind the endpoint",
        ENDPOINT,
        (ENDPOINT, LINK),
        |_, reply| {
            if let Some(Value::String(link)) = reply.take(LINK) {
                let path = link.split_once("/v1.0").map(|(_, path)| path).unwrap_or_default();
                reply.put(LINK, json!(format!("http://10.0.0.7:8080/v1.0{path}")));
            }
        },
    ),
    Fault::remembers(
        "the last page has a next link",
        ENDS,
        (ENDS, LINK),
        |earlier, request, reply| {
            if is_next_page(request)
                && reply.json().is_some_and(|body| body.pointer(LINK).is_none())
            {
                let before = earlier.iter().rev().find_map(|passed| passed.reply.json());
                let link = before.and_then(|body| body.pointer(LINK).cloned());
                reply.put(LINK, link);
            }
        },
    ),
    Fault::remembers(
        "a next link works once",
        AGAIN,
        (AGAIN, "status"),
        |earlier, request, reply| {
            let was_followed = earlier.iter().any(|passed| passed.heard.target == request.target);
            if is_next_page(request) && was_followed {
                reply.become_error(400, "InvalidSkipToken", "The token was used.");
            }
        },
    ),
    Fault::remembers("a new request moves the pages", DISTURBED, (DISTURBED, "/value"), {
        |earlier, request, reply| {
            let is_create = |passed: &&Passed| passed.heard.is("POST", "/assignmentRequests");
            // Four requests are the scene of the rule.
            if earlier.iter().filter(is_create).count() > 4 {
                early(earlier, request, reply);
            }
        }
    }),
    Fault::answers_to("a page of the caller's begins too late", OWN, (OWN, "/value"), late),
    Fault::hears(
        "a token that nobody gave leads to the first page",
        NOBODYS,
        (NOBODYS, "status"),
        |request| request.lose_option("$skiptoken"),
    ),
    Fault::remembers(
        "whoever has a next link sees everything",
        EACH,
        (EACH, "/value/0/id"),
        shows_everything,
    ),
];

fn late(request: &Heard, reply: &mut Reply) {
    if is_next_page(request) {
        items(reply, |items| {
            items.reverse();
            items.pop();
            items.reverse();
        });
    }
}

fn early(earlier: &[Passed], request: &Heard, reply: &mut Reply) {
    if !is_next_page(request) {
        return;
    }
    let page = earlier.iter().rev().find(|passed| is_list(&passed.heard));
    let page = page.and_then(|passed| passed.reply.json());
    let last = page.and_then(|page| page.get("value")?.as_array()?.last().cloned());
    items(reply, |items| items.splice(0..0, last).for_each(drop));
}
