//! The pages of this repository: whatever they lead to or name is there.

use crate::none;
use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};

const PAGES: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "conformance/README.md",
    "openapi/README.md",
    "sandbox/README.md",
];

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn text(page: &Path) -> String {
    fs::read_to_string(page).unwrap()
}

/// What the expression's first group finds on each page.
fn found(expression: &str) -> Vec<(&'static str, String)> {
    let expression = Regex::new(expression).unwrap();
    let on = |page: &&'static str| {
        let text = text(&workspace().join(page));
        let found = expression.captures_iter(&text).map(|found| (*page, found[1].to_owned()));
        found.collect::<Vec<_>>()
    };
    PAGES.iter().flat_map(on).collect()
}

/// Whether a page has a heading with this anchor.
fn has_anchor(page: &Path, anchor: &str) -> bool {
    let slug = |heading: &str| {
        let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_');
        let heading: String = heading.trim_start_matches('#').trim().chars().filter(kept).collect();
        heading.to_lowercase().replace(' ', "-")
    };
    text(page).lines().any(|line| line.starts_with('#') && slug(line) == anchor)
}

fn is_there(page: &str, link: &str) -> bool {
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let page = workspace().join(page);
    let target: PathBuf = if file.is_empty() { page } else { page.parent().unwrap().join(file) };
    target.exists() && (anchor.is_empty() || has_anchor(&target, anchor))
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    let links = found(r"\]\(([^):]+)\)");
    assert!(links.len() > 20, "{links:?}");
    let broken = links.iter().filter(|(page, link)| !is_there(page, link));
    none(broken.map(|(page, link)| format!("{page}: nothing is at {link}")));
}

#[test]
fn every_file_that_is_named_by_its_path_is_there() {
    let roots = "build|bundle|conformance|openapi|sandbox|src|tests";
    let paths = found(&format!(r"`((?:{roots})/[\w./-]+)(?:/\*)?`"));
    assert!(paths.len() > 10, "{paths:?}");
    let missing = paths.iter().filter(|(_, path)| !workspace().join(path).exists());
    none(missing.map(|(page, path)| format!("{page}: there is no {path}")));
}

/// `--> file:line`, and below it that line, as a report for a person has them.
#[test]
fn every_place_that_a_report_on_a_page_leads_to_is_there() {
    let places = found(r"--> (\S+:\d+\n +\d+ \| .*|\S+:\d+)");
    assert!(places.len() > 1, "{places:?}");
    let is_as_told = |place: &str| {
        let (place, told) = place.split_once('\n')?;
        let (file, line) = place.split_once(':')?;
        let text = fs::read_to_string(workspace().join(file)).ok()?;
        let there = text.lines().nth(line.parse::<usize>().ok()? - 1)?.trim();
        (told.trim() == format!("{line} | {there}")).then_some(())
    };
    let wrong = places.iter().filter(|(_, place)| is_as_told(place).is_none());
    none(wrong.map(|(page, place)| format!("{page}: {place} is not so")));
}

#[test]
fn the_architecture_tells_the_job_of_every_module_of_the_sandbox_once() {
    let page = text(&workspace().join("ARCHITECTURE.md"));
    let table = page.split("**`sandbox/src`**").nth(1).and_then(|rest| rest.split("\n## ").next());
    let files = table.unwrap().lines().filter_map(|row| row.split('|').nth(1));
    let name = Regex::new(r"`(\w+)(?:/\*)?`").unwrap();
    let told = files.flat_map(|cell| name.captures_iter(cell).map(|found| found[1].to_owned()));
    let mut told: Vec<String> = told.collect();
    told.sort();
    let sources = fs::read_dir(workspace().join("sandbox/src")).unwrap();
    let files = sources.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let stems = files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
    let mut modules: Vec<String> = stems.filter(|stem| stem != "lib").collect();
    modules.sort();
    assert_eq!(told, modules);
}
