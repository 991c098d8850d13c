//! The next page is asked for by the link that was given for it.

use super::{Asked, ClientCheck, Look};
use crate::check::brief;
use crate::finding::{Finding, Level, Source};
use crate::proxy::past::{Link, is_opaque};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client/paging",
    level: Level::Must,
    sentence: "A link such as @odata.nextLink is followed as it was given, with all its options; its token is used in no other request.",
    grounds: "Graph's page on paging, which says to use the whole URL and not to take the token out of it",
    look: Look::Plainly(run),
};

fn run(asked: &Asked<'_>) -> Vec<Finding> {
    let kept = asked.kept;
    let Some((name, token)) = kept.options.iter().find(|(name, _)| is_opaque(name)) else {
        return Vec::new();
    };
    let page =
        "Paging Microsoft Graph data in your app (https://learn.microsoft.com/en-us/graph/paging)";
    let finding = |expected: String, actual: String| {
        CHECK.finding("query", (expected, actual), Source::Page(page.to_owned()))
    };
    let Some(link) = asked.past.link(token) else {
        let actual = format!("{name} {}, which came in none", brief(&token.as_str().into()));
        let told = finding("a link that was given since the proxy was started".to_owned(), actual);
        // It may have been kept from before.
        return vec![Finding { level: Level::Should, ..told }];
    };
    if link.path != kept.path {
        let path = |path: &Option<String>| path.clone().unwrap_or_default();
        return vec![finding(format!("the link's path, {}", path(&link.path)), path(&kept.path))];
    }
    if sorted(&link.options) == sorted(&kept.options) {
        return Vec::new();
    }
    vec![finding(
        format!("the link as it was given, {}", shown(&link.options)),
        difference(link, &kept.options),
    )]
}

/// What is sent in place of the options of a link.
fn difference(link: &Link, sent: &[(String, String)]) -> String {
    let only = |these: &[(String, String)], others: &[(String, String)]| {
        let only = these.iter().filter(|option| !others.contains(option)).cloned();
        only.collect::<Vec<_>>()
    };
    let (lacking, added) = (only(&link.options, sent), only(sent, &link.options));
    let lacking = (!lacking.is_empty()).then(|| format!("without {}", shown(&lacking)));
    let added = (!added.is_empty()).then(|| format!("with {}", shown(&added)));
    let told: Vec<String> = lacking.into_iter().chain(added).collect();
    if told.is_empty() { shown(sent) } else { told.join(", ") }
}

fn shown(options: &[(String, String)]) -> String {
    let options = options.iter().map(|(name, value)| {
        let value = brief(&value.as_str().into());
        format!("{name}={}", value.trim_matches('"'))
    });
    options.collect::<Vec<_>>().join("&")
}

/// An order means nothing in a query.
fn sorted(options: &[(String, String)]) -> Vec<&(String, String)> {
    let mut sorted: Vec<_> = options.iter().collect();
    sorted.sort();
    sorted
}
