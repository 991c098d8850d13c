//! `JUnit` XML: no official schema, so every element and attribute is held against those of the dialect of Jenkins and Surefire.

use super::sample::{report, whole};
use conformance::report::{Ended, Format};
use roxmltree::{Document, Node};

/// An element: its attributes, required ones first behind `!`, and what may stand in it; `text` is text.
struct Element {
    name: &'static str,
    attributes: &'static [&'static str],
    children: &'static [&'static str],
}

const ELEMENTS: &[Element] = &[
    Element {
        name: "testsuites",
        attributes: &["!name", "!tests", "!failures", "!errors", "skipped", "time", "timestamp"],
        children: &["testsuite"],
    },
    Element {
        name: "testsuite",
        attributes: &[
            "!name",
            "!tests",
            "!failures",
            "!errors",
            "skipped",
            "time",
            "timestamp",
            "hostname",
        ],
        children: &["properties", "testcase"],
    },
    Element { name: "properties", attributes: &[], children: &["property"] },
    Element { name: "property", attributes: &["!name", "!value"], children: &[] },
    Element {
        name: "testcase",
        attributes: &["!name", "!classname", "!time", "file", "line"],
        children: &["failure", "error", "skipped", "system-out", "system-err"],
    },
    Element { name: "failure", attributes: &["!message", "!type"], children: &["text"] },
    Element { name: "error", attributes: &["!message", "type"], children: &["text"] },
    Element { name: "skipped", attributes: &["!message"], children: &[] },
    Element { name: "system-out", attributes: &[], children: &["text"] },
    Element { name: "system-err", attributes: &[], children: &["text"] },
];

const OUTCOMES: [&str; 3] = ["failure", "error", "skipped"];

pub(crate) fn problems(text: &str) -> Vec<String> {
    // The parser forgives characters that XML 1.0 does not have.
    let illegal = text.chars().find(|c| {
        matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
    });
    let mut problems: Vec<String> =
        illegal.iter().map(|character| format!("{character:?} in XML")).collect();
    match Document::parse(text) {
        Err(error) => problems.push(error.to_string()),
        Ok(document) => {
            let root = document.root_element();
            if root.tag_name().name() != "testsuites" {
                problems.push("the root is another".to_owned());
            }
            document.descendants().filter(Node::is_element).for_each(|node| {
                problems.extend(element_problems(node));
            });
        }
    }
    problems
}

fn element_problems(node: Node<'_, '_>) -> Vec<String> {
    let name = node.tag_name().name();
    let Some(element) = ELEMENTS.iter().find(|element| element.name == name) else {
        return vec![format!("there is no element {name}")];
    };
    let is_named = |attribute: &str| {
        element.attributes.iter().any(|known| known.trim_start_matches('!') == attribute)
    };
    let foreign = node.attributes().map(|attribute| attribute.name()).filter(|one| !is_named(one));
    let required = element.attributes.iter().filter_map(|known| known.strip_prefix('!'));
    let missing = required.filter(|required| node.attribute(*required).is_none());
    let children = node.children().filter(|child| !is_white(child)).map(kind);
    let misplaced = children.filter(|child| !element.children.contains(child));
    let told = foreign.chain(missing).chain(misplaced).map(|what| format!("{name}: {what}"));
    told.chain(count_problems(node)).collect()
}

fn kind<'a>(node: Node<'a, '_>) -> &'a str {
    if node.is_element() { node.tag_name().name() } else { "text" }
}

fn is_white(node: &Node<'_, '_>) -> bool {
    node.is_text() && node.text().is_none_or(|text| text.trim().is_empty())
}

/// The counts are of test cases, and a test case has one outcome at most.
fn count_problems(node: Node<'_, '_>) -> Vec<String> {
    let of = |name: &'static str| node.descendants().filter(move |one| one.has_tag_name(name));
    let count = |name: &str| node.attribute(name).map_or(0, |text| text.parse::<usize>().unwrap());
    match node.tag_name().name() {
        "testsuites" | "testsuite" => {
            let counts = [
                ("tests", "testcase"),
                ("failures", "failure"),
                ("errors", "error"),
                ("skipped", "skipped"),
            ];
            let wrong =
                counts.iter().filter(|(counted, of_what)| count(counted) != of(of_what).count());
            wrong.map(|(counted, _)| format!("the number of {counted} is another")).collect()
        }
        "testcase" => {
            let outcomes =
                node.children().filter(|child| OUTCOMES.contains(&child.tag_name().name()));
            if outcomes.count() > 1 { vec!["two outcomes".to_owned()] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

#[test]
fn a_test_case_says_what_came_of_it_and_where_it_stands() {
    let text = Format::Junit.render(&whole());
    let document = Document::parse(&text).unwrap();
    let cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
    let told: Vec<[String; 4]> = cases
        .map(|case| {
            let attribute = |name: &str| case.attribute(name).unwrap_or_default().to_owned();
            let outcome = case.children().find(|child| OUTCOMES.contains(&child.tag_name().name()));
            let outcome = outcome.map(|outcome| {
                format!("{}: {}", outcome.tag_name().name(), outcome.attribute("message").unwrap())
            });
            let place = format!("{}:{}", attribute("file"), attribute("line"));
            [attribute("classname"), attribute("name"), place, outcome.unwrap_or_default()]
        })
        .collect();
    let place = |id: &str| format!("openapi/examples/{id}.yaml:3");
    let expected = [
        ["createThing", "create/a", &place("create/a"), ""],
        [
            "createThing",
            "create/b",
            &place("create/b"),
            r#"failure: schema /value/0/state: expected "delivered", came "submitted""#,
        ],
        ["createThing", "input/create/b", &place("input/create/b"), "skipped: it has no body"],
        ["cancel", "cancel/c", &place("cancel/c"), "skipped: waived: late until 2026-12-31"],
        ["cancel", "cancel/d", &place("cancel/d"), "error: cannot reach it"],
    ];
    assert_eq!(told, expected.map(|row| row.map(str::to_owned)));
}

#[test]
fn a_failure_holds_every_finding_of_its_case_and_what_went_over_the_wire() {
    let text = Format::Junit.render(&whole());
    let document = Document::parse(&text).unwrap();
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).unwrap();
    let told = failure.text().unwrap();
    for part in [
        "must schema /value/0/state\n     expected  \"delivered\"\n       actual  \"submitted\"\n     exchange  2\n  out of step  server\n",
        "should schema /value/0/state",
        "out of step  documentation",
        "exchange 2: POST https://api.example.com/v1.0/things?$filter=b\nb\nanswered: 200\n{\"state\":\"b\"}\n",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!told.contains("exchange 1"), "{told}");
}

#[test]
fn what_reads_an_unfinished_file_does_not_take_it_for_the_whole() {
    for ended in [Ended::Unfinished, Ended::Interrupted] {
        let text = Format::Junit.render(&super::ended(report(Vec::new()), ended));
        assert!(text.contains(r#"tests="1" skipped="0" failures="0" errors="1""#), "{text}");
    }
}
