//! Mistakes of a server in lists: what it leaves out, lets through, or does not read of the query.

use super::listed::{is_cached, is_list, items};
use crate::selftest::{Fault, Heard, Reply};
use serde_json::json;

/// A mistake in what the server hears, made and told in one rule.
const fn hears(
    name: &'static str,
    (rule, place): (&'static str, &'static str),
    change: fn(&mut Heard),
) -> Fault {
    Fault::hears(name, rule, (rule, place), change)
}

/// A mistake in what the server says, made and told in one rule.
const fn says(
    name: &'static str,
    (rule, place): (&'static str, &'static str),
    change: fn(&Heard, &mut Reply),
) -> Fault {
    Fault::answers_to(name, rule, (rule, place), change)
}

pub(super) const FAULTS: &[Fault] = &[
    // What a list shows.
    says(
        "a list leaves out its last request",
        ("list/holds-a-request-made-just-now", "/value"),
        |request, reply| {
            if is_list(request) {
                items(reply, |items| drop(items.pop()));
            }
        },
    ),
    says(
        "a list does not say when requests were completed",
        ("list/shows-a-request-as-get-does", "/value/0/completedDateTime"),
        |request, reply| {
            if is_list(request) {
                reply.put("/value/0/completedDateTime", json!(null));
            }
        },
    ),
    says(
        "only the first request of a list is expanded",
        ("list/expands-access-packages", "/value/1/accessPackage/id"),
        |request, reply| {
            if is_list(request) {
                reply.put("/value/1/accessPackage", None);
            }
        },
    ),
    hears(
        "a list expands no assignments",
        ("list/expands-assignments", "/value/0/assignment/id"),
        |request| request.lose_option("$expand"),
    ),
    hears(
        "a list expands the access package in place of the requestor",
        ("list/expands-requestors", "/value/0/requestor/id"),
        |request| request.mistake_in_target("$expand=requestor", "$expand=accessPackage"),
    ),
    hears(
        "a list expands what nobody asked for",
        ("list/brings-no-relationships-unasked", "/value/0/requestor"),
        |request| {
            if is_list(request) {
                request.target.push_str("&$expand=requestor");
            }
        },
    ),
    hears(
        "of what is selected only the first property is read",
        ("list/selects-properties", "/value/0/state"),
        |request| request.mistake_in_target("$select=id,state", "$select=id"),
    ),
    hears(
        "a list does not read what is selected",
        ("list/selects-nothing-else", "/value/0/requestType"),
        |request| request.lose_option("$select"),
    ),
    // Filters.
    says(
        "a filter by state is read from a copy that is not up to date",
        ("list/filters-by-state", "/value/0/state"),
        |request, reply| {
            if request.query().contains("pendingApproval") {
                reply.put("/value/0/state", json!("submitted"));
            }
        },
    ),
    hears("a filter by state is not read", ("list/filters-by-state", "/value"), |request| {
        request.lose_option("$filter");
    }),
    hears("a filter by creation is not read", ("list/filters-by-creation", "/value"), |request| {
        request.lose_option("$filter");
    }),
    Fault::remembers(
        "a filter is answered from a cache",
        "list/filter-by-state-follows-the-request",
        ("list/filter-by-state-follows-the-request", "/value"),
        is_cached,
    ),
    hears("after is taken for before", ("list/filters-by-creation", "/value"), |request| {
        request.mistake_in_target("%20gt%20", "%20lt%20");
    }),
    hears(
        "not after is taken for after",
        ("list/filters-by-creation-before", "/value"),
        |request| request.mistake_in_target("%20le%20", "%20gt%20"),
    ),
    hears(
        "a filter leaves out the moment that it names",
        ("list/filters-at-the-very-moment", "/value"),
        |request| request.mistake_in_target("%20ge%20", "%20gt%20"),
    ),
    hears(
        "a filter by access package is not read",
        ("list/filters-by-access-package", "/value"),
        |request| request.lose_option("$filter"),
    ),
    hears("and is taken for or", ("list/filters-by-two-things-or-refuses", "/value"), |request| {
        request.mistake_in_target("%20and%20", "%20or%20");
    }),
    hears(
        "a filter by an unknown property is passed over",
        ("list/refuses-a-filter-by-an-unknown-property", "status"),
        |request| {
            if request.query().contains("colour") {
                request.lose_option("$filter");
            }
        },
    ),
    hears(
        "a filter that cannot be read is passed over",
        ("list/refuses-a-broken-filter", "status"),
        |request| request.lose_option("$filter"),
    ),
    hears(
        "a filter by an unknown state lets everything through",
        ("list/finds-nothing-in-an-unknown-state", "/value/0"),
        |request| request.lose_option("$filter"),
    ),
    // Options.
    hears(
        "an unknown option is passed over",
        ("list/refuses-an-unknown-option", "status"),
        |request| request.lose_option("$colour"),
    ),
    hears(
        "an unknown relationship is passed over",
        ("list/refuses-to-expand-what-is-not-there", "status"),
        |request| request.lose_option("$expand"),
    ),
    hears(
        "an unknown property is passed over",
        ("list/refuses-to-select-what-is-not-there", "status"),
        |request| request.mistake_in_target(",colour", ""),
    ),
    hears(
        "the size of a page is passed over",
        ("list/honours-top-or-refuses-it", "/value"),
        |request| request.lose_option("$top"),
    ),
    hears(
        "what is to be skipped is passed over",
        ("list/honours-skip-or-refuses-it", "/value"),
        |request| request.lose_option("$skip"),
    ),
    hears(
        "what is searched for is passed over",
        ("list/honours-search-or-refuses-it", "/value"),
        |request| request.lose_option("$search"),
    ),
    hears("nothing is counted", ("list/honours-count-or-refuses-it", "/@odata.count"), |request| {
        request.lose_option("$count");
    }),
    hears(
        "the order is passed over",
        ("list/honours-orderby-or-refuses-it", "/value/1/createdDateTime"),
        |request| request.lose_option("$orderby"),
    ),
];
