//! OData query options: the query of a URL in, what to show and which page of which list out. An
//! option that the sandbox does not know is refused, never ignored.

use std::str::FromStr;

use crate::command::{Filter, Order, Place};
use crate::config::MAX_PAGE_SIZE;
use crate::http::filter;
use crate::http::graph_error::GraphError;
use crate::http::operation::Operation;
use crate::http::selection::{expand, select};
use crate::http::skiptoken::{self, NamedOptions};
use crate::http::view::View;

/// The options of one request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) view: View,
    pub(crate) filter: Option<Filter>,
    pub(crate) order: Order,
    pub(crate) top: Option<usize>,
    pub(crate) skip: usize,
    pub(crate) counted: bool,
    pub(crate) after: Option<Place>,
    /// The options that the pages of one list have in common, as they were sent.
    pub(crate) of_all_pages: NamedOptions,
}

const LIST_OPTIONS: &[&str] =
    &["$select", "$expand", "$filter", "$orderby", "$top", "$skip", "$count", SKIPTOKEN];
const ENTITY_OPTIONS: &[&str] = &["$select", "$expand"];
/// The option that says where a page begins.
pub(crate) const SKIPTOKEN: &str = "$skiptoken";

/// The options that an operation has.
pub(crate) fn supported_by(operation: Operation) -> &'static [&'static str] {
    match operation {
        Operation::List | Operation::ListForCaller(_) => LIST_OPTIONS,
        Operation::Get(_) => ENTITY_OPTIONS,
        Operation::Create | Operation::Delete(_) | Operation::Act(..) => &[],
    }
}

/// Reads the query, in which each of the supported options may stand once.
pub(crate) fn parse(query: Option<&str>, supported: &[&str]) -> Result<Options, GraphError> {
    let mut named = named(query.unwrap_or_default(), supported)?;
    let mut options = Options::default();
    for (name, value) in &named {
        read(name, value, &mut options)?;
    }
    if let Some(token) = named.remove(SKIPTOKEN) {
        options.after = Some(place(&token, &named)?);
    }
    named.remove("$skip");
    Ok(Options { of_all_pages: named, ..options })
}

fn named(query: &str, supported: &[&str]) -> Result<NamedOptions, GraphError> {
    let mut named = NamedOptions::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if !supported.contains(&name.as_ref()) {
            return Err(unsupported(&name, supported));
        }
        if named.insert(name.clone().into_owned(), value.into_owned()).is_some() {
            return Err(GraphError::invalid_query(format!("{name} stands twice; write it once")));
        }
    }
    Ok(named)
}

fn unsupported(name: &str, supported: &[&str]) -> GraphError {
    let rest = if supported.is_empty() { "none".to_owned() } else { supported.join(", ") };
    GraphError::invalid_query(format!(
        "the query option {name:?} is not supported here; supported: {rest}"
    ))
}

fn read(name: &str, value: &str, options: &mut Options) -> Result<(), GraphError> {
    match name {
        "$select" => options.view.select = select(value)?,
        "$expand" => options.view.expand = expand(value)?,
        "$filter" => options.filter = Some(filter::parse(value)?),
        "$orderby" => options.order = order(value)?,
        "$top" => options.top = Some(top(value)?),
        "$skip" => options.skip = skip(value)?,
        "$count" => options.counted = truth(name, value)?,
        _ => {}
    }
    Ok(())
}

fn order(value: &str) -> Result<Order, GraphError> {
    let words: Vec<&str> = value.split_ascii_whitespace().collect();
    match words.as_slice() {
        ["createdDateTime"] | ["createdDateTime", "asc"] => Ok(Order::OldestFirst),
        ["createdDateTime", "desc"] => Ok(Order::NewestFirst),
        _ => Err(GraphError::invalid_query(format!(
            "$orderby {value:?} is not supported; write createdDateTime, createdDateTime asc or \
             createdDateTime desc"
        ))),
    }
}

fn top(value: &str) -> Result<usize, GraphError> {
    let size: Option<usize> = decimal(value).filter(|size| *size <= MAX_PAGE_SIZE);
    size.ok_or_else(|| {
        GraphError::invalid_query(format!("$top {value:?} is no number from 0 to {MAX_PAGE_SIZE}"))
    })
}

fn skip(value: &str) -> Result<usize, GraphError> {
    let count: Option<u32> = decimal(value);
    count.and_then(|count| count.try_into().ok()).ok_or_else(|| {
        GraphError::invalid_query(format!("$skip {value:?} is no number from 0 to {}", u32::MAX))
    })
}

/// Digits alone: the standard library also reads a sign.
fn decimal<T: FromStr>(text: &str) -> Option<T> {
    let digits = Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits?.parse().ok()
}

fn truth(name: &str, value: &str) -> Result<bool, GraphError> {
    value.parse().map_err(|_| {
        GraphError::invalid_query(format!("{name} {value:?} is neither true nor false"))
    })
}

fn place(token: &str, of_all_pages: &NamedOptions) -> Result<Place, GraphError> {
    skiptoken::read(token, of_all_pages).ok_or_else(|| {
        GraphError::invalid_query(format!(
            "$skiptoken {token:?} was not given out for this list with these options; follow \
             @odata.nextLink as it stands, or begin again without it"
        ))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        // The same input in every run: a test that fails now and then is looked at by nobody.
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn any_query_is_answered(query in ".*") {
            let _ = parse(Some(&query), LIST_OPTIONS);
        }

        #[test]
        fn any_value_of_an_option_is_answered(
            name in prop::sample::select(LIST_OPTIONS),
            value in ".{0,40}|[0-9]{0,30}"
        ) {
            let query: String = form_urlencoded::Serializer::new(String::new())
                .append_pair(name, &value)
                .finish();
            let _ = parse(Some(&query), LIST_OPTIONS);
        }
    }
}
