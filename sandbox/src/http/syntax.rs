//! What the parsers of query options share: blanks, words, and what to say of a text that is none
//! of theirs.

use winnow::Parser;
use winnow::ascii::space0;
use winnow::error::{ContextError, ParseError, StrContext, StrContextValue};
use winnow::token::take_while;
use winnow::{ModalParser, ModalResult};

/// What is read, and what is left of it.
pub(crate) type Text<'t> = &'t str;

/// Why a text is not what it should be, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Counted in characters, from 1.
    pub(crate) character: usize,
    pub(crate) reason: String,
}

/// Reads a whole text; blanks around it do not matter.
pub(crate) fn whole<'t, T>(
    text: Text<'t>,
    parser: impl ModalParser<Text<'t>, T, ContextError>,
) -> Result<T, Fault> {
    let mut whole = winnow::combinator::delimited(space0, parser, space0);
    whole.parse(text).map_err(|error| fault(&error))
}

/// A name such as `createdDateTime`, `accessPackage/id` or `$select`; empty where none begins.
pub(crate) fn word<'t>(input: &mut Text<'t>) -> ModalResult<&'t str> {
    let belongs = |c: char| c.is_alphanumeric() || "$_/.*".contains(c);
    take_while(0.., belongs).parse_next(input)
}

/// What an error says should have stood there.
pub(crate) fn expected(what: &'static str) -> StrContext {
    StrContext::Expected(StrContextValue::Description(what))
}

fn fault(error: &ParseError<Text<'_>, ContextError>) -> Fault {
    let before = error.input().get(..error.offset()).unwrap_or_default();
    Fault { character: before.chars().count() + 1, reason: reason(error.inner()) }
}

/// The innermost expectation is the first.
fn reason(error: &ContextError) -> String {
    if let Some(cause) = error.cause() {
        return cause.to_string();
    }
    let mut contexts = error.context();
    let expectation = contexts.find(|one| matches!(one, StrContext::Expected(_)));
    expectation.map_or_else(|| "expected the end".to_owned(), ToString::to_string)
}
