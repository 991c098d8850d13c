//! What is wrong with a report as a page: its markup, its data, its policy. That it is shown as meant, a browser tells in `tests/page`.

use serde_json::Value;

/// The scripts of a page, in their order: what each begins with.
const SCRIPTS: [&str; 3] = [
    "<script type=\"application/json\" id=\"index\">",
    "<script type=\"application/x-ndjson\" id=\"lines\">",
    "<script type=\"module\">",
];

pub(crate) fn problems(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut require = |is: bool, problem: &str| {
        if !is {
            problems.push(problem.to_owned());
        }
    };
    require(text.starts_with("<!doctype html>\n<html lang=\"en\">"), "it begins as no page does");
    require(text.ends_with("</html>\n"), "it has no end");
    require(text.contains("default-src 'none'; script-src 'sha256-"), "it may load what it likes");
    let loads = [" src=", "@import", "url(h", "<iframe", "<object", "<embed"];
    require(!loads.iter().any(|load| markup(text).contains(load)), "it loads something");
    let [index, lines] = [data(text, SCRIPTS[0]), data(text, SCRIPTS[1])];
    require(is_json(&index), "its index is no JSON");
    require(lines.lines().all(is_json), "a line of its cases is no JSON");
    let acts = |c: char| c < ' ' && c != '\n';
    require(!format!("{index}{lines}").contains(acts), "its data has control characters");
    // A script in the data would end it, or begin another.
    require(text.matches("<script").count() == SCRIPTS.len(), "it has a script of somebody else");
    require(text.matches("</script").count() == SCRIPTS.len(), "a script of it ends too early");
    problems
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok()
}

/// What stands in the script that begins so.
fn data(text: &str, start: &str) -> String {
    let behind = text.split_once(start).map_or("", |(_, behind)| behind);
    behind.split_once("</script>").map_or("", |(data, _)| data).to_owned()
}

/// The page without what stands in its scripts and its style.
fn markup(text: &str) -> String {
    let (head, rest) = text.split_once("<style>").unwrap_or((text, ""));
    let rest = rest.split_once("</style>").map_or("", |(_, rest)| rest);
    let body = rest.split_once("<script").map_or(rest, |(body, _)| body);
    format!("{head}{body}")
}
