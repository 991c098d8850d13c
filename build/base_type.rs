//! Base types: a schema with a discriminator comes in, a Rust enumeration of its derived types goes out.
//! An object whose derived type is not known is kept whole, in a type that has the base's fields.

use heck::ToPascalCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::operation::members;

/// A type that other types derive from, told apart by a member of the object.
#[derive(Debug)]
pub(crate) struct BaseType {
    /// The name of the schema.
    pub(crate) name: String,
    description: String,
    /// The member that tells.
    pub(crate) tag: String,
    /// In the order of the mapping.
    pub(crate) derived: Vec<DerivedType>,
}

/// One of the types behind a base type.
#[derive(Debug)]
pub(crate) struct DerivedType {
    /// The name of the schema.
    pub(crate) name: String,
    /// Every spelling of the tag, the one to send first.
    pub(crate) tags: Vec<String>,
}

/// The base types of a bundled document.
pub(crate) fn base_types(document: &Value) -> Vec<BaseType> {
    members(document.pointer("/components/schemas"))
        .filter_map(|(name, schema)| BaseType::of(name, schema))
        .collect()
}

/// The Rust source of all of them.
pub(crate) fn source(base_types: &[BaseType]) -> TokenStream {
    base_types
        .iter()
        .flat_map(|base_type| [declaration(base_type), conversions(base_type), decoding(base_type)])
        .collect()
}

impl BaseType {
    fn of(name: &str, schema: &Value) -> Option<Self> {
        let discriminator = schema.get("discriminator")?;
        let mut derived: Vec<DerivedType> = Vec::new();
        for (tag, target) in members(discriminator.get("mapping")) {
            let target = target.as_str()?.rsplit('/').next()?;
            match derived.iter_mut().find(|known| known.name == target) {
                Some(known) => known.tags.push(tag.to_owned()),
                None => derived
                    .push(DerivedType { name: target.to_owned(), tags: vec![tag.to_owned()] }),
            }
        }
        let description = schema.get("description").and_then(Value::as_str).unwrap_or(name);
        Some(Self {
            name: name.to_owned(),
            description: description.to_owned(),
            tag: discriminator.get("propertyName")?.as_str()?.to_owned(),
            derived,
        })
    }

    /// The name of the type in Rust.
    pub(crate) fn type_name(&self) -> String {
        self.name.to_pascal_case()
    }

    /// The name of the schema for objects of no known derived type.
    pub(crate) fn other_name(&self) -> String {
        format!("other{}", self.type_name())
    }
}

fn declaration(base_type: &BaseType) -> TokenStream {
    let name = format_ident!("{}", base_type.type_name());
    let other = format_ident!("{}", base_type.other_name().to_pascal_case());
    let (description, tag) = (&base_type.description, &base_type.tag);
    let documentation = format!(
        "`{}` in Graph. The member `{tag}` says which derived type an object is of.",
        base_type.name
    );
    let derived = base_type.derived.iter().map(|derived| {
        let derived_name = format_ident!("{}", derived.name.to_pascal_case());
        let documentation = format!("`{}`", derived.tags.join("` or `"));
        quote! { #[doc = #documentation] #derived_name(Box<#derived_name>) }
    });
    quote! {
        #[doc = #description]
        ///
        #[doc = #documentation]
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum #name {
            #(#derived,)*
            /// A derived type that this version of the crate does not know, or none.
            Other(Box<#other>),
        }
    }
}

fn conversions(base_type: &BaseType) -> TokenStream {
    let name = format_ident!("{}", base_type.type_name());
    let other = format_ident!("{}", base_type.other_name().to_pascal_case());
    let derived = base_type.derived.iter().map(|derived| {
        let derived_name = format_ident!("{}", derived.name.to_pascal_case());
        quote! {
            impl From<#derived_name> for #name {
                fn from(value: #derived_name) -> Self { Self::#derived_name(Box::new(value)) }
            }
        }
    });
    quote! {
        #(#derived)*

        impl From<#other> for #name {
            fn from(value: #other) -> Self { Self::Other(Box::new(value)) }
        }
    }
}

/// Decoding looks at the tag first, so that an object of a known type that does not decode is an error
/// which names the member at fault, and not silently something else.
fn decoding(base_type: &BaseType) -> TokenStream {
    let name = format_ident!("{}", base_type.type_name());
    let tag = &base_type.tag;
    let known = base_type.derived.iter().map(|derived| {
        let derived_name = format_ident!("{}", derived.name.to_pascal_case());
        let tags = &derived.tags;
        quote! { Some(#(#tags)|*) => ::serde_json::from_value(object).map(Self::#derived_name) }
    });
    quote! {
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let object = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let decoded = match object.get(#tag).and_then(::serde_json::Value::as_str) {
                    #(#known,)*
                    _ => ::serde_json::from_value(object).map(Self::Other),
                };
                decoded.map_err(<D::Error as ::serde::de::Error>::custom)
            }
        }
    }
}
