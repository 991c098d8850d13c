//! Routes: a method and a path in, the step to take out. The one place that says what there is.

use crate::control::problem::Problem;
use crate::control::routes::Step::{Apart, OnStore};
use crate::control::{Order, Outcome, clock, faults, journal, page, requests, world};
use crate::store::Store;

/// What a path addresses, below `/__sandbox`, and what can be done there. `{id}` is any one segment.
const ROUTES: &[(&str, &[(&str, Step)])] = &[
    ("", &[("GET", Apart(page::moved))]),
    ("/", &[("GET", Apart(page::document))]),
    ("/page.js", &[("GET", Apart(page::script))]),
    ("/style.css", &[("GET", Apart(page::style))]),
    (
        "/clock",
        &[
            ("GET", OnStore(clock::show)),
            ("PUT", OnStore(clock::set)),
            ("PATCH", OnStore(clock::advance)),
        ],
    ),
    (
        "/faults",
        &[
            ("GET", Apart(faults::list)),
            ("PUT", Apart(faults::replace)),
            ("POST", Apart(faults::add)),
            ("DELETE", Apart(faults::clear)),
        ],
    ),
    ("/faults/{id}", &[("DELETE", Apart(faults::remove))]),
    ("/journal", &[("GET", Apart(journal::show)), ("DELETE", Apart(journal::clear))]),
    ("/requests", &[("GET", OnStore(requests::list))]),
    ("/requests/{id}", &[("GET", OnStore(requests::show))]),
    ("/requests/{id}/decide", &[("POST", OnStore(requests::decide))]),
    ("/requests/{id}/fail-delivery", &[("POST", OnStore(requests::fail_delivery))]),
    ("/reset", &[("POST", OnStore(world::reset))]),
    ("/world", &[("GET", OnStore(world::save)), ("PUT", OnStore(world::load))]),
    ("/world/schema", &[("GET", Apart(world::schema))]),
];

const ROOT: &str = "/__sandbox";

/// Where everything of the control is, as the web framework writes paths.
pub(crate) const PATHS: [&str; 3] = ["/__sandbox", "/__sandbox/", "/__sandbox/{*below}"];

/// What is done at an order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// It needs no store.
    Apart(fn(&Order<'_>) -> Outcome),
    /// It works on the store, after everything that has come due, and is answered once it is kept.
    OnStore(fn(&Order<'_>, &mut Store) -> Outcome),
}

/// A step, and what the path says to it.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) step: Step,
    pub(super) id: String,
    /// Whether its body is a world, which can be long.
    pub(super) takes_world: bool,
}

/// The step that a request line asks for.
pub(super) fn find(method: &str, path: &str) -> Result<Route, Problem> {
    let below = path.strip_prefix(ROOT).unwrap_or(path);
    let mut found = ROUTES.iter().filter_map(|row| matched(row.0, below).map(|id| (row, id)));
    let Some((&(pattern, steps), id)) = found.next() else {
        return Err(Problem::not_found(format!(
            "there is no {path}; {ROOT}/ is a page with all that there is"
        )));
    };
    let takes_world = pattern == "/world";
    if let Some(&(_, step)) = steps.iter().find(|known| known.0 == method) {
        return Ok(Route { step, id: id.to_owned(), takes_world });
    }
    let methods: Vec<&str> = steps.iter().map(|step| step.0).collect();
    Err(Problem::method_not_allowed(methods.join(", ")))
}

/// The variable segment of a path that is as the pattern says; empty where the pattern has none.
fn matched<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    let Some((before, behind)) = pattern.split_once("{id}") else {
        return (pattern == path).then_some("");
    };
    let id = path.strip_prefix(before)?.strip_suffix(behind)?;
    Some(id).filter(|id| !id.is_empty() && !id.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_names_every_route() {
        let readme = include_str!("../../README.md");
        let of_the_page = ["", "/", "/page.js", "/style.css"];
        for (path, steps) in ROUTES.iter().filter(|row| !of_the_page.contains(&row.0)) {
            for (method, _) in *steps {
                let named = readme
                    .lines()
                    .any(|line| line.contains(&format!("`{ROOT}{path}`")) && line.contains(method));
                assert!(named, "{method} {ROOT}{path}");
            }
        }
    }

    #[test]
    fn a_variable_segment_is_one_segment() {
        for (path, expected) in
            [("/faults/1", Some("1")), ("/faults/", None), ("/faults/1/2", None), ("/faults", None)]
        {
            assert_eq!(matched("/faults/{id}", path), expected, "{path}");
        }
        assert_eq!(matched("/requests/{id}/decide", "/requests/1/decide"), Some("1"));
        assert_eq!(matched("/requests/{id}/decide", "/requests/1"), None);
    }
}
