//! Documentation where the generator writes none: its source comes in, the same source goes out with words on every public item. A setter
//! has those of the field or the argument that it sets, and a call names the page that it rests on.

use std::collections::HashMap;

use heck::ToPascalCase;
use quote::quote;
use serde_json::Value;
use syn::parse::Parser;
use syn::{
    Attribute, Expr, File, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, Lit, Meta, Type,
    Visibility,
};

use super::{
    operation::{Operation, operations},
    problem::Problem,
};

/// What is said of a member of such a name, whatever it is of, unless something is said of that very one.
const ALIKE: [(&str, &str); 5] = [
    ("body_map", "Changes the body, as far as it was made."),
    ("builder", "Makes one, member by member."),
    ("error", "The error of Graph."),
    ("extra", "Members that the contract does not declare."),
    ("new", "The call, before it is told anything."),
];

/// What is said of members, by the name of the type that has them and their own.
type Words = HashMap<(String, String), String>;

/// The source with words on each public item. The contract says on which page a call rests.
pub(crate) fn documented(mut source: File, contract: &Value) -> Result<File, Problem> {
    let operations = operations(contract);
    let mut words = Words::new();
    source.items.iter().for_each(|item| learn(item, &mut words));
    source.items.iter_mut().try_for_each(|item| tell(item, &words, &operations))?;
    Ok(source)
}

/// Takes what the generator says of fields, and in the text of a method of the client of the arguments of a call.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "of the kinds of items that Rust has or will have, three have members"
)]
fn learn(item: &Item, words: &mut Words) {
    match item {
        Item::Mod(module) => {
            let items = module.content.iter().flat_map(|(_, items)| items);
            items.for_each(|item| learn(item, words));
        }
        Item::Struct(structure) => {
            for field in &structure.fields {
                let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                let key = (structure.ident.to_string(), name);
                words.extend(said(&field.attrs).map(|text| (key, text)));
            }
        }
        Item::Impl(implementation) if owner(implementation).as_deref() == Some("Client") => {
            for method in implementation.items.iter().filter_map(function) {
                let builder = method.sig.ident.to_string().to_pascal_case();
                let text = said(&method.attrs).unwrap_or_default();
                for (name, text) in text.lines().filter_map(argument) {
                    words.insert((builder.clone(), name.to_owned()), text.to_owned());
                }
            }
        }
        _ => {}
    }
}

/// The name of an argument and what is said of it, in a line of the text of a call.
fn argument(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("- `")?.split_once("`: ")
}

/// Says of an item, and of what is in it, what is not said yet.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "of the kinds of items that Rust has or will have, three have members"
)]
fn tell(item: &mut Item, words: &Words, operations: &[Operation<'_>]) -> Result<(), Problem> {
    match item {
        Item::Mod(module) => {
            let mut items = module.content.iter_mut().flat_map(|(_, items)| items);
            items.try_for_each(|item| tell(item, words, operations))
        }
        Item::Struct(structure) => tell_of_structure(structure, words),
        Item::Impl(implementation) if implementation.trait_.is_none() => {
            tell_of_methods(implementation, words, operations)
        }
        _ => Ok(()),
    }
}

fn tell_of_structure(structure: &mut ItemStruct, words: &Words) -> Result<(), Problem> {
    let name = structure.ident.to_string();
    for field in &mut structure.fields {
        let field_name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        say(&mut field.attrs, words_of(words, &name, &field_name))?;
    }
    let is_builder =
        structure.fields.iter().all(|field| matches!(field.vis, Visibility::Inherited));
    let text = format!("Makes [`{name}`](super::{name}), member by member.");
    say(&mut structure.attrs, is_builder.then_some(&text))
}

fn tell_of_methods(
    implementation: &mut ItemImpl,
    words: &Words,
    operations: &[Operation<'_>],
) -> Result<(), Problem> {
    let owner = owner(implementation).unwrap_or_default();
    for method in implementation.items.iter_mut().filter_map(function_mut) {
        let name = method.sig.ident.to_string();
        say(&mut method.attrs, words_of(words, &owner, &name))?;
        if name == "send" {
            method.attrs.push(attribute(&errors(&owner, operations))?);
        }
    }
    Ok(())
}

/// What can be said of a member.
fn words_of<'a>(words: &'a Words, owner: &str, name: &str) -> Option<&'a str> {
    let own = words.get(&(owner.to_owned(), name.to_owned())).map(String::as_str);
    own.or_else(|| ALIKE.iter().find(|(known, _)| *known == name).map(|(_, text)| *text))
}

/// What is said of the errors of a call, and the page that it rests on.
fn errors(builder: &str, operations: &[Operation<'_>]) -> String {
    let id = |operation: &Operation<'_>| operation.id().map(str::to_pascal_case);
    let operation = operations.iter().find(|operation| id(operation).as_deref() == Some(builder));
    let page =
        operation.and_then(|operation| operation.value.pointer("/externalDocs/url")?.as_str());
    let source = page.map(|page| format!(" Documented at <{page}>.")).unwrap_or_default();
    format!(
        "\n# Errors\n\n[`GraphError`](crate::GraphError), also for a value that cannot be sent.{source}"
    )
}

/// Adds `text` where nothing is said yet.
fn say(attributes: &mut Vec<Attribute>, text: Option<impl AsRef<str>>) -> Result<(), Problem> {
    if let (None, Some(text)) = (said(attributes), text) {
        attributes.push(attribute(text.as_ref())?);
    }
    Ok(())
}

/// A text as the attribute that a comment of documentation is.
fn attribute(text: &str) -> Result<Attribute, Problem> {
    let parsed = Attribute::parse_outer.parse2(quote!(#[doc = #text]));
    let attribute = parsed.ok().and_then(|attributes| attributes.into_iter().next());
    attribute.ok_or_else(|| {
        Problem::new("build/document.rs", format!("no documentation can be made of `{text}`"))
    })
}

/// What the comments of documentation among `attributes` say, line by line.
fn said(attributes: &[Attribute]) -> Option<String> {
    let lines: Vec<_> = attributes.iter().filter_map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(named) = &attribute.meta else { return None };
    let Expr::Lit(literal) = &named.value else { return None };
    let Lit::Str(text) = &literal.lit else { return None };
    named.path.is_ident("doc").then(|| text.value())
}

/// The type that an implementation is of.
fn owner(implementation: &ItemImpl) -> Option<String> {
    let Type::Path(path) = implementation.self_ty.as_ref() else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

fn function(item: &ImplItem) -> Option<&ImplItemFn> {
    if let ImplItem::Fn(function) = item { Some(function) } else { None }
}

fn function_mut(item: &mut ImplItem) -> Option<&mut ImplItemFn> {
    if let ImplItem::Fn(function) = item { Some(function) } else { None }
}
