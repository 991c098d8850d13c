//! The rules of a SARIF log: every check, and every case that a finding can be named for.

use crate::check::{CHECKS, Check};
use crate::finding::Level;
use crate::plan::Kind;
use crate::report::account::value;
use crate::report::{CaseReport, Report};
use serde::Serialize;
use std::collections::HashMap;

/// A rule, as SARIF has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule<'a> {
    id: &'a str,
    short_description: Text,
    full_description: Text,
    help: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

/// All rules of a log, and the place of each.
pub(super) struct Rules<'a> {
    all: Vec<Rule<'a>>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Rules<'a> {
    /// The checks, the rules that were followed, and whatever else a finding is named for.
    pub(super) fn of(report: &'a Report) -> Self {
        let mut rules = Self { all: Vec::new(), places: HashMap::new() };
        for check in CHECKS {
            rules.add(of_check(check));
        }
        for case in report.cases.iter().filter(|case| case.kind == Kind::Rule) {
            rules.add(of_case(case));
        }
        for case in &report.cases {
            for finding in &case.findings {
                rules.add_unless_known(&finding.check, case);
            }
        }
        rules
    }

    /// Every rule, in the order of their places.
    pub(super) fn all(&self) -> &[Rule<'a>] {
        &self.all
    }

    /// The place of a rule that a finding is named for.
    pub(super) fn index(&self, id: &str) -> usize {
        self.places.get(id).copied().unwrap_or_default()
    }

    fn add(&mut self, rule: Rule<'a>) {
        if !self.places.contains_key(rule.id) {
            self.places.insert(rule.id, self.all.len());
            self.all.push(rule);
        }
    }

    fn add_unless_known(&mut self, id: &'a str, case: &'a CaseReport) {
        if !self.places.contains_key(id) {
            self.add(Rule { id, ..of_case(case) });
        }
    }
}

fn of_check(check: &'static Check) -> Rule<'static> {
    let help = format!("It rests on: {}.", check.grounds);
    rule((check.id, check.level), (check.sentence, help), address(check.grounds))
}

fn of_case(case: &CaseReport) -> Rule<'_> {
    let grounds: Vec<String> = case.rests_on.iter().map(ToString::to_string).collect();
    let help = format!("It rests on: {}.", grounds.join("; "));
    let documented = case.source.as_ref().and_then(|source| source.url.clone());
    let address = documented.or_else(|| grounds.iter().find_map(|ground| address(ground)));
    rule((&case.id, case.level), (&case.summary, help), address)
}

fn rule<'a>(
    (id, level): (&'a str, Level),
    (sentence, help): (&str, String),
    help_uri: Option<String>,
) -> Rule<'a> {
    let text = |text: &str| Text { text: value(text) };
    let help = format!("{help} `conformance explain {id}` tells more.");
    Rule {
        id,
        short_description: text(sentence),
        full_description: text(sentence),
        help: text(&help),
        help_uri,
        default_configuration: Configuration { level: super::level(level) },
    }
}

/// The address that a text names, be it by the number of an RFC.
fn address(text: &str) -> Option<String> {
    let end_of = |text: &str, ends: fn(char) -> bool| text.find(ends).unwrap_or(text.len());
    if let Some((_, rest)) = text.split_once("https://") {
        let address = rest.get(..end_of(rest, |c| c.is_whitespace() || ")<>\"".contains(c)))?;
        return url::Url::parse(&format!("https://{address}")).ok().map(Into::into);
    }
    let (_, rest) = text.split_once("RFC ")?;
    let number = rest.get(..end_of(rest, |c| !c.is_ascii_digit()))?;
    (!number.is_empty()).then(|| format!("https://www.rfc-editor.org/rfc/rfc{number}"))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_address_of_a_text_is_the_one_it_names_or_that_of_its_rfc() {
        for (text, expected) in [
            ("Get it (https://example.com/a?b=c)", Some("https://example.com/a?b=c")),
            ("the examples; RFC 9110, section 15", Some("https://www.rfc-editor.org/rfc/rfc9110")),
            ("an RFC of old", None),
            ("https://", None),
            ("OData", None),
        ] {
            assert_eq!(address(text).as_deref(), expected, "{text}");
        }
    }
}
