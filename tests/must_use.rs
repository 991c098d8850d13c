//! A value that does nothing where it is thrown away says so: builders, what is made of them, and what waits to be read.
#![expect(clippy::unwrap_used, reason = "a source that cannot be read is a failed test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use syn::{
    Attribute, FnArg, GenericArgument, ImplItem, Item, ItemImpl, ItemMod as Module, PathArguments,
    ReceiverKind, ReturnType, Type, Visibility,
};

/// What is no builder, and of no use either until something is done with it.
const OTHERS: [&str; 5] = ["After", "Batch", "BatchAnswers", "Listing", "Ticket"];

/// What is made into a request that is sent.
const MADE_INTO: [&str; 2] = ["NewRequest", "Resumption"];

#[test]
fn whatever_is_a_mistake_to_throw_away_is_marked() {
    let (mut wanted, mut marked) = (BTreeSet::from(OTHERS.map(str::to_owned)), BTreeSet::new());
    for file in sources() {
        let source = syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap();
        for item in all(source.items) {
            if let Item::Impl(one) = &item
                && (is_of_builder(one) || is_made_into(one))
            {
                wanted.extend(made_of(one));
            } else if let Item::Struct(one) = item
                && is_marked(&one.attrs)
            {
                marked.insert(one.ident.to_string());
            }
        }
    }
    assert!(wanted.len() > 30, "{wanted:?}");
    let missing: Vec<_> = wanted.difference(&marked).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The sources of the crate, the generated client among them.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut files = vec![Path::new(env!("OUT_DIR")).join("client.rs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}

/// Items and what stands in modules of theirs.
fn all(items: Vec<Item>) -> Vec<Item> {
    let within = |item| {
        if let Item::Mod(Module { content: Some((_, items)), .. }) = item {
            all(items)
        } else {
            vec![item]
        }
    };
    items.into_iter().flat_map(within).collect()
}

fn is_marked(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("must_use"))
}

/// Whether something public is taken by value and given back with a change, and no mark at that method says so.
fn is_of_builder(block: &ItemImpl) -> bool {
    let is_step = |item: &ImplItem| {
        let ImplItem::Fn(function) = item else { return false };
        let Some(FnArg::Receiver(this)) = function.sig.inputs.first() else { return false };
        let ReturnType::Type(_, given) = &function.sig.output else { return false };
        matches!(this.kind, ReceiverKind::Value)
            && matches!(function.vis, Visibility::Public(_))
            && last_of(given).is_some_and(|name| name == "Self")
            && !is_marked(&function.attrs)
    };
    block.trait_.is_none() && block.items.iter().any(is_step)
}

/// Whether it says how a request is made of something.
fn is_made_into(block: &ItemImpl) -> bool {
    let last = block.trait_.as_ref().and_then(|(path, _)| path.segments.last());
    last.is_some_and(|name| name.ident == "From")
        && last_of(&block.self_ty).is_some_and(|name| MADE_INTO.contains(&name.as_str()))
}

/// What a block is of, or of what it makes something.
fn made_of(block: &ItemImpl) -> Option<String> {
    let Some((path, _)) = &block.trait_ else { return last_of(&block.self_ty) };
    let PathArguments::AngleBracketed(arguments) = &path.segments.last()?.arguments else {
        return None;
    };
    let types = arguments
        .args
        .iter()
        .filter_map(|one| if let GenericArgument::Type(of) = one { last_of(of) } else { None });
    types.last()
}

fn last_of(of: &Type) -> Option<String> {
    let Type::Path(path) = of else { return None };
    path.path.segments.last().map(|one| one.ident.to_string())
}
