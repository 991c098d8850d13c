//! `$filter`: its text in, the filter that it means out, or what is wrong with it and where.
//!
//! `not` binds closest, then `and`, then `or`. A property stands on the left of its comparison.

use std::str::FromStr;

use winnow::ascii::{space0, space1};
use winnow::combinator::{cut_err, delimited, fail, preceded, separated};
use winnow::error::ContextError;
use winnow::token::{take_till, take_while};
use winnow::{ModalParser, ModalResult, Parser};

use crate::command::{Comparison, Filter};
use crate::http::graph_error::GraphError;
use crate::http::syntax::{Fault, Text, expected, whole, word};
use crate::members::names;
use crate::model::Timestamp;

/// How deep parentheses and `not` may stand within one another.
const MAX_DEPTH: usize = 32;

/// Reads a filter.
pub(crate) fn parse(text: &str) -> Result<Filter, GraphError> {
    let end = "and, or or the end of the filter";
    let filter = |input: &mut Text<'_>| disjunction(input, 0);
    let to_the_end = (filter, space0, winnow::combinator::eof.context(expected(end)));
    whole(text, to_the_end.map(|parts| parts.0)).map_err(|fault| unsupported(text, &fault))
}

fn unsupported(text: &str, Fault { character, reason }: &Fault) -> GraphError {
    GraphError::invalid_filter(format!(
        "OData query is invalid: Filter '{text}' is not supported. At character {character}: \
         {reason}. Supported: state eq '…', accessPackage/id eq '…', createdDateTime \
         eq|ne|gt|ge|lt|le 2024-06-07T00:00:00Z, and, or, not (…)"
    ))
}

fn disjunction(input: &mut Text<'_>, depth: usize) -> ModalResult<Filter> {
    let one = |input: &mut Text<'_>| conjunction(input, depth);
    separated(1.., one, connective("or")).map(|all| joined(all, Filter::Any)).parse_next(input)
}

fn conjunction(input: &mut Text<'_>, depth: usize) -> ModalResult<Filter> {
    let one = |input: &mut Text<'_>| term(input, depth);
    separated(1.., one, connective("and")).map(|all| joined(all, Filter::All)).parse_next(input)
}

fn connective<'t>(name: &'static str) -> impl ModalParser<Text<'t>, &'t str, ContextError> {
    delimited(space1, name, space1)
}

/// One filter stands for itself.
fn joined(mut all: Vec<Filter>, join: fn(Vec<Filter>) -> Filter) -> Filter {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        last => {
            all.extend(last);
            join(all)
        }
    }
}

/// What a term begins with.
enum Beginning {
    Parenthesis,
    Not,
    Property(Property),
}

names! {
    /// What can be filtered by.
    Property = "property that can be filtered by" {
        State = "state",
        CreatedDateTime = "createdDateTime",
        PackageId = "accessPackage/id",
    }
}

names! {
    /// How a property can be compared.
    Operator = "operator that createdDateTime can be compared with" {
        Equal = "eq",
        NotEqual = "ne",
        Greater = "gt",
        GreaterOrEqual = "ge",
        Less = "lt",
        LessOrEqual = "le",
    }
}

fn term(input: &mut Text<'_>, depth: usize) -> ModalResult<Filter> {
    match cut_err(word.try_map(beginning)).parse_next(input)? {
        Beginning::Parenthesis => group(input, depth),
        Beginning::Not => negation(input, depth),
        Beginning::Property(property) => comparison(input, property),
    }
}

fn beginning(word: &str) -> Result<Beginning, <Property as FromStr>::Err> {
    match word {
        "" => Ok(Beginning::Parenthesis),
        "not" => Ok(Beginning::Not),
        property => property.parse().map(Beginning::Property),
    }
}

fn group(input: &mut Text<'_>, depth: usize) -> ModalResult<Filter> {
    let depth = deeper(input, depth)?;
    let opening = '('.context(expected("state, createdDateTime, accessPackage/id, not or ("));
    let closing = ')'.context(expected("and, or or )"));
    let within = |input: &mut Text<'_>| disjunction(input, depth);
    delimited((cut_err(opening), space0), within, (space0, cut_err(closing))).parse_next(input)
}

/// `not (…)` and `not not (…)`: before a comparison `not` would belong to the property alone.
fn negation(input: &mut Text<'_>, depth: usize) -> ModalResult<Filter> {
    let depth = deeper(input, depth)?;
    space0.parse_next(input)?;
    let operand = cut_err(word.verify(|word: &str| matches!(word, "" | "not")));
    let denied = match operand.context(expected("( after not")).parse_next(input)? {
        "" => group(input, depth)?,
        _ => negation(input, depth)?,
    };
    Ok(Filter::Not(Box::new(denied)))
}

/// What is read by recursion must not be able to exhaust the stack.
fn deeper(input: &mut Text<'_>, depth: usize) -> ModalResult<usize> {
    if depth < MAX_DEPTH {
        return Ok(depth + 1);
    }
    let limit = "no more than 32 levels of parentheses and not";
    cut_err(fail.context(expected(limit))).parse_next(input)
}

fn comparison(input: &mut Text<'_>, property: Property) -> ModalResult<Filter> {
    match property {
        Property::State => equal_to(input).map(Filter::StateIs),
        Property::PackageId => equal_to(input).map(Filter::PackageIs),
        Property::CreatedDateTime => created(input),
    }
}

fn equal_to<T>(input: &mut Text<'_>) -> ModalResult<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let operator = (space1, "eq", space1);
    let operator = operator.context(expected("eq, all that state and accessPackage/id have"));
    let quote = || '\''.context(expected("a text in single quotes"));
    let text = delimited(quote(), take_till(0.., '\'').try_map(str::parse), quote());
    cut_err(preceded(operator, text)).parse_next(input)
}

fn created(input: &mut Text<'_>) -> ModalResult<Filter> {
    let operator = delimited(space1, word.try_map(str::parse), space1);
    let operator = operator.context(expected("a blank on both sides of the operator"));
    let moment = take_while(0.., |c| !matches!(c, ' ' | '\t' | ')')).try_map(str::parse);
    cut_err((operator, moment)).map(|(operator, moment)| at(operator, moment)).parse_next(input)
}

fn at(operator: Operator, moment: Timestamp) -> Filter {
    let comparison = match operator {
        Operator::Equal => Comparison::Equal,
        Operator::NotEqual => Comparison::NotEqual,
        Operator::Greater => Comparison::Greater,
        Operator::GreaterOrEqual => Comparison::GreaterOrEqual,
        Operator::Less => Comparison::Less,
        Operator::LessOrEqual => Comparison::LessOrEqual,
    };
    Filter::Created(comparison, moment)
}

#[cfg(test)]
mod tests;
