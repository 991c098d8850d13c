//! `$select` and `$expand`: their texts in, what to show out, or what is wrong with them and where.

use thiserror::Error;
use winnow::ascii::space0;
use winnow::combinator::{cut_err, delimited, opt, separated};
use winnow::error::ContextError;
use winnow::token::one_of;
use winnow::{ModalParser, ModalResult, Parser};

use crate::http::graph_error::GraphError;
use crate::http::syntax::{Fault, Text, expected, whole, word};
use crate::http::view::{Expansion, Relation, Resource, UnknownRelation, View};
use crate::members::{UnknownName, names};

/// The properties of a request that `$select` names; none for `*`, which is all of them.
pub(crate) fn select(text: &str) -> Result<Option<Vec<&'static str>>, GraphError> {
    whole(text, |input: &mut Text<'_>| properties(input, Resource::Request))
        .map_err(|fault| invalid("$select", &fault))
}

/// The relations of a request that `$expand` names:
/// `requestor,assignment($select=id;$expand=target)`.
pub(crate) fn expand(text: &str) -> Result<Vec<Expansion>, GraphError> {
    whole(text, |input: &mut Text<'_>| expansions(input, Resource::Request))
        .map_err(|fault| invalid("$expand", &fault))
}

fn invalid(option: &str, Fault { character, reason }: &Fault) -> GraphError {
    GraphError::invalid_query(format!("{option}, at character {character}: {reason}"))
}

fn properties(input: &mut Text<'_>, resource: Resource) -> ModalResult<Option<Vec<&'static str>>> {
    if opt('*').parse_next(input)?.is_some() {
        return Ok(None);
    }
    let property = cut_err(word.try_map(|name: &str| resource.property(name)));
    separated(1.., property, comma()).map(Some).parse_next(input)
}

/// Ends by itself: no relation leads back, so that what is nested has ever fewer of them.
fn expansions(input: &mut Text<'_>, resource: Resource) -> ModalResult<Vec<Expansion>> {
    let mut all: Vec<Expansion> = Vec::new();
    loop {
        let named = |name: &str| relation(name, resource, &all);
        let relation = cut_err(word.try_map(named)).parse_next(input)?;
        let view = view(input, relation.resource())?;
        all.push(Expansion { relation, view });
        if opt(comma()).parse_next(input)?.is_none() {
            return Ok(all);
        }
    }
}

/// What stands in parentheses behind a relation, if anything does.
fn view(input: &mut Text<'_>, resource: Resource) -> ModalResult<View> {
    let mut view = View::default();
    let mut seen = Vec::new();
    if opt((space0, '(', space0)).parse_next(input)?.is_none() {
        return Ok(view);
    }
    loop {
        let named = |name: &str| option(name, &seen);
        let option = cut_err(word.try_map(named)).parse_next(input)?;
        cut_err('='.context(expected("= after the option"))).parse_next(input)?;
        match option {
            NestedOption::Select => view.select = properties(input, resource)?,
            NestedOption::Expand => view.expand = expansions(input, resource)?,
        }
        seen.push(option);
        let next = one_of([';', ')']).context(expected("a comma, ; or )"));
        if cut_err(delimited(space0, next, space0)).parse_next(input)? == ')' {
            return Ok(view);
        }
    }
}

fn comma<'t>() -> impl ModalParser<Text<'t>, char, ContextError> {
    delimited(space0, ',', space0)
}

names! {
    /// What can stand in the parentheses behind a relation.
    NestedOption = "option that the sandbox supports within $expand" {
        Select = "$select",
        Expand = "$expand",
    }
}

/// Why a name cannot stand where it does.
#[derive(Debug, Error)]
enum Misplaced {
    #[error(transparent)]
    UnknownRelation(#[from] UnknownRelation),
    #[error(transparent)]
    UnknownOption(#[from] UnknownName),
    #[error("{0} stands twice; write it once")]
    Twice(&'static str),
}

fn relation(name: &str, resource: Resource, before: &[Expansion]) -> Result<Relation, Misplaced> {
    let relation = resource.relation(name)?;
    if before.iter().any(|other| other.relation == relation) {
        return Err(Misplaced::Twice(relation.name()));
    }
    Ok(relation)
}

fn option(name: &str, before: &[NestedOption]) -> Result<NestedOption, Misplaced> {
    let option = name.parse()?;
    if before.contains(&option) {
        return Err(Misplaced::Twice(option.name()));
    }
    Ok(option)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    #[test]
    fn what_is_expanded_is_read_with_what_is_shown_of_it() {
        for (text, context) in [
            ("requestor", "(requestor())"),
            ("requestor, assignment($expand=target)", "(requestor(),assignment(target()))"),
            (
                "assignment($select=id,state;$expand=target,assignmentPolicy,accessPackage)",
                "(assignment(id,state,target(),assignmentPolicy(),accessPackage()))",
            ),
            (
                "assignment($expand=target($select=objectId),accessPackage;$select=*),accessPackage($select=displayName)",
                "(assignment(target(objectId),accessPackage()),accessPackage(displayName))",
            ),
        ] {
            let view = View { select: None, expand: expand(text).unwrap() };
            assert_eq!(view.in_context(), context, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_shown_is_told_with_its_place() {
        for (text, character, reason) in [
            ("", 1, "\"\" is no relation of accessPackageAssignmentRequest"),
            (
                "target",
                1,
                "\"target\" is no relation of accessPackageAssignmentRequest that can be expanded; write one of accessPackage, assignment, requestor",
            ),
            ("Requestor", 1, "\"Requestor\" is no relation"),
            ("requestor,requestor", 11, "requestor stands twice"),
            ("requestor,", 11, "\"\" is no relation"),
            (
                "requestor/connectedOrganization",
                1,
                "\"requestor/connectedOrganization\" is no relation",
            ),
            (
                "requestor($expand=connectedOrganization)",
                19,
                "\"connectedOrganization\" is no relation of accessPackageSubject that can be expanded; it has none",
            ),
            ("assignment(target)", 12, "\"target\" is no option"),
            (
                "assignment($top=1)",
                12,
                "\"$top\" is no option that the sandbox supports within $expand; write one of $select, $expand",
            ),
            ("assignment()", 12, "\"\" is no option"),
            ("assignment($select id)", 19, "expected = after the option"),
            (
                "assignment($select=targetId)",
                20,
                "\"targetId\" is no property of accessPackageAssignment;",
            ),
            ("assignment($select=id;$select=state)", 23, "$select stands twice"),
            ("assignment($select=id", 22, "expected a comma, ; or )"),
            ("assignment($expand=target))", 27, "expected the end"),
        ] {
            let message = expand(text).unwrap_err().message;
            let told = format!("$expand, at character {character}: {reason}");
            assert!(message.contains(&told), "{text}: {message}");
        }
    }

    #[test]
    fn properties_are_named_in_their_own_casing() {
        assert_eq!(select(" id , state").unwrap(), Some(vec!["id", "state"]));
        assert_eq!(select("*").unwrap(), None);
        for text in ["", "ID", "id,", "requesttype", "accessPackage", "id;state", "*,id"] {
            assert!(select(text).is_err(), "{text}");
        }
    }

    proptest! {
        // The same input in every run: a test that fails now and then is looked at by nobody.
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = (select(&text), expand(&text));
        }

        #[test]
        fn any_heap_of_tokens_is_answered(text in "(assignment|target|requestor|\\$select=|\\$expand=|id|\\(|\\)|;|,| |ä){0,40}") {
            let _ = (select(&text), expand(&text));
        }
    }
}
