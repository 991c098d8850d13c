//! The design's invariants over the source text: what may be written where, and the shape of every file.

#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/shape.rs"]
mod shape;
#[path = "architecture/sources.rs"]
mod sources;

use crate::none;
use regex::Regex;
use rules::{RULES, Rule};
use shape::SHAPES;
use sources::{Source, sources};

#[test]
fn no_source_breaks_a_rule() {
    let sources = sources();
    none(RULES.iter().flat_map(|rule| breaches(rule, &sources)));
}

#[test]
fn every_rule_objects_to_its_breach() {
    for rule in RULES {
        let (path, line) = rule.breach;
        let source = Source { path: path.to_owned(), text: format!("\n{line}\n") };
        let said = breaches(rule, &[source]).concat();
        let expected = format!("{path}:2: {}", rule.sentence);
        assert!(said.starts_with(&expected), "{expected}, but: {said}");
    }
}

#[test]
fn every_rule_holds_where_there_are_sources() {
    let sources = sources();
    let places = RULES.iter().flat_map(|rule| rule.within.iter().map(move |place| (rule, place)));
    let empty = places.filter(|(_, place)| !sources.iter().any(|source| source.is_in(&[place])));
    let lines = empty.map(|(rule, place)| format!("{place} is empty: {}", rule.sentence));
    none(lines);
}

#[test]
fn what_a_rule_restricts_is_done_where_it_may_be() {
    let sources = sources();
    let idle = RULES.iter().filter(|rule| !rule.except.is_empty() && !is_needed(rule, &sources));
    none(idle.map(|rule| format!("nowhere done: {}", rule.sentence)));
}

#[test]
fn every_source_is_in_shape() {
    let sources = sources();
    let files = sources.iter().filter(|source| source.is_rust());
    none(files.flat_map(misshapes));
}

#[test]
fn every_shape_objects_to_its_breach() {
    for shape in SHAPES {
        let (path, text) = (shape.breach)();
        let source = Source { path: path.to_owned(), text };
        assert!((shape.broken_at)(&source).is_some(), "{}", shape.sentence);
    }
}

/// `path:line: rule` for every place that breaks it, with what stands there.
fn breaches(rule: &Rule, sources: &[Source]) -> Vec<String> {
    let pattern = Regex::new(rule.pattern).unwrap();
    let bound = sources.iter().filter(|one| one.is_in(rule.within) && !one.is_in(rule.except));
    let lines = bound.flat_map(|source| {
        pattern.find_iter(&source.text).map(|found| {
            let line = source.text[..found.start()].matches('\n').count() + 1;
            format!("{}:{line}: {} (`{}`)", source.path, rule.sentence, found.as_str())
        })
    });
    lines.collect()
}

fn is_needed(rule: &Rule, sources: &[Source]) -> bool {
    let pattern = Regex::new(rule.pattern).unwrap();
    sources.iter().any(|source| source.is_in(rule.except) && pattern.is_match(&source.text))
}

fn misshapes(source: &Source) -> Vec<String> {
    let broken =
        SHAPES.iter().filter_map(|shape| Some((shape.sentence, (shape.broken_at)(source)?)));
    broken.map(|(rule, line)| format!("{}:{line}: {rule}", source.path)).collect()
}
