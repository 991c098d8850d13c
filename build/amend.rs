//! What the generator has no setting for: its source comes in, the same source goes out with each of the
//! amendments made. One that finds nothing to amend is a problem, so that none is lost unnoticed when the
//! generator changes.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;

use super::problem::Problem;

/// What is written, and what shall be.
const AMENDMENTS: [(&str, &str); 13] = [
    // A builder starts without unknown members, where the generator would have callers set them.
    (
        r#"extra: Err("no value supplied for extra".to_string()),"#,
        "extra: Ok(::std::default::Default::default()),",
    ),
    // A call that is not sent does nothing, and neither does what makes a type and is not made into one.
    (
        "#[derive(Debug, Clone)]\n    pub struct",
        "#[derive(Debug, Clone)]\n    #[must_use]\n    pub struct",
    ),
    (
        "#[derive(Clone, Debug)]\n        ///Makes [",
        "#[derive(Clone, Debug)]\n        #[must_use]\n        ///Makes [",
    ),
    // A connection shows its default headers and its proxies, which may hold secrets: the crate says what a client shows.
    ("#[derive(Clone, Debug)]\n/**Client for", "#[derive(Clone)]\n/**Client for"),
    // The sketch of a call under each method is not a test that was skipped.
    ("```ignore", "```text"),
    // One function sends, with a token and as often as the session says.
    (SENDING, "let response = crate::exchange::answered(client, request).await?;"),
    // An answer that is not as documented keeps its status, its headers and its body, and all is told by one type.
    ("ResponseValue::from_response(response).await", "crate::answer::decoded(response)"),
    ("ResponseValue::empty(response)", "crate::answer::empty(response)"),
    (REFUSED, "Err(crate::answer::refused(response, info.operation_id))"),
    (
        "Err(Error::UnexpectedResponse(response))",
        "Err(crate::answer::refused(response, info.operation_id))",
    ),
    ("Error<types::OdataError>", "crate::GraphError"),
    ("Error::InvalidRequest", "crate::error::Argument::new"),
    (".build()?;", ".build().map_err(|cause| crate::error::Argument::of(&cause))?;"),
];

/// How a call is sent.
const SENDING: &str = "client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;";

/// How a documented refusal is taken, once the body is decoded by a function of the crate.
const REFUSED: &str = "Err(
                        Error::ErrorResponse(
                            crate::answer::decoded(response)?,
                        ),
                    )";

/// How a header is made of a value, where the operation has one.
const HEADER: (&str, &str) =
    ("value.to_string().try_into()?", "crate::exchange::header(&value.to_string())?");

/// From where to where the constructors stand, which follow redirects and may panic. The crate has its own.
const CONSTRUCTORS: (&str, &str) =
    ("impl Client {\n    /// Create a new client.", "impl ClientInfo<");

/// The formatted source as it shall be.
pub(crate) fn amended(source: &str) -> Result<String, Problem> {
    let (written, meant) = HEADER;
    let source = without_constructors(source)?.replace(written, meant);
    AMENDMENTS.iter().try_fold(source, |source, (written, meant)| {
        if source.contains(written) {
            Ok(source.replace(written, meant))
        } else {
            Err(not_found(written))
        }
    })
}

/// The source before it is formatted, with each path parameter held to its segment: `encode_path(&id…)`
/// becomes a call that can say no and knows the name.
pub(crate) fn guarded(source: TokenStream) -> Result<TokenStream, Problem> {
    let mut count = 0;
    let source = guarded_within(source, &mut count);
    if count == 0 { Err(not_found("encode_path(&")) } else { Ok(source) }
}

fn guarded_within(source: TokenStream, count: &mut usize) -> TokenStream {
    let mut guarded = Vec::new();
    let mut tokens = source.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let argument = tokens.peek().and_then(|next| argument_of(&token, next));
        if let Some((name, value)) = argument {
            *count += 1;
            tokens.next();
            let call =
                quote!(crate::segment::encoded(#name, #value).map_err(Error::InvalidRequest)?);
            guarded.extend(call);
            continue;
        }
        guarded.push(match token {
            TokenTree::Group(group) => {
                let content = guarded_within(group.stream(), count);
                TokenTree::Group(Group::new(group.delimiter(), content))
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => token,
        });
    }
    guarded.into_iter().collect()
}

/// The name and the value of a path parameter, where `token` and `next` are `encode_path` and its argument.
fn argument_of(token: &TokenTree, next: &TokenTree) -> Option<(String, TokenStream)> {
    let TokenTree::Group(argument) = next else { return None };
    let is_call = matches!(token, TokenTree::Ident(function) if function == "encode_path");
    let name = argument.stream().into_iter().find_map(|token| match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })?;
    is_call.then(|| (name, argument.stream()))
}

fn without_constructors(source: &str) -> Result<String, Problem> {
    let (from, to) = CONSTRUCTORS;
    let (before, rest) = source.split_once(from).ok_or_else(|| not_found(from))?;
    let (_, after) = rest.split_once(to).ok_or_else(|| not_found(to))?;
    Ok(format!("{before}{to}{after}"))
}

fn not_found(written: &str) -> Problem {
    let fault = format!("the generator no longer writes `{written}`; amend what it writes instead");
    Problem::new("build/amend.rs", fault)
}
